//! The conditions that a client sends of its own, and when it sends them.

use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&INVALID_CONDITION, &ASKED_BEFORE_EXPIRY, &NOT_ASKED_AGAIN];

pub(crate) static INVALID_CONDITION: Rule = Rule {
    id: "invalid-condition",
    topic: Topic::Caching,
    title: "the If-Modified-Since of the request is not one that a server can use",
    severity: Severity::Warning,
    reference: "RFC 9110 §13.1.3",
    explanation: "A server ignores a condition that is no date of HTTP, that stands beside If-None-Match, or that lies in \
                  its future, and sends the whole document. MET asks for the Last-Modified of the last answer, byte \
                  for byte; any other date is a guess.",
    advice: &["send the Last-Modified of the answer that you keep, unchanged"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\
              If-Modified-Since: 2026-03-30T13:22:44Z\n\nHTTP/1.1 200 OK\n\
              Date: Mon, 30 Mar 2026 13:22:46 GMT\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n",
};

pub(crate) static ASKED_BEFORE_EXPIRY: Rule = Rule {
    id: "asked-before-expiry",
    topic: Topic::Pacing,
    title: "the document was asked for again before it had expired",
    severity: Severity::Info,
    reference: "https://api.met.no/doc/TermsOfService",
    explanation: "MET asks clients to keep a document until Expires, and not to ask for it before, with a condition or \
                  without. A single test is no breach; a client that does it on each poll is throttled.",
    advice: &["keep the document until Expires, then ask with If-Modified-Since"],
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
    title: "nothing was sent, because the last answer still holds",
    severity: Severity::Info,
    reference: "https://api.met.no/doc/TermsOfService",
    explanation: "With --state a target is not asked before its last answer has expired, nor while a server that refused \
                  it is to be left alone. Until then the verdict of that run stands.",
    advice: &[],
    example: "",
};
