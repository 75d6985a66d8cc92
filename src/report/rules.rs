//! The list of rules, and the explanation of some.

use serde_json::json;

use super::paint::Paint;
use crate::diagnosis::catalogue::identity::USER_AGENT_GENERIC;
use crate::diagnosis::catalogue::libraries::LIBRARIES;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::rules;

/// The explanation of the rules, or the list of all when there are none.
pub(crate) fn human(rules: &[&'static Rule], paint: &Paint) -> String {
    if rules.is_empty() {
        return list(*paint);
    }
    rules.iter().map(|rule| explain(rule, *paint)).collect::<Vec<_>>().join("\n")
}

fn list(paint: Paint) -> String {
    let mut out = String::new();
    for topic in Topic::ALL {
        let gap = if out.is_empty() { "" } else { "\n" };
        out.push_str(&format!("{gap}{}\n", Paint::bold(topic.as_str())));
        for rule in rules::all().filter(|rule| rule.topic == topic) {
            let head = format!("  {:<28} {:<8}", rule.id, rule.severity.as_str());
            for (i, line) in paint.wrapped(rule.title, 40).iter().enumerate() {
                let start = if i == 0 { head.as_str() } else { "" };
                out.push_str(&format!("{start:<40}{line}\n"));
            }
        }
    }
    out
}

fn explain(rule: &Rule, paint: Paint) -> String {
    let mut out = paint.line_with_right(
        &Paint::bold(rule.id),
        rule.id.len(),
        &format!("{}, {}", rule.topic.as_str(), rule.severity.as_str()),
    );
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
        let lines: Vec<&str> = rule.example.trim_end().lines().collect();
        for same in lines.chunk_by(PartialEq::eq) {
            out.push_str(format!("  {}", same[0]).trim_end());
            out.push('\n');
            if same.len() > 1 {
                out.push_str(&format!("  ... and {} more lines like this\n", same.len() - 1));
            }
        }
    }
    out.push('\n');
    out.push_str(&paint.source("see", rule.reference));
    out
}

/// The rules as JSON: those given, or all.
pub(crate) fn json(rules: &[&'static Rule]) -> String {
    let chosen: Vec<&Rule> = if rules.is_empty() { rules::all().collect() } else { rules.to_vec() };
    let values: Vec<_> = chosen
        .into_iter()
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
