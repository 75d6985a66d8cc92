//! Pacing: when to ask again.

use super::common::met_answer;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&RATE_LIMITED, &RETRY_LATER];

pub(crate) static RATE_LIMITED: Rule = Rule {
    id: "rate-limited",
    topic: Topic::Pacing,
    title: "the server refuses because of too many requests",
    severity: Severity::Error,
    reference: "RFC 6585 §4",
    explanation: "429 limits the rate of requests. MET counts them per application over all of its users and machines, \
                  and more than 20 a second need an agreement. It also throttles clients that do not identify \
                  themselves, whatever their rate.",
    advice: &[],
    example: met_answer!("429 Too Many Requests", "X-ErrorClass: Ratelimitation\nRetry-After: 60\n\nslow down\n"),
};

pub(crate) static RETRY_LATER: Rule = Rule {
    id: "retry-later",
    topic: Topic::Pacing,
    title: "the server says when to ask again",
    severity: Severity::Info,
    reference: "RFC 9110 §10.2.3",
    explanation: "Retry-After is the earliest moment at which another request makes sense.",
    advice: &[],
    example: met_answer!("503 Service Unavailable", "Retry-After: 120\n\nlater\n"),
};
