//! The content of a dump's responses: by its announced length, or up to the next message, note or error.

use super::reader::TranscriptReader;
use super::words::words;
use crate::evidence::Body;
use crate::http::syntax::message::ResponseHead;
use crate::intake::curl;
use crate::intake::kept;
use crate::intake::lines::CurlMark;

/// The most blank lines between a body and what follows it.
const MOST_BLANK: usize = 100;

impl<'a> TranscriptReader<'a> {
    /// What follows a head, up to the next message, note or error.
    pub(super) fn body(&mut self, head: &ResponseHead) -> Body {
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
            if line.cut || self.is_content_over(self.at) || matches!(mark, CurlMark::Sent(_) | CurlMark::Received(_)) {
                break;
            }
            self.at += 1;
            match mark {
                CurlMark::Noise => counted = counted.saturating_add(received_bytes(line.text)),
                CurlMark::Note(note) => {
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

    /// Content that comes after curl's note of the end: in a pipe as much as was counted and not seen yet, on a
    /// terminal a last line without an end. What follows was written by the one who pastes the transfer.
    fn late_content(&mut self, bytes: &mut Vec<u8>, announced: Option<usize>, counted: usize) {
        let seen = bytes.trim_ascii_end().len();
        let first = self.at;
        while let Some(line) = self.lines.get(self.at) {
            let is_wanted = match (counted, announced) {
                (1.., _) => bytes.len() < counted,
                (0, Some(length)) => self.at == first && seen + line.text.len() == length,
                (0, None) => self.at == first && !line.text.is_empty() && !is_fence(line.text) && !is_prompt(line.text),
            };
            if !is_wanted || line.cut || self.is_message(self.at) || !matches!(self.mark(line.text), CurlMark::None) {
                return;
            }
            bytes.extend_from_slice(self.text.get(line.start..self.place(self.at + 1)).unwrap_or_default());
            self.at += 1;
        }
    }

    /// Whether a line ends the content before it. A server may send back the request as content: without anything that
    /// came of it, it is not a message.
    fn is_content_over(&self, at: usize) -> bool {
        self.is_message(at) && (at <= self.last_outcome || !self.is_request_head(at))
    }

    /// The first line at or after a place that is not empty, where it is near.
    fn next_line(&self, place: usize) -> usize {
        let first = self.lines.partition_point(|line| line.start < place);
        let is_blank = |at: &usize| self.lines.get(*at).is_some_and(|line| line.text.is_empty());
        first + (first..first + MOST_BLANK).take_while(is_blank).count()
    }

    /// The body by its announced length, where a message, a mark or the end of the input comes right after it.
    fn exact_body(&mut self, start: usize, length: usize) -> Option<&'a [u8]> {
        let end = start.checked_add(length)?;
        let bytes = self.text.get(start..end)?;
        let next = self.next_line(end);
        let between = self.text.get(end..self.place(next))?;
        let is_blank = between.len() <= 4 * MOST_BLANK && between.iter().all(u8::is_ascii_whitespace);
        // Prose is set off by a blank line from the content that it follows.
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
        let begins = !matches!(self.mark(line.text), CurlMark::None) || self.is_message(at);
        self.begins.insert(at, begins);
        begins
    }
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
