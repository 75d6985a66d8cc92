//! Control requests: the experiment that shows why MET refused, what it may send, and where it must not be made.

use std::time::Duration;

use serde_json::Value;

use crate::support::met::{Met, PATH, assert_ended};
use crate::support::run::{CONTACT, Ran, metstatus};
use crate::support::server::{Reply, SeenRequest, Server};

/// The same place with more decimals than the terms allow, and as the terms want it.
const FINE: &str = "/weatherapi/locationforecast/2.0/compact?lat=59.91278&altitude=90&lon=10.746104";
const COARSE: &str = "/weatherapi/locationforecast/2.0/compact?lat=59.9127&altitude=90&lon=10.7461";
const GOOD: &str = "acme-weather/1.2 https://github.com/acme/weather";
const CHROME: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36";
/// The name under which metstatus itself asks.
const OWN: &str = concat!("metstatus/", env!("CARGO_PKG_VERSION"), " ops@acme-weather.no");

/// What MET is scripted to answer: a status and phrase, then further lines of the head.
type Answer = (&'static str, &'static str);
const FORBIDDEN: Answer = ("403 Forbidden", "");
const ILLEGAL: Answer = ("403 Forbidden", "X-ErrorClass: IllegalUserAgent\n");
const ANSWERED: Answer = ("200 OK", "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n");
const THROTTLED: Answer = ("429 Too Many Requests", "");

fn reply((status, lines): Answer) -> Reply {
    let body = if status.starts_with('2') { "{\"type\":\"Feature\"}" } else { "no\n" };
    let kind = if status.starts_with('2') { "application/json" } else { "text/plain" };
    let date = "Date: Mon, 30 Mar 2026 13:22:46 GMT";
    Reply::text(format!("HTTP/1.1 {status}\n{date}\nContent-Type: {kind}\n{lines}\n{body}"))
}

/// One inquiry at a server that plays MET: what the program said, and every request that came.
fn inquire(answers: &[Answer], options: &[&str], path: &str) -> (Ran, Vec<SeenRequest>) {
    let met = Met::new(answers.iter().copied().map(reply));
    let ran = metstatus(met.args(&[&["--format", "json"], options].concat(), &met.url(path)));
    (ran, met.server.requests())
}

/// The options of someone who diagnoses another client and says who they are.
fn client(agent: &str) -> [&str; 4] {
    ["-A", agent, "--contact", CONTACT]
}

fn first_finding(ran: &Ran) -> Value {
    ran.result()["findings"][0].clone()
}

/// The first finding's id, severity and certainty.
fn diagnosis(ran: &Ran) -> [String; 3] {
    let first = first_finding(ran);
    ["id", "severity", "certainty"].map(|key| first[key].as_str().unwrap_or_default().to_owned())
}

fn quotes(ran: &Ran, label: &str) -> Vec<String> {
    let first = first_finding(ran);
    let evidence = first["evidence"].as_array().into_iter().flatten().filter_map(Value::as_str);
    evidence.filter_map(|quote| quote.strip_prefix(label)).map(|quote| quote.trim_start().to_owned()).collect()
}

fn roles(ran: &Ran) -> Vec<String> {
    let result = ran.result();
    let exchanges = result["exchanges"].as_array().into_iter().flatten();
    exchanges.filter_map(|exchange| exchange["role"].as_str()).map(str::to_owned).collect()
}

/// Everything that was sent but the User-Agent, in order.
fn other_fields(request: &SeenRequest) -> Vec<(String, String)> {
    request.fields.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("user-agent")).cloned().collect()
}

/// What a control changed; one that changed nothing fails the test.
#[track_caller]
fn changed(first: &SeenRequest, control: &SeenRequest) -> &'static str {
    assert_eq!((&control.method, other_fields(control)), (&first.method, other_fields(first)));
    match (control.field("user-agent") == first.field("user-agent"), control.target == first.target) {
        (false, true) => "identity",
        (true, false) => "coordinates",
        (false, false) => "both",
        (true, true) => panic!("nothing changed: {} after {}", control.head, first.head),
    }
}

