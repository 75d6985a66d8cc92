//! Where requests came from: a log, an archive, a part of one.

use serde::{Deserialize, Serialize};

/// One source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name as it was given, escaped.
    pub file: String,
    /// Its format.
    pub format: String,
    /// Whether its lines are stamped at the `start` or the `end` of a request.
    pub clock: String,
    /// From where the requests were seen, where that was said.
    pub vantage: Option<String>,
    /// How many lines or entries it has.
    pub lines: u64,
    /// How many of them could not be read.
    pub unread: u64,
    /// The first of those.
    pub first_unread: Option<(u64, String)>,
    /// How many were in another format than the others.
    pub other_formats: u64,
    /// The bytes that were read, uncompressed.
    pub bytes: u64,
    /// The first and the last time.
    pub seen: Option<(i64, i64)>,
    /// A hash of what it begins and ends with.
    pub hash: u64,
}

impl Source {
    /// Notes a time.
    pub(crate) fn note(&mut self, at: i64) {
        let seen = self.seen.get_or_insert((at, at));
        *seen = (seen.0.min(at), seen.1.max(at));
    }

    /// Whether another one is the same: under the same name with the same content, or the same content of some length.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let content = |one: &Self| (one.lines, one.bytes, one.seen, one.hash);
        content(self) == content(other) && self.lines > 0 && (self.file == other.file || self.lines > 64)
    }
}
