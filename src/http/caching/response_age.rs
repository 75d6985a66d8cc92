//! What a response says about its age when it arrives, and about the clock of its server (RFC 9111 §4.2.3).

use crate::http::syntax::delta_seconds::parse_delta_seconds;
use crate::http::syntax::message::Fields;
use crate::http::time::date::{Timestamp, parse_http_date};

/// How far Date may lie outside the exchange before one of the clocks is taken to be wrong.
///
/// Less would blame clocks for slow gateways; more would hide errors that outlast the lifetime of a forecast.
const SKEW_TOLERANCE_S: i64 = 300;

/// How far Date and Age together may lie after the arrival before Date is taken to have been renewed on the way.
const DATE_TOLERANCE_S: i64 = 10;

/// The age of a response on arrival, and the clock that its dates go by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ResponseAge {
    /// The Date field, or the time of arrival in place of a Date that is missing or invalid (RFC 9111 §4.2.1).
    pub date: Timestamp,
    /// The Age field, where there is a valid one (RFC 9111 §5.1).
    pub age_field_s: Option<i64>,
    /// The corrected initial age in seconds (RFC 9111 §4.2.3).
    pub age_s: i64,
    /// How far the server's clock is ahead of the local one, negative when behind; only when that is certain.
    pub skew_s: Option<i64>,
    /// The Age, in seconds, of a stored response whose Date the one who passed it on renewed, so it lies that much too
    /// late.
    pub renewed_age_s: Option<i64>,
}

impl ResponseAge {
    /// Reads Date and Age of a response that was asked for at `request_time` and came at `response_time`.
    pub(crate) fn of(fields: &Fields, request_time: Timestamp, response_time: Timestamp) -> Self {
        let stated_date = fields.get("date").and_then(|date| parse_http_date(date.as_bytes(), response_time).usable());
        let age_field_s = age_field_seconds(fields);
        let age_value = age_field_s.unwrap_or(0);
        let skew_s =
            stated_date.and_then(|date| skew(date.saturating_add(age_value), date, request_time, response_time));
        let renewed =
            |date: &Timestamp| date.saturating_add(age_value) > response_time.saturating_add(DATE_TOLERANCE_S);
        let renewed_age_s = stated_date.filter(|date| skew_s.is_none() && renewed(date)).map(|_| age_value);

        let date = stated_date.unwrap_or(response_time);
        let delay = response_time.seconds_since(request_time).max(0);
        let corrected = age_value.saturating_add(delay);
        // The apparent age compares two clocks, so it says something only while they agree.
        let apparent = if skew_s.is_some() { 0 } else { response_time.seconds_since(date).max(0) };
        Self { date, age_field_s, age_s: apparent.max(corrected), skew_s, renewed_age_s }
    }

    /// The time that the server's clock showed on arrival: Date, and the Age that has passed since.
    pub(crate) fn server_time(&self) -> Timestamp {
        self.date.saturating_add(self.age_field_s.unwrap_or(0))
    }
}

/// The Age field (RFC 9111 §5.1): of several members the first, ignored when it is invalid.
pub(crate) fn age_field_seconds(fields: &Fields) -> Option<i64> {
    let combined = fields.combined("age")?;
    parse_delta_seconds(combined.as_bytes().split(|&byte| byte == b',').next().unwrap_or_default().trim_ascii())
}

