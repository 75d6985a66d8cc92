//! The look of human text: colours, wrapping, labels.
//!
//! Text is written with its colours; a stream that shows none takes them out.

use std::ops::Range;

use clap::builder::styling::{AnsiColor, Style};

use crate::diagnosis::severity::Severity;
use crate::diagnosis::verdict::Verdict;

/// Layout of human text.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    /// Columns to use.
    pub width: usize,
    /// Whether sources are links to click on.
    pub links: bool,
}

/// Blanks before the labels of a block.
pub(super) const INDENT: usize = 3;
/// Columns for a label and the blank behind it.
const LABEL: usize = 10;

impl Paint {
    /// Text in a style.
    pub fn styled(style: Style, text: &str) -> String {
        format!("{style}{text}{style:#}")
    }

    /// Bold text.
    pub fn bold(text: &str) -> String {
        Self::styled(Style::new().bold(), text)
    }

    /// Text that stays in the background.
    pub fn dim(text: &str) -> String {
        Self::styled(Style::new().dimmed(), text)
    }

    /// The style of a verdict.
    pub fn verdict(verdict: Verdict) -> Style {
        let colour = match verdict {
            Verdict::Healthy => AnsiColor::Green,
            Verdict::Attention => AnsiColor::Yellow,
            Verdict::Failing | Verdict::NoVerdict => AnsiColor::Red,
        };
        colour.on_default().bold()
    }

    /// The style of a severity.
    pub fn severity(severity: Severity) -> Style {
        let colour = match severity {
            Severity::Info => AnsiColor::Cyan,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Error => AnsiColor::Red,
        };
        colour.on_default().bold()
    }

    /// Two texts on one line, the second at the right edge where there is room, else on a line of its own.
    /// `left_columns` is what the first takes without its colours.
    pub fn line_with_right(self, left: &str, left_columns: usize, right: &str) -> String {
        if right.is_empty() {
            return format!("{left}\n");
        }
        let right_columns = right.chars().count();
        let shown = Self::dim(right);
        match self.width.checked_sub(left_columns + right_columns) {
            Some(gap) if gap >= 2 => format!("{left}{:gap$}{shown}\n", ""),
            _ => format!("{left}\n{:INDENT$}{shown}\n", ""),
        }
    }

    /// A labelled text, wrapped, the following lines under the first.
    pub fn labelled(self, label: &str, text: &str) -> String {
        let label = Self::dim(&format!("{label:<width$}", width = LABEL - 1));
        let hanging = " ".repeat(INDENT + LABEL);
        let lines = self.wrapped(text, INDENT + LABEL);
        let mut out = String::new();
        for (i, line) in lines.iter().enumerate() {
            match i {
                0 => out.push_str(&format!("{:INDENT$}{label} {line}\n", "")),
                _ => out.push_str(&format!("{hanging}{line}\n")),
            }
        }
        out
    }

