//! Status 4xx: the request cannot be fulfilled as it is.

use super::common::{STATUS_CODES, met_answer, met_exchange};
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[
    &VERSION_ENDED,
    &UNKNOWN_VERSION,
    &UNKNOWN_PRODUCT,
    &UNSUPPORTED_ACTION,
    &NO_DATA,
    &OUTSIDE_COVERAGE,
    &OUTSIDE_TIME_RANGE,
    &MISSING_CREDENTIALS,
    &RESTRICTED,
    &NOT_FOUND,
    &METHOD_NOT_ALLOWED,
    &UNPROCESSABLE,
    &CLIENT_CLOSED_REQUEST,
];

pub(crate) static VERSION_ENDED: Rule = Rule {
    id: "version-ended",
    topic: Topic::Status,
    title: "This version of the product has been shut down",
    severity: Severity::Error,
    reference: "https://api.met.no/changelog",
    explanation: "MET shuts old versions down on a date announced in the product's changelog. From then on they \
                  return 404 and a sentence that calls the version end-of-lifed. There is no redirect to the \
                  successor.",
    advice: &[
        "move to the current version listed at https://api.met.no/weatherapi",
        "subscribe to the product's changelog, and log every 203: it precedes the shutdown",
    ],
    example: "GET https://api.met.no/weatherapi/sunrise/2.0/.json?lat=60.1&lon=9.58&date=2023-09-05 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 404 Not Found\n\
              Content-Type: text/plain\n\n404 Not Found\nThe specified version number is end-of-lifed for this product\n",
};

pub(crate) static UNKNOWN_VERSION: Rule = Rule {
    id: "unknown-version",
    topic: Topic::Status,
    title: "The product has no such version",
    severity: Severity::Error,
    reference: "https://api.met.no/weatherapi",
    explanation: "The product exists, but the version in the path does not: it is mistyped, or was never published. A \
                  version that has ended is another case: MET says so in its response.",
    advice: &["compare the version with the list at https://api.met.no/weatherapi"],
    example: "GET https://api.met.no/weatherapi/sunrise/2.3/sun?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 404 Not Found\n\
              Content-Type: text/plain\n\n404 Not Found\nThe specified version number is not supported by this product\n",
};

pub(crate) static UNKNOWN_PRODUCT: Rule = Rule {
    id: "unknown-product",
    topic: Topic::Status,
    title: "MET has no product of this name",
    severity: Severity::Error,
    reference: "https://api.met.no/weatherapi",
    explanation: "The product name in the path is misspelt, or the whole product was removed.",
    advice: &["compare the name with the list at https://api.met.no/weatherapi"],
    example: met_exchange!(
        "locationforcast/2.0/compact?lat=60.1&lon=9.58",
        "404 Not Found",
        "\nThe specified product does not exist\n"
    ),
};

pub(crate) static UNSUPPORTED_ACTION: Rule = Rule {
    id: "unsupported-action",
    topic: Topic::Status,
    title: "The product does not have this endpoint",
    severity: Severity::Error,
    reference: "https://api.met.no/weatherapi/documentation",
    explanation: "Not every product has every endpoint: available, schema, status and others exist for some products \
                  only.",
    advice: &["look up the endpoints in the product's documentation"],
    example: met_exchange!("nowcast/2.0/available", "404 Not Found", "X-ErrorClass: Doesnotapply\n\nnot supported\n"),
};

pub(crate) static NO_DATA: Rule = Rule {
    id: "no-data",
    topic: Topic::Status,
    title: "MET has no data for this request",
    severity: Severity::Error,
    reference: STATUS_CODES,
    explanation: "The request is valid, but there is no data for it: for this place, for this time, or at the moment.",
    advice: &["check the place and the time, and retry at your next scheduled poll"],
    example: met_exchange!("tidalwater/1.1/?harbor=oslo", "404 Not Found", "X-ErrorClass: Nodata\n\nNo data\n"),
};

pub(crate) static OUTSIDE_COVERAGE: Rule = Rule {
    id: "outside-coverage",
    topic: Topic::Status,
    title: "The place is outside the product's coverage area",
    severity: Severity::Error,
    reference: STATUS_CODES,
    explanation: "Products such as nowcast and oceanforecast cover only part of the world. MET returns 422 for places \
                  outside it, although the request is well-formed.",
    advice: &[
        "look up the coverage area in the product's documentation, or at its coverage endpoint if it has one",
        "use locationforecast/2.0, which covers the whole world",
    ],
    example: met_exchange!(
        "nowcast/2.0/complete?lat=40.71&lon=-74.01",
        "422 Unprocessable Entity",
        "X-ErrorClass: Outsidegeographicarea\n\nOutside area\n"
    ),
};

