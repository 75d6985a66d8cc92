//! The rules: data with a function each, in one order that the parser, the reports, the manual and the tests walk.
//!
//! A rule looks at [`Facts`] and finds something or nothing. It never asks for more evidence. Each rule carries a
//! transcript that makes it fire, which its test reads through the same intake as a captured response.

mod caching;
mod deprecation;
mod identity;
mod limits;
mod pacing;
mod remarks;
mod repeats;
mod request;
mod status;
mod transport;

use std::cmp::Reverse;

use crate::cli::TimeoutResult;
use crate::escape::escape;
use crate::evidence::{Change, Exchange, FailureKind};
use crate::facts::Facts;
use crate::finding::{Certainty, Finding, Seen, Severity};
use crate::http::secret::masked;
use crate::redaction::Secrets;

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// The public id, kebab-case.
    pub id: &'static str,
    /// The heading under which it stands.
    pub topic: Topic,
    /// What it finds, as one sentence without a full stop.
    pub title: &'static str,
    /// How bad a finding is, unless the rule says otherwise.
    pub severity: Severity,
    /// Where it is written: a URL or an RFC section.
    pub reference: &'static str,
    /// What it means and why it matters.
    pub explanation: &'static str,
    /// What to do, most useful first; a finding may say it in the user's own values instead.
    pub advice: &'static [&'static str],
    /// A transcript that makes it fire; empty for what only a live check can see.
    pub example: &'static str,
    /// Looks for it.
    pub check: fn(&'static Self, &Facts) -> Option<Finding>,
}

/// The headings of the manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Who is asking.
    Identity,
    /// What is asked.
    Request,
    /// What the status says.
    Status,
    /// How long a version lives.
    Deprecation,
    /// Whether caching works.
    Caching,
    /// When to ask again.
    Pacing,
    /// What happened on the way.
    Transport,
}

impl Topic {
    /// Every topic, in the order of the manual.
    pub const ALL: [Self; 7] =
        [Self::Identity, Self::Request, Self::Status, Self::Deprecation, Self::Caching, Self::Pacing, Self::Transport];

    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Request => "request",
            Self::Status => "status",
            Self::Deprecation => "deprecation",
            Self::Caching => "caching",
            Self::Pacing => "pacing",
            Self::Transport => "transport",
        }
    }
}

/// Every rule. Of findings equal in weight the one that stands first here is the more specific.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let topics: [&'static [Rule]; 17] = [
        request::hosts::RULES,
        transport::RULES,
        identity::RULES,
        request::lints::RULES,
        status::client::RULES,
        status::server::RULES,
        status::redirect::RULES,
        request::RULES,
        status::content::RULES,
        deprecation::RULES,
        pacing::RULES,
        repeats::RULES,
        caching::condition::RULES,
        caching::revalidation::RULES,
        caching::freshness::RULES,
        limits::RULES,
        remarks::RULES,
    ];
    topics.into_iter().flatten()
}

/// The rule of an id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// Everything the rules find, the most severe first, then the most certain, then the most specific.
pub fn judge(facts: &Facts, overrides: &Overrides) -> Vec<Finding> {
    // What shows no fields of an answer tells nothing of caching.
    let applies = |rule: &&Rule| !(facts.evidence.status_only && rule.topic == Topic::Caching);
    let mut findings: Vec<Finding> = all().filter(applies).filter_map(|rule| (rule.check)(rule, facts)).collect();
    let secrets = Secrets::of(&facts.evidence);
    for finding in &mut findings {
        finding.evidence.sort_by_key(|quote| quote.label);
        finding.message = masked(&finding.message);
        finding.advice.iter_mut().for_each(|advice| *advice = masked(advice));
        secrets.hide_in(finding);
        overrides.apply_to_timeout(finding, facts);
        overrides.apply(finding);
    }
    findings.sort_by_key(|finding| (Reverse(finding.severity), Reverse(finding.certainty)));
    findings
}

/// The severities that the user sets in place of the rules' own, by the id of the rule.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    set: Vec<(&'static str, Severity)>,
    /// What a timeout counts as.
    pub timeout: TimeoutResult,
}

impl Overrides {
    /// Sets the severity of a rule's findings; what is set last holds.
    pub fn set(&mut self, rule: &'static Rule, severity: Severity) {
        self.set.push((rule.id, severity));
    }

    /// Findings with the severities that the user set, in order of weight.
    pub fn applied(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        findings.iter_mut().for_each(|finding| self.apply(finding));
        findings.sort_by_key(|finding| (Reverse(finding.severity), Reverse(finding.certainty)));
        findings
    }

