//! The report as JSON, version 1. Its types are copied from the internal ones on purpose: those may change, this
//! may not. `contrib/metstatus-1.schema.json` describes it.

pub(crate) mod status;
mod traffic;
mod values;

use std::time::Duration;

use base64::Engine as _;
use serde::{Serialize, Serializer};
use status::{code_value, status_value};
use values::{
    AlternativeValue, BytesValue, CaptureValue, DeprecationValue, ExchangeValue, FailureValue, FindingValue,
    FreshnessValue, JsonDocument, KnowledgeValue, NextPollValue, ReplayValue, RequestValue, ResponseValue, ResultValue,
    SuppressedValue, TallyValue, TimingValue,
};

use super::suppressed::{Suppressed, suppressed};
use super::{Report, TargetResult};
use crate::diagnosis::Diagnosis;
use crate::diagnosis::facts::lifecycle::Lifecycle;
use crate::diagnosis::facts::revalidation::Revalidation;
use crate::diagnosis::finding::{Alternative, Finding};
use crate::diagnosis::lookup::Subject;
use crate::diagnosis::verdict::Verdict;
use crate::evidence::{Evidence, Exchange, Failure, NoReplay};
use crate::http::caching::etag_revalidation::TagOutcome;
use crate::http::syntax::message::{Field, Fields};
use crate::http::time::date::Timestamp;
use crate::met::hosts::Service;
use crate::met::meanings::AS_OF;
use crate::met::products;
use crate::text::secret::{redact_field, redact_urls};
use crate::traffic::Judged;

/// The name and version of the format.
pub(crate) const SCHEMA: &str = "metstatus/1";

/// The results, each made while it is written: those of a long capture would be several times its size.
struct Results<'a> {
    entries: &'a [TargetResult],
    by_code: bool,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.entries.iter().map(|entry| result(entry, self.by_code)))
    }
}

/// The report as one document.
pub(crate) fn report(report: &Report) -> String {
    let document = JsonDocument {
        schema: SCHEMA,
        generated_at: report.generated_at.to_string(),
        verdict: report.verdict().as_str(),
        complete: report.complete(),
        requests_sent: report.requests_sent(),
        results: Results { entries: &report.entries, by_code: report.by_code },
        sources: report.sources.iter().map(traffic::source).collect(),
        notes: &report.notes,
        knowledge: knowledge(),
        suppressed: suppressed(&report.entries).map(suppressed_value),
    };
    // Serializing these types, which hold no maps with other keys than strings, cannot fail.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// The report on one entry alone, as one line.
pub(super) fn line(entry: &TargetResult, generated_at: Timestamp, by_code: bool) -> String {
    one_line(&JsonDocument {
        schema: SCHEMA,
        generated_at: generated_at.to_string(),
        verdict: entry.verdict(by_code).as_str(),
        complete: true,
        requests_sent: entry.requests_sent(),
        results: [result(entry, by_code)],
        sources: Vec::new(),
        notes: &[],
        knowledge: knowledge(),
        suppressed: suppressed(std::slice::from_ref(entry)).map(suppressed_value),
    })
}

/// The report of no entry, as one line: what a run without all its results has to add to those of its entries.
pub(super) fn last_line(requests_unused: usize, generated_at: Timestamp) -> String {
    one_line(&JsonDocument {
        schema: SCHEMA,
        generated_at: generated_at.to_string(),
        verdict: Verdict::NoVerdict.as_str(),
        complete: false,
        requests_sent: requests_unused,
        results: [(); 0],
        sources: Vec::new(),
        notes: &[],
        knowledge: knowledge(),
        suppressed: None,
    })
}

/// As of when the products are known.
fn knowledge() -> KnowledgeValue {
    KnowledgeValue { as_of: AS_OF, learned_at: products::learned_at().map(|at| at.to_string()) }
}

fn suppressed_value(suppressed: Suppressed<'_>) -> SuppressedValue<'_> {
    SuppressedValue { file: suppressed.file, findings: suppressed.findings, ids: suppressed.ids }
}

fn one_line(document: &JsonDocument<'_, impl Serialize>) -> String {
    let mut text = serde_json::to_string(document).unwrap_or_default();
    text.push('\n');
    text
}

fn result(entry: &TargetResult, by_code: bool) -> ResultValue<'_> {
    match entry {
        TargetResult::LookUp(subject) => looked_up(*subject, entry.verdict(by_code).as_str()),
        TargetResult::Checked(diagnosis) => checked(diagnosis),
        TargetResult::Audited(judged) => audited(judged),
    }
}

fn looked_up<'a>(subject: Subject, verdict: &'static str) -> ResultValue<'a> {
    ResultValue {
        target: subject.name(),
        name: None,
        verdict,
        status: Some(status_value(subject)),
        findings: Vec::new(),
        freshness: None,
        next_poll: None,
        replay: None,
        deprecation: None,
        tally: None,
        capture: None,
        exchanges: Vec::new(),
        traffic: None,
        sandbox: None,
    }
}

