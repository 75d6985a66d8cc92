//! What tools wrap around a dump before it is pasted: indentation, quotes, comments, prefixes of logs, entities of
//! HTML.
//!
//! A wrapper is taken off where it holds something that is surely part of an exchange, and from the lines around
//! that have the same wrapper. All else stays as it is: a body may be indented, and a list may begin with `>`.

use std::borrow::Cow;

use super::lines::{is_field_line, is_status_line};
use super::sheet::{Row, contains};
use crate::http::syntax::message::parse_request_line;

/// Bytes of a line in which a mark is looked for.
const LOOKED_AT: usize = 1024;

/// What goes before each line of a dump.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wrapper {
    /// So many blanks; a tab counts as one.
    Indent(usize),
    /// So many `>` of mails and of Markdown.
    Quote(usize),
    /// The mark of a comment.
    Comment(&'static [u8]),
    /// The prefix of a log: the same in each line but for its numbers.
    Log(Vec<u8>),
}

/// The rows of a text without what is wrapped around them.
pub(super) fn unwrap<'a>(text: &'a [u8]) -> Vec<Row<'a>> {
    let has_escapes = text.contains(&0x1b);
    let entities = contains(text, b"&gt; ") || contains(text, b"&lt; HTTP");
    let lines = text.split(|&b| b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let clean = |line: &'a [u8]| -> Cow<'a, [u8]> {
        // What a server sent may hold such codes as well, and stays as it came.
        let coloured = has_escapes && line.starts_with(b"\x1b[");
        let line = if coloured { without_escapes(line) } else { Cow::Borrowed(line) };
        if entities { without_entities(line) } else { line }
    };
    let mut rows: Vec<Row<'a>> = Vec::new();
    for (index, line) in lines.enumerate() {
        split_progress(index + 1, clean(line), &mut rows);
    }
    if text.ends_with(b"\n") {
        rows.pop();
    }
    off(rows)
}

/// Takes the wrappers off, run by run.
fn off(mut rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    let mut at = 0;
    let mut free = 0;
    let mut inverted = false;
    while let Some(row) = rows.get(at) {
        // A dump of requests_toolbelt marks what it sent with `<`, and what came with `>`.
        inverted |= row.text.strip_prefix(b"< ").is_some_and(|rest| parse_request_line(rest).is_some());
        let next = rows.get(at + 1).map(|row| &*row.text);
        let Some(wrapper) = wrapper(&row.text, next, inverted) else {
            at += 1;
            continue;
        };
        let fits = |row: Option<&Row<'_>>| row.is_some_and(|row| wrapper.strip(&row.text).is_some());
        let mut start = at;
        while start > free && fits(rows.get(start - 1)) {
            start -= 1;
        }
        let mut end = at + 1;
        while fits(rows.get(end)) {
            end += 1;
        }
        let wrapper = wrapper.deeper(rows.get(start..end).unwrap_or_default(), inverted);
        for row in rows.get_mut(start..end).unwrap_or_default() {
            let text = wrapper.strip(&row.text).map(<[u8]>::to_vec).unwrap_or_default();
            row.text = Cow::Owned(if matches!(wrapper, Wrapper::Quote(_)) { unescaped(text) } else { text });
        }
        for edge in [start, end] {
            if let Some(row) = rows.get_mut(edge) {
                row.cut = true;
            }
        }
        (at, free) = (end, end);
    }
    rows
}

