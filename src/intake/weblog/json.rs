//! Logs of one JSON object a line: Caddy, Traefik, and what nginx writes with `escape=json`.
//!
//! The objects are walked over once; strings are looked at only where a field is known.

use memchr::{memchr, memchr2};

use super::draft::{Draft, LogField};
use super::names::{self, Section};
use super::time::TimeReader;
use crate::evidence::event::Vantage;
use crate::text::percent::byte_of_hex;

/// How deep objects may be nested.
const DEPTH: usize = 16;

/// Room for strings whose escapes are undone.
pub(super) type JsonScratch = Vec<u8>;

/// A string value that has escapes: where it was found, and where its text is now.
type Escaped = (LogField, usize, usize);

/// Reads a line.
pub(super) fn read<'a>(
    line: &'a [u8],
    draft: &mut Draft<'a>,
    times: &mut TimeReader,
    scratch: &'a mut JsonScratch,
) -> Option<()> {
    scratch.clear();
    let rest = object_of(line.trim_ascii());
    rest.strip_prefix(b"{")?;
    let mut walk = Walk { rest, draft, times, scratch: &mut *scratch, escaped: Vec::new(), seen: 0 };
    walk.object(Section::Top, 0)?;
    if !walk.rest.trim_ascii().is_empty() {
        return None;
    }
    let escaped = walk.escaped;
    let scratch: &'a JsonScratch = scratch;
    for (field, start, end) in escaped {
        draft.set(field, scratch.get(start..end)?, times);
    }
    // Without a time a request can still be judged by what it shows alone.
    ((draft.is_timed() || draft.is_request()) && draft.event.status.is_some()).then_some(())
}

/// The object of a line, without what syslog puts before it: `<134>Nov 26 09:54:05 haproxy[1191]: {`.
fn object_of(line: &[u8]) -> &[u8] {
    if line.first() == Some(&b'{') {
        return line;
    }
    let start = line.get(..line.len().min(200)).unwrap_or_default();
    let at = memchr::memmem::find(start, b": {\"").map_or(0, |at| at + 2);
    line.get(at..).unwrap_or_default()
}

struct Walk<'a, 'd> {
    rest: &'a [u8],
    draft: &'d mut Draft<'a>,
    times: &'d mut TimeReader,
    scratch: &'d mut JsonScratch,
    escaped: Vec<Escaped>,
    /// Which names of fields were seen, where the first one counts.
    seen: u64,
}

