//! What can be wrong with a URL of MET's by itself.

use super::common::TERMS;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

macro_rules! asked {
    ($rest:literal) => {
        concat!(
            "GET https://api.met.no/weatherapi/",
            $rest,
            " HTTP/1.1\nUser-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n"
        )
    };
}

const USAGE: &str = "https://api.met.no/doc/usage";

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[
    &MISSING_PARAMETER,
    &NUMBER_FORMAT,
    &COORDINATE_RANGE,
    &COORDINATES_EXCHANGED,
    &RENAMED_PARAMETER,
    &MISSING_ENDPOINT,
    &VERSION_PLACEHOLDER,
    &COORDINATE_PRECISION,
    &SEMICOLON_SEPARATOR,
];

pub(crate) static MISSING_PARAMETER: Rule = Rule {
    id: "missing-parameter",
    topic: Topic::Request,
    title: "a parameter that the product needs is missing",
    severity: Severity::Warning,
    reference: "https://api.met.no/weatherapi/documentation",
    explanation: "The product cannot answer without this parameter. Often it was there and got lost: an unquoted & in a \
                  shell, a logger or a proxy that cuts the query.",
    advice: &["add the parameter that the body names", "in a shell, put the whole URL in quotes"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
              HTTP/1.1 400 Bad Request\nContent-Type: text/plain\n\nMandatory parameter 'lon' missing in call to try {...}\n",
};

pub(crate) static NUMBER_FORMAT: Rule = Rule {
    id: "number-format",
    topic: Topic::Request,
    title: "a number is not written as MET reads numbers",
    severity: Severity::Warning,
    reference: USAGE,
    explanation: "MET's numbers are digits with a point: no exponent, no comma, no nan. Programs print small floats as \
                  1e-05 and, in some locales, with a comma.",
    advice: &[],
    example: concat!(asked!("locationforecast/2.0/compact?lat=1e-05&lon=9.58"), "HTTP/1.1 400 Bad Request\n\nno\n"),
};

pub(crate) static COORDINATE_RANGE: Rule = Rule {
    id: "coordinate-range",
    topic: Topic::Request,
    title: "a coordinate lies outside the globe",
    severity: Severity::Warning,
    reference: USAGE,
    explanation: "Latitudes run from -90 to 90, longitudes from -180 to 180. Exchanged coordinates are the usual reason.",
    advice: &[],
    example: concat!(asked!("locationforecast/2.0/compact?lat=100.5&lon=59.9"), "HTTP/1.1 400 Bad Request\n\nno\n"),
};

pub(crate) static COORDINATES_EXCHANGED: Rule = Rule {
    id: "coordinates-exchanged",
    topic: Topic::Request,
    title: "latitude and longitude are exchanged",
    severity: Severity::Warning,
    reference: "https://api.met.no/doc/StatusCodes",
    explanation: "The place is outside the area of the product, and inside it when latitude and longitude are exchanged. GeoJSON \
                  and many map libraries put the longitude first.",
    advice: &[],
    example: concat!(
        asked!("nowcast/2.0/complete?lat=10.75&lon=59.91"),
        "HTTP/1.1 422 Unprocessable Entity\nX-ErrorClass: Outsidegeographicarea\n\nOutside area\n"
    ),
};

pub(crate) static RENAMED_PARAMETER: Rule = Rule {
    id: "renamed-parameter",
    topic: Topic::Request,
    title: "a parameter has another name in this version",
    severity: Severity::Warning,
    reference: "https://api.met.no/weatherapi/locationforecast/2.0/documentation",
    explanation: "Locationforecast 2.0 calls the height above the sea altitude, in whole metres; 1.9 called it msl.",
    advice: &[],
    example: concat!(
        asked!("locationforecast/2.0/compact?lat=60.1&lon=9.58&msl=90"),
        "HTTP/1.1 400 Bad Request\n\nno\n"
    ),
};

pub(crate) static MISSING_ENDPOINT: Rule = Rule {
    id: "missing-endpoint",
    topic: Topic::Request,
    title: "the endpoint behind the version is missing",
    severity: Severity::Warning,
    reference: "https://developer.yr.no/changelog",
    explanation: "Newer products want the name of a document behind the version, such as compact. Without it there is a \
                  page about the product, or an error.",
    advice: &[],
    example: concat!(asked!("locationforecast/2.0/?lat=60.1&lon=9.58"), "HTTP/1.1 404 Not Found\n\n"),
};

pub(crate) static VERSION_PLACEHOLDER: Rule = Rule {
    id: "version-placeholder",
    topic: Topic::Request,
    title: "an underscore stands where the version belongs",
    severity: Severity::Warning,
    reference: "https://api.met.no/doc/versions",
    explanation: "With _ for the version MET gives documentation and other pages about a product, and no data.",
    advice: &[],
    example: concat!(asked!("locationforecast/_/compact?lat=60.1&lon=9.58"), "HTTP/1.1 404 Not Found\n\n"),
};

pub(crate) static COORDINATE_PRECISION: Rule = Rule {
    id: "coordinate-precision",
    topic: Topic::Request,
    title: "a coordinate has more than four decimals",
    severity: Severity::Warning,
    reference: TERMS,
    explanation: "MET's terms allow four decimals, some ten metres, so that near places share what is cached. The terms \
                  announce 403 for more, another page announces 400, and some have been answered all the same.",
    advice: &[],
    example: concat!(
        asked!("locationforecast/2.0/compact?lat=59.91273&lon=10.75"),
        "HTTP/1.1 200 OK\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
    ),
};

pub(crate) static SEMICOLON_SEPARATOR: Rule = Rule {
    id: "semicolon-separator",
    topic: Topic::Request,
    title: "the parameters are separated by semicolons",
    severity: Severity::Warning,
    reference: USAGE,
    explanation: "Parameters are separated by &. MET rewrites semicolons of old clients for as long as it can.",
    advice: &[],
    example: concat!(asked!("locationforecast/2.0/compact?lat=60.1;lon=9.58"), "HTTP/1.1 400 Bad Request\n\nno\n"),
};

/// What MET's terms and pages ask for, and what is a breach although it was answered.
pub(crate) static ASKED_BY_THE_TERMS: [&Rule; 3] = [&COORDINATE_PRECISION, &SEMICOLON_SEPARATOR, &RENAMED_PARAMETER];
