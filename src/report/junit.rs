//! The report as test results in XML, as Jenkins, GitLab, GitHub actions and others read them: one test for each
//! target.
//!
//! A test knows no warnings, so whatever is not healthy has failed, as the exit code says too; the type of the
//! failure says how bad it is. A target without verdict is an error.

use std::time::Duration;

use super::{Report, TargetResult, brief, lookup, subject};
use crate::diagnosis::finding::Finding;
use crate::diagnosis::severity::Severity;
use crate::diagnosis::verdict::Verdict;

/// The report on every entry.
pub(crate) fn report(report: &Report) -> String {
    let cut = brief::incomplete(report);
    let failures = brief::count(report, Verdict::Failing) + brief::count(report, Verdict::Attention);
    let errors = brief::count(report, Verdict::NoVerdict) + usize::from(cut.is_some());
    let tests = report.entries.len() + usize::from(cut.is_some());
    let time = seconds(report.entries.iter().map(brief::duration).sum());
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"");
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"metstatus\" {counts} time=\"{time}\">\n  \
         <testsuite name=\"metstatus\" {counts} skipped=\"0\" time=\"{time}\" timestamp=\"{}\" hostname=\"localhost\">\n",
        report.generated_at.to_string().trim_end_matches('Z')
    );
    for entry in &report.entries {
        out.push_str(&test(entry, report.verdict_of(entry)));
    }
    if let Some(cut) = cut {
        let message = format!("{cut}; {}", brief::tally(report));
        out.push_str(&format!(
            "    <testcase name=\"every target is checked\" classname=\"metstatus\" time=\"0.000\">\n      \
             <error type=\"incomplete\" message=\"{}\">{}</error>\n    </testcase>\n",
            xml(&message),
            xml(&report.complaints.iter().map(|complaint| format!("{}\n", complaint.error.reason)).collect::<String>())
        ));
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

/// Seconds with three decimals, which is the most that readers of the format allow.
fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

fn test(entry: &TargetResult, verdict: Verdict) -> String {
    // The schema of Jenkins has no place for a file, so it is reported in the output.
    let place = brief::place(entry).map(|place| format!("{}, line {}\n", place.file, place.line)).unwrap_or_default();
    let mut out = format!(
        "    <testcase name=\"{}\" classname=\"metstatus\" time=\"{}\">\n",
        xml(&match entry {
            TargetResult::LookUp(subject) => subject::looked_up(*subject),
            TargetResult::Checked(_) | TargetResult::Audited(_) => brief::title(entry),
        }),
        seconds(brief::duration(entry))
    );
    let weighty = brief::weighty(entry);
    let element = match verdict {
        Verdict::Healthy => None,
        Verdict::Attention | Verdict::Failing => Some("failure"),
        Verdict::NoVerdict => Some("error"),
    };
    if let Some(element) = element {
        let kind = weighty.first().map_or("no-verdict", |finding| finding.rule.id);
        let more = match weighty.len() {
            0 | 1 => String::new(),
            count => format!(" (and {} more)", count - 1),
        };
        let first = brief::diagnosis(entry).map(|text| format!(": {text}")).unwrap_or_default();
        let message = format!("{}{first}{more}", brief::status(entry));
        let text: String = weighty.iter().map(|finding| lines(finding)).collect();
        out.push_str(&format!(
            "      <{element} type=\"{kind}\" message=\"{}\">{}</{element}>\n",
            xml(&message),
            xml(&text)
        ));
    }
    let infos: String =
        brief::findings(entry).iter().filter(|finding| finding.severity == Severity::Info).map(lines).collect();
    let explained: String = match entry {
        TargetResult::LookUp(subject) => lookup::lines(*subject).iter().map(|line| format!("{line}\n")).collect(),
        TargetResult::Checked(_) | TargetResult::Audited(_) => String::new(),
    };
    out.push_str(&format!(
        "      <system-out>{}</system-out>\n    </testcase>\n",
        xml(&format!("{place}{}\n{infos}{explained}", brief::status(entry)))
    ));
    out
}

/// A finding in some lines.
fn lines(finding: &Finding) -> String {
    brief::lines(finding).into_iter().map(|line| line + "\n").collect()
}

/// A text for an attribute or an element. Characters that XML 1.0 cannot hold, not even as references, are replaced.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push('\n'),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
