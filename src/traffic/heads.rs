//! The beginning of a part of a log: of each client and URL the requests up to the first good response.

use serde::{Deserialize, Serialize};

use super::hash::ByHash;
use super::record::Record;
use super::stream::UrlState;

/// The most clients and URLs of which the beginning is kept.
pub(super) const MOST: usize = 12_000;

/// The most requests that are kept of each.
const MOST_EACH: usize = 8;

/// The first requests of one client for one URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SeamHead {
    /// The requests.
    pub(super) records: Vec<Record>,
    /// Path and address as samples show them.
    pub(super) path: String,
    pub(super) from: String,
    /// Whether a good response made what came before unimportant.
    pub(super) settled: bool,
    /// Whether there were more requests than are kept.
    pub(super) cut: bool,
}

/// The beginning of a part.
#[derive(Clone, Debug, Default)]
pub(super) struct Seams {
    /// Whether they are kept.
    pub(super) kept: bool,
    /// The most clients and URLs.
    pub(super) most: usize,
    pub(super) heads: ByHash<SeamHead>,
    /// How many clients and URLs found no room: what an earlier part has to do with them will be lost.
    pub(super) dropped: u64,
    /// How many of which something was lost when parts were merged.
    pub(super) lost: u64,
}

impl Seams {
    /// Seams, kept or not, of so many clients and URLs at most.
    pub(super) fn new(kept: bool, most: usize) -> Self {
        Self { kept, most, ..Self::default() }
    }

    /// Adds a request to the beginning of its key, where that is open.
    pub(super) fn add(&mut self, record: &Record) -> bool {
        let Some(head) = self.heads.get_mut(&record.key) else { return false };
        if head.settled || head.cut {
            return true;
        }
        if head.records.len() >= MOST_EACH {
            head.cut = true;
            return true;
        }
        head.settled = UrlState::is_settled_by(record);
        head.records.push(Record { text: (0, 0, 0), ..record.clone() });
        true
    }

    /// Makes room for the beginning of a key.
    pub(super) fn open(&mut self, key: u64, path: String, from: String) -> bool {
        if self.heads.len() >= self.most {
            self.dropped += 1;
            return false;
        }
        self.heads.insert(key, SeamHead { path, from, ..SeamHead::default() });
        true
    }
}
