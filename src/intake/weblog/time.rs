//! The times of logs, read fast: the minute of a line is mostly that of the line before.

use crate::http::time::civil::CivilTime;
use crate::http::time::date::MONTHS;

/// Reads times, and knows the last minute that it read.
#[derive(Clone, Debug, Default)]
pub(super) struct TimeReader {
    minute: [u8; 17],
    zone: [u8; 6],
    starts: i64,
}

impl TimeReader {
    /// `26/Nov/2026:09:54:03 +0000`, the zone and fractions of a second where they are written; in milliseconds.
    #[inline(always)] // Once a line: the optimization for size makes a call of it otherwise.
    pub(super) fn common(&mut self, text: &[u8]) -> Option<i64> {
        let (minute, rest) = text.split_first_chunk::<17>()?;
        if let [b':', a @ b'0'..=b'5', b @ b'0'..=b'9', zone @ ..] = rest
            && *minute == self.minute
            && *zone == self.zone
        {
            return Some(self.starts + i64::from(a - b'0') * 10_000 + i64::from(b - b'0') * 1000);
        }
        self.other_minute(minute, rest)
    }

    fn other_minute(&mut self, minute: &[u8; 17], rest: &[u8]) -> Option<i64> {
        let (second, rest) = seconds(rest)?;
        let zone = match rest {
            [] => *b" +0000",
            [a, b, c, d, e, f] => [*a, *b, *c, *d, *e, *f],
            _ => return None,
        };
        if *minute != self.minute || zone != self.zone {
            let [d1, d2, b'/', m1, m2, m3, b'/', y1, y2, y3, y4, b':', h1, h2, b':', n1, n2] = *minute else {
                return None;
            };
            let month = MONTHS.iter().position(|name| name.as_bytes() == [m1, m2, m3])?;
            let date = CivilTime {
                year: number(&[y1, y2, y3, y4])?,
                month: i64::try_from(month).ok()? + 1,
                day: number(&[d1, d2])?,
                hour: number(&[h1, h2])?,
                minute: number(&[n1, n2])?,
                second: 0,
            };
            self.starts = (date.unix()? - offset(&zone)?) * 1000;
            (self.minute, self.zone) = (*minute, zone);
        }
        Some(self.starts + second)
    }
}

/// `:03`, or `:03.279`, in milliseconds, and what follows.
fn seconds(text: &[u8]) -> Option<(i64, &[u8])> {
    let [b':', a, b, rest @ ..] = text else { return None };
    let whole = number(&[*a, *b]).filter(|second| *second <= 60)? * 1000;
    let Some(fraction) = rest.strip_prefix(b".") else { return Some((whole, rest)) };
    let digits = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
    Some((whole + thousandths(fraction.get(..digits)?), fraction.get(digits..)?))
}

/// The first three digits after a point.
fn thousandths(digits: &[u8]) -> i64 {
    (0..3).fold(0, |ms, at| ms * 10 + digits.get(at).map_or(0, |digit| i64::from(digit - b'0')))
}

/// ` +0100`, in seconds.
fn offset(zone: &[u8; 6]) -> Option<i64> {
    let [b' ', sign, h1, h2, m1, m2] = *zone else { return None };
    let seconds = number(&[h1, h2])? * 3600 + number(&[m1, m2])? * 60;
    match sign {
        b'+' => Some(seconds),
        b'-' => Some(-seconds),
        _ => None,
    }
}

#[inline]
fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0_i64, |value, digit| {
        let digit = digit.is_ascii_digit().then(|| i64::from(digit - b'0'))?;
        value.checked_mul(10)?.checked_add(digit)
    })
}

/// `2026-11-26T09:54:03.279Z`, with a blank in place of T, slashes in the day, any offset or none; in milliseconds.
pub(in crate::intake) fn iso(text: &[u8]) -> Option<i64> {
    let (day, rest) = text.split_first_chunk::<10>()?;
    let [y1, y2, y3, y4, b'-' | b'/', m1, m2, b'-' | b'/', d1, d2] = *day else { return None };
    let [b'T' | b' ' | b't', h1, h2, b':', n1, n2, rest @ ..] = rest else { return None };
    let (second, rest) = seconds(rest)?;
    let date = CivilTime {
        year: number(&[y1, y2, y3, y4])?,
        month: number(&[m1, m2])?,
        day: number(&[d1, d2])?,
        hour: number(&[*h1, *h2])?,
        minute: number(&[*n1, *n2])?,
        second: 0,
    };
    let offset = match rest {
        [] | b"Z" | b"z" | b" UTC" => 0,
        [sign, h1, h2, b':', m1, m2] | [sign, h1, h2, m1, m2] => offset(&[b' ', *sign, *h1, *h2, *m1, *m2])?,
        _ => return None,
    };
    Some((date.unix()? - offset) * 1000 + second)
}

