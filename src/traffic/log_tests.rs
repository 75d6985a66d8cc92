//! What is said of whole logs, in the forms that servers write.

use super::outcome::Verdicts;
use super::*;
use crate::diagnosis::catalogue;
use crate::diagnosis::overrides::Overrides;
use crate::diagnosis::rule::Topic;
use crate::evidence::event::Vantage;
use crate::intake::weblog::Reader;

const PATH: &str = "/weatherapi/locationforecast/2.0/compact?lat=60.10&lon=9.58";

fn common(second: u8, rest: &str) -> String {
    format!("192.0.2.7 - - [26/Nov/2026:09:54:{second:02} +0000] \"GET {PATH} HTTP/1.1\" 200 591{rest}")
}

fn judged(lines: &[String], settings: JudgeSettings) -> Verdicts {
    let mut judge = Judge::new(settings);
    let mut reader = Reader::new(None, None, None);
    for line in lines {
        reader.read(line.as_bytes(), 1, &mut |read| judge.push(read.event()));
    }
    judge.finish(&Overrides::default())
}

#[test]
fn logs_of_visitors_break_nothing_whatever_they_hold() {
    let agent = " \"-\" \"okhttp/4.9\"";
    let many = |make: &dyn Fn(u8) -> String| (0..60).map(make).collect::<Vec<_>>();
    let logs = [
        many(&|second| common(second, agent)),
        many(&|second| common(second, agent).replace("60.10", "60.123456")),
        many(&|second| common(second, agent).replace("\" 200 ", "\" 429 ")),
        many(&|second| common(second, agent).replace("GET /", "GET http://127.0.0.1:18083/")),
        many(&|second| common(second, &format!("{agent} TCP_MEM_HIT:HIER_NONE"))),
        many(&|second| format!("weather.acme.no:443 {}", common(second, agent))),
    ];
    for lines in logs {
        let verdicts = judged(&lines, JudgeSettings::default());
        let found: Vec<_> = verdicts.clients.iter().flat_map(|client| &client.findings).collect();
        assert!(found.is_empty(), "{}: {found:#?}", lines[0]);
        let judged = verdicts.clients.iter().flat_map(|client| &client.checks);
        assert!(judged.clone().all(|check| check.outcome == CheckOutcome::NotJudged), "{}", lines[0]);
    }
}

#[test]
fn requests_to_met_are_judged_in_any_format() {
    let line = |second| {
        common(second, " \"-\" \"okhttp/4.9\"").replace("GET /", "GET https://api.met.no/").replace("60.10", "60.12345")
    };
    let lines: Vec<String> = (0..60).map(line).collect();
    let ids = |verdicts: &Verdicts| -> Vec<&str> {
        verdicts.clients.iter().flat_map(|client| client.findings.iter().map(|finding| finding.rule.id)).collect()
    };
    let found = ids(&judged(&lines, JudgeSettings::default()));
    for id in ["repeated-requests", "user-agent-generic", "coordinate-precision"] {
        assert!(found.contains(&id), "{found:?}");
    }
    let plain: Vec<String> = lines.iter().map(|line| line.replace("https://api.met.no", "")).collect();
    let settings = JudgeSettings { vantage: Some(Vantage::Outbound), ..JudgeSettings::default() };
    assert_eq!(ids(&judged(&plain, settings)), found);
}

/// The ids of what a log breaks, with a day's quiet after it, in which what is waited for does not come.
fn broken(log: &str) -> Vec<&'static str> {
    let lines: Vec<String> = log.lines().map(str::to_owned).collect();
    let verdicts = judged(&lines, JudgeSettings::default());
    verdicts.clients.iter().flat_map(|client| client.findings.iter().map(|finding| finding.rule.id)).collect()
}

#[test]
fn every_example_of_a_traffic_rule_makes_it_fire() {
    let rules = catalogue::all().filter(|rule| rule.topic == Topic::Traffic);
    let mut looked_at = 0;
    for rule in rules {
        let found = broken(rule.example);
        assert!(found.contains(&rule.id), "{}: {found:?}", rule.id);
        looked_at += 1;
    }
    assert!(looked_at >= 25, "{looked_at}");
}

