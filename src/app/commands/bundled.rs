//! What a package installs beside the program, and `cargo install` does not: completion scripts and manual pages.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

use crate::app::args::choices::Shell;
use crate::app::args::showing::Showing;
use crate::app::report_sinks::write_text;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::report::format::ReportFormat;
use crate::text::escape::{clip, escape};
use crate::text::suggest;
use crate::world::World;

/// The files by their paths in the repository, packed by `build.rs` (DEFLATE, RFC 1951).
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

/// The names of the files.
fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// The content of a file; `None` where the program does not have it.
fn file(name: &str) -> Option<String> {
    let (_, packed) = FILES.iter().find(|(known, _)| *known == name)?;
    let mut text = String::new();
    DeflateDecoder::new(*packed).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Prints the completion script of a shell.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn completions(shell: Shell, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let name = match shell {
        Shell::Bash => "completions/metstatus.bash",
        Shell::Zsh => "completions/_metstatus",
        Shell::Fish => "completions/metstatus.fish",
        Shell::Elvish => "completions/metstatus.elv",
        Shell::Pwsh => "completions/_metstatus.ps1",
    };
    print(name, "completion scripts", showing, world)
}

/// Prints a manual page.
///
/// # Errors
/// When there is no such page, or it cannot be written.
pub(crate) fn man(page: Option<&str>, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let name = page_named(page.unwrap_or("metstatus"))?;
    if world.stdout_is_terminal && showing.output.is_none() && !showing.quiet {
        let page = page.map(|page| format!(" {}", clip(&escape(page), 40))).unwrap_or_default();
        // A closed standard error takes nothing from the page.
        let _ = writeln!(
            world.stderr,
            "metstatus: this is the source of the page; to read it: metstatus man{page} | man -l -"
        );
    }
    print(name, "manual pages", showing, world)
}

fn print(name: &str, what: &str, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    if showing.format != ReportFormat::Human {
        return Err(UsageError::new(format!("--format {} does not apply to {what}", showing.format)));
    }
    if !showing.report.is_empty() {
        return Err(UsageError::new(format!("--report does not apply to {what}")).help("use -o FILE"));
    }
    let text = file(name).ok_or_else(|| UsageError::new(format!("the program was built without {name}")))?;
    write_text(&text, showing, world)
}

/// The file of a page, by its name with or without its section, or by the part of its name after `metstatus-`.
fn page_named(page: &str) -> Result<&'static str, UsageError> {
    let wanted = page.trim().to_ascii_lowercase();
    let wanted = wanted.trim_end_matches(|c: char| c.is_ascii_digit() || "().".contains(c));
    let pages = || names().filter_map(|name| Some((name, name.strip_prefix("man/")?.rsplit_once('.')?.0)));
    let is_it = |known: &str| known == wanted || known.strip_prefix("metstatus-") == Some(wanted);
    if let Some((name, _)) = pages().find(|(_, known)| is_it(known)) {
        return Ok(name);
    }
    let known: Vec<&str> = pages().map(|(_, known)| known).collect();
    let short = |known: &'static str| known.strip_prefix("metstatus-").unwrap_or(known);
    let names = known.iter().flat_map(|known| [*known, short(known)]);
    let nearest = suggest::nearest(names, wanted);
    let help = match known.iter().find(|known| nearest.is_some_and(|name| name == **known || name == short(known))) {
        Some(nearest) => format!("did you mean {nearest}?"),
        None => format!("the pages are {}", known.join(", ")),
    };
    Err(UsageError::new(format!("\"{}\" is not a manual page of metstatus", clip(&escape(page), 40))).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_file_equals_the_one_in_the_repository() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut count = 0;
        for folder in ["completions", "man"] {
            for entry in std::fs::read_dir(root.join(folder)).unwrap() {
                let entry = entry.unwrap();
                let name = format!("{folder}/{}", entry.file_name().to_str().unwrap());
                assert_eq!(file(&name), Some(std::fs::read_to_string(entry.path()).unwrap()), "{name}");
                count += 1;
            }
        }
        assert!(count >= 7 && names().count() == count, "{count}");
    }

    #[test]
    fn pages_are_found_by_any_of_their_names() {
        for name in ["metstatus-report", "report", "metstatus-report.5", "metstatus-report(5)", " Report "] {
            assert_eq!(page_named(name).unwrap(), "man/metstatus-report.5", "{name}");
        }
        assert_eq!(page_named("metstatus").unwrap(), "man/metstatus.1");
        for (name, page) in [("metstaus", "metstatus"), ("reprt", "metstatus-report")] {
            assert_eq!(page_named(name).unwrap_err().help.unwrap(), format!("did you mean {page}?"));
        }
        for name in ["curl", "", "../metstatus.1", "man/metstatus", &"x".repeat(1 << 20)] {
            assert!(page_named(name).unwrap_err().help.unwrap().contains("the pages are "), "{name:.40}");
        }
    }
}
