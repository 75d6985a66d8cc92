//! The report as a monitoring plugin writes it: one line with the state, figures after a vertical bar, then details.
//!
//! The guidelines: <https://www.monitoring-plugins.org/doc/guidelines.html#PLUGOUTPUT>. A consumer may split every line
//! at its first `|`, so none may come from outside. Labels of figures are fixed and differ in their first
//! 19 characters; figures are plain decimal numbers.

use std::time::Duration;

use super::suppressed::suppressed;
use super::{Report, TargetResult, brief, lookup, number};
use crate::diagnosis::Diagnosis;
use crate::diagnosis::range::Range;
use crate::diagnosis::verdict::Verdict;
use crate::exit::Exit;
use crate::text::escape::clip;

/// The columns that the first line should keep to, its figures aside.
const COLUMNS: usize = 79;
/// Bytes of all output at most. Nagios keeps 8 kB, NSCA carries 4 kB, and Kubernetes keeps the last 4 kB of a
/// termination message, which would lose the first line.
const MOST: usize = 4096;
/// Bytes kept free for the line that says how many lines are left out.
const REST: usize = 40;

/// The report on every entry.
pub(crate) fn report(report: &Report) -> String {
    let head = format!("METSTATUS {} - ", state_of_run(report));
    let room = COLUMNS.saturating_sub(head.len());
    let (text, figures, mut details) = match (report.entries.as_slice(), report.complete()) {
        ([entry], true) => (one_in_short(entry, report, room), figures_of(entry), details_of(entry)),
        _ => (several_in_short(report, room), figures_of_all(report), details_of_all(report)),
    };
    // First, since monitoring shows nothing of standard error.
    details.splice(0..0, complaints(report));
    details.extend(suppressed(&report.entries).map(|lowered| lowered.sentence()));
    let line = clip(&plain(&format!("{head}{text}")), COLUMNS);
    let figures = if figures.is_empty() { String::new() } else { format!(" | {}", figures.join(" ")) };
    let mut out = format!("{line}{figures}\n");
    let mut left = MOST.saturating_sub(out.len() + REST);
    for (at, detail) in details.iter().enumerate() {
        let detail = clip(&plain(detail), 300);
        if detail.len() + 1 > left {
            out.push_str(&format!("... {} more lines\n", details.len() - at));
            break;
        }
        left -= detail.len() + 1;
        out.push_str(&detail);
        out.push('\n');
    }
    out
}

/// The one line of a run that could not begin.
pub(crate) fn unknown(reason: &str) -> String {
    format!("{}\n", clip(&plain(&format!("METSTATUS UNKNOWN - {reason}")), 300))
}

/// The state that the exit code says, too.
fn state_of_run(report: &Report) -> &'static str {
    match report.exit() {
        Exit::NoVerdict => state(Verdict::NoVerdict),
        _ => state(report.verdict()),
    }
}

/// Complaints at most, so there is room for the targets.
const COMPLAINTS: usize = 10;

fn complaints(report: &Report) -> Vec<String> {
    let mut lines: Vec<String> = report
        .complaints
        .iter()
        .take(COMPLAINTS)
        .map(|complaint| format!("[UNKNOWN] {}", complaint.error.reason))
        .collect();
    let more = report.unusable.max(report.complaints.len()).saturating_sub(lines.len());
    lines.extend((more > 0).then(|| format!("[UNKNOWN] and {more} more that could not be read")));
    lines
}

fn state(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Healthy => "OK",
        Verdict::Attention => "WARNING",
        Verdict::Failing => "CRITICAL",
        Verdict::NoVerdict => "UNKNOWN",
    }
}

/// A text that stays on its line and begins no figures.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '|' => '¦',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

/// The code and the diagnosis of an entry; of a healthy one how long and how large the answer was.
fn in_short(entry: &TargetResult, room: usize) -> String {
    let more = match brief::weighty(entry).len() {
        0 | 1 => String::new(),
        count => format!(" (+{} more)", count - 1),
    };
    match (brief::diagnosis(entry), entry) {
        // The phrase may be anybody's words, and takes the room of the diagnosis.
        (Some(diagnosis), TargetResult::Checked(checked)) => {
            let status = checked.facts.status().map_or_else(|| brief::status(entry), |code| code.to_string());
            let text = format!("{status}: {diagnosis}");
            // How many findings there are is worth more than the end of the first one.
            format!("{}{more}", clip(&text, room.saturating_sub(more.len()).max(20)))
        }
        (Some(diagnosis), TargetResult::Audited(_)) => format!("{diagnosis}{more}"),
        (Some(diagnosis), TargetResult::LookUp(_)) => format!("{}: {diagnosis}", brief::status(entry)),
        (None, TargetResult::Checked(checked)) => format!("{}{}", brief::status(entry), measured(checked)),
        (None, TargetResult::LookUp(_) | TargetResult::Audited(_)) => brief::status(entry),
    }
}

fn measured(diagnosis: &Diagnosis) -> String {
    let size = size(diagnosis).map(|bytes| format!(", {bytes} bytes")).unwrap_or_default();
    let time = diagnosis.facts.evidence.response_time().map(|time| format!(" in {} s", number::seconds(time)));
    format!("{size}{}", time.unwrap_or_default())
}

