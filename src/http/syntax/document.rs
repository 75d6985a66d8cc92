//! Whether content is a document of its kind: JSON and XML as strict parsers read them.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher as _, RandomState};

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::text::escape::{clip, escape};

/// The largest XML document that is looked at, in bytes: its tree takes many times its size.
pub const MAX_XML: usize = 2 * 1024 * 1024;

/// The most elements and texts of an XML document that is looked at, for the same reason.
const MAX_NODES: u32 = 200_000;

/// Bytes of content that may be a word in place of data.
const A_FEW_WORDS: usize = 24;

/// Why content is no document of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentFault {
    /// What is wrong, escaped.
    pub what: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes (JSON) or characters (XML), from 1; 0 before the first of a line.
    pub column: usize,
}

impl fmt::Display for DocumentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.what)
    }
}

/// The formats that are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JSON (RFC 8259).
    Json,
    /// XML 1.0.
    Xml,
}

impl Kind {
    /// The format that a media type names (RFC 6839), where it is one of these.
    pub fn of(content_type: &str) -> Option<Self> {
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" | "text/json" => Some(Self::Json),
            "application/xml" | "text/xml" => Some(Self::Xml),
            // Pictures and pages of XML have DTDs by right.
            "image/svg+xml" | "application/xhtml+xml" => None,
            other if other.ends_with("+json") => Some(Self::Json),
            other if other.ends_with("+xml") => Some(Self::Xml),
            _ => None,
        }
    }

    /// The name that people use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Xml => "XML",
        }
    }

    /// Whether content is meant as a document of this kind: it begins like one, or is more than a word or two.
    pub fn is_intended(self, bytes: &[u8]) -> bool {
        let content = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
        let begins = match self {
            Self::Json => content.starts_with(b"{") || content.starts_with(b"["),
            Self::Xml => content.starts_with(b"<"),
        };
        begins || content.len() >= A_FEW_WORDS
    }

    /// The first fault that makes content no document of this kind.
    pub fn fault(self, bytes: &[u8]) -> Option<DocumentFault> {
        match self {
            Self::Json => json(bytes),
            Self::Xml => xml(bytes),
        }
    }
}

/// Faults that strict parsers refuse, names that stand twice in one object (RFC 8259 §4) and a byte order mark (§8.1)
/// among them. Nesting beyond 128 levels counts too: most parsers stop there or earlier.
fn json(bytes: &[u8]) -> Option<DocumentFault> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Some(DocumentFault {
            what: "a byte order mark, which JSON must not have".to_owned(),
            line: 1,
            column: 1,
        });
    }
    let mut parser = serde_json::Deserializer::from_slice(bytes);
    let error = Strict.deserialize(&mut parser).and_then(|()| parser.end()).err()?;
    let what = error.to_string();
    let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what);
    Some(DocumentFault { what: clip(&escape(what), 120), line: error.line(), column: error.column() })
}

/// Reads a value for its form alone, and holds no more of it than the names of the objects that are open.
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        // Hashes in place of names: eight million of short names would take many times the content's size.
        let (hasher, mut names) = (RandomState::new(), HashSet::new());
        while let Some(name) = members.next_key::<String>()? {
            if !names.insert(hasher.hash_one(&name)) {
                let name = clip(&name, 40);
                return Err(A::Error::custom(format_args!("the name \"{name}\" occurs twice in one object")));
            }
            members.next_value_seed(Self)?;
        }
        Ok(())
    }
}

/// Faults in the form of XML. A DTD is refused: whatever it defines, a reader of data has no use for it, and expanding
/// it is a way to attack readers.
fn xml(bytes: &[u8]) -> Option<DocumentFault> {
    if bytes.len() > MAX_XML {
        return None;
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) if declares_other_encoding(bytes) => return None,
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
            let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count() + 1;
            return Some(DocumentFault { what: "bytes that are not UTF-8".to_owned(), line, column });
        }
    };
    if is_costly(text) {
        return None;
    }
    let options = roxmltree::ParsingOptions { nodes_limit: MAX_NODES, ..roxmltree::ParsingOptions::default() };
    let error = roxmltree::Document::parse_with_options(text, options).err()?;
    if matches!(error, roxmltree::Error::NodesLimitReached) {
        return None;
    }
    let place = error.pos();
    let (line, column) = (place.row as usize, place.col as usize);
    let what = match error {
        roxmltree::Error::DtdDetected => "a document type declaration (DTD), which is refused".to_owned(),
        error => {
            let text = error.to_string();
            clip(&escape(text.rsplit_once(" at ").map_or(text.as_str(), |(what, _)| what)), 120)
        }
    };
    Some(DocumentFault { what, line: line.max(1), column })
}

