//! The program as a function of its arguments and its world.

use std::ffi::OsString;
use std::io::Write as _;

use clap::ValueEnum as _;
use clap::error::ErrorKind;

use crate::capture;
use crate::cli::{Cli, ColorWhen, Command, Format, LinksWhen, Showing};
use crate::escape::{Text, clip, escape};
use crate::exit::Exit;
use crate::facts::Thresholds;
use crate::finding::Severity;
use crate::help;
use crate::job::UsageError;
use crate::listing;
use crate::live;
use crate::near;
use crate::plugin;
use crate::report::{self, paint};
use crate::rules::{self, Overrides, Rule};
use crate::usage;
use crate::world::World;

/// Runs the program: reads `argv`, the program's name included, does what it says, and tells how to exit.
pub fn run(argv: impl IntoIterator<Item = OsString>, world: &mut World<'_>) -> Exit {
    let argv: Vec<OsString> = argv.into_iter().collect();
    let width = paint::usable_columns(report::columns_set(world), world.stdout_columns);
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
    match report::colour(colour_of(argv), world.env, world.stdout_is_terminal) {
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

/// Says on standard error what went wrong.
pub(crate) fn complain(world: &mut World<'_>, error: &UsageError, when: ColorWhen) {
    // In a log each message keeps its line; a screen has a width, whether it is known or not.
    let set = report::columns_set(world);
    let wraps = world.stderr_is_terminal || set.is_some();
    let columns = wraps.then(|| paint::usable_columns(set, world.stderr_columns));
    let text = report::message::message(error, columns);
    let text = match report::colour(when, world.env, world.stderr_is_terminal) {
        true => text,
        false => anstream::adapter::strip_str(&text).to_string(),
    };
    let _ = world.stderr.write_all(text.as_bytes());
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
            let _ = world.stderr.write_all(crate::cli::SHORT_HELP.as_bytes());
            match cli.showing.format {
                Format::Nagios => print(&report::nagios::unknown("no target is given"), Exit::NoVerdict, world),
                _ => Ok(Exit::NoVerdict),
            }
        }
        None => live::check_targets(&cli, world),
        Some(Command::Read { files, at, max_input }) => {
            capture::read(files, at.as_deref(), *max_input, &cli.showing, world)
        }
        Some(Command::Codes { class }) => listing::codes(class.as_deref(), &cli.showing, world),
        Some(Command::Products { name }) => listing::products(name.as_deref(), &cli.showing, world),
        Some(Command::Rules { ids }) => listing::rules(ids, &cli.showing, world),
    }
}

pub(crate) fn thresholds(showing: &Showing) -> Thresholds {
    Thresholds {
        warning: showing.eol_warning,
        critical: showing.eol_critical,
        time_warning: showing.warning,
        time_critical: showing.critical,
    }
}

/// The severities that the user sets.
pub(crate) fn overrides(showing: &Showing) -> Result<Overrides, UsageError> {
    let mut overrides = Overrides::default();
    overrides.timeout = showing.timeout_result;
    for (ids, severity) in
        [(&showing.allow, Severity::Info), (&showing.warn, Severity::Warning), (&showing.deny, Severity::Error)]
    {
        for id in ids {
            overrides.set(rule_named(id)?, severity);
        }
    }
    Ok(overrides)
}

pub(crate) fn rule_named(id: &str) -> Result<&'static Rule, UsageError> {
    rules::find(id).ok_or_else(|| {
        let near = rules::all()
            .map(|rule| (near::distance(rule.id, id), rule.id))
            .filter(|(distance, _)| *distance <= (id.len() / 4).max(1))
            .min_by_key(|(distance, _)| *distance);
        let help = match near {
            Some((_, near)) => format!("did you mean {near}? metstatus rules lists all"),
            None => "metstatus rules lists all".to_owned(),
        };
        UsageError::new(format!("\"{}\" is not a rule", clip(&escape(id), 40))).help(help)
    })
}

/// Writes a report to standard output.
pub(crate) fn print_report(
    text: &str,
    exit: Exit,
    showing: &Showing,
    world: &mut World<'_>,
) -> Result<Exit, UsageError> {
    if report::colour(showing.color, world.env, world.stdout_is_terminal) {
        return print(text, exit, world);
    }
    if showing.hyperlinks == LinksWhen::Always {
        return print(&report::paint::without_colour(text), exit, world);
    }
    // The colours are taken out first, so that the report goes out in one write.
    print(&anstream::adapter::strip_str(text).to_string(), exit, world)
}

/// Writes a line of a report to standard output, and tells whether anybody still reads there.
pub(crate) fn print_line(text: &str, world: &mut World<'_>) -> Result<bool, UsageError> {
    match world.stdout.write_all(text.as_bytes()).and_then(|()| world.stdout.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(UsageError::new(format!("the output could not be written: {error}"))),
    }
}

/// Writes a text whole. A reader that has gone away is no error; a disk that is full is.
fn print(text: &str, exit: Exit, world: &mut World<'_>) -> Result<Exit, UsageError> {
    // Every colour that is left is meant to be seen.
    let mut stream = anstream::AutoStream::new(&mut *world.stdout, anstream::ColorChoice::Always);
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Ok(()) => Ok(exit),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(exit),
        Err(error) => Err(UsageError::new(format!("the output could not be written: {error}"))),
    }
}
