//! The check of one target: what is asked, and what is made of the answers.

use std::collections::HashMap;
use std::time::Duration;

use super::plan::Plan;
use super::rate_limiter::RateLimiter;
use super::state::TargetState;
use super::{Action, Inquiry};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::overrides::Overrides;
use crate::diagnosis::thresholds::Thresholds;
use crate::diagnosis::{Diagnosis, SourceLocation};
use crate::evidence::{Evidence, Exchange, Reply, Request, Role};
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::met::hosts::Service;

/// How the evidence about a target is judged.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judging {
    /// How near an end has to be to be reported.
    pub(crate) thresholds: Thresholds,
    /// The severities that the user set.
    pub(crate) overrides: Overrides,
}

/// What the user says of a target beyond what is to be requested.
#[derive(Clone, Debug, Default)]
pub(crate) struct Label {
    /// The name that the user gave it, safe to show.
    pub(crate) name: Option<String>,
    /// Where it is listed.
    pub(crate) place: Option<SourceLocation>,
}

impl Label {
    /// Puts the label on a result.
    pub(crate) fn apply_to(self, diagnosis: Diagnosis) -> Diagnosis {
        Diagnosis { name: self.name, place: self.place, ..diagnosis }
    }
}

/// What is said of a target, and what the next run is to know of it, where that is kept.
pub(crate) type Conclusion = (Diagnosis, Option<Box<TargetState>>);

/// One target under inquiry.
#[derive(Debug)]
pub(crate) struct TargetCheck {
    url: Url,
    host: String,
    label: Label,
    judging: Judging,
    inquiry: Inquiry,
    /// The request, and what an earlier run remembered of it, where the next run is to know more.
    memory: Option<(Request, Option<Box<TargetState>>)>,
}

impl TargetCheck {
    /// Begins: nothing is sent before [`TargetCheck::next`] says so.
    pub(crate) fn new(plan: Plan, label: Label, judging: Judging) -> Self {
        Self {
            host: plan.url.host_without_dot(),
            url: plan.url.clone(),
            label,
            judging,
            memory: plan.keeps_state.then(|| (plan.first_request(), plan.last.clone())),
            inquiry: Inquiry::new(plan),
        }
    }

    /// Judges the request alone, without sending it.
    pub(crate) fn unsent(plan: &Plan, label: Label, judging: &Judging, now: Timestamp) -> Diagnosis {
        let request = Some(plan.first_request());
        let exchange = Exchange { live: false, ..Exchange::new(Role::First, request, now, Reply::default()) };
        let evidence = Evidence { exchanges: vec![exchange], dry_run: true, ..Evidence::default() };
        conclude(&plan.url, label, evidence, judging, None, now).0
    }

    /// The host that is asked first.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// How long the pace keeps the first request waiting.
    pub(crate) fn delay(&self, pace: &RateLimiter, elapsed: Duration) -> Duration {
        match pace.refusal(&self.host) {
            // It will not be sent at all, which needs no waiting.
            Some(_) => Duration::ZERO,
            None => pace.delay(&self.host, Service::of(&self.url) == Service::Met, elapsed),
        }
    }

    /// What to do at the time `elapsed`.
    pub(crate) fn next(&mut self, elapsed: Duration, pace: &mut RateLimiter) -> Action {
        self.inquiry.next(elapsed, pace)
    }

    /// Takes in what came of the request that was sent last.
    pub(crate) fn record(&mut self, exchange: Exchange, pace: &mut RateLimiter) {
        self.inquiry.record(exchange, pace);
    }

    /// Uses a changelog that another target of the run asked for, where it wants the same one next.
    pub(crate) fn use_known(&mut self, changelogs: &HashMap<String, Exchange>) {
        if let Some(known) = self.inquiry.next_changelog().and_then(|url| changelogs.get(&url.wire())) {
            self.inquiry.share_changelog(known);
        }
    }

    /// How long it waits for the answer to expire, reported once when that begins, and whose answer that is.
    pub(crate) fn begins_to_await_expiry(&mut self) -> Option<(Duration, &Url)> {
        Some((self.inquiry.begins_to_await_expiry()?, &self.url))
    }

    /// Judges the evidence that the inquiry ended with.
    pub(crate) fn conclude(self, evidence: Evidence, now: Timestamp) -> Conclusion {
        conclude(&self.url, self.label, evidence, &self.judging, self.memory, now)
    }

    /// Judges what is known when the run ends before the inquiry does.
    ///
    /// # Errors
    /// When the target has not answered, so there is nothing to judge; with the number of requests that ended.
    pub(crate) fn interrupt(self, under_way: Option<Role>, now: Timestamp) -> Result<Conclusion, usize> {
        let evidence = self.inquiry.interrupt(under_way)?;
        Ok(conclude(&self.url, self.label, evidence, &self.judging, self.memory, now))
    }
}

fn conclude(
    url: &Url,
    label: Label,
    mut evidence: Evidence,
    judging: &Judging,
    memory: Option<(Request, Option<Box<TargetState>>)>,
    now: Timestamp,
) -> Conclusion {
    evidence.merge_stored_response();
    let facts = Facts::new(evidence, now, judging.thresholds);
    let mut diagnosis = Diagnosis::new(url.to_string(), facts, &judging.overrides);
    let remembered =
        memory.and_then(|(request, before)| TargetState::of(&diagnosis, &request, before.as_deref()).map(Box::new));
    // All is judged: of a thousand targets the contents would fill the memory.
    diagnosis.facts.evidence.drop_contents();
    (label.apply_to(diagnosis), remembered)
}
