//! A point in time to the second, as HTTP and the report know it.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::civil::CivilTime;
use crate::http::syntax::scanner::Scanner;

/// The seconds that every platform's [`SystemTime`] can hold: from 1601, where Windows starts, to the end of 9999.
const SYSTEM_TIME_RANGE: (i64, i64) = (-11_644_473_600, LAST_FOUR_DIGIT_SECOND);
const LAST_FOUR_DIGIT_SECOND: i64 = 253_402_300_799;

/// Unix seconds in UTC: the resolution of every date in HTTP (RFC 9110 §5.6.7).
///
/// All arithmetic saturates, since the numbers come from servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The time `unix` seconds after 1970-01-01T00:00:00Z.
    pub const fn from_unix(unix: i64) -> Self {
        Self(unix)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// The time `secs` seconds later, or earlier when negative.
    #[must_use]
    pub const fn saturating_add(self, secs: i64) -> Self {
        Self(self.0.saturating_add(secs))
    }

    /// The seconds from `earlier` to this time; negative when `earlier` is in fact later.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The date in UTC, such as `2026-11-22`.
    pub fn date(self) -> String {
        let CivilTime { year, month, day, .. } = self.civil();
        // RFC 3339 has four digits for the year; ISO 8601 wants a sign where they do not suffice.
        match year {
            0..=9999 => format!("{year:04}-{month:02}-{day:02}"),
            _ => format!("{year:+05}-{month:02}-{day:02}"),
        }
    }

    /// The time of day in UTC, such as `10:31:37`.
    pub fn clock_time(self) -> String {
        let CivilTime { hour, minute, second, .. } = self.civil();
        format!("{hour:02}:{minute:02}:{second:02}")
    }

    /// The date as a sender must write it (RFC 9110 §5.6.7), such as `Sun, 06 Nov 1994 08:49:37 GMT`; `None`
    /// before 1970 and after 9999.
    pub fn imf_fixdate(self) -> Option<String> {
        // httpdate panics outside this range.
        (0..=LAST_FOUR_DIGIT_SECOND).contains(&self.0).then(|| httpdate::fmt_http_date(self.into()))
    }

    /// Reads RFC 3339 with any offset, or a bare date for the start of that day in UTC.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        rfc3339(text.as_bytes())
    }

    fn civil(self) -> CivilTime {
        CivilTime::from_unix(self.0)
    }
}

/// RFC 3339 in UTC, with a sign before years that four digits cannot hold.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}Z", self.date(), self.clock_time())
    }
}

/// Parts of a second are dropped; what does not fit saturates.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let whole = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self(whole(after)),
            Err(error) => {
                let before = error.duration();
                Self(-whole(before)).saturating_add(-i64::from(before.subsec_nanos() > 0))
            }
        }
    }
}

/// Times outside 1601 to 9999 are moved to the nearest end, since not every platform can hold them.
impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        let (first, last) = SYSTEM_TIME_RANGE;
        let unix = timestamp.0.clamp(first, last);
        let distance = Duration::from_secs(unix.unsigned_abs());
        if unix < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance }
    }
}

fn rfc3339(value: &[u8]) -> Option<Timestamp> {
    let mut scan = Scanner::new(value);
    let year = scan.digits(4)?;
    scan.literal(b"-")?;
    let month = scan.digits(2)?;
    scan.literal(b"-")?;
    let day = scan.digits(2)?;
    let date = CivilTime { year, month, day, hour: 0, minute: 0, second: 0 };
    if scan.is_at_end() {
        return date.unix().map(Timestamp);
    }
    scan.one_of(b"Tt ")?;
    let hour = scan.digits(2)?;
    scan.literal(b":")?;
    let minute = scan.digits(2)?;
    scan.literal(b":")?;
    let second = scan.digits(2)?;
    skip_fraction(&mut scan)?;
    let offset = offset_seconds(&mut scan)?;
    scan.end()?;
    let local = CivilTime { hour, minute, second, ..date }.unix()?;
    Some(Timestamp(local).saturating_add(-offset))
}

fn skip_fraction(scan: &mut Scanner<'_>) -> Option<()> {
    match scan.literal(b".") {
        None => Some(()),
        Some(()) => (scan.skip_digits() > 0).then_some(()),
    }
}

