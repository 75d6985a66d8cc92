//! What is said of a trial: what the judge found, without what the scenario did on purpose, and what is wrong with the
//! URLs that arrived.

use super::scenario::Scenario;
use super::trial::{Arrival, Record};
use crate::diagnosis::finding::{EvidenceSource, Finding, Quote};
use crate::diagnosis::lints::{self, Lint};
use crate::diagnosis::overrides::Overrides;
use crate::diagnosis::severity::Severity;
use crate::diagnosis::verdict::Verdict;
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::sort::sort_by_key;
use crate::traffic::{CheckOutcome, CheckResult, Judged, ProductChecks, SandboxRun};

/// What is said where no request arrived.
pub(crate) const NOTHING: &str = "no request reached the sandbox";

/// The most URLs that are looked at.
const MOST_URLS: usize = 200;

/// The most requests that a finding quotes.
const MOST_QUOTES: usize = 3;

/// How a command took part in a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// How it reached the sandbox.
    pub wire: &'static str,
    /// How it ended; `None` where there was none.
    pub exit_code: Option<i32>,
}

/// What is said of each client of a trial, the worst first, and what is a lower bound. Where nothing arrived there is one
/// without a verdict.
pub(crate) fn conclude(record: Record, part: Part, overrides: &Overrides) -> (Vec<Judged>, Vec<String>) {
    let scenario = record.settings.scenario;
    let mut products: Vec<(String, Vec<Judged>)> = Vec::new();
    for (product, judge) in record.products {
        products.push((product, judge.finish(overrides).clients));
    }
    let verdicts = record.judge.finish(overrides);
    let mut clients = verdicts.clients;
    if clients.is_empty() {
        clients.push(Judged::of_nothing("no client".to_owned(), NOTHING));
    }
    for client in &mut clients {
        without_staged(scenario, &mut client.checks, Some(&mut client.findings));
        client.findings.iter_mut().for_each(without_address);
        client.findings.extend(of_urls(&record.arrivals, &client.client));
        client.findings = overrides.applied(std::mem::take(&mut client.findings));
        if client.verdict != Verdict::NoVerdict {
            client.verdict = Verdict::of(&client.findings);
        }
        let of_product = |(product, judged): &(String, Vec<Judged>)| {
            let own = judged.iter().find(|judged| judged.client == client.client)?;
            let mut checks = own.checks.clone();
            without_staged(scenario, &mut checks, None);
            Some(ProductChecks { product: product.clone(), checks })
        };
        client.sandbox = Some(Box::new(SandboxRun {
            scenario: scenario.name,
            seed: record.settings.seed,
            wire: part.wire,
            requests: record.requests,
            exit_code: part.exit_code,
            products: products.iter().filter_map(of_product).collect(),
        }));
    }
    sort_by_key(&mut clients, |client| std::cmp::Reverse(client.verdict.weight()));
    (clients, verdicts.bounds)
}

/// Takes the address out of the evidence: all come from this machine.
fn without_address(finding: &mut Finding) {
    for quote in &mut finding.evidence {
        if let Some(at) = quote.text.rfind(", from ") {
            quote.text.truncate(at);
        }
    }
}

/// Takes out what the scenario did on purpose: it says nothing of the client.
fn without_staged(scenario: &Scenario, checks: &mut [CheckResult], findings: Option<&mut Vec<Finding>>) {
    const STAGED: (&str, u16) = ("deprecated-version", 203);
    if !scenario.stages(STAGED.1) {
        return;
    }
    if let Some(findings) = findings {
        findings.retain(|finding| finding.rule.id != STAGED.0);
    }
    for check in checks.iter_mut().filter(|check| check.id == STAGED.0) {
        check.outcome = CheckOutcome::NotJudged;
        check.breaches = 0;
        check.reason = Some("not exercised: the scenario responds with 203 on purpose".to_owned());
    }
}

/// What is wrong with the URLs that a client requested and that were refused, each once with the requests that show it.
fn of_urls(arrivals: &[Arrival], client: &str) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut urls: Vec<&str> = Vec::new();
    for arrival in arrivals.iter().filter(|arrival| arrival.client == client) {
        if urls.contains(&arrival.url.as_str()) || urls.len() >= MOST_URLS {
            continue;
        }
        urls.push(&arrival.url);
        let Ok(url) = Url::parse(&arrival.url) else { continue };
        let now = Timestamp::from_unix(arrival.at_ms.div_euclid(1000));
        for lint in lints::lint(&url, now) {
            if let Some(severity) = severity(&lint, arrival.status) {
                add(&mut found, lint, severity, arrival, now);
            }
        }
    }
    found
}

/// How bad it is, where it is to be said: what the judge counts already is not, nor what was answered all the same.
fn severity(lint: &Lint, status: u16) -> Option<Severity> {
    let counted = crate::traffic::is_check(lint.rule.id);
    match status {
        400 | 404 | 422 if !counted => Some(lint.rule.severity),
        _ => None,
    }
}

fn add(found: &mut Vec<Finding>, lint: Lint, severity: Severity, arrival: &Arrival, now: Timestamp) {
    let quote = || Quote {
        label: EvidenceSource::In,
        text: format!("{} {} {} {:03}", now.date(), now.clock_time(), arrival.request, arrival.status),
        mark: None,
    };
    match found.iter_mut().find(|finding| finding.rule == lint.rule) {
        Some(finding) if finding.evidence.len() < MOST_QUOTES => finding.evidence.push(quote()),
        Some(_) => {}
        None => {
            let mut finding = Finding::new(lint.rule, lint.message);
            finding.severity = severity;
            finding.certainty = lint.certainty;
            finding.advice = lint.help;
            finding.evidence = vec![quote()];
            found.push(finding);
        }
    }
}
