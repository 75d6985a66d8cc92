//! A request and what came of it, as lines of a log show it.

use super::NEAR;
use super::failure::FailureName;
use super::forms::{self, SENTENCE};
use crate::evidence::form::Form;
use crate::evidence::shown::Shown;
use crate::evidence::{Body, Failure, Request, Response};
use crate::http::syntax::message::{Fields, ResponseHead};
use crate::http::uri::target::Url;
use crate::intake::{Hints, Piece};

/// What came of a request, as lines show it.
pub(super) enum ReportedResult {
    Status(u16, String),
    Failed(FailureName, String),
}

/// A request and what came of it, as far as lines show it.
pub(super) struct ReportedEvent {
    pub(super) line: usize,
    /// The last line that reported it.
    pub(super) until: usize,
    pub(super) url: Option<Url>,
    pub(super) request: Option<Request>,
    pub(super) told: ReportedResult,
    pub(super) form: &'static Form,
    pub(super) sent: Vec<(&'static str, String)>,
    pub(super) received: Vec<(&'static str, String)>,
    pub(super) words: Vec<String>,
    /// The last of the indented lines right after it: what a program prints of an object is about one request.
    pub(super) block: usize,
    /// How many lines reported the same.
    pub(super) times: usize,
    /// The file that a browser names as what it did not load.
    pub(super) resource: Option<String>,
    /// The line without its numbers, by which a repeated line is known.
    pub(super) shape: u64,
}

/// A request of which the URL alone is known.
pub(in crate::intake) fn named(url: &Url) -> Request {
    Request { method: "GET".into(), url: Some(url.clone()), fields: Fields::default(), shown: Shown::UrlOnly }
}

/// The request with the User-Agent that the user names, where it shows none.
pub(in crate::intake) fn hinted(mut request: Request, hints: &Hints) -> Request {
    if let Some(agent) = hints.user_agent.as_ref().filter(|_| request.sent("user-agent").is_unknown()) {
        request.fields.push("User-Agent", agent.as_str());
        request.shown = Shown::Partly;
    }
    request
}

/// What a URL is known by: as a whole, and without its query.
pub(super) fn keys(url: &Url) -> [String; 2] {
    let path = format!("{}{}", url.host_without_dot(), url.path());
    [format!("{path}?{}", url.query().unwrap_or_default()), path]
}

/// Whether two URLs are the same request: many logs leave the query out.
pub(super) fn is_same(a: &Url, b: &Url) -> bool {
    a.host_without_dot() == b.host_without_dot()
        && a.path() == b.path()
        && (a.query() == b.query() || a.query().is_none() || b.query().is_none())
}

impl ReportedResult {
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Status(a, _), Self::Status(b, _)) => a == b,
            (Self::Failed(a, _), Self::Failed(b, _)) => a == b,
            _ => false,
        }
    }
}

impl ReportedEvent {
    /// The last line that may show more of it.
    pub(super) fn reach(&self) -> usize {
        self.until.max(self.block) + NEAR
    }

    /// Whether a statement reports this event once more: near it, of the same URL as far as both name one.
    pub(super) fn tells(&self, line: usize, url: Option<&Url>, told: &ReportedResult, shape: u64) -> bool {
        let near = line <= self.reach();
        let same = match (&self.url, url) {
            (Some(a), Some(b)) => is_same(a, b) && shape != self.shape,
            (None, None) => shape != self.shape || line <= self.until + 1,
            _ => true,
        };
        near && same
            && match (&self.told, told) {
                (ReportedResult::Status(a, _), ReportedResult::Status(b, _)) => a == b,
                (ReportedResult::Failed(..), ReportedResult::Failed(..)) => true,
                // A browser that stops a preflight logs its status below; a retry that is answered is another request.
                (ReportedResult::Failed(outcome, _), ReportedResult::Status(..)) => *outcome == FailureName::Preflight,
                // Safari names the origin and the status, and the URL on its next line.
                (ReportedResult::Status(..), ReportedResult::Failed(outcome, _)) => {
                    *outcome == FailureName::Preflight && self.url.is_none() && self.resource.is_none()
                }
            }
    }

    pub(super) fn take(&mut self, line: usize, url: Option<Url>, told: ReportedResult, form: &'static Form) {
        self.until = line;
        self.block = self.block.max(line);
        if self.url.as_ref().is_none_or(|known| known.query().is_none()) {
            self.url = url.or(self.url.take());
        }
        let better = match (&self.told, &told) {
            (ReportedResult::Failed(a, _), ReportedResult::Failed(b, _)) => b < a,
            (ReportedResult::Failed(outcome, _), ReportedResult::Status(..)) => *outcome != FailureName::Preflight,
            (ReportedResult::Status(_, a), ReportedResult::Status(_, b)) => a.is_empty() && !b.is_empty(),
            (ReportedResult::Status(..), ReportedResult::Failed(..)) => false,
        };
        if better {
            self.told = told;
        }
        if self.form == &forms::LOG_LINE || self.form == &SENTENCE {
            self.form = form;
        }
    }

    pub(super) fn piece(self, hints: &Hints) -> Piece {
        let url = self.url.or_else(|| hints.url.clone());
        let mut request = self.request.or_else(|| url.as_ref().map(named));
        if let (None, false) = (&request, self.sent.is_empty()) {
            request =
                Some(Request { method: "GET".into(), url: None, fields: Fields::default(), shown: Shown::Partly });
        }
        let request = request.map(|mut request| {
            for (name, value) in &self.sent {
                if request.sent(name).is_unknown() {
                    request.fields.push(*name, value.as_str());
                    request.shown = Shown::Partly;
                }
            }
            hinted(request, hints)
        });
        let (response, failure) = match self.told {
            ReportedResult::Status(code, reason) => (Some(response(code, &reason, &self.received, &self.words)), None),
            ReportedResult::Failed(outcome, words) => (None, Some(Failure { ..outcome.failure(&words) })),
        };
        Piece { line: self.line, request, response, failure, form: Some(self.form), ..Piece::default() }
    }
}

/// A response of which a status is known, and some fields and words.
fn response(code: u16, reason: &str, fields: &[(&'static str, String)], words: &[String]) -> Response {
    let fields: Fields = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let head = ResponseHead::stated(code, reason, fields);
    let bytes = words.join("\n").into_bytes();
    Response { head, interim: 0, body: Body { captured: false, bytes, ..Body::default() } }
}
