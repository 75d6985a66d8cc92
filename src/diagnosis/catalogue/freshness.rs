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
    title: "The clocks of the server and this machine disagree",
    severity: Severity::Warning,
    reference: "RFC 9110 §6.6.1",
    explanation: "Date is more than five minutes outside the time of the exchange, and Age does not explain it. A \
                  client that compares Expires with its own clock polls too early or too late. Times in this report \
                  are corrected for the difference.",
    advice: &[
        "check this machine's clock against a time server (NTP): usually it is the one that is wrong",
        "in your client, use Expires minus Date; do not compare Expires with the local clock",
    ],
    example: "",
};

pub(crate) static LAST_MODIFIED_IN_FUTURE: Rule = Rule {
    id: "last-modified-in-future",
    topic: Topic::Caching,
    title: "Last-Modified is later than Date",
    severity: Severity::Warning,
    reference: "RFC 9110 §8.8.2.1",
    explanation: "Nothing can have changed after it was sent; a server must replace such a time with Date. Servers \
                  may ignore an If-Modified-Since in their future.",
    advice: &["report it to the server operator"],
    example: met_answer!(
        "200 OK",
        "Expires: Mon, 30 Mar 2026 13:53:26 GMT\nLast-Modified: Mon, 30 Mar 2026 13:52:44 GMT\n\n{}\n"
    ),
};

pub(crate) static INVALID_CACHE_CONTROL: Rule = Rule {
    id: "invalid-cache-control",
    topic: Topic::Caching,
    title: "Cache-Control has an invalid value",
    severity: Severity::Warning,
    reference: "RFC 9111 §4.2.1",
    explanation: "A lifetime that is not a number of seconds counts as expired. Strict clients then fetch the data \
                  every time; lenient ones may keep it indefinitely.",
    advice: &["report it to the server operator: the value must be a number of seconds, such as max-age=60"],
    example: met_answer!("200 OK", "Cache-Control: max-age=1h\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"),
};

pub(crate) static INVALID_DATE_FIELD: Rule = Rule {
    id: "invalid-date-field",
    topic: Topic::Caching,
    title: "A date header is not a valid HTTP-date",
    severity: Severity::Warning,
    reference: "RFC 9110 §5.6.7",
    explanation: "An HTTP-date has one form, such as Mon, 30 Mar 2026 13:22:46 GMT, and two obsolete ones. An invalid \
                  Expires counts as expired; an invalid Last-Modified or Retry-After is useless.",
    advice: &["report it to the server operator"],
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
    explanation: "Age is the number of seconds since the origin sent or confirmed the response. Clients ignore an \
                  invalid value, so they treat a stored response as new and keep it too long.",
    advice: &["report it to the operator of the cache that adds Age"],
    example: met_answer!(
        "200 OK",
        "Age: 1h\nCache-Control: max-age=60\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
    ),
};

pub(crate) static INVALID_ENTITY_TAG: Rule = Rule {
    id: "invalid-entity-tag",
    topic: Topic::Caching,
    title: "ETag is not a valid entity tag",
    severity: Severity::Warning,
    reference: "RFC 9110 §8.8.3",
    explanation: "An entity tag has quotation marks around it, optionally preceded by W/. Caches and servers cannot \
                  compare one without them, so conditional requests with it do not work.",
    advice: &["report it to the server operator: an ETag needs quotation marks"],
    example: met_answer!("200 OK", "ETag: abc\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"),
};

pub(crate) static NO_LIFETIME: Rule = Rule {
    id: "no-lifetime",
    topic: Topic::Caching,
    title: "The response does not say how long it may be cached",
    severity: Severity::Info,
    reference: "RFC 9111 §4.2",
    explanation: "There is neither Expires nor max-age, so a client has to guess when to poll again.",
    advice: &["choose an interval that suits the data, and send If-Modified-Since"],
    example: met_answer!("200 OK", "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"),
};

pub(crate) static ALREADY_EXPIRED: Rule = Rule {
    id: "already-expired",
    topic: Topic::Caching,
    title: "The response was stale on arrival",
    severity: Severity::Info,
    reference: "RFC 9111 §4.2",
    explanation: "Its lifetime was over when it was received. This does not allow continuous polling: at MET even the \
                  fastest data changes only every few minutes.",
    advice: &["wait a few minutes before the next request, and send If-Modified-Since"],
    example: met_answer!(
        "200 OK",
        "Expires: Mon, 30 Mar 2026 13:20:00 GMT\nLast-Modified: Mon, 30 Mar 2026 13:19:44 GMT\n\n{}\n"
    ),
};

pub(crate) static CACHE_DIRECTIVES: Rule = Rule {
    id: "cache-directives",
    topic: Topic::Caching,
    title: "Cache-Control restricts how the response may be used",
    severity: Severity::Info,
    reference: "RFC 9111 §5.2.2",
    explanation: "Some directives change how a response may be stored or used, in addition to its lifetime.",
    advice: &[],
    example: met_answer!(
        "200 OK",
        "Cache-Control: no-cache, max-age=60\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
    ),
};

pub(crate) static SHARED_CACHE: Rule = Rule {
    id: "shared-cache",
    topic: Topic::Caching,
    title: "The response came from a shared cache, not the origin",
    severity: Severity::Info,
    reference: "RFC 9111 §5.1",
    explanation: "The response was stored by a cache in front of the server or by a proxy. How it handles conditional \
                  requests says little about the origin. At MET every product has such a cache in front of it.",
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
    title: "The response was not compressed",
    severity: Severity::Info,
    reference: "RFC 9110 §12.5.3",
    explanation: "Text shrinks to about a tenth when compressed. A client that does not offer gzip, or a proxy that \
                  removes it, pays for the difference on every request.",
    advice: &["send Accept-Encoding: gzip, and decompress the response"],
    example: "",
};
