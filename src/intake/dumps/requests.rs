//! Smaller forms: dumps of requests_toolbelt, .http files, wget with `-d`, ngrep.

use super::{Translated, is_field, is_method, is_status_line, words};
use crate::http::syntax::message::parse_request_line;
use crate::intake::sheet::Row;

/// The most lines of one message.
const MOST: usize = 10_000;

/// The most lines of a head.
const LONGEST_HEAD: usize = 300;

/// `requests_toolbelt.utils.dump` marks what was sent with `<` and what came with `>`.
pub(super) fn read_inverted<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    parse_request_line(rows.first()?.text.strip_prefix(b"< ")?)?;
    let mut out = Translated::default();
    let mut answered = false;
    for row in rows.iter().take(MOST) {
        let text: &[u8] = &row.text;
        let unmarked = |mark: u8| match text {
            [first] if *first == mark => Some(&b""[..]),
            [first, b' ', rest @ ..] if *first == mark => Some(rest),
            _ => None,
        };
        match (unmarked(b'<'), unmarked(b'>')) {
            (Some(sent), _) if out.taken > 0 && parse_request_line(sent).is_some() => break,
            (Some(sent), _) if !answered => out.sent(row.number, sent),
            (_, Some(received)) => {
                answered = true;
                out.received(row.number, received);
            }
            _ if !answered && text.is_empty() => {}
            _ => break,
        }
        out.taken += 1;
    }
    answered.then_some(out)
}

/// A request of a .http file: a method and a whole URL, without a version, then fields.
pub(super) fn read_http_file<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    let first = rows.first()?;
    let text = words(first);
    let (method, url) = text.trim_end().split_once(' ')?;
    let is_url = url.starts_with("http://") || url.starts_with("https://");
    if !is_method(method) || !is_url || url.contains(' ') {
        return None;
    }
    let fields: Vec<&Row<'_>> = rows.get(1..)?.iter().take_while(|row| is_field(&words(row))).take(MOST).collect();
    let ends =
        rows.get(1 + fields.len()).is_none_or(|row| row.text.is_empty() || row.text.starts_with(b"###") || row.cut);
    if !ends {
        return None;
    }
    let mut out = Translated { taken: 1 + fields.len(), ..Translated::default() };
    out.sent(first.number, format!("{method} {url} HTTP/1.1").as_bytes());
    for row in fields {
        out.sent(row.number, &row.text);
    }
    out.sent(first.number, b"");
    Some(out)
}

/// wget with `-d`: heads between lines that say where they begin and end.
pub(super) fn read_wget<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    let first = rows.first()?;
    let text = words(first);
    let (is_sent, end) = match text.trim() {
        "---request begin---" => (true, "---request end---"),
        "---response begin---" => (false, "---response end---"),
        _ => return None,
    };
    let mut out = Translated { taken: 1, ..Translated::default() };
    for row in rows.get(1..)?.iter().take(MOST) {
        out.taken += 1;
        let text = words(row);
        if text.trim() == end {
            break;
        }
        if !text.is_empty() {
            out.head(row.number, is_sent, text.as_bytes());
        }
    }
    out.head(first.number, is_sent, b"");
    Some(out)
}

/// ngrep shows each line end as a dot: `HTTP/1.1 403 Forbidden.`, and `.` for the blank line.
pub(super) fn read_ngrep<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    let first = words(rows.first()?);
    let line = first.strip_suffix('.')?;
    let is_sent = parse_request_line(line.as_bytes()).is_some();
    if !is_sent && !is_status_line(line) {
        return None;
    }
    let end = rows.iter().take(LONGEST_HEAD).position(|row| &*row.text == b".")?;
    let head = rows.get(..end)?;
    if !head.iter().all(|row| row.text.ends_with(b".")) {
        return None;
    }
    let mut out = Translated { taken: end + 1, ..Translated::default() };
    for row in head {
        let line = row.text.strip_suffix(b".").unwrap_or(&row.text);
        out.head(row.number, is_sent, line);
    }
    let number = rows.get(end)?.number;
    out.head(number, is_sent, b"");
    out.cut_before(0);
    Some(out)
}
