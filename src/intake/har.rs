//! HTTP Archives (HAR 1.2), as browsers and proxies export them.
//! <http://www.softwareishard.com/blog/har-12-spec/>
//!
//! The entries are read one at a time, so that a large archive costs little more than the content that it holds.
//! What is missing or of another type than the format wants is taken as not told.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{IntakeError, Piece, Reading, kept, timeline, transcript};
use crate::evidence::{Body, Failure, FailureKind, Phase, Request, Response, Timing};
use crate::http::syntax::message::{Fields, ResponseHead};
use crate::http::time::date::parse_user_time;
use crate::http::uri::target::Url;
use crate::text::escape::Text;

/// The most requests of an archive that are looked at: nobody reads what there is to say of more.
pub const MOST_REQUESTS: usize = 5_000;

/// Whether an input is a JSON object. Lines of `curl -v` may begin with a brace too: `{ [1256 bytes data]`.
pub(super) fn is_json_object(input: &[u8]) -> bool {
    let text = transcript::as_utf8(input.get(..input.len().min(4096)).unwrap_or_default());
    let Some(rest) = text.trim_ascii_start().strip_prefix(b"{") else { return false };
    matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}') | None)
}

/// Reads an archive.
///
/// # Errors
/// When it is no JSON, breaks off, or holds no request that went over HTTP.
pub(super) fn read(input: &[u8]) -> Result<Reading, IntakeError> {
    let text = without_lone_surrogates(transcript::as_utf8(input));
    let archive: Archive = serde_json::from_slice(&text).map_err(|error| {
        let reason = match error.is_eof() {
            true => format!("the HAR file is truncated: {}", without_place(&error)),
            false => format!("this is not a HAR file: {}", without_place(&error)),
        };
        IntakeError { line: error.line(), column: Some(error.column()), reason }
    })?;
    let Some(entries) = archive.0.and_then(|log| log.0) else {
        let wanted = "this JSON is not a HAR file, which has \"log\" with \"entries\"; for a response, include its header (curl -i)";
        return Err(IntakeError::at_line(1, wanted));
    };
    let mut notes = Vec::new();
    let mut note = |count: usize, what: &str| {
        if count > 0 {
            notes.push(format!("{count} of {} entries {what}", entries.all));
        }
    };
    note(entries.cached, "came from the browser's cache, without a request");
    note(entries.other, "are not http or https requests");
    note(entries.beyond, &format!("are after the first {MOST_REQUESTS} requests and were not read"));
    if entries.pieces.is_empty() {
        let why = if notes.is_empty() { "it has no entries".to_owned() } else { notes.join(", ") };
        return Err(IntakeError::at_line(1, format!("the HAR file contains nothing to check: {why}")));
    }
    Ok(Reading { captured: timeline::group(entries.pieces), notes })
}

/// What a JSON error says, without the place that it repeats at its end.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// Halves of surrogate pairs, which browsers write for content that is no text, replaced: they are no characters,
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
struct Archive(Option<Log>);

/// The member `entries` of the log.
struct Log(Option<Entries>);

/// The entries that can be judged, and how many others there are.
#[derive(Default)]
struct Entries {
    pieces: Vec<Piece>,
    all: usize,
    cached: usize,
    other: usize,
    beyond: usize,
}

/// Reads one member of an object and passes over the others. Of a member that stands there twice the last counts.
struct Member<T>(&'static str, std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Member<T> {
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
        deserializer.deserialize_map(Member("log", std::marker::PhantomData)).map(Self)
    }
}

impl<'de> Deserialize<'de> for Log {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Member("entries", std::marker::PhantomData)).map(Self)
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
        // An empty text and null say that the browser's cache did not answer.
        let is_cached = entry.get("_fromCache").and_then(Value::as_str).is_some_and(|cache| !cache.is_empty());
        let url = text(&entry, "/request/url").and_then(|url| Url::parse(url).ok());
        match url {
            _ if is_cached => self.cached += 1,
            Some(_) if self.pieces.len() == MOST_REQUESTS => self.beyond += 1,
            Some(url) => self.pieces.push(piece(self.all, url, entry)),
            None => self.other += 1,
        }
    }
}

fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

/// A number of bytes; the format writes -1 for what is not known.
fn bytes(value: &Value, pointer: &str) -> Option<u64> {
    value.pointer(pointer).and_then(Value::as_u64)
}

fn piece(number: usize, url: Url, mut entry: Value) -> Piece {
    // Taken out and not copied: it may be nearly all of the archive.
    let content = entry.pointer_mut("/response/content/text").map(Value::take);
    let entry = &entry;
    let request = Request {
        method: text(entry, "/request/method").unwrap_or("GET").into(),
        url: Some(url),
        fields: field_lines(entry, "/request/headers")
            .map(|(name, value)| (name, value.to_owned()))
            .collect::<Fields>(),
    };
    let response = response(entry, content);
    let failure = response.is_none().then(|| failure(entry));
    let at = text(entry, "/startedDateTime").and_then(parse_user_time);
    Piece { line: number, at, request: Some(request), response, failure, timing: timing(entry) }
}

/// The field lines of a list of headers, without the pseudo-fields of HTTP/2 (RFC 9113 §8.3). Browsers join repeated
/// fields by a line feed.
fn field_lines<'a>(entry: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let list = entry.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .filter_map(|field| Some((field.get("name")?.as_str()?, field.get("value")?.as_str()?)))
        .filter(|(name, _)| !name.is_empty() && !name.starts_with(':'))
        .flat_map(|(name, values)| values.split('\n').map(move |value| (name, value)))
}

/// The response; `None` where the browser got none, which it tells by the status 0.
fn response(entry: &Value, content: Option<Value>) -> Option<Response> {
    let status = entry.pointer("/response/status").and_then(Value::as_u64)?;
    let version = match text(entry, "/response/httpVersion").unwrap_or_default().to_ascii_lowercase().as_str() {
        "http/1.0" => "HTTP/1.0",
        "h2" | "http/2" | "http/2.0" => "HTTP/2",
        version if version.starts_with("h3") || version.starts_with("http/3") => "HTTP/3",
        _ => "HTTP/1.1",
    };
    let reason = text(entry, "/response/statusText").unwrap_or_default();
    let mut lines = vec![format!("{version} {status} {reason}")];
    lines.extend(field_lines(entry, "/response/headers").map(|(name, value)| format!("{name}: {value}")));
    let lines: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
    let head = ResponseHead::from_lines(&lines).ok()?;
    Some(Response { head, interim: 0, body: body(entry, content) })
}

/// The content, which an archive holds without its content coding.
fn body(entry: &Value, content: Option<Value>) -> Body {
    let content = match (content, text(entry, "/response/content/encoding")) {
        (Some(Value::String(content)), Some("base64")) => STANDARD.decode(content).ok(),
        (Some(Value::String(content)), _) => Some(content.into_bytes()),
        _ => None,
    };
    let wire_bytes = bytes(entry, "/response/bodySize").or_else(|| {
        bytes(entry, "/response/_transferSize")
            .zip(bytes(entry, "/response/headersSize"))
            .and_then(|(all, head)| all.checked_sub(head))
    });
    // Browsers put the stored document beside a 304, which came without content.
    let is_stored =
        wire_bytes.is_none_or(|bytes| bytes == 0) && bytes(entry, "/response/status").is_some_and(|code| code == 304);
    let content = content.filter(|_| !is_stored);
    Body { captured: content.is_some(), wire_bytes, ..kept(content.unwrap_or_default()) }
}

/// Why there is no response, as far as the browser says so.
fn failure(entry: &Value) -> Failure {
    let words = ["/response/_error", "/response/_errorMessage", "/_error", "/response/statusText"]
        .iter()
        .find_map(|pointer| text(entry, pointer).filter(|words| !words.is_empty()));
    let (phase, kind) = words.map_or((Phase::Send, FailureKind::Hidden), of_browser);
    let detail = words.unwrap_or("the browser shows no response (status 0) and no reason");
    Failure { phase, kind, detail: Text::from(detail), received: 0, excerpt: Text::default() }
}

