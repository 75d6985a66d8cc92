//! How often the same was asked, and how fast: what a log or a recording shows beside a single exchange.

use crate::http::time::date::Timestamp;
use crate::text::escape::Text;

/// How many requests of one kind an input holds, and what their times show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestTally {
    /// How many requests.
    pub requests: usize,
    /// How many different URLs among them.
    pub urls: usize,
    /// When the first one was made.
    pub first_at: Timestamp,
    /// When the last one was made.
    pub last_at: Timestamp,
    /// The URL that was asked again soonest and most often, where one was within [`REPEAT_WINDOW_SECS`].
    pub repeated: Option<Repeated>,
    /// The second with the most requests of one client to MET.
    pub peak: Option<RequestPeak>,
    /// The requests that were made before the lifetime of the answer before them was over.
    pub early: Option<Early>,
}

/// Seconds within which hardly any response from MET expires: asking again within them is worth a look.
/// The products of MET are renewed every 3 to 30 minutes.
pub const REPEAT_WINDOW_SECS: i64 = 60;

/// One URL that was asked again soon after it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// The URL.
    pub url: Text,
    /// How often it was asked in all.
    pub requests: usize,
    /// How often within [`REPEAT_WINDOW_SECS`] of a good answer.
    pub soon: usize,
}

/// The second in which one client asked most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestPeak {
    /// The second.
    pub at: Timestamp,
    /// The requests in it.
    pub requests: usize,
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

impl RequestTally {
    /// The tally of one request.
    pub fn of(at: Timestamp) -> Self {
        Self { requests: 1, urls: 1, first_at: at, last_at: at, repeated: None, peak: None, early: None }
    }

    /// Counts one more request.
    pub fn count(&mut self, at: Timestamp) {
        self.requests += 1;
        self.first_at = self.first_at.min(at);
        self.last_at = self.last_at.max(at);
    }
}
