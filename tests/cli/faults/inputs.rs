//! Command lines, environments and files that are meant to exhaust the program.

use std::io::{BufWriter, Write as _};
use std::time::Duration;

use super::watch;
use crate::support::run::command;
use crate::support::server::{Reply, Server};

const SHORT: Duration = Duration::from_secs(2);
const LONG: Duration = Duration::from_secs(90);

#[test]
fn environment_cannot_take_the_stack_away() {
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

/// Reads a file that is written piece by piece: what the tests hold in memory, a process that they start seems to hold
/// at first.
fn read(name: &str, pieces: impl IntoIterator<Item = String>) -> super::Seen {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut writer = BufWriter::new(file.as_file());
    pieces.into_iter().for_each(|piece| writer.write_all(piece.as_bytes()).unwrap());
    writer.flush().unwrap();
    watch(name, command(["read", file.path().to_str().unwrap()]), LONG)
}

#[test]
fn input_not_readable_whole_is_refused_in_little_memory() {
    for options in [&["read", "-"][..], &["--targets", "-"]] {
        // The harness takes standard input away, so a shell gives it back.
        let mut shell = std::process::Command::new("/bin/sh");
        shell.env_clear().args(["-c", "exec \"$0\" \"$@\" < /dev/zero", env!("CARGO_BIN_EXE_metstatus")]).args(options);
        assert_eq!(watch("/dev/zero", shell, LONG).code, Some(3), "{options:?}");
    }
    let seen = watch("certificates", command(["--cacert", "/dev/zero", "https://127.0.0.1:1/"]), LONG);
    assert!(seen.code == Some(3) && seen.stderr.contains("--cacert /dev/zero"), "{}", seen.stderr);
}

#[test]
fn file_takes_hardly_more_memory_than_it_has() {
    let contents = || archive(36, "x".repeat(1 << 20));
    let requests = || archive(20_000, String::new());
    let times = |text: &str, count: usize| std::iter::repeat_n(text.to_owned(), count);
    for (name, seen, code) in [
        ("large contents", read("large contents", contents()), 0),
        ("many requests", read("many requests", requests()), 0),
        ("short lines", read("short lines", times(&"x\n".repeat(1 << 19), 16)), 3),
        ("one line", read("one line", times(&"x".repeat(1 << 20), 20)), 3),
        ("many answers", read("many answers", times("HTTP/1.1 403 X\r\n\r\n", 200_000)), 3),
        ("a line of status lines", read("a line of status lines", times("aHTTP/1.1 200 OK", 40_000)), 0),
        ("different lines", read("different lines", (0..20_000).map(line_of_a_log)), 2),
    ] {
        assert_eq!(seen.code, Some(code), "{name}: {:.300}", seen.stderr);
    }
}

/// An archive of requests for different URLs, each answered with the same content.
fn archive(count: usize, content: String) -> impl Iterator<Item = String> {
    let entry = move |number: usize| {
        let comma = if number == 0 { "" } else { "," };
        format!(
            "{comma}{{\"startedDateTime\": \"2026-03-30T13:22:46Z\", \"request\": {{\"method\": \"GET\", \"headers\": [], \
             \"url\": \"https://api.acme.no/{number}\"}}, \"response\": {{\"status\": 200, \"statusText\": \"OK\", \
             \"headers\": [], \"content\": {{\"text\": \"{content}\"}}}}}}"
        )
    };
    let (begin, end) = ("{\"log\": {\"entries\": [".to_owned(), "]}}".to_owned());
    std::iter::once(begin).chain((0..count).map(entry)).chain([end])
}

fn line_of_a_log(number: usize) -> String {
    let status = 200 + number % 300;
    let path = format!("/weatherapi/p{number}/1.0/?q={number}");
    format!("10.0.0.1 - - [30/Mar/2026:13:22:46 +0000] \"GET {path} HTTP/1.1\" {status} 5 \"-\" \"agent/{number}\"\n")
}
