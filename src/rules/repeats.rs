//! Pacing, as far as many requests show it: how often and how fast a client asks, by a log or a recording.

use super::{Rule, Topic};
use crate::evidence::Exchange;
use crate::facts::Facts;
use crate::finding::{Certainty, Finding, Seen, Severity};
use crate::http::secret::masked;
use crate::met::hosts::Service;
use crate::tally::{SOON_S, Tally};

const TERMS: &str = "https://api.met.no/doc/TermsOfService";

/// How often a URL has to be asked again soon before that is worth a word: a restart or a retry is not.
const OFTEN: usize = 3;

/// The requests a second that MET allows to one application without an agreement.
/// <https://api.met.no/doc/TermsOfService>
const MET_MOST_PER_SECOND: usize = 20;

macro_rules! logged {
    ($second:literal) => {
        concat!(
            "api.met.no:443 192.0.2.1 - - [30/Mar/2026:13:22:",
            $second,
            " +0000] \"GET /weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\" 200 3044 \"-\" ",
            "\"acme-weather/1.2 https://github.com/acme/weather\"\n"
        )
    };
}

macro_rules! five_logged {
    () => {
        concat!(logged!("46"), logged!("46"), logged!("46"), logged!("46"), logged!("46"))
    };
}

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "request-rate",
        topic: Topic::Pacing,
        title: "the client sends more requests a second than MET allows without an agreement",
        severity: Severity::Warning,
        reference: TERMS,
        explanation: "MET allows 20 requests a second for one application, all of its users and machines together. A log \
                      shows those that went through one place, by the second in which they ended.",
        advice: &[
            "spread the requests, and send the next batch when the last one is answered",
            "write to weatherapi-adm@met.no for an agreement, if your application needs more",
        ],
        example: concat!(five_logged!(), five_logged!(), five_logged!(), five_logged!(), five_logged!()),
        check: rate,
    },
    Rule {
        id: "repeated-requests",
        topic: Topic::Pacing,
        title: "the client asks for the same URL again and again",
        severity: Severity::Warning,
        reference: TERMS,
        explanation: "MET wants answers stored and not asked for again before their Expires. A log does not show Expires; \
                      but hardly any product of MET's expires within a minute, so that the same URL, asked by the same client \
                      several times within one, is likely not stored.",
        advice: &[
            "compare the times with the Expires of the answers: curl -si shows it, and metstatus tells when to ask next",
            "store answers until they expire, and share them between your users and processes",
        ],
        example: five_logged!(),
        check: repeated,
    },
];

/// What a log or a recording of requests to MET counts.
fn at_met(facts: &Facts) -> Option<&Tally> {
    facts.evidence.tally.as_deref().filter(|_| facts.service == Service::Met)
}

fn rate(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let peak = at_met(facts)?.peak.as_ref().filter(|peak| peak.requests > MET_MOST_PER_SECOND)?;
    let agent = facts.answer().and_then(|answer| answer.request.as_ref()?.fields.line("user-agent"));
    // Without a User-Agent in the log they may be those of several applications.
    let certainty = if agent.is_some() { Certainty::Likely } else { Certainty::Possible };
    let seen = format!("{} requests in the second {}", peak.requests, peak.at);
    Some(rule.found().certainty(certainty).quote(Seen::In, seen).quote_if(Seen::Sent, agent))
}

/// The requests that a recording shows to have come before the answer before them had expired. One may be a test, or a
/// page that was loaded again; several are how a client works.
pub(super) fn early(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let early = at_met(facts)?.early.as_ref()?;
    let mut finding = rule.found();
    if early.requests > 1 {
        finding.severity = Severity::Warning;
        finding.message = format!("the document was asked for again {} times before it had expired", early.requests);
    }
    let first = format!("asked at {}, {} s too early", early.at, early.expires_at.seconds_since(early.at));
    let expires = facts.answer().and_then(Exchange::fields).and_then(|fields| fields.line("expires"));
    Some(finding.quote(Seen::Sent, first).quote_if(Seen::Received, expires))
}

fn repeated(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let repeated = at_met(facts)?.repeated.as_ref().filter(|repeated| repeated.soon >= OFTEN)?;
    let mut finding = rule.found().certainty(Certainty::Possible);
    finding.message = format!(
        "a URL was asked {} times within {SOON_S} s of a good answer: perhaps before it expired",
        repeated.soon
    );
    let url = masked(&repeated.url.clipped(200));
    Some(finding.quote(Seen::In, format!("{url} ({} requests in all)", repeated.requests)))
}
