//! What the entries of a feed teach of the versions, beyond the table.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::candidates;
use super::{LearnedVersion, MOST_VERSIONS, is_plain, table_from};
use crate::http::time::timestamp::Timestamp;
use crate::met::changelog::{self, Entry, Kind, Notice};
use crate::met::products::{self, Version, VersionStatus};
use crate::text::count::counted;
use crate::text::escape::clip;

/// Bytes of text that are read at most, counted once for every version that they may be about.
const MOST_WORK: usize = 24 * 1024 * 1024;
/// The longest sentence that is kept, in characters.
pub(super) const LONGEST: usize = 400;
/// An end that is announced for later than this many days after its entry is not believed.
const FAR_AHEAD_DAYS: i64 = 5 * 366;
const DAY_S: i64 = 86_400;

/// What a feed teaches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lesson {
    /// The versions, ordered by product and then by version.
    pub versions: Vec<LearnedVersion>,
    /// What of the feed was not believed or not read, in words; not escaped.
    pub left_out: Vec<String>,
}

/// Learns from the entries that were written since the table was made, and not after `now`.
pub fn learn(entries: &[Entry], now: Timestamp) -> Lesson {
    let mut lesson = Lesson::default();
    let mut left_out = LeftOut::default();
    let is_new = |written: Timestamp| written >= table_from() && written <= now.saturating_add(DAY_S);
    let mut about: BTreeMap<(String, String), Vec<&Entry>> = BTreeMap::new();
    let mut certain = BTreeSet::new();
    for entry in entries {
        match entry.written {
            Some(written) if is_new(written) => {}
            Some(written) if written > now => {
                left_out.future += 1;
                continue;
            }
            Some(_) => continue,
            None => {
                left_out.undated += 1;
                continue;
            }
        }
        let found = candidates(entry);
        left_out.names.extend(found.refused);
        certain.extend(found.certain);
        for pair in found.pairs {
            about.entry(pair).or_default().push(entry);
        }
    }
    let mut work = 0;
    for ((product, version), entries) in about {
        work += entries.iter().map(|entry| entry.text.len() + entry.title.as_bytes().len()).sum::<usize>();
        if work > MOST_WORK || lesson.versions.len() >= MOST_VERSIONS {
            left_out.beyond += 1;
            continue;
        }
        let entries: Vec<Entry> = entries.into_iter().cloned().collect();
        let notices = changelog::notices(&entries, &product, &version);
        left_out.suspect.extend(notices.iter().any(|notice| notice.suspect).then(|| format!("{product}/{version}")));
        let base = products::table_version(&product, &version);
        let is_certain = certain.contains(&(product.clone(), version.clone()));
        let learned = match notices.is_empty() {
            false => by_notices(base, (product, version), &notices, is_certain),
            true if base.is_none() && is_certain => mentioned((product, version), &entries),
            true => None,
        };
        lesson.versions.extend(learned.filter(|learned| !is_in_table(learned, base)));
    }
    lesson.left_out = left_out.in_words();
    lesson
}

/// What was not believed or not read.
#[derive(Default)]
struct LeftOut {
    future: usize,
    undated: usize,
    beyond: usize,
    names: BTreeSet<String>,
    suspect: BTreeSet<String>,
}

impl LeftOut {
    fn in_words(&self) -> Vec<String> {
        let some =
            |names: &BTreeSet<String>| names.iter().take(5).map(|name| clip(name, 60)).collect::<Vec<_>>().join(", ");
        let entries = |count| counted(count, "entry", "entries");
        [
            (self.future > 0).then(|| format!("{} dated in the future", entries(self.future))),
            (self.undated > 0).then(|| format!("{} without a date", entries(self.undated))),
            (!self.names.is_empty()).then(|| format!("names that no product can have: {}", some(&self.names))),
            (!self.suspect.is_empty())
                .then(|| format!("ends before the day of their own entry: {}", some(&self.suspect))),
            (self.beyond > 0)
                .then(|| format!("{} beyond what is read at most", counted(self.beyond, "version", "versions"))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// A version by what the changelog says of it.
fn by_notices(
    base: Option<&'static Version>,
    (product, version): (String, String),
    notices: &[Notice],
    is_certain: bool,
) -> Option<LearnedVersion> {
    // A number that the entry does not call a version may be anything.
    if base.is_none() && !is_certain {
        return None;
    }
    let newest = notices.first()?;
    let end = changelog::end(notices);
    let dated = end.and_then(|notice| Some((notice, notice.day?, notice.written?)));
    let dated = dated.filter(|(_, day, written)| day.seconds_since(*written) <= FAR_AHEAD_DAYS * DAY_S);
    let state = match (dated, newest.kind) {
        (Some((_, day, written)), _) if day <= written => VersionStatus::Ended,
        (Some(_), _) | (None, Kind::End | Kind::Deprecated) => VersionStatus::Deprecated,
        (None, Kind::Beta) => VersionStatus::Beta,
        (None, Kind::OutOfBeta) => VersionStatus::Current,
        (None, Kind::Kept) => base.map_or(VersionStatus::Current, |base| base.state),
    };
    let said = dated.map_or(newest, |(notice, ..)| notice);
    let ended = match (dated, newest.kind) {
        (Some((_, day, written)), _) => Some((day.date(), day > written)),
        (None, Kind::Kept) => None,
        (None, _) => base.and_then(|base| base.ended).map(|day| (day.text.to_owned(), day.planned)),
    };
    let first_of = |kinds: &[Kind]| {
        let of_kind = notices.iter().filter(|notice| kinds.contains(&notice.kind));
        of_kind.filter_map(|notice| notice.written).min().map(|written| written.date())
    };
    let own = |text: &str| text.to_owned();
    let deprecated = base.and_then(|base| base.deprecated).map(own);
    let since = base.map(|base| base.since.map(own)).unwrap_or_else(|| first_of(&[Kind::Beta, Kind::OutOfBeta]));
    let successor = notices.iter().find_map(|notice| notice.successor.clone()).filter(|text| is_plain(text, 80));
    Some(LearnedVersion {
        state,
        since,
        deprecated: deprecated.or_else(|| first_of(&[Kind::Deprecated, Kind::End])),
        ended,
        successor: successor.or_else(|| base.and_then(|base| base.successor).map(own)),
        sentence: clip(&said.sentence, LONGEST),
        link: said.link.as_ref().map(|link| link.clipped(200)).filter(|link| is_plain(link, 200)),
        written: said.written?.date(),
        product,
        version,
    })
}

/// A version of which an entry says no more than that it exists.
fn mentioned((product, version): (String, String), entries: &[Entry]) -> Option<LearnedVersion> {
    let newest = entries.iter().max_by_key(|entry| entry.written)?;
    let title = String::from_utf8_lossy(newest.title.as_bytes()).into_owned();
    let sentence = std::iter::once(title.as_str()).chain(newest.text.lines()).find(|line| line.contains(&version))?;
    Some(LearnedVersion {
        state: VersionStatus::Unknown,
        since: None,
        deprecated: None,
        ended: None,
        successor: None,
        sentence: clip(sentence.trim(), LONGEST),
        link: newest.link.as_ref().map(|link| link.clipped(200)).filter(|link| is_plain(link, 200)),
        written: newest.written?.date(),
        product,
        version,
    })
}

/// Whether the table says all of this already.
fn is_in_table(learned: &LearnedVersion, base: Option<&Version>) -> bool {
    base.is_some_and(|base| {
        base.state == learned.state
            && base.ended.map(|day| day.text) == learned.ended.as_ref().map(|(day, _)| day.as_str())
            && base.successor == learned.successor.as_deref()
    })
}
