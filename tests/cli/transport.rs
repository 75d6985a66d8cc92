//! What can go wrong on the way: each fault gets its own finding, in bounded time, and nothing is asked again.

use std::ffi::OsStr;
use std::io::Write as _;
use std::net::TcpListener;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::live::{Met, assert_ended, check};
use crate::support::proxy::Proxy;
use crate::support::run::{Ran, command, metstatus, ran};
use crate::support::server::{Reply, Server};
use crate::support::tls::{Authority, TlsFault, faulty};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

/// A port at which nothing listens.
fn dead_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("compression in memory")
}

fn with_env<S: AsRef<OsStr>>(variables: &[(&str, &str)], args: impl IntoIterator<Item = S>) -> Ran {
    let mut command = command(args);
    command.envs(variables.iter().copied());
    ran(command)
}

#[test]
fn unreachable_target_is_named_by_how_far_it_got() {
    let refused = format!("http://127.0.0.1:{}/", dead_port());
    for (url, id, phase) in [
        (refused.as_str(), "connection-refused", "connect"),
        ("http://no-such-host.invalid/", "dns-failure", "resolve"),
        ("https://no-such-host.invalid/x", "dns-failure", "resolve"),
    ] {
        let ran = check(&[], url);
        assert_ended(&ran, 2, &[id]);
        let result = ran.result();
        assert_eq!((&result["status"], &result["exchanges"][0]["failure"]["phase"]), (&json!(null), &json!(phase)));
        let human = metstatus([url]);
        assert!(human.stdout.starts_with("no response  failing "), "{}", human.stdout);
        assert!(human.stdout.contains(&format!("error[{id}]: ")), "{}", human.stdout);
    }
}

