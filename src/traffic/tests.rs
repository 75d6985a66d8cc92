//! What holds of the judge as a whole: known breaches are counted exactly, near misses not at all.

use super::*;
use crate::diagnosis::overrides::Overrides;
use crate::evidence::event::{Event, Forwarded, Vantage};
use crate::http::time::date::Timestamp;

/// 2026-03-30T13:00:00Z.
const START: i64 = 1_774_875_600;

/// A request as its own strings.
#[derive(Clone, Debug)]
struct Sent {
    at: i64,
    address: String,
    agent: String,
    method: &'static str,
    target: String,
    status: u16,
    lives_s: Option<i64>,
    condition: Option<i64>,
    location: Option<String>,
}

impl Sent {
    fn get(at: i64, target: &str) -> Self {
        Self {
            at: START + at,
            address: "192.0.2.1".to_owned(),
            agent: "acme-weather/1.2 ops@acme.no".to_owned(),
            method: "GET",
            target: target.to_owned(),
            status: 200,
            lives_s: Some(1800),
            condition: Some(0),
            location: None,
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn push(&self, judge: &mut Judge) {
        let date = |at: i64| Timestamp::from_unix(at).imf_fixdate().unwrap();
        let expires = self.lives_s.map(|lives| date(self.at + lives));
        let condition = self.condition.map(|at| if at == 0 { String::new() } else { date(at) });
        let modified = date(self.at - 10);
        judge.push(&Event {
            at_ms: Some(self.at * 1000),
            address: Some(self.address.as_bytes()),
            user_agent: Some(self.agent.as_bytes()),
            method: Some(self.method.as_bytes()),
            target: self.target.as_bytes(),
            status: Some(self.status),
            bytes: Some(3000),
            expires: expires.as_deref().map(str::as_bytes),
            last_modified: Some(modified.as_bytes()),
            if_modified_since: condition.as_deref().map(str::as_bytes),
            location: Some(self.location.as_deref().unwrap_or_default().as_bytes()),
            vantage: Some(Vantage::Outbound),
            ..Event::default()
        });
    }
}

const OSLO: &str = "/weatherapi/locationforecast/2.0/compact?lat=59.91&lon=10.75";

fn settings(mergeable: bool) -> JudgeSettings {
    JudgeSettings { mergeable, ..JudgeSettings::default() }
}

fn judged(sent: &[Sent]) -> Judged {
    let mut judge = Judge::new(settings(false));
    sent.iter().for_each(|sent| sent.push(&mut judge));
    judge.finish(&Overrides::default()).clients.remove(0)
}

fn check<'a>(judged: &'a Judged, id: &str) -> &'a CheckResult {
    judged.checks.iter().find(|check| check.id == id).unwrap()
}

fn broken(judged: &Judged) -> Vec<&'static str> {
    judged.findings.iter().map(|finding| finding.rule.id).collect()
}

/// A client that does everything as it should, for some hours.
fn good(hours: i64) -> Vec<Sent> {
    let polls = (0..hours * 2).flat_map(|poll| {
        (0..3).map(move |place| {
            let at = poll * 1900 + place * 47 + poll * 13 % 59;
            let target = format!("/weatherapi/locationforecast/2.0/compact?lat=6{place}.1&lon=9.58");
            Sent::get(at, &target).with(|sent| {
                if poll > 0 {
                    sent.condition = None
                }
            })
        })
    });
    let mut sent: Vec<Sent> = polls.collect();
    sent.sort_by_key(|sent| sent.at);
    sent
}

#[test]
fn good_client_breaks_nothing_and_its_kept_rules_have_occasions() {
    let judged = judged(&good(6));
    assert_eq!(broken(&judged), Vec::<&str>::new(), "{:#?}", judged.findings);
    let kept = check(&judged, "asked-before-expiry");
    assert_eq!((kept.outcome, kept.occasions, kept.breaches), (CheckOutcome::Kept, 33, 0));
    assert_eq!(check(&judged, "user-agent-no-contact").outcome, CheckOutcome::Kept);
    assert_eq!(judged.verdict, crate::diagnosis::verdict::Verdict::Healthy);
}

