//! What is asked about one URL, and within which bounds.

use std::time::Duration;

use super::requests::request;
use super::revalidate::{self, ReplayWhen};
use super::state::TargetState;
use crate::evidence::{Exchange, Request};
use crate::http::syntax::message::Fields;
use crate::http::uri::target::Url;

/// What is asked about one URL, and within which bounds.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The URL.
    pub url: Url,
    /// The fields to send, User-Agent and the user's own, without Host.
    pub fields: Fields,
    /// Whether the fields say who asks, without which no request goes to MET.
    pub identified: bool,
    /// The User-Agent for a control request after a refusal, where there is one other than the client's.
    pub control_agent: Option<String>,
    /// Whether there is a contact of the user of this program.
    pub has_contact: bool,
    /// Whether to send control requests after a refusal.
    pub controls: bool,
    /// When to ask for the changelog of a product of MET's.
    pub changelog: ChangelogWhen,
    /// When to replay a success with If-Modified-Since.
    pub replay: ReplayWhen,
    /// Whether to find out also that an older date is answered with the document.
    pub thorough: bool,
    /// What an earlier run received: the first request carries its validators.
    pub stored: Option<Box<Exchange>>,
    /// Whether the next run is to know what came of it.
    pub keeps_state: bool,
    /// What an earlier run remembered of it.
    pub last: Option<Box<TargetState>>,
    /// How many redirects to follow.
    pub max_redirects: u32,
    /// Bytes of content to read at most.
    pub max_body: u64,
    /// The time for everything about this target.
    pub time: Duration,
}

/// When to ask for the changelog of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangelogWhen {
    /// After a 203, and after a 404 that the product table does not explain.
    Auto,
    /// After every answer but a 429 or 5xx.
    Always,
    /// Not at all.
    Never,
}

impl Plan {
    /// The request for the target itself, with the validators of an earlier run where there are some.
    pub fn first_request(&self) -> Request {
        let first = request(&self.url, &self.fields, true);
        let conditional = self.stored.as_ref().and_then(|stored| revalidate::of_stored(&first, stored));
        conditional.unwrap_or(first)
    }
}
