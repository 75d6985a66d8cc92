//! The wire and header logs of Apache HttpClient: `http-outgoing-0 >> "GET / HTTP/1.1[\r][\n]"`.
//! <https://hc.apache.org/httpcomponents-client-5.4.x/logging.html>

use super::{Translated, is_status_line, words};
use crate::http::syntax::message::parse_request_line;
use crate::intake::sheet::Row;

/// The most lines of one message.
const MOST: usize = 10_000;

pub(super) fn read<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    let first = rows.first()?;
    let (is_sent, line) = content(&words(first))?;
    let begins = match is_sent {
        true => parse_request_line(line.as_bytes()).is_some(),
        false => is_status_line(&line),
    };
    if !begins {
        return None;
    }
    let mut out = Translated::default();
    let mut head = true;
    for (at, row) in rows.iter().take(MOST).enumerate() {
        let Some((sent, line)) = content(&words(row)).filter(|(sent, _)| *sent == is_sent) else { break };
        if at > 0 && (is_status_line(&line) || (sent && parse_request_line(line.as_bytes()).is_some())) {
            break;
        }
        out.taken += 1;
        out.message(row.number, sent, &mut head, &line);
    }
    if head {
        out.head(first.number, is_sent, b"");
    }
    Some(out)
}

/// Whether a line was sent, and its content.
fn content(text: &str) -> Option<(bool, String)> {
    let (at, is_sent) = match (text.find(">> "), text.find("<< ")) {
        (Some(sent), None) => (sent, true),
        (None, Some(received)) => (received, false),
        (Some(sent), Some(received)) if sent < received => (sent, true),
        (Some(_), Some(received)) => (received, false),
        (None, None) => return None,
    };
    let before = text.get(..at)?;
    let rest = text.get(at + 3..)?.trim_end();
    let is_log = before.contains("http-outgoing")
        || before.contains("wire")
        || before.contains("header")
        || before.contains("org.apache");
    let quoted = rest.strip_prefix('"').map(|rest| rest.strip_suffix('"').unwrap_or(rest));
    let line = quoted.unwrap_or(rest);
    let ends = line.replace("[\\r]", "").replace("[\\n]", "");
    (is_log || line.contains("[\\n]")).then_some((is_sent, ends))
}
