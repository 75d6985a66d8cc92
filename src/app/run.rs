//! The program as a function of its arguments and its world.

use std::ffi::OsString;

use clap::ValueEnum as _;
use clap::error::ErrorKind;

use super::args::cli::{Cli, ColorWhen, Command};
use super::args::{help, plugin, usage};
use super::commands::{check, list, read};
use super::console::{colour, columns_set, complain, print, print_error};
use crate::error::UsageError;
use crate::exit::Exit;
use crate::report::format::Format;
use crate::report::{self, paint};
use crate::text::escape::{Text, clip, escape};
use crate::world::World;

/// Runs the program: reads `argv`, the program's name included, does what it says, and tells how to exit.
pub fn run(argv: impl IntoIterator<Item = OsString>, world: &mut World<'_>) -> Exit {
    let argv: Vec<OsString> = argv.into_iter().collect();
    let width = paint::usable_columns(columns_set(world), world.stdout_columns);
    let done = match help::parse(&argv, width) {
        Ok(cli) => execute(cli, world),
        Err(error) => clap_message(&error, &argv, width, world),
    };
    done.unwrap_or_else(|error| {
        if plugin::is_monitored(&argv) {
            // Monitoring reads standard output alone.
            let _ = print(&report::nagios::unknown(&error.reason), Exit::NoVerdict, world);
        }
        complain(world, &error, colour_of(&argv));
        Exit::NoVerdict
    })
}

/// Prints what clap has to say: help and version on standard output. What is wrong is an error like any other.
fn clap_message(
    error: &clap::Error,
    argv: &[OsString],
    width: usize,
    world: &mut World<'_>,
) -> Result<Exit, UsageError> {
    if error.kind() == ErrorKind::InvalidUtf8
        && let Some(argument) = argv.iter().find(|argument| argument.to_str().is_none())
    {
        let shown = Text::new(argument.as_encoded_bytes()).clipped(80);
        return Err(UsageError::new(format!("the argument \"{shown}\" is not UTF-8")));
    }
    if !matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return Err(usage::explained(error));
    }
    let text = help::text(error, argv, width);
    match colour(colour_of(argv), world.env, world.stdout_is_terminal) {
        true => print(&text, Exit::Healthy, world),
        false => print(&anstream::adapter::strip_str(&text).to_string(), Exit::Healthy, world),
    }
}

/// The colour asked for on a command line that could not be read whole.
fn colour_of(argv: &[OsString]) -> ColorWhen {
    let mut values = argv.iter().enumerate().filter_map(|(at, argument)| match argument.to_str()? {
        "--color" => argv.get(at + 1)?.to_str(),
        other => other.strip_prefix("--color="),
    });
    values.next_back().and_then(|value| ColorWhen::from_str(value, false).ok()).unwrap_or(ColorWhen::Auto)
}

fn execute(cli: Cli, world: &mut World<'_>) -> Result<Exit, UsageError> {
    if cli.command.is_some() && !cli.many.lists.is_empty() {
        return Err(UsageError::new("--targets stands before a subcommand, which takes no targets"));
    }
    if cli.command.is_some() && !cli.targets.is_empty() {
        let target =
            clip(&escape(&cli.targets.iter().map(|target| target.to_string_lossy()).collect::<Vec<_>>().join(" ")), 60);
        return Err(UsageError::new(format!("\"{target}\" stands before a subcommand, which takes no targets")));
    }
    match &cli.command {
        None if cli.targets.is_empty() && cli.many.lists.is_empty() => {
            let width = paint::usable_columns(columns_set(world), world.stderr_columns);
            print_error(&help::nothing_asked(width), cli.showing.color, world);
            match cli.showing.format {
                Format::Nagios => print(&report::nagios::unknown("no target is given"), Exit::NoVerdict, world),
                _ => Ok(Exit::NoVerdict),
            }
        }
        None => check::check_targets(&cli, world),
        Some(Command::Read { files, at, max_input }) => {
            read::read(files, at.as_deref(), *max_input, &cli.showing, world)
        }
        Some(Command::Codes { class }) => list::codes(class.as_deref(), &cli.showing, world),
        Some(Command::Products { name }) => list::products(name.as_deref(), &cli.showing, world),
        Some(Command::Rules { ids }) => list::rules(ids, &cli.showing, world),
    }
}
