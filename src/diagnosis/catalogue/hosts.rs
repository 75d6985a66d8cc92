//! Hosts that are gone, or that are not the Weather API.

use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[&RETIRED_HOST, &WRONG_HOST, &URL_USERINFO];

pub(crate) static RETIRED_HOST: Rule = Rule {
    id: "retired-host",
    topic: Topic::Request,
    title: "The host or service was switched off",
    severity: Severity::Error,
    reference: "https://api.met.no/blog",
    explanation: "Old host names of the Weather API and the old API of yr.no are permanently gone. The data is at \
                  api.met.no.",
    advice: &["use https://api.met.no"],
    example: "GET https://api.yr.no/weatherapi/locationforecast/1.9/?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 404 Not Found\n\n",
};

pub(crate) static WRONG_HOST: Rule = Rule {
    id: "wrong-host",
    topic: Topic::Request,
    title: "The host does not serve this data",
    severity: Severity::Warning,
    reference: "https://api.met.no/weatherapi",
    explanation: "The host has documentation, belongs to another MET service, or is internal.",
    advice: &["use https://api.met.no"],
    example: "GET https://docs.api.met.no/weatherapi/locationforecast/2.0/compact HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 404 Not Found\n\n",
};

pub(crate) static URL_USERINFO: Rule = Rule {
    id: "url-userinfo",
    topic: Topic::Request,
    title: "The URL contains credentials",
    severity: Severity::Warning,
    reference: "RFC 9110 §4.2.4",
    explanation: "Credentials in a URL end up in logs, shell histories and process lists. They were sent only to \
                  their own origin, as Basic authentication, and are not shown in any report.",
    advice: &["keep credentials out of the URL, for example in a header that your program reads from a file"],
    example: "GET https://me:secret@frost.met.no/observations/v0.jsonld HTTP/1.1\n\nHTTP/1.1 200 OK\n\n{}\n",
};
