//! The titles of entries: the day that they begin with, and whether they speak of an end.

use crate::http::time::timestamp::Timestamp;
use crate::met::changelog::{ProseDate, dates};
/// The title without the date at its end, and that date.
pub(super) fn split_title(title: &str) -> (&str, Option<ProseDate>) {
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
pub(super) fn names_an_end(heading: &str, title: &str) -> bool {
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
