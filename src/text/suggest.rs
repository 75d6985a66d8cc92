//! Which known word a mistyped one may be meant for.

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

/// The known word that a mistyped one may be meant for: one in which at most a quarter of its letters differ, though one
/// always may. Of words equally near, the first.
pub(crate) fn nearest<'a>(known: impl IntoIterator<Item = &'a str>, text: &str) -> Option<&'a str> {
    let near = known.into_iter().map(|word| (distance(word, text), word));
    let near = near.filter(|(distance, word)| *distance <= (word.len() / 4).max(1));
    near.min_by_key(|(distance, _)| *distance).map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_word_differs_in_few_letters() {
        for (text, expected) in [
            ("helthy", Some("healthy")),
            ("eof", Some("eol")),
            ("foo", None),
            ("outage-refussed", Some("outage-refused")),
            ("outage-rfuse", Some("outage-refused")),
            ("", None),
        ] {
            assert_eq!(nearest(["healthy", "eol", "outage-refused"], text), expected, "{text}");
        }
    }

    #[test]
    fn only_what_may_be_meant_is_compared() {
        assert_eq!(distance("sunrise", "sunrsie"), 1);
        assert_eq!(distance("sunrise", &"x".repeat(LONGEST)), LONGEST);
        assert_eq!(distance("sunrise", &"x".repeat(1 << 26)), 1 << 26);
    }
}
