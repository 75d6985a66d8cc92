//! The Common and the Combined Log Format of Apache, nginx, Varnish, Traefik and others.
//! <https://httpd.apache.org/docs/current/logs.html#accesslog>
//!
//! A line shows method, target, status, size and, in the combined form, Referer and User-Agent. Before it there may be
//! a virtual host, with its port, or what syslog puts there.

use super::{LogLine, scan};
use crate::http::uri::target::Scheme;

/// Reads a line, without its end.
pub(super) fn parse(line: &[u8]) -> Option<LogLine<'_>> {
    let (before, at_ms, rest) = split_at_time(line)?;
    let mut words = scan::Words::of(rest);
    let (method, target, version) = scan::request_line(words.quoted()?)?;
    // A time without its zone is HAProxy's, whose lines go on in another way.
    let status = scan::status(words.next()?)?;
    let bytes = scan::bytes(words.next()?)?;
    let referer = words.quoted();
    let user_agent = referer.as_ref().and_then(|_| words.quoted());
    let (scheme, host) = virtual_host(before);
    Some(LogLine {
        at_ms,
        scheme,
        host,
        method,
        target,
        version,
        status,
        bytes,
        referer: referer.map(scan::field),
        user_agent: user_agent.map(scan::field),
        ..LogLine::default()
    })
}

/// The line before its time, the time, and the line after it: `[30/Mar/2026:13:22:46 +0000]`.
fn split_at_time(line: &[u8]) -> Option<(&[u8], i64, &[u8])> {
    const LENGTH: usize = "[30/Mar/2026:13:22:46 +0000]".len();
    let starts = line.iter().enumerate().filter(|(_, b)| **b == b'[').map(|(at, _)| at).take(16);
    starts.filter(|at| *at > 0).find_map(|at| {
        let end = at + LENGTH;
        let time = scan::clf_time(line.get(at + 1..end - 1)?).filter(|_| line.get(end - 1) == Some(&b']'))?;
        Some((line.get(..at)?, time, line.get(end..)?))
    })
}

