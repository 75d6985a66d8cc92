//! HTTP dates (RFC 9110 §5.6.7): three fixed layouts, and names for what is wrong with a value that matches none of
//! them.
//!
//! Written by hand because general date parsers err on both sides: they pivot two-digit years at a fixed year,
//! reject a wrong day name or a leap second, read asctime as local time, and accept zones other than GMT.

use std::fmt;

pub use super::timestamp::Timestamp;

use super::civil::CivilTime;
use crate::http::syntax::scanner::Scanner;

const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const LONG_WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/// The months as dates abbreviate them.
pub(crate) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What a field value says when it is read as an HTTP date (RFC 9110 §5.6.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpDate {
    /// The time that is meant, also where the value must not be acted on; `None` when it names no time.
    pub timestamp: Option<Timestamp>,
    /// The layout; `None` when the value names no time.
    pub form: Option<DateForm>,
    /// Whether the value follows the grammar and its day name is right.
    pub conformant: bool,
    /// Whether a cache may use it: it matches a legal form, case aside (RFC 9111 §4.2).
    pub usable_for_expires: bool,
    /// What deserves a remark, in the order in which the value shows it.
    pub warnings: Vec<DateWarning>,
}

impl HttpDate {
    /// The time, where a recipient may act on it (RFC 9111 §4.2).
    pub fn usable(&self) -> Option<Timestamp> {
        self.timestamp.filter(|_| self.usable_for_expires)
    }

    fn unreadable(warning: DateWarning) -> Self {
        Self { timestamp: None, form: None, conformant: false, usable_for_expires: false, warnings: vec![warning] }
    }
}

/// The layouts of RFC 9110 §5.6.7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the only one that may be sent.
    ImfFixdate,
    /// `Sunday, 06-Nov-94 08:49:37 GMT`, obsolete.
    Rfc850,
    /// `Sun Nov  6 08:49:37 1994`, obsolete.
    Asctime,
    /// None of them, although the time that is meant is clear.
    Other,
}

#[cfg(test)]
impl DateForm {
    /// The name in the tables of the tests.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ImfFixdate => "imf-fixdate",
            Self::Rfc850 => "rfc850",
            Self::Asctime => "asctime",
            Self::Other => "other",
        }
    }
}

/// Something about a date that deserves a remark (RFC 9110 §5.6.7, RFC 9111 §4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateWarning {
    /// RFC 850 or asctime: to be understood, but no longer to be sent.
    ObsoleteFormat,
    /// A name that is right but for upper and lower case.
    WrongCase,
    /// The day name is not that of the date.
    WeekdayMismatch {
        /// The date as written in the value.
        date: CivilTime,
        /// The name that its day has.
        weekday: &'static str,
    },
    /// A zone other than GMT: invalid wherever a cache uses it.
    ZoneNotGmt,
    /// The day has one digit in place of two.
    OneDigitDay,
    /// The layout is right, but calendar or clock have no such time.
    Impossible,
    /// No layout fits.
    NotADate,
}

#[cfg(test)]
impl DateWarning {
    /// The name in the tables of the tests.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ObsoleteFormat => "obsolete-format",
            Self::WrongCase => "wrong-case",
            Self::WeekdayMismatch { .. } => "weekday-mismatch",
            Self::ZoneNotGmt => "zone-not-gmt",
            Self::OneDigitDay | Self::NotADate => "bad-syntax",
            Self::Impossible => "impossible",
        }
    }
}

impl fmt::Display for DateWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ObsoleteFormat => "the date format is obsolete",
            Self::WrongCase => "upper and lower case do not follow the grammar",
            Self::WeekdayMismatch { date, weekday } => {
                let month = usize::try_from(date.month - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
                return write!(f, "the day name is wrong: {} {month} {} is a {weekday}", date.day, date.year);
            }
            Self::ZoneNotGmt => "the zone is not GMT",
            Self::OneDigitDay => "the day has one digit instead of two",
            Self::Impossible => "there is no such date or time of day",
            Self::NotADate => "it has none of the HTTP-date formats",
        })
    }
}

