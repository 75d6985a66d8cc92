//! Pacing, as far as many requests show it.

use super::common::TERMS;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

macro_rules! logged {
    () => {
        concat!(
            "api.met.no:443 192.0.2.1 - - [30/Mar/2026:13:22:46 +0000] ",
            "\"GET /weatherapi/nowcast/2.0/complete?lat=60.1&lon=9.58 HTTP/1.1\" 200 3044 \"-\" ",
            "\"acme-weather/1.2 https://github.com/acme/weather\"\n"
        )
    };
}

macro_rules! five_logged {
    () => {
        concat!(logged!(), logged!(), logged!(), logged!(), logged!())
    };
}

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&REQUEST_RATE, &REPEATED_REQUESTS];

pub(crate) static REQUEST_RATE: Rule = Rule {
    id: "request-rate",
    topic: Topic::Traffic,
    title: "More requests per second than MET allows",
    severity: Severity::Warning,
    reference: TERMS,
    explanation: "MET allows an application 20 requests a second, over all of its users and machines; more requires \
                  an agreement. A log shows the requests that went through one place: MET may have received more.",
    advice: &[
        "spread the requests, and send the next batch after the last one has finished",
        "if your application needs more, e-mail weatherapi-adm@met.no for an agreement",
    ],
    example: concat!(five_logged!(), five_logged!(), five_logged!(), five_logged!(), logged!()),
};

pub(crate) static REPEATED_REQUESTS: Rule = Rule {
    id: "repeated-requests",
    topic: Topic::Traffic,
    title: "The client requests the same URL again and again",
    severity: Severity::Warning,
    reference: TERMS,
    explanation: "MET asks clients to cache responses until they expire. Most logs do not show Expires, but hardly any \
                  MET product expires within a minute. A client that requests the same URL several times within one \
                  probably does not cache it.",
    advice: &[
        "compare the times with the Expires of the responses: curl -si shows it, and metstatus computes the next poll",
        "cache responses until they expire, and share them between your users and processes",
    ],
    example: five_logged!(),
};
