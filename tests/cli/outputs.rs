//! Reports in files: whole or not at all, several in one run, and known to be writable before anything is asked.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::grammar::{FORMATS, assert_valid};
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
