//! Text from outside, as it is shown.

use metstatus::internals::text::escape::{Text, clip, escape};
use metstatus::internals::text::secret::{redact_line, redact_urls};

use super::assert_line;

/// Whatever is shown does not act; it is no longer than four times the bytes; what is shown already stays as it is; no
/// password of a URL is left.
pub(crate) fn holds(bytes: &[u8]) {
    let text = Text::new(bytes);
    let shown = text.to_string();
    assert_line("shown", &shown);
    assert!(shown.len() <= 4 * bytes.len(), "{} bytes become {}", bytes.len(), shown.len());
    assert_eq!(escape(&shown), shown, "escaped twice");
    assert_eq!(format!("{text:?}"), format!("\"{shown}\""));
    for most in [1, 7, 80] {
        let cut = text.clipped(most);
        assert!(cut.chars().count() <= most, "{cut:?} has more than {most} characters");
        assert!(shown.starts_with(cut.trim_end_matches('…')), "{cut:?} is no beginning of {shown:?}");
        assert_eq!(clip(&cut, most), cut, "clipped twice");
    }
    for hidden in [redact_urls(&shown), redact_line(&shown)] {
        assert_line("masked", &hidden);
    }
    if !shown.contains("hush") {
        let secret = redact_urls(&format!("{shown} https://user:hush@host/{shown}"));
        assert!(!secret.contains("hush"), "{secret:?}");
    }
}
