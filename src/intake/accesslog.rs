//! Lines of an access log: the Common and the Combined Log Format of Apache, nginx, Varnish, Squid and others.
//! <https://httpd.apache.org/docs/current/logs.html#accesslog>
//!
//! A log shows method, target, status, size and, in the combined form, Referer and User-Agent. Whoever made the
//! requests wrote part of every line, so that nothing of it is trusted.

use super::transcript;
use crate::http::time::civil::CivilTime;
use crate::http::time::date::Timestamp;
use crate::text::escape::Text;

/// How many lines are looked at to tell a log from other text.
const PROBED: usize = 50;

/// The most bytes of a line that are looked at. Servers refuse request lines that are much shorter.
const MAX_LINE: usize = 64 * 1024;

/// One request, as a line of a log shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// When it was made; servers write a line when the answer is done.
    pub(super) at: Timestamp,
    /// The virtual host that the line begins with, in the formats that have one.
    pub(super) host: Option<String>,
    /// The method.
    pub(super) method: Text,
    /// The target: a path, a URL, or host and port after CONNECT.
    pub(super) target: Text,
    /// The version, such as `HTTP/1.1`.
    pub(super) version: Text,
    /// The status; 0 where no answer was sent.
    pub(super) status: u16,
    /// Bytes of content.
    pub(super) bytes: Option<u64>,
    /// The Referer, in the combined form; empty where none was sent.
    pub(super) referer: Option<Text>,
    /// The User-Agent, in the combined form; empty where none was sent.
    pub(super) user_agent: Option<Text>,
}

