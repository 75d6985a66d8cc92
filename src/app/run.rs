//! The program as a function of its arguments and its world.

use std::ffi::OsString;

use clap::ValueEnum as _;
use clap::error::ErrorKind;

use super::args::cli::{Cli, ColorWhen, Command};
use super::args::{help, plugin};
use super::commands::{check, list, read};
use super::console::{colour, complain, print};
use crate::error::UsageError;
use crate::exit::Exit;
use crate::report;
use crate::report::format::Format;
use crate::text::escape::{Text, clip, escape};
use crate::world::World;

/// Runs the program: reads `argv`, the program's name included, does what it says, and tells how to exit.
pub fn run(argv: impl IntoIterator<Item = OsString>, world: &mut World<'_>) -> Exit {
    let argv: Vec<OsString> = argv.into_iter().collect();
    let done = match help::parse(&argv) {
        Ok(cli) => execute(cli, world),
        Err(error) => clap_message(&error, &argv, world),
    };
    done.unwrap_or_else(|error| {
        if plugin::is_monitored(&argv) {
            // Monitoring reads standard output alone.
            let _ = print(&report::nagios::unknown(&error.reason), Exit::NoVerdict, world);
        }
        complain(world, &error);
        Exit::NoVerdict
    })
}

/// Prints what clap has to say: help and version on standard output, errors on standard error.
fn clap_message(error: &clap::Error, argv: &[OsString], world: &mut World<'_>) -> Result<Exit, UsageError> {
    if error.kind() == ErrorKind::InvalidUtf8
        && let Some(argument) = argv.iter().find(|argument| argument.to_str().is_none())
    {
        let shown = Text::new(argument.as_encoded_bytes()).clipped(80);
        return Err(UsageError::new(format!("the argument \"{shown}\" is not UTF-8")));
    }
    let help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let terminal = if help { world.stdout_is_terminal } else { world.stderr_is_terminal };
    let text = match colour(colour_of(argv), world.env, terminal) {
        true => error.render().ansi().to_string(),
        false => escape_lines(&error.render().to_string(), if help { usize::MAX } else { LONGEST_LINE }),
    };
    if help {
        return print(&text, Exit::Healthy, world);
    }
    let _ = world.stderr.write_all(text.replacen("error:", "metstatus:", 1).as_bytes());
    if plugin::is_monitored(argv) {
        let text = error.render().to_string();
        let reason = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
        return print(&report::nagios::unknown(&escape(reason)), Exit::NoVerdict, world);
    }
    Ok(Exit::NoVerdict)
}

/// The colour asked for on a command line that could not be read whole.
fn colour_of(argv: &[OsString]) -> ColorWhen {
    let mut values = argv.iter().enumerate().filter_map(|(at, argument)| match argument.to_str()? {
        "--color" => argv.get(at + 1)?.to_str(),
        other => other.strip_prefix("--color="),
    });
    values.next_back().and_then(|value| ColorWhen::from_str(value, false).ok()).unwrap_or(ColorWhen::Auto)
}

/// The most characters of a line that quotes the command line.
const LONGEST_LINE: usize = 300;

/// Escapes what a message may quote of the command line, and keeps its lines, up to a length.
fn escape_lines(text: &str, most: usize) -> String {
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(line) => format!("{}\n", clip(&escape(line), most)),
            None => clip(&escape(line), most),
        })
        .collect()
}

fn execute(cli: Cli, world: &mut World<'_>) -> Result<Exit, UsageError> {
    if cli.command.is_some() && !cli.many.lists.is_empty() {
        return Err(UsageError::new("--targets cannot be used with a subcommand"));
    }
    if cli.command.is_some() && !cli.targets.is_empty() {
        let target =
            clip(&escape(&cli.targets.iter().map(|target| target.to_string_lossy()).collect::<Vec<_>>().join(" ")), 60);
        return Err(UsageError::new(format!("unexpected target \"{target}\" before a subcommand")));
    }
    match &cli.command {
        None if cli.targets.is_empty() && cli.many.lists.is_empty() => {
            let _ = world.stderr.write_all(crate::app::args::cli::SHORT_HELP.as_bytes());
            match cli.showing.format {
                Format::Nagios => print(&report::nagios::unknown("no target given"), Exit::NoVerdict, world),
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
