//! Findings and responses as they are stored.

use serde::{Deserialize, Serialize};

use crate::diagnosis::facts::revalidation;
use crate::diagnosis::finding::{Alternative, Finding};
use crate::diagnosis::severity::{Certainty, Severity};
use crate::diagnosis::verdict::Verdict;
use crate::diagnosis::{Diagnosis, rules};
use crate::evidence::{Body, Exchange, Reply, Request, Response, Role, checksum};
use crate::http::caching::conditional::without_conditions;
use crate::http::caching::outcome::RevalidationOutcome;
use crate::http::syntax::message::{Field, Fields, ResponseHead};
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::text::escape::{clip, escape};

/// Bytes of a field's value to store at most.
const MOST_VALUE: usize = 1024;

/// A finding, by what it says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct StoredFinding {
    pub(super) id: String,
    pub(super) severity: ByName<Severity>,
    pub(super) certainty: ByName<Certainty>,
    pub(super) message: String,
    pub(super) advice: Vec<String>,
    pub(super) reference: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) alternatives: Vec<StoredAlternative>,
    /// Whether it says that the cause of a refusal is not known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) cause_unknown: bool,
}

/// Another cause of a refusal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct StoredAlternative {
    pub(super) id: String,
    pub(super) certainty: ByName<Certainty>,
    pub(super) message: String,
}

/// A response without its content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct StoredResponse {
    /// The URL that was asked last, where redirects led elsewhere than the target.
    pub(super) url: Option<String>,
    pub(super) status: String,
    pub(super) fields: Vec<(String, String)>,
    /// Whether it was received whole and may be asked for with its validator (RFC 9111 §3.3).
    pub(super) whole: bool,
    pub(super) sent_at: i64,
    pub(super) received_at: i64,
    pub(super) wire_bytes: Option<u64>,
    pub(super) body_bytes: usize,
    pub(super) body_crc32: Option<u32>,
}

/// A value by its name in reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ByName<T>(pub(super) T);

impl StoredFinding {
    pub(super) fn of(finding: &Finding) -> Self {
        Self {
            id: finding.rule.id.to_owned(),
            severity: ByName(finding.severity),
            certainty: ByName(finding.certainty),
            message: clip(&finding.message, 300),
            advice: finding.advice.iter().take(5).map(|advice| clip(advice, 300)).collect(),
            reference: finding.reference.clone(),
            alternatives: finding.alternatives.iter().take(MOST_ALTERNATIVES).map(StoredAlternative::of).collect(),
            cause_unknown: finding.cause_unknown,
        }
    }

    /// The finding again, where there is still a rule for it.
    pub(super) fn known(&self) -> Option<Finding> {
        let mut finding = Finding::new(rules::find(&self.id)?, escape(&self.message));
        finding.severity = self.severity.0;
        finding.certainty = self.certainty.0;
        finding.advice = self.advice.iter().map(|advice| escape(advice)).collect();
        finding.reference = escape(&self.reference);
        finding.alternatives = self.alternatives.iter().filter_map(StoredAlternative::known).collect();
        finding.cause_unknown = self.cause_unknown;
        Some(finding)
    }
}

/// How many other causes of a refusal are kept.
const MOST_ALTERNATIVES: usize = 10;

impl StoredAlternative {
    fn of(other: &Alternative) -> Self {
        Self { id: other.rule.id.to_owned(), certainty: ByName(other.certainty), message: clip(&other.message, 300) }
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
    /// The answer, with what a 304 brought up to date; `known` is what was stored before.
    pub(super) fn of_answer(diagnosis: &Diagnosis, known: Option<&Self>) -> Option<Self> {
        let evidence = &diagnosis.facts.evidence;
        let answer = evidence.answer()?;
        let response = answer.response.as_ref()?;
        let (_, fields, came) = revalidation::current(evidence)?;
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

    /// Whether it is a document whose validators a request may carry.
    pub(super) fn is_document(&self) -> bool {
        self.whole && self.status.split(' ').nth(1).is_some_and(|status| status.len() == 3 && status.starts_with('2'))
    }

    /// The response as one that came in answer to the request; `None` when it is damaged.
    pub(super) fn exchange(&self, request: &Request) -> Option<Exchange> {
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
        let fields = without_conditions(&request.fields);
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
    let text = |field: &Field| {
        let value = field.value.as_str().filter(|value| value.len() <= MOST_VALUE)?;
        Some((field.name.to_string(), value.to_owned()))
    };
    wanted.filter_map(text).collect()
}

/// Names in reports that can be read back.
macro_rules! by_name {
    ($type:ty, $($value:expr),+) => {
        impl Serialize for ByName<$type> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0.as_str())
            }
        }

        impl<'de> Deserialize<'de> for ByName<$type> {
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
