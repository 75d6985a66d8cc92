//! What the way of an answer can show that could be read all the same.

use super::common::met_answer;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[
    &BODY_TOO_LARGE,
    &LENIENT_SYNTAX,
    &ADDRESS_FALLBACK,
    &TLS_EXPIRES_SOON,
    &INTERIM_RESPONSE,
    &OLD_HTTP_VERSION,
    &NON_ASCII_FIELD,
    &INTERNATIONAL_HOST,
];

pub(crate) static BODY_TOO_LARGE: Rule = Rule {
    id: "body-too-large",
    topic: Topic::Transport,
    title: "the content was read up to the limit only",
    severity: Severity::Warning,
    reference: "RFC 9110 §8.6",
    explanation: "The content is larger than this program reads, as received or decompressed. The limit is ours, not a \
                  fault of the server.",
    advice: &["allow more with --max-body"],
    example: "",
};

pub(crate) static LENIENT_SYNTAX: Rule = Rule {
    id: "lenient-syntax",
    topic: Topic::Transport,
    title: "the response breaks the grammar of HTTP and could be read all the same",
    severity: Severity::Warning,
    reference: "RFC 9112 §5",
    explanation: "Other clients may read it differently or refuse it, and proxies may be led astray by it.",
    advice: &["report it to whoever runs the server"],
    example: met_answer!("200 OK", "X-Odd : value\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"),
};

pub(crate) static ADDRESS_FALLBACK: Rule = Rule {
    id: "address-fallback",
    topic: Topic::Transport,
    title: "not every address of the host answers",
    severity: Severity::Info,
    reference: "RFC 8305",
    explanation: "The host has several addresses, and the connection was made only after others had failed. Clients \
                  that try one address alone fail now and then.",
    advice: &["check IPv6 on this network, if the address that failed is one"],
    example: "",
};

pub(crate) static TLS_EXPIRES_SOON: Rule = Rule {
    id: "tls-expires-soon",
    topic: Topic::Transport,
    title: "the certificate of the server ends soon",
    severity: Severity::Warning,
    reference: "RFC 5280 §4.1.2.5",
    explanation: "Within 30 days the certificate ends. Most are renewed before that by a machine, so that one that was \
                  not may end without anybody noticing.",
    advice: &["renew it, or tell whoever runs the server"],
    example: "",
};

pub(crate) static INTERIM_RESPONSE: Rule = Rule {
    id: "interim-response",
    topic: Topic::Transport,
    title: "interim answers came before the final one",
    severity: Severity::Info,
    reference: "RFC 9110 §15.2",
    explanation: "Answers 1xx are no verdict and are left out by most tools. At most 8 are taken.",
    advice: &[],
    example: "",
};

pub(crate) static OLD_HTTP_VERSION: Rule = Rule {
    id: "old-http-version",
    topic: Topic::Transport,
    title: "the answer is of HTTP/1.0",
    severity: Severity::Info,
    reference: "RFC 9112 §2.3",
    explanation: "HTTP/1.0 has no chunks, and its connections end with each answer. Such an answer is usually that of an \
                  old server or proxy.",
    advice: &[],
    example: "HTTP/1.0 200 OK\nContent-Length: 2\n\nok\n",
};

pub(crate) static NON_ASCII_FIELD: Rule = Rule {
    id: "non-ascii-field",
    topic: Topic::Transport,
    title: "a field has bytes beyond ASCII, which clients read differently",
    severity: Severity::Info,
    reference: "RFC 9110 §5.5",
    explanation: "Fields are ASCII. Other bytes are taken for Latin-1 by one client and for UTF-8 by the next. The JSON \
                  report has the bytes themselves beside the readable form.",
    advice: &[],
    example: "HTTP/1.1 200 OK\nX-Place: Troms\u{f8}\nContent-Length: 2\n\nok\n",
};

pub(crate) static INTERNATIONAL_HOST: Rule = Rule {
    id: "international-host",
    topic: Topic::Transport,
    title: "the name of the host is asked in its ASCII form",
    severity: Severity::Info,
    reference: "RFC 5890 §2.3.2.1",
    explanation: "Names with characters beyond ASCII go over the network as xn--... Letters of other scripts can look \
                  like the Latin ones, so that the ASCII form is the one to compare.",
    advice: &[],
    example: "GET https://xn--bcher-kva.acme.no/ HTTP/1.1\n\nHTTP/1.1 200 OK\n\nok\n",
};
