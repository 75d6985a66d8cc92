//! The edges of the process: streams that are closed or full, a machine that gives little, names that are not text.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use crate::support::run::app;
use crate::support::server::{Reply, Server};

fn fine() -> Reply {
    Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=600\n\nhello")
}

#[test]
fn environment_not_in_utf8_is_named_where_it_matters() {
    let server = Server::http([fine()]);
    let bad = OsStr::from_bytes(b"caf\xe9");
    for (name, matters) in [
        ("METSTATUS_CONTACT", true),
        ("METSTATUS_USER_AGENT", true),
        ("no_proxy", true),
        ("LANG", false),
        ("HOME", false),
    ] {
        let mut command = app([if matters { "http://127.0.0.1:1/".to_owned() } else { "403".to_owned() }]);
        command.env(name, bad);
        let ran = command.run();
        assert_eq!(ran.code, if matters { 3 } else { 0 }, "{ran:#?}");
        assert_eq!(ran.stderr.contains(&format!("{name}: \"caf\\xe9\" is not UTF-8")), matters, "{}", ran.stderr);
    }
    let mut command = app(["-q", &server.url("/")]);
    command.env(bad, bad).env("COLUMNS", bad).env("NO_COLOR", bad);
    assert_eq!(command.run().code, 0);
}

#[test]
fn arguments_not_in_utf8_are_named() {
    for args in [
        vec![OsStr::from_bytes(b"http://h/\xff")],
        vec![OsStr::new("-H"), OsStr::from_bytes(b"X: \xff"), OsStr::new("http://127.0.0.1:1/")],
        vec![OsStr::new("--jobs"), OsStr::from_bytes(b"\xff")],
    ] {
        let ran = app(&args).run();
        assert_eq!(ran.code, 3, "{ran:#?}");
        assert!(ran.stderr.contains("\\xff") && ran.stderr.contains("not UTF-8"), "{}", ran.stderr);
    }
    // Names of files need not be text.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(OsStr::from_bytes(b"list\xff"));
    std::fs::write(&file, "403\n").unwrap();
    let mut command = app(["--targets"]);
    command.arg(&file);
    assert_eq!(command.run().code, 0);
}
