//! Hosts that are gone, or that are not the Weather API, and what to request instead.

use std::net::IpAddr;

use super::catalogue::hosts::{RETIRED_HOST, WRONG_HOST};
use super::rule::Rule;
use super::severity::Severity;
use crate::http::uri::address::is_public;
use crate::http::uri::target::Url;
use crate::met::hosts::Service;

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
    /// Where that is written.
    pub(crate) reference: &'static str,
    /// Whether the same path has the data at api.met.no.
    pub(crate) is_moved: bool,
}

/// What to ask instead of a host that is gone or is not the Weather API.
pub(crate) fn advice(url: &Url) -> Option<Advice> {
    let host = url.host_without_dot();
    let is_data = url.path().starts_with("/weatherapi/");
    let gone = |message: &str| Some(Advice::new(&RETIRED_HOST, message));
    let wrong = |message: &str| Some(Advice::new(&WRONG_HOST, message));
    match host.as_str() {
        "api.yr.no" => gone("api.yr.no was switched off in 2018").map(Advice::moved),
        "beta.api.met.no" | "external.api.met.no" => {
            gone("This host was for a migration that has ended").map(Advice::moved)
        }
        "retro.yr.no" => gone("The old XML service of yr.no ended in 2022"),
        "www.yr.no" | "yr.no" if is_old_forecast(url.path()) => {
            gone("forecast.xml and varsel.xml of yr.no ended on 2022-02-01")
        }
        "www.yr.no" | "yr.no" => wrong("yr.no has no public API; the one that its pages use is undocumented"),
        "metwdb-openaccess.ichec.ie" | "wdb.met.ie" => Some(met_eireann()),
        _ if url.path().starts_with("/metno-wdb2ts/") && Service::of(url) == Service::Other => Some(met_eireann()),
        "www.api.met.no" => wrong("The API's host name is api.met.no, without www").map(Advice::moved),
        "docs.api.met.no" | "metno.github.io" => {
            wrong("This host has documentation, not data").map(|advice| advice.moved_where(is_data))
        }
        "developer.yr.no" => wrong("developer.yr.no has older copies of the documentation, not data")
            .map(|advice| advice.moved_where(is_data)),
        "schema.api.met.no" => wrong("This host has schemas, not data").map(|advice| advice.moved_where(is_data)),
        "edge.api.met.no" => wrong("This host is internal to MET").map(Advice::moved),
        "met.no" | "www.met.no" | "frost.met.no" | "thredds.met.no" if is_data => {
            wrong("The Weather API is at api.met.no; this host is another MET service").map(Advice::moved)
        }
        "thredds.met.no" => Some(Advice {
            help: "for the forecast of a place, use api.met.no; for questions about the files, e-mail thredds@met.no"
                .to_owned(),
            severity: Severity::Info,
            ..Advice::new(
                &WRONG_HOST,
                "thredds.met.no is another MET service, for model data files, with its own rules",
            )
        }),
        "api.met.no" if url.host().ends_with('.') => Some(Advice {
            severity: Severity::Info,
            ..Advice::new(&WRONG_HOST, "The host name ends in a dot, which some servers and certificates do not accept")
                .moved()
        }),
        _ if is_address(url) => wrong(
            "An IP address instead of a host name does not match the certificate, and MET may change it at any time",
        )
        .map(Advice::moved),
        _ => None,
    }
}

impl Advice {
    fn new(rule: &'static Rule, message: &str) -> Self {
        Self {
            rule,
            message: message.to_owned(),
            help: FORECAST.to_owned(),
            severity: rule.severity,
            reference: rule.reference,
            is_moved: false,
        }
    }

    /// The same for a host whose data are under the same path at api.met.no.
    fn moved(self) -> Self {
        Self { is_moved: true, help: "use https://api.met.no".to_owned(), ..self }
    }

    fn moved_where(self, is_data: bool) -> Self {
        if is_data { self.moved() } else { self }
    }
}

/// The service of the Irish weather service that ran MET's software and had the form of its addresses.
fn met_eireann() -> Advice {
    Advice {
        reference: "https://www.met.ie",
        help:
            "update the program, and ask Met Éireann about its service; locationforecast/2.0 at api.met.no covers the \
               whole world"
                .to_owned(),
        ..Advice::new(
            &RETIRED_HOST,
            "This service belongs to Met Éireann in Ireland, not to MET Norway; it moved to another host in November 2024",
        )
    }
}

/// Whether the host is an address in MET's network, or a public one that is asked for a product of MET's.
fn is_address(url: &Url) -> bool {
    let is_met = |ip: IpAddr| matches!(ip, IpAddr::V4(ip) if ip.octets().starts_with(&[157, 249]));
    url.ip().is_some_and(|ip| is_met(ip) || (is_public(ip) && url.path().starts_with("/weatherapi/")))
}

