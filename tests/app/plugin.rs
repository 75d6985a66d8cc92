//! The program as a monitoring plugin.

use std::time::Duration;

use crate::support::grammar::nagios;
use crate::support::run::{Ran, app, metstatus};
use crate::support::server::{Reply, Server};

const HEALTHY: &str =
    "HTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\nContent-Type: text/plain\nCache-Control: no-store\n\nhello";

/// Runs the program under the name of the plugin.
fn plugin(args: &[&str]) -> Ran {
    app(args).named("check_metstatus").run()
}

#[test]
fn plugin_prints_state_and_figures_in_one_line() {
    let server = Server::http([Reply::text(HEALTHY), Reply::text("HTTP/1.1 503 Service Unavailable\n\nno")]);
    let url = server.url("/x");
    let healthy = plugin(&["-t", "10", "-w", "5", "-c", "0.00001:9", "--replay", "never", &url]);
    nagios(&healthy.stdout);
    let first = healthy.stdout.lines().next().unwrap();
    assert!(first.starts_with("METSTATUS OK - 200 OK, 5 bytes in 0."), "{first}");
    assert!(first.contains(" | time=0.") && first.contains("s;5;0.00001:9;0 size=5B;;;0"), "{first}");
    let failing = plugin(&[&url]);
    nagios(&failing.stdout);
    assert!(failing.stdout.starts_with("METSTATUS CRITICAL - 503: "), "{}", failing.stdout);
    assert_eq!((healthy.code, failing.code), (0, 2));
}

#[test]
fn response_time_thresholds_count_in_every_format() {
    let slow = || Reply::text(HEALTHY).after(Duration::from_millis(120));
    let server = Server::http([slow(), slow(), slow(), slow(), slow()]);
    let url = server.url("/x");
    for (args, code) in [
        (["-w", "0.1", "-c", "9"], 1),
        (["-w", "9", "-c", "0.1"], 2),
        (["-w", "0.1", "-c", "0.1"], 2),
        (["-w", "1:", "-c", "~:9"], 1),
        (["-w", "@9:10", "-c", "@9:10"], 0),
    ] {
        let ran = metstatus(args.into_iter().chain(["--replay", "never", "-f", "json", &url]));
        assert_eq!(ran.code, code, "{args:?} {}", ran.stdout);
        assert_eq!(ran.ids().contains(&"slow-response".to_owned()), code > 0, "{args:?}");
    }
}

#[test]
fn bad_ranges_are_refused_before_any_request() {
    let server = Server::http([]);
    let url = server.url("/x");
    for range in ["10:5", "abc", "", "nan", "inf", "1e400", "@", "~", "1:2:3", "5s"] {
        for option in ["-w", "-c", "--warning", "--critical"] {
            let ran = metstatus([option, range, &url]);
            assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{option} {range:?}");
            let ran = plugin(&[option, range, &url]);
            assert_eq!(ran.stdout.lines().count(), 1, "{ran:?}");
            assert!(ran.code == 3 && ran.stdout.starts_with("METSTATUS UNKNOWN - "), "{ran:?}");
        }
    }
    for timeout in ["0", "1e400", "nan", "-1", "5x"] {
        let ran = plugin(&["-t", timeout, &url]);
        assert!(ran.code == 3 && ran.stdout.starts_with("METSTATUS UNKNOWN - "), "{ran:?}");
    }
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn plugin_errors_are_unknown_on_standard_output() {
    let rows: [&[&str]; 7] = [
        &["--nosuch"],
        &[],
        &["nonsense|x=1"],
        &["https://api.met.no/weatherapi/x/2.0/"],
        &["--contact", "me@example.com", "http://127.0.0.1:1/"],
        &["-o", "/nonexistent/x", "203"],
        &["read", "/nonexistent"],
    ];
    for args in rows {
        let ran = plugin(args);
        assert_eq!(ran.code, 3, "{ran:?}");
        assert_eq!(ran.stdout.lines().count(), 1, "{ran:?}");
        assert!(ran.stdout.starts_with("METSTATUS UNKNOWN - ") && !ran.stdout.contains('|'), "{ran:?}");
        let named = metstatus(args.iter().copied().chain(["-f", "nagios"]));
        assert_eq!((named.code, named.stdout.lines().count()), (3, 1), "{named:?}");
    }
}

#[test]
fn timeout_result_decides_the_state_of_a_timeout() {
    let silent = || Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n").stall();
    let server = Server::http([silent(), silent(), silent(), silent(), silent()]);
    let url = server.url("/x");
    for (state, code, word) in
        [("ok", 0, "OK"), ("warning", 1, "WARNING"), ("critical", 2, "CRITICAL"), ("unknown", 3, "UNKNOWN")]
    {
        let ran = plugin(&["-t", "300ms", "--timeout-result", state, &url]);
        nagios(&ran.stdout);
        assert_eq!(ran.code, code, "{state} {ran:?}");
        assert!(ran.stdout.starts_with(&format!("METSTATUS {word} - ")), "{ran:?}");
        assert!(ran.stderr.is_empty(), "{ran:?}");
    }
    assert_eq!(plugin(&["-t", "300ms", &url]).code, 2, "a timeout is critical");
}

#[test]
fn plugin_output_stays_small_with_many_targets() {
    for count in [1, 2, 38, 39, 40, 41, 42, 43, 44, 45, 2000] {
        let ran = plugin(&vec!["503"; count]);
        nagios(&ran.stdout);
        let (first, rest) = ran.stdout.split_once('\n').unwrap();
        assert!(first.starts_with("METSTATUS ") && first.contains(" | ") == (count > 1), "{first}");
        let shown = rest.lines().filter(|line| line.starts_with('[')).count();
        let left = rest.lines().last().and_then(|line| line.strip_prefix("... ")?.strip_suffix(" more lines"));
        let left = left.map_or(0, |count| count.parse().unwrap());
        assert!(count == 1 || shown + left == count, "{shown} and {left} of {count}");
    }
}

#[test]
fn plugin_lists_targets_worst_first() {
    let server = Server::http([Reply::text(HEALTHY), Reply::text("HTTP/1.1 404 Not Found\n\nno")]);
    let ran = plugin(&["--replay", "never", &server.url("/good"), &server.url("/bad"), "403"]);
    nagios(&ran.stdout);
    assert_eq!(ran.code, 2);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(
        lines[0].starts_with("METSTATUS CRITICAL - 3 targets: 1 failing, 1 healthy, 1 looked up"),
        "{}",
        ran.stdout
    );
    assert!(lines[0].contains("targets=3;;;0 failing=1;;;0"), "{}", ran.stdout);
    assert!(lines[1].starts_with("[CRITICAL] ") && lines[1].contains("/bad"), "{}", ran.stdout);
    assert_eq!(lines.len(), 4);
}
