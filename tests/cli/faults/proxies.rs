//! Proxies: what one may answer to CONNECT, and what happens in the tunnel after it.

use std::time::Duration;

use super::{SECRET, Seen, watch};
use crate::support::run::command;
use crate::support::server::{Reply, Server};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
/// The time of a run that is to be left, and of one that is not.
const SHORT: Duration = Duration::from_millis(600);
const LONG: Duration = Duration::from_secs(20);

/// Asks a target through a proxy that gives these replies to whatever comes over its connection.
fn through(name: &str, replies: impl IntoIterator<Item = Reply>, url: &str, options: &[&str], time: Duration) -> Seen {
    let proxy = Server::http(replies);
    let mut command = command(["--timeout", &format!("{}ms", time.as_millis()), "--rate", "100"]);
    command.env("all_proxy", format!("http://u:{SECRET}pw@127.0.0.1:{}", proxy.port())).args(options).arg(url);
    watch(name, command, time)
}

fn diagnosis(name: &str, replies: impl Fn() -> Vec<Reply>, url: &str) -> String {
    let json = through(name, replies(), url, &["-v", "-f", "json"], SHORT);
    assert_eq!(json.code, Some(2), "{name}: {}", json.stdout);
    let report: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    report["results"][0]["findings"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn endless_reply_to_connect_is_ended() {
    let head = "HTTP/1.1 200 OK\r\n";
    type Case = (&'static str, fn(&'static str) -> Reply);
    let cases: [Case; 9] = [
        ("an endless line", |_| Reply::raw("HTTP/1.1 200 ").then_endless("y")),
        ("an endless field", |head| Reply::raw(format!("{head}X: ")).then_endless("y")),
        ("endless fields", |head| Reply::raw(head).then_endless("X: y\r\n")),
        ("endless blank lines", |_| Reply::raw([]).then_endless("\r\n")),
        ("endless interim answers", |_| Reply::raw([]).then_endless("HTTP/1.1 103 Early Hints\r\n\r\n")),
        ("a byte now and then", |head| {
            Reply::raw(format!("{head}X: {}", "y".repeat(9999))).dribble(Duration::from_millis(100))
        }),
        ("silence", |_| Reply::raw([]).stall()),
        ("silence in the head", |head| Reply::raw(head).stall()),
        ("endless content of a refusal", |_| Reply::raw("HTTP/1.1 407 No\r\n\r\n").then_endless("z")),
    ];
    // All at the same time: most of them wait for the limit.
    std::thread::scope(|scope| {
        for (name, reply) in cases {
            for url in ["http://api.acme.no/", "https://api.acme.no/"] {
                scope.spawn(move || assert_eq!(diagnosis(name, || vec![reply(head)], url), "proxy-failure", "{name}"));
            }
        }
    });
}

#[test]
fn words_of_a_proxy_on_credentials_are_not_passed_on() {
    // The second is what the credentials are in a Proxy-Authorization field.
    let encoded = "dTpzM2NyM3Rwdw==";
    for reason in [format!("no {SECRET}pw"), format!("no {encoded}"), format!("u:{SECRET}pw")] {
        let answer = format!("HTTP/1.1 407 {reason}\r\nX: {SECRET}pw\r\nContent-Length: 0\r\n\r\n");
        for format in ["human", "json", "nagios", "markdown", "junit"] {
            let seen = through("echo", [Reply::raw(answer.clone())], "http://api.acme.no/", &["-f", format], LONG);
            assert_eq!(seen.code, Some(2), "{}", seen.stdout);
            assert!(!seen.stdout.contains(encoded), "{format}: {}", seen.stdout);
        }
    }
}

#[test]
fn any_success_opens_the_tunnel_whatever_fields_come_with_it() {
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "X-Via: a\r\n".repeat(40));
    for head in [
        "HTTP/1.1 200 Connection Established\r\n\r\n",
        "HTTP/1.0 200 OK\n\n",
        "HTTP/1.1 204 Fine\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        &many,
    ] {
        let replies = [Reply::raw(head).keep_alive(), Reply::raw(OK)];
        let seen = through(head, replies, "http://api.acme.no/", &[], LONG);
        assert_eq!(seen.code, Some(0), "{head}: {}", seen.stdout);
    }
}

#[test]
fn failure_in_the_tunnel_is_not_blamed_on_the_proxy() {
    let open = || Reply::raw("HTTP/1.1 200 OK\r\n\r\n").keep_alive();
    let url = "http://api.acme.no/";
    let silent = || vec![open(), Reply::raw([]).stall()];
    assert_eq!(diagnosis("closed", || vec![open(), Reply::close_at_once()], url), "connection-closed");
    assert_eq!(diagnosis("silent", silent, url), "response-timeout");
    assert_eq!(diagnosis("no HTTP", || vec![open(), Reply::raw("SSH-2.0-x\r\n")], url), "malformed-response");
    let silent = || vec![Reply::raw("HTTP/1.1 200 OK\r\n\r\n").stall()];
    assert_eq!(diagnosis("no TLS", silent, "https://api.acme.no/"), "connection-timeout");
}

#[test]
fn port_in_no_proxy_has_to_be_that_of_the_target() {
    for (entry, direct) in [("127.0.0.1:PORT", true), ("x, 127.0.0.1:PORT", true), ("127.0.0.1:1", false)] {
        let target = Server::http((0..usize::from(direct)).map(|_| Reply::raw(OK)));
        let mut command = command([&target.url("/")]);
        command
            .env("http_proxy", "http://127.0.0.1:1")
            .env("no_proxy", entry.replace("PORT", &target.port().to_string()));
        let seen = watch(entry, command, LONG);
        assert_eq!(seen.code, Some(if direct { 0 } else { 2 }), "{entry}: {}", seen.stdout);
    }
}
