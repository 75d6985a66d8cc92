//! Caching beyond the first replay: a change in between, entity tags, clocks that lie, conditions of the user's own.

use std::time::{Duration, SystemTime};

use serde_json::json;

use crate::support::clock::now;
use crate::support::met::{Met, PATH, assert_ended, assert_found, check, document, minutes, not_modified};
use crate::support::network::LATENCY;
use crate::support::run::{CONTACT, Ran, metstatus, metstatus_with_input};
use crate::support::server::{Reply, Server, http_date};

const TAG: &str = "ETag: \"a\"\n";

/// The document with more field lines.
fn with_lines(text: &str, lines: &str) -> String {
    text.replacen("\n\n", &format!("\n{lines}\n"), 1)
}

/// The fields of each request that make it conditional.
fn conditions(server: &Server) -> Vec<String> {
    let condition = |head: &str| {
        let lines = head.lines().filter(|line| line.starts_with("If-")).map(str::to_owned).collect::<Vec<_>>();
        lines.join(", ")
    };
    server.requests().iter().map(|request| condition(&request.head)).collect()
}

#[test]
fn changed_document_is_replayed_once_more() {
    let now = now();
    let (old, new) = (now - minutes(9), now - minutes(1));
    let first = || Reply::text(document(old, "A"));
    let changed = || Reply::text(document(new, "B"));
    for (third, outcome, code) in [
        (Reply::text(not_modified("")), "revalidated", 0),
        (changed(), "ignored", 1),
        (Reply::text(document(now, "C")), "changed", 0),
        (Reply::text("HTTP/1.1 503 Service Unavailable\n\nlater"), "changed", 0),
    ] {
        let met = Met::new([first(), changed(), third]);
        let ran = met.check(&[]);
        let replay = ran.result()["replay"].clone();
        assert_eq!((ran.code, &replay["outcome"]), (code, &json!(outcome)), "{}", ran.stdout);
        let asked = [old, new].map(|time| format!("If-Modified-Since: {}", http_date(time)));
        assert_eq!(conditions(&met.server), ["", asked[0].as_str(), asked[1].as_str()]);
    }
}

#[test]
fn entity_tag_is_tested_by_its_own_request() {
    let modified = now() - minutes(5);
    let first = || Reply::text(with_lines(&document(modified, "A"), TAG));
    let by_date = || Reply::text(not_modified(TAG));
    for (third, tag, finding) in [
        (Reply::text(not_modified(TAG)), "revalidated", "entity-tag-works"),
        (first(), "ignored", "entity-tag-ignored"),
        (Reply::text(not_modified("ETag: \"b\"\n")), "inconsistent", "revalidation-works"),
        (Reply::close_at_once(), "inconclusive", "revalidation-works"),
    ] {
        let server = Server::http([first(), by_date(), third]);
        let ran = check(&[], &server.url("/x"));
        assert_ended(&ran, 0, &[]);
        assert_found(&ran, finding);
        let replay = &ran.result()["replay"];
        assert_eq!((&replay["outcome"], &replay["entity_tag"]), (&json!("revalidated"), &json!(tag)), "{}", ran.stdout);
        let date = format!("If-Modified-Since: {}", http_date(modified));
        assert_eq!(conditions(&server), ["", date.as_str(), "If-None-Match: \"a\""]);
    }
}

#[test]
fn undated_document_is_tested_by_its_entity_tag() {
    let undated = || Reply::text(format!("HTTP/1.1 200 OK\nDate: {}\n{TAG}\nA", http_date(now())));
    for (second, code, heavy) in [(Reply::text(not_modified(TAG)), 0, &[][..]), (undated(), 1, &["entity-tag-ignored"])]
    {
        let server = Server::http([undated(), second]);
        let ran = check(&[], &server.url("/x"));
        assert_ended(&ran, code, heavy);
        assert_eq!(ran.result()["replay"]["outcome"], "not-possible");
        assert_eq!(conditions(&server), ["", "If-None-Match: \"a\""]);
    }
    let declined = Server::http([undated()]);
    assert_ended(&check(&["--replay", "never"], &declined.url("/x")), 0, &[]);
}

