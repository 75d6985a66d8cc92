//! Formats of words between blanks: Squid, HAProxy, Envoy, the load balancers of AWS, and Varnish's backend log.

use super::clf::{quoted, word};
use super::draft::{Draft, LogField};
use super::time::TimeReader;
use crate::evidence::event::Vantage;

/// Room for a request whose escapes are undone, and for a name.
#[derive(Clone, Debug, Default)]
pub(super) struct WordScratch {
    request: Vec<u8>,
    agent: Vec<u8>,
}

/// `1795686895.371   2002 127.0.0.1 TCP_MISS/200 705 GET http://host/p? - FIRSTUP_PARENT/127.0.0.1 application/json`
pub(super) fn squid<'a>(line: &'a [u8], draft: &mut Draft<'a>, times: &mut TimeReader) -> Option<()> {
    let mut rest = line;
    let mut next = || {
        let (first, after) = word(rest.trim_ascii_start());
        rest = after;
        first
    };
    let (end, took, address, result, size, method) = (next(), next(), next(), next(), next(), next());
    let (code, status) = split(result, b'/')?;
    let is_squid = code.starts_with(b"TCP_") || code.starts_with(b"UDP_") || code.starts_with(b"NONE");
    if !is_squid {
        return None;
    }
    draft.set(LogField::End, end, times);
    draft.set(LogField::Milliseconds, took, times);
    draft.set(LogField::Address, address, times);
    draft.set(LogField::Status, status, times);
    draft.set(LogField::Bytes, size, times);
    draft.set(LogField::Method, method, times);
    let (target, peer) = target_and_peer(rest.trim_ascii())?;
    draft.set(LogField::Target, target, times);
    if !draft.is_timed() || draft.event.status.is_none() {
        return None;
    }
    // The two words stand side by side in the other format of Squid; here they do not.
    draft.set(LogField::Squid, joined(code, peer)?, times);
    Some(())
}

/// The URL, and how the request was sent on, of `http://host/p? - FIRSTUP_PARENT/127.0.0.1 application/json`. A URL may have
/// blanks, and ends where the last three words begin then.
fn target_and_peer(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let peer = |word: &'_ [u8]| {
        let end = memchr::memchr(b'/', word)?;
        word.iter().take(end).all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b'-')).then_some(end)
    };
    let (target, rest) = word(text);
    let third = word(word(rest).1).0;
    if let Some(end) = peer(third) {
        return Some((target, third.get(..end)?));
    }
    let mut ends = memchr::memrchr_iter(b' ', text);
    let (kind, third, user) = (ends.next()?, ends.next()?, ends.next()?);
    let third = text.get(third + 1..kind)?;
    Some((text.get(..user)?, third.get(..peer(third)?)?))
}

/// A result code with whether the request stayed in the cache, in the form that [`LogField::Squid`] has.
fn joined(code: &[u8], peer: &[u8]) -> Option<&'static [u8]> {
    let stays = peer.starts_with(b"HIER_NONE") || peer == b"NONE" || peer == b"-";
    Some(match (stays, code) {
        (true, _) => b"TCP_HIT:HIER_NONE",
        (_, code) if code.starts_with(b"TCP_REFRESH_UNMODIFIED") => b"TCP_REFRESH_UNMODIFIED:HIER_DIRECT",
        (_, code) if code.starts_with(b"TCP_REFRESH") => b"TCP_REFRESH_MODIFIED:HIER_DIRECT",
        _ => b"TCP_MISS:HIER_DIRECT",
    })
}

/// `... haproxy[1191]: 127.0.0.1:53484 [26/Nov/2026:09:54:03.279] f b/met 0/0/0/2006/2006 200 582 - - ---- 1/1/0/0/0 0/0
/// {browser/9.9|} {Thu, 26 ...} "GET /p HTTP/1.1"`
pub(super) fn haproxy<'a>(
    line: &'a [u8],
    draft: &mut Draft<'a>,
    times: &mut TimeReader,
    scratch: &'a mut WordScratch,
) -> Option<()> {
    let open = memchr::memchr_iter(b'[', line).take(4).find(|at| line.get(at + 3) == Some(&b'/'))?;
    let close = open + memchr::memchr(b']', line.get(open..)?)?;
    draft.event.vantage = Some(Vantage::Relay);
    draft.set(LogField::Start, line.get(open + 1..close)?, times);
    let before = line.get(..open)?.trim_ascii_end();
    let address = before.get(before.iter().rposition(|b| *b == b' ').map_or(0, |at| at + 1)..)?;
    draft.set(LogField::Address, address, times);
    let mut rest = line.get(close + 1..)?.trim_ascii_start();
    let mut next = || {
        let (first, after) = word(rest);
        rest = after.trim_ascii_start();
        first
    };
    let (frontend, _backend, timers, status) = (next(), next(), next(), next());
    // A tilde is after the name of one with TLS.
    draft.event.scheme = Some(if frontend.ends_with(b"~") { b"https" } else { b"http" });
    if memchr::memchr_iter(b'/', timers).count() < 3 {
        return None;
    }
    draft.set(LogField::Status, status, times);
    // A plus sign is before a size that goes on to grow.
    let size = next();
    draft.set(LogField::Bytes, size.strip_prefix(b"+").unwrap_or(size), times);
    draft.event.status?;
    let quote = memchr::memchr(b'"', rest)?;
    captures(rest.get(..quote)?, draft, times);
    // A line that is longer than HAProxy allows is cut, and has no second mark.
    let request = match quoted(rest.get(quote..)?, &mut scratch.request) {
        Some((request, _)) => request,
        None => return None,
    };
    draft.set(LogField::Request, request, times);
    draft.is_timed().then_some(())
}

