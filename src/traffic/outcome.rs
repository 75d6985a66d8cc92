//! What comes out: of each check whether it was broken, kept, or could not be judged, with the numbers.

use super::check::{Check, Fields, severity};
use super::client::{Client, ProductTally, Standing, Tally};
use super::judge::{Counts, Judge};
use super::series::Series;
use super::target::Product;
use super::windows::Sort;
use super::words;
use crate::diagnosis::catalogue;
use crate::diagnosis::finding::{Finding, Quote, Seen};
use crate::diagnosis::overrides::Overrides;
use crate::diagnosis::severity::{Certainty, Severity};
use crate::diagnosis::verdict::Verdict;
use crate::http::time::date::Timestamp;

/// What is said of one check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The rule was broken.
    Breach,
    /// The rule was kept, as often as there was an occasion to break it.
    Kept,
    /// Nothing can be said.
    NotJudged,
}

impl Outcome {
    /// The name in reports.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Breach => "breach",
            Self::Kept => "kept",
            Self::NotJudged => "not-judged",
        }
    }
}

/// One check of one client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckResult {
    /// The id of the rule.
    pub id: &'static str,
    /// What is said of it.
    pub outcome: Outcome,
    /// How often the rule could have been broken.
    pub occasions: u64,
    /// How often it was.
    pub breaches: u64,
    /// Why nothing can be said, and what to add to the log.
    pub reason: Option<String>,
}

/// The slot of time with the most requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peak {
    /// How many.
    pub requests: u64,
    /// When it begins.
    pub at: Timestamp,
}

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
}

/// What is said of all.
#[derive(Clone, Debug)]
pub(crate) struct Verdicts {
    /// The clients, the worst first.
    pub clients: Vec<Judged>,
    /// What was counted beside them.
    pub counts: Counts,
    /// What is a lower bound, and why.
    pub bounds: Vec<String>,
}

/// The most clients that are told of.
const MOST_CLIENTS: usize = 100;

/// One check, weighed.
struct Weighed {
    tally: Tally,
    broken: bool,
    worse: bool,
    detail: Option<String>,
    certainty: Option<Certainty>,
}

