//! Text that came from outside, and the one way in which it may be shown.
//!
//! A header value, a reason phrase, a body, a URL or a feed may hold anything: terminal escapes, bidirectional
//! overrides that turn text around, zero-width characters that hide it, bytes that are not UTF-8. [`Text`] keeps
//! the bytes as they came, and its [`Display`](fmt::Display) makes every such byte visible instead of letting
//! it act. A report format adds the escaping of its own syntax on top of this, never instead of it.

use std::ffi::OsStr;
use std::fmt;

/// Bytes of outside origin; `Display` shows them with everything that could act on a terminal escaped.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(Vec<u8>);

impl Text {
    /// Keeps `bytes` as they are.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The bytes as they came. They must not be written to any output as they are.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text, where it is UTF-8. It must not be written to any output as it is.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// Whether there are no bytes at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the text equals `other`, ASCII letters compared without case.
    pub fn eq_ignore_case(&self, other: &str) -> bool {
        self.0.eq_ignore_ascii_case(other.as_bytes())
    }

    /// The escaped text, cut after `max` characters with an ellipsis in place of the rest.
    pub fn clipped(&self, max: usize) -> String {
        clip(&self.to_string(), max)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text.into_bytes())
    }
}

impl From<Vec<u8>> for Text {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Text {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            match is_plain(chunk.valid()) {
                true => f.write_str(chunk.valid())?,
                false => chunk.valid().chars().try_for_each(|c| write_char(f, c))?,
            }
            for byte in chunk.invalid() {
                write!(f, "\\x{byte:02x}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

/// Escapes text of outside origin that is already UTF-8, such as a command-line argument.
pub fn escape(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // Writing to a String cannot fail.
        let _ = write_char(&mut out, c);
    }
    out
}

/// Cuts `text` after `max` characters and marks the cut with an ellipsis.
pub fn clip(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        None => text.to_owned(),
        Some((end, _)) => {
            let kept = text.char_indices().nth(max.saturating_sub(1)).map_or(end, |(at, _)| at);
            format!("{}…", text.get(..kept).unwrap_or_default())
        }
    }
}

/// The beginning of a text, of so many bytes at most, cut between characters.
pub(crate) fn beginning(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    text.get(..end).unwrap_or_default()
}

/// Whether a text has nothing to escape, as nearly all have: characters of ASCII that can be seen, and blanks.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn write_char(out: &mut impl fmt::Write, c: char) -> fmt::Result {
    match c {
        '\t' | '\n' | '\r' => out.write_char(' '),
        '\0'..='\x1f' | '\x7f' => write!(out, "\\x{:02x}", u32::from(c)),
        c if is_deceptive(c) || is_no_character(c) => write!(out, "\\u{{{:x}}}", u32::from(c)),
        c => out.write_char(c),
    }
}

/// Whether a character acts on what surrounds it or cannot be seen: C1 controls, bidirectional controls,
/// zero-width characters, line and paragraph separators, fillers, and the tag characters.
fn is_deceptive(c: char) -> bool {
    matches!(
        c,
        '\u{80}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a code point is none of a character, of which XML and YAML cannot hold some.
fn is_no_character(c: char) -> bool {
    u32::from(c) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// The name of a file as messages show it.
pub(crate) fn format_path(path: impl AsRef<OsStr>) -> String {
    clip(&escape(&path.as_ref().to_string_lossy()), 80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn terminal_escapes_are_shown_not_sent() {
        assert_eq!(Text::from("\x1b[31mred\x07").to_string(), "\\x1b[31mred\\x07");
        assert_eq!(Text::from("a\u{202e}b\u{200b}c\u{9b}d").to_string(), "a\\u{202e}b\\u{200b}c\\u{9b}d");
        assert_eq!(Text::from("\u{fffe}\u{1ffff}\u{fdd0}\u{fffd}").to_string(), "\\u{fffe}\\u{1ffff}\\u{fdd0}\u{fffd}");
    }

    #[test]
    fn bytes_that_are_no_utf8_are_shown_in_hex() {
        assert_eq!(Text::new(vec![0xe6, b'x', 0xf8]).to_string(), "\\xe6x\\xf8");
        assert_eq!(Text::from("Tromsø").to_string(), "Tromsø");
    }

    #[test]
    fn line_ends_and_tabs_become_blanks() {
        assert_eq!(Text::from("a\tb\r\nc").to_string(), "a b  c");
    }

    #[test]
    fn clipping_counts_characters_and_marks_the_cut() {
        assert_eq!(clip("æøå", 3), "æøå");
        assert_eq!(clip("æøåx", 3), "æø…");
        assert_eq!(Text::from("").clipped(5), "");
    }

    proptest! {
        #[test]
        fn no_input_puts_a_control_or_hidden_character_into_the_output(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let shown = Text::new(bytes).to_string();
            prop_assert!(!shown.chars().any(|c| c.is_control() || is_deceptive(c)));
        }

        #[test]
        fn no_text_puts_a_control_or_hidden_character_into_the_output(text in any::<String>()) {
            let shown = escape(&text);
            prop_assert!(!shown.chars().any(|c| c.is_control() || is_deceptive(c)));
        }
    }

    #[test]
    fn beginning_is_cut_between_characters() {
        for (most, expected) in [(0, ""), (1, "a"), (2, "a"), (3, "aø"), (4, "aøb"), (9, "aøb")] {
            assert_eq!(beginning("aøb", most), expected);
        }
    }
}
