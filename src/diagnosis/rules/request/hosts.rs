//! Request: hosts that are gone or are not the Weather API, and what to use instead.

use crate::diagnosis::catalogue::hosts::URL_USERINFO;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::hosts::{self, Advice};
use crate::diagnosis::lints::Corrected;
use crate::diagnosis::rules::wording::by_cause;
use crate::diagnosis::severity::Severity;
use crate::evidence::Exchange;
use crate::met::hosts::Service;
use crate::met::product_request::ProductRequest;
use crate::met::products::{self, last_successor};
use crate::text::secret::redact_host;

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    host(facts).into_iter().chain(userinfo(facts)).collect()
}

fn host(facts: &Facts) -> Option<Finding> {
    let url = facts.evidence.hops().next()?.url()?;
    let Advice { rule, mut message, help, severity, reference, is_moved } = hosts::advice(url)?;
    let answered = facts.status().is_some_and(|status| (200..300).contains(&status));
    let severity = match severity {
        Severity::Info => Severity::Info,
        _ if answered => Severity::Warning,
        _ if facts.evidence.dry_run => severity,
        // What is refused is something else.
        _ if facts.cause.as_ref().is_some_and(|cause| cause.rule != rule) => Severity::Warning,
        _ => Severity::Error,
    };
    // Where the host explains the refusal, what was received is quoted.
    let finding = by_cause(rule, facts).unwrap_or_else(|| Finding::of(rule));
    let better = facts.corrected.as_ref().filter(|_| is_moved).map(Corrected::advice);
    // The version is gone wherever it is asked for.
    let ended = ProductRequest::of(url)
        .and_then(|asked| products::version(&asked.product, &asked.version))
        .filter(|version| Service::of(url) != Service::Met && version.is_over(facts.now));
    if let Some(end) = ended.and_then(|version| version.end(facts.now).map(|end| format!("{} {end}", version.name()))) {
        message = format!("{message}; {end}");
    }
    let finding = Finding { message, advice: vec![better.unwrap_or(help)], ..finding.severity(severity) };
    let finding = finding.see(reference).quote(EvidenceSource::In, redact_host(&url.host()));
    // Where no whole URL can be given, the successor is.
    let successor = ended.filter(|_| facts.corrected.is_none()).and_then(|ended| last_successor(ended, facts.now));
    Some(match successor {
        Some(successor) => finding.help(format!("move to {successor}")),
        None => finding,
    })
}

fn userinfo(facts: &Facts) -> Option<Finding> {
    let url = facts.evidence.hops().next().and_then(Exchange::url)?;
    url.userinfo().map(|_| Finding::of(&URL_USERINFO).quote(EvidenceSource::In, url))
}
