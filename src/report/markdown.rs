//! The report as Markdown, for the summary of a job or a comment: a table of the targets, then what was found.
//!
//! Whatever comes from outside is made code or escaped, so it can be neither markup, nor HTML, nor a mention of
//! someone. An escape would not do for addresses: renderers make links of what only looks like one, escapes included.

pub(crate) mod lists;

use super::suppressed::suppressed;
use super::{Report, TargetResult, brief, subject};
use crate::diagnosis::finding::Finding;
use crate::diagnosis::lookup::{Subject, likely_causes};
use crate::diagnosis::verdict::Verdict;
use crate::http::status;
use crate::met::meanings::{AS_OF, StatusMeaning};
use crate::text::count::counted;

/// Bytes at most: GitHub takes 1 MiB of summary for a step, and nothing of more.
const MOST: usize = 900_000;

/// The report on every entry: of look-ups alone their explanations, to be pasted into an issue or a comment.
pub(crate) fn report(report: &Report) -> String {
    let explained = |entry: &TargetResult| brief::is_explained(entry, report);
    if !report.entries.is_empty() && report.complete() && report.entries.iter().all(explained) {
        return explanations(report);
    }
    let requests = counted(report.requests_sent(), "request sent", "requests sent");
    let missing = brief::incomplete(report).map(|cut| format!("; {}", text(&cut))).unwrap_or_default();
    let mut out = format!(
        "## metstatus: {}\n\n{}, {requests}{missing} ({}).\n\n",
        report.verdict().as_str(),
        text(&brief::tally(report)),
        report.generated_at
    );
    for complaint in &report.complaints {
        out.push_str(&format!("- {}\n", text(&complaint.error.reason)));
    }
    out.push_str(if report.complaints.is_empty() { "" } else { "\n" });
    if let Some(lowered) = suppressed(&report.entries) {
        out.push_str(&format!("{}.\n\n", text(&lowered.sentence())));
    }
    out.push_str("| Verdict | Target | Status | Diagnosis |\n| --- | --- | --- | --- |\n");
    let mut left_out = 0;
    let mut add = |out: &mut String, part: String| match out.len() + part.len() <= MOST {
        true => out.push_str(&part),
        false => left_out += 1,
    };
    let entries = brief::worst_first(report);
    for entry in &entries {
        add(&mut out, row(entry, report));
    }
    for entry in &entries {
        if let TargetResult::LookUp(subject) = entry {
            add(&mut out, format!("\n{}", explanation(*subject, 3)));
        }
    }
    for entry in entries {
        let weighty = brief::weighty(entry);
        if weighty.is_empty() {
            continue;
        }
        let mut part = format!("\n### {}\n", title(entry));
        part.extend(weighty.into_iter().map(details));
        add(&mut out, part);
    }
    if left_out > 0 {
        out.push_str(&format!("\n{left_out} parts of this report were omitted because of its size.\n"));
    }
    out
}

fn row(entry: &TargetResult, report: &Report) -> String {
    let verdict = report.verdict_of(entry);
    let mark = match verdict {
        _ if brief::is_explained(entry, report) => "📖",
        Verdict::Healthy => "✅",
        Verdict::Attention => "⚠️",
        Verdict::Failing => "❌",
        Verdict::NoVerdict => "❔",
    };
    let verdict = if brief::is_explained(entry, report) { "looked up" } else { verdict.as_str() };
    let diagnosis = brief::diagnosis(entry).unwrap_or_default();
    let cells = [
        format!("{mark} {verdict}"),
        in_cell(&title(entry)),
        in_cell(&text(&brief::status(entry))),
        in_cell(&text(&diagnosis)),
    ];
    let cells = cells.map(|cell| if cell.is_empty() { " |".to_owned() } else { format!(" {cell} |") });
    format!("|{}\n", cells.concat())
}

/// Each subject once: to explain one a second time helps no one.
fn explanations(report: &Report) -> String {
    let mut parts: Vec<String> = Vec::new();
    for entry in &report.entries {
        if let TargetResult::LookUp(subject) = entry {
            let part = explanation(*subject, 2);
            let size: usize = parts.iter().map(String::len).sum();
            if !parts.contains(&part) && size + part.len() <= MOST {
                parts.push(part);
            }
        }
    }
    parts.join("\n")
}

/// The explanation of a subject below a heading.
fn explanation(subject: Subject, level: usize) -> String {
    let mut out = format!("{} metstatus: {}\n", "#".repeat(level), text(&subject.title()));
    if let Some(meaning) = subject.meaning() {
        out.push_str(&of_met(meaning));
    } else {
        let value = super::json::status::status_value(subject);
        let paragraphs = match subject {
            Subject::Product(_) | Subject::Version(_) => vec![subject::meaning(subject)],
            Subject::Rule(rule) => vec![Some(rule.title.to_owned()), Some(rule.explanation.to_owned())],
            _ => vec![value.meaning().map(str::to_owned)],
        };
        out.extend(paragraphs.into_iter().flatten().map(|paragraph| format!("\n{}\n", text(&paragraph))));
        out.push_str(&list("What to do", value.advice()));
        out.extend(value.source().map(|source| format!("\n{}", see(source))));
    }
    out.push_str(&format!("\nExplained by metstatus, as of {AS_OF}.\n"));
    out
}

