//! Command lines, environments and files that are meant to exhaust the program.

use std::time::Duration;

use super::watch;
use crate::support::run::app;

#[test]
fn argument_of_100_kb_is_refused_and_shown_in_part() {
    let long = "x".repeat(100_000);
    let digits = "4".repeat(100_000);
    // Compared with every option it would take minutes.
    let option = format!("--{}", "x".repeat(1_000_000));
    let lines: [&[&str]; 10] = [
        &[&long],
        &[&digits],
        &["-f", &long, "403"],
        &["rules", &long],
        &["products", &long],
        &["codes", &long],
        &["--allow", &long, "http://127.0.0.1:1/"],
        &["--targets", "/nonexistent", &long],
        &[&format!("--{long}")],
        &["403", &option],
    ];
    for args in lines {
        let seen = watch("long argument", &mut app(args), Duration::ZERO);
        assert_eq!(seen.code, 3, "{}", seen.stderr);
        assert!(seen.stderr.len() < 2000, "{} bytes: {:.300}", seen.stderr.len(), seen.stderr);
    }
}
