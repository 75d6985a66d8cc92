//! Answers that are not a success: which cause is reported, and that nothing is asked again.

use serde_json::json;

use crate::support::met::{Met, PATH, assert_ended, assert_found, check};
use crate::support::run::metstatus;
use crate::support::server::{Reply, Server};

/// Every status that MET explains, with its reason phrase: the finding at MET, and that elsewhere.
const STATUSES: [(&str, &str, &str); 18] = [
    ("400 Bad Request", "bad-request", "bad-request"),
    ("401 Unauthorized", "restricted", "restricted"),
    ("403 Forbidden", "forbidden", "forbidden"),
    ("404 Not Found", "not-found", "not-found"),
    ("405 Method Not Allowed", "method-not-allowed", "method-not-allowed"),
    ("422 Unprocessable Entity", "outside-coverage", "unprocessable"),
    ("429 Too Many Requests", "rate-limited", "rate-limited"),
    ("499 Client Closed Request", "client-closed-request", "client-closed-request"),
    ("500 Internal Server Error", "server-error", "server-error"),
    ("502 Bad Gateway", "backend-unreachable", "backend-unreachable"),
    ("503 Service Unavailable", "service-unavailable", "service-unavailable"),
    ("504 Gateway Time-out", "backend-timeout", "backend-timeout"),
    // Those that no specification explains, or that HTTP does not know.
    ("406 Not Acceptable", "unexpected-status", "unexpected-status"),
    ("418 I'm a teapot", "unexpected-status", "unexpected-status"),
    ("501 Not Implemented", "unexpected-status", "unexpected-status"),
    ("511 Network Authentication Required", "unexpected-status", "unexpected-status"),
    ("600 Beyond", "unexpected-status", "unexpected-status"),
    ("999 Request denied", "unexpected-status", "unexpected-status"),
];

fn refusal(status: &str, rest: &str) -> Reply {
    Reply::text(format!("HTTP/1.1 {status}\nDate: Mon, 30 Mar 2026 13:22:46 GMT\nContent-Type: text/plain\n{rest}"))
}

#[test]
fn status_without_class_is_diagnosed_with_one_request() {
    let met = Met::new(STATUSES.iter().map(|(status, ..)| refusal(status, "\nsomething\n")));
    let other = Server::http(STATUSES.iter().map(|(status, ..)| refusal(status, "\nsomething\n")));
    for (count, (status, at_met, elsewhere)) in (1..).zip(STATUSES) {
        for (ran, id) in [(met.check(&[]), at_met), (check(&[], &other.url("/x")), elsewhere)] {
            assert_ended(&ran, 2, &[id]);
            let (report, result) = (ran.json(), ran.result());
            assert_eq!(report["requests_sent"], 1, "{status}");
            assert_eq!(format!("{}", result["status"]["code"]), status[..3]);
            assert_eq!((&result["verdict"], &result["replay"]), (&json!("failing"), &json!(null)), "{status}");
            assert!(!ran.finding(id)["advice"].as_array().unwrap().is_empty(), "{status}: no way out");
        }
        assert_eq!((met.server.requests().len(), other.requests().len()), (count, count), "{status}");
    }
}

#[test]
fn human_report_begins_with_status_verdict_and_diagnosis() {
    let met = Met::new(STATUSES.iter().map(|(status, ..)| refusal(status, "\nsomething\n")));
    for (status, id, _) in STATUSES {
        let ran = met.ask_in_wide_lines(&[]);
        assert_eq!(ran.code, 2);
        let lines: Vec<&str> = ran.stdout.lines().collect();
        assert!(lines[0].starts_with(&format!("{status}  failing  ")), "{}", ran.stdout);
        assert!(lines.iter().take(8).any(|line| line.starts_with(&format!("error[{id}]: "))), "{}", ran.stdout);
        assert!(lines.iter().any(|line| line.starts_with("   help ")), "{}", ran.stdout);
        assert_eq!(ran.stdout.matches("error[").count(), 1, "{}", ran.stdout);
    }
    assert_eq!(met.server.requests().len(), STATUSES.len());
}

