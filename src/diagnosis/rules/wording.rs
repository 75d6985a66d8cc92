//! Words and quotes that detectors of several topics use.

use crate::diagnosis::catalogue::lints::COORDINATE_PRECISION;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::Certainty;
use crate::evidence::{ControlVariant, Exchange};
use crate::http::syntax::message::{Field, Fields};
use crate::text::escape::escape;

/// The line of a response's field, for quoting.
pub(super) fn line(facts: &Facts, name: &str) -> Option<String> {
    facts.answer()?.fields()?.line(name).map(ToString::to_string)
}

/// The status line of the answer, for quoting.
pub(super) fn status_line(facts: &Facts) -> Option<String> {
    let head = &facts.answer()?.response.as_ref()?.head;
    Some(format!("{} {} {}", head.version, head.status, head.reason).trim_end().to_owned())
}

/// The User-Agent that was sent, for quoting.
pub(super) fn user_agent(facts: &Facts) -> Option<String> {
    let request = facts.answer()?.request.as_ref()?;
    match request.fields.line("user-agent") {
        Some(line) if line.value.is_empty() => Some("no User-Agent, or an empty one".to_owned()),
        Some(line) => Some(line.to_string()),
        None => (!request.sent("user-agent").is_unknown()).then(|| "no User-Agent header".to_owned()),
    }
}

/// A sentence as a part of another: without its capital letter and its full stop.
pub(super) fn as_clause(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Words as a sentence of their own: with a capital letter.
pub(super) fn as_sentence(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A finding if this rule is the cause of the response, with the evidence for it.
pub(super) fn by_cause(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let cause = facts.cause.as_ref().filter(|cause| cause.rule == rule)?;
    let mut finding = Finding::of(rule).certainty(cause.certainty);
    let class = line(facts, "x-errorclass");
    // Where class and status contradict each other, both are shown.
    if class.is_none() || cause.certainty == Certainty::Possible || cause.signals.class_contradicts() {
        finding = finding.quote_if(EvidenceSource::Received, status_line(facts));
    }
    for class in error_classes(facts) {
        finding = finding.quote(EvidenceSource::Received, class);
    }
    for words in &facts.words {
        finding = finding.quote(EvidenceSource::Body, words);
    }
    finding = with_controls(finding, facts);
    // What to do about the class is not advice for a cause that something else shows.
    if let Some(class) = cause.class
        && cause.is_unknown
        && finding.advice.is_empty()
    {
        finding = finding.help(as_clause(class.advice));
    }
    Some(finding)
}

/// Every X-ErrorClass of the answer, for quoting: several may contradict each other.
fn error_classes(facts: &Facts) -> Vec<String> {
    let fields = facts.answer().and_then(Exchange::fields);
    let is_class = |field: &&Field| field.name.eq_ignore_case("x-errorclass");
    fields.into_iter().flat_map(Fields::iter).filter(is_class).take(3).map(ToString::to_string).collect()
}

/// The same with the part of the URL that was asked for.
pub(super) fn by_cause_of_request(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    // The target may be long, and hardly any rule is the cause.
    let finding = by_cause(rule, facts)?;
    let target = facts.answer().and_then(Exchange::url).map(|url| escape(&url.written_target()));
    Some(finding.quote_if(EvidenceSource::In, target))
}

/// What the control requests brought, as evidence.
pub(super) fn with_controls(finding: Finding, facts: &Facts) -> Finding {
    facts.evidence.controls().fold(finding, |finding, (change, exchange)| {
        let agent = exchange.request.as_ref().and_then(|request| request.fields.get("user-agent"));
        let agent = agent.map(|agent| agent.clipped(100)).unwrap_or_default();
        let changed = match change {
            ControlVariant::Identity => format!("the same request as \"{agent}\""),
            ControlVariant::IdentityAndCoordinates => format!("the same request with four decimals as \"{agent}\""),
            ControlVariant::Coordinates => "the same request with four decimals".to_owned(),
            ControlVariant::OlderDate => "the same request with a date one day older".to_owned(),
        };
        let outcome = match exchange.status() {
            Some(status) => format!("returned {status}"),
            None => "got no response".to_owned(),
        };
        finding.quote(EvidenceSource::Control, format!("{changed} {outcome}"))
    })
}

/// A finding about a refused identity, beside coordinates that may be refused as well.
pub(super) fn and_coordinates(finding: Finding, facts: &Facts) -> Finding {
    let lint = facts.lints.iter().find(|lint| lint.rule == &COORDINATE_PRECISION);
    match lint.and_then(|lint| lint.help.first()).filter(|_| facts.status() == Some(403)) {
        Some(help) => finding.help(format!("two things are wrong; also shorten the coordinates: {help}")),
        None => finding,
    }
}
