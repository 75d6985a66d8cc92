//! The list of rules, and the explanation of some.

use serde_json::json;

use super::paint::Paint;
use crate::diagnosis::catalogue::identity::USER_AGENT_GENERIC;
use crate::diagnosis::catalogue::libraries::LIBRARIES;
use crate::diagnosis::rule::{Rule, Topic};

/// What is to be shown of the rules.
#[derive(Debug)]
pub(crate) enum RuleSelection {
    /// Some, as a list under their topics.
    List(Vec<&'static Rule>),
    /// Some, each in full.
    Explain(Vec<&'static Rule>),
}

impl RuleSelection {
    fn rules(&self) -> &[&'static Rule] {
        match self {
            Self::List(rules) | Self::Explain(rules) => rules,
        }
    }
}

/// The rules for people: a list, or each in full.
pub(crate) fn human(chosen: &RuleSelection, paint: &Paint<'_>, verbose: bool) -> String {
    match chosen {
        RuleSelection::List(rules) => list(rules, *paint),
        RuleSelection::Explain(rules) => {
            rules.iter().map(|rule| explain(rule, *paint, verbose)).collect::<Vec<_>>().join("\n")
        }
    }
}

fn list(rules: &[&'static Rule], paint: Paint<'_>) -> String {
    let mut out = String::new();
    for topic in Topic::ALL {
        let mut of_topic = rules.iter().filter(|rule| rule.topic == topic).peekable();
        if of_topic.peek().is_none() {
            continue;
        }
        let gap = if out.is_empty() { "" } else { "\n" };
        out.push_str(&format!("{gap}{}\n", Paint::bold(topic.as_str())));
        for rule in of_topic {
            let severity = Paint::styled(Paint::severity(rule.severity), rule.severity.as_str());
            out.push_str(&paint.row(&format!("  {:<28} {severity}", rule.id), 40, rule.title));
        }
    }
    out
}

/// The lines of an example at most, half of them from its end, where a log comes to its point.
const EXAMPLE: usize = 8;

/// A rule in full.
pub(super) fn explain(rule: &Rule, paint: Paint<'_>, verbose: bool) -> String {
    let look = Paint::severity(rule.severity);
    let right = format!("{}, {}", rule.topic.as_str(), rule.severity.as_str());
    let mut out = paint.line_with_right(&Paint::styled(look, rule.id), &right);
    out.push('\n');
    out.push_str(&paint.paragraph(rule.title, 0));
    out.push('\n');
    out.push_str(&paint.paragraph(rule.explanation, 0));
    if !rule.advice.is_empty() {
        out.push_str(&format!("\n{}\n", Paint::bold("What to do")));
        for advice in rule.advice {
            out.push_str(&paint.item("-", advice, 2));
        }
    }
    if !rule.example.is_empty() {
        out.push_str(&format!("\n{}\n", Paint::bold("Example")));
        out.push_str(&example(rule.example, verbose));
    }
    if rule == &USER_AGENT_GENERIC {
        out.push_str(&libraries(verbose));
    }
    out.push('\n');
    out.push_str(&paint.source("see", rule.reference));
    out
}

/// The line of code in each library, with its documentation where that is wanted.
fn libraries(documented: bool) -> String {
    let mut out = format!("\n{}\n", Paint::bold("In your own library"));
    for library in LIBRARIES {
        out.push_str(&format!("  {}\n    {}\n", library.name, library.code));
        if documented {
            out.push_str(&format!("    {}\n", library.source));
        }
    }
    if !documented {
        out.push_str("  (-v adds the documentation of each)\n");
    }
    out
}

/// An example for people.
fn example(text: &str, whole: bool) -> String {
    let lines = shortened(text, whole, " (-v shows them)");
    lines.iter().map(|line| format!("{}\n", format!("  {line}").trim_end())).collect()
}

/// The lines of an example: those that repeat each other once, and of many the first and the last, with a word on how to
/// see the others.
pub(super) fn shortened(text: &str, whole: bool, otherwise: &str) -> Vec<String> {
    let mut lines: Vec<(&str, usize)> = Vec::new();
    for line in text.trim_end().lines() {
        match lines.last_mut() {
            Some((last, times)) if *last == line && !line.is_empty() => *times += 1,
            _ => lines.push((line, 1)),
        }
    }
    // A transcript is whole, of a log the lines between are left out. No line is left out alone.
    let is_cut = !whole && lines.len() > EXAMPLE + 1 && !text.contains("HTTP/1.1\n");
    let left_out = if is_cut { EXAMPLE / 2..lines.len() - EXAMPLE / 2 } else { 0..0 };
    let mut out = Vec::new();
    for (at, (line, times)) in lines.iter().enumerate() {
        if is_cut && at == left_out.start {
            out.push(format!("... {} more lines{otherwise}", left_out.len()));
        }
        if !left_out.contains(&at) {
            out.push((*line).to_owned());
            if *times > 1 {
                out.push(format!("({times} times)"));
            }
        }
    }
    out
}

/// The rules as JSON.
pub(crate) fn json(chosen: &RuleSelection) -> String {
    let values: Vec<_> = chosen
        .rules()
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id, "topic": rule.topic.as_str(), "severity": rule.severity.as_str(), "title": rule.title,
                "explanation": rule.explanation, "advice": rule.advice, "reference": rule.reference,
                "example": (!rule.example.is_empty()).then_some(rule.example),
            })
        })
        .collect();
    format!("{}\n", json!({ "schema": "metstatus-rules/1", "rules": values }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_log_is_shown_from_both_ends() {
        let log = |lines: usize| (1..=lines).map(|at| format!("line {at}\n")).collect::<String>();
        assert_eq!(example(&log(9), false), format!("  {}", log(9).trim_end().replace('\n', "\n  ")) + "\n");
        let cut = example(&log(20), false);
        assert_eq!(cut.lines().count(), EXAMPLE + 1, "{cut}");
        assert!(cut.contains("  line 4\n  ... 12 more lines (-v shows them)\n  line 17\n"), "{cut}");
        assert!(cut.ends_with("  line 20\n"), "{cut}");
        assert_eq!(example(&log(20), true).lines().count(), 20);
        let transcript = format!("GET / HTTP/1.1\n{}", log(20));
        assert_eq!(example(&transcript, false).lines().count(), 21);
        assert_eq!(example("a\na\na\nb\n", false), "  a\n  (3 times)\n  b\n");
    }
}
