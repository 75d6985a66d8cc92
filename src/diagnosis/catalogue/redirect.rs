//! Status 3xx: where an answer sends its reader, and whether that can be followed.

use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] =
    &[&FRONT_PAGE_REDIRECT, &REDIRECT_DOWNGRADE, &REDIRECT_INVALID, &REDIRECT_PRIVATE, &REDIRECT_LOOP, &REDIRECTED];

pub(crate) static FRONT_PAGE_REDIRECT: Rule = Rule {
    id: "front-page-redirect",
    topic: Topic::Status,
    title: "plain http was redirected to the front page of the API: the answer is a web page, not data",
    severity: Severity::Error,
    reference: "https://api.met.no/doc/TermsOfService",
    explanation: "Since 2021 MET redirects every request to port 80 to its front page. A client that follows gets 200 \
                  and HTML where it expects data.",
    advice: &["write https:// in the address"],
    example: "GET http://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
              HTTP/1.1 301 Moved Permanently\nLocation: https://api.met.no/\n\n\
              GET https://api.met.no/ HTTP/1.1\nUser-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
              HTTP/1.1 200 OK\nContent-Type: text/html\n\n<!DOCTYPE html><html><body>MET Weather API</body></html>\n",
};

pub(crate) static REDIRECT_DOWNGRADE: Rule = Rule {
    id: "redirect-downgrade",
    topic: Topic::Status,
    title: "a redirect leads from https to plain http, and was not followed",
    severity: Severity::Error,
    reference: "RFC 9110 §15.4",
    explanation: "Whoever sits on the way could read and change what comes back, although the request began in safety.",
    advice: &["ask whoever runs the server to redirect to https", "ask the https form of the new address yourself"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 301 Moved Permanently\nLocation: http://api.acme.no/y\n\n",
};

pub(crate) static REDIRECT_INVALID: Rule = Rule {
    id: "redirect-invalid",
    topic: Topic::Status,
    title: "a redirect does not say where to, and was not followed",
    severity: Severity::Error,
    reference: "RFC 9110 §10.2.2",
    explanation: "A redirect needs one Location field with a URL of http or https. Clients differ in what they do with \
                  none, several or another scheme.",
    advice: &["report the Location field to whoever runs the server"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 302 Found\nLocation: file:///etc/passwd\n\n",
};

pub(crate) static REDIRECT_PRIVATE: Rule = Rule {
    id: "redirect-private",
    topic: Topic::Status,
    title: "a redirect leads from outside into a private network, and was not followed",
    severity: Severity::Error,
    reference: "RFC 6890",
    explanation: "Such a redirect can make a program inside a network fetch what only it can reach. Nothing was sent \
                  to the private address.",
    advice: &["if the address is meant, ask it directly"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 302 Found\nLocation: https://169.254.169.254/latest/\n\n",
};

pub(crate) static REDIRECT_LOOP: Rule = Rule {
    id: "redirect-loop",
    topic: Topic::Status,
    title: "the redirects do not end",
    severity: Severity::Error,
    reference: "RFC 9110 §15.4",
    explanation: "Each answer sends the client on, back to where it was or ever further.",
    advice: &["report the chain to whoever runs the server"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 302 Found\nLocation: https://api.acme.no/x\n\n",
};

pub(crate) static REDIRECTED: Rule = Rule {
    id: "redirected",
    topic: Topic::Status,
    title: "the request was redirected",
    severity: Severity::Info,
    reference: "RFC 9110 §15.4",
    explanation: "The answer came from another address than the one that was asked. Across origins, only User-Agent and \
                  the Accept fields went along; credentials and other fields did not.",
    advice: &[],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 301 Moved Permanently\nLocation: https://api.acme.no/y\n\n\
              GET https://api.acme.no/y HTTP/1.1\n\nHTTP/1.1 200 OK\n\nok\n",
};