impl Judge {
    /// Ends, and says what was found.
    pub(crate) fn finish(mut self, overrides: &Overrides) -> Verdicts {
        self.flush();
        for sort in 0..self.windows.len() {
            let Some(windows) = self.windows.get_mut(sort) else { continue };
            let (sort, open) = (windows.sort(), windows.close());
            open.iter().for_each(|group| self.close_group(sort, group));
        }
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
        let mut clients: Vec<Judged> = self.clients.iter().map(|client| self.judged(client, overrides)).collect();
        clients.sort_by(|a, b| {
            let by = |one: &Judged| (one.verdict.weight(), one.findings.len(), one.numbers.requests);
            by(b).cmp(&by(a)).then_with(|| a.client.cmp(&b.client))
        });
        let bounds = fold_rest(&mut clients, bounds);
        Verdicts { clients, counts: self.counts, bounds }
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
        say(crowded, format!("clients beyond the first {} are counted together", super::judge::MAX_CLIENTS));
        let floor = u64::from(self.floor);
        say(
            floor,
            format!("seconds and minutes with up to {floor} requests were left out of the peaks of merged parts"),
        );
        for windows in &self.windows {
            let what = match windows.sort() {
                Sort::Places => "places near each other",
                Sort::Names => "names of one address",
                Sort::Refused => "names after refusals",
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

    fn judged(&self, client: &Client, overrides: &Overrides) -> Judged {
        let mut findings = Vec::new();
        let mut checks = Vec::new();
        for check in Check::ALL {
            let weighed = self.weigh_check(client, *check);
            let result = self.result(client, *check, &weighed);
            if result.outcome == Outcome::Breach
                && let Some(finding) = self.finding(client, *check, &weighed)
            {
                findings.push(finding);
            }
            checks.push(result);
        }
        let findings = overrides.applied(findings);
        let anything = checks.iter().any(|check| check.outcome != Outcome::NotJudged);
        let verdict = if anything { Verdict::of(&findings) } else { Verdict::NoVerdict };
        Judged { client: client.name.clone(), verdict, findings, checks, numbers: numbers(client) }
    }

    fn result(&self, client: &Client, check: Check, weighed: &Weighed) -> CheckResult {
        let terms = check.terms();
        let Tally { occasions, breaches } = weighed.tally;
        let mut result = CheckResult { id: terms.id, outcome: Outcome::NotJudged, occasions, breaches, reason: None };
        let disorder = self.counts.requests > 0 && self.counts.backwards * 100 > self.counts.requests;
        let pairs = terms.needs.has(Fields::TIME.and(Fields::QUERY));
        if client.standing == Standing::Unknown {
            result.reason = Some(words::inbound().to_owned());
        } else if Check::IDENTITY.has(check) && client.standing == Standing::Relayed {
            result.reason = Some(words::relayed().to_owned());
        } else if pairs && disorder {
            result.reason = Some("more than 1 % of the lines are out of order; sort the log by time".to_owned());
        } else if occasions == 0 || occasions < terms.at_least {
            let missing = terms.needs.missing_in(client.shown);
            result.reason = Some(words::unjudged(missing, occasions, terms.at_least, self.stand_in(client, check)));
        } else {
            result.outcome = if weighed.broken { Outcome::Breach } else { Outcome::Kept };
        }
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
        let message = words::breach(check, weighed.tally, weighed.detail.as_deref(), rule);
        let mut finding = Finding::new(rule, message);
        finding.severity = severity(rule.severity, weighed.worse);
        finding.certainty = weighed.certainty.unwrap_or(check.terms().certainty);
        finding.advice = rule.advice.iter().map(|&advice| advice.to_owned()).collect();
        let samples = client.samples_of(check).map(|samples| samples.in_time()).unwrap_or_default();
        finding.evidence = samples
            .into_iter()
            .map(|sample| {
                let at = Timestamp::from_unix(i64::from(sample.at));
                let when = if sample.at == 0 { String::new() } else { format!("{} {} ", at.date(), at.clock_time()) };
                Quote { label: Seen::In, text: format!("{when}{}", sample.text), mark: None }
            })
            .collect();
        Some(finding)
    }

    /// Puts the counts of a client to what a rule allows.
    fn weigh_check(&self, client: &Client, check: Check) -> Weighed {
        let terms = check.terms();
        let tally = client.tally_of(check);
        let Tally { occasions, breaches } = tally;
        let broken = breaches > 0 && (terms.share == 0 || breaches * 100 >= terms.share * occasions);
        let plain = Weighed { tally, broken, worse: false, detail: None, certainty: None };
        match check {
            Check::AskedBeforeExpiry => {
                let detail =
                    (client.parallel > 0).then(|| format!("{} within 1 s of another, in parallel", client.parallel));
                Weighed { worse: breaches * 5 >= occasions, detail, ..plain }
            }
            Check::RepeatedRequests | Check::FreshnessNotUpdated | Check::IdentityChangedAfterRefusal => {
                Weighed { broken: breaches >= 3, ..plain }
            }
            Check::CacheBusting => {
                let values = client.busting.count();
                Weighed { broken: breaches >= 5 && values * 2 >= breaches.min(256), ..plain }
            }
            Check::RequestRate => self.rate(client),
            Check::BurstAligned => bursts(client, plain),
            Check::FixedSecond => fixed_second(client, plain),
            Check::HammeringThrottled => throttled(client, plain),
            Check::HammeringBlocked => self.blocked(client, plain),
            Check::EndedVersionUsed => self.ended(client, plain),
            Check::DeprecatedVersion => self.deprecated(client, plain),
            Check::DeprecatedAsFailure => deprecated_as_failure(client, plain),
            Check::DirectFromBrowsers => {
                let mostly = client.browsers * 2 > client.requests;
                let addresses = if mostly { client.addresses.count() } else { 0 };
                let known = client.standing == Standing::Direct && client.shown.has(terms.needs);
                let occasions = if known { client.requests } else { 0 };
                Weighed { tally: Tally { occasions, breaches: addresses }, broken: addresses >= 100, ..plain }
            }
            Check::CompressionNotRequested if !client.shown.has(Fields::CODING) => {
                Weighed { certainty: Some(Certainty::Likely), ..plain }
            }
            _ => plain,
        }
    }

    /// How fast the application of a client was.
    fn rate(&self, client: &Client) -> Weighed {
        let of_client = (&client.by_second, &client.by_minute, None);
        let applications = client.applications.iter().filter_map(|number| self.applications.get(*number as usize));
        let all = applications.map(|one| (&one.by_second, &one.by_minute, Some(one.name.as_str())));
        let fastest = all.max_by_key(|(seconds, ..)| seconds.peak().map(|(_, count)| count)).unwrap_or(of_client);
        let (seconds, minutes, name): (&Series, &Series, Option<&str>) = fastest;
        let (second, minute) = (seconds.peak(), minutes.peak());
        let too_fast =
            |series: &Series, limit: u32| series.slots().iter().filter(|(_, count)| *count > limit).count() as u64;
        let (fast_seconds, fast_minutes) = (too_fast(seconds, PER_SECOND), too_fast(minutes, PER_MINUTE));
        let mut detail = second.map(|(at, count)| {
            let at = Timestamp::from_unix(i64::from(at));
            format!("at least {count} in the second {} {}", at.date(), at.clock_time())
        });
        if fast_seconds == 0
            && let Some((at, count)) = minute
        {
            let at = Timestamp::from_unix(i64::from(at) * 60);
            detail = Some(format!("at least {count} in the minute {} {}", at.date(), at.clock_time()));
        }
        if let (Some(text), Some(name)) = (&mut detail, name) {
            text.push_str(&format!(", by {name} from all addresses"));
        }
        let occasions = client.seen.map_or(0, |_| client.requests - client.untimed);
        Weighed {
            tally: Tally { occasions, breaches: fast_seconds.max(fast_minutes) },
            broken: fast_seconds + fast_minutes > 0,
            worse: seconds.longest_above(PER_SECOND) >= 10,
            detail,
            // Where no name is logged they may be those of several applications.
            certainty: (!client.shown.has(Fields::AGENT)).then_some(Certainty::Possible),
        }
    }

    fn products<'a>(&'a self, client: &'a Client) -> impl Iterator<Item = (&'a Product, &'a ProductTally)> {
        client.products.iter().map(|(number, tally)| (self.products.get(*number), tally))
    }

    fn blocked(&self, client: &Client, plain: Weighed) -> Weighed {
        let refused = client.statuses.iter().filter(|(status, _)| *status == 403).map(|(_, count)| *count).sum();
        let worst = self.products(client).max_by_key(|(product, tally)| (tally.refused.longest, product.name.clone()));
        let longest = worst.map_or(0, |(_, tally)| tally.refused.longest);
        let detail = worst.map(|(product, _)| format!("{longest} in a row for {}", product.name));
        Weighed { tally: Tally { occasions: refused, breaches: longest }, broken: longest >= 20, detail, ..plain }
    }

    fn ended(&self, client: &Client, plain: Weighed) -> Weighed {
        let last = client.seen.map_or(0, |(_, last)| last);
        let now = Timestamp::from_unix(i64::from(last));
        let is_gone = |product: &Product, tally: &ProductTally| {
            let over = product.known.is_some_and(|version| version.is_over(now));
            let often = tally.not_found >= 10 && tally.not_found_at.1 - tally.not_found_at.0 > 3600;
            often && product.name != "other" && (over || tally.not_found == tally.requests)
        };
        let gone = self.products(client).filter(|(product, tally)| is_gone(product, tally));
        let worst = gone.max_by_key(|(product, tally)| (tally.not_found, product.name.clone()));
        let detail = worst.map(|(product, _)| {
            let version = product.known;
            let ended = version.and_then(|version| version.ended).map(|day| format!(", ended {}", day.text));
            let next = version.and_then(crate::met::products::last_successor).map(|next| format!("; now {next}"));
            format!("{}{}{}", product.name, ended.unwrap_or_default(), next.unwrap_or_default())
        });
        let known = client.shown.has(Fields::STATUS) && client.seen.is_some();
        let occasions = if known { client.requests } else { 0 };
        let breaches = worst.map_or(0, |(_, tally)| tally.not_found);
        Weighed { tally: Tally { occasions, breaches }, broken: breaches > 0, detail, ..plain }
    }

    fn deprecated(&self, client: &Client, plain: Weighed) -> Weighed {
        let last = client.seen.map_or(0, |(_, last)| last);
        let soon = Timestamp::from_unix(i64::from(last) + 14 * 86_400);
        let used: Vec<&Product> =
            self.products(client).filter(|(_, tally)| tally.deprecated > 0).map(|(product, _)| product).collect();
        let worse = last > 0 && used.iter().any(|product| product.known.is_some_and(|version| version.is_over(soon)));
        let mut names: Vec<&str> = used.iter().map(|product| product.name.as_str()).collect();
        names.sort_unstable();
        let detail = (!names.is_empty()).then(|| names.into_iter().take(5).collect::<Vec<_>>().join(", "));
        Weighed { worse, detail, ..plain }
    }
}

/// The requests a second that MET allows an application without an agreement (terms, Bandwidth).
const PER_SECOND: u32 = 20;

/// The same a minute, as MET counts it in its complaints.
const PER_MINUTE: u32 = 1200;

#[allow(clippy::cast_precision_loss, reason = "shares and angles need no more than a float has")]
fn bursts(client: &Client, plain: Weighed) -> Weighed {
    let total: u64 = client.minutes.iter().sum();
    let (first, last) = client.seen.unwrap_or_default();
    let hours = f64::from(last - first) / 3600.0;
    let sum_from = |start: usize| (0..5).filter_map(|i| client.minutes.get((start + i) % 60)).sum::<u64>();
    let (busiest, start) = (0..60).map(|start| (sum_from(start), 59 - start)).max().unwrap_or_default();
    let start = 59 - start;
    // One machine that polls at its own minute harms nobody; what it sends at once may.
    let alone = client.addresses.count() <= 1 && (total as f64) < hours.max(1.0) * 60.0;
    let (period, r) = harmonic(&client.minutes, total);
    let sharp = busiest * 4 >= total;
    let enough = hours >= 3.0 && !alone;
    let detail = match sharp {
        true => format!("{} % of all in the five minutes from :{start:02}", busiest * 100 / total.max(1)),
        false => format!("a wave every {period} min, strength {r:.2} of 1"),
    };
    let occasions = if enough { total } else { 0 };
    let fast = client.by_second.peak().is_some_and(|(_, count)| count > PER_SECOND);
    let rhythmic = r >= 0.3 && (total as f64) * r * r > 13.8;
    Weighed {
        tally: Tally { occasions, breaches: busiest },
        broken: enough && total >= 300 && (sharp || rhythmic),
        worse: fast,
        detail: Some(detail),
        ..plain
    }
}

/// The strongest wave in the requests by minute of the hour: its length in minutes, and how strong it is.
#[allow(clippy::cast_precision_loss, reason = "an angle")]
fn harmonic(minutes: &[u64], total: u64) -> (u32, f64) {
    let strength = |period: u32| {
        let (mut x, mut y) = (0.0, 0.0);
        for (minute, count) in minutes.iter().enumerate() {
            let angle = std::f64::consts::TAU * (minute as f64) / f64::from(period);
            x += (*count as f64) * angle.cos();
            y += (*count as f64) * angle.sin();
        }
        (x * x + y * y).sqrt() / (total.max(1) as f64)
    };
    let all = [60, 30, 20, 15, 10, 5].into_iter().map(|period| (period, strength(period)));
    all.fold((60, 0.0), |best, one| if one.1 > best.1 + 1e-9 { one } else { best })
}

fn fixed_second(client: &Client, plain: Weighed) -> Weighed {
    let total: u64 = client.seconds.iter().sum();
    let most = client.seconds.iter().copied().max().unwrap_or_default();
    let second = client.seconds.iter().position(|count| *count == most).unwrap_or_default();
    let detail = Some(format!("second {second}"));
    Weighed { tally: Tally { occasions: total, breaches: most }, broken: most * 100 >= total * 80, detail, ..plain }
}

/// Whether the minute after one with a 429 had about as many requests.
fn throttled(client: &Client, plain: Weighed) -> Weighed {
    let after = |minute: u32| (client.by_minute.at(minute), client.by_minute.at(minute + 1));
    let undamped: Vec<u32> = client
        .throttled
        .slots()
        .iter()
        .map(|(minute, _)| after(*minute))
        .filter(|(then, next)| *next >= 6 && next * 2 >= *then)
        .map(|(_, next)| next)
        .collect();
    let occasions = client.throttled.slots().len() as u64;
    let breaches = undamped.len() as u64;
    Weighed {
        tally: Tally { occasions, breaches },
        broken: breaches >= 2 || undamped.iter().any(|next| *next >= 60),
        ..plain
    }
}

fn deprecated_as_failure(client: &Client, plain: Weighed) -> Weighed {
    let [good, deprecated] = &client.gaps;
    let median = |gaps: &[u64]| {
        let half = gaps.iter().sum::<u64>().div_ceil(2);
        let mut sum = 0;
        gaps.iter().position(|count| {
            sum += count;
            sum >= half && half > 0
        })
    };
    let (total, compared) = (deprecated.iter().sum::<u64>(), good.iter().sum::<u64>());
    // A bucket is a power of two: two buckets are a quarter of the time.
    let sooner = median(deprecated).zip(median(good)).is_some_and(|(after, before)| after + 2 <= before);
    let occasions = if compared >= 10 { total } else { 0 };
    Weighed { tally: Tally { occasions, breaches: if sooner { total } else { 0 } }, broken: sooner, ..plain }
}

fn numbers(client: &Client) -> Numbers {
    let peak = |series: &Series, unit: i64| {
        series.peak().map(|(at, count)| Peak { requests: count.into(), at: Timestamp::from_unix(i64::from(at) * unit) })
    };
    let mut statuses = client.statuses.clone();
    statuses.sort_unstable();
    let time = |at: u32| Timestamp::from_unix(i64::from(at));
    Numbers {
        requests: client.requests,
        bytes: client.bytes,
        seen: client.seen.map(|(first, last)| (time(first), time(last))),
        statuses,
        peak_per_second: peak(&client.by_second, 1),
        peak_per_minute: peak(&client.by_minute, 60),
        addresses: client.shown.has(Fields::ADDRESS).then(|| client.addresses.count()),
        urls: client.urls.count(),
        exact: client.urls.is_exact() && client.addresses.is_exact(),
        minute_of_hour: client.minutes.clone(),
        wasted: client.wasted,
        sized: client.shown.has(Fields::BYTES),
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
