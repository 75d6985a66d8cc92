//! What is found of one response: the rules by their thresholds and by what lies next to them.

mod advice;
mod caching;
mod client;
mod conditions;
mod content;
mod failure;
mod freshness;
mod identity;
mod lifecycle;
mod pacing;
mod protocol;
mod reading;
mod redirect;
mod report;
mod request;
mod revalidation;
mod server;
mod stages;
mod verdict;
mod weight;

use super::facts::Facts;
use super::finding::Finding;
use super::overrides::Overrides;
use super::severity::{Certainty, Severity};
use super::thresholds::Thresholds;
use super::{Diagnosis, rules};
use crate::evidence::form::{Form, Shows};
use crate::evidence::samples::{first, reply, request};
use crate::evidence::{Evidence, Exchange, Role};
use crate::http::time::timestamp::Timestamp;

/// 22 November 2026, 08:00:00 UTC.
const NOW: Timestamp = Timestamp::from_unix(1_795_334_400);
static MESSAGES: Form = Form { id: "messages", name: "messages", shows: Shows::Messages };
static REPORT: Form = Form { id: "report", name: "a report", shows: Shows::Report };
const DAY: i64 = 86_400;
const AGENT: (&str, &str) = ("User-Agent", "acme-weather/1.2 ops@acme.no");
const MET: &str = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
const OTHER: &str = "https://example.org/a";

/// The evidence of one request by a client that says who it is.
fn evidence(url: &str, text: &str) -> Evidence {
    Evidence { exchanges: vec![first(request(url, &[AGENT]), NOW, text)], ..Evidence::default() }
}

fn facts(evidence: Evidence) -> Facts {
    Facts::new(evidence, NOW, Thresholds::default())
}

fn judged(evidence: Evidence) -> Vec<Finding> {
    rules::judge(&facts(evidence), &Overrides::default())
}

/// The finding of a rule, where there is one.
fn found<'a>(findings: &'a [Finding], id: &str) -> Option<&'a Finding> {
    findings.iter().find(|finding| finding.rule.id == id)
}

fn ids(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule.id).collect()
}

/// A time as HTTP writes it.
fn date(at: Timestamp) -> String {
    at.imf_fixdate().unwrap()
}

/// A response with a status and more lines in its head.
fn answer(status: u16, lines: &[&str]) -> String {
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    format!("HTTP/1.1 {status} X\nDate: {}\n{lines}\nno", date(NOW))
}
