//! What the requests with a condition prove about caching.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::timing;
use crate::evidence::{ControlVariant, Evidence, Exchange, NoReplay, checksum};
use crate::http::caching::etag_revalidation::{TagOutcome, judge_tag};
use crate::http::caching::outcome::{ReplayedResponse, RevalidationOutcome};
use crate::http::caching::replay::{self, Judgement, Note, updated_fields};
use crate::http::syntax::message::{Field, Fields};
use crate::http::time::date::{Timestamp, parse_http_date};
use crate::met::hosts::Service;
use crate::text::escape::Text;

/// What came of the replay.
#[derive(Clone, Debug)]
pub struct Revalidation {
    /// The outcome.
    pub outcome: RevalidationOutcome,
    /// What the second answer shows in detail, where there was one.
    pub judgement: Option<Judgement>,
    /// Why none was sent, where none was.
    pub reason: Option<NoReplay>,
    /// Bytes of content, as received, that a client saves by asking with a condition.
    pub saved_bytes: Option<u64>,
    /// The time that a client saves by it, never negative; only where both answers were timed.
    pub saved_time: Option<Duration>,
    /// The content coding of the variant that was tested, as the answer names it; `None` for none.
    pub coding: Option<String>,
    /// Whether it was asked once more, because the document had changed in between.
    pub repeated: bool,
    /// The fields that the 304 must repeat but lacks, in lower case (RFC 9110 §15.4.5).
    pub missing: Vec<&'static str>,
    /// The stored fields that the 304 gave another value, in lower case (RFC 9111 §3.2).
    pub updated: Vec<String>,
    /// What came of asking with the entity tag, where there was one to ask with.
    pub tag: Option<TagOutcome>,
    /// Whether an older date was answered with the document, as it has to be; only where that was tried.
    pub older_date: Option<bool>,
}

impl Revalidation {
    fn without(outcome: RevalidationOutcome, reason: Option<NoReplay>) -> Self {
        Self {
            outcome,
            judgement: None,
            reason,
            saved_bytes: None,
            saved_time: None,
            coding: None,
            repeated: false,
            missing: Vec::new(),
            updated: Vec::new(),
            tag: None,
            older_date: None,
        }
    }

    /// What came of the replay; none where the answer was not a success to begin with.
    pub(crate) fn of(evidence: &Evidence, service: Service, now: Timestamp) -> Option<Self> {
        let mut replay = Self::by_date(evidence, service, now)?;
        replay.tag = tag(evidence);
        replay.tell_of_tag(evidence);
        replay.older_date = older_date(evidence);
        Some(replay)
    }

    /// Takes what a 304 to If-None-Match lacks and changes, where there was none to If-Modified-Since.
    fn tell_of_tag(&mut self, evidence: &Evidence) {
        if self.tag != Some(TagOutcome::Revalidated) || self.outcome == RevalidationOutcome::Revalidated {
            return;
        }
        let Some((first, second)) = evidence.tag_replayed() else { return };
        if let (Some(document), Some(not_modified)) = (first.fields(), second.fields()) {
            self.missing = replay::missing_fields(document, not_modified);
            self.updated = updates(first, second);
        }
    }

