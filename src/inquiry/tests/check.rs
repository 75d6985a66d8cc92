//! The check of one target around its inquiry.

use std::collections::HashMap;

use super::*;
use crate::diagnosis::SourceLocation;
use crate::inquiry::check::{Judging, Label, TargetCheck};

const OTHER: &str = "https://Example.org.:8443/a";

fn check(plan: Plan) -> TargetCheck {
    let place = Some(SourceLocation { file: "targets.txt".to_owned(), line: 3 });
    TargetCheck::new(plan, Label { name: Some("shown".to_owned()), place }, Judging::default())
}

fn fetched(check: &mut TargetCheck, pace: &mut RateLimiter) -> (Role, Request) {
    match check.next(Duration::ZERO, pace) {
        Action::Fetch(role, request, _) => (role, request),
        other => panic!("{other:?}"),
    }
}

#[test]
fn conclusion_has_the_label_and_what_the_next_run_needs() {
    for keeps_state in [true, false] {
        let mut pace = RateLimiter::new(Rate::DEFAULT);
        let mut check = check(Plan { keeps_state, replay: ReplayWhen::Never, ..plan(OTHER) });
        assert_eq!(check.host(), "example.org");
        let (role, request) = fetched(&mut check, &mut pace);
        check.record(Exchange::new(role, Some(request), NOW, reply(DOCUMENT)), &mut pace);
        assert_eq!(check.begins_to_await_expiry(), None);
        let Action::Done(evidence) = check.next(Duration::ZERO, &mut pace) else { panic!() };
        let (diagnosis, remembered) = check.conclude(evidence, NOW);
        assert_eq!(diagnosis.name.as_deref(), Some("shown"));
        assert_eq!(diagnosis.place.map(|place| place.line), Some(3));
        let body = &diagnosis.facts.evidence.exchanges[0].response.as_ref().unwrap().body;
        assert_eq!((body.bytes.len(), body.decoded_len()), (0, 1), "the content is dropped, its size is kept");
        assert_eq!(remembered.is_some(), keeps_state);
    }
}

#[test]
fn unsent_request_is_judged_as_one_that_was_not_sent() {
    let diagnosis = TargetCheck::unsent(&plan(MET), Label::default(), &Judging::default(), NOW);
    let evidence = &diagnosis.facts.evidence;
    assert!(evidence.dry_run && evidence.exchanges.len() == 1 && !evidence.exchanges[0].live);
    assert_eq!(
        evidence.exchanges[0].request.as_ref().map(|request| &request.fields),
        Some(&plan(MET).first_request().fields)
    );
}

#[test]
fn delay_is_that_of_the_pace_unless_nothing_will_be_sent() {
    let mut pace = RateLimiter::new(Rate::DEFAULT);
    for host in ["example.org", "api.met.no"] {
        pace.sent(host, host == "api.met.no", Duration::ZERO);
        pace.sent(host, host == "api.met.no", Duration::ZERO);
    }
    for target in [OTHER, MET] {
        assert_eq!(check(plan(target)).delay(&pace, Duration::ZERO), Duration::from_secs(1), "{target}");
    }
    let mut fast = RateLimiter::new(Rate::parse("1000/s").unwrap());
    (0..10).for_each(|_| fast.sent("frost.met.no", true, Duration::ZERO));
    assert_eq!(check(plan(MET)).delay(&fast, Duration::ZERO), Duration::from_secs(1));
    assert_eq!(check(plan(OTHER)).delay(&fast, Duration::ZERO), Duration::ZERO);
    pace.answered("example.org", 429);
    assert_eq!(check(plan(OTHER)).delay(&pace, Duration::ZERO), Duration::ZERO);
}

#[test]
fn changelog_of_the_run_is_used_where_it_is_the_next_request() {
    let feed = "https://api.met.no/weatherapi/locationforecast/2.0/changelog";
    for (known, sent) in [(feed, false), ("https://api.met.no/weatherapi/locationforecast/1.9/changelog", true)] {
        let mut pace = RateLimiter::new(Rate::DEFAULT);
        let mut check = check(plan(MET));
        let (role, request) = fetched(&mut check, &mut pace);
        let marked = DOCUMENT.replace("200 OK", "203 X");
        check.record(Exchange::new(role, Some(request), NOW, reply(&marked)), &mut pace);
        let exchange = Exchange::new(Role::Changelog, None, NOW, reply("HTTP/1.1 200 OK\n\n<feed/>"));
        check.use_known(&HashMap::from([(known.to_owned(), exchange)]));
        assert_eq!(
            matches!(check.next(Duration::ZERO, &mut pace), Action::Fetch(Role::Changelog, ..)),
            sent,
            "{known}"
        );
    }
}

#[test]
fn wait_for_expiry_is_reported_with_its_url() {
    let mut pace = RateLimiter::new(Rate::DEFAULT);
    let mut check = check(Plan { replay: ReplayWhen::AfterExpiry, ..plan(MET) });
    let (role, request) = fetched(&mut check, &mut pace);
    check.record(Exchange::new(role, Some(request), NOW, reply(DOCUMENT)), &mut pace);
    let begun = check.begins_to_await_expiry().map(|(wait, url)| (wait.as_secs(), url.to_string()));
    assert_eq!(begun, Some((1801, MET.to_owned())));
}
