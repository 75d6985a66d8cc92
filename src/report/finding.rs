//! A finding for people: what was seen, what to do, where it is written.

use super::paint::{INDENT, Paint};
use crate::diagnosis::finding::Finding;
use crate::diagnosis::severity::{Certainty, Severity};

/// A finding with everything it has.
pub(super) fn whole(finding: &Finding, all: &[Finding], paint: Paint) -> String {
    let head = format!("{}[{}]:", finding.severity.as_str(), finding.rule.id);
    let certainty = (finding.severity == Severity::Error || finding.certainty != Certainty::Certain)
        .then(|| finding.certainty_in_words());
    let text = format!("{head} {}", finding.message);
    let mut lines = paint.wrapped(&text, 3);
    let mut out = String::new();
    if let Some(first) = lines.first_mut() {
        *first = first.replacen(&head, &Paint::styled(Paint::severity(finding.severity), &head), 1);
    }
    let last = lines.len().saturating_sub(1);
    for (i, line) in lines.iter().enumerate() {
        let columns = if i == 0 { text.chars().count().min(line.chars().count()) } else { line.chars().count() + 3 };
        let line = if i == 0 { line.clone() } else { format!("   {line}") };
        match certainty {
            Some(certainty) if i == last => {
                let columns = if i == 0 { text.chars().count() } else { columns };
                out.push_str(&paint.line_with_right(&line, columns, certainty));
            }
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    let mut before = None;
    for quote in &finding.evidence {
        let label = if before == Some(quote.label) { "" } else { quote.label.as_str() };
        out.push_str(&paint.marked(label, &quote.text, quote.mark.as_ref()));
        before = Some(quote.label);
    }
    for (i, advice) in finding.advice.iter().enumerate() {
        out.push_str(&paint.labelled(if i == 0 { "help" } else { "" }, advice));
    }
    out.push_str(&also_fits(finding, all, paint));
    out.push_str(&paint.source("see", &finding.reference));
    out
}

/// How many other causes are told in words.
const TOLD: usize = 4;

/// The other causes that the evidence allows, but for those that have a finding of their own in the report.
fn also_fits(finding: &Finding, all: &[Finding], paint: Paint) -> String {
    let mut told: Vec<&str> = Vec::new();
    for other in finding.alternatives.iter().filter(|other| !all.iter().any(|found| found.rule == other.rule)) {
        if !told.contains(&other.message.as_str()) {
            told.push(&other.message);
        }
    }
    let mut out = String::new();
    for (i, words) in told.iter().take(TOLD).enumerate() {
        out.push_str(&paint.item(if i == 0 { "also fits:" } else { "          " }, words, INDENT));
    }
    out
}
