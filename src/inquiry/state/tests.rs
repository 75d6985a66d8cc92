use super::*;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::thresholds::Thresholds;
use crate::evidence::{Body, BodyCut, Evidence, checksum};
use crate::http::uri::target::Url;
use crate::inquiry::tests::{DOCUMENT, MET, NOT_MODIFIED, NOW, answered, document_with, plan};

const OTHER: &str = "https://example.org/a";
const DAY: i64 = 86_400;

fn judged(exchange: Exchange, stored: Option<&Exchange>) -> Diagnosis {
    let previous_response = stored.cloned().map(Box::new);
    let mut evidence = Evidence { exchanges: vec![exchange], previous_response, ..Evidence::default() };
    evidence.merge_stored_response();
    let target = OTHER.to_owned();
    Diagnosis::new(target, Facts::new(evidence, NOW, Thresholds::default()), &Overrides::default())
}

/// What is remembered after a response, and what was remembered before it.
fn remembered(target: &str, text: &str, before: Option<&TargetState>) -> TargetState {
    let request = plan(target).first_request();
    TargetState::of(&judged(answered(&plan(target), text), None), &request, before).unwrap()
}

fn hold(state: &TargetState) -> Option<i64> {
    state.not_before.map(|until| until - NOW.unix())
}

fn saved(state: &TargetState) -> SavedState {
    let mut saved = SavedState::default();
    saved.remember(state.clone());
    saved
}

#[test]
fn state_reads_back_what_it_wrote() {
    let refused = "HTTP/1.1 403 Forbidden\nX-ErrorClass: IllegalUserAgent\n\nno";
    for text in [DOCUMENT, refused, "HTTP/1.1 429 Too Many Requests\nRetry-After: 60\n\n", "HTTP/1.1 404 X\n\n"] {
        let state = remembered(MET, text, None);
        let read = SavedState::parse(&saved(&state).render(NOW)).unwrap();
        let request = plan(MET).first_request();
        assert_eq!(read.recall(&request), Some(&state), "{text}");
        assert_eq!(state.checked_at(), NOW);
        let diagnosis = judged(answered(&plan(MET), text), None);
        assert_eq!(state.verdict(), diagnosis.verdict, "{text}");
        // As they were before the secrets of the run were hidden: there are none here.
        let shown = |findings: &[Finding]| -> Vec<_> {
            let one = |f: &Finding| (f.rule.id, f.severity, f.certainty, f.message.clone(), f.alternatives.len());
            findings.iter().map(one).collect()
        };
        assert_eq!(shown(&state.findings()), shown(&rules::judge(&diagnosis.facts, &Overrides::default())), "{text}");
    }
}

#[test]
fn target_is_forgotten_after_ninety_days() {
    let saved = saved(&remembered(MET, DOCUMENT, None));
    for (days, seconds, kept) in [(0, 0, true), (90, -1, true), (90, 0, false), (91, 0, false), (-91, 0, true)] {
        let now = NOW.saturating_add(days * DAY + seconds);
        let read = SavedState::parse(&saved.render(now)).unwrap();
        assert_eq!(read.recall(&plan(MET).first_request()).is_some(), kept, "{days} d {seconds} s");
    }
}

#[test]
fn document_of_another_kind_is_refused_with_its_name() {
    let damaged = |text: &str| match SavedState::parse(text.as_bytes()) {
        Err(Unreadable::Damaged(why)) => why,
        other => panic!("{text}: {other:?}"),
    };
    for version in ["metstatus-state/2", "metstatus-state/10", "metstatus-state/"] {
        let text = format!("{{\"schema\": \"{version}\", \"targets\": 1}}");
        assert_eq!(SavedState::parse(text.as_bytes()).unwrap_err(), Unreadable::OtherVersion(version.to_owned()));
    }
    assert!(damaged("{\"schema\": \"other/1\", \"targets\": []}").contains("\"other/1\", not metstatus-state/1"));
    assert!(damaged("{\"schema\": \"metstatus-state/1\"}").contains("targets"));
    for text in ["", "[]", "{}", "null", "{\"schema\": 1}", "{\"schema\": \"metstatus-state/1\", \"targets\": [{}]}"] {
        assert!(!damaged(text).is_empty(), "{text}");
    }
    assert!(SavedState::parse(b"{\"schema\": \"metstatus-state/1\", \"targets\": []}").is_ok());
}

