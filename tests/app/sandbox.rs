//! The sandbox without a command: its lists, what it refuses, and serving until a signal.

use std::net::TcpListener;
use std::time::Duration;

use serde_json::Value;

use crate::support::door::world::Signal;
use crate::support::grammar::{FORMATS, assert_valid};
use crate::support::run::{Ran, app, metstatus};

/// A sandbox that is interrupted before a request comes.
fn served(args: &[&str]) -> Ran {
    let all: Vec<&str> = ["sandbox"].iter().chain(args).copied().collect();
    let ran = app(&all).signal(Duration::ZERO, Signal::Interrupt).run();
    assert_eq!(ran.code, 130, "{ran:#?}");
    ran
}

#[test]
fn scenarios_are_listed_and_explained_with_their_sources() {
    let list = metstatus(["sandbox", "--list-scenarios"]);
    assert_eq!(list.code, 0, "{list:#?}");
    for name in ["healthy", "strict", "unchanged", "deprecated", "eol", "throttled", "blocked", "outage", "pebble"] {
        assert!(
            list.stdout.contains(&format!("\n  {name} ")) || list.stdout.starts_with(&format!("  {name} ")),
            "{name}"
        );
        let one = metstatus(["sandbox", "--explain", name]);
        assert_eq!(one.code, 0, "{one:#?}");
        for mark in ["documented: https://", "captured: ", "assumed: "] {
            assert!(one.stdout.contains(mark), "{name} {mark}: {}", one.stdout);
        }
    }
    let json = metstatus(["sandbox", "--list-scenarios", "--format", "json"]);
    let value: Value = serde_json::from_str(&json.stdout).unwrap();
    assert!(value["scenarios"].as_array().unwrap().len() >= 26);
    assert_eq!(value["scenarios"][0]["traits"][0]["known_from"], "captured");
}

#[test]
fn unplayable_scenario_is_refused_with_a_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let cases: [(&[&str], &str); 15] = [
        (&["--scenario", "healhty"], "did you mean healthy?"),
        (&["--explain", "outge"], "did you mean outage?"),
        (&["--scenario", "zzzzzzzzzz"], "--list-scenarios lists all"),
        (&["--scenario", "healthy,eol"], "only one scenario can be served"),
        (&["--listen", "0.0.0.0:8443"], "loopback addresses only"),
        (&["--listen", "localhost"], "not an address with a port"),
        (&["--listen", &taken], "cannot listen on"),
        (&["--lifetime", "2s"], "at least 3s"),
        (&["--lifetime", "2h"], "at most 30m"),
        (&["--wire", "namespace"], "write the command after --"),
        (&["--wire", "env", "--scenario", "eol"], "leave --wire out to serve"),
        (&["--list-scenarios", "--", "true"], "run no command"),
        (&["--"], "there is no command after --"),
        (&["--seed", "1", "--"], "leave -- out to serve"),
        (&["npm", "test"], "metstatus sandbox -- 'npm'"),
    ];
    for (args, text) in cases {
        let all: Vec<&str> = ["sandbox"].iter().chain(args).copied().collect();
        let ran = metstatus(&all);
        let said = ran.stderr.replace("\n  ", " ");
        assert!(ran.code == 3 && said.contains(text) && ran.stdout.is_empty(), "{args:?}: {ran:#?}");
    }
}

#[test]
fn served_sandbox_says_where_it_listens_first() {
    let ran = served(&["--seed", "7"]);
    let first = ran.stdout.lines().next().unwrap();
    let parts: Vec<&str> = first.split(' ').collect();
    assert!(
        matches!(parts.as_slice(), ["listening", url, ca, http]
            if url.starts_with("URL=https://127.0.0.1:") && ca.starts_with("CA=/") && http.starts_with("HTTP=http://127.0.0.1:")),
        "{first}"
    );
    let ca = parts[2].trim_start_matches("CA=");
    assert!(!std::path::Path::new(ca).exists(), "nothing is left behind");
    assert!(ran.stdout.contains("--seed 7") && ran.stdout.contains("no request reached the sandbox"), "{}", ran.stdout);
}

#[test]
fn report_without_requests_is_valid_and_never_healthy() {
    for format in FORMATS {
        let ran = served(&["--format", format]);
        let (_, report) = ran.stdout.split_once('\n').unwrap();
        assert_valid(format, report);
    }
    let ran = served(&["--format", "json", "--seed", "9"]);
    let (_, report) = ran.stdout.split_once('\n').unwrap();
    let value: Value = serde_json::from_str(report).unwrap();
    assert_eq!(value["verdict"], "no verdict");
    let run = serde_json::json!({ "scenario": "healthy", "seed": 9, "wire": "none", "requests": 0, "exit_code": null });
    assert_eq!(value["results"][0]["sandbox"], run);
    let checks = value["results"][0]["traffic"]["checks"].as_array().unwrap();
    assert!(checks.iter().all(|check| check["outcome"] == "not-judged"));
}
