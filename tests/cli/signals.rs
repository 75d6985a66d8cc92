//! SIGINT and SIGTERM: what is known is said, the report says that it is incomplete, and the process dies by the signal.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::support::grammar::{FORMATS, assert_valid};
#[cfg(target_os = "linux")]
use super::support::run::unshared;
use super::support::run::{command, metstatus, schema_problems};
use super::support::server::{Reply, Server};

const SIGINT: i32 = 2;
const SIGTERM: i32 = 15;

#[allow(clippy::disallowed_methods, reason = "the test waits for another process")]
fn pause(ms: u64) {
    thread::sleep(Duration::from_millis(ms));
}

/// Starts the binary with its streams in pipes.
fn start(args: &[&str]) -> Child {
    command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn send(signal: &str, child: &Child) {
    let kill = format!("kill -{signal} {}", child.id());
    assert!(Command::new("/bin/sh").args(["-c", &kill]).status().unwrap().success());
}

/// Waits until so many requests have come, and a moment longer.
fn after_requests(server: &Server, count: usize) {
    let start = Instant::now();
    while server.requests().len() < count {
        assert!(start.elapsed() < Duration::from_secs(10), "the requests never came");
        pause(5);
    }
    pause(50);
}

/// What it said after the signal, which has to take less than a second.
fn ended(child: Child, signal: i32) -> Output {
    let start = Instant::now();
    let output = child.wait_with_output().unwrap();
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}: {output:?}", start.elapsed());
    assert_eq!(output.status.signal(), Some(signal), "{output:?}");
    output
}

fn json(output: &Output) -> Value {
    let report = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(schema_problems(&report), Vec::<String>::new(), "{report:#}");
    report
}

fn hanging() -> Reply {
    Reply::raw("HTTP/1.1 200 OK\r\n").stall()
}

fn fine() -> Reply {
    Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=600\n\nhello")
}

#[test]
fn an_interrupted_batch_says_what_it_knows_and_dies_by_sigint() {
    let server = Server::http([fine(), fine(), hanging()]);
    let url = server.url("/");
    let child = start(&["-f", "json", "--rate", "100/s", "--timeout", "30s", &url, &url, &url, &url]);
    after_requests(&server, 3);
    send("INT", &child);
    let report = json(&ended(child, SIGINT));
    assert_eq!(report["complete"], false);
    assert_eq!(report["verdict"], "no verdict");
    assert_eq!(report["requests_sent"], 3);
    assert_eq!(report["results"].as_array().unwrap().len(), 2);
}

/// In a container the program is the first process, which does not die by a signal: the exit code has to tell.
#[cfg(target_os = "linux")]
#[test]
fn the_first_process_of_a_container_tells_the_signal_by_its_exit_code() {
    let server = Server::http([hanging(), hanging()]);
    let url = server.url("/");
    for (count, (signal, code)) in [("TERM", 143), ("INT", 130)].into_iter().enumerate() {
        let Some(mut command) = unshared(&["--pid", "--fork", "--kill-child"]) else { return };
        command.args([env!("CARGO_BIN_EXE_metstatus"), "-f", "json", "--timeout", "30s", &url]);
        let outside = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        after_requests(&server, count + 1);
        let id = outside.id();
        let kill = format!("kill -{signal} $(cat /proc/{id}/task/{id}/children)");
        assert!(Command::new("/bin/sh").args(["-c", &kill]).status().unwrap().success());
        let output = outside.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(code), &b""[..]), "{output:?}");
        assert_eq!(json(&output)["complete"], false);
    }
}

#[test]
fn sigterm_ends_a_check_that_hangs() {
    let server = Server::http([hanging()]);
    let child = start(&["-f", "json", "--timeout", "30s", &server.url("/")]);
    after_requests(&server, 1);
    send("TERM", &child);
    let report = json(&ended(child, SIGTERM));
    assert_eq!(report["complete"], false);
    assert_eq!(report["results"].as_array().unwrap().len(), 0);
    assert_eq!(report["requests_sent"], 1);
}

