//! The rules at work: detectors that look at [`Facts`], and find something or nothing.
//!
//! A rule is data in the `catalogue`, and a detector cites it. Each file has one function `detect`, which returns what
//! its detectors find. A detector never asks for more evidence, and never asks a rule which one it is.
//!
//! Imports run one way: the catalogue knows what a rule is and nothing else, causes and lints cite the catalogue, facts
//! hold causes and lints, and detectors read facts.

mod caching;
mod deprecation;
mod identity;
mod pacing;
mod pasted;
mod protocol;
mod request;
mod response_time;
mod status;
mod transport;
mod wording;

use std::cmp::Reverse;

use crate::diagnosis::catalogue;
pub use crate::diagnosis::catalogue::{all, find};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::overrides::Overrides;
pub(crate) use crate::diagnosis::rule::Topic;
use crate::evidence::redaction::Secrets;
use crate::sort::sort_by_key;
pub(crate) use transport::rule_of as rule_of_failure;

/// The detectors, file by file. Their order does not matter: findings are sorted.
const DETECTORS: [fn(&Facts) -> Vec<Finding>; 17] = [
    request::hosts::detect,
    pasted::detect,
    transport::detect,
    identity::detect,
    request::lints::detect,
    status::client::detect,
    status::server::detect,
    status::redirect::detect,
    request::detect,
    status::content::detect,
    deprecation::detect,
    pacing::detect,
    caching::condition::detect,
    caching::revalidation::detect,
    caching::freshness::detect,
    response_time::detect,
    protocol::detect,
];

/// Everything the rules find, the most severe first, then the most certain, then the most specific.
pub fn judge(facts: &Facts, overrides: &Overrides) -> Vec<Finding> {
    judge_with(facts, Vec::new(), overrides)
}

/// The same, with what was found otherwise.
pub(in crate::diagnosis) fn judge_with(facts: &Facts, found: Vec<Finding>, overrides: &Overrides) -> Vec<Finding> {
    let mut findings: Vec<Finding> = DETECTORS.iter().flat_map(|detect| detect(facts)).collect();
    // Without response headers nothing is known about caching.
    findings.retain(|finding| !(facts.evidence.status_only && finding.rule.topic == Topic::Caching));
    findings.extend(found);
    let secrets = Secrets::of(&facts.evidence);
    for finding in &mut findings {
        if let Some(cause) = facts.cause.as_ref().filter(|cause| cause.rule == finding.rule) {
            finding.cause_unknown = cause.is_unknown;
            finding.alternatives.clone_from(&cause.alternatives);
        }
        sort_by_key(&mut finding.evidence, |quote| quote.label);
        finding.hide(&secrets);
        overrides.weigh(finding, facts);
    }
    sort_by_key(&mut findings, |finding| {
        (Reverse(finding.severity), Reverse(finding.certainty), catalogue::position(finding.rule))
    });
    findings
}
