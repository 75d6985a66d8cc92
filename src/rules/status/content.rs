//! Status 200 whose content is not what it should be.

use super::super::{Rule, Topic, line, met_answer, status_line};
use crate::escape::clip;
use crate::evidence::{Exchange, Response};
use crate::facts::Facts;
use crate::finding::{Finding, Seen, Severity};
use crate::http::content_coding;
use crate::http::document::{DocumentFault, Kind};
use crate::http::excerpt::{first_lines, looks_like_html, text};
use crate::met::asked::Asked;
use crate::met::hosts::Service;
use crate::rules::status::redirect::is_front_page;

macro_rules! nowcast {
    ($coverage:literal) => {
        concat!(
            "GET https://api.met.no/weatherapi/nowcast/2.0/complete?lat=60.1&lon=9.58 HTTP/1.1\n",
            "User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 200 OK\n",
            "Content-Type: application/json\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n",
            "{\"properties\": {\"meta\": {\"radar_coverage\": \"",
            $coverage,
            "\"}}}\n"
        )
    };
}

pub(in crate::rules) static RULES: &[Rule] = &[
    Rule {
        id: "unexpected-content",
        topic: Topic::Status,
        title: "the content is not what was asked for: a web page, or broken data",
        severity: Severity::Error,
        reference: "https://api.met.no/doc/GettingStarted",
        explanation: "The status says success, and the content is not what the URL stands for: a page of a login, of a proxy \
                      or of the API's own site, or JSON or XML that parsers refuse. Clients fail on it with errors of \
                      their parser.",
        advice: &[],
        example: met_answer!("200 OK", "Content-Type: text/html\n\n<!DOCTYPE html><html><body>Sign in</body></html>\n"),
        check: unexpected_content,
    },
    Rule {
        id: "empty-body",
        topic: Topic::Status,
        title: "the answer has no content",
        severity: Severity::Error,
        reference: "RFC 9110 §15.3.1",
        explanation: "The status says success, and nothing came with it, where data were asked for or the type of a document \
                      is told. Clients fail on it with errors of their parser.",
        advice: &["ask again at your ordinary time", "check for proxies that change content"],
        example: met_answer!("200 OK", "Content-Length: 0\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n"),
        check: empty_body,
    },
    Rule {
        id: "coverage-unavailable",
        topic: Topic::Status,
        title: "the radar that covers the place is out of operation for now",
        severity: Severity::Warning,
        reference: "https://api.met.no/weatherapi/nowcast/2.0/documentation",
        explanation: "The nowcast has no precipitation from radar at the moment. That passes by itself; the rest of the answer \
                      is good.",
        advice: &["use the rest of the answer, and ask again at your ordinary time"],
        example: nowcast!("temporarily unavailable"),
        check: coverage,
    },
    Rule {
        id: "partial-coverage",
        topic: Topic::Status,
        title: "no radar covers the place, so that the nowcast has no precipitation",
        severity: Severity::Info,
        reference: "https://api.met.no/weatherapi/nowcast/2.0/documentation",
        explanation: "The place lies within the area of the model and outside that of the radars. That does not change.",
        advice: &["take the precipitation for this place from locationforecast/2.0"],
        example: nowcast!("no coverage"),
        check: coverage,
    },
];

/// The successful answer to a request for data at MET, with what was asked.
fn data(facts: &Facts) -> Option<(&Response, Asked)> {
    let answer = facts.answer().filter(|answer| answer.failure.is_none())?;
    let asked =
        answer.url().filter(|_| facts.service == Service::Met).and_then(Asked::of).filter(Asked::is_for_data)?;
    let response = answer.response.as_ref().filter(|response| [200, 203].contains(&response.head.status))?;
    Some((response, asked))
}

fn unexpected_content(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    page(rule, facts).or_else(|| broken_document(rule, facts))
}

/// Content that is not what its Content-Type says: JSON or XML that parsers refuse.
fn broken_document(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let answer = facts.answer().filter(|answer| answer.failure.is_none())?;
    let response = answer.response.as_ref().filter(|response| (200..300).contains(&response.head.status))?;
    let body = &response.body;
    let is_encoded = content_coding::unreadable(&response.head.fields).is_some();
    if body.bytes.is_empty() || body.cut.is_some() || is_encoded || !(answer.live || is_captured_whole(response)) {
        return None;
    }
    let kind = kind(answer, response)?;
    // The type names the encoding before the document does (RFC 7303 §3).
    if kind == Kind::Xml && std::str::from_utf8(&body.bytes).is_err() && names_other_charset(response) {
        return None;
    }
    let fault = kind.fault(&body.bytes)?;
    if fault.is_doubt {
        return Some(doubtful_document(rule.found(), facts, &fault));
    }
    // A word or two in place of data is what stand-ins and health checks of servers send.
    let severity = if kind.is_intended(&body.bytes) { Severity::Error } else { Severity::Info };
    let mut finding = rule.found().severity(severity).see(match kind {
        Kind::Json => "RFC 8259",
        Kind::Xml => "https://www.w3.org/TR/xml/",
    });
    finding.message = format!("the content is not valid {}: {fault}", kind.as_str());
    finding.advice = vec!["report it to whoever runs the server, or the proxy that changed the content".to_owned()];
    let words = first_lines(&text(&body.bytes)).into_iter().next().map(|words| clip(&words, 80));
    Some(finding.quote_if(Seen::Received, line(facts, "content-type")).quote_if(Seen::Body, words))
}

