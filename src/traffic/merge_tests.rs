//! Cuts of a log that once made a difference, and lists that are full.

use super::limits::JudgeLimits;
use super::outcome::Verdicts;
use super::*;
use crate::diagnosis::overrides::Overrides;
use crate::evidence::event::{Event, Vantage};

/// 2026-03-30T13:00:00Z.
const START: i64 = 1_774_875_600;

const OSLO: &str = "/weatherapi/locationforecast/2.0/compact?lat=59.91&lon=10.75";

fn check<'a>(judged: &'a Judged, id: &str) -> &'a CheckResult {
    judged.checks.iter().find(|check| check.id == id).unwrap()
}

/// The verdicts of parts that are merged, and those of the whole.
fn both(settings: JudgeSettings, parts: &[Vec<Event<'_>>]) -> (Verdicts, Verdicts) {
    let of = |events: &mut dyn Iterator<Item = &Event<'_>>| {
        let mut judge = Judge::new(JudgeSettings { mergeable: true, ..settings });
        events.for_each(|event| judge.push(event));
        judge
    };
    let whole = of(&mut parts.iter().flatten());
    let mut merged = of(&mut std::iter::empty());
    parts.iter().for_each(|part| merged.merge(of(&mut part.iter())));
    (merged.finish(&Overrides::default()), whole.finish(&Overrides::default()))
}

fn event(at: i64) -> Event<'static> {
    Event {
        at_ms: Some((START + at) * 1000),
        address: Some(b"192.0.2.1"),
        user_agent: Some(b"acme/1.0 ops@acme.no"),
        target: OSLO.as_bytes(),
        status: Some(200),
        vantage: Some(Vantage::Outbound),
        ..Event::default()
    }
}

#[test]
fn client_and_application_without_names_are_two() {
    let visitor = Event { vantage: None, user_agent: None, ..event(0) };
    let settings = JudgeSettings { by: By::Host, ..JudgeSettings::default() };
    let (_, whole) = both(settings, &[vec![event(0), visitor]]);
    assert_eq!(whole.bounds, Vec::<String>::new());
    assert!(whole.clients.iter().all(|client| client.client == "host not logged"));
}

#[test]
fn application_of_a_later_part_counts_for_its_client() {
    let fast = Event { user_agent: Some(b"fast/1.0 ops@acme.no"), ..event(5) };
    let settings = JudgeSettings { by: By::Address, ..JudgeSettings::default() };
    let (merged, whole) = both(settings, &[vec![event(0)], vec![fast; 30]]);
    let rate = |verdicts: &Verdicts| verdicts.clients[0].findings.iter().map(|one| one.message.clone()).next();
    assert!(rate(&whole).unwrap().contains("30 in the second"), "{:?}", rate(&whole));
    assert_eq!(rate(&merged), rate(&whole));
}

#[test]
fn redirects_do_not_depend_on_where_a_log_is_cut() {
    let redirect = |at| Event {
        status: Some(301),
        location: Some(OSLO.as_bytes()),
        target: b"/weatherapi/nowcast/2.0/",
        ..event(at)
    };
    let elsewhere = Event { target: b"/index.html", ..event(60) };
    for parts in [
        // One request that two redirects lead to, on either side of a cut.
        vec![vec![redirect(0)], vec![redirect(1), event(2), event(60)]],
        vec![vec![redirect(0), redirect(1)], vec![event(2), event(3)]],
        // A request for something else does not end the wait.
        vec![vec![redirect(0)], vec![elsewhere]],
        // A request in time that is logged a little late.
        vec![vec![redirect(0)], vec![Event { target: b"/weatherapi/nowcast/2.0/x", ..event(12) }, event(10)]],
    ] {
        let (merged, whole) = both(JudgeSettings::default(), &parts);
        let counted = |verdicts: &Verdicts| {
            let check = check(&verdicts.clients[0], "redirect-not-followed");
            (check.occasions, check.breaches)
        };
        assert_eq!(counted(&merged), counted(&whole), "{parts:?}");
    }
}

