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
    title: "the host name could not be resolved",
    severity: Severity::Error,
    reference: "RFC 9110 §4.3.2",
    explanation: "No address was found for the name, so that nothing was sent. It is a matter of the name, the \
                  resolver or the network here, not of the service.",
    advice: &["check the spelling of the host", "try the name with the resolver of another network"],
    example: "curl: (6) Could not resolve host: api.met.no\n",
};

pub(crate) static LOCAL_FAILURE: Rule = Rule {
    id: "local-failure",
    topic: Topic::Transport,
    title: "this machine could not open a connection",
    severity: Severity::Error,
    reference: "https://man7.org/linux/man-pages/man2/socket.2.html",
    explanation: "A connection is an open file, and this process or this machine may open no more of them. It says \
                  nothing of the server, which was not asked.",
    advice: &["raise the limit of open files (ulimit -n), or ask fewer hosts side by side (--jobs)"],
    example: "",
};

pub(crate) static CONNECTION_REFUSED: Rule = Rule {
    id: "connection-refused",
    topic: Topic::Transport,
    title: "nothing accepts connections at the address",
    severity: Severity::Error,
    reference: "RFC 9293 §3.10.7",
    explanation: "The address was found and refused the connection, or cannot be reached from here.",
    advice: &["check host and port", "check firewalls and routes between here and the address"],
    example: "curl: (7) Failed to connect to api.met.no port 443 after 3 ms: Couldn't connect to server\n",
};

pub(crate) static CONNECTION_TIMEOUT: Rule = Rule {
    id: "connection-timeout",
    topic: Topic::Transport,
    title: "no connection was made within the time allowed",
    severity: Severity::Error,
    reference: "RFC 9293 §3.8.3",
    explanation: "The address did not answer the attempt to connect, or did not complete the handshake of TLS. Usually \
                  something on the way drops the packets.",
    advice: &["try again from another network", "check firewalls on the way"],
    example: "curl: (28) Failed to connect to api.met.no port 443 after 5000 ms: Timeout was reached\n",
};

pub(crate) static CONNECTION_CLOSED: Rule = Rule {
    id: "connection-closed",
    topic: Topic::Transport,
    title: "the server closed the connection without a byte of an answer",
    severity: Severity::Error,
    reference: "RFC 9112 §9.6",
    explanation: "The request was sent and the connection ended. Servers and middleboxes do that under load, or to \
                  refuse a client.",
    advice: &["ask again at your ordinary time", "check for a proxy or firewall that closes connections"],
    example: failed!("curl: (52) Empty reply from server"),
};

pub(crate) static TLS_EXPIRED: Rule = Rule {
    id: "tls-expired",
    topic: Topic::Transport,
    title: "the certificate of the server has expired",
    severity: Severity::Error,
    reference: "RFC 5280 §4.1.2.5",
    explanation: "The certificate was not renewed in time, or the clock of this machine is wrong.",
    advice: &["check the clock of this machine", "report it to whoever runs the server"],
    example: "curl: (60) SSL certificate problem: certificate has expired\n",
};

pub(crate) static TLS_NOT_YET_VALID: Rule = Rule {
    id: "tls-not-yet-valid",
    topic: Topic::Transport,
    title: "the certificate of the server is not valid yet",
    severity: Severity::Error,
    reference: "RFC 5280 §4.1.2.5",
    explanation: "Almost always the clock of this machine is behind.",
    advice: &["check the clock of this machine"],
    example: "curl: (60) SSL certificate problem: certificate is not yet valid\n",
};

pub(crate) static TLS_WRONG_HOST: Rule = Rule {
    id: "tls-wrong-host",
    topic: Topic::Transport,
    title: "the certificate of the server is for another name",
    severity: Severity::Error,
    reference: "RFC 9110 §4.3.4",
    explanation: "The server proves to be somebody, but not the host that was asked. The address may be wrong, or \
                  somebody stands in between.",
    advice: &["check the host name in the URL", "check what the name resolves to here"],
    example: "curl: (60) SSL: no alternative certificate subject name matches target host name 'api.met.no'\n",
};

pub(crate) static TLS_UNTRUSTED: Rule = Rule {
    id: "tls-untrusted",
    topic: Topic::Transport,
    title: "the certificate of the server is not from an authority that is trusted here",
    severity: Severity::Error,
    reference: "RFC 9110 §4.3.4",
    explanation: "The chain of certificates does not end in a trusted authority. Behind a company's proxy, its own \
                  authority signs; in a small container, the list of authorities may be missing.",
    advice: &[
        "trust the authority of your company with --cacert FILE",
        "in a container without a list of authorities, use --roots bundled",
    ],
    example: "curl: (60) SSL certificate problem: unable to get local issuer certificate\n",
};

