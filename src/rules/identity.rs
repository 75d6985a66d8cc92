//! Identity: whether the client says who it is, and whether it is welcome.

use super::{Rule, STATUS_CODES, Topic, as_clause, by_cause, line, met_answer, status_line, user_agent, with_controls};
use crate::cause::identity_at_fault;
use crate::facts::Facts;
use crate::finding::{Certainty, Finding, Seen, Severity};
use crate::met::hosts::{Service, is_customer_alias, shown_host};
use crate::met::identity::{self, Grade};

const TERMS: &str = "https://api.met.no/doc/TermsOfService";
pub(super) const SAY_WHO: &str =
    "send your application's name, its version and a way to reach you, as one User-Agent: NAME/VERSION CONTACT";

pub(super) static RULES: &[Rule] = &[
    Rule {
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
        check: refused_identity,
    },
    Rule {
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
        check: refused_identity,
    },
    Rule {
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
        check: refused_identity,
    },
    Rule {
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
        check: refused_identity,
    },
    Rule {
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
        check: blocked,
    },
    Rule {
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
        check: blocked,
    },
    Rule {
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
        check: named_identity,
    },
    Rule {
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
        check: named_identity,
    },
    Rule {
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
        check: named_identity,
    },
    Rule {
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
        check: customer_alias,
    },
    Rule {
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
        check: forbidden,
    },
];

fn refused_identity(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    if facts.cause.as_ref().is_none_or(|cause| cause.id != rule.id) {
        return poor_identity(rule, facts);
    }
    let mut finding = rule.found().quote_if(Seen::Sent, user_agent(facts));
    finding = finding.quote_if(Seen::Received, line(facts, "x-errorclass").or_else(|| status_line(facts)));
    if let Some(cause) = &facts.cause {
        finding.certainty = cause.certainty;
    }
    if facts.status() == Some(429) {
        finding.message = finding.message.replacen("MET refuses", "MET throttles", 1);
    }
    let finding = facts.words.iter().fold(finding, |finding, words| finding.quote(Seen::Body, words));
    Some(with_controls(finding, facts))
}

/// The same shortcoming where nobody was refused for it: a breach of the terms all the same.
fn poor_identity(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let first = facts.evidence.hops().next().filter(|_| facts.service == Service::Met)?;
    // A refusal whose cause lies elsewhere is not the moment; one whose cause is open names the User-Agent itself.
    if identity_at_fault(first) != Some(rule.id) || facts.cause.as_ref().is_some_and(|cause| cause.id == "rate-limited")
    {
        return None;
    }
    let mut finding = rule.found().severity(Severity::Warning).quote_if(Seen::Sent, user_agent(facts));
    finding.message = match rule.id {
        "user-agent-missing" => "the request carries no User-Agent, which MET's terms ask for",
        "user-agent-generic" => "the User-Agent names a library or tool and nobody to write to",
        "user-agent-browser" => "the User-Agent is that of a browser, which MET's terms forbid to programs",
        _ => rule.title,
    }
    .to_owned();
    Some(finding)
}

/// What a User-Agent lacks that names an application.
fn named_identity(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let first = facts.evidence.hops().next().filter(|_| facts.service == Service::Met)?;
    let agent = first.request.as_ref()?.fields.get_str("user-agent")?;
    let lacks = match rule.id {
        _ if identity::grade(Some(agent)) != Grade::Named => false,
        "user-agent-no-contact" => !identity::has_contact(&agent.to_ascii_lowercase()),
        "user-agent-no-version" => identity::has_contact(&agent.to_ascii_lowercase()) && !identity::has_version(agent),
        _ => identity::is_named_yr(agent),
    };
    lacks.then(|| rule.found().quote_if(Seen::Sent, user_agent(facts)))
}

fn blocked(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    Some(by_cause(rule, facts)?.quote_if(Seen::Sent, user_agent(facts)))
}

fn customer_alias(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let url = facts.evidence.hops().next()?.url()?;
    let host = url.host_without_dot();
    let label = host.strip_suffix(".api.met.no")?;
    is_customer_alias(label).then(|| rule.found().quote(Seen::In, shown_host(&host)))
}

fn forbidden(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let finding = by_cause(rule, facts)?.quote_if(Seen::Sent, user_agent(facts));
    if facts.service != Service::Met {
        return Some(
            finding.help("do not repeat the request as it is: ask whoever runs the service why it is refused"),
        );
    }
    if facts.evidence.visitors {
        return Some(refused_through_gateway(finding));
    }
    let mut finding = finding.see(STATUS_CODES);
    if line(facts, "x-errorclass").is_none() && !facts.evidence.status_only {
        finding = finding.quote(Seen::Received, "no X-ErrorClass, so that it likely came from a front end");
    }
    finding.message = "MET refuses this client; the answer does not say why".to_owned();
    if let Some(class) = facts.cause.as_ref().and_then(|cause| cause.class) {
        finding.message = format!("MET refuses this client: {}", as_clause(class.meaning));
        finding.advice = vec![as_clause(class.advice)];
    }
    Some(
        finding
            .help("compare what you do with the terms: identity, request rate, caching, coordinates of at most 4 decimals")
            .help("if all is as it should be, write to weatherapi-adm@met.no with your IP address and your User-Agent"),
    )
}

/// A refusal in the log of a server in front of MET, which does not show what that server sent.
fn refused_through_gateway(mut finding: Finding) -> Finding {
    finding.message =
        "visitors of a server in front of MET got 403: its log does not show what it sent to MET".to_owned();
    finding
        .certainty(Certainty::Possible)
        .see(STATUS_CODES)
        .help("check the User-Agent that the server sends to MET: it has to name your application and a contact")
        .help("log what is sent on and what comes back, or run metstatus on the server")
}
