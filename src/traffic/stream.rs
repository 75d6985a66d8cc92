//! One client's requests for one URL, in the order of time: each is put to what is known of those before.
//!
//! A GET with a good response makes everything before it unimportant. That is what lets parts of a log be judged
//! apart: of each URL only the requests up to the first such GET have to be looked at again.

use serde::{Deserialize, Serialize};

use super::check::{Check, Set};
use super::lifetimes::GapShare;
use super::record::{HORIZON_S, Method, NO_STATUS, NOT_SENT, NOT_SHOWN, Record, SENT};
use super::target::Traits;

/// What is known of the requests before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct UrlState {
    /// When the last GET was; 0 for none.
    pub(super) last_at: u32,
    /// When the last good response was requested; 0 for none.
    good_at: u32,
    /// When it expires; 0 where that is not shown.
    expires: u32,
    /// Its Last-Modified.
    modified: u32,
    /// When the last HEAD was that no GET has followed.
    head_at: u32,
    /// The status of the last good response.
    good_status: u16,
    /// How many requests in a row came at once after a failure.
    retries: u8,
    /// Whether the last GET failed.
    failed: bool,
}

/// What one request shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Effects {
    /// The rules that it could have broken.
    pub(super) occasions: Set,
    /// The rules that it broke.
    pub(super) breaches: Set,
    /// Whether it was not needed at all.
    pub(super) wasted: bool,
    /// How long after the last good response it came, and the status of that.
    pub(super) gap: Option<(u32, u16)>,
    /// The same as a share of the lifetime of that response.
    pub(super) share: Option<GapShare>,
    /// Whether it ran beside the one before, which had no response yet.
    pub(super) parallel: bool,
}

/// Seconds by which clocks may differ, or a response be late.
const SLACK_S: u32 = 2;

/// Tries in a row that make a storm.
const STORM: u8 = 5;

impl UrlState {
    /// What is known after a good response that showed neither Expires nor Last-Modified, whatever came before it: a time
    /// and a status say all of it.
    pub(super) fn plain(at: u32, status: u16) -> Self {
        Self { last_at: at, good_at: at, good_status: status, ..Self::default() }
    }

    /// The status of such a response, where nothing else is known.
    #[inline]
    pub(super) fn plain_status(&self) -> Option<u16> {
        (*self == Self::plain(self.last_at, self.good_status)).then_some(self.good_status)
    }

    /// When anything was last seen.
    pub(super) fn seen_at(&self) -> u32 {
        self.last_at.max(self.head_at)
    }

    /// Whether what came before a request makes no difference after it.
    pub(super) fn is_settled_by(record: &Record) -> bool {
        record.method == Method::Get && record.is_good()
    }

    /// This state, of requests without a good response, after others that may have had one.
    pub(super) fn after(mut self, before: &Self) -> Self {
        if self.good_at == 0 {
            (self.good_at, self.expires) = (before.good_at, before.expires);
            (self.modified, self.good_status) = (before.modified, before.good_status);
        }
        self
    }

    /// Puts a request to what is known, and notes it.
    pub(super) fn step(&mut self, record: &Record) -> Effects {
        if record.at.saturating_sub(self.seen_at()) > HORIZON_S {
            *self = Self::default();
        }
        match record.method {
            Method::Get => self.get(record),
            Method::Head => {
                self.head_at = self.head_at.max(record.at);
                Effects::default()
            }
            Method::Other => Effects::default(),
        }
    }

    fn get(&mut self, record: &Record) -> Effects {
        let mut effects = Effects::default();
        if self.head_at > 0 {
            let follows = record.at >= self.head_at && record.at - self.head_at <= 10;
            effects.breaches.add_if(Check::HeadThenGet, follows);
        }
        if self.last_at > 0 && record.at >= self.last_at {
            self.after_any(record, &mut effects);
        }
        if self.good_at > 0 && record.at >= self.good_at {
            self.after_good(record, &mut effects);
        }
        self.note(record);
        effects
    }

