//! Status 3xx: where an answer sends its reader, and whether that can be followed.

use super::super::{Rule, Topic, line};
use crate::escape::Text;
use crate::evidence::{Exchange, FailureKind, RedirectStop};
use crate::facts::Facts;
use crate::finding::{Certainty, Finding, Seen, Severity};
use crate::http::excerpt::looks_like_html;
use crate::http::target::{Scheme, Url};
use crate::met::hosts::Service;
use crate::redirect::{Hop, followed_target, next_hop};

pub(in crate::rules) static RULES: &[Rule] = &[
    Rule {
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
        check: front_page,
    },
    Rule {
        id: "redirect-downgrade",
        topic: Topic::Status,
        title: "a redirect leads from https to plain http, and was not followed",
        severity: Severity::Error,
        reference: "RFC 9110 §15.4",
        explanation: "Whoever sits on the way could read and change what comes back, although the request began in safety.",
        advice: &["ask whoever runs the server to redirect to https", "ask the https form of the new address yourself"],
        example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 301 Moved Permanently\nLocation: http://api.acme.no/y\n\n",
        check: stopped,
    },
    Rule {
        id: "redirect-invalid",
        topic: Topic::Status,
        title: "a redirect does not say where to, and was not followed",
        severity: Severity::Error,
        reference: "RFC 9110 §10.2.2",
        explanation: "A redirect needs one Location field with a URL of http or https. Clients differ in what they do with \
                      none, several or another scheme.",
        advice: &["report the Location field to whoever runs the server"],
        example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 302 Found\nLocation: file:///etc/passwd\n\n",
        check: stopped,
    },
    Rule {
        id: "redirect-private",
        topic: Topic::Status,
        title: "a redirect leads from outside into a private network, and was not followed",
        severity: Severity::Error,
        reference: "RFC 6890",
        explanation: "Such a redirect can make a program inside a network fetch what only it can reach. Nothing was sent \
                      to the private address.",
        advice: &["if the address is meant, ask it directly"],
        example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 302 Found\nLocation: https://169.254.169.254/latest/\n\n",
        check: stopped,
    },
    Rule {
        id: "redirect-loop",
        topic: Topic::Status,
        title: "the redirects do not end",
        severity: Severity::Error,
        reference: "RFC 9110 §15.4",
        explanation: "Each answer sends the client on, back to where it was or ever further.",
        advice: &["report the chain to whoever runs the server"],
        example: "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 302 Found\nLocation: https://api.acme.no/x\n\n",
        check: stopped,
    },
    Rule {
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
        check: redirected,
    },
];

fn front_page(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    if !is_front_page(facts) {
        return None;
    }
    let first = facts.evidence.hops().next()?;
    let location = first.fields()?.line("location").map(ToString::to_string);
    let finding = rule.found().quote_if(Seen::In, first.url()).quote_if(Seen::Received, location);
    Some(finding.quote_if(Seen::Received, line(facts, "content-type")))
}

/// Whether plain http at MET ended on a web page in place of the data.
pub(in crate::rules) fn is_front_page(facts: &Facts) -> bool {
    let asked = facts.evidence.hops().next().and_then(Exchange::url);
    let Some(asked) = asked.filter(|url| Service::of(url) == Service::Met && url.scheme() == Scheme::Http) else {
        return false;
    };
    let Some((url, response)) = facts.answer().and_then(|answer| Some((answer.url()?, answer.response.as_ref()?)))
    else {
        return false;
    };
    let kind = response.head.fields.get_str("content-type").unwrap_or_default();
    let is_page = kind.starts_with("text/html") || looks_like_html(&String::from_utf8_lossy(&response.body.bytes));
    let elsewhere = url.path().trim_end_matches('/') != asked.path().trim_end_matches('/');
    is_page && elsewhere && response.head.status == 200
}

fn stopped(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let Some(stop) = &facts.evidence.redirect_stop else { return private_address(rule, facts) };
    let (id, message) = match stop {
        RedirectStop::TooMany(most) => {
            ("redirect-loop", Some(format!("the answer redirects after {most} redirects, the most that are followed")))
        }
        RedirectStop::Loop(to) => ("redirect-loop", Some(format!("a redirect leads back to {to}"))),
        RedirectStop::Downgrade(_) => ("redirect-downgrade", None),
        RedirectStop::Invalid(why) => ("redirect-invalid", Some(format!("a redirect cannot be followed: {why}"))),
        RedirectStop::Private(_) => ("redirect-private", None),
        RedirectStop::NoIdentity(_) | RedirectStop::OutOfTime(_) => return None,
    };
    if id != rule.id {
        return None;
    }
    let mut finding = rule.found();
    if let Some(message) = message {
        finding.message = message;
    }
    if matches!(stop, RedirectStop::TooMany(_)) {
        finding = finding.help("if the chain is meant, allow more with --max-redirects");
    }
    for hop in facts.evidence.hops().filter(|hop| hop.fields().is_some_and(|fields| fields.contains("location"))) {
        finding = finding.quote_if(Seen::Received, locations(hop));
    }
    if rule.id == "redirect-loop" && facts.evidence.hops().any(sets_cookie) {
        finding = asks_for_cookie(finding);
    }
    if let RedirectStop::Invalid(why) = stop
        && is_recoverable(facts)
    {
        finding = recoverable(finding, why);
    }
    Some(finding.quote_if(
        Seen::Received,
        facts.answer().filter(|answer| locations(answer).is_none()).and_then(Exchange::status),
    ))
}