#[test]
fn thorough_sends_older_date_and_expects_the_document() {
    let modified = now() - minutes(5);
    let first = || Reply::text(document(modified, "A"));
    for (third, brings, code, heavy) in [
        (first(), json!(true), 0, &[][..]),
        (Reply::text(not_modified("")), json!(false), 1, &["not-modified-always"]),
        (Reply::text("HTTP/1.1 429 Too Many Requests\n\n"), json!(null), 0, &[]),
    ] {
        let met = Met::new([first(), Reply::text(not_modified("")), third]);
        let ran = met.check(&["--thorough"]);
        assert_ended(&ran, code, heavy);
        assert_eq!(ran.result()["replay"]["older_date_brings_document"], brings);
        let older = format!("If-Modified-Since: {}", http_date(modified - Duration::from_secs(86_400)));
        assert_eq!(conditions(&met.server)[2], older);
    }
    let ignored = Met::new([first(), first()]);
    assert_ended(&ignored.check(&["--thorough"]), 1, &["revalidation-ignored"]);
}

#[test]
fn target_with_every_extra_costs_five_requests() {
    let modified = now() - minutes(9);
    let tagged = |time, body| Reply::text(with_lines(&document(time, body), TAG));
    let again = Reply::text(not_modified(TAG));
    let feed = Reply::text("HTTP/1.1 404 Not Found\n\n");
    let met =
        Met::new([tagged(modified, "A"), tagged(now() - minutes(1), "B"), again, Reply::text(not_modified(TAG)), feed]);
    let ran = met.check(&["--thorough", "--changelog", "always"]);
    assert_eq!(ran.json()["requests_sent"], 5, "{}", ran.stdout);
    let paths: Vec<String> =
        met.server.requests().iter().map(|request| request.head.lines().next().unwrap().to_owned()).collect();
    assert!(paths[4].contains("/changelog"), "{paths:?}");
}

/// A document whose server's clock is off by some seconds.
fn skewed(offset: i64) -> String {
    let now = now();
    let shift = |time: SystemTime| match u64::try_from(offset) {
        Ok(ahead) => time + Duration::from_secs(ahead),
        Err(_) => time - Duration::from_secs(offset.unsigned_abs()),
    };
    let [date, expires, modified] = [now, now + minutes(30), now - minutes(10)].map(|time| http_date(shift(time)));
    format!("HTTP/1.1 200 OK\nDate: {date}\nExpires: {expires}\nLast-Modified: {modified}\n\nA")
}

#[test]
fn skewed_server_clock_is_measured_and_not_read_as_expiry() {
    for (offset, side) in [(3600, "ahead of"), (-3600, "behind"), (-7200, "behind"), (400, "ahead of")] {
        let server = Server::http([Reply::text(skewed(offset))]);
        let ran = check(&["--replay", "never"], &server.url("/x"));
        assert_ended(&ran, 1, &["clock-skew"]);
        let message = ran.finding("clock-skew")["message"].as_str().unwrap().to_owned();
        assert!(message.contains(side), "{message}");
        let result = ran.result();
        let freshness = &result["freshness"];
        assert_eq!((&freshness["fresh"], &freshness["lifetime_s"]), (&json!(true), &json!(1800)), "{offset}");
        let seen = freshness["skew_s"].as_i64().unwrap();
        assert!((seen - offset).abs() <= 2, "{offset}: {seen}");
        let left = seconds_from_now(&result["next_poll"]["not_before"]);
        assert!((1790..=1801).contains(&left), "{offset}: next poll in {left} s by the local clock");
    }
    for offset in [0, 200, -200] {
        let server = Server::http([Reply::text(skewed(offset))]);
        assert_ended(&check(&["--replay", "never"], &server.url("/x")), 0, &[]);
    }
}

/// Seconds until a time in a report.
fn seconds_from_now(time: &serde_json::Value) -> i64 {
    let at = humantime::parse_rfc3339(time.as_str().unwrap()).unwrap();
    match at.duration_since(now()) {
        Ok(left) => i64::try_from(left.as_secs()).unwrap() + 1,
        Err(past) => -i64::try_from(past.duration().as_secs()).unwrap(),
    }
}