/// How long a response may live whose Expires is captured, in seconds. HAProxy writes the time of its own zone without
/// saying which: a date that is hours ahead is that of a clock in another zone.
const LONGEST_LIFETIME_S: i64 = 3 * 3600;

/// How near to the request a date may be that is the Date of its response, in seconds.
const NOW_S: i64 = 5;

/// The captured headers: `{request|...} {response|...}`. Their names are not logged: only what can be nothing
/// else is taken: of the request the first value as User-Agent and a date before it as If-Modified-Since, of the response
/// a date after the request as Expires and one before it as Last-Modified.
fn captures<'a>(text: &'a [u8], draft: &mut Draft<'a>, times: &mut TimeReader) {
    let Some(start) = draft.started() else { return };
    let mut blocks = text.split(|b| *b == b'{').skip(1).filter_map(|block| block.split(|b| *b == b'}').next());
    let (request, response) = (blocks.next(), blocks.next());
    // A block that is alone and begins with a date may be that of the response.
    let request = request.filter(|block| response.is_some() || date_of(value_of(block)).is_none());
    for (at, value) in request.into_iter().flat_map(|block| block.split(|b| *b == b'|')).enumerate() {
        match (at, date_of(value)) {
            (_, Some(date)) if date <= start => draft.set(LogField::Condition, value, times),
            (0, None) => draft.set(LogField::UserAgent, value, times),
            _ => true,
        };
    }
    let values = response.into_iter().flat_map(|block| block.split(|b| *b == b'|'));
    let dates = values.filter_map(|value| Some((date_of(value)?, value)));
    let (first, last) = dates.fold((None, None), |(first, last), one| {
        (first.filter(|first| *first <= one).or(Some(one)), last.filter(|last| *last >= one).or(Some(one)))
    });
    let Some((_, expires)) = last.filter(|(at, _)| *at > start && *at <= start + LONGEST_LIFETIME_S) else { return };
    draft.set(LogField::Expires, expires, times);
    if let Some((_, modified)) = first.filter(|(at, _)| *at < start - NOW_S) {
        draft.set(LogField::Modified, modified, times);
    }
}

/// The first of several values.
fn value_of(block: &[u8]) -> &[u8] {
    block.split(|b| *b == b'|').next().unwrap_or_default()
}

/// A date as HTTP writes it, in Unix seconds.
fn date_of(date: &[u8]) -> Option<i64> {
    let is_date = date.len() == 29 && date.ends_with(b" GMT") && date.get(3) == Some(&b',');
    let zero = crate::http::time::date::Timestamp::from_unix(0);
    let parsed = is_date.then(|| crate::http::time::date::parse_http_date(date, zero).timestamp).flatten();
    parsed.map(crate::http::time::date::Timestamp::unix)
}

/// `[2026-11-26T09:54:03.279Z] "GET /p HTTP/1.1" 200 - 0 360 12 11 "xff" "UA" "id" "authority" "host"`
pub(super) fn envoy<'a>(
    line: &'a [u8],
    draft: &mut Draft<'a>,
    times: &mut TimeReader,
    scratch: &'a mut WordScratch,
) -> Option<()> {
    draft.event.vantage = Some(Vantage::Relay);
    // A few words may be before the time, such as the name of a container.
    let is_date = |open: &usize| line.get(open + 5) == Some(&b'-') && *open < 200;
    let open = memchr::memchr_iter(b'[', line).take(4).find(is_date)?;
    let line = line.get(open + 1..)?;
    let close = memchr::memchr(b']', line)?;
    draft.set(LogField::Start, line.get(..close)?, times);
    let (request, rest) = quoted(line.get(close + 1..)?.trim_ascii_start(), &mut scratch.request)?;
    draft.set(LogField::Request, request, times);
    let (status, rest) = word(rest.trim_ascii_start());
    draft.set(LogField::Status, status, times);
    let (flags, rest) = word(rest);
    if !flags.iter().all(|b| b.is_ascii_uppercase() || matches!(b, b'-' | b',')) {
        return None;
    }
    let (mut received, mut rest) = word(rest);
    if !received.iter().all(u8::is_ascii_digit) {
        // Istio: details, why the connection ended, and between marks why the server could not be reached.
        let reason = word(rest).1.strip_prefix(b"\"")?;
        let end = memchr::memchr(b'"', reason)?;
        (received, rest) = word(reason.get(end + 1..)?.trim_ascii_start());
    }
    if received.is_empty() {
        return None;
    }
    draft.set(LogField::Bytes, word(rest).0, times);
    let mut texts = rest.split(|b| *b == b'"').skip(1).step_by(2);
    let (forwarded, agent, _, authority) = (texts.next()?, texts.next()?, texts.next(), texts.next());
    draft.set(LogField::Address, forwarded.split(|b| *b == b',').next().unwrap_or_default(), times);
    draft.set(LogField::UserAgent, agent, times);
    if let Some(authority) = authority {
        draft.set(LogField::Host, authority, times);
    }
    (draft.is_timed() && draft.event.status.is_some()).then_some(())
}

