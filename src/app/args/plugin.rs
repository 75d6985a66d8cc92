//! The program as a monitoring plugin: under the name `check_metstatus` it speaks as monitoring systems expect.

use std::ffi::OsString;
use std::path::Path;

/// The name that makes a monitoring plugin of the program.
pub(crate) const NAME: &str = "check_metstatus";

/// The format that the name means.
pub(crate) const PLUGIN_FORMAT: &str = "nagios";

/// Whether the program was called by that name.
pub(crate) fn is_plugin(argv: &[OsString]) -> bool {
    argv.first().and_then(|name| Path::new(name).file_stem()).is_some_and(|name| name == NAME)
}

/// Whether monitoring reads standard output, as far as a command line shows it that may be unreadable in part.
pub(crate) fn is_monitored(argv: &[OsString]) -> bool {
    let named = |at: usize, argument: &OsString| match argument.to_str() {
        Some("-f" | "--format") => argv.get(at + 1).is_some_and(|format| format == "nagios"),
        other => matches!(other, Some("-fnagios" | "-f=nagios" | "--format=nagios")),
    };
    is_plugin(argv) || argv.iter().enumerate().any(|(at, argument)| named(at, argument))
}

/// The command line as the name makes it.
pub(crate) fn named(command: clap::Command, argv: &[OsString]) -> clap::Command {
    if !is_plugin(argv) {
        return command;
    }
    command.name(NAME).bin_name(NAME).mut_arg("format", |format| format.default_value(PLUGIN_FORMAT))
}
