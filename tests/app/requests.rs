//! What is sent, byte for byte, and what keeps anything from being sent.

use std::time::Duration;

use serde_json::json;

use crate::support::met::{Met, PATH, assert_ended, check};
use crate::support::network::LATENCY;
use crate::support::run::{CONTACT, app, metstatus};
use crate::support::server::{Reply, Server};

const OWN: &str = concat!("metstatus/", env!("CARGO_PKG_VERSION"));

fn ok() -> Reply {
    Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\n{}")
}

#[test]
fn request_is_a_plain_get_shown_as_it_was_sent() {
    let server = Server::http([ok()]);
    let ran = check(&["--contact", CONTACT, "-H", "X-Own: a  b", "-H", "x-own:c"], &server.url("/p?q=1"));
    assert_ended(&ran, 0, &[]);
    let requests = server.requests();
    assert_eq!(
        requests[0].head,
        format!(
            "GET /p?q=1 HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUser-Agent: {OWN} {CONTACT}\r\nAccept: */*\r\n\
             Accept-Encoding: gzip\r\nX-Own: a  b\r\nx-own: c\r\n\r\n",
            server.port()
        )
    );
    assert_eq!(requests.len(), 1);
    let shown = &ran.result()["exchanges"][0]["request"];
    assert_eq!((&shown["method"], &shown["url"]), (&json!("GET"), &json!(server.url("/p?q=1"))));
    assert_eq!(shown["headers"], json!(requests[0].fields));
}

