//! The edges of the process: streams that are closed or full, a machine that gives little, names that are not text.

use std::process::{Command, Output, Stdio};
use std::time::Duration;

use super::support::run::{command, metstatus_with_input};
use super::support::server::{Reply, Server};

fn fine() -> Reply {
    Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=600\n\nhello")
}

/// Runs the binary by a shell, `metstatus` being `"$0"`, with nothing else in the environment.
fn by_shell(script: &str, args: &[&str]) -> Output {
    let mut shell = Command::new("/bin/sh");
    shell.env_clear().args(["-c", script, env!("CARGO_BIN_EXE_metstatus")]).args(args).stdin(Stdio::null());
    shell.output().unwrap()
}

#[test]
fn closed_streams_harm_no_check() {
    let server = Server::http([fine(), fine(), fine()]);
    let url = server.url("/");
    assert_eq!(by_shell("\"$0\" \"$1\" <&-", &[&url]).status.code(), Some(0));
    assert_eq!(by_shell("\"$0\" \"$1\" >&-", &[&url]).status.code(), Some(0));
    assert_eq!(by_shell("\"$0\" \"$1\" 2>&-", &[&url]).status.code(), Some(0));
    let output = by_shell("\"$0\" --targets - <&-", &[]);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
}

#[test]
fn program_writes_nothing_and_needs_nothing_else() {
    let server = Server::http([fine()]);
    let folder = tempfile::tempdir().unwrap();
    let mut permissions = std::fs::metadata(folder.path()).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o555);
    std::fs::set_permissions(folder.path(), permissions).unwrap();
    for (args, code) in [(vec!["403".to_owned()], 0), (vec![server.url("/")], 0)] {
        // Neither HOME nor TMPDIR nor PATH is set.
        let output = command(&args).env_clear().current_dir(folder.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{output:?}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Eight hosts side by side need more files than there are: what cannot be asked is not a fault of the network.
#[test]
fn too_few_open_files_are_a_fault_of_this_machine() {
    let server = Server::http((0..8).map(|_| fine().after(Duration::from_millis(600)))).allow_unasked();
    let hosts = (1..=8).map(|host| format!("host{host}.test"));
    let args: Vec<String> =
        hosts.flat_map(|host| ["--resolve".to_owned(), server.resolve(&host), server.url_for(&host, "/")]).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let output = by_shell("ulimit -n 6; \"$0\" -f json --replay never \"$@\"", &args);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &report["verdict"]), (Some(3), &"no verdict".into()), "{report:#}");
    let of = |result: &serde_json::Value| result["findings"][0]["id"].clone();
    let results = report["results"].as_array().unwrap();
    let untold = results.iter().filter(|result| of(result) == "local-failure").count();
    assert!((1..8).contains(&untold), "{report:#}");
    assert!(results.iter().all(|result| of(result) != "connection-refused"), "{report:#}");
}

#[test]
fn few_open_files_are_enough() {
    let server = Server::http([fine()]);
    // Enough for one connection is enough.
    let output = by_shell("ulimit -n 12; \"$0\" \"$1\"", &[&server.url("/")]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn terminal_gets_a_hint_and_a_line_of_progress() {
    // script(1) gives the program a terminal; without it there is nothing to try this with.
    if Command::new("script").arg("--version").output().is_err() {
        return;
    }
    let on_terminal = |script: &str, input: &'static [u8]| {
        let mut command = Command::new("script");
        command.args(["-qec", script, "/dev/null"]).env_clear().env("TERM", "xterm").env("PATH", "/usr/bin:/bin");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let writer = std::thread::spawn(move || {
            #[allow(clippy::disallowed_methods, reason = "the terminal has to be there before somebody types")]
            std::thread::sleep(Duration::from_millis(500));
            let _ = std::io::Write::write_all(&mut stdin, input);
            stdin
        });
        let output = child.wait_with_output().unwrap();
        drop(writer.join().unwrap());
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let program = env!("CARGO_BIN_EXE_metstatus");
    let text = on_terminal(&format!("{program} --targets -"), b"403\n\x04");
    assert!(text.contains("type targets, one per line; end the list with Ctrl-D"), "{text}");
    assert!(text.contains("403 Forbidden"), "{text}");

    let server = Server::http([fine(), fine().after(Duration::from_millis(1200))]);
    let url = server.url("/");
    let text = on_terminal(&format!("{program} {url} {url}b"), b"");
    assert!(text.contains("\r\u{1b}[K1 of 2 checked, waiting for 127.0.0.1"), "{text:?}");
    assert!(text.contains("\r\u{1b}[K\u{1b}[1m\u{1b}[32m200 OK"), "the line is gone before the report: {text:?}");
}

/// More than a pipe holds, so the program reads while the other side still writes.
#[test]
fn piped_input_is_read_to_its_end() {
    let body = "x".repeat(1 << 20);
    let capture = format!("HTTP/1.1 404 Not Found\nContent-Length: {}\n\n{body}", body.len());
    let ran = metstatus_with_input(["read", "-f", "json", "-"], capture.as_bytes());
    assert_eq!((ran.code, &ran.result()["exchanges"][0]["response"]["body_bytes"]), (2, &body.len().into()));
    let list = format!("{}403\n", "# a comment\n".repeat(100_000));
    let ran = metstatus_with_input(["--targets", "-"], list.as_bytes());
    assert!(ran.code == 0 && ran.stdout.starts_with("403 Forbidden"), "{ran:#?}");
}
