//! Logs in a format that the user gives as nginx or Apache has it: `$remote_addr [$time_local] "$request"`,
//! `%h %t "%r" %>s "%{User-Agent}i"`.

use memchr::memmem;

use super::draft::{Draft, LogField};
use super::names;
use super::time::TimeReader;

/// A format as its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    parts: Vec<TemplatePart>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum TemplatePart {
    Text(Vec<u8>),
    LogField(LogField),
}

impl Template {
    /// Reads a format string.
    ///
    /// # Errors
    /// When it has no field that is known, or names neither a time nor a request.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let parts = if text.contains('%') && !text.contains('$') { apache(text) } else { nginx(text) };
        let has = |field: LogField| parts.contains(&TemplatePart::LogField(field));
        if !parts.iter().any(|part| matches!(part, TemplatePart::LogField(_))) {
            return Err(
                "it names no field: write it as in the configuration of nginx ($request) or Apache (%r)".to_owned()
            );
        }
        if !(has(LogField::Request) || has(LogField::Target)) {
            return Err("it has no request: $request or $request_uri (nginx), %r or %U (Apache)".to_owned());
        }
        let side_by_side = parts
            .windows(2)
            .any(|pair| matches!(pair, [TemplatePart::LogField(_), TemplatePart::LogField(LogField::Query)]));
        let touching =
            parts.windows(2).any(|pair| matches!(pair, [TemplatePart::LogField(_), TemplatePart::LogField(_)]));
        if touching && !side_by_side {
            return Err("two of its fields have nothing between them, so where one ends is not known".to_owned());
        }
        // Apache puts the query right after the path: both are one target.
        let mut joined: Vec<TemplatePart> = Vec::new();
        for part in parts {
            let after_target = joined.last() == Some(&TemplatePart::LogField(LogField::Target));
            if !(part == TemplatePart::LogField(LogField::Query) && after_target) {
                joined.push(part);
            }
        }
        Ok(Self { parts: joined })
    }

    /// Reads a line.
    pub(super) fn read<'a>(&self, line: &'a [u8], draft: &mut Draft<'a>, times: &mut TimeReader) -> Option<()> {
        let mut rest = line;
        let mut parts = self.parts.iter().peekable();
        while let Some(part) = parts.next() {
            match (part, parts.peek()) {
                (TemplatePart::Text(text), _) => rest = rest.strip_prefix(text.as_slice())?,
                (TemplatePart::LogField(field), Some(TemplatePart::Text(text))) => {
                    let end = end_of(rest, text)?;
                    draft.set(*field, rest.get(..end)?, times);
                    rest = rest.get(end..)?;
                }
                (TemplatePart::LogField(field), _) => {
                    draft.set(*field, rest, times);
                    rest = &[];
                }
            }
        }
        let dated = self
            .parts
            .iter()
            .any(|part| matches!(part, TemplatePart::LogField(LogField::Time | LogField::Start | LogField::End)));
        (draft.is_timed() || !dated).then_some(())
    }
}

/// Where a value ends: at the text that follows it, where no backslash is before it.
fn end_of(text: &[u8], next: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memmem::find(text.get(from..)?, next)?;
        let escaped = next.first() == Some(&b'"') && at > 0 && text.get(at - 1) == Some(&b'\\');
        if !escaped {
            return Some(at);
        }
        from = at + 1;
    }
}

fn push_text(parts: &mut Vec<TemplatePart>, text: &[u8]) {
    match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(TemplatePart::Text(before)) => before.extend_from_slice(text),
        _ => parts.push(TemplatePart::Text(text.to_vec())),
    }
}

fn nginx(text: &str) -> Vec<TemplatePart> {
    let mut parts = Vec::new();
    let mut pieces = text.split('$');
    push_text(&mut parts, pieces.next().unwrap_or_default().as_bytes());
    for piece in pieces {
        let (name, rest) = match piece.strip_prefix('{').and_then(|piece| piece.split_once('}')) {
            Some(braced) => braced,
            None => {
                piece.split_at(piece.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(piece.len()))
            }
        };
        parts.push(TemplatePart::LogField(names::variable(name.as_bytes()).unwrap_or(LogField::Other)));
        push_text(&mut parts, rest.as_bytes());
    }
    parts
}

fn apache(text: &str) -> Vec<TemplatePart> {
    let text = text.replace("\\\"", "\"").replace("\\t", "\t");
    let mut parts = Vec::new();
    let mut pieces = text.split('%');
    push_text(&mut parts, pieces.next().unwrap_or_default().as_bytes());
    while let Some(piece) = pieces.next() {
        if piece.is_empty() {
            // %% is one.
            push_text(&mut parts, b"%");
            push_text(&mut parts, pieces.next().unwrap_or_default().as_bytes());
            continue;
        }
        let piece = piece.trim_start_matches(|c: char| matches!(c, '>' | '<' | '!' | ',') || c.is_ascii_digit());
        let (argument, rest) = match piece.strip_prefix('{').and_then(|piece| piece.split_once('}')) {
            Some((argument, rest)) => (Some(argument.as_bytes()), rest),
            None => (None, piece),
        };
        let Some(letter) = rest.chars().next() else { continue };
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        let letter = u8::try_from(letter).unwrap_or(b'?');
        let field = names::directive(argument, letter);
        // %t writes its brackets itself.
        parts.push(TemplatePart::LogField(field));
        push_text(&mut parts, after.as_bytes());
    }
    parts
}
