//! Command lines, environments and files that are meant to exhaust the program.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Duration;

use super::watch;
use crate::support::run::command;
use crate::support::server::{Reply, Server};

const SHORT: Duration = Duration::from_secs(2);
const LONG: Duration = Duration::from_secs(30);

#[test]
fn a_long_argument_is_refused_at_once_and_shown_in_part() {
    let long = "x".repeat(100_000);
    let digits = "4".repeat(100_000);
    let lines: [&[&str]; 9] = [
        &[&long],
        &[&digits],
        &["-f", &long, "403"],
        &["rules", &long],
        &["products", &long],
        &["codes", &long],
        &["--allow", &long, "http://127.0.0.1:1/"],
        &["--targets", "/nonexistent", &long],
        &[&format!("--{long}")],
    ];
    for args in lines {
        let seen = watch("long argument", command(args), SHORT);
        assert_eq!(seen.code, Some(3), "{}", seen.stderr);
        assert!(seen.stderr.len() < 2000, "{} bytes: {:.300}", seen.stderr.len(), seen.stderr);
    }
}

#[test]
fn the_environment_cannot_take_the_stack_away() {
    for size in ["1", "0", "99999999999999", "x"] {
        let server = Server::http([Reply::text("HTTP/1.1 200 OK\n\nfine")]);
        let mut command = command([server.url("/")]);
        command.env("RUST_MIN_STACK", size);
        assert_eq!(watch(size, command, SHORT).code, Some(0), "{size}");
        let mut command = self::command(["http://no-such-host.invalid/"]);
        command.env("RUST_MIN_STACK", size);
        assert_eq!(watch(size, command, Duration::from_secs(10)).code, Some(2), "{size}");
    }
}

fn read(name: &str, content: &[u8]) -> super::Seen {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(content).unwrap();
    watch(name, command(["read", file.path().to_str().unwrap()]), LONG)
}

#[test]
fn what_cannot_be_read_whole_is_refused_in_little_memory() {
    for (options, source) in [(&["read", "-"][..], "/dev/zero"), (&["--targets", "-"], "/dev/zero")] {
        // The harness takes standard input away, so that a shell gives it back.
        let mut shell = std::process::Command::new("/bin/sh");
        shell.env_clear().args(["-c", "exec \"$0\" \"$@\" < /dev/zero", env!("CARGO_BIN_EXE_metstatus")]).args(options);
        assert_eq!(watch(source, shell, LONG).code, Some(3), "{options:?}");
    }
    let seen = watch("certificates", command(["--cacert", "/dev/zero", "https://127.0.0.1:1/"]), LONG);
    assert!(seen.code == Some(3) && seen.stderr.contains("--cacert /dev/zero"), "{}", seen.stderr);
}

#[test]
fn a_file_takes_hardly_more_memory_than_it_has() {
    let entry = |number: usize, content: &str| {
        format!(
            "{{\"startedDateTime\": \"2026-03-30T13:22:46Z\", \"request\": {{\"method\": \"GET\", \"headers\": [], \
             \"url\": \"https://api.acme.no/{number}\"}}, \"response\": {{\"status\": 200, \"statusText\": \"OK\", \
             \"headers\": [], \"content\": {{\"text\": \"{content}\"}}}}}}"
        )
    };
    let archive = |entries: Vec<String>| format!("{{\"log\": {{\"entries\": [{}]}}}}", entries.join(","));
    let content = "x".repeat(1 << 20);
    let cases: [(&str, Vec<u8>, &[i32]); 7] = [
        ("large contents", archive((0..36).map(|number| entry(number, &content)).collect()).into(), &[0]),
        ("many requests", archive((0..20_000).map(|number| entry(number, "")).collect()).into(), &[0]),
        ("short lines", b"x\n".repeat(8 << 20), &[3]),
        ("one line", vec![b'x'; 20 << 20], &[3]),
        ("many answers", b"HTTP/1.1 403 X\r\n\r\n".repeat(200_000), &[3]),
        ("a line of status lines", b"aHTTP/1.1 200 OK".repeat(40_000), &[0]),
        ("different lines of a log", different_lines(100_000).into(), &[2]),
    ];
    for (name, content, codes) in cases {
        let seen = read(name, &content);
        assert!(codes.contains(&seen.code.unwrap()), "{name}: {:?} {:.300}", seen.code, seen.stderr);
    }
}

fn different_lines(count: usize) -> String {
    (0..count).fold(String::new(), |mut log, number| {
        let status = 200 + number % 300;
        let path = format!("/weatherapi/p{number}/1.0/?q={number}");
        writeln!(
            log,
            "10.0.0.1 - - [30/Mar/2026:13:22:46 +0000] \"GET {path} HTTP/1.1\" {status} 5 \"-\" \"agent/{number}\""
        )
        .unwrap();
        log
    })
}
