//! A line of a log while it is read: what its fields say, until it is an event.

use super::time::{self, TimeReader};
use crate::evidence::event::{Event, Forwarded, ShownBytes, Vantage};

/// What a field of a line means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LogField {
    /// The time that a line has, at the start or the end of its request.
    Time,
    /// The time when the request began.
    Start,
    /// The time when it ended.
    End,
    /// How long it took, in seconds.
    Seconds,
    /// In milliseconds.
    Milliseconds,
    /// In microseconds.
    Microseconds,
    /// In nanoseconds.
    Nanoseconds,
    Address,
    Host,
    Scheme,
    /// The port of the server.
    Port,
    /// The version of HTTP.
    Version,
    Method,
    /// Path and query, or a URL.
    Target,
    Query,
    /// The request line.
    Request,
    Status,
    UpstreamStatus,
    Bytes,
    UpstreamBytes,
    /// What a cache did.
    Cache,
    /// A result code of Squid.
    Squid,
    /// From where the log sees requests, as the option says it.
    Vantage,
    UserAgent,
    Condition,
    Expires,
    UpstreamExpires,
    Modified,
    Date,
    Coding,
    Origin,
    Referer,
    CacheControl,
    Location,
    /// Something that is not looked at.
    Other,
}

/// A line while it is read, and what it says once it is complete.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Draft<'a> {
    pub(super) event: Event<'a>,
    logged: Option<i64>,
    start: Option<i64>,
    end: Option<i64>,
    took: Option<i64>,
    pub(super) query: ShownBytes<'a>,
    /// The version of HTTP, such as `HTTP/1.1`; empty where it is not shown.
    pub(in crate::intake) version: &'a [u8],
    /// The Referer.
    pub(in crate::intake) referer: ShownBytes<'a>,
    upstream_status: ShownBytes<'a>,
    upstream_bytes: Option<u64>,
    upstream_expires: ShownBytes<'a>,
    cache: ShownBytes<'a>,
    is_request: bool,
}