#[test]
fn what_answered_is_shown_though_its_replay_is_interrupted() {
    let first = Reply::text("HTTP/1.1 200 OK\nLast-Modified: Mon, 06 Jan 2025 10:00:00 GMT\n\nhello");
    let server = Server::http([first, hanging()]);
    let child = start(&["--timeout", "30s", &server.url("/")]);
    after_requests(&server, 2);
    send("INT", &child);
    let output = ended(child, SIGINT);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("200 OK  "), "{text}");
    assert!(text.contains("caching   not tested: the run was interrupted"), "{text}");
    assert!(text.contains("\nincomplete: ended by SIGINT; every target is checked, the last one in part\n"), "{text}");
}

#[test]
fn an_interrupted_wait_ends_at_once() {
    // One request an hour: the second target waits.
    let server = Server::http([fine()]);
    let child = start(&["--rate", "1/h", &server.url("/a"), &server.url("/b")]);
    after_requests(&server, 1);
    send("INT", &child);
    let text = String::from_utf8(ended(child, SIGINT).stdout).unwrap();
    let line = "incomplete: ended by SIGINT; 1 of 2 targets are above, nothing is known of the\n            others\n";
    assert!(text.contains(line), "{text}");
}

#[test]
fn the_second_signal_ends_it_whatever_it_does() {
    // Standard output is a pipe that nobody reads and that is full, so that the report cannot be written.
    let server = Server::http([fine(), hanging()]);
    let header = format!("X: {}", "x".repeat(60_000));
    let url = server.url("/");
    let child = start(&["-v", "-H", &header, "-H", &header.replace("X:", "Y:"), "--timeout", "30s", &url, &url]);
    after_requests(&server, 2);
    send("INT", &child);
    pause(300);
    send("INT", &child);
    pause(300);
    ended(child, SIGINT);
}

#[test]
fn a_quiet_run_that_is_interrupted_stays_quiet() {
    let server = Server::http([hanging()]);
    let child = start(&["-q", "--timeout", "30s", &server.url("/")]);
    after_requests(&server, 1);
    send("INT", &child);
    let output = ended(child, SIGINT);
    assert!(output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn a_run_that_is_not_interrupted_is_complete() {
    let server = Server::http([fine()]);
    let ran = metstatus(["-f", "json", "200", &server.url("/")]);
    assert_eq!(ran.json()["complete"], true);
    assert_eq!(ran.code, 0);
}

#[test]
fn a_wait_for_expiry_that_is_interrupted_says_what_it_knows() {
    let answer = "HTTP/1.1 200 OK\nCache-Control: max-age=600\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nhello";
    let server = Server::http([Reply::text(answer)]);
    let child = start(&["-f", "json", "--replay", "wait", "--timeout", "1s", &server.url("/")]);
    after_requests(&server, 1);
    pause(1200);
    send("INT", &child);
    let output = ended(child, SIGINT);
    let report = json(&output);
    assert_eq!((&report["complete"], &report["requests_sent"]), (&false.into(), &1.into()));
    assert_eq!(report["results"][0]["status"]["code"], 200);
    assert_eq!(report["results"][0]["replay"]["reason"], "interrupted");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("waiting 10m 1s, until ") && said.contains("to expire"), "{said}");
}

#[test]
fn an_interrupted_run_is_marked_in_every_format() {
    let server = Server::http(FORMATS.iter().flat_map(|_| [fine(), hanging()]));
    let url = server.url("/");
    for (number, format) in FORMATS.iter().enumerate() {
        let child = start(&["-f", format, "--rate", "100/s", "--timeout", "30s", &url, &url, &url]);
        after_requests(&server, 2 * number + 2);
        send("INT", &child);
        let output = ended(child, SIGINT);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_valid(format, &text);
        let marks = match *format {
            "json" | "jsonl" => ["\"complete\"", "false"],
            "prometheus" => ["metstatus_last_run_complete 0", "metstatus_check_success"],
            "sarif" => ["\"executionSuccessful\": false", "SIGINT"],
            "tap" => ["Bail out! ended by SIGINT", "ok 1 - "],
            _ => ["ended by SIGINT", "SIGINT"],
        };
        assert!(marks.iter().all(|mark| text.contains(mark)), "{format}: {text}");
    }
}
