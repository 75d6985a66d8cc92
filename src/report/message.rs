//! What goes wrong, as standard error shows it: the reason after the program's name, then what to do.

use super::paint::Paint;
use crate::error::UsageError;

/// The name of the program before every message.
const NAME: &str = "metstatus:";
/// The label of what to do instead.
const HELP: &str = "help:";

/// The message, wrapped to so many columns; where they are not known, as in a log, each part takes one line.
pub(crate) fn message(error: &UsageError, columns: Option<usize>) -> String {
    let name = Paint::styled(Paint::wrong(), NAME);
    let mut out = labelled(&name, &error.reason, 0, columns);
    for help in error.help.iter().flat_map(|help| help.lines()) {
        // A command that is broken into lines could not be copied.
        let columns = columns.filter(|_| !help.trim_start().starts_with("metstatus "));
        let label = match help.starts_with(' ') {
            // It goes on with the line above.
            true => " ".repeat(HELP.len()),
            false => Paint::styled(Paint::hint(), HELP),
        };
        out.push_str(&labelled(&label, help.trim_start(), 2, columns));
    }
    out
}

fn labelled(label: &str, text: &str, indent: usize, columns: Option<usize>) -> String {
    match columns {
        Some(columns) => Paint::plain(columns).item(label, text, indent),
        None => format!("{:indent$}{label} {text}\n", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(columns: Option<usize>) -> String {
        let error = UsageError::new("\"abc\" is not a status code, URL or product path").help(
            "a status code has three digits, as in 403\nmetstatus --contact YOUR-MAIL-OR-SITE \
                   'https://api.met.no/weatherapi/'",
        );
        anstream::adapter::strip_str(&message(&error, columns)).to_string()
    }

    #[test]
    fn message_without_width_takes_a_line_for_each_part() {
        assert_eq!(shown(None).lines().count(), 3);
    }

    #[test]
    fn message_wraps_to_the_width_but_keeps_commands_whole() {
        let text = shown(Some(40));
        let (command, rest): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.contains("--contact"));
        assert!(rest.len() > 2 && rest.iter().all(|line| line.len() <= 40), "{text}");
        assert_eq!(command, ["  help: metstatus --contact YOUR-MAIL-OR-SITE 'https://api.met.no/weatherapi/'"]);
    }
}
