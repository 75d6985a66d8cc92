//! Envoy's default access log as text, and the one of Istio.
//! <https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage>
//!
//! `[2016-04-15T20:17:00.310Z] "POST /x HTTP/2" 204 - 154 0 226 100 "10.0.35.28" "agent/1" "cc21..." "h.no" "10.0.2.1:80"`.
//! Istio adds details and the reason of a termination, which is quoted, after the flags.

use super::{LogLine, scan};

/// Reads a line, without its end.
pub(super) fn parse(line: &[u8]) -> Option<LogLine<'_>> {
    let start = line.iter().position(|&byte| byte == b'[')?;
    // A few words may be before the time, such as the name of a container.
    let end = start + line.get(start..)?.iter().take(48).position(|&byte| byte == b']')?;
    let at_ms = scan::rfc3339(line.get(start + 1..end)?)?;
    let mut words = scan::Words::of(line.get(end + 1..)?);
    let (method, target, version) = scan::request_line(words.quoted()?)?;
    let status = scan::status(words.next()?)?;
    let _flags = words.next().filter(|flags| flags.iter().all(|b| b.is_ascii_uppercase() || b"-,".contains(b)))?;
    let mut first = words.next()?;
    if scan::number(first).is_none() {
        // Istio: details, the reason of a termination, and the reason of a failed connection to the server.
        words.next()?;
        words.quoted()?;
        first = words.next()?;
    }
    let (_received, sent) = (scan::number(first)?, scan::bytes(words.next()?)?);
    let (_duration, _upstream) = (scan::number(words.next()?)?, words.next()?);
    let (_forwarded, user_agent, _id, authority) = (words.quoted()?, words.quoted()?, words.quoted()?, words.quoted()?);
    let host = match authority {
        std::borrow::Cow::Borrowed(host) if !matches!(host, b"" | b"-") => Some(host),
        _ => None,
    };
    Some(LogLine {
        at_ms,
        host,
        method,
        target,
        version,
        status,
        bytes: sent,
        user_agent: Some(scan::field(user_agent)),
        ..LogLine::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_of_envoy_is_read() {
        for text in [
            "[2016-04-15T20:17:00.310Z] \"POST /api/v1 HTTP/2\" 503 UF 154 7 226 - \"10.0.35.28\" \"agent/1\" \"cc21\" \"h.no\" \"-\"",
            "[2016-04-15T20:17:00.310Z] \"POST /api/v1 HTTP/2\" 503 UF,URX upstream_failed - \"delayed, refused\" 154 7 226 - \
             \"-\" \"agent/1\" \"cc21\" \"h.no\" \"10.0.0.1:80\" outbound|80||h.no - 10.0.0.2:80",
        ] {
            let line = parse(text.as_bytes()).unwrap();
            assert_eq!((line.host, &*line.target, line.status), (Some(&b"h.no"[..]), &b"/api/v1"[..], 503), "{text}");
            assert_eq!((&*line.user_agent.unwrap(), line.bytes, line.at_ms % 1000), (&b"agent/1"[..], Some(7), 310));
        }
    }

    #[test]
    fn line_that_is_close_to_one_of_envoy_is_refused() {
        for text in [
            "[2016-04-15 20:17] \"POST /x HTTP/2\" 204 - 154 0 226 100 \"a\" \"b\" \"c\" \"h.no\" \"d\"",
            "[2016-04-15T20:17:00.310Z] POST /x HTTP/2 204 - 154 0 226 100 \"a\" \"b\" \"c\" \"h.no\" \"d\"",
            "[2016-04-15T20:17:00.310Z] \"POST /x HTTP/2\" 204 - 154 0 226 100 \"a\" \"b\"",
            "[2016-04-15T20:17:00.310Z] \"POST /x HTTP/2\" 204 154 0 226 100 \"a\" \"b\" \"c\" \"h.no\" \"d\"",
            "[2016-04-15T20:17:00.310Z] \"- - -\" 0 DPE 0 11 0 - \"-\" \"-\" \"-\" \"-\" \"-\"",
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
