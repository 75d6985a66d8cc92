//! What a terminal gets: the binary writes to a pseudo-terminal, and the test reads what would be shown.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::Read as _;
use std::os::unix::ffi::OsStringExt as _;
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::support::run::command;

type Env = &'static [(&'static str, &'static str)];

/// What `metstatus ARGS` writes to a terminal with these variables, and no others.
fn shown(args: &[&str], env: Env) -> String {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = OsString::from_vec(ptsname(&master, Vec::new()).unwrap().into_bytes());
    let slave = OpenOptions::new().read(true).write(true).open(name).unwrap();
    let mut command = command(args);
    command.env_remove("TERM").envs(env.iter().copied());
    let mut child = command.stdout(Stdio::from(slave)).stderr(Stdio::null()).spawn().unwrap();
    // The command keeps the terminal open for as long as it lives.
    drop(command);
    let mut bytes = Vec::new();
    // When the last writer closes a terminal, reading from it is an error.
    let _ = File::from(master).read_to_end(&mut bytes);
    assert!(child.wait().unwrap().success(), "{args:?}");
    String::from_utf8(bytes).unwrap()
}

fn is_coloured(text: &str) -> bool {
    text.contains("\u{1b}[1m")
}

fn has_links(text: &str) -> bool {
    text.contains("\u{1b}]8;;https://")
}

#[test]
fn terminal_gets_colour_unless_something_speaks_against_it() {
    let rows: [(&[&str], Env, bool); 12] = [
        (&[], &[("TERM", "xterm")], true),
        (&[], &[("TERM", "dumb")], false),
        (&[], &[], false),
        (&[], &[("TERM", "xterm"), ("NO_COLOR", "1")], false),
        (&[], &[("TERM", "xterm"), ("NO_COLOR", "")], true),
        (&[], &[("TERM", "xterm"), ("CLICOLOR", "0")], false),
        (&[], &[("TERM", "xterm"), ("CLICOLOR", "1")], true),
        (&[], &[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")], true),
        (&[], &[("TERM", "xterm"), ("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false),
        (&["--color", "always"], &[("NO_COLOR", "1")], true),
        (&["--color", "never"], &[("TERM", "xterm"), ("CLICOLOR_FORCE", "1")], false),
        (&["--color", "auto"], &[("TERM", "xterm")], true),
    ];
    for (options, env, coloured) in rows {
        for what in ["403", "--help"] {
            let text = shown(&[options, &[what]].concat(), env);
            // The help has underlined headings, the report has bold ones.
            let found = if what == "403" { is_coloured(&text) } else { text.contains("\u{1b}[") };
            assert_eq!(found, coloured, "{what} {options:?} {env:?}: {text:?}");
        }
    }
}

#[test]
fn links_are_for_terminals_that_are_known_to_show_them() {
    let rows: [(&[&str], Env, bool); 14] = [
        (&[], &[("TERM", "xterm")], false),
        (&[], &[("TERM", "xterm"), ("VTE_VERSION", "6800")], true),
        (&[], &[("TERM", "xterm"), ("VTE_VERSION", "4600")], false),
        (&[], &[("TERM", "xterm-kitty")], true),
        (&[], &[("TERM", "xterm"), ("TERM_PROGRAM", "WezTerm")], true),
        (&[], &[("TERM", "xterm"), ("TERM_PROGRAM", "vscode")], true),
        (&[], &[("TERM", "xterm"), ("TERM_PROGRAM", "Apple_Terminal")], false),
        (&[], &[("TERM", "xterm-kitty"), ("FORCE_HYPERLINK", "0")], false),
        (&[], &[("TERM", "xterm"), ("FORCE_HYPERLINK", "1")], true),
        // Where there is to be no colour, there are no other sequences either.
        (&[], &[("TERM", "xterm-kitty"), ("NO_COLOR", "1")], false),
        (&["--color", "never"], &[("TERM", "xterm-kitty")], false),
        (&["--hyperlinks", "never"], &[("TERM", "xterm-kitty")], false),
        (&["--hyperlinks", "always"], &[("TERM", "dumb")], true),
        (&["--hyperlinks", "auto"], &[("TERM", "xterm-kitty")], true),
    ];
    for (options, env, links) in rows {
        let text = shown(&[options, &["403"]].concat(), env);
        assert_eq!(has_links(&text), links, "{options:?} {env:?}");
        assert_eq!(text.matches("\u{1b}]8;;\u{1b}\\").count(), if links { 2 } else { 0 }, "each link is closed");
    }
}