#[test]
fn another_request_is_another_target_unless_conditions_differ() {
    let state = remembered(OTHER, DOCUMENT, None);
    let knows = |change: &dyn Fn(&mut Request)| {
        let mut request = plan(OTHER).first_request();
        change(&mut request);
        saved(&state).recall(&request).is_some()
    };
    assert!(knows(&|_| {}));
    assert!(knows(&|request| request.fields.push("If-None-Match", "\"a\"")));
    assert!(!knows(&|request| request.fields.push("Accept-Language", "nb")));
    assert!(!knows(&|request| request.fields.push("Authorization", "x")));
    assert!(!knows(&|request| request.url = Url::parse("https://example.org/b").ok()));
    let secrets = ["a", "b"].map(|value| {
        let mut request = plan(OTHER).first_request();
        request.fields.push("Authorization", value);
        key(&request).1
    });
    let (open, secret) = secrets[0].split_once('-').unwrap();
    assert_eq!((open.len(), secret.len()), (8, 2), "of a secret no more than a byte is kept");
    assert!(secrets[1].starts_with(open) && secrets[0] != secrets[1], "{secrets:?}");
}

#[test]
fn refusals_are_requested_more_and_more_seldom() {
    for (status, waits) in [
        (500, [240, 480, 960, 1920, 3600, 3600]),
        (503, [240, 480, 960, 1920, 3600, 3600]),
        (404, [600, 1200, 2400, 3600, 3600, 3600]),
        (499, [600, 1200, 2400, 3600, 3600, 3600]),
    ] {
        let mut before: Option<TargetState> = None;
        for (at, wait) in waits.into_iter().enumerate() {
            let state = remembered(OTHER, &format!("HTTP/1.1 {status} X\n\nno"), before.as_ref());
            assert_eq!(hold(&state), Some(wait), "{status} for the {at}th time");
            before = Some(state);
        }
        let healed = remembered(OTHER, DOCUMENT, before.as_ref());
        let again = remembered(OTHER, &format!("HTTP/1.1 {status} X\n\nno"), Some(&healed));
        assert_eq!((healed.refusals, hold(&again)), (0, Some(waits[0])), "{status}");
    }
    for (wait, held) in [(60, 240), (240, 240), (241, 241), (7200, 7200)] {
        let text = format!("HTTP/1.1 503 X\nRetry-After: {wait}\n\nno");
        assert_eq!(hold(&remembered(OTHER, &text, None)), Some(held), "Retry-After: {wait}");
    }
}

#[test]
fn success_is_requested_again_when_it_has_expired() {
    let at = |offset: i64| {
        let date = Timestamp::from_unix(NOW.unix() + offset).imf_fixdate().unwrap();
        DOCUMENT.replace("Sun, 22 Nov 2026 08:30:00 GMT", &date)
    };
    // MET's own are not asked for within the minute, whatever Expires says.
    for (offset, met, other) in [(-60, 60, 0), (0, 60, 0), (1, 1, 1), (60, 60, 60), (1800, 1800, 1800)] {
        assert_eq!(hold(&remembered(MET, &at(offset), None)), Some(met), "{offset} at MET");
        assert_eq!(hold(&remembered(OTHER, &at(offset), None)), Some(other), "{offset} elsewhere");
    }
    assert_eq!(hold(&remembered(OTHER, "HTTP/1.1 200 OK\n\nA", None)), None);
}

#[test]
fn verdict_is_valid_for_a_week_at_most() {
    let state = |not_before: Option<i64>| TargetState {
        not_before: not_before.map(|after| NOW.unix() + after),
        ..remembered(OTHER, DOCUMENT, None)
    };
    for (not_before, after, valid) in [
        (None, 0, None),
        (Some(60), 0, Some(60)),
        (Some(60), 59, Some(60)),
        (Some(60), 60, None),
        (Some(60), -300, Some(60)),
        (Some(60), -301, None),
        (Some(7 * DAY), 0, Some(7 * DAY)),
        (Some(7 * DAY + 1), 0, Some(7 * DAY)),
        (Some(8 * DAY), 7 * DAY, None),
    ] {
        let until = state(not_before).stands_until(NOW.saturating_add(after));
        assert_eq!(until.map(|until| until.unix() - NOW.unix()), valid, "{not_before:?} after {after}");
    }
}

