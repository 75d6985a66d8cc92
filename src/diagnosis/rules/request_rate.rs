//! Pacing over many requests: how often and how fast a client sends them, by a log or a recording.

use crate::diagnosis::catalogue::condition::ASKED_BEFORE_EXPIRY;
use crate::diagnosis::catalogue::request_rate::{REPEATED_REQUESTS, REQUEST_RATE};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::severity::{Certainty, Severity};
use crate::evidence::Exchange;
use crate::evidence::tally::{REPEAT_WINDOW_SECS, RequestTally};
use crate::met::hosts::Service;
use crate::text::secret::redact_urls;

/// How often a URL must be requested again soon to be reported: a restart or a retry is not.
const MIN_REPEATS: usize = 3;

/// The requests a second that MET allows an application without an agreement.
/// <https://api.met.no/doc/TermsOfService>
const MET_MOST_PER_SECOND: usize = 20;

/// What a log or a recording of requests to MET counts.
fn at_met(facts: &Facts) -> Option<&RequestTally> {
    facts.evidence.tally.as_deref().filter(|_| facts.service == Service::Met)
}

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let detectors = [rate, repeated];
    detectors.into_iter().filter_map(|detector| detector(facts)).collect()
}

fn rate(facts: &Facts) -> Option<Finding> {
    let peak = at_met(facts)?.peak.as_ref().filter(|peak| peak.requests > MET_MOST_PER_SECOND)?;
    let agent = facts.answer().and_then(|answer| answer.request.as_ref()?.fields.line("user-agent"));
    // Without a User-Agent in the log they may be those of several applications.
    let certainty = if agent.is_some() { Certainty::Likely } else { Certainty::Possible };
    let seen = format!("{} requests in the second {}", peak.requests, peak.at);
    Some(
        Finding::of(&REQUEST_RATE)
            .certainty(certainty)
            .quote(EvidenceSource::In, seen)
            .quote_if(EvidenceSource::Sent, agent),
    )
}

/// The requests in a recording that were sent before the previous response had expired. One may be a test, or a page
/// that was reloaded; several are how a client works.
pub(super) fn early(facts: &Facts) -> Option<Finding> {
    let early = at_met(facts)?.early.as_ref()?;
    let mut finding = Finding::of(&ASKED_BEFORE_EXPIRY);
    if early.requests > 1 {
        finding.severity = Severity::Warning;
        finding.message = format!("The data was requested again {} times before it expired", early.requests);
    }
    let first = format!("requested at {}, {} s too early", early.at, early.expires_at.seconds_since(early.at));
    let expires = facts.answer().and_then(Exchange::fields).and_then(|fields| fields.line("expires"));
    Some(finding.quote(EvidenceSource::Sent, first).quote_if(EvidenceSource::Received, expires))
}

fn repeated(facts: &Facts) -> Option<Finding> {
    let repeated = at_met(facts)?.repeated.as_ref().filter(|repeated| repeated.soon >= MIN_REPEATS)?;
    let mut finding = Finding::of(&REPEATED_REQUESTS).certainty(Certainty::Possible);
    finding.message = format!(
        "A URL was requested {} times within {REPEAT_WINDOW_SECS} s of a successful response, possibly before that expired",
        repeated.soon
    );
    let url = redact_urls(&repeated.url.clipped(200));
    Some(finding.quote(EvidenceSource::In, format!("{url} ({} requests in total)", repeated.requests)))
}
