//! What comes out: of each check whether it was broken, kept, or could not be judged, with the numbers.

use super::batch::BatchCounts;
use super::check::{Check, ShownFields, severity};
use super::check_result::{CheckOutcome, CheckResult, Unjudged};
use super::client::{Client, Standing, Tally};
use super::judge::Judge;
use super::lifetimes::Lifetimes;
use super::overview::{OverTime, Overview};
use super::peak::Peak;
use super::sandbox_run::SandboxRun;
use super::series::Series;
use super::weigh::Weighed;
use super::windows::GroupKind;
use super::words;
use super::{live, live_words};
use crate::diagnosis::catalogue;
use crate::diagnosis::finding::{EvidenceSource, Finding, Quote};
use crate::diagnosis::overrides::Overrides;
use crate::diagnosis::severity::Severity;
use crate::diagnosis::verdict::Verdict;
use crate::http::time::date::Timestamp;
use crate::sort::{sort_by, sort_by_key};

/// The numbers of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// All requests.
    pub requests: u64,
    /// Bytes of all responses.
    pub bytes: u64,
    /// The first and the last request.
    pub seen: Option<(Timestamp, Timestamp)>,
    /// The statuses with their counts, in order.
    pub statuses: Vec<(u16, u64)>,
    /// The busiest second.
    pub peak_per_second: Option<Peak>,
    /// The busiest minute.
    pub peak_per_minute: Option<Peak>,
    /// How many addresses, where they are shown.
    pub addresses: Option<u64>,
    /// How many URLs.
    pub urls: u64,
    /// Whether both are exact.
    pub exact: bool,
    /// Requests by minute of the hour.
    pub minute_of_hour: Vec<u64>,
    /// Requests over time, by the kind of their responses.
    pub(crate) over_time: OverTime,
    /// Gaps between requests for the same, as shares of lifetimes.
    pub(crate) lifetimes: Lifetimes,
    /// Requests that were not needed, and bytes that need not have been sent.
    pub wasted: (u64, u64),
    /// Whether sizes are shown.
    pub sized: bool,
    /// Whether it is known which of them MET received.
    pub judged: bool,
}

/// What is said of one client.
#[derive(Clone, Debug)]
pub struct Judged {
    /// What it is called, safe to show.
    pub client: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The breaches, the most severe first.
    pub findings: Vec<Finding>,
    /// Every check.
    pub checks: Vec<CheckResult>,
    /// The numbers.
    pub numbers: Numbers,
    /// The run of a sandbox that it was judged in, where it was.
    pub sandbox: Option<Box<SandboxRun>>,
}

impl Judged {
    /// What is said where no request arrived: nothing could be judged.
    pub(crate) fn of_nothing(client: String, reason: &str) -> Self {
        let checks = Check::ALL.iter().map(|check| CheckResult {
            id: check.terms().id,
            outcome: CheckOutcome::NotJudged,
            occasions: 0,
            breaches: 0,
            reason: Some(reason.to_owned()),
            unjudged: Some(Unjudged::TooFew),
        });
        Self {
            client,
            verdict: Verdict::NoVerdict,
            findings: Vec::new(),
            checks: checks.collect(),
            numbers: Numbers { minute_of_hour: vec![0; 60], ..Numbers::default() },
            sandbox: None,
        }
    }
}

/// What is said of all.
#[derive(Clone, Debug)]
pub(crate) struct Verdicts {
    /// The clients, the worst first.
    pub clients: Vec<Judged>,
    /// What was counted beside them.
    pub counts: BatchCounts,
    /// The numbers of all clients together.
    pub overview: Overview,
    /// What is a lower bound, and why.
    pub bounds: Vec<String>,
}

/// The most clients in a report.
const MOST_CLIENTS: usize = 100;

impl Judge {
    /// Ends, and says what was found.
    pub(crate) fn finish(mut self, overrides: &Overrides) -> Verdicts {
        self.flush();
        for sort in 0..self.windows.len() {
            let Some(windows) = self.windows.get_mut(sort) else { continue };
            let (sort, open) = (windows.sort(), windows.close());
            for group in &open {
                let is_over = group.begins.saturating_add(sort.length_s()) <= self.last_at();
                self.close_group(sort, group, is_over);
            }
        }
        // A client in the sandbox has ended: what it has not followed it never will.
        let latest = if self.live.is_some() { u32::MAX } else { self.latest() };
        self.expire_redirects(latest);
        for client in &mut self.clients {
            client.settle();
            client.by_second.settle();
            client.by_minute.settle();
            client.throttled.settle();
        }
        for application in &mut self.applications {
            application.by_second.settle();
            application.by_minute.settle();
        }
        let bounds = self.bounds();
        let overview = self.overview();
        let numbered = (0..).zip(&self.clients);
        let mut clients: Vec<Judged> =
            numbered.map(|(number, client)| self.judged(client, number, overrides)).collect();
        sort_by(&mut clients, |a, b| {
            let by = |one: &Judged| (one.verdict.weight(), one.findings.len(), one.numbers.requests);
            by(b).cmp(&by(a)).then_with(|| a.client.cmp(&b.client))
        });
        let bounds = fold_rest(&mut clients, bounds);
        Verdicts { clients, counts: self.counts, overview, bounds }
    }

