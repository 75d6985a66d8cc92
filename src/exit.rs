//! The exit codes: the same in every format, and those of the monitoring plugins.

use crate::diagnosis::verdict::Verdict;
use crate::world::Signal;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: nothing found above info; a look-up that was answered; help and version.
    Healthy,
    /// 1: the worst finding is a warning.
    Attention,
    /// 2: the worst finding is an error.
    Failing,
    /// 3: usage error, missing identity, unreadable input, internal error.
    NoVerdict,
    /// The exit code of a command that was run, which is not 0.
    Command(u8),
    /// Ended by a signal, after saying what was known; a shell shows 130 for SIGINT and 143 for SIGTERM.
    Signalled(Signal),
}

impl Exit {
    /// The number that the process ends with, or that a shell shows for the signal.
    pub fn code(self) -> u8 {
        match self {
            Self::Healthy => 0,
            Self::Attention => 1,
            Self::Failing => 2,
            Self::NoVerdict => 3,
            Self::Command(code) => code,
            Self::Signalled(Signal::Interrupt) => 130,
            Self::Signalled(Signal::Terminate) => 143,
        }
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Healthy => Self::Healthy,
            Verdict::Attention => Self::Attention,
            Verdict::Failing => Self::Failing,
            Verdict::NoVerdict => Self::NoVerdict,
        }
    }
}

/// The exit codes as the help and the manual explain them.
pub const EXIT_CODES: &[(u8, &str)] = &[
    (0, "healthy: no warning or error, or a successful look-up"),
    (1, "attention: a warning, such as 203 or caching that does not work"),
    (2, "failing: an error, such as 4xx, 5xx or no response at all"),
    (3, "no verdict: usage error, no identity, unreadable input, local failure"),
    (130, "interrupted by SIGINT; the results so far are shown"),
    (143, "interrupted by SIGTERM, likewise"),
];

/// The exit codes as a section of the help.
pub(crate) fn help() -> String {
    EXIT_CODES.iter().fold("Exit codes:".to_owned(), |help, (code, text)| format!("{help}\n  {code:<3}  {text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_has_the_code_that_the_help_explains() {
        for (exit, code) in [
            (Exit::from(Verdict::Healthy), 0),
            (Exit::from(Verdict::Attention), 1),
            (Exit::from(Verdict::Failing), 2),
            (Exit::from(Verdict::NoVerdict), 3),
            (Exit::Signalled(Signal::Interrupt), 130),
            (Exit::Signalled(Signal::Terminate), 143),
        ] {
            assert_eq!(exit.code(), code, "{exit:?}");
            let text = EXIT_CODES.iter().find(|(listed, _)| *listed == code).map(|(_, text)| *text).unwrap_or_default();
            assert!(help().contains(&format!("\n  {code:<3}  {text}")) && !text.is_empty(), "{code}");
        }
        assert_eq!(help().lines().count(), EXIT_CODES.len() + 1);
    }

    #[test]
    fn exit_code_of_a_command_is_passed_on() {
        for code in [1, 2, 4, 127, 255] {
            assert_eq!(Exit::Command(code).code(), code);
        }
    }
}