/// `https time elb client:port target:port rpt tpt rpt elb_status target_status received sent "GET https://.. HTTP/1.1"
/// "UA" ... creation_time ...`
pub(super) fn alb<'a>(
    line: &'a [u8],
    draft: &mut Draft<'a>,
    times: &mut TimeReader,
    scratch: &'a mut WordScratch,
) -> Option<()> {
    draft.event.vantage = Some(Vantage::Relay);
    let quote = memchr::memchr(b'"', line)?;
    let words: Vec<&[u8]> = line.get(..quote)?.trim_ascii().split(|b| *b == b' ').collect();
    let [kind, end, _, client, _, _, _, _, status, _, _, sent] = words.as_slice() else { return None };
    if ![&b"http"[..], b"https", b"h2", b"grpcs", b"ws", b"wss"].contains(kind) {
        return None;
    }
    draft.set(LogField::End, end, times);
    draft.set(LogField::Address, client, times);
    draft.set(LogField::Status, status, times);
    draft.set(LogField::Bytes, sent, times);
    let (request, rest) = quoted(line.get(quote..)?, &mut scratch.request)?;
    draft.set(LogField::Request, request, times);
    let (agent, rest) = quoted(rest.trim_ascii_start(), &mut scratch.agent)?;
    draft.set(LogField::UserAgent, agent, times);
    // The time when the request came is the second word after the certificate.
    let created = rest.split(|b| *b == b' ').find(|word| word.len() == 27 && word.ends_with(b"Z"));
    if let Some(created) = created {
        draft.set(LogField::Start, created, times);
    }
    (draft.is_timed() && draft.event.status.is_some()).then_some(())
}

/// `start end B GET http://host/p HTTP/1.1 200 ims=- ua=...`: what the shipped format of varnishncsa -b writes.
pub(super) fn varnish<'a>(line: &'a [u8], draft: &mut Draft<'a>, times: &mut TimeReader) -> Option<()> {
    let mut rest = line;
    let mut next = || {
        let (first, after) = word(rest);
        rest = after;
        first
    };
    let (start, end, side, method, target, version, status) = (next(), next(), next(), next(), next(), next(), next());
    if !(start.contains(&b'.') && version.starts_with(b"HTTP/")) {
        return None;
    }
    draft.set(LogField::Start, start, times);
    draft.set(LogField::End, end, times);
    draft.set(LogField::Method, method, times);
    draft.set(LogField::Target, target, times);
    draft.set(LogField::Status, status, times);
    draft.event.vantage = match side {
        b"B" | b"b" => Some(Vantage::Outbound),
        b"C" | b"c" => Some(Vantage::Inbound),
        _ => return None,
    };
    named(rest, draft, times);
    (draft.is_timed() && draft.event.status.is_some()).then_some(())
}

/// `ims=Thu, 26 Nov 2026 09:53:57 GMT ua=name/1.0`: each value ends where the next name begins.
fn named<'a>(text: &'a [u8], draft: &mut Draft<'a>, times: &mut TimeReader) {
    const NAMES: [(&[u8], LogField); 9] = [
        (b"ims=", LogField::Condition),
        (b"ua=", LogField::UserAgent),
        (b"exp=", LogField::Expires),
        (b"lm=", LogField::Modified),
        (b"ae=", LogField::Coding),
        (b"date=", LogField::Date),
        (b"loc=", LogField::Location),
        (b"b=", LogField::Bytes),
        (b"addr=", LogField::Address),
    ];
    let begins = |at: usize| {
        let here = text.get(at..).unwrap_or_default();
        NAMES.iter().find(|(name, _)| here.starts_with(name)).filter(|_| at == 0 || text.get(at - 1) == Some(&b' '))
    };
    let mut at = 0;
    while let Some((name, field)) = begins(at) {
        let start = at + name.len();
        let end = (start..text.len()).find(|end| *end > start && begins(*end).is_some()).unwrap_or(text.len());
        draft.set(*field, text.get(start..end).unwrap_or_default().trim_ascii(), times);
        at = end;
    }
}

fn split(text: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let at = memchr::memchr(at, text)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}
