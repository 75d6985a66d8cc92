//! A command that runs against the sandbox.

use std::ffi::{OsStr, OsString};

use super::plan::Plan;
use crate::app::args::cli::Showing;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::world::World;

/// Runs a command against the sandbox, once for each scenario.
///
/// # Errors
/// When it cannot be wired up, or cannot be started.
pub(super) fn run(
    _program: &OsStr,
    _arguments: &[OsString],
    _plan: &Plan,
    _showing: &Showing,
    _world: &mut World<'_>,
) -> Result<Exit, UsageError> {
    Err(UsageError::new("this build cannot run commands yet").help("start metstatus sandbox alone"))
}
