//! What is between the connection and the library that reads it.

use metstatus::internals::http::syntax::message::MAX_HEAD;
use metstatus::internals::net::framing::{FramingFilter, Refused};

/// It does not matter in which pieces bytes come; nothing is made up but what a chunk's size is written like; what is
/// held back is bounded.
pub(crate) fn holds(bytes: &[u8]) {
    let whole = filtered(bytes, bytes.len().max(1));
    for step in [1, 7] {
        let pieces = filtered(bytes, step);
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

fn filtered(bytes: &[u8], step: usize) -> (Result<Vec<u8>, Refused>, Vec<u8>) {
    let (mut filter, mut out) = (FramingFilter::default(), Vec::new());
    let mut passed = 0;
    for part in bytes.chunks(step) {
        if let Err(exceeded) = filter.feed(part, &mut out) {
            assert!(!exceeded.to_string().is_empty());
            return (Err(exceeded), filter.surplus);
        }
        passed += part.len();
        assert!(passed < out.len() + filter.surplus.len() + filter.held() + 4 * MAX_HEAD + passed, "unbounded");
        assert!(filter.held() <= MAX_HEAD + step, "{} bytes are held back", filter.held());
    }
    (Ok(out), filter.surplus)
}
