//! What is said of one rule.

/// What is said of one check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckOutcome {
    /// The rule was broken.
    Breach,
    /// The rule was kept, as often as there was an occasion to break it.
    Kept,
    /// Nothing can be said.
    NotJudged,
}

impl CheckOutcome {
    /// The name in reports.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Breach => "breach",
            Self::Kept => "kept",
            Self::NotJudged => "not-judged",
        }
    }
}

/// One check of one client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckResult {
    /// The id of the rule.
    pub id: &'static str,
    /// What is said of it.
    pub outcome: CheckOutcome,
    /// How often the rule could have been broken.
    pub occasions: u64,
    /// How often it was.
    pub breaches: u64,
    /// Why nothing can be said, and what to add to the log.
    pub reason: Option<String>,
    /// The same as the kind of reason that it is.
    pub(crate) unjudged: Option<Unjudged>,
}

/// Why a check was not judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unjudged {
    /// The log is one of visitors, and what of it went on to MET is not known.
    Inbound,
    /// The log is a relay's, which may have changed the headers.
    Relayed,
    /// The log is out of order.
    Disorder,
    /// Another rule says more.
    SeeOther,
    /// The log lacks a field.
    NotShown,
    /// There was no occasion to break the rule, or there were too few.
    TooFew,
}
