//! Schedules of every interval with `--state`, against servers of every kind: when each request is due, to the second, and
//! which validator it carries.

use std::time::Duration;

use serde_json::json;

use crate::support::clock::{self, now};
use crate::support::files;
use crate::support::run::{CONTACT, metstatus};
use crate::support::server::{Reply, SeenRequest, Server, http_date, wire};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A server: what it sends to the request of that number, from 0, and for how many seconds that holds.
struct Kind {
    name: &'static str,
    met: bool,
    sends: fn(usize) -> String,
    holds: fn(usize) -> i64,
    /// The validator that the next request carries, where the document has one.
    validator: Option<&'static str>,
    code: i32,
}

/// A success with these lines.
fn fine(lines: &str) -> String {
    format!("HTTP/1.1 200 OK\nDate: {}\n{lines}\nA", http_date(now()))
}

fn expires_in(seconds: i64) -> String {
    let at = std::time::UNIX_EPOCH + Duration::from_secs((clock::unix() + seconds).unsigned_abs());
    format!("Expires: {}\n", http_date(at))
}

fn failed(status: &str, lines: &str) -> String {
    format!("HTTP/1.1 {status}\nDate: {}\n{lines}\nno", http_date(now()))
}

/// The patience with a server that refuses for the nth time in a row, from 1: it doubles, up to an hour.
fn patience(base: i64, nth: usize) -> i64 {
    (base << nth.saturating_sub(1).min(4)).min(HOUR)
}

const DATED: &str = "Last-Modified: Sun, 22 Nov 2026 07:50:00 GMT\n";

const KINDS: &[Kind] = &[
    Kind {
        name: "half an hour by Expires",
        met: true,
        sends: |_| fine(&format!("{DATED}{}", expires_in(30 * MINUTE))),
        holds: |_| 30 * MINUTE,
        validator: Some("if-modified-since"),
        code: 0,
    },
    Kind {
        name: "Expires that has passed, at MET",
        met: true,
        sends: |_| fine(&format!("{DATED}{}", expires_in(0))),
        holds: |_| MINUTE,
        validator: Some("if-modified-since"),
        code: 0,
    },
    Kind {
        name: "a minute by max-age",
        met: false,
        sends: |_| fine("Cache-Control: max-age=60\nETag: \"a\"\n"),
        holds: |_| MINUTE,
        validator: Some("if-none-match"),
        code: 0,
    },
    Kind {
        name: "a month by max-age",
        met: false,
        sends: |_| fine("Cache-Control: max-age=2592000\n"),
        holds: |_| 7 * DAY,
        validator: None,
        code: 0,
    },
    Kind { name: "no lifetime", met: false, sends: |_| fine(""), holds: |_| 0, validator: None, code: 0 },
    Kind {
        name: "429 without a wait",
        met: false,
        sends: |_| failed("429 Too Many Requests", ""),
        holds: |at| patience(600, at + 1),
        validator: None,
        code: 2,
    },
    Kind {
        name: "429 with a short wait",
        met: false,
        sends: |_| failed("429 Too Many Requests", "Retry-After: 30\n"),
        holds: |at| patience(600, at + 1),
        validator: None,
        code: 2,
    },
    Kind {
        name: "429 with a long wait",
        met: true,
        sends: |_| failed("429 Too Many Requests", "X-ErrorClass: Ratelimitation\nRetry-After: 7200\n"),
        holds: |_| 2 * HOUR,
        validator: None,
        code: 2,
    },
    Kind {
        name: "503",
        met: false,
        sends: |_| failed("503 Service Unavailable", ""),
        holds: |at| patience(240, at + 1),
        validator: None,
        code: 2,
    },
    Kind {
        name: "404",
        met: false,
        sends: |_| failed("404 Not Found", ""),
        holds: |at| patience(600, at + 1),
        validator: None,
        code: 2,
    },
    Kind {
        name: "every second time 500",
        met: false,
        sends: |at| match at % 2 {
            0 => fine(&format!("{DATED}Cache-Control: max-age=300\n")),
            _ => failed("500 Internal Server Error", ""),
        },
        holds: |at| if at % 2 == 0 { 300 } else { 240 },
        validator: Some("if-modified-since"),
        code: -1,
    },
];

/// The response, or that it has not changed where that is what is asked.
fn answered(response: &str, request: &SeenRequest) -> String {
    let conditional = ["if-modified-since", "if-none-match"].iter().any(|name| request.field(name).is_some());
    match response.strip_prefix("HTTP/1.1 200 OK").and_then(|rest| rest.strip_suffix("\nA")) {
        Some(lines) if conditional => format!("HTTP/1.1 304 Not Modified{lines}\n"),
        _ => response.to_owned(),
    }
}