/// Reads `value` as an HTTP date (RFC 9110 §5.6.7); `now` decides the century of a two-digit year.
pub fn parse_http_date(value: &[u8], now: Timestamp) -> HttpDate {
    match imf_fixdate(value).or_else(|| rfc850(value, now)).or_else(|| asctime(value)) {
        Some(reading) => reading.judge(),
        None => HttpDate::unreadable(DateWarning::NotADate),
    }
}

/// Reads a time as a person or a file gives it: RFC 3339 with any offset, a bare date for the start of that day in UTC,
/// or an IMF-fixdate (RFC 9110 §5.6.7).
pub(crate) fn parse_user_time(text: &str) -> Option<Timestamp> {
    Timestamp::parse_rfc3339(text).or_else(|| {
        // The present matters only to dates with a two-digit year, which are refused here.
        let date = parse_http_date(text.as_bytes(), Timestamp::from_unix(0));
        date.timestamp.filter(|_| date.form == Some(DateForm::ImfFixdate))
    })
}

/// What a layout holds, before calendar, zone and day name are checked.
struct DateReading {
    form: DateForm,
    weekday: usize,
    time: CivilTime,
    zone: Zone,
    exact_case: bool,
    one_digit_day: bool,
}

impl DateReading {
    fn judge(self) -> HttpDate {
        let (Some(local), Some(weekday)) = (self.time.unix(), self.time.weekday()) else {
            return HttpDate::unreadable(DateWarning::Impossible);
        };
        let Some(offset) = self.zone.offset_seconds() else {
            return HttpDate::unreadable(DateWarning::ZoneNotGmt);
        };
        let legal = self.zone == Zone::Gmt && !self.one_digit_day;
        HttpDate {
            timestamp: Some(Timestamp::from_unix(local).saturating_add(-offset)),
            form: Some(if legal { self.form } else { DateForm::Other }),
            conformant: legal && self.exact_case && self.weekday == weekday,
            usable_for_expires: legal,
            warnings: self.warnings(weekday),
        }
    }

    fn warnings(&self, weekday: usize) -> Vec<DateWarning> {
        let name = LONG_WEEKDAYS.get(weekday).copied().unwrap_or_default();
        [
            (self.form != DateForm::ImfFixdate, DateWarning::ObsoleteFormat),
            (!self.exact_case, DateWarning::WrongCase),
            (self.one_digit_day, DateWarning::OneDigitDay),
            (self.weekday != weekday, DateWarning::WeekdayMismatch { date: self.time, weekday: name }),
            (self.zone != Zone::Gmt, DateWarning::ZoneNotGmt),
        ]
        .into_iter()
        .filter_map(|(holds, warning)| holds.then_some(warning))
        .collect()
    }
}

/// The zone at the end of a date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    Gmt,
    /// Another one whose seconds ahead of UTC are beyond doubt.
    Offset(i64),
    Unknown,
}