fn of_met(meaning: &StatusMeaning) -> String {
    let mut out = format!("\n**{}.** {}\n", text(meaning.summary.trim_end_matches('.')), text(meaning.meaning));
    out.push_str("\n**Likely causes**, most likely first:\n\n");
    for (i, cause) in likely_causes(meaning.code).iter().enumerate() {
        let number = i + 1;
        out.push_str(&format!("{number}. {}\n   - {}\n", text(cause.cause), text(cause.remedy)));
    }
    out.push_str(&list("Don't", meaning.avoid));
    out.extend(meaning.differs.map(|differs| format!("\n{}\n", text(differs))));
    out.push_str(&format!("\n{}", see(meaning.source)));
    out.extend(status::registered(meaning.code).map(|status| see(status.rfc)));
    out
}

fn list(heading: &str, items: &[impl AsRef<str>]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items: String = items.iter().map(|item| format!("- {}\n", text(item.as_ref()))).collect();
    format!("\n**{heading}**:\n\n{items}")
}

/// Where it is written, as an item of a list.
fn see(source: &str) -> String {
    match source.starts_with("https://") {
        true => format!("- see <{source}>\n"),
        false => format!("- see {}\n", text(source)),
    }
}

fn details(finding: &Finding) -> String {
    let mut out = format!(
        "\n**{}\\[{}\\]** ({}): {}\n\n",
        finding.severity.as_str(),
        finding.rule.id,
        finding.certainty_in_words(),
        text(&finding.message)
    );
    for quote in &finding.evidence {
        out.push_str(&format!("- {}: {}\n", quote.label.as_str(), code(&quote.text)));
    }
    for advice in &finding.advice {
        out.push_str(&format!("- help: {}\n", text(advice)));
    }
    if let Some(fits) = brief::also_fits(&brief::rivals(finding), usize::MAX) {
        out.push_str(&format!("- also fits: {fits}\n"));
    }
    let see = match finding.reference == finding.rule.reference && finding.reference.starts_with("https://") {
        true => format!("<{}>", finding.reference),
        false => text(&finding.reference),
    };
    out.push_str(&format!("- see {see}\n"));
    out
}

/// The name that the user gave a target, and the target.
fn title(entry: &TargetResult) -> String {
    let name = brief::name(entry).map(|name| format!("{}: ", text(name))).unwrap_or_default();
    name + &code(&brief::target(entry))
}

/// A cell of a table, in which a bar has to be escaped, in code too. One that follows a backslash in code cannot
/// be: it would end the cell.
fn in_cell(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut escaped = false;
    for c in markdown.chars() {
        match c {
            '|' if escaped => out.push('¦'),
            '|' => out.push_str("\\|"),
            c => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    out
}

/// A text as code, in which nothing has a meaning but backticks as many as stand around it.
fn code(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A blank at both ends is taken off again.
    let blank = if longest > 0 || text.starts_with(' ') || text.ends_with(' ') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// A text that is nothing but text. Words that might be a link, a mention, a reference or an emoji become code.
fn text(text: &str) -> String {
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn word(word: &str) -> String {
    let core = word.trim_end_matches([':', ',', '.', ';', ')']);
    let acts = |c: char| matches!(c, '@' | '#' | ':' | '`');
    if core.contains(acts) || core.to_ascii_lowercase().contains("www.") {
        let end = word.trim_end_matches([',', '.', ';']).len();
        return code(word.get(..end).unwrap_or_default()) + word.get(end..).unwrap_or_default();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() => out.push(' '),
            '\\' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '+' | '!' | '~' | '$' | '=' | '"' => {
                out.extend(['\\', c]);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_has_more_backticks_around_it_than_inside() {
        assert_eq!(code("a*b_c"), "`a*b_c`");
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(" a"), "`  a `");
        assert_eq!(code(" "), "");
        assert_eq!(in_cell(&code("a|b")), "`a\\|b`");
        assert_eq!(in_cell(&code("\\|\\\\|")), "`\\¦\\\\\\|`");
        assert_eq!(in_cell(&text("\\|")), "\\\\\\|");
    }

    #[test]
    fn words_that_renderers_make_something_of_become_code() {
        assert_eq!(text("see http://h/a_b, and *x*"), "see `http://h/a_b`, and \\*x\\*");
        assert_eq!(text("by: @somebody WWW.h #1 :bomb: a@h"), "by: `@somebody` `WWW.h` `#1` `:bomb:` `a@h`");
        assert_eq!(text("1.0 < 2 \\"), "1.0 &lt; 2 \\\\");
    }
}