    /// What did not fit.
    fn bounds(&self) -> Vec<String> {
        let mut bounds = Vec::new();
        let mut say = |count: u64, text: String| {
            if count > 0 {
                bounds.push(text);
            }
        };
        let dropped = self.table.dropped;
        say(
            dropped,
            format!("{dropped} clients and URLs were forgotten to stay within memory: repeats are lower bounds"),
        );
        let seams = self.seams.lost;
        say(seams, format!("{seams} clients and URLs at the ends of parts did not fit: repeats are lower bounds"));
        let crowded = self.crowded;
        say(crowded, format!("clients beyond the first {} are counted together", self.limits.clients));
        let full = |holds: usize, most: usize| u64::from(holds >= most);
        let most = self.limits.clients;
        say(full(self.applications.len(), most), format!("rates of applications beyond the first {most} are left out"));
        let most = super::products::MAX_PRODUCTS;
        say(full(self.products.len(), most), format!("products beyond the first {most} are counted together"));
        let most = super::client::MAX_STATUSES;
        let statuses = self.clients.iter().map(|client| client.statuses.len()).max().unwrap_or_default();
        say(full(statuses, most), format!("of the statuses of a client the {most} smallest are listed"));
        let floor = u64::from(self.floor);
        say(
            floor,
            format!("seconds and minutes with up to {floor} requests were left out of the peaks of merged parts"),
        );
        for windows in &self.windows {
            let what = match windows.sort() {
                GroupKind::Places => "places near each other",
                GroupKind::Names => "names of one address",
                GroupKind::Refused => "names after refusals",
            };
            say(
                windows.dropped,
                format!("{what}: {} requests did not fit, so the counts are lower bounds", windows.dropped),
            );
        }
        let redirects = self.redirects.dropped;
        say(redirects, format!("{redirects} redirects were not followed up"));
        bounds
    }

    fn judged(&self, client: &Client, number: u32, overrides: &Overrides) -> Judged {
        let cause = self.live.as_ref().and_then(|live| live.cause_of_early(number));
        let mut findings = Vec::new();
        let mut checks = Vec::new();
        for check in Check::ALL {
            let weighed = self.weigh_check(client, number, *check);
            let result = self.result(client, *check, &weighed);
            // What another rule explains is one finding, not two.
            let explained = *check == Check::AskedBeforeExpiry && cause.is_some();
            if result.outcome == CheckOutcome::Breach
                && !explained
                && let Some(finding) = self.finding(client, *check, &weighed)
            {
                findings.push(finding);
            }
            checks.push(result);
        }
        let findings = overrides.applied(findings);
        let anything = checks.iter().any(|check| check.outcome != CheckOutcome::NotJudged);
        let verdict = if anything { Verdict::of(&findings) } else { Verdict::NoVerdict };
        Judged { client: client.name.clone(), verdict, findings, checks, numbers: numbers(client), sandbox: None }
    }

    fn result(&self, client: &Client, check: Check, weighed: &Weighed) -> CheckResult {
        let terms = check.terms();
        let Tally { occasions, breaches } = weighed.tally;
        let mut result = CheckResult {
            id: terms.id,
            outcome: CheckOutcome::NotJudged,
            occasions,
            breaches,
            reason: None,
            unjudged: None,
        };
        let disorder = self.counts.requests > 0 && self.counts.backwards * 100 > self.counts.requests;
        let at_least = self.live.as_ref().map_or(terms.at_least, |_| live::at_least(check, terms.at_least));
        let pairs = terms.needs.has(ShownFields::TIME.and(ShownFields::QUERY));
        let (unjudged, reason) = if client.standing == Standing::Unknown {
            (Unjudged::Inbound, words::inbound().to_owned())
        } else if Check::IDENTITY.has(check) && client.standing == Standing::Relayed {
            (Unjudged::Relayed, words::relayed().to_owned())
        } else if pairs && disorder {
            (Unjudged::Disorder, words::disorder().to_owned())
        } else if weighed.ends_early && self.live.is_none() {
            (Unjudged::TooFew, words::ends_early().to_owned())
        } else if occasions == 0 || occasions < at_least {
            let missing = terms.needs.missing_in(client.shown);
            match self.live {
                Some(_) => (Unjudged::TooFew, live_words::not_exercised(check, occasions, at_least)),
                None => words::unjudged(missing, occasions, at_least, self.stand_in(client, check), &self.formats),
            }
        } else {
            result.outcome = if weighed.broken { CheckOutcome::Breach } else { CheckOutcome::Kept };
            return result;
        };
        (result.unjudged, result.reason) = (Some(unjudged), Some(reason));
        result
    }

