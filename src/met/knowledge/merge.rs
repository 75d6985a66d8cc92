//! The table of products with what was learned in it.

use super::{Knowledge, LearnedVersion, table_from};
use crate::http::time::timestamp::Timestamp;
use crate::met::products::{Day, Learned, VERSIONS, Version, number};
use crate::sort::sort_by_key;

/// Where an entry without an address is to be read.
const CHANGELOG: &str = "https://api.met.no/changelog";

/// The rows of the table, those of learned versions in their place.
///
/// They live as long as the program, which reads what was learned once: its size is bounded.
pub(crate) fn rows(knowledge: &Knowledge) -> &'static [Version] {
    // What was written before this table was made is in it.
    let is_new =
        |learned: &&LearnedVersion| Timestamp::parse_rfc3339(&learned.written).is_some_and(|day| day >= table_from());
    let mut rows: Vec<Version> = VERSIONS.to_vec();
    for learned in knowledge.versions.iter().filter(is_new) {
        let known = rows.iter_mut().find(|row| row.product == learned.product && row.version == learned.version);
        match known {
            Some(row) => *row = merged(learned, row.note),
            None => rows.push(merged(learned, None)),
        }
    }
    sort_by_key(&mut rows, |row| (row.product, number(row.version), row.version));
    rows.leak()
}

fn merged(learned: &LearnedVersion, note: Option<&'static str>) -> Version {
    let text = |text: &String| -> &'static str { text.clone().leak() };
    Version {
        product: text(&learned.product),
        version: text(&learned.version),
        state: learned.state,
        since: learned.since.as_ref().map(text),
        deprecated: learned.deprecated.as_ref().map(text),
        ended: learned.ended.as_ref().map(|(day, planned)| Day { text: text(day), planned: *planned }),
        successor: learned.successor.as_ref().map(text),
        note,
        source: learned.link.as_ref().map_or(CHANGELOG, text),
        learned: Some(Learned { sentence: text(&learned.sentence), written: text(&learned.written) }),
    }
}
