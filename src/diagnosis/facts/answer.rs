//! What several rules ask of an answer.

use crate::diagnosis::facts::Facts;
use crate::evidence::{Exchange, Phase};
use crate::http::syntax::excerpt::looks_like_html;
use crate::http::uri::target::Scheme;
use crate::met::hosts::Service;

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
    let failed = answer.failure.as_ref().is_some_and(|failure| failure.phase == Phase::Head);
    failed && answer.response.as_ref().is_some_and(|response| !response.head.offences.is_empty())
}
