//! The counts of a client put to what the rules allow.

use super::check::{Check, ShownFields};
use super::client::{Client, Standing, Tally};
use super::judge::Judge;
use super::live::{self, Live};
use super::product_tally::ProductTally;
use super::products::Product;
use super::series::Series;
use crate::diagnosis::severity::Certainty;
use crate::http::time::date::Timestamp;
use crate::sort::sort_by_key;

/// One check, weighed.
#[derive(Default)]
pub(super) struct Weighed {
    pub(super) tally: Tally,
    pub(super) broken: bool,
    pub(super) worse: bool,
    pub(super) detail: Option<String>,
    pub(super) certainty: Option<Certainty>,
    /// Whether the log ends before it shows what the client did after a refusal.
    pub(super) ends_early: bool,
}

impl Judge {
    /// Puts the counts of a client to what a rule allows.
    pub(super) fn weigh_check(&self, client: &Client, number: u32, check: Check) -> Weighed {
        if let Some(live) = &self.live
            && let Some(weighed) = self.weigh_live(live, client, number, check)
        {
            return weighed;
        }
        let terms = check.terms();
        let tally = client.tally_of(check);
        let Tally { occasions, breaches } = tally;
        let broken = breaches > 0 && (terms.share == 0 || breaches * 100 >= terms.share * occasions);
        let plain = Weighed { tally, broken, worse: false, detail: None, certainty: None, ends_early: false };
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
            Check::HammeringThrottled => throttled(client, self.last_at(), plain),
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
            Check::CompressionNotRequested if !client.shown.has(ShownFields::CODING) => {
                Weighed { certainty: Some(Certainty::Likely), ..plain }
            }
            _ => plain,
        }
    }

    /// Puts the counts of a run of the sandbox to what a rule allows, where that is other than for a log.
    fn weigh_live(&self, live: &Live, client: &Client, number: u32, check: Check) -> Option<Weighed> {
        let tally = client.tally_of(check);
        let Tally { occasions, breaches } = tally;
        let plain = Weighed { tally, broken: breaches > 0, certainty: Some(Certainty::Certain), ..Weighed::default() };
        Some(match check {
            _ if !live::applies(check) => Weighed { tally: Tally::default(), broken: false, certainty: None, ..plain },
            Check::AskedBeforeExpiry => {
                Weighed { worse: breaches >= live::HABIT && breaches * 5 >= occasions, ..plain }
            }
            Check::FreshnessNotUpdated | Check::HammeringThrottled | Check::HammeringBlocked => plain,
            Check::DeprecatedAsFailure => {
                let broken = plain.broken && live.only_after_deprecated(number);
                Weighed { broken, certainty: Some(Certainty::Likely), ..plain }
            }
            Check::EndedVersionUsed => self.ended_live(client, plain),
            _ => return None,
        })
    }

    /// A version that has ended by the table is used by one request; where it is only a 404 the client has to go on.
    fn ended_live(&self, client: &Client, plain: Weighed) -> Weighed {
        let now = Timestamp::from_unix(client.seen.map_or(0, |(_, last)| i64::from(last)));
        let over = |product: &Product| product.known.is_some_and(|version| version.is_over(now));
        let gone: Vec<_> =
            self.products(client).filter(|(product, tally)| over(product) && tally.not_found > 0).collect();
        let count = gone.iter().map(|(_, tally)| tally.not_found).sum::<u64>();
        if count == 0 {
            return plain;
        }
        let mut names: Vec<&str> = gone.iter().map(|(product, _)| product.name.as_str()).collect();
        sort_by_key(&mut names, |name| *name);
        let tally = Tally { occasions: plain.tally.occasions.max(count), breaches: plain.tally.breaches.max(count) };
        Weighed { tally, broken: true, detail: Some(names.join(", ")), ..plain }
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
            certainty: (!client.shown.has(ShownFields::AGENT)).then_some(Certainty::Possible),
            ..Weighed::default()
        }
    }

    /// The time of the last line.
    pub(super) fn last_at(&self) -> u32 {
        self.ends.map_or(0, |(_, last)| last)
    }

    fn products<'a>(&'a self, client: &'a Client) -> impl Iterator<Item = (&'a Product, &'a ProductTally)> {
        client.products.iter().map(|(number, tally)| (self.products.get(*number), tally))
    }

    fn blocked(&self, client: &Client, plain: Weighed) -> Weighed {
        let refused = client.statuses.iter().filter(|(status, _)| *status == 403).map(|(_, count)| *count).sum();
        let worst = self.products(client).max_by_key(|(product, tally)| (tally.refused.longest, product.name.clone()));
        let longest = worst.map_or(0, |(_, tally)| tally.refused.longest);
        let detail = worst.map(|(product, _)| format!("{longest} in a row for {}", product.name));
        // Whether a client went on after its last refusals is known once the log goes on.
        let broken = longest >= 20;
        let goes_on = client.seen.is_some_and(|(_, last)| last.saturating_add(60) <= self.last_at());
        let open: u64 = self.products(client).map(|(_, tally)| tally.refused.tail).sum();
        let occasions = if broken || goes_on { refused } else { refused - open.min(refused) };
        let ends_early = refused > 0 && occasions == 0;
        Weighed { tally: Tally { occasions, breaches: longest }, broken, detail, ends_early, ..plain }
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
            let next = version
                .and_then(|version| crate::met::products::last_successor(version, now))
                .map(|next| format!("; now {next}"));
            format!("{}{}{}", product.name, ended.unwrap_or_default(), next.unwrap_or_default())
        });
        let known = client.shown.has(ShownFields::STATUS) && client.seen.is_some();
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
        sort_by_key(&mut names, |name| *name);
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
    // One machine that polls at its own minute does no harm; what it sends at once may.
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

/// Whether the minute after one with a 429 had about as many requests. What came after the last one is known once the
/// log goes on.
fn throttled(client: &Client, last_at: u32, plain: Weighed) -> Weighed {
    let after = |minute: u32| (client.by_minute.at(minute), client.by_minute.at(minute + 1));
    let undamped: Vec<u32> = client
        .throttled
        .slots()
        .iter()
        .map(|(minute, _)| after(*minute))
        .filter(|(then, next)| *next >= 6 && next * 2 >= *then)
        .map(|(_, next)| next)
        .collect();
    let all = client.throttled.slots();
    let breaches = undamped.len() as u64;
    let broken = breaches >= 2 || undamped.iter().any(|next| *next >= 60);
    let known = all.iter().filter(|(minute, _)| minute.saturating_add(2).saturating_mul(60) <= last_at).count();
    let occasions = if broken { all.len() } else { known } as u64;
    let ends_early = occasions == 0 && !all.is_empty();
    Weighed { tally: Tally { occasions, breaches }, broken, ends_early, ..plain }
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
