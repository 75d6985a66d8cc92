//! The escapes that Apache and nginx write in the quoted texts of a log.

/// The byte that an escape means, and how many bytes it has after its backslash.
pub(super) fn unescaped(rest: &[u8]) -> (u8, usize) {
    let hex = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match rest {
        [b'x' | b'X', a, b, ..] => match (hex(*a), hex(*b)) {
            (Some(a), Some(b)) => (a * 16 + b, 3),
            _ => (b'\\', 0),
        },
        [b'n', ..] => (b'\n', 1),
        [b't', ..] => (b'\t', 1),
        [b'r', ..] => (b'\r', 1),
        [c @ (b'"' | b'\\'), ..] => (*c, 1),
        _ => (b'\\', 0),
    }
}