/// Scheme and name at the start of `vhost:port client - - [...]`, as Debian's Apache and others write it. A port of its
/// own shows the scheme; where the line has none, it is not known.
fn virtual_host(before: &[u8]) -> (Option<Scheme>, Option<&[u8]>) {
    let mut words = before.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let (Some(first), 3..) = (words.next(), words.count()) else { return (None, None) };
    let mut parts = first.splitn(2, |&byte| byte == b':');
    let (name, port) = (parts.next().unwrap_or_default(), parts.next());
    let is_name = name.contains(&b'.')
        && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'.' || *b == b'-')
        && name.iter().any(u8::is_ascii_alphabetic);
    match port.map(scan::number) {
        _ if !is_name => (None, None),
        None => (None, Some(first)),
        Some(Some(80)) => (Some(Scheme::Http), Some(name)),
        Some(Some(443)) => (Some(Scheme::Https), Some(name)),
        Some(Some(port)) if port % 1000 == 443 => (Some(Scheme::Https), Some(first)),
        Some(Some(_)) => (Some(Scheme::Http), Some(first)),
        Some(None) => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: &str = "[30/Mar/2026:15:22:46 +0200]";

    fn line(text: &str) -> Option<LogLine<'_>> {
        parse(text.as_bytes())
    }

    #[test]
    fn formats_of_common_servers_are_read() {
        let request = r#""GET /weatherapi/x/2.0/?lat=1 HTTP/1.1" 200 3044"#;
        let text = format!("127.0.0.1 - - {TIME} {request}");
        let common = line(&text).unwrap();
        assert_eq!(common.at_ms, 1_774_876_966_000);
        assert_eq!((common.status, common.bytes, common.user_agent.as_ref()), (200, Some(3044), None));
        assert_eq!(*common.target, *b"/weatherapi/x/2.0/?lat=1");
        let text = format!("::1 - me {TIME} {request} \"-\" \"acme/1.0 me@acme.no\"");
        let combined = line(&text).unwrap();
        assert_eq!(*combined.user_agent.unwrap(), *b"acme/1.0 me@acme.no");
        assert!(combined.referer.unwrap().is_empty());
        let text = format!("<171>1 2026-03-30T13:22:46Z fw nginx - - - ::1 - - {TIME} {request} \"-\" \"-\" 0.012 HIT");
        let longer = line(&text).unwrap();
        assert_eq!((longer.host, longer.user_agent.unwrap().is_empty()), (None, true));
    }

    #[test]
    fn virtual_host_shows_the_scheme_by_its_port() {
        let (http, https) = (Some(Scheme::Http), Some(Scheme::Https));
        for (host, scheme, name) in [
            ("h.no:80", http, Some("h.no")),
            ("h.no:443", https, Some("h.no")),
            ("h.no:8080", http, Some("h.no:8080")),
            ("h.no:8443", https, Some("h.no:8443")),
            ("h.no", None, Some("h.no")),
            ("h.no:x", None, None),
            ("192.0.2.7:80", None, None),
            ("localhost:80", None, None),
        ] {
            let text = format!("{host} ::1 - - {TIME} \"GET / HTTP/1.1\" 200 -");
            let read = line(&text).unwrap();
            assert_eq!((read.scheme, read.host), (scheme, name.map(str::as_bytes)), "{host}");
        }
        let text = format!("h.no - - {TIME} \"GET / HTTP/1.1\" 200 -");
        assert_eq!(line(&text).unwrap().host, None, "a client is not a virtual host");
    }

    #[test]
    fn escapes_are_undone_once() {
        for (written, meant) in [
            (r#"a\"b\\c"#, "a\"b\\c"),
            (r"\x22\x5Cn", "\"\\n"),
            (r"\n\t", "\n\t"),
            (r"\xzz\q", r"\xzz\q"),
            (r"\xc3\xa6", "æ"),
        ] {
            let text = format!("h - - {TIME} \"GET / HTTP/1.1\" 200 - \"-\" \"{written}\"");
            assert_eq!(*line(&text).unwrap().user_agent.unwrap(), *meant.as_bytes(), "{written}");
        }
    }

    #[test]
    fn target_may_have_what_no_uri_has() {
        for target in ["/a b", "/css?f=A|B", "/%zz", "http://h.no/[x]"] {
            let text = format!("h - - {TIME} \"GET {target} HTTP/1.1\" 200 -");
            assert_eq!(*line(&text).unwrap().target, *target.as_bytes());
        }
    }

    #[test]
    fn line_that_shows_no_request_is_refused() {
        for text in [
            "".to_owned(),
            format!("h - - {TIME} \"-\" 408 -"),
            format!("h - - {TIME} \"\\x16\\x03\\x01\" 400 150"),
            format!("h - - {TIME} \"GET / HTTP/1.1 200 -"),
            format!("h - - {TIME} \"GET / HTTP/1.1\" 20 -"),
            format!("h - - {TIME} \"GET / HTTP/1.1\" 099 -"),
            format!("h - - {TIME} \"GET / HTTP/1.1\" 200 x"),
            format!("h - - {TIME} \"get / HTTP/1.1\" 200 -"),
            format!("h - - {TIME} \"GET HTTP/1.1\" 200 -"),
            "h - - [30/Foo/2026:15:22:46 +0200] \"GET / HTTP/1.1\" 200 -".to_owned(),
            "h - - [31/Feb/2026:15:22:46 +0200] \"GET / HTTP/1.1\" 200 -".to_owned(),
            "h - - [30/Mar/2026:15:22:46] \"GET / HTTP/1.1\" 200 -".to_owned(),
            "GET /weatherapi/x/2.0/ HTTP/1.1".to_owned(),
        ] {
            assert_eq!(line(&text), None, "{text}");
        }
    }
}
