//! Which requests are sent: every first response by every later one by the options, and what holds for all of them.

use std::time::Duration;

use serde_json::Value;

use crate::support::clock::now;
use crate::support::door::evidence::{FailureKind, Phase};
use crate::support::met::{document, minutes, not_modified};
use crate::support::run::{CONTACT, Ran, app};
use crate::support::server::{Reply, SeenRequest, Server, http_date, wire};

/// The most requests for a target beside the first and its redirects.
const MOST_EXTRA: usize = 4;

/// What the server sends first, as a name and a response; a redirect leads to itself at `/n`.
fn firsts() -> Vec<(&'static str, String)> {
    let modified = now() - minutes(9);
    let with = |lines: &str| document(modified, "A").replacen("\n\n", &format!("\n{lines}\n\n"), 1);
    let undated = |lines: &str| format!("HTTP/1.1 200 OK\nDate: {}\n{lines}\nA", http_date(now()));
    let plain = |status: &str, lines: &str| format!("HTTP/1.1 {status}\nDate: {}\n{lines}\nno", http_date(now()));
    vec![
        ("dated", document(modified, "A")),
        ("dated and tagged", with("ETag: \"a\"")),
        ("tagged", undated("ETag: \"a\"\nCache-Control: max-age=60\n")),
        ("neither", undated("")),
        ("invalid date", undated("Last-Modified: yesterday\n")),
        ("immutable", with("Cache-Control: max-age=600, immutable")),
        ("told to wait", with("Retry-After: 60")),
        ("quota spent", with("RateLimit: \"default\";r=0;t=60")),
        ("203", with("ETag: \"a\"").replace("200 OK", "203 Non-Authoritative Information")),
        ("204", plain("204 No Content", "")),
        ("206", plain("206 Partial Content", "")),
        ("304", not_modified("")),
        ("300", plain("300 Multiple Choices", "")),
        ("400", plain("400 Bad Request", "")),
        ("401", plain("401 Unauthorized", "")),
        ("403", plain("403 Forbidden", "")),
        ("403 of a class", plain("403 Forbidden", "X-ErrorClass: IllegalUserAgent\n")),
        ("404", plain("404 Not Found", "")),
        ("404 of a class", plain("404 Not Found", "X-ErrorClass: Nodata\n")),
        ("410", plain("410 Gone", "")),
        ("422", plain("422 Unprocessable Content", "")),
        ("429", plain("429 Too Many Requests", "")),
        ("429 with a wait", plain("429 Too Many Requests", "Retry-After: 60\n")),
        ("500", plain("500 Internal Server Error", "")),
        ("503", plain("503 Service Unavailable", "Retry-After: 60\n")),
        ("redirect", plain("302 Found", "Location: /n\n")),
        ("redirect that waits", plain("301 Moved", "Location: /n\nRetry-After: 2\n")),
        ("redirect to nowhere", plain("307 Temporary Redirect", "")),
    ]
}

/// What the server sends to every later request.
fn laters() -> Vec<(&'static str, String)> {
    let modified = now() - minutes(9);
    let tagged = document(now() - minutes(1), "B").replacen("\n\n", "\nETag: \"b\"\n\n", 1);
    vec![
        ("the same", document(modified, "A")),
        ("newer", document(now() - minutes(1), "B")),
        ("304", not_modified("ETag: \"a\"\n")),
        ("403", "HTTP/1.1 403 Forbidden\n\nno".to_owned()),
        ("429", "HTTP/1.1 429 Too Many Requests\nRetry-After: 9\n\nno".to_owned()),
        ("503", "HTTP/1.1 503 Service Unavailable\n\nno".to_owned()),
        ("redirect", "HTTP/1.1 302 Found\nLocation: /m\n\n".to_owned()),
        ("nothing", String::new()),
        ("ever newer", document(modified, "B").replace(&http_date(modified), "%N%")),
        // After the mark, what comes to the requests after the second.
        ("newer, then 304", format!("{}%%{}", tagged, not_modified("ETag: \"b\"\n"))),
    ]
}

