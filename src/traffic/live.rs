//! What is judged while a client runs against the sandbox, where minutes stand for hours.
//!
//! A log shows days, and its rules need them: a minute after a 429, an hour of 404s. A test lasts seconds. Its source shows
//! everything, in the order of arrival, so each of these rules is put to single requests: whether one came sooner after a
//! refusal than half the lifetime of a forecast. What is kept here is not part of what parts of logs are merged from.

use super::check::{Check, Set};
use super::hash::ByHash;
use super::record::{Method, Record};
use super::target::Traits;
use crate::http::status::is_redirect;

/// The most clients and URLs of which the last response is kept.
const MOST: usize = 1 << 14;

/// How many such requests in a row break a rule: one retry, or two with a growing pause, are good practice.
const TOO_MANY: u32 = 3;

/// How many early requests make a habit.
pub(super) const HABIT: u64 = 3;

/// The lifetime of a forecast at MET, in seconds.
const REAL_LIFETIME_S: u32 = 1800;

/// How many seconds MET wants between polls of its warnings.
const ALERTS_S: u32 = 600;

/// The checks that are made here, in place of those that need hours.
const OWN: Set = Set(Check::HammeringThrottled.bit().0
    | Check::HammeringBlocked.bit().0
    | Check::EndedVersionUsed.bit().0
    | Check::DeprecatedAsFailure.bit().0
    | Check::AlertsPoll.bit().0);

/// How many occasions a check needs: what arrived is all there is, so one is enough where a log needs several.
pub(super) fn at_least(check: Check, in_logs: u64) -> u64 {
    match check {
        Check::AskedBeforeExpiry
        | Check::NotConditional
        | Check::FreshnessNotUpdated
        | Check::CompressionNotRequested
        | Check::DeprecatedAsFailure => 1,
        Check::AlertsPoll => 3,
        _ => in_logs,
    }
}

/// Whether a check says something about a test of seconds.
pub(super) fn applies(check: Check) -> bool {
    !matches!(check, Check::FixedSecond | Check::BurstAligned | Check::DirectFromBrowsers)
}

/// The last response of one client for one URL.
#[derive(Clone, Copy, Debug, Default)]
struct Last {
    at: u32,
    status: u16,
    /// How many requests in a row came soon after such a response.
    soon: u32,
}

/// What one client did after responses of all URLs.
#[derive(Clone, Copy, Debug, Default)]
struct OfClient {
    /// When it was throttled first, and last; 0 for never.
    throttled: (u32, u32),
    /// How many URLs it requested for the first time since.
    new_urls: u32,
    /// Whether it was seen to repeat requests after 203.
    fears_203: bool,
    /// Requests that came soon after a good response of a current version.
    soon_after_good: u64,
    /// Requests before expiry whose cause another rule names.
    early_after_304: u64,
    early_after_203: u64,
    early: u64,
}

/// What is known of a run.
#[derive(Clone, Debug)]
pub(super) struct Live {
    lifetime_s: u32,
    last: ByHash<Last>,
    clients: ByHash<OfClient>,
}

impl Live {
    /// A run in which forecasts live for so many seconds.
    pub(super) fn new(lifetime_s: u32) -> Self {
        Self { lifetime_s: lifetime_s.max(1), last: ByHash::default(), clients: ByHash::default() }
    }

    /// Whether a gap is shorter than half a lifetime.
    fn is_soon(&self, gap: u32) -> bool {
        gap * 2 < self.lifetime_s
    }

