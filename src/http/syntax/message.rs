//! The head of an HTTP message: one parser for live answers, captured dumps and test fixtures.
//!
//! It takes raw bytes and keeps what other parsers drop: the order, case and repetition of the fields, the
//! reason phrase, bytes that are not ASCII. Deviations from the grammar of RFC 9112 that still leave the message
//! readable are kept beside it as [`Offence`]s, so a rule can report them.

use std::fmt;

use crate::text::escape::{Text, clip};
use crate::text::secret::redact_line;

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

/// One field line, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field name in the case in which it came.
    pub name: Text,
    /// The field value without the white space around it.
    pub value: Text,
}

/// The field lines of a message in their order, duplicates included. Names are compared without case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<Field>);

impl Fields {
    /// Appends a field line.
    pub fn push(&mut self, name: impl Into<Text>, value: impl Into<Text>) {
        self.0.push(Field { name: name.into(), value: value.into() });
    }

    /// Every field line, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Field> {
        self.0.iter()
    }

    /// The values of every line of the name, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Text> + 'a {
        self.0.iter().filter(move |field| field.name.eq_ignore_case(name)).map(|field| &field.value)
    }

    /// The value of the first line of the name.
    pub fn get(&self, name: &str) -> Option<&Text> {
        self.0.iter().find(|field| field.name.eq_ignore_case(name)).map(|field| &field.value)
    }

    /// The first line of the name whole, as it came: for quoting as evidence.
    pub fn line(&self, name: &str) -> Option<&Field> {
        self.0.iter().find(|field| field.name.eq_ignore_case(name))
    }

    /// The value of the first line of the name, where it is UTF-8.
    pub fn get_str(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Text::as_str)
    }

    /// Whether there is a line of the name.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All values of the name joined with a comma: the combined field value (RFC 9110 §5.3).
    pub fn combined(&self, name: &str) -> Option<Text> {
        let mut values = self.all(name);
        let mut joined = values.next()?.as_bytes().to_vec();
        for value in values {
            joined.extend_from_slice(b", ");
            joined.extend_from_slice(value.as_bytes());
        }
        Some(Text::new(joined))
    }

    /// How many field lines there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no field line.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.value)
    }
}

impl<N: Into<Text>, V: Into<Text>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(lines: I) -> Self {
        Self(lines.into_iter().map(|(name, value)| Field { name: name.into(), value: value.into() }).collect())
    }
}

impl<'a> IntoIterator for &'a Fields {
    type Item = &'a Field;
    type IntoIter = std::slice::Iter<'a, Field>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A deviation from the grammar that leaves the message readable (RFC 9112 §2.2, §5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offence {
    /// A line ends in LF without CR (RFC 9112 §2.2).
    BareLf,
    /// A field value goes on in the next line (RFC 9112 §5.2).
    ObsFold(Text),
    /// White space between field name and colon (RFC 9112 §5.1).
    SpaceBeforeColon(Text),
    /// A field name that is not a token (RFC 9110 §5.1).
    InvalidName(Text),
    /// A control character in a field value or reason phrase (RFC 9110 §5.5).
    InvalidValue(Text),
    /// The same Content-Length in more than one line or member (RFC 9112 §6.3).
    RepeatedLength(Text),
    /// A line that is not a field line at all: it has no colon, and is left out.
    NotAField(Text),
    /// A field without a name (RFC 9112 §5), which is left out.
    EmptyName(Text),
    /// A line of the chunks ends in LF without CR (RFC 9112 §7.1).
    ChunkLineEnd,
    /// Blanks around the size of a chunk (RFC 9112 §7.1).
    PaddedChunkSize,
    /// The connection ends after the last chunk, before the empty line that has to follow (RFC 9112 §7.1).
    CutTrailer,
}

impl Offence {
    /// The line that is quoted, where one is.
    pub fn line_mut(&mut self) -> Option<&mut Text> {
        match self {
            Self::ObsFold(line)
            | Self::SpaceBeforeColon(line)
            | Self::InvalidName(line)
            | Self::InvalidValue(line)
            | Self::RepeatedLength(line)
            | Self::NotAField(line)
            | Self::EmptyName(line) => Some(line),
            Self::BareLf | Self::ChunkLineEnd | Self::PaddedChunkSize | Self::CutTrailer => None,
        }
    }
}

impl fmt::Display for Offence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, line) = match self {
            Self::BareLf => return f.write_str("lines end in LF instead of CR LF"),
            Self::ChunkLineEnd => return f.write_str("lines of the chunks end in LF instead of CR LF"),
            Self::PaddedChunkSize => return f.write_str("a chunk size has spaces around it"),
            Self::CutTrailer => {
                return f.write_str("the connection ends after the last chunk, before the final empty line");
            }
            Self::ObsFold(line) => ("a header value is folded over two lines", line),
            Self::SpaceBeforeColon(line) => ("whitespace before the colon", line),
            Self::InvalidName(line) => ("a header name with characters that are not allowed", line),
            Self::InvalidValue(line) => ("a control character in the line", line),
            Self::RepeatedLength(line) => ("Content-Length is repeated", line),
            Self::NotAField(line) => ("a line without a colon", line),
            Self::EmptyName(line) => ("a header with an empty name", line),
        };
        write!(f, "{what}: {}", clip(&redact_line(&line.to_string()), 80))
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
