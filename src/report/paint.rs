//! The look of human text: colours, wrapping, labels.
//!
//! Text is written with its colours; a stream that shows none takes them out.

use std::ops::Range;

use clap::builder::styling::{AnsiColor, Style};

use crate::finding::Severity;
use crate::verdict::Verdict;

/// Layout of human text.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    /// Columns to use.
    pub width: usize,
}

/// Blanks before the labels of a block.
const INDENT: usize = 3;
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

/// A number with a comma between each three digits.
pub fn thousands(number: u64) -> String {
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
pub fn stretch(seconds: i64) -> String {
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
    fn urls_are_never_broken() {
        let url = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58&altitude=90";
        let lines = Paint { width: 40 }.wrapped(&format!("see {url} for it"), 0);
        assert!(lines.contains(&url.to_owned()), "{lines:?}");
    }
}
