//! The reader of a dump: what each line begins.

use std::collections::HashMap;

use super::words::{is_meant_as_status_line, words};
use crate::evidence::Phase;
use crate::http::syntax::message::parse_request_line;
use crate::intake::curl::{self, Notes};
use crate::intake::lines::{CurlMark, TextLine, is_status_line, mark};
use crate::intake::{IntakeError, Piece};

/// The most messages of a dump: more would never be read.
pub const MOST_MESSAGES: usize = 10_000;

/// Reads the lines of a dump one after the other.
pub(super) struct TranscriptReader<'a> {
    pub(super) lines: Vec<TextLine<'a>>,
    pub(super) at: usize,
    pub(super) text: &'a [u8],
    /// Whether lines carry the marks of `curl -v`; elsewhere `* ` may begin a line of a body.
    pub(super) verbose: bool,
    pub(super) notes: Notes,
    /// Whether the head that was read last is shortened.
    pub(super) elided: bool,
    /// How many interim responses came since the last request or final response.
    pub(super) interim: usize,
    /// The last line that begins an answer or says why there is none.
    pub(super) last_outcome: usize,
    pub(super) pieces: Vec<Piece>,
    /// The lines that are part of no message.
    pub(super) loose: Vec<TextLine<'a>>,
    /// The lines that were looked at as what may stand after a body, and whether a message or a mark begins there.
    pub(super) begins: HashMap<usize, bool>,
}

impl<'a> TranscriptReader<'a> {
    /// A reader of lines of a text; with the marks of `curl -v` in them or not.
    pub(super) fn new(lines: Vec<TextLine<'a>>, text: &'a [u8], verbose: bool) -> Self {
        let is_outcome =
            |line: &TextLine<'_>| is_status_line(line.text) || curl::error_line(&words(line.text)).is_some();
        let last_outcome = lines.iter().rposition(is_outcome).unwrap_or_default();
        Self {
            lines,
            elided: false,
            interim: 0,
            last_outcome,
            at: 0,
            text,
            verbose,
            loose: Vec::new(),
            notes: Notes::default(),
            pieces: Vec::new(),
            begins: HashMap::new(),
        }
    }

    pub(super) fn mark<'b>(&self, line: &'b [u8]) -> CurlMark<'b> {
        if self.verbose { mark(line) } else { CurlMark::None }
    }

    pub(super) fn run(&mut self) -> Result<(), IntakeError> {
        while let Some(line) = self.lines.get(self.at).copied().filter(|_| self.pieces.len() <= MOST_MESSAGES) {
            match self.mark(line.text) {
                CurlMark::Sent(_) => self.marked_request(),
                CurlMark::Received(first) if first.starts_with(b"HTTP/") => self.marked_response()?,
                CurlMark::Note(note) => {
                    self.notes.read(&String::from_utf8_lossy(note));
                    self.at += 1;
                }
                CurlMark::Received(_) | CurlMark::Noise => self.at += 1,
                CurlMark::None => self.plain(line)?,
            }
        }
        Ok(())
    }

    /// A line without a mark that is not part of a body.
    fn plain(&mut self, line: TextLine<'a>) -> Result<(), IntakeError> {
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
                if !line.text.is_empty() {
                    self.loose.push(line);
                }
            }
        }
        self.at += 1;
        Ok(())
    }

    /// Whether a request line is here and a field line or the end of the head right after it.
    pub(super) fn is_request_head(&self, at: usize) -> bool {
        let is_request = self.lines.get(at).is_some_and(|line| parse_request_line(line.text).is_some());
        let next = self.lines.get(at + 1).map_or(&b""[..], |line| line.text);
        is_request && (next.is_empty() || next.contains(&b':') || next.starts_with(b"HTTP/"))
    }

    /// Whether a message or an error of curl begins in a line.
    pub(super) fn is_message(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| {
            is_status_line(line.text) || self.is_request_head(at) || curl::error_line(&words(line.text)).is_some()
        })
    }

    /// The place in the input of a line, or the end of the input.
    pub(super) fn place(&self, line: usize) -> usize {
        self.lines.get(line).map_or(self.text.len(), |line| line.start)
    }

    /// The number of a line in the input, from 1.
    pub(super) fn number(&self, line: usize) -> usize {
        self.lines.get(line).map_or(1, |line| line.number)
    }

    fn curl_error(&mut self, code: u32, message: &str) {
        let line = self.number(self.at);
        let answered = self.pieces.last().is_some_and(|piece| piece.response.is_some() && piece.failure.is_none());
        let waiting = self.pieces.last().is_some_and(|piece| piece.failure.is_none());
        let failure = curl::failure(code, message, answered);
        let belongs = waiting && (!answered || failure.phase >= Phase::Body);
        if !belongs {
            self.pieces.push(Piece { line, ..Piece::default() });
        }
        if let Some(piece) = self.pieces.last_mut() {
            piece.failure = Some(failure);
        }
    }
}
