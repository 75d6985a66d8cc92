//! SIGINT and SIGTERM: what is known is reported, and the report says that it is incomplete. How the process then ends is
//! tested in `tests/cli/signals.rs`.

use std::time::Duration;

use serde_json::Value;

use crate::support::door::world::Signal;
use crate::support::grammar::{FORMATS, assert_valid};
use crate::support::run::{Ran, app, metstatus};
use crate::support::server::{Reply, Server};

const SECOND: Duration = Duration::from_secs(1);

/// A run that is interrupted a second after it began.
fn interrupted(args: &[&str]) -> Ran {
    let ran = app(args).signal(SECOND, Signal::Interrupt).run();
    // A signal is looked for every 50 ms.
    assert_eq!(ran.code, 130, "{ran:#?}");
    assert!((SECOND..=SECOND + Duration::from_millis(60)).contains(&ran.took), "{ran:#?}");
    ran
}

fn hanging() -> Reply {
    Reply::raw("HTTP/1.1 200 OK\r\n").stall()
}

fn fine() -> Reply {
    Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=600\n\nhello")
}

#[test]
fn interrupted_replay_shows_the_first_response() {
    let first = Reply::text("HTTP/1.1 200 OK\nLast-Modified: Mon, 06 Jan 2025 10:00:00 GMT\n\nhello");
    let server = Server::http([first, hanging()]);
    let text = interrupted(&["--timeout", "30s", &server.url("/")]).stdout;
    assert!(text.starts_with("200 OK  "), "{text}");
    assert!(text.contains("caching   not tested: the run was interrupted"), "{text}");
    assert!(
        text.contains("\nincomplete: ended by SIGINT; all targets were checked, the last one only partly\n"),
        "{text}"
    );
}

#[test]
fn interrupted_wait_ends_at_once() {
    // One request an hour: the second target waits.
    let server = Server::http([fine()]);
    let text = interrupted(&["--rate", "1/h", &server.url("/a"), &server.url("/b")]).stdout;
    let line =
        "incomplete: ended by SIGINT; 1 of 2 targets are shown above; the others were not\n            checked\n";
    assert!(text.contains(line), "{text}");
}

#[test]
fn interrupted_quiet_run_stays_quiet() {
    let server = Server::http([hanging()]);
    let ran = interrupted(&["-q", "--timeout", "30s", &server.url("/")]);
    assert!(ran.stdout.is_empty() && ran.stderr.is_empty(), "{ran:#?}");
}

#[test]
fn run_without_interrupt_is_complete() {
    let server = Server::http([fine()]);
    let ran = metstatus(["-f", "json", "200", &server.url("/")]);
    assert_eq!(ran.json()["complete"], true);
    assert_eq!(ran.code, 0);
}

#[test]
fn interrupted_wait_for_expiry_reports_what_is_known() {
    let answer = "HTTP/1.1 200 OK\nCache-Control: max-age=600\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nhello";
    let server = Server::http([Reply::text(answer)]);
    let ran = interrupted(&["-f", "json", "--replay", "wait", "--timeout", "1s", &server.url("/")]);
    let report = ran.json();
    assert_eq!((&report["complete"], &report["requests_sent"]), (&false.into(), &1.into()));
    assert_eq!(report["results"][0]["status"]["code"], 200);
    assert_eq!(report["results"][0]["replay"]["reason"], "interrupted");
    assert!(ran.stderr.contains("waiting 10m 1s, until ") && ran.stderr.contains("to expire"), "{}", ran.stderr);
}

#[test]
fn interrupted_run_is_marked_in_every_format() {
    for format in FORMATS {
        let server = Server::http([fine(), hanging()]);
        let url = server.url("/");
        let text = interrupted(&["-f", format, "--rate", "100/s", "--timeout", "30s", &url, &url, &url]).stdout;
        assert_valid(format, &text);
        let marks = match format {
            "json" | "jsonl" => ["\"complete\"", "false"],
            "prometheus" => ["metstatus_last_run_complete 0", "metstatus_check_success"],
            "sarif" => ["\"executionSuccessful\": false", "SIGINT"],
            "tap" => ["Bail out! ended by SIGINT", "ok 1 - "],
            _ => ["ended by SIGINT", "SIGINT"],
        };
        assert!(marks.iter().all(|mark| text.contains(mark)), "{format}: {text}");
    }
}

/// Whenever the signal comes, every request that was sent is counted once, and nothing is sent after it.
#[test]
fn interrupt_at_any_moment_counts_every_request_once() {
    for at in (0..4000).step_by(70) {
        let replies = (0..4).map(|_| fine().after(Duration::from_millis(400)));
        let server = Server::http(replies).allow_unasked();
        let urls: Vec<String> = (0..4).map(|number| server.url(&format!("/{number}"))).collect();
        let signal = if at % 140 == 0 { Signal::Interrupt } else { Signal::Terminate };
        let ran = app(["-f", "json", "--rate", "1/s"]).args(&urls).signal(Duration::from_millis(at), signal).run();
        let report = ran.json();
        assert_eq!(report["requests_sent"], server.requests().len(), "{at} ms: {report:#}");
        let complete = ran.took < Duration::from_millis(at);
        assert_eq!(report["complete"], complete, "{at} ms");
        let code = if signal == Signal::Interrupt { 130 } else { 143 };
        assert_eq!(ran.code, if complete { 0 } else { code }, "{at} ms");
        let known: Vec<&Value> = report["results"].as_array().unwrap().iter().map(|one| &one["verdict"]).collect();
        assert!(known.iter().all(|verdict| *verdict == "healthy"), "{known:?}");
        let latest = server.requests().last().map_or(Duration::ZERO, |last| last.arrived);
        assert!(latest <= crate::support::clock::elapsed(), "{at} ms");
    }
}
