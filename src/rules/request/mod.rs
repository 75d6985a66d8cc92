//! Request: what is wrong with what was asked, by the URL or by what the service says of it.

pub(super) mod hosts;
pub(super) mod lints;

use super::{Rule, Topic, by_cause_of_request, line, met_answer};
use crate::answer::is_front_page;
use crate::evidence::Exchange;
use crate::facts::Facts;
use crate::finding::{Finding, Seen};
use crate::http::target::Scheme;
use crate::met::hosts::Service;
use crate::severity::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "invalid-parameter",
        topic: Topic::Request,
        title: "a parameter has a value that the service does not accept",
        severity: Severity::Error,
        reference: "https://api.met.no/weatherapi/documentation",
        explanation: "The parameter is there and cannot be used as it is. Numbers take a point and no exponent, times take \
                      the form 2026-02-16T12:00:00Z, text is UTF-8.",
        advice: &["correct the value that the body names"],
        example: met_answer!("400 Bad Request", "X-ErrorClass: Format\n\nInvalid latitude\n"),
        check: by_cause_of_request,
    },
    Rule {
        id: "bad-request",
        topic: Topic::Request,
        title: "the server cannot understand the request",
        severity: Severity::Error,
        reference: "RFC 9110 §15.5.1",
        explanation: "The request is malformed in the eyes of the server. Its body usually says where.",
        advice: &["read the body for what is wrong, and correct the URL or the fields before you ask again"],
        example: met_answer!("400 Bad Request", "\nsomething is wrong\n"),
        check: by_cause_of_request,
    },
    Rule {
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
        check: plain_http,
    },
];

fn plain_http(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let first = facts.evidence.hops().next()?;
    let url = first.url().filter(|url| url.scheme() == Scheme::Http)?;
    let upgraded = facts
        .evidence
        .hops()
        .nth(1)
        .and_then(Exchange::url)
        .is_some_and(|next| next.scheme() == Scheme::Https && next.host_without_dot() == url.host_without_dot());
    // Where it ended on the front page, that is the finding.
    if is_front_page(facts) || (Service::of(url) != Service::Met && !upgraded) {
        return None;
    }
    let location = if upgraded {
        first.fields().and_then(|fields| fields.line("location")).map(ToString::to_string)
    } else {
        line(facts, "location")
    };
    let finding = if Service::of(url) == Service::Met { rule.found() } else { rule.found().see("RFC 9110 §4.2.2") };
    Some(finding.quote(Seen::In, url).quote_if(Seen::Received, location).help("write https:// in the address"))
}
