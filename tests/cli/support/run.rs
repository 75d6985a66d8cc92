//! Runs the binary and keeps what it said.

use std::ffi::OsStr;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

pub(crate) use super::schema::schema_problems;

/// A contact of the tests: its host is not reserved, so it passes for one that reaches someone.
pub(crate) const CONTACT: &str = "ops@acme-weather.no";

/// A run that takes longer does not end by itself.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a run said, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
    /// How long it took.
    pub(crate) took: Duration,
}

impl Ran {
    /// The report of a run with `--format json`, checked against the schema.
    pub(crate) fn json(&self) -> Value {
        let report: Value = serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"));
        let problems = schema_problems(&report);
        assert!(problems.is_empty(), "{problems:#?}\n{}", self.stdout);
        report
    }
}

/// A command for the binary with an environment that holds nothing of this machine's.
pub(crate) fn command<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_metstatus"));
    command.env_clear().env("TERM", "xterm").args(args).stdin(Stdio::null());
    command
}

/// Runs the binary.
pub(crate) fn metstatus<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Ran {
    ran(command(args))
}

/// Runs the binary with something on its standard input.
pub(crate) fn metstatus_with_input<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>, input: &[u8]) -> Ran {
    let mut command = command(args);
    let start = Instant::now();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    said(child.wait_with_output().unwrap(), start)
}

/// Runs a command in namespaces of Linux, as containers have them, with options of `unshare`; `None` where this machine
/// grants none.
#[cfg(target_os = "linux")]
#[allow(clippy::print_stderr, reason = "who reads the log of a test has to know what was not tried")]
pub(crate) fn unshared(options: &[&str]) -> Option<Command> {
    let unshare = || {
        let mut command = Command::new("unshare");
        command.arg("--map-root-user").args(options);
        command
    };
    let granted = unshare().arg("true").output().is_ok_and(|tried| tried.status.success());
    if !granted {
        eprintln!("namespaces are not granted: unshare {options:?} was not tried");
    }
    granted.then(unshare)
}

/// Runs a command.
pub(crate) fn ran(mut command: Command) -> Ran {
    let start = Instant::now();
    said(command.output().unwrap(), start)
}

fn said(output: Output, start: Instant) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    let ran = Ran {
        code: output.status.code().expect("it ended by itself"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        took: start.elapsed(),
    };
    // What holds for every run, whatever it met.
    assert!(ran.took < PATIENCE, "{ran:#?}");
    assert!(!ran.stderr.contains("panicked") && !ran.stderr.contains("internal error"), "{ran:#?}");
    for text in [&ran.stdout, &ran.stderr] {
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "control characters: {ran:#?}");
    }
    ran
}
