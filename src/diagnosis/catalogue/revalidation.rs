//! Whether conditional requests work.

use super::common::{GETTING_STARTED, met_answer};
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[
    &REVALIDATION_IGNORED,
    &REVALIDATION_INCONSISTENT,
    &NOT_MODIFIED_WITH_BODY,
    &NOT_MODIFIED_NEWER,
    &NOT_MODIFIED_INCOMPLETE,
    &NO_VALIDATOR,
    &NOT_MODIFIED_ALWAYS,
    &ENTITY_TAG_IGNORED,
    &ENTITY_TAG_WORKS,
    &CHANGED_MEANWHILE,
    &RESTAMPED,
    &REVALIDATION_WORKS,
    &REVALIDATION_NOT_APPLICABLE,
    &REVALIDATION_INCONCLUSIVE,
];

pub(crate) static REVALIDATION_IGNORED: Rule = Rule {
    id: "revalidation-ignored",
    topic: Topic::Caching,
    title: "The server ignores If-Modified-Since",
    severity: Severity::Warning,
    reference: "RFC 9110 §13.1.3",
    explanation: "The second response contains the same data again, although its Last-Modified equals the date that \
                  was sent. Every poll transfers the full body.",
    advice: &["keep sending If-Modified-Since, and report it to the server operator"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\
              Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n\
              If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 200 OK\n\
              Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\n",
};

pub(crate) static REVALIDATION_INCONSISTENT: Rule = Rule {
    id: "revalidation-inconsistent",
    topic: Topic::Caching,
    title: "The repeated request contradicts the first response",
    severity: Severity::Warning,
    reference: "RFC 9111 §4.3.4",
    explanation: "The second response is older than the first or has another entity tag. Usually several servers \
                  share the name and disagree.",
    advice: &["report both responses to the server operator"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\
              Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n\
              If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 200 OK\n\
              Last-Modified: Mon, 30 Mar 2026 13:00:00 GMT\n\nB\n",
};

pub(crate) static NOT_MODIFIED_WITH_BODY: Rule = Rule {
    id: "not-modified-with-body",
    topic: Topic::Caching,
    title: "A 304 came with a body",
    severity: Severity::Warning,
    reference: "RFC 9110 §15.4.5",
    explanation: "A 304 has no body. A client that does not expect one reads it as the start of the next response.",
    advice: &["report it to the operator of the server or of the proxy in front of it"],
    example: concat!(
        "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
        "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n",
        "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 304 Not Modified\n",
        "Date: Mon, 30 Mar 2026 13:22:47 GMT\n\nA\n"
    ),
};

pub(crate) static NOT_MODIFIED_NEWER: Rule = Rule {
    id: "not-modified-newer",
    topic: Topic::Caching,
    title: "A 304 has a newer Last-Modified than the request",
    severity: Severity::Warning,
    reference: "RFC 9110 §13.1.3",
    explanation: "The data changed after the time in If-Modified-Since, so the server should have sent it. A client \
                  keeps its old copy and considers it current.",
    advice: &["report it to the server operator; until it is fixed, omit the condition now and then"],
    example: concat!(
        "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
        "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n",
        "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 304 Not Modified\n",
        "Date: Mon, 30 Mar 2026 13:22:50 GMT\nLast-Modified: Mon, 30 Mar 2026 13:22:49 GMT\n\n"
    ),
};

pub(crate) static NOT_MODIFIED_INCOMPLETE: Rule = Rule {
    id: "not-modified-incomplete",
    topic: Topic::Caching,
    title: "A 304 lacks headers that it must repeat",
    severity: Severity::Info,
    reference: "RFC 9110 §15.4.5",
    explanation: "A 304 must repeat Cache-Control, Content-Location, Date, ETag, Expires and Vary if a 200 would have \
                  them. Without Expires or Cache-Control a client does not learn how long its copy is now fresh.",
    advice: &["report it to the server operator"],
    example: concat!(
        "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
        "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\nVary: Accept\n\nA\nGET https://api.acme.no/x HTTP/1.1\n",
        "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 304 Not Modified\n",
        "Date: Mon, 30 Mar 2026 13:22:47 GMT\n\n"
    ),
};

pub(crate) static NO_VALIDATOR: Rule = Rule {
    id: "no-validator",
    topic: Topic::Caching,
    title: "No usable Last-Modified: conditional requests impossible",
    severity: Severity::Warning,
    reference: "RFC 9110 §8.8",
    explanation: "Without Last-Modified there is nothing to send in If-Modified-Since. Every poll transfers the full \
                  body.",
    advice: &["cache the response until it expires", "report it to the server operator"],
    example: met_answer!("200 OK", "Expires: Mon, 30 Mar 2026 13:53:26 GMT\n\n{}\n"),
};

pub(crate) static NOT_MODIFIED_ALWAYS: Rule = Rule {
    id: "not-modified-always",
    topic: Topic::Caching,
    title: "The server returns 304 even for an older date",
    severity: Severity::Warning,
    reference: "RFC 9110 §13.1.3",
    explanation: "A day before its Last-Modified the data was different, so 304 is wrong. The server says \"not \
                  modified\" to every condition. A client would never see an update.",
    advice: &["report it to the server operator; until it is fixed, omit the condition now and then"],
    example: "",
};

pub(crate) static ENTITY_TAG_IGNORED: Rule = Rule {
    id: "entity-tag-ignored",
    topic: Topic::Caching,
    title: "The server ignores If-None-Match",
    severity: Severity::Warning,
    reference: "RFC 9110 §13.1.2",
    explanation: "A request with the current ETag got the full body again. Clients that send an entity tag, as \
                  browsers do, transfer the data every time.",
    advice: &["send If-Modified-Since where that works, and report it to the server operator"],
    example: "",
};

pub(crate) static ENTITY_TAG_WORKS: Rule = Rule {
    id: "entity-tag-works",
    topic: Topic::Caching,
    title: "If-None-Match works: the entity tag brought a 304",
    severity: Severity::Info,
    reference: "RFC 9110 §13.1.2",
    explanation: "A request with the current ETag, sent separately from the one with the date, brought a 304.",
    advice: &[],
    example: "",
};

pub(crate) static CHANGED_MEANWHILE: Rule = Rule {
    id: "changed-meanwhile",
    topic: Topic::Caching,
    title: "The data changed between the two requests",
    severity: Severity::Info,
    reference: "RFC 9110 §13.1.3",
    explanation: "The second response is newer than the first, so 200 was correct. It proves nothing about \
                  If-Modified-Since.",
    advice: &["run the check again to see a replay without a change in between"],
    example: concat!(
        "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
        "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n",
        "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 200 OK\n",
        "Date: Mon, 30 Mar 2026 13:22:47 GMT\nLast-Modified: Mon, 30 Mar 2026 13:22:47 GMT\n\nB\n"
    ),
};

pub(crate) static RESTAMPED: Rule = Rule {
    id: "restamped",
    topic: Topic::Caching,
    title: "Same body, newer Last-Modified: inconclusive",
    severity: Severity::Info,
    reference: "RFC 9110 §8.8.2",
    explanation: "The server stamps the data with the current time whenever it generates it, whether it changed or \
                  not. MET does so when an entry of its cache has expired.",
    advice: &["keep sending If-Modified-Since: it works for as long as the server caches the data"],
    example: concat!(
        "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
        "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n",
        "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 200 OK\n",
        "Date: Mon, 30 Mar 2026 13:22:47 GMT\nLast-Modified: Mon, 30 Mar 2026 13:22:47 GMT\n\nA\n"
    ),
};

pub(crate) static REVALIDATION_WORKS: Rule = Rule {
    id: "revalidation-works",
    topic: Topic::Caching,
    title: "If-Modified-Since works: the repeat brought a 304",
    severity: Severity::Info,
    reference: GETTING_STARTED,
    explanation: "The same request with the Last-Modified of the first response brought a 304 without a body. A \
                  client that does this on every poll transfers the data only when it has changed.",
    advice: &[],
    example: concat!(
        "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\n",
        "HTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
        "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\n",
        "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n",
        "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 304 Not Modified\n",
        "Date: Mon, 30 Mar 2026 13:22:47 GMT\n\n"
    ),
};

pub(crate) static REVALIDATION_NOT_APPLICABLE: Rule = Rule {
    id: "revalidation-not-applicable",
    topic: Topic::Caching,
    title: "Not tested: 203 responses ignore If-Modified-Since",
    severity: Severity::Info,
    reference: GETTING_STARTED,
    explanation: "MET documents that conditional requests do not work with beta and deprecated versions. This is by \
                  design, not a fault.",
    advice: &[],
    example: met_answer!("203 Non-Authoritative Information", "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"),
};

pub(crate) static REVALIDATION_INCONCLUSIVE: Rule = Rule {
    id: "revalidation-inconclusive",
    topic: Topic::Caching,
    title: "The repeated request says nothing about caching",
    severity: Severity::Info,
    reference: "RFC 9110 §13.2.1",
    explanation: "The repeat was refused, failed, or returned neither the data nor a 304. The first response is still \
                  valid; whether If-Modified-Since works remains unknown.",
    advice: &["run the check again later"],
    example: concat!(
        "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
        "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n",
        "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 429 Too Many Requests\n\nslow down\n"
    ),
};
