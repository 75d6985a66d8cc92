//! Words that depend on a count.

use std::fmt::Display;

/// The word for one, or the word for any other number.
pub(crate) fn one_or_many<N: PartialEq + From<u8>>(count: N, one: &'static str, many: &'static str) -> &'static str {
    if count == N::from(1) { one } else { many }
}

/// A number with its word: `1 day`, `2 days`.
pub(crate) fn counted<N: Copy + Display + PartialEq + From<u8>>(
    count: N,
    one: &'static str,
    many: &'static str,
) -> String {
    format!("{count} {}", one_or_many(count, one, many))
}

/// `request` for one, else `requests`.
pub(crate) fn requests(count: u64) -> &'static str {
    one_or_many(count, "request", "requests")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_singular() {
        assert_eq!([0, 1, 2].map(requests), ["requests", "request", "requests"]);
        assert_eq!(
            [-1, 0, 1, 2].map(|days: i64| counted(days, "day", "days")),
            ["-1 days", "0 days", "1 day", "2 days"]
        );
    }
}
