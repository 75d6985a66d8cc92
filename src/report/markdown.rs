//! The report as Markdown, for the summary of a job or a comment: a table of the targets, then what was found.
//!
//! Whatever comes from outside is escaped so that it can be neither markup, nor HTML, nor a mention of somebody.

use super::brief;
use super::{Entry, Report};
use crate::finding::Finding;
use crate::verdict::Verdict;

/// Bytes at most: GitHub takes 1 MiB of summary for a step, and nothing of more.
const MOST: usize = 900_000;

/// The report on every entry.
pub fn report(report: &Report) -> String {
    let mut out = format!("## metstatus: {}\n\n", report.verdict().as_str());
    out.push_str(&format!("{}, {} requests sent", text(&brief::tally(report)), report.requests_sent()));
    out.push_str(&brief::incomplete(report).map(|cut| format!("; {}", text(&cut))).unwrap_or_default());
    out.push_str(&format!(
        " ({}).\n\n| Verdict | Target | Status | Diagnosis |\n|---|---|---|---|\n",
        report.generated_at
    ));
    let mut left_out = 0;
    let mut add = |out: &mut String, part: String| match out.len() + part.len() <= MOST {
        true => out.push_str(&part),
        false => left_out += 1,
    };
    let entries = brief::worst_first(report);
    for entry in &entries {
        add(&mut out, row(entry, report.verdict_of(entry)));
    }
    for entry in entries {
        let weighty = brief::weighty(entry);
        if weighty.is_empty() {
            continue;
        }
        let mut part = format!("\n### {}\n", text(&brief::target(entry)));
        part.extend(weighty.into_iter().map(details));
        add(&mut out, part);
    }
    if left_out > 0 {
        out.push_str(&format!("\n{left_out} parts of this report are left out for its size.\n"));
    }
    out
}

fn row(entry: &Entry, verdict: Verdict) -> String {
    let mark = match verdict {
        Verdict::Healthy => "✅",
        Verdict::Attention => "⚠️",
        Verdict::Failing => "❌",
        Verdict::NoVerdict => "❔",
    };
    let diagnosis = brief::diagnosis(entry).unwrap_or_default();
    format!(
        "| {mark} {} | {} | {} | {} |\n",
        verdict.as_str(),
        text(&brief::target(entry)),
        text(&brief::status(entry)),
        text(&diagnosis)
    )
}

fn details(finding: &Finding) -> String {
    let mut out = format!(
        "\n**{}\\[{}\\]** ({}): {}\n\n",
        finding.severity.as_str(),
        finding.rule.id,
        finding.certainty.as_str(),
        text(&finding.message)
    );
    for quote in &finding.evidence {
        out.push_str(&format!("- {}: {}\n", quote.label.as_str(), text(&quote.text)));
    }
    for advice in &finding.advice {
        out.push_str(&format!("- help: {}\n", text(advice)));
    }
    out.push_str(&format!("- see {}\n", text(&finding.reference)));
    out
}

/// A text that is nothing but text, in a cell of a table too.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' => out.push_str("&#124;"),
            '@' => out.push_str("&#64;"),
            c if c.is_control() => out.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '!' | '~' | '$' | '=' | '"' => {
                out.extend(['\\', c]);
            }
            c => out.push(c),
        }
    }
    out
}
