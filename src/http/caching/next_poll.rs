//! When to ask again, and how (RFC 9110 §10.2.3, §13; RFC 9111 §4.2).

use super::entity_tag::EntityTag;
use super::freshness::Freshness;
use super::lifetime::Basis;
use crate::http::pacing::rate_limit::RateLimit;
use crate::http::pacing::retry_after::retry_after;
use crate::http::syntax::message::Fields;
use crate::http::time::date::{Timestamp, parse_http_date};

/// The next request that a considerate client makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextPoll {
    /// The earliest time, by the local clock; `None` when the response gives no reason to ask again.
    pub not_before: Option<Timestamp>,
    /// Whether the request can be conditional (RFC 9110 §13).
    pub conditional: bool,
}

/// The next request after a response with `status` and `fields` that came at `response_time`.
///
/// Retry-After wins over everything, also over the fields that show how many requests are left
/// (draft-ietf-httpapi-ratelimit-headers). Otherwise only a success has an end of freshness to wait for: the Expires
/// of an error says nothing about the data, and a 403 is not to be repeated as it is (RFC 9110 §15.5.4).
pub fn next_poll(status: u16, fields: &Fields, freshness: &Freshness, response_time: Timestamp) -> NextPoll {
    let success = matches!(status, 200..=299 | 304);
    // A guess at the lifetime is not a date to hold anyone to.
    let stated = success && freshness.basis != Basis::Heuristic;
    let stale_at = freshness.expires_at.filter(|_| stated).map(|expires_at| expires_at.max(response_time));
    let retry_at = retry_after(fields, response_time).and_then(|retry| retry.not_before);
    // On a success it can only lengthen the time until the data have expired.
    let retry_at = if success { retry_at.max(retry_at.and(stale_at)) } else { retry_at };
    NextPoll {
        not_before: retry_at.or(stale_at.max(quota_at(status, fields, response_time))),
        // A 203 was changed on its way, so its validators need not be those of the origin (RFC 9110 §15.3.4).
        conditional: success && status != 203 && has_validator(fields, response_time),
    }
}

/// When there are requests left again, where the fields about the rate say that there are none.
fn quota_at(status: u16, fields: &Fields, response_time: Timestamp) -> Option<Timestamp> {
    let limit = RateLimit::parse(fields, response_time);
    let wait = if status == 429 { limit.wait_after_refusal_s() } else { limit.wait_s() };
    wait.filter(|wait| *wait > 0).map(|wait| response_time.saturating_add(wait))
}

fn has_validator(fields: &Fields, now: Timestamp) -> bool {
    let entity_tag = fields.get("etag").and_then(|value| EntityTag::parse(value.as_bytes()));
    let modified = fields.get("last-modified").and_then(|value| parse_http_date(value.as_bytes(), now).timestamp);
    entity_tag.is_some() || modified.is_some()
}

#[cfg(test)]
mod tests {
    use super::super::freshness::{Received, assess};
    use super::*;

    const NOW: i64 = 1_795_334_400;
    const EXPIRES: (&str, &str) = ("Expires", "Sun, 22 Nov 2026 08:30:00 GMT");
    const MODIFIED: (&str, &str) = ("Last-Modified", "Sun, 22 Nov 2026 07:00:00 GMT");

    fn poll(status: u16, lines: &[(&str, &str)]) -> (Option<i64>, bool) {
        let date = ("Date", "Sun, 22 Nov 2026 08:00:00 GMT");
        let fields = [date].into_iter().chain(lines.iter().copied()).collect();
        let now = Timestamp::from_unix(NOW);
        let received = Received { status, fields: &fields, request_time: now, response_time: now, shared_cache: false };
        let next = next_poll(status, &fields, &assess(&received, now), now);
        (next.not_before.map(|time| time.unix() - NOW), next.conditional)
    }

    #[test]
    fn success_is_polled_again_when_it_is_stale() {
        assert_eq!(poll(200, &[EXPIRES, MODIFIED]), (Some(1800), true));
        assert_eq!(poll(304, &[EXPIRES, MODIFIED]), (Some(1800), true));
        assert_eq!(poll(203, &[EXPIRES, MODIFIED]), (Some(1800), false));
        assert_eq!(poll(200, &[("Expires", "Sun, 22 Nov 2026 07:50:00 GMT")]), (Some(0), false));
        assert_eq!(poll(200, &[]), (None, false));
    }

    #[test]
    fn only_valid_validators_make_a_request_conditional() {
        assert!(poll(200, &[("ETag", "W/\"a\"")]).1);
        assert!(!poll(200, &[("ETag", "a")]).1);
        assert!(!poll(200, &[("Last-Modified", "0")]).1);
    }

    #[test]
    fn retry_after_wins() {
        let wait = ("Retry-After", "120");
        let past = ("Expires", "Sun, 22 Nov 2026 07:59:59 GMT");
        assert_eq!(poll(429, &[wait]), (Some(120), false));
        assert_eq!(poll(429, &[wait, past]), (Some(120), false));
        assert_eq!(poll(503, &[wait, EXPIRES]), (Some(120), false));
        assert_eq!(poll(429, &[("Retry-After", "soon"), EXPIRES]).0, None);
    }

    #[test]
    fn quota_that_is_spent_is_waited_for() {
        let spent = ("RateLimit", "\"default\";r=0;t=10");
        assert_eq!(poll(429, &[spent]).0, Some(10));
        assert_eq!(poll(429, &[spent, ("Retry-After", "120")]).0, Some(120));
        assert_eq!(poll(429, &[spent, ("Age", "300")]).0, None);
        assert_eq!(poll(429, &[("X-RateLimit-Reset", "1795334460")]).0, Some(60));
        assert_eq!(poll(200, &[spent, EXPIRES]).0, Some(1800));
        assert_eq!(poll(200, &[("RateLimit", "\"default\";r=0;t=3600"), EXPIRES]).0, Some(3600));
        assert_eq!(poll(200, &[("RateLimit", "\"default\";r=9;t=3600")]).0, None);
        assert_eq!(poll(200, &[("RateLimit", "\"default\";r=0;t=1")]).0, Some(1));
        assert_eq!(poll(200, &[("RateLimit", "\"default\";r=0;t=0")]).0, None);
    }

    #[test]
    fn error_is_not_a_reason_to_poll_again() {
        assert_eq!(poll(403, &[]), (None, false));
        assert_eq!(poll(403, &[EXPIRES, MODIFIED]), (None, false));
        assert_eq!(poll(500, &[EXPIRES]), (None, false));
    }
}
