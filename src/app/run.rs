//! The program as a function of its arguments and its world.

use std::ffi::OsString;

use clap::ValueEnum as _;
use clap::error::ErrorKind;

use super::args::cli::{Cli, ColorWhen, Command};
use super::args::{help, plugin};
use super::commands::{check, list, read};
use super::console::{colour, complain, print};
use super::plan::identity::Identity;
use super::plan::pasted;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::http::uri::target::Url;
use crate::intake::{Hints, transcript};
use crate::met::meanings::{OLD, is_old};
use crate::report;
use crate::report::format::Format;
use crate::text::escape::{Text, clip, escape};
use crate::text::secret::masked;
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
        let old = error.kind() == ErrorKind::DisplayVersion && is_old(world.clock.now());
        return print(&if old { format!("{}; {OLD}\n", text.trim_end()) } else { text }, Exit::Healthy, world);
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
            let help = if world.stdin_is_terminal {
                crate::app::args::cli::SHORT_HELP
            } else {
                crate::app::args::cli::PIPE_HELP
            };
            let _ = world.stderr.write_all(help.as_bytes());
            match cli.showing.format {
                Format::Nagios => print(&report::nagios::unknown("no target given"), Exit::NoVerdict, world),
                _ => Ok(Exit::NoVerdict),
            }
        }
        None if cli.targets.iter().any(|target| target == "-") => standard_input(cli, world),
        None => check::check_targets(&cli, world),
        Some(Command::Read { files, at, max_input, url, user_agent, as_curl }) => {
            let hints = hints(url.as_deref(), user_agent.as_deref())?;
            let reading = read::Reading { at: at.as_deref(), max_input: *max_input, hints, as_curl: *as_curl };
            match files.as_slice() {
                [] if world.stdin_is_terminal => {
                    Err(UsageError::new("no input to read")
                        .help("use metstatus read FILE, or COMMAND | metstatus read"))
                }
                [] => read::read(&["-".into()], &reading, &cli.showing, world),
                files => read::read(files, &reading, &cli.showing, world),
            }
        }
        Some(Command::Curl { arguments }) => check::curl(arguments, &cli, world),
        Some(Command::Codes { class }) => list::codes(class.as_deref(), &cli.showing, world),
        Some(Command::Products { name }) => list::products(name.as_deref(), &cli.showing, world),
        Some(Command::Rules { ids }) => list::rules(ids, &cli.showing, world),
    }
}

/// What the user says of a capture besides the capture.
fn hints(url: Option<&str>, user_agent: Option<&str>) -> Result<Hints, UsageError> {
    let parsed = url.map(|text| {
        Url::parse(text).map_err(|error| {
            let shown = clip(&masked(&escape(text)), 80);
            UsageError::new(format!("--url \"{shown}\": {error}"))
        })
    });
    let identity = Identity::new(user_agent.map(str::to_owned), None)?;
    Ok(Hints { url: parsed.transpose()?, user_agent: identity.user_agent })
}

/// The longest line of standard input that is taken as a target.
const SHORT_LINE: usize = 300;

/// Reads standard input for the operand `-`: one short line is a target first, all else a capture.
fn standard_input(mut cli: Cli, world: &mut World<'_>) -> Result<Exit, UsageError> {
    if cli.targets.len() > 1 {
        let all: Vec<_> = cli.targets.iter().map(|target| target.to_string_lossy()).collect();
        let shown = clip(&masked(&escape(&all.join(" "))), 60);
        return Err(UsageError::new(format!("\"{shown}\": - is standard input and must be the only target"))
            .help("give targets in a list with --targets -"));
    }
    let input = read::standard_input(transcript::MAX_INPUT, world)?;
    let line = std::str::from_utf8(&input).unwrap_or_default().trim();
    if !line.is_empty() && line.len() <= SHORT_LINE && !line.contains('\n') && pasted::operand(line.as_ref()).is_ok() {
        cli.targets = vec![line.into()];
        return check::check_targets(&cli, world);
    }
    let user_agent = cli.asking.user_agent.as_ref().and_then(|agent| agent.to_str());
    let hints = hints(None, user_agent)?;
    let reading = read::Reading { at: None, max_input: transcript::MAX_INPUT, hints, as_curl: cli.asking.as_curl };
    read::read_input(&input, &reading, &cli.showing, world)
}