/// What is said of a client's traffic.
fn audited(judged: &Judged) -> ResultValue<'_> {
    ResultValue {
        target: judged.client.clone(),
        name: judged.sandbox.as_ref().map(|run| run.scenario),
        verdict: judged.verdict.as_str(),
        status: None,
        findings: judged.findings.iter().map(finding).collect(),
        freshness: None,
        next_poll: None,
        replay: None,
        deprecation: None,
        tally: None,
        exchanges: Vec::new(),
        capture: None,
        traffic: Some(traffic::value(judged)),
        sandbox: judged.sandbox.as_deref().map(traffic::sandbox),
    }
}

fn checked(diagnosis: &Diagnosis) -> ResultValue<'_> {
    let facts = &diagnosis.facts;
    let status = facts.answer().and_then(|answer| answer.response.as_ref()).map(|response| {
        let mut value = code_value(response.head.status, facts.service == Service::Met);
        if response.head.status < 400 && response.head.status != 203 {
            // What a success or a redirect may need is in the findings, where it applies.
            value.advice.clear();
        }
        if !response.head.reason.is_empty() {
            value.phrase = Some(response.head.reason.to_string());
        }
        value
    });
    ResultValue {
        target: diagnosis.target.clone(),
        name: diagnosis.name.as_deref(),
        verdict: diagnosis.verdict.as_str(),
        status,
        findings: diagnosis.findings.iter().map(finding).collect(),
        freshness: facts.freshness.as_ref().map(|freshness| FreshnessValue {
            basis: freshness.basis.as_str(),
            lifetime_s: freshness.lifetime_s,
            age_s: freshness.age_s,
            left_s: freshness.left_s,
            fresh: freshness.fresh,
            expires_at: freshness.expires_at.and_then(time),
            age_at_receipt_s: freshness.age_at_receipt_s,
            storable: freshness.storable,
            must_validate: freshness.must_validate,
            skew_s: freshness.skew_s,
        }),
        next_poll: facts
            .next_poll
            .as_ref()
            .map(|next| NextPollValue { not_before: next.not_before.and_then(time), conditional: next.conditional }),
        replay: facts.replay.as_ref().map(|replay| replay_value(replay, &facts.evidence)),
        deprecation: facts.lifecycle.as_ref().map(|life| deprecation(life, facts.now)),
        tally: facts.evidence.occurrences.as_ref().map(|of| TallyValue {
            requests: of.requests,
            urls: of.urls,
            first_at: time(of.first_at),
            last_at: time(of.last_at),
        }),
        capture: facts.evidence.form.map(|form| CaptureValue {
            form: form.id,
            file: diagnosis.place.as_ref().map(|place| place.file.clone()),
            line: diagnosis.line,
        }),
        exchanges: facts.evidence.exchanges.iter().map(exchange).collect(),
        traffic: None,
        sandbox: None,
    }
}

/// What came of the replay.
fn replay_value(replay: &Revalidation, evidence: &Evidence) -> ReplayValue {
    let second = evidence.replay();
    let judgement = replay.judgement.as_ref();
    ReplayValue {
        outcome: replay.outcome.as_str(),
        sent: second.is_some(),
        status: second.and_then(Exchange::status),
        saved_bytes: replay.saved_bytes,
        missing: replay.missing.clone(),
        notes: judgement
            .map(|judgement| judgement.notes.iter().map(crate::http::caching::replay::Note::as_str).collect())
            .unwrap_or_default(),
        reason: replay.reason.as_ref().map(NoReplay::as_str),
        saved_ms: milliseconds(replay.saved_time),
        variant: second.map(|_| replay.coding.clone().unwrap_or_else(|| "identity".to_owned())),
        repeated: replay.repeated,
        updated: replay.updated.clone(),
        entity_tag: replay.tag.map(TagOutcome::as_str),
        older_date_brings_document: replay.older_date,
    }
}

