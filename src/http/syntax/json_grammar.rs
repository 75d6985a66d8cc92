//! The grammar of JSON, and what it allows that clients read differently (RFC 8259).
//!
//! A reader that makes values of a text stops at limits of its own: of nesting, of numbers, of surrogates. This one
//! makes none, and distinguishes what is not JSON from JSON that parsers disagree about.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use crate::text::escape::{clip, escape};

/// The most levels of nesting that are looked at: each takes memory.
const MOST_LEVELS: usize = 10_000;

/// From this many levels on common parsers refuse a text: serde_json, PHP and others allow 128 to 512.
const DEEP: usize = 128;

/// Something about a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    /// What it is, escaped.
    pub what: String,
    /// The place in bytes.
    pub at: usize,
}

/// Checks a text: what the grammar allows and parsers disagree about, the first of it.
///
/// # Errors
/// With the first place where it is not JSON.
pub(super) fn check(text: &[u8]) -> Result<Option<Flaw>, Flaw> {
    if let Err(error) = std::str::from_utf8(text) {
        return Err(Flaw { what: "bytes that are not UTF-8".to_owned(), at: error.valid_up_to() });
    }
    let mut scanner = JsonScanner { text, at: 0, doubt: None, hasher: RandomState::new() };
    let mut open = OpenContainer::default();
    loop {
        let begun = scanner.value()?;
        if let Some(names) = begun {
            open.is_object.push(names.is_some());
            open.names.extend(names);
            if open.names.len() > MOST_LEVELS {
                let what = format!("objects are nested deeper than {MOST_LEVELS} levels, the limit of metstatus");
                scanner.doubt(scanner.at, what);
                return Ok(scanner.doubt);
            }
            if open.is_object.len() == DEEP + 1 {
                scanner.doubt(scanner.at, format!("it is nested deeper than {DEEP} levels, which many parsers reject"));
            }
            continue;
        }
        if scanner.close(&mut open)? {
            return Ok(scanner.doubt);
        }
    }
}

/// The lists and objects that are open, and the names that the objects have so far. Hashes in place of names: eight
/// million of short names would take many times the size of the text.
#[derive(Default)]
struct OpenContainer {
    is_object: Vec<bool>,
    names: Vec<HashSet<u64>>,
}

/// What a value begins that is not over: a list, or an object with its first name.
type Begun = Option<HashSet<u64>>;

struct JsonScanner<'a> {
    text: &'a [u8],
    at: usize,
    doubt: Option<Flaw>,
    hasher: RandomState,
}

