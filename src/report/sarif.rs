//! The report as results of a static analysis, SARIF 2.1.0, as GitHub's code scanning and editors read it.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
//!
//! Warnings and errors are results; what is only worth knowing is not. The place of a result is the line of the file
//! that names the target, else the URL itself. Ids and fingerprints stay the same from run to run.

use serde_json::{Value, json};

use super::{Report, TargetResult, brief, subject};
use crate::diagnosis::SourceLocation;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::Severity;

/// The report on every entry.
pub(crate) fn report(report: &Report) -> String {
    let mut rules: Vec<&'static Rule> = Vec::new();
    let mut results = Vec::new();
    for entry in &report.entries {
        for finding in brief::weighty(entry) {
            let index = rules.iter().position(|known| *known == finding.rule).unwrap_or_else(|| {
                rules.push(finding.rule);
                rules.len() - 1
            });
            results.push(result(entry, finding, index));
        }
    }
    let document = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "metstatus",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
            }},
            "invocations": [invocation(report)],
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn invocation(report: &Report) -> Value {
    let mut notices: Vec<Value> = brief::incomplete(report)
        .into_iter()
        .map(|cut| json!({ "level": "error", "message": { "text": format!("{cut}; {}", brief::tally(report)) } }))
        .collect();
    notices.extend(report.entries.iter().filter_map(|entry| match entry {
        TargetResult::LookUp(subject) => {
            let meaning = subject::meaning(*subject).unwrap_or_default();
            let text = format!("{}: {meaning}", subject::looked_up(*subject));
            Some(json!({ "level": "note", "message": { "text": plain(&text) } }))
        }
        TargetResult::Checked(_) | TargetResult::Audited(_) => None,
    }));
    let complaints: Vec<Value> = report
        .complaints
        .iter()
        .map(|complaint| {
            let places = complaint.place.iter().map(|place| json!({ "physicalLocation": physical(place) }));
            let text = plain(&complaint.error.reason);
            json!({ "level": "error", "message": { "text": text }, "locations": places.collect::<Vec<_>>() })
        })
        .collect();
    json!({
        "executionSuccessful": report.complete() && report.complaints.is_empty(),
        "exitCode": report.exit().code(),
        "endTimeUtc": report.generated_at.to_string(),
        "toolExecutionNotifications": notices,
        "toolConfigurationNotifications": complaints,
    })
}

fn physical(place: &SourceLocation) -> Value {
    json!({ "artifactLocation": { "uri": brief::file_uri(&place.file) }, "region": { "startLine": place.line.max(1) } })
}

fn rule(rule: &'static Rule) -> Value {
    let advice = rule.advice.iter().map(|advice| format!("- {advice}\n")).collect::<String>();
    let advice = if advice.is_empty() { advice } else { format!("What to do:\n\n{advice}\n") };
    let help = format!("{}\n\n{advice}See {}\n", rule.explanation, rule.reference);
    json!({
        "id": rule.id,
        "name": pascal_case(rule.id),
        "shortDescription": { "text": format!("{}.", capitalized(rule.title)) },
        "fullDescription": { "text": rule.explanation },
        "help": { "text": help, "markdown": help },
        "helpUri": reference(rule.reference),
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.topic.as_str()] },
    })
}

fn result(entry: &TargetResult, finding: &Finding, index: usize) -> Value {
    let target = brief::target(entry);
    let advice = finding.advice.iter().map(|advice| format!("\n{advice}")).collect::<String>();
    let evidence: Vec<String> =
        finding.evidence.iter().map(|quote| format!("{}: {}", quote.label.as_str(), quote.text)).collect();
    json!({
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": { "text": plain(&format!("{}: {}: {}{advice}", brief::title(entry), brief::status(entry), finding.message)) },
        "locations": [location(entry, &target)],
        "partialFingerprints": { "metstatus/v1": brief::fingerprint(&[finding.rule.id, &target]) },
        "properties": { "certainty": finding.certainty.as_str(), "evidence": evidence, "reference": finding.reference },
    })
}

fn location(entry: &TargetResult, target: &str) -> Value {
    let physical = match brief::place(entry) {
        Some(place) => physical(place),
        None => json!({ "artifactLocation": { "uri": brief::as_uri(target) }, "region": { "startLine": 1 } }),
    };
    json!({
        "physicalLocation": physical,
        "logicalLocations": [{ "fullyQualifiedName": target, "kind": "resource" }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A message's text, in which brackets would be links and braces placeholders (§3.11).
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '[' | ']' | '\\' => out.extend(['\\', c]),
            '{' => out.push_str("{{"),
            '}' => out.push_str("}}"),
            c => out.push(c),
        }
    }
    out
}

/// Where a rule is written, as a URL: `RFC 9110 §15.5.4` too.
fn reference(text: &str) -> String {
    let Some(rest) = text.strip_prefix("RFC ") else { return text.to_owned() };
    let (number, section) = rest.split_once(" §").unwrap_or((rest, ""));
    let number: String = number.chars().take_while(char::is_ascii_digit).collect();
    let section: String = section.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let section = section.trim_end_matches('.');
    let anchor = if section.is_empty() { String::new() } else { format!("#section-{section}") };
    format!("https://www.rfc-editor.org/rfc/rfc{number}{anchor}")
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn pascal_case(id: &str) -> String {
    id.split('-').map(capitalized).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_urls() {
        assert_eq!(reference("RFC 9110 §15.5.4"), "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.4");
        assert_eq!(reference("RFC 9745"), "https://www.rfc-editor.org/rfc/rfc9745");
        assert_eq!(reference("https://api.met.no/doc/StatusCodes"), "https://api.met.no/doc/StatusCodes");
        for rule in crate::diagnosis::rules::all() {
            assert!(reference(rule.reference).starts_with("https://"), "{}", rule.reference);
            assert!(!reference(rule.reference).contains(' '), "{}", rule.reference);
        }
    }

    #[test]
    fn names_are_made_of_ids() {
        assert_eq!(pascal_case("user-agent-generic"), "UserAgentGeneric");
    }

    #[test]
    fn texts_hold_neither_links_nor_placeholders() {
        assert_eq!(plain("[a](b) {0} \\x"), "\\[a\\](b) {{0}} \\\\x");
    }
}
