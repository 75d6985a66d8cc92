//! Status 5xx, and statuses that make no sense.

use super::super::{Rule, STATUS_CODES, Topic, as_clause, by_cause, line, met_answer, status_line};
use crate::facts::Facts;
use crate::finding::{Finding, Seen, Severity};
use crate::http::status::registered;
use crate::met::hosts::Service;
use crate::shown::Sent;

const ORDINARY: &str = "ask again at your ordinary time, with the data you have until then; do not retry in a loop";

pub(in crate::rules) static RULES: &[Rule] = &[
    Rule {
        id: "server-error",
        topic: Topic::Status,
        title: "the server failed; nothing in the request is known to be wrong",
        severity: Severity::Error,
        reference: "RFC 9110 §15.6.1",
        explanation: "500 is a fault inside the server: a bug, a deployment, a machine. The caller can only wait.",
        advice: &[ORDINARY],
        example: met_answer!("500 Internal Server Error", "X-ErrorClass: Internal\n\noops\n"),
        check: server_side,
    },
    Rule {
        id: "backend-unreachable",
        topic: Topic::Status,
        title: "the server could not get the data from behind it",
        severity: Severity::Error,
        reference: "RFC 9110 §15.6.3",
        explanation: "502 comes from a front end whose backend is away or has no data. At MET missing data of a backend is \
                      told this way too.",
        advice: &[ORDINARY],
        example: met_answer!("502 Bad Gateway", "X-ErrorClass: ErrorFromBackend\n\noops\n"),
        check: server_side,
    },
    Rule {
        id: "service-unavailable",
        topic: Topic::Status,
        title: "the service is out of operation for now",
        severity: Severity::Error,
        reference: "RFC 9110 §15.6.4",
        explanation: "503 is a state that passes: a radar that is down, maintenance, overload.",
        advice: &[ORDINARY],
        example: met_answer!("503 Service Unavailable", "Retry-After: 120\n\nlater\n"),
        check: server_side,
    },
    Rule {
        id: "backend-timeout",
        topic: Topic::Status,
        title: "the server waited too long for what is behind it",
        severity: Severity::Error,
        reference: "RFC 9110 §15.6.5",
        explanation: "504 comes from a front end whose backend did not answer in time, at MET usually under heavy traffic.",
        advice: &[ORDINARY],
        example: met_answer!("504 Gateway Time-out", "\nslow\n"),
        check: server_side,
    },
    Rule {
        id: "unexpected-status",
        topic: Topic::Status,
        title: "the status does not fit the request",
        severity: Severity::Error,
        reference: "RFC 9110 §15",
        explanation: "The status is outside 100 to 599, is an interim one at the end, answers a condition or a range that was \
                      not sent, or is an error that has no explanation here.",
        advice: &[],
        example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 999 Whatever\n\n",
        check: unexpected,
    },
];

fn server_side(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let finding = by_cause(rule, facts)?.quote_if(Seen::Received, line(facts, "retry-after"));
    Some(match facts.service {
        Service::Met => finding
            .help("look at https://status.met.no for an incident; it covers all of MET's services, so read which one")
            .see(STATUS_CODES),
        _ => finding,
    })
}

fn unexpected(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let mut finding = by_cause(rule, facts)?.quote_if(Seen::Received, status_line(facts));
    finding.evidence.dedup();
    let status = facts.status()?;
    finding.message = match status {
        206 => "206 brings a part of the document, and the request asked for all of it".to_owned(),
        304 => "304 answers a condition, and the request had none".to_owned(),
        101 => "101 switches to another protocol, which the request did not ask for".to_owned(),
        100..200 => format!("{status} announces another answer, and none came"),
        412 if asked_since_alone(facts) => {
            "412 answers If-Modified-Since, which that condition never leads to: 304 or the document".to_owned()
        }
        400..600 => match registered(status) {
            Some(known) => format!("the server answers {status} {}", known.phrase),
            None => {
                format!("the server answers {status}, which is not registered: an error of class {}xx", status / 100)
            }
        },
        _ => format!("status {status} is outside the range that HTTP defines, 100 to 599"),
    };
    Some(match status {
        206 => finding
            .severity(Severity::Warning)
            .see("RFC 9110 §15.3.7")
            .quote_if(Seen::Received, line(facts, "content-range"))
            .help("do not take the content for the whole document; report it to whoever runs the server or a cache"),
        304 => finding.severity(Severity::Warning).see("RFC 9110 §15.4.5").help(
            "if a cache stands between you and the server, ask its operator why it answers for a condition nobody sent",
        ),
        412 if asked_since_alone(facts) => finding.see("RFC 9110 §13.2.2").help("report it to the server operator"),
        400..600 => match registered(status) {
            Some(known) => {
                known.advice.iter().fold(finding.see(known.rfc), |finding, advice| finding.help(as_clause(advice)))
            }
            None => finding.help(format!("treat it as {}00; the text of the body may say more", status / 100)),
        },
        100..200 => finding.help("report it to whoever runs the server"),
        _ => finding.help("treat it as a server error (5xx), as RFC 9110 §15 says of invalid codes"),
    })
}

/// Whether If-Modified-Since is the only condition of the request, and all of the request is known.
fn asked_since_alone(facts: &Facts) -> bool {
    let request = facts.answer().and_then(|answer| answer.request.as_ref());
    request.is_some_and(|request| {
        let others = ["if-match", "if-none-match", "if-unmodified-since", "if-range"];
        request.fields.contains("if-modified-since") && others.iter().all(|name| request.sent(name) == Sent::Not)
    })
}
