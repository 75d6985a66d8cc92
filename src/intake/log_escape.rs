//! The escapes that Apache and nginx write in the quoted texts of a log.

use crate::text::percent::byte_of_hex;

/// The byte that an escape means, and how many bytes it has after its backslash.
pub(super) fn unescaped(rest: &[u8]) -> (u8, usize) {
    match rest {
        [b'x' | b'X', a, b, ..] => byte_of_hex(&[*a, *b]).map_or((b'\\', 0), |byte| (byte, 3)),
        [b'n', ..] => (b'\n', 1),
        [b't', ..] => (b'\t', 1),
        [b'r', ..] => (b'\r', 1),
        [c @ (b'"' | b'\\'), ..] => (*c, 1),
        _ => (b'\\', 0),
    }
}
