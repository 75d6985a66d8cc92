//! Transport: what can go wrong on the way, before and below HTTP.

use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

macro_rules! failed {
    ($error:literal) => {
        concat!(
            "> GET /weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n> Host: api.met.no\n> \n",
            $error,
            "\n"
        )
    };
}

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[
    &DNS_FAILURE,
    &LOCAL_FAILURE,
    &CONNECTION_REFUSED,
    &CONNECTION_TIMEOUT,
    &CONNECTION_CLOSED,
    &TLS_EXPIRED,
    &TLS_NOT_YET_VALID,
    &TLS_WRONG_HOST,
    &TLS_UNTRUSTED,
    &TLS_FAILURE,
    &PROXY_FAILURE,
    &RESPONSE_TIMEOUT,
    &TRUNCATED_RESPONSE,
    &ANSWER_HIDDEN,
    &CORRUPT_ENCODING,
    &MALFORMED_RESPONSE,
];

pub(crate) static DNS_FAILURE: Rule = Rule {
    id: "dns-failure",
    topic: Topic::Transport,
    title: "The host name could not be resolved",
    severity: Severity::Error,
    reference: "RFC 9110 §4.3.2",
    explanation: "The resolver found no address, so nothing was sent. The cause is the name, the resolver or the \
                  local network, not the service.",
    advice: &["check the spelling of the host name", "try a resolver on another network"],
    example: "curl: (6) Could not resolve host: api.met.no\n",
};

pub(crate) static LOCAL_FAILURE: Rule = Rule {
    id: "local-failure",
    topic: Topic::Transport,
    title: "This machine could not open a connection",
    severity: Severity::Error,
    reference: "https://man7.org/linux/man-pages/man2/socket.2.html",
    explanation: "The limit on open file descriptors of this process or machine is reached. This says nothing about \
                  the server, which was not contacted.",
    advice: &["raise the limit on open files (ulimit -n), or check fewer hosts in parallel (--jobs)"],
    example: "",
};

pub(crate) static CONNECTION_REFUSED: Rule = Rule {
    id: "connection-refused",
    topic: Topic::Transport,
    title: "Nothing accepts connections at this address",
    severity: Severity::Error,
    reference: "RFC 9293 §3.10.7",
    explanation: "The host name was resolved, but its address refused the connection or is unreachable from here.",
    advice: &["check host and port", "check firewalls and routes to the address"],
    example: "curl: (7) Failed to connect to api.met.no port 443 after 3 ms: Couldn't connect to server\n",
};

pub(crate) static CONNECTION_TIMEOUT: Rule = Rule {
    id: "connection-timeout",
    topic: Topic::Transport,
    title: "Timed out while connecting",
    severity: Severity::Error,
    reference: "RFC 9293 §3.8.3",
    explanation: "The address did not respond to the connection attempt, or did not complete the TLS handshake. \
                  Usually something on the path drops the packets.",
    advice: &["try again from another network", "check firewalls on the path"],
    example: "curl: (28) Failed to connect to api.met.no port 443 after 5000 ms: Timeout was reached\n",
};

pub(crate) static CONNECTION_CLOSED: Rule = Rule {
    id: "connection-closed",
    topic: Topic::Transport,
    title: "The server closed the connection without a response",
    severity: Severity::Error,
    reference: "RFC 9112 §9.6",
    explanation: "The request was sent, and the connection ended. Servers and middleboxes do this under load, or to \
                  refuse a client.",
    advice: &["retry at your next scheduled poll", "check for a proxy or firewall that closes connections"],
    example: failed!("curl: (52) Empty reply from server"),
};

pub(crate) static TLS_EXPIRED: Rule = Rule {
    id: "tls-expired",
    topic: Topic::Transport,
    title: "The server's certificate has expired",
    severity: Severity::Error,
    reference: "RFC 5280 §4.1.2.5",
    explanation: "The certificate was not renewed in time, or this machine's clock is wrong.",
    advice: &["check this machine's clock", "report it to the server operator"],
    example: "curl: (60) SSL certificate problem: certificate has expired\n",
};

pub(crate) static TLS_NOT_YET_VALID: Rule = Rule {
    id: "tls-not-yet-valid",
    topic: Topic::Transport,
    title: "The server's certificate is not valid yet",
    severity: Severity::Error,
    reference: "RFC 5280 §4.1.2.5",
    explanation: "Almost always this machine's clock is slow.",
    advice: &["check this machine's clock"],
    example: "curl: (60) SSL certificate problem: certificate is not yet valid\n",
};

pub(crate) static TLS_WRONG_HOST: Rule = Rule {
    id: "tls-wrong-host",
    topic: Topic::Transport,
    title: "The server's certificate is for another name",
    severity: Severity::Error,
    reference: "RFC 9110 §4.3.4",
    explanation: "The certificate is valid, but not for the requested host. The URL may be wrong, or the connection \
                  is intercepted.",
    advice: &["check the host name in the URL", "check which address the name resolves to on this machine"],
    example: "curl: (60) SSL: no alternative certificate subject name matches target host name 'api.met.no'\n",
};

