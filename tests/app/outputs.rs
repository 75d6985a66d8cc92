//! Reports in files: whole or not at all, several in one run, and known to be writable before anything is asked.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::asserts::names;
use crate::support::grammar::{FORMATS, assert_valid};
use crate::support::run::{app, metstatus};
use crate::support::server::{Reply, Server};

fn not_found() -> Reply {
    Reply::text("HTTP/1.1 404 Not Found\n\nno")
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn one_run_writes_every_format_with_one_request() {
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
fn report_over_an_input_of_the_run_is_refused() {
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
        assert!(ran.code == 3 && ran.stderr.contains("would overwrite the input"), "{args:?}: {ran:?}");
    }
    assert_eq!(text(&folder, "capture.txt"), "HTTP/1.1 204 No Content\n\n");
    assert_eq!(names(folder.path()), ["capture.txt", "link.txt", "list.txt"]);
    assert!(server.requests().is_empty());
    assert_eq!(metstatus(["read", &capture, "-o", &at("other")]).code, 0);
}

#[test]
fn output_option_replaces_standard_output() {
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
fn report_keeps_permissions_and_links_of_its_file() {
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
fn unwritable_report_is_refused_before_any_request() {
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
    refused(&server, &["--report", "junit="], &["file name is missing"]);
    refused(&server, &["--report", "json=-"], &["standard output", "--format"]);
    assert_eq!((text(&folder, "file").as_str(), names(folder.path()).len()), ("old", 3));
    let ran = metstatus(["rules", "-f", "junit"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("junit") && ran.stderr.contains("human, json or markdown"), "{}", ran.stderr);
}

#[test]
fn github_step_summary_is_appended_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("summary.md");
    fs::write(&path, "# What others say\n").unwrap();
    let report = format!("--report=markdown={}", path.display());
    let mut command = app(["403", &report]);
    command.env("GITHUB_STEP_SUMMARY", &path);
    assert_eq!(command.run().code, 0);
    let summary = text(&folder, "summary.md");
    assert_valid("markdown", summary.strip_prefix("# What others say\n").unwrap());
    assert_eq!(metstatus(["403", &report]).code, 0);
    assert_valid("markdown", &text(&folder, "summary.md"));
}

#[test]
fn finding_keeps_its_place_and_fingerprint() {
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
fn link_to_a_missing_file_is_the_file_it_names() {
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
fn report_replaced_by_root_keeps_its_owner() {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.prom");
    fs::write(&path, "old").unwrap();
    // Only root can give files away, so for anybody else there is nothing to try.
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
fn jsonl_files_take_their_place_whole() {
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
fn github_step_summary_by_a_link_is_appended_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("summary.md");
    fs::write(&path, "# What others say\n").unwrap();
    symlink("summary.md", folder.path().join("link.md")).unwrap();
    let mut command = app(["403", "-f", "markdown", "-o", folder.path().join("link.md").to_str().unwrap()]);
    command.env("GITHUB_STEP_SUMMARY", &path);
    assert_eq!(command.run().code, 0);
    assert!(text(&folder, "summary.md").starts_with("# What others say\n## metstatus: "));
}
