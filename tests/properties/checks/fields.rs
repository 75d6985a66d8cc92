//! The values of fields that decide something.

use std::fmt::Display;

use metstatus::internals::http::caching::cache_control::{CacheControl, Span};
use metstatus::internals::http::caching::cache_status::CacheStatus;
use metstatus::internals::http::caching::entity_tag::EntityTag;
use metstatus::internals::http::caching::freshness::{Received, assess};
use metstatus::internals::http::caching::next_poll::next_poll;
use metstatus::internals::http::lifecycle::deprecation::deprecation;
use metstatus::internals::http::lifecycle::link::links;
use metstatus::internals::http::lifecycle::sunset::sunset;
use metstatus::internals::http::pacing::rate_limit::RateLimit;
use metstatus::internals::http::pacing::retry_after::retry_after;
use metstatus::internals::http::syntax::delta_seconds::{MAX_DELTA_SECONDS, parse_delta_seconds};
use metstatus::internals::http::syntax::message::Fields;
use metstatus::internals::http::time::date::Timestamp;
use metstatus::internals::http::uri::target::Url;

use super::{NOW, assert_line};

/// The fields that an input is tried as.
const NAMES: [&str; 13] = [
    "Age",
    "Cache-Control",
    "Cache-Status",
    "Date",
    "Deprecation",
    "ETag",
    "Expires",
    "Last-Modified",
    "Link",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "Sunset",
];

/// No number leaves its range, no time saturates into nonsense, no remark acts. Each line is a line of the field, and
/// of all fields at once.
pub(crate) fn holds(bytes: &[u8]) {
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').take(8).collect();
    for name in NAMES {
        one(&lines.iter().map(|line| (name, *line)).collect());
    }
    one(&NAMES
        .into_iter()
        .chain(["X-RateLimit-Reset", "X-RateLimit-Remaining"])
        .zip(lines.iter().copied().cycle())
        .collect());
    if let Some(seconds) = parse_delta_seconds(bytes) {
        assert!((0..=MAX_DELTA_SECONDS).contains(&seconds));
    }
    if let Some(tag) = EntityTag::parse(bytes) {
        assert!(tag.matches_weakly(&tag));
    }
}

fn one(fields: &Fields) {
    for now in [NOW, Timestamp::from_unix(i64::MAX), Timestamp::from_unix(i64::MIN)] {
        caching(fields, now);
        waiting(fields, now);
        ending(fields, now);
    }
    let base = Url::parse("https://api.met.no/weatherapi/a/1.0/b").unwrap();
    for link in links(fields, &base) {
        assert_line("link", &link.target);
        assert_line("link", &link.rel);
        assert!(!link.rel.is_empty());
    }
}

fn caching(fields: &Fields, now: Timestamp) {
    let control = CacheControl::parse(fields, "cache-control");
    let spans = [control.max_age(), control.s_maxage(), control.stale_if_error(), control.stale_while_revalidate()];
    assert!(spans.into_iter().flatten().map(Span::seconds).all(|seconds| (0..=MAX_DELTA_SECONDS).contains(&seconds)));
    for member in control.invalid() {
        assert_line("directive", &member.clipped(80));
    }
    let status = CacheStatus::parse(fields);
    assert!(!status.from_cache() || status.caches.iter().any(|cache| cache.hit));
    for shared_cache in [false, true] {
        let received = Received { status: 200, fields, request_time: NOW, response_time: now, shared_cache };
        let freshness = assess(&received, now);
        assert!(freshness.age_s >= 0);
        assert!(!freshness.fresh || freshness.lifetime_s.is_some_and(|lifetime| lifetime > freshness.age_s));
        assert!(freshness.renewed_age_s.is_none_or(|age| age > 0));
        for status in [200, 429, 503] {
            let next = next_poll(status, fields, &freshness, now);
            assert!(next.not_before.is_none_or(|at| at >= now), "{next:?} before {now}");
        }
    }
}

fn waiting(fields: &Fields, now: Timestamp) {
    if let Some(after) = retry_after(fields, now) {
        assert!(after.wait_s.is_none_or(|wait| (0..=365 * 86_400).contains(&wait)));
        assert_eq!(after.wait_s.is_some(), after.not_before.is_some());
        assert!(after.not_before.is_none_or(|at| at >= now));
        remarks(&after.warnings);
    }
    let limit = RateLimit::parse(fields, now);
    assert!([limit.wait_s(), limit.wait_after_refusal_s()].into_iter().flatten().all(|wait| wait >= 0));
}

fn ending(fields: &Fields, now: Timestamp) {
    if let Some(found) = sunset(fields, now) {
        assert!(!found.conformant || found.at.is_some());
        remarks(&found.warnings);
    }
    if let Some(found) = deprecation(fields, now) {
        remarks(&found.warnings);
    }
}

fn remarks(remarks: &[impl Display]) {
    for remark in remarks {
        let shown = remark.to_string();
        assert_line("remark", &shown);
        assert!(!shown.is_empty());
    }
}