    /// Weighs a timeout, before what the user set for its rule.
    fn apply_to_timeout(&self, finding: &mut Finding, facts: &Facts) {
        if is_timeout(finding, facts) {
            finding.severity = match self.timeout {
                TimeoutResult::Ok => Severity::Info,
                TimeoutResult::Warning => Severity::Warning,
                TimeoutResult::Critical | TimeoutResult::Unknown => Severity::Error,
            };
        }
    }

    fn apply(&self, finding: &mut Finding) {
        if let Some((_, severity)) = self.set.iter().rfind(|(id, _)| *id == finding.rule.id) {
            finding.severity = *severity;
        }
    }
}

/// Whether a finding is that the target did not answer in time.
pub fn is_timeout(finding: &Finding, facts: &Facts) -> bool {
    let failure = facts.answer().and_then(|answer| answer.failure.as_ref());
    failure.is_some_and(|failure| failure.kind == FailureKind::TimedOut)
        && ["response-timeout", "connection-timeout", "dns-failure"].contains(&finding.rule.id)
}

impl Rule {
    /// A finding in the rule's own words.
    fn found(&'static self) -> Finding {
        let mut finding = Finding::new(self, self.title);
        finding.advice = self.advice.iter().map(|&advice| advice.to_owned()).collect();
        finding
    }
}

/// The line of a response's field, for quoting.
fn line(facts: &Facts, name: &str) -> Option<String> {
    facts.answer()?.fields()?.line(name).map(ToString::to_string)
}

/// The status line of the answer, for quoting.
fn status_line(facts: &Facts) -> Option<String> {
    let head = &facts.answer()?.response.as_ref()?.head;
    Some(format!("{} {} {}", head.version, head.status, head.reason).trim_end().to_owned())
}

/// The User-Agent that was sent, for quoting.
fn user_agent(facts: &Facts) -> Option<String> {
    let request = facts.answer()?.request.as_ref()?;
    Some(match request.fields.line("user-agent") {
        Some(line) if line.value.is_empty() => "no User-Agent, or an empty one".to_owned(),
        Some(line) => line.to_string(),
        None => "no User-Agent field".to_owned(),
    })
}

/// A sentence as the part of another: without its capital and its full stop.
fn as_clause(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A finding when the cause of the answer is this rule's, with the evidence for it.
fn by_cause(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let cause = facts.cause.as_ref().filter(|cause| cause.id == rule.id)?;
    let mut finding = rule.found().certainty(cause.certainty);
    let class = line(facts, "x-errorclass");
    // Where class and status contradict each other, both are shown.
    if class.is_none() || cause.certainty == Certainty::Possible {
        finding = finding.quote_if(Seen::Received, status_line(facts));
    }
    finding = finding.quote_if(Seen::Received, class);
    for words in &facts.words {
        finding = finding.quote(Seen::Body, words);
    }
    finding = with_controls(finding, facts);
    if let Some(class) = cause.class
        && finding.advice.is_empty()
    {
        finding = finding.help(as_clause(class.advice));
    }
    Some(finding)
}

/// The same with the part of the URL that was asked for.
fn by_cause_of_request(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let target = facts.answer().and_then(Exchange::url).map(|url| escape(&url.request_target()));
    Some(by_cause(rule, facts)?.quote_if(Seen::In, target))
}

/// What the control requests brought, as evidence.
fn with_controls(finding: Finding, facts: &Facts) -> Finding {
    facts.evidence.controls().fold(finding, |finding, (change, exchange)| {
        let changed = match change {
            Change::Identity => {
                let agent = exchange.request.as_ref().and_then(|request| request.fields.get("user-agent"));
                format!("the same request as \"{}\"", agent.map(|agent| agent.clipped(100)).unwrap_or_default())
            }
            Change::Coordinates => "the same request with four decimals".to_owned(),
            Change::OlderDate => "the same request with a date one day older".to_owned(),
        };
        let outcome = match exchange.status() {
            Some(status) => format!("was answered {status}"),
            None => "got no answer".to_owned(),
        };
        finding.quote(Seen::Control, format!("{changed} {outcome}"))
    })
}

/// MET's own page on status codes.
const STATUS_CODES: &str = "https://api.met.no/doc/StatusCodes";

/// A transcript of an answer from MET to a well-made request.
macro_rules! met_answer {
    ($status:literal, $rest:literal) => {
        concat!(
            "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n",
            "User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\nHTTP/1.1 ",
            $status,
            "\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
            $rest
        )
    };
}
use met_answer;

#[cfg(test)]
mod tests;
