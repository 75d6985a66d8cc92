//! Cassettes of VCR and Betamax: YAML with a request and its response. Of YAML the part is read that they are written in:
//! names and values one a line, lists with `-`, and values in quotes.

use super::{Translated, words};
use crate::intake::sheet::Row;

/// The most lines of one interaction.
const MOST: usize = 5_000;

/// An interaction: it begins with `- request:` or with `request:`.
pub(super) fn read<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    let first = rows.first()?;
    if words(first).trim_start().trim_start_matches("- ").trim() != "request:" {
        return None;
    }
    let mut interaction = Interaction::default();
    let mut out = Translated { taken: 1, ..Translated::default() };
    for row in rows.get(1..)?.iter().take(MOST) {
        let text = words(row);
        if text.trim().trim_start_matches("- ") == "request:" {
            break;
        }
        out.taken += 1;
        if !interaction.field(row.number, &text) {
            interaction.entry(&text);
        }
    }
    interaction.write(first.number, &mut out)?;
    Some(out)
}

/// What has been read of an interaction.
#[derive(Default)]
struct Interaction {
    method: Option<String>,
    uri: Option<String>,
    code: Option<String>,
    message: String,
    /// The fields of the request and of the response, with the numbers of their lines.
    sent: Vec<(usize, String)>,
    received: Vec<(usize, String)>,
    in_response: bool,
    /// How far the name `headers` is indented, while its fields are read.
    headers: Option<usize>,
    /// The name of the field whose values come.
    name: String,
}

impl Interaction {
    /// Reads a line as one of the fields, where it is among them.
    fn field(&mut self, number: usize, text: &str) -> bool {
        let Some(depth) = self.headers else { return false };
        let indent = indent(text);
        let trimmed = text.trim();
        let value = if let (Some(value), true) = (trimmed.strip_prefix("- "), indent >= depth) {
            value
        } else if indent > depth {
            let Some((key, value)) = trimmed.split_once(':') else { return true };
            self.name = scalar(key);
            let value = value.trim().trim_start_matches('[').trim_end_matches(']');
            if value.is_empty() {
                return true;
            }
            value
        } else {
            self.headers = None;
            return false;
        };
        let field = format!("{}: {}", self.name, scalar(value));
        let fields = if self.in_response { &mut self.received } else { &mut self.sent };
        fields.push((number, field));
        true
    }

    /// Reads a line as a name and a value.
    fn entry(&mut self, text: &str) {
        let Some((key, value)) = text.trim().trim_start_matches("- ").split_once(':') else { return };
        let value = scalar(value);
        match (key.trim(), self.in_response) {
            ("response", _) => self.in_response = true,
            ("headers", _) => self.headers = Some(indent(text)),
            ("method", false) => self.method = Some(value.to_ascii_uppercase()),
            ("uri" | "url", false) => self.uri = Some(value),
            ("code", true) => self.code = Some(value),
            ("message", true) => self.message = value,
            ("status", true) if value.contains("code") => {
                let digits: String =
                    value.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
                self.code = Some(digits);
            }
            _ => {}
        }
    }

    /// Writes the interaction as messages, where it has a URL and a status.
    fn write(self, first: usize, out: &mut Translated<'_>) -> Option<()> {
        let (uri, code) = (self.uri?, self.code?);
        let method = self.method.as_deref().unwrap_or("GET");
        out.sent(first, format!("{method} {uri} HTTP/1.1").as_bytes());
        for (number, field) in &self.sent {
            out.sent(*number, field.as_bytes());
        }
        out.sent(first, b"");
        out.received(first, format!("HTTP/1.1 {code} {}", self.message).as_bytes());
        for (number, field) in &self.received {
            out.received(*number, field.as_bytes());
        }
        out.received(first, b"");
        out.cut_before(0);
        Some(())
    }
}

fn indent(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// A value without its quotes.
fn scalar(text: &str) -> String {
    let text = text.trim();
    let unquoted = |quote| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    unquoted('"').or_else(|| unquoted('\'')).unwrap_or(text).to_owned()
}
