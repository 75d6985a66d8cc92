//! A command line of targets and nothing else, `metstatus 403`: clap describes some sixty options to itself before it reads
//! one word, which takes as long as the rest of a look-up.

use std::ffi::OsString;
use std::time::Duration;

use clap::Subcommand as _;

use super::cli::{Cli, Command, Many};
use super::plugin;
use super::preset::Given;
use super::request::RequestOptions;
use super::showing::Showing;

const DAY: u64 = 86_400;

/// What clap would make of a command line of targets only. `None` where there is anything else in it, or nothing.
pub(super) fn parse(argv: &[OsString]) -> Option<Cli> {
    let targets = argv.get(1..).filter(|targets| !targets.is_empty() && !plugin::is_plugin(argv))?;
    targets.iter().all(is_target).then(|| Cli {
        targets: targets.to_vec(),
        given: Given::targets(targets),
        ..defaults()
    })
}

/// Whether clap takes a word for a target wherever it is: it is not an option, and not a subcommand.
fn is_target(word: &OsString) -> bool {
    let is_option = word.as_encoded_bytes().starts_with(b"-");
    !is_option && word.to_str().is_none_or(|word| word != "help" && !Command::has_subcommand(word))
}

/// The values of options that are not given.
fn defaults() -> Cli {
    Cli {
        many: Many { jobs: 8, ..Many::default() },
        asking: RequestOptions {
            timeout: Duration::from_secs(10),
            max_redirects: 5,
            max_body: 8 * 1024 * 1024,
            ..RequestOptions::default()
        },
        showing: Showing {
            eol_warning: Duration::from_secs(60 * DAY),
            eol_critical: Duration::from_secs(14 * DAY),
            ..Showing::default()
        },
        ..Cli::default()
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, FromArgMatches as _};

    use super::*;

    fn argv(line: &[&str]) -> Vec<OsString> {
        std::iter::once("metstatus").chain(line.iter().copied()).map(OsString::from).collect()
    }

    /// What clap makes of a command line.
    fn parsed_by_clap(argv: &[OsString]) -> Cli {
        let matches = Cli::command().try_get_matches_from(argv).unwrap_or_else(|error| panic!("{argv:?}: {error}"));
        Cli { given: Given::of(&matches), ..Cli::from_arg_matches(&matches).unwrap() }
    }

    #[test]
    fn targets_only_are_parsed_as_clap_parses_them() {
        for line in [
            &["403"][..],
            &["403", "404", "4xx"],
            &[""],
            &["", "403"],
            &["too many requests"],
            &["locationforecast/2.0/compact?lat=60.1&lon=9.58", "https://api.met.no/?a=-1"],
            &["Help"],
            &["cods"],
            &["403", "reads"],
            &["\u{e6}\u{f8}\u{e5}", "a\nb", "=", "@x", "+1"],
        ] {
            let argv = argv(line);
            let ours = parse(&argv).unwrap_or_else(|| panic!("{line:?}"));
            assert_eq!(format!("{ours:?}"), format!("{:?}", parsed_by_clap(&argv)), "{line:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn target_that_is_not_utf_8_is_parsed_as_clap_parses_it() {
        use std::os::unix::ffi::OsStringExt as _;
        let argv = [OsString::from("metstatus"), OsString::from_vec(vec![b'a', 0xff])];
        assert_eq!(format!("{:?}", parse(&argv).unwrap()), format!("{:?}", parsed_by_clap(&argv)));
    }

    #[test]
    fn anything_else_is_left_to_clap() {
        let command = Cli::command();
        let names = command.get_subcommands().flat_map(|sub| sub.get_all_aliases().chain([sub.get_name()]));
        let names: Vec<&str> = names.chain(["help"]).collect();
        assert!(names.len() > 6, "{names:?}");
        for name in names {
            for line in [&[name][..], &[name, "403"], &["403", name]] {
                assert!(parse(&argv(line)).is_none(), "{line:?}");
            }
        }
        for line in [&[][..], &["-"], &["--", "403"], &["403", "-v"], &["-f", "json", "403"], &["403", "--"]] {
            assert!(parse(&argv(line)).is_none(), "{line:?}");
        }
        assert!(parse(&["check_metstatus", "403"].map(OsString::from)).is_none());
        assert!(parse(&[]).is_none());
    }
}
