//! The titles of entries: the day that they begin with, and whether they speak of an end.

use crate::http::time::timestamp::Timestamp;
use crate::met::changelog::words::known_product;
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
/// is the day of writing.
pub(super) fn names_an_end(heading: &str, title: &str) -> bool {
    let comma = title.get(heading.len()..).unwrap_or_default().trim_start().starts_with(',');
    let last = heading.rsplit(|c: char| c.is_whitespace() || c == ':').next().unwrap_or_default().to_ascii_lowercase();
    let nouns = "eol life end-of-life expiry expires expire termination removal";
    let lower = heading.to_ascii_lowercase();
    let ends = nouns.split(' ').chain(["terminated", "removed", "retired"]).any(|word| lower.contains(word));
    let is = |list: &str| list.split(' ').any(|word| word == last);
    (!comma && is(nouns)) || (is("on at by until after from") && (ends || last == "until"))
}

/// The products named before the first colon of a title, as in `Textforecast: Version 3.0 out of beta`; none when
/// it names no product.
pub(super) fn title_products(title: &str, asked: &str) -> Vec<String> {
    const HEADINGS: &str = "deprecated deprecation eol note notice beta new change changes changelog bugfix news \
        update updates removed removal important reminder correction termination version warning weatherapi api general";
    let Some((head, rest)) = title.split_once(':') else { return Vec::new() };
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '&' | '+'));
        words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect()
    };
    let known = |text: &str| words(text).into_iter().filter(|word| known_product(word, asked)).collect::<Vec<_>>();
    let named = known(head);
    match words(head).as_slice() {
        _ if !named.is_empty() => named,
        [only] if HEADINGS.split(' ').any(|heading| heading == only) => known(rest),
        [only] if !only.starts_with(|c: char| c.is_ascii_digit()) => vec![only.clone()],
        _ => Vec::new(),
    }
}
