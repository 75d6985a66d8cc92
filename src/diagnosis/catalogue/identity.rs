//! Identity: how a client says who it is, and whether it is welcome.

use super::common::{TERMS, met_answer};
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

pub(crate) const SAY_WHO: &str = "identify your application: send User-Agent: YOUR-APP/1.2 YOUR-CONTACT";

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
    title: "MET refuses requests without a User-Agent",
    severity: Severity::Error,
    reference: TERMS,
    explanation: "MET Norway needs to know who uses its free service, to be able to contact you before it blocks you. \
                  It refuses requests without a User-Agent with 403. Many HTTP libraries and proxies remove the \
                  header or never send it.",
    advice: &[SAY_WHO, "check that no proxy or library setting removes the header"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              Host: api.met.no\n\nHTTP/1.1 403 Forbidden\nX-ErrorClass: IllegalUserAgent\n\nForbidden\n",
};

pub(crate) static USER_AGENT_GENERIC: Rule = Rule {
    id: "user-agent-generic",
    topic: Topic::Identity,
    title: "MET refuses clients that do not identify themselves",
    severity: Severity::Error,
    reference: TERMS,
    explanation: "The User-Agent names only a library or tool, so MET cannot distinguish one application from \
                  another. Such names (okhttp, Dalvik, Java, fhttp and others) are banned in every version.",
    advice: &[SAY_WHO],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: okhttp/4.12.0\n\nHTTP/1.1 403 Forbidden\nX-ErrorClass: IllegalUserAgent\n\nForbidden\n",
};

pub(crate) static USER_AGENT_BROWSER: Rule = Rule {
    id: "user-agent-browser",
    topic: Topic::Identity,
    title: "MET refuses programs that pose as a browser",
    severity: Severity::Error,
    reference: "https://api.met.no/doc/FAQ",
    explanation: "The User-Agent is that of a browser. MET's Terms of Service forbid programs to imitate one. \
                  Continued use can lead to a permanent ban.",
    advice: &[SAY_WHO],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36\n\n\
              HTTP/1.1 403 Forbidden\n\nForbidden\n",
};

pub(crate) static USER_AGENT_PLACEHOLDER: Rule = Rule {
    id: "user-agent-placeholder",
    topic: Topic::Identity,
    title: "The contact in the User-Agent is a placeholder",
    severity: Severity::Error,
    reference: TERMS,
    explanation: "The User-Agent contains an address copied from an example, so MET has no way to contact you. MET \
                  has refused such requests with a bare 403.",
    advice: &["replace the placeholder with an e-mail address or website of your own that you monitor"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: my-app/1.0 test@test.com\n\nHTTP/1.1 403 Forbidden\n\nForbidden\n",
};

pub(crate) static BLOCKED_USER_AGENT: Rule = Rule {
    id: "blocked-user-agent",
    topic: Topic::Identity,
    title: "MET blocks this User-Agent but accepts another",
    severity: Severity::Error,
    reference: TERMS,
    explanation: "The same request with another User-Agent succeeded, so this User-Agent is blocked. MET can block an \
                  application, or one version of it.",
    advice: &[
        "if the application is yours, fix the violation, release a new version with its own User-Agent, and e-mail weatherapi-adm@met.no",
        "if it is not yours, update it, and inform its developers",
    ],
    example: "",
};

pub(crate) static BLOCKED_CLIENT: Rule = Rule {
    id: "blocked-client",
    topic: Topic::Identity,
    title: "MET refuses this request whatever the User-Agent",
    severity: Severity::Error,
    reference: TERMS,
    explanation: "A control request with another User-Agent was refused as well, so the User-Agent is not the cause. \
                  Either the address or the application is blocked, or MET refuses everyone at the moment. MET blocks \
                  addresses and applications that violate its Terms of Service.",
    advice: &[
        "check https://status.met.no for an outage",
        "compare all traffic from your address with the Terms of Service: request rate, caching, identification",
        "e-mail weatherapi-adm@met.no with your IP address and your User-Agent",
    ],
    example: "",
};

pub(crate) static USER_AGENT_NO_CONTACT: Rule = Rule {
    id: "user-agent-no-contact",
    topic: Topic::Identity,
    title: "The User-Agent has no contact information",
    severity: Severity::Warning,
    reference: TERMS,
    explanation: "MET's Terms of Service require a contact: an e-mail address, a website, a repository or an \
                  app-store name. Without one MET cannot contact you before it blocks you.",
    advice: &["add an e-mail address or website that you monitor to the User-Agent"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: schoolstudent\n\nHTTP/1.1 200 OK\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n",
};

pub(crate) static USER_AGENT_YR: Rule = Rule {
    id: "user-agent-yr",
    topic: Topic::Identity,
    title: "The User-Agent uses the trademark Yr",
    severity: Severity::Warning,
    reference: TERMS,
    explanation: "MET's Terms of Service do not allow Yr in the name of a service.",
    advice: &["give the application a name of its own"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: my-yr/1.0 https://github.com/acme/weather\n\nHTTP/1.1 200 OK\n\
              Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n",
};

pub(crate) static USER_AGENT_NO_VERSION: Rule = Rule {
    id: "user-agent-no-version",
    topic: Topic::Identity,
    title: "The User-Agent has no version number",
    severity: Severity::Info,
    reference: TERMS,
    explanation: "With a version number in the User-Agent, MET can block a single faulty release and leave the others \
                  alone.",
    advice: &["add the version after the name: weather-app/1.2"],
    example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather https://github.com/acme/weather\n\nHTTP/1.1 200 OK\n\
              Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n",
};

pub(crate) static CUSTOMER_ALIAS: Rule = Rule {
    id: "customer-alias",
    topic: Topic::Identity,
    title: "The host is an alias that belongs to one customer",
    severity: Severity::Warning,
    reference: TERMS,
    explanation: "MET gives customers aliases under api.met.no to measure their load. An alias can disappear together \
                  with its customer. Everyone else should use api.met.no.",
    advice: &["use api.met.no, unless MET gave you this alias"],
    example: "GET https://aa015h6buqvih86i1.api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 200 OK\n\
              Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n",
};

pub(crate) static FORBIDDEN: Rule = Rule {
    id: "forbidden",
    topic: Topic::Identity,
    title: "The server understood the request but refuses it",
    severity: Severity::Error,
    reference: "RFC 9110 §15.5.4",
    explanation: "A 403 is about the client or about what it requests; repeating the request does not help. At MET it \
                  usually means a block after a violation of the Terms of Service. A block can cover an address, an \
                  application or one version of it.",
    advice: &[
        "do not repeat the request unchanged",
        "compare what you send with the service's terms: identification, request rate, caching",
        "ask the server operator for the reason; for api.met.no e-mail weatherapi-adm@met.no with your IP address and User-Agent",
    ],
    example: met_answer!("403 Forbidden", "Content-Type: text/plain\n\nForbidden\n"),
};

/// What can be wrong with a User-Agent that says nothing of its sender.
pub(crate) static UNIDENTIFIED: [&Rule; 4] =
    [&USER_AGENT_MISSING, &USER_AGENT_GENERIC, &USER_AGENT_BROWSER, &USER_AGENT_PLACEHOLDER];
