//! What captures and pasted texts show that a live check never sees.

use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&NETWORK_FAILURE, &CORS_PREFLIGHT, &ANSWER_NOT_SHOWN];

pub(crate) static NETWORK_FAILURE: Rule = Rule {
    id: "network-failure",
    topic: Topic::Transport,
    title: "the request failed on the network before any response came",
    severity: Severity::Error,
    reference: "RFC 9110 §3.3",
    explanation: "A program reports that it could not connect or lost the connection, and does not say whether the name, the \
                  connection or TLS failed. No status came, so this is not a refusal by the service.",
    advice: &["check the network of that machine: its resolver, its router, IPv6, and proxies"],
    example: "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host api.met.no:443 ssl:default [Connect call \
              failed]\n",
};

pub(crate) static CORS_PREFLIGHT: Rule = Rule {
    id: "cors-preflight",
    topic: Topic::Request,
    title: "the browser stopped the request, because the CORS preflight before it was not allowed",
    severity: Severity::Error,
    reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    explanation: "A page that sets a header field of its own, or uses another method than GET or HEAD, makes the browser \
                  send an OPTIONS request first. MET answers OPTIONS with 405, so the browser never sends the request \
                  itself. A request without such fields needs no preflight.",
    advice: &[
        "send a simple request: GET, without header fields set by the script (User-Agent, Authorization, X-...)",
        "or send the requests from a server of your own, which caches the responses and identifies itself",
    ],
    example: "Access to fetch at 'https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58' from origin \
              'https://weather.acme.no' has been blocked by CORS policy: Response to preflight request doesn't pass access \
              control check: It does not have HTTP ok status.\n",
};

pub(crate) static ANSWER_NOT_SHOWN: Rule = Rule {
    id: "answer-not-shown",
    topic: Topic::Transport,
    title: "the text shows a request and no answer to it",
    severity: Severity::Info,
    reference: "RFC 9110 §3.4",
    explanation: "Nothing can be said about the server where its answer is not shown. What is wrong with the request itself \
                  is reported all the same.",
    advice: &[],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n",
};