    /// Puts a request to what came before. `occasions` and `breaches` are what was found of it so far.
    pub(super) fn step(&mut self, record: &Record, occasions: &mut Set, breaches: &mut Set) {
        (*occasions, *breaches) = (occasions.without(OWN), breaches.without(OWN));
        let client = u64::from(record.client);
        let mut of_client = self.clients.get(&client).copied().unwrap_or_default();
        let known = self.last.get(&record.key).copied();
        let mut soon_in_a_row = 0;
        if record.method == Method::Get
            && let Some(last) = known
        {
            let gap = record.at.saturating_sub(last.at);
            let soon = self.is_soon(gap);
            soon_in_a_row = if soon { last.soon + 1 } else { 0 };
            if let Some(check) = check_after(last.status) {
                occasions.add(check);
                breaches.add_if(check, soon_in_a_row >= TOO_MANY);
                of_client.fears_203 |= breaches.has(Check::DeprecatedAsFailure);
            }
            // Following a redirect is not another poll.
            if record.traits.is(Traits::ALERTS) && !is_redirect(last.status) {
                let wanted = ALERTS_S * self.lifetime_s / REAL_LIFETIME_S;
                occasions.add(Check::AlertsPoll);
                breaches.add_if(Check::AlertsPoll, gap < wanted.max(1));
            }
            of_client.soon_after_good += u64::from(soon && matches!(last.status, 200 | 304));
            if breaches.has(Check::AskedBeforeExpiry) {
                of_client.early += 1;
                of_client.early_after_304 += u64::from(last.status == 304);
                of_client.early_after_203 += u64::from(last.status == 203);
            }
        }
        self.step_throttled(record, known.is_none(), &mut of_client, occasions, breaches);
        self.clients.insert(client, of_client);
        if self.last.len() >= MOST {
            self.last.clear();
        }
        if record.method == Method::Get {
            let goes_on = known.is_some_and(|last| check_after(last.status) == check_after(record.status));
            let soon = if goes_on { soon_in_a_row } else { 0 };
            self.last.insert(record.key, Last { at: record.at, status: record.status, soon });
        }
    }

    /// A client that is throttled is to slow down for all URLs: further ones count. What was under way then does not.
    fn step_throttled(
        &self,
        record: &Record,
        is_new: bool,
        client: &mut OfClient,
        occasions: &mut Set,
        breaches: &mut Set,
    ) {
        let (first, last) = client.throttled;
        if last > 0 && is_new {
            let soon = self.is_soon(record.at.saturating_sub(last));
            client.new_urls = if soon { client.new_urls + u32::from(record.at > first) } else { 0 };
            occasions.add(Check::HammeringThrottled);
            breaches.add_if(Check::HammeringThrottled, client.new_urls >= TOO_MANY);
            if !soon {
                client.throttled = (0, 0);
            }
        }
        if record.status == 429 {
            client.throttled = (if client.throttled.0 > 0 { client.throttled.0 } else { record.at }, record.at);
        }
    }

    /// Whether 203 is what makes a client request again: it does not after other good responses.
    pub(super) fn only_after_deprecated(&self, client: u32) -> bool {
        self.clients.get(&u64::from(client)).is_none_or(|client| client.soon_after_good == 0)
    }

    /// Whether a client requests again soon after good responses of a current version.
    pub(super) fn repeats(&self, client: u32) -> bool {
        !self.only_after_deprecated(client)
    }

    /// Notes that a client was seen to do so in another run.
    pub(super) fn note_repeats(&mut self, client: u32) {
        self.clients.entry(u64::from(client)).or_default().soon_after_good += 1;
    }

    /// The rule that names the cause of requests before expiry, where all of them have one: that the new Expires of a 304
    /// is not used, or that 203 counts as a failure.
    pub(super) fn cause_of_early(&self, client: u32) -> Option<Check> {
        let client = self.clients.get(&u64::from(client))?;
        match (client.early, client.early_after_304, client.early_after_203) {
            (0, _, _) => None,
            (all, after_304, _) if all == after_304 => Some(Check::FreshnessNotUpdated),
            (all, _, after_203) if all == after_203 && client.fears_203 && client.soon_after_good == 0 => {
                Some(Check::DeprecatedAsFailure)
            }
            _ => None,
        }
    }
}

