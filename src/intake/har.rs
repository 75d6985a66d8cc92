//! HTTP Archives (HAR 1.2), as browsers and proxies export them.
//! <http://www.softwareishard.com/blog/har-12-spec/>
//!
//! The entries are read one at a time, so a large archive costs little more than the content that it holds.
//! What is missing or of another type than the format wants counts as not shown.

mod entry;
mod failure;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use self::entry::HarEntry;
use super::{IntakeError, Piece, Reading, timeline, transcript};

/// The most requests of an archive that are looked at: more would never be read.
pub const MOST_REQUESTS: usize = 5_000;

/// Whether an input is a JSON object. Lines of `curl -v` may begin with a brace too: `{ [1256 bytes data]`.
pub(super) fn is_json_object(input: &[u8]) -> bool {
    let text = transcript::as_utf8(input.get(..input.len().min(4096)).unwrap_or_default());
    let text = text.get(call(&text)..).unwrap_or_default();
    let Some(rest) = text.trim_ascii_start().strip_prefix(b"{") else { return false };
    matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}') | None)
}

/// Whether an input calls itself an archive, so what cannot be read of it is one that is broken.
pub(super) fn is_named(input: &[u8]) -> bool {
    let text = transcript::as_utf8(input.get(..input.len().min(4096)).unwrap_or_default());
    let text = text.get(call(&text)..).unwrap_or_default();
    let names = String::from_utf8_lossy(text.trim_ascii_start().strip_prefix(b"{").unwrap_or_default()).into_owned();
    names.trim_start().starts_with("\"log\"")
        && ["\"entries\"", "\"creator\"", "\"version\""].iter().any(|name| names.contains(name))
}

/// The length of the call of a function with which an archive may begin that is loaded as a script: `onInputData(`.
fn call(text: &[u8]) -> usize {
    let start = text.len() - text.trim_ascii_start().len();
    let name = text.iter().skip(start).take_while(|b| b.is_ascii_alphanumeric() || b"_$.".contains(b)).count();
    let is_name = text.get(start).is_some_and(|b| !b.is_ascii_digit()) && (1..=64).contains(&name);
    match text.get(start + name) {
        Some(b'(') if is_name => start + name + 1,
        _ => 0,
    }
}

/// The JSON alone, without the call of a function around it. What precedes it becomes blank, for the places of
/// errors to stay.
fn without_call(mut text: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let start = call(&text);
    if start == 0 {
        return text;
    }
    let kept = text.trim_ascii_end();
    let kept = kept.strip_suffix(b";").unwrap_or(kept).trim_ascii_end();
    let end = kept.strip_suffix(b")").map_or(text.len(), <[u8]>::len);
    let text_mut = text.to_mut();
    text_mut.truncate(end);
    text_mut.iter_mut().take(start).filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    text
}

/// Reads an archive.
///
/// # Errors
/// When it is not an archive, but perhaps other JSON: the inner error is that of an archive without a request over
/// HTTP.
pub(super) fn read(input: &[u8]) -> Result<Result<Reading, IntakeError>, IntakeError> {
    let (pieces, all, mut notes) = match requests(input)? {
        Ok(read) => read,
        Err(error) => return Ok(Err(error)),
    };
    let (captured, untimed) = timeline::group(pieces);
    if untimed > 0 {
        notes.push(format!(
            "{untimed} of {all} entries repeat a request but have no time: they are counted only in this note"
        ));
    }
    Ok(Ok(Reading { captured, notes }))
}

/// The requests of an archive in its order, how many entries it has, and what is to be said of the others.
type Requests = (Vec<Piece>, usize, Vec<String>);

/// Every request of an archive.
///
/// # Errors
/// As [`read`].
pub(super) fn requests(input: &[u8]) -> Result<Result<Requests, IntakeError>, IntakeError> {
    let text = without_lone_surrogates(without_call(transcript::as_utf8(input)));
    let archive: Archive = serde_json::from_slice(&text).map_err(|error| {
        if is_of_lines(&text, &error) {
            let reason = "each line is JSON of its own, but no log of a known format: it lacks a status, or a URL or \
                          time, under a name that is known";
            let help = "contrib/logformats has the names, and formats for servers that log with them";
            return IntakeError { help: Some(help.into()), ..IntakeError::at_line(1, reason) };
        }
        let reason = match error.is_eof() {
            true => format!("the HAR file is truncated: {}", without_place(&error)),
            false => format!("this is not a HAR file: {}", without_place(&error)),
        };
        IntakeError { line: error.line(), column: Some(error.column()), reason, help: None }
    })?;
    let Some(entries) = archive.0.and_then(|log| log.0) else {
        let wanted = "this JSON is not a HAR file, which has \"log\" with \"entries\"; for a response, include its \
                      header (curl -i)";
        return Err(IntakeError::at_line(1, wanted));
    };
    let mut notes = Vec::new();
    let mut note = |count: usize, what: &str| {
        if count > 0 {
            notes.push(format!("{count} of {} entries {what}", entries.all));
        }
    };
    note(entries.cached, "came from the browser's cache, without a request");
    note(entries.workers, "came from a service worker of the page, not from the server");
    note(entries.internal, "are redirects inside the browser, by HSTS or an extension, not from a server");
    note(entries.other, "are not http or https requests");
    note(entries.unreadable, "have an invalid URL");
    note(entries.beyond, &format!("are after the first {MOST_REQUESTS} requests and were not read"));
    if entries.pieces.is_empty() {
        let why = if notes.is_empty() { "it has no entries".to_owned() } else { notes.join(", ") };
        return Ok(Err(IntakeError::at_line(1, format!("the HAR file contains nothing to check: {why}"))));
    }
    Ok(Ok((entries.pieces, entries.all, notes)))
}

