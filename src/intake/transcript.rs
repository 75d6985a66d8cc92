//! Dumps of HTTP messages: `curl -i`, `curl -v`, or heads and bodies as they stand in a bug report.
//!
//! A dump is text that people handle: line ends are CR LF or LF, requests may be missing, several responses may
//! stand in one file. Lines of `curl -v` carry a mark (`>` sent, `<` received, `*` a note, `{` and `}` data).

use super::curl::{self, Notes};
use super::group::group;
use super::{Captured, IntakeError, Piece};
use crate::escape::{Text, clip};
use crate::evidence::{Body, Request, Response};
use crate::http::message::{RequestHead, ResponseHead, parse_request_line};
use crate::http::target::{Scheme, Url};

/// The most bytes of input that are read.
pub const MAX_INPUT: u64 = 64 * 1024 * 1024;

/// Reads a dump into the targets it holds.
///
/// # Errors
/// When it holds no message at all, or a head that cannot be read; with the line.
pub fn read(input: &[u8]) -> Result<Vec<Captured>, IntakeError> {
    let text = as_utf8(input);
    let lines = lines(&text);
    let verbose = is_verbose(&lines);
    let mut reader = Reader { lines, at: 0, text: &text, verbose, notes: Notes::default(), pieces: Vec::new() };
    reader.run()?;
    if reader.pieces.is_empty() {
        let reason = match text.iter().all(u8::is_ascii_whitespace) {
            true => "the input is empty",
            false => "no HTTP message found: a status line such as HTTP/1.1 200 OK, or output of curl -v, is expected",
        };
        return Err(IntakeError { line: 1, reason: reason.to_owned() });
    }
    Ok(group(reader.pieces))
}

/// Windows PowerShell writes what is redirected to a file in UTF-16; other tools put a byte order mark first.
fn as_utf8(input: &[u8]) -> Vec<u8> {
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units = bytes
            .chunks_exact(2)
            .map(|pair| read([pair.first().copied().unwrap_or(0), pair.last().copied().unwrap_or(0)]));
        String::from_utf16_lossy(&units.collect::<Vec<_>>()).into_bytes()
    };
    match input {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => rest.to_vec(),
        _ => input.to_vec(),
    }
}

/// A line: its place in the input, and its content without the line end.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a [u8],
}

fn lines(text: &[u8]) -> Vec<Line<'_>> {
    let mut start = 0;
    text.split_inclusive(|&b| b == b'\n')
        .map(|raw| {
            let line = raw.strip_suffix(b"\n").unwrap_or(raw);
            let line = Line { start, text: line.strip_suffix(b"\r").unwrap_or(line) };
            start += raw.len();
            line
        })
        .collect()
}