    fn after_any(&mut self, record: &Record, effects: &mut Effects) {
        let gap = record.at - self.last_at;
        if record.traits.is(Traits::ALERTS) {
            effects.occasions.add(Check::AlertsPoll);
            effects.breaches.add_if(Check::AlertsPoll, gap < 600);
        }
        if self.failed {
            effects.occasions.add(Check::RetryStorm);
            self.retries = if gap < 5 { self.retries.saturating_add(1) } else { 0 };
            effects.breaches.add_if(Check::RetryStorm, self.retries >= STORM);
        }
    }

    fn after_good(&self, record: &Record, effects: &mut Effects) {
        let gap = record.at - self.good_at;
        effects.gap = Some((gap, self.good_status));
        effects.share = Some(match self.expires {
            0 => GapShare::of(gap, record.lifetime_s, false),
            expires => GapShare::of(gap, expires.saturating_sub(self.good_at), true),
        });
        effects.parallel = gap <= 1;
        let immutable = record.traits.is(Traits::IMMUTABLE);
        effects.occasions.add_if(Check::ImmutableRefetched, immutable);
        effects.breaches.add_if(Check::ImmutableRefetched, immutable);
        let is_stale = match self.expires {
            0 => self.after_unknown_lifetime(gap, record, effects),
            expires => self.after_known_lifetime(expires, record, effects),
        };
        effects.wasted |= immutable;
        let conditional = self.good_status != 203 && record.status != 203;
        if is_stale && conditional && record.condition != NOT_SHOWN && self.modified != NOT_SENT {
            effects.occasions.add(Check::NotConditional);
            effects.breaches.add_if(Check::NotConditional, record.condition == NOT_SENT);
        }
        if record.condition > SENT && self.modified > SENT {
            effects.occasions.add(Check::ValidatorAltered);
            effects.breaches.add_if(Check::ValidatorAltered, record.condition != self.modified);
        }
        if self.good_status == 304 {
            effects.occasions.add(Check::NotModifiedUnused);
            let whole = record.status == 200 && record.condition <= NOT_SENT;
            effects.breaches.add_if(Check::NotModifiedUnused, gap <= 5 && whole);
        }
    }

    fn after_known_lifetime(&self, expires: u32, record: &Record, effects: &mut Effects) -> bool {
        let early = record.at.saturating_add(SLACK_S) < expires;
        effects.occasions.add(Check::AskedBeforeExpiry);
        effects.breaches.add_if(Check::AskedBeforeExpiry, early);
        if self.good_status == 304 {
            effects.occasions.add(Check::FreshnessNotUpdated);
            effects.breaches.add_if(Check::FreshnessNotUpdated, early);
        }
        effects.wasted |= early;
        record.at >= expires
    }

    fn after_unknown_lifetime(&self, gap: u32, record: &Record, effects: &mut Effects) -> bool {
        let soon = gap < (record.lifetime_s / 5).min(60);
        effects.occasions.add(Check::RepeatedRequests);
        effects.breaches.add_if(Check::RepeatedRequests, soon);
        effects.wasted |= soon;
        gap >= record.lifetime_s
    }

