//! Whether asking with a condition works.

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
    title: "the server ignores If-Modified-Since: it sends the same document again",
    severity: Severity::Warning,
    reference: "RFC 9110 §13.1.3",
    explanation: "The second answer carries the document once more although its Last-Modified is the one that was sent. \
                  Each poll costs the whole document.",
    advice: &["keep sending If-Modified-Since, and report it to whoever runs the server"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\
              Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n\
              If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 200 OK\n\
              Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\n",
};

pub(crate) static REVALIDATION_INCONSISTENT: Rule = Rule {
    id: "revalidation-inconsistent",
    topic: Topic::Caching,
    title: "the replay contradicts the first answer",
    severity: Severity::Warning,
    reference: "RFC 9111 §4.3.4",
    explanation: "The second answer has an older document or another entity tag than the first. Usually several servers \
                  behind one name do not agree.",
    advice: &["report both answers to whoever runs the server"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\
              Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n\
              If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 200 OK\n\
              Last-Modified: Mon, 30 Mar 2026 13:00:00 GMT\n\nB\n",
};

pub(crate) static NOT_MODIFIED_WITH_BODY: Rule = Rule {
    id: "not-modified-with-body",
    topic: Topic::Caching,
    title: "a 304 came with content",
    severity: Severity::Warning,
    reference: "RFC 9110 §15.4.5",
    explanation: "A 304 has no content. A client that does not expect any reads it as the start of the next response.",
    advice: &["report it to whoever runs the server or the proxy in front of it"],
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
    title: "a 304 carries a Last-Modified later than the one asked about",
    severity: Severity::Warning,
    reference: "RFC 9110 §13.1.3",
    explanation: "The document changed after the time in If-Modified-Since, so that the answer should have been the \
                  document. A client keeps its old copy and believes it current.",
    advice: &["report it to whoever runs the server; until then ask without the condition now and then"],
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
    title: "a 304 lacks fields that it has to repeat",
    severity: Severity::Info,
    reference: "RFC 9110 §15.4.5",
    explanation: "A 304 repeats Cache-Control, Content-Location, Date, ETag, Expires and Vary where the document has them. \
                  Without Expires or Cache-Control a client does not learn how long its copy is good from now on.",
    advice: &[],
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
    title: "the answer has no usable Last-Modified, so that it cannot be asked for with a condition",
    severity: Severity::Warning,
    reference: "RFC 9110 §8.8",
    explanation: "Without Last-Modified there is nothing to put into If-Modified-Since, and each poll fetches the whole \
                  document.",
    advice: &[],
    example: met_answer!("200 OK", "Expires: Mon, 30 Mar 2026 13:53:26 GMT\n\n{}\n"),
};

pub(crate) static NOT_MODIFIED_ALWAYS: Rule = Rule {
    id: "not-modified-always",
    topic: Topic::Caching,
    title: "the server answers 304 to a date older than the document's",
    severity: Severity::Warning,
    reference: "RFC 9110 §13.1.3",
    explanation: "A day before its Last-Modified the document was another one, so that 304 is wrong: the server says \
                  \"not modified\" whatever it is asked. A client keeps its old copy for ever.",
    advice: &["report it to whoever runs the server; until then ask without the condition now and then"],
    example: "",
};

pub(crate) static ENTITY_TAG_IGNORED: Rule = Rule {
    id: "entity-tag-ignored",
    topic: Topic::Caching,
    title: "the server ignores If-None-Match: it sends the same document again",
    severity: Severity::Warning,
    reference: "RFC 9110 §13.1.2",
    explanation: "The answer to a request with the document's own ETag carries the document once more. Clients that \
                  send an entity tag, as browsers do, fetch it whole each time.",
    advice: &["send If-Modified-Since where that works, and report it to whoever runs the server"],
    example: "",
};

pub(crate) static ENTITY_TAG_WORKS: Rule = Rule {
    id: "entity-tag-works",
    topic: Topic::Caching,
    title: "If-None-Match works: the entity tag was answered with 304",
    severity: Severity::Info,
    reference: "RFC 9110 §13.1.2",
    explanation: "A request with the ETag of the document, sent apart from the one with its date, brought 304.",
    advice: &[],
    example: "",
};

pub(crate) static CHANGED_MEANWHILE: Rule = Rule {
    id: "changed-meanwhile",
    topic: Topic::Caching,
    title: "the document changed between the two requests, so that 200 was right",
    severity: Severity::Info,
    reference: "RFC 9110 §13.1.3",
    explanation: "The second answer is newer than the first. It proves nothing about If-Modified-Since.",
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
    title: "the same document came again under a newer Last-Modified",
    severity: Severity::Info,
    reference: "RFC 9110 §8.8.2",
    explanation: "The server stamps the document anew each time it makes it, whether it changed or not. MET does so when \
                  an entry of its cache has expired.",
    advice: &["keep sending If-Modified-Since: it works for as long as the server keeps the document"],
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
    title: "If-Modified-Since works: the replay was answered with 304",
    severity: Severity::Info,
    reference: GETTING_STARTED,
    explanation: "The same request with the Last-Modified of the first answer brought 304 and no content. A client that \
                  does this on each poll fetches the document only when it has changed.",
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
    title: "If-Modified-Since was not tested: MET answers it with the whole document on 203",
    severity: Severity::Info,
    reference: GETTING_STARTED,
    explanation: "MET documents that conditional requests do not work with beta and deprecated versions. That is how \
                  these versions are, not a fault.",
    advice: &[],
    example: met_answer!("203 Non-Authoritative Information", "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"),
};

pub(crate) static REVALIDATION_INCONCLUSIVE: Rule = Rule {
    id: "revalidation-inconclusive",
    topic: Topic::Caching,
    title: "the replay says nothing about caching",
    severity: Severity::Info,
    reference: "RFC 9110 §13.2.1",
    explanation: "The replay was refused, failed, or was answered with something else than the document or 304. The \
                  first answer stands; whether If-Modified-Since works is not known.",
    advice: &[],
    example: concat!(
        "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
        "Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\nA\nGET https://api.acme.no/x HTTP/1.1\n",
        "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 429 Too Many Requests\n\nslow down\n"
    ),
};
