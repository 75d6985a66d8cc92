//! Identity: whether the client says who it is, and whether it is welcome.

use super::{Rule, Topic, as_clause, by_cause, line, met_answer, status_line, user_agent};
use crate::facts::Facts;
use crate::finding::{Finding, Seen, Severity};
use crate::met::hosts::Service;

const TERMS: &str = "https://api.met.no/doc/TermsOfService";
const SAY_WHO: &str = "send your application's name, its version and a way to reach you, as one User-Agent";

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
                  User-Agent: my-app/1.0 me@example.com\n\nHTTP/1.1 403 Forbidden\n\nForbidden\n",
        check: refused_identity,
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
    facts.cause.as_ref().filter(|cause| cause.id == rule.id)?;
    let mut finding = rule.found().quote_if(Seen::Sent, user_agent(facts));
    finding = finding.quote_if(Seen::Received, line(facts, "x-errorclass").or_else(|| status_line(facts)));
    if let Some(cause) = &facts.cause {
        finding.certainty = cause.certainty;
    }
    Some(facts.words.iter().fold(finding, |finding, words| finding.quote(Seen::Body, words)))
}

fn forbidden(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let finding = by_cause(rule, facts)?.quote_if(Seen::Sent, user_agent(facts));
    if facts.service != Service::Met {
        return Some(
            finding.help("do not repeat the request as it is: ask whoever runs the service why it is refused"),
        );
    }
    let mut finding = finding.see("https://api.met.no/doc/StatusCodes");
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
