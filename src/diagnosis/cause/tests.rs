//! Every combination of signals, and what the public incidents come to.

mod incidents;
mod matrix;

use super::hypotheses::all;
use super::signals::{Agent, Class, Fault, Host, Lints, Method, Outcome, Path, Responder, Signals, Tried};
use super::weigh::{Verdict, weigh};
use super::words::Says;

/// A refusal by the Weather API of a well-made request, of which everything is shown.
fn refused(status: u16) -> Signals {
    Signals { agent: Agent::Named, path: Path::Known, method: Method::Get, ..Signals::bare(status, Host::Met) }
}

fn ids(verdict: &Verdict) -> Vec<&'static str> {
    verdict.rivals.iter().map(|cause| cause.rule.id).collect()
}

/// Every state of the experiment that can be come to.
fn experiments() -> impl Iterator<Item = Tried> {
    use Outcome::{Answered, None, Refused};
    [
        (None, None, None),
        (Answered, None, None),
        (Refused, None, None),
        (None, Answered, None),
        (None, Refused, None),
        (None, None, Answered),
        (None, None, Refused),
        (None, Answered, Answered),
        (None, Refused, Answered),
        (Refused, None, Answered),
        (Refused, None, Refused),
        (Answered, Refused, None),
        (Refused, Refused, None),
    ]
    .into_iter()
    .map(|(identity, coordinates, both)| Tried { identity, coordinates, both })
}
