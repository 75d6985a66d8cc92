//! The report as test results in XML, as Jenkins, GitLab, GitHub actions and others read them: one test for each
//! target.
//!
//! A test knows no warnings, so whatever is not healthy has failed, as the exit code says too; the type of the
//! failure says how bad it is. A target without verdict is an error.

use std::time::Duration;

use super::junit_case::{Case, lines};
use super::number::seconds;
use super::{Report, TargetResult, brief, junit_sandbox, lookup, subject};
use crate::diagnosis::severity::Severity;
use crate::diagnosis::verdict::Verdict;

/// The report on every entry.
pub(crate) fn report(report: &Report) -> String {
    let mut cases: Vec<Case> = Vec::new();
    for entry in &report.entries {
        match entry {
            TargetResult::Audited(judged) if judged.sandbox.is_some() => {
                cases.extend(judged.sandbox.iter().flat_map(|run| junit_sandbox::cases(judged, run)));
            }
            _ => cases.push(case(entry, report.verdict_of(entry))),
        }
    }
    if let Some(cut) = brief::incomplete(report) {
        cases.push(Case {
            group: "metstatus".to_owned(),
            name: "every target is checked".to_owned(),
            element: Some("error"),
            kind: "incomplete",
            message: format!("{cut}; {}", brief::tally(report)),
            text: report.complaints.iter().map(|complaint| format!("{}\n", complaint.error.reason)).collect(),
            out: String::new(),
            time: Duration::ZERO,
        });
    }
    let count = |element: &str| cases.iter().filter(|case| case.element == Some(element)).count();
    let time = seconds(report.entries.iter().map(brief::duration).sum());
    let counts = format!("tests=\"{}\" failures=\"{}\" errors=\"{}\"", cases.len(), count("failure"), count("error"));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"metstatus\" {counts} time=\"{time}\">\n  \
         <testsuite name=\"metstatus\" {counts} skipped=\"{}\" time=\"{time}\" timestamp=\"{}\" hostname=\"localhost\">\n",
        count("skipped"),
        report.generated_at.to_string().trim_end_matches('Z')
    );
    cases.iter().for_each(|case| out.push_str(&case.write()));
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

fn case(entry: &TargetResult, verdict: Verdict) -> Case {
    // The schema of Jenkins has no place for a file, so it is reported in the output.
    let place = brief::place(entry).map(|place| format!("{}, line {}\n", place.file, place.line)).unwrap_or_default();
    let name = match entry {
        TargetResult::LookUp(subject) => subject::looked_up(*subject),
        TargetResult::Checked(_) | TargetResult::Audited(_) => brief::title(entry),
    };
    let weighty = brief::weighty(entry);
    let element = match verdict {
        Verdict::Healthy => None,
        Verdict::Attention | Verdict::Failing => Some("failure"),
        Verdict::NoVerdict => Some("error"),
    };
    let more = match weighty.len() {
        0 | 1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    let first = brief::diagnosis(entry).map(|text| format!(": {text}")).unwrap_or_default();
    let infos: String =
        brief::findings(entry).iter().filter(|finding| finding.severity == Severity::Info).map(lines).collect();
    let explained: String = match entry {
        TargetResult::LookUp(subject) => lookup::lines(*subject).iter().map(|line| format!("{line}\n")).collect(),
        TargetResult::Checked(_) | TargetResult::Audited(_) => String::new(),
    };
    Case {
        group: "metstatus".to_owned(),
        name,
        element,
        kind: weighty.first().map_or("no-verdict", |finding| finding.rule.id),
        message: format!("{}{first}{more}", brief::status(entry)),
        text: weighty.iter().map(|finding| lines(finding)).collect(),
        out: format!("{place}{}\n{infos}{explained}", brief::status(entry)),
        time: brief::duration(entry),
    }
}
