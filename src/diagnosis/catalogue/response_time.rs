//! What the user wants to hear of, beside what is wrong by itself.

use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&SLOW_RESPONSE];

pub(crate) static SLOW_RESPONSE: Rule = Rule {
    id: "slow-response",
    topic: Topic::Transport,
    title: "Response time outside the --warning/--critical range",
    severity: Severity::Warning,
    reference: "https://www.monitoring-plugins.org/doc/guidelines.html#THRESHOLDFORMAT",
    explanation: "The time from the request to the end of the response, including redirects, is outside the range \
                  that you set. Times vary with the distance to the server, the load on this machine and the size of \
                  the response. Measure for a while before you choose a range.",
    advice: &["use -v to see where the time went: name resolution, connection, TLS, first byte or body"],
    example: "",
};
