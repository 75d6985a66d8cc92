//! Oddities of a response that could be read anyway.

use crate::diagnosis::catalogue::protocol::{
    ADDRESS_FALLBACK, BODY_TOO_LARGE, INTERIM_RESPONSE, INTERNATIONAL_HOST, LENIENT_SYNTAX, NON_ASCII_FIELD,
    OLD_HTTP_VERSION, TLS_EXPIRES_SOON,
};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::facts::answer::is_refused_syntax;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::rules::wording::status_line;
use crate::diagnosis::severity::Severity;
use crate::evidence::BodyCut;
use crate::http::syntax::message::{Field, HttpVersion};
use crate::text::escape::{Text, clip, escape};
use crate::text::secret::{is_secret, redact_host, redact_line};

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let detectors =
        [body_too_large, lenient, fallback, certificate_ends, interim, old_version, non_ascii, international];
    detectors.into_iter().filter_map(|detector| detector(facts)).collect()
}

fn body_too_large(facts: &Facts) -> Option<Finding> {
    let response = facts.answer()?.response.as_ref()?;
    let mut finding = Finding::of(&BODY_TOO_LARGE);
    finding.message = match response.body.cut? {
        BodyCut::Wire(limit) => format!("The body is larger than {limit} bytes; the rest was not read"),
        BodyCut::Decoded(limit) => {
            let wire = response.body.wire_bytes.unwrap_or_default().max(1);
            format!(
                "The body decompresses to more than {limit} bytes, at least {} times its {wire} bytes; the rest was not read",
                limit / wire
            )
        }
    };
    let length = response.head.fields.line("content-length").map(ToString::to_string);
    let coding = response.head.fields.line("content-encoding").map(ToString::to_string);
    Some(finding.quote_if(EvidenceSource::Received, length).quote_if(EvidenceSource::Received, coding))
}

fn lenient(facts: &Facts) -> Option<Finding> {
    let answer = facts.answer()?;
    let response = answer.response.as_ref()?;
    let (head, surplus) = (&response.head, response.body.surplus.as_slice());
    if head.offences.is_empty() && surplus.is_empty() {
        return None;
    }
    let mut finding = head
        .offences
        .iter()
        .take(5)
        .fold(Finding::of(&LENIENT_SYNTAX), |finding, offence| finding.quote(EvidenceSource::Received, offence));
    if head.offences.is_empty() {
        finding = finding.see("RFC 9112 §6.3");
        finding.message =
            "Extra bytes follow the response body; other clients may read them as the next response".to_owned();
    }
    if !surplus.is_empty() {
        let first = surplus.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let shown = redact_line(&Text::from(first.trim_ascii_end()).to_string());
        finding = finding.quote(EvidenceSource::Received, format!("after the body: {}", clip(&shown, 80)));
    }
    if !is_refused_syntax(answer) {
        return Some(finding);
    }
    let mut finding = finding.severity(Severity::Error);
    finding.message = "Malformed response header; the body was not read".to_owned();
    Some(finding.quote_if(EvidenceSource::Error, answer.failure.as_ref().map(|failure| failure.detail.clipped(120))))
}

fn fallback(facts: &Facts) -> Option<Finding> {
    let answer = facts.answer().filter(|answer| answer.response.is_some())?;
    let first = answer.connection.skipped.first()?;
    let peer = answer.connection.peer.map(|peer| format!("{peer}: connected"));
    Some(
        Finding::of(&ADDRESS_FALLBACK)
            .quote(EvidenceSource::Error, format!("{}: {}", first.0, Text::from(first.1.as_str()).clipped(80)))
            .quote_if(EvidenceSource::Received, peer),
    )
}

fn certificate_ends(facts: &Facts) -> Option<Finding> {
    let exchange = facts.evidence.hops().find(|hop| hop.connection.certificate_ends.is_some())?;
    let end = exchange.connection.certificate_ends?;
    let left = end.seconds_since(exchange.received_at).max(0);
    let mut finding =
        Finding::of(&TLS_EXPIRES_SOON).quote_if(EvidenceSource::In, exchange.url().map(|url| redact_host(&url.host())));
    finding.message = match left / 86_400 {
        0 => format!("The server's certificate expires within a day, on {end}"),
        days => format!("The server's certificate expires in {days} d, on {end}"),
    };
    Some(finding)
}

fn interim(facts: &Facts) -> Option<Finding> {
    let count = facts.answer()?.response.as_ref()?.interim;
    let mut finding = Finding::of(&INTERIM_RESPONSE);
    finding.message = match count {
        0 => return None,
        1 => "An interim response (1xx) came before the final one".to_owned(),
        _ => format!("{count} interim responses (1xx) came before the final one"),
    };
    Some(finding)
}

fn old_version(facts: &Facts) -> Option<Finding> {
    let head = &facts.answer()?.response.as_ref()?.head;
    (head.version == HttpVersion::Http10)
        .then(|| Finding::of(&OLD_HTTP_VERSION).quote_if(EvidenceSource::Received, status_line(facts)))
}

fn non_ascii(facts: &Facts) -> Option<Finding> {
    let odd = |field: &&Field| !field.value.as_bytes().is_ascii() || !field.name.as_bytes().is_ascii();
    let fields: Vec<&Field> = facts.answer()?.fields()?.iter().filter(odd).collect();
    let shown = |field: &&Field| match is_secret(&field.name) {
        true => format!("{}: [redacted]", field.name),
        false => clip(&redact_line(&field.to_string()), 80),
    };
    (!fields.is_empty()).then(|| {
        fields
            .iter()
            .take(5)
            .fold(Finding::of(&NON_ASCII_FIELD), |found, field| found.quote(EvidenceSource::Received, shown(field)))
    })
}

fn international(facts: &Facts) -> Option<Finding> {
    let url = facts.evidence.hops().filter_map(|hop| hop.url()).find(|url| url.international_host().is_some())?;
    let readable = escape(&url.international_host()?);
    let mut finding = Finding::of(&INTERNATIONAL_HOST);
    finding.message = format!("The host {} was requested as {}", clip(&readable, 80), clip(&url.host(), 120));
    Some(finding)
}
