//! Text as a word for a POSIX shell.

use crate::text::escape::escape;

/// The text in single quotes, so a shell takes it as it is; none where it has characters that act on a terminal.
pub(crate) fn quoted(text: &str) -> Option<String> {
    Some(format!("'{}'", within_quotes(text)?))
}

/// The text as it is between single quotes.
pub(crate) fn within_quotes(text: &str) -> Option<String> {
    let is_plain = escape(text) == text && !text.chars().any(char::is_control);
    is_plain.then(|| text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_any_text() {
        assert_eq!(quoted("a b"), Some("'a b'".to_owned()));
        assert_eq!(quoted("it's $HOME `x`"), Some("'it'\\''s $HOME `x`'".to_owned()));
        for text in ["a\nb", "\u{202e}", "\x07"] {
            assert_eq!(quoted(text), None, "{text:?}");
        }
    }
}