fn sets_cookie(hop: &Exchange) -> bool {
    hop.fields().is_some_and(|fields| fields.contains("set-cookie"))
}

/// A server may send a client in a circle until it sends the cookie back (RFC 6265 §5.4).
fn asks_for_cookie(mut finding: Finding) -> Finding {
    finding.certainty = Certainty::Likely;
    finding.message.push_str("; the response sets a cookie, which metstatus does not send back");
    finding.advice.insert(0, "test with a client that keeps cookies, such as curl -L -b '' URL".to_owned());
    finding.see("RFC 6265 §5.4")
}

/// Whether the one Location is one that clients encode and follow (RFC 9110 §10.2.2).
fn is_recoverable(facts: &Facts) -> bool {
    let Some(answer) = facts.answer() else { return false };
    let fields = answer.fields().filter(|fields| fields.all("location").count() == 1);
    answer.url().zip(fields).is_some_and(|(url, fields)| followed_target(url, fields).is_some())
}

fn recoverable(mut finding: Finding, why: &str) -> Finding {
    finding.severity = Severity::Warning;
    finding.message = format!("Location is not a URI reference: {why}");
    finding.help("curl and browsers encode such characters and follow the redirect; metstatus does not follow it")
}

fn locations(hop: &Exchange) -> Option<String> {
    let values: Vec<String> = hop.fields()?.all("location").map(Text::to_string).collect();
    (!values.is_empty()).then(|| format!("{} Location: {}", hop.status().unwrap_or(0), values.join(" | ")))
}

/// A name that a redirect led to turned out to have a private address.
fn private_address(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let failure = facts.answer()?.failure.as_ref()?;
    (rule.id == "redirect-private" && failure.kind == FailureKind::PrivateAddress)
        .then(|| rule.found().quote_if(Seen::In, facts.answer().and_then(Exchange::url).map(Url::to_string)))
}

/// A redirect that this program left for a reason of its own.
fn left(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let finding = rule.found().quote_if(Seen::Received, facts.answer().and_then(locations));
    let (message, severity, help) = match facts.evidence.redirect_stop.as_ref()? {
        RedirectStop::NoIdentity(to) => (
            format!("the answer redirects to {to}, which was not asked: MET wants to know who asks"),
            Severity::Warning,
            "add --contact with your mail address or site, or -A with the User-Agent of the client to diagnose",
        ),
        RedirectStop::OutOfTime(wait) if !wait.is_zero() => (
            format!(
                "the redirect asks to wait {} before it is followed, more than the time for this target",
                humantime::format_duration(*wait)
            ),
            Severity::Error,
            "ask again later, or allow more time with --timeout",
        ),
        RedirectStop::OutOfTime(_) => (
            "the time for this target was used up before the redirect was followed".to_owned(),
            Severity::Error,
            "allow more time with --timeout",
        ),
        _ => return None,
    };
    Some(Finding { message, ..finding.severity(severity).help(help) })
}

fn redirected(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    if facts.evidence.redirect_stop.is_some() {
        return left(rule, facts);
    }
    let mut finding = rule.found();
    if let Some(answer) = facts.answer()
        && let Hop::Follow(to) = next_hop(answer, &[], u32::MAX)
    {
        finding.message = format!("the answer redirects to {to}, where nobody went on");
        return Some(finding.quote_if(Seen::Received, locations(answer)));
    }
    let from = facts.evidence.hops().next()?.url()?;
    let to = facts.evidence.hops().skip(1).last()?.url()?;
    finding.message = format!("the request was redirected to {to}");
    for hop in facts.evidence.hops() {
        finding = finding.quote_if(Seen::Received, locations(hop));
    }
    let upgraded = from.scheme() == Scheme::Http && to.scheme() == Scheme::Https && from.host() == to.host();
    if from.origin() != to.origin() && !upgraded {
        finding.message = format!("the request was redirected to another origin, {to}");
        finding = finding
            .severity(Severity::Warning)
            .help("ask the new address directly, if the move is for good (301, 308)")
            .help("mind that credentials and fields of your own did not go along");
    }
    Some(finding)
}
