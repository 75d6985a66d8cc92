//! Whether a response is still fresh, and what may be done with it meanwhile (RFC 9111 §3, §4.2).

pub(crate) use super::lifetime::Basis;

use super::cache_control::{CacheControl, CacheScope};
use super::lifetime::{Lifetime, last_modified};
use super::response_age::ResponseAge;
use crate::http::status::is_heuristically_cacheable;
use crate::http::syntax::message::Fields;
use crate::http::syntax::quoted::split_outside_quotes;
use crate::http::time::date::Timestamp;

/// A response and the circumstances of its arrival, by the local clock.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    /// The status code.
    pub status: u16,
    /// The field lines.
    pub fields: &'a Fields,
    /// When the request was sent.
    pub request_time: Timestamp,
    /// When the head of the response had come.
    pub response_time: Timestamp,
    /// Whether to judge as a cache that serves many users, not just one.
    pub shared_cache: bool,
}

/// What a cache may do with a response at a certain time (RFC 9111 §4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// What the lifetime is taken from.
    pub basis: Basis,
    /// The freshness lifetime in seconds, negative when Expires lies before Date; `None` without a basis.
    pub lifetime_s: Option<i64>,
    /// The current age in seconds (RFC 9111 §4.2.3).
    pub age_s: i64,
    /// The age on arrival, in seconds.
    pub age_at_receipt_s: i64,
    /// Lifetime less age.
    pub left_s: Option<i64>,
    /// Whether the lifetime exceeds the age; equal is stale (RFC 9111 §4.2).
    pub fresh: bool,
    /// When freshness ends, by the local clock even where the server's is wrong.
    pub expires_at: Option<Timestamp>,
    /// Whether it may be stored at all (RFC 9111 §3).
    pub storable: bool,
    /// Whether it must not be used without asking the server, be it fresh or stale (RFC 9111 §4.2.4, §5.2.2).
    pub must_validate: bool,
    /// Whether a conditional request has a use: not for what is `immutable` and fresh (RFC 8246 §2).
    pub conditional_request_useful: bool,
    /// How far the server's clock is ahead of the local one, negative when behind; only when that is certain.
    pub skew_s: Option<i64>,
    /// How many seconds Last-Modified is later than Date, which RFC 9110 §8.8.2.1 forbids.
    pub modified_ahead_s: Option<i64>,
    /// The Age, in seconds, of a stored response whose Date was renewed by the one who passed it on.
    pub renewed_age_s: Option<i64>,
}

/// Judges the freshness of a response as it is `now` (RFC 9111 §4.2).
pub fn assess(received: &Received<'_>, now: Timestamp) -> Freshness {
    let Received { status, fields, response_time, shared_cache, .. } = *received;
    let receipt = ResponseAge::of(fields, received.request_time, response_time);
    let control = CacheControl::parse(fields, "cache-control");
    let lifetime = Lifetime::of(status, fields, &control, receipt.date, shared_cache);

    let resident_s = now.seconds_since(response_time).max(0);
    let age_s = receipt.age_s.saturating_add(resident_s);
    let left_s = lifetime.seconds.map(|seconds| seconds.saturating_sub(age_s));
    let fresh = left_s.is_some_and(|left| left > 0);
    let left_at_receipt = lifetime.seconds.map(|seconds| seconds.saturating_sub(receipt.age_s));

    Freshness {
        basis: lifetime.basis,
        lifetime_s: lifetime.seconds,
        age_s,
        age_at_receipt_s: receipt.age_s,
        left_s,
        fresh,
        expires_at: left_at_receipt.map(|left| response_time.saturating_add(left)),
        storable: is_storable(status, fields, &control, shared_cache),
        must_validate: validates_always(fields, &control) || (!fresh && forbids_stale_use(&control, shared_cache)),
        conditional_request_useful: !(fresh && control.immutable()),
        skew_s: receipt.skew_s,
        modified_ahead_s: modified_ahead(fields, receipt.date),
        renewed_age_s: receipt.renewed_age_s,
    }
}

/// Whether a response may be stored (RFC 9111 §3), as far as that does not depend on the request.
fn is_storable(status: u16, fields: &Fields, control: &CacheControl, shared_cache: bool) -> bool {
    let private = control.private() == Some(CacheScope::Response);
    // must-understand takes the place of no-store in caches that know it (RFC 9111 §5.2.2.3).
    let allowed = if control.must_understand() { is_understood(status) } else { !control.no_store() };
    let worthwhile = control.public()
        || private
        || fields.contains("expires")
        || control.max_age().is_some()
        || (shared_cache && control.s_maxage().is_some())
        || is_heuristically_cacheable(status);
    !is_never_stored(status) && allowed && worthwhile && !(shared_cache && private)
}

/// Interim answers and 304 are not answers to store; RFC 6585 forbids it for 428, 429, 431 and 511 (§3 to §6).
fn is_never_stored(status: u16) -> bool {
    matches!(status, 0..=199 | 304 | 428 | 429 | 431 | 511)
}

/// Whether the status is one whose meaning for caches RFC 9110 §15 lays down.
fn is_understood(status: u16) -> bool {
    matches!(status, 200..=206 | 300..=305 | 307 | 308 | 400..=417 | 421 | 422 | 426 | 500..=505)
}

/// Whether even a fresh response may not be used unasked: `no-cache`, or a Vary that no request matches.
fn validates_always(fields: &Fields, control: &CacheControl) -> bool {
    let varies_on_everything =
        fields.all("vary").any(|line| split_outside_quotes(line.as_bytes(), b',').any(|name| name == b"*"));
    control.no_cache() == Some(CacheScope::Response) || varies_on_everything
}

/// Whether a directive rules out the use of a stale response (RFC 9111 §4.2.4).
fn forbids_stale_use(control: &CacheControl, shared_cache: bool) -> bool {
    control.must_revalidate()
        || control.no_cache() == Some(CacheScope::Response)
        || (shared_cache && (control.proxy_revalidate() || control.s_maxage().is_some()))
}

/// How many seconds Last-Modified is later than the date at which the response was generated.
fn modified_ahead(fields: &Fields, date: Timestamp) -> Option<i64> {
    last_modified(fields, date).map(|modified| modified.seconds_since(date)).filter(|seconds| *seconds > 0)
}

#[cfg(test)]
mod tests;
