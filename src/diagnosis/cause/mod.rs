//! Why an answer is not a success: hypotheses weighed by all the signals at once.
//!
//! [`CauseSignals`] are read once from the evidence; the table of hypotheses says what speaks for each and against it;
//! weighing gives the cause that fits best, how sure that is, and what else fits. The look-up of a status and the
//! choice of control requests draw on the same table.

mod controls;
mod hypotheses;
mod reading;
mod signals;
mod weigh;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use controls::{Means, next_control};
pub(crate) use hypotheses::explanations;
pub(crate) use reading::Known;
pub(crate) use signals::{CauseSignals, Path, Tried};
pub(crate) use weigh::weigh;
pub(crate) use words::Says;

use crate::diagnosis::catalogue::identity::{
    USER_AGENT_BROWSER, USER_AGENT_GENERIC, USER_AGENT_MISSING, USER_AGENT_PLACEHOLDER,
};
use crate::diagnosis::finding::Alternative;
use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::Certainty;
use crate::evidence::{Evidence, Exchange};
use crate::met::error_class::ErrorClass;
use crate::met::identity::Grade;

/// The cause of an answer that is not a success.
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    /// What reports it.
    pub rule: &'static Rule,
    /// How sure the cause is.
    pub certainty: Certainty,
    /// The class that MET's backend named, where it is a known one.
    pub class: Option<&'static ErrorClass>,
    /// Whether the finding only says that the cause is not known.
    pub is_unknown: bool,
    /// What else fits, most likely first.
    pub alternatives: Vec<Alternative>,
    /// What it was weighed by.
    pub signals: CauseSignals,
}

/// The cause of what an exchange brought, `text` being that of its body; none for successes and redirects that fit the
/// request, and where there is no response.
pub(crate) fn of(answer: &Exchange, evidence: &Evidence, known: Known<'_>, text: &str) -> Option<Cause> {
    let signals = CauseSignals::of(answer, evidence, known, text)?;
    if signals.is_success() {
        return None;
    }
    let verdict = weigh(&signals)?;
    let told = |cause: &&'static hypotheses::Hypothesis| Alternative {
        rule: cause.rule,
        certainty: Certainty::Possible,
        message: cause.message(signals.status).to_owned(),
    };
    Some(Cause {
        rule: verdict.first.rule,
        certainty: verdict.certainty,
        class: signals.class.map(signals::Class::entry),
        is_unknown: verdict.is_unknown(),
        alternatives: verdict.rivals.iter().map(told).collect(),
        signals,
    })
}

/// What reports that a User-Agent says nothing of its sender.
pub(crate) fn of_identity(grade: &Grade) -> Option<&'static Rule> {
    match grade {
        Grade::Missing => Some(&USER_AGENT_MISSING),
        Grade::Generic(_) => Some(&USER_AGENT_GENERIC),
        Grade::Browser => Some(&USER_AGENT_BROWSER),
        Grade::Placeholder(_) => Some(&USER_AGENT_PLACEHOLDER),
        Grade::Named => None,
    }
}