/// What there is to say about a document with these lines, elsewhere than at MET.
fn judged(lines: &str) -> Ran {
    let text = format!("HTTP/1.1 200 OK\nDate: {}\n{lines}\nA", http_date(now()));
    let server = Server::http([Reply::text(text)]);
    check(&["--replay", "never"], &server.url("/x"))
}

#[test]
fn odd_caching_headers_get_their_finding() {
    let later = http_date(now() + minutes(3));
    for (lines, code, id) in [
        (format!("Last-Modified: {later}\n"), 1, "last-modified-in-future"),
        ("Cache-Control: max-age=1h\n".to_owned(), 1, "invalid-cache-control"),
        ("Cache-Control: no-store\n".to_owned(), 0, "cache-directives"),
        ("Cache-Control: max-age=60, stale-if-error=600\n".to_owned(), 0, "cache-directives"),
        ("Cache-Control: max-age=600\nAge: 300\n".to_owned(), 0, "shared-cache"),
        ("Cache-Status: ExampleCache; hit; ttl=376\n".to_owned(), 0, "shared-cache"),
    ] {
        let ran = judged(&lines);
        assert_eq!(ran.code, code, "{lines}: {}", ran.stdout);
        assert_found(&ran, id);
    }
    let quiet = judged("Cache-Control: max-age=60, private\nVia: 1.1 proxy\nX-Varnish: 4\n");
    assert_eq!((quiet.code, quiet.ids()), (0, Vec::<String>::new()), "{}", quiet.stdout);
}

#[test]
fn long_uncompressed_text_gets_a_finding() {
    let now = http_date(now());
    let reply = |length: usize, kind: &str| {
        Reply::text(format!("HTTP/1.1 200 OK\nDate: {now}\nContent-Type: {kind}\n\n{}", " ".repeat(length)))
    };
    for (reply, found) in [
        (reply(5000, "application/json"), true),
        (reply(5000, "application/json").with_gzip(), false),
        (reply(500, "application/json"), false),
        (reply(5000, "image/png"), false),
    ] {
        let server = Server::http([reply]);
        let ran = check(&["--replay", "never"], &server.url("/x"));
        assert_eq!(ran.ids().iter().any(|id| id == "uncompressed"), found, "{}", ran.stdout);
    }
}

#[test]
fn next_poll_waits_for_a_spent_quota() {
    for (lines, wait) in [
        ("RateLimit: \"default\";r=0;t=120\n", Some(120)),
        ("X-RateLimit-Remaining: 0\nX-RateLimit-Reset: 90\n", Some(90)),
        ("RateLimit: \"default\";r=0;t=120\nRetry-After: 30\n", Some(30)),
        ("RateLimit: \"default\";r=-1;t=120\n", None),
    ] {
        let server = Server::http([Reply::text(format!("HTTP/1.1 429 Too Many Requests\n{lines}\nslow down"))]);
        let ran = check(&[], &server.url("/x"));
        let not_before = &ran.result()["next_poll"]["not_before"];
        match wait {
            Some(wait) => {
                assert!((wait - 2..=wait + 1).contains(&seconds_from_now(not_before)), "{lines}: {not_before}")
            }
            None => assert_eq!(not_before, &json!(null)),
        }
    }
}