/// Runs a schedule, and compares the moments of the requests with those that are due.
fn schedule(kind: &Kind, interval: i64, runs: usize) {
    let what = format!("{}, every {interval} s", kind.name);
    let replies = (0..runs).map(|at| {
        let sends = kind.sends;
        Reply::dynamic(move |request| wire(answered(&sends(at), request)))
    });
    let server = if kind.met { Server::named("api.met.no", replies) } else { Server::https(replies) }.allow_unasked();
    let resolve = server.resolve("acme.test");
    let url = match kind.met {
        true => "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58".to_owned(),
        false => server.url_for("acme.test", "/x"),
    };
    let state = format!("/memory/{what}");
    // From a whole second on, since reports and dates have no parts of one.
    let start = Duration::from_secs(clock::elapsed().as_secs() + 1);
    let (mut due, mut expected, mut last) = (0, Vec::new(), None);
    for run in 0..runs {
        let at = interval * i64::try_from(run).unwrap();
        clock::pass((start + Duration::from_secs(at.unsigned_abs())).saturating_sub(clock::elapsed()));
        let ran = metstatus(["--contact", CONTACT, "--state", &state, "-f", "json", "--resolve", &resolve, &url]);
        let report = ran.report();
        assert!(kind.code < 0 || ran.code == kind.code, "{what}, run {run}: {ran:#?}");
        let result = &report["results"][0];
        let is_due = at >= due;
        assert_eq!(report["requests_sent"], i32::from(is_due), "{what}, run {run}, at {at} s: {report:#}");
        let kept = result["findings"].as_array().unwrap().iter().any(|finding| finding["id"] == "not-asked-again");
        assert_eq!(kept, !is_due, "{what}, run {run}");
        if is_due {
            due = at + (kind.holds)(expected.len());
            expected.push(at);
        } else {
            let said = (&result["verdict"], &result["status"]);
            assert_eq!(Some((said.0.clone(), said.1.clone())), last, "{what}, run {run}");
        }
        last = Some((result["verdict"].clone(), result["status"].clone()));
        assert!(!files::get(&state).unwrap().contains(CONTACT), "{what}: the state holds the contact");
    }
    let requests = server.requests();
    let sent: Vec<i64> = requests.iter().map(|one| i64::try_from(one.arrived.as_secs()).unwrap()).collect();
    let first = sent[0];
    assert_eq!(sent.iter().map(|at| at - first).collect::<Vec<_>>(), expected, "{what}");
    for (at, request) in requests.iter().enumerate() {
        for name in ["if-modified-since", "if-none-match"] {
            let wanted = at > 0 && kind.validator == Some(name);
            assert_eq!(request.field(name).is_some(), wanted, "{what}, request {at}: {}", request.head);
        }
    }
}

fn schedules(interval: i64, runs: usize) {
    for kind in KINDS {
        schedule(kind, interval, runs);
    }
}

#[test]
fn run_every_second_requests_when_due() {
    for kind in KINDS.iter().filter(|kind| (kind.holds)(0) <= MINUTE) {
        schedule(kind, 1, 130);
    }
}

#[test]
fn run_every_minute_requests_when_due() {
    schedules(MINUTE, 40);
}

#[test]
fn run_every_few_minutes_requests_when_due() {
    schedules(7 * MINUTE + 1, 30);
}

#[test]
fn run_every_half_hour_requests_when_due() {
    schedules(30 * MINUTE, 12);
    schedules(30 * MINUTE - 1, 6);
    schedules(30 * MINUTE + 1, 6);
}

#[test]
fn run_every_day_requests_when_due() {
    schedules(DAY, 12);
    schedules(9 * DAY, 4);
}

#[test]
fn target_not_requested_for_90_days_is_forgotten() {
    let server = Server::https((0..4).map(|_| Reply::dynamic(|_| wire(fine("Cache-Control: max-age=60\n")))));
    let resolve = server.resolve("acme.test");
    let run = |path: &str| {
        let url = server.url_for("acme.test", path);
        let ran = metstatus(["--state", "/memory/state", "-f", "json", "--resolve", &resolve, &url]);
        assert_eq!((ran.code, &ran.json()["requests_sent"]), (0, &json!(1)));
        files::get("/memory/state").unwrap()
    };
    assert!(run("/old").contains("/old"));
    clock::pass(Duration::from_secs(89 * 86_400));
    assert!(run("/new").contains("/old"));
    clock::pass(Duration::from_secs(86_400));
    let state = run("/newer");
    assert!(!state.contains("/old") && state.contains("/new\""), "{state}");
    clock::pass(Duration::from_secs(89 * 86_400));
    assert!(run("/newer").contains("/newer"));
}
