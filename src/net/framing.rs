//! What is legal in a response and ureq cannot read is taken out on the way to it: interim answers, chunk extensions
//! and trailers. What belongs to no response is taken out too, and kept as evidence: bytes after the end.
//!
//! The recorder has seen every byte before, so nothing is lost. A head that does not follow the grammar is left as
//! it is, for ureq to refuse; chunks that do not are refused here, since ureq reads some of them. The response of a proxy
//! to CONNECT passes here too, because ureq reads it without limit.

mod mended;
mod refusal;

use mended::{content_length, mended};
pub(super) use refusal::Limit;
pub use refusal::{MAX_CHUNK_LINE, MAX_INTERIM, Refused};

use crate::http::syntax::message::{HttpVersion, MAX_FIELDS, MAX_HEAD, Offence, ResponseHead};

/// How many of the bytes after the end are kept.
const SURPLUS_KEPT: usize = 200;

#[derive(Debug, Default)]
enum FramingState {
    /// Within a head, which is held back until it is whole.
    #[default]
    Head,
    /// In content whose end its own bytes do not show, or in something that is not HTTP.
    Rest,
    /// So many bytes of content left.
    Length(u64),
    ChunkSize,
    ChunkData(u64),
    ChunkEnd,
    Trailer,
    Ended,
    /// In the head of a proxy's answer to CONNECT, which is held back until it is whole.
    Connect,
    /// In a tunnel, which has no end.
    Tunnel,
}

/// The state of one answer.
#[derive(Debug, Default)]
pub struct FramingFilter {
    state: FramingState,
    /// The head or line that is not whole yet.
    held: Vec<u8>,
    /// Where the line that is looked for in it may end.
    looked_at: usize,
    heads: usize,
    interim: usize,
    trailers: usize,
    trailer_bytes: usize,
    /// The first bytes after the end of the answer.
    pub surplus: Vec<u8>,
    /// What in the chunks deviates from the grammar and can be read all the same.
    pub offences: Vec<Offence>,
}

impl FramingFilter {
    /// For the answer to CONNECT; then lets everything through that comes out of the tunnel.
    pub fn connect() -> Self {
        Self { state: FramingState::Connect, ..Self::default() }
    }

    /// Whether it waits for the answer to CONNECT.
    pub fn is_connecting(&self) -> bool {
        matches!(self.state, FramingState::Connect)
    }

    /// Whether it is for a proxy, from CONNECT on.
    pub fn is_for_proxy(&self) -> bool {
        matches!(self.state, FramingState::Connect | FramingState::Tunnel)
    }

    /// Whether the answer has not come to its end, so what follows on the connection belongs to it.
    pub fn is_amid_content(&self) -> bool {
        use FramingState::{ChunkData, ChunkEnd, ChunkSize, Length, Trailer};
        matches!(self.state, Length(_) | ChunkSize | ChunkData(_) | ChunkEnd | Trailer)
    }

    /// Takes in that nothing more comes.
    pub fn end(&mut self) {
        if matches!(self.state, FramingState::Trailer) {
            self.note(Offence::CutTrailer);
        }
    }

    fn note(&mut self, offence: Offence) {
        if !self.offences.contains(&offence) {
            self.offences.push(offence);
        }
    }

    /// How many bytes are held back until they are whole.
    pub fn held(&self) -> usize {
        self.held.len()
    }

    /// Whether an answer has begun or ended.
    pub fn is_used(&self) -> bool {
        !matches!(self.state, FramingState::Head) || self.heads > 0 || !self.held.is_empty()
    }

    /// Takes in bytes as they came and appends to `out` what is to be read of them.
    ///
    /// # Errors
    /// When the answer exceeds a limit, or its chunks are none.
    pub fn feed(&mut self, mut input: &[u8], out: &mut Vec<u8>) -> Result<(), Refused> {
        while !input.is_empty() {
            input = match &mut self.state {
                FramingState::Head => self.head(input, out)?,
                FramingState::Rest | FramingState::Tunnel => all(input, out),
                FramingState::Length(left) => {
                    let rest = some(input, left, out);
                    if *left == 0 {
                        self.state = FramingState::Ended;
                    }
                    rest
                }
                FramingState::ChunkSize => self.chunk_size(input, out)?,
                FramingState::ChunkData(left) => {
                    let rest = some(input, left, out);
                    if *left == 0 {
                        self.state = FramingState::ChunkEnd;
                    }
                    rest
                }
                FramingState::ChunkEnd => self.chunk_end(input, out)?,
                FramingState::Trailer => self.trailer(input, out)?,
                FramingState::Connect => self.connect_head(input, out)?,
                FramingState::Ended => {
                    let room = SURPLUS_KEPT.saturating_sub(self.surplus.len()).min(input.len());
                    self.surplus.extend_from_slice(input.get(..room).unwrap_or_default());
                    &[]
                }
            };
        }
        Ok(())
    }

