//! Redirects: followed hop by hop, within bounds, and with nothing secret on board.

use std::time::Duration;

use serde_json::json;

use crate::support::met::{Met, PATH, assert_ended, assert_found, check};
use crate::support::run::{CONTACT, metstatus};
use crate::support::server::{Reply, SeenRequest, Server};

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
fn redirects_within_origin_are_followed_then_replayed() {
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
fn location_is_resolved_against_the_requested_url() {
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
fn redirect_to_another_origin_is_a_warning() {
    let second = Server::http([ok()]);
    let first = Server::http([to(301, &second.url("/there"))]);
    let ran = check(&[], &first.url("/here"));
    assert_ended(&ran, 1, &["redirected"]);
    let message = ran.finding("redirected")["message"].to_string();
    assert!(message.contains("another origin") && message.contains(&second.url("/there")), "{message}");
    assert_eq!((first.requests().len(), second.requests().len()), (1, 1));
}

#[test]
fn redirects_in_a_loop_or_beyond_the_limit_end() {
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
fn timeout_covers_all_redirects_together() {
    let slow = Duration::from_millis(400);
    let server = Server::http((0..5).map(|hop| to(302, &format!("/{hop}")).after(slow))).allow_unasked();
    let ran = check(&["--timeout", "1s"], &server.url("/a"));
    assert_eq!((ran.code, ran.took), (2, Duration::from_secs(1)), "{}", ran.stdout);
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn unusable_location_is_reported_and_not_followed() {
    let heads = [
        "HTTP/1.1 302 Found\n\n",
        "HTTP/1.1 302 Found\nLocation: /a\nLocation: /b\n\n",
        "HTTP/1.1 302 Found\nLocation: ftp://127.0.0.1/x\n\n",
        "HTTP/1.1 302 Found\nLocation: javascript:alert(1)\n\n",
        "HTTP/1.1 302 Found\nLocation: file:///etc/passwd\n\n",
        "HTTP/1.1 302 Found\nLocation: http:///x\n\n",
        "HTTP/1.1 302 Found\nLocation: http://127.0.0.1:99999/\n\n",
    ];
    for head in heads {
        let server = Server::http([Reply::text(head)]);
        let ran = check(&[], &server.url("/x"));
        assert_ended(&ran, 2, &["redirect-invalid"]);
        assert_eq!(server.requests().len(), 1, "{head}");
    }
}

#[test]
fn redirect_from_https_to_http_is_not_followed() {
    let plain = Server::http([]);
    let secure = Server::https([to(302, &plain.url("/x"))]);
    let ran = check(&[], &secure.url("/x"));
    assert_ended(&ran, 2, &["redirect-downgrade"]);
    assert_eq!((secure.requests().len(), plain.connections()), (1, 0));
}

#[test]
fn redirect_from_http_to_https_is_a_warning() {
    let secure = Server::https([ok()]);
    let plain = Server::http([to(301, &secure.url("/x"))]);
    let ran = check(&[], &plain.url("/x"));
    assert_ended(&ran, 1, &["plain-http"]);
    assert_found(&ran, "redirected");
    assert!(ran.finding("plain-http")["advice"].to_string().contains("https://"));
    assert_eq!((plain.requests().len(), secure.requests().len()), (1, 1));
}

#[test]
fn redirect_to_met_front_page_is_not_taken_for_data() {
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
fn secrets_do_not_cross_to_another_origin_or_back() {
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
fn userinfo_is_sent_as_basic_to_its_origin_and_not_shown() {
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
fn userinfo_in_location_is_neither_sent_nor_shown() {
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
fn redirect_to_met_is_followed_only_with_identity() {
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
fn redirect_from_public_name_to_private_address_is_refused() {
    for place in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
        let private = Server::http([]);
        let public = Server::http([to(302, &private.url_for(place, "/"))]);
        let ran = check(&["--resolve", &public.resolve("host.acme.no")], &public.url_for("host.acme.no", "/"));
        assert_eq!(ran.code, 2, "{place}: {}", ran.stdout);
        assert_eq!((public.requests().len(), private.connections()), (1, 0), "{place}");
    }
}