    fn by_date(evidence: &Evidence, service: Service, now: Timestamp) -> Option<Self> {
        let answer = evidence.answer()?;
        let status = answer.status()?;
        if status == 304 && evidence.previous_response.is_none() {
            return own_condition(answer);
        }
        if !matches!(status, 200..=299 | 304) {
            return None;
        }
        if service == Service::Met && status == 203 {
            return Some(Self::without(RevalidationOutcome::NotApplicable, Some(NoReplay::MetNonAuthoritative)));
        }
        let Some((first, second)) = evidence.replayed() else {
            let no_validator = half(answer).is_some_and(|first| replay::validator(&first, now).is_err());
            let outcome = match &evidence.no_replay {
                Some(NoReplay::NoValidator) => RevalidationOutcome::NotPossible,
                Some(NoReplay::NotCaptured | NoReplay::NextRun) if no_validator => RevalidationOutcome::NotPossible,
                Some(NoReplay::MetNonAuthoritative) => RevalidationOutcome::NotApplicable,
                _ => RevalidationOutcome::Skipped,
            };
            return Some(Self::without(outcome, evidence.no_replay.clone()));
        };
        let Some(judgement) = judged(evidence) else {
            return Some(Self::without(RevalidationOutcome::Inconclusive, None));
        };
        if service == Service::Met && second.status() == Some(203) {
            return Some(Self::without(RevalidationOutcome::NotApplicable, Some(NoReplay::MetNonAuthoritative)));
        }
        let works = judgement.outcome == RevalidationOutcome::Revalidated;
        let coding = first.fields().and_then(|fields| fields.get("content-encoding")).map(|coding| coding.clipped(40));
        Some(Self {
            saved_bytes: works.then(|| saved_bytes(first, second)).flatten(),
            saved_time: works.then(|| saved_time(first, second)).flatten(),
            updated: if works { updates(first, second) } else { Vec::new() },
            repeated: evidence.has_sent(crate::evidence::Condition::RepeatAfterChange),
            coding,
            outcome: judgement.outcome,
            missing: judgement.missing.clone(),
            judgement: Some(judgement),
            ..Self::without(RevalidationOutcome::Skipped, None)
        })
    }
}

/// A 304 to a condition of another client's, or one of the user's own: its document is not known, so the
/// answer can only contradict itself.
fn own_condition(answer: &Exchange) -> Option<Revalidation> {
    let request = answer.request.as_ref()?;
    let date = |value: &Text| parse_http_date(value.as_bytes(), answer.received_at).timestamp;
    let since = request.fields.get("if-modified-since").filter(|_| !request.fields.contains("if-none-match"))?;
    let modified = answer.fields().and_then(|fields| fields.get("last-modified")).and_then(date);
    let content = answer.response.as_ref().is_some_and(|response| !response.body.bytes.is_empty());
    let newer = modified.zip(date(since)).is_some_and(|(modified, since)| modified > since);
    let notes: Vec<Note> = [(content, Note::ContentIn304), (newer, Note::NewerLastModifiedIn304)]
        .into_iter()
        .filter_map(|(holds, note)| holds.then_some(note))
        .collect();
    let outcome = if notes.is_empty() { RevalidationOutcome::Revalidated } else { RevalidationOutcome::Inconsistent };
    let judgement = Judgement { outcome, missing: Vec::new(), notes };
    Some(Revalidation { judgement: Some(judgement), ..Revalidation::without(outcome, None) })
}

/// What the last replay with If-Modified-Since shows, where there was one that was answered.
pub(crate) fn judged(evidence: &Evidence) -> Option<Judgement> {
    let (first, second) = evidence.replayed()?;
    if second.failure.is_some() {
        return None;
    }
    let mut judgement = replay::judge(&half(first)?, &half(second)?, second.received_at);
    // Of what an earlier run received there is no content any more, and of a long capture not all, but its checksum.
    let open = matches!(judgement.outcome, RevalidationOutcome::Changed | RevalidationOutcome::Inconclusive);
    if open && matches!(second.status(), Some(200 | 203)) && is_same_as_stored(first, second) {
        let dated = second.fields().is_some_and(|fields| fields.contains("last-modified"));
        judgement.outcome = if dated { RevalidationOutcome::Restamped } else { RevalidationOutcome::Ignored };
    }
    Some(judgement)
}

fn is_same_as_stored(first: &Exchange, second: &Exchange) -> bool {
    let (Some(first), Some(second)) = (&first.response, &second.response) else { return false };
    let known = first.body.checksum.filter(|_| second.body.captured && !second.body.bytes.is_empty());
    let sum = || second.body.checksum.unwrap_or_else(|| checksum(&second.body.bytes));
    first.body.decoded_len() == second.body.decoded_len() && known.is_some_and(|known| known == sum())
}

fn tag(evidence: &Evidence) -> Option<TagOutcome> {
    let (first, second) = evidence.tag_replayed()?;
    match second.failure {
        Some(_) => Some(TagOutcome::Inconclusive),
        None => Some(judge_tag(&half(first)?, &half(second)?)),
    }
}

