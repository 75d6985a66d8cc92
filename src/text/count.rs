//! Words that depend on a count.

/// The word for one, or the word for any other number.
pub(crate) fn one_or_many(count: u64, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
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
    }
}
