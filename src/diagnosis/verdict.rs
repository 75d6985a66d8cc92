//! The verdict on a target, and on a run: what the exit code is made of.

use crate::diagnosis::finding::Finding;
use crate::diagnosis::severity::Severity;

/// What can be said of a target in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::enum_variant_names, reason = "\"no verdict\" is what the reports call it")]
pub enum Verdict {
    /// Nothing was found above info.
    Healthy,
    /// The worst finding is a warning.
    Attention,
    /// The worst finding is an error.
    Failing,
    /// Nothing can be said about the target.
    NoVerdict,
}

impl Verdict {
    /// The verdict that findings amount to.
    pub fn of(findings: &[Finding]) -> Self {
        match findings.iter().map(|finding| finding.severity).max() {
            Some(Severity::Error) => Self::Failing,
            Some(Severity::Warning) => Self::Attention,
            Some(Severity::Info) | None => Self::Healthy,
        }
    }

    /// The worse of two, in the order failing, no verdict, attention, healthy.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        if self.weight() >= other.weight() { self } else { other }
    }

    /// How much it weighs among others; the worst weighs most.
    pub fn weight(self) -> u8 {
        match self {
            Self::Healthy => 0,
            Self::Attention => 1,
            Self::NoVerdict => 2,
            Self::Failing => 3,
        }
    }

    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Attention => "attention",
            Self::Failing => "failing",
            Self::NoVerdict => "no verdict",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failing_outweighs_no_verdict_which_outweighs_attention() {
        let ascending = [Verdict::Healthy, Verdict::Attention, Verdict::NoVerdict, Verdict::Failing];
        for (i, a) in ascending.iter().enumerate() {
            for (j, b) in ascending.iter().enumerate() {
                assert_eq!(a.worse(*b), ascending[i.max(j)]);
            }
        }
    }
}