#[test]
fn early_requests_are_counted_exactly() {
    let mut sent = Vec::new();
    for round in 0..10 {
        let start = round * 2000;
        sent.push(Sent::get(start, OSLO));
        // Seven too early, one two seconds before the end, which clocks may differ by.
        sent.extend((1..8).map(|i| Sent::get(start + i * 60, OSLO).with(|sent| sent.lives_s = Some(1800 - i * 60))));
        sent.push(Sent::get(start + 1798, OSLO).with(|sent| sent.lives_s = Some(2)));
    }
    let judged = judged(&sent);
    let early = check(&judged, "asked-before-expiry");
    assert_eq!((early.outcome, early.occasions, early.breaches), (CheckOutcome::Breach, 89, 70));
    assert_eq!(judged.numbers.wasted, (70, 79 * 3000));
    assert_eq!(judged.findings[0].severity, crate::diagnosis::severity::Severity::Error);
    assert_eq!(judged.findings[0].evidence.len(), 8);
}

#[test]
fn two_occasions_are_too_few() {
    let judged = judged(&[Sent::get(0, OSLO), Sent::get(2, OSLO), Sent::get(10, OSLO)]);
    let early = check(&judged, "asked-before-expiry");
    assert_eq!((early.outcome, early.occasions), (CheckOutcome::NotJudged, 2));
    assert_eq!(early.reason.as_deref(), Some("2 of the 3 occasions that are needed"));
}

#[test]
fn samples_do_not_depend_on_order_of_equal_times() {
    let sent: Vec<Sent> = (0..40)
        .map(|i| Sent::get(i / 8, &format!("/weatherapi/locationforecast/2.0/compact?lat=1.{i:05}&lon=2")))
        .collect();
    let mut turned = sent.clone();
    turned.chunks_mut(8).for_each(<[Sent]>::reverse);
    let evidence = |sent: &[Sent]| judged(sent).findings[0].evidence.clone();
    assert_eq!(evidence(&sent), evidence(&turned));
    assert_eq!(evidence(&sent).len(), 8);
    assert!(evidence(&sent).iter().all(|quote| quote.text.contains("lat=1.00xxx&lon=2 200")));
}

