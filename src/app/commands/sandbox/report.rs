//! The report on what was played.

use crate::app::args::options::overrides;
use crate::app::args::showing::Showing;
use crate::error::UsageError;
use crate::report::{Report, RunError, TargetResult};
use crate::sandbox::server::Outcome;
use crate::sandbox::trial::Record;
use crate::sandbox::verdict::{NOTHING, Part, conclude};
use crate::text::count::one_or_many;
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
pub(super) fn report(mut played: Vec<Played>, showing: &Showing, world: &World<'_>) -> Result<Report, UsageError> {
    let overrides = overrides(showing)?;
    let mut report = Report::new(Vec::new(), world.clock.now(), false);
    Record::compare(&mut played.iter_mut().map(|one| &mut one.outcome.record).collect::<Vec<_>>());
    for Played { outcome, wire, exit_code } in played {
        let Outcome { record, troubles } = outcome;
        let scenario = record.settings.scenario.name;
        let troubles: Vec<String> = troubles
            .into_iter()
            .map(|(what, count)| format!("{what} ({count} {})", one_or_many(count, "connection", "connections")))
            .collect();
        report.notes.extend(troubles.iter().map(|trouble| format!("{scenario}: {trouble}")));
        if record.requests == 0 {
            // Connections without a request say more than a guess.
            let help = if troubles.is_empty() { LOOK_AT.to_owned() } else { troubles.join("; ") };
            let error = UsageError::new(format!("{scenario}: {NOTHING}")).help(help);
            report.complaints.push(RunError { place: None, error });
        }
        let (clients, bounds) = conclude(record, Part { wire, exit_code }, &overrides);
        report.notes.extend(bounds);
        report.entries.extend(clients.into_iter().map(|client| TargetResult::Audited(Box::new(client))));
    }
    Ok(report)
}

const LOOK_AT: &str = "check that the command sends requests to api.met.no at all, that it uses the proxy or URL it is \
                       given, and that it trusts the sandbox's certificate authority";
