//! What `console.log(response)` prints in Node.js: an IncomingMessage, with the request that it answers in `req`.

use super::literal::lines_of;
use super::{Translated, words};
use crate::intake::sheet::Row;

/// The most lines of an object.
const MOST: usize = 5_000;

/// A message whose request head is printed whole.
pub(super) fn read<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    translate(rows, true)
}

/// A message of whose request only method, host and path are left.
pub(super) fn read_parts<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    translate(rows, false)
}

fn translate<'a>(rows: &[Row<'a>], is_whole: bool) -> Option<Translated<'a>> {
    let first = rows.first()?;
    let opening = words(first);
    if !opening.trim_end().ends_with("IncomingMessage {") {
        return None;
    }
    let indent = blanks(&opening);
    let closes =
        |row: &&Row<'a>| row.cut || (blanks(&words(row)) <= indent && words(row).trim_start().starts_with('}'));
    let inside = rows.get(1..)?;
    let end = inside.iter().take(MOST).position(|row| closes(&row)).unwrap_or(inside.len().min(MOST));
    let lines: Vec<_> = inside.iter().take(end).map(|row| (row.number, words(row))).collect();
    // Its own properties are less indented than those of the objects in it.
    let own = |name: &str| {
        let is_own = |text: &str| blanks(text) == indent + 2;
        lines.iter().position(|(_, text)| is_own(text) && property(text) == Some(name))
    };
    let any = |name: &str| {
        let found = lines.iter().find(|(_, text)| property(text) == Some(name) && value(text).starts_with('\''));
        found.and_then(|(_, text)| literal(value(text)))
    };
    let (number, status) = lines.get(own("statusCode")?)?;
    let (number, status) = (*number, value(status).trim_end_matches(',').to_owned());
    let head = lines.iter().position(|(_, text)| property(text) == Some("_header") && !value(text).starts_with("null"));
    let mut request = head.map(|at| joined(lines.iter().skip(at).map(|(_, text)| text))).unwrap_or_default();
    if request.is_empty() == is_whole {
        return None;
    }
    let host = request.iter().find_map(|line| line.get(..5)?.eq_ignore_ascii_case("host:").then(|| line[5..].trim()));
    let host = host.map(str::to_owned).or_else(|| any("host"))?;
    let start = request.first().map(|line| line.split(' ').map(str::to_owned).collect::<Vec<_>>());
    let (method, path) = match start.as_deref() {
        Some([method, path, ..]) => (method.clone(), path.clone()),
        _ => (any("method")?, any("path")?),
    };
    let scheme = any("protocol").unwrap_or_else(|| "https:".to_owned());
    let mut out = Translated { taken: 1 + end + 1, ..Translated::default() };
    out.sent(first.number, format!("{method} {scheme}//{host}{path} HTTP/1.1").as_bytes());
    for field in request.drain(..).skip(1).filter(|line| !line.is_empty()) {
        out.sent(first.number, field.as_bytes());
    }
    out.sent(first.number, b"");
    let phrase = own("statusMessage").and_then(|at| literal(value(&lines.get(at)?.1))).unwrap_or_default();
    out.received(number, format!("HTTP/1.1 {status} {phrase}").as_bytes());
    let fields = own("rawHeaders").map(|at| strings(lines.iter().skip(at).map(|(_, text)| text))).unwrap_or_default();
    for pair in fields.chunks_exact(2) {
        out.received(number, format!("{}: {}", pair[0], pair[1]).as_bytes());
    }
    out.received(number, b"");
    // The object holds no content, and what follows it is none.
    out.content(number, b"");
    out.cut_before(out.rows.len() - 1);
    out.taken = out.taken.min(rows.len());
    Some(out)
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// The name of a property that a line begins with.
fn property(text: &str) -> Option<&str> {
    text.trim_start().split_once(": ").map(|(name, _)| name)
}

fn value(text: &str) -> &str {
    text.split_once(": ").map_or("", |(_, value)| value.trim())
}

/// The text of a string literal.
fn literal(text: &str) -> Option<String> {
    lines_of(text).map(|lines| lines.join("\n"))
}

