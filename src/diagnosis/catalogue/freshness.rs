//! How long an answer may be used, and whether clocks and caches can be believed.

use super::common::met_answer;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[
    &CLOCK_SKEW,
    &LAST_MODIFIED_IN_FUTURE,
    &INVALID_CACHE_CONTROL,
    &INVALID_DATE_FIELD,
    &INVALID_AGE,
    &INVALID_ENTITY_TAG,
    &NO_LIFETIME,
    &ALREADY_EXPIRED,
    &CACHE_DIRECTIVES,
    &SHARED_CACHE,
    &UNCOMPRESSED,
];

pub(crate) static CLOCK_SKEW: Rule = Rule {
    id: "clock-skew",
    topic: Topic::Caching,
    title: "the clocks of the server and of this machine disagree",
    severity: Severity::Warning,
    reference: "RFC 9110 §6.6.1",
    explanation: "Date lies outside the time of the exchange by more than five minutes, and Age does not account for it. \
                  A client that compares Expires with its own clock asks too early or too late. Times in this report \
                  are corrected by the difference.",
    advice: &[
        "compare this machine's clock with a time server (NTP): most often it is the one that is wrong",
        "in a client reckon with Expires minus Date, not with Expires and the local clock",
    ],
    example: "",
};

pub(crate) static LAST_MODIFIED_IN_FUTURE: Rule = Rule {
    id: "last-modified-in-future",
    topic: Topic::Caching,
    title: "Last-Modified is later than Date",
    severity: Severity::Warning,
    reference: "RFC 9110 §8.8.2.1",
    explanation: "A document cannot have changed after it was sent; a server has to send Date in place of such a time. \
                  Servers may ignore an If-Modified-Since that lies in their future.",
    advice: &["report it to whoever runs the server"],
    example: met_answer!(
        "200 OK",
        "Expires: Mon, 30 Mar 2026 13:53:26 GMT\nLast-Modified: Mon, 30 Mar 2026 13:52:44 GMT\n\n{}\n"
    ),
};

pub(crate) static INVALID_CACHE_CONTROL: Rule = Rule {
    id: "invalid-cache-control",
    topic: Topic::Caching,
    title: "Cache-Control has a value that cannot be read",
    severity: Severity::Warning,
    reference: "RFC 9111 §4.2.1",
    explanation: "A lifetime that is not a number of seconds counts as over, so that careful clients fetch the document \
                  each time, and careless ones keep it for as long as they like.",
    advice: &["report it to whoever runs the server: the value is a number of seconds, such as max-age=60"],
    example: met_answer!("200 OK", "Cache-Control: max-age=1h\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"),
};

pub(crate) static INVALID_DATE_FIELD: Rule = Rule {
    id: "invalid-date-field",
    topic: Topic::Caching,
    title: "a field does not hold a date as HTTP writes it",
    severity: Severity::Warning,
    reference: "RFC 9110 §5.6.7",
    explanation: "Dates in HTTP have one form, such as Mon, 30 Mar 2026 13:22:46 GMT, and two obsolete ones. An Expires \
                  that cannot be read counts as passed; a Last-Modified or Retry-After that cannot be read is of no use.",
    advice: &["report it to whoever runs the server"],
    example: met_answer!(
        "200 OK",
        "Expires: 2026-03-30T13:53:26Z\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
    ),
};

pub(crate) static INVALID_AGE: Rule = Rule {
    id: "invalid-age",
    topic: Topic::Caching,
    title: "Age is not a number of seconds",
    severity: Severity::Warning,
    reference: "RFC 9111 §5.1",
    explanation: "Age is the number of seconds since the origin sent or confirmed the response. A value that cannot be \
                  read is ignored, so a stored response counts as new and is kept for too long.",
    advice: &["report it to the operator of the cache that adds Age"],
    example: met_answer!(
        "200 OK",
        "Age: 1h\nCache-Control: max-age=60\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
    ),
};

pub(crate) static INVALID_ENTITY_TAG: Rule = Rule {
    id: "invalid-entity-tag",
    topic: Topic::Caching,
    title: "ETag is not an entity tag",
    severity: Severity::Warning,
    reference: "RFC 9110 §8.8.3",
    explanation: "An entity tag has quotation marks around it, and perhaps W/ before them. Caches and servers cannot \
                  compare one without them, so conditional requests with it do not work.",
    advice: &["report it to the server operator: write the tag as \"abc\", with its quotation marks"],
    example: met_answer!("200 OK", "ETag: abc\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"),
};

pub(crate) static NO_LIFETIME: Rule = Rule {
    id: "no-lifetime",
    topic: Topic::Caching,
    title: "the answer does not say how long it is good",
    severity: Severity::Info,
    reference: "RFC 9111 §4.2",
    explanation: "There is neither Expires nor a max-age, so that a client has to guess when to ask again.",
    advice: &[],
    example: met_answer!("200 OK", "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"),
};

pub(crate) static ALREADY_EXPIRED: Rule = Rule {
    id: "already-expired",
    topic: Topic::Caching,
    title: "the answer had expired when it was received",
    severity: Severity::Info,
    reference: "RFC 9111 §4.2",
    explanation: "Its lifetime was over on arrival. That is no licence to ask all the time: at MET the data behind the \
                  quickest products change every few minutes.",
    advice: &["wait some minutes before you ask again, and send If-Modified-Since then"],
    example: met_answer!(
        "200 OK",
        "Expires: Mon, 30 Mar 2026 13:20:00 GMT\nLast-Modified: Mon, 30 Mar 2026 13:19:44 GMT\n\n{}\n"
    ),
};

pub(crate) static CACHE_DIRECTIVES: Rule = Rule {
    id: "cache-directives",
    topic: Topic::Caching,
    title: "Cache-Control restricts what a client may do with the answer",
    severity: Severity::Info,
    reference: "RFC 9111 §5.2.2",
    explanation: "Some directives change how a response may be stored or used beyond its lifetime.",
    advice: &[],
    example: met_answer!(
        "200 OK",
        "Cache-Control: no-cache, max-age=60\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
    ),
};

pub(crate) static SHARED_CACHE: Rule = Rule {
    id: "shared-cache",
    topic: Topic::Caching,
    title: "a cache on the way answered, not the origin",
    severity: Severity::Info,
    reference: "RFC 9111 §5.1",
    explanation: "The answer comes from the store of a cache in front of the server or of a proxy. What it does with \
                  conditions says little about the origin. At MET such a cache stands in front of every product.",
    advice: &[],
    example: met_answer!(
        "200 OK",
        "Age: 300\nVia: 1.1 varnish\nExpires: Mon, 30 Mar 2026 13:53:26 GMT\n\
         Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
    ),
};

pub(crate) static UNCOMPRESSED: Rule = Rule {
    id: "uncompressed",
    topic: Topic::Caching,
    title: "the document came without compression",
    severity: Severity::Info,
    reference: "RFC 9110 §12.5.3",
    explanation: "Text shrinks to a tenth when it is compressed. A client that does not offer gzip, or a proxy that \
                  takes it out, pays for the difference on each fetch.",
    advice: &[],
    example: "",
};