impl<'a> Walk<'a, '_> {
    fn blank(&mut self) {
        if self.rest.first().is_some_and(u8::is_ascii_whitespace) {
            self.rest = self.rest.trim_ascii_start();
        }
    }

    fn byte(&mut self, byte: u8) -> Option<()> {
        self.blank();
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        (*first == byte).then_some(())
    }

    fn object(&mut self, section: Section, depth: usize) -> Option<()> {
        self.byte(b'{')?;
        self.blank();
        if self.rest.first() == Some(&b'}') {
            return self.byte(b'}');
        }
        loop {
            self.blank();
            let (name, _) = self.string()?;
            self.byte(b':')?;
            self.blank();
            self.value(section, name, depth)?;
            self.blank();
            let (next, rest) = self.rest.split_first()?;
            self.rest = rest;
            match next {
                b',' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// A value, which is taken where the name of its field is known.
    fn value(&mut self, section: Section, name: &[u8], depth: usize) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        match self.rest.first()? {
            b'"' => {
                let (text, has_escapes) = self.string()?;
                self.take(names::key(section, name), text, has_escapes);
            }
            b'{' => self.nested(section, name, depth)?,
            b'[' => self.array(section, name, depth)?,
            _ => {
                let end = self.rest.iter().position(|b| matches!(b, b',' | b'}' | b']') || b.is_ascii_whitespace())?;
                let (number, rest) = self.rest.split_at(end);
                // A value that is empty would be read for ever in an array.
                if number.is_empty() {
                    return None;
                }
                self.rest = rest;
                if number != b"null" {
                    self.take(names::key(section, name), number, false);
                }
            }
        }
        Some(())
    }

    /// An object within an object: a request, its headers, or those of its response.
    fn nested(&mut self, section: Section, name: &[u8], depth: usize) -> Option<()> {
        let inner = match (section, name) {
            (Section::Top, b"request") => Section::Request,
            (Section::Top, b"httpRequest") => Section::GoogleRequest,
            (Section::Top, b"resp_headers") => Section::Received,
            (Section::Request, b"headers") => Section::Sent,
            _ => Section::Other,
        };
        if inner == Section::Request {
            self.draft.event.vantage = Some(Vantage::Inbound);
        }
        self.object(inner, depth + 1)?;
        if inner == Section::Sent {
            // Caddy requests compression itself where a client does not.
            if self.seen & 1 << LogField::Coding as u64 == 0 {
                self.seen |= 1 << LogField::Coding as u64;
                self.draft.set(LogField::Coding, b"gzip", self.times);
            }
            self.absent([
                LogField::UserAgent,
                LogField::Condition,
                LogField::Coding,
                LogField::Origin,
                LogField::Referer,
            ]);
        } else if (section, name) == (Section::Request, b"tls") {
            self.take(Some(LogField::Scheme), b"https", false);
        } else if inner == Section::Received {
            self.absent([LogField::Expires, LogField::Modified, LogField::Location, LogField::Other, LogField::Other]);
        }
        Some(())
    }

    /// An array, whose first value is that of its name.
    fn array(&mut self, section: Section, name: &[u8], depth: usize) -> Option<()> {
        self.byte(b'[')?;
        let mut name = name;
        loop {
            self.blank();
            if self.rest.first() == Some(&b']') {
                return self.byte(b']');
            }
            self.value(section, name, depth + 1)?;
            name = b"";
            self.blank();
            match self.rest.first()? {
                b',' => self.byte(b',')?,
                b']' => {}
                _ => return None,
            }
        }
    }

    /// A string without its marks, and whether it has escapes.
    fn string(&mut self) -> Option<(&'a [u8], bool)> {
        let text = self.rest.strip_prefix(b"\"")?;
        let end = end_of_string(text)?;
        let has_escapes = memchr(b'\\', text.get(..end)?).is_some();
        self.rest = text.get(end + 1..)?;
        Some((text.get(..end)?, has_escapes))
    }

    fn take(&mut self, field: Option<LogField>, text: &'a [u8], has_escapes: bool) {
        let Some(field) = field else { return };
        // The first of several keys with one meaning counts: the time of a request comes before that of its writing.
        let bit = 1_u64 << field as u64;
        if self.seen & bit != 0 {
            return;
        }
        self.seen |= bit;
        if has_escapes {
            let start = self.scratch.len();
            unescape(text, self.scratch);
            self.escaped.push((field, start, self.scratch.len()));
        } else {
            self.draft.set(field, text, self.times);
        }
    }

    /// Notes that headers were logged and these were not among them.
    fn absent(&mut self, fields: [LogField; 5]) {
        for field in fields.into_iter().filter(|field| *field != LogField::Other) {
            if self.seen & 1 << field as u64 == 0 {
                self.draft.set(field, b"", self.times);
            }
        }
    }
}

/// The line of a program that a collector put into an object, as Docker keeps it: `{"log":"… 200 12\\n","stream":"stdout"}`.
/// Its escapes are undone in `text`.
pub(super) fn collected<'t>(line: &[u8], text: &'t mut Vec<u8>) -> Option<&'t [u8]> {
    line.strip_prefix(b"{")?;
    let names: [&[u8]; 3] = [b"\"log\":", b"\"message\":", b"\"msg\":"];
    let rest = names.iter().find_map(|name| line.get(memchr::memmem::find(line, name)? + name.len()..))?;
    let rest = rest.trim_ascii_start().strip_prefix(b"\"")?;
    text.clear();
    unescape(rest.get(..end_of_string(rest)?)?, text);
    Some(text.trim_ascii_end()).filter(|text| !text.is_empty())
}

/// The place of the quote that ends a string.
fn end_of_string(text: &[u8]) -> Option<usize> {
    let mut end = memchr2(b'"', b'\\', text)?;
    while text.get(end) == Some(&b'\\') {
        let from = end + 2;
        end = from + memchr2(b'"', b'\\', text.get(from..)?)?;
    }
    Some(end)
}

/// Undoes the escapes of a JSON string.
fn unescape(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = memchr(b'\\', rest) {
        out.extend_from_slice(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        let (length, byte) = match after {
            [b'n', ..] => (1, Some(b'\n')),
            [b't', ..] => (1, Some(b'\t')),
            [b'r', ..] => (1, Some(b'\r')),
            // Apache and Varnish write bytes so, which JSON does not know.
            [b'x', a, b, ..] if byte_of_hex(&[*a, *b]).is_some() => (3, byte_of_hex(&[*a, *b])),
            [b'u', a, b, c, d, ..] => {
                push_unit(&[*a, *b, *c, *d], out);
                (5, None)
            }
            [byte, ..] => (1, Some(*byte)),
            [] => (0, Some(b'\\')),
        };
        out.extend(byte);
        rest = after.get(length..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
}

/// `00e6`: one unit of UTF-16; halves of pairs become the character for what cannot be shown.
fn push_unit(digits: &[u8; 4], out: &mut Vec<u8>) {
    let unit = std::str::from_utf8(digits).ok().and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let character = unit.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}