/// The wrapper of a line that holds something that is surely part of an exchange.
fn wrapper(line: &[u8], next: Option<&[u8]>, inverted: bool) -> Option<Wrapper> {
    let looked_at = line.get(..line.len().min(LOOKED_AT))?;
    let place = mark(looked_at, inverted).filter(|&place| place > 0)?;
    // The times of curl's own `--trace-time` belong to the dump.
    let before = without_time(looked_at.get(..place)?);
    let place = before.len();
    if place == 0 {
        return None;
    }
    if before.iter().all(|&b| b == b' ' || b == b'\t') {
        return Some(Wrapper::Indent(place));
    }
    if before.iter().all(|&b| b == b' ' || b == b'>') && !inverted {
        return Some(Wrapper::Quote(before.iter().filter(|&&b| b == b'>').count()));
    }
    if before == b"> \\" {
        return Some(Wrapper::Quote(1));
    }
    let comments: [&'static [u8]; 5] = [b"# ", b"#", b"// ", b"//", b";; "];
    if let Some(comment) = comments.into_iter().find(|comment| before == *comment) {
        return Some(Wrapper::Comment(comment));
    }
    let wrapper = Wrapper::Log(before.to_vec());
    let is_prefix = before.len() <= 200 && before.ends_with(b" ") || before.ends_with(b"|") || before.ends_with(b"\t");
    let goes_on = next.and_then(|next| wrapper.strip(next)).is_some_and(is_of_exchange);
    (is_prefix && goes_on).then_some(wrapper)
}

/// A prefix without the time at its end that curl writes with `--trace-time`: `12:34:56.123456 `.
fn without_time(before: &[u8]) -> &[u8] {
    let Some(start) = before.len().checked_sub(16) else { return before };
    let (rest, time) = before.split_at(start);
    let is_time = match time {
        [_, _, b':', _, _, b':', _, _, b'.', .., b' '] => time.iter().all(|b| b.is_ascii_digit() || b":. ".contains(b)),
        _ => false,
    };
    if is_time && rest.iter().all(|b| b.is_ascii_whitespace() || b">#/".contains(b)) { rest } else { before }
}

/// Whether a line is one that a dump has: a field, a mark of curl, or a line of a dump's own.
fn is_of_exchange(line: &[u8]) -> bool {
    let marked = [&b"> "[..], b"< ", b"* ", b"--> ", b"<-- ", b"header:"].iter().any(|mark| line.starts_with(mark));
    line.is_empty() || line == b">" || line == b"<" || marked || is_field_line(line)
}

/// Where in a line something begins that is surely part of an exchange.
fn mark(line: &[u8], inverted: bool) -> Option<usize> {
    let begins = |rest: &[u8]| match rest {
        // What curl received is never marked with `>`: before a status line that is a quote.
        [b'>', b' ', inner @ ..] => parse_request_line(inner).is_some() || (inverted && is_status_line(inner)),
        [b'<', b' ', inner @ ..] => parse_request_line(inner).is_some() || is_status_line(inner),
        [b'H', b'T', b'T', b'P', b'/', ..] => is_status_line(rest),
        [b'-', b'-', b'>', b' ', ..] | [b'<', b'-', b'-', b' ', ..] => is_okhttp(rest),
        [b'*', b' ', ..] => {
            [&b"* Connected to "[..], b"* using HTTP/", b"* Using HTTP"].iter().any(|note| rest.starts_with(note))
        }
        [b's', b'e', b'n', b'd', b':', ..] => rest.starts_with(b"send: b'") || rest.starts_with(b"send: b\""),
        [b'r', b'e', b'p', b'l', b'y', ..] => rest.starts_with(b"reply: 'HTTP/"),
        [b'A'..=b'Z', ..] => parse_request_line(rest).is_some(),
        _ => false,
    };
    // A word begins after what is not a letter, so each line is looked at once for each of its words.
    let mut before = b' ';
    for (at, &b) in line.iter().enumerate() {
        let at_word = !(before.is_ascii_alphanumeric() || matches!(before, b'-' | b'<' | b'"' | b'\''));
        if at_word && b"><H-*srABCDEFGILMNOPRSTU".contains(&b) && line.get(at..).is_some_and(begins) {
            return Some(at);
        }
        before = b;
        // Nothing is wrapped into more than this.
        if at > 300 {
            return None;
        }
    }
    None
}

/// Whether a line is one of OkHttp's: `--> GET https://…`, `<-- 403 https://…`.
fn is_okhttp(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line);
    let mut words = text.split(' ');
    match (words.next(), words.next(), words.next()) {
        (Some("-->"), Some(method), Some(url)) => {
            !method.is_empty() && method.bytes().all(|b| b.is_ascii_uppercase()) && url.contains("://")
        }
        (Some("<--"), Some(code), _) => {
            text.contains("://") && code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit())
        }
        _ => false,
    }
}

