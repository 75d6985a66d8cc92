//! The judged result of one target.

use crate::facts::Facts;
use crate::finding::Finding;
use crate::rules;
use crate::verdict::Verdict;

/// What there is to say about one target.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// The target as the user named it, safe to show.
    pub target: String,
    /// What was observed, and what follows from it.
    pub facts: Facts,
    /// What the rules found, in order of weight.
    pub findings: Vec<Finding>,
    /// The verdict that the findings amount to.
    pub verdict: Verdict,
}

impl Diagnosis {
    /// Puts the rules to the facts.
    pub fn new(target: String, facts: Facts) -> Self {
        let findings = rules::judge(&facts);
        let verdict = match facts.evidence.exchanges.is_empty() {
            true => Verdict::NoVerdict,
            false => Verdict::of(&findings),
        };
        Self { target, verdict, findings, facts }
    }
}
