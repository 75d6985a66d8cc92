//! The Common Log Format and its children, as Apache, nginx, Varnish, Squid and Traefik write them.
//! <https://httpd.apache.org/docs/current/logs.html#accesslog>

use memchr::{memchr, memchr2};

use super::draft::{Draft, LogField, scheme_of, status, without_port};
use super::prefix;
use super::time::TimeReader;
use crate::intake::log_escape::unescaped;

/// Room for fields whose escapes are undone.
#[derive(Clone, Debug, Default)]
pub(super) struct ClfScratch {
    request: Vec<u8>,
    referer: Vec<u8>,
    agent: Vec<u8>,
}

/// Reads `[vhost] host ident user [time] "request" status bytes ["referer" "user-agent"] [more]`.
pub(super) fn read<'a>(
    line: &'a [u8],
    draft: &mut Draft<'a>,
    times: &mut TimeReader,
    scratch: &'a mut ClfScratch,
) -> Option<()> {
    let (open, end) = match usual_time(line) {
        Some((address, open)) => {
            draft.event.address = Some(shown(address));
            (open, open + USUAL)
        }
        None => {
            let (open, end) = time_of(line)?;
            clients(line.get(..open)?.trim_ascii(), draft, times);
            (open, end)
        }
    };
    draft.log_time(times.common(line.get(open + 1..end)?)?);
    let rest = line.get(end + 1..)?.strip_prefix(b" ")?;
    let (request, rest) = quoted(rest, &mut scratch.request)?;
    draft.request(request);
    let (code, rest) = match rest.split_first_chunk::<5>() {
        Some(([b' ', _, _, _, b' '], after)) => (rest.get(1..4)?, after),
        _ => word(rest.strip_prefix(b" ")?),
    };
    draft.event.status = Some(status(code)?);
    let (size, rest) = size(rest)?;
    draft.event.bytes = size;
    let rest = rest.trim_ascii();
    // What some servers add there has no marks.
    if rest.first() != Some(&b'"') {
        return Some(());
    }
    let (referer, rest) = match rest.strip_prefix(b"\"-\"") {
        Some(rest) => (&b""[..], rest),
        None => quoted(rest, &mut scratch.referer)?,
    };
    let (agent, rest) = quoted(rest.trim_ascii_start(), &mut scratch.agent)?;
    draft.set(LogField::Referer, referer, times);
    draft.event.user_agent = Some(shown(agent));
    if !rest.is_empty() {
        more(rest.trim_ascii(), draft, times);
    }
    Some(())
}

/// What logs write for nothing is nothing.
#[inline]
fn shown(value: &[u8]) -> &[u8] {
    if value == b"-" { b"" } else { value }
}

/// The bytes of `[30/Mar/2026:13:22:46 +0000`.
const USUAL: usize = 27;

/// The address, and where the time begins, in a line that begins as most do: `192.0.2.7 - - [`.
#[inline]
fn usual_time(line: &[u8]) -> Option<(&[u8], usize)> {
    let mut space = memchr2(b' ', b':', line)?;
    let has_colon = line.get(space) == Some(&b':');
    if has_colon {
        space = memchr(b' ', line)?;
    }
    let open = space + 5;
    let is_usual = line.get(space..)?.starts_with(b" - - [") && line.get(open + USUAL) == Some(&b']');
    let address = line.get(..space)?;
    is_usual.then_some((if has_colon { without_port(address) } else { address }, open))
}

/// The number of bytes at the start of a text, none where that is a hyphen, and what follows its blank.
#[inline(always)] // Once a line: the optimization for size makes a call of it otherwise.
fn size(text: &[u8]) -> Option<(Option<u64>, &[u8])> {
    let (mut size, mut rest) = (0_u64, text);
    while let [digit @ b'0'..=b'9', after @ ..] = rest {
        size = size.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        rest = after;
    }
    let size = match (text, text.len() - rest.len()) {
        (_, 1..=18) => Some(size),
        ([b'-', after @ ..], 0) => {
            rest = after;
            None
        }
        _ => return None,
    };
    match rest {
        [] => Some((size, rest)),
        [b' ', rest @ ..] => Some((size, rest)),
        _ => None,
    }
}

/// Where the time begins and ends. A user's name may hold brackets, and the first one need not be its own.
#[inline]
fn time_of(line: &[u8]) -> Option<(usize, usize)> {
    let mut from = 0;
    for _ in 0..8 {
        let open = from + memchr(b'[', line.get(from..)?)?;
        if line.get(open + 3) == Some(&b'/') {
            let close = line.get(open..open + 40.min(line.len() - open))?.iter().position(|b| *b == b']');
            if let Some(close) = close {
                return Some((open, open + close));
            }
        }
        from = open + 1;
    }
    None
}

