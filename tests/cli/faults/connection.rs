//! Connections, names and proxies.

use std::net::TcpListener;
use std::time::Duration;

use super::{Fault, Seen, run};
use crate::support::proxy::Proxy;
use crate::support::server::{Reply, Server};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

fn refused(name: &str, variables: &[(&str, &str)], args: &[&str], words: &str) {
    let Seen { code, stdout, stderr } = run(name, variables, args);
    assert_eq!((code, stdout.as_str()), (Some(3), ""), "{name}: {stderr}");
    assert!(stderr.contains(words), "{name}: no \"{words}\": {stderr}");
}

/// A port at which nothing listens.
fn dead_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn connection_that_brings_nothing_whole_has_its_finding() {
    Fault::new("closed at once", || vec![Reply::close_at_once()]).finds("connection-closed", "error").exits(2).put();
    Fault::new("reset", || vec![Reply::raw([]).reset()]).finds("connection-closed", "error").exits(2).put();
    Fault::raw("closed in the head", "HTTP/1.1 200 OK\r\nContent-Le")
        .finds("malformed-response", "error")
        .says("after 27 bytes")
        .exits(2)
        .put();
}

#[test]
fn connection_that_ends_with_its_response_is_not_used_again() {
    // The last byte is followed by a pause, and the pause by the end, which no field announced.
    let moved = "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n";
    Fault::new("ends behind", move || vec![Reply::raw(moved).dribble(Duration::from_millis(2)), Reply::raw(OK)]).put();
}

#[test]
fn proxy_that_opens_no_tunnel_has_its_finding() {
    let dead = format!("http://user:s3cr3t@127.0.0.1:{}", dead_port());
    let seen = run("nowhere", &[("https_proxy", &dead)], &["https://api.acme.no/"]);
    assert!(seen.code == Some(2) && seen.stdout.contains("proxy-failure"), "{}", seen.stdout);
    assert!(seen.stdout.contains("https_proxy"), "{}", seen.stdout);
    refused("no URL", &[("all_proxy", "notaurl:::x")], &["http://127.0.0.1:1/"], "all_proxy");
    refused("no URL", &[("ALL_PROXY", "notaurl:::x")], &["http://127.0.0.1:1/"], "ALL_PROXY");
    for status in [403, 404, 407] {
        let (proxy, url) = (Proxy::refusing(status), "http://api.acme.no/");
        let seen = run("refusing", &[("http_proxy", &proxy.url())], &[url]);
        assert!(seen.code == Some(2) && seen.stdout.contains("proxy-failure"), "{}", seen.stdout);
        assert!(seen.stdout.contains(&status.to_string()), "{}", seen.stdout);
    }
}

#[test]
fn proxy_that_is_not_to_be_used_is_left_alone() {
    let dead = format!("http://127.0.0.1:{}", dead_port());
    for variables in [
        &[("http_proxy", dead.as_str()), ("NO_PROXY", "127.0.0.1")][..],
        &[("HTTP_PROXY", &dead), ("REQUEST_METHOD", "GET")],
    ] {
        let server = Server::http([Reply::raw(OK)]);
        assert_eq!(run("direct", variables, &[&server.url("/")]).code, Some(0));
        assert_eq!(server.requests().len(), 1);
    }
}
