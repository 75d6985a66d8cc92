//! What `-h`, `--help` and `--version` print: one screen, all options, and the age of the built-in knowledge.

use std::ffi::OsString;
use std::sync::LazyLock;

use clap::error::ErrorKind;
use clap::{Arg, Command, CommandFactory as _, FromArgMatches as _};

use super::cli::Cli;
use super::plugin;
use crate::exit;
use crate::met::meanings::AS_OF;
use crate::text::near;

/// The options that `-h` shows, by their ids. The others are for `--help` and the manual: `-h` has to fit a screen.
const SHORT: [&str; 11] =
    ["targets", "files", "at", "class", "name", "ids", "user_agent", "contact", "dry_run", "format", "verbose"];

const SHORT_EXAMPLES: &str = "\
Examples:
  metstatus 403                    what 403 means at MET, and what to do
  metstatus --contact MAIL 'nowcast/2.0/complete?lat=60&lon=9'  check a product
  curl -sSv URL 2>&1 | metstatus read -  diagnose a captured response";

const SHORT_END: &str = "\
Exit codes: 0 healthy, 1 attention, 2 failing, 3 no verdict.
See metstatus --help or man metstatus for all options.";

const LONG_END: &str = "\
Documentation:
  man metstatus, metstatus rules ID
  https://api.met.no/doc/StatusCodes, https://api.met.no/doc/TermsOfService";

/// The version of the program, and of what it knows.
static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (knowledge of MET Norway's Weather API as of {AS_OF})", env!("CARGO_PKG_VERSION")));

/// The command line with its help.
pub fn command() -> Command {
    let shown = |arg: Arg| {
        let short = SHORT.contains(&arg.get_id().as_str());
        arg.hide_short_help(!short)
    };
    let end = format!("{}\n\n{LONG_END}", exit::help());
    Cli::command()
        .version(VERSION.as_str())
        .before_help(SHORT_EXAMPLES)
        .before_long_help(crate::app::args::cli::EXAMPLES)
        .after_help(SHORT_END)
        .after_long_help(end)
        .mut_args(shown)
        .mut_subcommands(|sub| sub.mut_args(shown))
}

/// Reads a command line.
///
/// What only help and the version show is put together for a command line that asks for them, and not for every run: it
/// takes as long as reading the command line.
///
/// # Errors
/// Whatever clap has to say: help, the version, or what is wrong.
pub(crate) fn parse(argv: &[OsString]) -> Result<Cli, clap::Error> {
    match read(Cli::command(), argv) {
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            read(command(), argv)
        }
        done => done,
    }
}

fn read(command: Command, argv: &[OsString]) -> Result<Cli, clap::Error> {
    let mut command = plugin::named(command, argv);
    let with_curl = curls_own(&command, argv);
    let argv = with_curl.as_deref().unwrap_or(argv);
    if let Some(short) = with_short_names(argv) {
        command.try_get_matches_from_mut(short)?;
    }
    let mut matches = command.try_get_matches_from_mut(argv)?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

/// The command line with a `--` behind the subcommand `curl`, since all that follows is curl's. None where there is no
/// such subcommand, or help on it is asked for.
fn curls_own(command: &Command, argv: &[OsString]) -> Option<Vec<OsString>> {
    let is_curl = |at: &usize| {
        let before = argv.get(..=*at).unwrap_or_default();
        let matches = command.clone().try_get_matches_from(before);
        matches.is_ok_and(|matches| matches.subcommand_name() == Some("curl"))
    };
    let at = argv.iter().enumerate().skip(1).filter(|(_, word)| *word == "curl").map(|(at, _)| at).find(is_curl)?;
    let rest = argv.get(at + 1..).unwrap_or_default();
    if rest.len() == 1 && rest.first().is_some_and(|word| word == "--help" || word == "-h") {
        return None;
    }
    let mut own = argv.get(..=at).unwrap_or_default().to_vec();
    own.push("--".into());
    own.extend_from_slice(rest);
    Some(own)
}

/// The arguments with the names of options cut to a length that no option has, where one is longer: clap compares what it
/// does not know with every option, and the work grows with the length. `None` where nothing was cut.
fn with_short_names(argv: &[OsString]) -> Option<Vec<OsString>> {
    let mut cut = false;
    let short = argv.iter().map(|argument| {
        let name = argument.to_str().filter(|text| text.starts_with("--")).and_then(|text| text.split('=').next());
        match name.filter(|name| name.len() > near::LONGEST) {
            Some(name) => {
                cut = true;
                let end = (0..=near::LONGEST).rev().find(|at| name.is_char_boundary(*at)).unwrap_or(0);
                OsString::from(name.get(..end).unwrap_or_default())
            }
            None => argument.clone(),
        }
    });
    let short = short.collect();
    cut.then_some(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_option_name_is_cut_before_it_is_compared() {
        let argv = |last: &str| ["metstatus", "-H", "X: y", last].map(OsString::from).to_vec();
        for (last, cut) in [
            (format!("--{}", "x".repeat(1 << 20)), Some(100)),
            (format!("--{}=1", "x".repeat(99)), Some(100)),
            (format!("--{}", "\u{e6}".repeat(50)), Some(100)),
            (format!("--x{}", "\u{e6}".repeat(50)), Some(99)),
            (format!("--{}", "x".repeat(98)), None),
            (format!("--header=X: {}", "y".repeat(1 << 20)), None),
            (format!("http://h/{}", "y".repeat(1 << 20)), None),
        ] {
            let short = with_short_names(&argv(&last));
            assert_eq!(short.as_ref().map(|short| short[3].len()), cut, "{:.20}", last);
            assert!(short.is_none_or(|short| short[..3] == argv("")[..3]), "{:.20}", last);
        }
    }

    #[test]
    fn long_value_after_two_dashes_is_read_whole() {
        let long = format!("--{}", "x".repeat(1 << 20));
        let cli = parse(&["metstatus", "--", &long].map(OsString::from)).unwrap();
        assert_eq!(cli.targets, [OsString::from(long)]);
    }
}
