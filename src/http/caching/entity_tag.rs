//! Entity tags, the opaque validators of a representation (RFC 9110 §8.8.3).

use crate::text::escape::Text;

/// The value of an ETag field (RFC 9110 §8.8.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityTag {
    /// Whether it is marked `W/`: it then distinguishes only representations that differ in meaning.
    pub weak: bool,
    /// What is between the quotes.
    pub opaque: Text,
}

impl EntityTag {
    /// Reads an entity tag; `None` when it breaks the grammar, as one without quotes does.
    pub fn parse(value: &[u8]) -> Option<Self> {
        let (weak, quoted) = value.strip_prefix(b"W/").map_or((false, value), |rest| (true, rest));
        let opaque = quoted.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
        let valid = opaque.iter().all(|byte| matches!(byte, 0x21 | 0x23..=0x7e | 0x80..));
        valid.then(|| Self { weak, opaque: Text::from(opaque) })
    }

    /// Whether both are the same under weak comparison, which overlooks the mark `W/` (RFC 9110 §8.8.3.2).
    pub fn matches_weakly(&self, other: &Self) -> bool {
        self.opaque == other.opaque
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_weak_or_strong() {
        let weak = EntityTag::parse(br#"W/"a,b""#).unwrap();
        let strong = EntityTag::parse(br#""a,b""#).unwrap();
        assert!(weak.weak && !strong.weak);
        assert!(weak.matches_weakly(&strong));
        assert!(EntityTag::parse(br#""""#).is_some());
    }

    #[test]
    fn text_close_to_a_tag_is_refused() {
        for value in ["abc", "\"abc", "abc\"", "\"", "w/\"a\"", "\"a b\"", "\"a\"b\"", "W/", ""] {
            assert_eq!(EntityTag::parse(value.as_bytes()), None, "{value}");
        }
    }
}