#[test]
fn control_request_proves_generic_user_agent() {
    for answer in [FORBIDDEN, ILLEGAL] {
        let (ran, requests) = inquire(&[answer, ANSWERED], &client("okhttp/4.12.0"), PATH);
        assert_ended(&ran, 2, &["user-agent-generic"]);
        assert_eq!(diagnosis(&ran), ["user-agent-generic", "error", "certain"]);
        assert_eq!((requests.len(), changed(&requests[0], &requests[1])), (2, "identity"));
        assert_eq!(requests[0].field("user-agent"), Some("okhttp/4.12.0"));
        assert_eq!(requests[1].field("user-agent"), Some(OWN));
        assert_eq!(quotes(&ran, "sent:"), ["User-Agent: okhttp/4.12.0"]);
        let control = quotes(&ran, "control:");
        assert!(control.len() == 1 && control[0].contains(OWN) && control[0].contains("200"), "{control:?}");
        assert_eq!(
            (&ran.json()["requests_sent"], roles(&ran)),
            (&2.into(), vec!["first".into(), "control".to_owned()])
        );
        assert_eq!(ran.result()["status"]["code"], 403, "the verdict is about the client's request");
    }
}

#[test]
fn control_responses_decide_cause_and_certainty() {
    const UNAVAILABLE: Answer = ("503 Service Unavailable", "");
    const MOVED: Answer = ("301 Moved Permanently", "Location: https://api.met.no/\n");
    const BETA: Answer = ("203 Non-Authoritative Information", "");
    let good = client(GOOD);
    let okhttp = client("okhttp/4.12.0");
    type Case<'a> = (&'a str, &'a [Answer], &'a [&'a str], &'a str, [&'a str; 2], &'a [&'a str]);
    let nameless = client("schoolstudent/1.0");
    let cases: [Case<'_>; 27] = [
        ("missing", &[FORBIDDEN, ANSWERED], &client(""), PATH, ["user-agent-missing", "certain"], &["identity"]),
        ("browser", &[FORBIDDEN, ANSWERED], &client(CHROME), PATH, ["user-agent-browser", "certain"], &["identity"]),
        (
            "placeholder",
            &[FORBIDDEN, ANSWERED],
            &client("app/1.0 me@example.com"),
            PATH,
            ["user-agent-placeholder", "certain"],
            &["identity"],
        ),
        ("well-formed", &[FORBIDDEN, ANSWERED], &good, PATH, ["blocked-user-agent", "certain"], &["identity"]),
        ("well-formed", &[ILLEGAL, ANSWERED], &good, PATH, ["blocked-user-agent", "certain"], &["identity"]),
        ("deprecated", &[FORBIDDEN, BETA], &good, PATH, ["blocked-user-agent", "certain"], &["identity"]),
        ("refused too", &[FORBIDDEN, FORBIDDEN], &good, PATH, ["blocked-client", "likely"], &["identity"]),
        ("refused too", &[FORBIDDEN, FORBIDDEN], &okhttp, PATH, ["blocked-client", "likely"], &["identity"]),
        ("names nobody", &[FORBIDDEN, ANSWERED], &nameless, PATH, ["user-agent-no-contact", "certain"], &["identity"]),
        // Where the coordinates are in doubt as well, the first control changes both, and the second separates them.
        (
            "decimals",
            &[FORBIDDEN, ANSWERED, ANSWERED],
            &good,
            FINE,
            ["coordinate-precision", "certain"],
            &["both", "coordinates"],
        ),
        (
            "a blocked name, and decimals",
            &[FORBIDDEN, ANSWERED, FORBIDDEN],
            &good,
            FINE,
            ["blocked-user-agent", "certain"],
            &["both", "coordinates"],
        ),
        (
            "a library's name, and decimals that were it",
            &[FORBIDDEN, ANSWERED, ANSWERED],
            &okhttp,
            FINE,
            ["coordinate-precision", "certain"],
            &["both", "coordinates"],
        ),
        (
            "a library's name that was it, and decimals",
            &[FORBIDDEN, ANSWERED, FORBIDDEN],
            &okhttp,
            FINE,
            ["user-agent-generic", "certain"],
            &["both", "coordinates"],
        ),
        (
            "no name, and decimals",
            &[FORBIDDEN, ANSWERED, FORBIDDEN],
            &client(""),
            FINE,
            ["user-agent-missing", "certain"],
            &["both", "coordinates"],
        ),
        // What may not be sent again cannot be kept apart.
        (
            "a browser, and decimals",
            &[FORBIDDEN, ANSWERED],
            &client(CHROME),
            FINE,
            ["user-agent-browser", "likely"],
            &["both"],
        ),
        (
            "a placeholder, and decimals",
            &[FORBIDDEN, ANSWERED],
            &client("app/1.0 me@example.com"),
            FINE,
            ["user-agent-placeholder", "likely"],
            &["both"],
        ),
        ("both refused", &[FORBIDDEN, FORBIDDEN], &good, FINE, ["blocked-client", "likely"], &["both"]),
        ("both refused", &[FORBIDDEN, FORBIDDEN], &okhttp, FINE, ["blocked-client", "likely"], &["both"]),
        (
            "the second one says nothing",
            &[FORBIDDEN, ANSWERED, UNAVAILABLE],
            &okhttp,
            FINE,
            ["user-agent-generic", "likely"],
            &["both", "coordinates"],
        ),
        (
            "decimals without a contact",
            &[FORBIDDEN, ANSWERED],
            &["-A", GOOD],
            FINE,
            ["coordinate-precision", "certain"],
            &["coordinates"],
        ),
        (
            "decimals under our own name",
            &[FORBIDDEN, ANSWERED],
            &["--contact", CONTACT],
            FINE,
            ["coordinate-precision", "certain"],
            &["coordinates"],
        ),
        (
            "decimals are not tried where the class names the identity",
            &[ILLEGAL, ANSWERED],
            &okhttp,
            FINE,
            ["user-agent-generic", "certain"],
            &["identity"],
        ),
        ("5xx", &[FORBIDDEN, UNAVAILABLE], &okhttp, FINE, ["user-agent-generic", "likely"], &["both"]),
        ("429", &[FORBIDDEN, THROTTLED], &okhttp, FINE, ["user-agent-generic", "likely"], &["both"]),
        ("redirect", &[FORBIDDEN, MOVED], &okhttp, PATH, ["user-agent-generic", "likely"], &["identity"]),
        ("no contact", &[FORBIDDEN], &["-A", "okhttp/4.12.0"], PATH, ["user-agent-generic", "likely"], &[]),
        ("our own name", &[FORBIDDEN], &["--contact", CONTACT], PATH, ["forbidden", "possible"], &[]),
    ];
    for (name, answers, options, path, [id, certainty], changes) in cases {
        let (ran, requests) = inquire(answers, options, path);
        assert_eq!(ran.code, 2, "{name}");
        assert_eq!(diagnosis(&ran), [id, "error", certainty], "{name}: {}", ran.stdout);
        let found: Vec<&str> = requests[1..].iter().map(|control| changed(&requests[0], control)).collect();
        assert_eq!((found.as_slice(), requests.len()), (changes, answers.len()), "{name}");
        assert_eq!(quotes(&ran, "control:").len(), changes.len(), "{name}: {}", ran.stdout);
        assert_eq!(ran.json()["requests_sent"], answers.len(), "{name}");
        let wanted: Vec<&str> = [&["first"], vec!["control"; changes.len()].as_slice()].concat();
        assert_eq!(roles(&ran), wanted, "{name}");
        let ids = ran.ids();
        assert!(ids.iter().all(|id| ids.iter().filter(|other| *other == id).count() == 1), "{name}: twice in {ids:?}");
    }
}

#[test]
fn coordinates_are_cut_and_everything_else_of_the_url_stays() {
    let (ran, requests) = inquire(&[FORBIDDEN, ANSWERED], &["-A", GOOD], FINE);
    assert_ended(&ran, 2, &["coordinate-precision"]);
    let targets: Vec<&str> = requests.iter().map(|request| request.target.as_str()).collect();
    assert_eq!(targets, [FINE, COARSE]);
    let advice = first_finding(&ran)["advice"].to_string();
    assert!(advice.contains(COARSE), "{advice}");
    assert!(quotes(&ran, "control:")[0].contains("200"), "{}", ran.stdout);
}

#[test]
fn fields_of_the_user_go_along_with_every_control() {
    let own = ["-H", "X-Own: mine", "-H", "Accept: text/html", "-H", "Authorization: Basic c2VjcmV0"];
    let (_, requests) = inquire(&[FORBIDDEN, ANSWERED, FORBIDDEN], &[&client(GOOD)[..], &own].concat(), FINE);
    assert_eq!(requests.len(), 3);
    for request in &requests {
        assert_eq!((request.field("x-own"), request.field("accept")), (Some("mine"), Some("text/html")));
        assert_eq!(request.method, "GET");
    }
}

#[test]
fn controls_are_spaced_and_announced_with_their_reason() {
    let met = Met::new([reply(FORBIDDEN), reply(ANSWERED), reply(ANSWERED)]);
    let ran = metstatus(met.args(&client(GOOD), &met.url(FINE)));
    let requests = met.server.requests();
    assert_eq!((ran.code, requests.len()), (2, 3));
    for pair in requests.windows(2) {
        let gap = pair[1].arrived - pair[0].arrived;
        assert!(gap >= Duration::from_millis(400), "{gap:?}");
    }
    let said = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(", 3 requests") && said.contains(OWN) && said.contains("four decimals"), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("error[").count(), 1, "{}", ran.stdout);
}

#[test]
fn without_controls_the_certainty_says_that_nothing_was_tried() {
    for (agent, path, id, certainty) in [
        ("okhttp/4.12.0", PATH, "user-agent-generic", "likely"),
        ("", PATH, "user-agent-missing", "likely"),
        (GOOD, PATH, "forbidden", "possible"),
    ] {
        let options = [&client(agent)[..], &["--controls", "never"]].concat();
        let (ran, requests) = inquire(&[FORBIDDEN], &options, path);
        assert_eq!((diagnosis(&ran), requests.len()), ([id, "error", certainty].map(str::to_owned), 1), "{agent}");
    }
}

#[test]
fn decimals_without_control_are_the_likely_cause_of_403() {
    let (ran, requests) = inquire(&[FORBIDDEN], &[&client(GOOD)[..], &["--controls", "never"]].concat(), FINE);
    assert_eq!((diagnosis(&ran), requests.len()), (["coordinate-precision", "error", "likely"].map(str::to_owned), 1));
    assert_ended(&ran, 2, &["coordinate-precision"]);
}

#[test]
fn control_equal_to_the_request_is_not_sent() {
    let met = Met::new([(); 2].map(|()| reply(FORBIDDEN))).allow_unasked();
    let ran = met.check(&client(OWN));
    assert_eq!(met.server.requests().len(), 1);
    assert_eq!(diagnosis(&ran), ["forbidden", "error", "possible"]);
}

#[test]
fn control_that_is_harmful_or_useless_is_not_sent() {
    const RATE: &str = "X-ErrorClass: Ratelimitation\n";
    let cases = [
        ("400 Bad Request", ""),
        ("401 Unauthorized", ""),
        ("404 Not Found", ""),
        ("405 Method Not Allowed", ""),
        ("422 Unprocessable Entity", ""),
        ("500 Internal Server Error", ""),
        ("502 Bad Gateway", ""),
        ("503 Service Unavailable", ""),
        ("504 Gateway Time-out", ""),
        // A class that names the User-Agent does not make a server's trouble ours to prove.
        ("503 Service Unavailable", "X-ErrorClass: IllegalUserAgent\n"),
        ("429 Too Many Requests", "Retry-After: 60\n"),
        ("429 Too Many Requests", RATE),
        ("429 Too Many Requests", "X-ErrorClass: ratelimitation\n"),
        ("429 Too Many Requests", "Retry-After: soon\n"),
    ];
    for answer in cases {
        let (ran, requests) = inquire(&[answer], &client("okhttp/4.12.0"), FINE);
        assert_eq!((ran.code, requests.len()), (2, 1), "{answer:?}: {}", ran.stdout);
    }
    // A good name gives a 429 no reason to doubt it.
    let (ran, requests) = inquire(&[THROTTLED], &client(GOOD), FINE);
    assert_eq!((diagnosis(&ran)[0].as_str(), requests.len()), ("rate-limited", 1));
}

#[test]
fn throttling_without_rates_is_tried_once_under_own_name() {
    for (agent, id) in [("python-requests/2.31.0", "user-agent-generic"), ("", "user-agent-missing")] {
        let (ran, requests) = inquire(&[THROTTLED, ANSWERED], &client(agent), FINE);
        assert_eq!(diagnosis(&ran), [id, "error", "certain"], "{}", ran.stdout);
        assert_eq!((requests.len(), changed(&requests[0], &requests[1])), (2, "identity"));
        assert!(!ran.ids().contains(&"rate-limited".to_owned()), "one cause: {:?}", ran.ids());
    }
    for second in [THROTTLED, ("503 Service Unavailable", "")] {
        let (ran, requests) = inquire(&[THROTTLED, second], &client("python-requests/2.31.0"), FINE);
        assert_eq!((diagnosis(&ran)[0].as_str(), requests.len()), ("rate-limited", 2), "{second:?}: {}", ran.stdout);
        assert_ne!(diagnosis(&ran)[2], "certain", "{second:?}");
    }
    let options = ["-A", "python-requests/2.31.0"];
    let (ran, requests) = inquire(&[THROTTLED], &options, PATH);
    assert_eq!((diagnosis(&ran)[0].as_str(), requests.len()), ("rate-limited", 1));
    assert_ne!(diagnosis(&ran)[2], "certain");
}

#[test]
fn hosts_that_are_not_met_get_no_control() {
    for host in ["127.0.0.1", "frost.met.no", "api.yr.no", "api.met.no.acme.no", "evilapi.met.no"] {
        let server = Server::http([reply(FORBIDDEN)]);
        let resolve = server.resolve(host);
        let options = [&client("okhttp/4.12.0")[..], &["--format", "json", "--resolve", &resolve]].concat();
        let ran = metstatus([&options[..], &[&server.url_for(host, FINE)]].concat());
        assert_eq!((ran.code, server.requests().len()), (2, 1), "{host}: {}", ran.stdout);
    }
}

#[test]
fn no_control_poses_as_a_browser() {
    for path in [PATH, FINE] {
        for options in [&client(CHROME)[..], &client(GOOD), &["-A", CHROME], &["-A", GOOD]] {
            let met = Met::new([(); 3].map(|()| reply(FORBIDDEN))).allow_unasked();
            metstatus(met.args(options, &met.url(path)));
            for control in &met.server.requests()[1..] {
                assert!(!control.head.contains("Mozilla"), "{options:?} {path}: {}", control.head);
            }
        }
    }
}

#[test]
fn time_for_the_target_is_that_of_its_controls_too() {
    let slow = reply(FORBIDDEN).after(Duration::from_millis(800));
    let met = Met::new([slow, reply(ANSWERED)]).allow_unasked();
    let options = [&client("okhttp/4.12.0")[..], &["--timeout", "1s"]].concat();
    let ran = met.check(&options);
    assert_eq!(met.server.requests().len(), 1, "the pause before the control would outlast the time");
    assert_eq!(diagnosis(&ran), ["user-agent-generic", "error", "likely"], "{}", ran.stdout);

    let met = Met::new([reply(FORBIDDEN), reply(ANSWERED).after(Duration::from_secs(20))]);
    let options = [&client("okhttp/4.12.0")[..], &["--timeout", "2s"]].concat();
    let ran = met.check(&options);
    assert!(ran.took < Duration::from_secs(4), "{:?}", ran.took);
    assert_eq!(diagnosis(&ran), ["user-agent-generic", "error", "likely"], "{}", ran.stdout);
    assert_eq!(met.server.requests().len(), 2);
}

#[test]
fn control_without_a_response_ends_the_experiment() {
    let met = Met::new([reply(FORBIDDEN).close(), Reply::close_at_once()]);
    let ran = metstatus(met.args(&[&client("okhttp/4.12.0")[..], &["-f", "json"]].concat(), &met.url(FINE)));
    assert_eq!(diagnosis(&ran), ["user-agent-generic", "error", "likely"], "{}", ran.stdout);
    assert_eq!(ran.result()["status"]["code"], 403);
    assert_eq!(met.server.requests().len(), 2);
}

#[test]
fn throttling_host_gets_no_further_target() {
    for (second, most) in [(THROTTLED, 2), (FORBIDDEN, 2), (("503 Service Unavailable", ""), 2)] {
        let met = Met::new([THROTTLED, second, ANSWERED, ANSWERED].map(reply)).allow_unasked();
        let target = met.url(PATH);
        let options = [&client("okhttp/4.12.0")[..], &["--format", "json", &target]].concat();
        metstatus(met.args(&options, &met.url(FINE)));
        assert!(met.server.requests().len() <= most, "{second:?}: {} requests", met.server.requests().len());
    }
}

#[test]
fn control_with_a_lost_connection_is_not_resent_unseen() {
    let met = Met::new([reply(FORBIDDEN), Reply::close_at_once(), reply(ANSWERED)]).allow_unasked();
    let ran = met.check(&client("okhttp/4.12.0"));
    assert_eq!(ran.json()["requests_sent"], met.server.requests().len(), "{}", ran.stdout);
}

#[test]
fn two_faults_at_once_are_both_named() {
    // The identity was it, and the decimals may be refused as well: both are in the report, with what to do about each.
    let (ran, _) = inquire(&[FORBIDDEN, ANSWERED, FORBIDDEN], &client("okhttp/4.12.0"), FINE);
    assert_eq!(ran.ids(), ["user-agent-generic", "coordinate-precision"]);
    assert_eq!(ran.finding("coordinate-precision")["severity"], "warning");
    let advice = first_finding(&ran)["advice"].to_string();
    assert!(advice.contains("two things are wrong") && advice.contains(COARSE), "{advice}");
    // The decimals were it, and the name breaks the terms all the same.
    let (ran, _) = inquire(&[FORBIDDEN, ANSWERED, ANSWERED], &client("okhttp/4.12.0"), FINE);
    assert_eq!(ran.ids(), ["coordinate-precision", "user-agent-generic"]);
    assert_eq!(ran.finding("user-agent-generic")["severity"], "warning");
    // A name that may not be sent again leaves it open which of the two it was.
    let (ran, _) = inquire(&[FORBIDDEN, ANSWERED], &client(CHROME), FINE);
    assert_eq!(first_finding(&ran)["alternatives"][0]["id"], "coordinate-precision", "{}", ran.stdout);
}

#[test]
fn unknown_cause_lists_what_fits() {
    let (ran, _) = inquire(&[FORBIDDEN], &["--contact", CONTACT], PATH);
    let first = first_finding(&ran);
    let ids: Vec<&str> =
        first["alternatives"].as_array().unwrap().iter().filter_map(|other| other["id"].as_str()).collect();
    assert_eq!(ids, ["blocked-user-agent", "blocked-client", "intermediary-refused"]);
    let met = Met::new([reply(FORBIDDEN)]);
    let human = metstatus(met.args(&["--contact", CONTACT], &met.url(PATH))).stdout;
    assert!(human.contains("cause unknown") && human.contains("also fits: ") && !human.contains("possible"), "{human}");
    // What is certain has no other cause beside it.
    let (ran, _) = inquire(&[FORBIDDEN, ANSWERED], &client("okhttp/4.12.0"), PATH);
    assert!(first_finding(&ran)["alternatives"].is_null(), "{}", ran.stdout);
}
