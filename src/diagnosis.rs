//! The judged result of one target.

use crate::cli::TimeoutResult;
use crate::evidence::RedirectStop;
use crate::facts::Facts;
use crate::finding::{Finding, Severity};
use crate::missing;
use crate::redaction::Secrets;
use crate::rules::{self, Overrides, Topic};
use crate::state::Remembered;
use crate::verdict::Verdict;

/// Where in a file a target stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
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
    /// Where the target stands, when a file names it.
    pub place: Option<Place>,
    /// The line of the input where a captured target begins.
    pub line: Option<usize>,
    /// What was observed, and what follows from it.
    pub facts: Facts,
    /// What the rules found, in order of weight.
    pub findings: Vec<Finding>,
    /// The verdict that the findings amount to.
    pub verdict: Verdict,
    /// What the next run is to know of it, where that is kept.
    pub memory: Option<Box<Remembered>>,
    /// The name that the user gave it, safe to show.
    pub name: Option<String>,
}

impl Diagnosis {
    /// Puts the rules to the facts, with the severities that the user set.
    pub fn new(target: String, mut facts: Facts, overrides: &Overrides) -> Self {
        let mut findings = rules::judge(&facts, overrides);
        if let Some(first) = findings.first_mut() {
            missing::with_advice(&facts, &mut first.advice);
        }
        let unasked = facts.evidence.exchanges.is_empty()
            || matches!(facts.evidence.redirect_stop, Some(RedirectStop::NoIdentity(_)));
        let untold = overrides.timeout == TimeoutResult::Unknown
            && findings
                .first()
                .is_some_and(|first| first.severity == Severity::Error && rules::is_timeout(first, &facts));
        let failure = facts.answer().and_then(|answer| answer.failure.as_ref());
        let local = failure.is_some_and(|failure| failure.kind.is_local());
        let judged = Verdict::of(&findings);
        // A request alone says what is wrong with it, and never that all is well.
        let untold = untold || (facts.evidence.unanswered && judged == Verdict::Healthy);
        let verdict = if unasked || untold || local { Verdict::NoVerdict } else { judged };
        // All is judged, and what is left of the evidence is for showing.
        Secrets::of(&facts.evidence).hide_in_evidence(&mut facts.evidence);
        Self { target, place: None, line: None, verdict, findings, facts, memory: None, name: None }
    }

    /// The verdict of an earlier run, which stands: with its findings, before the one that says so.
    pub fn remembered(target: String, facts: Facts, last: &Remembered, overrides: &Overrides) -> Self {
        // The life of a version goes on while nothing is asked, so that what follows from the time is found anew.
        let (anew, said): (Vec<Finding>, Vec<Finding>) = rules::judge(&facts, &Overrides::default())
            .into_iter()
            .filter(|finding| finding.rule.topic == Topic::Deprecation || finding.rule.id == "not-asked-again")
            .partition(|finding| finding.rule.topic == Topic::Deprecation);
        let is_end = |finding: &Finding| finding.rule.id.starts_with("end-of-life-");
        let replaced = |old: &Finding| {
            anew.iter().any(|new| new.rule.id == old.rule.id) || (is_end(old) && anew.iter().any(is_end))
        };
        let mut findings: Vec<Finding> = last.findings().into_iter().filter(|old| !replaced(old)).collect();
        findings.extend(anew);
        let mut findings = overrides.applied(findings);
        findings.extend(said);
        let verdict = if last.findings().is_empty() { last.verdict() } else { Verdict::of(&findings) };
        Self { target, place: None, line: None, verdict, findings, facts, memory: None, name: None }
    }
}