/// The lines of a text that is printed as string literals with a plus between them.
fn joined<'t>(lines: impl Iterator<Item = &'t std::borrow::Cow<'t, str>>) -> Vec<String> {
    let mut out = vec![String::new()];
    for (at, line) in lines.enumerate() {
        let part = if at == 0 { value(line) } else { line.trim() };
        let mut parts = lines_of(part).unwrap_or_default().into_iter();
        if let (Some(last), Some(first)) = (out.last_mut(), parts.next()) {
            last.push_str(&first);
        }
        out.extend(parts);
        if !part.trim_end().ends_with('+') {
            break;
        }
    }
    out.retain(|line| !line.is_empty());
    out
}

/// The strings of a list, up to its closing bracket.
fn strings<'t>(lines: impl Iterator<Item = &'t std::borrow::Cow<'t, str>>) -> Vec<String> {
    let mut out = Vec::new();
    for (at, line) in lines.enumerate() {
        let mut rest = if at == 0 { value(line) } else { line.trim() };
        while let Some(start) = rest.find(['\'', '"', '`', ']']) {
            rest = rest.get(start..).unwrap_or_default();
            let Some(quote) = rest.chars().next().filter(|c| *c != ']') else { return out };
            out.extend(literal(rest));
            rest = after_literal(rest.get(1..).unwrap_or_default(), quote);
        }
    }
    out
}

/// What follows the closing quote of a string.
fn after_literal(text: &str, quote: char) -> &str {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if c == quote => return text.get(at + 1..).unwrap_or_default(),
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"  got: <ref *2> IncomingMessage {
    socket: <ref *1> TLSSocket {
      statusCode: 999,
      _httpMessage: ClientRequest {
        _header: 'GET /weatherapi/x/2.0/compact?lat=1&lon=2 HTTP/1.1\r\n' +
          "User-Agent: my app's/1.0\r\n" +
          'Host: api.acme.no\r\n' +
          '\r\n',
        protocol: 'https:',
      },
    },
    rawHeaders: [
      'Content-Type', 'text/html', "X-A", 'it\'s',
      'Date',
      'Thu, 26 Nov 2026 15:23:20 GMT'
    ],
    method: null,
    statusCode: 403,
    statusMessage: 'Forbidden',
    [Symbol(kTrailersCount)]: 0
  }
after"#;

    fn shown(
        text: &str,
        read: impl Fn(&[Row<'static>]) -> Option<Translated<'static>>,
    ) -> Option<(usize, Vec<String>)> {
        let rows: Vec<Row<'static>> =
            text.lines().enumerate().map(|(at, line)| Row::new(at + 1, line.as_bytes().to_vec())).collect();
        let out = read(&rows)?;
        Some((out.taken, out.rows.iter().map(|row| words(row).into_owned()).collect()))
    }

    #[test]
    fn printed_response_shows_both_heads() {
        let expected = [
            "> GET https://api.acme.no/weatherapi/x/2.0/compact?lat=1&lon=2 HTTP/1.1",
            "> User-Agent: my app's/1.0",
            "> Host: api.acme.no",
            "> ",
            "< HTTP/1.1 403 Forbidden",
            "< Content-Type: text/html",
            "< X-A: it's",
            "< Date: Thu, 26 Nov 2026 15:23:20 GMT",
            "< ",
            "",
        ];
        assert_eq!(shown(WHOLE, read), Some((21, expected.map(str::to_owned).to_vec())));
        assert_eq!(shown(WHOLE, read_parts), None);
        assert_eq!(shown("IncomingMessage {\n  a: 1\n}", read), None);
    }

    #[test]
    fn without_its_head_a_request_shows_its_url() {
        let text = "IncomingMessage {\n  statusCode: 429,\n  req: ClientRequest {\n    method: 'GET',\n    path: '/a?x=1',\n    \
                    host: 'api.acme.no',\n    protocol: 'https:'\n  }\n}";
        let expected = ["> GET https://api.acme.no/a?x=1 HTTP/1.1", "> ", "< HTTP/1.1 429 ", "< ", ""];
        assert_eq!(shown(text, read_parts), Some((9, expected.map(str::to_owned).to_vec())));
        assert_eq!(shown(text, read), None);
    }
}