/// Whether what comes after a first object is another one on a line of its own, as in a log.
fn is_of_lines(text: &[u8], error: &serde_json::Error) -> bool {
    let line = error.line().checked_sub(1).and_then(|before| text.split(|&b| b == b'\n').nth(before));
    error.column() == 1 && error.line() > 1 && line.is_some_and(|line| line.starts_with(b"{"))
}

/// What a JSON error says, without the place that it repeats at its end.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// Halves of surrogate pairs, which browsers write for content that is not text, replaced: they are not characters,
/// and a reader of JSON refuses the whole document for one of them.
fn without_lone_surrogates(mut text: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let unit = |text: &[u8], at: usize| -> Option<u16> {
        let digits = text.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.iter().position(|&b| b == b'\\')) {
        at += found;
        let high = unit(&text, at);
        let pair = matches!(high, Some(0xd800..=0xdbff)) && matches!(unit(&text, at + 6), Some(0xdc00..=0xdfff));
        match high {
            Some(0xd800..=0xdfff) if !pair => {
                // The replacement is as long as what it replaces.
                if let Some(escape) = text.to_mut().get_mut(at..at + 6) {
                    escape.copy_from_slice(b"\\ufffd");
                }
                at += 6;
            }
            Some(_) => at += if pair { 12 } else { 6 },
            None => at += 2,
        }
    }
    text
}

/// The member `log` of the document.
struct Archive(Option<ArchiveLog>);

/// The member `entries` of the log.
struct ArchiveLog(Option<Entries>);

/// The entries that can be judged, and how many others there are.
#[derive(Default)]
struct Entries {
    pieces: Vec<Piece>,
    all: usize,
    cached: usize,
    workers: usize,
    internal: usize,
    other: usize,
    unreadable: usize,
    beyond: usize,
}

/// Reads one member of an object and passes over the others. Of a member that is there twice the last counts.
struct OneMember<T>(&'static str, std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneMember<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with \"{}\"", self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut value = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == self.0 {
                value = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(value)
    }
}

impl<'de> Deserialize<'de> for Archive {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OneMember("log", std::marker::PhantomData)).map(Self)
    }
}

impl<'de> Deserialize<'de> for ArchiveLog {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OneMember("entries", std::marker::PhantomData)).map(Self)
    }
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of entries")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Entries, A::Error> {
                let mut entries = Entries::default();
                while let Some(entry) = list.next_element::<Value>()? {
                    entries.add(entry);
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_seq(List)
    }
}

impl Entries {
    fn add(&mut self, entry: Value) {
        self.all += 1;
        match HarEntry::of(self.all, entry) {
            HarEntry::Sent(_) if self.pieces.len() == MOST_REQUESTS => self.beyond += 1,
            HarEntry::Sent(piece) => self.pieces.push(*piece),
            HarEntry::Cached => self.cached += 1,
            HarEntry::Worker => self.workers += 1,
            HarEntry::Internal => self.internal += 1,
            HarEntry::Other => self.other += 1,
            HarEntry::Unreadable => self.unreadable += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_object_of_json_is_taken_for_an_archive() {
        for input in ["{\"log\":{}}", "\u{feff} \n{ \"a\": 1}", "{}", "{"] {
            assert!(is_json_object(input.as_bytes()), "{input}");
        }
        for input in ["", "[]", "{ [1256 bytes data]\n", "HTTP/1.1 200 OK\n\n{\"a\":1}", "<rss>"] {
            assert!(!is_json_object(input.as_bytes()), "{input}");
        }
    }

    #[test]
    fn json_of_one_object_a_line_is_not_called_an_archive() {
        for (input, expected) in [
            ("{\"a\":1}\n{\"a\":2}\n", true),
            ("{\"a\":1}\n{\"a\":2", true),
            ("{\"a\":1} x", false),
            ("{\"a\":1}\nx", false),
            ("{\"log\":\n{\"a\":1}", false),
        ] {
            let error = requests(input.as_bytes()).map(|_| ()).unwrap_err();
            assert_eq!(error.reason.starts_with("each line is JSON"), expected, "{input}: {error}");
        }
    }

    #[test]
    fn halves_of_pairs_are_replaced_and_nothing_else() {
        for (text, wanted) in [
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\ud83d x""#, r#""\ufffd x""#),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\ud83d"#, r#""\ufffd"#),
            (r#""\ud8"#, r#""\ud8"#),
            (r#""\"#, r#""\"#),
        ] {
            let out = without_lone_surrogates(text.as_bytes().into());
            assert_eq!(str::from_utf8(&out).unwrap(), wanted);
        }
    }
}
