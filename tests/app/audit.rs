//! `metstatus audit`: logs with known habits, in every wrapping, and what a report says of them.

use std::io::Write as _;

use serde_json::Value;

use crate::support::files;
use crate::support::run::*;

const AGENT: &str = "acme-weather/1.2 ops@acme.no";

/// A line of a forward proxy's log, `at` seconds after 2026-03-30T00:00:00Z.
fn line(at: u32, path: &str, status: u16, agent: &str) -> String {
    let (hour, minute, second) = (at / 3600, at / 60 % 60, at % 60);
    format!(
        "192.0.2.77 - - [30/Mar/2026:{hour:02}:{minute:02}:{second:02} +0000] \"GET https://api.met.no/weatherapi/{path} HTTP/1.1\" \
         {status} 3000 \"-\" \"{agent}\"\n"
    )
}

fn place(number: u32) -> String {
    format!("locationforecast/2.0/compact?lat=6{}.{:02}&lon=9.58", number % 10, number / 10 % 100)
}

/// A client that does what it should, for a day.
fn good() -> String {
    (0..235).map(|i| line(i * 361, &place(i % 5), 200, AGENT)).collect()
}

/// The same with 50 requests that repeat the one before after three seconds.
fn hasty() -> String {
    let twice = |i: u32| line(i * 360, &place(i % 5), 200, AGENT) + &line(i * 360 + 3, &place(i % 5), 200, AGENT);
    (0..50).map(twice).collect()
}

fn audit(log: impl AsRef<[u8]>, more: &[&str]) -> Ran {
    let file = files::put("access.log", log);
    app(["audit", "-f", "json"]).args(more).args([file]).run()
}

fn check<'a>(result: &'a Value, id: &str) -> &'a Value {
    let checks = result["traffic"]["checks"].as_array().unwrap();
    checks.iter().find(|check| check["id"] == id).unwrap_or_else(|| panic!("no check {id}"))
}

#[test]
fn good_client_is_healthy_with_occasions() {
    let ran = audit(good(), &[]);
    assert_eq!((ran.code, ran.ids()), (0, vec![]), "{}", ran.stdout);
    let result = ran.result();
    assert_eq!(result["traffic"]["requests"], 235);
    let repeats = check(&result, "repeated-requests");
    assert_eq!((&repeats["outcome"], &repeats["occasions"]), (&"kept".into(), &230.into()));
    let early = check(&result, "asked-before-expiry");
    assert_eq!(early["outcome"], "not-judged");
    assert!(check(&result, "not-conditional")["reason"].as_str().unwrap().contains("$http_if_modified_since"));
}

#[test]
fn repeats_are_counted_exactly_and_shown() {
    let ran = audit(hasty(), &[]);
    assert_eq!((ran.code, ran.ids()), (1, vec!["repeated-requests".to_owned()]));
    let result = ran.result();
    assert_eq!(check(&result, "repeated-requests")["breaches"], 50);
    assert_eq!(result["traffic"]["wasted"]["requests"], 50);
    let evidence = ran.finding("repeated-requests")["evidence"].clone();
    assert_eq!(evidence.as_array().unwrap().len(), 8);
    assert!(evidence[0].as_str().unwrap().ends_with(", 3 s after a response, from 192.0.2.0/24"), "{evidence}");
    assert!(!ran.stdout.contains("192.0.2.77"));
    assert!(audit(hasty(), &["--full-addresses"]).stdout.contains("192.0.2.77"));
}

#[test]
fn clients_are_results_and_the_worst_comes_first() {
    let log: String =
        (0..30).map(|i| line(i * 60, &place(i), 200, AGENT) + &line(i * 60, &place(i), 403, "okhttp/4.9")).collect();
    let ran = audit(log, &[]);
    assert_eq!(ran.code, 2);
    let targets: Vec<Value> =
        ran.json()["results"].as_array().unwrap().iter().map(|result| result["target"].clone()).collect();
    assert_eq!(targets, ["okhttp", "acme-weather"]);
    assert_eq!(ran.ids()[0], "hammering-blocked");
    let by_address = audit(hasty(), &["--by", "address"]);
    assert_eq!(by_address.result()["target"], "192.0.2.0/24");
}

