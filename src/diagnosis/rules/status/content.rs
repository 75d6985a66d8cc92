//! Status 200 with a body that is not what it should be.

use crate::diagnosis::catalogue::content::{COVERAGE_UNAVAILABLE, EMPTY_BODY, PARTIAL_COVERAGE, UNEXPECTED_CONTENT};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::facts::answer::is_front_page;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::rules::wording::{line, status_line};
use crate::diagnosis::severity::Severity;
use crate::evidence::{Exchange, Response};
use crate::http::syntax::body_text::{first_lines, text};
use crate::http::syntax::content_coding;
use crate::http::syntax::document::{DataFormat, DocumentFault};
use crate::met::hosts::Service;
use crate::met::product_request::ProductRequest;
use crate::text::escape::clip;
use crate::text::html::looks_like_html;

/// The successful answer to a request for data at MET, with what was asked.
fn data(facts: &Facts) -> Option<(&Response, ProductRequest)> {
    let answer = facts.answer().filter(|answer| answer.failure.is_none())?;
    let asked = answer
        .url()
        .filter(|_| facts.service == Service::Met)
        .and_then(ProductRequest::of)
        .filter(ProductRequest::is_for_data)?;
    let response = answer.response.as_ref().filter(|response| [200, 203].contains(&response.head.status))?;
    Some((response, asked))
}

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let detectors = [unexpected_content, empty_body, coverage];
    detectors.into_iter().filter_map(|detector| detector(facts)).collect()
}

fn unexpected_content(facts: &Facts) -> Option<Finding> {
    page(facts).or_else(|| broken_document(facts))
}

/// A body that is not what its Content-Type says: JSON or XML that parsers reject.
fn broken_document(facts: &Facts) -> Option<Finding> {
    let answer = facts.answer().filter(|answer| answer.failure.is_none())?;
    let response = answer.response.as_ref().filter(|response| (200..300).contains(&response.head.status))?;
    let body = &response.body;
    let is_encoded = content_coding::unreadable(&response.head.fields).is_some();
    if body.bytes.is_empty() || body.cut.is_some() || is_encoded || !(answer.live || is_captured_whole(response)) {
        return None;
    }
    let kind = kind(answer, response)?;
    // The type names the encoding before the document does (RFC 7303 §3).
    if kind == DataFormat::Xml && std::str::from_utf8(&body.bytes).is_err() && names_other_charset(response) {
        return None;
    }
    let fault = kind.fault(&body.bytes)?;
    if fault.is_doubt {
        return Some(doubtful_document(Finding::of(&UNEXPECTED_CONTENT), facts, &fault));
    }
    // A word or two in place of data is what stand-ins and health checks of servers send.
    let severity = if kind.is_intended(&body.bytes) { Severity::Error } else { Severity::Info };
    let mut finding = Finding::of(&UNEXPECTED_CONTENT).severity(severity).see(match kind {
        DataFormat::Json => "RFC 8259",
        DataFormat::Xml => "https://www.w3.org/TR/xml/",
    });
    finding.message = format!("The body is not valid {}: {fault}", kind.as_str());
    finding.advice = vec!["report it to the operator of the server, or of the proxy that modified the body".to_owned()];
    let words = first_lines(&text(&body.bytes)).into_iter().next().map(|words| clip(&words, 80));
    Some(finding.quote_if(EvidenceSource::Received, line(facts, "content-type")).quote_if(EvidenceSource::Body, words))
}

/// A document of JSON that parsers read differently or refuse.
fn doubtful_document(mut finding: Finding, facts: &Facts, fault: &DocumentFault) -> Finding {
    finding.message = format!("The body is valid JSON that clients read differently: {fault}");
    finding.advice = vec!["report it to the server operator, and test with your client's parser".to_owned()];
    let finding = finding.severity(Severity::Warning).see("RFC 8259");
    finding.quote_if(EvidenceSource::Received, line(facts, "content-type"))
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

/// The kind of document that a response should be.
fn kind(answer: &Exchange, response: &Response) -> Option<DataFormat> {
    match response.head.fields.get_str("content-type") {
        Some(told) => DataFormat::of(told),
        None => asks_for_json(answer).then_some(DataFormat::Json),
    }
}

/// Whether the path names a document of JSON.
fn asks_for_json(answer: &Exchange) -> bool {
    answer.url().is_some_and(|url| url.path().to_ascii_lowercase().ends_with("json"))
}

fn page(facts: &Facts) -> Option<Finding> {
    let (response, asked) = data(facts)?;
    let kind = response.head.fields.get_str("content-type").unwrap_or_default();
    let is_page = kind.starts_with("text/html") || looks_like_html(&String::from_utf8_lossy(&response.body.bytes));
    let for_data = !asked.parameters.is_empty() && !asked.endpoint.is_empty();
    if !is_page || !for_data || is_front_page(facts) {
        return None;
    }
    let mut finding = Finding::of(&UNEXPECTED_CONTENT).quote_if(EvidenceSource::Received, line(facts, "content-type"));
    finding.message = "The response is a web page instead of the requested data".to_owned();
    let words = first_lines(&text(&response.body.bytes));
    let finding = words.into_iter().fold(finding, |finding, words| finding.quote(EvidenceSource::Body, words));
    Some(finding.help_instead("check the URL's path, and look for a proxy, a login page or a redirect in between"))
}

/// An empty body although data was requested from MET, or although the response announces a document.
fn empty_body(facts: &Facts) -> Option<Finding> {
    let answer = facts.answer().filter(|answer| answer.failure.is_none())?;
    let response = answer.response.as_ref().filter(|response| [200, 203].contains(&response.head.status))?;
    let is_document = || answer.live && kind(answer, response).is_some();
    if data(facts).is_none() && !is_document() {
        return None;
    }
    let told = response.head.fields.get_str("content-length") == Some("0");
    let live = answer.live && response.body.decoded_len() == 0;
    (told || live).then(|| {
        Finding::of(&EMPTY_BODY)
            .quote_if(EvidenceSource::Received, status_line(facts))
            .quote_if(EvidenceSource::Received, line(facts, "content-type"))
            .quote_if(EvidenceSource::Received, line(facts, "content-length"))
    })
}

fn coverage(facts: &Facts) -> Option<Finding> {
    let (response, _) = data(facts).filter(|(_, asked)| asked.product == "nowcast")?;
    let document: serde_json::Value = serde_json::from_slice(&response.body.bytes).ok()?;
    let coverage = document.pointer("/properties/meta/radar_coverage")?.as_str()?;
    let rule = match coverage {
        "no coverage" => &PARTIAL_COVERAGE,
        "temporarily unavailable" => &COVERAGE_UNAVAILABLE,
        _ => return None,
    };
    Some(Finding::of(rule).quote(EvidenceSource::Body, format!("\"radar_coverage\": \"{coverage}\"")))
}