    /// Leaves everything from here on as it is, what was held back included.
    fn give_up(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.held);
        self.state = FramingState::Rest;
    }

    fn head<'a>(&mut self, input: &'a [u8], out: &mut Vec<u8>) -> Result<&'a [u8], Refused> {
        // A head begins with its version, and what begins otherwise will not end like one.
        let before = self.held.len();
        self.held.extend_from_slice(input);
        let is_http = self.held.iter().zip(b"HTTP/1.").all(|(byte, expected)| byte == expected);
        let is_blank = self.held.starts_with(b"\r") || self.held.starts_with(b"\n");
        let from = self.looked_at.saturating_sub(3);
        let end = self.held.get(from..).and_then(blank_line).map(|end| from + end);
        self.looked_at = self.held.len();
        if !is_http || is_blank {
            self.give_up(out);
            return Ok(&[]);
        }
        if self.heads + end.unwrap_or(self.held.len()) > MAX_HEAD {
            return Err(Refused::Limit(Limit::Head));
        }
        let Some(end) = end else { return Ok(&[]) };
        self.looked_at = 0;
        let rest = input.get(end.saturating_sub(before)..).unwrap_or_default();
        self.held.truncate(end);
        let Ok((head, _)) = ResponseHead::parse(&self.held) else {
            self.give_up(out);
            out.extend_from_slice(rest);
            return Ok(&[]);
        };
        self.heads += end;
        if (100..200).contains(&head.status) && head.status != 101 {
            self.held.clear();
            self.count_interim()?;
            return Ok(rest);
        }
        if head.fields.len() > MAX_FIELDS {
            return Err(Refused::Limit(Limit::Fields));
        }
        match mended(&self.held, &head) {
            Some(mended) => out.extend_from_slice(&mended),
            None => out.extend_from_slice(&self.held),
        }
        self.held.clear();
        self.state = framing(&head);
        Ok(rest)
    }

    /// The answer to CONNECT. A success is handed on by its first line alone, whose fields mean nothing to a tunnel
    /// (RFC 9110 §9.3.6).
    fn connect_head<'a>(&mut self, input: &'a [u8], out: &mut Vec<u8>) -> Result<&'a [u8], Refused> {
        // Blank lines before a head mean nothing, and count all the same.
        let blank = match self.held.is_empty() {
            true => input.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count(),
            false => 0,
        };
        let (before, input) = (self.held.len(), input.get(blank..).unwrap_or_default());
        self.heads += blank;
        self.held.extend_from_slice(input);
        if !self.held.iter().zip(b"HTTP/1.").all(|(byte, expected)| byte == expected) {
            self.give_up(out);
            return Ok(&[]);
        }
        let from = self.looked_at.saturating_sub(3);
        let end = self.held.get(from..).and_then(blank_line).map(|end| from + end);
        self.looked_at = self.held.len();
        if self.heads + end.unwrap_or(self.held.len()) > MAX_HEAD {
            return Err(Refused::Limit(Limit::ProxyHead));
        }
        let Some(end) = end else { return Ok(&[]) };
        self.looked_at = 0;
        self.heads += end;
        let rest = input.get(end.saturating_sub(before)..).unwrap_or_default();
        self.held.truncate(end);
        match ResponseHead::parse(&self.held).map(|(head, _)| head.status) {
            Ok(100 | 102..200) => self.count_interim()?,
            Ok(200..300) => {
                out.extend_from_slice(b"HTTP/1.1 200 OK\r\n\r\n");
                self.state = FramingState::Tunnel;
            }
            Ok(status) => {
                out.extend_from_slice(format!("HTTP/1.1 {status} \r\n\r\n").as_bytes());
                self.state = FramingState::Rest;
            }
            Err(_) => {
                self.give_up(out);
                out.extend_from_slice(rest);
                return Ok(&[]);
            }
        }
        self.held.clear();
        Ok(rest)
    }

    fn count_interim(&mut self) -> Result<(), Refused> {
        self.interim += 1;
        match self.interim > MAX_INTERIM {
            true => Err(Refused::Limit(Limit::Interim)),
            false => Ok(()),
        }
    }

    /// Takes in bytes up to the end of a line; what is left when it is whole, or nothing.
    fn line<'a>(&mut self, input: &'a [u8]) -> Option<&'a [u8]> {
        match input.iter().position(|&byte| byte == b'\n') {
            Some(end) => {
                let (line, rest) = input.split_at(end + 1);
                self.held.extend_from_slice(line);
                Some(rest)
            }
            None => {
                self.held.extend_from_slice(input);
                None
            }
        }
    }

    fn chunk_size<'a>(&mut self, input: &'a [u8], out: &mut Vec<u8>) -> Result<&'a [u8], Refused> {
        let rest = self.line(input);
        if self.held.len() > MAX_CHUNK_LINE {
            return Err(Refused::Limit(Limit::ChunkLine));
        }
        let Some(rest) = rest else { return Ok(&[]) };
        let line = self.held.strip_suffix(b"\r\n").unwrap_or(self.held.get(..self.held.len() - 1).unwrap_or_default());
        let (is_bare, size) =
            (!self.held.ends_with(b"\r\n"), line.split(|&byte| byte == b';').next().unwrap_or_default());
        let is_padded = size.len() != size.trim_ascii().len() && size.len() == line.len();
        let Some(size) = chunk_length(size.trim_ascii()) else {
            return Err(Refused::Grammar("a chunk size is not a 64-bit hexadecimal number"));
        };
        self.held.clear();
        if is_bare {
            self.note(Offence::ChunkLineEnd);
        }
        if is_padded {
            self.note(Offence::PaddedChunkSize);
        }
        out.extend_from_slice(format!("{size:x}\r\n").as_bytes());
        self.state = if size == 0 { FramingState::Trailer } else { FramingState::ChunkData(size) };
        Ok(rest)
    }

    fn chunk_end<'a>(&mut self, input: &'a [u8], out: &mut Vec<u8>) -> Result<&'a [u8], Refused> {
        let rest = self.line(input);
        // Its first byte is enough, and what is not an end of a line may have none.
        if !b"\r\n".starts_with(&self.held) && self.held != b"\n" {
            return Err(Refused::Grammar("a chunk is longer than its announced size"));
        }
        let Some(rest) = rest else { return Ok(&[]) };
        if self.held == b"\n" {
            self.note(Offence::ChunkLineEnd);
        }
        self.held.clear();
        out.extend_from_slice(b"\r\n");
        self.state = FramingState::ChunkSize;
        Ok(rest)
    }

    fn trailer<'a>(&mut self, input: &'a [u8], out: &mut Vec<u8>) -> Result<&'a [u8], Refused> {
        let before = self.held.len();
        let rest = self.line(input);
        self.trailer_bytes += self.held.len() - before;
        if self.trailer_bytes > MAX_HEAD {
            return Err(Refused::Limit(Limit::TrailerBytes));
        }
        let Some(rest) = rest else { return Ok(&[]) };
        let is_end = self.held.trim_ascii().is_empty();
        self.held.clear();
        if is_end {
            out.extend_from_slice(b"\r\n");
            self.state = FramingState::Ended;
            return Ok(rest);
        }
        self.trailers += 1;
        if self.trailers > MAX_FIELDS {
            return Err(Refused::Limit(Limit::TrailerFields));
        }
        Ok(rest)
    }
}

