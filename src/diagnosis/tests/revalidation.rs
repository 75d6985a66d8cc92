//! What the requests with a condition prove, in figures and names.

use std::time::Duration;

use super::*;
use crate::diagnosis::facts::revalidation::{Revalidation, has_expired_meanwhile};
use crate::diagnosis::facts::timing;
use crate::evidence::{Condition, ControlVariant, NoReplay, checksum};
use crate::http::caching::etag_revalidation::TagOutcome;
use crate::http::caching::outcome::RevalidationOutcome;
use crate::met::hosts::Service;

const MODIFIED: &str = "Last-Modified: Sun, 22 Nov 2026 07:00:00 GMT";
const LATER: &str = "Last-Modified: Sun, 22 Nov 2026 07:30:00 GMT";

fn of(evidence: &Evidence) -> Option<Revalidation> {
    Revalidation::of(evidence, Service::Other, NOW)
}

/// A first response and a later one to a request with a condition.
fn pair(text: &str, role: Role, later: &str) -> Evidence {
    let mut evidence = evidence(OTHER, text);
    evidence.exchanges.push(Exchange { role, ..first(request(OTHER, &[AGENT]), NOW.saturating_add(60), later) });
    evidence
}

const BY_DATE: Role = Role::Replay(Condition::ModifiedSince);

#[test]
fn own_condition_is_contradicted_by_content_or_a_later_date() {
    let since = ("If-Modified-Since", "Sun, 22 Nov 2026 07:00:00 GMT");
    let none_match = ("If-None-Match", "\"a\"");
    use RevalidationOutcome::{Inconsistent, Revalidated};
    for (fields, lines, body, outcome) in [
        (&[since][..], &[][..], "", Some(Revalidated)),
        (&[since], &[MODIFIED], "", Some(Revalidated)),
        (&[since], &[LATER], "", Some(Inconsistent)),
        (&[since], &[], "no", Some(Inconsistent)),
        (&[since, none_match], &[], "", None),
        (&[none_match], &[], "", None),
        (&[], &[], "", None),
    ] {
        let text = answer(304, lines).replace("no", body);
        let evidence = Evidence { exchanges: vec![first(request(OTHER, fields), NOW, &text)], ..Evidence::default() };
        assert_eq!(of(&evidence).map(|replay| replay.outcome), outcome, "{fields:?} {lines:?} {body}");
    }
}

#[test]
fn missing_replay_has_an_outcome_by_its_reason() {
    use NoReplay::*;
    use RevalidationOutcome::{NotApplicable, NotPossible, Skipped};
    for (line, reason, outcome) in [
        (MODIFIED, None, Skipped),
        (MODIFIED, Some(Declined), Skipped),
        (MODIFIED, Some(NoValidator), NotPossible),
        (MODIFIED, Some(NotCaptured), Skipped),
        ("X: y", Some(NotCaptured), NotPossible),
        (MODIFIED, Some(NextRun), Skipped),
        ("X: y", Some(NextRun), NotPossible),
        ("X: y", Some(Declined), Skipped),
        (MODIFIED, Some(MetNonAuthoritative), NotApplicable),
    ] {
        let evidence = Evidence { no_replay: reason.clone(), ..evidence(OTHER, &answer(200, &[line])) };
        let replay = of(&evidence).unwrap();
        assert_eq!((replay.outcome, replay.reason), (outcome, reason), "{line}");
    }
    assert!(of(&evidence(OTHER, &answer(404, &[MODIFIED]))).is_none());
    let marked = evidence(MET, &answer(203, &[MODIFIED]));
    assert_eq!(Revalidation::of(&marked, Service::Met, NOW).unwrap().outcome, NotApplicable);
    assert_eq!(of(&marked).unwrap().outcome, Skipped);
}

#[test]
fn saving_is_what_the_304_leaves_out() {
    let saved = |document: Option<u64>, not_modified: Option<u64>, times: Option<(u64, u64)>| {
        let mut evidence =
            pair(&answer(200, &[MODIFIED, "Content-Encoding: gzip"]), BY_DATE, &answer(304, &[]).replace("no", ""));
        for (exchange, bytes) in evidence.exchanges.iter_mut().zip([document, not_modified]) {
            exchange.response.as_mut().unwrap().body.wire_bytes = bytes;
        }
        if let Some((total, later)) = times {
            evidence.exchanges[0].timing.connect = Some(Duration::from_millis(100));
            evidence.exchanges[0].timing.total = Some(Duration::from_millis(total));
            evidence.exchanges[1].timing.total = Some(Duration::from_millis(later));
        }
        let replay = of(&evidence).unwrap();
        assert_eq!((replay.outcome, replay.coding.as_deref()), (RevalidationOutcome::Revalidated, Some("gzip")));
        (replay.saved_bytes, replay.saved_time.map(|saved| saved.as_millis()))
    };
    assert_eq!(saved(Some(900), Some(0), None), (Some(900), None));
    assert_eq!(saved(Some(900), None, Some((250, 50))), (Some(900), Some(100)));
    assert_eq!(saved(Some(900), Some(100), Some((150, 50))), (Some(800), None), "nothing is saved");
    assert_eq!(saved(None, Some(0), Some((120, 50))), (None, None), "never negative");
}

