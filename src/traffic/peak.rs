//! The busiest second or minute.

use crate::http::time::date::Timestamp;

/// The slot of time with the most requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peak {
    /// How many.
    pub requests: u64,
    /// When it begins.
    pub at: Timestamp,
}
