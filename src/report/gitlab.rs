//! The report as a Code Quality report of GitLab, which shows it in merge requests.
//! <https://docs.gitlab.com/ci/testing/code_quality/>
//!
//! Each problem belongs to a line of a file of the repository: that of the file that names the target. A target that
//! was given on the command line is there under its own name. Fingerprints are unique, since GitLab shows but one
//! of those that are equal.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{Report, TargetResult, brief};
use crate::diagnosis::SourceLocation;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::severity::Severity;

/// The report on every entry.
pub(crate) fn report(report: &Report) -> String {
    let mut seen = HashSet::new();
    let mut issues: Vec<Value> = Vec::new();
    for entry in brief::worst_first(report) {
        let target = brief::target(entry);
        for finding in brief::weighty(entry) {
            let fingerprint = brief::fingerprint(&[finding.rule.id, &target]);
            if seen.insert(fingerprint.clone()) {
                issues.push(issue(entry, &target, finding, &fingerprint));
            }
        }
    }
    for complaint in &report.complaints {
        let reason = &complaint.error.reason;
        let (path, line) = complaint.place.as_ref().map_or((NO_FILE.to_owned(), 1), of_place);
        let fingerprint = brief::fingerprint(&["complaint", reason]);
        if seen.insert(fingerprint.clone()) {
            issues.push(of_run("unusable", reason, &fingerprint, &path, line));
        }
    }
    if let Some(why) = brief::incomplete(report) {
        let fingerprint = brief::fingerprint(&["incomplete"]);
        let description = format!("{why}; its findings are missing");
        issues.push(of_run("incomplete", &description, &fingerprint, NO_FILE, 1));
    }
    format!("{:#}\n", Value::from(issues))
}

/// The path of what belongs to no file: the format knows no problem without one.
const NO_FILE: &str = "metstatus";

/// Something that is wrong with the run and not with a target. Without it a merge request would show as mended what was
/// only not looked at.
fn of_run(name: &str, description: &str, fingerprint: &str, path: &str, line: usize) -> Value {
    json!({
        "description": description,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": "critical",
        "location": { "path": path, "lines": { "begin": line } },
    })
}

/// The path and line of a place; GitLab wants no `./` before it.
fn of_place(place: &SourceLocation) -> (String, usize) {
    (place.file.trim_start_matches("./").to_owned(), place.line.max(1))
}

fn issue(entry: &TargetResult, target: &str, finding: &Finding, fingerprint: &str) -> Value {
    let (path, line) = match brief::place(entry) {
        Some(place) => of_place(place),
        None => (target.split_once("://").map_or(target, |(_, rest)| rest).to_owned(), 1),
    };
    let advice = finding.advice.first().map(|advice| format!(" ({advice})")).unwrap_or_default();
    json!({
        "description": format!("{}: {}: {}{advice}", brief::title(entry), brief::status(entry), finding.message),
        "check_name": finding.rule.id,
        "fingerprint": fingerprint,
        "severity": match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "minor",
            Severity::Info => "info",
        },
        "location": { "path": path, "lines": { "begin": line } },
    })
}
