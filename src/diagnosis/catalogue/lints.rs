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
    &FRONT_PAGE,
    &COORDINATE_PRECISION,
    &SEMICOLON_SEPARATOR,
    &MISSING_DATE,
];

pub(crate) static MISSING_PARAMETER: Rule = Rule {
    id: "missing-parameter",
    topic: Topic::Request,
    title: "A required parameter is missing",
    severity: Severity::Warning,
    reference: "https://api.met.no/weatherapi/documentation",
    explanation: "The product requires this parameter. Often it was there and got lost: by an unquoted & in a shell, \
                  or by a logger or proxy that cuts the query.",
    advice: &["add the parameter that the response body names", "in a shell, quote the whole URL"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
              HTTP/1.1 400 Bad Request\nContent-Type: text/plain\n\nMandatory parameter 'lon' missing in call to try {...}\n",
};

pub(crate) static NUMBER_FORMAT: Rule = Rule {
    id: "number-format",
    topic: Topic::Request,
    title: "A number is not in the format that MET accepts",
    severity: Severity::Warning,
    reference: USAGE,
    explanation: "MET accepts digits with a decimal point: no exponent, no comma, no NaN. Programs print small \
                  numbers as 1e-05 and, in some locales, with a comma.",
    advice: &["format numbers as decimals with a point, such as 59.91"],
    example: concat!(asked!("locationforecast/2.0/compact?lat=1e-05&lon=9.58"), "HTTP/1.1 400 Bad Request\n\nno\n"),
};

pub(crate) static COORDINATE_RANGE: Rule = Rule {
    id: "coordinate-range",
    topic: Topic::Request,
    title: "A coordinate is out of range",
    severity: Severity::Warning,
    reference: USAGE,
    explanation: "Latitudes run from -90 to 90, longitudes from -180 to 180. Swapped coordinates are the usual \
                  reason.",
    advice: &["check that lat and lon are not swapped", "use degrees: lat from -90 to 90, lon from -180 to 180"],
    example: concat!(asked!("locationforecast/2.0/compact?lat=100.5&lon=59.9"), "HTTP/1.1 400 Bad Request\n\nno\n"),
};

pub(crate) static COORDINATES_EXCHANGED: Rule = Rule {
    id: "coordinates-exchanged",
    topic: Topic::Request,
    title: "Latitude and longitude are swapped",
    severity: Severity::Warning,
    reference: "https://api.met.no/doc/StatusCodes",
    explanation: "The place is outside the product's area, but inside it when latitude and longitude are swapped. \
                  GeoJSON and many map libraries put the longitude first.",
    advice: &["swap lat and lon"],
    example: concat!(
        asked!("nowcast/2.0/complete?lat=10.75&lon=59.91"),
        "HTTP/1.1 422 Unprocessable Entity\nX-ErrorClass: Outsidegeographicarea\n\nOutside area\n"
    ),
};

pub(crate) static RENAMED_PARAMETER: Rule = Rule {
    id: "renamed-parameter",
    topic: Topic::Request,
    title: "A parameter has another name in this version",
    severity: Severity::Warning,
    reference: "https://api.met.no/weatherapi/locationforecast/2.0/documentation",
    explanation: "The height above sea level is altitude in locationforecast 2.0, in whole metres; in 1.9 it was msl.",
    advice: &["write altitude instead of msl, in whole metres"],
    example: concat!(
        asked!("locationforecast/2.0/compact?lat=60.1&lon=9.58&msl=90"),
        "HTTP/1.1 400 Bad Request\n\nno\n"
    ),
};

pub(crate) static MISSING_ENDPOINT: Rule = Rule {
    id: "missing-endpoint",
    topic: Topic::Request,
    title: "The path has no endpoint after the version",
    severity: Severity::Warning,
    reference: "https://developer.yr.no/changelog",
    explanation: "Newer products require an endpoint after the version, such as compact. Without it MET returns a \
                  page about the product, or an error.",
    advice: &["add an endpoint after the version, such as locationforecast/2.0/compact"],
    example: concat!(asked!("locationforecast/2.0/?lat=60.1&lon=9.58"), "HTTP/1.1 404 Not Found\n\n"),
};

pub(crate) static VERSION_PLACEHOLDER: Rule = Rule {
    id: "version-placeholder",
    topic: Topic::Request,
    title: "The path has an underscore instead of a version",
    severity: Severity::Warning,
    reference: "https://api.met.no/doc/versions",
    explanation: "With _ instead of a version MET returns documentation and other pages about a product, not data.",
    advice: &["write the version of the product, from the list at https://api.met.no/weatherapi"],
    example: concat!(asked!("locationforecast/_/compact?lat=60.1&lon=9.58"), "HTTP/1.1 404 Not Found\n\n"),
};

pub(crate) static FRONT_PAGE: Rule = Rule {
    id: "front-page",
    topic: Topic::Request,
    title: "The URL is the front page of the API, not a product",
    severity: Severity::Warning,
    reference: "https://api.met.no/weatherapi",
    explanation: "The front page and the list of products are pages for people, without weather data. Data has a URL with a \
                  product, a version and usually an endpoint.",
    advice: &["name a product, such as https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58"],
    example: "GET https://api.met.no/ HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
              HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 6\n\n<html>\n",
};

pub(crate) static COORDINATE_PRECISION: Rule = Rule {
    id: "coordinate-precision",
    topic: Topic::Request,
    title: "A coordinate has more than four decimals",
    severity: Severity::Warning,
    reference: TERMS,
    explanation: "MET's Terms of Service allow four decimals, about ten metres, so nearby places can share cached \
                  data. The Terms announce 403 for more, the Getting Started page 400; some clients still get 200.",
    advice: &["truncate lat and lon to four decimals at most"],
    example: concat!(
        asked!("locationforecast/2.0/compact?lat=59.91273&lon=10.75"),
        "HTTP/1.1 200 OK\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
    ),
};

pub(crate) static SEMICOLON_SEPARATOR: Rule = Rule {
    id: "semicolon-separator",
    topic: Topic::Request,
    title: "The parameters are separated by semicolons",
    severity: Severity::Warning,
    reference: USAGE,
    explanation: "Parameters are separated by &. MET rewrites the semicolons of old clients for as long as it can.",
    advice: &["separate the parameters with & instead of ;"],
    example: concat!(asked!("locationforecast/2.0/compact?lat=60.1;lon=9.58"), "HTTP/1.1 400 Bad Request\n\nno\n"),
};

pub(crate) static ESCAPED_AMPERSAND: Rule = Rule {
    id: "escaped-ampersand",
    topic: Topic::Request,
    title: "The URL has &amp; instead of &",
    severity: Severity::Warning,
    reference: "https://html.spec.whatwg.org/multipage/syntax.html#character-references",
    explanation: "HTML and XML write & as &amp;. If the URL is copied from their source into a program, its \
                  parameters get names such as amp;lat. MET then reports that lat is missing.",
    advice: &["write & between the parameters", "in a program, decode HTML or XML text before you use it as a URL"],
    example: concat!(
        asked!("locationforecast/2.0/compact?lat=60.1&amp;lon=9.58"),
        "HTTP/1.1 400 Bad Request\nContent-Type: text/plain\n\nMandatory parameter 'lon' missing in call to try {...}\n"
    ),
};

pub(crate) static UNENCODED_PLUS: Rule = Rule {
    id: "unencoded-plus",
    topic: Topic::Request,
    title: "A plus sign in the query is not encoded",
    severity: Severity::Warning,
    reference: "https://url.spec.whatwg.org/#urlencoded-parsing",
    explanation: "In a query, + means a space. Write a value such as +01:00 as %2B01:00. A library that builds the \
                  URL from parameters does this itself.",
    advice: &["write %2B for a plus sign"],
    example: concat!(
        asked!("sunrise/3.0/sun?lat=60.1&lon=9.58&date=2026-02-16&offset=+01:00"),
        "HTTP/1.1 400 Bad Request\n\nno\n"
    ),
};

pub(crate) static MISSING_DATE: Rule = Rule {
    id: "missing-date",
    topic: Topic::Request,
    title: "The request has no date",
    severity: Severity::Info,
    reference: "https://api.met.no/weatherapi/sunrise/3.0/documentation",
    explanation: "Without a date, sunrise/3.0 uses today in UTC. Where the local date differs, the times are those of \
                  the day before or after.",
    advice: &["add the day as date=YYYY-MM-DD, and the offset from UTC as offset=%2B01:00"],
    example: concat!(
        asked!("sunrise/3.0/sun?lat=60.1&lon=9.58"),
        "HTTP/1.1 200 OK\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
    ),
};

/// What MET's terms and pages ask for, and what is a breach although it was answered.
pub(crate) static ASKED_BY_THE_TERMS: [&Rule; 3] = [&COORDINATE_PRECISION, &SEMICOLON_SEPARATOR, &RENAMED_PARAMETER];
