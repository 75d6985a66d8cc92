//! The notices of a whole changelog, the newest first.

use std::cmp::Reverse;

use super::entry::Entry;
use super::notice::{Kind, Notice};
use super::scorer::Reading;
use super::sentence::sentences;
use super::title::{names_an_end, split_title, title_products};
use super::words::{Number, number, same_product};
use crate::sort::sort_by_key;

/// The most notices that are taken from one entry.
const MOST_OF_ENTRY: usize = 20;

/// The notices about one version, those of the newest entry first and those without a date last. Of each entry the
/// days of an end come before what it says without a day.
pub fn notices(entries: &[Entry], product: &str, version: &str) -> Vec<Notice> {
    let Some(asked) = number(version) else { return Vec::new() };
    let is_own = entries.iter().all(|entry| {
        let products = title_products(&String::from_utf8_lossy(entry.title.as_bytes()), product);
        products.is_empty() || products.iter().any(|name| same_product(name, product))
    });
    let mut entries: Vec<&Entry> = entries.iter().collect();
    sort_by_key(&mut entries, |entry| Reverse(entry.written));
    entries.into_iter().flat_map(|entry| of_entry(entry, product, asked, is_own)).collect()
}

fn of_entry(entry: &Entry, product: &str, asked: Number, is_own: bool) -> Vec<Notice> {
    let title = String::from_utf8_lossy(entry.title.as_bytes()).into_owned();
    let (heading, closing) = split_title(&title);
    let whole: Vec<&str> = std::iter::once(title.as_str()).chain(sentences(&entry.text)).collect();
    let mut reading = Reading::open(&whole, product, asked, is_own);
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
        whole.iter().skip(1).flat_map(|sentence| reading.read(sentence, sentence, entry)).collect();
    // What the text says of the end is more precise than the title.
    let has_day = found.iter().any(|notice| notice.kind == Kind::End && notice.day.is_some());
    found.extend(of_title.into_iter().filter(|notice| !(has_day && notice.kind == Kind::End)));
    let mut found = tidy(found);
    found.truncate(MOST_OF_ENTRY);
    let successor = if found.is_empty() { None } else { reading.successor(&whole) };
    for notice in &mut found {
        notice.successor = reading.successor(&[&notice.sentence]).or_else(|| successor.clone());
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
    sort_by_key(&mut found, rank);
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