impl JsonScanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn takes(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }

    /// What is wrong here: the text ends, or has something else than is expected.
    fn fault(&self, expected: &str) -> Flaw {
        let what = match self.peek() {
            None => format!("it ends where {expected} is expected"),
            Some(_) => format!("{expected} is expected"),
        };
        Flaw { what, at: self.at }
    }

    fn doubt(&mut self, at: usize, what: String) {
        self.doubt.get_or_insert(Flaw { what, at });
    }

    /// A value; of a list or an object that is not empty the beginning, up to its first value.
    fn value(&mut self) -> Result<Option<Begun>, Flaw> {
        self.blanks();
        match self.peek() {
            Some(b'{') => {
                self.at += 1;
                self.blanks();
                if self.takes(b'}') {
                    return Ok(None);
                }
                let mut names = HashSet::new();
                self.name(&mut names)?;
                return Ok(Some(Some(names)));
            }
            Some(b'[') => {
                self.at += 1;
                self.blanks();
                return Ok((!self.takes(b']')).then_some(None));
            }
            Some(b'"') => drop(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                let words: [&[u8]; 3] = [b"true", b"false", b"null"];
                let word =
                    words.into_iter().find(|word| rest.starts_with(word)).ok_or_else(|| self.fault("a value"))?;
                self.at += word.len();
            }
        }
        Ok(None)
    }

    /// What follows a value, up to the next one; whether the text ends instead.
    fn close(&mut self, open: &mut OpenContainer) -> Result<bool, Flaw> {
        loop {
            self.blanks();
            let is_object = match open.is_object.last() {
                None if self.at == self.text.len() => return Ok(true),
                None => return Err(self.fault("the end of the document")),
                Some(is_object) => *is_object,
            };
            if self.takes(b',') {
                if let Some(names) = open.names.last_mut().filter(|_| is_object) {
                    self.blanks();
                    self.name(names)?;
                }
                return Ok(false);
            }
            let (end, expected) = if is_object { (b'}', "a comma or }") } else { (b']', "a comma or ]") };
            if !self.takes(end) {
                return Err(self.fault(expected));
            }
            open.is_object.pop();
            if is_object {
                open.names.pop();
            }
        }
    }

    /// The name of a member and its colon.
    fn name(&mut self, names: &mut HashSet<u64>) -> Result<(), Flaw> {
        if self.peek() != Some(b'"') {
            return Err(self.fault("a name in quotation marks"));
        }
        let start = self.at;
        let name = self.string()?;
        if !names.insert(self.hasher.hash_one(&name)) {
            let name = clip(&escape(&String::from_utf16_lossy(&name)), 40);
            self.doubt(start, format!("the name \"{name}\" occurs twice in one object"));
        }
        self.blanks();
        if self.takes(b':') { Ok(()) } else { Err(self.fault("a colon")) }
    }

    /// A string with its escapes undone, as UTF-16, which holds halves of pairs too.
    fn string(&mut self) -> Result<Vec<u16>, Flaw> {
        let start = self.at;
        self.at += 1;
        let mut units = Vec::new();
        loop {
            let plain = self.text.get(self.at..).unwrap_or_default();
            let length = plain.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)).count();
            let plain = plain.get(..length).and_then(|plain| std::str::from_utf8(plain).ok()).unwrap_or_default();
            units.extend(plain.encode_utf16());
            self.at += length;
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => units.push(self.escaped()?),
                Some(_) => return Err(Flaw { what: "a control character in a string".to_owned(), at: self.at }),
                None => return Err(self.fault("the end of a string")),
            }
        }
        if char::decode_utf16(units.iter().copied()).any(|character| character.is_err()) {
            self.doubt(start, "a string has half of a surrogate pair".to_owned());
        }
        self.at += 1;
        Ok(units)
    }

    fn escaped(&mut self) -> Result<u16, Flaw> {
        let unit = match self.text.get(self.at + 1) {
            Some(byte @ (b'"' | b'\\' | b'/')) => u16::from(*byte),
            Some(b'b') => 8,
            Some(b'f') => 12,
            Some(b'n') => 10,
            Some(b'r') => 13,
            Some(b't') => 9,
            Some(b'u') => {
                let digits =
                    self.text.get(self.at + 2..self.at + 6).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
                let unit = digits.and_then(|digits| u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
                self.at += 4;
                unit.ok_or_else(|| Flaw { what: "\\u without four hexadecimal digits".to_owned(), at: self.at - 4 })?
            }
            _ => return Err(Flaw { what: "an escape that JSON does not have".to_owned(), at: self.at }),
        };
        self.at += 2;
        Ok(unit)
    }

    fn number(&mut self) -> Result<(), Flaw> {
        let start = self.at;
        self.takes(b'-');
        if !self.takes(b'0') && self.digits() == 0 {
            return Err(self.fault("a digit"));
        }
        if self.takes(b'.') && self.digits() == 0 {
            return Err(self.fault("a digit"));
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if self.digits() == 0 {
                return Err(self.fault("a digit"));
            }
        }
        let written = self.text.get(start..self.at).and_then(|number| std::str::from_utf8(number).ok());
        if written.and_then(|number| number.parse::<f64>().ok()).is_some_and(f64::is_infinite) {
            self.doubt(start, "a number is beyond the range of most clients, about 1.8e308".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_that_is_no_json_is_told_with_its_place() {
        for (text, at, what) in [
            ("", 0, "it ends where a value is expected"),
            ("{\"a\": 1", 7, "it ends where a comma or } is expected"),
            ("{\"a\" 1}", 5, "a colon is expected"),
            ("[1,]", 3, "a value is expected"),
            ("{\"a\":1,}", 7, "a name in quotation marks is expected"),
            ("{a:1}", 1, "a name in quotation marks is expected"),
            ("[1 2]", 3, "a comma or ] is expected"),
            ("[1] x", 4, "the end of the document is expected"),
            ("01", 1, "the end of the document is expected"),
            ("1.", 2, "it ends where a digit is expected"),
            ("-", 1, "it ends where a digit is expected"),
            ("1e+", 3, "it ends where a digit is expected"),
            ("NaN", 0, "a value is expected"),
            (&"[".repeat(200_000), 200_000, "it ends where a value is expected"),
            ("\"a", 2, "it ends where the end of a string is expected"),
            ("\"a\nb\"", 2, "a control character in a string"),
            ("\"\\x\"", 1, "an escape that JSON does not have"),
            ("\"\\u12g4\"", 1, "\\u without four hexadecimal digits"),
            ("'a'", 0, "a value is expected"),
        ] {
            assert_eq!(check(text.as_bytes()), Err(Flaw { what: what.to_owned(), at }), "{text}");
        }
        assert_eq!(check(b"[\"\xff\"]"), Err(Flaw { what: "bytes that are not UTF-8".to_owned(), at: 2 }));
    }

    #[test]
    fn json_that_parsers_disagree_about_is_json() {
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        let deeper = "{\"a\":".repeat(MOST_LEVELS + 1);
        for (text, part) in [
            ("{\"a\": 1, \"\\u0061\": 2}", "\"a\" occurs twice"),
            ("[\"\\ud83d\"]", "surrogate"),
            ("[\"\\ude00\\ud83d\"]", "surrogate"),
            ("[-1e400]", "beyond the range"),
            (&deep, "deeper than 128"),
            (&deeper, "deeper than 128"),
        ] {
            let doubt = check(text.as_bytes()).unwrap().unwrap();
            assert!(doubt.what.contains(part), "{text}: {doubt:?}");
        }
        for text in [
            "[{\"a\": {\"a\": 1}}, {\"a\": 1.5e3}, null, true, -1, \"\\u00e6\"]",
            "\"\\ud83d\\ude00 \\/\"",
            " 0 ",
            "[1e-400, 12345678901234567890123]",
            &format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP)),
        ] {
            assert_eq!(check(text.as_bytes()), Ok(None), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_that_serde_json_reads_is_json(text in "[\\[{\"a:1,}\\]e.\\-\\\\u0 n]{0,40}") {
            if serde_json::from_str::<serde_json::Value>(&text).is_ok() {
                prop_assert!(check(text.as_bytes()).is_ok(), "{text}");
            } else if let Ok(doubt) = check(text.as_bytes()) {
                prop_assert!(doubt.is_some(), "{text}");
            }
        }
    }
}
