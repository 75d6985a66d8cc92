//! What one run remembers for the next: per target what was seen last, until when that holds, and the validators for
//! the next request. A small JSON document with a version; everything in it is read with distrust.

use std::collections::BTreeMap;

use flate2::Crc;
use serde::{Deserialize, Serialize};

use crate::diagnosis::facts::revalidation;
use crate::diagnosis::finding::{Alternative, Finding};
use crate::diagnosis::overrides::Overrides;
use crate::diagnosis::severity::{Certainty, Severity};
use crate::diagnosis::verdict::Verdict;
use crate::diagnosis::{Diagnosis, rules};
use crate::evidence::{Body, Exchange, Reply, Request, Response, Role, checksum};
use crate::http::caching::outcome::RevalidationOutcome;
use crate::http::syntax::message::{Fields, ResponseHead};
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::met::hosts::Service;
use crate::text::escape::{clip, escape};
use crate::text::secret::is_secret;

/// The name and version of the format.
const SCHEMA: &str = "metstatus-state/1";

/// Targets that were not asked for so long are forgotten, in seconds: 90 days.
const FORGOTTEN_AFTER_S: i64 = 90 * 86_400;

/// How far a stored time may lie ahead before the clock is taken to have been set back, in seconds.
const CLOCK_TOLERANCE_S: i64 = 300;

/// The longest time for which a verdict is valid, in seconds: a week.
const LONGEST_HOLD_S: i64 = 7 * 86_400;

/// Bytes of a field's value to store at most.
const MOST_VALUE: usize = 1024;

/// Findings to store at most.
const MOST_FINDINGS: usize = 20;

/// What is remembered of every target.
#[derive(Debug, Default)]
pub struct SavedState {
    targets: BTreeMap<(String, String), TargetState>,
}

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is none of ours, or is broken; in words, escaped.
    Damaged(String),
    /// Another version of this program wrote it, in this format.
    OtherVersion(String),
}

#[derive(Deserialize)]
struct StateHeader {
    schema: String,
}

#[derive(Serialize, Deserialize)]
struct StateDocument {
    schema: String,
    targets: Vec<TargetState>,
}

