//! Squid's native format. <https://wiki.squid-cache.org/Features/LogFormat>
//!
//! `1525334330.556      3 192.0.2.1 TCP_MISS/200 2014 GET http://h.no/x user HIER_DIRECT/192.0.2.2 text/plain`

use std::borrow::Cow;

use super::{LogLine, scan};

/// Reads a line, without its end.
pub(super) fn parse(line: &[u8]) -> Option<LogLine<'_>> {
    let mut words = scan::Words::of(line);
    let at_ms = scan::unix_time(words.next()?)?;
    let elapsed = words.next()?;
    scan::number(elapsed.strip_prefix(b"-").unwrap_or(elapsed))?;
    let _client = words.next()?;
    let mut result = words.next()?.splitn(2, |&byte| byte == b'/');
    let code = result.next()?;
    let is_code = !code.is_empty() && code.iter().all(|b| b.is_ascii_uppercase() || *b == b'_');
    let status = scan::status(result.next().filter(|_| is_code)?)?;
    let bytes = scan::bytes(words.next()?)?;
    let method = words.next().filter(|method| method.iter().all(|b| b.is_ascii_uppercase() || b"-_".contains(b)))?;
    // A URL may have blanks, so it ends where the last three words begin.
    let rest = words.rest();
    let mut ends = rest.iter().enumerate().rev().filter(|(_, byte)| **byte == b' ').map(|(at, _)| at);
    let (_kind, peer, user) = (ends.next()?, ends.next()?, ends.next()?);
    rest.get(peer + 1..).filter(|hierarchy| hierarchy.contains(&b'/'))?;
    let target = rest.get(..user).filter(|target| !target.is_empty())?;
    Some(LogLine {
        at_ms,
        method: Cow::Borrowed(method),
        target: Cow::Borrowed(target),
        status,
        bytes,
        ..LogLine::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_of_squid_is_read() {
        for (text, method, target, status) in [
            (
                "1525334330.556      3 192.0.2.1 TCP_REFRESH_MISS/200 2014 GET http://h.no/a.txt user DIRECT/h.no text/plain",
                "GET",
                "http://h.no/a.txt",
                200,
            ),
            (
                "1525344856.899  16867 192.0.2.1 TCP_TUNNEL/200 6256 CONNECT h.no:443 - HIER_DIRECT/192.0.2.1 -",
                "CONNECT",
                "h.no:443",
                200,
            ),
            (
                "1707462602.123 45 ::1 TCP_MISS/403 412 GET https://h.no/x? - HIER_NONE/- text/html",
                "GET",
                "https://h.no/x?",
                403,
            ),
            (
                "1707462602.123 45 ::1 TCP_MISS_ABORTED/000 0 GET http://h.no/a b - HIER_NONE/- -",
                "GET",
                "http://h.no/a b",
                0,
            ),
        ] {
            let line = parse(text.as_bytes()).unwrap();
            assert_eq!((&*line.method, &*line.target, line.status), (method.as_bytes(), target.as_bytes(), status));
            assert_eq!(line.user_agent, None);
        }
        let at = parse(b"1525334330.556 3 ::1 TCP_MISS/200 2 GET http://h.no/ - NONE/- -").unwrap().at_ms;
        assert_eq!(at, 1_525_334_330_556);
    }

    #[test]
    fn line_that_is_close_to_one_of_squid_is_refused() {
        for text in [
            "1525334330 3 ::1 TCP_MISS/200 2 GET http://h.no/ - NONE/- -",
            "1525334330.556 3 ::1 TCP_MISS 200 2 GET http://h.no/ - NONE/- -",
            "1525334330.556 3 ::1 TCP_MISS/2000 2 GET http://h.no/ - NONE/- -",
            "1525334330.556 3 ::1 TCP_MISS/200 x GET http://h.no/ - NONE/- -",
            "1525334330.556 3 ::1 TCP_MISS/200 2 get http://h.no/ - NONE/- -",
            "1525334330.556 3 ::1 TCP_MISS/200 2 GET http://h.no/",
            "1525334330.556 3 ::1 tcp/200 2 GET http://h.no/ - NONE/- -",
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
