//! Which hosts belong to MET Norway's services, and what is known of each.
//!
//! Sources: <https://api.met.no/doc/TermsOfService>, <https://frost.met.no/authentication.html>.

use crate::escape::escape;
use crate::finding::Severity;
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

/// What is known of a host that should not be asked for data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The id of the finding: `retired-host` or `wrong-host`.
    pub id: &'static str,
    /// What the host is.
    pub message: String,
    /// What to ask instead.
    pub help: String,
    /// How bad it is to ask it.
    pub severity: Severity,
}

/// What to ask instead of a host that is gone or is not the Weather API.
pub fn advice(url: &Url) -> Option<Advice> {
    let host = url.host_without_dot();
    let same_path = format!("ask https://api.met.no{}", escape(url.path()));
    let (id, message, help) = match host.as_str() {
        "api.yr.no" => ("retired-host", "api.yr.no was switched off in 2018", same_path),
        "beta.api.met.no" | "external.api.met.no" => {
            ("retired-host", "this host was for a migration that has ended", same_path)
        }
        "retro.yr.no" => ("retired-host", "the old XML service of yr.no ended in 2022", FORECAST.to_owned()),
        "www.yr.no" | "yr.no" if is_old_forecast(url.path()) => {
            ("retired-host", "forecast.xml and varsel.xml of yr.no ended on 2022-02-01", FORECAST.to_owned())
        }
        "www.yr.no" | "yr.no" => {
            ("wrong-host", "yr.no has no public API; what its pages use is undocumented", FORECAST.to_owned())
        }
        "docs.api.met.no" | "metno.github.io" => ("wrong-host", "this host holds documentation, no data", same_path),
        "developer.yr.no" => {
            ("wrong-host", "developer.yr.no holds older copies of the documentation, no data", FORECAST.to_owned())
        }
        "schema.api.met.no" => ("wrong-host", "this host holds schemas, no data", same_path),
        "edge.api.met.no" => ("wrong-host", "this host is internal to MET", same_path),
        "met.no" | "www.met.no" | "frost.met.no" | "thredds.met.no" if url.path().starts_with("/weatherapi/") => {
            ("wrong-host", "the Weather API is at api.met.no; this host is another service of MET's", same_path)
        }
        "metwdb-openaccess.ichec.ie" => (
            "retired-host",
            "this is a service of Met Éireann in Ireland, not of MET Norway; it moved to another host in November 2024",
            "update the program, and ask Met Éireann about its service".to_owned(),
        ),
        "thredds.met.no" => {
            let advice = Advice {
                id: "wrong-host",
                message: "thredds.met.no is another service of MET's, with files of model data and rules of its own"
                    .to_owned(),
                help: "for forecasts of a place, use api.met.no; for questions on the files, write to thredds@met.no"
                    .to_owned(),
                severity: Severity::Info,
            };
            return Some(advice);
        }
        "api.met.no" if url.host().ends_with('.') => {
            let advice = Advice {
                id: "wrong-host",
                message: "the host ends in a dot, which some servers and certificates do not expect".to_owned(),
                help: "write api.met.no without it".to_owned(),
                severity: Severity::Info,
            };
            return Some(advice);
        }
        _ => return None,
    };
    let severity = if id == "retired-host" { Severity::Error } else { Severity::Warning };
    Some(Advice { id, message: message.to_owned(), help, severity })
}

const FORECAST: &str = "ask https://api.met.no/weatherapi/locationforecast/2.0/compact with lat and lon of the place";

/// Whether a path is one of yr.no's old XML service: by place, in Norwegian or English.
fn is_old_forecast(path: &str) -> bool {
    let old = ["/place/", "/sted/", "/stad/"].iter().any(|start| path.starts_with(start));
    let file = path.rsplit('/').next().unwrap_or_default();
    old || ["forecast", "varsel"].iter().any(|name| file.starts_with(name) && file.ends_with(".xml"))
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
    fn hosts_that_have_no_data_say_where_they_are() {
        for (url, id) in [
            ("https://api.yr.no/weatherapi/locationforecast/1.9/", Some("retired-host")),
            ("https://beta.api.met.no/weatherapi/x/1.0/", Some("retired-host")),
            ("http://www.yr.no/place/Norway/Oslo/Oslo/Oslo/forecast.xml", Some("retired-host")),
            ("http://www.yr.no/sted/Norge/Oslo/Oslo/Oslo/varsel.xml", Some("retired-host")),
            ("https://www.yr.no/api/v0/locations/1-72837/forecast", Some("wrong-host")),
            ("https://developer.yr.no/doc/", Some("wrong-host")),
            ("https://frost.met.no/weatherapi/locationforecast/2.0/compact", Some("wrong-host")),
            ("https://frost.met.no/observations/v0.jsonld", None),
            ("https://api.met.no./weatherapi/", Some("wrong-host")),
            ("https://api.met.no/weatherapi/", None),
            ("https://www.yr.no.acme.no/place/", None),
        ] {
            assert_eq!(advice(&Url::parse(url).unwrap()).map(|advice| advice.id), id, "{url}");
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