/// Every X-ErrorClass of MET's, a status that comes with it, the finding, and how sure the class alone makes it.
const CLASSES: [(&str, &str, &str, &str); 18] = [
    ("Doesnotapply", "404 Not Found", "unsupported-action", "likely"),
    ("Encoding", "400 Bad Request", "invalid-parameter", "certain"),
    ("Format", "400 Bad Request", "invalid-parameter", "certain"),
    ("Parameter", "400 Bad Request", "invalid-parameter", "likely"),
    ("Validation", "400 Bad Request", "invalid-parameter", "certain"),
    ("Accesscontrol", "403 Forbidden", "forbidden", "possible"),
    ("Accesscontrol", "401 Unauthorized", "restricted", "certain"),
    ("Permissiondenied", "403 Forbidden", "forbidden", "possible"),
    ("Permissiondenied", "401 Unauthorized", "restricted", "certain"),
    ("IllegalUserAgent", "403 Forbidden", "blocked-user-agent", "likely"),
    ("Nodata", "404 Not Found", "no-data", "certain"),
    ("Outsidetimerange", "422 Unprocessable Entity", "outside-time-range", "certain"),
    ("Outsidegeographicarea", "422 Unprocessable Entity", "outside-coverage", "certain"),
    ("Ratelimitation", "429 Too Many Requests", "rate-limited", "certain"),
    ("Internal", "500 Internal Server Error", "server-error", "certain"),
    ("ErrorFromBackend", "502 Bad Gateway", "backend-unreachable", "certain"),
    ("Unexpectedmissingdata", "502 Bad Gateway", "backend-unreachable", "certain"),
    ("ServiceUnavailable", "503 Service Unavailable", "service-unavailable", "certain"),
];

#[test]
fn class_decides_in_whatever_case_it_is_written() {
    let spellings: [fn(&str) -> String; 3] = [str::to_owned, str::to_ascii_uppercase, str::to_ascii_lowercase];
    for spelling in spellings {
        let replies = CLASSES.map(|(class, status, ..)| {
            refusal(status, &format!("X-ErrorClass: {}\n\nThe request could not be served\n", spelling(class)))
        });
        let met = Met::new(replies);
        for (class, status, id, certainty) in CLASSES {
            let ran = met.check(&[]);
            assert_ended(&ran, 2, &[id]);
            let finding = ran.finding(id);
            assert_eq!(finding["certainty"], certainty, "{class} {status}");
            let quoted = json!(format!("received: X-ErrorClass: {}", spelling(class)));
            assert!(finding["evidence"].as_array().unwrap().contains(&quoted), "{finding}");
        }
        assert_eq!(met.server.requests().len(), CLASSES.len());
    }
}

