//! The report for the log of a job of GitHub Actions: annotations, the report for people, and a line with the count.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
//!
//! GitHub shows ten errors and ten warnings of a step, so the worst come first and the rest are only counted.
//! The runner reads commands in all that a step prints: what comes from outside is between
//! `::stop-commands::` and a word that does not occur in it.

use std::fmt;

use super::paint::Paint;
use super::{Report, brief, people};
use crate::diagnosis::SourceLocation;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::severity::Severity;

/// Annotations of one kind that GitHub shows of a step.
const SHOWN: usize = 10;

/// The report on every entry.
pub(crate) fn report(report: &Report, paint: &Paint, verbose: bool) -> String {
    let mut found = of_run(report);
    for entry in brief::worst_first(report) {
        let head = format!("{}: {}", brief::title(entry), brief::status(entry));
        found.extend(brief::weighty(entry).into_iter().map(|finding| of_finding(&head, brief::place(entry), finding)));
    }
    let mut out = String::new();
    let mut left_out = 0;
    for severity in [Severity::Error, Severity::Warning] {
        for (at, annotation) in found.iter().filter(|annotation| annotation.severity == severity).enumerate() {
            match at < SHOWN {
                true => out.push_str(&annotation.to_string()),
                false => left_out += 1,
            }
        }
    }
    let text = anstream::adapter::strip_str(&people::report(report, paint, verbose)).to_string();
    let word = word_not_in(&text);
    out.push_str(&format!("::stop-commands::{word}\n{text}::{word}::\n"));
    let count = |severity| found.iter().filter(|annotation| annotation.severity == severity).count();
    let hidden = match left_out {
        0 => String::new(),
        count => format!("; {count} of them have no annotation, see the report above"),
    };
    out.push_str(&format!(
        "metstatus: {}; errors: {}, warnings: {}{hidden}\n",
        brief::tally(report),
        count(Severity::Error),
        count(Severity::Warning)
    ));
    out
}

/// What GitHub shows beside the log.
struct Annotation<'a> {
    severity: Severity,
    title: &'a str,
    place: Option<&'a SourceLocation>,
    text: String,
}

/// What is wrong with the run and not with a target.
fn of_run(report: &Report) -> Vec<Annotation<'_>> {
    let error = |title, place, text| Annotation { severity: Severity::Error, title, place, text };
    let mut found: Vec<Annotation<'_>> = report
        .complaints
        .iter()
        .map(|complaint| {
            let help = complaint.error.help.iter().map(|help| format!("\n{help}")).collect::<String>();
            error("unusable", complaint.place.as_ref(), format!("{}{help}", complaint.error.reason))
        })
        .collect();
    if let Some(why) = brief::incomplete(report).filter(|_| report.cut.is_some()) {
        found.push(error("incomplete", None, format!("{why}: {}", brief::tally(report))));
    }
    found
}

fn of_finding<'a>(head: &str, place: Option<&'a SourceLocation>, finding: &'a Finding) -> Annotation<'a> {
    let advice: String = finding.advice.iter().map(|advice| format!("\n{advice}")).collect();
    let text = format!("{head}: {}{advice}\nsee {}", finding.message, finding.reference);
    Annotation { severity: finding.severity, title: finding.rule.id, place, text }
}

impl fmt::Display for Annotation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let command = if self.severity == Severity::Error { "error" } else { "warning" };
        write!(f, "::{command} title={}", property(self.title))?;
        if let Some(place) = self.place {
            write!(f, ",file={},line={}", property(place.file.trim_start_matches("./")), place.line)?;
        }
        writeln!(f, "::{}", data(&self.text))
    }
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