/// Whether an older date was answered with the document; nothing follows from a refusal or a failure.
fn older_date(evidence: &Evidence) -> Option<bool> {
    let (_, control) = evidence.controls().find(|(change, _)| *change == ControlVariant::OlderDate)?;
    match control.status().filter(|_| control.failure.is_none())? {
        304 => Some(false),
        200..=299 => Some(true),
        _ => None,
    }
}

/// The part of an exchange that a replay is judged by.
fn half(exchange: &Exchange) -> Option<ReplayedResponse<'_>> {
    let response = exchange.response.as_ref()?;
    let body = response.body.captured.then_some(response.body.bytes.as_slice());
    Some(ReplayedResponse { status: response.head.status, fields: &response.head.fields, body })
}

/// Whether the answer had expired when it was replayed, so what counts is what the replay made of it.
pub(crate) fn has_expired_meanwhile(evidence: &Evidence) -> bool {
    if evidence.previous_response.is_some() {
        return true;
    }
    let Some((first, second)) = evidence.replayed().filter(|(_, second)| second.failure.is_none()) else {
        return false;
    };
    let told = matches!(second.status(), Some(200..=299 | 304));
    let end = timing::freshness(first, first.received_at).and_then(|fresh| fresh.expires_at);
    told && end.is_some_and(|end| first.received_at < end && end <= second.sent_at)
}

/// The exchange that a client's copy dates from, and the fields that the copy has now: those of the answer, brought
/// up to date by whatever 304 came since (RFC 9111 §4.3.4).
pub(crate) fn current(evidence: &Evidence) -> Option<(u16, Fields, &Exchange)> {
    let answer = evidence.answer()?;
    let of = |exchange: &Exchange| Some((exchange.status()?, exchange.fields()?.clone()));
    let validated = evidence
        .replayed()
        .filter(|_| judged(evidence).is_some_and(|judgement| judgement.outcome == RevalidationOutcome::Revalidated));
    let by_tag = || evidence.tag_replayed().filter(|_| tag(evidence) == Some(TagOutcome::Revalidated));
    match validated.or_else(by_tag) {
        Some((first, second)) => {
            let (status, stored) = of(first)?;
            Some((status, updated_fields(&stored, second.fields()?), second))
        }
        None => {
            // A newer document has taken the place of the answer.
            let newer = evidence.document().unwrap_or(answer);
            let (status, fields) = of(newer)?;
            Some((status, fields, newer))
        }
    }
}

fn saved_bytes(first: &Exchange, second: &Exchange) -> Option<u64> {
    let body = |exchange: &Exchange| exchange.response.as_ref().and_then(|response| response.body.wire_bytes);
    Some(body(first)?.saturating_sub(body(second).unwrap_or(0)))
}

/// Only exchanges over one connection compare: the first one had to open it.
fn saved_time(first: &Exchange, second: &Exchange) -> Option<Duration> {
    let exchanged = |exchange: &Exchange| {
        let timing = &exchange.timing;
        let opening = [timing.resolve, timing.connect, timing.tls].into_iter().flatten().sum();
        timing.total.map(|total| total.saturating_sub(opening))
    };
    Some(exchanged(first)?.saturating_sub(exchanged(second)?)).filter(|saved| !saved.is_zero())
}

/// The names of the fields that a 304 changes in the stored response.
fn updates(first: &Exchange, second: &Exchange) -> Vec<String> {
    let (Some(stored), Some(fresh)) = (first.fields(), second.fields()) else { return Vec::new() };
    let updated = updated_fields(stored, fresh);
    let (before, after) = (values_by_name(stored), values_by_name(&updated));
    let mut seen = HashSet::new();
    let names = updated.iter().map(shown_name).filter(|name| seen.insert(name.clone()));
    names.filter(|name| before.get(name) != after.get(name)).collect()
}

fn values_by_name(fields: &Fields) -> HashMap<String, Vec<&Text>> {
    let mut values: HashMap<String, Vec<&Text>> = HashMap::new();
    for field in fields {
        values.entry(shown_name(field)).or_default().push(&field.value);
    }
    values
}

fn shown_name(field: &Field) -> String {
    field.name.to_string().to_ascii_lowercase()
}