impl<'a> Draft<'a> {
    /// What of it is an event.
    #[inline]
    pub(crate) fn event(&self) -> &Event<'a> {
        &self.event
    }

    /// Takes a field. Says whether its value can be one of its kind.
    pub(super) fn set(&mut self, field: LogField, value: &'a [u8], times: &mut TimeReader) -> bool {
        let value = if value == b"-" { b"" } else { value };
        let shown = Some(value);
        let event = &mut self.event;
        match field {
            LogField::Time => self.logged = time::any(value, times),
            LogField::Start => self.start = time::any(value, times),
            LogField::End => self.end = time::any(value, times),
            LogField::Seconds => self.took = time::decimal(value),
            LogField::Milliseconds => self.took = time::decimal(value).map(|took| took / 1000),
            LogField::Microseconds => self.took = time::decimal(value).map(|took| took / 1_000_000),
            LogField::Nanoseconds => self.took = time::decimal(value).map(|took| took / 1_000_000_000),
            LogField::Address => event.address = Some(without_port(value)),
            LogField::Host => event.host = shown.filter(|host| !host.is_empty()),
            LogField::Scheme => event.scheme = shown.filter(|scheme| !scheme.is_empty()),
            LogField::Port => event.scheme = event.scheme.or(scheme_of(value)),
            LogField::Version => self.version = value,
            LogField::Method => event.method = shown,
            LogField::Target => return self.target(value),
            LogField::Query => self.query = shown,
            LogField::Request => return self.request(value),
            LogField::Status => event.status = status(value),
            LogField::UpstreamStatus => self.upstream_status = shown,
            LogField::Bytes => event.bytes = bytes(value),
            LogField::UpstreamBytes => self.upstream_bytes = bytes(last_of(value)),
            LogField::Cache => self.cache = shown,
            LogField::Squid => return self.squid(value),
            LogField::Vantage => event.vantage = vantage(value).or(event.vantage),
            LogField::UserAgent => event.user_agent = shown,
            LogField::Condition => event.if_modified_since = shown,
            LogField::Expires => event.expires = shown,
            LogField::UpstreamExpires => self.upstream_expires = shown,
            LogField::Modified => event.last_modified = shown,
            LogField::Date => event.date = shown,
            LogField::Coding => event.accept_encoding = shown,
            LogField::Origin => event.origin = shown,
            LogField::Referer => self.referer = shown,
            LogField::CacheControl => event.cache_control = shown,
            LogField::Location => event.location = shown,
            LogField::Other => {}
        }
        true
    }

    fn target(&mut self, value: &'a [u8]) -> bool {
        self.event.target = value;
        self.is_request |= !value.is_empty();
        true
    }

    /// Takes the time that the line has.
    pub(super) fn log_time(&mut self, at: i64) {
        self.logged = Some(at);
    }

    /// `GET /path HTTP/1.1`. What is not a request leaves nothing to judge.
    #[inline(always)] // Once a line: the optimization for size makes a call of it otherwise.
    pub(in crate::intake) fn request(&mut self, line: &'a [u8]) -> bool {
        let is_get = line.starts_with(b"GET ");
        let first = if is_get { 3 } else { memchr::memchr(b' ', line).unwrap_or(line.len()) };
        let last = match line.last_chunk::<9>() {
            // What follows the last blank is nearly always this long.
            Some([b' ', b'H', b'T', b'T', b'P', b'/', b'0'..=b'9', b'.', b'0'..=b'9']) => Some(line.len() - 9),
            _ => memchr::memrchr(b' ', line),
        };
        let Some(last) = last.filter(|last| *last > first) else { return true };
        let (method, rest) = line.split_at(first);
        let Some(target) = rest.get(1..last - first) else { return true };
        let version = line.get(last + 1..).unwrap_or_default();
        if (is_get || is_method(method)) && version.starts_with(b"HTTP/") && !target.is_empty() {
            self.event.method = Some(method);
            self.event.target = target;
            self.version = version;
            self.is_request = true;
        }
        true
    }

    /// `TCP_MISS:HIER_DIRECT`: whether the request was sent on, and how.
    fn squid(&mut self, value: &'a [u8]) -> bool {
        let Some(at) = value.iter().position(|b| matches!(b, b':' | b' ')) else { return false };
        let (code, peer) = (value.get(..at).unwrap_or_default(), value.get(at + 1..).unwrap_or_default());
        if !(code.starts_with(b"TCP_") || code.starts_with(b"UDP_") || code.starts_with(b"NONE")) {
            return false;
        }
        let stays = peer.starts_with(b"HIER_NONE") || peer.starts_with(b"NONE") || peer.starts_with(b"-");
        self.event.forwarded = Some(match code {
            _ if stays => Forwarded::No,
            code if code.starts_with(b"TCP_REFRESH_UNMODIFIED") => {
                self.event.status = Some(304);
                Forwarded::Conditional
            }
            code if code.starts_with(b"TCP_REFRESH") => Forwarded::Conditional,
            _ => Forwarded::Yes,
        });
        self.event.query_cut = self.event.target.ends_with(b"?");
        true
    }

    /// Whether the line has a time that can be read.
    pub(super) fn is_timed(&self) -> bool {
        self.logged.or(self.start).or(self.end).is_some()
    }

    /// When the request began, in Unix seconds, where the line has said so.
    pub(super) fn started(&self) -> Option<i64> {
        self.start.map(|start| start.div_euclid(1000))
    }

    /// Whether it has a request.
    pub(in crate::intake) fn is_request(&self) -> bool {
        self.is_request
    }

    /// Completes the event, of a line whose time is that of the end or of the start.
    pub(super) fn complete(&mut self, stamps_end: bool) {
        let (mut start, mut end) = (self.start, self.end);
        match stamps_end {
            true => end = end.or(self.logged),
            false => start = start.or(self.logged),
        }
        self.event.at_ms = start.or_else(|| Some(end? - self.took.unwrap_or_default())).or(self.logged);
        self.event.origin = match (self.event.origin, self.referer) {
            (Some(b""), Some(referer)) => Some(referer),
            (origin, referer) => origin.or(referer),
        };
        self.forward();
    }

    /// What a cache says of its side to MET.
    #[inline]
    fn forward(&mut self) {
        match self.cache {
            Some(cache) => self.forward_from(cache),
            // A relay shows the status that it got.
            None => self.event.expires = self.event.expires.or(self.upstream_expires),
        }
    }

    fn forward_from(&mut self, cache: &[u8]) {
        let event = &mut self.event;
        let upstream = self.upstream_status.map(last_of);
        // A server without a cache passes requests on, or responds itself.
        if cache.is_empty() && upstream.is_some_and(|code| !code.is_empty()) {
            event.expires = event.expires.or(self.upstream_expires);
            return;
        }
        let is_hit = [&b"HIT"[..], b"STALE", b"UPDATING", b"hit", b"Hit"].contains(&cache);
        event.forwarded = match (upstream, cache) {
            (Some(b""), _) => Some(Forwarded::No),
            (None, _) if is_hit => Some(Forwarded::No),
            (_, b"REVALIDATED" | b"RefreshHit") => Some(Forwarded::Conditional),
            (None, b"") => None,
            _ => Some(Forwarded::Yes),
        };
        if let Some(code) = upstream.filter(|code| !code.is_empty()) {
            event.status = status(code);
        } else if cache == b"RefreshHit" {
            event.status = Some(304);
        }
        event.bytes = self.upstream_bytes.or(event.bytes);
        event.expires = self.upstream_expires.or(event.expires);
    }
}

