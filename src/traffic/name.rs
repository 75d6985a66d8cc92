//! What clients and lines are called in reports, as little personal as they can be.

use std::net::IpAddr;

use super::agent::token;
use super::client::Standing;
use super::record::{Method, NO_STATUS, Record};
use super::settings::{By, JudgeSettings};
use super::target;
use crate::evidence::event::Event;
use crate::text::escape::{Text, clip};

/// What the clients are called that found no room.
pub(super) const REST: &str = "all other clients";

/// What a gateway's requests are called.
const GATEWAY: &str = "requests that the cache sent on";

/// What is kept of a path.
pub(super) const LONGEST: usize = 400;

/// The name of a client.
pub(super) fn client(event: &Event<'_>, host: Option<&[u8]>, standing: Standing, settings: &JudgeSettings) -> String {
    if standing == Standing::Gateway {
        return GATEWAY.to_owned();
    }
    let address = || {
        event.address.map_or_else(|| "addresses not logged".to_owned(), |text| address(text, settings.full_addresses))
    };
    match settings.by {
        By::UserAgent => application(event),
        By::Address => address(),
        By::Both => format!("{} at {}", application(event), address()),
        By::Host => host.map_or_else(|| "host not logged".to_owned(), redact_host),
    }
}

/// The name of an application.
pub(crate) fn application(event: &Event<'_>) -> String {
    match event.user_agent.map(token) {
        None => "all requests (User-Agent not logged)".to_owned(),
        Some(b"" | b"-") => "requests without User-Agent".to_owned(),
        Some(name) => Text::from(name).clipped(60),
    }
}

fn redact_host(host: &[u8]) -> String {
    crate::text::secret::redact_host(&clip(&Text::from(host).to_string(), 100).to_ascii_lowercase())
}

/// An address without the part that names a person's connection, unless all of it is wanted.
pub(super) fn address(text: &[u8], full: bool) -> String {
    if full {
        return Text::from(text).clipped(45);
    }
    match std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()) {
        Some(IpAddr::V4(ip)) => {
            let [a, b, c, _] = ip.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        Some(IpAddr::V6(ip)) => match ip.to_ipv4_mapped() {
            Some(ip) => address(ip.to_string().as_bytes(), false),
            None => {
                let [a, b, c, ..] = ip.segments();
                format!("{a:x}:{b:x}:{c:x}::/48")
            }
        },
        None if text.is_empty() || text == b"-" => "an address not logged".to_owned(),
        None => "a named host".to_owned(),
    }
}

/// A request as samples show it.
pub(super) fn request(record: &Record, path: &[u8], from: &[u8], full: bool, after: Option<u32>) -> String {
    masked_request(record, &target::masked(path), &address(from, full), after)
}

/// The same, of what is masked already.
pub(super) fn masked_request(record: &Record, path: &str, from: &str, after: Option<u32>) -> String {
    let method = match record.method {
        Method::Get => "GET ",
        Method::Head => "HEAD ",
        Method::Other => "",
    };
    let mut text = format!("{method}{path}");
    if record.status != NO_STATUS {
        text.push_str(&format!(" {:03}", record.status));
    }
    if let Some(gap) = after {
        text.push_str(&format!(", {gap} s after a response"));
    }
    if record.address > 0 {
        text.push_str(&format!(", from {from}"));
    }
    text
}

/// Whether an Origin or Referer says whose page sends the request.
pub(super) fn identifies(origin: &[u8]) -> bool {
    let text = String::from_utf8_lossy(origin.get(..origin.len().min(300)).unwrap_or_default()).to_ascii_lowercase();
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(ip) => ip.split(']').next().unwrap_or_default(),
        None => authority.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default(),
    };
    let public = host.parse::<IpAddr>().is_ok_and(crate::http::uri::address::is_public);
    let named = host.contains('.') && host.parse::<IpAddr>().is_err();
    let local = [".local", ".localhost", ".internal", ".lan", ".home.arpa", ".test", ".example", ".invalid"];
    matches!(scheme, "http" | "https" | "app" | "capacitor")
        && (public || named && !local.iter().any(|end| host.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_cut_to_their_network() {
        for (text, shown) in [
            ("192.0.2.77", "192.0.2.0/24"),
            ("2001:db8:1:2::3", "2001:db8:1::/48"),
            ("::ffff:192.0.2.77", "192.0.2.0/24"),
            ("client.acme.no", "a named host"),
            ("-", "an address not logged"),
        ] {
            assert_eq!(address(text.as_bytes(), false), shown);
        }
        assert_eq!(address(b"192.0.2.77", true), "192.0.2.77");
        assert!(!address(b"\x1b[31m", true).contains('\x1b'));
    }

    #[test]
    fn origins_that_name_no_one_are_those_of_development() {
        for (origin, good) in [
            ("https://weather.acme.no/page", true),
            ("http://acme.no:8080", true),
            ("null", false),
            ("http://localhost:3000/", false),
            ("http://127.0.0.1:8080/", false),
            ("http://192.168.1.5/", false),
            ("http://[::1]/", false),
            ("http://box.local/", false),
            ("file:///android_asset/x.html", false),
        ] {
            assert_eq!(identifies(origin.as_bytes()), good, "{origin}");
        }
    }
}
