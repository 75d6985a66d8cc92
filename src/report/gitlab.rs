//! The report as a Code Quality report of GitLab, which shows it in merge requests.
//! <https://docs.gitlab.com/ci/testing/code_quality/>
//!
//! Each problem belongs to a line of a file of the repository: that of the file that names the target. A target that
//! was given on the command line stands there under its own name. Fingerprints are unique, since GitLab shows but one
//! of those that are equal.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::brief;
use super::{Entry, Report};
use crate::finding::{Finding, Severity};

/// The report on every entry.
pub fn report(report: &Report) -> String {
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
    format!("{:#}\n", Value::from(issues))
}

fn issue(entry: &Entry, target: &str, finding: &Finding, fingerprint: &str) -> Value {
    let (path, line) = match brief::place(entry) {
        Some(place) => (place.file.trim_start_matches("./").to_owned(), place.line.max(1)),
        None => (target.split_once("://").map_or(target, |(_, rest)| rest).to_owned(), 1),
    };
    let advice = finding.advice.first().map(|advice| format!(" ({advice})")).unwrap_or_default();
    json!({
        "description": format!("{target}: {}: {}{advice}", brief::status(entry), finding.message),
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
