//! Reports in files: whole or not at all, several in one run, and known to be writable before anything is asked.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tempfile::TempDir;

use crate::support::asserts::names;
use crate::support::grammar::assert_valid;
#[cfg(target_os = "linux")]
use crate::support::run::unshared;
use crate::support::run::{Ran, command, metstatus, ran};
use crate::support::server::{Reply, Server};

fn not_found() -> Reply {
    Reply::text("HTTP/1.1 404 Not Found\n\nno")
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn device_gets_the_report_as_it_is() {
    let ran = metstatus(["203", "-f", "json", "-o", "/dev/stdout"]);
    assert_valid("json", &ran.stdout);
    let full = metstatus(["203", "--report", "json=/dev/full"]);
    assert_eq!(full.code, 3);
    assert!(full.stderr.contains("/dev/full") && full.stderr.contains("No space"), "{}", full.stderr);
    assert!(full.stdout.starts_with("203"), "the other report is written all the same: {full:?}");
}

#[test]
fn standard_output_in_a_file_is_appended_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    fs::write(&path, "before\n").unwrap();
    let mut command = command(["203", "-f", "jsonl", "-o", "/dev/stdout"]);
    command.stdout(fs::OpenOptions::new().append(true).open(&path).unwrap());
    assert!(command.status().unwrap().success());
    let log = text(&folder, "log");
    assert_valid("jsonl", log.strip_prefix("before\n").unwrap());
}

/// Runs with a limit on the size of files of so many blocks of 512 or 1024 bytes.
fn with_file_size_limit(args: &str) -> Ran {
    let mut shell = std::process::Command::new("sh");
    shell.env_clear().args(["-c", &format!("ulimit -f 1; exec {} {args}", env!("CARGO_BIN_EXE_metstatus"))]);
    ran(shell)
}

#[test]
fn report_that_does_not_fit_leaves_the_old_one_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    fs::write(&path, "old").unwrap();
    let ran = with_file_size_limit(&format!("codes -f json -o {}", path.display()));
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains(path.to_str().unwrap()) && ran.stderr.contains("File too large"), "{}", ran.stderr);
    assert_eq!((text(&folder, "report.json").as_str(), names(folder.path())), ("old", vec!["report.json".to_owned()]));
}

#[test]
fn two_runs_at_once_leave_one_whole_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.prom");
    for _ in 0..5 {
        let mut runs: Vec<_> = ["4xx", "203", "5xx", "404"]
            .map(|class| command([class, "-f", "json", "-o", path.to_str().unwrap()]).spawn().unwrap())
            .into_iter()
            .collect();
        assert!(runs.iter_mut().all(|run| run.wait().unwrap().success()));
        assert_valid("json", &text(&folder, "report.prom"));
    }
    assert_eq!(names(folder.path()), ["report.prom"]);
}

/// Runs in a container's manner: `host` is mounted at `place`, which is in a folder that cannot be written to.
/// `None` where this machine grants no one a mount.
#[cfg(target_os = "linux")]
fn with_mounted_file(host: &Path, place: &Path, args: &str) -> Option<Ran> {
    let mut shell = unshared(&["--mount"])?;
    let mount = format!("mount --bind '{}' '{}'", host.display(), place.display());
    let program = env!("CARGO_BIN_EXE_metstatus");
    shell.args(["sh", "-ec", &format!("{mount}; exec setpriv --bounding-set=-all {program} {args}")]);
    Some(ran(shell))
}