    fn note(&mut self, record: &Record) {
        let failed = record.is_failure();
        if record.is_good() {
            let sent = if record.condition > SENT { record.condition } else { NOT_SHOWN };
            *self = Self {
                last_at: record.at,
                good_at: record.at,
                expires: record.expires,
                modified: if record.modified == NOT_SHOWN && record.status == 304 { sent } else { record.modified },
                good_status: if record.status == NO_STATUS { 200 } else { record.status },
                ..Self::default()
            };
            return;
        }
        self.last_at = self.last_at.max(record.at);
        self.failed = failed;
        if !failed {
            self.retries = 0;
        }
        self.head_at = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(at: u32, status: u16) -> Record {
        Record { at, status, lifetime_s: 1800, expires: 0, ..Record::default() }
    }

    fn broken(records: &[Record]) -> Vec<(usize, Vec<usize>)> {
        let mut state = UrlState::default();
        let effects = records.iter().map(|record| state.step(record).breaches.indices().collect::<Vec<_>>());
        effects.enumerate().filter(|(_, broken)| !broken.is_empty()).collect()
    }

    fn with(record: Record, change: impl FnOnce(&mut Record)) -> Record {
        let mut record = record;
        change(&mut record);
        record
    }

    #[test]
    fn request_before_expiry_breaks_and_after_keeps() {
        let first = with(get(1000, 200), |r| r.expires = 1300);
        for (at, breaks) in [(1001, true), (1297, true), (1298, false), (1300, false), (5000, false)] {
            let broken = broken(&[first.clone(), get(at, 200)]);
            let expected = if breaks { vec![(1, vec![Check::AskedBeforeExpiry.index()])] } else { vec![] };
            assert_eq!(broken, expected, "{at}");
        }
    }

    #[test]
    fn head_neither_starts_nor_breaks_a_lifetime() {
        let first = with(get(1000, 200), |r| r.expires = 1300);
        let head = with(get(1100, 200), |r| r.method = Method::Head);
        assert_eq!(broken(&[first, head.clone()]), []);
        assert_eq!(broken(&[head.clone(), get(1150, 200)]), []);
        assert_eq!(broken(&[head, get(1110, 200)]), [(1, vec![Check::HeadThenGet.index()])]);
    }

    #[test]
    fn failure_starts_no_lifetime() {
        let failed = with(get(1000, 503), |r| r.expires = 1300);
        assert_eq!(broken(&[failed, get(1100, 200)]), []);
    }

    #[test]
    fn unknown_expiry_counts_within_a_fifth_of_the_lifetime() {
        assert_eq!(broken(&[get(1000, 200), get(1059, 200)]), [(1, vec![Check::RepeatedRequests.index()])]);
        assert_eq!(broken(&[get(1000, 200), get(1060, 200)]), []);
        let short = |at| with(get(at, 200), |r| r.lifetime_s = 20);
        assert_eq!(broken(&[short(1000), short(1004)]), []);
    }

    #[test]
    fn fifth_quick_retry_is_a_storm_and_a_slow_one_ends_it() {
        let storm: Vec<Record> = (0..7).map(|i| get(1000 + i, 503)).collect();
        assert_eq!(broken(&storm).len(), 2);
        let slow: Vec<Record> = (0..7).map(|i| get(1000 + i * 5, 503)).collect();
        assert_eq!(broken(&slow), []);
    }

    #[test]
    fn condition_is_compared_with_the_last_validator() {
        let first = with(get(1000, 200), |r| (r.expires, r.modified) = (1300, 77));
        let again = |condition| with(get(1400, 200), |r| r.condition = condition);
        assert_eq!(broken(&[first.clone(), again(77)]), []);
        assert_eq!(broken(&[first.clone(), again(78)]), [(1, vec![Check::ValidatorAltered.index()])]);
        assert_eq!(broken(&[first.clone(), again(NOT_SENT)]), [(1, vec![Check::NotConditional.index()])]);
        assert_eq!(broken(&[first, again(NOT_SHOWN)]), []);
    }

    #[test]
    fn deprecated_version_needs_no_condition() {
        let first = with(get(1000, 203), |r| (r.expires, r.modified) = (1300, 77));
        let again = with(get(1400, 203), |r| r.condition = NOT_SENT);
        assert_eq!(broken(&[first, again]), []);
    }

    #[test]
    fn requests_a_day_apart_are_not_compared() {
        let first = with(get(1000, 200), |r| r.expires = 1_000_000);
        assert_eq!(broken(&[first, get(1000 + HORIZON_S + 1, 200)]), []);
    }
}
