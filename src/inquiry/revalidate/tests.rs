use super::*;
use crate::evidence::{Body, BodyCut, Failure, FailureKind, Phase};
use crate::http::time::date::Timestamp;
use crate::inquiry::tests::{DOCUMENT, MET, NOW, answered, document_with, plan};

const OTHER: &str = "https://example.org/a";

fn evidence(target: &str, text: &str) -> Evidence {
    Evidence { exchanges: vec![answered(&plan(target), text)], ..Evidence::default() }
}

/// The role of what comes next after the one response, or why nothing does.
fn after(target: &str, text: &str, when: ReplayWhen) -> Result<Option<Role>, NoReplay> {
    next(&evidence(target, text), when, false, MAX_EXTRA_REQUESTS).map(|next| next.map(|next| next.role))
}

const BY_DATE: Result<Option<Role>, NoReplay> = Ok(Some(Role::Replay(Condition::ModifiedSince)));

#[test]
fn success_is_replayed_unless_something_speaks_against_it() {
    use NoReplay::*;
    let undated = "HTTP/1.1 200 OK\n\nA";
    for (target, text, reason) in [
        (MET, DOCUMENT.to_owned(), None),
        (MET, DOCUMENT.replace("200 OK", "203 X"), Some(MetNonAuthoritative)),
        (OTHER, DOCUMENT.replace("200 OK", "203 X"), None),
        (OTHER, DOCUMENT.replace("200 OK", "404 X"), Some(NotSuccess)),
        (MET, DOCUMENT.replace("200 OK", "304 X"), Some(NotSuccess)),
        (OTHER, undated.to_owned(), Some(NoValidator)),
        (OTHER, document_with("Retry-After: 60"), Some(ToldToWait)),
        (OTHER, document_with("Retry-After: 0"), None),
        (OTHER, document_with("RateLimit: \"default\";r=0;t=60"), Some(ToldToWait)),
        (OTHER, document_with("RateLimit: \"default\";r=1;t=60"), None),
        (OTHER, document_with("Cache-Control: max-age=600, immutable"), Some(Immutable)),
        (OTHER, document_with("Cache-Control: max-age=0, immutable"), None),
        ("http://example.org/a", document_with("Cache-Control: max-age=600, immutable"), None),
    ] {
        let wanted = reason.map_or(BY_DATE, Err);
        assert_eq!(after(target, &text, ReplayWhen::Now), wanted, "{target} {text}");
    }
    assert_eq!(after(MET, DOCUMENT, ReplayWhen::Never), Err(Declined));
    assert_eq!(after(MET, DOCUMENT, ReplayWhen::NextRun), Err(NextRun));
    // Who waits until it has expired need not mind what holds until then.
    assert_eq!(after(OTHER, &document_with("Retry-After: 60"), ReplayWhen::AfterExpiry), BY_DATE);
}

#[test]
fn response_that_did_not_come_whole_is_not_replayed() {
    let mut cut = evidence(MET, DOCUMENT);
    cut.exchanges[0].response.as_mut().unwrap().body = Body { cut: Some(BodyCut::Wire(1)), ..Body::default() };
    assert_eq!(next(&cut, ReplayWhen::Now, false, 4).unwrap_err(), NoReplay::Incomplete);
    let mut failed = evidence(MET, DOCUMENT);
    failed.exchanges[0].failure = Some(Failure {
        phase: Phase::Body,
        kind: FailureKind::Closed,
        detail: "".into(),
        received: 9,
        excerpt: "".into(),
    });
    assert_eq!(next(&failed, ReplayWhen::Now, false, 4).unwrap_err(), NoReplay::Incomplete);
    // Neither by its tag.
    failed.exchanges[0].response.as_mut().unwrap().head.fields.push("ETag", "\"a\"");
    assert_eq!(none_match(&failed.exchanges[0]).map(|request| request.fields), None);
}

#[test]
fn date_goes_back_verbatim_to_met_and_as_imf_fixdate_elsewhere() {
    let text = "HTTP/1.1 200 OK\nLast-Modified: Sunday, 06-Nov-94 08:49:37 GMT\n\nA";
    for (target, sent) in [(MET, "Sunday, 06-Nov-94 08:49:37 GMT"), (OTHER, "Sun, 06 Nov 1994 08:49:37 GMT")] {
        let next = next(&evidence(target, text), ReplayWhen::Now, false, 4).unwrap().unwrap();
        assert_eq!(next.request.fields.get_str("if-modified-since"), Some(sent), "{target}");
        let stored = answered(&plan(target), text);
        let polled = of_stored(&plan(target).first_request(), &stored).unwrap();
        assert_eq!(polled.fields.get_str("if-modified-since"), Some(sent), "{target}");
    }
}

