//! Status 5xx, and statuses that do not fit the request.

use super::common::met_answer;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

const ORDINARY: &str = "use cached data and retry at your next scheduled poll; do not retry in a loop";

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
    title: "The server failed; no fault found in the request",
    severity: Severity::Error,
    reference: "RFC 9110 §15.6.1",
    explanation: "A 500 is a fault inside the server: a bug, a deployment, a machine. The client can only wait.",
    advice: &[ORDINARY],
    example: met_answer!("500 Internal Server Error", "X-ErrorClass: Internal\n\noops\n"),
};

pub(crate) static BACKEND_UNREACHABLE: Rule = Rule {
    id: "backend-unreachable",
    topic: Topic::Status,
    title: "The gateway got no valid response from its backend",
    severity: Severity::Error,
    reference: "RFC 9110 §15.6.3",
    explanation: "A 502 comes from a front end whose backend is down or has no data. MET also uses it for missing \
                  data.",
    advice: &[ORDINARY],
    example: met_answer!("502 Bad Gateway", "X-ErrorClass: ErrorFromBackend\n\noops\n"),
};

pub(crate) static SERVICE_UNAVAILABLE: Rule = Rule {
    id: "service-unavailable",
    topic: Topic::Status,
    title: "The service is temporarily unavailable",
    severity: Severity::Error,
    reference: "RFC 9110 §15.6.4",
    explanation: "A 503 is temporary: a radar that is down, maintenance, overload.",
    advice: &[ORDINARY],
    example: met_answer!("503 Service Unavailable", "Retry-After: 120\n\nlater\n"),
};

pub(crate) static BACKEND_TIMEOUT: Rule = Rule {
    id: "backend-timeout",
    topic: Topic::Status,
    title: "The gateway timed out waiting for its backend",
    severity: Severity::Error,
    reference: "RFC 9110 §15.6.5",
    explanation: "A 504 comes from a front end whose backend did not respond in time. At MET the usual reason is \
                  heavy traffic.",
    advice: &[ORDINARY],
    example: met_answer!("504 Gateway Time-out", "\nslow\n"),
};

pub(crate) static INTERMEDIARY_REFUSED: Rule = Rule {
    id: "intermediary-refused",
    topic: Topic::Status,
    title: "A proxy or firewall sent the response, not the server",
    severity: Severity::Error,
    reference: "RFC 9110 §3.7",
    explanation: "The response has the signs of a proxy, a firewall or another service between the client and the \
                  server. The server itself may never have received the request, and its rules do not explain the \
                  status.",
    advice: &[
        "ask the operator of the proxy or firewall to let the request pass",
        "send the same request from another network to see whether the server responds there",
    ],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 403 Forbidden\n\
              Server: squid/5.7\nX-Squid-Error: ERR_ACCESS_DENIED 0\n\nAccess Denied.\n",
};

pub(crate) static UNEXPECTED_STATUS: Rule = Rule {
    id: "unexpected-status",
    topic: Topic::Status,
    title: "The status does not fit the request",
    severity: Severity::Error,
    reference: "RFC 9110 §15",
    explanation: "The status is outside 100 to 599, or an interim one without a final response. Or it responds to a \
                  condition or range that was not sent, or is an error that metstatus does not know.",
    advice: &[
        "treat it as the x00 status of its class, and read the response body",
        "report it to the server operator",
    ],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 999 Whatever\n\n",
};
