//! Dumps of HTTP messages: `curl -i`, `curl -v`, or heads and bodies as they stand in a bug report.
//!
//! A dump is text that people handle: line ends are CR LF or LF, requests may be missing, several responses may
//! stand in one file. Lines of `curl -v` carry a mark (`>` sent, `<` received, `*` a note, `{` and `}` data).

use std::borrow::Cow;
use std::collections::HashMap;

use super::curl::{self, Notes};
use super::group::group;
pub(crate) use super::lines::as_utf8;
use super::lines::{Line, Mark, is_status_line, lines, mark};
use super::{Captured, IntakeError, Piece, kept};
use crate::evidence::{Body, Request, Response};
use crate::http::syntax::message::{RequestHead, ResponseHead, parse_request_line};
use crate::http::uri::target::{Scheme, Url};
use crate::text::escape::{clip, escape};

/// The most bytes of input that are read, unless the user allows more.
pub(crate) const MAX_INPUT: u64 = 48 * 1024 * 1024;

/// The most lines of a dump: each is remembered by its place, and short ones take more for that than they have.
pub const MOST_LINES: usize = 500_000;

/// The most messages of a dump: nobody reads what there is to say of more.
pub const MOST_MESSAGES: usize = 10_000;

/// The most blank lines between a body and what follows it.
const MOST_BLANK: usize = 100;

/// Bytes of a line that are looked at for the words of curl and of a shell.
const LOOKED_AT: usize = 4096;

/// Reads a dump into the targets it holds.
///
/// # Errors
/// When it holds no message at all, or a head that cannot be read; with the line.
pub fn read(input: &[u8]) -> Result<Vec<Captured>, IntakeError> {
    let text = as_utf8(input);
    let too_many = |what: &str| IntakeError::at_line(1, format!("the input has more than {what}, the limit"));
    let (lines, verbose) = lines(&text, MOST_LINES).ok_or_else(|| too_many(&format!("{MOST_LINES} lines")))?;
    let mut reader = Reader {
        lines,
        at: 0,
        text: &text,
        verbose,
        notes: Notes::default(),
        pieces: Vec::new(),
        unread: None,
        begins: HashMap::new(),
    };
    reader.run()?;
    match reader.pieces.len() {
        0 => Err(reader.nothing_found()),
        count if count > MOST_MESSAGES => Err(too_many(&format!("{MOST_MESSAGES} messages"))),
        _ => Ok(group(reader.pieces)),
    }
}

struct Reader<'a> {
    lines: Vec<Line<'a>>,
    at: usize,
    text: &'a [u8],
    /// Whether lines carry the marks of `curl -v`; elsewhere `* ` may begin a line of a body.
    verbose: bool,
    notes: Notes,
    pieces: Vec<Piece>,
    /// The first line that is part of no message.
    unread: Option<usize>,
    /// The lines that were looked at as what may stand behind a body, and whether a message or a mark begins there.
    begins: HashMap<usize, bool>,
}

