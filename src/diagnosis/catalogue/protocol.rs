//! Oddities of a response that can be read anyway.

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
    title: "The body was read only up to --max-body",
    severity: Severity::Warning,
    reference: "RFC 9110 §8.6",
    explanation: "The body, as received or decompressed, is larger than metstatus reads. The limit is ours, not a \
                  fault of the server.",
    advice: &["raise the limit with --max-body"],
    example: "",
};

pub(crate) static LENIENT_SYNTAX: Rule = Rule {
    id: "lenient-syntax",
    topic: Topic::Transport,
    title: "Malformed response header (tolerated)",
    severity: Severity::Warning,
    reference: "RFC 9112 §5",
    explanation: "Other clients may read the response differently or refuse it, and it may mislead proxies.",
    advice: &["report it to the server operator"],
    example: met_answer!("200 OK", "X-Odd : value\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"),
};

pub(crate) static ADDRESS_FALLBACK: Rule = Rule {
    id: "address-fallback",
    topic: Topic::Transport,
    title: "Not every address of the host responds",
    severity: Severity::Info,
    reference: "RFC 8305",
    explanation: "The host has several addresses, and the connection succeeded only after others had failed. Clients \
                  that try one address only fail now and then.",
    advice: &["if the address that failed is an IPv6 address, check IPv6 on this network"],
    example: "",
};

pub(crate) static TLS_EXPIRES_SOON: Rule = Rule {
    id: "tls-expires-soon",
    topic: Topic::Transport,
    title: "The server's certificate expires soon",
    severity: Severity::Warning,
    reference: "RFC 5280 §4.1.2.5",
    explanation: "The certificate expires within 30 days. Most certificates are renewed automatically well before \
                  that. One that was not may expire unnoticed.",
    advice: &["renew the certificate, or inform the server operator"],
    example: "",
};

pub(crate) static INTERIM_RESPONSE: Rule = Rule {
    id: "interim-response",
    topic: Topic::Transport,
    title: "Interim responses came before the final one",
    severity: Severity::Info,
    reference: "RFC 9110 §15.2",
    explanation: "Responses with a 1xx status are not final, and most tools hide them. metstatus accepts at most 8.",
    advice: &[],
    example: "",
};

pub(crate) static OLD_HTTP_VERSION: Rule = Rule {
    id: "old-http-version",
    topic: Topic::Transport,
    title: "The response uses HTTP/1.0",
    severity: Severity::Info,
    reference: "RFC 9112 §2.3",
    explanation: "HTTP/1.0 has no chunked encoding, and a connection ends with each response. Such a response usually \
                  comes from an old server or proxy.",
    advice: &["look for an old proxy in between, or inform the server operator"],
    example: "HTTP/1.0 200 OK\nContent-Length: 2\n\nok\n",
};

pub(crate) static NON_ASCII_FIELD: Rule = Rule {
    id: "non-ascii-field",
    topic: Topic::Transport,
    title: "A header contains non-ASCII bytes",
    severity: Severity::Info,
    reference: "RFC 9110 §5.5",
    explanation: "Header values are ASCII. Some clients take other bytes for Latin-1, others for UTF-8. The JSON \
                  report has the raw bytes as well as a readable form.",
    advice: &["report it to the server operator"],
    example: "HTTP/1.1 200 OK\nX-Place: Troms\u{f8}\nContent-Length: 2\n\nok\n",
};

pub(crate) static INTERNATIONAL_HOST: Rule = Rule {
    id: "international-host",
    topic: Topic::Transport,
    title: "The host name was requested in its ASCII form",
    severity: Severity::Info,
    reference: "RFC 5890 §2.3.2.1",
    explanation: "Host names with non-ASCII characters are sent over the network as xn--... Letters of other scripts \
                  can look like Latin ones, so compare the ASCII form.",
    advice: &[],
    example: "GET https://xn--bcher-kva.acme.no/ HTTP/1.1\n\nHTTP/1.1 200 OK\n\nok\n",
};
