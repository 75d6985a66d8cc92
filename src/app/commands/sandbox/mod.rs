//! A local api.met.no for tests: the subcommand `sandbox`.

mod plan;
mod report;
mod run;
mod serve;

use crate::app::args::cli::Showing;
use crate::app::args::sandbox::Sandbox;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::world::World;

/// Lists or explains scenarios, serves until a signal, or runs a command against the sandbox.
///
/// # Errors
/// When the options do not go together, or the sandbox cannot start.
pub(crate) fn sandbox(options: &Sandbox, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let plan = plan::Plan::new(options, world)?;
    match options.command.as_slice() {
        [] => serve::serve(&plan, showing, world),
        [program, arguments @ ..] => run::run(program, arguments, &plan, showing, world),
    }
}
