//! What the world of the tests itself has to keep: time, order, and how cheap a run is.

use std::time::Duration;

use serde_json::json;

use super::support::clock;
use super::support::door::evidence::{FailureKind, Phase};
use super::support::door::world::Signal;
use super::support::files;
use super::support::met::{Met, document, minutes, not_modified};
use super::support::network::LATENCY;
use super::support::run::{app, metstatus};
use super::support::server::{Reply, Server};

#[test]
fn run_reaches_scripted_server_without_a_socket() {
    let server = Server::http([Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=600\n\nhello")]);
    let ran = metstatus(["-f", "json", &server.url("/x?y=1")]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:#?}");
    assert_eq!(server.requests()[0].line, "GET /x?y=1 HTTP/1.1");
    assert_eq!(server.requests()[0].field("host"), Some(format!("127.0.0.1:{}", server.port()).as_str()));
    assert_eq!(ran.result()["exchanges"][0]["response"]["status"], 200);
}

#[test]
fn met_is_asked_by_its_name_and_replayed() {
    let modified = clock::now() - minutes(5);
    let met = Met::new([Reply::text(document(modified, "{}")), Reply::text(not_modified(""))]);
    let ran = met.check(&[]);
    assert_eq!((ran.code, &ran.result()["replay"]["outcome"]), (0, &json!("revalidated")), "{}", ran.stdout);
    assert_eq!(met.server.connections(), 1, "the connection is used again");
}

#[test]
fn waiting_moves_the_clock_and_nothing_else() {
    let reply = || Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=600\n\nhello");
    let server = Server::http([reply(), reply(), reply()]);
    let urls = ["/a", "/b", "/c"].map(|path| server.url(path));
    let ran = app(["-f", "json", "--rate", "1/h"]).args(&urls).run();
    assert_eq!((ran.code, server.gaps()), (0, vec![minutes(60); 2]), "{ran:#?}");
    assert_eq!(ran.took, minutes(120) + LATENCY);
}

#[test]
fn script_of_failures_reaches_the_report() {
    let server = Server::http([Reply::fails(Phase::Tls, FailureKind::TlsUntrusted, "UnknownIssuer")]);
    let ran = metstatus(["-f", "json", &server.url("/")]);
    assert_eq!((ran.code, ran.ids()[0].as_str()), (2, "tls-untrusted"), "{}", ran.stdout);
    let nowhere = metstatus(["-f", "json", "https://weather.test/"]);
    assert_eq!((nowhere.code, nowhere.ids()[0].as_str()), (2, "dns-failure"), "{}", nowhere.stdout);
    let silent = Server::http([Reply::raw("HTTP/1.1 200").stall()]);
    let ran = metstatus(["-f", "json", "--timeout", "20s", &silent.url("/")]);
    assert_eq!((ran.code, ran.ids()[0].as_str()), (2, "response-timeout"), "{}", ran.stdout);
    assert_eq!(ran.took, Duration::from_secs(20));
}

#[test]
fn signal_ends_a_run_that_waits() {
    let server = Server::http([Reply::text("HTTP/1.1 200 OK\n\nhello").after(minutes(5))]);
    let ran = app(["--timeout", "10m", &server.url("/")]).signal(Duration::from_secs(2), Signal::Interrupt).run();
    assert_eq!(ran.code, 130, "{ran:#?}");
    assert!(ran.took < Duration::from_secs(3), "{:?}", ran.took);
}

#[test]
fn state_and_reports_are_files_in_memory() {
    let reply = || Reply::text(document(clock::now() - minutes(5), "{}"));
    let met = Met::new([reply()]);
    let args = ["--state", "/memory/state", "--report=json=/memory/report.json"];
    let first = met.ask(&args);
    assert_eq!(first.code, 0, "{first:#?}");
    assert!(files::get("/memory/state").is_some() && files::get("/memory/report.json").is_some());
    clock::pass(minutes(10));
    assert_eq!(met.ask(&args).code, 0, "fresh: nothing is sent");
    clock::pass(minutes(30));
    met.server.then([Reply::text(not_modified(""))]);
    assert_eq!(met.ask(&args).code, 0);
    assert!(met.server.requests()[1].field("if-modified-since").is_some());
}

#[test]
fn thousand_runs_ask_a_thousand_times() {
    for _ in 0..1000 {
        let server = Server::http([Reply::text("HTTP/1.1 404 Not Found\n\n")]);
        assert_eq!(metstatus(["-f", "json", &server.url("/")]).code, 2);
    }
}

/// The example in CONTRIBUTING.md.
#[test]
fn example_of_the_contributing_guide_holds() {
    let guide = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/CONTRIBUTING.md"));
    let source = include_str!("world.rs");
    let lines = guide.split("```rust\n").find(|part| part.starts_with("let server = ")).unwrap();
    for line in lines.split("\n```").next().unwrap().lines() {
        assert!(source.contains(&format!("    {line}\n")), "the example is not this one: {line}");
    }
    let server = Server::http([Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA").after(minutes(1))]);
    let ran = metstatus(["-f", "json", "--timeout", "2m", &server.url("/x")]);
    assert_eq!((ran.code, ran.ids()), (0, vec!["no-validator".to_owned()]));
    assert_eq!(server.requests()[0].field("accept-encoding"), Some("gzip"));
}
