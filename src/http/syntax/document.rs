//! Whether content is a document of its kind: JSON and XML as strict parsers read them.

use std::fmt;

use super::json_grammar::{self, Flaw};
use crate::text::escape::{clip, escape};

/// The largest XML document that is looked at, in bytes: its tree takes many times its size.
pub const MAX_XML: usize = 2 * 1024 * 1024;

/// The most elements and texts of an XML document that is looked at, for the same reason.
const MAX_NODES: u32 = 200_000;

/// Bytes of content that may be a word in place of data.
const A_FEW_WORDS: usize = 24;

/// Why content is not a document of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentFault {
    /// What is wrong, escaped.
    pub what: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes (JSON) or characters (XML), from 1; 0 before the first of a line.
    pub column: usize,
    /// Whether it is a document all the same, which parsers read differently.
    pub is_doubt: bool,
}

impl fmt::Display for DocumentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.what)
    }
}

/// The formats that are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataFormat {
    /// JSON (RFC 8259).
    Json,
    /// XML 1.0.
    Xml,
}

impl DataFormat {
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

/// What the grammar of JSON refuses, a byte order mark (RFC 8259 §8.1) among it, and what it allows that parsers read
/// differently.
fn json(bytes: &[u8]) -> Option<DocumentFault> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        let what = "a byte order mark, which JSON must not have".to_owned();
        return Some(DocumentFault { what, line: 1, column: 1, is_doubt: false });
    }
    let checked = json_grammar::check(bytes);
    let is_doubt = checked.is_ok();
    let Flaw { what, at } = checked.unwrap_or_else(Some)?;
    let (line, column) = place(bytes, at);
    Some(DocumentFault { what, line, column, is_doubt })
}

/// Line and column in bytes of a place, from 1.
fn place(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count() + 1;
    (line, column)
}

/// Faults in the form of XML. A document type declaration is part of it by right (XML 1.0 §2.8). Entities that one
/// declares are not expanded, which is a way to attack readers, and a document with any is not looked at.
fn xml(bytes: &[u8]) -> Option<DocumentFault> {
    if bytes.len() > MAX_XML {
        return None;
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) if declares_other_encoding(bytes) => return None,
        Err(error) => {
            let (line, column) = place(bytes, error.valid_up_to());
            let what = "bytes that are not UTF-8".to_owned();
            return Some(DocumentFault { what, line, column, is_doubt: false });
        }
    };
    let has_type = text.contains("<!DOCTYPE");
    if is_costly(text) || (has_type && text.contains("<!ENTITY")) {
        return None;
    }
    let options =
        roxmltree::ParsingOptions { nodes_limit: MAX_NODES, allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let error = roxmltree::Document::parse_with_options(text, options).err()?;
    match error {
        roxmltree::Error::NodesLimitReached => return None,
        // The type may be declared in another document, with names for characters.
        roxmltree::Error::UnknownEntityReference(..) if has_type => return None,
        _ => {}
    }
    let place = error.pos();
    let (line, column) = (place.row as usize, place.col as usize);
    let text = error.to_string();
    let what = clip(&escape(text.rsplit_once(" at ").map_or(text.as_str(), |(what, _)| what)), 120);
    Some(DocumentFault { what, line: line.max(1), column, is_doubt: false })
}

/// The most attributes of one element. They are compared with each other, so the work grows with their square.
const MOST_ATTRIBUTES: usize = 200;
/// The most namespace declarations of a document. Each is inherited, so the memory grows with the square of the number.
const MOST_NAMESPACES: usize = 4_000;

/// Whether an XML document has so many attributes or namespaces that reading it costs out of all proportion to its
/// size.
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

