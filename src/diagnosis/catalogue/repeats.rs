//! Pacing, as far as many requests show it.

use super::common::TERMS;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

macro_rules! logged {
    ($second:literal) => {
        concat!(
            "api.met.no:443 192.0.2.1 - - [30/Mar/2026:13:22:",
            $second,
            " +0000] \"GET /weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\" 200 3044 \"-\" ",
            "\"acme-weather/1.2 https://github.com/acme/weather\"\n"
        )
    };
}

macro_rules! five_logged {
    () => {
        concat!(logged!("46"), logged!("46"), logged!("46"), logged!("46"), logged!("46"))
    };
}

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&REQUEST_RATE, &REPEATED_REQUESTS];

pub(crate) static REQUEST_RATE: Rule = Rule {
    id: "request-rate",
    topic: Topic::Traffic,
    title: "the client sends more requests a second than MET allows without an agreement",
    severity: Severity::Warning,
    reference: TERMS,
    explanation: "MET allows 20 requests a second for one application, all of its users and machines together. A log \
                  shows those that went through one place, by the second in which they ended.",
    advice: &[
        "spread the requests, and send the next batch when the last one is answered",
        "write to weatherapi-adm@met.no for an agreement, if your application needs more",
    ],
    example: concat!(five_logged!(), five_logged!(), five_logged!(), five_logged!(), five_logged!()),
};

pub(crate) static REPEATED_REQUESTS: Rule = Rule {
    id: "repeated-requests",
    topic: Topic::Traffic,
    title: "the client asks for the same URL again and again",
    severity: Severity::Warning,
    reference: TERMS,
    explanation: "MET wants answers stored and not asked for again before their Expires. A log does not show Expires; \
                  but hardly any product of MET's expires within a minute, so that the same URL, asked by the same client \
                  several times within one, is likely not stored.",
    advice: &[
        "compare the times with the Expires of the answers: curl -si shows it, and metstatus tells when to ask next",
        "store answers until they expire, and share them between your users and processes",
    ],
    example: five_logged!(),
};
