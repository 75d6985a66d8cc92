//! Which hosts belong to MET Norway's services, and what is known of each.
//!
//! Sources: <https://api.met.no/doc/TermsOfService>, <https://frost.met.no/authentication.html>.

use crate::http::target::Url;

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
    /// The service behind a URL.
    pub fn of(url: &Url) -> Self {
        Self::of_host(&url.host_without_dot())
    }

    /// The service behind a host name in lower case, without a trailing dot.
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

/// The host as it may be shown. Aliases of single customers below api.met.no are known to them and to MET
/// only, so that all but their first five characters are left out.
pub fn shown_host(host: &str) -> String {
    match host.trim_end_matches('.').strip_suffix(".api.met.no") {
        Some(label) if is_customer_alias(label) => {
            format!("{}[redacted].api.met.no", label.get(..5).unwrap_or_default())
        }
        _ => host.to_owned(),
    }
}

/// Whether the label is a customer's alias: `aa`, three digits, and a random part.
pub fn is_customer_alias(label: &str) -> bool {
    let bytes = label.as_bytes();
    bytes.len() > 5
        && bytes.starts_with(b"aa")
        && bytes.get(2..5).is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
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
    fn the_trailing_dot_and_the_port_make_no_difference() {
        assert_eq!(Service::of(&Url::parse("https://API.met.no.:8443/x").unwrap()), Service::Met);
    }

    #[test]
    fn aliases_of_customers_are_not_shown_in_full() {
        assert_eq!(shown_host("aa015h6buqvih86i1.api.met.no"), "aa015[redacted].api.met.no");
        assert_eq!(shown_host("aa015h6buqvih86i1.api.met.no."), "aa015[redacted].api.met.no");
        assert_eq!(shown_host("external.api.met.no"), "external.api.met.no");
        assert_eq!(shown_host("api.met.no"), "api.met.no");
    }
}
