//! Identity: how a client says who it is, and whether it is welcome.

use super::common::{TERMS, met_answer};
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

pub(crate) const SAY_WHO: &str =
    "send your application's name, its version and a way to reach you, as one User-Agent: NAME/VERSION CONTACT";

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[
    &USER_AGENT_MISSING,
    &USER_AGENT_GENERIC,
    &USER_AGENT_BROWSER,
    &USER_AGENT_PLACEHOLDER,
    &BLOCKED_USER_AGENT,
    &BLOCKED_CLIENT,
    &USER_AGENT_NO_CONTACT,
    &USER_AGENT_YR,
    &USER_AGENT_NO_VERSION,
    &CUSTOMER_ALIAS,
    &FORBIDDEN,
];

pub(crate) static USER_AGENT_MISSING: Rule = Rule {
    id: "user-agent-missing",
    topic: Topic::Identity,
    title: "MET refuses requests that carry no User-Agent",
    severity: Severity::Error,
    reference: TERMS,
    explanation: "MET Norway wants to know who uses its free service, so that it can write before it blocks. A request \
                  without a User-Agent is refused with 403. Many HTTP libraries and proxies drop the field or send none.",
    advice: &[SAY_WHO, "check that no proxy or library setting between you and MET removes the field"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              Host: api.met.no\n\nHTTP/1.1 403 Forbidden\nX-ErrorClass: IllegalUserAgent\n\nForbidden\n",
};

pub(crate) static USER_AGENT_GENERIC: Rule = Rule {
    id: "user-agent-generic",
    topic: Topic::Identity,
    title: "MET refuses clients that do not say who they are",
    severity: Severity::Error,
    reference: TERMS,
    explanation: "The User-Agent names a library or a tool and nothing else, so that MET cannot tell one application \
                  from another. Such names (okhttp, Dalvik, Java, fhttp and others) are banned whatever their version.",
    advice: &[SAY_WHO],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: okhttp/4.12.0\n\nHTTP/1.1 403 Forbidden\nX-ErrorClass: IllegalUserAgent\n\nForbidden\n",
};

pub(crate) static USER_AGENT_BROWSER: Rule = Rule {
    id: "user-agent-browser",
    topic: Topic::Identity,
    title: "MET refuses a program that calls itself a browser",
    severity: Severity::Error,
    reference: "https://api.met.no/doc/FAQ",
    explanation: "The User-Agent is that of a browser. MET's terms forbid programs to pose as one; lasting use can end \
                  in a permanent ban.",
    advice: &[SAY_WHO],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36\n\n\
              HTTP/1.1 403 Forbidden\n\nForbidden\n",
};

pub(crate) static USER_AGENT_PLACEHOLDER: Rule = Rule {
    id: "user-agent-placeholder",
    topic: Topic::Identity,
    title: "the contact in the User-Agent is a placeholder that reaches nobody",
    severity: Severity::Error,
    reference: TERMS,
    explanation: "The User-Agent carries an address out of an example, so that MET could not write to its sender. \
                  Requests with such a User-Agent have been seen refused with a bare 403.",
    advice: &["put an address or site of your own in its place, one that somebody reads"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: my-app/1.0 test@test.com\n\nHTTP/1.1 403 Forbidden\n\nForbidden\n",
};

pub(crate) static BLOCKED_USER_AGENT: Rule = Rule {
    id: "blocked-user-agent",
    topic: Topic::Identity,
    title: "MET refuses this User-Agent, and answers the same request under another",
    severity: Severity::Error,
    reference: TERMS,
    explanation: "A control request with another identity succeeded, so that the User-Agent is what is refused: this \
                  application, or this version of it, is blocked. MET can block one version of an application alone.",
    advice: &[
        "if the application is yours, end what it was blocked for, release a new version with a User-Agent of its own, \
         and write to weatherapi-adm@met.no",
        "if it is somebody else's, update it, and tell its makers",
    ],
    example: "",
};

pub(crate) static BLOCKED_CLIENT: Rule = Rule {
    id: "blocked-client",
    topic: Topic::Identity,
    title: "MET refuses this request under every identity: the address or the application is blocked, or everyone is refused",
    severity: Severity::Error,
    reference: TERMS,
    explanation: "A control request with another identity was refused like the first, so that the User-Agent is not \
                  what matters. Addresses and applications are blocked after a breach of the terms.",
    advice: &[
        "look at https://status.met.no, whether the service refuses everyone",
        "compare what runs at your address with the terms: request rate, caching, identity",
        "write to weatherapi-adm@met.no with your IP address and your User-Agent",
    ],
    example: "",
};

pub(crate) static USER_AGENT_NO_CONTACT: Rule = Rule {
    id: "user-agent-no-contact",
    topic: Topic::Identity,
    title: "the User-Agent names an application and no way to reach its makers",
    severity: Severity::Warning,
    reference: TERMS,
    explanation: "MET's terms ask for a contact: a mail address, a site, a repository or the name in an app store. Without \
                  one MET cannot write before it blocks.",
    advice: &["add a mail address or a site that somebody reads to the User-Agent"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: schoolstudent\n\nHTTP/1.1 200 OK\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n",
};

pub(crate) static USER_AGENT_YR: Rule = Rule {
    id: "user-agent-yr",
    topic: Topic::Identity,
    title: "the User-Agent uses the name Yr, which is a trademark",
    severity: Severity::Warning,
    reference: TERMS,
    explanation: "MET's terms do not allow Yr in the name of a service.",
    advice: &["call the application by a name of its own"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: my-yr/1.0 https://github.com/acme/weather\n\nHTTP/1.1 200 OK\n\
              Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n",
};

pub(crate) static USER_AGENT_NO_VERSION: Rule = Rule {
    id: "user-agent-no-version",
    topic: Topic::Identity,
    title: "the User-Agent does not name a version",
    severity: Severity::Info,
    reference: TERMS,
    explanation: "With a version in the User-Agent MET can block a faulty release alone, and leave the others.",
    advice: &["add the version behind the name, as in weather-app/1.2"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather https://github.com/acme/weather\n\nHTTP/1.1 200 OK\n\
              Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n",
};

pub(crate) static CUSTOMER_ALIAS: Rule = Rule {
    id: "customer-alias",
    topic: Topic::Identity,
    title: "the host is an alias that MET gave to one customer",
    severity: Severity::Warning,
    reference: TERMS,
    explanation: "Aliases below api.met.no let MET see the load of one customer, and go when the customer goes. Who is not \
                  that customer uses api.met.no.",
    advice: &["unless the alias was given to you, ask api.met.no"],
    example: "GET https://aa015h6buqvih86i1.api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 200 OK\n\
              Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n",
};

pub(crate) static FORBIDDEN: Rule = Rule {
    id: "forbidden",
    topic: Topic::Identity,
    title: "the server understood the request and refuses it",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.4",
    explanation: "403 is about who asks or what is asked for, and repeating the request changes nothing. At MET it \
                  usually means a block after a breach of the terms: of an address, of an application, or of one \
                  version of it.",
    advice: &[],
    example: met_answer!("403 Forbidden", "Content-Type: text/plain\n\nForbidden\n"),
};

/// What can be wrong with a User-Agent that says nothing of its sender.
pub(crate) static UNIDENTIFIED: [&Rule; 4] =
    [&USER_AGENT_MISSING, &USER_AGENT_GENERIC, &USER_AGENT_BROWSER, &USER_AGENT_PLACEHOLDER];
