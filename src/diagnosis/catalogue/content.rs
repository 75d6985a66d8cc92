//! Status 200 with a body that is not what it should be.

use super::common::met_answer;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

macro_rules! nowcast {
    ($coverage:literal) => {
        concat!(
            "GET https://api.met.no/weatherapi/nowcast/2.0/complete?lat=60.1&lon=9.58 HTTP/1.1\n",
            "User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 200 OK\n",
            "Content-Type: application/json\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n",
            "{\"properties\": {\"meta\": {\"radar_coverage\": \"",
            $coverage,
            "\"}}}\n"
        )
    };
}

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&UNEXPECTED_CONTENT, &EMPTY_BODY, &COVERAGE_UNAVAILABLE, &PARTIAL_COVERAGE];

pub(crate) static UNEXPECTED_CONTENT: Rule = Rule {
    id: "unexpected-content",
    topic: Topic::Status,
    title: "The response body is not the requested data",
    severity: Severity::Error,
    reference: "https://api.met.no/doc/GettingStarted",
    explanation: "The status is a success, but the body is not what the URL names. It is a page of a login form, of a \
                  proxy or of the API's website, or it is invalid JSON or XML. Clients fail on it with parser errors.",
    advice: &[
        "check the URL, and look for a proxy, a login page or a redirect in between",
        "report it to the server operator",
    ],
    example: met_answer!("200 OK", "Content-Type: text/html\n\n<!DOCTYPE html><html><body>Sign in</body></html>\n"),
};

pub(crate) static EMPTY_BODY: Rule = Rule {
    id: "empty-body",
    topic: Topic::Status,
    title: "The response body is empty",
    severity: Severity::Error,
    reference: "RFC 9110 §15.3.1",
    explanation: "The status is a success, but nothing came with it although data was requested or a content type was \
                  announced. Clients fail on it with parser errors.",
    advice: &["retry at your next scheduled poll", "check for proxies that modify response bodies"],
    example: met_answer!("200 OK", "Content-Length: 0\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n"),
};

pub(crate) static COVERAGE_UNAVAILABLE: Rule = Rule {
    id: "coverage-unavailable",
    topic: Topic::Status,
    title: "The radar for this place is temporarily unavailable",
    severity: Severity::Warning,
    reference: "https://api.met.no/weatherapi/nowcast/2.0/documentation",
    explanation: "The nowcast has no radar precipitation at the moment. This passes without your doing anything; the \
                  rest of the response is valid.",
    advice: &["use the rest of the response, and retry at your next scheduled poll"],
    example: nowcast!("temporarily unavailable"),
};

pub(crate) static PARTIAL_COVERAGE: Rule = Rule {
    id: "partial-coverage",
    topic: Topic::Status,
    title: "No radar covers this place",
    severity: Severity::Info,
    reference: "https://api.met.no/weatherapi/nowcast/2.0/documentation",
    explanation: "The place is inside the model area but outside radar coverage, so the nowcast has no precipitation \
                  for it. This is permanent.",
    advice: &["take the precipitation for this place from locationforecast/2.0"],
    example: nowcast!("no coverage"),
};
