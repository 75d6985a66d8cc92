//! What captures and pasted texts show that a live check never sees: requests without an answer, failures without a
//! phase, answers of something on the way.

use super::transport::failure;
use super::{Rule, Topic, line, status_line};
use crate::evidence::Exchange;
use crate::facts::Facts;
use crate::finding::{Certainty, Finding, Seen, Severity};
use crate::met::hosts::shown_host;
use crate::missing::capture_command;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "intermediary-refused",
        topic: Topic::Status,
        title: "something on the way answered in place of the server, which never saw the request",
        severity: Severity::Error,
        reference: "RFC 9110 §3.7",
        explanation: "Proxies, web filters, the login pages of networks and content delivery networks answer for themselves when \
                      they refuse a request. Their fields or their page show it. The status says nothing about the service then.",
        advice: &[
            "ask whoever runs the proxy or the network to let requests to this host pass",
            "repeat the request from another network to see the service's own answer",
        ],
        example: "> GET /weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n> Host: api.met.no\n\
                  > User-Agent: acme-weather/1.2 https://github.com/acme/weather\n>\n< HTTP/1.1 403 Forbidden\n< Server: squid/5.7\n\
                  < X-Squid-Error: ERR_ACCESS_DENIED 0\n<\n",
        check: intermediary,
    },
    Rule {
        id: "network-failure",
        topic: Topic::Transport,
        title: "the request failed on the network before any response came",
        severity: Severity::Error,
        reference: "RFC 9110 §3.3",
        explanation: "A program reports that it could not connect or lost the connection, and does not say whether the name, the \
                      connection or TLS failed. No status came, so this is not a refusal by the service.",
        advice: &["check the network of that machine: its resolver, its router, IPv6, and proxies"],
        example: "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host api.met.no:443 ssl:default [Connect call \
                  failed]\n",
        check: failure,
    },
    Rule {
        id: "cors-preflight",
        topic: Topic::Request,
        title: "the browser stopped the request, because the CORS preflight before it was not allowed",
        severity: Severity::Error,
        reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
        explanation: "A page that sets a header field of its own, or uses another method than GET or HEAD, makes the browser \
                      send an OPTIONS request first. MET answers OPTIONS with 405, so the browser never sends the request \
                      itself. A request without such fields needs no preflight.",
        advice: &[
            "send a simple request: GET, without header fields set by the script (User-Agent, Authorization, X-...)",
            "or send the requests from a server of your own, which caches the responses and identifies itself",
        ],
        example: "Access to fetch at 'https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58' from origin \
                  'https://weather.acme.no' has been blocked by CORS policy: Response to preflight request doesn't pass access \
                  control check: It does not have HTTP ok status.\n",
        check: failure,
    },
    Rule {
        id: "answer-not-shown",
        topic: Topic::Transport,
        title: "the text shows a request and no answer to it",
        severity: Severity::Info,
        reference: "RFC 9110 §3.4",
        explanation: "Nothing can be said about the server where its answer is not shown. What is wrong with the request itself \
                      is reported all the same.",
        advice: &[],
        example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
                  User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n",
        check: not_shown,
    },
];

fn intermediary(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let found =
        facts.intermediary.as_ref().filter(|_| facts.cause.as_ref().is_some_and(|cause| cause.id == rule.id))?;
    let certainty = if found.sure { Certainty::Certain } else { Certainty::Possible };
    let mut finding = rule.found().certainty(certainty).quote_if(Seen::Received, status_line(facts));
    finding = finding.quote_if(Seen::Received, found.field.and_then(|field| line(facts, field)));
    for words in &facts.words {
        finding = finding.quote(Seen::Body, words);
    }
    let host = facts.answer().and_then(Exchange::url).map(|url| shown_host(&url.host_without_dot()));
    let asked = host.map_or_else(|| "the server".to_owned(), |host| host.to_string());
    if facts.evidence.several_services {
        let first = "find out which program answered: the same status from services that have nothing in common is none of theirs";
        finding.advice.insert(0, first.to_owned());
    }
    finding.message = match found.sure {
        true => format!("{} refused the request, and {asked} never saw it", found.name),
        false => format!("{} may have answered in place of {asked}", found.name),
    };
    Some(finding)
}

fn not_shown(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let answer = facts.answer().filter(|_| facts.evidence.unanswered && !facts.evidence.dry_run)?;
    let mut finding = rule.found();
    if let Some(command) = capture_command(answer.url()) {
        finding.message = format!("{}; {command}", rule.title);
    }
    Some(finding)
}
