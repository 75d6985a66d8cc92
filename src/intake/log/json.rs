//! The JSON that Caddy and Traefik write, one object a line.
//! <https://caddyserver.com/docs/caddyfile/directives/log>, <https://doc.traefik.io/traefik/observability/access-logs/>

use std::borrow::Cow;

use serde::Deserialize;

use super::{LogLine, scan};
use crate::http::uri::target::Scheme;

/// Reads a line, without its end.
pub(super) fn parse(line: &[u8]) -> Option<LogLine<'_>> {
    let line = line.trim_ascii();
    if !line.starts_with(b"{") || !line.ends_with(b"}") {
        return None;
    }
    if scan::find(line, b"\"DownstreamStatus\"").is_some() {
        return serde_json::from_slice::<Traefik<'_>>(line).ok()?.line();
    }
    scan::find(line, b"\"request\"")?;
    serde_json::from_slice::<Caddy<'_>>(line).ok()?.line()
}

/// What Caddy writes of a request.
#[derive(Deserialize)]
struct Caddy<'a> {
    #[serde(borrow)]
    ts: Time<'a>,
    #[serde(borrow)]
    request: CaddyRequest<'a>,
    status: u16,
    size: Option<u64>,
}

#[derive(Deserialize)]
struct CaddyRequest<'a> {
    #[serde(borrow)]
    proto: Option<Cow<'a, str>>,
    #[serde(borrow)]
    method: Cow<'a, str>,
    #[serde(borrow)]
    host: &'a str,
    #[serde(borrow)]
    uri: Cow<'a, str>,
    #[serde(borrow, default)]
    headers: Headers<'a>,
    tls: Option<serde::de::IgnoredAny>,
}

#[derive(Default, Deserialize)]
struct Headers<'a> {
    #[serde(borrow, rename = "User-Agent", default)]
    user_agent: Vec<Cow<'a, str>>,
    #[serde(borrow, rename = "Referer", default)]
    referer: Vec<Cow<'a, str>>,
}

/// A time: seconds of Unix time, or a text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Time<'a> {
    Seconds(f64),
    #[serde(borrow)]
    Text(Cow<'a, str>),
}

impl Time<'_> {
    fn ms(&self) -> Option<i64> {
        match self {
            // Caddy can be set to milliseconds and nanoseconds, which are greater numbers.
            Self::Seconds(number) => {
                let ms = if *number < 1e11 {
                    number * 1000.0
                } else if *number < 1e14 {
                    *number
                } else {
                    number / 1e6
                };
                #[allow(
                    clippy::cast_possible_truncation,
                    reason = "a float saturates, and its fraction does not count"
                )]
                (0.0..4e14).contains(&ms).then_some(ms as i64)
            }
            Self::Text(text) => scan::rfc3339(text.as_bytes()),
        }
    }
}

impl<'a> Caddy<'a> {
    fn line(self) -> Option<LogLine<'a>> {
        let Self { ts, request, status, size } = self;
        let field = |mut values: Vec<Cow<'a, str>>| Some(values.pop().map(bytes).unwrap_or_default());
        Some(LogLine {
            at_ms: ts.ms()?,
            scheme: Some(if request.tls.is_some() { Scheme::Https } else { Scheme::Http }),
            host: Some(request.host.as_bytes()),
            method: bytes(request.method),
            target: bytes(request.uri),
            version: request.proto.and_then(|proto| scan::version(proto.as_bytes())).unwrap_or_default(),
            status,
            bytes: size,
            referer: field(request.headers.referer),
            user_agent: field(request.headers.user_agent),
            ..LogLine::default()
        })
    }
}

/// What Traefik writes of a request. It leaves out all fields of a request unless it is asked to keep them.
#[derive(Deserialize)]
struct Traefik<'a> {
    #[serde(borrow, rename = "StartUTC")]
    start: Option<Cow<'a, str>>,
    #[serde(borrow)]
    time: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "RequestHost")]
    host: &'a str,
    #[serde(borrow, rename = "RequestMethod")]
    method: Cow<'a, str>,
    #[serde(borrow, rename = "RequestPath")]
    path: Cow<'a, str>,
    #[serde(borrow, rename = "RequestProtocol")]
    protocol: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "RequestScheme")]
    scheme: Option<Cow<'a, str>>,
    #[serde(rename = "DownstreamStatus")]
    status: u16,
    #[serde(rename = "DownstreamContentSize")]
    size: Option<u64>,
    #[serde(borrow, rename = "request_User-Agent")]
    user_agent: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "request_Referer")]
    referer: Option<Cow<'a, str>>,
}

