//! Spans of time as HTTP writes them: `delta-seconds` (RFC 9111 §1.2.2) and `delay-seconds` (RFC 9110 §10.2.3).

/// The most seconds that a span is taken for: 2^31, as RFC 9111 §1.2.2 has it for numbers that are too great.
pub const MAX_DELTA_SECONDS: i64 = 1 << 31;

/// Reads a number of seconds (RFC 9111 §1.2.2): ASCII digits and nothing else, clamped to [`MAX_DELTA_SECONDS`].
///
/// `str::parse` would not do: it takes `+120` and fails on numbers that RFC 9111 wants clamped.
pub fn parse_delta_seconds(value: &[u8]) -> Option<i64> {
    let digits = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    digits.then(|| {
        let append = |sum: i64, digit: &u8| sum.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
        value.iter().fold(0, append).min(MAX_DELTA_SECONDS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_are_seconds() {
        let rows = [
            ("0", 0),
            ("120", 120),
            ("003600", 3600),
            ("2147483647", 2_147_483_647),
            ("2147483649", MAX_DELTA_SECONDS),
            ("99999999999999999999999999", MAX_DELTA_SECONDS),
        ];
        for (value, seconds) in rows {
            assert_eq!(parse_delta_seconds(value.as_bytes()), Some(seconds), "{value}");
        }
    }

    #[test]
    fn anything_but_digits_is_refused() {
        for value in ["", "-5", "+120", "1.5", "120s", "1e3", "0x10", " 1", "1 ", "'60'", "\"60\"", "١٢٠"] {
            assert_eq!(parse_delta_seconds(value.as_bytes()), None, "{value}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_leave_the_range(
            bytes in proptest::collection::vec(any::<u8>(), 0..40),
            digits in "[0-9]{0,40}",
        ) {
            for value in [bytes.as_slice(), digits.as_bytes()] {
                let in_range = |seconds| (0..=MAX_DELTA_SECONDS).contains(&seconds);
                prop_assert!(parse_delta_seconds(value).is_none_or(in_range));
            }
        }
    }
}