/// What is remembered of one target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetState {
    /// The URL, without user information.
    target: String,
    /// A checksum of the request's fields: another client's request is another target.
    request: String,
    /// When it was asked last, in seconds since 1970.
    checked_at: i64,
    /// Until when nothing is to be asked.
    not_before: Option<i64>,
    /// How often in a row it was refused.
    refusals: u32,
    verdict: Stored<Verdict>,
    findings: Vec<StoredFinding>,
    /// The response of that time.
    answer: Option<StoredResponse>,
    /// The document whose validators the next request carries, where that is not the answer.
    document: Option<StoredResponse>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct StoredFinding {
    id: String,
    severity: Stored<Severity>,
    certainty: Stored<Certainty>,
    message: String,
    advice: Vec<String>,
    reference: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    alternatives: Vec<StoredAlternative>,
    /// Whether it says that the cause of a refusal is not known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    cause_unknown: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct StoredAlternative {
    id: String,
    certainty: Stored<Certainty>,
    message: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct StoredResponse {
    /// The URL that was asked last, where redirects led elsewhere than the target.
    url: Option<String>,
    status: String,
    fields: Vec<(String, String)>,
    /// Whether it was received whole and may be asked for with its validator (RFC 9111 §3.3).
    whole: bool,
    sent_at: i64,
    received_at: i64,
    wire_bytes: Option<u64>,
    body_bytes: usize,
    body_crc32: Option<u32>,
}

/// A value by its name in reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stored<T>(T);

impl SavedState {
    /// Reads a document.
    ///
    /// # Errors
    /// When it is none of this format.
    pub fn parse(bytes: &[u8]) -> Result<Self, Unreadable> {
        let damaged = |error: serde_json::Error| Unreadable::Damaged(clip(&escape(&error.to_string()), 200));
        let StateHeader { schema } = serde_json::from_slice(bytes).map_err(damaged)?;
        let shown = clip(&escape(&schema), 40);
        match schema.strip_prefix("metstatus-state/") {
            Some(_) if schema == SCHEMA => {}
            Some(_) => return Err(Unreadable::OtherVersion(shown)),
            None => return Err(Unreadable::Damaged(format!("its format is \"{shown}\", not {SCHEMA}"))),
        }
        let document: StateDocument = serde_json::from_slice(bytes).map_err(damaged)?;
        let targets = document.targets.into_iter();
        Ok(Self { targets: targets.map(|target| ((target.target.clone(), target.request.clone()), target)).collect() })
    }

    /// The document, without targets that were not requested for long.
    pub fn render(&self, now: Timestamp) -> Vec<u8> {
        let recent = |target: &&TargetState| now.unix().saturating_sub(target.checked_at) < FORGOTTEN_AFTER_S;
        let targets = self.targets.values().filter(recent).cloned().collect();
        // Serializing these types, which hold no maps with other keys than strings, cannot fail.
        let mut bytes =
            serde_json::to_vec_pretty(&StateDocument { schema: SCHEMA.to_owned(), targets }).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// What is remembered of a request.
    pub fn recall(&self, request: &Request) -> Option<&TargetState> {
        self.targets.get(&key(request))
    }

    /// Remembers a target.
    pub fn remember(&mut self, target: TargetState) {
        self.targets.insert((target.target.clone(), target.request.clone()), target);
    }
}

/// What distinguishes targets: the URL, and the fields of the request but for conditions.
fn key(request: &Request) -> (String, String) {
    let (mut open, mut secret) = (Crc::new(), Crc::new());
    for field in &crate::http::caching::conditional::without_conditions(&request.fields) {
        let checksum = if is_secret(&field.name) { &mut secret } else { &mut open };
        for part in [field.name.as_bytes(), b":", field.value.as_bytes(), b"\n"] {
            checksum.update(part);
        }
    }
    let url = request.url.as_ref().map_or_else(String::new, ToString::to_string);
    // Of secrets so little is kept that it shows a change, and nothing of the secret.
    (url, format!("{:08x}-{:02x}", open.sum(), secret.sum() & 0xff))
}

impl TargetState {
    /// What there is to remember of a diagnosis, `before` being what was remembered so far; nothing where the target
    /// was not asked.
    pub fn of(diagnosis: &Diagnosis, request: &Request, before: Option<&Self>) -> Option<Self> {
        let facts = &diagnosis.facts;
        if diagnosis.verdict == Verdict::NoVerdict || !facts.evidence.exchanges.iter().any(|exchange| exchange.live) {
            return None;
        }
        let (target, request) = key(request);
        let answer = StoredResponse::of_answer(diagnosis, before);
        let is_document = answer.as_ref().is_some_and(StoredResponse::is_document);
        let kept = || before.and_then(|before| before.document.clone().or_else(|| before.answer.clone()));
        let refused = facts.status().is_some_and(|status| status >= 400);
        let refusals = if refused { before.map_or(0, |before| before.refusals).saturating_add(1) } else { 0 };
        let mut remembered = Self {
            target,
            request,
            checked_at: facts.now.unix(),
            not_before: None,
            refusals,
            verdict: Stored(diagnosis.verdict),
            // As the rules found them: the user's overrides apply again in each run.
            findings: rules::judge(facts, &Overrides::default())
                .iter()
                .take(MOST_FINDINGS)
                .map(StoredFinding::of)
                .collect(),
            document: if is_document { None } else { kept().filter(StoredResponse::is_document) },
            answer,
        };
        remembered.not_before = remembered.hold(diagnosis).map(Timestamp::unix);
        Some(remembered)
    }

    /// Until when nothing is to be asked. A server that refuses without a Retry-After is asked more and more seldom.
    fn hold(&self, diagnosis: &Diagnosis) -> Option<Timestamp> {
        let facts = &diagnosis.facts;
        let stated = facts.next_poll.as_ref().and_then(|next| next.not_before);
        let base = match facts.status()? {
            500.. => 240,
            400.. => 600,
            // The data of MET's quickest products change every few minutes, whatever Expires says.
            _ if facts.service == Service::Met && stated.is_some_and(|at| at <= facts.now) => 60,
            _ => return stated,
        };
        let patience = i64::from(base) << self.refusals.saturating_sub(1).min(4);
        Some(stated.unwrap_or(facts.now).max(facts.now.saturating_add(patience.min(3600))))
    }

    /// Until when the verdict is valid and nothing is to be asked; `None` when it is time to ask again.
    pub fn stands_until(&self, now: Timestamp) -> Option<Timestamp> {
        let set_back = self.checked_at > now.unix().saturating_add(CLOCK_TOLERANCE_S);
        // A user who watches a target wants to know now and then whether it is still there.
        let latest = Timestamp::from_unix(self.checked_at).saturating_add(LONGEST_HOLD_S);
        let until = Timestamp::from_unix(self.not_before?).min(latest);
        (!set_back && until > now).then_some(until)
    }

    /// When it was asked last.
    pub fn checked_at(&self) -> Timestamp {
        Timestamp::from_unix(self.checked_at)
    }

    /// The verdict of that time.
    pub fn verdict(&self) -> Verdict {
        self.verdict.0
    }

    /// The response of that time, to be looked at as one to this request.
    pub fn answer(&self, request: &Request) -> Option<Exchange> {
        self.answer.as_ref()?.exchange(request)
    }

    /// The document whose validators the next request carries.
    pub fn document(&self, request: &Request) -> Option<Exchange> {
        self.document.as_ref().or(self.answer.as_ref().filter(|answer| answer.is_document()))?.exchange(request)
    }

    /// What was found at that time, by the rules that there are still.
    pub fn findings(&self) -> Vec<Finding> {
        let known = |stored: &StoredFinding| {
            let rule = rules::find(&stored.id)?;
            let mut finding = Finding::new(rule, escape(&stored.message));
            finding.severity = stored.severity.0;
            finding.certainty = stored.certainty.0;
            finding.advice = stored.advice.iter().map(|advice| escape(advice)).collect();
            finding.reference = escape(&stored.reference);
            finding.alternatives = stored.alternatives.iter().filter_map(StoredAlternative::known).collect();
            finding.cause_unknown = stored.cause_unknown;
            Some(finding)
        };
        self.findings.iter().filter_map(known).collect()
    }
}

impl StoredFinding {
    fn of(finding: &Finding) -> Self {
        Self {
            id: finding.rule.id.to_owned(),
            severity: Stored(finding.severity),
            certainty: Stored(finding.certainty),
            message: clip(&finding.message, 300),
            advice: finding.advice.iter().take(5).map(|advice| clip(advice, 300)).collect(),
            reference: finding.reference.clone(),
            alternatives: finding.alternatives.iter().take(MOST_ALTERNATIVES).map(StoredAlternative::of).collect(),
            cause_unknown: finding.cause_unknown,
        }
    }
}

/// How many other causes of a refusal are kept.
const MOST_ALTERNATIVES: usize = 10;

impl StoredAlternative {
    fn of(other: &Alternative) -> Self {
        Self { id: other.rule.id.to_owned(), certainty: Stored(other.certainty), message: clip(&other.message, 300) }
    }

    /// The cause again, where there is still a rule for it.
    fn known(&self) -> Option<Alternative> {
        let rule = rules::find(&self.id)?;
        Some(Alternative { rule, certainty: self.certainty.0, message: escape(&self.message) })
    }
}

/// Fields that freshness, validators and the life of a version are read from.
const STORED_FIELDS: [&str; 15] = [
    "age",
    "cache-control",
    "content-encoding",
    "content-type",
    "date",
    "deprecation",
    "etag",
    "expires",
    "last-modified",
    "link",
    "retry-after",
    "sunset",
    "vary",
    "x-errorclass",
    "x-backend-host",
];

impl StoredResponse {
    /// The answer, with what a 304 brought up to date.
    fn of_answer(diagnosis: &Diagnosis, before: Option<&TargetState>) -> Option<Self> {
        let evidence = &diagnosis.facts.evidence;
        let answer = evidence.answer()?;
        let response = answer.response.as_ref()?;
        let (_, fields, came) = revalidation::current(evidence)?;
        let known = before.and_then(|before| before.document.as_ref().or(before.answer.as_ref()));
        let kept_whole = known.is_some_and(|known| known.whole);
        let inconsistent =
            diagnosis.facts.replay.as_ref().is_some_and(|replay| replay.outcome == RevalidationOutcome::Inconsistent);
        let body = &response.body;
        let complete = answer.failure.is_none() && body.cut.is_none() && !body.unclean_end && body.decoded_len() > 0;
        let body_crc32 = match answer.live {
            true => response.body.captured.then(|| checksum(&response.body.bytes)),
            false => known.and_then(|known| known.body_crc32),
        };
        Some(Self {
            status: format!("{} {} {}", response.head.version, response.head.status, response.head.reason.clipped(40)),
            url: came.url().or(answer.url()).map(ToString::to_string),
            whole: !inconsistent && if answer.live { complete } else { kept_whole },
            fields: stored_fields(&fields, response.head.status),
            sent_at: came.sent_at.unix(),
            received_at: came.received_at.unix(),
            wire_bytes: response.body.wire_bytes,
            body_bytes: response.body.decoded_len(),
            body_crc32,
        })
    }

    fn is_document(&self) -> bool {
        self.whole && self.status.split(' ').nth(1).is_some_and(|status| status.len() == 3 && status.starts_with('2'))
    }

    /// The response as one that came in answer to the request; `None` when it is damaged.
    fn exchange(&self, request: &Request) -> Option<Exchange> {
        let line = |(name, value): &(String, String)| format!("{name}: {value}");
        let lines: Vec<String> = std::iter::once(self.status.clone()).chain(self.fields.iter().map(line)).collect();
        let is_line = |line: &String| !line.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t');
        let lines: Vec<&[u8]> = lines.iter().filter(|line| is_line(line)).map(|line| line.as_bytes()).collect();
        let head = ResponseHead::from_lines(&lines).ok()?;
        let body = Body {
            wire_bytes: self.wire_bytes,
            dropped: self.body_bytes,
            checksum: self.body_crc32,
            ..Body::default()
        };
        let reply = Reply { response: Some(Response { head, interim: 0, body }), ..Reply::default() };
        let fields = crate::http::caching::conditional::without_conditions(&request.fields);
        let url = self.url.as_ref().and_then(|url| Url::parse(url).ok()).or_else(|| request.url.clone());
        let request = Request { fields, url, ..request.clone() };
        let exchange = Exchange::new(Role::First, Some(request), Timestamp::from_unix(self.sent_at), reply);
        Some(Exchange { live: false, received_at: Timestamp::from_unix(self.received_at), ..exchange })
    }
}

fn stored_fields(fields: &Fields, status: u16) -> Vec<(String, String)> {
    // Retry-After of a success is for the moment, and not for each time the success is confirmed.
    let passing = |name: &str| name == "retry-after" && status < 400;
    let is_wanted = |name: &&&str| !passing(name);
    let wanted = fields
        .iter()
        .filter(|field| STORED_FIELDS.iter().filter(is_wanted).any(|name| field.name.eq_ignore_case(name)));
    let text = |field: &crate::http::syntax::message::Field| {
        let value = field.value.as_str().filter(|value| value.len() <= MOST_VALUE)?;
        Some((field.name.to_string(), value.to_owned()))
    };
    wanted.filter_map(text).collect()
}

/// Names in reports that can be read back.
macro_rules! by_name {
    ($type:ty, $($value:expr),+) => {
        impl Serialize for Stored<$type> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0.as_str())
            }
        }

        impl<'de> Deserialize<'de> for Stored<$type> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = String::deserialize(deserializer)?;
                let known = [$($value),+].into_iter().find(|value| value.as_str() == name);
                known.map(Self).ok_or_else(|| serde::de::Error::custom("unknown name"))
            }
        }
    };
}
by_name!(Verdict, Verdict::Healthy, Verdict::Attention, Verdict::Failing, Verdict::NoVerdict);
by_name!(Severity, Severity::Info, Severity::Warning, Severity::Error);
by_name!(Certainty, Certainty::Possible, Certainty::Likely, Certainty::Certain);

#[cfg(test)]
mod tests;
