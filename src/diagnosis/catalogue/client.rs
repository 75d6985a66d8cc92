//! Status 4xx: the request cannot be answered as it is.

use super::common::{STATUS_CODES, met_answer};
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
    title: "this version of the product has ended",
    severity: Severity::Error,
    reference: "https://api.met.no/changelog",
    explanation: "MET ends old versions on a day that it announces in the changelog of the product. From then on they \
                  answer 404 with a sentence that calls the version end-of-lifed; there is no redirect to the next one.",
    advice: &[
        "move to the current version listed at https://api.met.no/weatherapi",
        "subscribe to the changelog of the product, and log every 203: it comes before the end",
    ],
    example: "GET https://api.met.no/weatherapi/sunrise/2.0/.json?lat=60.1&lon=9.58&date=2023-09-05 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 404 Not Found\n\
              Content-Type: text/plain\n\n404 Not Found\nThe specified version number is end-of-lifed for this product\n",
};

pub(crate) static UNKNOWN_VERSION: Rule = Rule {
    id: "unknown-version",
    topic: Topic::Status,
    title: "the product has no such version",
    severity: Severity::Error,
    reference: "https://api.met.no/weatherapi",
    explanation: "The product exists, and the version in the path does not: it is mistyped, or was never published. A version \
                  that has ended is another case: MET says so in its response.",
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
    explanation: "The name of the product in the path is wrong, or the whole product was removed.",
    advice: &["compare the name with the list at https://api.met.no/weatherapi"],
    example: met_answer!("404 Not Found", "\nThe specified product does not exist\n"),
};

pub(crate) static UNSUPPORTED_ACTION: Rule = Rule {
    id: "unsupported-action",
    topic: Topic::Status,
    title: "the product does not offer this endpoint",
    severity: Severity::Error,
    reference: "https://api.met.no/weatherapi/documentation",
    explanation: "Not every product has every endpoint: available, schema, status and others exist for some only.",
    advice: &["look up the endpoints in the documentation of the product"],
    example: met_answer!("404 Not Found", "X-ErrorClass: Doesnotapply\n\nnot supported\n"),
};

pub(crate) static NO_DATA: Rule = Rule {
    id: "no-data",
    topic: Topic::Status,
    title: "MET has no data for this request",
    severity: Severity::Error,
    reference: STATUS_CODES,
    explanation: "The request is in order, and there is nothing to answer it with: for this place, this time, or right now.",
    advice: &["check place and time, and ask again on your ordinary schedule"],
    example: met_answer!("404 Not Found", "X-ErrorClass: Nodata\n\nNo data\n"),
};

pub(crate) static OUTSIDE_COVERAGE: Rule = Rule {
    id: "outside-coverage",
    topic: Topic::Status,
    title: "the place lies outside the area that the product covers",
    severity: Severity::Error,
    reference: STATUS_CODES,
    explanation: "Products such as nowcast and oceanforecast cover a part of the world. MET answers 422 for places \
                  outside of it; the request itself is well-formed.",
    advice: &[
        "look up the area in the documentation of the product, or its coverage endpoint where it has one",
        "use locationforecast/2.0, which covers the whole world",
    ],
    example: met_answer!("422 Unprocessable Entity", "X-ErrorClass: Outsidegeographicarea\n\nOutside area\n"),
};

pub(crate) static OUTSIDE_TIME_RANGE: Rule = Rule {
    id: "outside-time-range",
    topic: Topic::Status,
    title: "the time lies outside the range that the product covers",
    severity: Severity::Error,
    reference: STATUS_CODES,
    explanation: "The product has data for a stretch of time, and the time asked for is not in it.",
    advice: &["ask for a time inside the range; the available endpoint lists it where the product has one"],
    example: met_answer!("404 Not Found", "X-ErrorClass: Outsidetimerange\n\nNo data for that date\n"),
};

pub(crate) static MISSING_CREDENTIALS: Rule = Rule {
    id: "missing-credentials",
    topic: Topic::Status,
    title: "frost.met.no wants a client id, which the request does not carry or which is wrong",
    severity: Severity::Error,
    reference: "https://frost.met.no/authentication.html",
    explanation: "Observations at frost.met.no need a client id, unlike the forecasts at api.met.no. It is the user name \
                  of HTTP Basic authentication, with an empty password.",
    advice: &["register for a client id at https://frost.met.no, and send it as the user name of HTTP Basic"],
    example: "GET https://frost.met.no/observations/v0.jsonld?sources=SN18700 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 401 Unauthorized\n\n{}\n",
};

pub(crate) static RESTRICTED: Rule = Rule {
    id: "restricted",
    topic: Topic::Status,
    title: "the resource needs credentials that the request does not carry, or that are wrong",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.2",
    explanation: "401 asks for credentials. At api.met.no no public product needs any today, so that the address is \
                  likely that of an administrative service.",
    advice: &[],
    example: met_answer!("401 Unauthorized", "\nno\n"),
};

pub(crate) static NOT_FOUND: Rule = Rule {
    id: "not-found",
    topic: Topic::Status,
    title: "the server has nothing at this address",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.5",
    explanation: "404 says that there is nothing to send. At MET it can mean a version that ended, an unknown product \
                  or endpoint, or no data; the words of the body usually tell.",
    advice: &[],
    example: met_answer!("404 Not Found", "\n\n"),
};

pub(crate) static METHOD_NOT_ALLOWED: Rule = Rule {
    id: "method-not-allowed",
    topic: Topic::Status,
    title: "the server does not allow this method here",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.6",
    explanation: "MET allows GET and HEAD and nothing else. A browser sends OPTIONS by itself, as a CORS preflight, when \
                  a script sets a field of its own.",
    advice: &[],
    example: "OPTIONS https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              Origin: https://weather.acme.no\n\nHTTP/1.1 405 Method Not Allowed\n\n",
};

pub(crate) static UNPROCESSABLE: Rule = Rule {
    id: "unprocessable",
    topic: Topic::Status,
    title: "the server understands the request and cannot do what it asks",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.21",
    explanation: "422 is for requests that are well-formed and make no sense to the server as they are.",
    advice: &["read the body for what cannot be done, and change the request before you ask again"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 422 Unprocessable Content\n\nno\n",
};

pub(crate) static CLIENT_CLOSED_REQUEST: Rule = Rule {
    id: "client-closed-request",
    topic: Topic::Status,
    title: "the client closed the connection before the answer was ready",
    severity: Severity::Error,
    reference: STATUS_CODES,
    explanation: "499 stands in the logs of a server whose client gave up, so that a client does not receive it. One \
                  that does sees what a proxy between it and the server wrote.",
    advice: &[
        "give the request more time before you close the connection",
        "look at the time-outs of proxies on the way",
    ],
    example: met_answer!("499 Client Closed Request", "\n"),
};