#[test]
fn nothing_is_remembered_of_what_was_not_requested() {
    let request = plan(OTHER).first_request();
    let captured = Exchange { live: false, ..answered(&plan(OTHER), DOCUMENT) };
    assert_eq!(TargetState::of(&judged(captured, None), &request, None), None);
    let mut undecided = judged(answered(&plan(OTHER), DOCUMENT), None);
    undecided.verdict = Verdict::NoVerdict;
    assert_eq!(TargetState::of(&undecided, &request, None), None);
}

#[test]
fn document_is_kept_until_another_takes_its_place() {
    let request = plan(OTHER).first_request();
    let first = remembered(OTHER, DOCUMENT, None);
    let status = |exchange: Option<Exchange>| exchange.and_then(|exchange| exchange.status());
    assert_eq!((status(first.answer(&request)), status(first.document(&request))), (Some(200), Some(200)));
    assert_eq!(first.document, None, "the answer is the document");
    let refused = remembered(OTHER, "HTTP/1.1 503 X\n\nno", Some(&first));
    assert_eq!((status(refused.answer(&request)), status(refused.document(&request))), (Some(503), Some(200)));
    let twice = remembered(OTHER, "HTTP/1.1 404 X\n\nno", Some(&refused));
    assert_eq!((status(twice.answer(&request)), status(twice.document(&request))), (Some(404), Some(200)));
    let newer = remembered(OTHER, &DOCUMENT.replace("07:00:00", "07:30:00"), Some(&twice));
    assert_eq!(newer.document, None);
    let alone = remembered(OTHER, "HTTP/1.1 404 X\n\nno", None);
    assert_eq!(status(alone.document(&request)), None);
}

#[test]
fn incomplete_document_is_not_asked_about_again() {
    let request = plan(OTHER).first_request();
    let with_body = |change: &dyn Fn(&mut Body)| {
        let mut exchange = answered(&plan(OTHER), DOCUMENT);
        change(&mut exchange.response.as_mut().unwrap().body);
        TargetState::of(&judged(exchange, None), &request, None).unwrap().document(&request).is_some()
    };
    assert!(with_body(&|_| {}));
    assert!(!with_body(&|body| body.cut = Some(BodyCut::Decoded(1))));
    assert!(!with_body(&|body| body.unclean_end = true));
    assert!(!with_body(&|body| body.bytes.clear()));
    assert!(with_body(&|body| {
        body.bytes.clear();
        body.dropped = 1;
    }));
}

#[test]
fn not_modified_brings_the_stored_document_up_to_date() {
    let request = plan(OTHER).first_request();
    let before = remembered(OTHER, &document_with("Content-Type: text/plain"), None);
    let stored = before.document(&request).unwrap();
    let polled = plan_with(&stored);
    let later = NOT_MODIFIED.replacen("\n\n", "\nExpires: Sun, 22 Nov 2026 09:00:00 GMT\n\n", 1);
    let answer = answered(&polled, &later);
    let state = TargetState::of(&judged(answer, Some(&stored)), &polled.first_request(), Some(&before)).unwrap();
    let document = state.document(&request).unwrap();
    let fields = document.fields().unwrap();
    assert_eq!(fields.get_str("expires"), Some("Sun, 22 Nov 2026 09:00:00 GMT"));
    assert_eq!(fields.get_str("content-type"), Some("text/plain"));
    let body = &document.response.as_ref().unwrap().body;
    assert_eq!((body.checksum, body.dropped), (Some(checksum(b"A")), 1));
    assert_eq!((state.refusals, hold(&state)), (0, Some(3600)));
}

fn plan_with(stored: &Exchange) -> crate::inquiry::plan::Plan {
    crate::inquiry::plan::Plan { stored: Some(Box::new(stored.clone())), ..plan(OTHER) }
}

