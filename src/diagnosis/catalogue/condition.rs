//! The conditions that a client sends of its own, and when it sends them.

use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&INVALID_CONDITION, &ASKED_BEFORE_EXPIRY, &NOT_ASKED_AGAIN];

pub(crate) static INVALID_CONDITION: Rule = Rule {
    id: "invalid-condition",
    topic: Topic::Caching,
    title: "The request's If-Modified-Since cannot be used",
    severity: Severity::Warning,
    reference: "RFC 9110 §13.1.3",
    explanation: "The server ignores the condition and sends the full response. It does so if the value is not a \
                  valid HTTP-date, lies in its future, or accompanies If-None-Match. MET requires the Last-Modified \
                  of your cached response, byte for byte; any other date is a guess.",
    advice: &["send the Last-Modified of your cached response, unchanged"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\
              If-Modified-Since: 2026-03-30T13:22:44Z\n\nHTTP/1.1 200 OK\n\
              Date: Mon, 30 Mar 2026 13:22:46 GMT\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n",
};

pub(crate) static ASKED_BEFORE_EXPIRY: Rule = Rule {
    id: "asked-before-expiry",
    topic: Topic::Pacing,
    title: "The data was requested again before it expired",
    severity: Severity::Info,
    reference: "https://api.met.no/doc/TermsOfService",
    explanation: "MET asks clients to cache a response until Expires and not to request it earlier, with or without a \
                  condition. A single test is not a violation. MET throttles clients that do it on every poll.",
    advice: &["cache the response until Expires, then send If-Modified-Since"],
    example: concat!(
        "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\n",
        "HTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
        "Expires: Mon, 30 Mar 2026 13:53:26 GMT\n",
        "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\n",
        "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n",
        "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 304 Not Modified\n",
        "Date: Mon, 30 Mar 2026 13:27:47 GMT\n\n"
    ),
};

pub(crate) static NOT_ASKED_AGAIN: Rule = Rule {
    id: "not-asked-again",
    topic: Topic::Pacing,
    title: "No request sent: the previous response is still valid",
    severity: Severity::Info,
    reference: "https://api.met.no/doc/TermsOfService",
    explanation: "With --state, metstatus does not contact a target before its previous response has expired. Nor \
                  does it contact a server whose refusal asks it to wait. Until then the previous verdict applies.",
    advice: &["run metstatus without --state to send a request now"],
    example: "",
};
