//! Access logs as `read` judges them: each line by what it shows alone, many lines by their kinds.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::recordings::{AGENT, FORECAST, read, told};
use crate::support::run::*;
use crate::support::server::gzipped;

/// A line of a log in front of MET itself, which names its host.
fn logged(second: u32, target: &str, status: u16, agent: &str) -> String {
    format!("api.met.no:443 {}", visited(second, target, status, agent))
}

/// A line in the combined form, at some second after 13:22.
fn visited(second: u32, target: &str, status: u16, agent: &str) -> String {
    let (hour, minute, second) = (13 + (22 + second / 60) / 60, (22 + second / 60) % 60, second % 60);
    format!(
        "192.0.2.7 - - [30/Mar/2026:{hour:02}:{minute:02}:{second:02} +0000] \"GET {target} HTTP/1.1\" {status} 3044 \"-\" \"{agent}\"\n"
    )
}

const PATH: &str = "/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";

#[test]
fn line_of_a_log_is_judged_by_what_it_shows_alone() {
    let rows: [(&str, u16, &str, &[&str]); 12] = [
        (PATH, 200, AGENT, &[]),
        (PATH, 304, AGENT, &[]),
        (PATH, 403, AGENT, &["forbidden"]),
        (PATH, 403, "okhttp/4.12.0", &["user-agent-generic"]),
        (PATH, 403, "-", &["user-agent-missing"]),
        (PATH, 200, "-", &["user-agent-missing"]),
        ("/weatherapi/locationforecast/2.0/compact?lat=60.123456&lon=9.58", 200, AGENT, &["coordinate-precision"]),
        (PATH, 429, AGENT, &["rate-limited"]),
        ("/weatherapi/textforecast/2.0/?forecast=land", 203, AGENT, &["end-of-life-passed", "deprecated-version"]),
        ("/weatherapi/locationforecast/1.9/?lat=60.1&lon=9.58", 404, AGENT, &["version-ended"]),
        (PATH, 503, AGENT, &["service-unavailable"]),
        (PATH, 0, AGENT, &["connection-closed"]),
    ];
    for (target, status, agent, ids) in rows {
        let line = if status == 0 {
            logged(0, target, 0, agent).replace(" 0 3044", " 000 0")
        } else {
            logged(0, target, status, agent)
        };
        let ran = read(&line);
        let result = ran.result();
        let first: Vec<&str> = result["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["severity"] != "info")
            .map(|finding| finding["id"].as_str().unwrap())
            .collect();
        assert!(first.starts_with(ids) && first.is_empty() == ids.is_empty(), "{line}: {first:?}");
        // A log shows no fields, so nothing can be said of caching.
        for part in ["freshness", "next_poll", "replay"] {
            assert_eq!(result[part], Value::Null, "{line}: {part}");
        }
        assert!(!ran.stdout.contains("no X-ErrorClass"), "{}", ran.stdout);
    }
    // The common form shows no User-Agent, which does not show that there was none.
    let common = read(format!("::1 - - [30/Mar/2026:15:22:46 +0200] \"GET {PATH} HTTP/1.1\" 403 -\n"));
    assert_eq!((common.code, common.ids()[0].as_str()), (2, "forbidden"));
    assert_eq!(common.result()["tally"]["first_at"], "2026-03-30T13:22:46Z");
}

#[test]
fn target_of_a_line_is_a_path_at_met_or_a_url() {
    let rows = [
        (PATH.to_owned(), FORECAST),
        (PATH.replace("/weatherapi", ""), FORECAST),
        (FORECAST.to_owned(), FORECAST),
        // Varnish writes http in each line, and MET answers plain http with a redirect alone.
        (FORECAST.replace("https", "http"), FORECAST),
        (FORECAST.replace("https://api.met.no", "http://localhost:6081"), FORECAST),
        (FORECAST.replace("https://api.met.no", "http://10.0.0.1"), FORECAST),
        ("https://api.acme.no/x?a=1".to_owned(), "https://api.acme.no/x?a=1"),
    ];
    for (target, url) in rows {
        assert_eq!(read(visited(0, &target, 200, AGENT)).result()["target"], url, "{target}");
    }
    let plain = read(logged(0, &FORECAST.replace("https", "http"), 301, AGENT));
    assert_eq!((plain.code, plain.ids()), (1, vec!["plain-http".to_owned()]));
    let named = format!("api.acme.no:443 {}", visited(0, "/forecast", 500, AGENT));
    assert_eq!(read(named).result()["target"], "https://api.acme.no/forecast");
}

#[test]
fn many_lines_are_told_by_their_kinds_with_a_count() {
    let mut log = String::new();
    for i in 0..3000_u32 {
        let place = format!("/weatherapi/locationforecast/2.0/compact?lat=60.{}&lon=9.58", i % 700);
        log += &logged(i, &place, if i % 10 == 0 { 403 } else { 200 }, if i % 10 == 0 { "okhttp/4" } else { AGENT });
        log += &logged(i, "/weatherapi/sunrise/3.0/sun?lat=60.1&lon=9.58&date=2026-03-30", 422, AGENT);
    }
    let ran = read(&log);
    let told = told(&ran);
    let counts: Vec<(Value, Value)> = told.iter().map(|(code, _, count)| (code.clone(), count.clone())).collect();
    assert_eq!(counts, [(json!(403), json!(300)), (json!(422), json!(3000)), (json!(200), json!(2700))]);
    assert_eq!(
        ran.result()["tally"],
        json!({"requests": 300, "urls": 70, "first_at": "2026-03-30T13:22:00Z", "last_at": "2026-03-30T14:11:50Z"})
    );
    let human = metstatus_with_input(["read", "-"], log.as_bytes());
    assert!(human.stdout.contains("300 requests, 70 URLs, 2026-03-30 13:22:00 to 14:11:50 UTC"), "{}", human.stdout);
    assert!(human.stdout.lines().count() < 40, "{}", human.stdout);
}

#[test]
fn repeated_request_is_a_breach_unless_expired() {
    let every =
        |seconds: u32, times: u32| -> String { (0..times).map(|i| logged(i * seconds, PATH, 200, AGENT)).collect() };
    let ran = read(every(10, 6));
    assert_eq!(ran.code, 1);
    let finding = ran.finding("repeated-requests");
    assert_eq!(finding["certainty"], "likely");
    assert!(finding["message"].as_str().unwrap().starts_with("5 of 5 repeated requests"), "{finding}");
    assert!(finding["evidence"][0].as_str().unwrap().contains("10 s after a response, from 192.0.2.0/24"), "{finding}");
    // What is renewed every few minutes may be asked for again sooner than a forecast.
    let nowcast = |seconds: u32| every(seconds, 6).replace("locationforecast/2.0/compact", "nowcast/2.0/complete");
    assert_eq!(read(nowcast(30)).finding("repeated-requests")["severity"], "warning");
    assert_eq!(read(every(10, 4)).finding("repeated-requests")["severity"], "warning", "three repeats are enough");
    assert!(read(nowcast(59)).ids().is_empty());
    // Lines that come as the requests end are put in order.
    let mut lines: Vec<String> = every(10, 6).lines().map(|line| format!("{line}\n")).collect();
    lines.reverse();
    assert_eq!(read(lines.concat()).finding("repeated-requests")["certainty"], "likely");
    // One User-Agent at many addresses is many machines, each of which asks once.
    let machines: String =
        (0..30).map(|i| logged(i, PATH, 200, AGENT).replace("192.0.2.7", &format!("192.0.2.{i}"))).collect();
    for log in [
        every(60, 30),
        every(10, 3),
        // Different places, different clients, and a client that retries what was refused.
        (0..30).map(|i| logged(i, &PATH.replace("60.1", &format!("60.{i}")), 200, AGENT)).collect(),
        (0..30).map(|i| logged(i, PATH, 200, &AGENT.replace("1.2", &format!("1.{i}")))).collect(),
        (0..30).map(|i| logged(i, PATH, 503, AGENT)).collect(),
        (0..30).map(|i| logged(i, "https://api.acme.no/x", 200, AGENT)).collect(),
        machines,
    ] {
        let ran = read(&log);
        assert!(!ran.stdout.contains("repeated-requests"), "{log}\n{}", ran.stdout);
        assert!(!ran.stdout.contains("asked-before-expiry"), "a log shows no Expires: {}", ran.stdout);
    }
}

#[test]
fn twenty_one_requests_in_a_second_are_more_than_met_allows() {
    let burst = |count: u32| -> String {
        (0..count).map(|i| logged(7, &PATH.replace("60.1", &format!("60.{i}")), 200, AGENT)).collect()
    };
    let ran = read(burst(21));
    let told = |ran: &Ran| ran.finding("request-rate")["message"].as_str().unwrap().to_owned();
    assert!(told(&ran).contains("at least 21 in the second 2026-03-30 13:22:07"), "{ran:?}");
    // They are those of one application, whatever its versions, addresses and products are.
    let mixed: String = (0..21)
        .map(|i| {
            let path = if i % 2 == 0 {
                PATH.replace("locationforecast/2.0/compact", "nowcast/2.0/complete")
            } else {
                PATH.into()
            };
            logged(7, &path.replace("60.1", &format!("60.{i}")), 200, &AGENT.replace("1.2", &format!("1.{i}")))
                .replace("192.0.2.7", &format!("192.0.2.{i}"))
        })
        .collect();
    let ran = read(mixed);
    assert!(told(&ran).contains("at least 21"), "{ran:?}");
    assert_eq!(ran.stdout.matches("request-rate").count(), 1, "it is told once: {}", ran.stdout);
    assert!(read(burst(20)).ids().is_empty());
    let two: String = burst(40).lines().enumerate().fold(String::new(), |mut out, (i, line)| {
        writeln!(out, "{}", if i % 2 == 0 { line.replace("acme-weather", "other-app") } else { line.to_owned() })
            .unwrap();
        out
    });
    assert!(!read(two).stdout.contains("request-rate"), "two applications");
}

#[test]
fn early_requests_are_told_by_a_log_that_shows_expires() {
    let line = |second: u32, status: u16| {
        format!(
            "{0}.0 {0}.1 B GET {FORECAST} HTTP/1.1 {status} exp=Mon, 30 Mar 2026 13:53:26 GMT ua={AGENT}\n",
            1_774_876_966 + second
        )
    };
    let early = read((0..5).map(|i| line(i * 300, 200)).collect::<String>());
    let finding = early.finding("asked-before-expiry");
    assert!(finding["message"].as_str().unwrap().starts_with("4 of 4 repeated requests came before"), "{finding}");
    // With the kind that has most good responses, and once.
    let both: String = (0..9).map(|i| line(i * 300, if i == 4 { 403 } else { 200 })).collect();
    let ran = read(both);
    let with: Vec<_> =
        told(&ran).into_iter().filter(|(_, ids, _)| ids.contains(&"asked-before-expiry".to_owned())).collect();
    assert_eq!((with.len(), with[0].0.clone()), (1, json!(200)), "{}", ran.stdout);
    let kept = read((0..5).map(|i| line(i * 1900, 200)).collect::<String>());
    assert!(!kept.stdout.contains("asked-before-expiry"), "{}", kept.stdout);
}

#[test]
fn lines_that_are_none_are_counted_and_the_first_is_named() {
    let mut log = logged(0, PATH, 200, AGENT);
    log += "\u{1b}]0;title\u{7} HTTP/1.1 500 \u{202e}\r\n\n";
    log += "192.0.2.7 - - [30/Mar/2026:13:22:46 +0000] \"\\x16\\x03\\x01\" 400 150 \"-\" \"-\"\n";
    log += "192.0.2.7 - - [30/Mar/2026:13:22:46 +0000] \"CONNECT api.met.no:443 HTTP/1.1\" 200 0 \"-\" \"curl/8\"\n";
    log += &visited(1, "/index.html", 404, AGENT);
    log += &logged(2, PATH, 200, "x\\\"\\x1b[31m\\xff");
    log += logged(3, PATH, 200, AGENT).trim_end();
    let ran = metstatus_with_input(["read", "-v", "-"], log.as_bytes());
    assert_eq!(ran.code, 1, "{ran:?}");
    for note in [
        "2 of 7 lines could not be read; the first is line 2: \\x1b]0;",
        "1 line is a tunnel (CONNECT), which does not show the request",
        "1 line is a request to a host",
    ] {
        assert!(ran.stderr.contains(note), "{note}: {}", ran.stderr);
    }
    assert!(ran.stdout.contains("x\"\\x1b[31m\\xff"), "{}", ran.stdout);
    let nothing = metstatus_with_input(["read", "-"], visited(0, "/index.html", 404, AGENT).as_bytes());
    assert_eq!((nothing.code, nothing.stdout.as_str()), (3, ""));
    assert!(nothing.stderr.contains("/weatherapi/"), "{}", nothing.stderr);
}

#[test]
fn hostile_log_stays_bounded_and_its_refusals_are_named() {
    let mut log: String = (0..1000)
        .map(|i| logged(i, &format!("/weatherapi/p{i}/2.0/?x={i}"), 200, &format!("a{i}/1 me@a{i}.no")))
        .collect();
    log += &logged(2000, PATH, 403, AGENT);
    let ran = read(&log);
    assert_eq!((ran.code, told(&ran).len()), (2, 200), "{}", ran.stderr);
    assert!(ran.stderr.contains("801 more kinds of requests, 801 lines"), "{}", ran.stderr);
}

#[test]
fn visitors_of_a_server_in_front_of_met_are_not_accused() {
    for (target, host) in
        [(PATH, ""), (PATH, "weather.acme.no:443 "), ("http://localhost:6081/weatherapi/x/2.0/?a=1", "")]
    {
        for agent in ["Mozilla/5.0 (X11; Linux x86_64)", "okhttp/4.12.0", "-", "curl/8"] {
            let log: String = (0..30).map(|i| format!("{host}{}", visited(i, target, 403, agent))).collect();
            let ran = read(log);
            assert_eq!((ran.code, ran.ids()[0].as_str()), (2, "forbidden"), "{target} {agent}: {}", ran.stdout);
            assert!(!ran.ids().iter().any(|id| id.starts_with("user-agent-")), "{agent}: {}", ran.stdout);
            assert!(agent == "-" || !ran.stdout.contains(agent), "{agent}: {}", ran.stdout);
            assert_eq!(ran.finding("forbidden")["certainty"], "possible");
            assert!(ran.stderr.contains("30 lines show what visitors sent"), "{}", ran.stderr);
        }
    }
    let often: String = (0..60).map(|_| visited(7, PATH, 200, "Mozilla/5.0")).collect();
    assert_eq!(read(often).ids(), Vec::<String>::new(), "their visits are not requests to MET");
    // What went to MET by its name was sent by the client of the line.
    for target in [FORECAST.to_owned(), FORECAST.replace("https", "http")] {
        assert_eq!(read(visited(0, &target, 403, "okhttp/4")).ids()[0], "user-agent-generic", "{target}");
    }
}

#[test]
fn logs_that_an_audit_takes_are_read_packed_and_with_prefixes() {
    let nginx = |status: u16| {
        format!(
            r#"{{"vantage":"outbound","time":"1774876966.500","method":"GET","url":"{PATH}","status":"{status}","user_agent":"okhttp/4.12.0","addr":"192.0.2.7"}}"#
        ) + "\n"
    };
    let varnish =
        format!("1774876966.1 1774876966.2 B GET http://127.0.0.1:1{PATH} HTTP/1.1 403 ims=- ua=okhttp/4.12.0\n");
    let syslog = format!("Mar 30 13:22:46 web nginx[3]: {}", logged(46, PATH, 403, "okhttp/4.12.0"));
    for log in [nginx(403), nginx(403).repeat(2), varnish, syslog] {
        let packed = gzipped(log.as_bytes());
        for input in [log.as_bytes(), &packed] {
            let ran = read(input);
            assert_eq!((ran.code, ran.ids()[0].as_str()), (2, "user-agent-generic"), "{log}: {}", ran.stdout);
            assert_eq!(ran.result()["target"], FORECAST, "{log}");
            assert_eq!(ran.result()["tally"]["first_at"], "2026-03-30T13:22:46Z", "{log}");
        }
    }
    let cut = &gzipped(nginx(403).as_bytes())[..30];
    let ran = metstatus_with_input(["read", "-"], cut);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran:?}");
}

