//! Reports in files: whole or not at all, several in one run, and known to be writable before anything is asked.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::grammar::{FORMATS, assert_valid};
#[cfg(target_os = "linux")]
use crate::support::run::unshared;
use crate::support::run::{Ran, command, metstatus, ran};
use crate::support::server::{Reply, Server};

fn not_found() -> Reply {
    Reply::text("HTTP/1.1 404 Not Found\n\nno")
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn one_run_feeds_every_format_with_one_request() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::http([not_found()]);
    let reports = FORMATS.map(|format| format!("--report={format}={}", folder.path().join(format).display()));
    let ran = metstatus(reports.iter().map(String::as_str).chain([server.url("/x").as_str()]));
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stdout.starts_with("404 Not Found  failing"), "{ran:?}");
    assert_eq!(server.requests().len(), 1);
    for format in FORMATS {
        assert_valid(format, &text(&folder, format));
    }
    assert_eq!(names(folder.path()).len(), FORMATS.len(), "something else was left");
}

/// A list, a state or a capture that a report replaced would be lost, and with it what the run is about.
#[test]
fn no_report_takes_the_place_of_what_the_run_reads() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::http([]);
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (list, capture, link) = (at("list.txt"), at("capture.txt"), at("link.txt"));
    fs::write(&list, format!("{}\n", server.url("/"))).unwrap();
    fs::write(&capture, "HTTP/1.1 204 No Content\n\n").unwrap();
    symlink(&list, &link).unwrap();
    let url = server.url("/");
    let (state, report) = (at("state.json"), format!("json={}", at("state.json")));
    for args in [
        vec!["--targets", &list, "-o", &list],
        vec!["--targets", &list, "-o", &link],
        vec!["--state", &state, "--report", &report, &url],
        vec!["read", &capture, "-o", &capture],
    ] {
        let ran = metstatus(&args);
        assert!(ran.code == 3 && ran.stderr.contains("would take the place of"), "{args:?}: {ran:?}");
    }
    assert_eq!(text(&folder, "capture.txt"), "HTTP/1.1 204 No Content\n\n");
    assert_eq!(names(folder.path()), ["capture.txt", "link.txt", "list.txt"]);
    assert!(server.requests().is_empty());
    assert_eq!(metstatus(["read", &capture, "-o", &at("other")]).code, 0);
}

#[test]
fn output_takes_the_place_of_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out=put.json");
    let ran = metstatus(["203", "-f", "json", "-o", path.to_str().unwrap()]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert_valid("json", &text(&folder, "out=put.json"));
    let report = format!("human={}", path.display());
    let ran = metstatus(["codes", "4xx", "-q", "--color=always", "--report", &report]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert!(text(&folder, "out=put.json").contains("403 Forbidden"));
    assert_eq!(metstatus(["203", "-o", "-"]).stdout, metstatus(["203"]).stdout);
}

#[test]
fn the_permissions_of_a_file_and_a_link_to_it_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("report"), folder.path().join("link"));
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("report", &link).unwrap();
    assert_eq!(metstatus(["203", "-o", link.to_str().unwrap()]).code, 0);
    assert!(text(&folder, "report").starts_with("203 Non-Authoritative"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}

/// Asserts that a run was refused before it asked anything.
fn refused(server: &Server, args: &[&str], told: &[&str]) {
    let ran = metstatus(args.iter().copied().chain([server.url("/x").as_str()]));
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{args:?}: {ran:?}");
    assert!(told.iter().all(|part| ran.stderr.contains(part)), "{told:?}: {}", ran.stderr);
    assert_eq!(server.requests().len(), 0, "{args:?}");
}

#[test]
fn what_cannot_be_written_is_found_before_anything_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("file"), "old").unwrap();
    fs::write(at("locked"), "old").unwrap();
    fs::set_permissions(at("locked"), fs::Permissions::from_mode(0o444)).unwrap();
    symlink("file", at("link")).unwrap();
    let server = Server::http([]);
    for (path, why) in [
        (at(""), "directory"),
        (at("missing/report"), "No such file"),
        (at("file/report"), "Not a directory"),
        (at("locked"), "denied"),
    ] {
        refused(&server, &["-o", &path], &["--output", &path, why]);
        refused(&server, &["--report", &format!("junit={path}")], &["--report", &path, why]);
    }
    let [one, two] = ["file", "link"].map(|name| format!("junit={}", at(name)));
    refused(&server, &["--report", &one, "--report", &two], &["same file", &at("file"), &at("link")]);
    refused(&server, &["-o", &at("new"), "--report", &format!("json={}", at("./new"))], &["same file"]);
    refused(&server, &["--report", "junit"], &["\"junit\"", "FORMAT=FILE"]);
    refused(&server, &["--report", "xml=x"], &["\"xml\"", "junit"]);
    refused(&server, &["--report", "junit="], &["no file"]);
    refused(&server, &["--report", "json=-"], &["standard output", "--format"]);
    assert_eq!((text(&folder, "file").as_str(), names(folder.path()).len()), ("old", 3));
    let ran = metstatus(["rules", "-f", "junit"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("junit") && ran.stderr.contains("human or json"), "{}", ran.stderr);
}

