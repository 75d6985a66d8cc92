//! Dumps of HTTP messages: `curl -i`, `curl -v`, or heads and bodies as they stand in a bug report.
//!
//! A dump is text that people handle: line ends are CR LF or LF, requests may be missing, several responses may
//! stand in one file. Lines of `curl -v` carry a mark (`>` sent, `<` received, `*` a note, `{` and `}` data).

use std::borrow::Cow;
use std::collections::HashMap;

use super::curl::{self, Notes};
use super::group::group;
pub(crate) use super::lines::as_utf8;
use super::lines::{Line, Mark, is_field_line, is_status_line, lines, mark};
use super::sheet::Sheet;
use super::{Captured, IntakeError, Piece, kept};
use crate::evidence::shown::Shown;
use crate::evidence::{Body, Request, Response};
use crate::http::syntax::message::{RequestHead, ResponseHead, parse_request_line};
use crate::http::uri::target::Url;
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
    let sheet = Sheet::plain(&text);
    let dump = dump(&sheet)?;
    if dump.pieces.is_empty() { Err(dump.nothing_found) } else { Ok(group(dump.pieces)) }
}

/// The messages of a text, and the lines that belong to none.
pub(super) struct Dump<'a> {
    pub(super) pieces: Vec<Piece>,
    pub(super) loose: Vec<Line<'a>>,
    /// Whether lines carry the marks of `curl -v`.
    pub(super) verbose: bool,
    /// What to say where there is nothing to judge.
    pub(super) nothing_found: IntakeError,
}

/// Reads the messages of a sheet.
///
/// # Errors
/// When it has more lines or messages than are read, or a head that cannot be read; with the line.
pub(super) fn dump<'a>(sheet: &'a Sheet<'_>) -> Result<Dump<'a>, IntakeError> {
    let too_many = |what: &str| IntakeError::at_line(1, format!("the input has more than {what}, the limit"));
    let (lines, verbose) = lines(sheet, MOST_LINES).ok_or_else(|| too_many(&format!("{MOST_LINES} lines")))?;
    let is_outcome = |line: &Line<'_>| is_status_line(line.text) || curl::error_line(&words(line.text)).is_some();
    let last_outcome = lines.iter().rposition(is_outcome).unwrap_or_default();
    let mut reader = Reader {
        lines,
        elided: false,
        interim: 0,
        last_outcome,
        at: 0,
        text: &sheet.text,
        verbose,
        loose: Vec::new(),
        notes: Notes::default(),
        pieces: Vec::new(),
        unread: None,
        begins: HashMap::new(),
    };
    reader.run()?;
    if reader.pieces.len() > MOST_MESSAGES {
        return Err(too_many(&format!("{MOST_MESSAGES} messages")));
    }
    let nothing_found = reader.nothing_found();
    Ok(Dump { pieces: reader.pieces, loose: reader.loose, verbose, nothing_found })
}

