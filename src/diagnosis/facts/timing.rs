//! How long what an exchange brought may be used, and when to ask again.

use crate::evidence::Exchange;
use crate::http::caching::freshness::{self, Freshness, Received};
use crate::http::caching::next_poll::{self, NextPoll};
use crate::http::syntax::message::Fields;
use crate::http::time::date::{Timestamp, parse_http_date};
use crate::met::hosts::Service;

/// The freshness of a response by its own fields, at the time `now`.
pub(crate) fn freshness(exchange: &Exchange, now: Timestamp) -> Option<Freshness> {
    let head = &exchange.response.as_ref()?.head;
    Some(freshness_of(head.status, &head.fields, exchange, now))
}

/// When to ask again for what a response brought, by its own fields.
pub(crate) fn next_poll(exchange: &Exchange, service: Service, now: Timestamp) -> Option<NextPoll> {
    let head = &exchange.response.as_ref()?.head;
    Some(next_poll_of(head.status, &head.fields, exchange, service, now))
}

/// The freshness of what has a status and fields, and came with an exchange.
pub(crate) fn freshness_of(status: u16, fields: &Fields, came: &Exchange, now: Timestamp) -> Freshness {
    let Exchange { sent_at, received_at, .. } = *came;
    let received = Received { status, fields, request_time: sent_at, response_time: received_at, shared_cache: false };
    freshness::assess(&received, now)
}

/// When to ask again. MET's terms name the time in Expires; its front ends renew Date on a hit, so computing
/// with Age, as RFC 9111 has it, would count the age twice and end too early.
pub(crate) fn next_poll_of(
    status: u16,
    fields: &Fields,
    came: &Exchange,
    service: Service,
    now: Timestamp,
) -> NextPoll {
    let freshness = freshness_of(status, fields, came, now);
    let mut next = next_poll::next_poll(status, fields, &freshness, came.received_at);
    let date = |name: &str| parse_http_date(fields.get(name)?.as_bytes(), came.received_at).usable();
    if service == Service::Met
        && matches!(status, 200..=299 | 304)
        && let (Some(not_before), Some(date), Some(expires)) = (next.not_before, date("date"), date("expires"))
    {
        next.not_before = Some(not_before.max(came.received_at.saturating_add(expires.seconds_since(date))));
    }
    next
}