#[test]
fn age_of_stored_response_is_drawn_as_a_bar() {
    let now = now();
    let stored = with_lines(&document(now - minutes(10), "A").replace("Age: 0\n", ""), "Age: 620\nX-Varnish: 7 3\n");
    let met = Met::new([Reply::text(stored), Reply::text(not_modified(""))]);
    let ran = met.ask_in_wide_lines(&[]);
    let line = ran.stdout.lines().find(|line| line.starts_with("   age  ")).unwrap_or_default().to_owned();
    assert!(line.contains("[#####---------------] 10 min old (from a cache), 3"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("shared-cache"), "{}", ran.stdout);
}

/// A request of a client's own with this condition, as `curl -v` shows it, and what came of it.
fn captured(condition: &str, answer: &str) -> Ran {
    let input = format!(
        "GET https://api.met.no{PATH} HTTP/1.1\nUser-Agent: acme/1.0 {CONTACT}\n{condition}\n\nHTTP/1.1 {answer}\n\
         Date: Mon, 30 Mar 2026 13:22:46 GMT\nExpires: Mon, 30 Mar 2026 13:53:26 GMT\n\
         Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA"
    );
    metstatus_with_input(["read", "-f", "json", "-"], input.as_bytes())
}

#[test]
fn captured_client_condition_is_judged() {
    let name = "If-Modified-Since: ";
    for (value, part) in [
        ("2026-03-30T13:22:44Z", "not a valid HTTP-date"),
        ("Mon, 30 Mar 2026 13:22:44 UTC", "not a valid HTTP-date"),
        ("Mon, 30 Mar 2026 15:22:44 +0200", "not a valid HTTP-date"),
        ("1774876964", "not a valid HTTP-date"),
        ("Mon, 30 Mar 2026 14:22:44 GMT", "in the server's future"),
        ("Monday, 30-Mar-26 13:22:44 GMT", "not in the format"),
        ("Mon, 30 Mar 2026 13:22:45 GMT", "later than Last-Modified"),
        ("Mon, 30 Mar 2026 13:22:44 GMT\nIf-None-Match: \"a\"", "If-None-Match was sent as well"),
    ] {
        let ran = captured(&format!("{name}{value}"), "200 OK");
        assert_eq!(ran.code, 1, "{value}: {}", ran.stdout);
        let message = ran.finding("invalid-condition")["message"].as_str().unwrap().to_owned();
        assert!(message.contains(part), "{value}: {message}");
    }
    for value in ["Mon, 30 Mar 2026 13:22:44 GMT", "Mon, 30 Mar 2026 12:50:00 GMT"] {
        let ran = captured(&format!("{name}{value}"), "200 OK");
        assert!(!ran.ids().contains(&"invalid-condition".to_owned()), "{value}: {}", ran.stdout);
    }
}

#[test]
fn condition_from_option_is_sent_and_judged() {
    let modified = now() - minutes(5);
    let option = format!("If-Modified-Since: {}", http_date(modified));
    let met = Met::new([Reply::text(not_modified(""))]);
    let ran = met.check(&["-H", &option]);
    assert_ended(&ran, 0, &[]);
    assert_eq!(ran.result()["replay"]["outcome"], "revalidated");
    assert_eq!(conditions(&met.server), [option.as_str()]);

    let wrong = Met::new([Reply::text(document(modified, "A")), Reply::text(not_modified(""))]);
    let ran = wrong.check(&["-H", "If-Modified-Since: yesterday"]);
    assert_ended(&ran, 1, &["invalid-condition"]);
    assert_eq!(conditions(&wrong.server), ["If-Modified-Since: yesterday", option.as_str()]);
}

#[test]
fn poll_before_expiry_is_reported() {
    let pair = |second_date: &str| {
        let request = format!("GET https://api.met.no{PATH} HTTP/1.1\nUser-Agent: acme/1.0 {CONTACT}\n");
        let input = format!(
            "{request}\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\nExpires: Mon, 30 Mar 2026 13:53:26 GMT\n\
             Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\n{request}If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\n\
             HTTP/1.1 304 Not Modified\nDate: {second_date}\nExpires: Mon, 30 Mar 2026 13:53:26 GMT\n\n"
        );
        metstatus_with_input(["read", "-f", "json", "-"], input.as_bytes())
    };
    for (date, found) in [
        ("Mon, 30 Mar 2026 13:22:50 GMT", false),
        ("Mon, 30 Mar 2026 13:30:00 GMT", true),
        ("Mon, 30 Mar 2026 13:53:26 GMT", false),
    ] {
        let ran = pair(date);
        assert_eq!(ran.ids().iter().any(|id| id == "asked-before-expiry"), found, "{date}: {}", ran.stdout);
        assert_eq!(ran.code, 0, "{date}: {}", ran.stdout);
    }
}

#[test]
fn replay_wait_requests_after_expiry_and_announces_it() {
    let server = Server::http([
        Reply::text(with_lines(
            "HTTP/1.1 200 OK\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA",
            "Cache-Control: max-age=2\n",
        )),
        Reply::text("HTTP/1.1 304 Not Modified\nCache-Control: max-age=2\n\n"),
    ]);
    // The wait is not part of the time for the target.
    let ran = metstatus(["--replay", "wait", "--timeout", "1s", "--rate", "100", &server.url("/x")]);
    assert_eq!((ran.code, server.requests().len()), (0, 2), "{}{}", ran.stdout, ran.stderr);
    assert_eq!(server.gaps(), [Duration::from_secs(3) + LATENCY], "until the second after the expiry");
    let words = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("(repeated after expiry)"), "{}", ran.stdout);
    assert!(
        ran.stderr.starts_with("metstatus: waiting 3s, until ") && ran.stderr.lines().count() == 1,
        "{}",
        ran.stderr
    );
}

