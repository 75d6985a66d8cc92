//! The heads of a dump: of requests and responses, with the marks of `curl -v` or without.

use super::reader::TranscriptReader;
use super::words::{begins_content, is_ellipsis};
use crate::evidence::shown::Shown;
use crate::evidence::{Request, Response};
use crate::http::syntax::message::{RequestHead, ResponseHead};
use crate::http::uri::target::Url;
use crate::intake::curl::Notes;
use crate::intake::lines::{CurlMark, is_field_line, is_status_line};
use crate::intake::{IntakeError, Piece};

impl<'a> TranscriptReader<'a> {
    /// The lines of a head up to its blank line, which is passed over.
    fn head_lines(&mut self) -> Vec<&'a [u8]> {
        let mut head = Vec::new();
        while let Some(line) = self.lines.get(self.at).filter(|line| head.is_empty() || !line.cut) {
            if line.text.is_empty() {
                self.at += 1;
                break;
            }
            // What is not a field after the place of what was left out belongs to the one who left it out.
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

    /// The lines after one kind of mark, up to a blank one. Notes may stand between them.
    fn marked_lines(&mut self, select: for<'b> fn(&CurlMark<'b>) -> Option<&'b [u8]>) -> Vec<&'a [u8]> {
        let mut head: Vec<&'a [u8]> = Vec::new();
        while let Some(line) = self.lines.get(self.at).filter(|line| head.is_empty() || !line.cut) {
            let line = line.text;
            let mark: CurlMark<'a> = self.mark(line);
            match (select(&mark), &mark) {
                (Some([]), _) => {
                    self.at += 1;
                    break;
                }
                // curl before 8.0 prints no blank line after an interim head.
                (Some(text), _) if !head.is_empty() && is_status_line(text) => break,
                (Some(text), _) if is_ellipsis(text) => self.elided = true,
                (Some(_), CurlMark::Sent(text) | CurlMark::Received(text)) => head.push(text),
                (None, CurlMark::Note(note)) => self.notes.read(&String::from_utf8_lossy(note)),
                (None, CurlMark::Noise) => {}
                // On a terminal, `-i` beside `-v` puts each line of the head there twice.
                (None, CurlMark::None) if is_ellipsis(line) => self.elided = true,
                (None, CurlMark::None) if line.is_empty() || head.last() == Some(&line) => {}
                _ => break,
            }
            self.at += 1;
        }
        head
    }

    pub(super) fn marked_request(&mut self) {
        let line = self.number(self.at);
        let head = self.marked_lines(|mark| match mark {
            CurlMark::Sent(text) => Some(text),
            _ => None,
        });
        if let Some(request) = RequestHead::from_lines(&head) {
            self.begin(line, request);
        }
    }

    pub(super) fn plain_request(&mut self) {
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

    pub(super) fn marked_response(&mut self) -> Result<(), IntakeError> {
        let line = self.number(self.at);
        let head = self.marked_lines(|mark| match mark {
            CurlMark::Received(text) => Some(text),
            _ => None,
        });
        let head = Self::parse_head(&head, line)?;
        self.respond(line, head);
        Ok(())
    }

    pub(super) fn plain_response(&mut self) -> Result<(), IntakeError> {
        let line = self.number(self.at);
        let head = self.head_lines();
        let head = Self::parse_head(&head, line)?;
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

    /// Whether a head is there a second time: with `-i` beside `-v` it is, once with marks and once without.
    fn is_repeated(&self, head: &ResponseHead) -> bool {
        let last = self.pieces.last().and_then(|piece| piece.response.as_ref());
        self.verbose && last.is_some_and(|response| response.head == *head && !response.body.captured)
    }

    fn parse_head(lines: &[&[u8]], line: usize) -> Result<ResponseHead, IntakeError> {
        ResponseHead::from_lines(lines).map_err(|error| IntakeError::at_line(line, error.to_string()))
    }

    /// Puts a response to the request before it, or leaves it alone.
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
}

/// The URL of a request, from an absolute target, from the redirect that curl follows, or from path, Host field and
/// what is known of the scheme.
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
