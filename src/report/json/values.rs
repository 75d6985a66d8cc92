//! The types of the JSON format, version 1: member by member what `contrib/metstatus-1.schema.json` describes.

use std::collections::BTreeMap;

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct JsonDocument<'a, R: Serialize> {
    pub(super) schema: &'static str,
    pub(super) generated_at: String,
    pub(super) verdict: &'static str,
    pub(super) complete: bool,
    pub(super) requests_sent: usize,
    pub(super) results: R,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) sources: Vec<SourceValue<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) notes: &'a [String],
    pub(super) knowledge: KnowledgeValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suppressed: Option<SuppressedValue<'a>>,
}

/// As of when the products are known.
#[derive(Serialize)]
pub(super) struct KnowledgeValue {
    pub(super) as_of: &'static str,
    pub(super) learned_at: Option<String>,
}

/// Findings that a project's file makes count for less.
#[derive(Serialize)]
pub(super) struct SuppressedValue<'a> {
    pub(super) file: &'a str,
    pub(super) findings: usize,
    pub(super) ids: Vec<&'static str>,
}

#[derive(Serialize)]
pub(super) struct ResultValue<'a> {
    pub(super) target: String,
    pub(super) name: Option<&'a str>,
    pub(super) verdict: &'static str,
    pub(super) status: Option<StatusValue>,
    pub(super) findings: Vec<FindingValue<'a>>,
    pub(super) freshness: Option<FreshnessValue>,
    pub(super) next_poll: Option<NextPollValue>,
    pub(super) replay: Option<ReplayValue>,
    pub(super) deprecation: Option<DeprecationValue>,
    pub(super) tally: Option<TallyValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) capture: Option<CaptureValue>,
    pub(super) exchanges: Vec<ExchangeValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) traffic: Option<TrafficValue<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sandbox: Option<SandboxValue>,
}

/// The run of a sandbox.
#[derive(Serialize)]
pub(super) struct SandboxValue {
    pub(super) scenario: &'static str,
    pub(super) seed: u64,
    pub(super) wire: &'static str,
    pub(super) requests: u64,
    pub(super) exit_code: Option<i32>,
}

/// The numbers of a client's traffic, and every check of it.
#[derive(Serialize)]
pub(super) struct TrafficValue<'a> {
    pub(super) client: &'a str,
    pub(super) requests: u64,
    pub(super) first_at: Option<String>,
    pub(super) last_at: Option<String>,
    pub(super) statuses: BTreeMap<String, u64>,
    pub(super) peak_per_second: Option<PeakValue>,
    pub(super) peak_per_minute: Option<PeakValue>,
    pub(super) addresses: Option<u64>,
    pub(super) urls: u64,
    pub(super) estimated: bool,
    pub(super) minute_of_hour: &'a [u64],
    pub(super) wasted: WastedValue,
    pub(super) checks: Vec<CheckValue<'a>>,
}

#[derive(Serialize)]
pub(super) struct PeakValue {
    pub(super) requests: u64,
    pub(super) at: Option<String>,
}

#[derive(Serialize)]
pub(super) struct WastedValue {
    pub(super) requests: Option<u64>,
    pub(super) bytes: Option<u64>,
}

#[derive(Serialize)]
pub(super) struct CheckValue<'a> {
    pub(super) id: &'static str,
    pub(super) outcome: &'static str,
    pub(super) occasions: u64,
    pub(super) breaches: u64,
    pub(super) reason: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct SourceValue<'a> {
    pub(super) file: &'a str,
    pub(super) format: &'a str,
    pub(super) clock: Option<&'a str>,
    pub(super) vantage: Option<&'a str>,
    pub(super) lines: u64,
    pub(super) unread: u64,
    pub(super) first_at: Option<String>,
    pub(super) last_at: Option<String>,
}

#[derive(Serialize)]
pub(super) struct CaptureValue {
    pub(super) form: &'static str,
    pub(super) file: Option<String>,
    pub(super) line: Option<usize>,
}

#[derive(Serialize)]
pub(super) struct TallyValue {
    pub(super) requests: usize,
    pub(super) urls: usize,
    pub(super) first_at: Option<String>,
    pub(super) last_at: Option<String>,
}

/// A status and what it means.
#[derive(Debug, Serialize)]
pub(crate) struct StatusValue {
    pub(super) code: Option<u16>,
    pub(super) phrase: Option<String>,
    pub(super) class: Option<&'static str>,
    pub(super) meaning: Option<String>,
    pub(super) advice: Vec<String>,
    pub(super) source: Option<&'static str>,
    pub(super) origin: &'static str,
}

