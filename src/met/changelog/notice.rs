//! What the entries of a changelog say of one version of one product.

use std::cmp::Reverse;

use super::feed::Entry;
use super::prose::{ProseDate, dates};
use super::reader::Reader;
use super::sentence::sentences;
use crate::http::time::timestamp::Timestamp;
use crate::text::escape::Text;

/// The most notices that are taken from one entry.
const MOST_OF_ENTRY: usize = 20;

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The version, or its product as a whole, ends or has ended.
    End,
    /// An end that was announced no longer holds: it was called off, or put off without another day.
    Kept,
    /// The version is deprecated or replaced.
    Deprecated,
    /// The version is in beta.
    Beta,
    /// The version has left beta.
    OutOfBeta,
}

impl Kind {
    /// The name in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::End => "end",
            Self::Kept => "kept",
            Self::Deprecated => "deprecated",
            Self::Beta => "beta",
            Self::OutOfBeta => "out-of-beta",
        }
    }
}

/// What one sentence of a changelog says of the version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is about.
    pub kind: Kind,
    /// The start of the day that it names, in UTC; `None` when it names no whole day.
    pub day: Option<Timestamp>,
    /// Whether the year of the day was taken from the day of writing.
    pub year_inferred: bool,
    /// Whether the day lies before the entry was written although the sentence speaks of the future.
    pub suspect: bool,
    /// The sentence. It is not escaped and must not be written to any output as it is.
    pub sentence: String,
    /// The title of the entry.
    pub title: Text,
    /// The address of the entry.
    pub link: Option<Text>,
    /// When the entry was written.
    pub written: Option<Timestamp>,
    /// What takes the place of the version, such as `textforecast/3.0`.
    pub successor: Option<String>,
}

/// The notices about one version, those of the newest entry first. Of each entry the days of an end come before
/// what it says without a day.
pub fn notices(entries: &[Entry], product: &str, version: &str) -> Vec<Notice> {
    let reader = Reader::new(entries, product, version);
    by_age(entries).into_iter().flat_map(|entry| of_entry(&reader, entry)).collect()
}

/// The notice that says when the version ends: the newest end that is not suspect and has a day, or else the newest
/// without a day; `None` when there is none, or a newer entry says that it no longer holds.
pub fn end(notices: &[Notice]) -> Option<&Notice> {
    let standing = || {
        notices
            .iter()
            .take_while(|notice| notice.kind != Kind::Kept)
            .filter(|notice| notice.kind == Kind::End && !notice.suspect)
    };
    standing().find(|notice| notice.day.is_some()).or_else(|| standing().next())
}

/// The entries, newest first. One without a date is as old as the one before it in the feed.
fn by_age(entries: &[Entry]) -> Vec<&Entry> {
    let mut dated = entries.iter().filter_map(|entry| entry.written);
    let ascending = dated.next().zip(dated.next_back()).is_some_and(|(first, last)| first < last);
    let mut last = Timestamp::from_unix(i64::MAX);
    let mut aged: Vec<_> = entries
        .iter()
        .map(|entry| {
            last = entry.written.unwrap_or(last);
            (last, entry)
        })
        .collect();
    if ascending {
        aged.reverse();
    }
    aged.sort_by_key(|(age, _)| Reverse(*age));
    aged.into_iter().map(|(_, entry)| entry).collect()
}