#[test]
fn each_habit_breaks_its_own_rule() {
    type Case = (&'static str, Box<dyn Fn() -> Vec<Sent>>);
    let every = |count: i64, gap: i64, change: fn(&mut Sent, i64)| -> Box<dyn Fn() -> Vec<Sent>> {
        Box::new(move || (0..count).map(|i| Sent::get(i * gap, OSLO).with(|sent| change(sent, i))).collect())
    };
    let cases: Vec<Case> = vec![
        ("request-rate", every(30, 0, |sent, i| sent.target = format!("{OSLO}{i}"))),
        ("not-conditional", every(6, 1900, |_, _| ())),
        ("validator-altered", every(6, 1900, |sent, _| sent.condition = Some(sent.at - 777))),
        ("validator-future", every(6, 1900, |sent, _| sent.condition = Some(sent.at + 60))),
        ("not-modified-unused", every(6, 4, |sent, i| sent.status = if i % 2 == 0 { 304 } else { 200 })),
        ("head-then-get", every(6, 5, |sent, i| sent.method = if i % 2 == 0 { "HEAD" } else { "GET" })),
        (
            "immutable-refetched",
            every(3, 4000, |sent, _| sent.target = "/weatherapi/metalerts/2.0/current?cap=1".into()),
        ),
        ("alerts-poll", every(9, 300, |sent, _| sent.target = "/weatherapi/metalerts/2.0/current.json".into())),
        ("hammering-blocked", every(30, 30, |sent, i| sent.status = if i == 0 { 200 } else { 403 })),
        ("hammering-throttled", every(300, 1, |sent, i| sent.status = if i > 30 { 429 } else { 200 })),
        ("retry-storm", every(20, 1, |sent, _| sent.status = 503)),
        (
            "ended-version-used",
            every(20, 400, |sent, _| (sent.status, sent.target) = (404, OSLO.replace("2.0", "1.9"))),
        ),
        ("deprecated-version", every(2, 4000, |sent, _| sent.status = 203)),
        ("preflight", every(2, 4000, |sent, _| sent.method = "OPTIONS")),
        ("method-not-allowed", every(2, 4000, |sent, _| sent.method = "POST")),
        ("coordinate-scatter", every(12, 3, |sent, i| sent.target = OSLO.replace("59.91", &format!("59.91{i:02}")))),
        ("cache-busting", every(12, 3, |sent, i| sent.target = format!("{OSLO}&_={i}"))),
        ("complete-endpoint", every(12, 1900, |sent, _| sent.target = OSLO.replace("compact", "complete"))),
        ("unfiltered-list", every(3, 1900, |sent, _| sent.target = "/weatherapi/radar/2.0/available".into())),
        (
            "user-agent-changing",
            every(60, 40, |sent, i| sent.agent = format!("app-{}/1.0 ops@acme.no", (b'a' + (i % 8) as u8) as char)),
        ),
        ("freshness-not-updated", every(12, 60, |sent, i| sent.status = if i > 0 { 304 } else { 200 })),
        (
            "deprecated-as-failure",
            every(60, 0, |sent, i| {
                (sent.status, sent.at) = if i < 30 { (200, START + i * 1900) } else { (203, START + 60_000 + i * 60) };
            }),
        ),
        (
            "redirect-not-followed",
            every(3, 60, |sent, _| {
                (sent.status, sent.location) =
                    (301, Some("/weatherapi/locationforecast/2.0/complete?lat=1&lon=2".into()));
            }),
        ),
    ];
    for (id, make) in cases {
        let mut judge = Judge::new(settings(false));
        make().iter().for_each(|sent| sent.push(&mut judge));
        let found: Vec<&str> = judge.finish(&Overrides::default()).clients.iter().flat_map(broken).collect();
        assert!(found.contains(&id), "{id}: {found:?}");
    }
}

#[test]
fn near_misses_break_nothing() {
    let every = |count: i64, gap: i64, change: fn(&mut Sent, i64)| -> Vec<Sent> {
        (0..count).map(|i| Sent::get(i * gap, OSLO).with(|sent| change(sent, i))).collect()
    };
    let cases = [
        ("request-rate", every(40, 0, |sent, i| (sent.at, sent.target) = (START + i / 20, format!("{OSLO}{i}")))),
        ("not-conditional", every(6, 1900, |sent, _| sent.status = 203)),
        ("validator-altered", every(6, 1900, |sent, _| sent.condition = Some(sent.at - 1910))),
        ("head-then-get", every(6, 60, |sent, i| sent.method = if i % 2 == 0 { "HEAD" } else { "GET" })),
        ("alerts-poll", every(9, 600, |sent, _| sent.target = "/weatherapi/metalerts/2.0/current.json".into())),
        ("hammering-blocked", every(60, 30, |sent, i| sent.status = if i % 20 == 0 { 200 } else { 403 })),
        ("retry-storm", every(20, 1, |sent, i| sent.status = if i % 4 == 0 { 200 } else { 503 })),
        ("ended-version-used", every(20, 400, |sent, i| sent.status = if i == 3 { 200 } else { 404 })),
        ("coordinate-scatter", every(9, 3, |sent, i| sent.target = OSLO.replace("59.91", &format!("59.91{i:02}")))),
        ("coordinate-scatter", every(12, 3, |sent, i| sent.target = format!("{OSLO}&altitude={i}"))),
        ("cache-busting", every(12, 3, |sent, _| sent.target = format!("{OSLO}&_=1"))),
        ("cache-busting", every(9, 3, |sent, i| sent.target = OSLO.replace("59.91", &i.to_string()))),
        ("burst-aligned", every(12, 3600, |_, _| ())),
    ];
    for (id, sent) in cases {
        let judged = judged(&sent);
        assert!(!broken(&judged).contains(&id), "{id}: {:?}", broken(&judged));
    }
}

#[test]
fn sawtooth_of_many_machines_is_a_burst() {
    let hourly = |spread: i64| -> Vec<Sent> {
        let mut sent: Vec<Sent> = (0..6 * 100)
            .map(|i| {
                let (hour, machine) = (i / 100, i % 100);
                let at = hour * 3600 + machine * spread % 3600;
                Sent::get(at, OSLO).with(|sent| sent.address = format!("192.0.2.{machine}"))
            })
            .collect();
        sent.sort_by_key(|sent| sent.at);
        sent
    };
    assert!(broken(&judged(&hourly(2))).contains(&"burst-aligned"));
    assert!(!broken(&judged(&hourly(36))).contains(&"burst-aligned"));
}

#[test]
fn log_of_visitors_accuses_nobody() {
    let mut judge = Judge::new(settings(false));
    for i in 0..500 {
        judge.push(&Event {
            at_ms: Some((START + i / 30) * 1000),
            address: Some(b"192.0.2.1"),
            user_agent: Some(b"browser/9.9"),
            method: Some(b"GET"),
            target: b"/weatherapi/locationforecast/2.0/compact?lat=60.123456&lon=9.58",
            status: Some(403),
            ..Event::default()
        });
    }
    let verdicts = judge.finish(&Overrides::default());
    let client = &verdicts.clients[0];
    assert_eq!((broken(client), client.verdict), (vec![], crate::diagnosis::verdict::Verdict::NoVerdict));
    assert!(client.checks.iter().all(|check| check.outcome == CheckOutcome::NotJudged && check.reason.is_some()));
    assert_eq!(client.numbers.peak_per_second.unwrap().requests, 30);
}

#[test]
fn cache_is_judged_by_what_it_sent_on() {
    let mut judge = Judge::new(settings(false));
    for i in 0..40 {
        judge.push(&Event {
            at_ms: Some((START + i) * 1000),
            address: Some(format!("192.0.2.{i}").as_bytes()),
            user_agent: Some(b"browser/9.9"),
            target: OSLO.as_bytes(),
            status: Some(200),
            expires: Some(b"Mon, 30 Mar 2026 13:30:00 GMT"),
            forwarded: Some(if i % 4 == 0 { Forwarded::Yes } else { Forwarded::No }),
            ..Event::default()
        });
    }
    let verdicts = judge.finish(&Overrides::default());
    let client = &verdicts.clients[0];
    assert_eq!((client.numbers.requests, verdicts.counts.from_cache), (10, 30));
    // Nine times more than once for the same, and nothing said of the visitors' names.
    assert_eq!(broken(client), ["asked-before-expiry"]);
    assert_eq!(check(client, "asked-before-expiry").breaches, 9);
    assert_eq!(check(client, "user-agent-no-contact").outcome, CheckOutcome::NotJudged);
}

#[test]
fn impossible_times_lose_no_counts() {
    let mut judge = Judge::new(settings(false));
    for at in [0, -5, 253_402_300_799, i64::MAX / 1000, i64::MIN / 1000, START] {
        Sent { at: START, ..Sent::get(0, OSLO) }.with(|_| ());
        judge.push(&Event {
            at_ms: Some(at.saturating_mul(1000)),
            target: OSLO.as_bytes(),
            vantage: Some(Vantage::Outbound),
            ..Event::default()
        });
    }
    let verdicts = judge.finish(&Overrides::default());
    assert_eq!((verdicts.counts.requests, verdicts.counts.impossible_times), (6, 5));
    assert_eq!(verdicts.clients[0].numbers.requests, 6);
}

#[test]
fn clients_beyond_the_bound_are_counted_together() {
    let mut judge = Judge::new(settings(false));
    for i in 0..3000_u32 {
        let name = format!("app{}x/1.0 ops@acme.no", char::from_u32(0x4e00 + i).unwrap());
        Sent::get(i64::from(i), OSLO).with(|sent| sent.agent = name).push(&mut judge);
    }
    let verdicts = judge.finish(&Overrides::default());
    assert_eq!(verdicts.clients.len(), 100);
    assert_eq!(verdicts.bounds.len(), 2, "{:?}", verdicts.bounds);
    assert_eq!(verdicts.counts.requests, 3000);
}
