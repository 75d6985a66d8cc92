//! What captures and pasted texts show that a live check never sees.

use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&NETWORK_FAILURE, &CORS_PREFLIGHT, &ANSWER_NOT_SHOWN];

pub(crate) static NETWORK_FAILURE: Rule = Rule {
    id: "network-failure",
    topic: Topic::Transport,
    title: "The request failed on the network before any response",
    severity: Severity::Error,
    reference: "RFC 9110 §3.3",
    explanation: "A program reports that it could not connect or lost the connection. It does not say whether the \
                  name, the connection or TLS failed. There was no status, so this is not a refusal by the service.",
    advice: &["check that machine's network: resolver, router, IPv6 and proxies"],
    example: "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host api.met.no:443 ssl:default [Connect call \
              failed]\n",
};

pub(crate) static CORS_PREFLIGHT: Rule = Rule {
    id: "cors-preflight",
    topic: Topic::Request,
    title: "The browser's CORS preflight was refused",
    severity: Severity::Error,
    reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    explanation: "If a page sets a header of its own, or uses a method other than GET or HEAD, the browser first \
                  sends an OPTIONS request. MET refuses OPTIONS with 405, so the browser never sends the request \
                  itself. A request without such headers needs no preflight.",
    advice: &[
        "send a simple request: GET, without headers set by the script (User-Agent, Authorization, X-...)",
        "or send the requests from your own server, which caches the responses and identifies itself",
    ],
    example: "Access to fetch at 'https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58' from origin \
              'https://weather.acme.no' has been blocked by CORS policy: Response to preflight request doesn't pass access \
              control check: It does not have HTTP ok status.\n",
};

pub(crate) static ANSWER_NOT_SHOWN: Rule = Rule {
    id: "answer-not-shown",
    topic: Topic::Transport,
    title: "The text shows a request but no response",
    severity: Severity::Info,
    reference: "RFC 9110 §3.4",
    explanation: "Without the response, nothing is known about the server. Problems with the request itself are \
                  reported.",
    advice: &["include the response in the capture: curl -sSv shows both"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n",
};
