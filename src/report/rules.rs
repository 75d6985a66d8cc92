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

/// The lines of an example at most: a log whose lines are alike says no more by being long.
const EXAMPLE: usize = 12;

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
    if rule == &USER_AGENT_GENERIC {
        out.push_str(&format!("\n{}\n", Paint::bold("In your own library")));
        for library in LIBRARIES {
            out.push_str(&format!("  {}\n    {}\n    {}\n", library.name, library.code, library.source));
        }
    }
    if !rule.example.is_empty() {
        out.push_str(&format!("\n{}\n", Paint::bold("Example")));
        out.push_str(&example(rule.example, verbose));
    }
    out.push('\n');
    out.push_str(&paint.source("see", rule.reference));
    out
}

/// The lines of an example: those that repeat each other once, and of many the first.
fn example(text: &str, whole: bool) -> String {
    let mut lines: Vec<(&str, usize)> = Vec::new();
    for line in text.trim_end().lines() {
        match lines.last_mut() {
            Some((last, times)) if *last == line && !line.is_empty() => *times += 1,
            _ => lines.push((line, 1)),
        }
    }
    let shown = if lines.len() > EXAMPLE && !whole { EXAMPLE - 1 } else { lines.len() };
    let mut out = String::new();
    for (line, times) in lines.iter().take(shown) {
        let times = if *times > 1 { format!("\n  ({times} times)") } else { String::new() };
        out.push_str(format!("  {line}{times}").trim_end());
        out.push('\n');
    }
    if shown < lines.len() {
        out.push_str(&format!("  ... and {} more lines (-v shows them)\n", lines.len() - shown));
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
