//! Cassettes of VCR and Betamax: YAML with a request and its response. Of YAML the part is read that they are written in:
//! names and values one a line, lists with `-`, and values in quotes.

use super::{Translated, words};
use crate::intake::sheet::Row;

/// The most lines of one interaction.
const MOST: usize = 5_000;

#[derive(Default)]
struct Half {
    fields: Vec<(usize, String)>,
}

/// An interaction: it begins with `- request:` or with `request:`.
pub(super) fn read<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    let first = rows.first()?;
    if words(first).trim_start().trim_start_matches("- ").trim() != "request:" {
        return None;
    }
    let (mut method, mut uri, mut code, mut message) = ("GET".to_owned(), None, None, String::new());
    let (mut request, mut response) = (Half::default(), Half::default());
    let mut in_response = false;
    let mut headers: Option<usize> = None;
    let mut name = String::new();
    let mut out = Translated { taken: 1, ..Translated::default() };
    for row in rows.get(1..)?.iter().take(MOST) {
        let text = words(row);
        let indent = text.len() - text.trim_start().len();
        let trimmed = text.trim();
        if trimmed.trim_start_matches("- ") == "request:" {
            break;
        }
        out.taken += 1;
        let half = if in_response { &mut response } else { &mut request };
        if let Some(depth) = headers {
            if let (Some(value), true) = (trimmed.strip_prefix("- "), indent >= depth) {
                half.fields.push((row.number, format!("{name}: {}", scalar(value))));
                continue;
            }
            if indent > depth {
                let Some((key, value)) = trimmed.split_once(':') else { continue };
                name = scalar(key);
                let value = value.trim().trim_start_matches('[').trim_end_matches(']');
                if !value.is_empty() {
                    half.fields.push((row.number, format!("{name}: {}", scalar(value))));
                }
                continue;
            }
            headers = None;
        }
        let Some((key, value)) = trimmed.trim_start_matches("- ").split_once(':') else { continue };
        let value = scalar(value);
        match (key.trim(), in_response) {
            ("response", _) => in_response = true,
            ("headers", _) => headers = Some(indent),
            ("method", false) => method = value.to_ascii_uppercase(),
            ("uri" | "url", false) => uri = Some(value),
            ("code", true) => code = Some(value),
            ("message", true) => message = value,
            ("status", true) if value.contains("code") => {
                let digits: String =
                    value.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
                code = Some(digits);
            }
            _ => {}
        }
    }
    let (uri, code) = (uri?, code?);
    out.sent(first.number, format!("{method} {uri} HTTP/1.1").as_bytes());
    for (number, field) in &request.fields {
        out.sent(*number, field.as_bytes());
    }
    out.sent(first.number, b"");
    out.received(first.number, format!("HTTP/1.1 {code} {message}").as_bytes());
    for (number, field) in &response.fields {
        out.received(*number, field.as_bytes());
    }
    out.received(first.number, b"");
    out.cut_before(0);
    Some(out)
}

/// A value without its quotes.
fn scalar(text: &str) -> String {
    let text = text.trim();
    let unquoted = |quote| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    unquoted('"').or_else(|| unquoted('\'')).unwrap_or(text).to_owned()
}
