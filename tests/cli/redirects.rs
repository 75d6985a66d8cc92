//! Redirects: followed hop by hop, within bounds, and with nothing secret on board.

use std::time::Duration;

use metstatus::internals::evidence::{FailureKind, Request};
use metstatus::internals::http::syntax::message::Fields;
use metstatus::internals::http::uri::address::Reach;
use metstatus::internals::http::uri::target::Url;
use metstatus::internals::net::UreqWeb;
use metstatus::internals::world::{Limits, NetSettings, Web as _};
use serde_json::json;

use crate::live::{Met, PATH, assert_ended, assert_found, check};
use crate::support::run::{CONTACT, metstatus};
use crate::support::server::{Reply, SeenRequest, Server};
use crate::support::tls::Authority;

fn to(status: u16, location: &str) -> Reply {
    Reply::text(format!("HTTP/1.1 {status} Elsewhere\nLocation: {location}\n\n"))
}

fn ok() -> Reply {
    Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\n{}")
}

fn targets(server: &Server) -> Vec<String> {
    server.requests().iter().map(|request| request.target.clone()).collect()
}

fn names(request: &SeenRequest) -> Vec<String> {
    request.fields.iter().map(|(name, _)| name.to_ascii_lowercase()).collect()
}

#[test]
fn redirects_within_an_origin_are_followed_and_the_last_answer_is_replayed() {
    let modified = "Mon, 30 Mar 2026 13:22:44 GMT";
    let last = format!("HTTP/1.1 200 OK\nLast-Modified: {modified}\n\n{{}}");
    let hops = [to(301, "/b"), to(302, "/c"), to(303, "/d"), to(307, "/e"), to(308, "/f")];
    let server =
        Server::http(hops.into_iter().chain([
            Reply::text(last),
            Reply::text("HTTP/1.1 304 Not Modified\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\n"),
        ]));
    let ran = check(&[], &server.url("/a"));
    assert_ended(&ran, 0, &[]);
    assert_found(&ran, "redirected");
    assert_eq!(targets(&server), ["/a", "/b", "/c", "/d", "/e", "/f", "/f"]);
    let requests = server.requests();
    assert!(requests.iter().all(|request| request.method == "GET" && request.field("referer").is_none()));
    assert_eq!(requests[6].field("if-modified-since"), Some(modified));
    let result = ran.result();
    let roles: Vec<&str> =
        result["exchanges"].as_array().unwrap().iter().map(|e| e["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["first", "redirect", "redirect", "redirect", "redirect", "redirect", "replay"]);
    assert_eq!((&result["target"], &result["status"]["code"]), (&json!(server.url("/a")), &json!(200)));
}

#[test]
fn a_location_is_resolved_against_the_url_that_was_asked() {
    for (location, target) in [
        ("b", "/dir/b"),
        ("?y=2", "/dir/a?y=2"),
        ("../c?x", "/c?x"),
        ("./", "/dir/"),
        ("/d#part", "/d"),
        ("//127.0.0.1:PORT/e", "/e"),
        ("HTTP://127.0.0.1:PORT", "/"),
        ("/a%2Fb;c=d?e=%20&f=+", "/a%2Fb;c=d?e=%20&f=+"),
        ("/\u{e5}", "/%C3%A5"),
    ] {
        let server = Server::http([
            Reply::dynamic(move |request| {
                let port = request.field("host").unwrap().rsplit_once(':').unwrap().1.to_owned();
                format!(
                    "HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
                    location.replace("PORT", &port)
                )
                .into_bytes()
            }),
            ok(),
        ]);
        let ran = check(&[], &server.url("/dir/a?x=1"));
        assert_ended(&ran, 0, &[]);
        assert_eq!(targets(&server), ["/dir/a?x=1", target], "{location}");
    }
}

#[test]
fn another_origin_is_a_warning() {
    let second = Server::http([ok()]);
    let first = Server::http([to(301, &second.url("/there"))]);
    let ran = check(&[], &first.url("/here"));
    assert_ended(&ran, 1, &["redirected"]);
    let message = ran.finding("redirected")["message"].to_string();
    assert!(message.contains("another origin") && message.contains(&second.url("/there")), "{message}");
    assert_eq!((first.requests().len(), second.requests().len()), (1, 1));
}

#[test]
fn redirects_without_an_end_are_left() {
    let looping = Server::http([to(302, "/b"), to(302, "/a")]);
    let to_itself = Server::http([to(301, "/a")]);
    let to_a_part = Server::http([to(301, "#part")]);
    let empty = Server::http([to(301, "")]);
    for (server, count) in [(&looping, 2), (&to_itself, 1), (&to_a_part, 1), (&empty, 1)] {
        let ran = check(&[], &server.url("/a"));
        assert_ended(&ran, 2, &["redirect-loop"]);
        assert_eq!(server.requests().len(), count);
    }
    for (options, most) in [(&["--max-redirects", "0"][..], 0), (&["--max-redirects", "2"], 2), (&[], 5)] {
        let server = Server::http((0..=most).map(|hop| to(302, &format!("/{hop}"))));
        let ran = check(options, &server.url("/a"));
        assert_ended(&ran, 2, &["redirect-loop"]);
        assert!(ran.finding("redirect-loop")["message"].to_string().contains(&format!("stopped after {most}")));
        assert_eq!(server.requests().len(), most + 1);
        assert_eq!(ran.result()["replay"], json!(null));
    }
}

#[test]
fn the_time_is_for_all_hops_together() {
    let slow = Duration::from_millis(400);
    let server = Server::http((0..5).map(|hop| to(302, &format!("/{hop}")).after(slow))).allow_unasked();
    let ran = check(&["--timeout", "1s"], &server.url("/a"));
    assert!(ran.code == 2 && ran.took < Duration::from_secs(2), "{:?}: {}", ran.took, ran.stdout);
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn what_cannot_be_followed_is_told_and_not_followed() {
    let heads = [
        "HTTP/1.1 302 Found\n\n",
        "HTTP/1.1 302 Found\nLocation: /a\nLocation: /b\n\n",
        "HTTP/1.1 302 Found\nLocation: ftp://127.0.0.1/x\n\n",
        "HTTP/1.1 302 Found\nLocation: javascript:alert(1)\n\n",
        "HTTP/1.1 302 Found\nLocation: file:///etc/passwd\n\n",
        "HTTP/1.1 302 Found\nLocation: http:///x\n\n",
        "HTTP/1.1 302 Found\nLocation: http://127.0.0.1:99999/\n\n",
        "HTTP/1.1 302 Found\nLocation: /a b\n\n",
    ];
    for head in heads {
        let server = Server::http([Reply::text(head)]);
        let ran = check(&[], &server.url("/x"));
        assert_ended(&ran, 2, &["redirect-invalid"]);
        assert_eq!(server.requests().len(), 1, "{head}");
    }
}

#[test]
fn https_is_not_left_for_plain_http() {
    let authority = Authority::new();
    let plain = Server::http([]);
    let secure = Server::https(&authority.identity(&["127.0.0.1"]), [to(302, &plain.url("/x"))]);
    let pem = authority.pem_file();
    let ran = check(&["--cacert", pem.to_str().unwrap()], &secure.url("/x"));
    assert_ended(&ran, 2, &["redirect-downgrade"]);
    assert_eq!((secure.requests().len(), plain.connections()), (1, 0));
}

#[test]
fn plain_http_that_leads_to_https_at_the_same_host_is_a_warning() {
    let authority = Authority::new();
    let secure = Server::https(&authority.identity(&["127.0.0.1"]), [ok()]);
    let plain = Server::http([to(301, &secure.url("/x"))]);
    let pem = authority.pem_file();
    let ran = check(&["--cacert", pem.to_str().unwrap()], &plain.url("/x"));
    assert_ended(&ran, 1, &["plain-http"]);
    assert_found(&ran, "redirected");
    assert!(ran.finding("plain-http")["advice"].to_string().contains("https://"));
    assert_eq!((plain.requests().len(), secure.requests().len()), (1, 1));
}

#[test]
fn the_front_page_of_met_is_not_taken_for_data() {
    let page = "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<!DOCTYPE html><html><body>MET Weather API</body></html>";
    let met = Met::new([Reply::text(page)]);
    let plain = Server::http([to(301, &met.url("/"))]);
    let url = plain.url_for("api.met.no", PATH);
    let resolve = plain.resolve("api.met.no");
    let ran = metstatus(met.args(&["--format", "json", "--replay", "never", "--resolve", &resolve], &url));
    assert_ended(&ran, 2, &["front-page-redirect"]);
    assert_eq!((targets(&plain), targets(&met.server)), (vec![PATH.to_owned()], vec!["/".to_owned()]));
}

#[test]
fn nothing_secret_crosses_to_another_origin_or_comes_back() {
    let own = ["Authorization: Bearer s3cret", "Cookie: id=s3cret", "X-Api-Key: s3cret", "X-Own: mine"];
    let own = own.map(|field| ["-H", field]).concat();
    let options = [&own[..], &["-A", "acme-weather/1.2 ops@acme-weather.no", "-H", "Accept-Language: nb"]].concat();
    for userinfo in ["", "user:s3cret@"] {
        for format in [&["--format", "json"][..], &["-v"]] {
            let second = Server::http([Reply::dynamic(|request| {
                let back = request.target.strip_prefix("/go/").unwrap();
                format!("HTTP/1.1 302 Found\r\nLocation: http://{back}\r\nContent-Length: 0\r\n\r\n").into_bytes()
            })]);
            let first = Server::http([
                to(302, "/same"),
                Reply::dynamic({
                    let second = second.url("/go/");
                    move |request| {
                        let back = request.field("host").unwrap();
                        format!("HTTP/1.1 302 Found\r\nLocation: {second}{back}/end\r\nConnection: close\r\n\r\n")
                            .into_bytes()
                    }
                })
                .close(),
                ok(),
            ]);
            let url = first.url_for(&format!("{userinfo}127.0.0.1"), "/start");
            let ran = metstatus([format, &["--rate", "100"], &options[..], &[&url]].concat());
            assert_eq!(ran.code, i32::from(!userinfo.is_empty()), "{}{}", ran.stdout, ran.stderr);
            let (at_first, at_second) = (first.requests(), second.requests());
            assert_eq!((at_first.len(), at_second.len()), (3, 1));
            for request in &at_first[..2] {
                assert_eq!(request.field("authorization"), Some("Bearer s3cret"), "{}", request.head);
                assert_eq!(request.field("x-own"), Some("mine"));
                assert_eq!(request.head.matches("s3cret").count(), 3, "{}", request.head);
            }
            for request in [&at_second[0], &at_first[2]] {
                let mut names = names(request);
                names.sort();
                assert_eq!(names, ["accept", "accept-encoding", "accept-language", "host", "user-agent"]);
                assert_eq!(request.field("user-agent"), Some("acme-weather/1.2 ops@acme-weather.no"));
            }
            let said = ran.stdout + &ran.stderr;
            assert!(!said.contains("s3cret"), "{said}");
        }
    }
}

#[test]
fn userinfo_goes_to_its_own_origin_as_basic_and_into_no_output() {
    for format in [&["--format", "json"][..], &["-v"], &[]] {
        let second = Server::http([ok()]);
        let first = Server::http([to(302, "/b"), to(302, &second.url("/c"))]);
        let url = first.url_for("us%65r:p%40ss@127.0.0.1", "/a");
        let ran = metstatus([format, &["--rate", "100", &url]].concat());
        assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
        let requests = first.requests();
        assert_eq!(requests.len(), 2);
        for request in &requests {
            assert_eq!(request.field("authorization"), Some("Basic dXNlcjpwQHNz"));
            assert_eq!(request.field("host"), Some(format!("127.0.0.1:{}", first.port()).as_str()));
        }
        assert_eq!((second.requests().len(), second.requests()[0].field("authorization")), (1, None));
        let said = ran.stdout + &ran.stderr;
        assert!(!["p%40ss", "p@ss", "dXNlcjpwQHNz"].iter().any(|secret| said.contains(secret)), "{said}");
    }
}

#[test]
fn userinfo_in_a_location_is_neither_sent_nor_shown() {
    for format in [&["--format", "json"][..], &["-v"]] {
        let server = Server::http([
            Reply::dynamic(|request| {
                let host = request.field("host").unwrap();
                format!("HTTP/1.1 302 Found\r\nLocation: http://user:s3cret@{host}/b\r\nContent-Length: 0\r\n\r\n")
                    .into()
            }),
            ok(),
        ]);
        let ran = metstatus([format, &["--rate", "100", &server.url("/a")]].concat());
        assert_eq!((ran.code, targets(&server)), (0, vec!["/a".to_owned(), "/b".to_owned()]));
        assert_eq!(server.requests()[1].field("authorization"), None);
        assert!(!ran.stdout.contains("s3cret"), "{}", ran.stdout);
    }
}

#[test]
fn a_redirect_to_met_is_followed_only_when_somebody_says_who_asks() {
    for identity in [&[][..], &["--contact", CONTACT]] {
        let met = Met::new([ok()]).allow_unasked();
        let other = Server::http([to(302, &met.url(PATH))]);
        let own: Vec<String> = met.args(&["--format", "json", "--replay", "never"], &other.url("/x"));
        let without = own.iter().map(String::as_str).filter(|arg| !["--contact", CONTACT].contains(arg));
        let ran = metstatus(without.collect::<Vec<_>>().into_iter().chain(identity.iter().copied()));
        if identity.is_empty() {
            assert_ended(&ran, 3, &["redirected"]);
            assert!(ran.finding("redirected")["advice"].to_string().contains("--contact"), "{}", ran.stdout);
        } else {
            assert_eq!((ran.code, ran.ids()[0].as_str()), (1, "redirected"), "{}", ran.stdout);
        }
        let expected = usize::from(!identity.is_empty());
        assert_eq!((other.requests().len(), met.server.connections()), (1, expected));
    }
}

#[test]
fn a_public_name_does_not_lead_to_a_private_address() {
    for place in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
        let private = Server::http([]);
        let public = Server::http([to(302, &private.url_for(place, "/"))]);
        let ran = check(&["--resolve", &public.resolve("host.acme.no")], &public.url_for("host.acme.no", "/"));
        assert_eq!(ran.code, 2, "{place}: {}", ran.stdout);
        assert_eq!((public.requests().len(), private.connections()), (1, 0), "{place}");
    }
}

/// Of two targets in a run one may be private, and kept open, when the other leads to it.
#[test]
fn a_kept_connection_to_a_private_address_is_not_used_after_a_public_one() {
    let answer = || Reply::text("HTTP/1.1 200 OK\n\nok").keep_alive();
    let server = Server::http([answer(), answer(), answer()]).allow_unasked();
    let web = UreqWeb::new(&NetSettings::default()).unwrap();
    let request = Request { method: "GET".into(), url: Url::parse(&server.url("/")).ok(), fields: Fields::default() };
    let limits = |start| Limits { time: Duration::from_secs(4), body: 1000, start };
    let first = web.fetch(&request, limits(None));
    assert!(first.failure.is_none() && first.response.is_some(), "{:?}", first.failure);
    let again = web.fetch(&request, limits(Some(Reach::Machine)));
    assert!(again.connection.reused && again.response.is_some(), "{:?}", again.failure);
    let second = web.fetch(&request, limits(Some(Reach::Public)));
    assert_eq!(second.failure.map(|failure| failure.kind), Some(FailureKind::PrivateAddress));
    assert_eq!((server.connections(), server.requests().len()), (1, 2));
}