impl<'a> Reader<'a> {
    fn mark<'b>(&self, line: &'b [u8]) -> Mark<'b> {
        if self.verbose { mark(line) } else { Mark::None }
    }

    fn run(&mut self) -> Result<(), IntakeError> {
        while let Some(line) = self.lines.get(self.at).copied().filter(|_| self.pieces.len() <= MOST_MESSAGES) {
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

    fn nothing_found(&self) -> IntakeError {
        if self.text.iter().all(u8::is_ascii_whitespace) {
            return IntakeError::at_line(1, "the input is empty (curl -s hides its errors: use curl -sSv)");
        }
        let line = self.unread.unwrap_or_default();
        let shown = self.lines.get(line).map(|line| clip(&escape(&words(line.text)), 60)).unwrap_or_default();
        let wanted =
            "expected curl output, a status line (HTTP/1.1 200 OK), a request line, a HAR file or an access log";
        IntakeError::at_line(self.number(line), format!("no HTTP message found; {wanted}, not: {shown}"))
    }

    /// A line without a mark that is not part of a body.
    fn plain(&mut self, line: Line<'a>) -> Result<(), IntakeError> {
        if line.text.starts_with(b"HTTP/") {
            return self.plain_response();
        }
        if self.is_request_head(self.at) {
            self.plain_request();
            return Ok(());
        }
        let text = words(line.text);
        if let Some((code, message)) = curl::error_line(&text) {
            if !curl::repeats_the_answer(code) {
                self.curl_error(code, message);
            }
        } else if self.unread.is_none() && !is_command(&text) {
            self.unread = Some(self.at);
        }
        self.at += 1;
        Ok(())
    }

    /// Whether a request line stands here and a field line or the end of the head right behind it.
    fn is_request_head(&self, at: usize) -> bool {
        let is_request = self.lines.get(at).is_some_and(|line| parse_request_line(line.text).is_some());
        let next = self.lines.get(at + 1).map_or(&b""[..], |line| line.text);
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
                // On a terminal, `-i` beside `-v` puts each line of the head there twice.
                (None, Mark::None) if line.is_empty() || head.last() == Some(&line) => {}
                _ => break,
            }
            self.at += 1;
        }
        head
    }

    fn marked_request(&mut self) {
        let line = self.number(self.at);
        let head = self.marked_lines(|mark| match mark {
            Mark::Sent(text) => Some(text),
            _ => None,
        });
        if let Some(request) = RequestHead::from_lines(&head) {
            self.begin(line, request);
        }
    }

    fn plain_request(&mut self) {
        let line = self.number(self.at);
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
        let line = self.number(self.at);
        let head = self.marked_lines(|mark| match mark {
            Mark::Received(text) => Some(text),
            _ => None,
        });
        let head = self.parse_head(&head, line)?;
        self.respond(line, head);
        Ok(())
    }

    fn plain_response(&mut self) -> Result<(), IntakeError> {
        let line = self.number(self.at);
        let head = self.head_lines();
        let head = self.parse_head(&head, line)?;
        if self.is_repeated(&head) {
            let body = self.body(&head);
            if let Some(response) = self.pieces.last_mut().and_then(|piece| piece.response.as_mut()) {
                response.body = body;
            }
            return Ok(());
        }
        self.respond(line, head);
        Ok(())
    }

    /// Whether a head stands there a second time: with `-i` beside `-v` it does, once with marks and once without.
    fn is_repeated(&self, head: &ResponseHead) -> bool {
        let last = self.pieces.last().and_then(|piece| piece.response.as_ref());
        self.verbose && last.is_some_and(|response| response.head == *head && !response.body.captured)
    }

    fn parse_head(&self, lines: &[&[u8]], line: usize) -> Result<ResponseHead, IntakeError> {
        ResponseHead::from_lines(lines).map_err(|error| IntakeError::at_line(line, error.to_string()))
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
        let next = self.lines.get(self.at).is_some_and(|line| is_status_line(line.text));
        connect
            || (next && head.status == 200 && head.fields.is_empty())
            || (head.status == 200 && head.reason.eq_ignore_case("connection established"))
    }

    /// What follows a head, up to the next message, note or error.
    fn body(&mut self, head: &ResponseHead) -> Body {
        let start = self.place(self.at);
        let announced = head.fields.get_str("content-length").and_then(|length| length.parse::<usize>().ok());
        if let Some((length, bytes)) = announced.and_then(|length| Some((length, self.exact_body(start, length)?))) {
            return Body { wire_bytes: Some(length as u64), captured: true, ..kept(bytes) };
        }
        let mut bytes = Vec::new();
        while let Some(line) = self.lines.get(self.at).copied() {
            let mark = self.mark(line.text);
            if self.is_message(self.at) || matches!(mark, Mark::Sent(_) | Mark::Received(_)) {
                break;
            }
            if matches!(mark, Mark::None) {
                bytes.extend_from_slice(self.text.get(line.start..self.place(self.at + 1)).unwrap_or_default());
            }
            self.at += 1;
        }
        let trimmed = bytes.trim_ascii_end().len();
        bytes.truncate(trimmed);
        Body { captured: !bytes.is_empty(), ..kept(bytes) }
    }

    /// The place in the input of a line, or the end of the input.
    fn place(&self, line: usize) -> usize {
        self.lines.get(line).map_or(self.text.len(), |line| line.start)
    }

    /// Whether a message or an error of curl begins in a line.
    fn is_message(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| {
            is_status_line(line.text) || self.is_request_head(at) || curl::error_line(&words(line.text)).is_some()
        })
    }

    /// The number of a line in the input, from 1.
    fn number(&self, line: usize) -> usize {
        self.lines.get(line).map_or(1, |line| line.number)
    }

    /// The first line at or behind a place that is not empty, where it is near.
    fn next_line(&self, place: usize) -> usize {
        let first = self.lines.partition_point(|line| line.start < place);
        let is_blank = |at: &usize| self.lines.get(*at).is_some_and(|line| line.text.is_empty());
        first + (first..first + MOST_BLANK).take_while(is_blank).count()
    }

    /// The body by its announced length, where a message, a mark or the end of the input comes right behind it.
    fn exact_body(&mut self, start: usize, length: usize) -> Option<&'a [u8]> {
        let end = start.checked_add(length)?;
        let bytes = self.text.get(start..end)?;
        let next = self.next_line(end);
        let between = self.text.get(end..self.place(next))?;
        let is_blank = between.len() <= 4 * MOST_BLANK && between.iter().all(u8::is_ascii_whitespace);
        if length == 0 || !is_blank || !self.begins_or_ends(next) {
            return None;
        }
        self.at = next;
        Some(bytes)
    }

    /// Whether a message or a mark begins in a line, or the input ends there. Any number of responses may announce a
    /// body that ends before the same line.
    fn begins_or_ends(&mut self, at: usize) -> bool {
        let Some(line) = self.lines.get(at) else { return true };
        if let Some(known) = self.begins.get(&at) {
            return *known;
        }
        let begins = !matches!(self.mark(line.text), Mark::None) || self.is_message(at);
        self.begins.insert(at, begins);
        begins
    }

    fn curl_error(&mut self, code: u32, message: &str) {
        let line = self.number(self.at);
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

/// The start of a line as text.
fn words(line: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(line.get(..line.len().min(LOOKED_AT)).unwrap_or_default())
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

/// Whether the first line carries the mark that `curl -v` gives to a line of a response.
pub(crate) fn begins_with_mark(input: &[u8]) -> bool {
    let start = input.trim_ascii_start();
    start.starts_with(b"< ") || start.starts_with(b"<\n") || start.starts_with(b"<\r")
}