#[test]
fn log_of_visitors_has_no_verdict() {
    let ran = audit(hasty().replace("https://api.met.no", ""), &[]);
    assert_eq!((ran.code, ran.ids()), (3, vec![]));
    let judged = audit(hasty().replace("https://api.met.no", ""), &["--vantage", "outbound"]);
    assert_eq!(judged.ids(), ["repeated-requests"]);
}

#[test]
fn wrapping_makes_no_difference() {
    let plain = audit(hasty(), &[]).result();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(hasty().as_bytes()).unwrap();
    assert_eq!(audit(gz.finish().unwrap(), &[]).result(), plain);
    let crlf = hasty().replace('\n', "\r\n");
    assert_eq!(audit(crlf, &[]).result(), plain);
    let ran = app(["audit", "-f", "json", "-"]).input(hasty().as_bytes()).run();
    assert_eq!(ran.result(), plain);
    let (first, rest) =
        hasty().lines().enumerate().fold((String::new(), String::new()), |(a, b), (i, line)| match i % 3 {
            0 => (a + line + "\n", b),
            _ => (a, b + line + "\n"),
        });
    let (a, b) = (files::put("a.log", first), files::put("b.log", rest));
    assert_eq!(app(["audit", "-f", "json", &b, &a]).run().result(), plain);
}

#[test]
fn damaged_input_is_named_and_nothing_is_lost() {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(hasty().as_bytes()).unwrap();
    let gz = gz.finish().unwrap();
    let ran = audit(&gz[..gz.len() - 200], &[]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.result()["traffic"]["requests"].as_u64().unwrap() > 10);
    let noise = "\0\u{202e}nonsense]]>\n<script>\n".repeat(3);
    let ran = audit(hasty() + &noise, &[]);
    assert_eq!((ran.code, &ran.json()["sources"][0]["unread"]), (1, &6.into()));
    assert!(ran.stderr.contains("6 of 106 lines could not be read; the first is line 101"), "{}", ran.stderr);
    let ran = audit(good().lines().take(2).map(|line| format!("{line}\n")).collect::<String>() + &noise, &[]);
    assert_eq!(ran.code, 3);
    for empty in ["", "\n\n", "nothing\n"] {
        assert_eq!(audit(empty, &[]).code, 3, "{empty:?}");
    }
    assert_eq!(metstatus(["audit", "/"]).code, 3);
}

#[test]
fn hostile_names_do_no_harm_in_any_format() {
    let log: String = (0..9).map(|i| line(i, &place(1), 200, "\u{1b}[31m<b>]]>&|{}\"`$(x)/1")).collect();
    let file = files::put(
        "hostile.log",
        log.replace('"', "\\\"")
            .replace("\\\"GET", "\"GET")
            .replace("HTTP/1.1\\\"", "HTTP/1.1\"")
            .replace("\\\"-\\\" \\\"", "\"-\" \"")
            .replace("/1\\\"\n", "/1\"\n"),
    );
    for format in [
        "human",
        "json",
        "jsonl",
        "nagios",
        "prometheus",
        "junit",
        "sarif",
        "github",
        "gitlab",
        "markdown",
        "tap",
        "html",
    ] {
        let ran = app(["audit", "-f", format, &file]).run();
        assert_eq!(ran.code, 1, "{format}: {}", ran.stderr);
        assert!(!ran.stdout.contains('\u{1b}'), "{format}");
        assert!(!ran.stdout.is_empty(), "{format}");
    }
}

