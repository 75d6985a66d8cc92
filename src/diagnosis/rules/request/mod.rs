//! Request: what is wrong with the request, by its URL or by the response.

pub(super) mod hosts;
pub(super) mod lints;

use crate::diagnosis::catalogue::request::{BAD_REQUEST, INVALID_PARAMETER, PLAIN_HTTP};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::facts::answer::is_front_page;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::lints::Corrected;
use crate::diagnosis::rules::wording::{by_cause_of_request, line};
use crate::evidence::Exchange;
use crate::http::uri::target::Scheme;
use crate::met::hosts::Service;

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let by_cause = [&INVALID_PARAMETER, &BAD_REQUEST].into_iter().filter_map(|rule| by_cause_of_request(rule, facts));
    by_cause.chain(plain_http(facts)).collect()
}

fn plain_http(facts: &Facts) -> Option<Finding> {
    let first = facts.evidence.hops().next()?;
    let url = first.url().filter(|url| url.scheme() == Scheme::Http)?;
    let upgraded = facts
        .evidence
        .hops()
        .nth(1)
        .and_then(Exchange::url)
        .is_some_and(|next| next.scheme() == Scheme::Https && next.host_without_dot() == url.host_without_dot());
    // Where it ended on the front page, that is the finding.
    if is_front_page(facts) || (Service::of(url) != Service::Met && !upgraded) {
        return None;
    }
    let location = if upgraded {
        first.fields().and_then(|fields| fields.line("location")).map(ToString::to_string)
    } else {
        line(facts, "location")
    };
    let finding = if Service::of(url) == Service::Met {
        Finding::of(&PLAIN_HTTP)
    } else {
        Finding::of(&PLAIN_HTTP).see("RFC 9110 §4.2.2")
    };
    let mut finding = finding;
    if facts.evidence.dry_run {
        "The request would use plain http".clone_into(&mut finding.message);
    }
    let instead = facts.corrected.as_ref().map(Corrected::advice);
    let instead = instead.unwrap_or_else(|| "write https:// in the address".to_owned());
    Some(finding.quote(EvidenceSource::In, url).quote_if(EvidenceSource::Received, location).help_instead(instead))
}