impl StatusValue {
    /// What to do about it.
    pub(in crate::report) fn advice(&self) -> &[String] {
        &self.advice
    }

    /// What it means.
    pub(in crate::report) fn meaning(&self) -> Option<&str> {
        self.meaning.as_deref()
    }

    /// Where it is written.
    pub(in crate::report) fn source(&self) -> Option<&'static str> {
        self.source
    }
}

#[derive(Serialize)]
pub(super) struct FindingValue<'a> {
    pub(super) id: &'static str,
    pub(super) severity: &'static str,
    pub(super) certainty: &'static str,
    pub(super) message: &'a str,
    pub(super) advice: &'a [String],
    pub(super) evidence: Vec<String>,
    pub(super) reference: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) alternatives: Vec<AlternativeValue<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lowered_by: Option<&'a str>,
}

/// Another cause that the evidence allows.
#[derive(Serialize)]
pub(super) struct AlternativeValue<'a> {
    pub(super) id: &'static str,
    pub(super) certainty: &'static str,
    pub(super) message: &'a str,
}

#[derive(Serialize)]
pub(super) struct FreshnessValue {
    pub(super) basis: &'static str,
    pub(super) lifetime_s: Option<i64>,
    pub(super) age_s: i64,
    pub(super) left_s: Option<i64>,
    pub(super) fresh: bool,
    pub(super) expires_at: Option<String>,
    pub(super) age_at_receipt_s: i64,
    pub(super) storable: bool,
    pub(super) must_validate: bool,
    pub(super) skew_s: Option<i64>,
}

#[derive(Serialize)]
pub(super) struct NextPollValue {
    pub(super) not_before: Option<String>,
    pub(super) conditional: bool,
}

#[derive(Serialize)]
pub(super) struct ReplayValue {
    pub(super) outcome: &'static str,
    pub(super) sent: bool,
    pub(super) status: Option<u16>,
    pub(super) saved_bytes: Option<u64>,
    pub(super) missing: Vec<&'static str>,
    pub(super) notes: Vec<&'static str>,
    pub(super) reason: Option<&'static str>,
    pub(super) saved_ms: Option<f64>,
    pub(super) variant: Option<String>,
    pub(super) repeated: bool,
    pub(super) updated: Vec<String>,
    pub(super) entity_tag: Option<&'static str>,
    pub(super) older_date_brings_document: Option<bool>,
}

#[derive(Serialize)]
pub(super) struct DeprecationValue {
    pub(super) state: &'static str,
    pub(super) ends_at: Option<String>,
    pub(super) days_left: Option<i64>,
    pub(super) sources: Vec<String>,
    pub(super) successor: Option<String>,
    pub(super) conformant: Option<bool>,
}

#[derive(Serialize)]
pub(super) struct ExchangeValue {
    pub(super) role: &'static str,
    pub(super) shared: bool,
    pub(super) request: Option<RequestValue>,
    pub(super) response: Option<ResponseValue>,
    pub(super) failure: Option<FailureValue>,
    pub(super) timing_ms: TimingValue,
}

#[derive(Serialize)]
pub(super) struct RequestValue {
    pub(super) method: String,
    pub(super) url: Option<String>,
    pub(super) headers: Vec<[String; 2]>,
}

#[derive(Serialize)]
pub(super) struct ResponseValue {
    pub(super) version: String,
    pub(super) status: u16,
    pub(super) reason: String,
    pub(super) headers: Vec<[String; 2]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) non_ascii_headers: Vec<BytesValue>,
    pub(super) wire_bytes: Option<u64>,
    pub(super) body_bytes: Option<usize>,
}

/// A field's value as bytes, where its text cannot show it without loss.
#[derive(Serialize)]
pub(super) struct BytesValue {
    pub(super) index: usize,
    pub(super) base64: String,
}

#[derive(Serialize)]
pub(super) struct FailureValue {
    pub(super) phase: String,
    pub(super) kind: &'static str,
    pub(super) detail: String,
    pub(super) received_bytes: u64,
}

#[derive(Serialize)]
pub(super) struct TimingValue {
    pub(super) resolve: Option<f64>,
    pub(super) connect: Option<f64>,
    pub(super) tls: Option<f64>,
    pub(super) first_byte: Option<f64>,
    pub(super) total: Option<f64>,
}
