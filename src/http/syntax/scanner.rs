//! A cursor over the bytes of a value with a fixed layout, such as a date.

/// The bytes of a value that are still unread, and whether the names read so far had the right case.
///
/// Every reading method either takes what it names from the front or returns `None`; after `None` the layout
/// does not fit and the scanner is of no more use.
#[derive(Clone, Debug)]
pub(crate) struct Scanner<'a> {
    rest: &'a [u8],
    exact_case: bool,
}

impl<'a> Scanner<'a> {
    /// A cursor at the start of `bytes`.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, exact_case: true }
    }

    /// Takes exactly the bytes `expected`.
    pub(crate) fn literal(&mut self, expected: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }

    /// Takes one byte out of `allowed`.
    pub(crate) fn one_of(&mut self, allowed: &[u8]) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        allowed.contains(first).then(|| {
            self.rest = rest;
            *first
        })
    }

    /// Takes a number of exactly `count` ASCII digits; a sign is not a digit, unlike in `str::parse`.
    pub(crate) fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.rest.split_at_checked(count)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.rest = rest;
        Some(digits.iter().fold(0_i64, |value, digit| value.saturating_mul(10).saturating_add(i64::from(digit - b'0'))))
    }

    /// Takes any ASCII digits that stand at the front, perhaps none.
    pub(crate) fn skip_digits(&mut self) -> usize {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.rest = self.rest.get(count..).unwrap_or_default();
        count
    }

    /// Takes one of `names`, compared without case, and returns its index.
    pub(crate) fn name(&mut self, names: &[&str]) -> Option<usize> {
        names.iter().position(|name| self.take_name(name.as_bytes()).is_some())
    }

    fn take_name(&mut self, name: &[u8]) -> Option<()> {
        let (found, rest) = self.rest.split_at_checked(name.len())?;
        found.eq_ignore_ascii_case(name).then(|| {
            self.exact_case &= found == name;
            self.rest = rest;
        })
    }

    /// Whether every name was written as the grammar has it.
    pub(crate) fn exact_case(&self) -> bool {
        self.exact_case
    }

    /// Whether all bytes are read.
    pub(crate) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Succeeds when all bytes are read.
    pub(crate) fn end(&self) -> Option<()> {
        self.is_at_end().then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_is_read_from_the_front() {
        let mut scan = Scanner::new(b"MON, 07");
        assert_eq!(scan.name(&["Sun", "Mon"]), Some(1));
        assert!(!scan.exact_case());
        assert_eq!(scan.literal(b", "), Some(()));
        assert_eq!(scan.digits(2), Some(7));
        assert_eq!(scan.end(), Some(()));
    }

    #[test]
    fn failed_name_leaves_the_rest_in_place() {
        let mut scan = Scanner::new(b"xy");
        assert_eq!(scan.name(&["x-ray", "xz"]), None);
        assert_eq!(scan.name(&["xy"]), Some(0));
        assert!(scan.exact_case());
    }

    #[test]
    fn only_ascii_digits_count_and_all_of_them() {
        for text in ["+7", "7", "7x", "٧٧", ""] {
            assert_eq!(Scanner::new(text.as_bytes()).digits(2), None, "{text}");
        }
    }
}
