//! The severities that the user sets in place of the rules' own.

use std::cmp::Reverse;

use crate::diagnosis::catalogue::transport::TIMEOUTS;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::Severity;
use crate::evidence::FailureKind;

/// What a timeout counts as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeoutResult {
    /// Nothing wrong.
    Ok,
    /// A warning.
    Warning,
    /// An error.
    #[default]
    Critical,
    /// No verdict.
    Unknown,
}

/// The severities that the user sets in place of the rules' own.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    set: Vec<(&'static Rule, Severity)>,
    /// What a timeout counts as.
    pub timeout: TimeoutResult,
}

impl Overrides {
    /// Sets the severity of a rule's findings; what is set last holds.
    pub fn set(&mut self, rule: &'static Rule, severity: Severity) {
        self.set.push((rule, severity));
    }

    /// Findings with the severities that the user set, in order of weight.
    pub fn applied(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        findings.iter_mut().for_each(|finding| self.apply(finding));
        findings.sort_by_key(|finding| (Reverse(finding.severity), Reverse(finding.certainty)));
        findings
    }

    /// Weighs a finding: a timeout first, then what the user set for its rule.
    pub(crate) fn weigh(&self, finding: &mut Finding, facts: &Facts) {
        if is_timeout(finding, facts) {
            finding.severity = match self.timeout {
                TimeoutResult::Ok => Severity::Info,
                TimeoutResult::Warning => Severity::Warning,
                TimeoutResult::Critical | TimeoutResult::Unknown => Severity::Error,
            };
        }
        self.apply(finding);
    }

    fn apply(&self, finding: &mut Finding) {
        if let Some((_, severity)) = self.set.iter().rfind(|(rule, _)| *rule == finding.rule) {
            finding.severity = *severity;
        }
    }
}

/// Whether a finding is that the target did not answer in time.
pub(crate) fn is_timeout(finding: &Finding, facts: &Facts) -> bool {
    let failure = facts.answer().and_then(|answer| answer.failure.as_ref());
    failure.is_some_and(|failure| failure.kind == FailureKind::TimedOut) && TIMEOUTS.contains(&finding.rule)
}