#[test]
fn human_report_shows_breaches_chart_and_saving() {
    let file = files::put("access.log", hasty());
    let ran = app(["audit", &file]).run();
    let words = ran.words();
    for part in [
        "acme-weather attention",
        "100 requests",
        "busiest second 2026-03-30",
        "requests by minute of the hour",
        "50 % of the requests were not needed (50)",
        "warning[repeated-requests]: 50 of 95 repeated requests",
        "kept",
        "unjudged",
        "read /memory/access.log: common, 100 lines",
    ] {
        assert!(words.contains(part), "{part}: {}", ran.stdout);
    }
    let samples = words.matches("after a response").count();
    assert_eq!(samples, 2, "{}", ran.stdout);
}

#[test]
fn window_of_time_is_kept_to() {
    let ran = audit(good(), &["--since", "2026-03-30T06:00:00Z", "--until", "2026-03-30T12:00:00Z"]);
    assert_eq!(ran.result()["traffic"]["requests"], 60);
    let wrong = audit(good(), &["--since", "2026-03-30T06:00:00Z", "--until", "2026-03-30T05:00:00Z"]);
    assert_eq!(wrong.code, 3);
}

/// The log in so many pieces, each as the line that `--partial` writes.
fn parts(log: &str, pieces: usize, more: &[&str]) -> Vec<String> {
    let lines: Vec<&str> = log.split_inclusive('\n').collect();
    let each = lines.len().div_ceil(pieces);
    let part = |(number, chunk): (usize, &[&str])| {
        let file = files::put(&format!("piece-{number}"), chunk.concat());
        let ran = app(["audit", "--partial"]).args(more).args([file]).run();
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout
    };
    lines.chunks(each).enumerate().map(part).collect()
}

fn merged(parts: &[String]) -> Ran {
    let file = files::put("parts", parts.concat());
    app(["audit", "--merge", "-f", "json", &file]).run()
}

#[test]
fn merged_parts_are_judged_as_the_whole_is() {
    let log = hasty();
    let whole = audit(&log, &[]).json()["results"].clone();
    for pieces in [1, 2, 7, 50] {
        let mut parts = parts(&log, pieces, &[]);
        assert_eq!(merged(&parts).json()["results"], whole, "{pieces}");
        parts.reverse();
        assert_eq!(merged(&parts).json()["results"], whole, "{pieces} reversed");
    }
    let pieces = parts(&log, 6, &[]);
    let half = |parts: &[String]| {
        let file = files::put("half", parts.concat());
        app(["audit", "--merge", "--partial", &file]).run().stdout
    };
    let tree = [half(&pieces[..2]), half(&[half(&pieces[2..4]), half(&pieces[4..])])];
    assert_eq!(merged(&tree).json()["results"], whole);
}

#[test]
fn empty_part_is_the_identity() {
    let nothing = app(["audit", "--partial", "-"]).run();
    assert_eq!(nothing.code, 0, "{}", nothing.stderr);
    let mut all = parts(&hasty(), 2, &[]);
    let whole = merged(&all).json()["results"].clone();
    all.insert(1, nothing.stdout.clone());
    all.push(nothing.stdout);
    assert_eq!(merged(&all).json()["results"], whole);
}

#[test]
fn parts_that_do_not_fit_are_refused() {
    let log = hasty();
    let two = parts(&log, 2, &[]);
    let twice = merged(&[two[0].clone(), two[0].clone()]);
    assert!(twice.code == 3 && twice.stderr.contains("would count twice"), "{}", twice.stderr);
    let other = parts(&log, 2, &["--by", "address"]);
    assert!(merged(&[two[0].clone(), other[1].clone()]).stderr.contains("different options"));
    let key = files::put("key", "0123456789abcdef0123456789abcdef");
    let keyed = parts(&log, 2, &["--key-file", &key]);
    assert!(merged(&[two[0].clone(), keyed[1].clone()]).stderr.contains("different keys"));
    assert_eq!(merged(&keyed).code, 1);
    for wrong in [
        "{}",
        "nonsense",
        "[]",
        &two[0][..two[0].len() / 2],
        &two[0].replace("\"metstatus_partial\":2", "\"metstatus_partial\":1"),
    ] {
        assert_eq!(merged(&[wrong.to_owned()]).code, 3, "{wrong:.40}");
    }
    let short = files::put("short", "secret");
    assert_eq!(app(["audit", "--partial", "--key-file", &short, "-"]).run().code, 3);
}

