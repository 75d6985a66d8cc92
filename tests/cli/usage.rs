//! The command line itself: what it refuses, its help, its streams and its colours.

use std::process::Stdio;

use crate::support::run::*;

#[test]
fn reader_that_goes_away_changes_nothing() {
    let rows: [(&[&str], i32); 5] = [
        (&["--exit-code", "403"], 2),
        (&["codes"], 0),
        (&["rules", "-f", "json"], 0),
        (&["--help"], 0),
        (&["read", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/met-203.txt")], 1),
    ];
    for (args, code) in rows {
        let mut child = command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(code), &b""[..]), "{args:?}");
    }
}

#[test]
fn report_that_cannot_be_written_is_an_error() {
    for args in [&["403"][..], &["-f", "json", "403"], &["codes"], &["rules"], &["--help"], &["--version"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command(args).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{args:?}");
        assert!(told.contains("No space left on device") && told.lines().count() == 1, "{args:?}: {told}");
    }
}