/// Options, each combination of which is tried with every script.
const AGENTS: [&[&str]; 5] = [
    &["-A", "acme-weather/1.2 https://github.com/acme/weather", "--contact", CONTACT],
    &["-A", "okhttp/4.12.0", "--contact", CONTACT],
    &["-A", "Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0 Safari/537.36"],
    &["--contact", CONTACT],
    &["-A", "weather-addon/0.1 me@example.com", "--contact", CONTACT],
];
const OPTIONS: [&[&str]; 7] = [
    &[],
    &["--replay", "never"],
    &["--replay", "wait"],
    &["--thorough", "--changelog", "always"],
    &["--controls", "never", "--changelog", "never"],
    &["--rate", "1/m", "--timeout", "5m"],
    &["--rate", "10/s", "--max-redirects", "0"],
];
const PATHS: [&str; 2] =
    ["locationforecast/2.0/compact?lat=60.1&lon=9.58", "cloudatlas/1.0/complete?lat=60.12345&lon=9.58"];

/// A run against a server that sends `first` and then always `later`.
fn run(server: &Server, options: &[&[&str]], path: &str) -> Ran {
    let resolve = server.resolve("api.met.no");
    let url = server.url_for("api.met.no", &format!("/weatherapi/{path}"));
    app(["-f", "json", "--resolve", &resolve]).args(options.concat()).arg(url).run()
}

fn scripted(first: &str, later: &str) -> Server {
    let first = Reply::text(first);
    let (second, others) = later.split_once("%%").unwrap_or((later, later));
    let later = |number| {
        let later = if number == 0 { second } else { others };
        let later = later.replace("%N%", &http_date(now() - minutes(8) + minutes(number)));
        Reply::dynamic(move |request| if later.is_empty() { Vec::new() } else { answer(&later, request) })
    };
    Server::https(std::iter::once(first).chain((0..12).map(later))).allow_unasked()
}

/// The response, or the changelog where that is requested.
fn answer(later: &str, request: &SeenRequest) -> Vec<u8> {
    match request.target.ends_with("/changelog") {
        true => wire("HTTP/1.1 200 OK\nContent-Type: text/xml\n\n<rss version=\"2.0\"><channel/></rss>"),
        false => wire(later),
    }
}

/// The roles of the exchanges of a report, with the statuses that came back.
fn roles(report: &Value) -> Vec<(String, Option<u64>)> {
    let exchanges = report["results"][0]["exchanges"].as_array().unwrap();
    let role = |one: &Value| (one["role"].as_str().unwrap().to_owned(), one["response"]["status"].as_u64());
    exchanges.iter().map(role).collect()
}

