//! The error log of nginx: what failed between it and the server that it passes requests on to.
//! <https://nginx.org/en/docs/ngx_core_module.html#error_log>
//!
//! `2025/11/14 09:13:20 [error] 29#29: *12 upstream timed out (110: ...) while connecting to upstream, client: ...,
//! server: _, request: "GET /x HTTP/1.1", upstream: "https://192.0.2.7:443/x", host: "localhost:8080"`

use memchr::memmem::find;

use super::LogLine;
use crate::evidence::event::Event;
use crate::evidence::{FailureKind, Phase};
use crate::intake::weblog::{self, Draft};

/// The bytes of `2025/11/14 09:13:20`.
const TIME: usize = 19;

/// Reads a line, without its end.
pub(super) fn parse(line: &[u8]) -> Option<LogLine<'_>> {
    let at = weblog::civil_time(line.get(..TIME)?)?;
    let rest = line.get(TIME..)?.strip_prefix(b" [")?;
    let rest = rest.get(find(rest, b"] ")? + 2..)?;
    let process = rest.get(..find(rest, b": ")?)?;
    let rest = rest.get(process.len() + 2..).filter(|_| process.contains(&b'#') && !process.contains(&b' '))?;
    let message = rest.get(..find(rest, b", client: ")?)?;
    let (phase, kind) = failure(message)?;
    let mut draft = Draft::default();
    draft.request(value(rest, b"request: ")?);
    let upstream = value(rest, b"upstream: ");
    let scheme: Option<&[u8]> = upstream.map(|url| if url.starts_with(b"https") { &b"https"[..] } else { b"http" });
    // The path may be changed on the way, and the name of the server is not in the log: the address is.
    let target = upstream.filter(|url| url.starts_with(b"http")).unwrap_or(draft.event().target);
    let message = message.get(find(message, b" ").map_or(0, |at| at + 1)..).filter(|_| message.starts_with(b"*"));
    let message = message.unwrap_or(rest.get(..rest.len().min(200))?);
    let event = Event { at_ms: Some(at), scheme, target, status: Some(0), ..*draft.event() };
    draft.is_request().then_some(LogLine {
        event,
        version: draft.version,
        referer: None,
        failure: Some((phase, kind, message)),
    })
}

/// The quoted value after a name.
fn value<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let rest = line.get(find(line, name)? + name.len()..)?.strip_prefix(b"\"")?;
    rest.get(..memchr::memchr(b'"', rest)?)
}

/// What failed, where it is about the upstream of nginx.
fn failure(message: &[u8]) -> Option<(Phase, FailureKind)> {
    let has = |words: &str| find(message, words.as_bytes()).is_some();
    if !has("upstream") && !has("could not be resolved") {
        return None;
    }
    let phase = match () {
        () if has("while connecting to upstream") => Phase::Connect,
        () if has("while SSL handshaking to upstream") => Phase::Tls,
        () if has("while sending") => Phase::Send,
        () if has("while reading upstream") => Phase::Body,
        () => Phase::Head,
    };
    Some(match () {
        () if has("could not be resolved") => (Phase::Resolve, FailureKind::NameNotFound),
        () if has("upstream SSL certificate does not match") => (Phase::Tls, FailureKind::TlsWrongHost(Vec::new())),
        () if has("upstream SSL certificate verify error") => (Phase::Tls, FailureKind::TlsUntrusted),
        () if has("SSL_do_handshake() failed") || has("SSL handshaking to upstream") => (Phase::Tls, FailureKind::Tls),
        () if has("timed out") => (phase, FailureKind::TimedOut),
        () if has("Connection refused") || has("no live upstreams") => (Phase::Connect, FailureKind::Refused),
        () if has("unreachable") || has("No route to host") => (Phase::Connect, FailureKind::Unreachable),
        () if has("reset by peer") => (phase, FailureKind::Reset),
        () if has("prematurely closed connection") => (phase, FailureKind::Closed),
        () if has("upstream sent ") => (Phase::Head, FailureKind::Malformed),
        () => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(message: &str) -> String {
        format!(
            "2025/11/14 09:13:20 [error] 29#29: *12 {message}, client: 192.0.2.1, server: _, request: \"GET /a?b=1 HTTP/1.1\", \
             upstream: \"https://192.0.2.7:443/c?b=1\", host: \"localhost:8080\""
        )
    }

    #[test]
    fn failure_of_the_upstream_is_read() {
        for (message, phase, kind) in [
            ("upstream timed out (110: Operation timed out) while connecting to upstream", Phase::Connect, "timed-out"),
            ("upstream timed out (110: x) while reading response header from upstream", Phase::Head, "timed-out"),
            ("connect() failed (111: Connection refused) while connecting to upstream", Phase::Connect, "refused"),
            ("connect() failed (113: No route to host) while connecting to upstream", Phase::Connect, "unreachable"),
            ("no live upstreams while connecting to upstream", Phase::Connect, "refused"),
            (
                "recv() failed (104: Connection reset by peer) while reading response header from upstream",
                Phase::Head,
                "reset",
            ),
            (
                "upstream prematurely closed connection while reading response header from upstream",
                Phase::Head,
                "closed",
            ),
            ("SSL_do_handshake() failed (SSL: error:x) while SSL handshaking to upstream", Phase::Tls, "tls"),
            (
                "upstream SSL certificate verify error: (20:x) while SSL handshaking to upstream",
                Phase::Tls,
                "tls-untrusted",
            ),
            ("api.met.no could not be resolved (3: Host not found)", Phase::Resolve, "name-not-found"),
        ] {
            let text = text(message);
            let line = parse(text.as_bytes()).unwrap();
            let (found, failed, words) = line.failure.unwrap();
            assert_eq!((found, failed.as_str(), words), (phase, kind, message.as_bytes()));
            assert_eq!((line.event.target, line.event.status), (&b"https://192.0.2.7:443/c?b=1"[..], Some(0)));
        }
    }

    #[test]
    fn line_that_is_not_about_the_upstream_is_refused() {
        for message in [
            "open() \"/srv/a\" failed (2: No such file or directory)",
            "client intended to send too large body: 9 bytes",
            "access forbidden by rule",
            "an upstream response is buffered to a temporary file /x while reading upstream",
        ] {
            assert!(parse(text(message).as_bytes()).is_none(), "{message}");
        }
        let timed_out = text("upstream timed out (110: x) while connecting to upstream");
        for broken in [
            timed_out.replace("2025/11/14", "2025/14/11"),
            timed_out.replace("[error]", "error"),
            timed_out.replace("request: ", ""),
            timed_out.replace(", client: ", ", "),
        ] {
            assert!(parse(broken.as_bytes()).is_none(), "{broken}");
        }
    }
}
