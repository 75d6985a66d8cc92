//! Dates as people write them in a sentence.
//!
//! MET's changelog, <https://api.met.no/changelog>, has no field for the day on which a version ends; the day is
//! in its sentences, in many shapes and often without a year.

use crate::http::time::civil::CivilTime;
use crate::http::time::timestamp::Timestamp;

const MONTHS: &str = "january february march april may june july august september october november december";

/// A date in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProseDate {
    /// The start of the day in UTC; `None` for a month alone, and for a day without a year that nothing completes.
    pub day: Option<Timestamp>,
    /// The date as written in the sentence.
    pub text: String,
    /// Whether the sentence leaves the year out and it was taken from the day of writing.
    pub year_inferred: bool,
    /// Where the date starts in the sentence, in bytes.
    pub start: usize,
}

impl ProseDate {
    /// Where the date ends in the sentence, in bytes.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Which year completes a date without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nearest {
    /// The first such day on or after the day of writing.
    Next,
    /// The last such day on or before the day of writing.
    Last,
}

/// The dates in a sentence in their order. A date without a year is the first such day on or after the day on which
/// the sentence was written. What only looks like a date, such as a version or a full timestamp, is left out.
pub fn dates(sentence: &str, written: Option<Timestamp>) -> Vec<ProseDate> {
    dates_near(sentence, written, Nearest::Next)
}

/// The dates in a sentence; `nearest` says which way a year is completed.
pub(super) fn dates_near(sentence: &str, written: Option<Timestamp>, nearest: Nearest) -> Vec<ProseDate> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = sentence.get(at..).and_then(|rest| rest.chars().next()) {
        let before = sentence.get(..at).unwrap_or_default();
        let shape = if begins(before, c) { shape(sentence, at) } else { None };
        let Some(shape) = shape else {
            at += c.len_utf8();
            continue;
        };
        // What the calendar lacks is not a date, and no part of it is: 30 February 2026 says nothing of February.
        if let Some((day, year_inferred)) = day(&shape, written, nearest) {
            let text = sentence.get(at..shape.end).unwrap_or_default().to_owned();
            found.push(ProseDate { day, text, year_inferred, start: at });
        }
        at = shape.end;
    }
    found
}

/// Whether a date may begin with `c` after this text.
fn begins(before: &str, c: char) -> bool {
    let mut back = before.chars().rev();
    let previous = back.next();
    let beyond = back.next();
    let joined = previous.is_some_and(|p| p.is_alphanumeric() || matches!(p, '/' | '=' | '_' | '-' | '+' | '&' | '\\'))
        || (matches!(previous, Some('.' | ':' | ',')) && beyond.is_some_and(|b| b.is_ascii_digit()));
    c.is_ascii_alphanumeric() && !joined
}

/// What a date names, before the calendar is asked.
#[derive(Clone, Copy)]
struct Shape {
    year: Option<i64>,
    month: i64,
    day: Option<i64>,
    end: usize,
}

/// The day and whether its year was inferred; `None` when the calendar has no such day.
fn day(shape: &Shape, written: Option<Timestamp>, nearest: Nearest) -> Option<(Option<Timestamp>, bool)> {
    let Some(day) = shape.day else { return Some((None, false)) };
    let on = |year| {
        let civil = CivilTime { year, month: shape.month, day, hour: 0, minute: 0, second: 0 };
        civil.unix().map(Timestamp::from_unix)
    };
    if let Some(year) = shape.year {
        return Some((Some(on(year)?), false));
    }
    // The year 2000 has every day that any year has.
    on(2000)?;
    let Some(written) = written else { return Some((None, false)) };
    let today = CivilTime::from_unix(written.unix());
    let today = CivilTime { hour: 0, minute: 0, second: 0, ..today };
    let start = Timestamp::from_unix(today.unix()?);
    // A leap day may be eight years away.
    let day = match nearest {
        Nearest::Next => (0..=8).filter_map(|ahead| on(today.year + ahead)).find(|day| *day >= start),
        Nearest::Last => (0..=8).filter_map(|back| on(today.year - back)).find(|day| *day <= start),
    };
    day.map(|day| (Some(day), true))
}

fn shape(text: &str, at: usize) -> Option<Shape> {
    let shape =
        [iso, dotted, day_first, month_first, year_first].into_iter().find_map(|read| read(Cursor { text, at }))?;
    ends(text, shape.end).then_some(shape)
}

