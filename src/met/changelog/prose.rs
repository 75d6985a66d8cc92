//! Dates as people write them in a sentence.
//!
//! MET's changelog, <https://api.met.no/changelog>, has no field for the day on which a version ends; the day is
//! in its sentences, in many shapes and often without a year.

use crate::http::time::civil::CivilTime;
use crate::http::time::timestamp::Timestamp;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

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
    let year = cursor.year_after(true);
    Some(Shape { year, month, day: Some(day), end: if year.is_some() { cursor.at } else { end } })
}

/// `March 1st, 2021`, `July 1`, or the month alone with its year: `August 2020`.
fn month_first(mut cursor: Cursor<'_>) -> Option<Shape> {
    let month = cursor.month()?;
    let mut alone = cursor;
    if let Some(year) = alone.year_after(true) {
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
    let year = cursor.year_after(true);
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
    fn year_after(&mut self, comma: bool) -> Option<i64> {
        let mut ahead = *self;
        if ahead.literal("-").is_none() {
            if comma {
                let _ = ahead.literal(",").or_else(|| ahead.literal("."));
            }
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
        let index = MONTHS.iter().position(|month| *month == lower || short(month))?;
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2026-01-12, at ten o'clock.
    const WRITTEN: Timestamp = Timestamp::from_unix(1_768_212_000);

    fn read(sentence: &str) -> Vec<(String, String)> {
        let show = |date: &ProseDate| {
            let day = date.day.map_or_else(|| "-".to_owned(), Timestamp::date);
            (date.text.clone(), if date.year_inferred { format!("{day}?") } else { day })
        };
        dates(sentence, Some(WRITTEN)).iter().map(show).collect()
    }

    #[test]
    fn every_shape_is_read() {
        let rows = [
            ("will be terminated on 2026-03-16.", "2026-03-16", "2026-03-16"),
            ("EOL:2026-03-16", "2026-03-16", "2026-03-16"),
            ("(2026-03-16)", "2026-03-16", "2026-03-16"),
            ("on 2026-03-16 10:00 UTC", "2026-03-16", "2026-03-16"),
            ("removed 1 Feb 2022", "1 Feb 2022", "2022-02-01"),
            ("removed 1 February 2022, as", "1 February 2022", "2022-02-01"),
            ("on 16 March 2026.", "16 March 2026", "2026-03-16"),
            ("on Monday 16 March 2026", "16 March 2026", "2026-03-16"),
            ("after March 1st, 2021 it", "March 1st, 2021", "2021-03-01"),
            ("from July 1st", "July 1st", "2026-07-01?"),
            ("on February 1st.", "February 1st", "2026-02-01?"),
            ("EOL on 2 Sept.", "2 Sept", "2026-09-02?"),
            ("on September 2, 2024.", "September 2, 2024", "2024-09-02"),
            ("until (August 2020)", "August 2020", "-"),
            ("until 1. July", "1. July", "2026-07-01?"),
            ("until Sept 1st", "Sept 1st", "2026-09-01?"),
            ("on Sept. 1st, 2024", "Sept. 1st, 2024", "2024-09-01"),
            ("on the 1st of July 2026", "1st of July 2026", "2026-07-01"),
            ("on 16th March", "16th March", "2026-03-16?"),
            ("on 16-Mar-2026", "16-Mar-2026", "2026-03-16"),
            ("on 16. mars or 16.03.2026", "16.03.2026", "2026-03-16"),
            ("on 2026 March 16", "2026 March 16", "2026-03-16"),
            ("on 12 January", "12 January", "2026-01-12?"),
            ("on 11 January", "11 January", "2027-01-11?"),
            ("on 29 Feb", "29 Feb", "2028-02-29?"),
            ("by 1 july", "1 july", "2026-07-01?"),
            ("at 1 July 2000 UTC", "1 July", "2026-07-01?"),
            ("on 1 May 2026", "1 May 2026", "2026-05-01"),
            ("on May 1", "May 1", "2026-05-01?"),
        ];
        for (sentence, text, day) in rows {
            assert_eq!(read(sentence), [(text.to_owned(), day.to_owned())], "{sentence}");
        }
    }

    #[test]
    fn what_is_close_to_a_date_is_left_out() {
        let rows = [
            "version 2.0 will replace 1.9",
            "version 1.6.2026",
            "version 1 may be removed, and 2 march on",
            "2026-03-16T00:00:00Z",
            "time=2026-03-16",
            "image-2026-03-16.png and 2026-03-16.png",
            "/archive/2026-03-16/x",
            "2026-02-30",
            "2026-13-01",
            "31 June",
            "30 February 2026",
            "2026",
            "in 2026",
            "in March",
            "12:30",
            "1.2.3.2020",
            "RFC 2026-1",
            "120 July",
            "0 July",
            "32 July",
            "1.5 July",
            "March 2.0",
            "March 16:00",
            "Mayday 1",
            "sometime this summer, before xmas, within the next six months, until further notice",
            "1-2 July",
            "20260316",
            "12026-03-16",
            "2026-03-160",
            "١٦ March",
            "[% webroot %]",
        ];
        for sentence in rows {
            assert_eq!(read(sentence), [], "{sentence}");
        }
    }

    #[test]
    fn several_dates_keep_their_order() {
        let found = dates("moved from 1 Feb 2022 to March 1st, 2022", None);
        let texts: Vec<_> = found.iter().map(|date| (date.start, date.text.as_str())).collect();
        assert_eq!(texts, [(11, "1 Feb 2022"), (25, "March 1st, 2022")]);
    }

    #[test]
    fn a_year_is_completed_only_from_the_day_of_writing() {
        let found = dates("on July 1st", None);
        assert_eq!((found[0].day, found[0].year_inferred), (None, false));
        let past = dates_near("was removed 11 January and 12 January", Some(WRITTEN), Nearest::Last);
        let days: Vec<_> = past.iter().filter_map(|date| date.day).map(Timestamp::date).collect();
        assert_eq!(days, ["2026-01-11", "2026-01-12"]);
        let past = dates_near("on 13 January", Some(WRITTEN), Nearest::Last);
        assert_eq!(past[0].day.map(Timestamp::date).as_deref(), Some("2025-01-13"));
    }

    fn check(text: &str, written: Option<Timestamp>) -> Result<(), TestCaseError> {
        for nearest in [Nearest::Next, Nearest::Last] {
            let mut before = 0;
            for date in dates_near(text, written, nearest) {
                prop_assert!(date.start >= before);
                prop_assert_eq!(text.get(date.start..date.end()), Some(date.text.as_str()));
                prop_assert!(date.text.contains(|c: char| c.is_ascii_digit()));
                before = date.end();
                let Some(day) = date.day else { continue };
                let civil = CivilTime::from_unix(day.unix());
                prop_assert!(date.text.contains(&civil.day.to_string()));
                prop_assert!(date.year_inferred || date.text.contains(&civil.year.to_string()));
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_or_invent_a_date(text in any::<String>(), unix in any::<i64>(), some in any::<bool>()) {
            check(&text, some.then(|| Timestamp::from_unix(unix)))?;
        }

        #[test]
        fn no_near_date_does_either(
            text in "(([0-9]{1,4})|(st|nd|th|of|the|Jan|March|july|Sept|May|December)|[-., :/TZæ]){0,16}",
            unix in 0..4_000_000_000_i64,
        ) {
            check(&text, Some(Timestamp::from_unix(unix)))?;
        }

        #[test]
        fn every_day_is_found_in_each_shape(unix in 631_152_000..4_102_444_800_i64) {
            let day = Timestamp::from_unix(unix - unix.rem_euclid(86_400));
            let civil = CivilTime::from_unix(day.unix());
            let month = MONTHS[usize::try_from(civil.month - 1).unwrap()];
            let month = format!("{}{}", month[..1].to_ascii_uppercase(), &month[1..]);
            let (y, d) = (civil.year, civil.day);
            for text in [day.date(), format!("{d} {month} {y}"), format!("{month} {d}, {y}"), format!("{d}. {} {y}", &month[..3])] {
                let found = dates(&format!("It ends on {text}."), None);
                prop_assert_eq!(found.len(), 1);
                prop_assert_eq!((found[0].day, &found[0].text), (Some(day), &text));
            }
        }
    }
}
