//! The proxy that the environment names already: what is for other hosts than MET's goes on through it, since it may be the
//! only way out. Pure.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::http::uri::target::{Scheme, Url};

/// A proxy that speaks plain HTTP.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Upstream {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The value of Proxy-Authorization, where its URL has a user.
    authorization: Option<String>,
}

impl Upstream {
    /// Reads a URL as variables have it, with the scheme or without; `None` for a proxy that speaks TLS or SOCKS.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let url = Url::parse(&text).ok().filter(|url| url.scheme() == Scheme::Http)?;
        let host = url.host_without_dot();
        Some(Self {
            host: host.trim_start_matches('[').trim_end_matches(']').to_owned(),
            port: url.port(),
            authorization: url.userinfo().map(|user| format!("Basic {}", STANDARD.encode(user))),
        })
    }

    /// The line of the head that lets this client in; empty where nothing is needed.
    pub(super) fn field(&self) -> String {
        self.authorization.as_ref().map(|value| format!("Proxy-Authorization: {value}\r\n")).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_of_plain_http_are_read_with_their_password() {
        let proxy = Upstream::parse("http://user:p%40ss@proxy.corp:3128/").unwrap();
        assert_eq!((proxy.host.as_str(), proxy.port), ("proxy.corp", 3128));
        assert_eq!(proxy.field(), "Proxy-Authorization: Basic dXNlcjpwQHNz\r\n");
        // A password with a percent sign is decoded once.
        let proxy = Upstream::parse("http://user:p%2540ss@proxy.corp:3128/").unwrap();
        assert_eq!(proxy.field(), "Proxy-Authorization: Basic dXNlcjpwJTQwc3M=\r\n");
        let proxy = Upstream::parse("proxy.corp:8080").unwrap();
        assert_eq!((proxy.host.as_str(), proxy.port, proxy.field().as_str()), ("proxy.corp", 8080, ""));
        assert_eq!(Upstream::parse("http://[::1]:3128").unwrap().host, "::1");
    }

    #[test]
    fn other_kinds_of_proxies_are_not_taken() {
        for text in ["https://proxy.corp:3128", "socks5://proxy.corp:1080", "", "http://"] {
            assert!(Upstream::parse(text).is_none(), "{text}");
        }
    }
}
