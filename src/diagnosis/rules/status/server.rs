//! Status 5xx, and statuses that do not fit the request.

use crate::diagnosis::catalogue::common::STATUS_CODES;
use crate::diagnosis::catalogue::server::{
    BACKEND_TIMEOUT, BACKEND_UNREACHABLE, INTERMEDIARY_REFUSED, SERVER_ERROR, SERVICE_UNAVAILABLE, UNEXPECTED_STATUS,
};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::rule::Rule;
use crate::diagnosis::rules::wording::{as_clause, by_cause, line, status_line};
use crate::diagnosis::severity::Severity;
use crate::evidence::Exchange;
use crate::evidence::shown::Sent;
use crate::http::status::registered;
use crate::met::hosts::Service;
use crate::text::secret::redact_host;

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let failing = [&SERVER_ERROR, &BACKEND_UNREACHABLE, &SERVICE_UNAVAILABLE, &BACKEND_TIMEOUT];
    failing
        .into_iter()
        .filter_map(|rule| server_side(rule, facts))
        .chain(intermediary(facts))
        .chain(unexpected(facts))
        .collect()
}

fn server_side(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let finding = by_cause(rule, facts)?.quote_if(EvidenceSource::Received, line(facts, "retry-after"));
    Some(match facts.service {
        Service::Met => finding
            .help(
                "check https://status.met.no for an incident; it covers all MET services, so check which one is \
                   affected",
            )
            .see(STATUS_CODES),
        _ => finding,
    })
}

/// A response that is not the server's own, with the fields that show it.
fn intermediary(facts: &Facts) -> Option<Finding> {
    let finding = by_cause(&INTERMEDIARY_REFUSED, facts)?;
    let mut finding = in_place_of(finding, facts);
    if facts.evidence.several_services {
        let first = "find out which program sent this: the same status from unrelated services comes from none of them";
        finding.advice.insert(0, first.to_owned());
    }
    let marks = ["server", "x-squid-error", "via", "cf-mitigated"];
    Some(marks.into_iter().fold(finding, |finding, name| finding.quote_if(EvidenceSource::Received, line(facts, name))))
}

/// The finding with the name of what answered, where the response shows it.
fn in_place_of(mut finding: Finding, facts: &Facts) -> Finding {
    let Some(found) = &facts.intermediary else { return finding };
    let host = facts.answer().and_then(Exchange::url).map(|url| redact_host(&url.host_without_dot()));
    let asked = host.unwrap_or_else(|| "the server".to_owned());
    finding.message = match found.sure {
        true => format!("{} refused the request, and {asked} never saw it", found.name),
        false => format!("{} may have responded instead of {asked}", found.name),
    };
    finding
}

/// Whether If-Modified-Since is the only condition of the request, and all of the request is known.
fn asked_since_alone(facts: &Facts) -> bool {
    let request = facts.answer().and_then(|answer| answer.request.as_ref());
    request.is_some_and(|request| {
        let others = ["if-match", "if-none-match", "if-unmodified-since", "if-range"];
        request.fields.contains("if-modified-since") && others.iter().all(|name| request.sent(name) == Sent::Not)
    })
}

fn unexpected(facts: &Facts) -> Option<Finding> {
    let mut finding = by_cause(&UNEXPECTED_STATUS, facts)?;
    let status_line = status_line(facts);
    if !finding.evidence.iter().any(|quote| Some(&quote.text) == status_line.as_ref()) {
        finding = finding.quote_if(EvidenceSource::Received, status_line);
    }
    finding.advice.clear();
    let status = facts.status()?;
    finding.message = match status {
        206 => "206 returns a part of the data, but the request was for all of it".to_owned(),
        304 => "304 responds to a condition, but the request had none".to_owned(),
        101 => "101 switches to another protocol, which was not requested".to_owned(),
        100..200 => format!("{status} announces a final response, but none came"),
        412 if asked_since_alone(facts) => {
            "412 is never a response to If-Modified-Since; only 304 or the data is".to_owned()
        }
        400..600 => match registered(status) {
            Some(known) => format!("The server returns {status} {}", known.phrase),
            None => {
                format!("The server returns {status}, an unregistered error of class {}xx", status / 100)
            }
        },
        _ => format!("Status {status} is outside the range that HTTP defines, 100 to 599"),
    };
    Some(match status {
        206 => finding
            .severity(Severity::Warning)
            .see("RFC 9110 §15.3.7")
            .quote_if(EvidenceSource::Received, line(facts, "content-range"))
            .help("do not take the body for the complete data; report it to the operator of the server or of a cache"),
        304 => finding
            .severity(Severity::Warning)
            .see("RFC 9110 §15.4.5")
            .help("if there is a cache in between, ask its operator why it responds to a condition that was not sent"),
        412 if asked_since_alone(facts) => finding.see("RFC 9110 §13.2.2").help("report it to the server operator"),
        400..600 => match registered(status) {
            Some(known) => {
                known.advice.iter().fold(finding.see(known.rfc), |finding, advice| finding.help(as_clause(advice)))
            }
            None => finding.help(format!("treat it as {}00, and read the response body", status / 100)),
        },
        100..200 => finding.help("report it to the server operator"),
        _ => finding.help("treat it as a server error (5xx), as RFC 9110 §15 requires for invalid codes"),
    })
}
