//! The lines of the human report about caching: whether it works, how old the answer is, when to ask again.

use super::number::{stretch, thousands};
use super::paint::Paint;
use crate::diagnosis::Diagnosis;
use crate::diagnosis::facts::revalidation::{self, Revalidation};
use crate::evidence::{Exchange, NoReplay};
use crate::http::caching::cache_hit::is_cache_hit;
use crate::http::caching::etag_revalidation::TagOutcome;
use crate::http::caching::lifetime::Basis;
use crate::http::caching::outcome::RevalidationOutcome;
use crate::http::time::date::Timestamp;
use crate::met::hosts::Service;
use crate::text::count::one_or_many;

/// Whether asking with a condition works, in one sentence; for every success, since a missing line would be looked for.
pub(super) fn caching(diagnosis: &Diagnosis) -> Option<String> {
    let success = matches!(diagnosis.facts.status(), Some(200..=299 | 304));
    let Some(replay) = diagnosis.facts.replay.as_ref() else {
        return success.then(|| match diagnosis.facts.evidence.status_only {
            true => "not tested: a log does not show the header of a response".to_owned(),
            false => "not tested: the response is not complete".to_owned(),
        });
    };
    let text = by_date(diagnosis, replay);
    let tag = match replay.tag {
        Some(TagOutcome::Revalidated) => Some("If-None-Match works"),
        Some(TagOutcome::Changed) => Some("If-None-Match: the data changed in between"),
        Some(TagOutcome::Inconclusive) => Some("If-None-Match: inconclusive"),
        Some(TagOutcome::Inconsistent) => Some("If-None-Match: 304 with another ETag, which must not be used"),
        Some(TagOutcome::Ignored) => Some("If-None-Match does not work either"),
        None => None,
    };
    Some(tag.map_or_else(|| text.clone(), |tag| format!("{text}; {tag}")))
}

fn by_date(diagnosis: &Diagnosis, replay: &Revalidation) -> String {
    let evidence = &diagnosis.facts.evidence;
    let second = evidence.replay();
    match replay.outcome {
        RevalidationOutcome::Revalidated => {
            let how = match second {
                Some(second) if second.live && evidence.previous_response.is_some() => " (the scheduled poll)",
                Some(second) if second.live && replay.repeated => " (sent once more, because the data had changed)",
                Some(second) if second.live && revalidation::has_expired_meanwhile(evidence) => {
                    " (repeated after expiry)"
                }
                Some(second) if second.live => " (repeated at once)",
                _ => "",
            };
            let older = if replay.older_date == Some(true) { ", and an older date returns the full body" } else { "" };
            format!("If-Modified-Since works: 304{}{older}{how}", saved(replay))
        }
        RevalidationOutcome::Changed if evidence.previous_response.is_some() => {
            "the data is newer than in the last run".to_owned()
        }
        RevalidationOutcome::Changed => {
            "the data changed between two requests, so 200 was correct: inconclusive".to_owned()
        }
        RevalidationOutcome::Restamped => "same body, newer Last-Modified: inconclusive".to_owned(),
        RevalidationOutcome::NotApplicable => NON_AUTHORITATIVE.to_owned(),
        RevalidationOutcome::Inconclusive => {
            let answered = second.filter(|second| second.failure.is_none()).and_then(Exchange::status);
            let why = answered.map_or_else(|| "it failed".to_owned(), |status| format!("it returned {status}"));
            format!("inconclusive: repeated with If-Modified-Since, but {why}")
        }
        RevalidationOutcome::Ignored => match second.and_then(Exchange::status) {
            Some(status) => format!("does not work: If-Modified-Since returned {status} and the same body again"),
            None => "does not work: If-Modified-Since returned the same body again".to_owned(),
        },
        RevalidationOutcome::Inconsistent => {
            "does not work: the response to If-Modified-Since contradicts the first one".to_owned()
        }
        RevalidationOutcome::NotPossible => NO_VALIDATOR.to_owned(),
        RevalidationOutcome::Skipped if evidence.last_run.is_some() => {
            "not tested in this run: nothing is sent before the stored response expires".to_owned()
        }
        RevalidationOutcome::Skipped => replay.reason.as_ref().map_or_else(|| NOT_CAPTURED.to_owned(), skipped),
    }
}

