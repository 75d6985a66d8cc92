//! `metstatus read`: captured responses, judged without any network.

use std::io::Write as _;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::support::run::*;

const OK: &str = "HTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\
                  Expires: Mon, 30 Mar 2026 13:53:26 GMT\n";
const FORBIDDEN: &str = "HTTP/1.1 403 Forbidden\nX-ErrorClass: IllegalUserAgent\n\nno\n";

fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn text_of(name: &str) -> String {
    std::fs::read_to_string(fixture(name)).unwrap()
}

/// The run on an input, with the report as JSON.
fn read(input: impl AsRef<[u8]>) -> Ran {
    metstatus_with_input(["read", "-f", "json", "-"], input.as_ref())
}

/// The roles of the exchanges of each result.
fn roles(report: &Value) -> Vec<Vec<String>> {
    let of = |result: &Value| {
        let exchanges = result["exchanges"].as_array().unwrap().iter();
        exchanges.map(|exchange| exchange["role"].as_str().unwrap().to_owned()).collect()
    };
    report["results"].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn captures_of_met_have_a_lifetime_and_a_next_poll() {
    // file, exit code, lifetime, seconds left, minute of the next poll, whether that is conditional
    let rows = [
        ("met-200-http11.txt", 0, 1904, 1904, "2020-07-20T11:52", true),
        ("met-200-http2-miss.txt", 0, 1908, 1908, "2025-10-29T01:43", true),
        ("met-200-http2-hit.txt", 0, 1840, 1839, "2026-03-30T13:53", true),
        ("met-203.txt", 1, 1829, 1829, "2020-06-16T12:44", false),
    ];
    for (file, code, lifetime, left, minute, conditional) in rows {
        let ran = metstatus(["read", "-f", "json", &fixture(file)]);
        let result = ran.result();
        assert_eq!((ran.code, &ran.json()["requests_sent"]), (code, &0.into()), "{file}");
        let freshness = &result["freshness"];
        assert_eq!((&freshness["basis"], &freshness["fresh"]), (&"expires".into(), &true.into()), "{file}");
        assert_eq!((&freshness["lifetime_s"], &freshness["left_s"]), (&lifetime.into(), &left.into()), "{file}");
        let next = &result["next_poll"];
        assert!(next["not_before"].as_str().unwrap().starts_with(minute), "{file}: {next}");
        assert_eq!(next["conditional"], conditional, "{file}");
        assert_eq!(result["replay"]["outcome"], if code == 0 { "skipped" } else { "not-applicable" }, "{file}");
    }
    let human = metstatus(["read", &fixture("met-200-http11.txt")]).stdout;
    assert!(human.starts_with("200 OK  healthy"), "{human}");
    assert!(human.contains("not before 2020-07-20 11:52:28 UTC (31 min after the response)"), "{human}");
    let human = metstatus(["read", &fixture("met-203.txt")]).stdout;
    assert!(human.contains("attention") && human.contains("warning[deprecated-or-beta]"), "{human}");
}

/// The front end of MET stamps Date again on what its cache holds and leaves Expires alone, so Age must not
/// shorten the wait: the terms want no request before Expires.
#[test]
fn hit_in_the_cache_of_met_is_not_polled_before_its_expires() {
    let head = text_of("met-200-http2-hit.txt");
    let ran = read(head.replace("13:22:46", "13:42:44").replace("age: 1\n", "age: 1200\n"));
    let not_before = ran.result()["next_poll"]["not_before"].as_str().unwrap().to_owned();
    assert!(not_before.as_str() >= "2026-03-30T13:53:26Z", "{not_before} is before Expires");
    assert!(!ran.ids().contains(&"already-expired".to_owned()), "{}", ran.stdout);
}

type Field = (&'static str, &'static str);
const DATE: Field = ("Date", "Sun, 22 Nov 2026 07:59:58 GMT");
const LATER: Field = ("Date", "Sun, 22 Nov 2026 08:00:00 GMT");
const MODIFIED: Field = ("Last-Modified", "Sun, 22 Nov 2026 07:00:00 GMT");
const NEWER: Field = ("Last-Modified", "Sun, 22 Nov 2026 07:59:59 GMT");
const EXPIRES: Field = ("Expires", "Sun, 22 Nov 2026 08:30:00 GMT");
const VARY: Field = ("Vary", "Accept");
const RFC_850: Field = ("Last-Modified", "Sunday, 06-Nov-94 08:49:37 GMT");

/// A status, fields and content.
type Half = (u16, &'static [Field], &'static str);
const FULL: Half = (200, &[DATE, MODIFIED, EXPIRES, VARY], "A");

/// A name, the two halves, the outcome, a finding that reports it, what the 304 lacks, what is remarkable.
type Replay = (&'static str, Half, Half, &'static str, &'static str, &'static [&'static str], &'static [&'static str]);

#[rustfmt::skip]
const REPLAYS: &[Replay] = &[
    ("missing expires and vary", FULL, (304, &[LATER, MODIFIED], ""),
        "revalidated", "not-modified-incomplete", &["expires", "vary"], &[]),
    ("content type in 304", FULL, (304, &[LATER, EXPIRES, VARY, ("Content-Type", "application/json")], ""),
        "revalidated", "revalidation-works", &[], &["representation-metadata-in-304"]),
    ("ignored, same body", FULL, (200, &[LATER, MODIFIED, EXPIRES], "A"), "ignored", "revalidation-ignored", &[], &[]),
    ("changed", FULL, (200, &[LATER, NEWER, EXPIRES], "B"), "changed", "changed-meanwhile", &[], &[]),
    ("restamped", FULL, (200, &[LATER, NEWER, EXPIRES], "A"), "restamped", "restamped", &[], &[]),
    ("older", FULL, (200, &[LATER, ("Last-Modified", "Sun, 22 Nov 2026 06:00:00 GMT")], "B"),
        "inconsistent", "revalidation-inconsistent", &[], &["older-last-modified"]),
    ("same date, other content", FULL, (200, &[LATER, MODIFIED], "B"),
        "ignored", "revalidation-ignored", &[], &["same-date-other-content"]),
    ("refused", FULL, (429, &[LATER], "slow down"), "inconclusive", "revalidation-inconclusive", &[], &[]),
    ("last modified in the form of RFC 850", (200, &[LATER, RFC_850], "A"), (304, &[LATER], ""),
        "revalidated", "invalid-date-field", &[], &[]),
    ("etag differs", (200, &[DATE, MODIFIED, ("ETag", "\"a\"")], "A"), (304, &[LATER, ("ETag", "\"b\"")], ""),
        "inconsistent", "revalidation-inconsistent", &[], &["etag-mismatch-in-304"]),
    ("304 is newer", FULL, (304, &[LATER, EXPIRES, VARY, NEWER], ""),
        "inconsistent", "not-modified-newer", &[], &["304-with-newer-last-modified"]),
    ("304 with content", FULL, (304, &[LATER, EXPIRES, VARY], "A"),
        "inconsistent", "not-modified-with-body", &[], &["content-in-304"]),
    ("from a cache", FULL, (304, &[("Date", "Sun, 22 Nov 2026 07:55:00 GMT"), ("Age", "300"), EXPIRES, VARY], ""),
        "revalidated", "revalidation-works", &[], &["answered-by-a-cache"]),
];

fn response((status, fields, body): Half) -> String {
    let fields: String = fields.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    format!("HTTP/1.1 {status} \n{fields}\n{body}{}", if body.is_empty() { "" } else { "\n" })
}

fn transcript(url: &str, first: Half, second: Option<Half>) -> String {
    let condition = first.1.iter().find(|(name, _)| *name == "Last-Modified").map_or("", |(_, value)| *value);
    let request = format!("GET {url} HTTP/1.1\nUser-Agent: acme/1.0 {CONTACT}\n");
    let again = second.map(|second| format!("{request}If-Modified-Since: {condition}\n\n{}", response(second)));
    format!("{request}\n{}{}", response(first), again.unwrap_or_default())
}

#[test]
fn conditional_request_after_a_success_is_its_replay() {
    for (name, first, second, outcome, finding, missing, notes) in REPLAYS {
        let input = transcript("https://api.acme.no/x", *first, Some(*second));
        let ran = metstatus_with_input(["read", "--at", "2026-11-22T08:00:00Z", "-f", "json", "-"], input.as_bytes());
        assert_eq!(ran.json()["results"].as_array().unwrap().len(), 1, "{name}");
        let replay = &ran.result()["replay"];
        assert_eq!(replay["outcome"], *outcome, "{name}: {}", ran.stdout);
        assert_eq!((&replay["sent"], &replay["status"]), (&true.into(), &second.0.into()), "{name}");
        assert_eq!(replay["missing"], json!(missing), "{name}");
        assert_eq!(replay["notes"], json!(notes), "{name}");
        assert!(ran.ids().iter().any(|id| id == finding), "{name}: {:?}", ran.ids());
        let warns =
            ["ignored", "inconsistent"].contains(outcome) || *finding == "invalid-date-field" || second.0 == 429;
        assert_eq!(ran.code, i32::from(warns), "{name}: {:?}", ran.ids());
    }
}

#[test]
fn unprovable_replay_is_not_held_against_the_server() {
    let (url, met) = ("https://api.acme.no/x", "https://api.met.no/weatherapi/x/0.9/");
    let again: Half = (203, &[LATER, MODIFIED, EXPIRES], "A");
    let refused = |status| (transcript(url, (status, &[LATER, MODIFIED], "x"), None), "null or skipped");
    let rows = [
        (transcript(met, (203, &[DATE, MODIFIED, EXPIRES], "A"), Some(again)), "not-applicable"),
        (transcript(url, (200, &[LATER], "A"), None), "not-possible"),
        (transcript(url, (200, &[LATER, ("Last-Modified", "0")], "A"), None), "not-possible"),
    ];
    for (input, outcomes) in [403, 404, 429, 500].map(refused).into_iter().chain(rows) {
        let ran = metstatus_with_input(["read", "--at", "2026-11-22T08:00:00Z", "-f", "json", "-"], input.as_bytes());
        let outcome = ran.result()["replay"]["outcome"].as_str().unwrap_or("null").to_owned();
        assert!(outcomes.contains(&outcome), "{input}: {outcome}");
        let about = |id: &String| id.starts_with("revalidation-");
        assert!(ran.ids().iter().filter(|id| about(id)).all(|id| ran.finding(id)["severity"] == "info"), "{input}");
    }
}

#[test]
fn every_shape_of_a_dump_says_the_same() {
    let plain = format!("{OK}Content-Type: application/json\nContent-Length: 8\n\n{{\"a\": 1}}\n");
    let utf16 = |bytes: fn(u16) -> [u8; 2]| format!("\u{feff}{plain}").encode_utf16().flat_map(bytes).collect();
    let mut shapes: Vec<(String, Vec<u8>)> = vec![
        ("no final line end".into(), plain.trim_end().into()),
        ("CR LF".into(), plain.replace('\n', "\r\n").into()),
        ("byte order mark".into(), format!("\u{feff}{plain}").into()),
        ("UTF-16, little endian".into(), utf16(u16::to_le_bytes)),
        ("UTF-16, big endian".into(), utf16(u16::to_be_bytes)),
        ("HTTP/1.0".into(), plain.replace("HTTP/1.1", "HTTP/1.0").into()),
        ("HTTP/2 without a reason phrase".into(), plain.replace("HTTP/1.1 200 OK", "HTTP/2 200 ").into()),
        ("HTTP/3 without a blank at the end".into(), plain.replace("HTTP/1.1 200 OK", "HTTP/3 200").into()),
        ("after the command".into(), format!("$ curl -si https://api.acme.no/forecast\n{plain}").into()),
        ("after an interim response".into(), format!("HTTP/1.1 100 Continue\n\n{plain}").into()),
        ("after the answer of a proxy".into(), format!("HTTP/1.1 200 Connection established\n\n{plain}").into()),
        ("with a head printed twice".into(), {
            let marked: String = plain.lines().take(6).map(|line| format!("< {line}\n")).collect();
            format!("> GET /forecast HTTP/1.1\n> Host: api.acme.no\n> \n{marked}< \n{plain}").into()
        }),
    ];
    for name in ["v", "v-progress", "v-terminal", "v-trace-time", "vi-terminal", "vi-to-file"] {
        shapes.push((name.to_owned(), text_of(&format!("curl-{name}.txt")).into()));
    }
    let told = |(name, input): &(String, Vec<u8>)| {
        let report = read(input).json();
        let (result, response) = (&report["results"][0], &report["results"][0]["exchanges"][0]["response"]);
        let fields = response["headers"].as_array().map(Vec::len);
        let what = [
            format!("{} result, {}", roles(&report).len(), report["verdict"]),
            format!("{}, next {}", result["status"]["code"], result["next_poll"]["not_before"]),
            format!("{} bytes of content, {fields:?} fields", response["body_bytes"]),
        ];
        let expected =
            ["1 result, \"healthy\"", "200, next \"2026-03-30T13:53:26Z\"", "8 bytes of content, Some(5) fields"];
        (what != expected).then(|| format!("{name}: {what:?}"))
    };
    let odd: Vec<String> = shapes.iter().filter_map(told).collect();
    assert!(odd.is_empty(), "{odd:#?}");
}

#[test]
fn content_ends_where_its_length_or_the_next_message_says() {
    // what follows the fields of the first response; the bytes of its content; how many results there are
    let rows = [
        (format!("Content-Length: 3\n\n{{}}\n{FORBIDDEN}"), 3, 2),
        (format!("Content-Length: 2\n\n{{}}\n{FORBIDDEN}"), 2, 2),
        (format!("Content-Length: 2\n\n{{}}{FORBIDDEN}"), 2, 2),
        (format!("\n{{}}\n{FORBIDDEN}"), 2, 2),
        (format!("\n{{}}\n\n{FORBIDDEN}"), 2, 2),
        (format!("\n{{}}{FORBIDDEN}"), 2, 2),
        ("Content-Length: 22\n\nHTTP/1.1 403 Forbidden".to_owned(), 22, 1),
        ("Content-Length: 44\n\n* a list, in Markdown\n> GET /quoted HTTP/1.1\n".to_owned(), 44, 1),
        ("\nthe log: HTTP/1.1 403 Forbidden, it said\n".to_owned(), 40, 1),
        ("\n* a list, in Markdown\n* and more\n".to_owned(), 32, 1),
    ];
    let told = |(rest, bytes, results): &(String, usize, usize)| {
        let report = read(format!("{OK}{rest}")).json();
        let found = (&report["results"][0]["exchanges"][0]["response"]["body_bytes"], roles(&report).len());
        (found != (&(*bytes).into(), *results)).then(|| format!("{rest:?}: {found:?}"))
    };
    let odd: Vec<String> = rows.iter().filter_map(told).collect();
    assert!(odd.is_empty(), "{odd:#?}");
}

#[test]
fn responses_of_one_file_are_grouped_by_request() {
    let moved = "HTTP/1.1 301 Moved Permanently\nLocation: https://api.acme.no/new\n\n";
    let unmodified = "HTTP/1.1 304 Not Modified\n\n";
    let ask = |path: &str, more: &str| format!("GET {path} HTTP/1.1\nHost: api.acme.no\n{more}\n");
    let since = "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n";
    let rows: [(String, &[&[&str]]); 9] = [
        (format!("{moved}{OK}\n"), &[&["first", "redirect"]]),
        (format!("{moved}{moved}{OK}\n"), &[&["first", "redirect", "redirect"]]),
        (format!("{}{moved}{}{OK}\n", ask("/old", ""), ask("/new", "")), &[&["first", "redirect"]]),
        (format!("{}{moved}{}{OK}\n", ask("/old", ""), ask("/else", "")), &[&["first"], &["first"]]),
        (format!("{OK}\n{{}}\n{unmodified}"), &[&["first", "replay"]]),
        (format!("{}{OK}\n{}{unmodified}", ask("/a", ""), ask("/a", since)), &[&["first", "replay"]]),
        (format!("{}{OK}\n{}{unmodified}", ask("/a", ""), ask("/b", since)), &[&["first"], &["first"]]),
        (format!("{OK}\n{{}}\n{FORBIDDEN}"), &[&["first"], &["first"]]),
        (format!("{}{FORBIDDEN}{}{FORBIDDEN}", ask("/a", ""), ask("/a", since)), &[&["first"], &["first"]]),
    ];
    for (input, expected) in rows {
        assert_eq!(roles(&read(&input).json()), expected, "{input}");
    }
    let two = metstatus_with_input(["read", "-"], format!("{OK}\n{{}}\n{FORBIDDEN}").as_bytes());
    assert!(two.code == 2 && two.stdout.contains("line 1") && two.stdout.contains("line 7"), "{two:#?}");
    assert_eq!(read(text_of("curl-v-redirect.txt")).result()["exchanges"][1]["role"], "redirect");
}

#[test]
fn request_is_judged_only_where_it_is_shown() {
    let asked = "GET /weatherapi/x/2.0/ HTTP/1.1\nHost: api.met.no\nUser-Agent: okhttp/4.12.0\n\n";
    let marked: String = asked.lines().map(|line| format!("> {line}\n")).collect();
    for (input, first) in [
        (FORBIDDEN.to_owned(), "forbidden"),
        (format!("{asked}{FORBIDDEN}"), "user-agent-generic"),
        (format!("{marked}{FORBIDDEN}"), "user-agent-generic"),
        (format!("{}{FORBIDDEN}", asked.replace("User-Agent: okhttp/4.12.0\n", "")), "user-agent-missing"),
    ] {
        let ran = read(&input);
        assert_eq!((ran.code, ran.ids()[0].as_str()), (2, first), "{input}");
        assert!(ran.stdout.contains("IllegalUserAgent"), "{}", ran.stdout);
        assert_eq!(ran.result()["exchanges"][0]["request"].is_null(), first == "forbidden", "{input}");
    }
    assert!(read(format!("{OK}\n{{}}\n")).ids().is_empty());
    let secret = "GET http://h/ HTTP/1.1\nAuthorization: Bearer hush\n\nHTTP/1.1 200 OK\nSet-Cookie: a=hush\n\n";
    for format in ["json", "human"] {
        let ran = metstatus_with_input(["read", "-v", "-f", format, "-"], secret.as_bytes());
        assert!(ran.stdout.contains("Authorization") && !ran.stdout.contains("hush"), "{}", ran.stdout);
    }
}

#[test]
fn errors_of_curl_are_failures() {
    let rows = [
        ("(6) Could not resolve host: api.met.no", "dns-failure", "resolve"),
        ("(7) Failed to connect to h port 443 after 3 ms: Couldn't connect to server", "connection-refused", "connect"),
        ("(28) Failed to connect to h port 443 after 9 ms: Timeout was reached", "connection-timeout", "connect"),
        ("(28) Operation timed out after 1001 milliseconds with 0 bytes received", "response-timeout", "head"),
        ("(35) OpenSSL/3.0.2: error:0A00010B:SSL routines::wrong version number", "tls-failure", "tls"),
        ("(52) Empty reply from server", "connection-closed", "head"),
        ("(56) Recv failure: Connection reset by peer", "connection-closed", "head"),
        ("(56) Received HTTP code 407 from proxy after CONNECT", "proxy-failure", "connect"),
        ("(60) SSL certificate problem: certificate has expired", "tls-expired", "tls"),
        ("(60) SSL certificate problem: self-signed certificate", "tls-untrusted", "tls"),
        ("(60) SSL: no alternative certificate subject name matches target host name 'h'", "tls-wrong-host", "tls"),
    ];
    for (error, id, phase) in rows {
        for before in ["", "> GET /x HTTP/1.1\n> Host: api.acme.no\n> \n"] {
            let ran = read(format!("{before}curl: {error}\n"));
            assert_eq!((ran.code, ran.ids()), (2, vec![id.to_owned()]), "{error}");
            assert_eq!(ran.result()["exchanges"][0]["failure"]["phase"], phase, "{error}");
            assert!(ran.result()["exchanges"][0]["failure"]["detail"].as_str().unwrap().contains(error), "{error}");
        }
    }
    let cut = read("HTTP/1.1 200 OK\nContent-Length: 99\n\nhalf\ncurl: (18) transfer closed with 95 bytes remaining\n");
    assert_eq!((cut.code, cut.ids()[0].as_str()), (2, "truncated-response"));
    assert_eq!(read(text_of("curl-v-progress-unresolved.txt")).ids(), ["dns-failure"]);
}

/// With --fail curl prints `(22)` for every 4xx and 5xx: no failure of the transport.
#[test]
fn error_that_repeats_the_status_is_not_a_failure() {
    let error = "curl: (22) The requested URL returned error: 403\n";
    let ran = read(format!("HTTP/1.1 403 Forbidden\n\n{error}"));
    assert_eq!((ran.code, ran.ids()[0].as_str()), (2, "forbidden"), "{}", ran.stdout);
    let alone = read(error);
    assert!(!alone.stdout.contains("connection-closed"), "{}", alone.stdout);
}

#[test]
fn request_without_any_response_is_not_healthy() {
    let ran = metstatus_with_input(["read", "-"], b"> GET /x HTTP/1.1\n> Host: api.acme.no\n> \n");
    assert!(ran.code >= 2, "{ran:?}");
}

#[test]
fn time_of_receipt_is_option_then_date_then_file() {
    let date = "HTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\nCache-Control: max-age=60\n\n";
    let dateless = "HTTP/1.1 200 OK\nCache-Control: max-age=60\n\n";
    let file = |content: &str| {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content.as_bytes()).unwrap();
        file.as_file().set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_774_000_000)).unwrap();
        file
    };
    for (content, at, expires_at) in [
        (dateless, Some("2026-03-30T15:22:46.5+02:00"), "2026-03-30T13:23:46Z"),
        (dateless, Some("2026-03-30T13:22:46Z"), "2026-03-30T13:23:46Z"),
        (date, None, "2026-03-30T13:23:46Z"),
        (dateless, None, "2026-03-20T09:47:40Z"),
    ] {
        let file = file(content);
        let mut args = vec!["read", "-f", "json", file.path().to_str().unwrap()];
        args.extend(at.map(|at| ["--at", at]).into_iter().flatten());
        assert_eq!(metstatus(args).result()["freshness"]["expires_at"], expires_at, "{content:?} {at:?}");
    }
    for at in ["yesterday", "", "2026-13-01T00:00:00Z", "1774876966"] {
        let ran = metstatus(["read", "--at", at, &fixture("met-203.txt")]);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{at}");
        assert!(ran.stderr.contains(&format!("--at \"{at}\"")) && ran.stderr.contains("2026-03-30T"), "{}", ran.stderr);
    }
}

#[test]
fn times_beyond_the_year_9999_stay_what_the_schema_allows() {
    let far = read("HTTP/1.1 200 OK\nDate: Fri, 31 Dec 9999 23:59:59 GMT\nCache-Control: max-age=60\n\n");
    assert_eq!(far.result()["freshness"]["lifetime_s"], 60);
}

#[test]
fn unreadable_input_is_refused_with_line_and_reason() {
    let rows: [(&[u8], &str, &str); 9] = [
        (b"", "line 1", "empty"),
        (b"\r\n\n", "line 1", "empty"),
        (b"\x7fELF\x02\x01\x1b[31m\x00\xff", "line 1", "binary data"),
        (b"\n\nForbidden\n", "line 3", "nothing to check"),
        (b"[{\"log\":{}}]\n", "line 1", "nothing to check"),
        (b"HTTP/1.1 20x OK\n\n", "line 1", "HTTP/1.1 20x OK"),
        (b"HTTP/9 200 OK\n\n", "line 1", "version"),
        (b"* Connected to api.met.no\n", "line 1", "no HTTP message, status"),
        (b"HTTP/1.1 100 Continue\n\n", "line 1", "no HTTP message, status"),
    ];
    for (input, line, reason) in rows {
        let ran = metstatus_with_input(["read", "-"], input);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{input:?}");
        let told = ["standard input", line, reason].iter().all(|part| ran.stderr.contains(part));
        assert!(told && ran.stderr.trim_end().lines().count() <= 3, "{}", ran.stderr);
    }
    let large = tempfile::NamedTempFile::new().unwrap();
    large.as_file().set_len(48 * 1024 * 1024 + 1).unwrap();
    for (path, reason) in [
        ("/nonexistent/\x1b[31m.txt", "No such file"),
        (env!("CARGO_MANIFEST_DIR"), "directory"),
        (large.path().to_str().unwrap(), "50331648 bytes"),
    ] {
        let ran = metstatus(["read", path]);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{path}");
        assert!(
            ran.stderr.contains(reason) && ran.stderr.contains(path.split(|c: char| c.is_control()).next().unwrap()),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn network_options_do_not_matter_to_a_capture() {
    for value in ["http://127.0.0.1:1", "no proxy at all", "ftp://h"] {
        let mut command = app(["read", "-f", "json", &fixture("met-200-http11.txt")]);
        for name in ["http_proxy", "https_proxy", "all_proxy", "SSL_CERT_FILE", "METSTATUS_CONTACT"] {
            command.env(name, value);
        }
        let ran = command.run();
        assert_eq!((ran.code, &ran.json()["requests_sent"]), (0, &0.into()), "{value}");
    }
}
