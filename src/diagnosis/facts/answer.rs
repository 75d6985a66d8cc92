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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::samples::{first, request};
    use crate::http::time::timestamp::Timestamp;

    /// A response whose head has these offences, and that failed.
    fn failed(offences: Vec<Offence>, phase: Phase, kind: FailureKind, detail: &str) -> Exchange {
        let now = Timestamp::from_unix(1_795_334_400);
        let mut exchange = first(request("https://example.org/", &[]), now, "HTTP/1.1 200 OK\n\n");
        exchange.response.as_mut().unwrap().head.offences = offences;
        exchange.failure = Some(Failure { phase, kind, detail: detail.into(), received: 9, excerpt: "".into() });
        exchange
    }

    #[test]
    fn syntax_is_refused_for_an_offence_that_a_library_refuses() {
        use FailureKind::{Closed, Malformed};
        let (space, line) = (|| Offence::SpaceBeforeColon("A".into()), || Offence::BareLf);
        for (offences, phase, kind, detail, refused) in [
            (vec![space()], Phase::Head, Malformed, "invalid header", true),
            (vec![line(), space()], Phase::Head, Malformed, "invalid header", true),
            (vec![line()], Phase::Head, Malformed, "invalid header", false),
            (vec![], Phase::Head, Malformed, "invalid header", false),
            (vec![space()], Phase::Body, Malformed, "invalid header", false),
            (vec![space()], Phase::Head, Closed, "invalid header", false),
            (vec![space()], Phase::Head, Malformed, "invalid content-length", false),
        ] {
            let exchange = failed(offences, phase, kind.clone(), detail);
            assert_eq!(is_refused_syntax(&exchange), refused, "{exchange:?}");
            let about_length = is_about_length(exchange.failure.as_ref().unwrap());
            assert_eq!(about_length, detail.contains("length"), "{detail}");
        }
        let mut whole = failed(vec![space()], Phase::Head, Malformed, "");
        whole.failure = None;
        assert!(!is_refused_syntax(&whole));
    }
}