impl Zone {
    fn offset_seconds(self) -> Option<i64> {
        match self {
            Self::Gmt => Some(0),
            Self::Offset(seconds) => Some(seconds),
            Self::Unknown => None,
        }
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`; a day of one digit, which RFC 5322 §3.3 allows, is noted.
fn imf_fixdate(value: &[u8]) -> Option<DateReading> {
    let mut scan = Scanner::new(value);
    let weekday = scan.name(&WEEKDAYS)?;
    scan.literal(b", ")?;
    let (day, one_digit_day) = match scan.digits(2) {
        Some(day) => (day, false),
        None => (scan.digits(1)?, true),
    };
    scan.literal(b" ")?;
    let month = month(&mut scan)?;
    scan.literal(b" ")?;
    let year = scan.digits(4)?;
    scan.literal(b" ")?;
    let (hour, minute, second) = clock_time(&mut scan)?;
    scan.literal(b" ")?;
    let zone = zone(&mut scan);
    let time = CivilTime { year, month, day, hour, minute, second };
    Some(DateReading { form: DateForm::ImfFixdate, weekday, time, zone, exact_case: scan.exact_case(), one_digit_day })
}

/// `Sunday, 06-Nov-94 08:49:37 GMT`
fn rfc850(value: &[u8], now: Timestamp) -> Option<DateReading> {
    let mut scan = Scanner::new(value);
    let weekday = scan.name(&LONG_WEEKDAYS)?;
    scan.literal(b", ")?;
    let day = scan.digits(2)?;
    scan.literal(b"-")?;
    let month = month(&mut scan)?;
    scan.literal(b"-")?;
    let year = scan.digits(2)?;
    scan.literal(b" ")?;
    let (hour, minute, second) = clock_time(&mut scan)?;
    scan.literal(b" ")?;
    let zone = zone(&mut scan);
    let time = in_latest_century(CivilTime { year, month, day, hour, minute, second }, now);
    Some(DateReading {
        form: DateForm::Rfc850,
        weekday,
        time,
        zone,
        exact_case: scan.exact_case(),
        one_digit_day: false,
    })
}

/// `Sun Nov  6 08:49:37 1994`, in UTC like the others; a day of one digit is padded with a blank.
fn asctime(value: &[u8]) -> Option<DateReading> {
    let mut scan = Scanner::new(value);
    let weekday = scan.name(&WEEKDAYS)?;
    scan.literal(b" ")?;
    let month = month(&mut scan)?;
    scan.literal(b" ")?;
    let day = match scan.literal(b" ") {
        Some(()) => scan.digits(1)?,
        None => scan.digits(2)?,
    };
    scan.literal(b" ")?;
    let (hour, minute, second) = clock_time(&mut scan)?;
    scan.literal(b" ")?;
    let year = scan.digits(4)?;
    scan.end()?;
    let time = CivilTime { year, month, day, hour, minute, second };
    let exact_case = scan.exact_case();
    Some(DateReading { form: DateForm::Asctime, weekday, time, zone: Zone::Gmt, exact_case, one_digit_day: false })
}

fn month(scan: &mut Scanner<'_>) -> Option<i64> {
    let index = scan.name(&MONTHS)?;
    i64::try_from(index).ok().map(|index| index + 1)
}

fn clock_time(scan: &mut Scanner<'_>) -> Option<(i64, i64, i64)> {
    let hour = scan.digits(2)?;
    scan.literal(b":")?;
    let minute = scan.digits(2)?;
    scan.literal(b":")?;
    let second = scan.digits(2)?;
    Some((hour, minute, second))
}

/// Letters other than GMT are taken for a zone only where they can mean nothing but UTC: `EST` or `AEST` differ
/// from country to country.
fn zone(scan: &mut Scanner<'_>) -> Zone {
    let zone = match scan.name(&["GMT", "UTC", "UT", "Z"]) {
        Some(0) => Zone::Gmt,
        Some(_) => Zone::Offset(0),
        None => numeric_offset(scan).map_or(Zone::Unknown, Zone::Offset),
    };
    if scan.is_at_end() { zone } else { Zone::Unknown }
}

/// `+0100`, as in RFC 5322 §3.3.
fn numeric_offset(scan: &mut Scanner<'_>) -> Option<i64> {
    let sign = scan.one_of(b"+-")?;
    let hours = scan.digits(2)?;
    let minutes = scan.digits(2).filter(|minutes| *minutes <= 59)?;
    let seconds = hours * 3600 + minutes * 60;
    Some(if sign == b'-' { -seconds } else { seconds })
}

/// Completes a two-digit year: what would lie more than 50 years ahead is the most recent past year with the
/// same digits (RFC 9110 §5.6.7). Exactly 50 years ahead is still the future.
fn in_latest_century(time: CivilTime, now: Timestamp) -> CivilTime {
    let now = CivilTime::from_unix(now.unix());
    let limit = CivilTime { year: now.year + 50, ..now };
    let year = limit.year - (limit.year - time.year).rem_euclid(100);
    let latest = CivilTime { year, ..time };
    if latest > limit { CivilTime { year: year - 100, ..time } } else { latest }
}

#[cfg(test)]
mod tests;
