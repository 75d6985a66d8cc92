//! What can be wrong with what was asked, by the URL or by what the service says of it.

use super::common::met_answer;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&INVALID_PARAMETER, &BAD_REQUEST, &PLAIN_HTTP];

pub(crate) static INVALID_PARAMETER: Rule = Rule {
    id: "invalid-parameter",
    topic: Topic::Request,
    title: "a parameter has a value that the service does not accept",
    severity: Severity::Error,
    reference: "https://api.met.no/weatherapi/documentation",
    explanation: "The parameter is there and cannot be used as it is. Numbers take a point and no exponent, times take \
                  the form 2026-02-16T12:00:00Z, text is UTF-8.",
    advice: &["correct the value that the body names"],
    example: met_answer!("400 Bad Request", "X-ErrorClass: Format\n\nInvalid latitude\n"),
};

pub(crate) static BAD_REQUEST: Rule = Rule {
    id: "bad-request",
    topic: Topic::Request,
    title: "the server cannot understand the request",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.1",
    explanation: "The request is malformed in the eyes of the server. Its body usually says where.",
    advice: &["read the body for what is wrong, and correct the URL or the fields before you ask again"],
    example: met_answer!("400 Bad Request", "\nsomething is wrong\n"),
};

pub(crate) static PLAIN_HTTP: Rule = Rule {
    id: "plain-http",
    topic: Topic::Request,
    title: "the request went over plain http",
    severity: Severity::Warning,
    reference: "https://api.met.no/doc/TermsOfService",
    explanation: "MET serves its data over https alone and redirects plain http to the front page of the API. Elsewhere \
                  a redirect from http to https costs a request each time, and the first one can be read and changed \
                  on the way.",
    advice: &[],
    example: "GET http://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
              HTTP/1.1 301 Moved Permanently\nLocation: https://api.met.no/\n\n",
};
