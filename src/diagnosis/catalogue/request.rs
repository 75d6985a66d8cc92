//! What can be wrong with what was asked, by the URL or by what the service says of it.

use super::common::{met_answer, met_exchange};
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&INVALID_PARAMETER, &BAD_REQUEST, &PLAIN_HTTP];

pub(crate) static INVALID_PARAMETER: Rule = Rule {
    id: "invalid-parameter",
    topic: Topic::Request,
    title: "The service does not accept a parameter's value",
    severity: Severity::Error,
    reference: "https://api.met.no/weatherapi/documentation",
    explanation: "The parameter is present, but its value is not usable. Numbers take a decimal point and no \
                  exponent, times look like 2026-02-16T12:00:00Z, and text is UTF-8.",
    advice: &["correct the value that the response body names"],
    example: met_exchange!(
        "sunrise/3.0/sun?lat=60.1&lon=9.58&date=30.03.2026",
        "400 Bad Request",
        "X-ErrorClass: Format\n\nInvalid date\n"
    ),
};

pub(crate) static BAD_REQUEST: Rule = Rule {
    id: "bad-request",
    topic: Topic::Request,
    title: "The server cannot understand the request",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.1",
    explanation: "The server considers the request malformed. Its response body usually says where.",
    advice: &["read the response body, and correct the URL or the headers before you send the request again"],
    example: met_answer!("400 Bad Request", "\nsomething is wrong\n"),
};

pub(crate) static PLAIN_HTTP: Rule = Rule {
    id: "plain-http",
    topic: Topic::Request,
    title: "The request used plain http",
    severity: Severity::Warning,
    reference: "https://api.met.no/doc/TermsOfService",
    explanation: "MET serves data over https only and redirects plain http to the API's front page. Elsewhere a \
                  redirect from http to https costs an extra request each time. The first request can be read and \
                  modified on the way.",
    advice: &["write https:// in the URL"],
    example: "GET http://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
              HTTP/1.1 301 Moved Permanently\nLocation: https://api.met.no/\n\n",
};
