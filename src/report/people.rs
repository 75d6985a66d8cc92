//! The report for people: each target in full, or of many the most important in brief.

use super::paint::Paint;
use super::{Cut, Entry, Report, batch, human, lookup};
use crate::diagnosis::severity::Severity;

/// The report on every entry.
pub(crate) fn report(report: &Report, paint: &Paint, verbose: bool) -> String {
    let many = report.entries.len() > batch::MANY;
    let brief = !verbose && report.entries.len() > 1 && paint.brief.unwrap_or(many && paint.terminal);
    let mut entries: Vec<String> = match brief {
        true => batch::report(report, *paint),
        false => report.entries.iter().map(|entry| of_entry(entry, report, *paint, verbose)).collect(),
    };
    entries.extend((many && !brief).then(|| batch::total(report, *paint)));
    let missing = match (report.cut, report.unusable) {
        (Some(cut), _) => Some(cut_short(cut, report.entries.len())),
        (None, 0) => None,
        (None, 1) => Some("a line of the lists could not be read".to_owned()),
        (None, count) => Some(format!("{count} lines of the lists could not be read")),
    };
    entries.extend(missing.map(|missing| incomplete(&missing, *paint)));
    entries.join("\n")
}

fn of_entry(entry: &Entry, report: &Report, paint: Paint<'_>, verbose: bool) -> String {
    match entry {
        Entry::LookUp(subject) => lookup::explain(*subject, report.generated_at, paint, verbose),
        Entry::Checked(diagnosis) => human::checked(diagnosis, &[], paint, verbose),
    }
}

/// What is missing in a report that a signal cut short.
fn cut_short(cut: Cut, known: usize) -> String {
    let total = known + cut.unfinished;
    let missing = match (known, cut.unfinished) {
        (_, 0) => "every target is checked, the last one in part".to_owned(),
        (0, 1) => "the target had not answered".to_owned(),
        (0, _) => format!("none of {total} targets had answered"),
        _ => format!("{known} of {total} targets are above, nothing is known of the others"),
    };
    format!("ended by {}; {missing}", cut.signal.name())
}

fn incomplete(what: &str, paint: Paint) -> String {
    let head = "incomplete:";
    let text = paint.item(head, what, 0);
    text.replacen(head, &Paint::styled(Paint::severity(Severity::Warning), head), 1)
}
