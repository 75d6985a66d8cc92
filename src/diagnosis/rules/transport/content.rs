//! Complete responses whose body is not what the header says.

use crate::diagnosis::catalogue::transport::{CORRUPT_ENCODING, MALFORMED_RESPONSE, TRUNCATED_RESPONSE};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::severity::{Certainty, Severity};
use crate::evidence::Exchange;
use crate::http::syntax::content_coding::{self, Coding};
use crate::http::syntax::message::Fields;
use crate::text::count::counted;
use crate::text::escape::clip;

/// A response that came without a failure.
fn whole(facts: &Facts) -> Option<&Exchange> {
    facts.answer().filter(|answer| answer.failure.is_none())
}

/// Both Content-Length and Transfer-Encoding: two ends of the body, and servers and proxies may use different ones
/// (RFC 9112 §6.3).
pub(super) fn ambiguous_length(facts: &Facts) -> Option<Finding> {
    let fields = whole(facts)?.fields()?;
    if let Some(finding) = unclear_length(fields) {
        return Some(finding);
    }
    let (length, coding) = (fields.line("content-length")?, fields.line("transfer-encoding")?);
    let mut finding = Finding::of(&MALFORMED_RESPONSE)
        .see("RFC 9112 §6.3")
        .quote(EvidenceSource::Received, length)
        .quote(EvidenceSource::Received, coding);
    finding.message = "The response has two lengths: Content-Length and Transfer-Encoding".to_owned();
    finding.advice = vec!["report it to the operator of the server or of the proxy in front of it".to_owned()];
    Some(finding)
}

/// A Content-Length that is not a number, or several that differ (RFC 9112 §6.3, RFC 9110 §8.6).
pub(super) fn unclear_length(fields: &Fields) -> Option<Finding> {
    let combined = fields.combined("content-length")?;
    let members: Vec<&[u8]> = combined.as_bytes().split(|&byte| byte == b',').map(<[u8]>::trim_ascii).collect();
    let is_number = |member: &&[u8]| !member.is_empty() && member.iter().all(u8::is_ascii_digit);
    let message = if !members.iter().all(is_number) {
        "Content-Length is not a number"
    } else if members.iter().any(|member| Some(member) != members.first()) {
        "The response has several different Content-Length values"
    } else {
        return None;
    };
    let lines = fields.iter().filter(|field| field.name.eq_ignore_case("content-length"));
    let mut finding = lines.take(3).fold(Finding::of(&MALFORMED_RESPONSE).see("RFC 9112 §6.3"), |finding, line| {
        finding.quote(EvidenceSource::Received, line)
    });
    finding.message = message.to_owned();
    Some(finding)
}

/// A body that ends with the connection may have been cut by anyone, unless TLS was closed first (RFC 9112 §9.8).
pub(super) fn unclean_end(facts: &Facts) -> Option<Finding> {
    let body = &whole(facts)?.response.as_ref()?.body;
    if !body.unclean_end {
        return None;
    }
    let mut finding = Finding::of(&TRUNCATED_RESPONSE).severity(Severity::Warning).certainty(Certainty::Possible);
    finding.message = "The connection ended the body without a TLS close_notify; it may be truncated".to_owned();
    Some(finding.quote(EvidenceSource::Received, "no Content-Length and no TLS close_notify"))
}

/// The first bytes of everything that gzip compressed (RFC 1952 §2.3.1).
const GZIP: [u8; 3] = [0x1f, 0x8b, 8];

/// A body with a coding that was not offered, or that is not the announced one.
pub(super) fn odd_coding(facts: &Facts) -> Option<Finding> {
    let answer = whole(facts)?;
    let fields = &answer.response.as_ref()?.head.fields;
    let finding = Finding::of(&CORRUPT_ENCODING).severity(Severity::Warning);
    let mut finding = match answer.request.as_ref().and_then(|sent| content_coding::unasked(&sent.fields, fields)) {
        Some(coding) => unasked_coding(finding, answer, &coding),
        None if answer.response.as_ref().is_some_and(|response| response.body.beyond_coding > 0) => {
            return Some(beyond_coding(finding, answer));
        }
        None => untold_gzip(finding, answer)?,
    };
    finding.advice = vec!["report it to the operator of the server, or of the proxy that modified the body".to_owned()];
    Some(finding)
}

/// Bytes after the last member of gzip, or after the end of zlib's data.
fn beyond_coding(mut finding: Finding, answer: &Exchange) -> Finding {
    let count = answer.response.as_ref().map_or(0, |response| response.body.beyond_coding);
    let bytes = counted(count, "byte follows", "bytes follow");
    finding.message = format!("{bytes} the end of the compressed body; some clients, such as curl, refuse it");
    finding.advice = vec!["report it to the server operator: nothing may follow the compressed data".to_owned()];
    let told = answer.fields().and_then(|fields| fields.line("content-encoding"));
    finding.see("RFC 1952 §2.2").quote_if(EvidenceSource::Received, told)
}

fn unasked_coding(mut finding: Finding, answer: &Exchange, coding: &Coding) -> Finding {
    let name = clip(coding.as_str(), 40);
    finding.message = format!("The body is encoded as {name}, which the request did not offer");
    let offer = answer.request.as_ref().and_then(|sent| sent.fields.line("accept-encoding"));
    let told = answer.fields().and_then(|fields| fields.line("content-encoding"));
    finding.see("RFC 9110 §12.5.3").quote_if(EvidenceSource::Sent, offer).quote_if(EvidenceSource::Received, told)
}

/// A compressed body without, or with one too few, announced codings, that is not meant to be a compressed file.
fn untold_gzip(mut finding: Finding, answer: &Exchange) -> Option<Finding> {
    let response = answer.response.as_ref()?;
    let fields = &response.head.fields;
    let kind = fields.get_str("content-type").unwrap_or_default().to_ascii_lowercase();
    let is_file = kind.contains("zip") || kind.starts_with("application/octet-stream") || kind.contains("tar");
    let told = content_coding::codings(fields);
    // Of a capture it is not known whether the codings were taken off.
    let is_hidden = content_coding::unreadable(fields).is_some() || (!told.is_empty() && !answer.live);
    if is_file || is_hidden || fields.contains("content-disposition") || !response.body.bytes.starts_with(&GZIP) {
        return None;
    }
    finding.message = match told.as_slice() {
        [] => "The body is gzip-compressed, but there is no Content-Encoding".to_owned(),
        _ => "The body is gzip-compressed once more than its Content-Encoding says".to_owned(),
    };
    let finding = finding.quote(EvidenceSource::Body, "1f 8b 08, the start of gzip data");
    let finding = finding.quote_if(EvidenceSource::Received, fields.line("content-encoding"));
    Some(finding.quote_if(EvidenceSource::Received, fields.line("content-type")))
}