/// What is before the time: `host ident user`, or a virtual host before them, or what collectors of logs put there.
fn clients<'a>(before: &'a [u8], draft: &mut Draft<'a>, times: &mut TimeReader) {
    let before = prefix::without(before).unwrap_or(before);
    let (first, rest) = word(before);
    let spaces = memchr::memchr_iter(b' ', rest.trim_ascii()).count();
    if spaces >= 2 && is_host(first) {
        draft.set(LogField::Host, first, times);
        draft.event.scheme = memchr(b':', first).and_then(|at| scheme_of(first.get(at + 1..)?));
        draft.set(LogField::Address, word(rest.trim_ascii_start()).0, times);
    } else {
        draft.set(LogField::Address, first, times);
    }
}

/// Whether a word names a host, with a port or without, and not an address.
fn is_host(word: &[u8]) -> bool {
    let (name, port) = word.split_at(memchr(b':', word).unwrap_or(word.len()));
    memchr(b'.', name).is_some()
        && port.iter().skip(1).all(u8::is_ascii_digit)
        && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        && name.iter().any(u8::is_ascii_alphabetic)
}

/// What is after the User-Agent: a result code of Squid, or what Traefik adds.
fn more<'a>(rest: &'a [u8], draft: &mut Draft<'a>, times: &mut TimeReader) {
    if rest.starts_with(b"TCP_") || rest.starts_with(b"NONE") {
        draft.set(LogField::Squid, word(rest).0, times);
    } else if let Some(took) = rest.strip_suffix(b"ms")
        && rest.first().is_some_and(u8::is_ascii_digit)
    {
        let start = took.iter().rposition(|b| *b == b' ').map_or(0, |at| at + 1);
        draft.set(LogField::Milliseconds, took.get(start..).unwrap_or_default(), times);
        draft.event.vantage = Some(crate::evidence::event::Vantage::Relay);
    }
}

/// The bytes before the first blank, and those after it.
pub(super) fn word(text: &[u8]) -> (&[u8], &[u8]) {
    match memchr(b' ', text) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default()),
        None => (text, &[]),
    }
}

/// What is between quotation marks, its escapes undone, and what follows.
#[inline]
pub(super) fn quoted<'a>(text: &'a [u8], scratch: &'a mut Vec<u8>) -> Option<(&'a [u8], &'a [u8])> {
    let text = text.strip_prefix(b"\"")?;
    let at = memchr2(b'"', b'\\', text)?;
    if text.get(at) == Some(&b'"') {
        return Some((text.get(..at)?, text.get(at + 1..)?));
    }
    quoted_with_escapes(text, scratch)
}

#[cold]
fn quoted_with_escapes<'a>(text: &'a [u8], scratch: &'a mut Vec<u8>) -> Option<(&'a [u8], &'a [u8])> {
    scratch.clear();
    let mut rest = text;
    loop {
        let at = memchr2(b'"', b'\\', rest)?;
        scratch.extend_from_slice(rest.get(..at)?);
        let after = rest.get(at + 1..)?;
        if rest.get(at) == Some(&b'"') {
            return Some((scratch, after));
        }
        let (byte, length) = unescaped(after);
        scratch.push(byte);
        rest = after.get(length..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_numbers_or_a_hyphen() {
        for (text, found) in [
            ("3044 \"-\"", Some((Some(3044), "\"-\""))),
            ("3044", Some((Some(3044), ""))),
            ("- x", Some((None, "x"))),
            ("-", Some((None, ""))),
            ("999999999999999999 ", Some((Some(999_999_999_999_999_999), ""))),
            ("1000000000000000000 ", None),
            ("99999999999999999999999 ", None),
            ("", None),
            (" 12", None),
            ("-1", None),
            ("12x", None),
        ] {
            let found = found.map(|(size, rest): (Option<u64>, &str)| (size, rest.as_bytes()));
            assert_eq!(size(text.as_bytes()), found, "{text}");
        }
    }

    #[test]
    fn usual_beginnings_give_the_address_without_its_port() {
        for (start, address) in
            [("192.0.2.7", "192.0.2.7"), ("192.0.2.7:5000", "192.0.2.7"), ("2001:db8::7", "2001:db8::7")]
        {
            let line = format!("{start} - - [30/Mar/2026:13:22:46 +0000] \"GET / HTTP/1.1\" 200 1");
            let (found, open) = usual_time(line.as_bytes()).unwrap();
            assert_eq!((String::from_utf8_lossy(found).as_ref(), line.as_bytes()[open]), (address, b'['), "{start}");
        }
        assert!(usual_time(b"name:443 192.0.2.7 - - [30/Mar/2026:13:22:46 +0000] x").is_none());
    }
}
