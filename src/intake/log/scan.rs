//! What the formats share: words, quoted texts, numbers and times.

use std::borrow::Cow;

use crate::http::time::civil::CivilTime;
use crate::http::time::date::Timestamp;
use crate::intake::log_escape::unescaped;

/// The words of a line, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Words<'a> {
    rest: &'a [u8],
}

impl<'a> Words<'a> {
    pub(super) fn of(line: &'a [u8]) -> Self {
        Self { rest: line }
    }

    /// What was not taken yet, without the blanks before it.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest.trim_ascii_start()
    }

    /// The text between quotation marks that comes next, with its escapes undone.
    pub(super) fn quoted(&mut self) -> Option<Cow<'a, [u8]>> {
        let (text, rest) = quoted(self.rest())?;
        self.rest = rest;
        Some(text)
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest();
        let end = rest.iter().position(|&byte| byte == b' ' || byte == b'\t').unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }
}

/// What is between quotation marks at the start, with its escapes undone, and the rest after it.
pub(super) fn quoted(text: &[u8]) -> Option<(Cow<'_, [u8]>, &[u8])> {
    let text = text.strip_prefix(b"\"")?;
    let end = text.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    if text.get(end) == Some(&b'"') {
        return Some((Cow::Borrowed(text.get(..end)?), text.get(end + 1..)?));
    }
    let mut out = text.get(..end)?.to_vec();
    let mut at = end;
    loop {
        match text.get(at)? {
            b'"' => return Some((Cow::Owned(out), text.get(at + 1..)?)),
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

/// Method, target and version of a request line.
pub(super) type RequestLine<'a> = (Cow<'a, [u8]>, Cow<'a, [u8]>, &'a [u8]);

/// The parts of a request line as logs have it. A target may have blanks, which some clients send.
pub(super) fn request_line(request: Cow<'_, [u8]>) -> Option<RequestLine<'_>> {
    let first = request.iter().position(|&byte| byte == b' ')?;
    let last = request.iter().rposition(|&byte| byte == b' ').filter(|last| *last > first + 1)?;
    let version = version(request.get(last + 1..)?)?;
    let is_method = request.get(..first)?.iter().all(|b| b.is_ascii_uppercase() || b"-_".contains(b));
    if first == 0 || !is_method {
        return None;
    }
    Some(match request {
        Cow::Borrowed(text) => (Cow::Borrowed(text.get(..first)?), Cow::Borrowed(text.get(first + 1..last)?), version),
        Cow::Owned(text) => {
            (Cow::Owned(text.get(..first)?.to_vec()), Cow::Owned(text.get(first + 1..last)?.to_vec()), version)
        }
    })
}

/// The version as a text that outlives its line.
pub(super) fn version(text: &[u8]) -> Option<&'static [u8]> {
    const KNOWN: [&[u8]; 8] =
        [b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/2", b"HTTP/3.0", b"HTTP/3", b"HTTP/0.9", b"HTTP/1.x"];
    KNOWN.into_iter().find(|known| *known == text)
}

/// Three digits; servers write 000, 0 or - where they sent no response.
pub(super) fn status(text: &[u8]) -> Option<u16> {
    if matches!(text, b"-" | b"0" | b"-1") {
        return Some(0);
    }
    let [a @ b'0'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9'] = *text else { return None };
    let code = u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0');
    (code == 0 || code >= 100).then_some(code)
}

/// A number of bytes; `-` where it is not known. The outer `None` is for what is neither.
pub(super) fn bytes(text: &[u8]) -> Option<Option<u64>> {
    if text == b"-" {
        return Some(None);
    }
    number(text).map(|count| u64::try_from(count).ok())
}

/// Digits alone.
pub(super) fn number(text: &[u8]) -> Option<i64> {
    let is_number = (1..=18).contains(&text.len()) && text.iter().all(u8::is_ascii_digit);
    is_number.then(|| text.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}

/// A field as logs write it: `-` for one that was not sent, or was empty.
pub(super) fn field(value: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if *value == *b"-" { Cow::Borrowed(b"") } else { value }
}

/// Milliseconds of Unix time of seconds with a fraction: `1525334330.556`.
pub(super) fn unix_time(text: &[u8]) -> Option<i64> {
    let mut parts = text.splitn(2, |&byte| byte == b'.');
    let seconds = number(parts.next().filter(|seconds| (9..=11).contains(&seconds.len()))?)?;
    let fraction = parts.next()?;
    let ms = fraction
        .iter()
        .chain(b"000")
        .take(3)
        .try_fold(0_i64, |ms, digit| digit.is_ascii_digit().then(|| ms * 10 + i64::from(digit - b'0')))?;
    fraction.iter().all(u8::is_ascii_digit).then_some(seconds * 1000 + ms)
}

/// Milliseconds of Unix time of RFC 3339, as far as formats use it: `2016-04-15T20:17:00.310Z`.
pub(super) fn rfc3339(text: &[u8]) -> Option<i64> {
    let is_shaped = text.get(4) == Some(&b'-') && text.get(10).is_some_and(|byte| matches!(byte, b'T' | b' '));
    let text = std::str::from_utf8(text).ok().filter(|text| is_shaped && text.len() <= 40)?;
    let at = Timestamp::parse_rfc3339(text)?;
    let digits = text.split_once('.').map_or("", |(_, rest)| rest);
    let ms = digits.bytes().take_while(u8::is_ascii_digit).chain(*b"000").take(3);
    Some(at.unix() * 1000 + ms.fold(0, |ms, digit| ms * 10 + i64::from(digit - b'0')))
}

/// Date and time without a zone, taken for UTC: `2025/11/14` and `09:13:20`, or with hyphens.
pub(super) fn civil(date: &[u8], time: &[u8]) -> Option<i64> {
    let [y1, y2, y3, y4, b'-' | b'/', m1, m2, b'-' | b'/', d1, d2] = *date else { return None };
    let [h1, h2, b':', n1, n2, b':', s1, s2] = *time.get(..8)? else { return None };
    let date = CivilTime {
        year: number(&[y1, y2, y3, y4])?,
        month: number(&[m1, m2])?,
        day: number(&[d1, d2])?,
        hour: number(&[h1, h2])?,
        minute: number(&[n1, n2])?,
        second: number(&[s1, s2])?,
    };
    Some(date.unix()? * 1000)
}

/// The time of the Common Log Format, with milliseconds or without: `30/Mar/2026:13:22:46 +0000`. HAProxy writes its
/// own time without a zone, which is taken for UTC.
pub(super) fn clf_time(text: &[u8]) -> Option<i64> {
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    let [d1, d2, b'/', a, b, c, b'/', y1, y2, y3, y4, b':', h1, h2, b':', n1, n2, b':', s1, s2] = *text.get(..20)?
    else {
        return None;
    };
    let month = MONTHS.iter().position(|name| *name == [a, b, c])?;
    let date = CivilTime {
        year: number(&[y1, y2, y3, y4])?,
        month: i64::try_from(month).ok()? + 1,
        day: number(&[d1, d2])?,
        hour: number(&[h1, h2])?,
        minute: number(&[n1, n2])?,
        second: number(&[s1, s2])?,
    };
    let (ms, zone) = match text.get(20..)? {
        [b'.', a, b, c, zone @ ..] => (number(&[*a, *b, *c])?, zone),
        zone => (0, zone),
    };
    let offset = match zone {
        [] => 0,
        [b' ', sign @ (b'+' | b'-'), a, b, c, d] => {
            let seconds = number(&[*a, *b])? * 3600 + number(&[*c, *d])? * 60;
            if *sign == b'+' { seconds } else { -seconds }
        }
        _ => return None,
    };
    Some((date.unix()? - offset) * 1000 + ms)
}

/// The place of the first text in a line.
pub(super) fn find(line: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    loop {
        let at = from + line.get(from..)?.iter().position(|&byte| byte == first)?;
        if line.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
}