/// A number of seconds such as `1795686845.309`, in thousandths.
pub(super) fn decimal(text: &[u8]) -> Option<i64> {
    let (negative, text) = text.strip_prefix(b"-").map_or((false, text), |rest| (true, rest));
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (whole, rest) = text.split_at(digits);
    if whole.is_empty() || whole.len() > 15 {
        return None;
    }
    let fraction = match rest {
        [] => 0,
        [b'.', rest @ ..] if rest.iter().all(u8::is_ascii_digit) => thousandths(rest),
        // 1.7e-05, as encoders of JSON write short durations.
        _ => return std::str::from_utf8(text).ok()?.parse::<f64>().ok().and_then(thousandths_of),
    };
    let value = number(whole)? * 1000 + fraction;
    Some(if negative { -value } else { value })
}

#[allow(clippy::cast_possible_truncation, reason = "the range is looked at")]
fn thousandths_of(value: f64) -> Option<i64> {
    (value.abs() < 1e15).then_some((value * 1000.0) as i64)
}

/// A time as a number since 1970: seconds, milliseconds, microseconds or nanoseconds, by its length.
pub(super) fn epoch(text: &[u8]) -> Option<i64> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    match digits {
        12..=13 => number(text.get(..digits)?),
        14..=16 => number(text.get(..digits)?).map(|value| value / 1000),
        17..=19 => number(text.get(..digits)?).map(|value| value / 1_000_000),
        _ => decimal(text),
    }
}

/// A time in whichever form.
pub(super) fn any(text: &[u8], times: &mut TimeReader) -> Option<i64> {
    let text = text.strip_prefix(b"[").map_or(text, |rest| rest.strip_suffix(b"]").unwrap_or(rest));
    match text {
        [_, _, b'/', ..] => times.common(text),
        [_, _, _, _, b'-', ..] => iso(text),
        _ => epoch(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_logs_are_read_in_every_form() {
        let mut times = TimeReader::default();
        for (text, ms) in [
            ("26/Nov/2026:09:54:03 +0000", Some(1_795_686_843_000)),
            ("26/Nov/2026:09:54:04 +0000", Some(1_795_686_844_000)),
            ("26/Nov/2026:10:54:04 +0100", Some(1_795_686_844_000)),
            ("26/Nov/2026:09:54:03.279", Some(1_795_686_843_279)),
            ("[26/Nov/2026:09:54:03.279 +0000]", Some(1_795_686_843_279)),
            ("2026-11-26T09:54:03Z", Some(1_795_686_843_000)),
            ("2026-11-26T10:54:03.5+01:00", Some(1_795_686_843_500)),
            ("2026-11-26 09:54:03", Some(1_795_686_843_000)),
            ("1795686843.279", Some(1_795_686_843_279)),
            ("1795686843", Some(1_795_686_843_000)),
            ("1795686843279", Some(1_795_686_843_279)),
            ("1795686843279000", Some(1_795_686_843_279)),
            ("1.7956868432790000e9", Some(1_795_686_843_279)),
            ("01/Jan/1970:00:00:00 +0000", Some(0)),
            ("31/Dec/9999:23:59:59 +0000", Some(253_402_300_799_000)),
            ("31/Feb/2026:09:54:03 +0000", None),
            ("26/Nov/2026:09:54:03 GMT", None),
            ("26/Nov/2026:09:54:0x +0000", None),
            ("26/Nov/2026:25:54:00 +0000", None),
            ("", None),
            ("-", None),
            ("nan", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(any(text.as_bytes(), &mut times), ms, "{text}");
        }
    }

    #[test]
    fn durations_keep_thousandths() {
        for (text, ms) in
            [("2.001", Some(2001)), ("0.000", Some(0)), ("2", Some(2000)), ("1.7e-05", Some(0)), ("-", None)]
        {
            assert_eq!(decimal(text.as_bytes()), ms, "{text}");
        }
    }
}
