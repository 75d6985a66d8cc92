//! The lines of a dump, and what the marks of `curl -v` say of them.
//!
//! A body that does not end in a line end leaves what follows glued to its last line. Such lines are taken apart
//! here, so everything else can go line by line.

use std::borrow::Cow;

use super::sheet::Sheet;
use crate::http::syntax::message::{ResponseHead, is_token_byte, parse_request_line};

/// A line: its place in the input, and its content without the line end.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextLine<'a> {
    /// Its number in the input, from 1. Two lines have the same where one was taken apart.
    pub(super) number: usize,
    /// The place of its first byte.
    pub(super) start: usize,
    /// Its content.
    pub(super) text: &'a [u8],
    /// Whether every message ends before it.
    pub(super) cut: bool,
}

/// What a line of `curl -v` is, after its mark.
#[derive(Clone, Copy, Debug)]
pub(super) enum CurlMark<'a> {
    /// Part of a request's head.
    Sent(&'a [u8]),
    /// Part of a response's head.
    Received(&'a [u8]),
    /// A note of curl's.
    Note(&'a [u8]),
    /// Progress, or a count of data.
    Noise,
    /// A line without a mark.
    None,
}

/// Bytes of a status line that are looked at, where a line may hold thousands of them.
const LONGEST_STATUS_LINE: usize = 1024;

/// The bytes as UTF-8: Windows PowerShell writes what is redirected to a file in UTF-16, and other tools put a byte
/// order mark first.
pub(crate) fn as_utf8(input: &[u8]) -> Cow<'_, [u8]> {
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let (pairs, _) = bytes.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| read(*pair)).collect();
        Cow::Owned(String::from_utf16_lossy(&units).into_bytes())
    };
    match input {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        _ => Cow::Borrowed(input),
    }
}

/// The lines of a text, and whether they carry the marks of `curl -v`; elsewhere `* ` may begin a line of a body.
/// `None` when there are more than `most`.
pub(super) fn lines<'a>(sheet: &'a Sheet<'_>, most: usize) -> Option<(Vec<TextLine<'a>>, bool)> {
    let text: &'a [u8] = &sheet.text;
    let verbose = is_verbose(text);
    let mut lines = Vec::new();
    let of_sheet = |(index, line): (usize, TextLine<'a>)| TextLine {
        number: sheet.number(index),
        cut: sheet.is_cut(index),
        ..line
    };
    let mut plain = split(text).enumerate().map(of_sheet).peekable();
    while let Some(line) = plain.next() {
        if lines.len() >= most {
            return None;
        }
        let next = plain.peek().map_or(&b""[..], |line| line.text);
        match glued_at(line.text, next, verbose) {
            Some(place) => {
                let (body, message) = line.text.split_at(place);
                lines.push(TextLine { text: body, ..line });
                lines.push(TextLine { start: line.start + place, text: message, cut: false, ..line });
            }
            None => lines.push(line),
        }
    }
    Some((lines, verbose))
}

fn split(text: &[u8]) -> impl Iterator<Item = TextLine<'_>> {
    let mut start = 0;
    text.split_inclusive(|&b| b == b'\n').zip(1..).map(move |(raw, number)| {
        let line = raw.strip_suffix(b"\n").unwrap_or(raw);
        let line = TextLine { number, start, text: line.strip_suffix(b"\r").unwrap_or(line), cut: false };
        start += raw.len();
        line
    })
}