fn of_entry(reader: &Reader<'_>, entry: &Entry) -> Vec<Notice> {
    let title = String::from_utf8_lossy(entry.title.as_bytes()).into_owned();
    let (heading, closing) = split_title(&title);
    let mut reading = reader.open(&title);
    let mut found = reading.read(heading, &title, entry);
    // "Version 0.9 EOL: 2021-03-01" has the day of the end where other titles have the day of writing.
    if let Some(day) = closing.as_ref().and_then(|date| date.day) {
        let is_later = entry.written.is_some_and(|written| day.seconds_since(written) >= 86_400);
        let of_end = names_an_end(heading, &title);
        for notice in found.iter_mut().filter(|notice| notice.kind == Kind::End && notice.day.is_none()) {
            notice.day = Some(day).filter(|_| is_later || of_end);
        }
    }
    let of_title = found;
    let mut found: Vec<Notice> =
        sentences(&entry.text).into_iter().flat_map(|sentence| reading.read(sentence, sentence, entry)).collect();
    // What the text says of the end is more precise than the title.
    let has_day = found.iter().any(|notice| notice.kind == Kind::End && notice.day.is_some());
    found.extend(of_title.into_iter().filter(|notice| !(has_day && notice.kind == Kind::End)));
    let mut found = tidy(found);
    found.truncate(MOST_OF_ENTRY);
    if !found.is_empty() {
        let whole: Vec<&str> = std::iter::once(title.as_str()).chain(sentences(&entry.text)).collect();
        let successor = reading.successor(&whole);
        for notice in &mut found {
            notice.successor = reading.successor(&[&notice.sentence]).or_else(|| successor.clone());
        }
    }
    found
}

/// Brings the days of an end to the front, and leaves out what is said twice.
fn tidy(mut found: Vec<Notice>) -> Vec<Notice> {
    let kept = found.iter().any(|notice| notice.kind == Kind::Kept);
    let has_day = found.iter().any(|notice| notice.kind == Kind::End && notice.day.is_some() && !notice.suspect);
    let rank = |notice: &Notice| match notice.kind {
        Kind::Kept => 0,
        Kind::End if notice.day.is_some() && corrects(&notice.sentence) => 1,
        Kind::End if notice.day.is_some() => 2,
        Kind::End => 3,
        _ => 4,
    };
    // "EOL is postponed until further notice" beside "the new EOL is 2026-05-01" is not called off.
    if kept && has_day {
        found.retain(|notice| notice.kind != Kind::Kept);
    }
    found.sort_by_key(rank);
    let mut out: Vec<Notice> = Vec::new();
    for notice in found {
        let said = out.iter().any(|earlier| {
            earlier.kind == notice.kind
                && (earlier.day == notice.day || notice.day.is_none() || notice.kind != Kind::End)
        });
        if !said {
            out.push(notice);
        }
    }
    out
}

/// Whether a sentence speaks of changing an earlier date.
fn corrects(sentence: &str) -> bool {
    let sentence = sentence.to_ascii_lowercase();
    ["postpone", "update", "extended", "moved", "delayed", "correct", "instead", "new date", "changed to", "put off"]
        .iter()
        .any(|word| sentence.contains(word))
}

/// The title without the date at its end, and that date.
fn split_title(title: &str) -> (&str, Option<ProseDate>) {
    let bare = title.trim_end().trim_end_matches(['.', ')', ']']).trim_end();
    match dates(bare, None).into_iter().next_back().filter(|date| date.end() == bare.len() && date.day.is_some()) {
        Some(date) => {
            let heading = bare.get(..date.start).unwrap_or_default();
            (heading.trim_end_matches(|c: char| c.is_whitespace() || ",:;-–([".contains(c)), Some(date))
        }
        None => (title.trim(), None),
    }
}

/// When an entry was written by the date at the end of its title, unless that is the day of an end.
pub(super) fn written_in_title(title: &str) -> Option<Timestamp> {
    let (heading, date) = split_title(title);
    date.and_then(|date| date.day).filter(|_| !names_an_end(heading, title))
}

/// Whether the date after this heading is the day of an end, as in `Version 0.9 EOL: 2021-03-01`. After a comma
/// stands the day of writing.
fn names_an_end(heading: &str, title: &str) -> bool {
    let comma = title.get(heading.len()..).unwrap_or_default().trim_start().starts_with(',');
    let last = heading.rsplit(|c: char| c.is_whitespace() || c == ':').next().unwrap_or_default().to_ascii_lowercase();
    let nouns = ["eol", "life", "end-of-life", "expiry", "expires", "expire", "termination", "removal"];
    let ends = nouns
        .iter()
        .chain(&["terminated", "removed", "retired"])
        .any(|word| heading.to_ascii_lowercase().contains(word));
    let preposition = ["on", "at", "by", "until", "after", "from"].contains(&last.as_str());
    (!comma && nouns.contains(&last.as_str())) || (preposition && (ends || last == "until"))
}
