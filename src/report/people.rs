//! The report for people: each target in full, or of many the most important in brief.

use super::paint::Paint;
use super::suppressed::suppressed;
use super::{Interruption, Report, Subject, TargetResult, audit, batch, human, lookup};
use crate::diagnosis::Diagnosis;
use crate::diagnosis::severity::Severity;
use crate::diagnosis::verdict::Verdict;
use crate::met::hosts::Service;
use crate::met::products;

/// The report on every entry.
pub(crate) fn report(report: &Report, paint: &Paint, verbose: bool) -> String {
    let many = report.entries.len() > batch::MANY;
    // What an audit says of a client has no line of its own.
    let audited = report.entries.iter().any(|entry| matches!(entry, TargetResult::Audited(_)));
    let many = many && !audited;
    let brief = !verbose && !audited && report.entries.len() > 1 && paint.brief.unwrap_or(many && paint.terminal);
    let mut entries: Vec<String> = match brief {
        true => batch::report(report, *paint),
        false => report.entries.iter().map(|entry| of_entry(entry, report, *paint, verbose)).collect(),
    };
    entries.extend((many && !brief).then(|| batch::total(report, *paint)));
    let read = audit::summary(&report.sources, &report.notes, *paint);
    entries.extend(Some(read).filter(|read| !read.is_empty()));
    let missing = match (report.cut, report.unusable) {
        (Some(cut), _) => Some(cut_short(cut, report.entries.len())),
        (None, 0) => None,
        (None, 1) => Some("a line of the lists could not be read".to_owned()),
        (None, count) => Some(format!("{count} lines of the lists could not be read")),
    };
    entries.extend(missing.map(|missing| incomplete(&missing, *paint)));
    let checked = || {
        report.entries.iter().filter_map(|entry| match entry {
            TargetResult::LookUp(_) | TargetResult::Audited(_) => None,
            TargetResult::Checked(diagnosis) => Some(&**diagnosis),
        })
    };
    let own = checked().any(is_own_success).then_some(OWN_SUCCESS);
    let is_card =
        |entry: &TargetResult| matches!(entry, TargetResult::LookUp(Subject::Product(_) | Subject::Version(_)));
    let tables = checked().any(rests_on_table) || report.entries.iter().any(is_card);
    let old = if tables { products::age_of_result(report.generated_at) } else { None };
    let lowered = suppressed(&report.entries).map(|lowered| format!("note: {}", lowered.sentence()));
    let notes = own.map(str::to_owned).into_iter().chain(old).chain(lowered);
    let notes: Vec<String> = notes.map(|note| paint.paragraph(&note, 0)).collect();
    if !notes.is_empty() {
        entries.push(notes.concat());
    }
    entries.join("\n")
}

/// What a success under this program's own name does not show.
const OWN_SUCCESS: &str = "note: your own program may still be refused: check it with -A 'its User-Agent'";

/// Whether what is said of a target may rest on the table of products: a healthy one has answered for itself.
fn rests_on_table(diagnosis: &Diagnosis) -> bool {
    let has_response = diagnosis.facts.status().is_some();
    let told = diagnosis.facts.evidence.dry_run || (diagnosis.verdict != Verdict::Healthy && has_response);
    diagnosis.facts.service == Service::Met && told
}

/// Whether a request to MET was answered that went out under this program's own name.
fn is_own_success(diagnosis: &Diagnosis) -> bool {
    let first = diagnosis.facts.evidence.hops().next().filter(|first| first.live);
    let agent = first.and_then(|first| first.request.as_ref()?.fields.get_str("user-agent"));
    let answered = matches!(diagnosis.facts.status(), Some(200..=299 | 304));
    answered && diagnosis.facts.service == Service::Met && agent.is_some_and(|agent| agent.starts_with("metstatus/"))
}

fn of_entry(entry: &TargetResult, report: &Report, paint: Paint<'_>, verbose: bool) -> String {
    match entry {
        TargetResult::LookUp(subject) => lookup::explain(*subject, report.generated_at, paint, verbose),
        TargetResult::Checked(diagnosis) => human::checked(diagnosis, &[], paint, verbose),
        TargetResult::Audited(judged) => audit::client(judged, paint, verbose),
    }
}

/// What is missing in a report that a signal cut short.
fn cut_short(cut: Interruption, known: usize) -> String {
    let total = known + cut.unfinished;
    let missing = match (known, cut.unfinished) {
        (_, 0) => "all targets were checked, the last one only partly".to_owned(),
        (0, 1) => "the target had not responded".to_owned(),
        (0, _) => format!("none of {total} targets had responded"),
        _ => format!("{known} of {total} targets are shown above; the others were not checked"),
    };
    format!("ended by {}; {missing}", cut.signal.name())
}

fn incomplete(what: &str, paint: Paint) -> String {
    let head = "incomplete:";
    let text = paint.item(head, what, 0);
    text.replacen(head, &Paint::styled(Paint::severity(Severity::Warning), head), 1)
}