#[test]
fn updated_fields_are_those_with_another_value() {
    let document = answer(200, &[MODIFIED, "X-A: 1", "X-B: 1", "Age: 5", "Link: <a>", "Link: <b>"]);
    let updated = |lines: &[&str]| {
        let later = answer(304, lines).replace("no", "");
        of(&pair(&document, BY_DATE, &later)).unwrap().updated
    };
    assert_eq!(updated(&[]), Vec::<String>::new());
    assert_eq!(updated(&["X-a: 1"]), Vec::<String>::new());
    assert_eq!(updated(&["X-a: 2", "X-New: 1"]), ["x-a", "x-new"]);
    assert_eq!(updated(&["Link: <a>", "Link: <b>"]), Vec::<String>::new());
    assert_eq!(updated(&["Link: <b>", "Link: <a>"]), ["link"]);
    // What does not work changes nothing.
    assert_eq!(of(&pair(&document, BY_DATE, &answer(200, &[LATER, "X-A: 2"]))).unwrap().updated, Vec::<String>::new());
}

#[test]
fn tag_is_reported_where_the_date_did_not_work() {
    let tagged = answer(200, &["ETag: \"a\"", "Cache-Control: max-age=60"]);
    let later = |lines: &[&str]| answer(304, lines).replace("no", "");
    let by_tag = Role::Replay(Condition::EntityTag);
    let replay = of(&pair(&tagged, by_tag, &later(&["X-New: 1"]))).unwrap();
    assert_eq!((replay.tag, replay.updated.as_slice()), (Some(TagOutcome::Revalidated), &["x-new".to_owned()][..]));
    assert_eq!(replay.missing, ["cache-control", "etag"]);
    let ignored = of(&pair(&tagged, by_tag, &tagged)).unwrap();
    assert_eq!((ignored.tag, ignored.missing.len()), (Some(TagOutcome::Ignored), 0));
    let mut both = pair(&answer(200, &[MODIFIED, "ETag: \"a\""]), BY_DATE, &later(&["ETag: \"a\""]));
    let second = Exchange { role: by_tag, ..first(request(OTHER, &[AGENT]), NOW, &later(&["X-New: 1"])) };
    both.exchanges.push(second);
    assert_eq!(of(&both).unwrap().updated, Vec::<String>::new(), "what the date brought is reported");
    assert_eq!(of(&pair(&tagged, by_tag, "")).unwrap().tag, None, "no response says nothing");
}

#[test]
fn older_date_is_answered_by_a_document_or_not() {
    for (status, answered) in [(200, Some(true)), (299, Some(true)), (304, Some(false)), (403, None), (500, None)] {
        let evidence = pair(&answer(200, &[MODIFIED]), Role::Control(ControlVariant::OlderDate), &answer(status, &[]));
        assert_eq!(of(&evidence).unwrap().older_date, answered, "{status}");
    }
    let other = pair(&answer(200, &[MODIFIED]), Role::Control(ControlVariant::Identity), &answer(200, &[]));
    assert_eq!(of(&other).unwrap().older_date, None);
}

#[test]
fn same_content_as_stored_was_not_changed() {
    use RevalidationOutcome::{Changed, Ignored, Inconclusive, Restamped};
    let outcome_of = |stored: &[u8], status: u16, line: &str| {
        let mut evidence = pair(&answer(200, &[MODIFIED]), BY_DATE, &answer(status, &[line]));
        let body = &mut evidence.exchanges[0].response.as_mut().unwrap().body;
        (body.bytes, body.captured, body.dropped) = (Vec::new(), false, stored.len());
        body.checksum = Some(checksum(stored));
        of(&evidence).unwrap().outcome
    };
    let outcome = |stored: &[u8], line: &str| outcome_of(stored, 200, line);
    assert_eq!(outcome(b"no", LATER), Restamped);
    assert_eq!(outcome(b"no", "X: y"), Ignored, "without a date the content says it");
    assert_eq!(outcome(b"on", "X: y"), Inconclusive);
    assert_eq!(outcome_of(b"no", 404, "X: y"), Inconclusive, "an error says nothing of the document");
    for other in [&b"on"[..], b"n", b""] {
        assert_eq!(outcome(other, LATER), Changed, "{other:?}");
    }
    // What a capture left out is not known to be the same.
    let mut cut = pair(&answer(200, &[MODIFIED]), BY_DATE, &answer(200, &["X: y"]));
    for exchange in &mut cut.exchanges {
        let body = &mut exchange.response.as_mut().unwrap().body;
        (body.captured, body.checksum) = (false, Some(checksum(b"no")));
    }
    assert_eq!(of(&cut).unwrap().outcome, Inconclusive);
}

