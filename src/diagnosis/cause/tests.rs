//! Every combination of signals, and what the public incidents come to.

mod incidents;
mod matrix;
mod table;

use super::hypotheses::all;
use super::signals::{
    CauseSignals, Class, ControlOutcome, Fault, HostKind, Lints, Path, RequestMethod, Responder, Tried,
    UserAgentQuality,
};
use super::weigh::{CauseVerdict, weigh};
use super::words::Says;

/// A refusal by the Weather API of a well-made request, of which everything is shown.
fn refused(status: u16) -> CauseSignals {
    CauseSignals {
        agent: UserAgentQuality::Named,
        path: Path::Known,
        method: RequestMethod::Get,
        ..CauseSignals::bare(status, HostKind::Met)
    }
}

fn ids(verdict: &CauseVerdict) -> Vec<&'static str> {
    verdict.rivals.iter().map(|cause| cause.rule.id).collect()
}

/// Every state of the experiment that can be come to.
fn experiments() -> impl Iterator<Item = Tried> {
    use ControlOutcome::{Answered, None, Refused};
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
