//! The report as JSON lines: for each entry one line that is a whole document of the JSON format with one result.
//!
//! A line needs nothing of the other entries, so a run over many targets can write each as soon as it is there,
//! and the outputs of many runs can be put one after the other. Every line fits the schema of the JSON format, and
//! the sums over the lines (`requests_sent`) are those of the run.

use super::{Report, TargetResult, json};
use crate::http::time::date::Timestamp;

/// The line on one entry, with its line end: what `--format json` says of it alone, without line breaks.
pub(crate) fn line(entry: &TargetResult, generated_at: Timestamp, by_code: bool) -> String {
    json::line(entry, generated_at, by_code)
}

/// The last line of a run without all its results: a document without any that is not `complete`. None of a run that
/// has them.
pub(crate) fn last_line(report: &Report) -> Option<String> {
    let unused = report.cut.map_or(0, |cut| cut.requests_unused);
    (!report.complete()).then(|| json::last_line(unused, report.generated_at))
}

/// All lines of a report.
pub(crate) fn report(report: &Report) -> String {
    let mut text: String =
        report.entries.iter().map(|entry| line(entry, report.generated_at, report.by_code)).collect();
    text.extend(last_line(report));
    text
}
