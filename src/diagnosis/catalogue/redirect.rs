//! Status 3xx: where a response redirects to, and whether that can be followed.

use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] =
    &[&FRONT_PAGE_REDIRECT, &REDIRECT_DOWNGRADE, &REDIRECT_INVALID, &REDIRECT_PRIVATE, &REDIRECT_LOOP, &REDIRECTED];

pub(crate) static FRONT_PAGE_REDIRECT: Rule = Rule {
    id: "front-page-redirect",
    topic: Topic::Status,
    title: "Plain http was redirected to MET's front page",
    severity: Severity::Error,
    reference: "https://api.met.no/doc/TermsOfService",
    explanation: "Since 2021 MET redirects every request to port 80 to its front page. A client that follows gets 200 \
                  and HTML instead of data.",
    advice: &["write https:// in the URL"],
    example: "GET http://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
              HTTP/1.1 301 Moved Permanently\nLocation: https://api.met.no/\n\n\
              GET https://api.met.no/ HTTP/1.1\nUser-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
              HTTP/1.1 200 OK\nContent-Type: text/html\n\n<!DOCTYPE html><html><body>MET Weather API</body></html>\n",
};

pub(crate) static REDIRECT_DOWNGRADE: Rule = Rule {
    id: "redirect-downgrade",
    topic: Topic::Status,
    title: "Redirect from https to plain http; not followed",
    severity: Severity::Error,
    reference: "RFC 9110 §15.4",
    explanation: "Anyone on the path could read and modify the response, although the request began on a secure \
                  connection.",
    advice: &["ask the server operator to redirect to https", "request the https form of the new URL yourself"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 301 Moved Permanently\nLocation: http://api.acme.no/y\n\n",
};

pub(crate) static REDIRECT_INVALID: Rule = Rule {
    id: "redirect-invalid",
    topic: Topic::Status,
    title: "Redirect without a usable Location; not followed",
    severity: Severity::Error,
    reference: "RFC 9110 §10.2.2",
    explanation: "A redirect needs exactly one Location header with an http or https URL. Clients differ in how they \
                  handle a missing one, several, or another scheme.",
    advice: &["report the Location header to the server operator"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 302 Found\nLocation: file:///etc/passwd\n\n",
};

pub(crate) static REDIRECT_PRIVATE: Rule = Rule {
    id: "redirect-private",
    topic: Topic::Status,
    title: "Redirect into a private network; not followed",
    severity: Severity::Error,
    reference: "RFC 6890",
    explanation: "Such a redirect can make a program inside a network fetch what only that program can reach. Nothing \
                  was sent to the private address.",
    advice: &["if the address is intended, request it directly"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 302 Found\nLocation: https://169.254.169.254/latest/\n\n",
};

pub(crate) static REDIRECT_LOOP: Rule = Rule {
    id: "redirect-loop",
    topic: Topic::Status,
    title: "Too many redirects",
    severity: Severity::Error,
    reference: "RFC 9110 §15.4",
    explanation: "Each response redirects the client again, back to an earlier URL or to yet another one.",
    advice: &["report the chain to the server operator"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 302 Found\nLocation: https://api.acme.no/x\n\n",
};

pub(crate) static REDIRECTED: Rule = Rule {
    id: "redirected",
    topic: Topic::Status,
    title: "The request was redirected",
    severity: Severity::Info,
    reference: "RFC 9110 §15.4",
    explanation: "The response came from another URL than the one requested. To another origin, metstatus sent only \
                  User-Agent and the Accept headers; it sent neither credentials nor other headers.",
    advice: &["if the redirect is permanent (301, 308), request the new URL directly"],
    example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 301 Moved Permanently\nLocation: https://api.acme.no/y\n\n\
              GET https://api.acme.no/y HTTP/1.1\n\nHTTP/1.1 200 OK\n\nok\n",
};
