//! Successes: whether If-Modified-Since is proven, and what is made of every way in which a server can answer it.

use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::support::clock::now;
use crate::support::met::{Met, PATH, assert_ended, assert_found, check, document, minutes, not_modified};
use crate::support::run::metstatus;
use crate::support::server::{Reply, Server, http_date, wire};

/// Content in the coding gzip, of exactly this length.
fn gzip_of(length: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::none());
    encoder.write_all(&vec![b' '; length - 23]).expect("compression in memory");
    let bytes = encoder.finish().expect("compression in memory");
    assert_eq!(bytes.len(), length);
    bytes
}

#[test]
fn healthy_product_revalidates_with_two_requests() {
    let modified = http_date(now() - minutes(1));
    let body = format!("{{\"type\":\"Feature\"{}}}", " ".repeat(3000));
    let first = document(now() - minutes(1), &body);
    let met = Met::new([Reply::text(&first).with_gzip(), Reply::text(not_modified(""))]);
    let ran = met.check(&[]);
    assert_ended(&ran, 0, &[]);
    assert_found(&ran, "revalidation-works");

    let requests = met.server.requests();
    assert_eq!((requests.len(), met.server.connections()), (2, 1));
    assert_eq!(requests[0].field("if-modified-since"), None);
    assert_eq!(requests[1].field("if-modified-since"), Some(modified.as_str()));
    let without_condition = |head: &str| head.replace(&format!("If-Modified-Since: {modified}\r\n"), "");
    assert_eq!(without_condition(&requests[1].head), requests[0].head, "the replay is the same request otherwise");

    let (report, result) = (ran.json(), ran.result());
    assert_eq!((&report["verdict"], &report["requests_sent"]), (&json!("healthy"), &json!(2)));
    let exchanges = result["exchanges"].as_array().unwrap();
    let roles: Vec<&str> = exchanges.iter().map(|exchange| exchange["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["first", "replay"]);
    let content = &exchanges[0]["response"];
    assert_eq!(content["body_bytes"], body.len());
    assert!(content["wire_bytes"].as_u64().unwrap() < 200, "{content}");
    let replay = &result["replay"];
    assert_eq!(
        (&replay["outcome"], &replay["sent"], &replay["status"], &replay["saved_bytes"]),
        (&json!("revalidated"), &json!(true), &json!(304), &content["wire_bytes"])
    );
    let freshness = &result["freshness"];
    assert_eq!(
        (&freshness["basis"], &freshness["lifetime_s"], &freshness["fresh"]),
        (&json!("expires"), &json!(1860), &json!(true))
    );
    assert_eq!(result["next_poll"], json!({"not_before": freshness["expires_at"], "conditional": true}));
}

#[test]
fn healthy_target_takes_three_lines() {
    let first = document(now(), "{\"type\":\"Feature\"}");
    let met = Met::new([Reply::text(first), Reply::text(not_modified(""))]);
    let ran = met.ask_in_wide_lines(&["-A", "acme-weather/1.2 https://github.com/acme/weather"]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!((ran.code, lines.len(), ran.stderr.as_str()), (0, 3, ""), "{}", ran.stdout);
    assert!(lines[0].starts_with("200 OK  healthy  "), "{}", lines[0]);
    assert!(lines[0].contains("  locationforecast/2.0 at api.met.no:") && lines[0].ends_with(", 2 requests"));
    assert!(lines[1].starts_with("   caching   If-Modified-Since works: 304, saved 18 bytes"), "{}", lines[1]);
    assert!(lines[2].starts_with("   next poll not before "), "{}", lines[2]);
    assert!(lines[2].ends_with("with If-Modified-Since, plus a few random minutes"), "{}", lines[2]);
}

#[test]
fn success_under_our_own_name_says_what_it_does_not_show() {
    let note = "note: your own program may still be refused: check it with -A 'its User-Agent'";
    let ran = |options: &[&str], first: &str| {
        let met = Met::new([Reply::text(first), Reply::text(not_modified(""))]).allow_unasked();
        met.ask_in_wide_lines(options).stdout
    };
    let healthy = document(now(), "{}");
    assert_eq!(ran(&[], &healthy).lines().filter(|line| *line == note).count(), 1);
    assert!(!ran(&["-A", "acme/1.0 post@acme.no"], &healthy).contains(note));
    assert!(!ran(&[], "HTTP/1.1 403 Forbidden\n\nno").contains(note));
}

#[test]
fn refusal_without_a_contact_names_the_experiment() {
    let hint = "add --contact YOUR-MAIL-OR-SITE";
    for (options, refused, expected) in [
        (&["-A", "okhttp/4.12.0"][..], "HTTP/1.1 403 Forbidden\n\nno", true),
        (&["-A", "acme/1.0 post@acme.no"], "HTTP/1.1 403 Forbidden\n\nno", true),
        (&["-A", "okhttp/4.12.0", "--controls", "never"], "HTTP/1.1 403 Forbidden\n\nno", false),
        (&["-A", "okhttp/4.12.0", "--contact", "post@acme.no"], "HTTP/1.1 403 Forbidden\n\nno", false),
        (&["-A", "acme/1.0 post@acme.no"], "HTTP/1.1 404 Not Found\n\nno", false),
    ] {
        let met = Met::new([Reply::text(refused), Reply::text(refused), Reply::text(refused)]).allow_unasked();
        let ran = metstatus(met.args(options, &met.url("/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58")));
        let said = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(said.contains(hint), expected, "{options:?}: {said}");
    }
}

const NGINX_2020: &str = "HTTP/1.1 200 OK\nServer: nginx/1.10.3 (Ubuntu)\nDate: Mon, 20 Jul 2020 11:20:44 GMT\n\
    Content-Type: application/json\nContent-Length: 2625\nConnection: keep-alive\n\
    Last-Modified: Mon, 20 Jul 2020 11:20:44 GMT\nExpires: Mon, 20 Jul 2020 11:52:28 GMT\n\
    X-Backend-Host: b_ybs_api3_b3_api_met_no_locationforecast\nAccess-Control-Allow-Origin: *\n\
    Access-Control-Allow-Methods: GET\nAccess-Control-Allow-Headers: Origin\nContent-Encoding: gzip\n\
    Vary: Accept, Accept-Encoding\nX-Varnish: 551244022\nAge: 0\nVia: 1.1 varnish (Varnish/6.2)\n\
    Accept-Ranges: bytes\n\n";

const MISS_2025: &str = "HTTP/1.1 200 OK\nserver: nginx/1.18.0 (Ubuntu)\ndate: Wed, 29 Oct 2025 01:11:49 GMT\n\
    content-type: application/json\ncontent-length: 3044\nexpires: Wed, 29 Oct 2025 01:43:37 GMT\n\
    last-modified: Wed, 29 Oct 2025 01:11:49 GMT\nx-backend-host: b_157_249_79_118_loc\n\
    access-control-allow-origin: *\naccess-control-allow-methods: GET\naccess-control-allow-headers: Origin\n\
    content-encoding: gzip\nvary: Accept, Accept-Encoding\nx-varnish: 40719125822\nage: 0\n\
    via: 1.1 dalton-a (Varnish/7.7)\naccept-ranges: bytes\n\n";

const HIT_2026: &str = "HTTP/1.1 200 OK\nserver: nginx/1.18.0 (Ubuntu)\ndate: Mon, 30 Mar 2026 13:22:46 GMT\n\
    content-type: application/json\ncontent-length: 3044\nexpires: Mon, 30 Mar 2026 13:53:26 GMT\n\
    last-modified: Mon, 30 Mar 2026 13:22:44 GMT\nx-backend-host: b_157_249_79_118_loc\n\
    access-control-allow-origin: *\naccess-control-allow-methods: GET\naccess-control-allow-headers: Origin\n\
    content-encoding: gzip\nvary: Accept, Accept-Encoding\nx-varnish: 13133808117 13132104109\nage: 1\n\
    via: 1.1 dalton-a (Varnish/7.7)\naccept-ranges: bytes\n\n";

const MOJOLICIOUS_203: &str = "HTTP/1.1 203 Non-Authoritative Information\nContent-Type: application/json\n\
    Expires: Tue, 16 Jun 2020 12:44:18 GMT\nServer: Mojolicious (Perl)\nContent-Length: 38149\n\
    Last-Modified: Tue, 16 Jun 2020 12:13:49 GMT\nDate: Tue, 16 Jun 2020 12:13:49 GMT\nVary: Accept\n\n";

#[test]
fn old_captured_heads_are_judged_by_the_server_clock() {
    let cases = [
        (NGINX_2020, "Mon, 20 Jul 2020 11:20:44 GMT", 2625, 31 * 60 + 44),
        (MISS_2025, "Wed, 29 Oct 2025 01:11:49 GMT", 3044, 31 * 60 + 48),
        (HIT_2026, "Mon, 30 Mar 2026 13:22:44 GMT", 3044, 30 * 60 + 40),
    ];
    for (head, modified, length, lifetime) in cases {
        let lines: Vec<&str> = head.lines().filter(|line| !line.starts_with("HTTP") && !line.is_empty()).collect();
        let repeated = |line: &&&str| ["date", "expires", "vary"].iter().any(|n| line.to_lowercase().starts_with(n));
        let second: Vec<&str> = lines.iter().filter(repeated).copied().collect();
        let second = format!("HTTP/1.1 304 Not Modified\n{}\n\n", second.join("\n"));
        let met = Met::new([Reply::text(head).with_body(gzip_of(length)), Reply::text(second)]);
        let ran = met.check(&[]);
        assert_ended(&ran, 0, &[]);
        assert!(!ran.ids().contains(&"already-expired".to_owned()), "{}", ran.stdout);
        let result = ran.result();
        assert_eq!(result["replay"]["saved_bytes"], length);
        let freshness = &result["freshness"];
        assert_eq!((&freshness["lifetime_s"], &freshness["fresh"]), (&json!(lifetime), &json!(true)), "{freshness}");
        let requests = met.server.requests();
        assert_eq!((requests.len(), met.server.connections()), (2, 1));
        assert_eq!(requests[1].field("if-modified-since"), Some(modified));
        let shown: Vec<String> = result["exchanges"][0]["response"]["headers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| format!("{}: {}", field[0].as_str().unwrap(), field[1].as_str().unwrap()))
            .collect();
        assert_eq!(shown, lines, "names, values and order as they came");
    }
}

#[test]
fn status_203_is_deprecated_or_beta_only_at_met() {
    let met = Met::new([Reply::text(MOJOLICIOUS_203).with_body(vec![b' '; 38149])]);
    let ran = met.check(&[]);
    assert_ended(&ran, 1, &["deprecated-or-beta"]);
    let replay = ran.result()["replay"].clone();
    assert_eq!((&replay["outcome"], &replay["sent"]), (&json!("not-applicable"), &json!(false)));
    assert_eq!(met.server.requests().len(), 1);

    let second = "HTTP/1.1 304 Not Modified\nDate: Tue, 16 Jun 2020 12:13:50 GMT\n\
                  Expires: Tue, 16 Jun 2020 12:44:18 GMT\nVary: Accept\n\n";
    let other = Server::http([Reply::text(MOJOLICIOUS_203).with_body(vec![b' '; 38149]), Reply::text(second)]);
    let ran = check(&[], &other.url(PATH));
    assert_ended(&ran, 0, &[]);
    assert_eq!(ran.result()["replay"]["outcome"], "revalidated");
    assert_eq!(other.requests().len(), 2);
}

#[test]
fn replay_response_is_judged_by_date_then_by_content() {
    let (then, earlier, later) = (minutes(10), minutes(20), minutes(5));
    // One moment for all of them, so a second that passes meanwhile makes no difference.
    let now = now();
    let ago = |time: Duration| now - time;
    let dated = |time: Duration| format!("Last-Modified: {}\n", http_date(ago(time)));
    let undated = |body: &str| document(ago(then), body).replace(&dated(then), "");
    type Case<'a> = (&'a str, String, &'a str, i32, &'a [&'a str], &'a str);
    let cases: [Case<'_>; 10] = [
        ("the same again", document(ago(then), "A"), "ignored", 1, &["revalidation-ignored"], ""),
        ("same date, other content", document(ago(then), "B"), "ignored", 1, &["revalidation-ignored"], ""),
        ("the same without a date", undated("A"), "ignored", 1, &["revalidation-ignored"], ""),
        ("newer", document(ago(later), "B"), "changed", 0, &[], "changed-meanwhile"),
        ("other content without a date", undated("B"), "changed", 0, &[], "changed-meanwhile"),
        ("newer date, same content", document(ago(later), "A"), "restamped", 0, &[], "restamped"),
        ("older", document(ago(earlier), "B"), "inconsistent", 1, &["revalidation-inconsistent"], ""),
        ("304 of a newer one", not_modified(&dated(later)), "inconsistent", 1, &["not-modified-newer"], ""),
        ("304 of the same", not_modified(&dated(then)), "revalidated", 0, &[], "revalidation-works"),
        ("bare 304", "HTTP/1.1 304 Not Modified\n\n".into(), "revalidated", 0, &[], "not-modified-incomplete"),
    ];
    for (name, second, outcome, code, heavy, info) in cases {
        // A newer date is asked about once more; without an answer to that, what was seen before holds.
        let more = name.starts_with("newer").then(Reply::close_at_once);
        let sent = 2 + usize::from(more.is_some());
        let replies: Vec<Reply> =
            [Reply::text(document(ago(then), "A")), Reply::text(second)].into_iter().chain(more).collect();
        let met = Met::new(replies);
        let ran = met.check(&[]);
        assert_eq!(ran.result()["replay"]["outcome"], outcome, "{name}: {}", ran.stdout);
        assert_ended(&ran, code, heavy);
        assert!(info.is_empty() || ran.ids().iter().any(|id| id == info), "{name}: {}", ran.stdout);
        assert_eq!(met.server.requests().len(), sent, "{name}");
    }
}

#[test]
fn refused_or_cut_replay_keeps_the_first_verdict() {
    let cut = Reply::raw(wire(document(now(), "AB").replace("\n\nAB", "\nContent-Length: 9\n\nAB")));
    let replies = [
        ("429", Reply::text("HTTP/1.1 429 Too Many Requests\nRetry-After: 60\n\nslow down")),
        ("403", Reply::text("HTTP/1.1 403 Forbidden\n\nno")),
        ("500", Reply::text("HTTP/1.1 500 Internal Server Error\n\noops")),
        ("closed", Reply::close_at_once()),
        ("cut", cut),
    ];
    for (name, second) in replies {
        let met = Met::new([Reply::text(document(now(), "A")), second]);
        let ran = met.check(&[]);
        // Being throttled is worth a warning.
        let heavy: &[&str] = if name == "429" { &["rate-limited"] } else { &[] };
        assert_ended(&ran, i32::from(!heavy.is_empty()), heavy);
        assert_found(&ran, "revalidation-inconclusive");
        let result = ran.result();
        assert_eq!((&result["replay"]["outcome"], &result["status"]["code"]), (&json!("inconclusive"), &json!(200)));
        assert_eq!(met.server.requests().len(), 2, "{name}");
    }
}

#[test]
fn response_without_last_modified_is_not_replayed() {
    let lines = ["Last-Modified: yesterday", "X-Nothing: here"];
    for line in lines {
        let text = document(now(), "A");
        let (before, after) = text.split_once("Last-Modified: ").unwrap();
        let text = format!("{before}{line}\n{}", after.split_once('\n').unwrap().1);
        let met = Met::new([Reply::text(&text)]);
        let ran = met.check(&[]);
        assert_eq!(ran.code, 1, "{}", ran.stdout);
        assert_found(&ran, "no-validator");
        assert_eq!(ran.result()["replay"]["outcome"], "not-possible");
        assert_eq!(met.server.requests().len(), 1);
    }
    let other = Server::http([Reply::text("HTTP/1.1 200 OK\n\nplain")]);
    let ran = check(&[], &other.url("/"));
    assert_ended(&ran, 0, &[]);
    assert_found(&ran, "no-validator");
}

#[test]
fn replay_never_sends_one_request_and_says_so() {
    let met = Met::new([Reply::text(document(now(), "A")), Reply::text(document(now(), "A"))]);
    let ran = met.check(&["--replay", "never"]);
    assert_ended(&ran, 0, &[]);
    let replay = ran.result()["replay"].clone();
    assert_eq!((&replay["outcome"], &replay["sent"]), (&json!("skipped"), &json!(false)));
    let human = met.ask(&["--replay", "never"]);
    assert!(human.stdout.contains("not tested: --replay never") && human.stdout.contains(", 1 request\n"), "{human:?}");
    assert_eq!(met.server.requests().len(), 2, "one for each run");
}

#[test]
fn obsolete_last_modified_is_verbatim_for_met_only() {
    for obsolete in ["Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
        let first = document(now(), "A");
        let (before, after) = first.split_once("Last-Modified: ").unwrap();
        let first = format!("{before}Last-Modified: {obsolete}\n{}", after.split_once('\n').unwrap().1);
        let replies = || [Reply::text(&first), Reply::text(not_modified(""))];
        let (met, other) = (Met::new(replies()), Server::http(replies()));
        for ran in [met.check(&[]), check(&[], &other.url("/"))] {
            assert_ended(&ran, 1, &["invalid-date-field"]);
            assert_eq!(ran.result()["replay"]["outcome"], "revalidated");
        }
        assert_eq!(met.server.requests()[1].field("if-modified-since"), Some(obsolete));
        assert_eq!(other.requests()[1].field("if-modified-since"), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
    }
}

#[test]
fn codes_and_urls_in_one_run_exit_with_the_worst() {
    for (status, code) in [("200 OK", 0), ("404 Not Found", 2)] {
        let server = Server::http([Reply::text(format!("HTTP/1.1 {status}\n\n")), Reply::text("HTTP/1.1 200 OK\n\nA")]);
        let (first, second) = (server.url("/first"), server.url("/second"));
        let ran = metstatus(["--format", "json", "--rate", "100", "404", &first, "203", &second]);
        assert_eq!(ran.code, code, "{}", ran.stdout);
        let report = ran.json();
        let results = report["results"].as_array().unwrap();
        let targets: Vec<&str> = results.iter().map(|result| result["target"].as_str().unwrap()).collect();
        assert_eq!(targets, ["404", first.as_str(), "203", second.as_str()]);
        assert_eq!(results[0]["exchanges"], json!([]));
        assert_eq!((&report["requests_sent"], server.requests().len()), (&json!(2), 2));
    }
}
