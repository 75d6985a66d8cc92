//! How much a judge holds at most.

use super::{heads, judge, redirects, table, windows};

/// How much a judge holds at most. What does not fit is counted, and makes counts lower bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    /// Clients and URLs that are known.
    pub(super) table: usize,
    /// Clients, and applications, that are counted apart.
    pub(super) clients: usize,
    /// Clients and URLs of which the beginning of a part is kept.
    pub(super) heads: usize,
    /// Groups of requests that are open, of each sort.
    pub(super) windows: usize,
    /// Redirects that are waited for.
    pub(super) redirects: usize,
    /// Seconds and minutes with requests, over all clients.
    pub(super) slots: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            table: table::MOST,
            clients: judge::MAX_CLIENTS,
            heads: heads::MOST,
            windows: windows::MOST,
            redirects: redirects::MOST,
            slots: judge::MAX_SLOTS,
        }
    }
}