/// How far the server's clock is off, when Date lies outside the exchange and Age does not explain it.
///
/// A Date in the past is what a cache sends, together with an Age that makes up for it; then, and when Date by
/// itself agrees with the local clock, nothing is certain.
fn skew(server_time: Timestamp, date: Timestamp, request_time: Timestamp, response_time: Timestamp) -> Option<i64> {
    let ahead = server_time.seconds_since(response_time);
    let behind = request_time.min(response_time).seconds_since(server_time);
    if date.seconds_since(response_time) > SKEW_TOLERANCE_S {
        Some(ahead)
    } else if behind > SKEW_TOLERANCE_S {
        Some(behind.saturating_neg())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: i64 = 1_795_334_400;

    fn receive(lines: &[(&str, &str)], delay: i64) -> ResponseAge {
        let response_time = Timestamp::from_unix(NOW);
        ResponseAge::of(&lines.iter().copied().collect(), response_time.saturating_add(-delay), response_time)
    }

    fn date(offset: i64) -> String {
        Timestamp::from_unix(NOW + offset).imf_fixdate().unwrap()
    }

    #[test]
    fn skew_is_told_from_a_stored_response_and_a_slow_one() {
        // Date relative to arrival, Age, duration of the exchange: skew, age on arrival.
        let rows = [
            (0, None, 0, None, 0),
            (-2, None, 0, None, 2),
            (-300, None, 0, None, 300),
            (-301, None, 0, Some(-301), 0),
            (-3600, None, 0, Some(-3600), 0),
            (3600, None, 0, Some(3600), 0),
            (300, None, 0, None, 0),
            (-3600, Some("3600"), 0, None, 3600),
            (-3600, Some("3595"), 0, None, 3600),
            (-3600, Some("60"), 0, Some(-3540), 60),
            (0, Some("7200"), 0, None, 7200),
            (-10, Some("25"), 0, None, 25),
            (-4, Some("10"), 4, None, 14),
            (-19, None, 19, None, 19),
            (-400, None, 400, None, 400),
        ];
        for (offset, age, delay, skew_s, age_s) in rows {
            let date = date(offset);
            let lines: Vec<_> = [("Date", date.as_str())].into_iter().chain(age.map(|age| ("Age", age))).collect();
            let receipt = receive(&lines, delay);
            assert_eq!((receipt.skew_s, receipt.age_s), (skew_s, age_s), "{offset} {age:?} {delay}");
        }
    }

    #[test]
    fn only_the_first_valid_age_counts() {
        let rows = [
            ("7200", Some(7200), Some(7200)),
            ("11", Some(11), Some(11)),
            ("10", Some(10), None),
            ("7200, 0", Some(7200), Some(7200)),
            ("0, 7200", Some(0), None),
            ("7200.0", None, None),
            ("-1", None, None),
            ("+1", None, None),
            ("", None, None),
            ("\"5\"", None, None),
            ("99999999999999999999", Some(1 << 31), Some(1 << 31)),
        ];
        let date = date(0);
        for (value, seconds, renewed) in rows {
            let receipt = receive(&[("Date", &date), ("Age", value)], 0);
            assert_eq!((receipt.age_field_s, receipt.renewed_age_s), (seconds, renewed), "{value}");
        }
        let receipt = receive(&[("Date", &date), ("Age", "7200"), ("Age", "0")], 0);
        assert_eq!((receipt.age_s, receipt.renewed_age_s), (7200, Some(7200)));
        assert_eq!(receive(&[("Age", "7200")], 0).renewed_age_s, None, "there is no Date");
    }

    #[test]
    fn date_that_fails_gives_way_to_the_arrival() {
        let receipt = receive(&[("Date", "Sun, 22 Nov 2026 07:00:00 UTC")], 0);
        assert_eq!((receipt.date, receipt.skew_s), (Timestamp::from_unix(NOW), None));
        assert_eq!(receive(&[], 0).date, Timestamp::from_unix(NOW));
    }

    proptest! {
        #[test]
        fn age_never_panics_and_is_never_negative(
            date in any::<i64>(), age in "[0-9, +-]{0,25}", request in any::<i64>(), response in any::<i64>(),
        ) {
            let date = Timestamp::from_unix(date.rem_euclid(253_402_300_800)).imf_fixdate().unwrap();
            let fields = [("Date", date.as_str()), ("Age", age.as_str())].into_iter().collect();
            let receipt = ResponseAge::of(&fields, Timestamp::from_unix(request), Timestamp::from_unix(response));
            prop_assert!(receipt.age_s >= 0);
            prop_assert!(receipt.renewed_age_s.is_none_or(|age| age > 0));
        }
    }
}
