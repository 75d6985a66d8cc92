//! SIGINT and SIGTERM: what is known is said, the report says that it is incomplete, and the process dies by the
//! signal.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

#[cfg(target_os = "linux")]
use super::support::run::unshared;
use super::support::run::{command, schema_problems};
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
        assert!(start.elapsed() < Duration::from_secs(60), "the requests never came");
        pause(5);
    }
    pause(50);
}

/// What it said after the signal. That it ends long before the 30 s that its request may take is shown by the report,
/// which has no result of that request.
fn ended(child: Child, signal: i32) -> Output {
    let output = child.wait_with_output().unwrap();
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
fn interrupted_batch_says_what_it_knows_and_dies_by_sigint() {
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

/// In a container the program is the first process, which does not die by a signal: the exit code has to say it.
#[cfg(target_os = "linux")]
#[test]
fn first_process_of_a_container_exits_with_the_signals_code() {
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
fn second_signal_ends_it_whatever_it_does() {
    // Standard output is a pipe that no one reads and that is full, so the report cannot be written.
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
