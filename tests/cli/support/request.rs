//! The requests that a scripted server or proxy gets, and how they are taken from a connection.

#![allow(dead_code, reason = "support code: each test uses the part it needs")]

use std::time::Instant;

use super::link::{Link, Source};

/// The longest request head or body that is read.
const REQUEST_LIMIT: usize = 1024 * 1024;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct SeenRequest {
    /// The request line, without its line end.
    pub(crate) line: String,
    /// The method.
    pub(crate) method: String,
    /// The request target: a path with its query, or host and port for CONNECT.
    pub(crate) target: String,
    /// Names (as spelt) and values of the header fields, in order.
    pub(crate) fields: Vec<(String, String)>,
    /// The whole head, line ends and the empty line included.
    pub(crate) head: String,
    /// The body, as its Content-Length says.
    pub(crate) body: Vec<u8>,
    /// When the head was complete.
    pub(crate) arrived: Instant,
    /// The number of the connection it came on; the first is 1.
    pub(crate) connection: usize,
}

impl SeenRequest {
    /// The value of the first field of that name, in whatever case.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn parse(head: &[u8], connection: usize) -> Self {
        let head = String::from_utf8_lossy(head).into_owned();
        let mut lines = head.split("\r\n");
        let line = lines.next().unwrap_or_default().to_owned();
        let words: Vec<&str> = line.split(' ').collect();
        let [method, target, _version] = words[..] else { panic!("malformed request line {line:?}") };
        let (method, target) = (method.to_owned(), target.to_owned());
        let fields = lines.take_while(|line| !line.is_empty()).map(parse_field).collect();
        Self { line, method, target, fields, head, body: Vec::new(), arrived: Instant::now(), connection }
    }

    fn body_length(&self) -> usize {
        assert!(self.field("transfer-encoding").is_none(), "a request with Transfer-Encoding is not supported here");
        self.field("content-length").map_or(0, |value| value.parse().expect("a number in Content-Length"))
    }
}

fn parse_field(line: &str) -> (String, String) {
    let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("malformed field line {line:?}"));
    (name.to_owned(), value.trim_matches([' ', '\t']).to_owned())
}

/// Takes requests from a connection, keeping what came after them.
#[derive(Default)]
pub(super) struct Intake {
    buffer: Vec<u8>,
}

impl Intake {
    /// The next request, or nothing when the peer is done or silent for too long.
    pub(super) fn request(&mut self, source: &mut impl Source) -> Option<SeenRequest> {
        let head_length = self.fill(source, head_end)?;
        let head: Vec<u8> = self.buffer.drain(..head_length).collect();
        let mut request = SeenRequest::parse(&head, source.link().number());
        let body_length = request.body_length();
        assert!(body_length <= REQUEST_LIMIT, "too long a request body: {body_length} bytes");
        self.fill(source, |bytes| (bytes.len() >= body_length).then_some(body_length))?;
        request.body = self.buffer.drain(..body_length).collect();
        Some(request)
    }

    /// What was read past the last request.
    pub(super) fn rest(self) -> Vec<u8> {
        self.buffer
    }

    fn fill(&mut self, source: &mut impl Source, found: impl Fn(&[u8]) -> Option<usize>) -> Option<usize> {
        let mut chunk = [0; 4096];
        loop {
            if let Some(length) = found(&self.buffer) {
                return Some(length);
            }
            assert!(self.buffer.len() <= 2 * REQUEST_LIMIT, "too long a request");
            match source.read(&mut chunk) {
                Ok(count @ 1..) => self.buffer.extend_from_slice(&chunk[..count]),
                Ok(0) | Err(_) => return self.ended(source.link()),
            }
            self.check_start();
        }
    }

    /// An end between requests is fine; one within a request is a fault, unless this side is shutting down.
    fn ended(&self, link: &Link) -> Option<usize> {
        let partial = String::from_utf8_lossy(&self.buffer);
        assert!(partial.is_empty() || link.stopping(), "the connection ended within a request: {partial:?}");
        None
    }

    fn check_start(&self) {
        let plausible = self.buffer.first().is_none_or(|byte| byte.is_ascii_graphic() || *byte == b'\r');
        assert!(plausible, "not an HTTP request: {:?}", self.buffer.escape_ascii().to_string());
    }
}

fn head_end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"\r\n\r\n").map(|start| start + 4)
}
