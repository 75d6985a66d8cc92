//! What is written to the terminal, and in which colours.

use std::ffi::OsString;
use std::io::Write;

use super::args::choices::{ColorWhen, LinksWhen};
use super::args::showing::Showing;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::report::message;
use crate::report::paint::{self, Paint};
use crate::report::wrap;
use crate::world::World;

/// Says on standard error what went wrong.
pub(crate) fn complain(world: &mut World<'_>, error: &UsageError, when: ColorWhen) {
    // In a log each message keeps its line; a screen has a width, whether it is known or not.
    let set = columns_set(world);
    let wraps = world.stderr_is_terminal || set.is_some();
    let columns = wraps.then(|| wrap::usable_columns(set, world.stderr_columns));
    print_error(&message::message(error, columns), when, world);
}

/// Writes a text to standard error, in colour where that is wanted there.
pub(crate) fn print_error(text: &str, when: ColorWhen, world: &mut World<'_>) {
    let text = match colour(when, world.env, world.stderr_is_terminal) {
        true => text.to_owned(),
        false => anstream::adapter::strip_str(text).to_string(),
    };
    // A closed standard error is not a reason to end otherwise.
    let _ = world.stderr.write_all(text.as_bytes());
}

/// Writes a report to standard output.
pub(crate) fn print_report(
    text: &str,
    exit: Exit,
    showing: &Showing,
    world: &mut World<'_>,
) -> Result<Exit, UsageError> {
    if colour(showing.color, world.env, world.stdout_is_terminal) {
        return print(text, exit, world);
    }
    if showing.hyperlinks == LinksWhen::Always {
        return print(&paint::without_colour(text), exit, world);
    }
    // The colours are taken out first, so the report goes out in one write.
    print(&anstream::adapter::strip_str(text).to_string(), exit, world)
}

/// Writes a line of a report to standard output, and says whether anybody still reads there.
pub(crate) fn print_line(text: &str, world: &mut World<'_>) -> Result<bool, UsageError> {
    match world.stdout.write_all(text.as_bytes()).and_then(|()| world.stdout.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(UsageError::new(format!("the output could not be written: {error}"))),
    }
}

/// Writes a text whole. A reader that has gone away is not an error; a disk that is full is.
pub(crate) fn print(text: &str, exit: Exit, world: &mut World<'_>) -> Result<Exit, UsageError> {
    // Every colour that is left is meant to be seen.
    let mut stream = anstream::AutoStream::new(&mut *world.stdout, anstream::ColorChoice::Always);
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Ok(()) => Ok(exit),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(exit),
        Err(error) => Err(UsageError::new(format!("the output could not be written: {error}"))),
    }
}

/// Whether a stream gets colour: the option decides, else NO_COLOR, CLICOLOR_FORCE, CLICOLOR, and the terminal.
/// <https://no-color.org>, <https://bixense.com/clicolors/>
pub(crate) fn colour(when: ColorWhen, env: &dyn Fn(&str) -> Option<OsString>, terminal: bool) -> bool {
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto if set("NO_COLOR").is_some() => false,
        ColorWhen::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        ColorWhen::Auto => {
            let capable = set("TERM").is_some_and(|term| term != "dumb");
            terminal && capable && set("CLICOLOR").is_none_or(|value| value != "0")
        }
    }
}

/// How human text is laid out on standard output.
pub(crate) fn style<'a>(world: &World<'a>, showing: &Showing) -> Paint<'a> {
    let links = match showing.hyperlinks {
        LinksWhen::Always => true,
        LinksWhen::Never => false,
        // What is to have no colour is to have no other sequences either.
        LinksWhen::Auto => world.stdout_shows_links && colour(showing.color, world.env, world.stdout_is_terminal),
    };
    let width = wrap::usable_columns(columns_set(world), world.stdout_columns);
    let terminal = world.stdout_is_terminal;
    let brief = match (showing.brief, showing.no_brief) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    };
    Paint { width, links, terminal, brief, zone: terminal.then_some(world.utc_offset) }
}

/// The columns that the variable COLUMNS asks for.
pub(crate) fn columns_set(world: &World<'_>) -> Option<usize> {
    (world.env)("COLUMNS")?.to_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_follows_option_then_environment_then_terminal() {
        type Case = (&'static [(&'static str, &'static str)], bool, bool);
        let cases: &[Case] = &[
            (&[("TERM", "xterm")], true, true),
            (&[("TERM", "dumb")], true, false),
            (&[], true, false),
            (&[("TERM", "xterm"), ("NO_COLOR", "1")], true, false),
            (&[("TERM", "xterm"), ("NO_COLOR", "")], true, true),
            (&[("TERM", "xterm"), ("CLICOLOR", "0")], true, false),
            (&[("TERM", "xterm"), ("CLICOLOR_FORCE", "1")], false, true),
            (&[("TERM", "xterm"), ("CLICOLOR_FORCE", "0")], false, false),
            (&[("TERM", "xterm"), ("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], true, false),
            (&[("TERM", "xterm")], false, false),
        ];
        for (variables, terminal, expected) in cases {
            let env = |name: &str| {
                variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(*value))
            };
            assert_eq!(colour(ColorWhen::Auto, &env, *terminal), *expected, "{variables:?} {terminal}");
            assert!(colour(ColorWhen::Always, &env, *terminal));
            assert!(!colour(ColorWhen::Never, &env, *terminal));
        }
    }
}