#[test]
fn query_that_a_log_cuts_is_not_missing() {
    let url = "https://api.met.no/weatherapi/locationforecast/2.0/compact";
    let line = |target: &str| {
        format!("1707462602.123     45 192.0.2.1 TCP_MISS/403 412 GET {target} - HIER_DIRECT/192.0.2.2 text/plain\n")
    };
    let cut = read(line(&format!("{url}?")));
    assert_eq!(cut.ids(), ["forbidden"], "{}", cut.stdout);
    assert!(cut.stderr.contains("cut at the question mark"), "{}", cut.stderr);
    assert!(read(line(url)).ids().contains(&"missing-parameter".to_owned()), "a URL without one is whole");
}

#[test]
fn logs_of_other_servers_name_host_url_and_status() {
    let rows = [
        (
            "h.no:8080 ::1 - - [30/Mar/2026:13:22:46 +0000] \"GET /a|b HTTP/1.1\" 403 9 \"-\" \"x/1\"",
            "http://h.no:8080/a|b",
        ),
        ("1707462602.123 45 ::1 TCP_MISS/403 412 GET http://h.no/a b - HIER_NONE/- text/plain", "http://h.no/a b"),
        (
            r#"{"ts":1646861401.5,"request":{"method":"GET","host":"h.no","uri":"/a","headers":{},"tls":{}},"size":1,"status":403}"#,
            "https://h.no/a",
        ),
        (
            r#"{"DownstreamStatus":403,"RequestHost":"h.no","RequestMethod":"GET","RequestPath":"/a","time":"2026-03-30T13:22:46Z"}"#,
            "https://h.no/a",
        ),
        (
            "https 2026-03-30T13:22:46.1Z app/lb/5 192.0.2.1:2 10.0.0.1:80 0.1 0.1 0.1 403 403 0 57 \"GET https://h.no:443/a HTTP/1.1\" \"x/1\" - -",
            "https://h.no/a",
        ),
        (
            "[2026-03-30T13:22:46.310Z] \"GET /a HTTP/2\" 403 - 0 0 2 1 \"-\" \"x/1\" \"id\" \"h.no\" \"192.0.2.2:80\"",
            "https://h.no/a",
        ),
        (
            "#Fields: date time cs-method cs-host cs-uri-stem cs-uri-query s-port sc-status\n2026-03-30 13:22:46 GET h.no /a - 80 403",
            "http://h.no/a",
        ),
    ];
    for (log, url) in rows {
        let ran = read(format!("{log}\n"));
        assert_eq!((ran.code, ran.result()["status"]["code"].clone()), (2, json!(403)), "{log}: {ran:?}");
        assert_eq!(ran.result()["target"], url, "{log}");
        assert_eq!(ran.json()["results"].as_array().unwrap().len(), 1, "{log}");
    }
}