#[test]
fn a_device_gets_the_report_as_it_is() {
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
fn a_report_that_does_not_fit_leaves_the_old_one_whole() {
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
/// `None` where this machine grants nobody a mount.
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
fn a_file_that_is_a_mount_is_filled_where_it_is() {
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
fn a_state_file_that_is_a_mount_is_kept() {
    let (folder, hosts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (host, place) = (hosts.path().join("state.json"), folder.path().join("state.json"));
    fs::write(&host, "damaged").unwrap();
    fs::write(&place, "").unwrap();
    let server = Server::http([not_found()]);
    let check = format!("-q --state '{}' {}", place.display(), server.url("/x"));
    let Some(first) = with_mounted_file(&host, &place, &check) else { return };
    let second = with_mounted_file(&host, &place, &check).unwrap();
    assert_eq!((first.code, second.code, server.requests().len()), (2, 2, 1), "{first:?} {second:?}");
    assert!(first.stderr.contains("begun anew") && second.stderr.is_empty(), "{first:?} {second:?}");
    assert_eq!(text(&folder, "state.json.bad"), "damaged");
}

#[test]
fn the_summary_of_a_step_is_appended_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("summary.md");
    fs::write(&path, "# What others say\n").unwrap();
    let report = format!("--report=markdown={}", path.display());
    let mut command = command(["403", &report]);
    command.env("GITHUB_STEP_SUMMARY", &path);
    assert_eq!(ran(command).code, 0);
    let summary = text(&folder, "summary.md");
    assert_valid("markdown", summary.strip_prefix("# What others say\n").unwrap());
    assert_eq!(metstatus(["403", &report]).code, 0);
    assert_valid("markdown", &text(&folder, "summary.md"));
}

#[test]
fn a_finding_keeps_its_place_and_its_fingerprint() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("an answer.txt");
    fs::write(&path, "\nGET http://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 500 Oops\n\nno\n").unwrap();
    let run = |format: &str| -> Value {
        serde_json::from_str(&metstatus(["read", "-f", format, path.to_str().unwrap()]).stdout).unwrap()
    };
    let (first, second, gitlab) = (run("sarif"), run("sarif"), run("gitlab"));
    let result = &first["runs"][0]["results"][0];
    assert_eq!(result["partialFingerprints"], second["runs"][0]["results"][0]["partialFingerprints"]);
    assert_eq!(result["partialFingerprints"]["metstatus/v1"], gitlab[0]["fingerprint"]);
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["region"]["startLine"], 2);
    assert!(place["artifactLocation"]["uri"].as_str().unwrap().ends_with("/an%20answer.txt"), "{place}");
    assert_eq!(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "http://api.acme.no/x");
}

#[test]
fn a_link_to_what_is_not_there_yet_is_the_file_that_it_names() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    symlink("new", at("link")).unwrap();
    let server = Server::http([]);
    let [one, two] = ["link", "new"].map(|name| format!("junit={}", at(name)));
    refused(&server, &["--report", &one, "--report", &two], &["same file", &at("link"), &at("new")]);
    assert_eq!(metstatus(["203", "-f", "json", "-o", &at("link")]).code, 0);
    assert_valid("json", &text(&folder, "new"));
    assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
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
    // Nobody reads what goes nowhere.
    assert_eq!(metstatus(["203", "-q", "--report=json=/dev/null"]).code, 0);
}