/// Whether the XML declaration names an encoding other than UTF-8, or the bytes are UTF-16. Nothing but the declaration
/// names one, which comes first (XML 1.0 §4.3.3).
fn declares_other_encoding(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return true;
    }
    let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default()).to_ascii_lowercase();
    let declaration = start.strip_prefix("<?xml").filter(|rest| rest.starts_with(char::is_whitespace));
    let named = declaration.and_then(|rest| rest.split("?>").next()?.split_once("encoding"));
    let name = named.and_then(|(_, rest)| rest.trim_start().strip_prefix('=')?.split(['"', '\'']).nth(1));
    name.is_some_and(|name| !["utf-8", "utf8"].contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn word_in_place_of_data_is_not_meant_as_data() {
        for (content, meant) in [
            (&b"A"[..], false),
            (b"  \n ", false),
            (b"service is up", false),
            (b"{", true),
            (b"\xef\xbb\xbf[1", true),
            (b"upstream connect error or disconnect/reset before headers", true),
        ] {
            assert_eq!(DataFormat::Json.is_intended(content), meant, "{content:?}");
        }
        assert!(DataFormat::Xml.is_intended(b"<a") && !DataFormat::Xml.is_intended(b"{"));
    }

    #[test]
    fn kinds_are_told_by_the_media_type() {
        for json in ["application/json", "Application/GEO+json; charset=utf-8", "text/json"] {
            assert_eq!(DataFormat::of(json), Some(DataFormat::Json), "{json}");
        }
        for xml in ["text/xml", "application/rss+xml;charset=UTF-8", "application/cap+xml"] {
            assert_eq!(DataFormat::of(xml), Some(DataFormat::Xml), "{xml}");
        }
        for other in ["text/plain", "image/svg+xml", "application/jsonp", "", "application/xhtml+xml"] {
            assert_eq!(DataFormat::of(other), None, "{other}");
        }
    }

    #[test]
    fn json_with_doubts_is_told_from_what_is_no_json() {
        let fault = json(b"{\"a\": 1,\n \"\\u0061\": 2}").unwrap();
        assert_eq!((fault.is_doubt, fault.line), (true, 2), "{fault}");
        assert!(!json(b"{\"a\": 1").unwrap().is_doubt);
        assert_eq!(json(b"\xef\xbb\xbf{}").map(|fault| fault.is_doubt), Some(false));
        assert_eq!(json(b"[{\"a\": {\"a\": 1}}, {\"a\": 1.5e3}]"), None);
    }

    #[test]
    fn only_the_declaration_names_an_encoding_of_xml() {
        assert_eq!(xml(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe6</a>"), None);
        assert_eq!(xml(b"<a>\n \xe6</a>").unwrap().to_string(), "line 2, column 2: bytes that are not UTF-8");
        for text in [
            &b"<!-- no encoding here --><a>\xe6</a>"[..],
            b"<?xml version='1.0'?><!-- encoding='latin-1' --><a>\xe6</a>",
            b"<?xml-stylesheet encoding='latin-1'?><a>\xe6</a>",
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>\xe6</a>",
        ] {
            assert!(xml(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn xml_may_declare_its_type() {
        let outside = "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/x.dtd\">";
        for text in [
            format!("<?xml version=\"1.0\"?>\n{outside}\n<plist><dict/></plist>"),
            "<!DOCTYPE a [<!ELEMENT a (b*)> <!ATTLIST a c CDATA #IMPLIED>]><a><b/></a>".to_owned(),
            format!("{outside}<plist>&nbsp;</plist>"),
            "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>".to_owned(),
        ] {
            assert_eq!(xml(text.as_bytes()), None, "{text}");
        }
        for text in [format!("{outside}<plist><dict></plist>"), "<a>&nbsp;</a>".to_owned(), "<a></b>".to_owned()] {
            assert!(xml(text.as_bytes()).is_some(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_content_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "\
            [\\[{\"a:1,}\\]<>&;/!?x \n]{0,60}") {
            for kind in [DataFormat::Json, DataFormat::Xml] {
                for content in [bytes.as_slice(), text.as_bytes()] {
                    let fault = kind.fault(content).map(|fault| fault.to_string());
                    prop_assert!(fault.is_none_or(|fault| !fault.chars().any(char::is_control)));
                }
            }
        }
    }
}
