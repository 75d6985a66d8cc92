//! How much a judge holds at most.

use super::{heads, redirects, table, windows};

/// The most clients that are counted apart; what others do is counted together.
const MAX_CLIENTS: usize = 1024;

/// The most seconds and minutes with requests that are kept, over all clients.
const MAX_SLOTS: usize = 1 << 18;

/// How much a judge holds at most. What does not fit is counted, and makes counts lower bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct JudgeLimits {
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

impl Default for JudgeLimits {
    fn default() -> Self {
        Self {
            table: table::MOST,
            clients: MAX_CLIENTS,
            heads: heads::MOST,
            windows: windows::MOST,
            redirects: redirects::MOST,
            slots: MAX_SLOTS,
        }
    }
}