struct Reader<'a> {
    lines: Vec<Line<'a>>,
    at: usize,
    text: &'a [u8],
    /// Whether lines carry the marks of `curl -v`; elsewhere `* ` may begin a line of a body.
    verbose: bool,
    notes: Notes,
    /// Whether the head that was read last is shortened.
    elided: bool,
    /// How many interim responses came since the last request or final response.
    interim: usize,
    /// The last line that begins an answer or says why there is none.
    last_outcome: usize,
    pieces: Vec<Piece>,
    /// The lines that are part of no message.
    loose: Vec<Line<'a>>,
    /// The first of them.
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
        if is_meant_as_status_line(line.text) {
            return self.plain_response();
        }
        if self.is_request_head(self.at) {
            self.plain_request();
            return Ok(());
        }
        let text = words(line.text);
        match curl::error_line(&text) {
            Some((code, message)) if !curl::repeats_the_answer(code) && !curl::is_of_command(code, message) => {
                self.curl_error(code, message);
            }
            _ => {
                if self.unread.is_none() && !is_command(&text) {
                    self.unread = Some(self.at);
                }
                if !line.text.is_empty() {
                    self.loose.push(line);
                }
            }
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
        while let Some(line) = self.lines.get(self.at).filter(|line| head.is_empty() || !line.cut) {
            if line.text.is_empty() {
                self.at += 1;
                break;
            }
            // What is no field behind the place of what was left out is of whoever left it out.
            let is_remark = self.elided && !is_ellipsis(line.text) && !is_field_line(line.text);
            if !head.is_empty() && (line.text.starts_with(b"HTTP/") || begins_content(line.text) || is_remark) {
                break;
            }
            match is_ellipsis(line.text) {
                true => self.elided = true,
                false => head.push(line.text),
            }
            self.at += 1;
        }
        head
    }

    /// The lines behind one kind of mark, up to a blank one. Notes may stand between them.
    fn marked_lines(&mut self, select: for<'b> fn(&Mark<'b>) -> Option<&'b [u8]>) -> Vec<&'a [u8]> {
        let mut head: Vec<&'a [u8]> = Vec::new();
        while let Some(line) = self.lines.get(self.at).filter(|line| head.is_empty() || !line.cut) {
            let line = line.text;
            let mark: Mark<'a> = self.mark(line);
            match (select(&mark), &mark) {
                (Some([]), _) => {
                    self.at += 1;
                    break;
                }
                // curl before 8.0 prints no blank line after an interim head.
                (Some(text), _) if !head.is_empty() && is_status_line(text) => break,
                (Some(text), _) if is_ellipsis(text) => self.elided = true,
                (Some(_), Mark::Sent(text) | Mark::Received(text)) => head.push(text),
                (None, Mark::Note(note)) => self.notes.read(&String::from_utf8_lossy(note)),
                (None, Mark::Noise) => {}
                // On a terminal, `-i` beside `-v` puts each line of the head there twice.
                (None, Mark::None) if is_ellipsis(line) => self.elided = true,
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
        let url = request_url(&head, &self.notes);
        self.notes.next_url = None;
        self.interim = 0;
        // A request without any field is one whose fields were left out.
        let shown = match (head.fields.is_empty(), std::mem::take(&mut self.elided)) {
            (true, _) => Shown::UrlOnly,
            (false, true) => Shown::Partly,
            (false, false) => Shown::Whole,
        };
        let request = Request { method: head.method, url, fields: head.fields, shown };
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
        self.elided = false;
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
            self.interim += usize::from(interim);
            return;
        }
        let body = self.body(&head);
        let interim = std::mem::take(&mut self.interim);
        if let Some(piece) = self.pieces.last_mut() {
            piece.response = Some(Response { head, interim, body });
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
        let mut bytes: Vec<u8> = Vec::new();
        // What curl counts as received: in a pipe the content itself may come after the end of the transfer.
        let mut counted = 0_usize;
        let is_encoded = head.fields.contains("content-encoding");
        while let Some(line) = self.lines.get(self.at).copied() {
            let mark = self.mark(line.text);
            if line.cut || self.is_content_over(self.at) || matches!(mark, Mark::Sent(_) | Mark::Received(_)) {
                break;
            }
            self.at += 1;
            match mark {
                Mark::Noise => counted = counted.saturating_add(received_bytes(line.text)),
                Mark::Note(note) => {
                    self.notes.read(&String::from_utf8_lossy(note));
                    if curl::ends_transfer(note) && !(is_encoded && counted > 0) {
                        self.late_content(&mut bytes, announced, counted);
                        break;
                    }
                }
                _ => bytes.extend_from_slice(self.text.get(line.start..self.place(self.at)).unwrap_or_default()),
            }
        }
        let trimmed = bytes.trim_ascii_end().len();
        bytes.truncate(trimmed);
        Body { captured: !bytes.is_empty(), ..kept(bytes) }
    }

    /// Content that comes after curl's note of the end: in a pipe as much as was counted and not seen yet, on a terminal
    /// a last line without an end. What follows was written by whoever pastes the transfer.
    fn late_content(&mut self, bytes: &mut Vec<u8>, announced: Option<usize>, counted: usize) {
        let seen = bytes.trim_ascii_end().len();
        let first = self.at;
        while let Some(line) = self.lines.get(self.at) {
            let is_wanted = match (counted, announced) {
                (1.., _) => bytes.len() < counted,
                (0, Some(length)) => self.at == first && seen + line.text.len() == length,
                (0, None) => self.at == first && !line.text.is_empty() && !is_fence(line.text) && !is_prompt(line.text),
            };
            if !is_wanted || line.cut || self.is_message(self.at) || !matches!(self.mark(line.text), Mark::None) {
                return;
            }
            bytes.extend_from_slice(self.text.get(line.start..self.place(self.at + 1)).unwrap_or_default());
            self.at += 1;
        }
    }

    /// The place in the input of a line, or the end of the input.
    fn place(&self, line: usize) -> usize {
        self.lines.get(line).map_or(self.text.len(), |line| line.start)
    }

    /// Whether a line ends the content before it. A server may send back the request as content: without anything that
    /// came of it, it is no message.
    fn is_content_over(&self, at: usize) -> bool {
        self.is_message(at) && (at <= self.last_outcome || !self.is_request_head(at))
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
        // Prose stands off by a blank line from the content that it follows.
        let stands_off = || between.iter().filter(|&&byte| byte == b'\n').count() > 1 && !bytes.ends_with(b"\n");
        if !is_blank || !(length == 0 || self.begins_or_ends(next) || stands_off()) {
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

/// The bytes that a line such as `{ [1256 bytes data]` counts.
fn received_bytes(line: &[u8]) -> usize {
    let text = words(line);
    let count = text.split_once("{ [").and_then(|(_, rest)| rest.split_once(" bytes data]"));
    count.and_then(|(digits, _)| digits.parse().ok()).unwrap_or_default()
}

/// Whether a line begins or ends a block of code in Markdown.
fn is_fence(line: &[u8]) -> bool {
    line.starts_with(b"```") || line.starts_with(b"~~~")
}

/// Whether a line is the prompt of a shell, with or without a command.
fn is_prompt(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.starts_with(b"$ ") || line.starts_with(b"PS ") || line.ends_with(b"$") || line.ends_with(b"#") || line == b">"
}

/// Whether a line is meant as a status line, and not prose about HTTP/3.
fn is_meant_as_status_line(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"HTTP/") else { return false };
    let mut parts = rest.splitn(2, |&byte| byte == b' ');
    let is_version = parts.next().is_some_and(|version| version.iter().all(|b| b.is_ascii_digit() || *b == b'.'));
    is_version && parts.next().is_some_and(|code| code.trim_ascii_start().first().is_some_and(u8::is_ascii_digit))
}

/// Whether a reporter wrote a line in place of what was left out.
pub(super) fn is_ellipsis(line: &[u8]) -> bool {
    const WORDS: [&str; 7] = ["...", "…", "snip", "snipped", "truncated", "omitted", "redacted"];
    let text = String::from_utf8_lossy(line.get(..line.len().min(32)).unwrap_or_default());
    let inner = text.trim().trim_matches(['[', ']', '(', ')', '<', '>', '*', ' ']);
    line.len() <= 32 && (WORDS.contains(&inner) || (inner.len() > 3 && inner.bytes().all(|byte| byte == b'.')))
}

/// Whether a line begins content and not a field: the blank line before it was lost on the way.
fn begins_content(line: &[u8]) -> bool {
    matches!(line.first(), Some(b'{' | b'[' | b'<')) && !is_ellipsis(line)
}

/// The URL of a request, from an absolute target, from the redirect that curl follows, or from path, Host field and what
/// is known of the scheme.
fn request_url(head: &RequestHead, notes: &Notes) -> Option<Url> {
    let target = head.target.as_str()?;
    if let Ok(url) = Url::parse_as_sent(target) {
        return Some(url);
    }
    if let Some(next) = notes.next_url.as_ref().filter(|next| next.written_target() == target) {
        return Some(next.clone());
    }
    let host = head.fields.get_str("host").or_else(|| head.fields.get_str(":authority"))?;
    match notes.scheme() {
        Some(scheme) => Url::parse_as_sent(&format!("{}://{host}{target}", scheme.as_str())).ok(),
        None => Url::parse_without_scheme(&format!("{host}{target}")).ok(),
    }
}

/// Whether a line is empty or the command that made the dump.
fn is_command(line: &str) -> bool {
    let line = line.trim_start_matches(['$', '#', '>', '%', ' ']).trim();
    line.is_empty() || line.starts_with("curl ") || line.starts_with("curl.exe ") || line.starts_with("Note: ")
}

#[cfg(test)]
mod tests;
