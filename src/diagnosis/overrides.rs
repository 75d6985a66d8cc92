//! The severities that the user sets in place of the rules' own.

use std::cmp::Reverse;

use crate::diagnosis::catalogue::transport::TIMEOUTS;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::Severity;
use crate::evidence::FailureKind;
use crate::sort::sort_by_key;

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
    /// The rules with their severities, and the project's file that sets one, safe to show.
    set: Vec<(&'static Rule, Severity, Option<String>)>,
    /// What a timeout counts as.
    pub timeout: TimeoutResult,
}

impl Overrides {
    /// Sets the severity of a rule's findings; what is set last holds.
    pub fn set(&mut self, rule: &'static Rule, severity: Severity) {
        self.set_by(rule, severity, None);
    }

    /// The same, with the project's file that sets it, safe to show: what a file lowers is counted.
    pub(crate) fn set_by(&mut self, rule: &'static Rule, severity: Severity, project: Option<String>) {
        self.set.push((rule, severity, project));
    }

    /// Findings with the severities that the user set, in order of weight.
    pub fn applied(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        findings.iter_mut().for_each(|finding| self.apply(finding));
        sort_by_key(&mut findings, |finding| (Reverse(finding.severity), Reverse(finding.certainty)));
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
        if let Some((_, severity, project)) = self.set.iter().rfind(|(rule, ..)| *rule == finding.rule) {
            if *severity < finding.severity {
                finding.lowered_by.clone_from(project);
            }
            finding.severity = *severity;
        }
    }
}

/// Whether a finding is that the target did not answer in time.
pub(crate) fn is_timeout(finding: &Finding, facts: &Facts) -> bool {
    let failure = facts.answer().and_then(|answer| answer.failure.as_ref());
    failure.is_some_and(|failure| failure.kind == FailureKind::TimedOut) && TIMEOUTS.contains(&finding.rule)
}