#[test]
fn class_means_something_at_met_alone() {
    let server = Server::http([refusal("404 Not Found", "X-ErrorClass: Outsidegeographicarea\n\nno\n")]);
    assert_ended(&check(&[], &server.url(PATH)), 2, &["not-found"]);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn unknown_class_is_shown_as_it_came_and_the_status_decides() {
    for class in ["Teapot", "Metno::WeatherAPI::Error::Teapot", "a\u{202e}b\u{9b}31m"] {
        let met = Met::new([(); 2].map(|()| refusal("422 Unprocessable", &format!("X-ErrorClass: {class}\n\nno\n"))));
        let ran = met.check(&[]);
        assert_ended(&ran, 2, &["outside-coverage"]);
        let evidence = ran.finding("outside-coverage")["evidence"].to_string();
        let shown = class.replace('\u{202e}', "\\\\u{202e}").replace('\u{9b}', "\\\\u{9b}");
        assert!(evidence.contains(&shown), "{evidence}");
        let human = met.ask(&[]);
        assert!(human.stdout.contains("X-ErrorClass: ") && !human.stdout.contains('\u{202e}'), "{}", human.stdout);
        assert_eq!(met.server.requests().len(), 2);
    }
}

#[test]
fn words_of_the_body_separate_causes_of_one_status() {
    let cases = [
        (
            "404 Not Found",
            "404 Not Found\nThe specified version number is end-of-lifed for this product",
            "version-ended",
        ),
        ("404 Not Found", "The specified product does not exist", "unknown-product"),
        (
            "400 Bad Request",
            "Mandatory parameter 'lon' missing in call to Metno::WeatherAPI::Controller::Product::try {...}",
            "missing-parameter",
        ),
        ("400 Bad Request", "Mandatory parameters 'lat', 'lon' missing in call to try {...}", "missing-parameter"),
        ("400 Bad Request", "Invalid latitude", "invalid-parameter"),
        ("400 Bad Request", "Invalid longitude", "invalid-parameter"),
        ("400 Bad Request", "Either from/to or date must be given.", "invalid-parameter"),
    ];
    let page = |words: &str| {
        format!(
            "<!DOCTYPE html>\n<html><head><title>Error</title><style>b {{ color: red }}</style>\n\
             <script>var x = \"<b>\";</script></head>\n<body><h1>An error occurred!</h1>\n<p>{}</p></body></html>\n",
            words.replace('\n', " ")
        )
    };
    for (status, words, id) in cases {
        for body in [words.to_owned(), page(words)] {
            let classes: &[&str] = if status.starts_with("400") { &["", "X-ErrorClass: Parameter\n"] } else { &[""] };
            for class in classes {
                let met = Met::new([refusal(status, &format!("{class}\n{body}"))]);
                let ran = met.check(&[]);
                assert_ended(&ran, 2, &[id]);
                let evidence = ran.finding(id)["evidence"].to_string();
                let last = words.lines().last().unwrap();
                assert!(evidence.contains(last), "{evidence}");
                let leaked =
                    ["<h1>", "<p>", "</", "color", "var x", "DOCTYPE"].iter().any(|part| evidence.contains(part));
                assert!(!leaked, "{evidence}");
                assert_eq!(met.server.requests().len(), 1);
            }
        }
    }
}

#[test]
fn words_are_found_anywhere_in_the_body() {
    let words = "The specified version number is end-of-lifed for this product";
    let page = format!(
        "<html><head><title>404 Not Found</title></head><body><h1>MET Weather API</h1><h2>404 Not Found</h2>\n\
         <p>Sorry.</p><p>{words}</p></body></html>"
    );
    let text = format!("An error occurred!\nThe following error messages were generated:\n\n404 Not Found\n{words}\n");
    for body in [page, text, format!("{}{words}", "404 Not Found ".repeat(20))] {
        let met = Met::new([refusal("404 Not Found", &format!("\n{body}"))]);
        assert_ended(&met.check(&[]), 2, &["version-ended"]);
        assert_eq!(met.server.requests().len(), 1);
    }
}

#[test]
fn quoted_field_is_shown_in_part_when_it_is_long() {
    let met = Met::new([refusal("404 Not Found", &format!("X-ErrorClass: {}\n\nno\n", "x".repeat(20_000)))]);
    let ran = met.ask(&[]);
    assert!(ran.code == 2 && ran.stdout.len() < 3000, "{} bytes", ran.stdout.len());
    assert_eq!(met.server.requests().len(), 1);
}

#[test]
fn body_from_outside_can_neither_colour_nor_hide_anything() {
    let body = "\u{1b}[2J\u{1b}]0;owned\u{7}first\u{200b}\u{202e}line\r\n::error::x\n\n\n\n\nthird\nfourth\n";
    let met =
        Met::new([refusal("403 Forbidden", &format!("\n{body}")), refusal("403 Forbidden", &format!("\n{body}"))]);
    let ran = met.check(&[]);
    assert_ended(&ran, 2, &["forbidden"]);
    let human = met.ask(&[]);
    assert!(human.stdout.contains("\\x1b[2J\\x1b]0;owned\\x07first\\u{200b}\\u{202e}line"), "{}", human.stdout);
    assert!(!human.stdout.contains("fourth"), "three lines at most: {}", human.stdout);
    assert_eq!(met.server.requests().len(), 2);
}

#[test]
fn refused_identity_is_named_by_what_is_wrong_with_it() {
    let browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36";
    let cases = [
        ("", "user-agent-missing"),
        ("okhttp/4.12.0", "user-agent-generic"),
        ("python-requests/2.31", "user-agent-generic"),
        (browser, "user-agent-browser"),
        ("my-app/1.0 me@example.com", "user-agent-placeholder"),
        ("acme-weather/1.2 https://github.com/acme/weather", "forbidden"),
    ];
    for (class, certain) in [("X-ErrorClass: IllegalUserAgent\n", "certain"), ("", "likely")] {
        let met = Met::new(cases.map(|_| refusal("403 Forbidden", &format!("{class}\nForbidden\n"))));
        for (agent, id) in cases {
            let ran = met.check(&["-A", agent]);
            // A well-made User-Agent is blocked where the class names it, and not known to be where nothing does.
            let (id, certain) = match (id, class) {
                ("forbidden", "") => (id, "possible"),
                ("forbidden", _) => ("blocked-user-agent", "likely"),
                _ => (id, certain),
            };
            assert_ended(&ran, 2, &[id]);
            let finding = ran.finding(id);
            assert_eq!(finding["certainty"], certain, "{agent}");
            let sent = if agent.is_empty() {
                "sent: no User-Agent header".into()
            } else {
                format!("sent: User-Agent: {agent}")
            };
            assert!(finding["evidence"].as_array().unwrap().contains(&json!(sent)), "{finding}");
        }
        assert_eq!(met.server.requests().len(), cases.len(), "no second try");
    }
}

#[test]
fn retry_after_is_obeyed_in_the_advice_and_next_poll() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let met = Met::new([(); 2].map(|()| refusal(status, "Retry-After: 150\n\nlater\n")));
        let ran = met.check(&[]);
        assert_eq!(ran.code, 2);
        assert_found(&ran, "retry-later");
        assert!(ran.result()["next_poll"]["not_before"].is_string(), "{}", ran.stdout);
        let human = met.ask(&[]);
        assert!(
            human.stdout.contains("next poll not before ") && human.stdout.contains("(in 2 min)"),
            "{}",
            human.stdout
        );
        assert_eq!(met.server.requests().len(), 2, "one for each run");
    }
    let met = Met::new([refusal("429 Too Many Requests", "Retry-After: soon\n\nlater\n")]);
    assert_ended(&met.check(&[]), 2, &["rate-limited", "invalid-date-field"]);
    assert_eq!(met.server.requests().len(), 1);
}

