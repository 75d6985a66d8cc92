//! The requests that prove caching: which condition comes next, from what was answered so far.
//!
//! Each of them carries one validator, so the response is about that one (RFC 9110 §13.2.2).

use std::time::Duration;

use crate::diagnosis::facts::{revalidation, timing};
use crate::evidence::{Condition, ControlVariant, Evidence, Exchange, NoReplay, Request, Response, Role};
use crate::http::caching::conditional::without_conditions;
use crate::http::caching::entity_tag::EntityTag;
use crate::http::caching::outcome::{ReplayedResponse, RevalidationOutcome};
use crate::http::caching::replay;
use crate::http::pacing::rate_limit::RateLimit;
use crate::http::pacing::retry_after::retry_after;
use crate::http::time::date::{Timestamp, parse_http_date};
use crate::http::uri::target::Scheme;
use crate::met::hosts::Service;

/// When to ask again with a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplayWhen {
    /// At once.
    Now,
    /// When the answer has expired, as MET's terms ask of every client.
    AfterExpiry,
    /// Not at all.
    Never,
    /// In a later run, whose ordinary request carries the condition.
    NextRun,
}

/// The longest time to wait for an answer to expire. The products of MET's that live longest take five hours.
pub const LONGEST_WAIT: Duration = Duration::from_secs(6 * 3600);

/// How many requests beside the first and its redirects a target may cost.
pub const MAX_EXTRA_REQUESTS: usize = 4;

/// A request with a condition, and how long to wait before it is sent.
#[derive(Debug)]
pub(crate) struct Conditional {
    pub role: Role,
    pub request: Request,
    /// Until the answer has expired; zero where it is sent at once.
    pub expiry: Duration,
}

/// The next conditional request, where there is one to send and fewer than `most` were sent beside the first; else,
/// when there is none to be sent at all, why not.
///
/// # Errors
/// [`NoReplay`] when the answer cannot be replayed with If-Modified-Since and there is no entity tag to test.
pub(crate) fn next(
    evidence: &Evidence,
    when: ReplayWhen,
    thorough: bool,
    most: usize,
) -> Result<Option<Conditional>, NoReplay> {
    let Some(answer) = evidence.answer() else { return Ok(None) };
    if !is_open(evidence, most) {
        return Ok(None);
    }
    let base = evidence.document().unwrap_or(answer);
    let mut refusal = None;
    if !evidence.has_sent(Condition::ModifiedSince) {
        match modified_since(answer, when) {
            Ok((request, expiry)) => {
                let role = Role::Replay(Condition::ModifiedSince);
                return Ok(Some(Conditional { role, request, expiry }));
            }
            // Without a usable date there may still be an entity tag.
            Err(NoReplay::NoValidator) => refusal = Some(NoReplay::NoValidator),
            Err(reason) => return Err(reason),
        }
    }
    let outcome = revalidation::judged(evidence).map(|judgement| judgement.outcome);
    let role_and_request = if when == ReplayWhen::Now
        && matches!(outcome, Some(RevalidationOutcome::Changed | RevalidationOutcome::Restamped))
        && !evidence.has_sent(Condition::RepeatAfterChange)
    {
        modified_since(base, when).ok().map(|(request, _)| (Role::Replay(Condition::RepeatAfterChange), request))
    } else {
        let tag = none_match(base).filter(|_| !evidence.has_sent(Condition::EntityTag));
        let older = || {
            let wanted = thorough
                && outcome == Some(RevalidationOutcome::Revalidated)
                && !evidence.has_control(ControlVariant::OlderDate);
            day_older(base).filter(|_| wanted).map(|request| (Role::Control(ControlVariant::OlderDate), request))
        };
        let tag = tag.filter(|_| when != ReplayWhen::NextRun);
        tag.map(|request| (Role::Replay(Condition::EntityTag), request)).or_else(older)
    };
    match (role_and_request, refusal) {
        (Some((role, request)), _) => Ok(Some(Conditional { role, request, expiry: Duration::ZERO })),
        (None, Some(reason)) => Err(reason),
        (None, None) => Ok(None),
    }
}

/// Whether one more request is allowed and makes sense: a server that refused, failed or limits us is left alone.
fn is_open(evidence: &Evidence, most: usize) -> bool {
    let hops = evidence.hops().count();
    let last_stands = evidence.exchanges.last().is_some_and(|last| {
        last.failure.is_none() && last.status().is_some_and(|status| matches!(status, 200..=299 | 304))
    });
    // An answer that is not a success has no validators, which its own judgement says better.
    evidence.exchanges.len() == hops || (last_stands && evidence.exchanges.len() - hops < most)
}