/// What holds whatever a server sends.
#[track_caller]
fn keeps(what: &str, ran: &Ran, requests: &[SeenRequest], options: &[&str]) {
    let has = |option: &str, value: &str| options.windows(2).any(|pair| pair == [option, value]);
    let report = ran.report();
    let roles = roles(&report);
    let names: Vec<&str> = roles.iter().map(|(role, _)| role.as_str()).collect();
    assert!(matches!(ran.code, 0..=2), "{what}: {ran:#?}");
    assert_eq!(report["requests_sent"], requests.len(), "{what}");
    assert_eq!(names.len(), requests.len(), "{what}: {names:?}");

    // First the target and where it redirects to, then what proves or explains it, last the changelog.
    let stage =
        |role: &&str| ["first", "redirect", "replay control", "changelog"].iter().position(|s| s.contains(role));
    let stages: Vec<usize> = names.iter().map(|role| stage(role).unwrap()).collect();
    assert!(stages.is_sorted() && stages.iter().filter(|stage| **stage == 0).count() == 1, "{what}: {names:?}");
    let (redirects, extra) =
        (names.iter().filter(|role| **role == "redirect").count(), stages.iter().filter(|s| **s > 1).count());
    let most = if has("--max-redirects", "0") { 0 } else { 5 };
    assert!(redirects <= most && extra <= MOST_EXTRA, "{what}: {names:?}");
    for (option, role) in [("--replay", "replay"), ("--controls", "control"), ("--changelog", "changelog")] {
        assert!(!has(option, "never") || !names.contains(&role), "{what}: {names:?}");
    }

    // Who refuses, fails or says nothing gets no further request, but for a control that asks why.
    // A document that changed in between is asked about once more.
    let replays = names.iter().filter(|role| **role == "replay").count();
    let by_date = requests
        .iter()
        .zip(&names)
        .filter(|(one, name)| **name == "replay" && one.field("if-modified-since").is_some());
    assert!(by_date.count() <= 2 && replays <= 3, "{what}: {names:?}");
    for (at, (_, status)) in roles.iter().enumerate().take(roles.len() - 1) {
        let next = names[at + 1];
        let explained = next == "control" && *status == Some(429);
        assert!(!matches!(status, None | Some(429 | 500..)) || explained, "{what}: {next} after {status:?}");
        assert!(next != "replay" || matches!(status, Some(200..=299 | 304)), "{what}: {next} after {status:?}");
        assert!(next != "redirect" || matches!(status, Some(300..=399)), "{what}: {next} after {status:?}");
    }

    // Never the same request twice, and no condition on the first of them.
    for (at, one) in requests.iter().enumerate() {
        assert!(requests[..at].iter().all(|other| other.head != one.head), "{what}: twice {}", one.head);
        let conditions = ["if-modified-since", "if-none-match"].map(|name| one.field(name));
        let conditional = conditions.iter().flatten().count();
        assert!(conditional <= 1 && (conditional == 0 || stages[at] == 2), "{what}: {}", one.head);
        assert!((names[at] == "replay") <= (conditional == 1), "{what}: a replay without condition: {}", one.head);
        assert_eq!(one.method, "GET", "{what}");
    }
    // One User-Agent, unless the control is to show that another one is accepted.
    let agents = requests.iter().zip(&names).filter(|(_, name)| **name != "control");
    assert!(agents.clone().all(|(one, _)| one.field("user-agent") == requests[0].field("user-agent")), "{what}");
    // A control says who it is, and never poses as a browser or with a contact that reaches no one.
    let (first, own) = (requests[0].field("user-agent").unwrap(), |agent: &str| agent.starts_with("metstatus/"));
    let posing = first.starts_with("Mozilla/") || first.contains("example.com");
    for (one, _) in requests.iter().zip(&names).filter(|(_, name)| **name == "control") {
        let agent = one.field("user-agent").unwrap();
        assert!(own(agent) || (agent == first && !posing), "{what}: a control as {agent}");
    }

    // Never more than the rate in any stretch of its length, and a pause before each control.
    let (count, stretch) = match options {
        _ if has("--rate", "1/m") => (1, minutes(1)),
        _ if has("--rate", "10/s") => (10, Duration::from_secs(1)),
        _ => (2, Duration::from_secs(1)),
    };
    for window in requests.windows(count + 1) {
        let took = window[count].arrived - window[0].arrived;
        assert!(took >= stretch, "{what}: {} requests within {took:?}", count + 1);
    }
    for (at, pair) in requests.windows(2).enumerate() {
        let pause = pair[1].arrived - pair[0].arrived;
        let is_control = names[at + 1] == "control" && pair[1].field("if-modified-since").is_none();
        assert!(!is_control || pause >= Duration::from_millis(500), "{what}: a control after {pause:?}");
    }
}

