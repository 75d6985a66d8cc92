//! Status 200 whose content is not what it should be.

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
    title: "the content is not what was asked for: a web page, or broken data",
    severity: Severity::Error,
    reference: "https://api.met.no/doc/GettingStarted",
    explanation: "The status says success, and the content is not what the URL stands for: a page of a login, of a proxy \
                  or of the API's own site, or JSON or XML that parsers refuse. Clients fail on it with errors of \
                  their parser.",
    advice: &[],
    example: met_answer!("200 OK", "Content-Type: text/html\n\n<!DOCTYPE html><html><body>Sign in</body></html>\n"),
};

pub(crate) static EMPTY_BODY: Rule = Rule {
    id: "empty-body",
    topic: Topic::Status,
    title: "the answer has no content",
    severity: Severity::Error,
    reference: "RFC 9110 §15.3.1",
    explanation: "The status says success, and nothing came with it, where data were asked for or the type of a document \
                  is told. Clients fail on it with errors of their parser.",
    advice: &["ask again at your ordinary time", "check for proxies that change content"],
    example: met_answer!("200 OK", "Content-Length: 0\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n"),
};

pub(crate) static COVERAGE_UNAVAILABLE: Rule = Rule {
    id: "coverage-unavailable",
    topic: Topic::Status,
    title: "the radar that covers the place is out of operation for now",
    severity: Severity::Warning,
    reference: "https://api.met.no/weatherapi/nowcast/2.0/documentation",
    explanation: "The nowcast has no precipitation from radar at the moment. That passes by itself; the rest of the answer \
                  is good.",
    advice: &["use the rest of the answer, and ask again at your ordinary time"],
    example: nowcast!("temporarily unavailable"),
};

pub(crate) static PARTIAL_COVERAGE: Rule = Rule {
    id: "partial-coverage",
    topic: Topic::Status,
    title: "no radar covers the place, so that the nowcast has no precipitation",
    severity: Severity::Info,
    reference: "https://api.met.no/weatherapi/nowcast/2.0/documentation",
    explanation: "The place lies within the area of the model and outside that of the radars. That does not change.",
    advice: &["take the precipitation for this place from locationforecast/2.0"],
    example: nowcast!("no coverage"),
};