pub(crate) static TLS_UNTRUSTED: Rule = Rule {
    id: "tls-untrusted",
    topic: Topic::Transport,
    title: "The server's certificate is not trusted on this machine",
    severity: Severity::Error,
    reference: "RFC 9110 §4.3.4",
    explanation: "The certificate chain does not end in a trusted certificate authority. A company proxy signs with \
                  its own authority; a small container may have no list of authorities.",
    advice: &[
        "trust your company's authority with --cacert FILE",
        "in a container without a list of authorities, use --roots bundled",
    ],
    example: "curl: (60) SSL certificate problem: unable to get local issuer certificate\n",
};

pub(crate) static TLS_FAILURE: Rule = Rule {
    id: "tls-failure",
    topic: Topic::Transport,
    title: "The TLS handshake failed",
    severity: Severity::Error,
    reference: "RFC 8446 §6",
    explanation: "Client and server could not agree on TLS. The port may use another protocol, the server may require \
                  a client certificate, or its TLS version may be older than 1.2.",
    advice: &["check the scheme and the port of the URL"],
    example: "curl: (35) OpenSSL/3.0.2: error:0A00010B:SSL routines::wrong version number\n",
};

pub(crate) static PROXY_FAILURE: Rule = Rule {
    id: "proxy-failure",
    topic: Topic::Transport,
    title: "The proxy did not connect to the server",
    severity: Severity::Error,
    reference: "RFC 9110 §9.3.6",
    explanation: "The request goes through a proxy, and the proxy refused it or was unusable. This says nothing about \
                  the server.",
    advice: &[
        "check the proxy's address and credentials: --proxy, or the variables http_proxy, https_proxy and all_proxy",
        "add the host to no_proxy to connect directly",
    ],
    example: "curl: (56) Received HTTP code 407 from proxy after CONNECT\n",
};

pub(crate) static RESPONSE_TIMEOUT: Rule = Rule {
    id: "response-timeout",
    topic: Topic::Transport,
    title: "Timed out before the complete response arrived",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.9",
    explanation: "The server accepted the request and then was silent or slow.",
    advice: &["retry at your next scheduled poll", "if the response is known to take long, raise --timeout"],
    example: failed!("curl: (28) Operation timed out after 10001 milliseconds with 0 bytes received"),
};

pub(crate) static TRUNCATED_RESPONSE: Rule = Rule {
    id: "truncated-response",
    topic: Topic::Transport,
    title: "The response was truncated",
    severity: Severity::Error,
    reference: "RFC 9112 §8",
    explanation: "The connection ended before the complete body had arrived. Do not use the part that did arrive.",
    advice: &["discard the part, and retry at your next scheduled poll", "check for proxies that cut connections"],
    example: "HTTP/1.1 200 OK\nContent-Length: 9000\n\nhalf\ncurl: (18) transfer closed with 8996 bytes remaining to \
              read\n",
};

pub(crate) static ANSWER_HIDDEN: Rule = Rule {
    id: "answer-hidden",
    topic: Topic::Transport,
    title: "The browser recorded no response (status 0)",
    severity: Severity::Warning,
    reference: "https://fetch.spec.whatwg.org/#http-cors-protocol",
    explanation: "Browsers record status 0 for a request that was cancelled, blocked by an extension, or failed. They \
                  also do so when CORS does not allow the page to see the response. The browser's console says which \
                  it was; the recording does not.",
    advice: &[
        "read the reason in the browser's console",
        "set no request headers of your own in a page: they cause a preflight, which MET refuses with 405",
    ],
    example: "{\"log\": {\"entries\": [{\"request\": {\"method\": \"GET\", \"headers\": [],\n\
              \"url\": \"https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58\"},\n\
              \"response\": {\"status\": 0, \"statusText\": \"\", \"headers\": [], \"_error\": \"net::ERR_FAILED\"}}]}}\n",
};

pub(crate) static CORRUPT_ENCODING: Rule = Rule {
    id: "corrupt-encoding",
    topic: Topic::Transport,
    title: "The body does not match its Content-Encoding",
    severity: Severity::Error,
    reference: "RFC 9110 §8.4",
    explanation: "The body claims to be compressed but cannot be decompressed completely. It was cut or damaged, or \
                  the claim is wrong.",
    advice: &["check for proxies that modify response bodies", "report it to the server operator"],
    example: "HTTP/1.1 200 OK\nContent-Encoding: gzip\n\nxx\ncurl: (61) Error while processing content unencoding: \
              invalid code\n",
};

pub(crate) static MALFORMED_RESPONSE: Rule = Rule {
    id: "malformed-response",
    topic: Topic::Transport,
    title: "The response is not valid HTTP",
    severity: Severity::Error,
    reference: "RFC 9112 §2.2",
    explanation: "The bytes do not follow the HTTP grammar, end within the response header, or exceed what a client \
                  can accept.",
    advice: &["report it to the operator of the server or of the proxy in front of it"],
    example: failed!("curl: (8) Weird server reply"),
};

/// What reports that a target did not answer in time.
pub(crate) static TIMEOUTS: [&Rule; 3] = [&RESPONSE_TIMEOUT, &CONNECTION_TIMEOUT, &DNS_FAILURE];
