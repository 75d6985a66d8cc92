//! Access logs of AWS Application Load Balancers.
//! <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html>
//!
//! `https 2018-07-02T22:23:00.186641Z app/lb/50dc 192.0.2.1:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57
//! "GET https://h.no:443/ HTTP/1.1" "curl/7.46.0" ...`

use super::{LogLine, scan};

/// Reads a line, without its end.
pub(super) fn parse(line: &[u8]) -> Option<LogLine<'_>> {
    let mut words = scan::Words::of(line);
    let kind = words.next()?;
    if ![&b"http"[..], b"https", b"h2", b"grpcs", b"ws", b"wss"].contains(&kind) {
        return None;
    }
    let at_ms = scan::rfc3339(words.next()?)?;
    words.next().filter(|balancer| balancer.contains(&b'/'))?;
    let (_client, _target) = (words.next()?, words.next()?);
    for _ in 0..3 {
        words.next().filter(|time| time.iter().all(|b| b.is_ascii_digit() || b"-.".contains(b)))?;
    }
    let status = scan::status(words.next()?)?;
    let _status_of_target = words.next()?;
    let _received = scan::bytes(words.next()?)?;
    let bytes = scan::bytes(words.next()?)?;
    let (method, target, version) = scan::request_line(words.quoted()?)?;
    let user_agent = words.quoted().map(scan::field);
    Some(LogLine { at_ms, method, target, version, status, bytes, user_agent, ..LogLine::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(kind: &str, status: &str) -> String {
        format!(
            "{kind} 2018-07-02T22:23:00.186641Z app/lb/50dc6c 192.0.2.131:2817 10.0.0.1:80 0.086 0.048 -1 {status} 200 0 57 \
             \"GET https://h.no:443/a HTTP/1.1\" \"curl/7.46.0\" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:x \"Root=1-5\""
        )
    }

    #[test]
    fn line_of_a_load_balancer_is_read() {
        let https = text("https", "403");
        let line = parse(https.as_bytes()).unwrap();
        assert_eq!((&*line.target, line.status, line.bytes), (&b"https://h.no:443/a"[..], 403, Some(57)));
        assert_eq!(*line.user_agent.unwrap(), *b"curl/7.46.0");
        assert_eq!(line.at_ms % 1000, 186);
        assert_eq!(parse(text("h2", "-").as_bytes()).unwrap().status, 0);
    }

    #[test]
    fn line_that_is_close_to_one_is_refused() {
        for text in [
            text("tls", "200"),
            text("https", "20"),
            text("https", "200").replace("app/lb/50dc6c", "lb"),
            text("https", "200").replace("0.048", "fast"),
            text("https", "200").replace("2018-07-02T", "2018-07-02"),
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
