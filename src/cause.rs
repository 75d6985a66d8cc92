//! Why an answer is no success: hypotheses weighed by all the signals at once.
//!
//! [`Signals`] are read once from the evidence; the table of hypotheses says what speaks for each and against it; weighing
//! gives the cause that fits best, how sure that is, and what fits besides. The look-up of a status and the choice of
//! control requests draw on the same table.

mod controls;
mod hypotheses;
mod signals;
mod weigh;
mod words;

#[cfg(test)]
mod tests;

pub use controls::{Means, next_control};
pub use hypotheses::{Explained, explanations};
pub use signals::{Agent, Fault, Host, Known, Outcome, Path, Responder, Signals, Tried};
pub use weigh::weigh;
pub use words::Says;

use crate::evidence::{Evidence, Exchange};
use crate::finding::Certainty;
use crate::met::error_class::ErrorClass;

/// The cause of an answer that is no success.
#[derive(Clone, Debug)]
pub struct Cause {
    /// The id of the finding.
    pub id: &'static str,
    /// How sure the cause is.
    pub certainty: Certainty,
    /// The class that MET's backend named, where it is a known one.
    pub class: Option<&'static ErrorClass>,
    /// Whether the finding only says that the cause is not known.
    pub is_unknown: bool,
    /// What fits besides, the likeliest first.
    pub alternatives: Vec<Alternative>,
    /// What it was weighed by.
    pub signals: Signals,
}

/// Another cause that the evidence allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The id of the finding that would report it.
    pub id: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// The cause in words.
    pub message: String,
}

/// The cause of what an exchange brought, `text` being that of its body; none for successes and redirects that fit the
/// request, and where there is no response.
pub fn of(answer: &Exchange, evidence: &Evidence, known: Known<'_>, text: &str) -> Option<Cause> {
    let signals = Signals::of(answer, evidence, known, text)?;
    if signals.is_success() {
        return None;
    }
    let verdict = weigh(&signals)?;
    let told = |cause: &&'static hypotheses::Hypothesis| Alternative {
        id: cause.id,
        certainty: Certainty::Possible,
        message: cause.message(signals.status),
    };
    Some(Cause {
        id: verdict.first.id,
        certainty: verdict.certainty,
        class: signals.class.map(signals::Class::entry),
        is_unknown: verdict.is_unknown(),
        alternatives: verdict.rivals.iter().map(told).collect(),
        signals,
    })
}

/// The finding for what is wrong with the User-Agent that was sent, where something is and it is known.
pub fn identity_at_fault(exchange: &Exchange) -> Option<&'static str> {
    match signals::agent(exchange) {
        Agent::Missing => Some("user-agent-missing"),
        Agent::Generic => Some("user-agent-generic"),
        Agent::Browser => Some("user-agent-browser"),
        Agent::Placeholder => Some("user-agent-placeholder"),
        Agent::NotShown | Agent::Named | Agent::Nameless | Agent::Site => None,
    }
}