#[test]
fn replay_wait_with_far_or_past_expiry_does_not_wait() {
    let reply = |control: &str| {
        let lines = format!("Cache-Control: {control}\n");
        Reply::text(with_lines("HTTP/1.1 200 OK\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA", &lines))
    };
    let far = Server::http([reply("max-age=31536000")]);
    let ran = check(&["--replay", "wait"], &far.url("/x"));
    assert_ended(&ran, 0, &[]);
    let replay = &ran.result()["replay"];
    assert_eq!((&replay["outcome"], &replay["reason"]), (&json!("skipped"), &json!("too-far-away")));
    let expired =
        Server::http([reply("max-age=0"), Reply::text("HTTP/1.1 304 Not Modified\nCache-Control: max-age=0\n\n")]);
    let ran = check(&["--replay", "wait"], &expired.url("/x"));
    assert_eq!(ran.result()["replay"]["outcome"], "revalidated", "{}", ran.stdout);
    assert_eq!(expired.gaps(), [LATENCY]);
}

#[test]
fn immutable_over_tls_is_not_replayed() {
    let lines = "Cache-Control: max-age=600, immutable\n";
    let text = with_lines("HTTP/1.1 200 OK\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA", lines);
    let server = Server::https([Reply::text(&text)]);
    let ran = check(&["--resolve", &server.resolve("localhost")], &server.url_for("localhost", "/x"));
    assert_eq!(ran.result()["replay"]["reason"], "immutable", "{}", ran.stdout);
    // Without TLS the directive does not count.
    let plain = Server::http([Reply::text(text), Reply::text("HTTP/1.1 304 Not Modified\n\n")]);
    assert_eq!(check(&[], &plain.url("/x")).result()["replay"]["outcome"], "revalidated");
}

/// Two requests of a client towards MET and what came of them, read from a capture.
fn pair(first: &str, second: &str) -> Ran {
    let request = format!("GET https://api.met.no{PATH} HTTP/1.1\nUser-Agent: acme/1.0 {CONTACT}\n");
    let input = format!(
        "{request}\nHTTP/1.1 200 OK\n{first}Last-Modified: Sun, 22 Nov 2026 07:50:00 GMT\n\nA\n{request}If-Modified-Since: \
         Sun, 22 Nov 2026 07:50:00 GMT\n\nHTTP/1.1 {second}\n\n"
    );
    metstatus_with_input(["read", "-f", "json", "-"], input.as_bytes())
}