/// A document of JSON that parsers read differently or refuse.
fn doubtful_document(mut finding: Finding, facts: &Facts, fault: &DocumentFault) -> Finding {
    finding.message = format!("the content is valid JSON that clients read differently: {fault}");
    finding.advice = vec!["report it to the server operator; test with the parser of your client".to_owned()];
    let finding = finding.severity(Severity::Warning).see("RFC 8259");
    finding.quote_if(Seen::Received, line(facts, "content-type"))
}

/// Whether a capture holds the whole content as it was sent: a tool may have left out or changed some of it, unless it
/// has the length that was announced.
fn is_captured_whole(response: &Response) -> bool {
    let fields = &response.head.fields;
    let length = fields.get_str("content-length").and_then(|length| length.parse().ok());
    let is_as_sent = !fields.contains("content-encoding") && !fields.contains("transfer-encoding");
    response.body.captured && is_as_sent && response.body.dropped == 0 && length == Some(response.body.bytes.len())
}

/// Whether the Content-Type names another encoding than UTF-8.
fn names_other_charset(response: &Response) -> bool {
    let kind = response.head.fields.get_str("content-type").unwrap_or_default().to_ascii_lowercase();
    let charset = kind.split(';').find_map(|part| part.trim().strip_prefix("charset="));
    charset.is_some_and(|charset| !["utf-8", "utf8", "us-ascii"].contains(&charset.trim_matches('"')))
}

/// The kind of document that an answer is to be.
fn kind(answer: &Exchange, response: &Response) -> Option<Kind> {
    match response.head.fields.get_str("content-type") {
        Some(told) => Kind::of(told),
        None => asks_for_json(answer).then_some(Kind::Json),
    }
}

/// Whether the path names a document of JSON.
fn asks_for_json(answer: &Exchange) -> bool {
    answer.url().is_some_and(|url| url.path().to_ascii_lowercase().ends_with("json"))
}

fn page(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let (response, asked) = data(facts)?;
    let kind = response.head.fields.get_str("content-type").unwrap_or_default();
    let is_page = kind.starts_with("text/html") || looks_like_html(&String::from_utf8_lossy(&response.body.bytes));
    let for_data = !asked.parameters.is_empty() && !asked.endpoint.is_empty();
    if !is_page || !for_data || is_front_page(facts) {
        return None;
    }
    let mut finding = rule.found().quote_if(Seen::Received, line(facts, "content-type"));
    finding.message = "the answer is a web page where data were asked for".to_owned();
    let words = first_lines(&text(&response.body.bytes));
    let finding = words.into_iter().fold(finding, |finding, words| finding.quote(Seen::Body, words));
    Some(finding.help("check for a proxy, a login page or a redirect between here and MET, and the path of the URL"))
}

/// Nothing where data were asked for at MET, or where the answer itself says that a document comes.
fn empty_body(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let answer = facts.answer().filter(|answer| answer.failure.is_none())?;
    let response = answer.response.as_ref().filter(|response| [200, 203].contains(&response.head.status))?;
    let is_document = || answer.live && kind(answer, response).is_some();
    if data(facts).is_none() && !is_document() {
        return None;
    }
    let told = response.head.fields.get_str("content-length") == Some("0");
    let live = answer.live && response.body.decoded_len() == 0;
    (told || live).then(|| {
        rule.found()
            .quote_if(Seen::Received, status_line(facts))
            .quote_if(Seen::Received, line(facts, "content-type"))
            .quote_if(Seen::Received, line(facts, "content-length"))
    })
}

fn coverage(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let (response, _) = data(facts).filter(|(_, asked)| asked.product == "nowcast")?;
    let document: serde_json::Value = serde_json::from_slice(&response.body.bytes).ok()?;
    let coverage = document.pointer("/properties/meta/radar_coverage")?.as_str()?;
    let id = match coverage {
        "no coverage" => "partial-coverage",
        "temporarily unavailable" => "coverage-unavailable",
        _ => return None,
    };
    (id == rule.id).then(|| rule.found().quote(Seen::Body, format!("\"radar_coverage\": \"{coverage}\"")))
}
