//! The report in the Test Anything Protocol, version 13, which is the newest that all readers know.
//! <https://testanything.org/tap-version-13-specification.html>

use serde_json::Value;

use super::{Report, RunError, TargetResult, brief, subject};
use crate::diagnosis::verdict::Verdict;

/// The report on every entry.
pub(crate) fn report(report: &Report) -> String {
    let total = report.entries.len() + brief::missing(report);
    let mut out = format!("TAP version 13\n1..{total}\n");
    for (at, entry) in report.entries.iter().enumerate() {
        out.push_str(&test(at + 1, entry, report.verdict_of(entry)));
    }
    for at in 0..report.unusable {
        out.push_str(&unusable(report.entries.len() + at + 1, report.complaints.get(at)));
    }
    // It ends whatever else a harness is to run, which a line that could not be read does not justify.
    if report.cut.is_some() {
        out.push_str(&format!("Bail out! {}\n", line(&brief::incomplete(report).unwrap_or_default())));
    }
    out
}

/// A target that could not be read.
fn unusable(number: usize, complaint: Option<&RunError>) -> String {
    let reason = complaint.map_or("a target that could not be read", |complaint| &complaint.error.reason);
    format!("not ok {number} - {}\n", line(reason))
}

fn test(number: usize, entry: &TargetResult, verdict: Verdict) -> String {
    let ok = if verdict == Verdict::Healthy { "ok" } else { "not ok" };
    let title = match entry {
        TargetResult::LookUp(subject) => subject::looked_up(*subject),
        TargetResult::Checked(_) | TargetResult::Audited(_) => brief::title(entry),
    };
    let mut out = format!("{ok} {number} - {}\n", line(&title));
    let weighty = brief::weighty(entry);
    if verdict == Verdict::Healthy
        && weighty.is_empty()
        && matches!(entry, TargetResult::Checked(_) | TargetResult::Audited(_))
    {
        return out;
    }
    // Strings of JSON are strings of YAML.
    let quoted = |text: &str| Value::from(text).to_string();
    out.push_str(&format!("  ---\n  message: {}\n", quoted(&brief::diagnosis(entry).unwrap_or_default())));
    let explained = matches!(entry, TargetResult::LookUp(_)) && verdict == Verdict::Healthy;
    let verdict = if explained { "looked up" } else { verdict.as_str() };
    out.push_str(&format!("  verdict: {}\n  status: {}\n", quoted(verdict), quoted(&brief::status(entry))));
    if !weighty.is_empty() {
        out.push_str("  findings:\n");
    }
    for finding in weighty {
        out.push_str(&format!(
            "    - id: {}\n      severity: {}\n      message: {}\n",
            finding.rule.id,
            finding.severity.as_str(),
            quoted(&finding.message)
        ));
    }
    out.push_str("  ...\n");
    out
}

/// A description, in which `#` would begin a directive.
fn line(text: &str) -> String {
    text.chars()
        .flat_map(|c| match c {
            '#' | '\\' => vec!['\\', c],
            c if c.is_control() => vec![' '],
            c => vec![c],
        })
        .collect()
}
