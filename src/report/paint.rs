//! The look of human text: colours, wrapping, labels.
//!
//! Text is written with its colours; a stream that shows none takes them out.

use std::fmt;
use std::ops::Range;

use clap::builder::styling::{AnsiColor, Style};

use super::wrap::{columns, filled};
use crate::diagnosis::severity::Severity;
use crate::diagnosis::verdict::Verdict;
use crate::met::products::VersionStatus;
use crate::world::UtcOffset;

/// Layout of human text.
#[derive(Clone, Copy)]
pub struct Paint<'a> {
    /// Columns to use.
    pub width: usize,
    /// Whether sources are links to click on.
    pub links: bool,
    /// Whether it goes to a terminal.
    pub terminal: bool,
    /// Whether the report on many targets is brief, where the user says so.
    pub brief: Option<bool>,
    /// The offset of local time, where times are shown in it as well.
    pub zone: Option<UtcOffset<'a>>,
}

impl fmt::Debug for Paint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paint").field("width", &self.width).field("links", &self.links).finish_non_exhaustive()
    }
}

/// The room below which a table puts its text under the name.
const LEAST_ROOM: usize = 28;

/// Blanks before the labels of a block.
pub(super) const INDENT: usize = 3;
/// Columns for a label and the blank after it.
const LABEL: usize = 10;

