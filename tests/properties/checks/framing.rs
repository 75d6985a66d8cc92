//! What stands between the connection and the library that reads it.

use metstatus::internals::http::syntax::message::MAX_HEAD;
use metstatus::internals::net::framing::{Refused, Sieve};

/// It does not matter in which pieces bytes come; nothing is made up but what a chunk's size is written like; what is
/// held back is bounded.
pub(crate) fn holds(bytes: &[u8]) {
    let whole = sieved(bytes, bytes.len().max(1));
    for step in [1, 7] {
        let pieces = sieved(bytes, step);
        assert_eq!(pieces.0.is_ok(), whole.0.is_ok(), "in steps of {step}");
        if whole.0.is_ok() {
            assert_eq!(pieces, whole, "in steps of {step}");
        }
    }
    let (out, surplus) = whole;
    assert!(surplus.len() <= 200);
    let Ok(out) = out else { return };
    // A size without its zeros and with a whole line end may be two bytes longer than it came.
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    assert!(out.len() + surplus.len() <= bytes.len() + 2 * lines, "{} bytes out of {}", out.len(), bytes.len());
}

fn sieved(bytes: &[u8], step: usize) -> (Result<Vec<u8>, Refused>, Vec<u8>) {
    let (mut sieve, mut out) = (Sieve::default(), Vec::new());
    let mut passed = 0;
    for part in bytes.chunks(step) {
        if let Err(exceeded) = sieve.feed(part, &mut out) {
            assert!(!exceeded.to_string().is_empty());
            return (Err(exceeded), sieve.surplus);
        }
        passed += part.len();
        assert!(passed < out.len() + sieve.surplus.len() + sieve.held() + 4 * MAX_HEAD + passed, "unbounded");
        assert!(sieve.held() <= MAX_HEAD + step, "{} bytes are held back", sieve.held());
    }
    (Ok(out), sieve.surplus)
}
