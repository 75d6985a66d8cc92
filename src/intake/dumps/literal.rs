//! Messages written as a string of a programming language: `"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"`.

use super::{Translated, is_field, is_status_line, words};
use crate::http::syntax::message::parse_request_line;
use crate::intake::sheet::Row;

/// Bytes of a line within which its message has to begin.
const LOOKED_AT: usize = 4096;

/// A line that holds a message in quotes, as Go's `%q` of a DumpResponse and logs in JSON have it.
pub(super) fn read<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    let row = rows.first()?;
    let text = words(row);
    let end = text.find("\\r\\n").filter(|end| *end <= LOOKED_AT)?;
    let begins = |start: usize| -> Option<bool> {
        let line = text.get(start..end)?;
        let is_start = start == 0 || text.get(..start)?.ends_with(['"', '\'', '`']);
        if is_start && is_status_line(line) {
            return Some(false);
        }
        (is_start && parse_request_line(line.as_bytes()).is_some()).then_some(true)
    };
    let head = text.get(..end)?;
    let starts = head.char_indices().filter(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at);
    let (start, is_request) = starts.into_iter().find_map(|at| Some((at, begins(at)?)))?;
    let quote = text.get(..start)?.chars().next_back().filter(|c| ['"', '\'', '`'].contains(c)).unwrap_or('"');
    let lines = lines_of(&format!("{quote}{}", text.get(start..)?))?;
    // A status line alone may be quoted in prose; a field after it shows that it is a message.
    if !lines.get(1).is_some_and(|line| is_field(line) || line.is_empty() && lines.len() > 2) {
        return None;
    }
    let mut out = Translated { taken: 1, ..Translated::default() };
    let mut head = true;
    for line in &lines {
        out.message(row.number, is_request, &mut head, line);
    }
    if head {
        out.head(row.number, is_request, b"");
    }
    out.cut_before(0);
    Some(out)
}

/// The lines of a string literal that a text begins with, up to its closing quote; none where it has no quote.
pub(super) fn lines_of(text: &str) -> Option<Vec<String>> {
    let mut chars = text.chars();
    let quote = chars.next().filter(|c| ['"', '\'', '`'].contains(c))?;
    let mut lines = vec![String::new()];
    while let Some(c) = chars.next().filter(|c| *c != quote) {
        let line = lines.last_mut()?;
        if c != '\\' {
            line.push(c);
            continue;
        }
        match chars.next()? {
            'r' => {}
            'n' => lines.push(String::new()),
            't' => line.push('\t'),
            'x' => {
                let digits: String = chars.by_ref().take(2).collect();
                line.push(u8::from_str_radix(&digits, 16).map_or(char::REPLACEMENT_CHARACTER, char::from));
            }
            'u' => {
                let digits: String = chars.by_ref().take(4).collect();
                let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                line.push(code.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            c => line.push(c),
        }
    }
    Some(lines)
}