const FORECAST: &str = "use https://api.met.no/weatherapi/locationforecast/2.0/compact with the place's lat and lon";

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
            ("https://www.yr.no/place/Norway/Oslo/Oslo/Oslo/", Some(&RETIRED_HOST)),
            ("https://www.yr.no/stad/Noreg/Oslo/Oslo/Oslo/", Some(&RETIRED_HOST)),
            ("https://yr.no/x/forecast_hour_by_hour.xml", Some(&RETIRED_HOST)),
            ("https://yr.no/x/varsel.xml", Some(&RETIRED_HOST)),
            ("https://yr.no/x/forecast.html", Some(&WRONG_HOST)),
            ("https://yr.no/x/weather.xml", Some(&WRONG_HOST)),
            ("https://edge.api.met.no/weatherapi/locationforecast/2.0/compact", Some(&WRONG_HOST)),
            ("https://thredds.met.no/thredds/catalog.html", Some(&WRONG_HOST)),
            ("https://www.yr.no/api/v0/locations/1-72837/forecast", Some(&WRONG_HOST)),
            ("https://developer.yr.no/doc/", Some(&WRONG_HOST)),
            ("https://frost.met.no/weatherapi/locationforecast/2.0/compact", Some(&WRONG_HOST)),
            ("https://frost.met.no/observations/v0.jsonld", None),
            ("https://api.met.no./weatherapi/", Some(&WRONG_HOST)),
            ("https://api.met.no/weatherapi/", None),
            ("https://www.yr.no.acme.no/place/", None),
            ("https://www.api.met.no/weatherapi/locationforecast/2.0/compact", Some(&WRONG_HOST)),
            ("https://157.249.81.141/weatherapi/locationforecast/2.0/compact", Some(&WRONG_HOST)),
            ("https://157.249.79.118/", Some(&WRONG_HOST)),
            ("https://9.9.9.9/weatherapi/locationforecast/2.0/compact", Some(&WRONG_HOST)),
            ("https://9.9.9.9/", None),
            ("https://157.250.0.1/", None),
            ("http://127.0.0.1:8080/weatherapi/locationforecast/2.0/compact", None),
            ("http://metwdb-openaccess.ichec.ie/metno-wdb2ts/locationforecast?lat=53.3;long=-6.2", Some(&RETIRED_HOST)),
            ("https://forecast.acme.ie/metno-wdb2ts/locationforecast", Some(&RETIRED_HOST)),
            ("http://wdb.met.ie/metno-wdb2ts/locationforecast", Some(&RETIRED_HOST)),
            ("https://wdb.met.ie/", Some(&RETIRED_HOST)),
            ("https://metwdb-openaccess.ichec.ie/", Some(&RETIRED_HOST)),
            ("http://retro.yr.no/place/Norway/", Some(&RETIRED_HOST)),
            ("https://retro.yr.no/", Some(&RETIRED_HOST)),
            ("https://www.met.ie/", None),
        ] {
            assert_eq!(advice(&Url::parse(url).unwrap()).map(|advice| advice.rule), rule, "{url}");
        }
    }

    #[test]
    fn other_service_is_advised_by_its_own_people() {
        for (url, help, reference) in [
            ("https://wdb.met.ie/", "ask Met Éireann", "https://www.met.ie"),
            ("https://thredds.met.no/catalog.html", "e-mail thredds@met.no", WRONG_HOST.reference),
            ("https://retro.yr.no/", "use https://api.met.no/weatherapi/", RETIRED_HOST.reference),
        ] {
            let advice = advice(&Url::parse(url).unwrap()).unwrap();
            assert!(advice.help.contains(help), "{url}: {}", advice.help);
            assert_eq!(advice.reference, reference, "{url}");
        }
    }

    #[test]
    fn moved_host_is_advised_only_where_it_has_the_path() {
        for (url, moved, severity) in [
            ("https://api.yr.no/weatherapi/x/1.0/", true, RETIRED_HOST.severity),
            ("https://docs.api.met.no/weatherapi/x/1.0/", true, WRONG_HOST.severity),
            ("https://docs.api.met.no/doc/", false, WRONG_HOST.severity),
            ("https://schema.api.met.no/schemas/", false, WRONG_HOST.severity),
            ("https://edge.api.met.no/", true, WRONG_HOST.severity),
            ("https://thredds.met.no/weatherapi/x/1.0/", true, WRONG_HOST.severity),
            ("https://thredds.met.no/catalog.html", false, Severity::Info),
            ("https://api.met.no./weatherapi/x/1.0/", true, Severity::Info),
        ] {
            let advice = advice(&Url::parse(url).unwrap()).unwrap();
            assert_eq!((advice.is_moved, advice.severity), (moved, severity), "{url}");
            assert_eq!(advice.help == "use https://api.met.no", moved, "{url}: {}", advice.help);
        }
    }
}