impl Wrapper {
    /// The same, one level deeper where the run has a status line after one more `>`: then that is not a mark of
    /// curl's.
    fn deeper(self, run: &[Row<'_>], inverted: bool) -> Self {
        let Self::Quote(depth) = self else { return self };
        let is_quoted = |row: &Row<'_>| {
            let rest = self.strip(&row.text).and_then(|rest| rest.trim_ascii_start().strip_prefix(b"> "));
            rest.is_some_and(is_status_line)
        };
        Self::Quote(if !inverted && run.iter().any(is_quoted) { depth + 1 } else { depth })
    }

    /// The line without the wrapper; none where it has another one.
    fn strip<'b>(&self, line: &'b [u8]) -> Option<&'b [u8]> {
        let blank = line.iter().all(u8::is_ascii_whitespace);
        match self {
            Self::Indent(_) if blank => Some(b""),
            Self::Indent(width) => {
                let indent = line.iter().take_while(|b| **b == b' ' || **b == b'\t').count();
                (indent >= *width).then(|| line.get(*width..)).flatten()
            }
            Self::Quote(depth) => {
                let mut rest = line;
                for level in 0..*depth {
                    let trimmed = rest.trim_ascii_start();
                    let Some(inner) = trimmed.strip_prefix(b">") else {
                        return (level > 0).then_some(rest);
                    };
                    rest = inner.strip_prefix(b" ").unwrap_or(inner);
                }
                Some(rest)
            }
            Self::Comment(mark) => line.strip_prefix(*mark).or_else(|| line.strip_prefix(mark.trim_ascii_end())),
            Self::Log(prefix) => strip_log(line, prefix),
        }
    }
}

/// The line without a prefix that is the same but for its numbers, its blanks, and the letter of its level.
fn strip_log<'b>(line: &'b [u8], prefix: &[u8]) -> Option<&'b [u8]> {
    let (mut rest, mut wanted) = (line, prefix);
    let run = |text: &[u8], is: fn(&u8) -> bool| text.iter().take_while(|b| is(b)).count();
    while let Some(&b) = wanted.first() {
        let is: fn(&u8) -> bool = match b {
            b'0'..=b'9' => u8::is_ascii_digit,
            b' ' | b'\t' => |b| *b == b' ' || *b == b'\t',
            _ => {
                if rest.first() != Some(&b) {
                    // A line may end with the prefix, without its last blank.
                    return None;
                }
                rest = rest.get(1..)?;
                wanted = wanted.get(1..)?;
                continue;
            }
        };
        let length = run(rest, is);
        let last = wanted.len() == run(wanted, is);
        if length == 0 && !(last && rest.is_empty()) {
            return None;
        }
        // The blanks after the prefix that are more than its own belong to the line.
        let own = if last && b == b' ' { wanted.len().min(length) } else { length };
        rest = rest.get(own..)?;
        wanted = wanted.get(run(wanted, is)..)?;
    }
    Some(rest)
}

/// A quoted line of Markdown without the backslashes before what would be marks there.
fn unescaped(text: Vec<u8>) -> Vec<u8> {
    match text.as_slice() {
        [b'\\', b'>' | b'<' | b'*', ..] => text.get(1..).unwrap_or_default().to_vec(),
        _ => text,
    }
}

/// A line without the codes that colour it on a terminal, or set its title.
pub(super) fn without_escapes(line: &[u8]) -> Cow<'_, [u8]> {
    if !line.contains(&0x1b) {
        return Cow::Borrowed(line);
    }
    let mut out = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some((&b, after)) = rest.split_first() {
        rest = after;
        if b != 0x1b {
            out.push(b);
            continue;
        }
        let length = match after.first() {
            Some(b'[') => after.iter().skip(1).position(|b| (0x40..=0x7e).contains(b)).map(|at| at + 2),
            Some(b']') => after.iter().position(|b| *b == 0x07 || *b == 0x1b).map(|at| at + 1),
            _ => Some(1),
        };
        rest = after.get(length.unwrap_or(after.len())..).unwrap_or_default();
    }
    Cow::Owned(out)
}