/// How the content after a final head ends (RFC 9112 §6.3).
fn framing(head: &ResponseHead) -> FramingState {
    if matches!(head.status, 204 | 304) {
        return FramingState::Rest;
    }
    match (head.transfer_codings(), content_length(head)) {
        // HTTP/1.0 has no chunks, and its readers take them for content.
        (Some(codings), _) if codings == ["chunked"] && head.version != HttpVersion::Http10 => FramingState::ChunkSize,
        (None, Some(0)) => FramingState::Ended,
        (None, Some(length)) => FramingState::Length(length),
        _ => FramingState::Rest,
    }
}

/// The size of a chunk; zeros may stand before it.
fn chunk_length(digits: &[u8]) -> Option<u64> {
    // A sign, which the conversion takes, is none of the digits.
    let digits = std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u64::from_str_radix(digits, 16).ok()
}

/// The length up to and with a blank line.
fn blank_line(bytes: &[u8]) -> Option<usize> {
    let mut ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at).peekable();
    while let Some(end) = ends.next() {
        let next = *ends.peek()?;
        if next == end + 1 || (next == end + 2 && bytes.get(end + 1) == Some(&b'\r')) {
            return Some(next + 1);
        }
    }
    None
}

fn all<'a>(input: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    out.extend_from_slice(input);
    &[]
}

fn some<'a>(input: &'a [u8], left: &mut u64, out: &mut Vec<u8>) -> &'a [u8] {
    let count = usize::try_from(*left).unwrap_or(usize::MAX).min(input.len());
    let (now, rest) = input.split_at(count);
    out.extend_from_slice(now);
    *left -= count as u64;
    rest
}

#[cfg(test)]
mod tests;
