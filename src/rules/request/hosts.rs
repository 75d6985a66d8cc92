//! Request: hosts that are gone, or that are not the Weather API, and what to ask instead.

use super::super::{Rule, Topic};
use crate::evidence::Exchange;
use crate::facts::Facts;
use crate::finding::{Finding, Seen};
use crate::met::hosts::{self, Advice};
use crate::severity::Severity;

pub(in crate::rules) static RULES: &[Rule] = &[
    Rule {
        id: "retired-host",
        topic: Topic::Request,
        title: "the host or service was switched off",
        severity: Severity::Error,
        reference: "https://api.met.no/blog",
        explanation: "Old names of the Weather API and the old API of yr.no are gone for good. The data are at api.met.no.",
        advice: &[],
        example: "GET https://api.yr.no/weatherapi/locationforecast/1.9/?lat=60.1&lon=9.58 HTTP/1.1\n\
                  User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 404 Not Found\n\n",
        check: host,
    },
    Rule {
        id: "wrong-host",
        topic: Topic::Request,
        title: "the host is not where the data are",
        severity: Severity::Warning,
        reference: "https://api.met.no/weatherapi",
        explanation: "The host holds documentation, serves another service of MET's, or is an internal one.",
        advice: &[],
        example: "GET https://docs.api.met.no/weatherapi/locationforecast/2.0/compact HTTP/1.1\n\
                  User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 404 Not Found\n\n",
        check: host,
    },
    Rule {
        id: "url-userinfo",
        topic: Topic::Request,
        title: "the URL holds credentials",
        severity: Severity::Warning,
        reference: "RFC 9110 §4.2.4",
        explanation: "Credentials in a URL end up in logs, histories and lists of processes. They were sent as Basic \
                      authentication to their own origin alone, and are shown nowhere.",
        advice: &["keep credentials out of the URL, for example in a header that your program reads from a file"],
        example: "GET https://me:secret@frost.met.no/observations/v0.jsonld HTTP/1.1\n\nHTTP/1.1 200 OK\n\n{}\n",
        check: userinfo,
    },
];

fn host(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let url = facts.evidence.hops().next()?.url()?;
    let Advice { id, message, help, severity } = hosts::advice(url)?;
    if id != rule.id {
        return None;
    }
    let answered = facts.status().is_some_and(|status| (200..300).contains(&status));
    let severity = match severity {
        Severity::Info => Severity::Info,
        _ if answered => Severity::Warning,
        _ if facts.evidence.dry_run => severity,
        _ => Severity::Error,
    };
    let mut finding = rule.found().severity(severity).quote(Seen::In, hosts::shown_host(&url.host()));
    finding.message = message;
    Some(finding.help(help))
}

fn userinfo(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let url = facts.evidence.hops().next().and_then(Exchange::url)?;
    url.userinfo().map(|_| rule.found().quote(Seen::In, url))
}
