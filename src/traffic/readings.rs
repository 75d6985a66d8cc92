//! What the judge says of the clients of a log that is read by the kinds of its requests.
//!
//! A client may send requests of many kinds, and what it does over all of them is reported once: with the kind that shows it
//! best.

use std::cmp::Reverse;

use super::judge::Judge;
use super::name;
use super::settings::JudgeSettings;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::overrides::Overrides;
use crate::evidence::Exchange;
use crate::evidence::event::{Event, Vantage};
use crate::evidence::held::HeldEvent;
use crate::intake::Captured;

/// The rules on how often and how fast a client asks. What else an audit judges, a reading says of each kind by itself, or
/// not at all.
const RULES: [&str; 3] = ["request-rate", "repeated-requests", "asked-before-expiry"];

/// How many requests are shown of a breach.
const SAMPLES: usize = 2;

/// How many requests are held at most to be put in the order of their times: servers write lines as requests end, and people
/// paste them as they come.
const HELD: usize = 4096;

/// Judges the requests to MET of one log while it is read.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    /// None until there is a request.
    judge: Option<Box<Judge>>,
    /// The client of each kind.
    clients: Vec<String>,
    /// Requests that wait for those before them.
    held: Vec<HeldEvent>,
}

impl Readings {
    /// Takes a request to MET, as MET received it, and the number of its kind.
    pub(crate) fn push(&mut self, kind: usize, event: &Event<'_>) {
        if self.clients.len() <= kind {
            self.clients.resize(kind + 1, String::new());
        }
        if let Some(client) = self.clients.get_mut(kind).filter(|client| client.is_empty()) {
            *client = name::application(event);
        }
        self.held.push(HeldEvent::of(event));
        if self.held.len() == HELD {
            self.judge_first(HELD / 2);
        }
    }

    /// Puts so many requests to the judge, the first in time.
    fn judge_first(&mut self, count: usize) {
        self.held.sort_by_key(HeldEvent::at_ms);
        let settings = JudgeSettings { vantage: Some(Vantage::Outbound), ..JudgeSettings::default() };
        let judge = self.judge.get_or_insert_with(|| Box::new(Judge::new(settings)));
        self.held.drain(..count).for_each(|held| judge.push(&held.event()));
    }

    /// What was found, for each of the kinds in their order.
    pub(crate) fn finish(mut self, captured: &[Captured]) -> Vec<Vec<Finding>> {
        let mut found: Vec<Vec<Finding>> = captured.iter().map(|_| Vec::new()).collect();
        if !self.held.is_empty() {
            self.judge_first(self.held.len());
        }
        let Some(judge) = self.judge.take() else { return found };
        for judged in judge.finish(&Overrides::default()).clients {
            for mut finding in judged.findings.into_iter().filter(|finding| RULES.contains(&finding.rule.id)) {
                let Some(place) = self.place_of(&judged.client, &finding, captured) else { continue };
                let sent = captured.get(place).and_then(|captured| captured.evidence.answer()?.request.as_ref());
                let agent = sent.and_then(|sent| sent.fields.line("user-agent"));
                finding.evidence.truncate(SAMPLES);
                if let Some(findings) = found.get_mut(place) {
                    findings.push(finding.quote_if(EvidenceSource::Sent, agent));
                }
            }
        }
        found
    }

    /// Which kind of a client's requests shows a breach best: what repeats is what was answered well, a rate is that of all.
    fn place_of(&self, client: &str, finding: &Finding, captured: &[Captured]) -> Option<usize> {
        let by_rate = finding.rule.id == "request-rate";
        let weight = |captured: &Captured| {
            let status = captured.evidence.answer().and_then(Exchange::status);
            let requests = captured.evidence.occurrences.as_ref().map_or(0, |seen| seen.requests);
            (by_rate || status.is_some_and(|status| status < 400), requests)
        };
        let is_of = |kind: usize| self.clients.get(kind).is_some_and(|known| known == client);
        let kinds = captured.iter().enumerate().filter(|(_, captured)| captured.kind.is_some_and(is_of));
        kinds.max_by_key(|(place, captured)| (weight(captured), Reverse(*place))).map(|(place, _)| place)
    }
}
