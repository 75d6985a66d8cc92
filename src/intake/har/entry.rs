//! One entry of an archive as a request and what came of it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::failure::{failure, text};
use crate::evidence::shown::Shown;
use crate::evidence::{Body, Request, Response, Timing};
use crate::http::syntax::message::{Fields, ResponseHead};
use crate::http::time::date::Timestamp;
use crate::http::uri::target::{Url, UrlError};
use crate::intake::{Piece, kept};

/// What an entry is.
pub(super) enum HarEntry {
    /// A request and what came of it.
    Sent(Box<Piece>),
    /// What the browser took from its cache, with no request.
    Cached,
    /// What a service worker of the page gave, which may have sent requests of its own.
    Worker,
    /// A redirect within the browser, by HSTS or an extension, which no server sent.
    Internal,
    /// A request over another scheme than http and https.
    Other,
    /// A request whose URL cannot be read.
    Unreadable,
}

impl HarEntry {
    /// Reads the entry with this number.
    pub(super) fn of(number: usize, entry: Value) -> Self {
        if is_cached(&entry) {
            return Self::Cached;
        }
        if is_from_worker(&entry) {
            return Self::Worker;
        }
        if is_internal(&entry) {
            return Self::Internal;
        }
        match text(&entry, "/request/url").map(url) {
            Some(Ok(url)) => Self::Sent(Box::new(piece(number, url, entry))),
            Some(Err(UrlError::Scheme(_))) | None => Self::Other,
            Some(Err(_)) => Self::Unreadable,
        }
    }
}

/// The URL as it was sent. Firefox writes ws:// and wss:// for what begins as a request over HTTP (RFC 6455 §4.1).
fn url(text: &str) -> Result<Url, UrlError> {
    let scheme = [("wss://", "https://"), ("ws://", "http://")];
    match scheme.iter().find_map(|(socket, http)| Some((http, text.strip_prefix(socket)?))) {
        Some((http, rest)) => Url::parse_as_sent(&format!("{http}{rest}")),
        None => Url::parse_as_sent(text),
    }
}

/// Whether the cache of the browser answered. An empty text, null and false say that it did not.
fn is_cached(entry: &Value) -> bool {
    let says = |pointer: &str| match entry.pointer(pointer) {
        Some(Value::String(cache)) => !cache.is_empty(),
        Some(Value::Bool(cached)) => *cached,
        _ => false,
    };
    // Safari names where each response came from.
    let fetched = ["/_fetchType", "/response/_fetchType"].iter().find_map(|pointer| text(entry, pointer));
    ["/_fromCache", "/_fromDiskCache", "/response/_fromCache", "/_servedFromCache"].into_iter().any(says)
        || fetched.is_some_and(|from| ["Memory Cache", "Disk Cache"].contains(&from))
}

fn is_from_worker(entry: &Value) -> bool {
    let flags = ["/response/_fetchedViaServiceWorker", "/_fetchedViaServiceWorker", "/_wasFetchedViaServiceWorker"];
    flags.iter().any(|pointer| entry.pointer(pointer) == Some(&Value::Bool(true)))
        || text(entry, "/_fetchType") == Some("Service Worker")
}

/// Whether the browser itself redirected: Chrome writes a 307 with a field that no server sends.
fn is_internal(entry: &Value) -> bool {
    let is_redirect = entry.pointer("/response/status").and_then(Value::as_u64) == Some(307);
    let named = || text(entry, "/response/statusText") == Some("Internal Redirect");
    let by_field = || {
        field_lines(entry, "/response/headers").any(|(name, _)| name.eq_ignore_ascii_case("non-authoritative-reason"))
    };
    is_redirect && (named() || by_field())
}

/// A number of bytes; the format writes -1 for what is not known.
fn bytes(value: &Value, pointer: &str) -> Option<u64> {
    value.pointer(pointer).and_then(Value::as_u64)
}

fn piece(number: usize, url: Url, mut entry: Value) -> Piece {
    // Taken out and not copied: it may be nearly all of the archive.
    let content = entry.pointer_mut("/response/content/text").map(Value::take);
    let entry = &entry;
    let fields =
        field_lines(entry, "/request/headers").map(|(name, value)| (name, value.to_owned())).collect::<Fields>();
    let shown = if fields.is_empty() { Shown::UrlOnly } else { Shown::Whole };
    let method = text(entry, "/request/method").unwrap_or("GET").into();
    let request = Request { method, url: Some(url), fields, shown };
    let response = response(entry, content);
    let failure = response.is_none().then(|| failure(entry));
    let at = text(entry, "/startedDateTime").and_then(Timestamp::parse_rfc3339);
    Piece { line: number, at, request: Some(request), response, failure, timing: timing(entry), ..Piece::default() }
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

/// The response; `None` where the browser got none, which it marks with the status 0.
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
    // Browsers put the stored document beside a 304, which came without content; Firefox its size too.
    let is_stored = bytes(entry, "/response/status").is_some_and(|code| code == 304);
    let content = content.filter(|_| !is_stored);
    let wire_bytes = wire_bytes.filter(|_| !is_stored);
    Body { captured: content.is_some(), wire_bytes, ..kept(content.unwrap_or_default()) }
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