#[test]
fn bytes_that_are_not_http_differ_from_a_connection_that_ends() {
    let fields = "X-Field: 1\r\n".repeat(300);
    let many = format!("HTTP/1.1 200 OK\r\n{fields}Content-Length: 0\r\n\r\n");
    let raw = |text: &str| Reply::raw(text.as_bytes().to_vec());
    let cases = [
        ("closed", Reply::close_at_once(), "connection-closed"),
        ("reset", raw("").reset(), "connection-closed"),
        ("closed in the status line", raw("HTTP/1.1 20"), "malformed-response"),
        ("closed in the head", raw("HTTP/1.1 200 OK\r\nContent-Len"), "malformed-response"),
        ("reset in the head", raw("HTTP/1.1 200 OK\r\nContent-Len").reset(), "malformed-response"),
        ("shoutcast", raw("ICY 200 OK\r\n\r\n"), "malformed-response"),
        ("version", raw("HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n"), "malformed-response"),
        ("099", raw("HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n"), "malformed-response"),
        ("20", raw("HTTP/1.1 20 Short\r\nContent-Length: 0\r\n\r\n"), "malformed-response"),
        ("1000", raw("HTTP/1.1 1000 Long\r\nContent-Length: 0\r\n\r\n"), "malformed-response"),
        ("letters", raw("HTTP/1.1 2xx OK\r\nContent-Length: 0\r\n\r\n"), "malformed-response"),
        ("HTTP/0.9", raw("<html><body>hello</body></html>\r\n\r\n"), "malformed-response"),
        ("SSH", raw("SSH-2.0-OpenSSH_9.6\r\n"), "malformed-response"),
        ("HTTP/2", raw("\0\0\u{6}\u{4}\0\0\0\0\0\0\u{3}\0\0\0\u{64}"), "malformed-response"),
        (
            "two lengths",
            raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc"),
            "malformed-response",
        ),
        ("no number", raw("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc"), "malformed-response"),
        ("only 1xx", raw("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), "malformed-response"),
        ("300 fields", raw(&many), "malformed-response"),
        ("endless head", raw("HTTP/1.1 200 OK\r\n").then_endless("X-Field: 1\r\n"), "malformed-response"),
        ("endless field", raw("HTTP/1.1 200 OK\r\nX-Long: ").then_endless("x"), "malformed-response"),
        ("endless reason", raw("HTTP/1.1 200 ").then_endless("very "), "malformed-response"),
        ("endless interim", raw("").then_endless("HTTP/1.1 103 Early Hints\r\n\r\n"), "malformed-response"),
    ];
    for (name, reply, id) in cases {
        let server = Server::http([reply]);
        let ran = check(&["--timeout", "20s"], &server.url("/"));
        assert_eq!(server.requests().len(), 1, "{name}");
        assert_eq!(ran.ids().first().map(String::as_str), Some(id), "{name}: {}", ran.stdout);
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.stdout.len() < 40_000, "{name}: {} bytes", ran.stdout.len());
    }
}

#[test]
fn server_that_dribbles_or_is_silent_is_left_at_the_time_limit() {
    let raw = |text: &str| Reply::raw(text.as_bytes().to_vec());
    let body = format!("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{}", "x".repeat(9999));
    let cases = [
        ("silent", raw("").stall(), "head"),
        ("dribbles the head", raw(&body).dribble(Duration::from_millis(100)), "head"),
        ("stops in the head", raw("HTTP/1.1 200 OK\r\nX-A").stall(), "head"),
        ("dribbles the body", raw(&body).dribble(Duration::from_millis(5)), "body"),
        ("stops in the body", raw(&body[..100]).stall(), "body"),
    ];
    // All at the same time: each of them waits for the limit.
    std::thread::scope(|scope| {
        for (name, reply, phase) in cases {
            scope.spawn(move || {
                let server = Server::http([reply]);
                let ran = check(&["--timeout", "600ms"], &server.url("/"));
                assert_ended(&ran, 2, &["response-timeout"]);
                assert_eq!(ran.result()["exchanges"][0]["failure"]["phase"], phase, "{name}");
                assert_eq!(server.requests().len(), 1, "{name}");
            });
        }
    });
}

#[test]
fn content_that_is_cut_or_damaged_is_no_success() {
    let raw = |text: &str| Reply::raw(text.as_bytes().to_vec());
    let whole = gzip(&[b'x'; 5000]);
    let coded = |bytes: &[u8]| Reply::text("HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n").with_body(bytes);
    let mut damaged = whole.clone();
    let end = damaged.len() - 6;
    damaged[end] ^= 0xff;
    let modified = "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\r\n";
    let cut = format!("HTTP/1.1 200 OK\r\n{modified}Content-Length: 9000\r\n\r\nhalf");
    let chunked = format!("HTTP/1.1 200 OK\r\n{modified}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
    let cases = [
        ("cut", raw(&cut), "truncated-response"),
        ("reset", raw(&cut).reset(), "truncated-response"),
        ("cut between chunks", raw(&chunked), "truncated-response"),
        ("cut in a chunk", raw(&format!("{chunked}9\r\nmore")), "truncated-response"),
        ("no chunk", raw(&format!("{chunked}zz\r\nmore\r\n0\r\n\r\n")), "malformed-response"),
        ("no gzip", coded(b"plain text"), "corrupt-encoding"),
        ("half of gzip", coded(&whole[..whole.len() / 2]), "corrupt-encoding"),
        ("wrong checksum", coded(&damaged), "corrupt-encoding"),
    ];
    for (name, reply, id) in cases {
        let server = Server::http([reply]);
        let ran = check(&[], &server.url("/"));
        assert_eq!(ran.ids().first().map(String::as_str), Some(id), "{name}: {}", ran.stdout);
        let result = ran.result();
        assert_eq!((ran.code, &result["status"]["code"]), (2, &json!(200)), "{name}");
        assert_eq!(result["exchanges"][0]["failure"]["phase"], "body", "{name}");
        assert_eq!(server.requests().len(), 1, "{name}: a part is not replayed");
    }
}

#[test]
fn content_beyond_the_limit_is_a_warning_and_read_no_further() {
    let bomb = gzip(&vec![0; 1 << 20]).repeat(200);
    assert!(bomb.len() < 300_000, "{}", bomb.len());
    let modified = "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT";
    let bomb = Reply::text(format!("HTTP/1.1 200 OK\n{modified}\nContent-Encoding: gzip\n\n")).with_body(bomb);
    let endless = Reply::text(format!("HTTP/1.1 200 OK\n{modified}\nTransfer-Encoding: chunked\n\n"));
    let large = Reply::text(format!("HTTP/1.1 200 OK\n{modified}\n\n{}", "x".repeat(101)));
    for (reply, options) in [
        (bomb, ["--max-body", "8388608"]),
        (endless.then_endless("4\r\nwiki\r\n"), ["--max-body", "5000"]),
        (large, ["--max-body", "100"]),
    ] {
        let server = Server::http([reply]);
        let ran = check(&options, &server.url("/"));
        assert_ended(&ran, 1, &["body-too-large"]);
        assert_eq!(ran.result()["exchanges"][0]["response"]["body_bytes"].to_string(), options[1]);
        assert_eq!(server.requests().len(), 1);
    }
    let fits = Server::http([Reply::text(format!("HTTP/1.1 200 OK\n\n{}", "x".repeat(100)))]);
    assert_ended(&check(&["--max-body", "100"], &fits.url("/")), 0, &[]);
}

#[test]
fn every_fault_of_a_certificate_has_its_own_finding() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let pem = authority.pem_file();
    let cacert = ["--cacert", pem.to_str().unwrap()];
    let names = ["127.0.0.1"];
    let cases = [
        ("unknown authority", stranger.identity(&names), "tls-untrusted", ""),
        ("expired", authority.identity_valid(&names, (2020, 1, 1), (2021, 2, 3)), "tls-expired", "2021-02-03"),
        (
            "not yet valid",
            authority.identity_valid(&names, (2090, 4, 5), (2091, 1, 1)),
            "tls-not-yet-valid",
            "2090-04-05",
        ),
        ("other name", authority.identity(&["other.acme.no"]), "tls-wrong-host", "other.acme.no"),
        ("client certificate", authority.identity(&names).demanding_client_certificate(&stranger), "tls-failure", ""),
    ];
    for (name, identity, id, words) in cases {
        let server = Server::https(&identity, []);
        let ran = check(&cacert, &server.url("/"));
        assert_ended(&ran, 2, &[id]);
        assert!(ran.finding(id)["message"].as_str().unwrap().contains(words), "{name}: {}", ran.stdout);
        assert_eq!(server.requests().len(), 0, "{name}: nothing is sent");
    }
    let server = Server::https(&authority.identity(&names), []);
    assert_ended(&check(&["--roots", "bundled"], &server.url("/")), 2, &["tls-untrusted"]);
    assert_ended(&check(&[], &server.url("/")), 2, &["tls-untrusted"]);
    assert_eq!((server.requests().len(), server.connections()), (0, 2));
    let trusted = Server::https(&authority.identity(&names).tls12_only(), [Reply::raw(OK).without_close_notify()]);
    assert_ended(&check(&cacert, &trusted.url("/")), 0, &[]);
    assert_eq!((trusted.requests().len(), trusted.handshakes()), (1, 1));
}

#[test]
fn content_without_length_is_cut_when_tls_was_not_ended() {
    let authority = Authority::new();
    let reply = Reply::raw("HTTP/1.1 200 OK\r\n\r\nhalf").without_close_notify();
    let server = Server::https(&authority.identity(&["127.0.0.1"]), [reply]);
    let ran = check(&["--cacert", authority.pem_file().to_str().unwrap()], &server.url("/"));
    assert_ended(&ran, 1, &["truncated-response"]);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn port_that_speaks_no_tls_is_named() {
    let cases = [
        (TlsFault::PlainHttp, "tls-failure"),
        (TlsFault::Garbage, "tls-failure"),
        (TlsFault::CloseInHandshake, "tls-failure"),
        (TlsFault::NeverAnswers, "connection-timeout"),
    ];
    for (fault, id) in cases {
        let listener = faulty(fault);
        let ran = check(&["--timeout", "600ms"], &listener.url("/"));
        assert_ended(&ran, 2, &[id]);
        assert_eq!(ran.result()["exchanges"][0]["failure"]["phase"], "tls", "{fault:?}");
        assert_eq!(listener.connections(), 1, "{fault:?}");
    }
}

fn assert_lenient(heads: &[&str]) {
    for head in heads {
        let server = Server::http([Reply::raw(format!("{head}\r\n{{}}"))]);
        let ran = check(&[], &server.url("/"));
        assert_ended(&ran, 1, &["lenient-syntax"]);
        assert_eq!(ran.result()["exchanges"][0]["response"]["body_bytes"], 2, "{head}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn head_that_is_odd_and_readable_is_a_warning() {
    assert_lenient(&["HTTP/1.1 200 OK\nContent-Length: 2\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\n"]);
}

/// The library that reads the content refuses these heads, so the content stays unread; what is wrong is reported once.
#[test]
fn head_against_the_grammar_is_said_once_and_keeps_its_status() {
    for head in [
        "HTTP/1.1 200 OK\r\nX-Odd : value\r\nContent-Length: 2\r\n",
        "HTTP/1.1 200 OK\r\nX Odd: value\r\nContent-Length: 2\r\n",
        "HTTP/1.1 200 OK\r\nX-Ctl: a\u{1}b\r\nContent-Length: 2\r\n",
        "HTTP/1.1 200 OK\r\nno colon here\r\nContent-Length: 2\r\n",
    ] {
        let server = Server::http([Reply::raw(format!("{head}\r\n{{}}"))]);
        let ran = check(&[], &server.url("/"));
        assert_ended(&ran, 2, &["lenient-syntax"]);
        let result = ran.result();
        assert_eq!(
            (&result["status"]["code"], &result["findings"][0]["severity"]),
            (&json!(200), &json!("error")),
            "{head}"
        );
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn only_addresses_of_the_wanted_family_are_used() {
    let server = Server::http([Reply::raw(OK)]);
    let (resolve, named) = (server.resolve("host.acme.no"), server.url_for("host.acme.no", "/"));
    for url in [server.url("/"), named.clone()] {
        assert_ended(&check(&["--ipv6", "--resolve", &resolve], &url), 2, &["dns-failure"]);
    }
    assert_eq!(server.connections(), 0);
    assert_ended(&check(&["--ipv4", "--resolve", &resolve], &named), 0, &[]);
    assert_eq!((server.requests().len(), server.connections()), (1, 1));
    assert_eq!(metstatus(["--ipv4", "--ipv6", &named]).code, 3);
}

const PRODUCT: &str = "locationforecast/2.0/compact?lat=60.1&lon=9.58";

#[test]
fn product_path_is_asked_through_the_tunnel_of_a_proxy() {
    let ok = "HTTP/1.1 203 Non-Authoritative Information\nContent-Length: 2\n\n{}";
    for variable in ["--proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        let met = Met::new([Reply::text(ok)]);
        let proxy = Proxy::tunnel_to(met.server.addr());
        let (dead, url) = (format!("http://127.0.0.1:{}", dead_port()), proxy.url());
        let ran = match variable {
            "--proxy" => with_env(&[("https_proxy", &dead)], met.args(&["--format", "json", "--proxy", &url], PRODUCT)),
            name => with_env(&[(name, &url), ("http_proxy", &dead)], met.args(&["--format", "json"], PRODUCT)),
        };
        assert_ended(&ran, 1, &["deprecated-or-beta"]);
        let connects = proxy.requests();
        assert_eq!((connects.len(), connects[0].line.as_str()), (1, "CONNECT api.met.no:443 HTTP/1.1"), "{variable}");
        let requests = met.server.requests();
        assert_eq!((requests.len(), requests[0].field("host")), (1, Some("api.met.no")));
        assert_eq!(requests[0].target, format!("/weatherapi/{PRODUCT}"));
        assert!(connects[0].field("authorization").is_none());
    }
}

#[test]
fn proxy_that_opens_no_way_is_at_fault_and_not_the_server() {
    for status in [403, 407, 502] {
        let met = Met::new([]);
        let proxy = Proxy::refusing(status);
        let ran = metstatus(met.args(&["--format", "json", "--proxy", &proxy.url()], PRODUCT));
        assert_ended(&ran, 2, &["proxy-failure"]);
        let finding = ran.finding("proxy-failure").to_string();
        assert!(finding.contains(&format!("127.0.0.1:{}", proxy.port())), "{finding}");
        assert!(finding.contains(&status.to_string()), "{finding}");
        assert_eq!((proxy.requests().len(), met.server.connections()), (1, 0));
    }
}

#[test]
fn proxy_that_cannot_be_reached_is_at_fault_too() {
    let met = Met::new([]);
    let dead = format!("127.0.0.1:{}", dead_port());
    let ran = with_env(&[("HTTPS_PROXY", &format!("http://{dead}"))], met.args(&["--format", "json"], PRODUCT));
    assert_ended(&ran, 2, &["proxy-failure"]);
    assert!(ran.finding("proxy-failure").to_string().contains(&dead), "{}", ran.stdout);
    assert_eq!(met.server.connections(), 0);
}

#[test]
fn no_proxy_and_the_variable_a_field_can_set_are_respected() {
    let dead = format!("http://127.0.0.1:{}", dead_port());
    let direct: [&[(&str, &str)]; 5] = [
        &[("http_proxy", &dead), ("no_proxy", "127.0.0.1")],
        &[("all_proxy", &dead), ("NO_PROXY", "localhost, 127.0.0.0/8")],
        &[("http_proxy", &dead), ("no_proxy", "*")],
        &[("HTTP_PROXY", &dead)],
        &[("https_proxy", &dead), ("http_proxy", "")],
    ];
    for variables in direct {
        let server = Server::http([Reply::raw(OK)]);
        let ran = with_env(variables, ["--format", "json", &server.url("/")]);
        assert_ended(&ran, 0, &[]);
        assert_eq!(server.requests().len(), 1, "{variables:?}");
    }
    let server = Server::http([Reply::raw(OK), Reply::raw(OK)]);
    let ran = with_env(&[("http_proxy", &dead)], ["--format", "json", "--proxy", "", &server.url("/")]);
    assert_ended(&ran, 0, &[]);
    let proxy = Proxy::tunnel();
    let through = with_env(&[("http_proxy", &proxy.url()), ("no_proxy", "met.no")], ["-f", "json", &server.url("/")]);
    assert_ended(&through, 0, &[]);
    assert_eq!((server.requests().len(), proxy.requests().len()), (2, 1));
}

#[test]
fn password_of_a_proxy_goes_to_the_proxy_and_into_no_output() {
    for format in [&["--format", "json"][..], &["-v"]] {
        let met = Met::new([Reply::text("HTTP/1.1 404 Not Found\n\nno")]);
        let (tunnel, refusing) = (Proxy::tunnel_to(met.server.addr()), Proxy::refusing(407));
        for (proxy, code) in [(&tunnel, 2), (&refusing, 2)] {
            let url = format!("http://user:s3cret@127.0.0.1:{}", proxy.port());
            let ran = with_env(&[("https_proxy", &url)], met.args(format, PRODUCT));
            assert_eq!(ran.code, code, "{}", ran.stdout);
            let sent = proxy.requests()[0].field("proxy-authorization").map(str::to_owned);
            assert_eq!(sent.as_deref(), Some("Basic dXNlcjpzM2NyZXQ="));
            let said = ran.stdout + &ran.stderr;
            assert!(!said.contains("s3cret") && !said.contains("dXNlcjpzM2NyZXQ"), "{said}");
        }
        let requests = met.server.requests();
        assert_eq!((requests.len(), requests[0].field("proxy-authorization")), (1, None));
    }
}
