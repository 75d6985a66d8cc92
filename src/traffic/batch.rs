//! Requests in a row, reduced to what is kept of them: what is known without those before, made apart from the judge.

use super::client::Standing;
use super::record::Record;

/// Seconds by which a line may be earlier than the one before it.
pub(super) const BACKWARDS_S: u32 = 5;

/// The times that a log can hold: after 1990, and as long as 32 bits last.
pub(super) const TIMES: std::ops::RangeInclusive<i64> = 631_152_000..=4_294_000_000;

/// What was counted beside the clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct BatchCounts {
    /// Every request that was pushed and lies within the time asked for.
    pub requests: u64,
    /// Those that a cache answered: MET did not see them.
    pub from_cache: u64,
    /// Those that were for something else than the Weather API.
    pub elsewhere: u64,
    /// Those outside `--since` and `--until`.
    pub outside: u64,
    /// Those whose time lies outside all that a log can hold.
    pub impossible_times: u64,
    /// Those that came earlier than the one before, by more than a few seconds.
    pub backwards: u64,
}

/// Requests in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct RecordBatch {
    /// The requests. Client and product are places in the lists of this batch and of what made it.
    pub(super) records: Vec<Record>,
    /// Paths and addresses, as far as reports may show them.
    pub(super) texts: Vec<u8>,
    /// The clients of the records.
    pub(super) clients: Vec<ClientSeen>,
    /// What was counted beside them.
    pub(super) counts: BatchCounts,
    /// The times of the first and the last request.
    pub(super) ends: Option<(u32, u32)>,
}

/// A client as one of its requests shows it.
#[derive(Clone, Debug, Default)]
pub(super) struct ClientSeen {
    /// What makes it one.
    pub(super) key: u64,
    pub(super) standing: Standing,
    /// What it is called, unless an earlier batch has said so.
    pub(super) name: Option<String>,
    /// The application, where clients are something else: a hash of its name.
    pub(super) application: Option<u64>,
    /// What that is called, unless an earlier batch has said so.
    pub(super) application_name: Option<String>,
}

impl RecordBatch {
    /// Notes a request at a time that can be compared with others.
    pub(super) fn note_time(&mut self, at: u32) {
        let before = self.ends.get_or_insert((at, at));
        self.counts.backwards += u64::from(at.saturating_add(BACKWARDS_S) < before.1);
        before.1 = at;
    }

    /// Whether it has no requests to look at.
    pub(super) fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Keeps what reports may show of a request: its path, and its address.
    pub(super) fn keep_text(&mut self, path: &[u8], address: Option<&[u8]>) -> (u32, u32, u32) {
        let end = |texts: &Vec<u8>| u32::try_from(texts.len()).unwrap_or(u32::MAX);
        let start = end(&self.texts);
        self.texts.extend_from_slice(path.get(..path.len().min(super::name::LONGEST)).unwrap_or_default());
        let middle = end(&self.texts);
        let address = address.unwrap_or_default();
        self.texts.extend_from_slice(address.get(..address.len().min(64)).unwrap_or_default());
        (start, middle, end(&self.texts))
    }

    /// Makes it empty again.
    pub(super) fn clear(&mut self) {
        self.records.clear();
        self.texts.clear();
        self.clients.clear();
        (self.counts, self.ends) = (BatchCounts::default(), None);
    }
}
