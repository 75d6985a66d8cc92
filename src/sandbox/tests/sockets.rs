//! The server on real sockets: what clients send that is not a request, and how replies are delivered.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::super::authority::Authority;
use super::super::scenario::find;
use super::super::server::{Listeners, Outcome, Running, Server};
use super::super::settings::Settings;
use super::{COMPACT, GOOD, START_MS};
use crate::http::time::date::Timestamp;

/// A bound that only means "does not hang".
const LONG: Duration = Duration::from_secs(30);

struct Sandbox {
    running: Running,
    http: SocketAddr,
    https: SocketAddr,
}

impl Sandbox {
    fn start(scenario: &str) -> Self {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let authority = Authority::new(Timestamp::from_unix(START_MS / 1000), 7).unwrap();
        let settings = Settings {
            scenario: find(scenario).unwrap(),
            seed: 7,
            lifetime: Some(Duration::from_secs(8)),
            now_ms: START_MS,
        };
        let running = Server::start(Listeners::bind(any, any).unwrap(), &authority, settings).unwrap();
        let (https, http) = running.urls();
        let address = |url: &str| url.rsplit('/').next().unwrap().parse().unwrap();
        Self { http: address(&http), https: address(&https), running }
    }

    fn connect(&self) -> TcpStream {
        connect(self.http)
    }

    /// What comes back to some bytes, until the connection is closed.
    fn exchange(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // A server that has heard enough may close before all is written.
        let _ = stream.write_all(bytes);
        read(&mut stream)
    }

    fn stop(self) -> Outcome {
        self.running.stop().unwrap()
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    stream
}

fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Err(error) if error.kind() != ErrorKind::ConnectionReset => panic!("{error}"),
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    }
}

fn request(method: &str, further: &str) -> String {
    format!("{method} {COMPACT} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {GOOD}\r\n{further}\r\n")
}

#[test]
fn bytes_that_are_not_a_request_are_refused_and_noted() {
    let sandbox = Sandbox::start("healthy");
    let long = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}", "x".repeat(1 << 20));
    let many = format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "X: y\r\n".repeat(200));
    let cases: [(&[u8], &str); 7] = [
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 505 "),
        (b"\x16\x03\x01\x02\x00\x01\x00", "HTTP/1.1 400 "),
        (b"\x00\xff garbage \xfe\r\n\r\n", "HTTP/1.1 400 "),
        (b"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "),
        (b"GET / HTTP/9.9\r\n\r\n", "HTTP/1.1 505 "),
        (long.as_bytes(), "HTTP/1.1 431 "),
        (many.as_bytes(), "HTTP/1.1 431 "),
    ];
    for (bytes, start) in cases {
        let reply = sandbox.exchange(bytes);
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        assert!(reply.starts_with(start), "{shown:?}: {reply:.100}");
        assert!(reply.contains("X-Metstatus-Sandbox: not api.met.no"), "{shown:?}: {reply:.300}");
    }
    let outcome = sandbox.stop();
    assert_eq!(outcome.record.requests, 0, "none of it is a request");
    assert!(outcome.troubles.iter().map(|(_, count)| count).sum::<u64>() >= cases.len() as u64);
}

#[test]
fn plain_text_to_the_https_port_is_noted() {
    let sandbox = Sandbox::start("healthy");
    let mut stream = connect(sandbox.https);
    stream.write_all(request("GET", "").as_bytes()).unwrap();
    read(&mut stream);
    let outcome = sandbox.stop();
    assert!(outcome.troubles.iter().any(|(text, _)| text.contains("TLS")), "{:?}", outcome.troubles);
}

