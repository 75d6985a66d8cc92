//! How long a server asks to be left alone (RFC 9110 §10.2.3).

use std::fmt;

use crate::http::caching::response_age::ResponseAge;
use crate::http::syntax::delta_seconds::parse_delta_seconds;
use crate::http::syntax::message::Fields;
use crate::http::time::date::{DateWarning, Timestamp, parse_http_date};
use crate::text::escape::Text;

/// The longest wait that is taken at its word; beyond a year it is a mistake or a way to say no.
const LONGEST_WAIT_S: i64 = 365 * 86_400;

/// What Retry-After asks for (RFC 9110 §10.2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryAfter {
    /// The seconds to wait from receipt, at most a year; `None` when the value is invalid.
    pub wait_s: Option<i64>,
    /// The seconds that the server asks for, which may be more.
    pub asked_s: Option<i64>,
    /// When the wait ends, by the local clock.
    pub not_before: Option<Timestamp>,
    /// What deserves a remark.
    pub warnings: Vec<RetryAfterWarning>,
}

/// Something about Retry-After that deserves a remark (RFC 9110 §10.2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RetryAfterWarning {
    /// There is more than one line; the longest wait counts.
    Duplicate,
    /// The value is neither digits nor a date.
    Invalid(Text),
    /// About a value that is a date.
    Date(DateWarning),
    /// The date was over before the response came.
    InThePast,
    /// The wait exceeds a year.
    TooLong,
    /// The date is measured by the server's clock, which is this many seconds ahead, or behind when negative.
    ClockSkew(i64),
}

#[cfg(test)]
impl RetryAfterWarning {
    /// The name in the tables of the tests.
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Invalid(_) => "invalid",
            Self::Date(warning) => warning.as_str(),
            Self::InThePast => "in-the-past",
            Self::TooLong => "too-long",
            Self::ClockSkew(_) => "clock-skew",
        }
    }
}

impl fmt::Display for RetryAfterWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate => f.write_str("Retry-After was sent more than once"),
            Self::Invalid(value) => {
                write!(f, "Retry-After is neither seconds nor a date: {}", value.clipped(80))
            }
            Self::Date(warning) => write!(f, "in Retry-After, {warning}"),
            Self::InThePast => f.write_str("the date in Retry-After has passed"),
            Self::TooLong => f.write_str("Retry-After is more than a year"),
            Self::ClockSkew(seconds) => {
                let side = if *seconds < 0 { "behind" } else { "ahead of" };
                write!(f, "Retry-After is by a clock {} s {side} the local one", seconds.unsigned_abs())
            }
        }
    }
}

/// Reads Retry-After of a response that came at `response_time`; `None` when there is none (RFC 9110 §10.2.3).
pub fn retry_after(fields: &Fields, response_time: Timestamp) -> Option<RetryAfter> {
    let receipt = ResponseAge::of(fields, response_time, response_time);
    let mut warnings = Vec::new();
    let waits: Vec<_> =
        fields.all("retry-after").map(|line| wait(line, response_time, &receipt, &mut warnings)).collect();
    if waits.len() > 1 {
        warnings.insert(0, RetryAfterWarning::Duplicate);
    }
    let wanted = waits.iter().copied().max()?;
    if wanted.is_some_and(|wait| wait > LONGEST_WAIT_S) {
        warnings.push(RetryAfterWarning::TooLong);
    }
    let wait_s = wanted.map(|wait| wait.min(LONGEST_WAIT_S));
    Some(RetryAfter {
        wait_s,
        asked_s: wanted,
        not_before: wait_s.map(|wait| response_time.saturating_add(wait)),
        warnings,
    })
}