#[test]
fn next_poll_follows_the_last_response() {
    let first = "Date: Sun, 22 Nov 2026 08:00:00 GMT\nExpires: Sun, 22 Nov 2026 08:30:00 GMT\n";
    let newer = "Last-Modified: Sun, 22 Nov 2026 08:30:30 GMT";
    for (second, not_before) in [
        (
            "304 Not Modified\nDate: Sun, 22 Nov 2026 08:05:10 GMT\nExpires: Sun, 22 Nov 2026 08:30:00 GMT".to_owned(),
            "08:30:00",
        ),
        (
            "304 Not Modified\nDate: Sun, 22 Nov 2026 08:31:00 GMT\nExpires: Sun, 22 Nov 2026 09:01:00 GMT".to_owned(),
            "09:01:00",
        ),
        (
            format!("200 OK\nDate: Sun, 22 Nov 2026 08:31:00 GMT\nExpires: Sun, 22 Nov 2026 09:01:00 GMT\n{newer}"),
            "09:01:00",
        ),
        ("429 Too Many Requests\nDate: Sun, 22 Nov 2026 08:00:05 GMT\nRetry-After: 7200".to_owned(), "10:00:05"),
    ] {
        let ran = pair(first, &second);
        let next = ran.result()["next_poll"]["not_before"].clone();
        assert_eq!(next, json!(format!("2026-11-22T{not_before}Z")), "{second}: {}", ran.stdout);
        assert!(!ran.ids().contains(&"already-expired".to_owned()), "{second}");
    }
}

#[test]
fn expires_on_met_error_is_not_the_next_poll() {
    let input = "GET https://api.met.no/weatherapi/metalerts/2.0/current.json HTTP/1.1\n\nHTTP/1.1 429 Too Many Requests\n\
                 Date: Sun, 22 Nov 2026 08:00:00 GMT\nRetry-After: 60\nExpires: Sun, 22 Nov 2026 09:00:00 GMT\n\nno";
    let ran = metstatus_with_input(["read", "-f", "json", "-"], input.as_bytes());
    assert_eq!(ran.result()["next_poll"]["not_before"], "2026-11-22T08:01:00Z");
}

#[test]
fn heuristic_lifetime_does_not_hide_retry_after() {
    for (status, lines, wait) in [
        ("404 Not Found", "Retry-After: 3600", "09:00:00"),
        ("503 Service Unavailable", "Cache-Control: public\nRetry-After: 60", "08:01:00"),
        ("200 OK", "RateLimit: \"default\";r=0;t=3600", "09:00:00"),
    ] {
        let input = format!(
            "HTTP/1.1 {status}\nDate: Sun, 22 Nov 2026 08:00:00 GMT\nLast-Modified: Thu, 12 Nov 2026 08:00:00 GMT\n{lines}\n\nA"
        );
        let ran = metstatus_with_input(["read", "-f", "json", "-"], input.as_bytes());
        assert_eq!(ran.result()["next_poll"]["not_before"], format!("2026-11-22T{wait}Z"), "{status}");
    }
}

#[test]
fn response_that_asks_to_wait_gets_no_replay() {
    for line in ["RateLimit: \"default\";r=0;t=60\n", "Retry-After: 60\n"] {
        let text = with_lines(&document(now() - minutes(5), "A"), line);
        let server = Server::http([Reply::text(text)]);
        let ran = check(&[], &server.url("/x"));
        assert_eq!((ran.code, &ran.result()["replay"]["reason"]), (0, &json!("told-to-wait")), "{}", ran.stdout);
    }
}

#[test]
fn own_condition_with_newer_304_is_inconsistent() {
    let modified = now() - minutes(5);
    let option = format!("If-Modified-Since: {}", http_date(modified - minutes(120)));
    let met = Met::new([Reply::text(not_modified(&format!("Last-Modified: {}\n", http_date(modified))))]);
    let ran = met.check(&["-H", &option]);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert_found(&ran, "not-modified-newer");
    assert_eq!(ran.result()["replay"]["outcome"], "inconsistent");
}

#[test]
fn small_clock_skew_expires_nothing() {
    let now = now() - Duration::from_secs(200);
    let lines = format!("Date: {}\nCache-Control: max-age=100\n", http_date(now));
    let server = Server::http([Reply::text(format!("HTTP/1.1 200 OK\n{lines}\nA"))]);
    let ran = check(&["--replay", "never"], &server.url("/x"));
    assert_eq!((ran.code, ran.ids()), (0, Vec::<String>::new()), "{}", ran.stdout);
}