#[test]
fn stored_response_keeps_its_times_and_sizes() {
    let request = plan(OTHER).first_request();
    let mut exchange = answered(&plan(OTHER), DOCUMENT);
    exchange.received_at = NOW.saturating_add(2);
    exchange.response.as_mut().unwrap().body.wire_bytes = Some(77);
    let state = TargetState::of(&judged(exchange, None), &request, None).unwrap();
    let read = state.answer(&request).unwrap();
    assert_eq!((read.sent_at, read.received_at), (NOW, NOW.saturating_add(2)));
    let body = &read.response.as_ref().unwrap().body;
    assert_eq!((body.wire_bytes, body.dropped, body.checksum), (Some(77), 1, Some(checksum(b"A"))));
}

#[test]
fn stored_fields_are_those_that_later_runs_read() {
    let names = |status: u16, lines: &str| {
        let text = format!("HTTP/1.1 {status} X\n{lines}\n\nA");
        let state = remembered(OTHER, &text, None);
        state.answer.unwrap().fields.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert_eq!(names(200, "Set-Cookie: a=b\nETag: \"a\"\nSERVER: x\nexpires: 0"), ["ETag", "expires"]);
    assert_eq!(names(200, "Retry-After: 60"), Vec::<String>::new());
    assert_eq!(names(399, "Retry-After: 60"), Vec::<String>::new());
    assert_eq!(names(400, "Retry-After: 60"), ["Retry-After"]);
    let (fits, long) = ("x".repeat(1024), "x".repeat(1025));
    assert_eq!(names(200, &format!("Link: {fits}\nVary: {long}")), ["Link"]);
}

#[test]
fn damaged_response_is_read_with_distrust() {
    let request = plan(OTHER).first_request();
    let with = |change: &dyn Fn(&mut StoredResponse)| {
        let mut state = remembered(OTHER, DOCUMENT, None);
        change(state.answer.as_mut().unwrap());
        state
    };
    let fields = |state: &TargetState| state.answer(&request).unwrap().fields().unwrap().len();
    let whole = with(&|_| {});
    assert_eq!(fields(&whole), 3);
    let lines = with(&|stored| stored.fields.push(("X".to_owned(), "a\r\nSet-Cookie: b".to_owned())));
    assert_eq!(fields(&lines), 3);
    assert_eq!(fields(&with(&|stored| stored.fields.push(("X".to_owned(), "a\tb".to_owned())))), 4);
    assert_eq!(with(&|stored| stored.status = "200 OK".to_owned()).answer(&request).map(|_| ()), None);
    for (status, document) in [
        ("HTTP/1.1 200 OK", true),
        ("HTTP/1.1 299", true),
        ("HTTP/1.1 2000 OK", false),
        ("HTTP/1.1 20", false),
        ("HTTP/1.1 304 X", false),
        ("HTTP/1.1 520 X", false),
    ] {
        assert_eq!(
            with(&|stored| stored.status = status.to_owned()).document(&request).is_some(),
            document,
            "{status}"
        );
    }
    let exchange = whole.answer(&request).unwrap();
    assert!(!exchange.live && exchange.received_at == NOW && exchange.sent_at == NOW);
    assert_eq!(exchange.url(), request.url.as_ref());
    let moved = with(&|stored| stored.url = Some("https://example.org/b".to_owned()));
    assert_eq!(moved.answer(&request).unwrap().url().unwrap().path(), "/b");
    let broken = with(&|stored| stored.url = Some("::".to_owned()));
    assert_eq!(broken.answer(&request).unwrap().url(), request.url.as_ref());
    let mut asked = request.clone();
    asked.fields.push("If-None-Match", "\"a\"");
    assert!(!whole.answer(&asked).unwrap().asks_with("if-none-match"));
}

#[test]
fn finding_of_a_rule_that_is_gone_is_left_out() {
    let mut state = remembered(MET, "HTTP/1.1 403 Forbidden\n\nno", None);
    let all = state.findings();
    assert!(all[0].cause_unknown && !all[0].alternatives.is_empty());
    state.findings[0].alternatives[0].id = "gone".to_owned();
    assert_eq!(state.findings()[0].alternatives, all[0].alternatives[1..]);
    state.findings[0].message = "a\u{1b}[31m".to_owned();
    assert!(!state.findings()[0].message.contains('\u{1b}'));
    state.findings[0].id = "gone".to_owned();
    assert_eq!(state.findings().len(), all.len() - 1);
}
