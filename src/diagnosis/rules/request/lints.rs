//! Request: what is wrong with a MET URL by itself, with or without a response.

use crate::diagnosis::catalogue::client::{NOT_FOUND, UNKNOWN_PRODUCT, UNKNOWN_VERSION};
use crate::diagnosis::catalogue::identity::{
    BLOCKED_USER_AGENT, SAY_WHO, USER_AGENT_BROWSER, USER_AGENT_GENERIC, USER_AGENT_MISSING, USER_AGENT_NO_CONTACT,
    USER_AGENT_PLACEHOLDER,
};
use crate::diagnosis::catalogue::lints::{
    ASKED_BY_THE_TERMS, COORDINATE_PRECISION, COORDINATE_RANGE, COORDINATES_EXCHANGED, ESCAPED_AMPERSAND, FRONT_PAGE,
    MISSING_ENDPOINT, MISSING_PARAMETER, NUMBER_FORMAT, RENAMED_PARAMETER, SEMICOLON_SEPARATOR, UNENCODED_PLUS,
    VERSION_PLACEHOLDER,
};
use crate::diagnosis::cause::Says;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::lints::Lint;
use crate::diagnosis::rule::Rule;
use crate::diagnosis::rules::wording::by_cause;
use crate::diagnosis::severity::Severity;

/// What is found here: a lint is the diagnosis if it explains the response, otherwise an additional warning.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let plain = [
        &NUMBER_FORMAT,
        &COORDINATE_RANGE,
        &COORDINATES_EXCHANGED,
        &RENAMED_PARAMETER,
        &MISSING_ENDPOINT,
        &VERSION_PLACEHOLDER,
        &SEMICOLON_SEPARATOR,
        &ESCAPED_AMPERSAND,
        &UNENCODED_PLUS,
    ];
    let explaining = plain.into_iter().filter_map(|rule| explaining(rule, facts));
    let worded = [missing(facts), precision(facts)];
    explaining.chain(worded.into_iter().flatten()).chain(beside(facts)).collect()
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
    let poor = facts.cause.as_ref().is_some_and(|cause| cause.signals.agent.is_at_fault());
    Some(if poor { finding.help(format!("two things are wrong; also {SAY_WHO}")) } else { finding })
}

/// A parameter that the response reports as missing. Where the URL has it, something on the way may have cut the query.
fn missing(facts: &Facts) -> Option<Finding> {
    let mut finding = explaining(&MISSING_PARAMETER, facts)?;
    if facts.cause.as_ref().is_some_and(|cause| cause.signals.says == Some(Says::MissingIsInUrl)) {
        finding.message =
            "MET did not receive a parameter that is in the URL; something may have cut the query".to_owned();
        finding.advice.insert(0, "look for a proxy, a logger or a shell that cuts the URL at & or ?".to_owned());
    }
    Some(finding)
}

/// What is wrong with the URL and does not explain the answer. What was answered in spite of its form cannot be wrong;
/// what the terms ask for still is, and what concerns the data and not whether they come.
fn beside(facts: &Facts) -> impl Iterator<Item = Finding> {
    let status = facts.status();
    let failed = facts.answer().is_some_and(|answer| answer.failure.is_some());
    // Coordinates that are to be exchanged come with the right number of decimals there.
    let is_told = |lint: &Lint| facts.is_caused_by(&COORDINATES_EXCHANGED) && lint.rule == &COORDINATE_PRECISION;
    let lints = facts.lints.iter().filter(move |lint| !facts.is_caused_by(lint.rule) && !is_told(lint));
    let lints = lints.filter(move |lint| match status {
        Some(200..=399) => {
            ASKED_BY_THE_TERMS.contains(&lint.rule) || lint.rule == &FRONT_PAGE || lint.rule.severity == Severity::Info
        }
        // What the server says of the path beats what the table says.
        Some(_) => ![&NOT_FOUND, &UNKNOWN_PRODUCT, &UNKNOWN_VERSION, &FRONT_PAGE].contains(&lint.rule),
        None => !(failed && lint.rule == &FRONT_PAGE),
    });
    let refused = status == Some(403) && facts.cause.as_ref().is_some_and(|cause| IDENTITY.contains(&cause.rule));
    lints.map(move |lint| {
        let mut finding = worded(Finding::of(lint.rule), lint).certainty(lint.certainty);
        if refused && lint.rule == &COORDINATE_PRECISION {
            finding.message.push_str("; MET may refuse that too");
        }
        finding.severity(lint.rule.severity.min(Severity::Warning))
    })
}

/// Causes that lie in the identity alone.
const IDENTITY: [&Rule; 6] = [
    &USER_AGENT_MISSING,
    &USER_AGENT_GENERIC,
    &USER_AGENT_BROWSER,
    &USER_AGENT_PLACEHOLDER,
    &USER_AGENT_NO_CONTACT,
    &BLOCKED_USER_AGENT,
];

/// The finding in the words of the lint, which are the user's own values.
fn worded(mut finding: Finding, lint: &Lint) -> Finding {
    finding.message.clone_from(&lint.message);
    finding.advice.clone_from(&lint.help);
    finding.quote_part(EvidenceSource::In, &lint.tail, lint.mark.clone())
}