impl<'a> Traefik<'a> {
    fn line(self) -> Option<LogLine<'a>> {
        let scheme = self.scheme.as_deref().and_then(|scheme| match scheme {
            "https" => Some(Scheme::Https),
            "http" => Some(Scheme::Http),
            _ => None,
        });
        Some(LogLine {
            at_ms: scan::rfc3339(self.start.as_ref().or(self.time.as_ref())?.as_bytes())?,
            scheme,
            host: Some(self.host.as_bytes()),
            method: bytes(self.method),
            target: bytes(self.path),
            version: self.protocol.and_then(|version| scan::version(version.as_bytes())).unwrap_or_default(),
            status: self.status,
            bytes: self.size,
            referer: self.referer.map(bytes).map(scan::field),
            user_agent: self.user_agent.map(bytes).map(scan::field),
            ..LogLine::default()
        })
    }
}

fn bytes(text: Cow<'_, str>) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CADDY: &str = r#"{"level":"info","ts":1646861401.5241024,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"192.0.2.1","proto":"HTTP/2.0","method":"GET","host":"h.no","uri":"/v1/x?a=\u00e6","headers":{"User-Agent":["curl/7.82.0"]},"tls":{"resumed":false}},"bytes_read":0,"size":10,"status":403,"resp_headers":{"Server":["Caddy"]}}"#;
    const TRAEFIK: &str = r#"{"ClientHost":"192.0.2.1","DownstreamContentSize":19,"DownstreamStatus":404,"Duration":51234,"OriginStatus":404,"RequestHost":"h.no","RequestMethod":"GET","RequestPath":"/a?b=1","RequestPort":"-","RequestProtocol":"HTTP/1.1","RequestScheme":"https","StartUTC":"2024-03-01T12:00:00.123456789Z","time":"2024-03-01T12:00:00Z"}"#;

    #[test]
    fn line_of_caddy_is_read() {
        let line = parse(CADDY.as_bytes()).unwrap();
        assert_eq!((line.scheme, line.host, line.status), (Some(Scheme::Https), Some(&b"h.no"[..]), 403));
        assert_eq!((&*line.target, line.at_ms), ("/v1/x?a=æ".as_bytes(), 1_646_861_401_524));
        assert_eq!((&*line.user_agent.unwrap(), &*line.referer.unwrap()), (&b"curl/7.82.0"[..], &b""[..]));
        let plain =
            CADDY.replace(r#","tls":{"resumed":false}"#, "").replace("1646861401.5241024", "\"2022-03-09T21:30:01Z\"");
        let line = parse(plain.as_bytes()).unwrap();
        assert_eq!((line.scheme, line.at_ms), (Some(Scheme::Http), 1_646_861_401_000));
    }

    #[test]
    fn line_of_traefik_is_read() {
        let line = parse(TRAEFIK.as_bytes()).unwrap();
        assert_eq!((line.scheme, line.host, line.status), (Some(Scheme::Https), Some(&b"h.no"[..]), 404));
        assert_eq!((&*line.target, line.at_ms, line.user_agent), (&b"/a?b=1"[..], 1_709_294_400_123, None));
        let kept = TRAEFIK.replace("\"time\"", "\"request_User-Agent\":\"acme/1\",\"time\"");
        assert_eq!(*parse(kept.as_bytes()).unwrap().user_agent.unwrap(), *b"acme/1");
    }

    #[test]
    fn other_json_is_refused() {
        for text in [
            "{}",
            "{\"request\":{}}",
            "{\"status\":403,\"url\":\"https://h.no/\"}",
            &CADDY.replace("\"status\":403", "\"status\":\"403\""),
            &CADDY.replace("\"ts\"", "\"t\""),
            &CADDY.replace("\"host\":\"h.no\",", ""),
            &TRAEFIK.replace("RequestHost", "Host"),
            CADDY.get(..CADDY.len() - 1).unwrap(),
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