#[test]
fn part_holds_no_address_and_says_what_can_be_recovered() {
    let plain = parts(&hasty(), 1, &[]).concat();
    assert!(plain.contains("personal data") && !plain.contains("192.0.2.77"), "{plain:.300}");
    let key = files::put("key", "0123456789abcdef0123456789abcdef");
    let keyed = parts(&hasty(), 1, &["--key-file", &key]).concat();
    assert!(!keyed.contains("personal data") && keyed.len() < 1_000_000);
}

#[test]
fn har_and_captures_are_judged_too() {
    let entry = |second: u32| {
        format!(
            r#"{{"startedDateTime":"2026-03-30T13:22:{second:02}.000Z","time":10,"timings":{{"send":1,"wait":8,"receive":1}},"request":{{"method":"GET","url":"https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58","httpVersion":"h2","headers":[{{"name":"User-Agent","value":"{AGENT}"}},{{"name":"Accept-Encoding","value":"gzip"}}]}},"response":{{"status":200,"statusText":"OK","httpVersion":"h2","headers":[{{"name":"Date","value":"Mon, 30 Mar 2026 13:22:{second:02} GMT"}},{{"name":"Expires","value":"Mon, 30 Mar 2026 13:53:26 GMT"}},{{"name":"Last-Modified","value":"Mon, 30 Mar 2026 13:22:44 GMT"}}],"content":{{"size":2,"text":"{{}}"}}}}}}"#
        )
    };
    let entries: Vec<String> = (0..9).map(|i| entry(i * 5)).collect();
    let har = format!("{{\"log\":{{\"version\":\"1.2\",\"entries\":[{}]}}}}", entries.join(","));
    let ran = audit(har, &[]);
    assert_eq!((ran.code, ran.ids()), (2, vec!["asked-before-expiry".to_owned()]), "{}", ran.stdout);
    assert_eq!(check(&ran.result(), "asked-before-expiry")["breaches"], 8);
}

#[test]
fn any_number_of_cores_gives_the_same_report() {
    let line = |i: u32| {
        let path = match i % 7 {
            0 => "locationforecast/2.0/complete?lat=59.912345&lon=10.75".to_owned(),
            n => format!("p{}/{n}.0/?lat=6{}.{:02}&lon=9.58&n={}", i % 300, i % 10, i % 97, i % 9000),
        };
        let agent = format!("app-{}{}/{} ops@acme.no", char::from(b'a' + (i % 26) as u8), i % 1500, i % 90);
        let text = line(i / 9, &path, [200, 304, 403, 503, 429, 200, 200, 203, 404][(i % 9) as usize], &agent);
        if i % 500 == 499 { "nonsense\n".to_owned() + &text } else { text }
    };
    let log: String = (0..12_000).map(line).collect();
    for more in [&[][..], &["--by", "address"], &["--partial"]] {
        let file = files::put("access.log", &log);
        let run = |cores| app(["audit", "-f", "json"]).args(more).arg(&file).cores(cores).run();
        let one = run(1);
        assert!(one.stdout.len() > 1000, "{}", one.stderr);
        for cores in [2, 5] {
            let ran = run(cores);
            let differing = ran.stdout.lines().zip(one.stdout.lines()).find(|(ran, one)| ran != one);
            assert!(ran.stdout == one.stdout, "{more:?} {cores}: {differing:.300?}");
            assert_eq!((ran.code, ran.stderr), (one.code, one.stderr.clone()), "{more:?} {cores}");
        }
    }
}
