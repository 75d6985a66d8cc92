//! The judged result of one target.

pub(crate) mod catalogue;
pub(crate) mod cause;
pub(crate) mod facts;
pub(crate) mod finding;
pub(crate) mod hosts;
pub(crate) mod lints;
pub(crate) mod lookup;
pub(crate) mod missing;
pub(crate) mod overrides;
pub(crate) mod range;
pub(crate) mod rule;
pub(crate) mod rules;
pub(crate) mod severity;
pub(crate) mod thresholds;
pub(crate) mod verdict;

use crate::diagnosis::catalogue::condition::NOT_ASKED_AGAIN;
use crate::diagnosis::catalogue::deprecation::ENDS_OF_LIFE;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::overrides::{Overrides, TimeoutResult};
use crate::diagnosis::rule::Topic;
use crate::diagnosis::severity::Severity;
use crate::diagnosis::verdict::Verdict;
use crate::evidence::RedirectStop;
use crate::evidence::redaction::Secrets;

/// Where in a file a target is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLocation {
    /// The path of the file as it was given, escaped.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// What there is to say about one target.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// The target as the user named it, safe to show.
    pub target: String,
    /// Where the target is, when a file names it.
    pub place: Option<SourceLocation>,
    /// The line of the input where a captured target begins.
    pub line: Option<usize>,
    /// What was observed, and what follows from it.
    pub facts: Facts,
    /// What the rules found, in order of weight.
    pub findings: Vec<Finding>,
    /// The verdict that the findings amount to.
    pub verdict: Verdict,
    /// The name that the user gave it, safe to show.
    pub name: Option<String>,
}

impl Diagnosis {
    /// Puts the rules to the facts, with the severities that the user set.
    pub fn new(target: String, facts: Facts, overrides: &Overrides) -> Self {
        Self::with(target, facts, Vec::new(), overrides)
    }

    /// The same, with what was found over many requests, of which this is one.
    pub(crate) fn with(target: String, mut facts: Facts, found: Vec<Finding>, overrides: &Overrides) -> Self {
        let mut findings = rules::judge_with(&facts, found, overrides);
        let secrets = Secrets::of(&facts.evidence);
        if let Some(first) = findings.first_mut() {
            missing::with_advice(&facts, &mut first.advice);
            first.hide(&secrets);
        }
        let unasked = facts.evidence.exchanges.is_empty()
            || matches!(facts.evidence.redirect_stop, Some(RedirectStop::NoIdentity(_)));
        let untold = overrides.timeout == TimeoutResult::Unknown
            && findings
                .first()
                .is_some_and(|first| first.severity == Severity::Error && overrides::is_timeout(first, &facts));
        let failure = facts.answer().and_then(|answer| answer.failure.as_ref());
        let local = failure.is_some_and(|failure| failure.kind.is_local());
        let judged = Verdict::of(&findings);
        // A request alone says what is wrong with it, and never that all is well.
        let untold = untold || (facts.evidence.unanswered && judged == Verdict::Healthy);
        let verdict = if unasked || untold || local { Verdict::NoVerdict } else { judged };
        // All is judged, and what is left of the evidence is for showing.
        secrets.hide_in_evidence(&mut facts.evidence);
        Self { target, place: None, line: None, verdict, findings, facts, name: None }
    }

    /// The verdict of an earlier run that is still valid: with its findings, before the one that says so.
    pub fn standing(
        target: String,
        facts: Facts,
        (last, verdict): (Vec<Finding>, Verdict),
        overrides: &Overrides,
    ) -> Self {
        // The life of a version goes on while nothing is asked, so what follows from the time is found again.
        let (anew, said): (Vec<Finding>, Vec<Finding>) = rules::judge(&facts, &Overrides::default())
            .into_iter()
            .filter(|finding| finding.rule.topic == Topic::Deprecation || finding.rule == &NOT_ASKED_AGAIN)
            .partition(|finding| finding.rule.topic == Topic::Deprecation);
        let is_end = |finding: &Finding| ENDS_OF_LIFE.contains(&finding.rule);
        let replaced =
            |old: &Finding| anew.iter().any(|new| new.rule == old.rule) || (is_end(old) && anew.iter().any(is_end));
        let found_nothing = last.is_empty();
        let mut findings: Vec<Finding> = last.into_iter().filter(|old| !replaced(old)).collect();
        findings.extend(anew);
        let mut findings = overrides.applied(findings);
        findings.extend(said);
        let verdict = if found_nothing { verdict } else { Verdict::of(&findings) };
        Self { target, place: None, line: None, verdict, findings, facts, name: None }
    }
}

#[cfg(test)]
mod tests;
