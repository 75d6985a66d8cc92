//! Which proxy a URL is asked through, as curl decides it.

use std::ffi::OsString;
use std::net::IpAddr;

use crate::http::uri::target::{Scheme, Url};

/// The variables that name a proxy for a scheme, in the order in which they are looked at. `HTTP_PROXY` is not
/// among them: a CGI program gets it from a request's `Proxy` field (CVE-2016-5385).
pub(crate) fn variables(scheme: Scheme) -> &'static [&'static str] {
    match scheme {
        Scheme::Http => &["http_proxy", "all_proxy", "ALL_PROXY"],
        Scheme::Https => &["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
    }
}

/// The first of the variables that is set and not empty, with its value.
pub(crate) fn from_environment(
    scheme: Scheme,
    env: &dyn Fn(&str) -> Option<OsString>,
) -> Option<(&'static str, OsString)> {
    variables(scheme).iter().find_map(|&name| env(name).filter(|value| !value.is_empty()).map(|value| (name, value)))
}

/// Whether a URL's host is in a list such as `localhost,.internal,10.0.0.0/8,h:8080`: names match themselves and
/// what is below them, addresses match exactly or by prefix length, `*` matches everything. A port after an entry,
/// which curl does not know and other programs do, has to be the URL's.
pub(crate) fn bypasses(list: &str, url: &Url) -> bool {
    let host = url.host_without_dot();
    let ip = url.ip();
    list.split([',', ' ']).map(str::trim).filter(|entry| !entry.is_empty()).any(|entry| {
        let (entry, port) = without_port(entry);
        port.is_none_or(|port| port == url.port())
            && match ip {
                _ if entry == "*" => true,
                Some(ip) => address_matches(entry, ip),
                None => name_matches(entry, &host),
            }
    })
}

/// An entry and the port after it. A colon in an IPv6 address without brackets starts no port.
fn without_port(entry: &str) -> (&str, Option<u16>) {
    match entry.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => match port.parse() {
            Ok(port) => (host, Some(port)),
            Err(_) => (entry, None),
        },
        _ => (entry, None),
    }
}

fn name_matches(entry: &str, host: &str) -> bool {
    let entry = entry.to_ascii_lowercase();
    let entry = entry.trim_start_matches("*.").trim_start_matches('.').trim_end_matches('.');
    host == entry || host.strip_suffix(entry).is_some_and(|rest| rest.ends_with('.'))
}

fn address_matches(entry: &str, ip: IpAddr) -> bool {
    let bare = entry.trim_start_matches('[').trim_end_matches(']');
    let (address, prefix) = match bare.split_once('/') {
        Some((address, prefix)) => (address, prefix.parse().ok()),
        None => (bare, None),
    };
    match (address.parse::<IpAddr>(), prefix) {
        (Ok(address), None) => !bare.contains('/') && address == ip,
        (Ok(IpAddr::V4(net)), Some(bits)) => match ip {
            IpAddr::V4(ip) => same_prefix(net.to_bits().into(), ip.to_bits().into(), 32, bits),
            IpAddr::V6(_) => false,
        },
        (Ok(IpAddr::V6(net)), Some(bits)) => match ip {
            IpAddr::V6(ip) => same_prefix(net.to_bits(), ip.to_bits(), 128, bits),
            IpAddr::V4(_) => false,
        },
        (Err(_), _) => false,
    }
}

fn same_prefix(a: u128, b: u128, width: u32, bits: u32) -> bool {
    match width.checked_sub(bits) {
        Some(rest) => a.checked_shr(rest).unwrap_or(0) == b.checked_shr(rest).unwrap_or(0),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bypassed(list: &str, url: &str) -> bool {
        bypasses(list, &Url::parse(url).unwrap())
    }

    #[test]
    fn names_match_themselves_and_what_is_below() {
        for list in ["met.no", ".met.no", "*.met.no", "a, met.no", "x MET.NO", "*"] {
            assert!(bypassed(list, "https://api.met.no/"), "{list}");
        }
        for list in ["", "et.no", "api.met.no.org", "other"] {
            assert!(!bypassed(list, "https://api.met.no/"), "{list}");
        }
    }

    #[test]
    fn addresses_match_exactly_or_by_prefix() {
        assert!(bypassed("127.0.0.1", "http://127.0.0.1:8080/"));
        assert!(bypassed("10.0.0.0/8", "http://10.1.2.3/"));
        assert!(bypassed("[::1]", "http://[::1]/"));
        assert!(bypassed("0.0.0.0/0", "http://1.2.3.4/"));
        assert!(!bypassed("10.0.0.0/8", "http://11.1.2.3/"));
        assert!(!bypassed("10.0.0.0/99", "http://10.1.2.3/"));
        assert!(!bypassed("10.0.0.0/x", "http://10.0.0.0/"));
    }

    #[test]
    fn port_of_an_entry_has_to_be_that_of_the_url() {
        for entry in ["api.met.no:8080", ".met.no:8080", "127.0.0.1:8080", "[::1]:8080", "*:8080"] {
            let host = match entry.as_bytes().first() {
                Some(b'1') => "127.0.0.1",
                Some(b'[') => "[::1]",
                _ => "api.met.no",
            };
            assert!(bypassed(entry, &format!("http://{host}:8080/")), "{entry}");
            assert!(!bypassed(entry, &format!("http://{host}/")), "{entry}");
        }
        assert!(bypassed("::1", "http://[::1]:8080/"));
        assert!(!bypassed("met.no:x", "http://met.no/"));
    }

    #[test]
    fn own_variable_of_the_scheme_comes_first() {
        let env = |name: &str| match name {
            "http_proxy" => Some("http://a:1".into()),
            "ALL_PROXY" => Some("http://b:2".into()),
            "HTTP_PROXY" => Some("http://evil:3".into()),
            _ => None,
        };
        assert_eq!(from_environment(Scheme::Http, &env), Some(("http_proxy", "http://a:1".into())));
        assert_eq!(from_environment(Scheme::Https, &env), Some(("ALL_PROXY", "http://b:2".into())));
        assert_eq!(from_environment(Scheme::Http, &|name| (name == "HTTP_PROXY").then(|| "x".into())), None);
    }
}
