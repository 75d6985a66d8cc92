//! The Headers tab of a browser's developer tools, and the RawContent of PowerShell's Invoke-WebRequest.

use super::{Translated, is_field, is_status_line, words};
use crate::intake::sheet::Row;

/// The most lines of the tab.
const MOST: usize = 500;

/// Fields that a request has and a response has not.
const OF_REQUESTS: &[&str] = &[
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "cookie",
    "dnt",
    "host",
    "if-modified-since",
    "if-none-match",
    "origin",
    "priority",
    "range",
    "referer",
    "te",
    "upgrade-insecure-requests",
    "user-agent",
];

/// `Request URL: …`, `Request Method: …`, `Status Code: …`, then fields under their headings or without.
pub(super) fn read<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    let first = rows.first()?;
    let mut lines = HeaderRows { rows, at: 0 };
    let url = lines.value("Request URL")?;
    if !url.contains("://") {
        return None;
    }
    let (mut method, mut status) = ("GET".to_owned(), None);
    let (mut sent, mut received): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut section = None;
    while let Some(row) = rows.get(lines.at).filter(|row| lines.at < MOST && !row.cut) {
        let text = words(row).trim().to_owned();
        if text.starts_with("Request URL") {
            break;
        }
        if let Some(value) = lines.value("Request Method") {
            method = value;
        } else if let Some(value) = lines.value("Status Code") {
            status = Some(value);
        } else if lines.value("Remote Address").is_some() || lines.value("Referrer Policy").is_some() {
        } else if let Some(heading) = heading(&text) {
            section = Some(heading);
            lines.at += 1;
        } else if text.is_empty() {
            lines.at += 1;
        } else if is_field(&text) {
            lines.at += 1;
            let name = text.split(':').next().unwrap_or_default().to_ascii_lowercase();
            let is_pseudo = text.starts_with(':');
            let of_request = name.starts_with("sec-") || OF_REQUESTS.contains(&name.as_str());
            match section.unwrap_or(of_request) {
                _ if is_pseudo => {}
                true => sent.push(text),
                false => received.push(text),
            }
        } else {
            break;
        }
    }
    let status = status?;
    let status = status.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut out = Translated { taken: lines.at, ..Translated::default() };
    out.sent(first.number, format!("{method} {url} HTTP/1.1").as_bytes());
    for field in &sent {
        out.sent(first.number, field.as_bytes());
    }
    out.sent(first.number, b"");
    let line = format!("HTTP/1.1 {}", status.trim());
    if !is_status_line(&line) {
        return None;
    }
    out.received(first.number, line.as_bytes());
    for field in &received {
        out.received(first.number, field.as_bytes());
    }
    out.received(first.number, b"");
    out.cut_before(0);
    Some(out)
}

/// Whether a heading is that of the request's fields.
fn heading(text: &str) -> Option<bool> {
    let text = text.trim_start_matches(['▼', '▶', ' ']);
    if text.starts_with("Request Headers") || text.starts_with("Provisional headers") {
        return Some(true);
    }
    (text.starts_with("Response Headers") || text == "General").then_some(false)
}

struct HeaderRows<'a, 'b> {
    rows: &'a [Row<'b>],
    at: usize,
}

impl HeaderRows<'_, '_> {
    /// The value after a name, on the same line or on the next one, where a browser puts it when it is copied.
    fn value(&mut self, name: &str) -> Option<String> {
        let text = words(self.rows.get(self.at)?);
        let rest = text.trim().strip_prefix(name)?.trim_start_matches(':').trim();
        if !rest.is_empty() {
            self.at += 1;
            return Some(rest.to_owned());
        }
        let next = words(self.rows.get(self.at + 1)?).trim().to_owned();
        self.at += 2;
        Some(next)
    }
}

/// `RawContent        : HTTP/1.1 200 OK`, with its fields below the status line.
pub(super) fn read_raw_content<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    let first = rows.first()?;
    let text = words(first);
    let at = text.find(": ").filter(|_| text.starts_with("RawContent "))? + 2;
    let status = text.get(at..)?;
    if !is_status_line(status) {
        return None;
    }
    let mut out = Translated { taken: 1, ..Translated::default() };
    out.received(first.number, status.as_bytes());
    for row in rows.get(1..)?.iter().take(MOST) {
        let text = words(row);
        let inner = text.get(at..).filter(|_| text.chars().take(at).all(|c| c == ' '));
        let Some(inner) = inner else { break };
        out.taken += 1;
        if inner.trim().is_empty() {
            break;
        }
        // PowerShell cuts the text at some length.
        if is_field(inner) && !inner.ends_with("...") {
            out.received(row.number, inner.trim_end().as_bytes());
        }
    }
    out.received(first.number, b"");
    out.cut_before(0);
    Some(out)
}
