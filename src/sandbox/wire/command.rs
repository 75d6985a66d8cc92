//! A command as it was given, with the variables that lead it to the sandbox.

use std::ffi::OsString;
use std::io;
use std::process::Command;

use super::variables::VariableChange;

/// Why a command could not be started, as shells number it.
#[derive(Debug)]
pub(crate) struct NotStarted {
    /// 127 where there is no such command, 126 where it cannot be executed.
    pub code: u8,
    /// What the system said.
    pub error: io::Error,
}

impl NotStarted {
    pub(super) fn by(error: io::Error) -> Self {
        let code = if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 };
        Self { code, error }
    }
}

/// A program with its arguments, ready to start.
///
/// # Errors
/// When there is no program to start.
pub(super) fn prepare(command: &[OsString], changes: &[VariableChange]) -> Result<Command, NotStarted> {
    let missing = || NotStarted::by(io::ErrorKind::NotFound.into());
    let (program, arguments) = command.split_first().ok_or_else(missing)?;
    let mut start = Command::new(program);
    start.args(arguments);
    for (name, value) in changes {
        match value {
            Some(value) => start.env(name, value),
            None => start.env_remove(name),
        };
    }
    Ok(start)
}