/// Whether an input is a log: at least half of its first lines have the form of one.
pub(super) fn is_log(input: &[u8]) -> bool {
    let text = transcript::as_utf8(input.get(..input.len().min(4 * MAX_LINE)).unwrap_or_default());
    let lines: Vec<&[u8]> = text.split(|&b| b == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
    let probed = lines.get(..lines.len().min(PROBED)).unwrap_or_default();
    // What begins as a message of HTTP is one, whatever its content quotes.
    let is_message = probed.first().is_some_and(|line| {
        line.starts_with(b"HTTP/") || line.starts_with(b"* ") || line.starts_with(b"> ") || line.starts_with(b"< ")
    });
    let read = probed.iter().filter(|line| parse(line).is_some()).count();
    !is_message && read > 0 && read * 2 >= probed.len()
}

/// Reads a line, without its end.
pub(super) fn parse(line: &[u8]) -> Option<Line> {
    let line = line.get(..line.len().min(MAX_LINE))?;
    let (before, at, rest) = split_at_time(line)?;
    let (request, rest) = quoted(rest.trim_ascii_start())?;
    let mut words = rest.trim_ascii().splitn(3, |&b| b == b' ');
    let status = status(words.next()?)?;
    let bytes = std::str::from_utf8(words.next()?).ok()?;
    let bytes = if bytes == "-" { None } else { Some(bytes.parse().ok()?) };
    let fields = words.next().and_then(quoted);
    let referer = fields.as_ref().map(|(referer, _)| referer.clone());
    let user_agent = fields.and_then(|(_, rest)| quoted(rest.trim_ascii_start())).map(|(agent, _)| agent);
    let mut parts = request.splitn(3, |&b| b == b' ');
    let (method, target, version) = (parts.next()?, parts.next()?, parts.next()?);
    let is_request = !method.is_empty()
        && method.iter().all(|b| b.is_ascii_uppercase() || b"-_".contains(b))
        && !target.is_empty()
        && version.starts_with(b"HTTP/");
    is_request.then(|| Line {
        at,
        host: virtual_host(before),
        method: Text::from(method),
        target: Text::from(target),
        version: Text::from(version),
        status,
        bytes,
        referer: referer.map(unless_absent),
        user_agent: user_agent.map(unless_absent),
    })
}

/// Logs write `-` for a field that was not sent, or was empty.
fn unless_absent(value: Vec<u8>) -> Text {
    if value == b"-" { Text::default() } else { Text::new(value) }
}

/// The line before its time, the time, and the line behind it: `[30/Mar/2026:13:22:46 +0000]`.
fn split_at_time(line: &[u8]) -> Option<(&[u8], Timestamp, &[u8])> {
    const LENGTH: usize = "[30/Mar/2026:13:22:46 +0000]".len();
    let starts = line.iter().enumerate().filter(|(_, b)| **b == b'[').map(|(at, _)| at).take(16);
    starts.filter(|at| *at > 0).find_map(|at| {
        let end = at + LENGTH;
        let time = time(line.get(at + 1..end - 1)?).filter(|_| line.get(end - 1) == Some(&b']'))?;
        Some((line.get(..at)?, time, line.get(end..)?))
    })
}

fn time(text: &[u8]) -> Option<Timestamp> {
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    let [
        d1,
        d2,
        b'/',
        m1,
        m2,
        m3,
        b'/',
        y1,
        y2,
        y3,
        y4,
        b':',
        h1,
        h2,
        b':',
        n1,
        n2,
        b':',
        s1,
        s2,
        b' ',
        sign,
        o1,
        o2,
        o3,
        o4,
    ] = *text
    else {
        return None;
    };
    let number = |digits: &[u8]| {
        let all = digits.iter().all(u8::is_ascii_digit);
        all.then(|| digits.iter().fold(0_i64, |value, digit| value * 10 + i64::from(digit - b'0')))
    };
    let month = MONTHS.iter().position(|name| *name == [m1, m2, m3])?;
    let date = CivilTime {
        year: number(&[y1, y2, y3, y4])?,
        month: i64::try_from(month).ok()? + 1,
        day: number(&[d1, d2])?,
        hour: number(&[h1, h2])?,
        minute: number(&[n1, n2])?,
        second: number(&[s1, s2])?,
    };
    let offset = number(&[o1, o2])? * 3600 + number(&[o3, o4])? * 60;
    let offset = match sign {
        b'+' => offset,
        b'-' => -offset,
        _ => return None,
    };
    Some(Timestamp::from_unix(date.unix()?).saturating_add(-offset))
}

/// The name at the start of `vhost:port client - - [...]`, as Debian's Apache and others write it.
fn virtual_host(before: &[u8]) -> Option<String> {
    let words: Vec<&str> = std::str::from_utf8(before).ok()?.split_whitespace().collect();
    let first = words.first().filter(|_| words.len() >= 4)?;
    let name = first.split(':').next().unwrap_or_default();
    let is_name = name.contains('.')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        && name.bytes().any(|b| b.is_ascii_alphabetic());
    is_name.then(|| name.to_ascii_lowercase())
}

/// What stands between quotation marks at the start, with its escapes undone, and the rest behind it.
fn quoted(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let text = text.strip_prefix(b"\"")?;
    let mut out = Vec::with_capacity(text.len().min(256));
    let mut at = 0;
    loop {
        match text.get(at)? {
            b'"' => return Some((out, text.get(at + 1..)?)),
            b'\\' => {
                let (byte, length) = unescaped(text.get(at + 1..)?);
                out.push(byte);
                at += 1 + length;
            }
            byte => {
                out.push(*byte);
                at += 1;
            }
        }
    }
}

/// The byte that an escape stands for, and how many bytes it has behind its backslash.
fn unescaped(rest: &[u8]) -> (u8, usize) {
    let hex = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match rest {
        [b'x' | b'X', a, b, ..] => match (hex(*a), hex(*b)) {
            (Some(a), Some(b)) => (a * 16 + b, 3),
            _ => (b'\\', 0),
        },
        [b'n', ..] => (b'\n', 1),
        [b't', ..] => (b'\t', 1),
        [b'r', ..] => (b'\r', 1),
        [c @ (b'"' | b'\\'), ..] => (*c, 1),
        _ => (b'\\', 0),
    }
}

/// Three digits; servers write 000 where they sent no answer.
fn status(text: &[u8]) -> Option<u16> {
    let is_status = text.len() == 3 && text.iter().all(u8::is_ascii_digit);
    let code: u16 = std::str::from_utf8(text).ok().filter(|_| is_status)?.parse().ok()?;
    (code == 0 || code >= 100).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: &str = "[30/Mar/2026:15:22:46 +0200]";

    fn line(text: &str) -> Option<Line> {
        parse(text.as_bytes())
    }

    #[test]
    fn the_formats_of_common_servers_are_read() {
        let request = r#""GET /weatherapi/x/2.0/?lat=1 HTTP/1.1" 200 3044"#;
        let common = line(&format!("127.0.0.1 - - {TIME} {request}")).unwrap();
        assert_eq!(common.at.to_string(), "2026-03-30T13:22:46Z");
        assert_eq!((common.status, common.bytes, common.user_agent.as_ref()), (200, Some(3044), None));
        assert_eq!(common.target.as_str(), Some("/weatherapi/x/2.0/?lat=1"));
        let combined = line(&format!("::1 - me {TIME} {request} \"-\" \"acme/1.0 me@acme.no\"")).unwrap();
        assert_eq!(combined.user_agent.unwrap().as_str(), Some("acme/1.0 me@acme.no"));
        assert!(combined.referer.unwrap().is_empty());
        let longer = line(&format!("api.met.no:443 ::1 - - {TIME} {request} \"-\" \"-\" 0.012 \"-\" HIT")).unwrap();
        assert_eq!((longer.host.as_deref(), longer.user_agent.unwrap().is_empty()), (Some("api.met.no"), true));
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
            let read = line(&format!("h - - {TIME} \"GET / HTTP/1.1\" 200 - \"-\" \"{written}\"")).unwrap();
            assert_eq!(read.user_agent.unwrap().as_str(), Some(meant), "{written}");
        }
    }

    #[test]
    fn what_is_no_request_is_none() {
        for text in [
            "".to_owned(),
            format!("h - - {TIME} \"-\" 408 -"),
            format!("h - - {TIME} \"\\x16\\x03\\x01\" 400 150"),
            format!("h - - {TIME} \"GET / HTTP/1.1 200 -"),
            format!("h - - {TIME} \"GET / HTTP/1.1\" 20 -"),
            format!("h - - {TIME} \"GET / HTTP/1.1\" 099 -"),
            format!("h - - {TIME} \"GET / HTTP/1.1\" 200 x"),
            "h - - [30/Foo/2026:15:22:46 +0200] \"GET / HTTP/1.1\" 200 -".to_owned(),
            "h - - [31/Feb/2026:15:22:46 +0200] \"GET / HTTP/1.1\" 200 -".to_owned(),
            "h - - [30/Mar/2026:15:22:46] \"GET / HTTP/1.1\" 200 -".to_owned(),
            "GET /weatherapi/x/2.0/ HTTP/1.1".to_owned(),
        ] {
            assert_eq!(line(&text), None, "{text}");
        }
    }

    #[test]
    fn a_log_is_told_from_a_message_that_quotes_one() {
        let log = format!("h - - {TIME} \"GET / HTTP/1.1\" 200 -\n");
        assert!(is_log(log.as_bytes()));
        assert!(is_log(format!("broken\n{log}").as_bytes()));
        assert!(!is_log(format!("HTTP/1.1 200 OK\n\n{log}{log}{log}").as_bytes()));
        assert!(!is_log(format!("a\nb\n{log}").as_bytes()));
        assert!(!is_log(b""));
    }
}
