//! What follows from the evidence by pure reckoning: the ground on which every rule stands.

use std::time::Duration;

use crate::cause::{self, Cause};
use crate::evidence::{Evidence, Exchange, NoReplay};
use crate::http::date::{Timestamp, parse_http_date};
use crate::http::excerpt::{self, first_lines};
use crate::http::freshness::{self, Freshness, Received};
use crate::http::lifetime::Basis;
use crate::http::next_poll::{self, NextPoll};
use crate::http::replay::{self, Half, Judgement, Outcome};
use crate::http::target::Url;
use crate::lifecycle::Lifecycle;
use crate::met::asked::Asked;
use crate::met::hosts::Service;
use crate::met::lint::{self, Lint};
use crate::met::products::{self, Version};

/// Evidence about one target, and what follows from it.
#[derive(Clone, Debug)]
pub struct Facts {
    /// What was observed.
    pub evidence: Evidence,
    /// Whose rules apply to the answer.
    pub service: Service,
    /// Whether the service is known from the URL, and not only likely from the fields of the answer.
    pub service_known: bool,
    /// The freshness of the answer, where there is one.
    pub freshness: Option<Freshness>,
    /// When to ask again.
    pub next_poll: Option<NextPoll>,
    /// What came of the replay, where there was a success to replay.
    pub replay: Option<Replay>,
    /// Why the answer is no success, where it is none.
    pub cause: Option<Cause>,
    /// How long the version lives, where there is an answer or a table to tell.
    pub lifecycle: Option<Lifecycle>,
    /// How near an end has to be to be reported.
    pub thresholds: Thresholds,
    /// What is wrong with the URL by itself, at MET.
    pub lints: Vec<Lint>,
    /// What the product table says of the version that was asked, where it knows it.
    pub version: Option<&'static Version>,
    /// The first lines of the answer's body as text, for an answer that is no success.
    pub words: Vec<String>,
    /// The time of judging.
    pub now: Timestamp,
}

/// How near the end of a version has to be to be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Nearer than this it is a warning.
    pub warning: Duration,
    /// Nearer than this it is an error.
    pub critical: Duration,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { warning: Duration::from_secs(60 * 86_400), critical: Duration::from_secs(14 * 86_400) }
    }
}

/// What came of the replay.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The outcome.
    pub outcome: Outcome,
    /// What the second answer shows in detail, where there was one.
    pub judgement: Option<Judgement>,
    /// Why none was sent, where none was.
    pub reason: Option<NoReplay>,
    /// Bytes of content that a client saves by asking with a condition.
    pub saved_bytes: Option<u64>,
}

impl Facts {
    /// Reckons what follows from `evidence` at the time `now`.
    pub fn new(evidence: Evidence, now: Timestamp, thresholds: Thresholds) -> Self {
        let (service, service_known) = service(&evidence);
        let answer = evidence.answer();
        let freshness = answer.and_then(|answer| freshness_of(answer, now));
        let next_poll =
            answer.zip(freshness.as_ref()).and_then(|(answer, freshness)| next_poll_of(answer, freshness, service));
        let text = answer.map(text).unwrap_or_default();
        let words = answer.map(|answer| telling(first_lines(&text), answer)).unwrap_or_default();
        let replay = replay_of(&evidence, service, now);
        let lints = evidence.hops().next().and_then(Exchange::url).map(lint::lint).unwrap_or_default();
        let version = answer.and_then(Exchange::url).and_then(known_version);
        let told = Lifecycle::of(&evidence, service, version, false, now).is_over_by_changelog(now);
        let ended = told || version.is_some_and(|version| version.is_over(now));
        let cause = answer
            .and_then(|answer| cause::of(answer, service, &text))
            .map(|cause| if service == Service::Met { cause::after_lints(cause, &lints, ended) } else { cause })
            .map(|cause| cause::after_controls(cause, &evidence));
        let gone = cause.as_ref().is_some_and(|cause| cause.id == "version-ended");
        let lifecycle = (!evidence.exchanges.is_empty()).then(|| Lifecycle::of(&evidence, service, version, gone, now));
        Self {
            lifecycle,
            thresholds,
            service,
            service_known,
            freshness,
            next_poll,
            replay,
            cause,
            lints,
            version,
            words,
            now,
            evidence,
        }
    }

    /// The exchange that answers the target.
    pub fn answer(&self) -> Option<&Exchange> {
        self.evidence.answer()
    }

    /// The status of the answer.
    pub fn status(&self) -> Option<u16> {
        self.answer().and_then(Exchange::status)
    }
}

/// What is known of the version in a URL of MET's.
fn known_version(url: &Url) -> Option<&'static Version> {
    let asked = Asked::of(url).filter(|_| Service::of(url) == Service::Met)?;
    products::version(&asked.product, &asked.version)
}