#[test]
fn host_gets_nothing_after_429_or_5xx() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let server = Server::http([refusal(status, "\nno\n"), Reply::text("HTTP/1.1 200 OK\n\nA")]).allow_unasked();
        let ran = metstatus(["--rate", "100", "-f", "json", &server.url("/first"), &server.url("/second")]);
        assert_eq!((ran.code, server.requests().len()), (2, 1), "{}", ran.stdout);
    }
}

#[test]
fn unrequested_304_is_a_warning() {
    let answer = || Reply::text("HTTP/1.1 304 Not Modified\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\n");
    let met = Met::new([answer(), answer(), answer()]);
    assert_ended(&met.check(&[]), 1, &["unexpected-status"]);
    for condition in ["If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT", "If-None-Match: \"x\""] {
        assert_ended(&met.check(&["-H", condition]), 0, &[]);
    }
    assert_eq!(met.server.requests().len(), 3);
}

#[test]
fn class_that_contradicts_the_status_is_shown_with_it() {
    let cases = [
        ("500 Internal Server Error", "Nodata"),
        ("404 Not Found", "Ratelimitation"),
        ("400 Bad Request", "Outsidegeographicarea"),
        ("403 Forbidden", "Nodata"),
    ];
    let met = Met::new(cases.map(|(status, class)| refusal(status, &format!("X-ErrorClass: {class}\n\nno\n"))));
    for (status, class) in cases {
        let ran = met.check(&[]);
        let first = ran.result()["findings"][0].clone();
        assert_ne!(first["certainty"], "certain", "{status} {class}: {first}");
        let evidence = first["evidence"].to_string();
        assert!(evidence.contains(status) && evidence.contains(class), "{status} {class}: {evidence}");
    }
}

#[test]
fn sentence_in_an_echo_of_the_request_is_not_the_cause() {
    let sentence = "The%20specified%20version%20number%20is%20end-of-lifed%20for%20this%20product";
    let echo = "\nCannot handle: The specified version number is end-of-lifed for this product\n";
    let met = Met::new([refusal("404 Not Found", echo)]);
    let path = format!("{PATH}&note={sentence}");
    let ran = metstatus(met.args(&["-f", "json", "--changelog", "never"], &met.url(&path)));
    assert_ended(&ran, 2, &["not-found"]);
}

#[test]
fn proxy_that_refuses_is_not_taken_for_met() {
    let squid = "Server: squid/5.7\nX-Squid-Error: ERR_ACCESS_DENIED 0\n\nAccess Denied.\n";
    let met = Met::new([refusal("403 Forbidden", squid)]).allow_unasked();
    let ran = met.check(&["-A", "okhttp/4.12.0", "--contact", "https://github.com/acme/weather"]);
    assert_eq!(ran.result()["findings"][0]["id"], "intermediary-refused", "{}", ran.stdout);
    assert_eq!(met.server.requests().len(), 1, "no experiment with a proxy");
}