/// Where in a line something begins that belongs to a line of its own: a status line whose fields follow, or a
/// note with which `curl -v` ends a transfer.
fn glued_at(line: &[u8], next: &[u8], verbose: bool) -> Option<usize> {
    // Found out once: the next line may be long, and this one full of what begins a message.
    let fields_follow = next.is_empty() || is_field_line(next);
    let is_glued = |at: &usize| {
        let before = at.checked_sub(1).and_then(|at| line.get(at));
        let stands_off = before.is_none_or(|b| b.is_ascii_whitespace() || b"\"'`([<>".contains(b));
        let message = line.get(*at..line.len().min(at + LONGEST_STATUS_LINE));
        fields_follow && !stands_off && message.is_some_and(is_status_line)
    };
    let status = places(line, b'H', 0)
        .filter(|at| line.get(*at..).is_some_and(|rest| rest.starts_with(b"HTTP/")))
        .find(is_glued);
    if !verbose {
        return status;
    }
    let note = || {
        let notes: [&[u8]; 3] = [b"* Connection #", b"* Closing connection", b"* shutting down connection"];
        notes.into_iter().find_map(|note| find(line, note, 0)).filter(|&at| at > 0 && !is_timed(line, at))
    };
    let error = || find(line, b"curl: (", 6).filter(|&at| at > 0);
    status.or_else(note).or_else(error)
}

/// Whether all that precedes the place is the time that `--trace-time` puts in front.
fn is_timed(line: &[u8], at: usize) -> bool {
    line.len() - without_time(line).len() == at
}

/// Where a text begins, which is looked for by the one of its bytes that lines rarely have.
fn find(line: &[u8], wanted: &[u8], rare: usize) -> Option<usize> {
    places(line, *wanted.get(rare)?, rare).find(|at| line.get(*at..).is_some_and(|rest| rest.starts_with(wanted)))
}

/// The places that are so many bytes before a byte, in a line that may be long.
fn places(line: &[u8], byte: u8, before: usize) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + line.get(from..)?.iter().position(|&other| other == byte)?;
        from = at + 1;
        Some(at)
    })
    .filter_map(move |at| at.checked_sub(before))
}

/// Whether a line is a status line.
pub(super) fn is_status_line(line: &[u8]) -> bool {
    line.starts_with(b"HTTP/") && ResponseHead::from_lines(&[line]).is_ok()
}

/// Whether a line has the form of a field.
pub(super) fn is_field_line(line: &[u8]) -> bool {
    let name = line.split(|&b| b == b':').next().unwrap_or_default();
    name.len() < line.len() && !name.is_empty() && name.iter().all(|&b| is_token_byte(b))
}

/// Whether some line shows that this is output of `curl -v`, or has its progress meter.
fn is_verbose(text: &[u8]) -> bool {
    let first = split(text).find(|line| !line.text.is_empty());
    let begins_with_note = first.is_some_and(|line| without_time(line.text).starts_with(b"* "));
    begins_with_note
        || split(text).any(|line| match without_time(line.text) {
            [b'<', b' ', rest @ ..] => rest.starts_with(b"HTTP/"),
            [b'>', b' ', rest @ ..] => parse_request_line(rest).is_some(),
            rest => rest.starts_with(b"  % Total    % Received"),
        })
}

/// The mark of a line of `curl -v`.
pub(super) fn mark(line: &[u8]) -> CurlMark<'_> {
    let line = without_time(line);
    match line {
        [b'>'] => CurlMark::Sent(b""),
        [b'<'] => CurlMark::Received(b""),
        [b'>', b' ', rest @ ..] => CurlMark::Sent(rest),
        [b'<', b' ', rest @ ..] => CurlMark::Received(rest),
        [b'*', b' ', rest @ ..] => CurlMark::Note(rest),
        [b'{' | b'}', b' ', b'[', rest @ ..] if rest.ends_with(b" data]") => CurlMark::Noise,
        _ if is_progress(line) => CurlMark::Noise,
        _ => CurlMark::None,
    }
}

/// The line without what `--trace-time` puts in front: `12:34:56.123456 `.
fn without_time(line: &[u8]) -> &[u8] {
    match line.get(..16) {
        Some(time @ [_, _, b':', _, _, b':', _, _, b'.', .., b' ']) => {
            let is_time = time.iter().all(|b| b.is_ascii_digit() || b":. ".contains(b));
            if is_time { line.get(16..).unwrap_or_default() } else { line }
        }
        _ => line,
    }
}

fn is_progress(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line);
    let is_heading = text.starts_with("  % Total") || text.trim_start().starts_with("Dload  Upload");
    is_heading || (text.contains("--:--:--") && !text.contains('{'))
}