/// The rule on requests that repeat one with this status.
fn check_after(status: u16) -> Option<Check> {
    Some(match status {
        429 => Check::HammeringThrottled,
        403 => Check::HammeringBlocked,
        404 | 410 => Check::EndedVersionUsed,
        203 => Check::DeprecatedAsFailure,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(at: u32, status: u16) -> Record {
        Record { key: 7, at, status, ..Record::default() }
    }

    /// How often each request broke a check.
    fn breaches(check: Check, records: &[Record]) -> usize {
        let mut live = Live::new(8);
        let count = |record: &Record| {
            let (mut occasions, mut breaches) = (Set::default(), Set::default());
            live.step(record, &mut occasions, &mut breaches);
            assert!(!breaches.has(check) || occasions.has(check), "a breach has an occasion");
            usize::from(breaches.has(check))
        };
        records.iter().map(count).sum()
    }

    #[test]
    fn requests_soon_after_refusals_count_and_late_ones_do_not() {
        for (status, check) in [
            (429, Check::HammeringThrottled),
            (403, Check::HammeringBlocked),
            (404, Check::EndedVersionUsed),
            (203, Check::DeprecatedAsFailure),
        ] {
            let every = |gap: u32| (0..5).map(|i| get(100 + i * gap, status)).collect::<Vec<_>>();
            assert_eq!(breaches(check, &every(0)), 2, "{status}: two retries are allowed");
            assert_eq!(breaches(check, &every(3)), 2, "{status}");
            assert_eq!(breaches(check, &every(4)), 0, "{status}");
            assert_eq!(breaches(check, &every(3).iter().map(|r| get(r.at, 200)).collect::<Vec<_>>()), 0, "{status}");
        }
    }

    #[test]
    fn retries_of_several_urls_with_growing_pauses_are_allowed() {
        let mut all = Vec::new();
        for at in [100, 101, 103, 107, 115] {
            all.extend((0..4).map(|key| Record { key, ..get(at, 429) }));
        }
        assert_eq!(breaches(Check::HammeringThrottled, &all), 0);
    }

    #[test]
    fn throttled_client_is_to_slow_down_for_all_urls() {
        let places = |gap: u32| (0..5).map(move |i| Record { key: 10 + u64::from(i), ..get(100 + i * gap, 429) });
        assert_eq!(breaches(Check::HammeringThrottled, &places(1).collect::<Vec<_>>()), 2);
        assert_eq!(breaches(Check::HammeringThrottled, &places(0).collect::<Vec<_>>()), 0, "they were under way");
        assert_eq!(breaches(Check::HammeringThrottled, &places(4).collect::<Vec<_>>()), 0);
    }

    #[test]
    fn early_requests_have_a_cause_only_where_all_have_it() {
        let cause = |statuses: &[u16]| {
            let mut live = Live::new(8);
            for (at, status) in (100..).zip(statuses) {
                let mut early = Check::AskedBeforeExpiry.bit();
                live.step(&get(at, *status), &mut Set::default(), &mut early);
            }
            live.cause_of_early(0)
        };
        assert_eq!(cause(&[304, 304, 304]), Some(Check::FreshnessNotUpdated));
        assert_eq!(cause(&[200, 304, 304]), None);
        assert_eq!(cause(&[203, 203, 203, 203]), Some(Check::DeprecatedAsFailure));
        assert_eq!(cause(&[203, 203]), None);
        assert_eq!(cause(&[200, 200, 203]), None);
        let mut live = Live::new(8);
        live.note_repeats(0);
        for at in 100..105 {
            live.step(&get(at, 203), &mut Set::default(), &mut Check::AskedBeforeExpiry.bit());
        }
        assert_eq!(live.cause_of_early(0), None, "it repeats whatever the status is");
    }

    #[test]
    fn state_of_many_urls_is_bounded() {
        let mut live = Live::new(8);
        for key in 0..(3 * MOST as u64) {
            live.step(&Record { key, ..get(100, 200) }, &mut Set::default(), &mut Set::default());
        }
        assert!(live.last.len() <= MOST);
    }
}
