//! Request: hosts that are gone or are not the Weather API, and what to use instead.

use crate::diagnosis::catalogue::hosts::URL_USERINFO;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::{Finding, Seen};
use crate::diagnosis::hosts::{self, Advice};
use crate::diagnosis::rules::wording::by_cause;
use crate::diagnosis::severity::Severity;
use crate::evidence::Exchange;
use crate::text::secret::shown_host;

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    host(facts).into_iter().chain(userinfo(facts)).collect()
}

fn host(facts: &Facts) -> Option<Finding> {
    let url = facts.evidence.hops().next()?.url()?;
    let Advice { rule, message, help, severity } = hosts::advice(url)?;
    let answered = facts.status().is_some_and(|status| (200..300).contains(&status));
    let severity = match severity {
        Severity::Info => Severity::Info,
        _ if answered => Severity::Warning,
        _ if facts.evidence.dry_run => severity,
        _ => Severity::Error,
    };
    // Where the host explains the refusal, what was received is quoted.
    let finding = by_cause(rule, facts).unwrap_or_else(|| Finding::of(rule));
    let finding = Finding { message, advice: vec![help], ..finding.severity(severity) };
    Some(finding.quote(Seen::In, shown_host(&url.host())))
}

fn userinfo(facts: &Facts) -> Option<Finding> {
    let url = facts.evidence.hops().next().and_then(Exchange::url)?;
    url.userinfo().map(|_| Finding::of(&URL_USERINFO).quote(Seen::In, url))
}
