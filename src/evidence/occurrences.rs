//! How many requests of one kind an input holds, and when they were made.

use crate::http::time::date::Timestamp;

/// How many requests of one kind an input holds, and when they were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrences {
    /// How many requests.
    pub requests: usize,
    /// How many different URLs among them.
    pub urls: usize,
    /// When the first one was made.
    pub first_at: Timestamp,
    /// When the last one was made.
    pub last_at: Timestamp,
    /// The requests of a recording that were made before the lifetime of the answer before them was over.
    pub early: Option<Early>,
}

/// Requests that came before the answer before them had expired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Early {
    /// How many.
    pub requests: usize,
    /// When the first of them was made.
    pub at: Timestamp,
    /// When the answer before it expires.
    pub expires_at: Timestamp,
}

impl Occurrences {
    /// One request.
    pub fn of(at: Timestamp) -> Self {
        Self { requests: 1, urls: 1, first_at: at, last_at: at, early: None }
    }

    /// Counts one more request.
    pub fn count(&mut self, at: Timestamp) {
        self.requests += 1;
        self.first_at = self.first_at.min(at);
        self.last_at = self.last_at.max(at);
    }
}
