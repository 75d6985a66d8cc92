//! What follows from the evidence by computation: the basis of every rule.

pub(crate) mod answer;
pub(crate) mod lifecycle;
pub(crate) mod revalidation;
pub(crate) mod timing;

use crate::diagnosis::catalogue::client::VERSION_ENDED;
use crate::diagnosis::catalogue::lints::{MISSING_DATE, MISSING_PARAMETER};
use crate::diagnosis::cause::{self, Cause, Known};
use crate::diagnosis::facts::lifecycle::{Announced, Lifecycle};
pub(crate) use crate::diagnosis::facts::revalidation::Revalidation;
use crate::diagnosis::facts::timing::{freshness_of, next_poll_of};
use crate::diagnosis::lints::{self, Corrected, Lint};
use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::Certainty;
use crate::diagnosis::thresholds::Thresholds;
use crate::evidence::form::Shows;
use crate::evidence::{Evidence, Exchange, Role};
use crate::http::caching::freshness::Freshness;
use crate::http::caching::next_poll::NextPoll;
use crate::http::intermediary::{self, Intermediary};
use crate::http::pacing::retry_after::retry_after;
use crate::http::syntax::body_text::{self, first_lines};
use crate::http::syntax::content_coding;
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::met::hosts::Service;
use crate::met::product_request::ProductRequest;
use crate::met::products::{self, Version};
use crate::met::sentence;

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
    pub replay: Option<Revalidation>,
    /// Why the answer is not a success, where it is none.
    pub(crate) cause: Option<Cause>,
    /// How long the version lives, where there is an answer or a table to read it from.
    pub lifecycle: Option<Lifecycle>,
    /// How near an end has to be to be reported.
    pub thresholds: Thresholds,
    /// What is wrong with the URL by itself, at MET.
    pub lints: Vec<Lint>,
    /// The URL that was asked with everything put right, where something is wrong with it.
    pub(crate) corrected: Option<Corrected>,
    /// What answered in place of the server, where the answer shows it.
    pub intermediary: Option<Intermediary>,
    /// What the product table says of the version that was asked, where it knows it.
    pub version: Option<&'static Version>,
    /// The first lines of the answer's body as text, for an answer that is not a success.
    pub words: Vec<String>,
    /// The time of judging.
    pub now: Timestamp,
}

impl Facts {
    /// Computes what follows from `evidence` at the time `now`.
    pub fn new(evidence: Evidence, now: Timestamp, thresholds: Thresholds) -> Self {
        let (service, service_known) = service(&evidence);
        let answer = evidence.answer();
        // Without headers nothing is known about caching.
        let whole = answer.filter(|_| !evidence.status_only);
        let current = whole.and_then(|_| revalidation::current(&evidence));
        // The freshness is that of what a client keeps: the answer, as a 304 since then freshened it (RFC 9111 §4.3.4).
        let freshness = current.as_ref().map(|(status, fields, at)| freshness_of(*status, fields, at, now));
        let next_poll = current.as_ref().map(|(status, fields, at)| next_poll_of(*status, fields, at, service, now));
        let next_poll = next_poll.map(|next| respect_retry_after(next, &evidence));
        let text = answer.map(text).unwrap_or_default();
        let words = answer.map(|answer| informative_lines(first_lines(&text), answer)).unwrap_or_default();
        let replay = whole.and_then(|_| Revalidation::of(&evidence, service, now));
        let first = evidence.hops().next().and_then(Exchange::url);
        let mut corrected = first.and_then(|url| lints::corrected(url, now));
        let mut lints = first.map(|url| lints::lint(url, now)).unwrap_or_default();
        // Many programs log the URL without its query, and Squid does.
        let is_cut = evidence.query_cut
            || (evidence.form.is_some_and(|form| form.shows != Shows::Messages)
                && answer.is_some_and(Exchange::may_lack_its_query));
        if is_cut {
            lints.retain(|lint| ![&MISSING_PARAMETER, &MISSING_DATE].contains(&lint.rule));
            corrected = corrected.map(|corrected| lints::without_additions(corrected, &mut lints));
        }
        let version = answer.and_then(Exchange::url).and_then(known_version);
        let announced = Announced::of(&evidence);
        let ended = announced.is_over(now) || version.is_some_and(|version| version.is_over(now));
        let intermediary = answer.and_then(|answer| intermediary(answer, &text, service)).or_else(|| {
            let name = "the application's own server, or a proxy,";
            evidence.several_services.then_some(Intermediary { name, sure: false, field: None })
        });
        let known = Known { service, lints: &lints, ended, intermediary: intermediary.as_ref() };
        let cause = answer
            // Nor does it say whether a 304 answers a condition.
            .filter(|answer| !(evidence.status_only && answer.status() == Some(304)))
            .and_then(|answer| cause::of(answer, &evidence, known, &text))
            .map(|cause| as_reported(cause, &evidence, &text));
        let gone = cause.as_ref().is_some_and(|cause| cause.rule == &VERSION_ENDED);
        let lifecycle =
            (!evidence.exchanges.is_empty()).then(|| Lifecycle::of(&evidence, announced, service, version, gone, now));
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
            corrected,
            intermediary,
            version,
            words,
            now,
            evidence,
        }
    }

    /// Whether a program reports what came, in a line of a log, and no message shows it.
    pub fn is_reported(&self) -> bool {
        self.evidence.form.is_some_and(|form| form.shows == Shows::Report)
    }

    /// The exchange that answers the target.
    pub fn answer(&self) -> Option<&Exchange> {
        self.evidence.answer()
    }

    /// Whether the cause of the answer is what a rule reports.
    pub(crate) fn is_caused_by(&self, rule: &Rule) -> bool {
        self.cause.as_ref().is_some_and(|cause| cause.rule == rule)
    }

    /// The status of the answer.
    pub fn status(&self) -> Option<u16> {
        self.answer().and_then(Exchange::status)
    }
}