#[test]
fn near_misses_of_examples_do_not_fire() {
    for (id, from, to) in [
        ("not-conditional", "200 ims=-", "203 ims=-"),
        ("not-conditional", "ims=- ", ""),
        ("validator-altered", "ims=Mon, 30 Mar 2026 13:22:46", "ims=Mon, 30 Mar 2026 13:20:00"),
        ("validator-future", "14:22:46", "13:22:46"),
        ("not-modified-unused", "1774876967", "1774876980"),
        ("freshness-not-updated", "13:31:00", "13:22:00"),
        ("head-then-get", "13:22:47", "13:22:57"),
        ("immutable-refetched", "?cap=", "?lang="),
        ("fixed-second", ":00 +0000", ":0# +0000"),
        ("coordinate-scatter", "9.5801", "9.5802"),
        ("alerts-poll", "metalerts/2.0/current.json", "nowcast/2.0/complete?lat=60.1&lon=9.58"),
        ("redirect-not-followed", "1774877266", "1774876970"),
        ("compression-not-requested", "38112", "3112"),
        ("hammering-throttled", "\" 429", "\" 403"),
        (
            "hammering-blocked",
            "13:23:16 +0000] \"GET https://api.met.no/weatherapi/nowcast",
            "13:23:16 +0000] \"GET https://api.met.no/weatherapi/radar",
        ),
        ("retry-storm", "13:22:48", "13:25:48"),
        (
            "ended-version-used",
            "13:32:46 +0000] \"GET https://api.met.no/weatherapi/locationforecast/1.9",
            "13:32:46 +0000] \"GET https://api.met.no/weatherapi/locationforecast/2.0",
        ),
        ("deprecated-as-failure", " 203 ", " 200 "),
        ("identity-changed-after-refusal", "\"other-name/1.0", "\"acme-weather/1.3"),
        ("origin-not-identifying", "http://localhost:3000/", "https://weather.acme.no/"),
        ("cache-busting", "&_=", "&altitude="),
        ("unfiltered-list", "available.json", "available.json?area=norway&type=5level_reflectivity"),
        ("complete-endpoint", "/complete", "/compact"),
        ("preflight", "OPTIONS", "GET"),
        ("repeated-requests", "lat=60.1", "lat=60.1&n=#"),
        ("burst-aligned", "[30/Mar/2026:16:", "[30/Mar/2026:15:"),
        ("user-agent-changing", "app-f", "app-a"),
        ("direct-from-browsers", "192.0.2.199", "192.0.2.198"),
    ] {
        let example = catalogue::find(id).unwrap().example;
        let mut number = 0;
        let log: String = example
            .split_inclusive(from)
            .map(|part| {
                number += 1;
                part.replace(from, &to.replace('#', &number.to_string()))
            })
            .collect();
        assert_ne!(log, example, "{id}: {from}");
        let found = broken(&log);
        assert!(!found.contains(&id), "{id}, {to}: {found:?}");
    }
}

#[test]
fn users_of_a_relay_are_not_taken_for_one_that_repeats() {
    // Many people at one place, each of whom looks once: with their addresses, and where the relay logs none.
    let envoy = |i: u8, from: &str| {
        format!(
            r#"[2026-11-26T09:54:{:02}.{:03}Z] "GET {PATH} HTTP/1.1" 200 - 0 360 12 11 "{from}" "Mozilla/5.0 (iPhone)" "id{i}" "weather.acme.no" "10.0.0.1:80""#,
            i % 60,
            u16::from(i) * 3
        )
    };
    let alb = |i: u8, from: &str| {
        format!(
            "https 2026-11-26T09:54:{:02}.300000Z app/a/1 {from}:2817 10.0.0.1:80 0.0 2.0 0.0 200 200 34 366 \"GET https://weather.acme.no:443{PATH} HTTP/1.1\" \"Mozilla/5.0 (iPhone)\" TLS TLSv1.2 arn:x \"Root=1\" \"weather.acme.no\" \"arn:y\" 0 2026-11-26T09:54:{:02}.279000Z \"forward\" \"-\"",
            i % 60,
            i % 60
        )
    };
    let address = |i: u8| format!("198.51.100.{i}");
    let logs: [Vec<String>; 3] = [
        (0..100).map(|i| envoy(i, "-")).collect(),
        (0..100).map(|i| envoy(i, &address(i))).collect(),
        (0..100).map(|i| alb(i, &address(i))).collect(),
    ];
    for lines in logs {
        let verdicts = judged(&lines, JudgeSettings::default());
        let found: Vec<_> = verdicts.clients.iter().flat_map(|client| &client.findings).collect();
        assert_eq!(verdicts.counts.requests, 100, "{}", lines[0]);
        assert!(found.is_empty(), "{}: {found:#?}", lines[0]);
    }
}

