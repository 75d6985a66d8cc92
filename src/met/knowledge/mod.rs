//! What was learned of the products from MET's changelog since the table was made.

mod candidates;
mod file;
mod learn;
mod merge;

pub use file::{FileError, MAX_KNOWLEDGE, read, write};
pub use learn::learn;
pub(crate) use merge::rows;

use crate::http::time::timestamp::Timestamp;
use crate::met::meanings::AS_OF;
use crate::met::products::VersionStatus;

/// The address of MET's changelog as a feed. <https://api.met.no/doc/RSS>
pub(crate) const FEED: &str = "https://api.met.no/feed/changelog";

/// The most versions that are learned.
pub(crate) const MOST_VERSIONS: usize = 300;

/// Everything that one run keeps for the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knowledge {
    /// When the feed was last read, or the server said that it is the same; `None` before the first time.
    pub learned_at: Option<Timestamp>,
    /// Before when no request for the feed may be sent; `None` where none was sent yet.
    pub next_at: Option<Timestamp>,
    /// The value of ETag, to make the next request conditional.
    pub etag: Option<String>,
    /// The value of Last-Modified, for the same.
    pub last_modified: Option<String>,
    /// The versions, ordered by product and then by version.
    pub versions: Vec<LearnedVersion>,
}

/// A version as it is known after reading the feed: what the table says of it, and what was announced since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnedVersion {
    /// The name of the product, as in its address.
    pub product: String,
    /// The version, such as `2.0`.
    pub version: String,
    /// The stage of its life.
    pub state: VersionStatus,
    /// When it was first announced, `2026-03-16`.
    pub since: Option<String>,
    /// When it was deprecated.
    pub deprecated: Option<String>,
    /// The day of its end, and whether that was announced only.
    pub ended: Option<(String, bool)>,
    /// What takes its place.
    pub successor: Option<String>,
    /// The sentence that says so. It is not escaped and must not be written to any output as it is.
    pub sentence: String,
    /// The address of the entry.
    pub link: Option<String>,
    /// The day on which the entry was written.
    pub written: String,
}

/// The start of the month of the table: what was written before it is in the table.
fn table_from() -> Timestamp {
    Timestamp::parse_rfc3339(&format!("{AS_OF}-01")).unwrap_or(Timestamp::from_unix(0))
}

/// Whether a text may be the name of a product, which becomes part of addresses.
fn is_name(text: &str) -> bool {
    (2..=40).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

/// Whether a text may be a version: `2.0`.
fn is_version(text: &str) -> bool {
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('.').is_some_and(|(major, minor)| is_number(major) && is_number(minor))
}

/// Whether a text can be shown as it is: what takes the place of a version, or an address.
fn is_plain(text: &str, most: usize) -> bool {
    !text.is_empty() && text.len() <= most && text.bytes().all(|b| b == b' ' || b.is_ascii_graphic())
}

/// Whether a text is a day that exists: `2026-03-16`.
fn is_day(text: &str) -> bool {
    text.len() == 10 && Timestamp::parse_rfc3339(text).is_some()
}
