//! A version of a product: the stage of its life, and when that began.

use crate::http::time::timestamp::Timestamp;

/// The stage of its life that a version is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionStatus {
    /// For trial, not yet meant for production; answers with 203.
    Beta,
    /// The version to use.
    Current,
    /// Still answers, likely with 203, but will go.
    Deprecated,
    /// No longer answers with data but with 404.
    Ended,
    /// Seen, but nothing certain is known of its state.
    Unknown,
}

impl VersionStatus {
    /// The state in one word of lower case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Beta => "beta",
            Self::Current => "current",
            Self::Deprecated => "deprecated",
            Self::Ended => "ended",
            Self::Unknown => "unknown",
        }
    }
}

/// A day, a month or a year, as precisely as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The date in ISO 8601: `2026-03-16`, `2019-02` or `2020`.
    pub text: &'static str,
    /// Whether it was announced but not seen to have happened.
    pub planned: bool,
}

impl Day {
    /// The start of the day in UTC; `None` for a month or a year alone.
    pub fn starts(&self) -> Option<Timestamp> {
        Timestamp::parse_rfc3339(self.text)
    }
}

/// One version of one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// The name of the product in lower case, as in its address.
    pub product: &'static str,
    /// The version, such as `2.0`.
    pub version: &'static str,
    /// The stage of its life.
    pub state: VersionStatus,
    /// When it was first seen or announced, its time in beta included.
    pub since: Option<&'static str>,
    /// When it was deprecated.
    pub deprecated: Option<&'static str>,
    /// When it ended or will end.
    pub ended: Option<Day>,
    /// What took its place at the time, as `sunrise/3.0` or in words. It may have ended since.
    pub successor: Option<&'static str>,
    /// What else is worth knowing, in whole sentences.
    pub note: Option<&'static str>,
    /// The public page that the row rests on.
    pub source: &'static str,
    /// What MET's changelog said of it, where it was learned there after the table was made.
    pub learned: Option<Learned>,
}

/// What MET's changelog said of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learned {
    /// The sentence. It is not escaped and must not be written to any output as it is.
    pub sentence: &'static str,
    /// The day on which the entry was written, in ISO 8601.
    pub written: &'static str,
}

impl Version {
    /// Whether the version has ended at a time: by its state, or because the day announced for it has come.
    pub fn is_over(&self, now: Timestamp) -> bool {
        match self.ended.and_then(|day| day.starts()) {
            Some(day) => day <= now,
            None => self.state == VersionStatus::Ended,
        }
    }

    /// Product and version as in an address.
    pub(crate) fn name(&self) -> String {
        format!("{}/{}", self.product, self.version)
    }

    /// The state at a time: what has come to its announced end since the table was made has likely ended.
    pub(crate) fn state_at(&self, now: Timestamp) -> VersionStatus {
        if self.is_over(now) { VersionStatus::Ended } else { self.state }
    }

    /// What is known of the end, as the rest of a sentence: `ended on 2021-03-01`; `None` where there is none.
    pub(crate) fn end(&self, now: Timestamp) -> Option<String> {
        let Some(day) = self.ended else { return (self.state == VersionStatus::Ended).then(|| "has ended".to_owned()) };
        let on = if day.starts().is_some() { "on" } else { "in" };
        Some(match (self.is_over(now), day.planned) {
            (true, false) => format!("ended {on} {}", day.text),
            // Announcements slip, and no one looked whether this one came true.
            (true, true) => format!("was to end {on} {}, most likely ended", day.text),
            (false, _) => format!("ends {on} {}", day.text),
        })
    }
}

/// The number of a version, by which versions are ordered: 10.0 after 9.0, and 2 as 2.0.
pub(crate) fn number(version: &str) -> Option<(u32, u32)> {
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_day_has_a_start() {
        let day = |text| Day { text, planned: true };
        assert_eq!(day("2026-03-16").starts().map(|start| start.to_string()).as_deref(), Some("2026-03-16T00:00:00Z"));
        assert_eq!(day("2019-02").starts(), None);
        assert_eq!(day("2020").starts(), None);
    }

    #[test]
    fn versions_are_ordered_by_their_numbers() {
        assert!(number("10.0") > number("9.1") && number("2.0") < number("2.10"));
        assert_eq!(number("2"), number("2.0"));
        for text in ["", "_", "v2", "2.", "2.0.1", "two"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
