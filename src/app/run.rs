//! The program as a function of its arguments and its world.

use std::ffi::OsString;

use clap::ValueEnum as _;
use clap::error::ErrorKind;

use super::args::choices::ColorWhen;
use super::args::cli::{Cli, Command};
use super::args::examples::{PIPE_HELP, SHORT_HELP};
use super::args::showing::Showing;
use super::args::{help, plugin, usage};
use super::commands::{self, audit, bundled, check, list, read, refresh, sandbox};
use super::config::{Configuration, apply};
use super::console::{colour, columns_set, complain, print, print_error};
use super::knowledge;
use super::plan::identity::ClientIdentity;
use super::plan::pasted;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::http::uri::target::Url;
use crate::intake::{Hints, transcript};
use crate::met::meanings::{OVERTAKEN, is_old};
use crate::report::format::ReportFormat;
use crate::report::{self, wrap};
use crate::text::escape::{Text, clip, escape};
use crate::text::secret::redact_urls;
use crate::world::World;

/// Runs the program: reads `argv`, the program's name included, does what it says, and says how to exit.
pub fn run(argv: impl IntoIterator<Item = OsString>, world: &mut World<'_>) -> Exit {
    let argv: Vec<OsString> = argv.into_iter().collect();
    let width = wrap::usable_columns(columns_set(world), world.stdout_columns);
    let done = match help::parse(&argv, width) {
        Ok(cli) => configured(cli, &argv, width, world),
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
    let mut text = help::text(error, argv, width);
    if error.kind() == ErrorKind::DisplayVersion && is_old(world.clock.now()) {
        // The brackets already say what is known, and as of when.
        text = format!("{}, {OVERTAKEN})\n", text.trim_end().trim_end_matches(')'));
    }
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

/// Does what a command line says, with the settings of files for what it does not say.
fn configured(cli: Cli, argv: &[OsString], width: usize, world: &mut World<'_>) -> Result<Exit, UsageError> {
    if matches!(cli.command, Some(Command::Completions { .. } | Command::Man { .. })) {
        return execute(cli, world);
    }
    refuse_empty_command(&cli, argv)?;
    let configuration = Configuration::read(world)?;
    for note in configuration.notes().filter(|_| !cli.showing.quiet) {
        // A closed standard error takes nothing from the report.
        let _ = writeln!(world.stderr, "metstatus: {note}");
    }
    if matches!(cli.command, Some(Command::Config)) {
        return commands::config::show(&configuration, &cli, plugin::is_plugin(argv), world);
    }
    if configuration.settings.is_empty() {
        return execute(cli, world);
    }
    let mut presets = apply::presets(&configuration, &|id| cli.given.has(id), plugin::is_plugin(argv), world);
    if is_list(&cli) {
        // A list has fewer formats than a report, and a file speaks of reports.
        presets.retain(|preset| preset.id != "format" || preset.values.iter().all(|value| value.starts_with("json")));
    }
    let mut cli = help::parse_with(argv, width, &presets).map_err(|error| usage::explained(&error))?;
    cli.showing.of_files = apply::severities(&configuration)?;
    execute(cli, world)
}

/// Refuses a sandbox whose command is empty, such as an unset variable after `--`: serving would never end in CI.
fn refuse_empty_command(cli: &Cli, argv: &[OsString]) -> Result<(), UsageError> {
    let is_empty = matches!(&cli.command, Some(Command::Sandbox(options)) if options.command.is_empty());
    if !is_empty || argv.last().is_none_or(|last| last != "--") {
        return Ok(());
    }
    Err(UsageError::new("there is no command after --")
        .help("write the command after --, or leave -- out to serve until Ctrl-C"))
}

/// Whether what was learned is left out: where the user says so, and where the result must not depend on the machine.
fn rests_on_table_alone(cli: &Cli) -> bool {
    cli.showing.no_cache
        || match &cli.command {
            Some(Command::Audit(options)) => options.partial,
            Some(Command::Sandbox(_) | Command::Config | Command::Completions { .. } | Command::Man { .. }) => true,
            _ => false,
        }
}

/// Whether a command lists what is known.
fn is_list(cli: &Cli) -> bool {
    matches!(cli.command, Some(Command::Codes { .. } | Command::Products { .. } | Command::Rules { .. }))
}

fn execute(cli: Cli, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let _in_force = if rests_on_table_alone(&cli) { None } else { knowledge::put_in_force(&cli.showing, world) };
    if cli.command.is_some() && !cli.many.lists.is_empty() {
        return Err(UsageError::new("--targets cannot be used with a subcommand"));
    }
    if cli.command.is_some() && !cli.targets.is_empty() {
        let target =
            clip(&escape(&cli.targets.iter().map(|target| target.to_string_lossy()).collect::<Vec<_>>().join(" ")), 60);
        return Err(UsageError::new(format!("unexpected target \"{target}\" before a subcommand")));
    }
    if !matches!(cli.command, Some(Command::Audit(_) | Command::Sandbox(_))) {
        refuse_page(&cli.showing)?;
    }
    match &cli.command {
        None if cli.targets.is_empty() && cli.many.lists.is_empty() => {
            let width = wrap::usable_columns(columns_set(world), world.stderr_columns);
            let text = if world.stdin_is_terminal { SHORT_HELP } else { PIPE_HELP };
            print_error(&help::nothing_asked(text, width), cli.showing.color, world);
            match cli.showing.format {
                ReportFormat::Nagios => print(&report::nagios::unknown("no target given"), Exit::NoVerdict, world),
                _ => Ok(Exit::NoVerdict),
            }
        }
        None if cli.targets.iter().any(|target| target == "-") => standard_input(cli, world),
        None => check::check_targets(&cli, world),
        Some(Command::Read { files, at, max_input, url, user_agent, as_curl }) => {
            let hints = hints(url.as_deref(), user_agent.as_deref())?;
            let reading = read::ReadOptions { at: at.as_deref(), max_input: *max_input, hints, as_curl: *as_curl };
            match files.as_slice() {
                [] if world.stdin_is_terminal => {
                    Err(UsageError::new("no input to read")
                        .help("use metstatus read FILE, or COMMAND | metstatus read"))
                }
                [] => read::read(&["-".into()], &reading, &cli.showing, world),
                files => read::read(files, &reading, &cli.showing, world),
            }
        }
        Some(Command::Audit(options)) => audit::audit(options, &cli.showing, world),
        Some(Command::Sandbox(options)) => sandbox::sandbox(options, &cli.showing, world),
        Some(Command::Curl { arguments }) => check::curl(arguments, &cli, world),
        Some(Command::Codes { class }) => list::codes(class.as_deref(), &cli.showing, world),
        Some(Command::Products { name, refresh: false, .. }) => {
            list::products(name.as_deref(), &cli.showing, Exit::Healthy, world)
        }
        Some(Command::Products { name, .. }) => refresh::refresh(name.as_deref(), &cli, world),
        Some(Command::Rules { ids }) => list::rules(ids, &cli.showing, world),
        // It is shown before the settings are applied.
        Some(Command::Config) => Ok(Exit::Healthy),
        Some(Command::Completions { shell }) => bundled::completions(*shell, &cli.showing, world),
        Some(Command::Man { page }) => bundled::man(page.as_deref(), &cli.showing, world),
    }
}

/// A page with charts needs traffic over time.
fn refuse_page(showing: &Showing) -> Result<(), UsageError> {
    let as_file = |report: &OsString| report.as_encoded_bytes().to_ascii_lowercase().starts_with(b"html=");
    let option = match showing.format {
        ReportFormat::Html => "--format html",
        _ if showing.report.iter().any(as_file) => "--report html=FILE",
        _ => return Ok(()),
    };
    Err(UsageError::new(format!("{option} is for metstatus audit and sandbox"))
        .help("choose markdown for a report that other programs show"))
}

/// What the user says of a capture beyond the capture.
fn hints(url: Option<&str>, user_agent: Option<&str>) -> Result<Hints, UsageError> {
    let parsed = url.map(|text| {
        Url::parse(text).map_err(|error| {
            let shown = clip(&redact_urls(&escape(text)), 80);
            UsageError::new(format!("--url \"{shown}\": {error}"))
        })
    });
    let identity = ClientIdentity::new(user_agent.map(str::to_owned), None)?;
    Ok(Hints { url: parsed.transpose()?, user_agent: identity.user_agent })
}

/// The longest line of standard input that is taken as a target.
const SHORT_LINE: usize = 300;

/// Reads standard input for the operand `-`: one short line is a target first, all else a capture.
fn standard_input(mut cli: Cli, world: &mut World<'_>) -> Result<Exit, UsageError> {
    if cli.targets.len() > 1 {
        let all: Vec<_> = cli.targets.iter().map(|target| target.to_string_lossy()).collect();
        let shown = clip(&redact_urls(&escape(&all.join(" "))), 60);
        return Err(UsageError::new(format!("\"{shown}\": - is standard input and must be the only target"))
            .help("give targets in a list with --targets -"));
    }
    let input = read::standard_input(transcript::MAX_INPUT, world)?;
    let line = std::str::from_utf8(&input).unwrap_or_default().trim();
    if !line.is_empty() && line.len() <= SHORT_LINE && !line.contains('\n') && pasted::operand(line.as_ref()).is_ok() {
        cli.targets = vec![line.into()];
        return check::check_targets(&cli, world);
    }
    let user_agent = cli.asking.caller.user_agent.as_ref().and_then(|agent| agent.to_str());
    let hints = hints(None, user_agent)?;
    let reading = read::ReadOptions { at: None, max_input: transcript::MAX_INPUT, hints, as_curl: cli.asking.as_curl };
    read::read_input(&input, &reading, &cli.showing, world)
}
