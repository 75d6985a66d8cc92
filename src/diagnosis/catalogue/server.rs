//! Status 5xx, and statuses that make no sense.

use super::common::met_answer;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

const ORDINARY: &str = "ask again at your ordinary time, with the data you have until then; do not retry in a loop";

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[
    &SERVER_ERROR,
    &BACKEND_UNREACHABLE,
    &SERVICE_UNAVAILABLE,
    &BACKEND_TIMEOUT,
    &INTERMEDIARY_REFUSED,
    &UNEXPECTED_STATUS,
];

pub(crate) static SERVER_ERROR: Rule = Rule {
    id: "server-error",
    topic: Topic::Status,
    title: "the server failed; nothing in the request is known to be wrong",
    severity: Severity::Error,
    reference: "RFC 9110 §15.6.1",
    explanation: "500 is a fault inside the server: a bug, a deployment, a machine. The caller can only wait.",
    advice: &[ORDINARY],
    example: met_answer!("500 Internal Server Error", "X-ErrorClass: Internal\n\noops\n"),
};

pub(crate) static BACKEND_UNREACHABLE: Rule = Rule {
    id: "backend-unreachable",
    topic: Topic::Status,
    title: "the server could not get the data from behind it",
    severity: Severity::Error,
    reference: "RFC 9110 §15.6.3",
    explanation: "502 comes from a front end whose backend is away or has no data. At MET missing data of a backend is \
                  told this way too.",
    advice: &[ORDINARY],
    example: met_answer!("502 Bad Gateway", "X-ErrorClass: ErrorFromBackend\n\noops\n"),
};

pub(crate) static SERVICE_UNAVAILABLE: Rule = Rule {
    id: "service-unavailable",
    topic: Topic::Status,
    title: "the service is out of operation for now",
    severity: Severity::Error,
    reference: "RFC 9110 §15.6.4",
    explanation: "503 is a state that passes: a radar that is down, maintenance, overload.",
    advice: &[ORDINARY],
    example: met_answer!("503 Service Unavailable", "Retry-After: 120\n\nlater\n"),
};

pub(crate) static BACKEND_TIMEOUT: Rule = Rule {
    id: "backend-timeout",
    topic: Topic::Status,
    title: "the server waited too long for what is behind it",
    severity: Severity::Error,
    reference: "RFC 9110 §15.6.5",
    explanation: "504 comes from a front end whose backend did not answer in time, at MET usually under heavy traffic.",
    advice: &[ORDINARY],
    example: met_answer!("504 Gateway Time-out", "\nslow\n"),
};

pub(crate) static INTERMEDIARY_REFUSED: Rule = Rule {
    id: "intermediary-refused",
    topic: Topic::Status,
    title: "a proxy or firewall on the way answered, not the server",
    severity: Severity::Error,
    reference: "RFC 9110 §3.7",
    explanation: "The response carries the marks of a proxy, a firewall or another service between the client and the server. \
                  The server itself may never have received the request, and its rules do not explain the status.",
    advice: &[
        "ask whoever runs the proxy or firewall to let the request pass",
        "send the same request from another network, to see whether the server answers there",
    ],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 403 Forbidden\n\
              Server: squid/5.7\nX-Squid-Error: ERR_ACCESS_DENIED 0\n\nAccess Denied.\n",
};

pub(crate) static UNEXPECTED_STATUS: Rule = Rule {
    id: "unexpected-status",
    topic: Topic::Status,
    title: "the status does not fit the request",
    severity: Severity::Error,
    reference: "RFC 9110 §15",
    explanation: "The status is outside 100 to 599, is an interim one at the end, answers a condition or a range that was \
                  not sent, or is an error that has no explanation here.",
    advice: &[],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 999 Whatever\n\n",
};
