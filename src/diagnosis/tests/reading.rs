//! What is read from the evidence before causes are weighed.

use super::*;
use crate::diagnosis::cause::{CauseSignals, Known};
use crate::evidence::ControlVariant;
use crate::evidence::shown::Shown;
use crate::met::hosts::Service;

fn signals(evidence: &Evidence) -> CauseSignals {
    let answer = evidence.answer().unwrap();
    let service = answer.url().map_or(Service::Other, Service::of);
    let known = Known { service, lints: &[], ended: false, intermediary: None };
    CauseSignals::of(answer, evidence, known, "").unwrap()
}

#[test]
fn host_is_retired_wrong_or_that_of_the_service() {
    for (url, host) in [
        (MET, "Met"),
        ("https://api.met.no./weatherapi/locationforecast/2.0/compact", "Met"),
        ("https://frost.met.no/observations/v0.jsonld", "Frost"),
        ("https://frost.met.no/weatherapi/locationforecast/2.0/compact", "Wrong"),
        ("https://api.yr.no/weatherapi/locationforecast/2.0/compact", "Retired"),
        ("https://www.api.met.no/weatherapi/locationforecast/2.0/compact", "Wrong"),
        ("https://thredds.met.no/catalog.html", "Other"),
        (OTHER, "Other"),
    ] {
        assert_eq!(format!("{:?}", signals(&evidence(url, &answer(404, &[]))).host), host, "{url}");
    }
}

#[test]
fn class_is_read_under_other_names_of_the_host_alone() {
    for (url, read) in [
        (MET, true),
        ("https://www.api.met.no/weatherapi/locationforecast/2.0/compact", true),
        ("https://api.yr.no/weatherapi/locationforecast/2.0/compact", false),
        ("https://met.no/weatherapi/locationforecast/2.0/compact", true),
        ("https://www.yr.no/api/v0/locations/1-72837/forecast", false),
        (OTHER, false),
    ] {
        let signals = signals(&evidence(url, &answer(404, &["X-ErrorClass: Nodata"])));
        assert_eq!(signals.class.is_some(), read, "{url}");
    }
}

#[test]
fn control_counts_as_answered_or_as_refused_alike() {
    let outcomes = |variant: ControlVariant, status: u16| {
        let mut evidence = evidence(MET, &answer(403, &[]));
        let control = first(request(MET, &[AGENT]), NOW, &answer(status, &[]));
        evidence.exchanges.push(Exchange { role: Role::Control(variant), ..control });
        let tried = signals(&evidence).tried;
        [tried.identity, tried.coordinates, tried.both].map(|outcome| format!("{outcome:?}"))
    };
    use ControlVariant::{Coordinates, Identity, IdentityAndCoordinates, OlderDate};
    for (status, outcome) in [(200, "Answered"), (299, "Answered"), (403, "Refused"), (404, "None"), (304, "None")] {
        assert_eq!(outcomes(Identity, status), [outcome, "None", "None"], "{status}");
        assert_eq!(outcomes(Coordinates, status), ["None", outcome, "None"], "{status}");
        assert_eq!(outcomes(IdentityAndCoordinates, status), ["None", "None", outcome], "{status}");
        assert_eq!(outcomes(OlderDate, status), ["None"; 3], "{status}");
    }
}

#[test]
fn status_fits_a_request_that_may_have_asked_for_it() {
    let fit = |status: u16, field: &str, shown: Shown| {
        let mut evidence = evidence(OTHER, &answer(status, &[]));
        let request = evidence.exchanges[0].request.as_mut().unwrap();
        request.shown = shown;
        if !field.is_empty() {
            request.fields.push(field, "x");
        }
        format!("{:?}", signals(&evidence).fit)
    };
    for (status, field, fits) in [
        (101, "Upgrade", true),
        (101, "", false),
        (304, "If-Modified-Since", true),
        (304, "If-None-Match", true),
        (304, "Range", false),
        (304, "", false),
        (206, "Range", true),
        (206, "If-None-Match", false),
        (100, "", false),
        (103, "", false),
        (200, "", true),
        (599, "", true),
        (600, "", false),
    ] {
        let wanted = if fits { "Fits" } else { "NotAsked" };
        assert_eq!(fit(status, field, Shown::Whole), wanted, "{status} {field}");
    }
    assert_eq!(fit(304, "", Shown::UrlOnly), "Fits", "what is not shown may have been sent");
}

#[test]
fn request_is_read_by_its_agent_path_and_method() {
    use crate::diagnosis::cause::Path;
    let of = |url: &str, method: &str, fields: &[(&str, &str)]| {
        let mut evidence = evidence(url, &answer(404, &[]));
        let mut request = request(url, fields);
        request.method = method.into();
        evidence.exchanges[0].request = Some(request);
        signals(&evidence)
    };
    let origin = ("Origin", "https://acme.no");
    for (fields, agent) in [
        (&[AGENT][..], "Named"),
        (&[("User-Agent", "acme-weather/1.2")], "Nameless"),
        (&[("User-Agent", "acme-weather/1.2"), origin], "Nameless"),
        (&[("User-Agent", "okhttp/4.12.0")], "Generic"),
        (&[("User-Agent", "okhttp/4.12.0"), origin], "Site"),
        (&[origin], "Site"),
        (&[("Accept", "*/*")], "Missing"),
    ] {
        assert_eq!(format!("{:?}", of(MET, "GET", fields).agent), agent, "{fields:?}");
    }
    for (path, wanted) in [
        ("locationforecast/2.0/compact", Path::Known),
        ("locationforecast/_/compact", Path::Known),
        ("locationforecast/7.0/compact", Path::UnknownVersion),
        ("locationforecast/1.9/", Path::Known),
        ("other/2.0/compact", Path::UnknownProduct),
        ("other/_/compact", Path::UnknownProduct),
        ("", Path::NoProduct),
    ] {
        let url = format!("https://api.met.no/weatherapi/{path}");
        assert_eq!(of(&url, "GET", &[AGENT]).path, wanted, "{path}");
    }
    for (method, wanted) in [("GET", "Get"), ("get", "Get"), ("HEAD", "Get"), ("POST", "Other"), ("OPTIONS", "Other")] {
        assert_eq!(format!("{:?}", of(MET, method, &[AGENT]).method), wanted, "{method}");
    }
}
