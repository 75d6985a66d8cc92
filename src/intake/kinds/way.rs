//! Which URL a line of a log asked for, and whether the client asked MET itself.

use crate::http::uri::address::is_public;
use crate::http::uri::target::{Scheme, Url, UrlError};
use crate::intake::log::LogLine;
use crate::met::hosts::Service;
use crate::met::products;

/// Where a line leads.
pub(super) enum Destination {
    /// To this URL, which the client asked for itself.
    To(Url),
    /// To this URL at MET, by way of the server whose log it is: the client is a visitor of that server.
    Through(Url),
    Tunnel,
    Unnamed,
    Unreadable,
}

/// The URL that was requested.
pub(super) fn way(line: &LogLine<'_>, base: Option<&Url>) -> Destination {
    let event = &line.event;
    if event.method.is_some_and(|method| method.eq_ignore_ascii_case(b"connect")) {
        return Destination::Tunnel;
    }
    let Ok(target) = std::str::from_utf8(event.target) else { return Destination::Unreadable };
    if target.contains("://") && !target.starts_with('/') {
        return Url::parse_as_sent(target).map_or(Destination::Unreadable, |url| as_sent(url, line));
    }
    if !target.starts_with('/') {
        return Destination::Unreadable;
    }
    let to = |url: Result<Url, UrlError>| url.map_or(Destination::Unreadable, Destination::To);
    if let Some(base) = base {
        return to(Url::parse_as_sent(&format!("{}{target}", base.origin())));
    }
    let host = event.host.and_then(|host| std::str::from_utf8(host).ok());
    let name = host.map(|host| host.split(':').next().unwrap_or_default().to_ascii_lowercase());
    if name.as_ref().is_none_or(|name| Service::of_host(name) != Service::Met)
        && let Some(at_met) = path_at_met(target)
    {
        return Url::parse_as_sent(&at_met).map_or(Destination::Unreadable, Destination::Through);
    }
    match (host, event.scheme.and_then(scheme)) {
        (Some(host), Some(scheme)) => to(Url::parse_as_sent(&format!("{}://{host}{target}", scheme.as_str()))),
        (Some(host), None) => to(Url::parse_without_scheme(&format!("{host}{target}"))),
        (None, _) => Destination::Unnamed,
    }
}

/// The scheme of a request that a log names; a socket begins as a request (RFC 6455 §4.1).
fn scheme(name: &[u8]) -> Option<Scheme> {
    let is = |one: &[u8], other: &[u8]| name.eq_ignore_ascii_case(one) || name.eq_ignore_ascii_case(other);
    match () {
        () if is(b"https", b"wss") => Some(Scheme::Https),
        () if is(b"http", b"ws") => Some(Scheme::Http),
        () => None,
    }
}

/// The URL of a path that only MET has.
fn path_at_met(target: &str) -> Option<String> {
    let product = target.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default();
    if target.starts_with("/weatherapi/") {
        Some(format!("https://api.met.no{target}"))
    } else if products::versions(product).next().is_some() {
        Some(format!("https://api.met.no/weatherapi{target}"))
    } else {
        None
    }
}

/// The URL of a line as it went to MET. Caches such as Varnish log `http://` and the name that they go by themselves in
/// each line, and nginx the address of MET. MET answers plain http with a redirect and nothing else, so any other status
/// shows https.
fn as_sent(url: Url, line: &LogLine<'_>) -> Destination {
    let host = url.host_without_dot();
    let is_own = url.ip().is_some_and(|ip| line.failure.is_some() || !is_public(ip));
    let is_at_met = url.path().starts_with("/weatherapi/") && (is_own || !host.contains('.'));
    if is_at_met {
        let at_met = Url::parse_as_sent(&format!("https://api.met.no{}", url.written_target()));
        return Destination::Through(at_met.unwrap_or(url));
    }
    if Service::of(&url) == Service::Met
        && url.scheme() == Scheme::Http
        && line.event.status.unwrap_or_default() / 100 != 3
    {
        let secure = Url::parse_as_sent(&format!("https://{host}{}", url.written_target()));
        return Destination::To(secure.unwrap_or(url));
    }
    Destination::To(url)
}