fn is_method(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(|b| b.is_ascii_uppercase() || matches!(b, b'-' | b'_'))
}

/// A vantage by the name that it has in options.
fn vantage(name: &[u8]) -> Option<Vantage> {
    [Vantage::Inbound, Vantage::Relay, Vantage::Outbound].into_iter().find(|one| one.as_str().as_bytes() == name)
}

/// Of several values, as a cache logs them that tried several servers, the last.
fn last_of(value: &[u8]) -> &[u8] {
    match memchr::memrchr2(b',', b':', value) {
        Some(at) => value.get(at + 1..).unwrap_or_default().trim_ascii(),
        None => value,
    }
}

/// Three digits from 100 on; 0 where no response was sent, which servers write in several ways.
#[inline]
pub(super) fn status(value: &[u8]) -> Option<u16> {
    match value {
        [a, b, c] if a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_digit() => {
            let code = u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0');
            (code == 0 || code >= 100).then_some(code)
        }
        // HAProxy writes -1, Apache a hyphen, which is nothing here.
        b"-1" | b"0" | b"-" | b"" => Some(0),
        _ => None,
    }
}

/// The scheme that a port is for, where it shows one: 443 and those that end in it are for https.
pub(super) fn scheme_of(port: &[u8]) -> ShownBytes<'static> {
    if port.is_empty() || port.len() > 5 || !port.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(if port.ends_with(b"443") { b"https" } else { b"http" })
}

/// A size.
pub(super) fn bytes(value: &[u8]) -> Option<u64> {
    if value.is_empty() || value.len() > 18 {
        return None;
    }
    value.iter().try_fold(0, |sum: u64, b| b.is_ascii_digit().then(|| sum * 10 + u64::from(b - b'0')))
}

/// An address without its port: `192.0.2.1:5000`, `[::1]:5000`.
pub(super) fn without_port(value: &[u8]) -> &[u8] {
    if let Some(rest) = value.strip_prefix(b"[") {
        return memchr::memchr(b']', rest).and_then(|end| rest.get(..end)).unwrap_or(rest);
    }
    // A port has five digits at most.
    let ending = value.get(value.len().saturating_sub(6)..).unwrap_or_default();
    let Some(at) = ending.iter().position(|b| *b == b':') else { return value };
    let host = value.get(..value.len() - ending.len() + at).unwrap_or_default();
    let is_only = memchr::memchr(b':', host).is_none()
        && memchr::memchr(b':', ending.get(at + 1..).unwrap_or_default()).is_none();
    if is_only { host } else { value }
}
