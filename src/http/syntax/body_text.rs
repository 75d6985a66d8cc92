//! The first words of a body, for a person to read: HTML without its tags, other text as it is.

use std::borrow::Cow;

use crate::text::escape::{Text, clip};
use crate::text::html::{looks_like_html, without_tags};

/// How many lines an excerpt has at most.
const LINES: usize = 3;
/// How many characters a line of it has at most.
const WIDTH: usize = 200;
/// How much of a body is looked at, in bytes.
const LOOKED_AT: usize = 16 * 1024;

/// The text of a body, as far as it is looked at; empty when it is not text. Not escaped.
pub fn text(body: &[u8]) -> String {
    let body = body.get(..body.len().min(LOOKED_AT)).unwrap_or_default();
    let text = match body {
        [0xff, 0xfe, rest @ ..] => Cow::Owned(from_utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(from_utf16(rest, u16::from_be_bytes)),
        body if body.contains(&0) => return String::new(),
        body => String::from_utf8_lossy(body),
    };
    if looks_like_html(&text) { without_tags(&text) } else { text.into_owned() }
}

/// Text in UTF-16, as far as it is whole.
fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| Some(unit(pair.try_into().ok()?)));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The first lines of a text, escaped and cut to a width.
pub fn first_lines(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .take(LINES)
        .map(|line| clip(&Text::from(line).to_string(), WIDTH))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn excerpt(body: &[u8]) -> Vec<String> {
        first_lines(&text(body))
    }

    #[test]
    fn html_loses_its_tags_and_scripts() {
        let page = b"<!DOCTYPE html><html><head><title>Error</title><script>if (a<b) evil()</script></head>\
                     <body><h1>400 Bad &amp; wrong</h1><p>Missing <b>lat</b></p></body></html>";
        assert_eq!(excerpt(page), ["Error", "400 Bad & wrong", "Missing lat"]);
    }

    #[test]
    fn plain_text_is_kept_with_its_angle_brackets() {
        assert_eq!(excerpt(b"a < b\n\n  second   line\r\n"), ["a < b", "second line"]);
    }

    #[test]
    fn text_in_utf16_is_read_by_its_byte_order_mark() {
        let little: Vec<u8> = "\u{feff}Too many decimals, \u{e6}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}<html><body>No data".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(excerpt(&little), ["Too many decimals, \u{e6}"]);
        assert_eq!(excerpt(&big), ["No data"]);
        assert!(excerpt(&little[2..]).is_empty(), "without the mark it is taken for data");
        assert_eq!(excerpt(&[0xff, 0xfe, 0x41]), [""; 0]);
    }

    #[test]
    fn terminal_escapes_and_binary_data_do_no_harm() {
        assert_eq!(excerpt(b"\x1b[31mred"), ["\\x1b[31mred"]);
        assert!(excerpt(b"\x89PNG\0\0").is_empty());
        assert!(excerpt(b"").is_empty());
    }

    proptest! {
        #[test]
        fn no_body_makes_it_panic_or_leak_controls(body in proptest::collection::vec(any::<u8>(), 0..400), html in any::<bool>()) {
            let body = if html { [b"<html>".as_slice(), &body].concat() } else { body };
            prop_assert!(excerpt(&body).iter().all(|line| !line.chars().any(char::is_control)));
        }
    }
}