/// What the name of an error of a browser's network stack stands for.
/// <https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h>
fn of_browser(words: &str) -> (Phase, FailureKind) {
    let name = words.trim_start_matches("net::").trim_start_matches("ERR_");
    match name {
        "NAME_NOT_RESOLVED" | "NS_ERROR_UNKNOWN_HOST" => (Phase::Resolve, FailureKind::NameNotFound),
        "NAME_RESOLUTION_FAILED" | "DNS_TIMED_OUT" => (Phase::Resolve, FailureKind::Other),
        "CONNECTION_REFUSED" | "NS_ERROR_CONNECTION_REFUSED" => (Phase::Connect, FailureKind::Refused),
        "ADDRESS_UNREACHABLE"
        | "INTERNET_DISCONNECTED"
        | "NETWORK_CHANGED"
        | "CONNECTION_FAILED"
        | "NS_ERROR_OFFLINE" => (Phase::Connect, FailureKind::Unreachable),
        "CONNECTION_TIMED_OUT" => (Phase::Connect, FailureKind::TimedOut),
        "TIMED_OUT" | "NS_ERROR_NET_TIMEOUT" => (Phase::Head, FailureKind::TimedOut),
        "CONNECTION_RESET" | "NS_ERROR_NET_RESET" => (Phase::Head, FailureKind::Reset),
        "CONNECTION_CLOSED" | "EMPTY_RESPONSE" | "NS_ERROR_NET_INTERRUPT" => (Phase::Head, FailureKind::Closed),
        "CERT_AUTHORITY_INVALID" => (Phase::Tls, FailureKind::TlsUntrusted),
        "CERT_COMMON_NAME_INVALID" => (Phase::Tls, FailureKind::TlsWrongHost(Vec::new())),
        "INVALID_HTTP_RESPONSE" | "INVALID_RESPONSE" | "INVALID_CHUNKED_ENCODING" => {
            (Phase::Head, FailureKind::Malformed)
        }
        _ if name.starts_with("CERT_") || name.starts_with("SSL_") || name.starts_with("BAD_SSL") => {
            (Phase::Tls, FailureKind::Tls)
        }
        _ if name.starts_with("PROXY_") || name.starts_with("TUNNEL_") || name.starts_with("SOCKS_") => {
            (Phase::Connect, FailureKind::Proxy)
        }
        // A page that was left, an extension that blocks, an answer withheld for want of CORS, and what is not known.
        _ => (Phase::Send, FailureKind::Hidden),
    }
}

/// The times of the parts, in milliseconds; -1 for what did not happen.
fn timing(entry: &Value) -> Timing {
    let part = |name: &str| {
        let ms = entry.get("timings")?.get(name)?.as_f64()?;
        (0.0..86_400_000.0).contains(&ms).then(|| Duration::from_secs_f64(ms / 1000.0))
    };
    let tls = part("ssl");
    let waits = ["blocked", "dns", "connect", "send", "wait"];
    let total = entry.get("time").and_then(Value::as_f64).filter(|ms| (0.0..86_400_000.0).contains(ms));
    Timing {
        resolve: part("dns"),
        // The handshake is part of what the format counts as connecting.
        connect: part("connect").map(|connect| connect.saturating_sub(tls.unwrap_or_default())),
        tls,
        first_byte: part("wait").map(|_| waits.into_iter().filter_map(part).sum()),
        total: total.map(|ms| Duration::from_secs_f64(ms / 1000.0)),
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

    #[test]
    fn times_that_are_none_are_left_out() {
        let entry = serde_json::json!({
            "time": -1,
            "timings": {"blocked": -1, "dns": 2, "connect": 30, "ssl": 20.5, "send": 0.5, "wait": 40, "receive": 1e300}
        });
        let ms = Duration::from_micros;
        let wanted = Timing {
            resolve: Some(ms(2000)),
            connect: Some(ms(9500)),
            tls: Some(ms(20_500)),
            first_byte: Some(ms(72_500)),
            total: None,
        };
        assert_eq!(timing(&entry), wanted);
        assert_eq!(timing(&serde_json::json!({"timings": [1]})), Timing::default());
    }
}
