//! TLS.

use std::time::{Duration, SystemTime};

use super::{Fault, Seen, watch};
use crate::support::run::{command, ran};
use crate::support::server::{Reply, Server, http_date};
use crate::support::tls::{Authority, TlsFault, faulty};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const DAY: u64 = 86_400;

fn over(name: &'static str, authority: &Authority, identity: crate::support::tls::Identity, answers: bool) -> Fault {
    let pem = authority.pem_file();
    Fault::new(name, move || if answers { vec![Reply::raw(OK)] } else { Vec::new() })
        .over(identity)
        .with(&["--cacert", pem.to_str().unwrap()])
}

#[test]
fn certificate_that_proves_nothing_has_its_finding() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let names = ["127.0.0.1"];
    over("unknown authority", &authority, stranger.identity(&names), false)
        .finds("tls-untrusted", "error")
        .exits(2)
        .put();
    over("expired", &authority, authority.identity_valid(&names, (2020, 1, 1), (2021, 2, 3)), false)
        .finds("tls-expired", "error")
        .says("2021-02-03")
        .exits(2)
        .put();
    over("not yet", &authority, authority.identity_valid(&names, (2090, 4, 5), (2091, 1, 1)), false)
        .finds("tls-not-yet-valid", "error")
        .says("clock")
        .exits(2)
        .put();
    over("another name", &authority, authority.identity(&["other.acme.no"]), false)
        .finds("tls-wrong-host", "error")
        .says("other.acme.no")
        .exits(2)
        .put();
    let demanding = authority.identity(&names).demanding_client_certificate(&stranger);
    over("client certificate", &authority, demanding, false)
        .finds("tls-failure", "error")
        .says("The server requires a client certificate")
        .exits(2)
        .put();
    let older = authority.identity(&names).demanding_client_certificate(&stranger).tls12_only();
    over("client certificate of TLS 1.2", &authority, older, false)
        .finds("tls-failure", "error")
        .says("The server requires a client certificate")
        .exits(2)
        .put();
}

/// faketime(1) sets the clock of the program; without it there is nothing to try this with.
#[test]
fn clock_that_is_years_late_is_named() {
    if std::process::Command::new("faketime").arg("--version").output().is_err() {
        return;
    }
    let behind = |args: &[String]| {
        let mut faked = std::process::Command::new("faketime");
        faked.env("TERM", "dumb").args(["2020-01-01 00:00:00", env!("CARGO_BIN_EXE_metstatus")]).args(args);
        watch("clock", faked, super::TIME)
    };
    let authority = Authority::new();
    let valid = authority.identity_valid(&["127.0.0.1"], (2024, 1, 1), (2090, 1, 1));
    let secure = Server::https(&valid, []);
    let pem = authority.pem_file();
    let seen = behind(&["--cacert".to_owned(), pem.to_str().unwrap().to_owned(), secure.url("/")]);
    assert!(seen.code == Some(2) && seen.stdout.contains("error[tls-not-yet-valid]"), "{}", seen.stdout);
    assert!(seen.stdout.contains("check this machine's clock"), "{}", seen.stdout);
    let now = http_date(SystemTime::now());
    let plain = Server::http([Reply::text(format!("HTTP/1.1 200 OK\nDate: {now}\n\nfine"))]);
    let seen = behind(&[plain.url("/")]);
    assert!(seen.code == Some(1) && seen.stdout.contains("warning[clock-skew]"), "{}", seen.stdout);
}

/// A machine without authorities, as a container often is: not the server's fault, and not that of the scheme.
#[test]
fn machine_without_authorities_learns_what_it_lacks() {
    let server = Server::https(&Authority::new().identity(&["127.0.0.1"]), []);
    let nothing = tempfile::NamedTempFile::new().unwrap();
    let mut asked = command(["-f", "json", "--replay", "never", &server.url("/")]);
    asked.env("SSL_CERT_FILE", nothing.path()).env("SSL_CERT_DIR", "/nonexistent");
    let ran = ran(asked);
    let finding = ran.finding("tls-untrusted");
    assert_eq!((ran.code, &ran.json()["verdict"]), (3, &"no verdict".into()));
    assert!(finding["message"].as_str().unwrap().contains("no list of certificate authorities"), "{finding}");
    assert!(finding["advice"].to_string().contains("--roots bundled"), "{finding}");
    assert_eq!(ran.result()["exchanges"][0]["failure"]["kind"], "no-authorities");
    assert!(server.requests().is_empty());
}

#[test]
fn certificate_that_ends_soon_is_a_warning() {
    let authority = Authority::new();
    let until = |days: u64| {
        let now = SystemTime::now();
        authority.identity_between(
            &["127.0.0.1"],
            now - Duration::from_secs(DAY),
            now + Duration::from_secs(days * DAY + 60),
        )
    };
    for days in [1, 10, 29] {
        over("soon", &authority, until(days), true).finds("tls-expires-soon", "warning").exits(1).put();
    }
    over("in time", &authority, until(31), true).put();
}

#[test]
fn peer_that_speaks_no_tls_has_its_finding() {
    for (fault, id) in [
        (TlsFault::PlainHttp, "tls-failure"),
        (TlsFault::Garbage, "tls-failure"),
        (TlsFault::CloseInHandshake, "tls-failure"),
        (TlsFault::OldVersion, "tls-failure"),
        (TlsFault::NeverAnswers, "connection-timeout"),
    ] {
        let listener = faulty(fault);
        let seen: Seen =
            watch("no tls", command(["--timeout", "600ms", &listener.url("/")]), Duration::from_millis(600));
        assert_eq!(seen.code, Some(2), "{}", seen.stdout);
        assert!(seen.stdout.contains(&format!("error[{id}]")), "{}", seen.stdout);
        assert!(fault_hint(&seen, id, matches!(fault, TlsFault::PlainHttp)), "{}", seen.stdout);
    }
}

fn fault_hint(seen: &Seen, _id: &str, is_plain: bool) -> bool {
    !is_plain || seen.stdout.contains("http://")
}

#[test]
fn content_cut_without_tls_end_is_reported() {
    let authority = Authority::new();
    let pem = authority.pem_file();
    Fault::new("no close_notify", || vec![Reply::raw("HTTP/1.0 200 OK\r\n\r\nhalf").without_close_notify()])
        .over(authority.identity(&["127.0.0.1"]))
        .with(&["--cacert", pem.to_str().unwrap()])
        .finds("truncated-response", "warning")
        .exits(1)
        .put();
}
