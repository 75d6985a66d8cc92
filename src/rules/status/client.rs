//! Status 4xx: the request cannot be answered as it is.

use super::super::{Rule, STATUS_CODES, Topic, by_cause, by_cause_of_request, line, met_answer};
use crate::escape::{clip, escape};
use crate::evidence::Exchange;
use crate::facts::Facts;
use crate::finding::{Finding, Seen};
use crate::lifecycle::Source;
use crate::met::asked::Asked;
use crate::met::hosts::Service;
use crate::met::products::{self, State, Version};
use crate::severity::{Certainty, Severity};

pub(in crate::rules) static RULES: &[Rule] = &[
    Rule {
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
        check: version_ended,
    },
    Rule {
        id: "unknown-product",
        topic: Topic::Status,
        title: "MET has no product of this name",
        severity: Severity::Error,
        reference: "https://api.met.no/weatherapi",
        explanation: "The name of the product in the path is wrong, or the whole product was removed.",
        advice: &["compare the name with the list at https://api.met.no/weatherapi"],
        example: met_answer!("404 Not Found", "\nThe specified product does not exist\n"),
        check: unknown_product,
    },
    Rule {
        id: "unsupported-action",
        topic: Topic::Status,
        title: "the product does not offer this endpoint",
        severity: Severity::Error,
        reference: "https://api.met.no/weatherapi/documentation",
        explanation: "Not every product has every endpoint: available, schema, status and others exist for some only.",
        advice: &["look up the endpoints in the documentation of the product"],
        example: met_answer!("404 Not Found", "X-ErrorClass: Doesnotapply\n\nnot supported\n"),
        check: by_cause_of_request,
    },
    Rule {
        id: "no-data",
        topic: Topic::Status,
        title: "MET has no data for this request",
        severity: Severity::Error,
        reference: STATUS_CODES,
        explanation: "The request is in order, and there is nothing to answer it with: for this place, this time, or right now.",
        advice: &["check place and time, and ask again on your ordinary schedule"],
        example: met_answer!("404 Not Found", "X-ErrorClass: Nodata\n\nNo data\n"),
        check: by_cause_of_request,
    },
    Rule {
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
        check: by_cause_of_request,
    },
    Rule {
        id: "outside-time-range",
        topic: Topic::Status,
        title: "the time lies outside the range that the product covers",
        severity: Severity::Error,
        reference: STATUS_CODES,
        explanation: "The product has data for a stretch of time, and the time asked for is not in it.",
        advice: &["ask for a time inside the range; the available endpoint lists it where the product has one"],
        example: met_answer!("404 Not Found", "X-ErrorClass: Outsidetimerange\n\nNo data for that date\n"),
        check: by_cause_of_request,
    },
    Rule {
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
        check: by_cause,
    },
    Rule {
        id: "restricted",
        topic: Topic::Status,
        title: "the resource needs credentials that the request does not carry, or that are wrong",
        severity: Severity::Error,
        reference: "RFC 9110 §15.5.2",
        explanation: "401 asks for credentials. At api.met.no no public product needs any today, so that the address is \
                      likely that of an administrative service.",
        advice: &[],
        example: met_answer!("401 Unauthorized", "\nno\n"),
        check: restricted,
    },
    Rule {
        id: "not-found",
        topic: Topic::Status,
        title: "the server has nothing at this address",
        severity: Severity::Error,
        reference: "RFC 9110 §15.5.5",
        explanation: "404 says that there is nothing to send. At MET it can mean a version that ended, an unknown product \
                      or endpoint, or no data; the words of the body usually tell.",
        advice: &[],
        example: met_answer!("404 Not Found", "\n\n"),
        check: not_found,
    },
    Rule {
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
        check: method,
    },
    Rule {
        id: "unprocessable",
        topic: Topic::Status,
        title: "the server understands the request and cannot do what it asks",
        severity: Severity::Error,
        reference: "RFC 9110 §15.5.21",
        explanation: "422 is for requests that are well-formed and make no sense to the server as they are.",
        advice: &["read the body for what cannot be done, and change the request before you ask again"],
        example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 422 Unprocessable Content\n\nno\n",
        check: by_cause,
    },
    Rule {
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
        check: by_cause,
    },
];

/// A version that ended: by what the answer says, or by the table where nobody answered. An answer with data beats
/// the table, which is then old.
fn version_ended(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let known = facts.version.filter(|version| version.is_over(facts.now));
    if facts.cause.as_ref().is_some_and(|cause| cause.id == rule.id) {
        let finding = by_cause_of_request(rule, facts)?;
        return Some(match known {
            Some(version) => dated(finding, version),
            None => announced(finding, facts),
        });
    }
    let version = known?;
    match facts.status() {
        None => Some(dated(rule.found().certainty(Certainty::Likely), version)),
        Some(200..=299) => {
            let mut finding = rule.found().severity(Severity::Info).see(version.source);
            finding.message =
                format!("{} answers, though it was announced to have ended: what is known here is old", name(version));
            finding.advice.clear();
            Some(finding)
        }
        Some(_) => None,
    }
}

