//! Pacing: when to ask again.

use super::common::met_answer;
use super::identity::SAY_WHO;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&RATE_LIMITED, &RETRY_LATER];

pub(crate) static RATE_LIMITED: Rule = Rule {
    id: "rate-limited",
    topic: Topic::Pacing,
    title: "The server refuses because of too many requests",
    severity: Severity::Error,
    reference: "RFC 6585 §4",
    explanation: "A 429 limits the request rate. MET counts per application, over all of its users and machines, and \
                  requires an agreement above 20 requests a second. It also throttles clients that do not identify \
                  themselves, whatever their rate.",
    advice: &[
        "stop sending requests for now; resume at a lower rate",
        "keep all users and machines of your application below 20 requests a second, and cache until Expires",
        SAY_WHO,
    ],
    example: met_answer!("429 Too Many Requests", "X-ErrorClass: Ratelimitation\nRetry-After: 60\n\nslow down\n"),
};

pub(crate) static RETRY_LATER: Rule = Rule {
    id: "retry-later",
    topic: Topic::Pacing,
    title: "The server says when to retry",
    severity: Severity::Info,
    reference: "RFC 9110 §10.2.3",
    explanation: "Retry-After is the earliest time at which another request makes sense.",
    advice: &["send no request before that time"],
    example: met_answer!("503 Service Unavailable", "Retry-After: 120\n\nlater\n"),
};