#[test]
fn statuses_beyond_the_bound_do_not_depend_on_order() {
    let of = |statuses: std::ops::Range<u16>| -> Vec<Event<'_>> {
        statuses.map(|status| Event { status: Some(status), ..event(i64::from(status)) }).collect()
    };
    let (merged, whole) = both(JudgeSettings::default(), &[of(700..740), of(200..280), of(205..300)]);
    assert_eq!(merged.clients[0].numbers.statuses, whole.clients[0].numbers.statuses);
    let statuses = &whole.clients[0].numbers.statuses;
    assert_eq!((statuses.len(), statuses[0], statuses[63]), (64, (200, 1), (263, 2)));
    assert_eq!(whole.bounds, ["of the statuses of a client the 64 smallest are listed"]);
}

#[test]
fn full_lists_are_said() {
    let targets: Vec<String> = (0..300).map(|i| format!("/weatherapi/product{i}/1.0/x")).collect();
    let agents: Vec<String> = (0..1500).map(|i| format!("app{i}x/1.0 ops@acme.no")).collect();
    let products = (0..).zip(&targets).map(|(at, target)| Event { target: target.as_bytes(), ..event(at) });
    let (merged, whole) = both(JudgeSettings::default(), &[products.collect()]);
    assert_eq!(whole.bounds, ["products beyond the first 256 are counted together"]);
    assert_eq!(merged.bounds, whole.bounds);
    let applications = (0..).zip(&agents).map(|(at, agent)| Event { user_agent: Some(agent.as_bytes()), ..event(at) });
    let settings = JudgeSettings { by: By::Address, ..JudgeSettings::default() };
    let (merged, whole) = both(settings, &[applications.collect()]);
    assert_eq!(whole.bounds, ["rates of applications beyond the first 1024 are left out"]);
    assert_eq!(merged.bounds, whole.bounds);
}

#[test]
fn seconds_that_cannot_be_dropped_do_not_hang() {
    // Of each client the first and the last second stay; there may be more of them than there is room for.
    let limits = JudgeLimits { slots: 8, ..JudgeLimits::default() };
    let mut judge = Judge::with_limits(JudgeSettings::default(), limits);
    let agents: Vec<String> = ('a'..='z').map(|name| format!("app-{name}/1.0 ops@acme.no")).collect();
    for (at, agent) in (0..).zip(agents.iter().cycle().take(90)) {
        judge.push(&Event { user_agent: Some(agent.as_bytes()), ..event(at * 100) });
    }
    judge.flush();
    judge.bound_series();
    let verdicts = judge.finish(&Overrides::default());
    assert_eq!(verdicts.clients.iter().map(|client| client.numbers.requests).sum::<u64>(), 90);
}

#[test]
fn redirect_is_not_judged_where_its_request_found_no_room() {
    let limits = JudgeLimits { heads: 1, ..JudgeLimits::default() };
    let part = |events: &[Event<'_>]| {
        let mut judge = Judge::with_limits(JudgeSettings { mergeable: true, ..JudgeSettings::default() }, limits);
        events.iter().for_each(|event| judge.push(event));
        judge
    };
    let nowcast = |at, status, location| Event {
        status: Some(status),
        location: Some(location),
        target: b"/weatherapi/nowcast/2.0/x",
        ..event(at)
    };
    let mut whole = part(&[nowcast(0, 301, OSLO.as_bytes())]);
    whole.merge(part(&[nowcast(1, 200, b""), event(2), event(60)]));
    let verdicts = whole.finish(&Overrides::default());
    assert_eq!(check(&verdicts.clients[0], "redirect-not-followed").breaches, 0);
    assert!(verdicts.bounds.contains(&"1 redirects were not followed up".to_owned()), "{:?}", verdicts.bounds);
}
