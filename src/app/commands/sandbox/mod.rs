//! A local api.met.no for tests: the subcommand `sandbox`.

mod plan;
mod report;
mod run;
mod serve;

use crate::app::args::sandbox::{Sandbox, Wire};
use crate::app::args::showing::Showing;
use crate::app::console::print;
use crate::app::report_sinks::ReportSinks;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::report::format::ReportFormat;
use crate::report::markdown;
use crate::report::paint::Paint;
use crate::report::scenarios::{self, Chosen};
use crate::sandbox::wire;
use crate::world::World;

/// Lists or explains scenarios, serves until a signal, or runs a command against the sandbox.
///
/// # Errors
/// When the options do not go together, or the sandbox cannot start.
pub(crate) fn sandbox(options: &Sandbox, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    if options.wire == Wire::Probe {
        // The process that asked reads the reason on standard output.
        return match wire::probe() {
            Ok(()) => Ok(Exit::Healthy),
            Err(error) => print(&format!("{}\n", error.reason), Exit::NoVerdict, world),
        };
    }
    if options.list_scenarios || options.explain.is_some() {
        return list(options, showing, world);
    }
    let plan = plan::Plan::new(options, world)?;
    match options.command.as_slice() {
        [] if matches!(options.wire, Wire::Namespace | Wire::Env | Wire::Url) => {
            Err(UsageError::new("--wire leads a command to the sandbox, and there is no command")
                .help("write the command after --, or leave --wire out to serve until a signal"))
        }
        [] => serve::serve(&plan, showing, world),
        [program, arguments @ ..] => run::run(program, arguments, &plan, showing, world),
    }
}

/// Lists the scenarios, or explains one.
fn list(options: &Sandbox, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    if !options.command.is_empty() {
        return Err(UsageError::new("--list-scenarios and --explain run no command").help("leave the command out"));
    }
    let chosen = match &options.explain {
        Some(name) => Chosen::One(plan::scenario(name)?),
        None => Chosen::All,
    };
    let render = |format: ReportFormat, paint: &Paint<'_>| match format {
        ReportFormat::Human => scenarios::human(chosen, paint),
        ReportFormat::Markdown => markdown::lists::scenarios(chosen),
        _ => scenarios::json(chosen),
    };
    ReportSinks::open(showing, world)?.list(&render, showing, world)
}
