//! Which hosts belong to MET Norway's services, and what is known of each.
//!
//! Sources: <https://api.met.no/doc/TermsOfService>, <https://frost.met.no/authentication.html>.

use crate::http::uri::target::Url;

/// The service that an answer speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// The Weather API: api.met.no and the aliases below it.
    Met,
    /// The observations API at frost.met.no, which has its own rules and credentials.
    Frost,
    /// Any other host: only the RFCs speak.
    Other,
}

impl Service {
    /// The service of a URL.
    pub fn of(url: &Url) -> Self {
        Self::of_host(&url.host_without_dot())
    }

    /// The service of a host name in lower case, without a trailing dot.
    pub fn of_host(host: &str) -> Self {
        if host == "api.met.no" || host.ends_with(".api.met.no") {
            Self::Met
        } else if host == "frost.met.no" {
            Self::Frost
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_weather_api_and_its_aliases_are_met() {
        assert_eq!(Service::of_host("api.met.no"), Service::Met);
        assert_eq!(Service::of_host("aa015h6buqvih86i1.api.met.no"), Service::Met);
        assert_eq!(Service::of_host("frost.met.no"), Service::Frost);
        for host in ["met.no", "www.met.no", "evilapi.met.no", "api.met.no.evil.org", "api.yr.no"] {
            assert_eq!(Service::of_host(host), Service::Other, "{host}");
        }
    }

    #[test]
    fn trailing_dot_and_the_port_make_no_difference() {
        assert_eq!(Service::of(&Url::parse("https://API.met.no.:8443/x").unwrap()), Service::Met);
    }
}