#[test]
fn a_reader_of_a_report_that_goes_away_is_no_error() {
    let script = "\"$0\" codes -f json -o /dev/fd/3 3>&1 >/dev/null | head -c 1; exit ${PIPESTATUS[0]}";
    let mut shell = std::process::Command::new("bash");
    shell.env_clear().env("PATH", "/usr/bin:/bin").args(["-c", script, env!("CARGO_BIN_EXE_metstatus")]);
    let output = shell.output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn a_named_pipe_is_not_waited_for_before_there_is_something_to_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let server = Server::http([not_found()]);
    let report = format!("--report=junit={}", path.display());
    let child = command([report.as_str(), &server.url("/x")]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let start = std::time::Instant::now();
    while server.requests().is_empty() {
        assert!(start.elapsed() < std::time::Duration::from_secs(10), "it waits for a reader");
        std::thread::yield_now();
    }
    assert_valid("junit", &fs::read_to_string(&path).unwrap());
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(2));
    // Nor is one that is standard output itself, whose reader has gone away.
    let script = "exec 4<>\"$1\" 3>\"$1\" 4<&-; timeout 10 \"$0\" 203 --report json=\"$2\" >&3";
    let mut shell = std::process::Command::new("bash");
    let new = folder.path().join("new");
    shell.env_clear().env("PATH", "/usr/bin:/bin").args(["-c", script, env!("CARGO_BIN_EXE_metstatus")]);
    assert_eq!(shell.args([&path, &new]).status().unwrap().code(), Some(0));
    assert_valid("json", &fs::read_to_string(new).unwrap());
}

#[test]
fn what_root_replaces_stays_its_owners() {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.prom");
    fs::write(&path, "old").unwrap();
    // Only root can give files away, so that for anybody else there is nothing to try.
    if chown(&path, Some(12_345), Some(23_456)).is_err() {
        return;
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(metstatus(["203", "-f", "prometheus", "-o", path.to_str().unwrap()]).code, 0);
    let now = fs::metadata(&path).unwrap();
    assert_eq!((now.uid(), now.gid(), now.permissions().mode() & 0o777), (12_345, 23_456, 0o600));
    assert_valid("prometheus", &text(&folder, "report.prom"));
}

#[test]
fn lines_go_to_files_as_they_come_and_take_their_place_whole() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("lines"), "old").unwrap();
    let server = Server::http([not_found(), not_found()]);
    let targets = [server.url("/a"), "203".to_owned(), server.url("/b")];
    let report = format!("jsonl={}", at("more"));
    let args = ["-f", "jsonl", "-o", &at("lines"), "--report", &report].map(str::to_owned);
    let ran = metstatus(args.iter().chain(&targets));
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (2, "", ""));
    assert_eq!(text(&folder, "lines"), text(&folder, "more"));
    assert_valid("jsonl", &text(&folder, "lines"));
    let listed: Vec<Value> = text(&folder, "lines").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let listed: Vec<&str> = listed.iter().map(|line| line["results"][0]["target"].as_str().unwrap()).collect();
    assert_eq!(listed, targets);
    assert_eq!(names(folder.path()), ["lines", "more"]);
}

#[test]
fn lines_that_do_not_fit_leave_the_old_file_and_the_others_are_written() {
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

#[test]
fn a_summary_of_a_step_is_not_replaced_by_another_spelling_of_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("summary.md");
    fs::write(&path, "# What others say\n").unwrap();
    symlink("summary.md", folder.path().join("link.md")).unwrap();
    let mut command = command(["403", "-f", "markdown", "-o", folder.path().join("link.md").to_str().unwrap()]);
    command.env("GITHUB_STEP_SUMMARY", &path);
    assert_eq!(ran(command).code, 0);
    assert!(text(&folder, "summary.md").starts_with("# What others say\n## metstatus: "));
}