#[test]
fn requests_on_one_connection_are_answered_in_order() {
    let sandbox = Sandbox::start("healthy");
    let text = [request("GET", ""), request("HEAD", ""), request("OPTIONS", "Connection: close\r\n")].concat();
    let replies = sandbox.exchange(text.as_bytes());
    let statuses: Vec<&str> = replies.matches("HTTP/1.1 ").collect();
    assert_eq!(statuses.len(), 3, "{replies:.200}");
    assert!(replies.contains("HTTP/1.1 405 "));
    // A HEAD has the length of the body and no body.
    assert_eq!(replies.matches("\"type\":\"Feature\"").count(), 1);
    assert_eq!(sandbox.stop().record.requests, 3);
}

#[test]
fn refused_upload_gets_its_reply() {
    let sandbox = Sandbox::start("healthy");
    let body = "x".repeat(500_000);
    let text = request("POST", &format!("Content-Length: {}\r\n", body.len())) + &body;
    let reply = sandbox.exchange(text.as_bytes());
    assert!(reply.starts_with("HTTP/1.1 405 ") && reply.contains("Connection: close"), "{reply:.100}");
}

#[test]
fn thousand_silent_connections_keep_no_one_out() {
    let sandbox = Sandbox::start("healthy");
    let mut silent = Vec::new();
    for number in 0..1000 {
        let Ok(mut stream) = TcpStream::connect(if number % 2 == 0 { sandbox.http } else { sandbox.https }) else {
            break;
        };
        if number % 3 == 0 {
            // One that never completes its request.
            let _ = stream.write_all(b"GET / HT");
        }
        silent.push(stream);
    }
    assert!(silent.len() > 400, "{}", silent.len());
    let reply = sandbox.exchange(request("GET", "Connection: close\r\n").as_bytes());
    assert!(reply.starts_with("HTTP/1.1 200 "), "{reply:.100}");
    assert_eq!(sandbox.stop().record.requests, 1);
}

#[test]
fn broken_deliveries_reach_the_client_as_such() {
    let text = request("GET", "");
    let sandbox = Sandbox::start("outage-reset");
    let mut stream = sandbox.connect();
    stream.write_all(text.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    assert_eq!(stream.read_to_end(&mut bytes).unwrap_err().kind(), ErrorKind::ConnectionReset);
    assert_eq!(sandbox.stop().record.requests, 1, "a reset connection is an arrival");

    let sandbox = Sandbox::start("outage-cut");
    let reply = sandbox.exchange(text.as_bytes());
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap();
    assert!(!body.is_empty() && body.len() < length.parse().unwrap());
    sandbox.stop();

    let sandbox = Sandbox::start("outage-hang");
    let mut stream = sandbox.connect();
    stream.write_all(text.as_bytes()).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let error = stream.read(&mut [0; 10]).unwrap_err().kind();
    assert!(matches!(error, ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error:?}");
    assert_eq!(sandbox.stop().record.requests, 1);
}

#[test]
fn other_addresses_than_loopback_are_refused() {
    let any = SocketAddr::from(([0, 0, 0, 0], 0));
    let own = SocketAddr::from(([127, 0, 0, 1], 0));
    assert!(Listeners::bind(any, own).is_err() && Listeners::bind(own, any).is_err());
    let authority = Authority::new(Timestamp::from_unix(START_MS / 1000), 7).unwrap();
    let settings = Settings { scenario: find("healthy").unwrap(), seed: 7, lifetime: None, now_ms: START_MS };
    let listen = |address: SocketAddr| vec![std::net::TcpListener::bind(address).unwrap()];
    let public = Listeners { http: listen(own), https: listen(any) };
    assert!(Server::start(public, &authority, settings).is_err());
}

#[test]
fn authority_shows_its_certificate_and_never_its_key() {
    let authority = Authority::new(Timestamp::from_unix(START_MS / 1000), 7).unwrap();
    assert!(authority.pem().starts_with("-----BEGIN CERTIFICATE-----"));
    assert!(!authority.pem().contains("PRIVATE") && !format!("{authority:?}").contains("key"));
    let other = Authority::new(Timestamp::from_unix(START_MS / 1000), 7).unwrap();
    assert_ne!(authority.pem(), other.pem(), "each run has its own");
}