    /// Where it is written, as a link where links are shown.
    pub fn source(self, label: &str, text: &str) -> String {
        let out = self.labelled(label, text);
        match link_to(text).filter(|_| self.links) {
            Some(url) => out.replacen(text, &format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"), 1),
            None => out,
        }
    }

    /// A labelled text with a line of tildes under the part that matters, where the text stands on one line.
    pub fn marked(self, label: &str, text: &str, mark: Option<&Range<usize>>) -> String {
        let mut out = self.labelled(label, text);
        if let Some(mark) = mark.filter(|_| out.lines().count() == 1) {
            let tildes = Self::dim(&"~".repeat(mark.len()));
            out.push_str(&format!("{:width$}{tildes}\n", "", width = INDENT + LABEL + mark.start));
        }
        out
    }

    /// A paragraph, wrapped, every line indented.
    pub fn paragraph(self, text: &str, indent: usize) -> String {
        self.wrapped(text, indent).iter().map(|line| format!("{:indent$}{line}\n", "")).collect()
    }

    /// An item of a list: its mark in front of the first line.
    pub fn item(self, mark: &str, text: &str, indent: usize) -> String {
        let columns = indent + mark.chars().count() + 1;
        let mut out = String::new();
        for (i, line) in self.wrapped(text, columns).iter().enumerate() {
            match i {
                0 => out.push_str(&format!("{:indent$}{mark} {line}\n", "")),
                _ => out.push_str(&format!("{:columns$}{line}\n", "")),
            }
        }
        out
    }

    /// The lines of a text that leaves `indent` columns free. Words are not broken: a URL stays whole.
    pub fn wrapped(self, text: &str, indent: usize) -> Vec<String> {
        let width = self.width.saturating_sub(indent).max(20);
        let options = textwrap::Options::new(width)
            .break_words(false)
            .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::wrap(text, options).into_iter().map(|line| line.into_owned()).collect()
    }
}

/// The address of a source: a URL, or the section of an RFC. Some URLs come from the feeds of a server, so that only
/// what can be nothing but a URL is one: https, and printable ASCII, which ends no escape sequence.
fn link_to(text: &str) -> Option<String> {
    if text.starts_with("https://") && text.bytes().all(|b| b.is_ascii_graphic()) {
        return Some(text.to_owned());
    }
    let (number, section) = text.strip_prefix("RFC ")?.split_once(" §").unwrap_or((text.get(4..)?, ""));
    let is_section = section.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
    let section = if section.is_empty() { String::new() } else { format!("#section-{section}") };
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (is_number && is_section).then(|| format!("https://www.rfc-editor.org/rfc/rfc{number}{section}"))
}

/// A text without its colours, whose links stay.
pub fn without_colour(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once('m').map_or(part, |(_, rest)| rest))
}

/// A number with a comma between each three digits.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A stretch of time in the unit that fits it: `45 s`, `31 min`, `5 h`, `3 days`.
pub(crate) fn stretch(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_stretches_read_well() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(3044), "3,044");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!([45, 1860, 18_000, 300_000].map(stretch), ["45 s", "31 min", "5 h", "3 days"]);
    }

    #[test]
    fn only_what_can_be_nothing_else_becomes_a_link() {
        for (text, url) in [
            ("https://api.met.no/doc/FAQ", Some("https://api.met.no/doc/FAQ")),
            ("RFC 9110 §15.5.4", Some("https://www.rfc-editor.org/rfc/rfc9110#section-15.5.4")),
            ("RFC 8594", Some("https://www.rfc-editor.org/rfc/rfc8594")),
            ("RFC", None),
            ("RFC ", None),
            ("RFC 9110 §1\x1b\\", None),
            ("RFC 9110 §1 and more", None),
            ("http://api.met.no/", None),
            ("https://a b", None),
            ("https://h/\x1b]8;;https://evil\x1b\\", None),
            ("https://h/\u{9c}x", None),
            ("https://h/\u{202e}x", None),
            ("javascript:alert(1)", None),
        ] {
            assert_eq!(link_to(text).as_deref(), url, "{text:?}");
        }
        let linked = Paint { width: 80, links: true }.source("see", "RFC 8594");
        let wanted = "\x1b]8;;https://www.rfc-editor.org/rfc/rfc8594\x1b\\RFC 8594\x1b]8;;\x1b\\\n";
        assert!(linked.ends_with(wanted), "{linked:?}");
        assert_eq!(without_colour(&linked), format!("   see       {wanted}"));
        assert!(!Paint { width: 80, links: false }.source("see", "RFC 8594").contains("rfc-editor"));
    }

    #[test]
    fn urls_are_never_broken() {
        let url = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58&altitude=90";
        let lines = Paint { width: 40, links: false }.wrapped(&format!("see {url} for it"), 0);
        assert!(lines.contains(&url.to_owned()), "{lines:?}");
    }
}
