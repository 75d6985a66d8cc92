//! Hosts that are gone, or that are not the Weather API, and what to request instead.

use crate::diagnosis::catalogue::hosts::{RETIRED_HOST, WRONG_HOST};
use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::Severity;
use crate::http::uri::target::Url;
use crate::text::escape::escape;

/// What is known of a host that should not be asked for data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Advice {
    /// What reports it.
    pub(crate) rule: &'static Rule,
    /// What the host is.
    pub(crate) message: String,
    /// What to ask instead.
    pub(crate) help: String,
    /// How bad it is to ask it.
    pub(crate) severity: Severity,
}

/// What to ask instead of a host that is gone or is not the Weather API.
pub(crate) fn advice(url: &Url) -> Option<Advice> {
    let host = url.host_without_dot();
    let same_path = format!("ask https://api.met.no{}", escape(url.path()));
    let (rule, message, help) = match host.as_str() {
        "api.yr.no" => (&RETIRED_HOST, "api.yr.no was switched off in 2018", same_path),
        "beta.api.met.no" | "external.api.met.no" => {
            (&RETIRED_HOST, "this host was for a migration that has ended", same_path)
        }
        "retro.yr.no" => (&RETIRED_HOST, "the old XML service of yr.no ended in 2022", FORECAST.to_owned()),
        "www.yr.no" | "yr.no" if is_old_forecast(url.path()) => {
            (&RETIRED_HOST, "forecast.xml and varsel.xml of yr.no ended on 2022-02-01", FORECAST.to_owned())
        }
        "www.yr.no" | "yr.no" => {
            (&WRONG_HOST, "yr.no has no public API; what its pages use is undocumented", FORECAST.to_owned())
        }
        "docs.api.met.no" | "metno.github.io" => (&WRONG_HOST, "this host holds documentation, no data", same_path),
        "developer.yr.no" => {
            (&WRONG_HOST, "developer.yr.no holds older copies of the documentation, no data", FORECAST.to_owned())
        }
        "schema.api.met.no" => (&WRONG_HOST, "this host holds schemas, no data", same_path),
        "edge.api.met.no" => (&WRONG_HOST, "this host is internal to MET", same_path),
        "met.no" | "www.met.no" | "frost.met.no" | "thredds.met.no" if url.path().starts_with("/weatherapi/") => {
            (&WRONG_HOST, "the Weather API is at api.met.no; this host is another service of MET's", same_path)
        }
        "metwdb-openaccess.ichec.ie" => (
            &RETIRED_HOST,
            "this is a service of Met Éireann in Ireland, not of MET Norway; it moved to another host in November 2024",
            "update the program, and ask Met Éireann about its service".to_owned(),
        ),
        "thredds.met.no" => {
            let advice = Advice {
                rule: &WRONG_HOST,
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
                rule: &WRONG_HOST,
                message: "the host ends in a dot, which some servers and certificates do not expect".to_owned(),
                help: "write api.met.no without it".to_owned(),
                severity: Severity::Info,
            };
            return Some(advice);
        }
        _ => return None,
    };
    Some(Advice { rule, message: message.to_owned(), help, severity: rule.severity })
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
    fn hosts_that_have_no_data_say_where_they_are() {
        for (url, rule) in [
            ("https://api.yr.no/weatherapi/locationforecast/1.9/", Some(&RETIRED_HOST)),
            ("https://beta.api.met.no/weatherapi/x/1.0/", Some(&RETIRED_HOST)),
            ("http://www.yr.no/place/Norway/Oslo/Oslo/Oslo/forecast.xml", Some(&RETIRED_HOST)),
            ("http://www.yr.no/sted/Norge/Oslo/Oslo/Oslo/varsel.xml", Some(&RETIRED_HOST)),
            ("https://www.yr.no/api/v0/locations/1-72837/forecast", Some(&WRONG_HOST)),
            ("https://developer.yr.no/doc/", Some(&WRONG_HOST)),
            ("https://frost.met.no/weatherapi/locationforecast/2.0/compact", Some(&WRONG_HOST)),
            ("https://frost.met.no/observations/v0.jsonld", None),
            ("https://api.met.no./weatherapi/", Some(&WRONG_HOST)),
            ("https://api.met.no/weatherapi/", None),
            ("https://www.yr.no.acme.no/place/", None),
        ] {
            assert_eq!(advice(&Url::parse(url).unwrap()).map(|advice| advice.rule), rule, "{url}");
        }
    }
}