/// Whether some line shows that this is output of `curl -v`.
fn is_verbose(lines: &[Line<'_>]) -> bool {
    let first = lines.iter().find(|line| !line.text.is_empty());
    let begins_with_note = first.is_some_and(|line| without_time(line.text).starts_with(b"* "));
    begins_with_note
        || lines.iter().any(|line| match without_time(line.text) {
            [b'<', b' ', rest @ ..] => rest.starts_with(b"HTTP/"),
            [b'>', b' ', rest @ ..] => parse_request_line(rest).is_some(),
            _ => false,
        })
}

/// What a line of `curl -v` is, behind its mark.
enum Mark<'a> {
    Sent(&'a [u8]),
    Received(&'a [u8]),
    Note(&'a [u8]),
    Noise,
    None,
}

fn mark(line: &[u8]) -> Mark<'_> {
    let line = without_time(line);
    match line {
        [b'>'] => Mark::Sent(b""),
        [b'<'] => Mark::Received(b""),
        [b'>', b' ', rest @ ..] => Mark::Sent(rest),
        [b'<', b' ', rest @ ..] => Mark::Received(rest),
        [b'*', b' ', rest @ ..] => Mark::Note(rest),
        [b'{' | b'}', b' ', b'[', rest @ ..] if rest.ends_with(b" data]") => Mark::Noise,
        _ if is_progress(line) => Mark::Noise,
        _ => Mark::None,
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
    text.starts_with("  % Total")
        || text.trim_start().starts_with("Dload  Upload")
        || (text.contains("--:--:--") && !text.contains('{'))
}

struct Reader<'a> {
    lines: Vec<Line<'a>>,
    at: usize,
    text: &'a [u8],
    /// Whether lines carry the marks of `curl -v`; elsewhere `* ` may begin a line of a body.
    verbose: bool,
    notes: Notes,
    pieces: Vec<Piece>,
}

impl<'a> Reader<'a> {
    fn mark<'b>(&self, line: &'b [u8]) -> Mark<'b> {
        if self.verbose { mark(line) } else { Mark::None }
    }

    fn run(&mut self) -> Result<(), IntakeError> {
        while let Some(line) = self.lines.get(self.at).copied() {
            match self.mark(line.text) {
                Mark::Sent(_) => self.marked_request(),
                Mark::Received(first) if first.starts_with(b"HTTP/") => self.marked_response()?,
                Mark::Note(note) => {
                    self.notes.read(&String::from_utf8_lossy(note));
                    self.at += 1;
                }
                Mark::Received(_) | Mark::Noise => self.at += 1,
                Mark::None => self.plain(line)?,
            }
        }
        Ok(())
    }

    /// A line without a mark that is not part of a body.
    fn plain(&mut self, line: Line<'a>) -> Result<(), IntakeError> {
        if line.text.starts_with(b"HTTP/") {
            return self.plain_response();
        }
        if self.is_request_head() {
            self.plain_request();
            return Ok(());
        }
        let text = String::from_utf8_lossy(line.text);
        if let Some((code, message)) = curl::error_line(&text) {
            self.curl_error(code, message);
        } else if self.pieces.is_empty() && !is_command(&text) {
            let shown = clip(&Text::from(line.text).to_string(), 60);
            let reason = format!("neither a status line (HTTP/1.1 200 OK), a request line nor output of curl: {shown}");
            return Err(IntakeError { line: self.at + 1, reason });
        }
        self.at += 1;
        Ok(())
    }

    /// Whether a request line stands here and a field line or the end of the head right behind it.
    fn is_request_head(&self) -> bool {
        let is_request = self.lines.get(self.at).is_some_and(|line| parse_request_line(line.text).is_some());
        let next = self.lines.get(self.at + 1).map_or(&b""[..], |line| line.text);
        is_request && (next.is_empty() || next.contains(&b':') || next.starts_with(b"HTTP/"))
    }

    /// The lines of a head up to its blank line, which is passed over.
    fn head_lines(&mut self) -> Vec<&'a [u8]> {
        let mut head = Vec::new();
        while let Some(line) = self.lines.get(self.at) {
            if line.text.is_empty() {
                self.at += 1;
                break;
            }
            if !head.is_empty() && line.text.starts_with(b"HTTP/") {
                break;
            }
            head.push(line.text);
            self.at += 1;
        }
        head
    }

    /// The lines behind one kind of mark, up to a blank one. Notes may stand between them.
    fn marked_lines(&mut self, select: for<'b> fn(&Mark<'b>) -> Option<&'b [u8]>) -> Vec<&'a [u8]> {
        let mut head: Vec<&'a [u8]> = Vec::new();
        while let Some(line) = self.lines.get(self.at) {
            let line = line.text;
            let mark: Mark<'a> = self.mark(line);
            match (select(&mark), &mark) {
                (Some([]), _) => {
                    self.at += 1;
                    break;
                }
                (Some(_), Mark::Sent(text) | Mark::Received(text)) => head.push(text),
                (None, Mark::Note(note)) => self.notes.read(&String::from_utf8_lossy(note)),
                (None, Mark::Noise) => {}
                _ => break,
            }
            self.at += 1;
        }
        head
    }

    fn marked_request(&mut self) {
        let line = self.at + 1;
        let head = self.marked_lines(|mark| match mark {
            Mark::Sent(text) => Some(text),
            _ => None,
        });
        if let Some(request) = RequestHead::from_lines(&head) {
            self.begin(line, request);
        }
    }

    fn plain_request(&mut self) {
        let line = self.at + 1;
        let head = self.head_lines();
        if let Some(request) = RequestHead::from_lines(&head) {
            self.begin(line, request);
        }
    }

    fn begin(&mut self, line: usize, head: RequestHead) {
        let url = request_url(&head, self.notes.scheme);
        let request = Request { method: head.method, url, fields: head.fields };
        self.pieces.push(Piece { line, request: Some(request), ..Piece::default() });
    }

    fn marked_response(&mut self) -> Result<(), IntakeError> {
        let line = self.at + 1;
        let head = self.marked_lines(|mark| match mark {
            Mark::Received(text) => Some(text),
            _ => None,
        });
        let head = self.parse_head(&head, line)?;
        // With -i beside -v the head stands there twice.
        if let Some(next) = self.lines.get(self.at)
            && next.text.starts_with(b"HTTP/")
        {
            let before = self.at;
            let again = self.head_lines();
            if ResponseHead::from_lines(&again).ok().as_ref() != Some(&head) {
                self.at = before;
            }
        }
        self.respond(line, head);
        Ok(())
    }

    fn plain_response(&mut self) -> Result<(), IntakeError> {
        let line = self.at + 1;
        let head = self.head_lines();
        let head = self.parse_head(&head, line)?;
        self.respond(line, head);
        Ok(())
    }

    fn parse_head(&self, lines: &[&[u8]], line: usize) -> Result<ResponseHead, IntakeError> {
        ResponseHead::from_lines(lines).map_err(|error| IntakeError { line, reason: error.to_string() })
    }

    /// Puts a response to the request before it, or stands it alone.
    fn respond(&mut self, line: usize, head: ResponseHead) {
        let waiting = self.pieces.last().is_some_and(|piece| piece.response.is_none() && piece.failure.is_none());
        if !waiting {
            self.pieces.push(Piece { line, ..Piece::default() });
        }
        let interim = (100..200).contains(&head.status) && head.status != 101;
        let tunnel = self.is_tunnel(&head);
        if interim || tunnel {
            if tunnel || !waiting {
                self.pieces.pop();
            }
            return;
        }
        let body = self.body(&head);
        if let Some(piece) = self.pieces.last_mut() {
            piece.response = Some(Response { head, interim: 0, body });
        }
    }

    /// Whether this is a proxy's answer to CONNECT, which is not the answer to the request.
    fn is_tunnel(&self, head: &ResponseHead) -> bool {
        let request = self.pieces.last().and_then(|piece| piece.request.as_ref());
        let connect = request.is_some_and(|request| request.method.eq_ignore_case("connect"));
        connect || (head.status == 200 && head.reason.eq_ignore_case("connection established"))
    }

    /// What follows a head, up to the next message, note or error.
    fn body(&mut self, head: &ResponseHead) -> Body {
        let start = self.lines.get(self.at).map_or(self.text.len(), |line| line.start);
        let announced = head.fields.get_str("content-length").and_then(|length| length.parse::<usize>().ok());
        if let Some(bytes) = announced.and_then(|length| self.exact_body(start, length)) {
            return Body { wire_bytes: Some(bytes.len() as u64), bytes, captured: true, cut: None };
        }
        let mut bytes = Vec::new();
        while let Some(line) = self.lines.get(self.at) {
            let ends = line.text.starts_with(b"HTTP/") && self.is_status_line(line.text) || self.is_request_head();
            let is_error = curl::error_line(&String::from_utf8_lossy(line.text)).is_some();
            let marked = !matches!(self.mark(line.text), Mark::None);
            if ends || is_error {
                break;
            }
            if !marked {
                let end = self.lines.get(self.at + 1).map_or(self.text.len(), |next| next.start);
                bytes.extend_from_slice(self.text.get(line.start..end).unwrap_or_default());
            } else if matches!(self.mark(line.text), Mark::Sent(_) | Mark::Received(_)) {
                break;
            }
            self.at += 1;
        }
        let trimmed = bytes.trim_ascii_end().len();
        bytes.truncate(trimmed);
        Body { captured: !bytes.is_empty(), bytes, wire_bytes: None, cut: None }
    }

    /// The body by its announced length, where the next message or the end of the input comes right behind it.
    fn exact_body(&mut self, start: usize, length: usize) -> Option<Vec<u8>> {
        let end = start.checked_add(length)?;
        let bytes = self.text.get(start..end)?;
        let rest = self.text.get(end..)?;
        let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        let next = rest.split(|&b| b == b'\n').next().unwrap_or_default();
        if length == 0 || !(rest.is_empty() || self.is_status_line(next)) {
            return None;
        }
        let resume = self.text.len() - rest.len();
        // The next message may begin in the middle of a line, when the body does not end in a line end.
        let shortened =
            self.lines.iter().position(|line| line.start + line.text.len() >= resume && !line.text.is_empty());
        self.at = match shortened {
            Some(at) if !rest.is_empty() => {
                if let Some(line) = self.lines.get_mut(at)
                    && line.start < resume
                {
                    *line = Line { start: resume, text: line.text.get(resume - line.start..).unwrap_or_default() };
                }
                at
            }
            _ => self.lines.len(),
        };
        Some(bytes.to_vec())
    }

    fn is_status_line(&self, line: &[u8]) -> bool {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        ResponseHead::from_lines(&[line]).is_ok()
    }

    fn curl_error(&mut self, code: u32, message: &str) {
        let line = self.at + 1;
        let answered = self.pieces.last().is_some_and(|piece| piece.response.is_some() && piece.failure.is_none());
        let waiting = self.pieces.last().is_some_and(|piece| piece.failure.is_none());
        let failure = curl::failure(code, message, answered);
        let belongs = waiting && (!answered || failure.phase >= crate::evidence::Phase::Body);
        if !belongs {
            self.pieces.push(Piece { line, ..Piece::default() });
        }
        if let Some(piece) = self.pieces.last_mut() {
            piece.failure = Some(failure);
        }
    }
}

/// The URL of a request, from an absolute target, or from path, Host field and what is known of the scheme.
fn request_url(head: &RequestHead, scheme: Option<Scheme>) -> Option<Url> {
    let target = head.target.as_str()?;
    if let Ok(url) = Url::parse(target) {
        return Some(url);
    }
    let host = head.fields.get_str("host").or_else(|| head.fields.get_str(":authority"))?;
    // Where nothing shows the scheme, https is assumed, so that no rule blames plain http without evidence.
    Url::parse(&format!("{}://{host}{target}", scheme.unwrap_or(Scheme::Https).as_str())).ok()
}

/// Whether a line is empty or the command that made the dump.
fn is_command(line: &str) -> bool {
    let line = line.trim_start_matches(['$', '#', '>', '%', ' ']).trim();
    line.is_empty() || line.starts_with("curl ") || line.starts_with("curl.exe ") || line.starts_with("Note: ")
}
