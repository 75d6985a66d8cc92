//! `--state`: one request per expiry, with the validators of the last one, and verdicts that stand meanwhile.

#![allow(clippy::disallowed_methods, reason = "servers date their answers by the clock that the program reads")]

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::run::{Ran, command, metstatus};
use crate::support::server::{Reply, Server};

struct State {
    folder: TempDir,
}

impl State {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("state.json")
    }

    fn args<'a>(&self, rest: &[&'a str], path: &'a str) -> Vec<&'a str> {
        [&["--state", path, "-f", "json", "--rate", "100"], rest].concat()
    }

    /// Runs with this file.
    fn run(&self, rest: &[&str]) -> Ran {
        let path = self.path().to_str().unwrap().to_owned();
        metstatus(self.args(rest, &path))
    }
}

#[test]
fn path_unfit_for_the_state_is_refused_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::http([]);
    let url = server.url("/x");
    for path in [folder.path().to_path_buf(), folder.path().join("missing/state.json")] {
        let ran = metstatus(["--state", path.to_str().unwrap(), &url]);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{}", ran.stderr);
        assert!(ran.stderr.starts_with("metstatus: --state "), "{}", ran.stderr);
    }
    let path = folder.path().join("state.json").to_str().unwrap().to_owned();
    for (options, part) in
        [(&["-H", "If-None-Match: \"a\""][..], "If-None-Match"), (&["--replay", "wait"], "--replay wait")]
    {
        let ran = metstatus([&["--state", &path], options, &[&url]].concat());
        assert!(ran.code == 3 && ran.stderr.contains(part), "{}", ran.stderr);
    }
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn state_that_cannot_be_written_is_said_beside_the_result() {
    // A file that takes no more than some bytes, as on a disk that is full.
    let state = State::new();
    let server = Server::http([Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA")]);
    let script = format!(
        "trap '' XFSZ; ulimit -f 0; exec {} --state {} {}",
        env!("CARGO_BIN_EXE_metstatus"),
        state.path().display(),
        server.url("/x")
    );
    let output = Command::new("/bin/sh").args(["-c", &script]).stdin(Stdio::null()).output().unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(3), "{stdout}{stderr}");
    assert!(stdout.starts_with("200 OK") && stderr.contains("could not be written"), "{stdout}{stderr}");
    // Monitoring reads standard output alone.
    let server = Server::http([Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA")]);
    let script = format!(
        "trap '' XFSZ; ulimit -f 0; exec {} -f nagios --state {} {}",
        env!("CARGO_BIN_EXE_metstatus"),
        state.path().display(),
        server.url("/x")
    );
    let output = Command::new("/bin/sh").args(["-c", &script]).stdin(Stdio::null()).output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(3), "{stdout}");
    assert!(stdout.starts_with("METSTATUS UNKNOWN - --state ") && stdout.contains("could not be written"), "{stdout}");
    let left: Vec<String> = std::fs::read_dir(state.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(left, ["state.json.lock"]);
}

#[test]
fn two_runs_at_once_send_one_request() {
    let state = State::new();
    let slow = Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA").after(Duration::from_millis(400));
    let server = Server::http([slow]);
    let (path, url) = (state.path(), server.url("/x"));
    let start = || {
        let args = ["--state", path.to_str().unwrap(), "-f", "json", &url].map(str::to_owned);
        command(args).stdout(Stdio::piped()).spawn().unwrap()
    };
    let runs = [start(), start(), start()].map(|run| run.wait_with_output().unwrap());
    let sent: Vec<Value> =
        runs.iter().map(|run| serde_json::from_slice::<Value>(&run.stdout).unwrap()["requests_sent"].clone()).collect();
    assert_eq!(sent.iter().filter_map(Value::as_u64).sum::<u64>(), 1, "{sent:?}");
    assert!(runs.iter().all(|run| run.status.success()));
}

#[test]
fn named_pipe_is_refused_as_a_state_file() {
    let state = State::new();
    assert!(Command::new("mkfifo").arg(state.path()).status().unwrap().success());
    let ran = state.run(&["http://127.0.0.1:9/x"]);
    assert!(ran.code == 3 && ran.stderr.contains("not a regular file"), "{}", ran.stderr);
    let kind = std::os::unix::fs::FileTypeExt::is_fifo(&std::fs::metadata(state.path()).unwrap().file_type());
    assert!(kind);
}
