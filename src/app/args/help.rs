//! What `-h`, `--help` and `--version` print: one screen, all options, and the age of the built-in knowledge.

use std::ffi::OsString;
use std::sync::LazyLock;

use clap::error::ErrorKind;
use clap::{Arg, Command, CommandFactory as _, FromArgMatches as _};

use super::cli::Cli;
use super::examples::EXAMPLES;
use super::plugin;
use super::preset::{Given, Preset, with_presets};
use super::targets_only;
use crate::exit;
use crate::met::meanings::AS_OF;
use crate::report::paint::Paint;
use crate::report::wrap::columns;
use crate::text::suggest;

/// The options that `-h` shows, with a few words each. The others are for `--help`: `-h` has to fit a screen.
const SHORT: [(&str, &str); 6] = [
    ("user_agent", "User-Agent of the client to diagnose"),
    ("contact", "your contact: MET requires it"),
    ("dry_run", "check the request and send nothing"),
    ("format", "json, markdown, nagios, junit and others"),
    ("quiet", "print nothing, only set the exit code"),
    ("verbose", "everything: requests, responses and times"),
];

/// A few words on further options, for the short help of subcommands.
const SHORT_TEXTS: [(&str, &str); 1] = [("at", "when the response was received (default: its Date)")];

/// What the short help of a subcommand shows, by their ids.
const SHORT_OF_SUBCOMMANDS: [&str; 12] =
    ["files", "at", "class", "name", "ids", "shell", "page", "format", "quiet", "verbose", "refresh", "contact"];

/// Options that do nothing in a subcommand that only lists what is known.
const NOT_FOR_LISTS: [&str; 11] = [
    "warning",
    "critical",
    "timeout_result",
    "eol_warning",
    "eol_critical",
    "allow",
    "warn",
    "deny",
    "report",
    "brief",
    "no_brief",
];

/// The subcommands that print a file.
const FILES: [&str; 2] = ["completions", "man"];

/// The subcommands that only list what is known.
const LISTS: [&str; 4] = ["codes", "products", "rules", "config"];

const SHORT_ABOUT: &str = "Explain HTTP statuses of MET Norway's Weather API, and diagnose requests";

const SHORT_EXAMPLES: &str = "\
Examples:
  metstatus 403                          what 403 means at MET, what to do
  curl -sSv URL 2>&1 | metstatus read -  check what curl received
  metstatus --contact MAIL 'nowcast/2.0/complete?lat=60&lon=9'
                                         check a request";

const SHORT_END: &str = "\
Exit codes: 0 healthy, 1 attention, 2 failing, 3 no verdict.
metstatus --help has every option and command.";

const LONG_END: &str = "\
Documentation:
  metstatus rules ID               what a finding means
  https://api.met.no/doc/StatusCodes
  https://api.met.no/doc/TermsOfService";

