//! The report on what was played.

use crate::app::args::cli::Showing;
use crate::app::args::options::overrides;
use crate::diagnosis::overrides::Overrides;
use crate::error::UsageError;
use crate::report::{Report, RunError, TargetResult};
use crate::sandbox::server::Outcome;
use crate::traffic::{Judged, SandboxRun};
use crate::world::World;

/// A scenario that was played.
#[derive(Debug)]
pub(super) struct Played {
    /// What arrived.
    pub(super) outcome: Outcome,
    /// How the command reached the sandbox.
    pub(super) wire: &'static str,
    /// How the command ended; `None` where there was none.
    pub(super) exit_code: Option<i32>,
}

/// The report on all that was played. Nothing was judged where nothing arrived, and the report says so.
///
/// # Errors
/// When an option names a rule that does not exist.
pub(super) fn report(played: Vec<Played>, showing: &Showing, world: &World<'_>) -> Result<Report, UsageError> {
    let overrides = overrides(showing)?;
    let mut report = Report::new(Vec::new(), world.clock.now(), false);
    for one in played {
        let scenario = one.outcome.scenario.name;
        for (what, count) in &one.outcome.troubles {
            report.notes.push(format!("{scenario}: {what} ({count} connections)"));
        }
        if one.outcome.requests == 0 {
            let error = UsageError::new(format!("{scenario}: {NOTHING}")).help(LOOK_AT);
            report.complaints.push(RunError { place: None, error });
        }
        report
            .entries
            .extend(judged(one, &overrides, &mut report.notes).map(|one| TargetResult::Audited(Box::new(one))));
    }
    Ok(report)
}

const NOTHING: &str = "no request reached the sandbox";

const LOOK_AT: &str = "check that the command sends requests to api.met.no at all, that it uses the proxy or URL it is \
                       given, and that it trusts the sandbox's certificate authority";

/// What is said of each client, the worst first.
fn judged(played: Played, overrides: &Overrides, notes: &mut Vec<String>) -> impl Iterator<Item = Judged> + use<> {
    let Played { outcome, wire, exit_code } = played;
    let verdicts = outcome.judge.finish(overrides);
    notes.extend(verdicts.bounds);
    let mut clients = verdicts.clients;
    if clients.is_empty() {
        clients.push(Judged::of_nothing("no client".to_owned(), NOTHING));
    }
    let run = SandboxRun {
        scenario: outcome.scenario.name,
        seed: outcome.seed,
        wire,
        requests: outcome.requests,
        exit_code,
        products: Vec::new(),
    };
    clients.into_iter().map(move |client| Judged { sandbox: Some(Box::new(run.clone())), ..client })
}
