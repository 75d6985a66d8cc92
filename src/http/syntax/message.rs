//! The head of an HTTP message: one parser for live answers, captured dumps and test fixtures.
//!
//! It takes raw bytes and keeps what other parsers drop: the order, case and repetition of the fields, the
//! reason phrase, bytes that are not ASCII. Deviations from the grammar of RFC 9112 that still leave the message
//! readable are kept beside it as [`Offence`]s, so a rule can report them.

use std::fmt;

pub(crate) use super::fields::Field;
pub use super::fields::Fields;
pub use super::offence::Offence;
use crate::text::escape::Text;

/// The most fields of a head, and of a trailer. That of a head is what ureq takes, and cannot be changed.
pub const MAX_FIELDS: usize = 128;

/// The most bytes that all heads of one answer may have together, and its trailers.
pub const MAX_HEAD: usize = 64 * 1024;

/// The protocol version that a status or request line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpVersion {
    /// HTTP/1.0
    Http10,
    /// HTTP/1.1
    Http11,
    /// HTTP/2, as tools such as curl write it in a dump
    Http2,
    /// HTTP/3, as tools such as curl write it in a dump
    Http3,
}

impl HttpVersion {
    /// Reads `HTTP/1.1`, and `HTTP/2`, `HTTP/3` as they stand in dumps; `None` for anything else.
    pub fn parse(token: &[u8]) -> Option<Self> {
        match token {
            b"HTTP/1.0" => Some(Self::Http10),
            b"HTTP/1.1" => Some(Self::Http11),
            b"HTTP/2" | b"HTTP/2.0" => Some(Self::Http2),
            b"HTTP/3" | b"HTTP/3.0" => Some(Self::Http3),
            _ => None,
        }
    }
}

impl fmt::Display for HttpVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Http10 => "HTTP/1.0",
            Self::Http11 => "HTTP/1.1",
            Self::Http2 => "HTTP/2",
            Self::Http3 => "HTTP/3",
        })
    }
}

/// The head of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHead {
    /// The version of the status line.
    pub version: HttpVersion,
    /// The status code, 100 to 999 (codes from 600 on are outside RFC 9110 but were sent).
    pub status: u16,
    /// The reason phrase as it came, often empty.
    pub reason: Text,
    /// The field lines.
    pub fields: Fields,
    /// What deviates from the grammar.
    pub offences: Vec<Offence>,
}

/// The head of a request, as it is in a dump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestHead {
    /// The method, such as `GET`.
    pub method: Text,
    /// The request target: a path with query, or a whole URL.
    pub target: Text,
    /// The field lines.
    pub fields: Fields,
}

/// Why a head could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeadError {
    /// The bytes end before the blank line that ends a head.
    Incomplete,
    /// The first line is not a status line of HTTP.
    NotHttp(Text),
    /// The first line names a version that this program does not know.
    HttpVersion(Text),
    /// The status code is not three digits from 100 to 999.
    Status(Text),
}

impl fmt::Display for HeadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incomplete => f.write_str("the header ends before its blank line"),
            Self::NotHttp(line) => write!(f, "the first line is not an HTTP status line: {}", line.clipped(80)),
            Self::HttpVersion(line) => write!(f, "an unknown protocol version: {}", line.clipped(80)),
            Self::Status(line) => {
                write!(f, "the status code is not three digits from 100 to 999: {}", line.clipped(80))
            }
        }
    }
}

/// Splits the lines of a head from what follows: the lines without their ends, whether one ended in LF alone,
/// and the number of bytes up to and with the blank line. `None` while the blank line has not come.
pub fn split_head(bytes: &[u8]) -> Option<(Vec<&[u8]>, bool, usize)> {
    let mut lines = Vec::new();
    let mut bare_lf = false;
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        let end = rest.iter().position(|&b| b == b'\n')?;
        let line = rest.get(..end)?;
        at += end + 1;
        let line = match line.strip_suffix(b"\r") {
            Some(line) => line,
            None => {
                bare_lf = true;
                line
            }
        };
        if line.is_empty() {
            return Some((lines, bare_lf, at));
        }
        lines.push(line);
    }
}

impl ResponseHead {
    /// The head of a response of which a log shows no more than this.
    pub(crate) fn stated(status: u16, reason: &str, fields: Fields) -> Self {
        Self { version: HttpVersion::Http11, status, reason: reason.into(), fields, offences: Vec::new() }
    }

    /// Reads a head from raw bytes; also returns how many bytes it took, its blank line included.
    ///
    /// # Errors
    /// When the bytes end too early or the first line is not a status line.
    pub fn parse(bytes: &[u8]) -> Result<(Self, usize), HeadError> {
        let (lines, bare_lf, used) = split_head(bytes).ok_or(HeadError::Incomplete)?;
        let mut head = Self::from_lines(&lines)?;
        if bare_lf {
            head.offences.insert(0, Offence::BareLf);
        }
        Ok((head, used))
    }

