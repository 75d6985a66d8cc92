//! What was observed: requests, responses, failures, times. Nothing in here is derived or judged.

pub mod event;
mod exchange;
mod failure;
pub(crate) mod form;
pub(crate) mod held;
pub mod occurrences;
pub(crate) mod redaction;
pub mod redirect;
#[cfg(test)]
pub(crate) mod samples;
pub(crate) mod shown;

pub use exchange::{
    Body, BodyCut, Condition, Connection, ControlVariant, Exchange, Reply, Request, Response, Role, Timing, TlsSession,
};
pub use failure::{Failure, FailureKind, Phase};

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use flate2::Crc;

use crate::evidence::form::Form;
use crate::evidence::occurrences::Occurrences;
use crate::http::time::date::Timestamp;
use crate::http::uri::target::{Url, UrlError};

/// Everything that is known about one target.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The exchanges in the order in which they happened.
    pub exchanges: Vec<Exchange>,
    /// Why no replay was made, where none was.
    pub no_replay: Option<NoReplay>,
    /// Why a redirect was not followed, where one was not.
    pub redirect_stop: Option<RedirectStop>,
    /// Whether nothing was to be sent.
    pub dry_run: bool,
    /// The URL that was not asked, because its host had answered with this status before in the same run.
    pub not_asked: Option<(Url, u16)>,
    /// What an earlier run received, whose validators the first request of this one carried.
    pub previous_response: Option<Box<Exchange>>,
    /// The run whose verdict is still valid, where nothing was sent.
    pub last_run: Option<LastRun>,
    /// How often the same was asked, where the input shows more than one time.
    pub occurrences: Option<Box<Occurrences>>,
    /// Whether a refusal could not be inquired into, because no one gave a contact to ask under another name with.
    pub lacks_contact: bool,
    /// Whether the source shows no fields of answers at all, as the log of a server or a proxy.
    pub status_only: bool,
    /// Whether the source leaves the query of the URL out, so it does not show which parameters were sent.
    pub query_cut: bool,
    /// Whether the source is the log of a server in front of MET: it shows what visitors sent to that server.
    pub visitors: bool,
    /// The form in which it was captured; none for a live check.
    pub form: Option<&'static Form>,
    /// Whether the source shows a request and nothing of what came of it.
    pub unanswered: bool,
    /// Whether the source reports the same status from several services that have nothing in common.
    pub several_services: bool,
}

impl Evidence {
    /// The exchange that answers the target: the last one of the first request and its redirects.
    pub fn answer(&self) -> Option<&Exchange> {
        self.exchanges.iter().rfind(|exchange| matches!(exchange.role, Role::First | Role::Redirect))
    }

    /// The last exchange that replayed the document with If-Modified-Since.
    /// A 304 to a condition of the user's own is the replay of something that was not seen.
    pub fn replay(&self) -> Option<&Exchange> {
        // Beside If-None-Match a date is ignored (RFC 9110 §13.1.3).
        let is_own = |answer: &&Exchange| {
            let by_date = answer.asks_with("if-modified-since") && !answer.asks_with("if-none-match");
            answer.status() == Some(304) && by_date
        };
        let own = || self.answer().filter(is_own);
        self.replayed().map(|(_, replay)| replay).or_else(own)
    }

    /// The last exchange that replayed the document with If-Modified-Since, after the one whose document it was.
    /// A request that carried the validators of an earlier run replays what that run received.
    pub fn replayed(&self) -> Option<(&Exchange, &Exchange)> {
        if let Some(pair) = self.polled("if-modified-since") {
            return Some(pair);
        }
        // A second attempt that says nothing leaves what the first one showed.
        let telling = |exchange: &Exchange| match exchange.role {
            Role::Replay(Condition::ModifiedSince) => true,
            Role::Replay(Condition::RepeatAfterChange) => {
                exchange.failure.is_none() && matches!(exchange.status(), Some(200..=299 | 304))
            }
            _ => false,
        };
        let at = self.exchanges.iter().rposition(telling)?;
        let (before, rest) = self.exchanges.split_at(at);
        Some((before.iter().rfind(|exchange| exchange.is_document())?, rest.first()?))
    }

    /// What an earlier run received, and the answer to the request with its validator.
    fn polled(&self, condition: &str) -> Option<(&Exchange, &Exchange)> {
        let answer = self.answer().filter(|answer| answer.live && answer.asks_with(condition))?;
        Some((self.previous_response.as_deref()?, answer))
    }

    /// Puts what an earlier run received before a 304 that says that it still holds, which is a replay of it then.
    pub fn merge_stored_response(&mut self) {
        let Some(stored) = &self.previous_response else { return };
        let at = self.exchanges.iter().rposition(|exchange| matches!(exchange.role, Role::First | Role::Redirect));
        let Some((at, answer)) = at.and_then(|at| Some((at, self.exchanges.get_mut(at)?))) else { return };
        let condition = if answer.asks_with("if-none-match") { Condition::EntityTag } else { Condition::ModifiedSince };
        if answer.status() != Some(304) || answer.failure.is_some() {
            return;
        }
        let document = Exchange { role: answer.role, ..(**stored).clone() };
        answer.role = Role::Replay(condition);
        self.exchanges.insert(at, document);
        self.no_replay = None;
    }

