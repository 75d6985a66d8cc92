//! `metstatus audit`: logs with known habits, in every wrapping, and what a report says of them.

use serde_json::Value;

use crate::support::files;
use crate::support::run::*;
use crate::support::server::gzipped;

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
    assert_eq!(audit(gzipped(hasty().as_bytes()), &[]).result(), plain);
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
    let gz = gzipped(hasty().as_bytes());
    let ran = audit(&gz[..gz.len() - 200], &[]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.result()["traffic"]["requests"].as_u64().unwrap() > 10);
    assert!(ran.stderr.contains("access.log: after") && ran.stderr.contains("lines:"), "{}", ran.stderr);
    let noise = "\0\u{202e}nonsense]]>\n<script>\n".repeat(3);
    let ran = audit(hasty() + &noise, &[]);
    assert_eq!((ran.code, &ran.json()["sources"][0]["unread"]), (1, &6.into()));
    assert!(ran.stderr.contains("6 of 106 lines could not be read; the first is line 101"), "{}", ran.stderr);
    let ran = audit(good().lines().take(2).map(|line| format!("{line}\n")).collect::<String>() + &noise, &[]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("6 of 8 lines could not be read: is --log-format right?"), "{}", ran.stderr);
    for (empty, why) in [("", "no request"), ("\n\n", "no request"), ("nothing\n", "nothing to check")] {
        let ran = audit(empty, &[]);
        assert!(ran.code == 3 && ran.stderr.contains(why), "{empty:?}: {}", ran.stderr);
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
        "read /memory/access.log: combined, 100 lines",
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
fn pieces_of_one_stream_give_the_report_of_the_whole() {
    let log = hasty();
    let whole = app(["audit", "-f", "json", "-"]).input(log.as_bytes()).run().stdout;
    let lines: Vec<&str> = log.split_inclusive('\n').collect();
    let piece = |chunk: &[&str]| app(["audit", "--partial", "-"]).input(chunk.concat().as_bytes()).run().stdout;
    let parts: Vec<String> = lines.chunks(7).map(piece).collect();
    assert_eq!(merged(&parts).stdout, whole);
}

#[test]
fn hours_of_one_log_merge_to_the_day() {
    let file = files::put("access.log", hasty());
    let hour = |hour: u32| {
        let (since, until) = (format!("2026-03-30T{hour:02}:00:00Z"), format!("2026-03-30T{:02}:00:00Z", hour + 1));
        app(["audit", "--partial", "--since", &since, "--until", &until, &file]).run().stdout
    };
    let hours: Vec<String> = (0..6).map(hour).collect();
    let day = merged(&hours);
    assert_eq!(day.json()["results"], audit(hasty(), &[]).json()["results"], "{}", day.stderr);
    assert_eq!(day.json()["sources"][0]["lines"], 100);
    let twice = merged(&[hours[1].clone(), hours[1].clone()]);
    assert!(twice.code == 3 && twice.stderr.contains("would count twice"), "{}", twice.stderr);
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

#[test]
fn two_formats_in_one_file_are_both_read() {
    let second = (0..50u32).map(|i| {
        let start = 1_774_828_800 + 40_000 + i * 360;
        format!(
            "{start}.000000 {start}.100000 B GET https://api.met.no/weatherapi/{} HTTP/1.1 200 ims=- ua={AGENT}\n",
            place(i % 5)
        )
    });
    let ran = audit(hasty() + &second.collect::<String>(), &[]);
    assert_eq!(ran.json()["sources"][0]["lines"], 150);
    assert_eq!((&ran.json()["sources"][0]["unread"], &ran.result()["traffic"]["requests"]), (&0.into(), &150.into()));
    assert!(ran.stderr.contains("50 lines are in another format than the first"), "{}", ran.stderr);
}

#[test]
fn times_that_run_backwards_leave_pairs_unjudged() {
    let backwards: String = hasty().lines().rev().map(|line| format!("{line}\n")).collect();
    let ran = audit(backwards, &[]);
    assert_eq!((ran.code, ran.ids()), (0, vec![]), "{}", ran.stdout);
    let result = ran.result();
    let repeats = check(&result, "repeated-requests");
    assert_eq!(repeats["outcome"], "not-judged");
    assert!(repeats["reason"].as_str().unwrap().contains("out of order"), "{repeats}");
    assert_eq!(result["traffic"]["requests"], 100);
    // One line in a hundred that is late does no harm.
    let mut lines: Vec<String> = good().lines().map(str::to_owned).collect();
    lines.swap(100, 101);
    assert_eq!(audit(lines.join("\n"), &[]).ids(), Vec::<String>::new());
}

#[test]
fn years_that_no_log_has_lose_no_request() {
    let odd: String =
        ["1970", "9999", "0000"].iter().map(|year| line(5, &place(1), 200, AGENT).replace("2026", year)).collect();
    let ran = audit(good() + &odd, &[]);
    let result = ran.result();
    assert_eq!((ran.code, &result["traffic"]["requests"]), (0, &238.into()), "{}", ran.stdout);
    assert!(result["traffic"]["last_at"].as_str().unwrap().starts_with("2026-03-30"), "{result}");
    let notes = ran.json()["notes"].to_string();
    assert!(notes.contains("3 requests have a time before 1990 or after 2106"), "{notes}");
}

#[test]
fn endless_lines_and_odd_bytes_are_counted_and_named() {
    let long = format!("{}\n", "x".repeat(1 << 20));
    let long_request = line(70_000, &format!("nowcast/2.0/complete?lat=1&lon=2&{}", "y".repeat(1 << 20)), 200, AGENT);
    let wide = line(70_010, "nowcast/2.0/complete?lat=1&lon=2", 200, "caf\u{e9}/1.0 ops@acme.no");
    let mut log = good().into_bytes();
    log.extend(long.into_bytes());
    log.extend(long_request.into_bytes());
    log.extend(wide.replace('\u{e9}', "#").into_bytes().iter().map(|b| if *b == b'#' { 0xe9 } else { *b }));
    log.extend(b"\0\0\0\n\xff\xfe\n");
    log.extend(line(70_020, &place(2), 200, AGENT).into_bytes());
    let ran = audit(log, &[]);
    let source = ran.json()["sources"][0].clone();
    assert_eq!((&source["lines"], &source["unread"]), (&241.into(), &4.into()), "{}", ran.stderr);
    let requests: u64 =
        ran.json()["results"].as_array().unwrap().iter().map(|one| one["traffic"]["requests"].as_u64().unwrap()).sum();
    assert_eq!(requests, 237);
    assert!(ran.stderr.contains("the first is line 236"), "{}", ran.stderr);
}

#[test]
fn part_of_a_hostile_log_fits_into_a_megabyte() {
    // Every line another client, address, product, place, status and second, each with the longest texts that are kept.
    let hostile = |i: u32| {
        let filling = "\u{1f600}".repeat(60);
        let path = format!("p{i}/{i}.0/{}?lat={}.{i:06}&lon=9.5&_={i}", "z".repeat(300), i % 90);
        let agent = format!("name{}{filling}{i}/1 ({})", char::from(b'a' + (i % 26) as u8), "q".repeat(1000));
        line(i * 7 % 86_000, &path, (i % 900) as u16 + 100, &agent)
            .replace("192.0.2.77", &format!("10.{}.{}.{}", i % 251, i / 7 % 251, i % 17))
    };
    let mut lines: Vec<(u32, String)> = (0..4_000).map(|i| (i * 7 % 86_000, hostile(i))).collect();
    lines.sort();
    let log: String = lines.into_iter().map(|(_, line)| line).collect();
    for more in [&["--by", "both"][..], &["--by", "user-agent", "--full-addresses"]] {
        let file = files::put("hostile.log", &log);
        let part = app(["audit", "--partial"]).args(more).arg(&file).run();
        assert_eq!(part.code, 0, "{}", part.stderr);
        assert!(part.stdout.len() <= 1_000_000 && part.stdout.lines().count() == 1, "{}", part.stdout.len());
        let whole = merged(&[part.stdout]);
        let report = whole.json();
        assert!(!report["results"].as_array().unwrap().is_empty(), "{}", whole.stderr);
        let is_bounded = report["notes"].to_string().contains("clients beyond the first");
        assert_eq!(is_bounded, more.contains(&"both"), "{}", report["notes"]);
    }
}

#[test]
fn counts_of_known_breaches_are_exact_in_any_order_of_clients() {
    // Ten clients, each with a known number of early repeats, high precision and refusals, side by side.
    let mut lines: Vec<(u32, String)> = Vec::new();
    for client in 0..10_u32 {
        let agent = format!("client-{}/1.0 ops@acme.no", char::from(b'a' + client as u8));
        for i in 0..40 {
            let at = i * 2000 + client * 3;
            lines.push((at, line(at, &place(client), 200, &agent)));
            if i < client * 2 {
                lines.push((at + 5, line(at + 5, &place(client), 200, &agent)));
            }
            if i < client {
                let path = format!("nowcast/2.0/complete?lat=60.12345&lon={i}.5");
                lines.push((at + 900, line(at + 900, &path, 403, &agent)));
            }
        }
    }
    lines.sort();
    let log: String = lines.into_iter().map(|(_, line)| line).collect();
    let report = audit(log, &[]).json();
    for client in 0..10_u64 {
        let name = format!("client-{}", char::from(b'a' + client as u8));
        let results = report["results"].as_array().unwrap();
        let result = results.iter().find(|result| result["target"] == name.as_str()).unwrap();
        let breaches = |id: &str| check(result, id)["breaches"].as_u64().unwrap();
        assert_eq!(breaches("repeated-requests"), client * 2, "{name}");
        assert_eq!(breaches("coordinate-precision"), client, "{name}");
        assert_eq!(result["traffic"]["requests"], 40 + client * 3, "{name}");
        assert_eq!(result["traffic"]["wasted"]["requests"], client * 2, "{name}");
        let shown = result["traffic"]["statuses"]["403"].as_u64().unwrap_or(0);
        assert_eq!(shown, client, "{name}");
    }
}

#[test]
fn refusals_and_failures_are_put_into_words() {
    let statuses = [429, 200, 503, 503, 200, 404, 403, 403, 403];
    let log: String = (0..).zip(statuses).map(|(i, status)| line(i * 700, &place(i), status, AGENT)).collect();
    let file = files::put("access.log", log);
    let ran = app(["audit", &file]).run();
    let part = "failed 3 responses were 403 Forbidden, 2 were 503 Service Unavailable, 1 was 404 Not Found (metstatus 403 says what to do)";
    assert!(ran.words().contains(part), "{}", ran.stdout);
    let one = files::put("one.log", line(7, &place(1), 429, AGENT));
    let ran = app(["audit", &one]).run();
    assert_eq!(ran.code, 0);
    let words = ran.words();
    assert!(
        words.contains("failed 1 response was 429 Too Many Requests (metstatus 429 says what to do)"),
        "{}",
        ran.stdout
    );
    assert!(words.contains("hammering-throttled: the log ends before it shows"), "{}", ran.stdout);
    assert!(words.contains("complete-endpoint (1): fewer occasions than are needed"), "{}", ran.stdout);
    assert!(!app(["audit", &files::put("good.log", good())]).run().stdout.contains("failed"));
}
