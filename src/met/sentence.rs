//! Sentences that only MET's API writes: where no host is shown, they say that MET spoke.

/// A sentence of MET's, in lower case, and the status that comes with it.
const SENTENCES: &[(&str, u16)] = &[
    ("end-of-lifed for this product", 404),
    ("version number is not supported by this product", 404),
    ("the specified product does not exist", 404),
    ("metno::weatherapi", 400),
    ("in call to metno::", 400),
];

/// The status that comes with a sentence of MET's in a line, where there is one.
pub(crate) fn status_of(line: &str) -> Option<u16> {
    // Most lines are none, and need no copy.
    if !line.contains("roduct") && !line.contains("etno::") {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    SENTENCES.iter().find(|(words, _)| lower.contains(words)).map(|(_, status)| *status)
}

/// Whether a text holds a sentence of MET's.
pub(crate) fn is_from_met(text: &str) -> bool {
    status_of(text).is_some()
}