    /// The exchange that brought the document last: the answer, or a replay in which it had changed.
    pub fn document(&self) -> Option<&Exchange> {
        self.exchanges.iter().rfind(|exchange| exchange.is_document())
    }

    /// The exchange that asked with an entity tag, after the one whose tag it was.
    pub fn tag_replayed(&self) -> Option<(&Exchange, &Exchange)> {
        if let Some(pair) = self.polled("if-none-match") {
            return Some(pair);
        }
        let at = self.exchanges.iter().rposition(|exchange| exchange.role == Role::Replay(Condition::EntityTag))?;
        let (before, rest) = self.exchanges.split_at(at);
        Some((before.iter().rfind(|exchange| exchange.is_document())?, rest.first()?))
    }

    /// Whether a replay with this condition was sent.
    pub fn has_sent(&self, condition: Condition) -> bool {
        self.exchanges.iter().any(|exchange| exchange.role == Role::Replay(condition))
    }

    /// Whether a control with this change was sent.
    pub fn has_control(&self, change: ControlVariant) -> bool {
        self.exchanges.iter().any(|exchange| exchange.role == Role::Control(change))
    }

    /// The control requests.
    pub fn controls(&self) -> impl Iterator<Item = (ControlVariant, &Exchange)> {
        self.exchanges.iter().filter_map(|exchange| match exchange.role {
            Role::Control(change) => Some((change, exchange)),
            _ => None,
        })
    }

    /// The exchange that fetched the changelog, or the captured one.
    pub fn changelog(&self) -> Option<&Exchange> {
        self.exchanges.iter().find(|exchange| exchange.role == Role::Changelog)
    }

    /// Forgets the contents of the responses, and keeps their sizes.
    pub fn drop_contents(&mut self) {
        for response in self.exchanges.iter_mut().filter_map(|exchange| exchange.response.as_mut()) {
            response.body.dropped += std::mem::take(&mut response.body.bytes).len();
        }
    }

    /// How long the answer took from the first request to its end, redirects included and the waits between them not;
    /// `None` where that is not known.
    pub fn response_time(&self) -> Option<Duration> {
        self.answer()?;
        self.hops().map(|exchange| exchange.timing.total).sum()
    }

    /// Every hop from the first request to the answer.
    pub fn hops(&self) -> impl Iterator<Item = &Exchange> {
        self.exchanges.iter().filter(|exchange| matches!(exchange.role, Role::First | Role::Redirect))
    }
}

/// An earlier run whose verdict is still valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastRun {
    /// When it asked.
    pub checked_at: Timestamp,
    /// Until when its verdict is still valid.
    pub stands_until: Timestamp,
}

/// Why there was no replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoReplay {
    /// The user asked for none.
    Declined,
    /// The first response was not a success, so a condition on it means nothing (RFC 9110 §13.2.1).
    NotSuccess,
    /// MET Norway's beta and deprecated versions, answered with 203, have no conditional requests.
    MetNonAuthoritative,
    /// There was no valid Last-Modified to send.
    NoValidator,
    /// The time for the target was used up.
    OutOfTime,
    /// The answer was not received whole.
    Incomplete,
    /// The capture holds no second response.
    NotCaptured,
    /// The answer does not change while it is fresh, and says so.
    Immutable,
    /// The next run's ordinary request carries the condition.
    NextRun,
    /// It would take longer until the answer expires than this program waits.
    TooFarAway(Duration),
    /// The answer says that there are no requests left, or when to ask again.
    ToldToWait,
    /// A signal ended the run before the replay did.
    Interrupted,
}

impl NoReplay {
    /// The name in reports.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::NotSuccess => "not-a-success",
            Self::MetNonAuthoritative => "met-203",
            Self::NoValidator => "no-validator",
            Self::OutOfTime => "out-of-time",
            Self::Incomplete => "incomplete",
            Self::NotCaptured => "not-captured",
            Self::Immutable => "immutable",
            Self::NextRun => "next-run",
            Self::TooFarAway(_) => "too-far-away",
            Self::ToldToWait => "told-to-wait",
            Self::Interrupted => "interrupted",
        }
    }
}

/// Why a redirect does not say where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LocationError {
    /// It has no Location.
    Missing,
    /// It has several.
    Several,
    /// Its Location is not a URL that can be asked.
    Unusable(UrlError),
}

impl fmt::Display for LocationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no Location header"),
            Self::Several => f.write_str("there is more than one Location header"),
            Self::Unusable(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LocationError {}

/// Why a redirect was not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedirectStop {
    /// More hops than allowed.
    TooMany(u32),
    /// The URL was asked before.
    Loop(Url),
    /// From https to http.
    Downgrade(Url),
    /// No, several, or an unusable Location.
    Invalid(LocationError),
    /// From a public host to a private address.
    Private(Url),
    /// To MET, which wants to know who asks, and no one said so.
    NoIdentity(Url),
    /// The time for the target was used up, or would be by the wait that the redirect asks for.
    OutOfTime(Duration),
}

/// What distinguishes contents.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    let mut checksum = Crc::new();
    checksum.update(bytes);
    checksum.sum()
}
