//! Whether conditional requests work.

use crate::diagnosis::catalogue::common::GETTING_STARTED;
use crate::diagnosis::catalogue::revalidation::{
    CHANGED_MEANWHILE, ENTITY_TAG_IGNORED, ENTITY_TAG_WORKS, NO_VALIDATOR, NOT_MODIFIED_ALWAYS,
    NOT_MODIFIED_INCOMPLETE, NOT_MODIFIED_NEWER, NOT_MODIFIED_WITH_BODY, RESTAMPED, REVALIDATION_IGNORED,
    REVALIDATION_INCONCLUSIVE, REVALIDATION_INCONSISTENT, REVALIDATION_NOT_APPLICABLE, REVALIDATION_WORKS,
};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::facts::answer::is_success;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::rule::Rule;
use crate::diagnosis::rules::wording::{line, status_line};
use crate::diagnosis::severity::{Certainty, Severity};
use crate::evidence::{ControlVariant, Exchange, NoReplay};
use crate::http::caching::entity_tag::EntityTag;
use crate::http::caching::etag_revalidation::TagOutcome;
use crate::http::caching::outcome::RevalidationOutcome;
use crate::http::caching::replay::Note;
use crate::met::hosts::Service;

/// The rule that reports an outcome, where one does.
fn rule_of(outcome: RevalidationOutcome) -> Option<&'static Rule> {
    Some(match outcome {
        RevalidationOutcome::Revalidated => &REVALIDATION_WORKS,
        RevalidationOutcome::Ignored => &REVALIDATION_IGNORED,
        RevalidationOutcome::Changed => &CHANGED_MEANWHILE,
        RevalidationOutcome::Restamped => &RESTAMPED,
        RevalidationOutcome::NotApplicable => &REVALIDATION_NOT_APPLICABLE,
        RevalidationOutcome::Inconclusive => &REVALIDATION_INCONCLUSIVE,
        RevalidationOutcome::Inconsistent => &REVALIDATION_INCONSISTENT,
        RevalidationOutcome::NotPossible | RevalidationOutcome::Skipped => return None,
    })
}

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let detectors = [outcome, with_content, newer, incomplete, no_validator, older_date, entity_tag];
    detectors.into_iter().filter_map(|detector| detector(facts)).collect()
}

fn outcome(facts: &Facts) -> Option<Finding> {
    let replay = facts.replay.as_ref()?;
    let rule = rule_of(replay.outcome)?;
    let notes = replay.judgement.as_ref().map(|judgement| judgement.notes.as_slice()).unwrap_or_default();
    // What a 304 has that it must not have is a finding of its own, which says more.
    if replay.outcome == RevalidationOutcome::Inconsistent
        && notes.iter().any(|note| matches!(note, Note::ContentIn304 | Note::NewerLastModifiedIn304))
    {
        return None;
    }
    let mut finding = with_replay(Finding::of(rule), facts);
    for note in notes.iter().filter(|note| !matches!(note, Note::RepresentationMetadata)) {
        finding = finding.quote(EvidenceSource::Replay, note);
    }
    // A server may ignore a date that lies in its future (RFC 9110 §13.1.3).
    let future = facts.freshness.as_ref().is_some_and(|fresh| fresh.modified_ahead_s.is_some());
    if replay.outcome == RevalidationOutcome::Ignored && (future || notes.contains(&Note::AnsweredByCache)) {
        finding = finding.certainty(Certainty::Likely);
    }
    if replay.outcome == RevalidationOutcome::Inconclusive
        && facts.evidence.replay().and_then(Exchange::status) == Some(412)
    {
        finding = finding.see("RFC 9110 §13.2.2");
        finding.message = "The server returned 412 to If-Modified-Since, which is never valid".to_owned();
    }
    if facts.service == Service::Met && replay.outcome == RevalidationOutcome::Ignored {
        finding = finding.see(GETTING_STARTED);
    }
    Some(finding)
}

/// What was sent and what came back, as evidence.
fn with_replay(mut finding: Finding, facts: &Facts) -> Finding {
    let Some(second) = facts.evidence.replay() else { return finding };
    let field = second.request.as_ref().and_then(|request| request.fields.line("if-modified-since"));
    finding = finding.quote_if(EvidenceSource::Sent, field);
    if let Some(response) = &second.response {
        let modified = response.head.fields.line("last-modified").map(|line| format!(", {line}")).unwrap_or_default();
        finding = finding
            .quote(EvidenceSource::Replay, format!("{} {}{modified}", response.head.status, response.head.reason));
    }
    let retry = second.fields().and_then(|fields| fields.line("retry-after")).map(ToString::to_string);
    let finding = finding.quote_if(EvidenceSource::Replay, retry);
    finding.quote_if(EvidenceSource::Replay, second.failure.as_ref().map(|failure| failure.detail.clipped(120)))
}

/// An answer that must have no content, and came with some.
fn with_content(facts: &Facts) -> Option<Finding> {
    let response = facts.answer().and_then(|answer| answer.response.as_ref());
    if let Some(response) = response.filter(|response| !response.body.bytes.is_empty())
        && matches!(response.head.status, 204 | 304)
    {
        let mut finding = Finding::of(&NOT_MODIFIED_WITH_BODY).quote_if(EvidenceSource::Received, status_line(facts));
        finding.message = format!("A {} came with a body, which it must not have", response.head.status);
        return Some(finding);
    }
    noted(&NOT_MODIFIED_WITH_BODY, &Note::ContentIn304, facts)
}