#[test]
fn user_agent_is_the_given_one_or_own_with_contact() {
    type Variables<'a> = &'a [(&'a str, &'a str)];
    let own_with = |contact: &str| Some(format!("{OWN} {contact}"));
    let own = |text: &str| Some(text.to_owned());
    let (agent, contact) = ("METSTATUS_USER_AGENT", "METSTATUS_CONTACT");
    let cases: [(&[&str], Variables<'_>, Option<String>); 14] = [
        (&[], &[], own(OWN)),
        (&["--contact", CONTACT], &[], own_with(CONTACT)),
        (&["--contact", "https://acme-weather.no/who"], &[], own_with("https://acme-weather.no/who")),
        (&["-A", "okhttp/4.12.0"], &[], own("okhttp/4.12.0")),
        (&["--user-agent", "acme/1 (a; b) x@acme.no"], &[], own("acme/1 (a; b) x@acme.no")),
        (&["-A", "okhttp/4.12.0", "--contact", CONTACT], &[], own("okhttp/4.12.0")),
        (&["-A", ""], &[], None),
        (&["-A", "", "--contact", CONTACT], &[], None),
        (&[], &[(agent, "acme/2")], own("acme/2")),
        (&[], &[(contact, CONTACT)], own_with(CONTACT)),
        (&["-A", "acme/1"], &[(agent, "acme/2")], own("acme/1")),
        (&["--contact", CONTACT], &[(contact, "other@acme.no")], own_with(CONTACT)),
        (&[], &[(agent, ""), (contact, "")], own(OWN)),
        (&["-H", "user-agent: acme/3"], &[(contact, CONTACT)], own("acme/3")),
    ];
    for (options, variables, expected) in cases {
        let server = Server::http([ok()]);
        let mut command = app([options, &["--format", "json", &server.url("/")]].concat());
        command.envs(variables.iter().copied());
        let ran = command.run();
        assert_ended(&ran, 0, &[]);
        let requests = server.requests();
        assert_eq!(requests.len(), 1);
        assert_eq!(requests[0].field("user-agent"), expected.as_deref(), "{options:?} {variables:?}");
        assert!(requests[0].head.to_ascii_lowercase().matches("user-agent:").count() <= 1);
    }
}

#[test]
fn contact_beside_a_user_agent_is_not_sent() {
    let met = Met::new([Reply::text("HTTP/1.1 404 Not Found\n\nno")]);
    let ran = met.check(&["-A", "acme-weather/1.2 https://acme-weather.no", "--contact", "me@acme.no"]);
    assert_ended(&ran, 2, &["not-found"]);
    assert!(met.server.requests().iter().all(|request| !request.head.contains("me@acme.no")));
    assert_eq!(met.server.requests().len(), 1);
}

#[test]
fn own_headers_replace_defaults_and_empty_ones_drop_them() {
    let cases: [(&[&str], &str, Option<&str>); 7] = [
        (&["-H", "Accept: text/html"], "accept", Some("text/html")),
        (&["-H", "accept:"], "accept", None),
        (&["-H", "Accept-Encoding: identity"], "accept-encoding", Some("identity")),
        (&["-H", "Accept-Encoding:"], "accept-encoding", None),
        (&["-H", "Authorization: Bearer x"], "authorization", Some("Bearer x")),
        (&["-H", "Host: other.acme.no"], "host", Some("other.acme.no")),
        (&["-H", "Referer: https://acme.no/"], "referer", Some("https://acme.no/")),
    ];
    for (options, name, expected) in cases {
        let server = Server::http([ok()]);
        assert_ended(&check(options, &server.url("/")), 0, &[]);
        let requests = server.requests();
        assert_eq!((requests.len(), requests[0].field(name)), (1, expected), "{options:?}");
        let lines = requests[0].fields.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        assert_eq!(lines.count(), usize::from(expected.is_some()), "{options:?}: {}", requests[0].head);
    }
}

#[test]
fn url_is_requested_as_typed() {
    let cases = [
        ("", "/"),
        ("/", "/"),
        ("?", "/?"),
        ("?lat=60.1&lon=9.58", "/?lat=60.1&lon=9.58"),
        ("/a%2fb%2Fc", "/a%2fb%2Fc"),
        ("/a//b/../c/./d", "/a//b/../c/./d"),
        ("/a;b=c?x=1;y=2&z=+%20", "/a;b=c?x=1;y=2&z=+%20"),
        ("/a?x=1#part", "/a?x=1"),
        ("/\u{e6}?\u{f8}=\u{20ac}", "/%C3%A6?%C3%B8=%E2%82%AC"),
    ];
    for (typed, target) in cases {
        let server = Server::http([ok()]);
        assert_ended(&check(&[], &server.url(typed)), 0, &[]);
        let targets: Vec<String> = server.requests().into_iter().map(|request| request.target).collect();
        assert_eq!(targets, [target]);
    }
}

#[test]
fn met_without_identity_sends_nothing() {
    let server = Server::http([]);
    let alias = "aa015h6buqvih86i1.api.met.no";
    for host in ["api.met.no", "API.MET.NO", "api.met.no.", alias] {
        let (url, resolve) = (server.url_for(host, PATH), server.resolve(host));
        // Whatever precedes it is not asked either.
        for targets in [vec![url.as_str()], vec![&server.url("/first"), "203", &url]] {
            for format in ["human", "json"] {
                let ran = metstatus([&["--format", format, "--resolve", &resolve][..], &targets].concat());
                assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{host}: {ran:?}");
                assert!(ran.stderr.contains("MET Norway") && ran.stderr.contains("--contact"), "{}", ran.stderr);
                assert!(!ran.stderr.contains("h6buqvih86i1") && !ran.stderr.contains("example."), "{}", ran.stderr);
            }
        }
    }
    let ran = metstatus(["locationforecast/2.0/compact?lat=60.1&lon=9.58"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert_eq!(server.connections(), 0);
}

#[test]
fn unsendable_input_ends_the_run_before_any_request() {
    let server = Server::http([]);
    let (url, resolve) = (server.url("/"), server.resolve("api.met.no"));
    let met = server.url_for("api.met.no", PATH);
    let cases: [(&[&str], &str); 28] = [
        (&["-A", "a\r\nX-Injected: b"], "User-Agent"),
        (&["-A", "a\nb"], "User-Agent"),
        (&["-A", "b\u{e6}r/1"], "User-Agent"),
        (&["-A", "a\u{1b}[31m"], "User-Agent"),
        (&["-H", "X-Own: a\r\nX-Injected: b"], "X-Own"),
        (&["-H", "X-Own: \u{e6}"], "X-Own"),
        (&["-H", "no colon"], "header"),
        (&["-H", ": value"], "header"),
        (&["-H", "X Own: value"], "header"),
        (&["-H", "Content-Length: 3"], "Content-Length"),
        (&["-H", "transfer-encoding: chunked"], "transfer-encoding"),
        (&["-A", "a/1", "-H", "User-Agent: b/2"], "User-Agent"),
        (&["--contact", "me@example.com"], "placeholder"),
        (&["--contact", "https://www.example.org/"], "placeholder"),
        (&["--contact", "your@email.here"], "placeholder"),
        (&["--contact", "nobody"], "neither an e-mail address nor a URL"),
        (&["--contact", ""], "contact"),
        (&["--contact", "a@acme.no\r\nX-Injected: b"], "contact"),
        (&["--timeout", "0s"], "--timeout"),
        (&["--timeout", "soon"], "--timeout"),
        (&["--rate", "0/s"], "--rate"),
        (&["--max-redirects", "-1"], "--max-redirects"),
        (&["--max-body", "0"], "--max-body"),
        (&["--replay", "always"], "--replay"),
        (&["--resolve", "api.met.no:443"], "--resolve"),
        (&["--resolve", "api.met.no:443:localhost"], "--resolve"),
        (&["--cacert", "/nonexistent/ca.pem"], "--cacert"),
        (&["--cacert", "/dev/null"], "--cacert"),
    ];
    for (options, word) in cases {
        for target in [&url, &met] {
            let ran = metstatus([&["--resolve", &resolve], options, &[target.as_str()]].concat());
            assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{options:?}: {ran:?}");
            let told = ran.stderr.contains(word) || (target == &met && ran.stderr.contains("--contact"));
            assert!(told, "{options:?}: {}", ran.stderr);
            assert!(ran.stderr.lines().count() < 10, "{options:?}: {}", ran.stderr);
        }
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn requests_to_one_host_are_spaced_on_one_connection() {
    let server = Server::http([(); 3].map(|()| ok()));
    let ran = metstatus(["--rate", "2/s", "-f", "json", &server.url("/1"), &server.url("/2"), &server.url("/3")]);
    assert_eq!((ran.code, ran.json()["requests_sent"].as_u64()), (0, Some(3)));
    assert_eq!(server.gaps(), [LATENCY, Duration::from_secs(1) - LATENCY]);
    assert_eq!(server.connections(), 1, "the connection is used again");
}

#[test]
fn host_requested_again_after_another_is_judged_alike() {
    let (one, other) = (Server::http([ok(), ok()]), Server::http([ok()]));
    let targets = [one.url("/1"), other.url("/2"), one.url("/3")];
    let ran = metstatus(["-f", "json", &targets[0], &targets[1], &targets[2]]);
    assert_eq!((one.requests().len(), other.requests().len()), (2, 1));
    assert_eq!((ran.code, &ran.json()["verdict"]), (0, &json!("healthy")), "{}", ran.stdout);
}

#[test]
fn customer_alias_is_not_shown_in_full() {
    for format in [&["--format", "json"][..], &["-v"], &[]] {
        let server = Server::http([Reply::text("HTTP/1.1 404 Not Found\n\nno")]);
        let host = "aa015h6buqvih86i1.api.met.no";
        let (resolve, url) = (server.resolve(host), server.url_for(host, PATH));
        let ran =
            metstatus([format, &["--contact", CONTACT, "--changelog", "never", "--resolve", &resolve, &url]].concat());
        assert_eq!((ran.code, server.requests().len()), (2, 1));
        assert!(ran.stdout.contains("aa015") && !ran.stdout.contains("h6buqvih86i1"), "{}", ran.stdout);
    }
}
