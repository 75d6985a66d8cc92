//! `http.client` with a debuglevel: `send: b'GET …'`, `reply: 'HTTP/1.1 403 …'`, `header: Server: nginx`.

use super::literal::lines_of;
use super::{Translated, is_status_line, words};
use crate::http::syntax::message::parse_request_line;
use crate::intake::sheet::Row;

/// The most headers of a response.
const MOST: usize = 500;

pub(super) fn read<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    let first = rows.first()?;
    let text = words(first);
    let mut out = Translated { taken: 1, ..Translated::default() };
    if let Some(sent) = text.trim_start().strip_prefix("send: b") {
        let lines = lines_of(sent)?;
        parse_request_line(lines.first()?.as_bytes())?;
        for line in lines.iter().take_while(|line| !line.is_empty()) {
            out.sent(first.number, line.as_bytes());
        }
        out.sent(first.number, b"");
        return Some(out);
    }
    let reply = text.trim_start().strip_prefix("reply: ")?;
    let status = lines_of(reply)?.into_iter().next()?;
    if !is_status_line(&status) {
        return None;
    }
    out.received(first.number, status.as_bytes());
    for row in rows.get(1..)?.iter().take(MOST) {
        let text = words(row);
        let Some(header) =
            text.trim_start().strip_prefix("header: ").or_else(|| text.trim_start().strip_prefix("header:"))
        else {
            break;
        };
        // Python before 3.7 prints the names alone, on one line.
        if !header.contains(" header:") && header.contains(':') {
            out.received(row.number, header.trim_end().as_bytes());
        }
        out.taken += 1;
    }
    out.received(first.number, b"");
    Some(out)
}
