//! What is known of options beside the command line: which were given on it, and what stands in for the others.

use std::ffi::OsString;

use clap::parser::ValueSource;
use clap::{ArgMatches, Command};

use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::Severity;

/// Values that stand in for an option that is not given.
#[derive(Clone, Debug)]
pub(crate) struct Preset {
    /// The subcommand that has the option; `None` is the command itself.
    pub(crate) command: Option<String>,
    /// The name of the option in the code.
    pub(crate) id: String,
    /// The values, as they would be typed.
    pub(crate) values: Vec<String>,
}

/// The severity of a rule's findings that a file sets.
#[derive(Clone, Debug)]
pub(crate) struct FileSeverity {
    /// The rule.
    pub(crate) rule: &'static Rule,
    /// How bad its findings are to be.
    pub(crate) severity: Severity,
    /// The project's file, safe to show, where that sets it.
    pub(crate) project: Option<String>,
}

/// The options that were given on the command line, with their values.
#[derive(Clone, Debug, Default)]
pub struct Given(Vec<(String, Vec<OsString>)>);

impl Given {
    /// What a command line gives, in its subcommand too.
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        let mut given = Vec::new();
        let mut next = Some(matches);
        while let Some(matches) = next {
            for id in matches.ids().filter(|id| matches.value_source(id.as_str()) == Some(ValueSource::CommandLine)) {
                let values = matches.try_get_raw(id.as_str()).ok().flatten().into_iter().flatten();
                given.push((id.to_string(), values.map(OsString::from).collect()));
            }
            next = matches.subcommand().map(|(_, matches)| matches);
        }
        Self(given)
    }

    /// What a command line of targets gives.
    pub(crate) fn targets(targets: &[OsString]) -> Self {
        Self(vec![("targets".to_owned(), targets.to_vec())])
    }

    /// Whether an option was given.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.values(id).is_some()
    }

    /// The values of an option that was given.
    pub(crate) fn values(&self, id: &str) -> Option<&[OsString]> {
        self.0.iter().rfind(|(known, _)| known == id).map(|(_, values)| values.as_slice())
    }
}

/// The command line with what stands in for options that are not given. The values live as long as the program: they are
/// those of files of a bounded size, read once.
pub(crate) fn with_presets(mut command: Command, presets: &[Preset]) -> Command {
    for preset in presets {
        let values: Vec<&'static str> = preset.values.iter().map(|value| &*value.clone().leak()).collect();
        let set = |command: Command| command.mut_arg(&preset.id, |arg| arg.default_values(values));
        command = match &preset.command {
            None => set(command),
            Some(sub) => command.mut_subcommand(sub, set),
        };
    }
    command
}