pub(crate) static TLS_FAILURE: Rule = Rule {
    id: "tls-failure",
    topic: Topic::Transport,
    title: "the TLS handshake failed",
    severity: Severity::Error,
    reference: "RFC 8446 §6",
    explanation: "Client and server could not agree on TLS: something else speaks at the port, the server wants a \
                  certificate of the client, or its version of TLS is too old (1.2 is the least).",
    advice: &["check scheme and port of the URL"],
    example: "curl: (35) OpenSSL/3.0.2: error:0A00010B:SSL routines::wrong version number\n",
};

pub(crate) static PROXY_FAILURE: Rule = Rule {
    id: "proxy-failure",
    topic: Topic::Transport,
    title: "the proxy did not open the way to the server",
    severity: Severity::Error,
    reference: "RFC 9110 §9.3.6",
    explanation: "The request is to go through a proxy, and the proxy refused or could not be used. It says nothing \
                  about the server.",
    advice: &[
        "check the proxy's address and credentials: --proxy, or the variables http_proxy, https_proxy and all_proxy",
        "set no_proxy to the host, to ask it directly",
    ],
    example: "curl: (56) Received HTTP code 407 from proxy after CONNECT\n",
};

pub(crate) static RESPONSE_TIMEOUT: Rule = Rule {
    id: "response-timeout",
    topic: Topic::Transport,
    title: "the answer did not come whole within the time allowed",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.9",
    explanation: "The server took the request and then was silent or slow.",
    advice: &["ask again at your ordinary time", "allow more time with --timeout if the answer is known to take long"],
    example: failed!("curl: (28) Operation timed out after 10001 milliseconds with 0 bytes received"),
};

pub(crate) static TRUNCATED_RESPONSE: Rule = Rule {
    id: "truncated-response",
    topic: Topic::Transport,
    title: "the answer ended before it was whole",
    severity: Severity::Error,
    reference: "RFC 9112 §8",
    explanation: "The connection ended before all of the content had come. What did come must not be taken for the \
                  document.",
    advice: &["throw the part away and ask again at your ordinary time", "check for proxies that cut connections"],
    example: "HTTP/1.1 200 OK\nContent-Length: 9000\n\nhalf\ncurl: (18) transfer closed with 8996 bytes remaining to read\n",
};

pub(crate) static ANSWER_HIDDEN: Rule = Rule {
    id: "answer-hidden",
    topic: Topic::Transport,
    title: "the browser does not show what came of the request",
    severity: Severity::Warning,
    reference: "https://fetch.spec.whatwg.org/#http-cors-protocol",
    explanation: "Browsers record the status 0 for a request that was stopped, that an extension blocked, that failed \
                  on the way, or whose answer the page may not see for want of CORS. Which of these it was is in the \
                  console of the browser, not in the recording.",
    advice: &[
        "read the console of the browser for the reason",
        "send no fields of your own from a page: they cause a preflight, which MET answers with 405",
    ],
    example: "{\"log\": {\"entries\": [{\"request\": {\"method\": \"GET\", \"headers\": [],\n\
              \"url\": \"https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58\"},\n\
              \"response\": {\"status\": 0, \"statusText\": \"\", \"headers\": [], \"_error\": \"net::ERR_FAILED\"}}]}}\n",
};

pub(crate) static CORRUPT_ENCODING: Rule = Rule {
    id: "corrupt-encoding",
    topic: Topic::Transport,
    title: "the content does not fit its Content-Encoding",
    severity: Severity::Error,
    reference: "RFC 9110 §8.4",
    explanation: "The content claims to be compressed and cannot be decompressed whole: it was cut or damaged, or the \
                  claim is wrong.",
    advice: &["check for proxies that change content", "report it to whoever runs the server"],
    example: "HTTP/1.1 200 OK\nContent-Encoding: gzip\n\nxx\ncurl: (61) Error while processing content unencoding: invalid code\n",
};

pub(crate) static MALFORMED_RESPONSE: Rule = Rule {
    id: "malformed-response",
    topic: Topic::Transport,
    title: "what came back is no valid HTTP response",
    severity: Severity::Error,
    reference: "RFC 9112 §2.2",
    explanation: "The bytes do not follow the grammar of HTTP, end within the head of the response, or exceed what a \
                  client can take.",
    advice: &["report it to whoever runs the server or the proxy in front of it"],
    example: failed!("curl: (8) Weird server reply"),
};

/// What reports that a target did not answer in time.
pub(crate) static TIMEOUTS: [&Rule; 3] = [&RESPONSE_TIMEOUT, &CONNECTION_TIMEOUT, &DNS_FAILURE];