/// Whether what follows leaves the date whole: no time of a timestamp, no rest of a name, a number or an address.
fn ends(text: &str, end: usize) -> bool {
    let mut rest = text.get(end..).unwrap_or_default().chars();
    let (next, after) = (rest.next(), rest.next());
    match next {
        None => true,
        Some('.') => !after.is_some_and(char::is_alphanumeric),
        Some(':' | ',') => !after.is_some_and(|c| c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric() && !matches!(c, '/' | '-' | '_' | '=' | '+' | '%' | '&'),
    }
}

/// `2026-03-16`.
fn iso(mut cursor: Cursor<'_>) -> Option<Shape> {
    let year = cursor.year()?;
    cursor.literal("-")?;
    let month = cursor.digits(2, 2)?;
    cursor.literal("-")?;
    let day = cursor.digits(2, 2)?;
    (1..=12).contains(&month).then_some(Shape { year: Some(year), month, day: Some(day), end: cursor.at })
}

/// `16.03.2026`, the form of Norway. The month has two digits, unlike the parts of a version.
fn dotted(mut cursor: Cursor<'_>) -> Option<Shape> {
    let day = cursor.digits(1, 2)?;
    cursor.literal(".")?;
    let month = cursor.digits(2, 2)?;
    cursor.literal(".")?;
    let year = cursor.year()?;
    (1..=12).contains(&month).then_some(Shape { year: Some(year), month, day: Some(day), end: cursor.at })
}

/// `16 March 2026`, `1. July`, `2nd of Sept`, `16-Mar-2026`.
fn day_first(mut cursor: Cursor<'_>) -> Option<Shape> {
    let day = cursor.digits(1, 2)?;
    cursor.ordinal();
    if cursor.literal("-").is_none() {
        cursor.literal(".");
        cursor.blanks()?;
        if cursor.literal("of").is_some() {
            cursor.blanks()?;
        }
    }
    let month = cursor.month()?;
    let end = cursor.at;
    let year = cursor.year_after();
    Some(Shape { year, month, day: Some(day), end: if year.is_some() { cursor.at } else { end } })
}

/// `March 1st, 2021`, `July 1`, or the month alone with its year: `August 2020`.
fn month_first(mut cursor: Cursor<'_>) -> Option<Shape> {
    let month = cursor.month()?;
    let mut alone = cursor;
    if let Some(year) = alone.year_after() {
        return Some(Shape { year: Some(year), month, day: None, end: alone.at });
    }
    cursor.literal(".");
    cursor.blanks()?;
    if cursor.literal("the").is_some() {
        cursor.blanks()?;
    }
    let day = cursor.digits(1, 2)?;
    cursor.ordinal();
    let end = cursor.at;
    let year = cursor.year_after();
    Some(Shape { year, month, day: Some(day), end: if year.is_some() { cursor.at } else { end } })
}

/// `2026 March 16`.
fn year_first(mut cursor: Cursor<'_>) -> Option<Shape> {
    let year = cursor.year()?;
    cursor.literal(",");
    cursor.blanks()?;
    let rest = month_first(cursor)?;
    (rest.year.is_none() && rest.day.is_some()).then_some(Shape { year: Some(year), ..rest })
}

/// A place in the text; each method takes what it names or returns `None`.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn literal(&mut self, expected: &str) -> Option<()> {
        self.rest().starts_with(expected).then(|| self.at += expected.len())
    }

    fn blanks(&mut self) -> Option<()> {
        let count =
            self.rest().chars().take_while(|c| matches!(c, ' ' | '\t' | '\u{a0}')).map(char::len_utf8).sum::<usize>();
        self.at += count;
        (count > 0).then_some(())
    }

    /// A number of `least` to `most` digits that no digit follows.
    fn digits(&mut self, least: usize, most: usize) -> Option<i64> {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let value = self.rest().get(..count).filter(|_| (least..=most).contains(&count))?.parse().ok()?;
        self.at += count;
        Some(value)
    }

    fn year(&mut self) -> Option<i64> {
        self.digits(4, 4).filter(|year| (1990..=2100).contains(year))
    }

    /// The year that completes a date, unless it is a time of day such as `2000 UTC`.
    fn year_after(&mut self) -> Option<i64> {
        let mut ahead = *self;
        if ahead.literal("-").is_none() {
            let _ = ahead.literal(",").or_else(|| ahead.literal("."));
            ahead.blanks()?;
        }
        let year = ahead.year().filter(|_| ends(ahead.text, ahead.at))?;
        let zone = ahead.rest().trim_start();
        if ["UTC", "GMT", "CET", "hrs", "hours"].iter().any(|unit| zone.starts_with(unit)) {
            return None;
        }
        self.at = ahead.at;
        Some(year)
    }

    fn ordinal(&mut self) {
        let suffix = self.rest().get(..2).unwrap_or_default().to_ascii_lowercase();
        let next = self.rest().chars().nth(2);
        if ["st", "nd", "rd", "th"].contains(&suffix.as_str()) && !next.is_some_and(char::is_alphanumeric) {
            self.at += 2;
        }
    }

    /// A month by its name or its first three letters, or `Sept`. In small letters only names that do not mean another
    /// word: "version 1 may end" has no date.
    fn month(&mut self) -> Option<i64> {
        let word: String = self.rest().chars().take_while(char::is_ascii_alphabetic).collect();
        let follows = self.rest().chars().nth(word.len());
        let lower = word.to_ascii_lowercase();
        let short =
            |month: &str| (lower.len() == 3 && month.starts_with(&lower)) || (lower == "sept" && month == "september");
        let index = MONTHS.split(' ').position(|month| month == lower || short(month))?;
        let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
        if follows.is_some_and(char::is_alphanumeric) || !(capital || (word.len() > 3 && lower != "march")) {
            return None;
        }
        self.at += word.len();
        if word.len() < 5 && self.rest().starts_with(". ") {
            self.at += 1;
        }
        i64::try_from(index + 1).ok()
    }
}

#[cfg(test)]
mod tests;