const NON_AUTHORITATIVE: &str = "not tested: deprecated and beta versions (203) ignore If-Modified-Since";
const NO_VALIDATOR: &str = "not possible: the response has no usable Last-Modified";
const NOT_CAPTURED: &str = "not tested: the capture has no request with If-Modified-Since";

fn saved(replay: &Revalidation) -> String {
    let bytes = replay.saved_bytes.filter(|bytes| *bytes > 0).map(|bytes| {
        let coding = replay.coding.as_ref().map(|coding| format!(" of {coding}")).unwrap_or_default();
        format!("{} {}{coding}", thousands(bytes), one_or_many(bytes, "byte", "bytes"))
    });
    let time = replay.saved_time.map(|time| time.as_millis()).filter(|ms| *ms > 0).map(|ms| format!("{ms} ms"));
    let parts: Vec<String> = bytes.into_iter().chain(time).collect();
    if parts.is_empty() { String::new() } else { format!(", saved {}", parts.join(" and ")) }
}

fn skipped(reason: &NoReplay) -> String {
    match reason {
        NoReplay::Declined => "not tested: --replay never".to_owned(),
        NoReplay::OutOfTime => "not tested: the time for this target ran out (--timeout)".to_owned(),
        NoReplay::Incomplete => "not tested: the response is not complete".to_owned(),
        NoReplay::Immutable => "not tested: the response says that it does not change before it expires".to_owned(),
        NoReplay::ToldToWait => "not tested: the server asks clients to wait".to_owned(),
        NoReplay::NextRun => "not tested yet: the next run sends If-Modified-Since".to_owned(),
        NoReplay::TooFarAway(wait) => {
            let wait = stretch(i64::try_from(wait.as_secs()).unwrap_or(i64::MAX));
            format!("not tested: the response expires in {wait}, longer than --replay wait waits")
        }
        NoReplay::Interrupted => "not tested: the run was interrupted".to_owned(),
        NoReplay::NotSuccess => "not tested: only a success can be requested conditionally".to_owned(),
        NoReplay::MetNonAuthoritative => NON_AUTHORITATIVE.to_owned(),
        NoReplay::NoValidator => NO_VALIDATOR.to_owned(),
        NoReplay::NotCaptured => NOT_CAPTURED.to_owned(),
    }
}

/// Whether caching works, in a few words that are the same for targets that differ in bytes and times only.
pub(super) fn in_short(diagnosis: &Diagnosis) -> Option<String> {
    let text = match diagnosis.facts.replay.as_ref().map(|replay| replay.outcome) {
        Some(RevalidationOutcome::Revalidated) => "If-Modified-Since works".to_owned(),
        _ => caching(diagnosis)?,
    };
    Some(text)
}

/// From when on to ask all of them again.
pub(super) fn next_polls(of: &[&Diagnosis], paint: Paint<'_>) -> Option<String> {
    let times = || of.iter().filter_map(|diagnosis| diagnosis.facts.next_poll.as_ref()?.not_before);
    let (first, last) = (times().min()?, times().max()?);
    let now = of.first()?.facts.now;
    let until = if first == last { String::new() } else { format!(" to {}", clock_time(last, now, false)) };
    let offset = if of.iter().all(|diagnosis| diagnosis.facts.service == Service::Met) {
        ", each plus a few random minutes"
    } else {
        ""
    };
    let local = local(first, paint).map(|local| format!(" ({local})")).unwrap_or_default();
    (first > now).then(|| format!("not before {}{local}{until}{offset}", clock_time(first, now, false)))
}

/// A time of day in local time, where that is shown and differs from UTC.
fn local(at: Timestamp, paint: Paint<'_>) -> Option<String> {
    let offset = paint.zone?(at).filter(|offset| *offset != 0)?;
    Some(format!("{} local time", at.saturating_add(offset.into()).clock_time()))
}

