//! What deviates from the grammar of a message and leaves it readable.

use std::fmt;

use crate::text::escape::{Text, clip};
use crate::text::secret::redact_line;

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