#[test]
fn response_has_expired_by_the_time_of_its_replay() {
    let expired = |seconds: i64, later: &str| {
        let expires = format!("Expires: {}", date(NOW.saturating_add(seconds)));
        has_expired_meanwhile(&pair(&answer(200, &[MODIFIED, &expires]), BY_DATE, later))
    };
    let not_modified = answer(304, &[]).replace("no", "");
    for (seconds, wanted) in [(-1, false), (0, false), (1, true), (60, true), (61, false)] {
        assert_eq!(expired(seconds, &not_modified), wanted, "{seconds}");
    }
    assert!(expired(1, &answer(200, &[])) && !expired(1, &answer(403, &[])) && !expired(1, ""));
    let stored = first(request(OTHER, &[AGENT]), NOW, &answer(200, &[]));
    let polled = Evidence { previous_response: Some(Box::new(stored)), ..evidence(OTHER, &not_modified) };
    assert!(has_expired_meanwhile(&polled));
}

#[test]
fn expires_of_met_is_not_shortened_by_age() {
    let expires = format!("Expires: {}", date(NOW.saturating_add(600)));
    let wait = |service: Service, status: u16| {
        let exchange = first(request(MET, &[AGENT]), NOW, &answer(status, &["Age: 100", &expires]));
        let next = timing::next_poll(&exchange, service, NOW).and_then(|next| next.not_before);
        next.map(|at| at.seconds_since(NOW))
    };
    assert_eq!((wait(Service::Met, 200), wait(Service::Other, 200)), (Some(600), Some(500)));
    assert_eq!((wait(Service::Met, 403), wait(Service::Other, 403)), (None, None));
}

#[test]
fn refusal_of_a_later_request_puts_off_the_next_poll() {
    let expires = format!("Expires: {}", date(NOW.saturating_add(600)));
    let wait = |role: Role, live: bool, status: u16| {
        let mut evidence = pair(&answer(200, &[MODIFIED, &expires]), role, &answer(status, &["Retry-After: 3600"]));
        evidence.exchanges[0].live = true;
        evidence.exchanges[1].live = live;
        facts(evidence).next_poll.unwrap().not_before.unwrap().seconds_since(NOW)
    };
    for (role, live, status, seconds) in [
        (BY_DATE, true, 429, 3660),
        (BY_DATE, false, 429, 3660),
        (Role::Changelog, true, 429, 3660),
        (Role::Changelog, false, 429, 600),
        (BY_DATE, true, 503, 3660),
        (BY_DATE, true, 500, 3660),
        (BY_DATE, true, 403, 600),
        (BY_DATE, true, 430, 600),
    ] {
        assert_eq!(wait(role, live, status), seconds, "{role:?} {live} {status}");
    }
}

#[test]
fn replay_at_met_that_is_marked_as_old_says_nothing() {
    let of = |service: Service, status: u16| {
        let evidence = pair(&answer(200, &[MODIFIED]), BY_DATE, &answer(status, &[MODIFIED]));
        Revalidation::of(&evidence, service, NOW).unwrap().outcome
    };
    assert_eq!(of(Service::Met, 203), RevalidationOutcome::NotApplicable);
    assert_eq!(of(Service::Other, 203), RevalidationOutcome::Ignored);
    assert_eq!(of(Service::Met, 200), RevalidationOutcome::Ignored);
}

#[test]
fn second_attempt_after_a_change_is_said_to_be_one() {
    for (condition, repeated) in [(Condition::RepeatAfterChange, true), (Condition::ModifiedSince, false)] {
        let later = answer(304, &[]).replace("no", "");
        let replay = of(&pair(&answer(200, &[MODIFIED]), Role::Replay(condition), &later)).unwrap();
        assert_eq!((replay.outcome, replay.repeated), (RevalidationOutcome::Revalidated, repeated));
    }
}

#[test]
fn copy_dates_from_the_304_that_made_it_fresh() {
    let expires = |seconds: i64| format!("Cache-Control: max-age={seconds}");
    let poll = |role: Role, status: u16, lines: &[&str]| {
        let text = answer(status, lines);
        let text = if status == 304 { text.replace("no", "") } else { text };
        let evidence = pair(&answer(200, &[MODIFIED, "ETag: \"a\"", &expires(100)]), role, &text);
        facts(evidence).next_poll.unwrap().not_before.unwrap().seconds_since(NOW)
    };
    let by_tag = Role::Replay(Condition::EntityTag);
    for role in [BY_DATE, by_tag] {
        assert_eq!(poll(role, 304, &[&expires(500)]), 500, "{role:?}");
        assert_eq!(poll(role, 403, &[&expires(500)]), 100, "{role:?}");
        assert_eq!(poll(role, 304, &[&expires(500), "ETag: \"b\""]), 100, "{role:?}: of another document");
        assert_eq!(poll(role, 200, &[&expires(500), LATER, "ETag: \"b\""]), 500, "{role:?}: a newer document");
    }
}
