//! Ranges of thresholds as monitoring plugins write them: `10`, `10:`, `~:10`, `10:20`, `@10:20`.

use std::fmt;

/// A range of numbers, and on which side of its ends a value raises an alert.
/// <https://www.monitoring-plugins.org/doc/guidelines.html#THRESHOLDFORMAT>
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The least value of the range, itself in it; negative infinity for none.
    start: f64,
    /// The greatest value of the range, itself in it; infinity for none.
    end: f64,
    /// Whether a value inside raises the alert, and not one outside.
    inside: bool,
}

/// Why a text is not a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RangeError {
    /// It is not of the form, or has a number that is not decimal or not finite.
    Malformed,
    /// Its start is greater than its end.
    Reversed(f64, f64),
}

impl fmt::Display for RangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("write a range such as 5, 0.5:5 or @10:20, with decimal numbers"),
            Self::Reversed(start, end) => write!(f, "its start, {start}, is greater than its end, {end}"),
        }
    }
}

impl std::error::Error for RangeError {}

impl Range {
    /// Reads `[@][start:]end`: start is 0 where it is left out and `~` for negative infinity, an empty end infinity.
    ///
    /// # Errors
    /// When the text is not such a range, a number is not finite, or the start is greater than the end.
    pub fn parse(text: &str) -> Result<Self, RangeError> {
        let (inside, bounds) = match text.strip_prefix('@') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (start, end) = match bounds.split_once(':') {
            Some((start, end)) => (
                match start {
                    "" => 0.0,
                    "~" => f64::NEG_INFINITY,
                    number => parse_number(number)?,
                },
                if end.is_empty() { f64::INFINITY } else { parse_number(end)? },
            ),
            None => (0.0, parse_number(bounds)?),
        };
        match start <= end {
            true => Ok(Self { start, end, inside }),
            false => Err(RangeError::Reversed(start, end)),
        }
    }

    /// Whether a value raises the alert.
    pub fn alerts(&self, value: f64) -> bool {
        (self.start <= value && value <= self.end) == self.inside
    }
}

/// A decimal number without exponent. Rust would read `nan`, `inf` and `1e400` too.
fn parse_number(text: &str) -> Result<f64, RangeError> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !(is_number(whole) && is_number(fraction)) || (whole.is_empty() && fraction.is_empty()) {
        return Err(RangeError::Malformed);
    }
    text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or(RangeError::Malformed)
}

impl fmt::Display for Range {
    /// The shortest form that means the same: the end alone where the start is 0.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.inside {
            f.write_str("@")?;
        }
        match (self.start, self.end) {
            (start, end) if start == 0.0 && end.is_finite() => write!(f, "{end}"),
            (f64::NEG_INFINITY, f64::INFINITY) => f.write_str("~:"),
            (f64::NEG_INFINITY, end) => write!(f, "~:{end}"),
            (start, f64::INFINITY) => write!(f, "{start}:"),
            (start, end) => write!(f, "{start}:{end}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The range, values that raise the alert, and values that do not.
    const VECTORS: &[(&str, &[f64], &[f64])] = &[
        ("10", &[-1.0, 10.1, -0.001], &[0.0, 10.0, 5.0]),
        ("6", &[6.1, -1.0], &[6.0, 0.0]),
        ("10:", &[9.9, 0.0, -5.0], &[10.0, 1e12]),
        ("~:10", &[10.1, 1e12], &[10.0, -1e12]),
        ("10:20", &[9.9, 20.1], &[10.0, 20.0]),
        ("@10:20", &[10.0, 15.0, 20.0], &[9.9, 20.1]),
        ("@1:1", &[1.0], &[0.999, 1.001]),
        ("1:1", &[0.5, 2.0], &[1.0]),
        ("-7:23", &[-7.1, 23.1], &[-7.0, 0.0, 23.0]),
        (":5.75", &[-0.1, 5.76], &[0.0, 5.75]),
        ("~:-95.99", &[-95.98, 0.0], &[-95.99, -1e9]),
        ("12345678901234567890:", &[12_345_678_901_234_560_000.0], &[12_345_678_901_234_570_000.0]),
        ("0", &[0.1, -0.1], &[0.0]),
        ("@0:", &[0.0, 7.0], &[-0.1]),
        ("~:", &[], &[-1e9, 0.0, 1e9]),
        ("@~:", &[-1e9, 0.0, 1e9], &[]),
        (":", &[-1.0], &[0.0, 1e9]),
        ("-20:-10", &[-9.0, -21.0, 0.0], &[-20.0, -10.0]),
        (".5", &[0.6], &[0.5]),
        ("1.:2.", &[0.9], &[1.0, 2.0]),
    ];

    #[test]
    fn ranges_alert_outside_or_inside_their_ends() {
        for (text, alerting, quiet) in VECTORS {
            let range = Range::parse(text).unwrap();
            assert!(alerting.iter().all(|value| range.alerts(*value)), "{text}");
            assert!(quiet.iter().all(|value| !range.alerts(*value)), "{text}");
            assert_eq!(Range::parse(&range.to_string()), Ok(range), "{text} as {range}");
        }
    }

    #[test]
    fn text_that_is_not_a_range_is_refused() {
        for text in [
            "", "2:1", "10:5", "abc", "~5:6", "nan", "NaN", "inf", "infinity", "-inf:", "1e400", "1e3", "@", "~", "-5",
            "5:4.9", "1:2:3", "1,5", " 5", "5 ", "0x10", "--5", "+-5", "1..2", ".", "-", "٣", "@@5", "5:@6", "5s",
            "~:~", "1:nan",
        ] {
            assert!(Range::parse(text).is_err(), "{text:?}");
        }
        let huge = "9".repeat(400);
        assert!(Range::parse(&huge).is_err());
    }

    #[test]
    fn range_from_zero_is_shown_as_a_plain_number() {
        for (text, shown) in [("0:5", "5"), (":5.75", "5.75"), ("~:10", "~:10"), ("@1:2", "@1:2"), ("3:", "3:")] {
            assert_eq!(Range::parse(text).unwrap().to_string(), shown);
        }
    }

    proptest! {
        #[test]
        fn no_text_is_read_as_a_range_that_is_not_shown_as_one(text in "[@~]{0,2}[-+0-9.:e]{0,12}") {
            if let Ok(range) = Range::parse(&text) {
                prop_assert_eq!(Range::parse(&range.to_string()), Ok(range));
            }
        }
    }

    #[test]
    fn refusal_says_what_to_write_or_what_is_wrong() {
        let said = |text: &str| Range::parse(text).unwrap_err().to_string();
        assert_eq!(said("x"), "write a range such as 5, 0.5:5 or @10:20, with decimal numbers");
        assert_eq!(said("9:5"), "its start, 9, is greater than its end, 5");
    }
}
