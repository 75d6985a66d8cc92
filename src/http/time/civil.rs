//! Calendar date and clock time in the proleptic Gregorian calendar, without a zone.

const SECONDS_PER_DAY: i64 = 86_400;
/// The calendar repeats after 400 years.
const DAYS_PER_ERA: i64 = 146_097;
/// Days from 0000-03-01, where the arithmetic below starts its years, to 1970-01-01.
const DAYS_BEFORE_EPOCH: i64 = 719_468;

/// A calendar date with a clock time; its order is the order in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CivilTime {
    /// The year; 0 is the year before 1.
    pub year: i64,
    /// The month, 1 to 12.
    pub month: i64,
    /// The day of the month, 1 to 31.
    pub day: i64,
    /// The hour, 0 to 23.
    pub hour: i64,
    /// The minute, 0 to 59.
    pub minute: i64,
    /// The second, 0 to 60: RFC 9110 §5.6.7 and RFC 3339 §5.6 both let a leap second be written.
    pub second: i64,
}

impl CivilTime {
    /// The date and time that Unix seconds stand for in UTC.
    pub fn from_unix(unix: i64) -> Self {
        let (year, month, day) = date_of(unix.div_euclid(SECONDS_PER_DAY));
        let second_of_day = unix.rem_euclid(SECONDS_PER_DAY);
        let (hour, minute, second) = (second_of_day / 3600, second_of_day / 60 % 60, second_of_day % 60);
        Self { year, month, day, hour, minute, second }
    }

    /// Unix seconds when the time is taken as UTC; `None` when the calendar or the clock has no such time, or
    /// the year has more than four digits. Nothing rolls over: there is no 29 February 2027. A leap second is
    /// the first second of the next minute, as Unix time has no place for it.
    pub fn unix(&self) -> Option<i64> {
        let valid = (0..=9999).contains(&self.year)
            && (1..=12).contains(&self.month)
            && (1..=days_in_month(self.year, self.month)).contains(&self.day)
            && (0..=23).contains(&self.hour)
            && (0..=59).contains(&self.minute)
            && (0..=60).contains(&self.second);
        // The ranges above keep every step far inside i64.
        valid.then(|| {
            let minutes = self.hour * 60 + self.minute;
            days_since_epoch(self.year, self.month, self.day) * SECONDS_PER_DAY + minutes * 60 + self.second
        })
    }

    /// The day of the week, 0 for Sunday; `None` where [`unix`](Self::unix) is `None`.
    pub fn weekday(&self) -> Option<usize> {
        self.unix()?;
        // Computed from the date, since a leap second counts to the next day in Unix time. 1970-01-01 was a Thursday.
        let days = days_since_epoch(self.year, self.month, self.day) + 4;
        usize::try_from(days.rem_euclid(7)).ok()
    }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

// Both directions count years from 1 March, so the leap day is the last day of its year and the lengths of
// the months follow one formula; see <https://howardhinnant.github.io/date_algorithms.html>.

fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let march_year = if month <= 2 { year - 1 } else { year };
    let era = march_year.div_euclid(400);
    let year_of_era = march_year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * DAYS_PER_ERA + day_of_era - DAYS_BEFORE_EPOCH
}

fn date_of(days_since_epoch: i64) -> (i64, i64, i64) {
    let days = days_since_epoch + DAYS_BEFORE_EPOCH;
    let era = days.div_euclid(DAYS_PER_ERA);
    let day_of_era = days.rem_euclid(DAYS_PER_ERA);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = (march_month + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(year: i64, month: i64, day: i64, hour: i64, minute: i64, second: i64) -> CivilTime {
        CivilTime { year, month, day, hour, minute, second }
    }

    #[test]
    fn instants_are_the_seconds_since_1970() {
        let rows = [
            (at(1970, 1, 1, 0, 0, 0), 0),
            (at(1994, 11, 6, 8, 49, 37), 784_111_777),
            (at(2028, 2, 29, 0, 0, 0), 1_835_395_200),
            (at(9999, 12, 31, 23, 59, 59), 253_402_300_799),
            (at(1969, 12, 31, 23, 59, 59), -1),
            (at(0, 1, 1, 0, 0, 0), -62_167_219_200),
        ];
        for (civil, unix) in rows {
            assert_eq!(civil.unix(), Some(unix), "{civil:?}");
            assert_eq!(CivilTime::from_unix(unix), civil);
        }
    }

    #[test]
    fn day_that_the_calendar_lacks_is_refused() {
        let rows = [
            at(2027, 2, 29, 0, 0, 0),
            at(2100, 2, 29, 0, 0, 0),
            at(2026, 4, 31, 0, 0, 0),
            at(2026, 1, 0, 0, 0, 0),
            at(2026, 0, 1, 0, 0, 0),
            at(2026, 13, 1, 0, 0, 0),
            at(2026, 1, 1, 24, 0, 0),
            at(2026, 1, 1, 0, 60, 0),
            at(2026, 1, 1, 0, 0, 61),
            at(10_000, 1, 1, 0, 0, 0),
            at(i64::MAX, 1, 1, 0, 0, 0),
        ];
        for civil in rows {
            assert_eq!(civil.unix(), None, "{civil:?}");
        }
    }

    #[test]
    fn leap_second_is_the_next_minute() {
        assert_eq!(at(2016, 12, 31, 23, 59, 60).unix(), Some(1_483_228_800));
    }

    #[test]
    fn dates_have_their_day_of_the_week() {
        assert_eq!(at(1970, 1, 1, 0, 0, 0).weekday(), Some(4));
        assert_eq!(at(1969, 12, 31, 23, 59, 59).weekday(), Some(3));
        assert_eq!(at(2026, 11, 22, 8, 0, 0).weekday(), Some(0));
        assert_eq!(at(2016, 12, 31, 23, 59, 60).weekday(), Some(6));
        assert_eq!(at(2027, 2, 29, 0, 0, 0).weekday(), None);
    }

    proptest! {
        #[test]
        fn every_second_of_four_digit_years_survives_the_round_trip(unix in -62_167_219_200_i64..=253_402_300_799) {
            prop_assert_eq!(CivilTime::from_unix(unix).unix(), Some(unix));
        }

        /// Up to 9999-12-30, where jiff ends.
        #[test]
        fn calendar_of_jiff_is_the_same(unix in -62_167_219_200_i64..=253_402_207_200) {
            let civil = CivilTime::from_unix(unix);
            let other = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::from_second(unix).unwrap());
            prop_assert_eq!(
                (civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second),
                (other.year().into(), other.month().into(), other.day().into(), other.hour().into(),
                 other.minute().into(), other.second().into())
            );
            prop_assert_eq!(civil.weekday(), usize::try_from(other.weekday().to_sunday_zero_offset()).ok());
        }

        #[test]
        fn no_second_makes_it_panic(unix in any::<i64>()) {
            let civil = CivilTime::from_unix(unix);
            prop_assert!((1..=12).contains(&civil.month) && (1..=31).contains(&civil.day));
        }
    }
}