/// Runs every script with a quarter of the options, so every two of the three meet, and returns how many runs there were
/// and how many requests.
fn sweep(agent: &[&str], path: &str, is_wanted: impl Fn(&str) -> bool) -> (usize, usize) {
    let (mut runs, mut sent) = (0, 0);
    for (row, (first, head)) in firsts().into_iter().filter(|(first, _)| is_wanted(first)).enumerate() {
        for (column, (later, next)) in laters().into_iter().enumerate() {
            for (_, options) in OPTIONS.into_iter().enumerate().filter(|(at, _)| (row + column + at) % 4 == 0) {
                let server = scripted(&head, &next);
                let ran = run(&server, &[agent, options], path);
                let requests = server.requests();
                keeps(&format!("{first}, then {later}, {options:?} {agent:?}"), &ran, &requests, options);
                runs += 1;
                sent += requests.len();
            }
        }
    }
    (runs, sent)
}

/// Responses to which it matters who asks.
fn is_about_identity(first: &str) -> bool {
    ["403", "429", "400"].iter().any(|status| first.starts_with(status))
}

#[test]
fn requests_of_a_named_client_keep_the_bounds() {
    let (runs, sent) = sweep(AGENTS[0], PATHS[0], |first| !is_about_identity(first));
    assert!(runs > 350 && sent > runs, "{sent} requests in {runs} runs");
}

#[test]
fn requests_of_a_refused_client_keep_the_bounds() {
    for agent in AGENTS {
        sweep(agent, PATHS[1], is_about_identity);
    }
    sweep(AGENTS[1], PATHS[0], is_about_identity);
}

#[test]
fn dry_run_sends_nothing_with_any_option() {
    for agent in AGENTS {
        for options in OPTIONS {
            for path in PATHS {
                let server = Server::https([]);
                let ran = run(&server, &[agent, options, &["--dry-run"]], path);
                assert_eq!((ran.json()["requests_sent"].as_u64(), server.connections()), (Some(0), 0), "{ran:#?}");
            }
        }
    }
}

#[test]
fn failed_request_is_the_only_one() {
    let failures = [
        (Phase::Connect, FailureKind::Refused),
        (Phase::Connect, FailureKind::TimedOut),
        (Phase::Tls, FailureKind::TlsUntrusted),
        (Phase::Head, FailureKind::Closed),
        (Phase::Head, FailureKind::Reset),
        (Phase::Head, FailureKind::Malformed),
        (Phase::Head, FailureKind::TimedOut),
    ];
    for (phase, kind) in failures {
        for options in OPTIONS {
            let server = Server::https([Reply::fails(phase, kind.clone(), "it failed")]);
            let ran = run(&server, &[AGENTS[1], options], PATHS[1]);
            assert_eq!((ran.code, server.requests().len()), (2, 1), "{phase} {kind:?} {options:?}: {}", ran.stdout);
        }
    }
}

/// Two targets at one host share its rate and what it refuses.
#[test]
fn second_target_at_a_host_follows_the_first() {
    for (first, head) in firsts() {
        let server = Server::https(
            std::iter::once(Reply::text(&head))
                .chain((0..12).map(|_| Reply::dynamic(|request| answer(&not_modified(""), request)))),
        )
        .allow_unasked();
        let resolve = server.resolve("api.met.no");
        let urls = PATHS.map(|path| server.url_for("api.met.no", &format!("/weatherapi/{path}")));
        let ran = app(["-f", "json", "--contact", CONTACT, "--resolve", &resolve]).args(&urls).run();
        let report = ran.json();
        let requests = server.requests();
        assert_eq!(report["requests_sent"], requests.len(), "{first}");
        for window in requests.windows(3) {
            assert!(window[2].arrived - window[0].arrived >= Duration::from_secs(1), "{first}");
        }
        let limited = ["429", "429 with a wait", "500", "503"].contains(&first);
        assert_eq!(report["results"][1]["verdict"] == "no verdict", limited, "{first}: {report:#}");
        assert_eq!(requests.iter().any(|one| one.target.contains("cloudatlas")), !limited, "{first}");
    }
}
