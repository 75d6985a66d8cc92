//! What several rules ask of an answer.

use crate::diagnosis::facts::Facts;
use crate::evidence::{Exchange, Failure, FailureKind, Phase};
use crate::http::syntax::message::Offence;
use crate::http::uri::target::Scheme;
use crate::met::hosts::Service;
use crate::text::html::looks_like_html;

/// Whether plain http at MET ended on a web page in place of the data.
pub(crate) fn is_front_page(facts: &Facts) -> bool {
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

/// Whether there is a document whose caching matters: a web page in place of the data is none.
pub(crate) fn is_success(facts: &Facts) -> bool {
    !is_front_page(facts)
        && facts.answer().and_then(Exchange::status).is_some_and(|status| (200..300).contains(&status))
}

/// Whether the head breaks the grammar, could be read here, and was refused by the library that reads the content.
pub(crate) fn is_refused_syntax(answer: &Exchange) -> bool {
    let failed = answer.failure.as_ref().is_some_and(|failure| {
        failure.phase == Phase::Head && failure.kind == FailureKind::Malformed && !is_about_length(failure)
    });
    // Lines that end in LF are read everywhere (RFC 9112 §2.2), and folds are put together before.
    let is_reason = |offence: &Offence| !matches!(offence, Offence::BareLf | Offence::ObsFold(_));
    failed && answer.response.as_ref().is_some_and(|response| response.head.offences.iter().any(is_reason))
}

/// Whether what could not be read is how long the content is.
pub(crate) fn is_about_length(failure: &Failure) -> bool {
    failure.detail.as_str().is_some_and(|detail| detail.contains("content-length"))
}