/// The most attributes of one element. They are compared with each other, so the work grows with their square.
const MOST_ATTRIBUTES: usize = 200;
/// The most namespace declarations of a document. Each is inherited, so the memory grows with the square of the number.
const MOST_NAMESPACES: usize = 4_000;

/// Whether an XML document has so many attributes or namespaces that reading it costs out of all proportion to its size.
pub(crate) fn is_costly(text: &str) -> bool {
    let greedy = |tag: &str| {
        let mut quote = None;
        let mut attributes = 0;
        for byte in tag.bytes() {
            match (quote, byte) {
                (Some(open), byte) if open == byte => quote = None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => attributes += 1,
                (None, b'>') => break,
                _ => {}
            }
        }
        attributes > MOST_ATTRIBUTES
    };
    text.split('<').skip(1).filter(|tag| !tag.starts_with(['!', '?', '/'])).any(greedy)
        || text.matches("xmlns").count() > MOST_NAMESPACES
}

/// Whether the XML declaration names an encoding other than UTF-8, or the bytes are UTF-16.
fn declares_other_encoding(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default()).to_ascii_lowercase();
    let declaration = start.split("?>").next().unwrap_or_default();
    bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || (declaration.contains("encoding") && !declaration.contains("utf-8"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_word_in_place_of_data_is_not_meant_as_data() {
        for (content, meant) in [
            (&b"A"[..], false),
            (b"  \n ", false),
            (b"service is up", false),
            (b"{", true),
            (b"\xef\xbb\xbf[1", true),
            (b"upstream connect error or disconnect/reset before headers", true),
        ] {
            assert_eq!(Kind::Json.is_intended(content), meant, "{content:?}");
        }
        assert!(Kind::Xml.is_intended(b"<a") && !Kind::Xml.is_intended(b"{"));
    }

    #[test]
    fn kinds_are_told_by_the_media_type() {
        for json in ["application/json", "Application/GEO+json; charset=utf-8", "text/json"] {
            assert_eq!(Kind::of(json), Some(Kind::Json), "{json}");
        }
        for xml in ["text/xml", "application/rss+xml;charset=UTF-8", "application/cap+xml"] {
            assert_eq!(Kind::of(xml), Some(Kind::Xml), "{xml}");
        }
        for other in ["text/plain", "image/svg+xml", "application/jsonp", "", "application/xhtml+xml"] {
            assert_eq!(Kind::of(other), None, "{other}");
        }
    }

    #[test]
    fn the_same_name_in_different_objects_is_no_fault() {
        assert_eq!(json(b"[{\"a\": {\"a\": 1}}, {\"a\": 1.5e3}, null, true, -1, \"\\u00e6\"]"), None);
        let fault = json(b"{\"a\": 1, \"\\u0061\": 2}").unwrap();
        assert!(fault.what.contains("\"a\" occurs twice"), "{fault}");
    }

    #[test]
    fn latin_1_that_says_so_is_no_fault_of_xml() {
        assert_eq!(xml(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe6</a>"), None);
        assert_eq!(xml(b"<a>\n \xe6</a>").unwrap().to_string(), "line 2, column 2: bytes that are not UTF-8");
    }

    proptest! {
        #[test]
        fn no_content_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[\\[{\"a:1,}\\]<>&;/!?x \n]{0,60}") {
            for kind in [Kind::Json, Kind::Xml] {
                for content in [bytes.as_slice(), text.as_bytes()] {
                    let fault = kind.fault(content).map(|fault| fault.to_string());
                    prop_assert!(fault.is_none_or(|fault| !fault.chars().any(char::is_control)));
                }
            }
        }
    }
}
