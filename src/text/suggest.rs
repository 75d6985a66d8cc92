//! How far a mistyped word is from one that is known.

/// The longest text that is compared, in bytes: the work grows with it, and no known word is as long.
pub(crate) const LONGEST: usize = 100;

/// How many letters have to be changed, added, left out or swapped; of a text that is too long to be meant for a known
/// word all of them.
pub(crate) fn distance(known: &str, text: &str) -> usize {
    match text.len() > LONGEST {
        true => text.len(),
        false => strsim::osa_distance(known, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_meant_is_compared() {
        assert_eq!(distance("sunrise", "sunrsie"), 1);
        assert_eq!(distance("sunrise", &"x".repeat(LONGEST)), LONGEST);
        assert_eq!(distance("sunrise", &"x".repeat(1 << 26)), 1 << 26);
    }
}
