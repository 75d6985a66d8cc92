//! HAProxy's `option httplog`. <https://docs.haproxy.org/2.8/configuration.html#8.2.3>
//!
//! `... haproxy[1191]: 127.0.0.1:53484 [26/Nov/2026:09:54:03.279] front~ back/srv 0/0/0/20/20 200 582 - - ---- 1/1/0/0/0
//! 0/0 {captured} "GET /x HTTP/1.1"`. A frontend with TLS has a tilde after its name. What was captured between braces has
//! no names, and is passed over.

use super::{LogLine, scan};
use crate::http::uri::target::Scheme;

/// Reads a line, without its end.
pub(super) fn parse(line: &[u8]) -> Option<LogLine<'_>> {
    const TIME: usize = "26/Nov/2026:09:54:03.279".len();
    let mut at_ms = None;
    let mut from = 0;
    while let Some(open) = line.get(from..)?.iter().position(|&byte| byte == b'[') {
        from += open + 1;
        if line.get(from + TIME) == Some(&b']') {
            at_ms = line.get(from..from + TIME).and_then(scan::clf_time);
            if at_ms.is_some() {
                break;
            }
        }
    }
    let (at_ms, rest) = (at_ms?, line.get(from + TIME + 1..)?);
    let mut words = scan::Words::of(rest);
    let frontend = words.next()?;
    words.next().filter(|backend| backend.contains(&b'/'))?;
    words.next().filter(|timers| is_counts(timers, 5))?;
    let status = scan::status(words.next()?)?;
    let bytes = words.next()?;
    let bytes = scan::bytes(bytes.strip_prefix(b"+").unwrap_or(bytes))?;
    let (_request_cookie, _response_cookie) = (words.next()?, words.next()?);
    words.next().filter(|state| state.len() == 4)?;
    words.next().filter(|connections| is_counts(connections, 5))?;
    words.next().filter(|queues| is_counts(queues, 2))?;
    let rest = words.rest();
    let quote = rest.iter().position(|&byte| byte == b'"')?;
    let (request, _) = scan::quoted(rest.get(quote..)?)?;
    let (method, target, version) = scan::request_line(request)?;
    let scheme = if frontend.ends_with(b"~") { Scheme::Https } else { Scheme::Http };
    Some(LogLine { at_ms, scheme: Some(scheme), method, target, version, status, bytes, ..LogLine::default() })
}

/// Whether a word has this many numbers between slashes, which may have a sign.
fn is_counts(word: &[u8], count: usize) -> bool {
    let is_number =
        |part: &[u8]| scan::number(part.strip_prefix(b"-").or(part.strip_prefix(b"+")).unwrap_or(part)).is_some();
    word.split(|&byte| byte == b'/').count() == count && word.split(|&byte| byte == b'/').all(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: &str = "0/0/0/2006/2006 200 582 - - ---- 1/1/0/0/0 0/0";

    #[test]
    fn line_of_haproxy_is_read() {
        for (front, captured, scheme) in
            [("f", "", Scheme::Http), ("f~", "{browser/9.9|} {Thu, 26 Nov 2026 09:54:09 GMT} ", Scheme::Https)]
        {
            let text = format!(
                "<134>Nov 26 09:54:05 haproxy[1191]: 127.0.0.1:53484 [26/Nov/2026:09:54:03.279] {front} b/met {REST} {captured}\
                 \"GET /x?a=1 HTTP/1.1\""
            );
            let line = parse(text.as_bytes()).unwrap();
            assert_eq!((line.scheme, &*line.target, line.status), (Some(scheme), &b"/x?a=1"[..], 200));
            assert_eq!((line.at_ms % 1000, line.bytes, line.user_agent), (279, Some(582), None));
        }
        let aborted =
            "a:1 [26/Nov/2026:09:54:03.279] f b/<NOSRV> -1/-1/-1/-1/+5 -1 0 - - CR-- 1/1/0/0/0 0/0 \"GET / HTTP/1.1\"";
        assert_eq!(parse(aborted.as_bytes()).unwrap().status, 0);
    }

    #[test]
    fn line_that_is_close_to_one_of_haproxy_is_refused() {
        for text in [
            format!("a:1 [26/Nov/2026:09:54:03] f b/met {REST} \"GET /x HTTP/1.1\""),
            format!("a:1 [26/Nov/2026:09:54:03.279] f b {REST} \"GET /x HTTP/1.1\""),
            "a:1 [26/Nov/2026:09:54:03.279] f b/met 0/0/5007 212 -- 0/0/0/0/3 0/0".to_owned(),
            format!("a:1 [26/Nov/2026:09:54:03.279] f b/met {REST} \"<BADREQ>\""),
            format!("a:1 [26/Nov/2026:09:54:03.279] f b/met {REST} \"GET /x"),
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
