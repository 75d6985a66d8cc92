//! Redirects: where a response sends its reader on to, and whether to go there.

use std::time::Duration;

use super::{Exchange, LocationError, RedirectStop};
use crate::http::pacing::retry_after::retry_after;
use crate::http::status::is_redirect;
use crate::http::syntax::message::Fields;
use crate::http::uri::address::{self, Reach};
use crate::http::uri::target::{Scheme, Url};

/// What to make of a response as a redirect.
#[derive(Debug)]
pub enum Hop {
    /// It leads to this URL.
    Follow(Url),
    /// It is not to be followed.
    Stop(RedirectStop),
    /// It is not a redirect.
    None,
}

/// Where a response sends its reader on to (RFC 9110 §15.4), after the URLs in `asked`.
pub fn next_hop(exchange: &Exchange, asked: &[String], max_redirects: u32) -> Hop {
    let Some(response) = exchange.response.as_ref().filter(|response| is_redirect(response.head.status)) else {
        return Hop::None;
    };
    let Some(from) = exchange.request.as_ref().and_then(|request| request.url.as_ref()) else {
        return Hop::None;
    };
    match redirect_target(from, &response.head.fields) {
        Err(why) => Hop::Stop(RedirectStop::Invalid(why)),
        // A scheme that was not shown may have been http too.
        Ok(to) if from.is_scheme_known() && from.scheme() == Scheme::Https && to.scheme() == Scheme::Http => {
            Hop::Stop(RedirectStop::Downgrade(to))
        }
        Ok(to) if asked.contains(&to.wire()) => Hop::Stop(RedirectStop::Loop(to)),
        Ok(_) if asked.len() > max_redirects as usize => Hop::Stop(RedirectStop::TooMany(max_redirects)),
        Ok(to) if is_private_step(exchange, from, &to) => Hop::Stop(RedirectStop::Private(to)),
        Ok(to) => Hop::Follow(to),
    }
}

/// How long a redirect asks to wait before it is followed (RFC 9110 §10.2.3).
pub(crate) fn wait_of(exchange: &Exchange) -> Duration {
    let after = exchange.fields().and_then(|fields| retry_after(fields, exchange.received_at));
    let seconds = after.and_then(|after| after.wait_s).and_then(|wait| u64::try_from(wait).ok());
    Duration::from_secs(seconds.unwrap_or(0))
}

/// Reads and resolves the one Location of a redirect.
///
/// # Errors
/// When there is none, when there are several, or when it is not a URL that can be asked.
fn redirect_target(from: &Url, fields: &Fields) -> Result<Url, LocationError> {
    let mut locations = fields.all("location");
    let Some(location) = locations.next() else { return Err(LocationError::Missing) };
    if locations.next().is_some() {
        return Err(LocationError::Several);
    }
    from.join(location).map_err(LocationError::Unusable)
}

/// Where clients go that encode what may not stand in a URL, as curl and browsers do; for redirects of theirs.
pub fn followed_target(from: &Url, fields: &Fields) -> Option<Url> {
    from.join_as_sent(fields.get("location")?).ok()
}

/// Whether a redirect leads to an address, or to this machine by name, that the host before it may not lead to.
fn is_private_step(exchange: &Exchange, from: &Url, to: &Url) -> bool {
    // A name that was found within a network may name others there. One that was found on this machine stands in for a
    // public one.
    let peer = exchange.connection.peer.filter(|_| exchange.connection.proxy.is_none());
    let met = peer.map(|peer| address::reach(peer.ip())).filter(|reach| matches!(reach, Reach::Site | Reach::Link));
    !met.unwrap_or(reach(from)).may_lead_to(reach(to))
}

/// From where a URL's host can be reached, as far as its text shows; a name is taken for a public one.
pub(crate) fn reach(url: &Url) -> Reach {
    match url.ip() {
        Some(ip) => address::reach(ip),
        None if address::is_local_name(&url.host()) => Reach::Machine,
        None => Reach::Public,
    }
}
