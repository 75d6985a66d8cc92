//! The program as a monitoring plugin.

use std::os::unix::fs::symlink;
use std::process::Command;

use crate::support::run::{Ran, metstatus, ran};

/// Runs the binary under the name of the plugin.
fn plugin(args: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().join("check_metstatus");
    symlink(env!("CARGO_BIN_EXE_metstatus"), &name).unwrap();
    let mut command = Command::new(name);
    command.env_clear().args(args);
    ran(command)
}

#[test]
fn another_format_and_help_remain() {
    assert_eq!(plugin(&["-f", "human", "203"]).stdout, metstatus(["203"]).stdout);
    let help = plugin(&["--help"]);
    assert!(help.code == 0 && help.stdout.contains("Usage: check_metstatus"), "{help:?}");
    let looked = plugin(&["--exit-code", "403"]);
    assert!(looked.code == 2 && looked.stdout.starts_with("METSTATUS CRITICAL - 403 Forbidden: "), "{looked:?}");
    assert_eq!(plugin(&["--version"]).code, 0);
}