/// A line with the characters for which a page writes entities.
fn without_entities(line: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if !line.contains(&b'&') {
        return line;
    }
    let text = String::from_utf8_lossy(&line);
    let plain = [("&gt;", ">"), ("&lt;", "<"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    Cow::Owned(plain.iter().fold(text.into_owned(), |text, (entity, plain)| text.replace(entity, plain)).into_bytes())
}

/// The rows of a line: a progress meter may stand before the line that curl wrote next.
fn split_progress<'a>(number: usize, line: Cow<'a, [u8]>, rows: &mut Vec<Row<'a>>) {
    let glued = contains(&line, b"--:--:--").then(|| progress_end(&line)).flatten();
    match glued {
        Some(place) => rows.push(Row::new(number, line.get(place..).unwrap_or_default().to_vec())),
        None => rows.push(Row::new(number, line)),
    }
}

/// Where after a progress meter a line of curl's begins.
fn progress_end(line: &[u8]) -> Option<usize> {
    let last = line.windows(8).rposition(|window| window == b"--:--:--")? + 8;
    let rest = line.get(last..)?;
    let skipped = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b' ' || b"kMG.".contains(b)).count();
    let place = last + skipped;
    let mark = line.get(place..)?;
    let is_mark = [&b"> "[..], b"< ", b"* ", b"{ [", b"} [", b"HTTP/"].iter().any(|start| mark.starts_with(start));
    (is_mark && skipped > 0).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text without its wrappers.
    fn plain(text: &str) -> String {
        let rows = unwrap(text.as_bytes());
        rows.iter().map(|row| format!("{}\n", String::from_utf8_lossy(&row.text))).collect()
    }

    const DUMP: &str = "* Connected to h.no (192.0.2.1) port 443\n> GET /a HTTP/1.1\n> Host: h.no\n> \n< HTTP/1.1 403 \
                        Forbidden\n< Server: x\n< \nno\n";

    #[test]
    fn wrappers_come_off_and_the_dump_stays() {
        for prefix in [
            "    ",
            "> ",
            "> > > > > > > > > > ",
            "# ",
            "// ",
            "Feb  9 08:10:02 box app[17]: ",
            "app_1  | ",
            "2024-02-09T08:10:02Z ",
        ] {
            let wrapped: String = DUMP.lines().map(|line| format!("{prefix}{line}\n")).collect();
            assert_eq!(plain(&wrapped), DUMP, "{prefix}");
        }
        let escaped: String = DUMP
            .lines()
            .map(|line| format!("> {}{line}\n", if line.starts_with(['>', '*']) { "\\" } else { "" }))
            .collect();
        assert_eq!(plain(&escaped), DUMP);
        let page = DUMP.replace('>', "&gt;").replace('<', "&lt;");
        assert_eq!(plain(&page), DUMP);
        let coloured: String = DUMP.lines().map(|line| format!("\x1b[1;32m{line}\x1b[0m\n")).collect();
        assert_eq!(plain(&coloured), DUMP);
    }

    #[test]
    fn text_that_is_not_wrapped_is_left_alone() {
        for text in [
            DUMP,
            "HTTP/1.1 200 OK\nA: b\n\n{\n    \"a\": 1,\n    \"b\": \"HTTP/1.1 is old\"\n}\n",
            "I tried it and got HTTP/1.1 403 Forbidden\nand then I slept\n",
            "> a quote\n> and more of it\n",
            "INFO:httpx:HTTP Request: GET https://h.no/ \"HTTP/1.1 403 Forbidden\"\nmore: text\n",
        ] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn progress_meter_is_taken_off_what_follows_it() {
        let meter = "  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0";
        assert_eq!(plain(&format!("{meter}> GET / HTTP/1.1\n> Host: h.no\n")), "> GET / HTTP/1.1\n> Host: h.no\n");
        assert_eq!(plain(&format!("{meter}\nx\n")), format!("{meter}\nx\n"));
    }

    #[test]
    fn lines_keep_their_numbers() {
        let rows = unwrap(b"text\n\n    > GET /a HTTP/1.1\n    > Host: h.no\nend");
        let numbers: Vec<usize> = rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
        assert!(rows[4].cut);
    }
}
