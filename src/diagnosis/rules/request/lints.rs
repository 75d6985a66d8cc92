//! Request: what is wrong with a MET URL by itself, with or without a response.

use crate::diagnosis::catalogue::lints::{
    ASKED_BY_THE_TERMS, COORDINATE_PRECISION, COORDINATE_RANGE, MISSING_ENDPOINT, MISSING_PARAMETER, NUMBER_FORMAT,
    RENAMED_PARAMETER, SEMICOLON_SEPARATOR, VERSION_PLACEHOLDER,
};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::{Finding, Seen};
use crate::diagnosis::lints::Lint;
use crate::diagnosis::rule::Rule;
use crate::diagnosis::rules::wording::by_cause;
use crate::diagnosis::severity::{Certainty, Severity};
use crate::evidence::Exchange;
use crate::met::asked::Asked;

/// What is found here: a lint is the diagnosis if it explains the response, otherwise an additional warning.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let plain = [
        &NUMBER_FORMAT,
        &COORDINATE_RANGE,
        &RENAMED_PARAMETER,
        &MISSING_ENDPOINT,
        &VERSION_PLACEHOLDER,
        &SEMICOLON_SEPARATOR,
    ];
    let explaining = plain.into_iter().filter_map(|rule| explaining(rule, facts));
    explaining.chain(missing(facts)).chain(precision(facts)).chain(beside(facts)).collect()
}

/// What is wrong with the URL by a rule.
fn lint_of<'a>(rule: &Rule, facts: &'a Facts) -> Option<&'a Lint> {
    facts.lints.iter().find(|lint| lint.rule == rule)
}

/// The cause of the response, in the words of the lint if the URL shows it.
fn explaining(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let finding = by_cause(rule, facts)?.severity(Severity::Error);
    Some(match lint_of(rule, facts) {
        Some(lint) => worded(finding, lint),
        None => finding,
    })
}

/// Coordinates that explain a refusal: it is said of them.
fn precision(facts: &Facts) -> Option<Finding> {
    let mut finding = explaining(&COORDINATE_PRECISION, facts)?;
    if lint_of(&COORDINATE_PRECISION, facts).is_some() && facts.status() == Some(403) {
        finding.message = format!(
            "MET refuses coordinates with more than 4 decimals: {}",
            finding.message.trim_end_matches("; at most 4 are allowed")
        );
    }
    Some(finding)
}

/// A parameter that the server did not receive. If the URL has it, something in between may have cut the query.
fn missing(facts: &Facts) -> Option<Finding> {
    let mut finding = explaining(&MISSING_PARAMETER, facts)?;
    let asked = facts.answer().and_then(Exchange::url).and_then(Asked::of);
    let words = facts.words.join(" ");
    let named = asked
        .is_some_and(|asked| asked.parameters.iter().any(|parameter| words.contains(&format!("'{}'", parameter.name))));
    if lint_of(&MISSING_PARAMETER, facts).is_none() && named {
        finding.certainty = Certainty::Possible;
        finding.message =
            "MET did not receive a parameter that is in the URL; something may have cut the query".to_owned();
        finding.advice.insert(0, "look for a proxy, a logger or a shell that cuts the URL at & or ?".to_owned());
    }
    Some(finding)
}

/// What is wrong with the URL but does not explain the response. If the request succeeded, its form cannot be wrong;
/// violations of the Terms of Service still count.
fn beside(facts: &Facts) -> impl Iterator<Item = Finding> {
    let answered = facts.status().is_some_and(|status| (200..400).contains(&status));
    let lints = facts.lints.iter().filter(|lint| !facts.is_caused_by(lint.rule));
    let lints = lints.filter(move |lint| !answered || ASKED_BY_THE_TERMS.contains(&lint.rule));
    lints.map(|lint| worded(Finding::of(lint.rule), lint).severity(Severity::Warning))
}

/// The finding in the words of the lint, which are the user's own values.
fn worded(mut finding: Finding, lint: &Lint) -> Finding {
    finding.message.clone_from(&lint.message);
    finding.advice.clone_from(&lint.help);
    finding.quote_part(Seen::In, &lint.tail, lint.mark.clone())
}