fn milliseconds(time: Option<Duration>) -> Option<f64> {
    time.map(|time| (time.as_secs_f64() * 1e6).round() / 1e3)
}

/// What is known of the version's end.
fn deprecation(life: &Lifecycle, now: Timestamp) -> DeprecationValue {
    DeprecationValue {
        state: life.state_at(now).as_str(),
        ends_at: life.end.as_ref().and_then(|end| time(end.at)),
        days_left: life.days_left(now),
        sources: life
            .ends
            .iter()
            .map(|end| format!("{}: {} ({})", end.source.as_str(), end.words, end.reference))
            .collect(),
        successor: life.successor.clone(),
        conformant: life.conformant(),
    }
}

/// A time as RFC 3339 writes it, which knows the years up to 9999 alone.
fn time(at: Timestamp) -> Option<String> {
    let text = at.to_string();
    text.starts_with(|c: char| c.is_ascii_digit()).then_some(text)
}

fn finding(finding: &Finding) -> FindingValue<'_> {
    FindingValue {
        id: finding.rule.id,
        severity: finding.severity.as_str(),
        certainty: finding.certainty.as_str(),
        message: &finding.message,
        advice: &finding.advice,
        evidence: finding.evidence.iter().map(|quote| format!("{}: {}", quote.label.as_str(), quote.text)).collect(),
        reference: &finding.reference,
        alternatives: finding.alternatives.iter().map(alternative).collect(),
        lowered_by: finding.lowered_by.as_deref(),
    }
}

fn alternative(other: &Alternative) -> AlternativeValue<'_> {
    AlternativeValue { id: other.rule.id, certainty: other.certainty.as_str(), message: &other.message }
}

fn non_ascii_headers(fields: &Fields) -> Vec<BytesValue> {
    // What is shown with something hidden is not to be had by this way either.
    let is_whole = |field: &Field| redact_field(&field.name, &field.value) == field.value.to_string();
    let lossy = |field: &Field| !field.value.as_bytes().is_ascii() && is_whole(field);
    let encode = |field: &Field| base64::engine::general_purpose::STANDARD.encode(field.value.as_bytes());
    let numbered = fields.iter().enumerate().filter(|(_, field)| lossy(field));
    numbered.map(|(index, field)| BytesValue { index, base64: encode(field) }).collect()
}

fn exchange(exchange: &Exchange) -> ExchangeValue {
    let headers = |fields: &crate::http::syntax::message::Fields| {
        fields.iter().map(|field| [field.name.to_string(), redact_field(&field.name, &field.value)]).collect()
    };
    ExchangeValue {
        role: exchange.role.as_str(),
        shared: exchange.shared,
        request: exchange.request.as_ref().map(|request| RequestValue {
            method: request.method.to_string(),
            url: request.url.as_ref().map(ToString::to_string),
            headers: headers(&request.fields),
        }),
        response: exchange.response.as_ref().map(|response| ResponseValue {
            version: response.head.version.to_string(),
            status: response.head.status,
            reason: response.head.reason.to_string(),
            headers: headers(&response.head.fields),
            non_ascii_headers: non_ascii_headers(&response.head.fields),
            wire_bytes: response.body.wire_bytes,
            body_bytes: response.body.captured.then_some(response.body.decoded_len()),
        }),
        failure: exchange.failure.as_ref().map(failure),
        timing_ms: TimingValue {
            resolve: milliseconds(exchange.timing.resolve),
            connect: milliseconds(exchange.timing.connect),
            tls: milliseconds(exchange.timing.tls),
            first_byte: milliseconds(exchange.timing.first_byte),
            total: milliseconds(exchange.timing.total),
        },
    }
}

fn failure(failure: &Failure) -> FailureValue {
    FailureValue {
        phase: failure.phase.to_string(),
        kind: failure.kind.as_str(),
        detail: redact_urls(&failure.detail.clipped(300)),
        received_bytes: failure.received,
    }
}
