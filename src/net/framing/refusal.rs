//! Why a response is read no further.

use crate::http::syntax::message::{MAX_FIELDS, MAX_HEAD};
use crate::text::size::format_size;

/// The most bytes that the line with the size of a chunk may have, its extensions included.
pub const MAX_CHUNK_LINE: usize = 4096;
/// The most interim answers (1xx) before the final one.
pub const MAX_INTERIM: usize = 8;

/// A limit of this program that an answer may exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// That of interim answers.
    Interim,
    /// That of the line with the size of a chunk.
    ChunkLine,
    /// That of the bytes of a trailer.
    TrailerBytes,
    /// That of the fields of a trailer.
    TrailerFields,
    /// That of what a proxy says before its tunnel.
    ProxyHead,
    /// That of the bytes of all heads together, which is ureq's as well.
    Head,
    /// That of the fields of a head, which is ureq's as well.
    Fields,
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let head = format_size(MAX_HEAD as u64);
        match self {
            Self::Interim => write!(f, "more than {MAX_INTERIM} interim responses (1xx), the limit of metstatus"),
            Self::ChunkLine => {
                write!(f, "a chunk-size line has more than {MAX_CHUNK_LINE} bytes, the limit of metstatus")
            }
            Self::TrailerBytes => write!(f, "the trailer has more than {head}, the limit of metstatus"),
            Self::TrailerFields => {
                write!(f, "the trailer has more than {MAX_FIELDS} fields, the limit of metstatus")
            }
            Self::ProxyHead => {
                write!(f, "the proxy's response has more than {head} before the tunnel, the limit of metstatus")
            }
            Self::Head => write!(f, "more than {head} of header"),
            Self::Fields => write!(f, "more than {MAX_FIELDS} header fields"),
        }
    }
}

/// Why an answer is read no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It exceeds a limit of this program.
    Limit(Limit),
    /// It does not follow the grammar.
    Grammar(&'static str),
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Limit(limit) => limit.fmt(f),
            Self::Grammar(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Refused {}
