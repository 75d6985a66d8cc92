//! JSON that names a status and a URL: the lines of structured loggers, and objects that programs print of a response.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Loose, forms};
use crate::evidence::shown::Shown;
use crate::evidence::{Body, Request, Response};
use crate::http::syntax::message::{Fields, ResponseHead};
use crate::http::uri::target::Url;
use crate::intake::Piece;

const STATUS: &[&str] = &[
    "statusCode",
    "status_code",
    "status",
    "http_status",
    "httpStatus",
    "responseStatus",
    "response_status",
    "response_code",
    "responseCode",
    "http.status_code",
    "http.response.status_code",
    "code",
];
const URLS: &[&str] = &[
    "responseUrl",
    "response_url",
    "url",
    "uri",
    "href",
    "request_url",
    "requestUrl",
    "requestURL",
    "http.url",
    "url.full",
    "target",
    "endpoint",
];
const AGENTS: &[&str] = &["user_agent", "userAgent", "http.user_agent", "user_agent.original"];
const PARTS: &[&str] = &[
    "response", "res", "request", "req", "config", "options", "error", "err", "http", "context", "data", "details",
    "cause",
];
const BODIES: &[&str] = &["payload", "body", "data", "content", "text"];

/// How deep objects are looked into.
const DEEPEST: usize = 3;

/// Reads a JSON text: an exchange where it names a status from 100 to 599 and a URL, or a status and fields.
pub(in crate::intake) fn read(text: &str, line: usize) -> Option<Piece> {
    let value: Value = serde_json::from_str(text.trim().trim_end_matches([',', ';'])).ok()?;
    let object = value.as_object()?;
    let code = find(object, STATUS, 0, &status)?;
    let url = find(object, URLS, 0, &url);
    let fields = part(object, &["response", "res", "error", "err"])
        .and_then(headers)
        .or_else(|| headers(object))
        .unwrap_or_default();
    if url.is_none() && fields.is_empty() {
        return None;
    }
    let sent = part(object, &["request", "req", "config", "options"]).and_then(headers).unwrap_or_default();
    let named = || find(object, AGENTS, 0, &|value: &Value| value.as_str().map(str::to_owned));
    let sent = match sent.is_empty() {
        true => named().map(|agent| [("User-Agent", agent)].into_iter().collect()).unwrap_or_default(),
        false => sent,
    };
    let shown = if sent.is_empty() { Shown::UrlOnly } else { Shown::Partly };
    let method = find(object, &["method"], 0, &|value: &Value| value.as_str().map(str::to_ascii_uppercase));
    let request = Request { method: method.unwrap_or_else(|| "GET".to_owned()).into(), url, fields: sent, shown };
    let head = ResponseHead::stated(code, "", fields);
    let body = BODIES.iter().find_map(|name| object.get(*name)?.as_str()).or_else(|| {
        let response = part(object, &["response", "res"])?;
        BODIES.iter().find_map(|name| response.get(*name)?.as_str())
    });
    let body =
        Body { bytes: body.unwrap_or_default().as_bytes().to_vec(), captured: body.is_some(), ..Body::default() };
    let response = Some(Response { head, interim: 0, body });
    Some(Piece { line, request: Some(request), response, form: Some(&forms::JSON), ..Piece::default() })
}

/// A line without the escapes that JSON writes inside strings: what a program said is a string of a log in JSON, and a URL
/// in it has `\u0026` for `&`, or `\/` for `/`.
pub(super) fn unescaped<'a>(line: &'a Loose<'_>) -> Loose<'a> {
    let text = &*line.text;
    let plain = Loose { number: line.number, text: Cow::Borrowed(text) };
    if !text.contains("\\u00") && !text.contains("\\/") {
        return plain;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let coded = after.strip_prefix("u00").and_then(|code| u8::from_str_radix(code.get(..2)?, 16).ok());
        let (shown, length) = match (coded, after.bytes().next()) {
            (Some(byte @ 0x20..=0x7e), _) => (char::from(byte), 5),
            (_, Some(byte @ (b'/' | b'"' | b'\\'))) => (char::from(byte), 1),
            (_, Some(b'n' | b'r' | b't')) => (' ', 1),
            _ => ('\\', 0),
        };
        out.push(shown);
        rest = after.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Loose { text: Cow::Owned(out), ..plain }
}

/// The first value under one of the names that can be read, here or in the parts that programs nest.
fn find<T>(object: &Map<String, Value>, names: &[&str], depth: usize, read: &dyn Fn(&Value) -> Option<T>) -> Option<T> {
    names.iter().find_map(|name| read(object.get(*name)?)).or_else(|| {
        let parts = PARTS.iter().filter(|_| depth < DEEPEST).filter_map(|part| object.get(*part)?.as_object());
        parts.into_iter().find_map(|part| find(part, names, depth + 1, read))
    })
}

fn part<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Map<String, Value>> {
    names.iter().find_map(|name| object.get(*name)?.as_object())
}

fn status(value: &Value) -> Option<u16> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    u16::try_from(number).ok().filter(|code| (100..600).contains(code))
}

fn url(value: &Value) -> Option<Url> {
    Url::parse(value.as_str()?).ok()
}

fn headers(object: &Map<String, Value>) -> Option<Fields> {
    let fields =
        ["headers", "resp_headers", "responseHeaders"].iter().find_map(|name| object.get(*name)?.as_object())?;
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(values) => values.first().and_then(Value::as_str).map(str::to_owned),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    Some(fields.iter().filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_with_a_url_is_an_exchange_whatever_the_names() {
        for text in [
            r#"{"level":"error","status":403,"url":"https://api.acme.no/a?x=1"}"#,
            r#"{"statusCode":"403","responseUrl":"https://api.acme.no/a?x=1","headers":{"server":"x"}}"#,
            r#"{"msg":"no","req":{"url":"https://api.acme.no/a?x=1"},"res":{"statusCode":403}},"#,
            r#"{"error":{"config":{"url":"https://api.acme.no/a?x=1"},"response":{"status":403}}}"#,
        ] {
            let piece = read(text, 1).unwrap();
            assert_eq!(piece.status(), Some(403), "{text}");
            assert_eq!(piece.url().unwrap().wire(), "https://api.acme.no/a?x=1", "{text}");
        }
    }

    #[test]
    fn strings_of_json_are_read_without_their_escapes() {
        for (line, plain) in [
            (r"GET https:\/\/api.acme.no\/a?x=1\u0026y=2\n", "GET https://api.acme.no/a?x=1&y=2 "),
            (r#"{"log":"\"a\u003db\"","x":1}"#, r#"{"log":""a=b"","x":1}"#),
            (r"C:\new and \d", r"C:\new and \d"),
            (r"\u00e6 \u0026 \u00 \u0", r"\u00e6 & \u00 \u0"),
            (r"\/ \", r"/ \"),
        ] {
            assert_eq!(unescaped(&Loose { number: 1, text: line.into() }).text, plain, "{line}");
        }
    }

    #[test]
    fn json_about_something_else_is_none() {
        for text in
            ["{}", "[403]", r#"{"status":403}"#, r#"{"status":7,"url":"https://h/"}"#, r#"{"url":"https://h/"}"#, "{"]
        {
            assert!(read(text, 1).is_none(), "{text}");
        }
    }
}