#[test]
fn caches_in_every_form_are_judged_by_what_goes_on() {
    let nginx = |second: u8, cs: &str, us: &str| {
        format!(
            r#"{{"t":"179568684{}.309","addr":"192.0.2.7","req":"GET {PATH} HTTP/1.1","st":"200","b":"360","rt":"0.025","cs":"{cs}","us":"{us}","uexp":"Thu, 26 Nov 2026 09:54:09 GMT","ims":"","ua":"browser/9.9"}}"#,
            second % 10
        )
    };
    let squid = |second: u8, code: &str| {
        format!(
            "179568684{}.371   2 192.0.2.7 {code} 705 GET http://127.0.0.1{PATH} - HIER_NONE/- application/json",
            second % 10
        )
    };
    let w3c = |second: u8, result: &str| {
        format!(
            "2026-11-26\t09:54:{:02}\tOSL\t360\t192.0.2.7\tGET\td.cloudfront.net\t/weatherapi/nowcast/2.0/complete\t200\t-\tbrowser/9.9\tlat=60.10&lon=9.58\t{result}\t0.010",
            second % 60
        )
    };
    let fields = "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query x-edge-result-type time-taken".to_owned();
    let logs: [Vec<String>; 4] = [
        (0..9).map(|i| nginx(i, "HIT", "")).collect(),
        (0..9).map(|i| nginx(i, if i == 0 { "MISS" } else { "HIT" }, if i == 0 { "200" } else { "" })).collect(),
        (0..9).map(|i| squid(i, "TCP_MEM_HIT/200")).collect(),
        std::iter::once(fields).chain((0..50).map(|i| w3c(i, if i == 0 { "Miss" } else { "Hit" }))).collect(),
    ];
    for lines in logs {
        let verdicts = judged(&lines, JudgeSettings::default());
        let found: Vec<_> = verdicts.clients.iter().flat_map(|client| &client.findings).collect();
        assert!(found.is_empty(), "{}: {found:#?}", lines[0]);
        assert!(verdicts.counts.from_cache > 5, "{}", lines[0]);
    }
}

#[test]
fn what_came_after_a_refusal_is_unknown_where_the_log_ends() {
    let line = |clock: &str, path: &str, status: u16| {
        format!(
            "192.0.2.1 - - [30/Mar/2026:{clock} +0000] \"GET https://api.met.no/weatherapi/{path} HTTP/1.1\" {status} 12 \"-\" \"acme/1.2 ops@acme.no\""
        )
    };
    let place = "nowcast/2.0/complete?lat=60.1&lon=9.58";
    let outcomes = |lines: &[String]| {
        let verdicts = judged(lines, JudgeSettings::default());
        let of = |id: &str| {
            let check = verdicts.clients[0].checks.iter().find(|check| check.id == id).unwrap();
            let ends = check.reason.as_deref().is_some_and(|reason| reason.starts_with("the log ends before"));
            (check.outcome == CheckOutcome::Kept, ends)
        };
        [of("hammering-throttled"), of("hammering-blocked"), of("identity-changed-after-refusal")]
    };
    let (kept, open, none) = ((true, false), (false, true), (false, false));
    let throttled = line("13:22:46", place, 429);
    let blocked = line("13:22:46", place, 403);
    let later = line("13:25:46", "nowcast/2.0/complete?lat=61.1&lon=9.58", 200);
    assert_eq!(outcomes(std::slice::from_ref(&throttled)), [open, none, none]);
    assert_eq!(outcomes(&[throttled, later.clone()]), [kept, none, kept]);
    assert_eq!(outcomes(std::slice::from_ref(&blocked)), [none, open, none]);
    assert_eq!(outcomes(&[blocked.clone(), later]), [none, kept, kept]);
    // Another client goes on, and with that the log.
    let other = line("13:30:00", place, 200).replace("acme/1.2", "zebra/1.0");
    assert_eq!(outcomes(&[blocked, other])[1], kept);
}