impl Paint<'_> {
    /// A layout without links, in UTC only.
    pub fn plain(width: usize) -> Self {
        Self { width, links: false, terminal: false, brief: None, zone: None }
    }

    /// Text in a style.
    pub fn styled(style: Style, text: &str) -> String {
        format!("{style}{text}{style:#}")
    }

    /// Bold text.
    pub fn bold(text: &str) -> String {
        Self::styled(Style::new().bold(), text)
    }

    /// A heading of a list, wrapped.
    pub fn list_heading(self, text: &str) -> String {
        self.wrapped(text, 0).iter().map(|line| format!("{}\n", Self::bold(line))).collect()
    }

    /// Text that stays in the background.
    pub fn dim(text: &str) -> String {
        Self::styled(Style::new().dimmed(), text)
    }

    /// A heading of the help, as clap shows it.
    pub fn heading(text: &str) -> String {
        Self::styled(Style::new().bold().underline(), text)
    }

    /// The style of what is neither good nor bad.
    pub fn neutral() -> Style {
        Style::new()
    }

    /// The style of what is wrong.
    pub fn wrong() -> Style {
        AnsiColor::Red.on_default().bold()
    }

    /// The style of what to do instead.
    pub fn hint() -> Style {
        AnsiColor::Cyan.on_default()
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

    /// The style of a status by what it means here: 203 and redirects want attention, 4xx and 5xx are failures.
    pub fn status(code: u16) -> Style {
        let colour = match code {
            203 | 300..=399 => AnsiColor::Yellow,
            200..=299 => AnsiColor::Green,
            400.. => AnsiColor::Red,
            _ => AnsiColor::Cyan,
        };
        colour.on_default().bold()
    }

    /// The style of a stage in a version's life.
    pub fn life(state: VersionStatus) -> Style {
        match state {
            VersionStatus::Current => AnsiColor::Green.on_default(),
            VersionStatus::Beta => AnsiColor::Cyan.on_default(),
            VersionStatus::Deprecated => AnsiColor::Yellow.on_default(),
            VersionStatus::Ended => AnsiColor::Red.on_default(),
            VersionStatus::Unknown => Style::new(),
        }
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
    pub fn line_with_right(self, left: &str, right: &str) -> String {
        if right.is_empty() {
            return format!("{left}\n");
        }
        let shown = Self::dim(right);
        match self.width.checked_sub(columns(left) + columns(right)) {
            Some(gap) if gap >= 2 => format!("{left}{:gap$}{shown}\n", ""),
            _ => format!("{left}\n{:INDENT$}{shown}\n", ""),
        }
    }

    /// A labelled text, wrapped, the following lines under the first.
    pub fn labelled(self, label: &str, text: &str) -> String {
        let label = Self::dim(&pad(label));
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

    /// Labelled texts: one as it is, several as a list with a mark before each.
    pub fn labelled_list(self, label: &str, texts: &[String]) -> String {
        if let [only] = texts {
            return self.labelled(label, only);
        }
        let hanging = INDENT + LABEL;
        let mut out = String::new();
        for (i, text) in texts.iter().enumerate() {
            let item = self.item("-", text, hanging);
            match i {
                0 => out.push_str(&format!("{:INDENT$}{} {}", "", Self::dim(&pad(label)), item.trim_start())),
                _ => out.push_str(&item),
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

    /// A labelled text with a line of tildes under the part that matters, where the text is on one line.
    pub fn marked(self, label: &str, text: &str, mark: Option<&Range<usize>>) -> String {
        let mut out = self.labelled(label, text);
        if let Some(mark) = mark.filter(|_| out.lines().count() == 1) {
            let before = columns(text.get(..mark.start).unwrap_or_default());
            let tildes = Self::dim(&"~".repeat(text.get(mark.clone()).map_or(mark.len(), columns)));
            out.push_str(&format!("{:width$}{tildes}\n", "", width = INDENT + LABEL + before));
        }
        out
    }

    /// A paragraph, wrapped, every line indented.
    pub fn paragraph(self, text: &str, indent: usize) -> String {
        self.wrapped(text, indent).iter().map(|line| format!("{:indent$}{line}\n", "")).collect()
    }

    /// An item of a list: its mark in front of the first line.
    pub fn item(self, mark: &str, text: &str, indent: usize) -> String {
        let hanging = indent + columns(mark) + 1;
        let mut out = String::new();
        for (i, line) in self.wrapped(text, hanging).iter().enumerate() {
            match i {
                0 => out.push_str(&format!("{:indent$}{mark} {line}\n", "")),
                _ => out.push_str(&format!("{:hanging$}{line}\n", "")),
            }
        }
        out
    }

    /// A row of a table: its head, and a text from the column `at` on. On a screen too narrow for both, and beside a
    /// head that is too long, the text begins on a line of its own.
    pub fn row(self, head: &str, at: usize, text: &str) -> String {
        let narrow = self.width < at + LEAST_ROOM;
        let at = if narrow { INDENT * 2 } else { at };
        let below = narrow || columns(head) >= at;
        let mut out = head.to_owned();
        let lines = if text.is_empty() { Vec::new() } else { self.wrapped(text, at) };
        for (i, line) in lines.iter().enumerate() {
            match i {
                0 if !below => out.push_str(&format!("{:gap$}{line}", "", gap = at - columns(head))),
                _ => out.push_str(&format!("\n{:at$}{line}", "")),
            }
        }
        out.push('\n');
        out
    }

    /// The lines of a text that leaves `indent` columns free. Words are not broken: a URL stays whole.
    pub fn wrapped(self, text: &str, indent: usize) -> Vec<String> {
        filled(text, self.width.saturating_sub(indent).max(20))
    }
}

fn pad(label: &str) -> String {
    format!("{label:<width$}", width = LABEL - 1)
}

/// The address of a source: a URL, or the section of an RFC. Some URLs come from the feeds of a server, so only
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

#[cfg(test)]
mod tests {
    use super::*;

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
        let linked = Paint { links: true, ..Paint::plain(80) }.source("see", "RFC 8594");
        let wanted = "\x1b]8;;https://www.rfc-editor.org/rfc/rfc8594\x1b\\RFC 8594\x1b]8;;\x1b\\\n";
        assert!(linked.ends_with(wanted), "{linked:?}");
        assert_eq!(without_colour(&linked), format!("   see       {wanted}"));
        assert!(!Paint::plain(80).source("see", "RFC 8594").contains("rfc-editor"));
    }

    #[test]
    fn urls_are_never_broken() {
        let url = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58&altitude=90";
        let lines = Paint::plain(40).wrapped(&format!("see {url} for it"), 0);
        assert!(lines.contains(&url.to_owned()), "{lines:?}");
    }
}