/// What answered in place of the server, where a refusal shows it.
fn intermediary(answer: &Exchange, text: &str, service: Service) -> Option<Intermediary> {
    let head = &answer.response.as_ref()?.head;
    let met = service == Service::Met && answer.url().is_some();
    (head.status >= 400).then(|| intermediary::of(&head.fields, text, met)).flatten()
}

/// The cause as sure as a line of a log can make it: what it does not show may be the cause as well.
fn as_reported(cause: Cause, evidence: &Evidence, text: &str) -> Cause {
    let reported = evidence.form.is_some_and(|form| form.shows == Shows::Report);
    let named = cause.class.is_some() || sentence::is_from_met(text);
    match cause.certainty {
        Certainty::Certain if reported && !named => Cause { certainty: Certainty::Possible, ..cause },
        _ => cause,
    }
}

/// What is known of the version in a URL of MET's.
fn known_version(url: &Url) -> Option<&'static Version> {
    let asked = ProductRequest::of(url).filter(|_| Service::of(url) == Service::Met)?;
    products::version(&asked.product, &asked.version)
}

/// The service of the answer: by its URL, or by the fields that only MET's front ends and backends send.
fn service(evidence: &Evidence) -> (Service, bool) {
    let Some(answer) = evidence.answer() else { return (Service::Other, false) };
    if let Some(url) = answer.url() {
        return (Service::of(url), true);
    }
    let met = answer.fields().is_some_and(|fields| {
        fields.contains("x-errorclass")
            || fields.contains("x-backend-host")
            || fields.get_str("server").is_some_and(|server| server.starts_with("Mojolicious"))
            // The caches in front of the API are called so.
            || fields.get_str("via").is_some_and(|via| via.contains("dalton"))
    });
    let met = met || sentence::is_from_met(&text(answer));
    (if met { Service::Met } else { Service::Other }, false)
}

/// The same, but no earlier than the server that refused a later request of this run allows.
fn respect_retry_after(mut next: NextPoll, evidence: &Evidence) -> NextPoll {
    let refusals =
        evidence.exchanges.iter().filter(|exchange| exchange.live || matches!(exchange.role, Role::Replay(_)));
    for refusal in refusals.filter(|exchange| matches!(exchange.status(), Some(429 | 500..))) {
        let after = refusal.fields().and_then(|fields| retry_after(fields, refusal.received_at));
        next.not_before = next.not_before.max(after.and_then(|after| after.not_before));
    }
    next
}

/// The lines of a body that say more than the status line and each other.
fn informative_lines(mut lines: Vec<String>, answer: &Exchange) -> Vec<String> {
    let status = answer.response.as_ref().map(|response| format!("{} {}", response.head.status, response.head.reason));
    lines.retain(|line| Some(line) != status.as_ref() && !line.starts_with("nginx"));
    lines.dedup();
    lines
}

/// The text of the body of an answer that is not a success.
fn text(exchange: &Exchange) -> String {
    match &exchange.response {
        // What is under a coding that is not known is not text.
        Some(response) if content_coding::unreadable(&response.head.fields).is_some() => String::new(),
        Some(response) if !(200..300).contains(&response.head.status) => body_text::text(&response.body.bytes),
        _ => String::new(),
    }
}