fn newer(facts: &Facts) -> Option<Finding> {
    noted(&NOT_MODIFIED_NEWER, &Note::NewerLastModifiedIn304, facts)
}

/// The finding by a rule, where the replay shows what it is about.
fn noted(rule: &'static Rule, note: &Note, facts: &Facts) -> Option<Finding> {
    let judgement = facts.replay.as_ref()?.judgement.as_ref()?;
    judgement.notes.contains(note).then(|| with_replay(Finding::of(rule), facts))
}

fn incomplete(facts: &Facts) -> Option<Finding> {
    let replay = facts.replay.as_ref()?;
    if replay.missing.is_empty() {
        return None;
    }
    let finding = Finding::of(&NOT_MODIFIED_INCOMPLETE);
    let mut finding = match replay.outcome == RevalidationOutcome::Revalidated {
        true => with_replay(finding, facts),
        false => with_tag(finding, facts)?,
    };
    finding.message = format!("The 304 lacks headers that it must repeat: {}", replay.missing.join(", "));
    Some(finding)
}

fn no_validator(facts: &Facts) -> Option<Finding> {
    let replay = facts.replay.as_ref().filter(|replay| replay.outcome == RevalidationOutcome::NotPossible)?;
    let tag = || facts.answer()?.fields()?.get("etag").and_then(|tag| EntityTag::parse(tag.as_bytes()));
    if facts.service != Service::Met && tag().is_some() {
        return None;
    }
    let known = matches!(replay.reason, Some(NoReplay::NoValidator | NoReplay::NotCaptured | NoReplay::NextRun));
    // Elsewhere than at MET much is served without a validator, and rightly so.
    let severity = if facts.service == Service::Met { Severity::Warning } else { Severity::Info };
    let quote = line(facts, "last-modified").unwrap_or_else(|| "no Last-Modified header".to_owned());
    (known && is_success(facts))
        .then(|| Finding::of(&NO_VALIDATOR).severity(severity).quote(EvidenceSource::Received, quote))
}

fn older_date(facts: &Facts) -> Option<Finding> {
    facts.replay.as_ref()?.older_date.filter(|brought| !brought)?;
    let (_, control) = facts.evidence.controls().find(|(change, _)| *change == ControlVariant::OlderDate)?;
    let sent = control.request.as_ref().and_then(|request| request.fields.line("if-modified-since"));
    let status = control.status().map(|status| format!("a date one day older returned {status}"));
    Some(
        Finding::of(&NOT_MODIFIED_ALWAYS)
            .quote_if(EvidenceSource::Received, line(facts, "last-modified"))
            .quote_if(EvidenceSource::Sent, sent)
            .quote_if(EvidenceSource::Control, status),
    )
}

fn entity_tag(facts: &Facts) -> Option<Finding> {
    let replay = facts.replay.as_ref()?;
    let rule = match replay.tag? {
        TagOutcome::Revalidated => &ENTITY_TAG_WORKS,
        TagOutcome::Ignored => &ENTITY_TAG_IGNORED,
        TagOutcome::Inconsistent if replay.outcome != RevalidationOutcome::Inconsistent => return other_tag(facts),
        TagOutcome::Changed | TagOutcome::Inconsistent | TagOutcome::Inconclusive => return None,
    };
    // With a date that works a client need not send the tag.
    let harmless = replay.outcome == RevalidationOutcome::Revalidated;
    let finding = if harmless { Finding::of(rule).severity(Severity::Info) } else { Finding::of(rule) };
    with_tag(finding, facts)
}

/// The request with If-None-Match and what came back, as evidence.
fn with_tag(finding: Finding, facts: &Facts) -> Option<Finding> {
    let (_, second) = facts.evidence.tag_replayed()?;
    let sent = second.request.as_ref().and_then(|request| request.fields.line("if-none-match"));
    let answer = second.response.as_ref().map(|response| format!("{} {}", response.head.status, response.head.reason));
    Some(finding.quote_if(EvidenceSource::Sent, sent).quote_if(EvidenceSource::Replay, answer))
}

/// A 304 to If-None-Match with the entity tag of another document (RFC 9111 §4.3.4).
fn other_tag(facts: &Facts) -> Option<Finding> {
    let mut finding = with_tag(Finding::of(&REVALIDATION_INCONSISTENT).see("RFC 9111 §4.3.4"), facts)?;
    let (_, second) = facts.evidence.tag_replayed()?;
    finding = finding.quote_if(EvidenceSource::Replay, second.fields().and_then(|fields| fields.line("etag")));
    finding.message = "A 304 to If-None-Match has another ETag than the request and must not be used".to_owned();
    // With a date that works a client need not send the tag.
    let harmless = facts.replay.as_ref().is_some_and(|replay| replay.outcome == RevalidationOutcome::Revalidated);
    Some(if harmless { finding.severity(Severity::Info) } else { finding })
}
