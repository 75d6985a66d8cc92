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
    &ESCAPED_AMPERSAND,
    &UNENCODED_PLUS,
    &RENAMED_PARAMETER,
    &MISSING_ENDPOINT,
    &VERSION_PLACEHOLDER,
    &COORDINATE_PRECISION,
    &SEMICOLON_SEPARATOR,
    &MISSING_DATE,
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

pub(crate) static ESCAPED_AMPERSAND: Rule = Rule {
    id: "escaped-ampersand",
    topic: Topic::Request,
    title: "the URL has &amp; where & is meant",
    severity: Severity::Warning,
    reference: "https://html.spec.whatwg.org/multipage/syntax.html#character-references",
    explanation: "HTML and XML write & as &amp;. Copied from their source into a program, the URL names parameters such as \
                  amp;lat, and MET reports that lat is missing.",
    advice: &[
        "write & between the parameters",
        "in a program, decode the text of HTML or XML before you use it as a URL",
    ],
    example: concat!(
        asked!("locationforecast/2.0/compact?lat=60.1&amp;lon=9.58"),
        "HTTP/1.1 400 Bad Request\nContent-Type: text/plain\n\nMandatory parameter 'lon' missing in call to try {...}\n"
    ),
};

pub(crate) static UNENCODED_PLUS: Rule = Rule {
    id: "unencoded-plus",
    topic: Topic::Request,
    title: "a plus sign in the query is not encoded",
    severity: Severity::Warning,
    reference: "https://url.spec.whatwg.org/#urlencoded-parsing",
    explanation: "In a query + stands for a blank. A value such as +01:00 has to be written %2B01:00; a library that is given \
                  parameters and not a finished URL does this by itself.",
    advice: &["write %2B for a plus sign"],
    example: concat!(
        asked!("sunrise/3.0/sun?lat=60.1&lon=9.58&date=2026-02-16&offset=+01:00"),
        "HTTP/1.1 400 Bad Request\n\nno\n"
    ),
};

pub(crate) static MISSING_DATE: Rule = Rule {
    id: "missing-date",
    topic: Topic::Request,
    title: "the request does not name a day",
    severity: Severity::Info,
    reference: "https://api.met.no/weatherapi/sunrise/3.0/documentation",
    explanation: "Without date sunrise/3.0 takes today in UTC. Where the local day is another one, the times are those of the \
                  day before or after.",
    advice: &["give the day as date=YYYY-MM-DD, and the offset from UTC as offset=%2B01:00"],
    example: concat!(
        asked!("sunrise/3.0/sun?lat=60.1&lon=9.58"),
        "HTTP/1.1 200 OK\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
    ),
};

/// What MET's terms and pages ask for, and what is a breach although it was answered.
pub(crate) static ASKED_BY_THE_TERMS: [&Rule; 3] = [&COORDINATE_PRECISION, &SEMICOLON_SEPARATOR, &RENAMED_PARAMETER];