fn offset_seconds(scan: &mut Scanner<'_>) -> Option<i64> {
    let sign = scan.one_of(b"Zz+-")?;
    if sign.eq_ignore_ascii_case(&b'Z') {
        return Some(0);
    }
    let hours = scan.digits(2).filter(|hours| *hours <= 23)?;
    scan.literal(b":")?;
    let minutes = scan.digits(2).filter(|minutes| *minutes <= 59)?;
    let seconds = hours * 3600 + minutes * 60;
    Some(if sign == b'-' { -seconds } else { seconds })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: i64 = 1_795_334_400;

    #[test]
    fn times_are_shown_in_rfc_3339() {
        let rows = [
            (NOW, "2026-11-22T08:00:00Z"),
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
            (253_402_300_800, "+10000-01-01T00:00:00Z"),
            (-62_167_219_201, "-0001-12-31T23:59:59Z"),
            (i64::MAX, "+292277026596-12-04T15:30:07Z"),
        ];
        for (unix, shown) in rows {
            assert_eq!(Timestamp(unix).to_string(), shown);
        }
        assert_eq!(Timestamp(NOW).date(), "2026-11-22");
        assert_eq!(Timestamp(NOW + 9097).clock_time(), "10:31:37");
    }

    #[test]
    fn imf_fixdate_is_written_where_it_exists() {
        assert_eq!(Timestamp(784_111_777).imf_fixdate().as_deref(), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
        assert_eq!(Timestamp(253_402_300_799).imf_fixdate().as_deref(), Some("Fri, 31 Dec 9999 23:59:59 GMT"));
        assert_eq!(Timestamp(-1).imf_fixdate(), None);
        assert_eq!(Timestamp(253_402_300_800).imf_fixdate(), None);
    }

    #[test]
    fn rfc_3339_is_read_with_any_offset_and_as_a_bare_date() {
        let rows = [
            ("2026-11-22T08:00:00Z", NOW),
            ("2026-11-22t08:00:00z", NOW),
            ("2026-11-22 08:00:00Z", NOW),
            ("2026-11-22T08:00:00.999Z", NOW),
            ("2026-11-22T09:00:00+01:00", NOW),
            ("2026-11-21T23:30:00.5-08:30", NOW),
            ("2026-11-22T08:00:00-00:00", NOW),
            ("2026-11-22", NOW - 8 * 3600),
            ("2016-12-31T23:59:60Z", 1_483_228_800),
        ];
        for (text, unix) in rows {
            assert_eq!(Timestamp::parse_rfc3339(text), Some(Timestamp(unix)), "{text}");
        }
    }

    #[test]
    fn text_close_to_a_time_is_refused() {
        let rows = [
            "",
            "1795334400",
            "2026-11-22T08:00Z",
            "2026-11-22T08:00:00",
            "2026-11-22T08:00:00+0100",
            "2026-11-22T08:00:00+24:00",
            "2026-11-22T08:00:00.Z",
            "2026-11-22T24:00:00Z",
            "2026-02-29",
            "2026-1-2",
            "+2026-11-22",
            "2026-11-22Z",
            " 2026-11-22",
            "Sunday, 22-Nov-26 08:00:00 GMT",
            "Sun Nov 22 08:00:00 2026",
        ];
        for text in rows {
            assert_eq!(Timestamp::parse_rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn system_times_before_1970_round_down() {
        assert_eq!(Timestamp::from(UNIX_EPOCH - Duration::from_millis(1500)), Timestamp(-2));
        assert_eq!(Timestamp::from(UNIX_EPOCH + Duration::from_millis(1500)), Timestamp(1));
    }

    proptest! {
        #[test]
        fn no_second_makes_any_form_panic(unix in any::<i64>(), other in any::<i64>()) {
            let time = Timestamp(unix);
            let _ = (time.to_string(), time.imf_fixdate(), SystemTime::from(time));
            let _ = (time.saturating_add(other), time.seconds_since(Timestamp(other)));
        }

        #[test]
        fn shown_time_can_be_read(unix in -62_167_219_200_i64..=LAST_FOUR_DIGIT_SECOND) {
            prop_assert_eq!(Timestamp::parse_rfc3339(&Timestamp(unix).to_string()), Some(Timestamp(unix)));
        }

        #[test]
        fn system_time_and_back_is_the_same(unix in SYSTEM_TIME_RANGE.0..=SYSTEM_TIME_RANGE.1) {
            prop_assert_eq!(Timestamp::from(SystemTime::from(Timestamp(unix))), Timestamp(unix));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in any::<String>()) {
            let _ = Timestamp::parse_rfc3339(&text);
        }
    }
}