/// The version of the program, and of what it knows.
static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (knowledge of MET Norway's Weather API as of {AS_OF})", env!("CARGO_PKG_VERSION")));

/// The command line with its help, laid out for so many columns.
pub fn command(width: usize) -> Command {
    let end = format!("{}\n\n{LONG_END}", exit::help());
    let command = Cli::command();
    let about = joined(&command.get_about().map(ToString::to_string).unwrap_or_default());
    let of_lists: Vec<Arg> = command.get_arguments().filter_map(of_list).collect();
    let for_files = ["output", "color"];
    let not_of_files: Vec<Arg> = command
        .get_arguments()
        .filter(|arg| arg.is_global_set() && !for_files.contains(&arg.get_id().as_str()))
        .map(|arg| arg.clone().hide(true))
        .collect();
    let shown = |arg: Arg| {
        let short = SHORT_OF_SUBCOMMANDS.contains(&arg.get_id().as_str());
        let arg = rewrapped(arg).hide_short_help(!short);
        let few = SHORT.iter().chain(&SHORT_TEXTS).find(|(id, _)| arg.get_id() == id);
        match (few, arg.get_help().map(ToString::to_string)) {
            (Some((_, text)), Some(whole)) => arg.help(*text).long_help(whole),
            _ => arg,
        }
    };
    let command = command
        .about(about)
        .version(VERSION.as_str())
        .term_width(width)
        .before_help(SHORT_EXAMPLES)
        .before_long_help(laid_out(EXAMPLES, width))
        .after_help(SHORT_END)
        .after_long_help(laid_out(&end, width))
        .mut_args(shown)
        .mut_subcommands(|sub| sub.term_width(width).mut_args(shown));
    // An option of its own keeps that of the whole command out of a subcommand's help.
    let command =
        LISTS.iter().fold(command, |command, list| command.mut_subcommand(list, |sub| sub.args(of_lists.clone())));
    FILES.iter().fold(command, |command, file| command.mut_subcommand(file, |sub| sub.args(not_of_files.clone())))
}

/// An option as the help of a list has it, where that differs: hidden, or with the values that a list takes.
fn of_list(arg: &Arg) -> Option<Arg> {
    match arg.get_id().as_str() {
        "format" => {
            let text = "Format of the list: human, json or jsonl (default: human)";
            Some(arg.clone().help(text).long_help(text).hide_short_help(false))
        }
        id if NOT_FOR_LISTS.contains(&id) => Some(arg.clone().hide(true)),
        _ => None,
    }
}

/// An option whose help has no line breaks of its own: the width decides.
fn rewrapped(arg: Arg) -> Arg {
    let short = arg.get_help().map(|help| joined(&help.to_string()));
    let long = arg.get_long_help().map(|help| {
        let text = help.to_string();
        text.split("\n\n").map(joined).collect::<Vec<_>>().join("\n\n")
    });
    let arg = if let Some(short) = short { arg.help(short) } else { arg };
    if let Some(long) = long { arg.long_help(long) } else { arg }
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A table of commands and what they do, laid out again where a line is too long.
fn laid_out(text: &str, width: usize) -> String {
    let paint = Paint::plain(width);
    let narrow = text.lines().any(|line| columns(line) > width);
    let mut out = String::new();
    for line in text.lines() {
        let from = line.len() - line.trim_start().len();
        let gap = line.get(from..).and_then(|rest| rest.find("  ")).map(|gap| gap + from);
        match gap {
            Some(gap) if columns(line) > width => {
                let (head, text) = line.split_at(gap);
                let at = columns(line) - columns(text.trim_start());
                out.push_str(&paint.row(head, at, text.trim_start()));
            }
            // What goes on below a command is further right than any command.
            _ if narrow && from >= 20 => out.push_str(&paint.paragraph(line.trim_start(), 6)),
            _ => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out.trim_end().to_owned()
}

/// The help of one screen: how to call it, examples, and the options most needed.
fn short(command: &Command, width: usize) -> String {
    let paint = Paint::plain(width);
    let mut out = paint.paragraph(SHORT_ABOUT, 0);
    let name = command.get_name();
    out.push_str(&format!("\n{} {name} [OPTIONS] TARGET...\n", Paint::heading("Usage:")));
    let commands = command.get_subcommands().filter(|sub| !sub.is_hide_set()).map(Command::get_name);
    let commands: Vec<&str> = commands.filter(|name| *name != "help").chain(["help"]).collect();
    out.push_str(&paint.item(&Paint::heading("Commands:"), &commands.join(", "), 0));
    let examples = laid_out(SHORT_EXAMPLES, width);
    out.push_str(&format!("\n{}\n\n", examples.replacen("Examples:", &Paint::heading("Examples:"), 1)));
    out.push_str(&format!("{}\n", Paint::heading("Options:")));
    for (id, text) in SHORT {
        if let Some(arg) = command.get_arguments().find(|arg| arg.get_id() == id) {
            out.push_str(&paint.row(&head_of(arg), 30, text));
        }
    }
    out.push('\n');
    for line in SHORT_END.lines() {
        out.push_str(&paint.paragraph(line, 0));
    }
    out
}

/// An option as help shows it: `  -A, --user-agent <TEXT>`.
fn head_of(arg: &Arg) -> String {
    let short = arg.get_short().map_or("    ".to_owned(), |short| format!("-{short}, "));
    let value = arg.get_value_names().filter(|_| arg.get_action().takes_values()).and_then(|names| names.first());
    let value = value.map(|name| format!(" <{name}>")).unwrap_or_default();
    format!("  {}{}{value}", Paint::bold(&short), Paint::bold(&format!("--{}", arg.get_long().unwrap_or_default())))
}

/// What is said where nothing is asked, with its colours.
pub(crate) fn nothing_asked(text: &str, width: usize) -> String {
    let text = laid_out(text, width);
    let text = text.replacen("Usage:", &Paint::heading("Usage:"), 1);
    format!("{}\n", text.replacen("metstatus:", &Paint::styled(Paint::wrong(), "metstatus:"), 1))
}

/// What help shows, with its colours: the one screen where that was asked for, else clap's text.
pub(crate) fn text(error: &clap::Error, argv: &[OsString], width: usize) -> String {
    let text = error.render().ansi().to_string();
    match text.contains(SHORT_END) {
        true => short(&plugin::named(command(width), argv), width),
        false => text,
    }
}

/// Reads a command line.
///
/// What only help and the version show is put together for a command line that asks for them, and not for every run: it
/// takes as long as reading the command line.
///
/// # Errors
/// Whatever clap has to say: help, the version, or what is wrong.
pub(crate) fn parse(argv: &[OsString], width: usize) -> Result<Cli, clap::Error> {
    match targets_only::parse(argv) {
        Some(cli) => Ok(cli),
        None => parse_with(argv, width, &[]),
    }
}

/// Reads a command line with what replaces options that are not given.
///
/// # Errors
/// Whatever clap has to say: help, the version, or what is wrong.
pub(crate) fn parse_with(argv: &[OsString], width: usize, presets: &[Preset]) -> Result<Cli, clap::Error> {
    let read = |command, argv: &[OsString]| read(command, argv, presets);
    match read(Cli::command(), argv) {
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            read(command(width), argv)
        }
        // Someone who asks for help on a status wants it explained.
        Err(error)
            if error.kind() == ErrorKind::InvalidSubcommand && argv.get(1).is_some_and(|word| word == "help") =>
        {
            let without: Vec<OsString> = argv.iter().take(1).chain(argv.iter().skip(2)).cloned().collect();
            read(Cli::command(), &without)
        }
        done => done,
    }
}

fn read(command: Command, argv: &[OsString], presets: &[Preset]) -> Result<Cli, clap::Error> {
    let mut command = with_presets(plugin::named(command, argv), presets);
    let with_curl = curls_own(&command, argv);
    let argv = with_curl.as_deref().unwrap_or(argv);
    if let Some(short) = with_short_names(argv) {
        command.try_get_matches_from_mut(short)?;
    }
    let mut matches = command.try_get_matches_from_mut(argv)?;
    let given = Given::of(&matches);
    let cli = Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))?;
    Ok(Cli { given, ..cli })
}

/// The command line with a `--` after the subcommand `curl`, since all that follows is curl's. None where there
/// is not such a subcommand, or where help on it is requested.
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

/// The arguments with the names of options cut to a length that no option has, where one is longer: clap compares what
/// it does not know with every option, and the work grows with the length. `None` where nothing was cut.
fn with_short_names(argv: &[OsString]) -> Option<Vec<OsString>> {
    let mut cut = false;
    let short = argv.iter().map(|argument| {
        let name = argument.to_str().filter(|text| text.starts_with("--")).and_then(|text| text.split('=').next());
        match name.filter(|name| name.len() > suggest::LONGEST) {
            Some(name) => {
                cut = true;
                let end = (0..=suggest::LONGEST).rev().find(|at| name.is_char_boundary(*at)).unwrap_or(0);
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

    /// What `metstatus ARGS` shows as help.
    fn shown(args: &[&str], width: usize) -> String {
        let argv: Vec<OsString> = std::iter::once("metstatus").chain(args.iter().copied()).map(Into::into).collect();
        let error = parse(&argv, width).unwrap_err();
        anstream::adapter::strip_str(&text(&error, &argv, width)).to_string()
    }

    #[test]
    fn short_help_fits_a_screen() {
        for args in [&["-h"][..], &["read", "-h"], &["codes", "-h"], &["products", "-h"], &["rules", "-h"]] {
            let text = shown(args, 80);
            assert!(text.lines().count() <= 23, "{args:?}: {} lines\n{text}", text.lines().count());
        }
    }

    #[test]
    fn help_keeps_to_the_width() {
        for width in [60, 80, 120] {
            for args in
                [&["-h"][..], &["--help"], &["read", "-h"], &["rules", "--help"], &["codes", "-h"], &["products", "-h"]]
            {
                let text = shown(args, width);
                let wide: Vec<&str> = text.lines().filter(|line| columns(line) > width).collect();
                let unbreakable =
                    |line: &&str| line.split_whitespace().any(|word| word.len() > 40) || line.contains(" '");
                assert!(wide.iter().all(unbreakable), "{args:?} at {width}: {wide:#?}");
            }
        }
    }

    #[test]
    fn lists_show_only_options_that_do_something_there() {
        for list in LISTS {
            let text = shown(&[list, "--help"], 80);
            for option in ["--warning", "--eol-critical", "--report", "--timeout-result", "--allow"] {
                assert!(!text.contains(option), "{list} {option}");
            }
            assert!(text.contains("--format") && text.contains("--verbose") && !text.contains("nagios"), "{text}");
        }
        assert!(shown(&["read", "--help"], 80).contains("--eol-critical"));
    }

    #[test]
    fn help_points_to_no_manual() {
        for args in [&["-h"][..], &["--help"], &["rules", "--help"]] {
            assert!(!shown(args, 80).contains("man metstatus"), "{args:?}");
        }
    }

    #[test]
    fn help_on_a_status_explains_it() {
        let argv = ["metstatus", "help", "403"].map(OsString::from);
        assert_eq!(parse(&argv, 80).unwrap().targets, ["403"]);
        assert_eq!(
            parse(&["metstatus", "help", "rules"].map(OsString::from), 80).unwrap_err().kind(),
            ErrorKind::DisplayHelp
        );
    }

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
        let cli = parse(&["metstatus", "--", &long].map(OsString::from), 80).unwrap();
        assert_eq!(cli.targets, [OsString::from(long)]);
    }
}