/// The service behind the answer: by its URL, or by the fields that only MET's front ends and backends send.
fn service(evidence: &Evidence) -> (Service, bool) {
    let Some(answer) = evidence.answer() else { return (Service::Other, false) };
    if let Some(url) = answer.url() {
        return (Service::of(url), true);
    }
    let met = answer.fields().is_some_and(|fields| {
        fields.contains("x-errorclass")
            || fields.contains("x-backend-host")
            || fields.get_str("server").is_some_and(|server| server.starts_with("Mojolicious"))
    });
    (if met { Service::Met } else { Service::Other }, false)
}

fn freshness_of(exchange: &Exchange, now: Timestamp) -> Option<Freshness> {
    let response = exchange.response.as_ref()?;
    let received = Received {
        status: response.head.status,
        fields: &response.head.fields,
        request_time: exchange.sent_at,
        response_time: exchange.received_at,
        shared_cache: false,
    };
    Some(freshness::assess(&received, now))
}

/// When to ask again. MET's terms name the time in Expires; its front ends renew Date on a hit, so that reckoning
/// with Age, as RFC 9111 has it, would count the age twice and end too early.
fn next_poll_of(answer: &Exchange, freshness: &Freshness, service: Service) -> Option<NextPoll> {
    let response = answer.response.as_ref()?;
    let fields = &response.head.fields;
    let mut next = next_poll::next_poll(response.head.status, fields, freshness, answer.received_at);
    let date = |name: &str| parse_http_date(fields.get(name)?.as_bytes(), answer.received_at).usable();
    if service == Service::Met
        && let (Some(not_before), Some(date), Some(expires)) = (next.not_before, date("date"), date("expires"))
    {
        next.not_before = Some(not_before.max(answer.received_at.saturating_add(expires.seconds_since(date))));
    }
    // A guess at the lifetime is no date to hold anybody to.
    if freshness.basis == Basis::Heuristic {
        next.not_before = None;
    }
    Some(next)
}

/// The lines of a body that say more than the status line and each other.
fn telling(mut lines: Vec<String>, answer: &Exchange) -> Vec<String> {
    let status = answer.response.as_ref().map(|response| format!("{} {}", response.head.status, response.head.reason));
    lines.retain(|line| Some(line) != status.as_ref() && !line.starts_with("nginx"));
    lines.dedup();
    lines
}

/// The text of the body of an answer that is no success.
fn text(exchange: &Exchange) -> String {
    match &exchange.response {
        Some(response) if !(200..300).contains(&response.head.status) => excerpt::text(&response.body.bytes),
        _ => String::new(),
    }
}

fn half(exchange: &Exchange) -> Option<Half<'_>> {
    let response = exchange.response.as_ref()?;
    let body = response.body.captured.then_some(response.body.bytes.as_slice());
    Some(Half { status: response.head.status, fields: &response.head.fields, body })
}

/// What came of the replay; none where the answer was no success to begin with.
fn replay_of(evidence: &Evidence, service: Service, now: Timestamp) -> Option<Replay> {
    let answer = evidence.answer()?;
    let status = answer.status()?;
    if !(200..300).contains(&status) {
        return None;
    }
    if service == Service::Met && status == 203 {
        return Some(Replay::without(Outcome::NotApplicable, Some(NoReplay::MetNonAuthoritative)));
    }
    let Some(second) = evidence.replay() else {
        let no_validator = half(answer).is_some_and(|first| replay::validator(&first, now).is_err());
        let outcome = match &evidence.no_replay {
            Some(NoReplay::NoValidator) => Outcome::NotPossible,
            Some(NoReplay::NotCaptured) if no_validator => Outcome::NotPossible,
            Some(NoReplay::MetNonAuthoritative) => Outcome::NotApplicable,
            _ => Outcome::Skipped,
        };
        return Some(Replay::without(outcome, evidence.no_replay.clone()));
    };
    let judgement = half(answer).zip(half(second)).map(|(first, second)| replay::judge(&first, &second, now));
    let Some(judgement) = judgement.filter(|_| second.failure.is_none()) else {
        return Some(Replay::without(Outcome::Inconclusive, None));
    };
    let saved_bytes = match judgement.outcome {
        Outcome::Revalidated => saved(answer, second),
        _ => None,
    };
    Some(Replay { outcome: judgement.outcome, judgement: Some(judgement), reason: None, saved_bytes })
}

fn saved(first: &Exchange, second: &Exchange) -> Option<u64> {
    let body = |exchange: &Exchange| exchange.response.as_ref().and_then(|response| response.body.wire_bytes);
    Some(body(first)?.saturating_sub(body(second).unwrap_or(0)))
}

impl Replay {
    fn without(outcome: Outcome, reason: Option<NoReplay>) -> Self {
        Self { outcome, judgement: None, reason, saved_bytes: None }
    }
}