/// The wait that one line asks for, in seconds and not negative.
fn wait(
    line: &Text,
    response_time: Timestamp,
    receipt: &ResponseAge,
    warnings: &mut Vec<RetryAfterWarning>,
) -> Option<i64> {
    if parse_delta_seconds(line.as_bytes()).is_some() {
        // What exceeds 2^31 is reported as it is.
        return Some(line.as_str().and_then(|digits| digits.parse().ok()).unwrap_or(i64::MAX));
    }
    let date = parse_http_date(line.as_bytes(), response_time);
    // A date that only a cache must refuse still says what the server wants: waiting does no harm.
    let Some(until) = date.timestamp else {
        warnings.push(RetryAfterWarning::Invalid(line.clone()));
        return None;
    };
    // The server wrote the date by its own clock, so the wait is computed by that clock too.
    let seconds = until.seconds_since(receipt.server_time());
    warnings.extend(date.warnings.into_iter().map(RetryAfterWarning::Date));
    warnings.extend(receipt.skew_s.map(RetryAfterWarning::ClockSkew));
    if seconds < 0 {
        warnings.push(RetryAfterWarning::InThePast);
    }
    Some(seconds.max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: i64 = 1_795_334_400;
    const DATE: &str = "Sun, 22 Nov 2026 08:00:00 GMT";

    fn read(date: &str, lines: &[&str]) -> Option<RetryAfter> {
        let lines = lines.iter().map(|line| ("Retry-After", *line));
        retry_after(&[("Date", date)].into_iter().chain(lines).collect(), Timestamp::from_unix(NOW))
    }

    #[test]
    fn waits_are_counted_from_receipt() {
        let slow_clock = "Sun, 22 Nov 2026 07:00:00 GMT";
        let rows: [(&str, &[&str], i64, &[&str]); 8] = [
            (DATE, &["120"], 120, &[]),
            (DATE, &["0"], 0, &[]),
            (DATE, &["Sun, 22 Nov 2026 08:10:00 GMT"], 600, &[]),
            (DATE, &["Fri, 31 Dec 1999 23:59:59 GMT"], 0, &["in-the-past"]),
            (slow_clock, &["Sun, 22 Nov 2026 07:02:00 GMT"], 120, &["clock-skew"]),
            (slow_clock, &["120"], 120, &[]),
            (DATE, &["60", "120"], 120, &["duplicate"]),
            (DATE, &["99999999999999999999"], 365 * 86_400, &["too-long"]),
        ];
        for (date, lines, wait_s, warnings) in rows {
            let result = read(date, lines).unwrap();
            assert_eq!(result.wait_s, Some(wait_s), "{lines:?}");
            assert_eq!(result.not_before, Some(Timestamp::from_unix(NOW + wait_s)), "{lines:?}");
            let names: Vec<_> = result.warnings.iter().map(RetryAfterWarning::as_str).collect();
            assert_eq!(names, warnings, "{lines:?}");
        }
    }

    #[test]
    fn wait_close_to_a_number_is_refused() {
        assert_eq!(read(DATE, &[]), None);
        for value in ["-5", "1.5", "+120", "120s", "١٢٠", "", "60, 120", "soon"] {
            let result = read(DATE, &[value]).unwrap();
            assert_eq!((result.wait_s, result.not_before), (None, None), "{value}");
            assert_eq!(result.warnings, [RetryAfterWarning::Invalid(Text::from(value))]);
        }
    }

    #[test]
    fn invalid_line_does_not_hide_a_valid_one() {
        assert_eq!(read(DATE, &["soon", "60"]).unwrap().wait_s, Some(60));
    }

    #[test]
    fn stored_response_has_used_up_part_of_the_wait() {
        let fields = [
            ("Date", "Sun, 22 Nov 2026 07:55:00 GMT"),
            ("Age", "300"),
            ("Retry-After", "Sun, 22 Nov 2026 08:10:00 GMT"),
        ];
        let result = retry_after(&fields.into_iter().collect(), Timestamp::from_unix(NOW)).unwrap();
        assert_eq!((result.wait_s, result.warnings), (Some(600), vec![]));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_leave_the_range(
            bytes in proptest::collection::vec(any::<u8>(), 0..40), unix in any::<i64>(), now in any::<i64>(),
        ) {
            let date = Timestamp::from_unix(unix.rem_euclid(253_402_300_800)).imf_fixdate().unwrap();
            for value in [bytes.as_slice(), date.as_bytes()] {
                let fields = [("Retry-After", value), ("Date", value)].into_iter().collect();
                let result = retry_after(&fields, Timestamp::from_unix(now)).unwrap();
                prop_assert!(result.wait_s.is_none_or(|wait| (0..=LONGEST_WAIT_S).contains(&wait)));
            }
        }
    }
}