/// The finding with what the changelog says of the end.
fn announced(mut finding: Finding, facts: &Facts) -> Finding {
    let Some(life) = &facts.lifecycle else { return finding };
    let Some(end) = life.ends.iter().find(|end| end.source == Source::Changelog) else { return finding };
    finding.message = format!("this version ended on {}, by its changelog", end.at.date());
    if let Some(successor) = &life.successor {
        finding.advice.insert(0, format!("move to {successor}"));
    }
    finding.quote(Seen::Changelog, format!("\"{}\"", end.words)).see(end.reference.clone())
}

/// The finding with the day and the successor that are known.
fn dated(mut finding: Finding, version: &'static Version) -> Finding {
    finding.message = match version.ended {
        Some(day) if day.planned || version.state != State::Ended => {
            format!("{} has ended; {} was announced as its end", name(version), day.text)
        }
        Some(day) => format!("{} ended on {}", name(version), day.text),
        None => format!("{} has ended", name(version)),
    };
    if let Some(successor) = products::last_successor(version) {
        finding.advice.insert(0, format!("move to {successor}"));
        finding.advice.retain(|advice| !advice.starts_with("move to the current version"));
    }
    finding.see(version.source)
}

fn name(version: &Version) -> String {
    format!("{}/{}", version.product, version.version)
}

fn unknown_product(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let mut finding = by_cause_of_request(rule, facts)?;
    if let Some(asked) = facts.answer().and_then(Exchange::url).and_then(Asked::of) {
        finding.message = format!("MET has no product {}", clip(&escape(&asked.product), 40));
    }
    if let Some(near) = nearest_product(facts) {
        finding.advice.insert(0, format!("did you mean {near}?"));
    }
    Some(finding)
}

/// A known product whose name is close to the one asked for.
fn nearest_product(facts: &Facts) -> Option<&'static str> {
    products::nearest(&Asked::of(facts.answer()?.url()?)?.product)
}

fn restricted(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let finding = by_cause(rule, facts)?.quote_if(Seen::Received, line(facts, "www-authenticate"));
    Some(match facts.service {
        Service::Met => finding
            .help("use a product listed at https://api.met.no/weatherapi: none of them needs credentials")
            .see("https://api.met.no/doc/FAQ"),
        _ => finding.help("send the credentials that the WWW-Authenticate field asks for"),
    })
}

fn not_found(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let finding = by_cause_of_request(rule, facts)?;
    if facts.service != Service::Met {
        return Some(
            finding
                .help("check the address; if it was right once, look for an announcement of whoever runs the service"),
        );
    }
    let finding = match (nearest_product(facts), known_versions(facts)) {
        (Some(near), _) => finding.help(format!("did you mean {near}?")),
        (None, Some(versions)) => finding.help(format!("known versions of this product are {versions}")),
        (None, None) => finding,
    };
    Some(
        finding
            .help("compare product, version and endpoint with the list at https://api.met.no/weatherapi")
            .help("look in the changelog, https://api.met.no/changelog, for an end of the version")
            .see(STATUS_CODES),
    )
}

/// The versions of the product that have not ended, where the one asked for is none that is known.
fn known_versions(facts: &Facts) -> Option<String> {
    let asked = Asked::of(facts.answer()?.url()?).filter(|_| facts.version.is_none())?;
    let known = products::versions(&asked.product).filter(|version| version.state != State::Ended);
    let known: Vec<&str> = known.map(|version| version.version).collect();
    (!known.is_empty()).then(|| known.join(", "))
}

fn method(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let request = facts.answer().and_then(|answer| answer.request.as_ref());
    let mut finding = by_cause(rule, facts)?
        .quote_if(Seen::Sent, request.map(|request| request.method.clipped(40)))
        .quote_if(Seen::Received, line(facts, "allow"));
    if facts.service == Service::Met {
        finding = finding.see(STATUS_CODES).help("send GET, with the parameters in the query");
    }
    let preflight = request.is_some_and(|request| request.method.eq_ignore_case("options"));
    Some(match preflight {
        true => finding.help(
            "this is a CORS preflight: send no field of your own (User-Agent, X-...) from the script, then none is needed",
        ),
        false => finding.help("use a method that the Allow field or the documentation names"),
    })
}