#[cfg(target_os = "linux")]
#[test]
fn file_that_is_a_mount_is_filled_where_it_is() {
    let (folder, hosts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (host, place) = (hosts.path().join("termination"), folder.path().join("a log"));
    fs::write(&host, "what was there before\n".repeat(1000)).unwrap();
    fs::write(&place, "").unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let report = format!("-q 203 --report 'nagios={}'", place.display());
    let Some(ran) = with_mounted_file(&host, &place, &report) else { return };
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert_valid("nagios", &text(&hosts, "termination"));
    assert_eq!((names(folder.path()), names(hosts.path())), (vec!["a log".to_owned()], vec!["termination".to_owned()]));
    // In parts.
    let lines = with_mounted_file(&host, &place, &format!("-q 203 403 --report 'jsonl={}'", place.display())).unwrap();
    assert_eq!((lines.code, text(&hosts, "termination").lines().count()), (0, 2), "{lines:?}");
    fs::set_permissions(&host, fs::Permissions::from_mode(0o444)).unwrap();
    let ran = with_mounted_file(&host, &place, &report).unwrap();
    assert!(ran.code == 3 && ran.stderr.contains("denied"), "{ran:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn state_file_that_is_a_mount_is_kept() {
    let (folder, hosts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (host, place) = (hosts.path().join("state.json"), folder.path().join("state.json"));
    fs::write(&host, "damaged").unwrap();
    fs::write(&place, "").unwrap();
    let server = Server::http([not_found()]);
    let check = format!("-q --state '{}' {}", place.display(), server.url("/x"));
    let Some(first) = with_mounted_file(&host, &place, &check) else { return };
    let second = with_mounted_file(&host, &place, &check).unwrap();
    assert_eq!((first.code, second.code, server.requests().len()), (2, 2, 1), "{first:?} {second:?}");
    assert!(first.stderr.contains("was reset") && second.stderr.is_empty(), "{first:?} {second:?}");
    assert_eq!(text(&folder, "state.json.bad"), "damaged");
}

#[test]
fn no_report_takes_the_file_or_the_pipe_of_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let run = |args: &[&str]| {
        let mut command = command(args);
        command.stdout(fs::File::create(&path).unwrap()).stderr(std::process::Stdio::piped());
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let report = format!("--report=junit={}", path.display());
    let (code, told) = run(&["203", "-f", "json", &report]);
    assert!(code == Some(3) && told.contains("standard output goes to the same file"), "{told}");
    assert_eq!(text(&folder, "out"), "");
    // With nothing on standard output there is nothing to lose.
    assert_eq!(run(&["203", "-q", &report]).0, Some(0));
    assert_valid("junit", &text(&folder, "out"));
    for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        let report = format!("--report=json={name}");
        let ran = metstatus(["203", &report]);
        assert!(ran.code == 3 && ran.stderr.contains("standard output goes to the same file"), "{name}: {ran:?}");
        assert_valid("json", &metstatus(["203", "-q", &report]).stdout);
        let twice = metstatus(["203", "-q", &report, "--report=tap=/dev/stdout"]);
        assert!(twice.code == 3 && twice.stderr.contains("the same file"), "{name}: {twice:?}");
    }
    // No one reads what goes nowhere.
    assert_eq!(metstatus(["203", "-q", "--report=json=/dev/null"]).code, 0);
}

#[test]
fn reader_of_a_report_that_goes_away_is_no_error() {
    let script = "\"$0\" codes -f json -o /dev/fd/3 3>&1 >/dev/null | head -c 1; exit ${PIPESTATUS[0]}";
    let mut shell = std::process::Command::new("bash");
    shell.env_clear().env("PATH", "/usr/bin:/bin").args(["-c", script, env!("CARGO_BIN_EXE_metstatus")]);
    let output = shell.output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn named_pipe_is_not_waited_for_before_there_is_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let server = Server::http([not_found()]);
    let report = format!("--report=junit={}", path.display());
    let child = command([report.as_str(), &server.url("/x")]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let start = std::time::Instant::now();
    while server.requests().is_empty() {
        assert!(start.elapsed() < std::time::Duration::from_secs(60), "it waits for a reader");
        std::thread::yield_now();
    }
    assert_valid("junit", &fs::read_to_string(&path).unwrap());
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(2));
    // Nor is one that is standard output itself, whose reader has gone away.
    let script = "exec 4<>\"$1\" 3>\"$1\" 4<&-; timeout 60 \"$0\" 203 --report json=\"$2\" >&3";
    let mut shell = std::process::Command::new("bash");
    let new = folder.path().join("new");
    shell.env_clear().env("PATH", "/usr/bin:/bin").args(["-c", script, env!("CARGO_BIN_EXE_metstatus")]);
    assert_eq!(shell.args([&path, &new]).status().unwrap().code(), Some(0));
    assert_valid("json", &fs::read_to_string(new).unwrap());
}

#[test]
fn lines_without_room_leave_the_old_file_and_spare_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("lines"), "old").unwrap();
    let ran = with_file_size_limit(&format!("203 404 -f jsonl -o {} --report nagios={}", at("lines"), at("short")));
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stderr.contains("File too large") && ran.stderr.contains(&at("lines")), "{}", ran.stderr);
    assert_eq!(text(&folder, "lines"), "old");
    assert_valid("nagios", &text(&folder, "short"));
    assert_eq!(names(folder.path()), ["lines", "short"]);
}
