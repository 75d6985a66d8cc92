//! Deprecation: how long a version lives.

use super::{Rule, Topic, line, met_answer, status_line};
use crate::evidence::Exchange;
use crate::facts::Facts;
use crate::finding::{Certainty, Finding, Seen, Severity};
use crate::met::hosts::Service;

pub(super) static RULES: &[Rule] = &[Rule {
    id: "deprecated-or-beta",
    topic: Topic::Deprecation,
    title: "this version is deprecated or in beta",
    severity: Severity::Warning,
    reference: "https://api.met.no/doc/StatusCodes",
    explanation: "At MET 203 marks a version that is not for production: one that will end, or one that is not finished. \
                  The data are complete. No field says which of the two it is, nor when a deprecated version ends; the \
                  changelog of the product does. Everywhere else 203 means that a proxy changed the content.",
    advice: &[],
    example: met_answer!("203 Non-Authoritative Information", "Expires: Mon, 30 Mar 2026 13:53:26 GMT\n\n{}\n"),
    check: non_authoritative,
}];

fn non_authoritative(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let unknown = facts.answer().and_then(Exchange::url).is_none();
    if facts.status() != Some(203) || !(facts.service == Service::Met || unknown) {
        return None;
    }
    let changelog = changelog_url(facts).unwrap_or_else(|| "https://api.met.no/changelog".to_owned());
    let mut finding = rule
        .found()
        .quote_if(Seen::Received, status_line(facts))
        .quote_if(Seen::Received, line(facts, "server").filter(|_| !facts.service_known));
    if facts.service != Service::Met {
        finding = finding.certainty(Certainty::Possible);
        finding.message = "this version is deprecated or in beta, if the answer is from api.met.no".to_owned();
        finding = finding.help("capture with curl -v, so that the host is known");
    } else if !facts.service_known {
        finding = finding.certainty(Certainty::Likely);
        finding.message =
            "this version is deprecated or in beta, if the answer is from api.met.no, as its fields suggest".to_owned();
    }
    Some(
        finding
            .help("use the data: they are complete, and 203 is no error")
            .help(format!("read {changelog} for which it is, and for the day it ends"))
            .help("log every 203, and move to the current version before that day"),
    )
}

/// The changelog of the product in the URL.
fn changelog_url(facts: &Facts) -> Option<String> {
    let url = facts.answer()?.url()?;
    let mut parts = url.path().strip_prefix("/weatherapi/")?.split('/');
    let (product, version) = (parts.next()?, parts.next()?);
    let is_name =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_');
    (is_name(product) && is_name(version))
        .then(|| format!("https://api.met.no/weatherapi/{product}/{version}/changelog"))
}