/// The same request with If-Modified-Since, and how long to wait before it.
fn modified_since(answer: &Exchange, when: ReplayWhen) -> Result<(Request, Duration), NoReplay> {
    if when == ReplayWhen::Never {
        return Err(NoReplay::Declined);
    }
    let (Some(request), Some(response)) = (&answer.request, &answer.response) else {
        return Err(NoReplay::NotSuccess);
    };
    if answer.failure.is_some() || response.body.cut.is_some() {
        return Err(NoReplay::Incomplete);
    }
    let service = request.url.as_ref().map_or(Service::Other, Service::of);
    if service == Service::Met && response.head.status == 203 {
        return Err(NoReplay::MetNonAuthoritative);
    }
    let value = date_of(response, answer, service == Service::Met)?;
    let expiry = match when {
        ReplayWhen::NextRun => return Err(NoReplay::NextRun),
        ReplayWhen::AfterExpiry => until_expiry(answer, service)?,
        _ if is_told_to_wait(response, answer.received_at) => return Err(NoReplay::ToldToWait),
        _ if is_immutable(answer) => return Err(NoReplay::Immutable),
        _ => Duration::ZERO,
    };
    Ok((with_condition(request, "If-Modified-Since", &value), expiry))
}

/// The value of If-Modified-Since: at MET the stored Last-Modified byte for byte, as its terms ask; elsewhere in
/// the one form that a sender may generate (RFC 9110 §5.6.7).
fn date_of(response: &Response, answer: &Exchange, met: bool) -> Result<String, NoReplay> {
    let half = ReplayedResponse { status: response.head.status, fields: &response.head.fields, body: None };
    match replay::validator(&half, answer.received_at) {
        Ok(validator) if met => Ok(validator.verbatim),
        Ok(validator) => Ok(validator.value),
        Err(replay::NoValidator::NotSuccess) => Err(NoReplay::NotSuccess),
        Err(_) => Err(NoReplay::NoValidator),
    }
}

/// A request with the validator of what an earlier run received: its date, else its entity tag.
pub(crate) fn of_stored(request: &Request, stored: &Exchange) -> Option<Request> {
    if request.url != stored.request.as_ref()?.url {
        return None;
    }
    let response = stored.response.as_ref()?;
    let met = request.url.as_ref().is_some_and(|url| Service::of(url) == Service::Met);
    match date_of(response, stored, met) {
        Ok(value) => Some(with_condition(request, "If-Modified-Since", &value)),
        Err(_) => {
            let value = response.head.fields.get("etag")?;
            EntityTag::parse(value.as_bytes())?;
            Some(with_condition(request, "If-None-Match", value.as_str()?))
        }
    }
}

/// Whether a success says that there are no requests left, or when to ask again.
fn is_told_to_wait(response: &Response, received_at: Timestamp) -> bool {
    let fields = &response.head.fields;
    let after = retry_after(fields, received_at).and_then(|after| after.wait_s);
    let quota = RateLimit::parse(fields, received_at).wait_s();
    after.max(quota).is_some_and(|wait| wait > 0)
}

/// How long it takes until the answer has expired, counted from its arrival.
fn until_expiry(answer: &Exchange, service: Service) -> Result<Duration, NoReplay> {
    let at = timing::next_poll(answer, service, answer.received_at).and_then(|next| next.not_before);
    let seconds = at.map_or(0, |at| at.seconds_since(answer.received_at));
    // Fresh means that the lifetime exceeds the age (RFC 9111 §4.2): a second later it certainly does not.
    let wait =
        u64::try_from(seconds).ok().filter(|seconds| *seconds > 0).map_or(0, |seconds| seconds.saturating_add(1));
    let wait = Duration::from_secs(wait);
    if wait > LONGEST_WAIT { Err(NoReplay::TooFarAway(wait)) } else { Ok(wait) }
}

/// Whether nothing can be learned yet: an answer that never changes while it is fresh (RFC 8246 §2), which counts
/// over https alone (§3).
fn is_immutable(answer: &Exchange) -> bool {
    let secure = answer.url().is_some_and(|url| url.scheme() == Scheme::Https);
    let useful = timing::freshness(answer, answer.received_at).is_none_or(|fresh| fresh.conditional_request_useful);
    secure && !useful
}

/// The same request with the entity tag of the document, where it has a valid one.
fn none_match(document: &Exchange) -> Option<Request> {
    let (request, response) = (document.request.as_ref()?, document.response.as_ref()?);
    let met = request.url.as_ref().is_some_and(|url| Service::of(url) == Service::Met);
    let tested = matches!(response.head.status, 200..=299) && !(met && response.head.status == 203);
    let value = response.head.fields.get("etag").filter(|_| tested && document.failure.is_none())?;
    EntityTag::parse(value.as_bytes())?;
    Some(with_condition(request, "If-None-Match", value.as_str()?))
}

/// The same request with a date one day before the document's: it has changed since then.
fn day_older(document: &Exchange) -> Option<Request> {
    let (request, fields) = (document.request.as_ref()?, document.fields()?);
    let modified = parse_http_date(fields.get("last-modified")?.as_bytes(), document.received_at).usable()?;
    let value = modified.saturating_add(-86_400).imf_fixdate()?;
    Some(with_condition(request, "If-Modified-Since", &value))
}

/// The same request with one condition and no other.
pub(crate) fn with_condition(request: &Request, name: &str, value: &str) -> Request {
    let mut fields = without_conditions(&request.fields);
    fields.push(name, value);
    Request { fields, ..request.clone() }
}

#[cfg(test)]
mod tests;
