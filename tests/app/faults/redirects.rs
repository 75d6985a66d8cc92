//! Redirects, and what goes along with them.

use super::{Fault, SECRET, SECRETS, run, watch};
use crate::support::run::app;
use crate::support::server::{Reply, Server};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

fn to(location: &str) -> Reply {
    Reply::text(format!("HTTP/1.1 301 Elsewhere\nLocation: {location}\n\n"))
}

#[test]
fn unusable_redirects_get_their_finding() {
    Fault::new("ever growing", || (0..6).map(|hop| to(&format!("/{}", "x".repeat(hop + 1)))).collect())
        .finds("redirect-loop", "error")
        .exits(2)
        .put();
    Fault::raw("two", "HTTP/1.1 301 X\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")
        .finds("redirect-invalid", "error")
        .exits(2)
        .put();
    for location in
        ["file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "http://", "http://h:99999/", "a\tb"]
    {
        let location = location.to_owned();
        Fault::new("unusable", move || vec![to(&location)]).finds("redirect-invalid", "error").exits(2).put();
    }
    for location in ["a b", "/x|y", "http://127.0.0.1/{z}"] {
        Fault::new("no reference", move || vec![to(location)])
            .finds("redirect-invalid", "warning")
            .says("browsers encode")
            .exits(1)
            .put();
    }
    Fault::raw("not finished", "HTTP/1.1 301 Moved\r\nLocation: /ok\r\n")
        .finds("malformed-response", "error")
        .exits(2)
        .put();
}

#[test]
fn relative_locations_are_resolved_within_the_origin() {
    for location in ["../../../ok", "?x=1", "/ok#part", "ok", ";v=1"] {
        Fault::new("reference", move || vec![to(location), Reply::raw(OK)]).at("/a/b").put();
    }
}

#[test]
fn secrets_stay_at_the_origin() {
    let other = Server::http([Reply::raw(OK), Reply::raw(OK), Reply::raw(OK)]);
    for location in [
        other.url("/x"),
        other.url_for("other.acme.no", "/x"),
        format!("http://me:{SECRET}@127.0.0.1:{}/x", other.port()),
    ] {
        let server = Server::http([to(&location)]);
        let mut command = app(["-v", "--rate", "100", "--resolve", &other.resolve("other.acme.no")]);
        command.args(SECRETS).arg(server.url("/"));
        let seen = watch("other origin", &mut command, super::TIME);
        assert_eq!(seen.code, 1, "{}", seen.stdout);
        let request = other.requests().pop().unwrap();
        let names: Vec<String> = request.fields.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        let allowed = ["host", "user-agent", "accept", "accept-encoding", "accept-language"];
        let own_secret = |name: &String| location.contains(SECRET) && name == "authorization";
        assert!(names.iter().all(|name| allowed.contains(&name.as_str()) || own_secret(name)), "{names:?}");
        assert!(!request.head.contains(SECRET), "{}", request.head);
    }
}

#[test]
fn https_to_http_is_refused_and_the_reverse_is_a_warning() {
    Fault::new("downgrade", || vec![to("http://127.0.0.1:1/x")])
        .over_tls()
        .finds("redirect-downgrade", "error")
        .exits(2)
        .put();
    let secure = Server::https([Reply::raw(OK)]);
    let plain = Server::http([to(&secure.url("/"))]);
    let seen = run("upgrade", &["-f", "json", "--rate", "100", &plain.url("/")]);
    assert!(seen.code == 1 && seen.stdout.contains("plain-http"), "{}", seen.stdout);
}

#[test]
fn redirect_to_a_private_address_is_refused() {
    // The peer is a loopback address in every test, so the start is not public; the decision for public starts
    // is tested as a function of the addresses (net::wire, inquiry), and here what the addresses in a name mean.
    for location in [
        "http://169.254.169.254/latest/",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://[fc00::1]/",
        "http://[fe80::1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254./",
        "http://2852039166/",
        "http://0xa9fea9fe/latest/",
        "http://0251.0376.0251.0376/",
        "http://10.1/",
        "http://[2002:a9fe:a9fe::1]/",
        "http://[64:ff9b:1::1]/",
        "http://[2001::a9fe:a9fe]/",
    ] {
        let (location, path) = (location.to_owned(), "/");
        Fault::new("inside", move || vec![to(&location)]).at(path).finds("redirect-private", "error").exits(2).put();
    }
}

#[test]
fn redirect_to_any_notation_of_loopback_is_refused() {
    for host in [
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0",
        "localhost",
        "LOCALHOST.",
        "ip6-localhost",
        "a.localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ] {
        let inside = Server::http([]);
        let public = Server::http([to(&inside.url_for(host, "/"))]);
        let resolve = public.resolve("host.acme.no");
        let seen = run(host, &["--resolve", &resolve, &public.url_for("host.acme.no", "/")]);
        assert!(seen.code == 2 && seen.stdout.contains("error[redirect-private]"), "{host}: {}", seen.stdout);
        assert_eq!(inside.connections(), 0, "{host}");
    }
    // Who is at home may lead through the house, in every notation.
    for host in ["127.1", "2130706433", "localhost"] {
        let there = Server::http([Reply::raw(OK)]);
        let here = Server::http([to(&there.url_for(host, "/"))]);
        assert_eq!(run(host, &[&here.url("/")]).code, 1, "{host}");
    }
}

#[test]
fn hostile_location_never_becomes_a_hyperlink() {
    for location in ["/\u{1b}\\x", "http://127.0.0.1:1/\u{7}x", "/\u{9b}31m", "ftp://h/\u{202e}"] {
        let server = Server::http([to(location), Reply::raw(OK)]).allow_unasked();
        let text = app(["--hyperlinks", "always", "-v", &server.url("/")]).run().stdout;
        for link in text.split("\u{1b}]8;;").skip(1) {
            let target = link.split("\u{1b}\\").next().unwrap();
            assert!(target.is_empty() || target.starts_with("https://"), "{location:?}: {target:?}");
            assert!(target.chars().all(|c| c.is_ascii_graphic()), "{location:?}: {target:?}");
        }
        let bare = text.replace("\u{1b}]8;;", "").replace("\u{1b}\\", "");
        assert!(!bare.chars().any(|c| c.is_control() && c != '\n'), "{location:?}: {bare:?}");
    }
}
