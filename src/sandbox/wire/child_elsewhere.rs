//! The command on systems without signals: started as it was given, and waited for.

use std::ffi::OsString;
use std::io;

use super::command::{NotStarted, prepare};
use super::processes::Process;
use super::variables::VariableChange;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// With an exit code.
    Exited(u8),
}

impl Ended {
    /// The exit code.
    pub(crate) fn code(self) -> u8 {
        let Self::Exited(code) = self;
        code
    }
}

/// A command that has run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ran {
    /// How it ended.
    pub ended: Ended,
    /// The signal that came for this process meanwhile.
    pub interrupted: Option<crate::world::Signal>,
}

/// Starts commands and waits for them.
pub(super) struct Supervisor;

impl Supervisor {
    #[allow(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self)
    }

    /// Runs a command and waits until it has ended.
    pub(super) fn run(&self, command: &[OsString], changes: &[VariableChange]) -> Result<Ran, NotStarted> {
        let status = prepare(command, changes)?.status().map_err(NotStarted::by)?;
        let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX);
        Ok(Ran { ended: Ended::Exited(code), interrupted: None })
    }

    /// Nothing is known here of what a command leaves running.
    pub(super) fn end_rest(&self) -> Vec<Process> {
        vec![]
    }
}