/// Bytes of content as received.
fn size(diagnosis: &Diagnosis) -> Option<u64> {
    diagnosis.facts.answer()?.response.as_ref()?.body.wire_bytes
}

/// The one entry, or what keeps the run from a verdict on it.
fn one_in_short(entry: &TargetResult, report: &Report, room: usize) -> String {
    let verdict = report.verdict_of(entry);
    match report.complaints.first().filter(|_| report.verdict() != verdict) {
        Some(complaint) => complaint.error.reason.clone(),
        None if brief::is_explained(entry, report) => format!("looked up {}", in_short(entry, room)),
        None => in_short(entry, room),
    }
}

/// How many targets are how, and the worst of them.
fn several_in_short(report: &Report, room: usize) -> String {
    let tally = brief::tally(report);
    let worst = brief::worst_first(report).first().copied().filter(|_| report.verdict() != Verdict::Healthy);
    match (brief::incomplete(report), worst) {
        (Some(cut), _) => format!("{tally}; {cut}"),
        (None, Some(entry)) => format!("{tally}; {}", in_short(entry, room.saturating_sub(tally.len() + 2))),
        (None, None) => tally,
    }
}

/// A figure with the ranges in which it is not an alert, where there are such.
fn figure(label: &str, value: impl ToString, unit: &str, ranges: [String; 2], least: &str) -> String {
    let [warning, critical] = ranges;
    let all = format!("{label}={}{unit};{warning};{critical};{least}", value.to_string());
    all.trim_end_matches(';').to_owned()
}

fn time_figure(time: Duration, diagnosis: &Diagnosis) -> String {
    let shown = |range: Option<Range>| range.map(|range| range.to_string()).unwrap_or_default();
    let thresholds = &diagnosis.facts.thresholds;
    let ranges = [shown(thresholds.time_warning), shown(thresholds.time_critical)];
    figure("time", format!("{:.6}", time.as_secs_f64()), "s", ranges, "0")
}

fn figures_of(entry: &TargetResult) -> Vec<String> {
    let TargetResult::Checked(diagnosis) = entry else { return Vec::new() };
    let facts = &diagnosis.facts;
    let none = || [String::new(), String::new()];
    let mut figures = Vec::new();
    figures.extend(facts.evidence.response_time().map(|time| time_figure(time, diagnosis)));
    figures.extend(size(diagnosis).map(|bytes| figure("size", bytes, "B", none(), "0")));
    if let Some(left) = facts.freshness.as_ref().and_then(|freshness| freshness.left_s) {
        figures.push(figure("fresh_left", left, "s", none(), ""));
    }
    if let Some(saved) = facts.replay.as_ref().and_then(|replay| replay.saved_bytes) {
        figures.push(figure("saved", saved, "B", none(), "0"));
    }
    if let Some(days) = facts.lifecycle.as_ref().and_then(|life| life.days_left(facts.now)) {
        let least = |time: Duration| format!("{}:", time.as_secs() / 86_400);
        let ranges = [least(facts.thresholds.warning), least(facts.thresholds.critical)];
        figures.push(figure("eol_days", days, "", ranges, ""));
    }
    figures.push(figure("requests", entry.requests_sent(), "", none(), "0"));
    figures
}

/// Numbers of targets and requests, and the time of the slowest answer. The figures of single targets would need
/// labels made of their URLs, and a new graph for each.
fn figures_of_all(report: &Report) -> Vec<String> {
    let none = || [String::new(), String::new()];
    let total = report.entries.len() + brief::missing(report);
    let mut figures = vec![figure("targets", total, "", none(), "0")];
    let verdicts = [
        ("failing", Verdict::Failing),
        ("no_verdict", Verdict::NoVerdict),
        ("attention", Verdict::Attention),
        ("healthy", Verdict::Healthy),
    ];
    figures.extend(verdicts.map(|(label, verdict)| figure(label, brief::count(report, verdict), "", none(), "0")));
    figures.push(figure("requests", report.requests_sent(), "", none(), "0"));
    let slowest = report.entries.iter().filter_map(|entry| match entry {
        TargetResult::Checked(diagnosis) => Some((diagnosis.facts.evidence.response_time()?, diagnosis)),
        TargetResult::LookUp(_) | TargetResult::Audited(_) => None,
    });
    figures.extend(slowest.max_by_key(|(time, _)| *time).map(|(time, diagnosis)| time_figure(time, diagnosis)));
    figures
}

/// The target and its findings.
fn details_of(entry: &TargetResult) -> Vec<String> {
    let mut lines = vec![format!("{}: {}", brief::title(entry), brief::status(entry))];
    if let TargetResult::LookUp(subject) = entry {
        lines.extend(lookup::lines(*subject));
    }
    for finding in brief::findings(entry) {
        lines.extend(brief::lines(finding));
    }
    lines
}

/// A line for each target, the worst first, so what is cut off matters least.
fn details_of_all(report: &Report) -> Vec<String> {
    brief::worst_first(report)
        .into_iter()
        .map(|entry| {
            let state = match brief::is_explained(entry, report) {
                true => "LOOKED UP",
                false => state(report.verdict_of(entry)),
            };
            format!("[{state}] {} - {}", brief::title(entry), in_short(entry, 200))
        })
        .collect()
}