/// Characters of the bar.
const BAR: usize = 20;

/// How old the answer is and how much is left, on a bar that ends with the next poll; for an answer that is not new.
pub(super) fn age(diagnosis: &Diagnosis) -> Option<String> {
    let facts = &diagnosis.facts;
    // The age is that of the answer: a 304 since then has begun another life of what is kept.
    let freshness = &crate::diagnosis::facts::timing::freshness(facts.answer()?, facts.now)?;
    let told = matches!(freshness.basis, Basis::Expires | Basis::MaxAge | Basis::SMaxage);
    let success = matches!(facts.status(), Some(200..=299 | 304));
    let next = facts.next_poll.as_ref().and_then(|next| next.not_before);
    // A line about nothing would only take up room.
    if !told || !success || freshness.age_s < 2 || freshness.skew_s.is_some() {
        return None;
    }

    let left = match facts.service {
        Service::Met => next.map_or(freshness.left_s?, |at| at.seconds_since(facts.now)),
        Service::Frost | Service::Other => freshness.left_s?,
    };
    let cached = facts.answer().and_then(Exchange::fields).is_some_and(is_cache_hit);
    let old = format!("{} old{}", stretch(freshness.age_s), if cached { " (from a cache)" } else { "" });
    Some(match left {
        ..=0 => format!("{} {old}, expired", bar(1, 0)),
        _ => format!("{} {old}, {} left", bar(freshness.age_s, left), stretch(left)),
    })
}

/// `[#####---------------]`: what has passed, and what is left until the next poll.
fn bar(age: i64, left: i64) -> String {
    let whole = age.saturating_add(left).max(1);
    let done = usize::try_from(i128::from(age) * BAR as i128 / i128::from(whole)).unwrap_or(BAR).min(BAR);
    format!("[{}{}]", "#".repeat(done), "-".repeat(BAR - done))
}

/// When to ask again, and how.
pub(super) fn next_poll(diagnosis: &Diagnosis, paint: Paint<'_>) -> Option<String> {
    let facts = &diagnosis.facts;
    let next = facts.next_poll.as_ref()?;
    let at = next.not_before?;
    let left = at.seconds_since(facts.now);
    let captured = facts.evidence.last_run.is_none() && !facts.evidence.exchanges.iter().any(|one| one.live);
    let dated = revalidation::current(&facts.evidence).is_some_and(|(_, fields, _)| fields.contains("last-modified"));
    let condition = match (next.conditional, dated) {
        (true, true) => ", with If-Modified-Since",
        (true, false) => ", with If-None-Match",
        (false, _) => "",
    };
    if left <= 0 {
        // A time that has passed is not a licence to ask at once, and again, and again.
        return Some(format!("at your usual interval{condition}: the response is already stale"));
    }
    let when = match captured {
        true => format!(" ({} after the response)", stretch(left)),
        false => {
            format!(" (in {}{})", stretch(left), local(at, paint).map(|local| format!(", {local}")).unwrap_or_default())
        }
    };
    let offset = if facts.service == Service::Met { ", plus a few random minutes" } else { "" };
    Some(format!("not before {}{when}{condition}{offset}", clock_time(at, facts.now, captured)))
}

/// The time of day, with its date when that is not today's, as with what was captured some day.
fn clock_time(at: Timestamp, now: Timestamp, captured: bool) -> String {
    match at.date() == now.date() && !captured {
        true => format!("{} UTC", at.clock_time()),
        false => format!("{} {} UTC", at.date(), at.clock_time()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bar_shows_what_has_passed_of_the_whole() {
        assert_eq!(bar(0, 1800), format!("[{}]", "-".repeat(20)));
        assert_eq!(bar(900, 900), "[##########----------]");
        assert_eq!(bar(1, 0), format!("[{}]", "#".repeat(20)));
        assert_eq!(bar(i64::MAX, i64::MAX), "[####################]");
    }
}
