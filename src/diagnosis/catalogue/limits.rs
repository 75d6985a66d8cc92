//! What the user wants to hear of, beside what is wrong by itself.

use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&SLOW_RESPONSE];

pub(crate) static SLOW_RESPONSE: Rule = Rule {
    id: "slow-response",
    topic: Topic::Transport,
    title: "the answer took longer or shorter than --warning or --critical allow",
    severity: Severity::Warning,
    reference: "https://www.monitoring-plugins.org/doc/guidelines.html#THRESHOLDFORMAT",
    explanation: "The time from the request to the end of the answer, with all redirects, lies outside the range that was \
              given for it. Times differ much with the distance to the server, the load of the machine and the size \
              of the answer; a range that is seldom left without reason takes some measuring first.",
    advice: &["look with -v where the time went: name, connection, TLS, first byte or content"],
    example: "",
};
