//! Numbers as people and formats write them.

use std::time::Duration;

/// A number with a comma between each three digits.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A stretch of time in the unit that fits it: `45 s`, `31 min`, `5 h`, `3 days`.
pub(crate) fn stretch(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// Seconds with three decimals, which is the most that readers of JUnit allow.
pub(super) fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_stretches_read_well() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(3044), "3,044");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!([45, 1860, 18_000, 300_000].map(stretch), ["45 s", "31 min", "5 h", "3 days"]);
    }
}
