//! What one run remembers for the next: per target what was seen last, until when that holds, and the validators for
//! the next request. A small JSON document with a version; everything in it is read with distrust.

mod stored;

use std::collections::BTreeMap;

use flate2::Crc;
use serde::{Deserialize, Serialize};

use self::stored::{ByName, StoredFinding, StoredResponse};
use crate::diagnosis::finding::Finding;
use crate::diagnosis::overrides::Overrides;
use crate::diagnosis::verdict::Verdict;
use crate::diagnosis::{Diagnosis, rules};
use crate::evidence::{Exchange, Request};
use crate::http::caching::conditional::without_conditions;
use crate::http::time::date::Timestamp;
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
    verdict: ByName<Verdict>,
    findings: Vec<StoredFinding>,
    /// The response of that time.
    answer: Option<StoredResponse>,
    /// The document whose validators the next request carries, where that is not the answer.
    document: Option<StoredResponse>,
}

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
        let mut state = Self::default();
        for target in document.targets {
            state.targets.insert((target.target.clone(), target.request.clone()), target);
        }
        Ok(state)
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
    for field in &without_conditions(&request.fields) {
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
        let known = before.and_then(|before| before.document.as_ref().or(before.answer.as_ref()));
        let answer = StoredResponse::of_answer(diagnosis, known);
        let is_document = answer.as_ref().is_some_and(StoredResponse::is_document);
        let refused = facts.status().is_some_and(|status| status >= 400);
        let refusals = if refused { before.map_or(0, |before| before.refusals).saturating_add(1) } else { 0 };
        let mut remembered = Self {
            target,
            request,
            checked_at: facts.now.unix(),
            not_before: None,
            refusals,
            verdict: ByName(diagnosis.verdict),
            // As the rules found them: the user's overrides apply again in each run.
            findings: rules::judge(facts, &Overrides::default())
                .iter()
                .take(MOST_FINDINGS)
                .map(StoredFinding::of)
                .collect(),
            document: known.filter(|known| !is_document && known.is_document()).cloned(),
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
        self.findings.iter().filter_map(StoredFinding::known).collect()
    }
}

#[cfg(test)]
mod tests;