    /// Reads a head from its lines, ends removed.
    ///
    /// # Errors
    /// When the first line is not a status line.
    pub fn from_lines(lines: &[&[u8]]) -> Result<Self, HeadError> {
        let (&first, rest) = lines.split_first().ok_or(HeadError::Incomplete)?;
        let (version, status, reason) = parse_status_line(first)?;
        let mut offences = Vec::new();
        if has_control(reason) {
            offences.push(Offence::InvalidValue(Text::from(first)));
        }
        let fields = parse_fields(rest, &mut offences);
        if let Some(length) = fields.combined("content-length").filter(|length| is_repeated(length.as_bytes())) {
            offences.push(Offence::RepeatedLength(length));
        }
        Ok(Self { version, status, reason: Text::from(reason), fields, offences })
    }

    /// The transfer codings in lower case, in the order in which they were applied; `None` without any
    /// Transfer-Encoding. Empty members of the list mean nothing (RFC 9110 §5.6.1).
    pub fn transfer_codings(&self) -> Option<Vec<String>> {
        let value = self.fields.combined("transfer-encoding")?;
        let members = value.as_bytes().split(|&b| b == b',').map(<[u8]>::trim_ascii);
        let named = members.filter(|member| !member.is_empty());
        Some(named.map(|member| Text::from(member).to_string().to_ascii_lowercase()).collect())
    }
}

impl RequestHead {
    /// Reads a request head from its lines, ends removed; `None` when the first line is not a request line.
    pub fn from_lines(lines: &[&[u8]]) -> Option<Self> {
        let (&first, rest) = lines.split_first()?;
        let (method, target) = parse_request_line(first)?;
        let fields = parse_fields(rest, &mut Vec::new());
        Some(Self { method: Text::from(method), target: Text::from(target), fields })
    }
}

/// Method and target of a request line; `None` when it is none.
pub(crate) fn parse_request_line(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut parts = line.split(|&b| b == b' ').filter(|part| !part.is_empty());
    let (method, target, version) = (parts.next()?, parts.next()?, parts.next()?);
    let is_method = method.iter().all(|b| b.is_ascii_uppercase() || *b == b'-');
    (is_method && parts.next().is_none() && HttpVersion::parse(version).is_some()).then_some((method, target))
}

fn parse_status_line(line: &[u8]) -> Result<(HttpVersion, u16, &[u8]), HeadError> {
    let shown = || Text::from(line);
    if !line.starts_with(b"HTTP/") {
        return Err(HeadError::NotHttp(shown()));
    }
    let (token, rest) = split_once(line, b' ').unwrap_or((line, b""));
    let version = HttpVersion::parse(token).ok_or_else(|| HeadError::HttpVersion(shown()))?;
    let (code, reason) = split_once(rest, b' ').unwrap_or((rest, b""));
    let status = match code {
        [a @ b'1'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9'] => {
            u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0')
        }
        _ => return Err(HeadError::Status(shown())),
    };
    Ok((version, status, reason.trim_ascii()))
}

fn parse_fields(lines: &[&[u8]], offences: &mut Vec<Offence>) -> Fields {
    let mut fields: Vec<(Text, Vec<u8>)> = Vec::with_capacity(lines.len());
    for &line in lines {
        let shown = || Text::from(line);
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            offences.push(Offence::ObsFold(shown()));
            if let Some((_, value)) = fields.last_mut() {
                unfold(value, line.trim_ascii());
            }
            continue;
        }
        // A name such as `:authority`, from a dump of HTTP/2, has its colon at the start.
        let Some(colon) = line.iter().skip(1).position(|&b| b == b':').map(|at| at + 1) else {
            offences.push(if line.first() == Some(&b':') {
                Offence::EmptyName(shown())
            } else {
                Offence::NotAField(shown())
            });
            continue;
        };
        if matches!(line, [b':', b' ' | b'\t', ..]) {
            offences.push(Offence::EmptyName(shown()));
            continue;
        }
        let (name, value) = line.split_at(colon);
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        let trimmed = name.trim_ascii_end();
        if trimmed.is_empty() {
            offences.push(Offence::NotAField(shown()));
            continue;
        }
        if trimmed.len() != name.len() {
            offences.push(Offence::SpaceBeforeColon(shown()));
        }
        if !trimmed.iter().all(|&b| is_token_byte(b)) {
            offences.push(Offence::InvalidName(shown()));
        }
        if has_control(value) {
            offences.push(Offence::InvalidValue(shown()));
        }
        fields.push((Text::from(trimmed), value.to_vec()));
    }
    fields.into_iter().collect()
}

/// Appends what a folded line adds to a value, after one blank (RFC 9112 §5.2).
fn unfold(value: &mut Vec<u8>, more: &[u8]) {
    if !value.is_empty() && !more.is_empty() {
        value.push(b' ');
    }
    value.extend_from_slice(more);
}

/// Whether a list has the same member more than once, and no other.
fn is_repeated(list: &[u8]) -> bool {
    let mut members = list.split(|&b| b == b',').map(<[u8]>::trim_ascii);
    let first = members.next();
    let mut others = members.peekable();
    others.peek().is_some() && others.all(|member| Some(member) == first)
}

fn split_once(bytes: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let position = bytes.iter().position(|&b| b == at)?;
    Some((bytes.get(..position)?, bytes.get(position + 1..)?))
}

fn has_control(value: &[u8]) -> bool {
    value.iter().any(|&b| (b < 0x20 && b != b'\t') || b == 0x7f)
}

/// Whether a byte may stand in a token, and so in a field name (RFC 9110 §5.6.2).
pub fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests;
