//! How the bytes of a scripted reply become what the network side reports: head, content, or what went wrong.
//!
//! It reads what is well framed. What the program makes of broken framing is a matter of its network side, which is
//! tested over sockets.

use std::time::Duration;

use super::network::LATENCY;
use super::reply::End;
use super::script::Reply;
use super::server::SeenRequest;
use crate::support::door::evidence::{Failure, FailureKind, Phase, Reply as Received, Response, Timing};
use crate::support::door::http::syntax::message::{HeadError, ResponseHead};
use crate::support::door::net::body;
use crate::support::door::text::escape::Text;
use crate::support::door::world::Limits;

/// What came within the limits, how long it took, and whether the connection can be used again.
pub(super) fn transfer(
    scripted: &Reply,
    request: &SeenRequest,
    limits: Limits,
    tls: bool,
) -> (Received, Duration, bool) {
    let mut bytes = scripted.bytes(request, true);
    if let Some(chunk) = &scripted.endless {
        // One byte more than is read, however little of it is content.
        let wanted = usize::try_from(limits.body).unwrap() + bytes.len() + 1;
        bytes.extend(chunk.iter().cycle().take(wanted));
    }
    let mut end = scripted.end();
    let mut took = scripted.delay + LATENCY;
    if let Some(interval) = scripted.interval {
        let until = |count: usize| scripted.delay + interval * u32::try_from(count).unwrap();
        let came = (0..=bytes.len()).rev().find(|count| until(*count) < limits.time).unwrap_or(0);
        took = until(bytes.len()) + LATENCY;
        if came < bytes.len() {
            bytes.truncate(came);
            end = End::Stall;
        }
    }
    if took >= limits.time {
        end = End::Stall;
        if scripted.interval.is_none() {
            bytes.clear();
        }
    }
    let mut reply = read(&bytes, end, limits.body);
    let timed_out = reply.failure.as_ref().is_some_and(|failure| failure.kind == FailureKind::TimedOut);
    let took = if timed_out { limits.time } else { took };
    let first_byte = (!bytes.is_empty()).then_some((scripted.delay + LATENCY).min(took));
    reply.timing = Timing { first_byte, ..Timing::default() };
    if let Some(response) = &mut reply.response {
        let framed =
            response.head.fields.contains("content-length") || response.head.fields.contains("transfer-encoding");
        response.body.unclean_end = !framed && tls && scripted.unclean_end;
    }
    let keeps = end == End::Open && reply.failure.is_none();
    (reply, took, keeps)
}

/// Reads a response as the network side does.
fn read(bytes: &[u8], end: End, limit: u64) -> Received {
    let mut rest = bytes;
    let mut interim = 0;
    let head = loop {
        match ResponseHead::parse(rest) {
            Ok((head, used)) => {
                rest = &rest[used..];
                if !(100..200).contains(&head.status) || head.status == 101 {
                    break head;
                }
                interim += 1;
            }
            Err(HeadError::Incomplete) if rest.is_empty() || matches!(end, End::Open | End::Stall) => {
                return failed(ended(end), Phase::Head, bytes, "no whole head came");
            }
            Err(error) => return failed(FailureKind::Malformed, Phase::Head, bytes, &error.to_string()),
        }
    };
    let length = head.fields.get_str("content-length").and_then(|length| length.parse::<usize>().ok());
    let chunked = head.fields.get_str("transfer-encoding") == Some("chunked");
    let (content, whole) = match length {
        _ if matches!(head.status, 204 | 304) => (rest.to_vec(), true),
        _ if chunked => unchunked(rest),
        Some(length) if rest.len() >= length => (rest[..length].to_vec(), true),
        Some(_) => (rest.to_vec(), false),
        None => (rest.to_vec(), end == End::Close),
    };
    let mut read = body::read(content.as_slice(), limit).body;
    if let Some(length) = length.filter(|length| !chunked && rest.len() > *length) {
        read.surplus = rest[length..].to_vec();
    }
    let cut_short = !whole && read.cut.is_none();
    let mut failure = cut_short.then(|| failure(ended(end), Phase::Body, bytes, "the content is not whole"));
    if let Err(error) = body::decode(&mut read, &head.fields, limit)
        && failure.is_none()
    {
        failure = Some(self::failure(FailureKind::Decode, Phase::Body, bytes, &error.to_string()));
    }
    Received { response: Some(Response { head, interim, body: read }), failure, ..Received::default() }
}

/// What an end before the end of the response is.
fn ended(end: End) -> FailureKind {
    match end {
        End::Open | End::Stall => FailureKind::TimedOut,
        End::Close => FailureKind::Closed,
        End::Reset => FailureKind::Reset,
    }
}

/// Content without its chunks, and whether the last one came.
fn unchunked(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut content = Vec::new();
    loop {
        let Some(at) = rest.windows(2).position(|pair| pair == b"\r\n") else { return (content, false) };
        let size = std::str::from_utf8(&rest[..at]).ok().and_then(|size| usize::from_str_radix(size.trim(), 16).ok());
        let size = size.expect("a chunk of a test has a size");
        rest = &rest[at + 2..];
        if size == 0 {
            return (content, true);
        }
        content.extend_from_slice(&rest[..size.min(rest.len())]);
        let Some(next) = rest.get(size + 2..) else { return (content, false) };
        rest = next;
    }
}

fn failed(kind: FailureKind, phase: Phase, bytes: &[u8], words: &str) -> Received {
    Received { failure: Some(failure(kind, phase, bytes, words)), ..Received::default() }
}

fn failure(kind: FailureKind, phase: Phase, bytes: &[u8], words: &str) -> Failure {
    let words = if kind == FailureKind::TimedOut { "timed out" } else { words };
    let excerpt = if phase == Phase::Head { &bytes[..bytes.len().min(200)] } else { &[][..] };
    Failure { phase, kind, detail: Text::from(words), received: bytes.len() as u64, excerpt: Text::from(excerpt) }
}