    /// The rule that says more about a client, in place of one that has no occasion.
    fn stand_in(&self, client: &Client, check: Check) -> Option<&'static str> {
        let has = |check: Check| client.tally_of(check).occasions > 0;
        match check {
            Check::AskedBeforeExpiry if has(Check::RepeatedRequests) => Some("repeated-requests"),
            Check::RepeatedRequests if has(Check::AskedBeforeExpiry) => Some("asked-before-expiry"),
            _ => None,
        }
    }

    fn finding(&self, client: &Client, check: Check, weighed: &Weighed) -> Option<Finding> {
        let rule = catalogue::find(check.terms().id)?;
        let in_short = self.live.as_ref().and_then(|_| live_words::breach(check, weighed.tally));
        let message = match (in_short, &weighed.detail) {
            (Some(text), Some(detail)) => format!("{text} ({detail})"),
            (Some(text), None) => text,
            (None, detail) => words::breach(check, weighed.tally, detail.as_deref()),
        };
        let mut finding = Finding::new(rule, message);
        finding.severity = severity(rule.severity, weighed.worse);
        if self.live.is_some() && check == Check::AskedBeforeExpiry {
            // The rule is an info for a single check of a URL, which may come early; a program may not.
            finding.severity = finding.severity.max(Severity::Warning);
        }
        finding.certainty = weighed.certainty.unwrap_or(check.terms().certainty);
        finding.advice = rule.advice.iter().map(|&advice| advice.to_owned()).collect();
        let samples = client.samples_of(check).map(|samples| samples.in_time()).unwrap_or_default();
        finding.evidence = samples
            .into_iter()
            .map(|sample| {
                let at = Timestamp::from_unix(i64::from(sample.at));
                let when = if sample.at == 0 { String::new() } else { format!("{} {} ", at.date(), at.clock_time()) };
                Quote { label: EvidenceSource::In, text: format!("{when}{}", sample.text), mark: None }
            })
            .collect();
        Some(finding)
    }
}

fn numbers(client: &Client) -> Numbers {
    let peak = |series: &Series, unit: i64| {
        series.peak().map(|(at, count)| Peak { requests: count.into(), at: Timestamp::from_unix(i64::from(at) * unit) })
    };
    let mut statuses = client.statuses.clone();
    sort_by_key(&mut statuses, |status| *status);
    let time = |at: u32| Timestamp::from_unix(i64::from(at));
    Numbers {
        requests: client.requests,
        bytes: client.bytes,
        seen: client.seen.map(|(first, last)| (time(first), time(last))),
        statuses,
        peak_per_second: peak(&client.by_second, 1),
        peak_per_minute: peak(&client.by_minute, 60),
        addresses: client.shown.has(ShownFields::ADDRESS).then(|| client.addresses.count()),
        urls: client.urls.count(),
        exact: client.urls.is_exact() && client.addresses.is_exact(),
        minute_of_hour: client.minutes.clone(),
        over_time: OverTime::of(&client.timeline),
        lifetimes: client.lifetimes.clone(),
        wasted: client.wasted,
        sized: client.shown.has(ShownFields::BYTES),
        judged: client.standing != Standing::Unknown,
    }
}

/// Leaves the clients that weigh most, and says how many others there are.
fn fold_rest(clients: &mut Vec<Judged>, mut bounds: Vec<String>) -> Vec<String> {
    if clients.len() <= MOST_CLIENTS {
        return bounds;
    }
    let rest = clients.split_off(MOST_CLIENTS);
    let requests: u64 = rest.iter().map(|client| client.numbers.requests).sum();
    let broken =
        rest.iter().filter(|client| client.findings.iter().any(|finding| finding.severity > Severity::Info)).count();
    bounds.push(format!(
        "{} further clients with {requests} requests are left out, {broken} of them with breaches; the {MOST_CLIENTS} worst are shown",
        rest.len()
    ));
    bounds
}
