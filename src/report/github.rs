//! The report for the log of a job of GitHub Actions: annotations, the report for people, and a line with the count.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
//!
//! GitHub shows ten errors and ten warnings of a step, so that the worst come first and the rest are only counted.
//! The runner reads commands in all that a step prints: what comes from outside stands between
//! `::stop-commands::` and a word that does not occur in it.

use super::paint::Paint;
use super::{Report, brief, human};
use crate::diagnosis::Place;
use crate::finding::{Finding, Severity};

/// Annotations of one kind that GitHub shows of a step.
const SHOWN: usize = 10;

/// The report on every entry.
pub fn report(report: &Report, paint: &Paint, verbose: bool) -> String {
    let mut found: Vec<(String, Option<&Place>, &Finding)> = Vec::new();
    for entry in brief::worst_first(report) {
        let head = format!("{}: {}", brief::target(entry), brief::status(entry));
        found.extend(brief::weighty(entry).into_iter().map(|finding| (head.clone(), brief::place(entry), finding)));
    }
    let mut out = String::new();
    let mut left_out = 0;
    for severity in [Severity::Error, Severity::Warning] {
        let of_it = found.iter().filter(|(.., finding)| finding.severity == severity);
        for (at, (head, place, finding)) in of_it.enumerate() {
            match at < SHOWN {
                true => out.push_str(&annotation(head, *place, finding)),
                false => left_out += 1,
            }
        }
    }
    let text = anstream::adapter::strip_str(&human::report(report, paint, verbose)).to_string();
    let word = word_not_in(&text);
    out.push_str(&format!("::stop-commands::{word}\n{text}::{word}::\n"));
    let count = |severity| found.iter().filter(|(.., finding)| finding.severity == severity).count();
    let hidden = match left_out {
        0 => String::new(),
        count => format!("; {count} of them are not annotated, see the report above"),
    };
    out.push_str(&format!(
        "metstatus: {}; errors: {}, warnings: {}{hidden}\n",
        brief::tally(report),
        count(Severity::Error),
        count(Severity::Warning)
    ));
    out
}

fn annotation(head: &str, place: Option<&Place>, finding: &Finding) -> String {
    let command = if finding.severity == Severity::Error { "error" } else { "warning" };
    let place = place.map(|place| {
        let file = property(place.file.trim_start_matches("./"));
        format!(",file={file},line={}", place.line)
    });
    let place = place.unwrap_or_default();
    let advice: String = finding.advice.iter().map(|advice| format!("\n{advice}")).collect();
    let text = format!("{head}: {}{advice}\nsee {}", finding.message, finding.reference);
    format!("::{command} title={}{place}::{}\n", property(finding.rule.id), data(&text))
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A word that resumes the commands, which the text between cannot hold.
fn word_not_in(text: &str) -> String {
    let mut word = format!("metstatus-{}", brief::fingerprint(&[text]));
    while text.contains(&word) {
        word = format!("metstatus-{}", brief::fingerprint(&[text, &word]));
    }
    word
}