#[test]
fn wait_ends_a_second_after_the_response_has_expired() {
    let expires = |seconds: i64| {
        let date = Timestamp::from_unix(NOW.unix() + seconds).imf_fixdate().unwrap();
        DOCUMENT.replace("Sun, 22 Nov 2026 08:30:00 GMT", &date)
    };
    let wait = |seconds: i64| match next(&evidence(MET, &expires(seconds)), ReplayWhen::AfterExpiry, false, 4) {
        Ok(next) => Ok(next.unwrap().expiry.as_secs()),
        Err(reason) => Err(reason),
    };
    let longest = i64::try_from(LONGEST_WAIT.as_secs()).unwrap();
    for (seconds, waits) in [(-60, 0), (0, 0), (1, 2), (60, 61), (longest - 1, LONGEST_WAIT.as_secs())] {
        assert_eq!(wait(seconds), Ok(waits), "{seconds}");
    }
    let too_far = NoReplay::TooFarAway(LONGEST_WAIT + Duration::from_secs(1));
    assert_eq!(wait(longest), Err(too_far));
    // At once it is zero, whatever Expires says.
    assert_eq!(next(&evidence(MET, &expires(60)), ReplayWhen::Now, false, 4).unwrap().unwrap().expiry, Duration::ZERO);
}

#[test]
fn tag_is_tested_where_a_304_could_come_for_it() {
    for (target, status, tag, tested) in [
        (MET, 200, "\"a\"", true),
        (MET, 203, "\"a\"", false),
        (OTHER, 203, "\"a\"", true),
        (OTHER, 200, "W/\"a\"", true),
        (OTHER, 200, "a", false),
        (OTHER, 404, "\"a\"", false),
    ] {
        let text = format!("HTTP/1.1 {status} X\nETag: {tag}\n\nA");
        let request = none_match(&answered(&plan(target), &text));
        let sent = request.as_ref().and_then(|request| request.fields.get_str("if-none-match"));
        assert_eq!(sent, tested.then_some(tag), "{target} {status} {tag}");
        // A later run has nothing to test: its ordinary request carries the tag.
        let later = after(target, &text, ReplayWhen::NextRun);
        assert!(!matches!(later, Ok(Some(_))), "{target} {status} {tag}");
    }
}

#[test]
fn stored_response_gives_its_date_or_else_its_tag() {
    let conditions = |target: &str, text: &str| {
        let request = of_stored(&plan(OTHER).first_request(), &answered(&plan(target), text))?;
        let field = |name| request.fields.get_str(name).map(str::to_owned);
        Some((field("if-modified-since"), field("if-none-match")))
    };
    let dated = Some("Sun, 22 Nov 2026 07:00:00 GMT".to_owned());
    assert_eq!(conditions(OTHER, &document_with("ETag: \"a\"")), Some((dated, None)));
    assert_eq!(conditions(OTHER, "HTTP/1.1 200 OK\nETag: \"a\"\n\n"), Some((None, Some("\"a\"".to_owned()))));
    assert_eq!(conditions(OTHER, "HTTP/1.1 200 OK\nETag: a\n\n"), None);
    assert_eq!(conditions(OTHER, "HTTP/1.1 200 OK\n\n"), None);
    assert_eq!(conditions("https://example.org/b", DOCUMENT), None, "of another URL");
}

#[test]
fn condition_replaces_those_of_the_user() {
    let mut own = plan(OTHER);
    for (name, value) in [("If-Match", "\"x\""), ("Range", "bytes=0-1"), ("if-modified-since", "x"), ("X-Own", "1")] {
        own.fields.push(name, value);
    }
    let request = with_condition(&own.first_request(), "If-None-Match", "\"a\"");
    let names: Vec<String> = request.fields.iter().map(|field| field.name.to_string()).collect();
    assert_eq!(names, ["Host", "User-Agent", "Accept", "X-Own", "If-None-Match"]);
}

#[test]
fn extra_requests_end_at_their_number() {
    let mut evidence = evidence(OTHER, &document_with("ETag: \"a\""));
    let sent = |evidence: &Evidence, most| next(evidence, ReplayWhen::Now, true, most).unwrap().map(|next| next.role);
    assert_eq!(sent(&evidence, 0), Some(Role::Replay(Condition::ModifiedSince)), "the first is not counted");
    let mut replay = answered(&plan(OTHER), crate::inquiry::tests::NOT_MODIFIED);
    replay.role = Role::Replay(Condition::ModifiedSince);
    evidence.exchanges.push(replay);
    assert_eq!(sent(&evidence, 1), None);
    assert_eq!(sent(&evidence, 2), Some(Role::Replay(Condition::EntityTag)));
}