pub(crate) static OUTSIDE_TIME_RANGE: Rule = Rule {
    id: "outside-time-range",
    topic: Topic::Status,
    title: "The time is outside the range that the product covers",
    severity: Severity::Error,
    reference: STATUS_CODES,
    explanation: "The product has data for a limited period, and the requested time is not in it.",
    advice: &["request a time inside the range; the available endpoint lists it if the product has one"],
    example: met_exchange!(
        "sunrise/3.0/sun?lat=60.1&lon=9.58&date=1066-10-14",
        "404 Not Found",
        "X-ErrorClass: Outsidetimerange\n\nNo data for that date\n"
    ),
};

pub(crate) static MISSING_CREDENTIALS: Rule = Rule {
    id: "missing-credentials",
    topic: Topic::Status,
    title: "Missing or wrong client id for frost.met.no",
    severity: Severity::Error,
    reference: "https://frost.met.no/authentication.html",
    explanation: "The request has no client id, or a wrong one. Observations at frost.met.no require a client id, \
                  unlike the forecasts at api.met.no. Send it as the user name of HTTP Basic authentication, with an \
                  empty password.",
    advice: &[
        "register for a client id at https://frost.met.no, and send it as the user name of HTTP Basic authentication",
    ],
    example: "GET https://frost.met.no/observations/v0.jsonld?sources=SN18700 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 401 Unauthorized\n\n{}\n",
};

pub(crate) static RESTRICTED: Rule = Rule {
    id: "restricted",
    topic: Topic::Status,
    title: "The server requires valid credentials",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.2",
    explanation: "A 401 means that the request has no credentials, or wrong ones. No public product at api.met.no \
                  requires any today. There, the URL is probably that of an administrative service.",
    advice: &[
        "send the credentials that the WWW-Authenticate header names",
        "if the resource should be public, check the URL",
    ],
    example: "GET https://api.acme.no/stations HTTP/1.1\n\nHTTP/1.1 401 Unauthorized\n\
              WWW-Authenticate: Basic realm=\"stations\"\n\nLog in\n",
};

pub(crate) static NOT_FOUND: Rule = Rule {
    id: "not-found",
    topic: Topic::Status,
    title: "The server has nothing at this URL",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.5",
    explanation: "A 404 means that there is nothing to return. At MET the reason can be a shut-down version, an \
                  unknown product or endpoint, or missing data. The response body usually says which.",
    advice: &["read the response body, and check the URL"],
    example: "GET https://api.acme.no/v1/forcast HTTP/1.1\n\nHTTP/1.1 404 Not Found\n\n",
};

pub(crate) static METHOD_NOT_ALLOWED: Rule = Rule {
    id: "method-not-allowed",
    topic: Topic::Status,
    title: "The server does not allow this method here",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.6",
    explanation: "MET allows only GET and HEAD. A browser sends OPTIONS, a CORS preflight, when a script sets a \
                  header of its own.",
    advice: &[
        "use a method that the Allow header names",
        "in a browser, set no headers of your own: they cause a preflight",
    ],
    example: "OPTIONS https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              Origin: https://weather.acme.no\n\nHTTP/1.1 405 Method Not Allowed\n\n",
};

pub(crate) static UNPROCESSABLE: Rule = Rule {
    id: "unprocessable",
    topic: Topic::Status,
    title: "The server understands the request but cannot process it",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.21",
    explanation: "A 422 means that the request is well-formed but makes no sense to the server.",
    advice: &["read the response body, and change the request before you send it again"],
    example: "GET https://api.acme.no/series?from=2026-04-01&to=2026-03-01 HTTP/1.1\n\n\
              HTTP/1.1 422 Unprocessable Content\n\nthe end is before the start\n",
};

pub(crate) static CLIENT_CLOSED_REQUEST: Rule = Rule {
    id: "client-closed-request",
    topic: Topic::Status,
    title: "The client closed the connection before the response",
    severity: Severity::Error,
    reference: STATUS_CODES,
    explanation: "Servers log 499 when the client gives up, so the client itself never receives it. If you did \
                  receive it, a proxy between you and the server sent it.",
    advice: &["wait longer before you close the connection", "check the timeouts of proxies in between"],
    example: met_answer!("499 Client Closed Request", "\n"),
};
