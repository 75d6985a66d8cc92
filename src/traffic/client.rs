//! What is counted of one client.

use serde::{Deserialize, Serialize};

use super::check::{Check, Set, ShownFields};
use super::lifetimes::{GapShare, Lifetimes};
use super::product_tally::ProductTally;
use super::record::{NO_STATUS, Record};
use super::series::Series;
use super::sketch::{Distinct, Sample, Samples};
use super::timeline::{ResponseKind, Timeline};

/// The most statuses of a client that are counted apart: the smallest ones.
pub(super) const MAX_STATUSES: usize = 64;

/// The most applications of a client whose rates are looked at.
const MAX_APPLICATIONS: usize = 16;

/// The most slots of a client's timeline.
pub(super) const CLIENT_SLOTS: usize = 32;

/// Buckets of gaps, by powers of two.
pub(super) const GAPS: usize = 17;

/// How often a rule could have been broken, and was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tally {
    pub(super) occasions: u64,
    pub(super) breaches: u64,
}

/// One client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Client {
    /// A hash of what makes it one.
    pub(super) key: u64,
    /// Its name, escaped.
    pub(super) name: String,
    /// How the requests reached MET.
    pub(super) standing: Standing,
    /// All requests.
    pub(super) requests: u64,
    /// Those whose time is of no use.
    pub(super) untimed: u64,
    /// Bytes of responses, where they are shown.
    pub(super) bytes: u64,
    /// When it was seen first and last.
    pub(super) seen: Option<(u32, u32)>,
    /// The statuses.
    pub(super) statuses: Vec<(u16, u64)>,
    /// Requests by minute of the hour.
    pub(super) minutes: Vec<u64>,
    /// Requests by second of the minute.
    pub(super) seconds: Vec<u64>,
    /// Requests per second.
    pub(super) by_second: Series,
    /// Requests per minute.
    pub(super) by_minute: Series,
    /// Requests over time by the kind of their responses.
    pub(super) timeline: Timeline<CLIENT_SLOTS>,
    /// Requests that were throttled, per minute.
    pub(super) throttled: Series,
    /// Addresses.
    pub(super) addresses: Distinct,
    /// URLs.
    pub(super) urls: Distinct,
    /// Values of parameters that defeat caches.
    pub(super) busting: Distinct,
    /// Requests whose User-Agent is a browser's.
    pub(super) browsers: u64,
    /// The counts of each check.
    pub(super) tallies: Vec<Tally>,
    /// Lines that show breaches.
    pub(super) samples: Vec<(u8, Samples)>,
    /// Every field that was shown.
    pub(super) shown: ShownFields,
    /// Requests that were not needed, and the bytes that need not have been sent.
    pub(super) wasted: (u64, u64),
    /// Requests that ran beside one for the same.
    pub(super) parallel: u64,
    /// Gaps after responses of current and of deprecated versions.
    pub(super) gaps: [Vec<u64>; 2],
    /// Gaps as shares of lifetimes.
    pub(super) lifetimes: Lifetimes,
    /// What each product answered.
    pub(super) products: Vec<(u16, ProductTally)>,
    /// The applications that it used, where a client is something else.
    pub(super) applications: Vec<u32>,
    /// What the last requests gave occasion to and broke, and how many of them.
    last: (Set, Set, u64),
}

/// How the requests of a client reached MET.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Standing {
    /// They are those that MET received.
    #[default]
    Direct,
    /// A relay passed them on, which may have changed their names.
    Relayed,
    /// They are those that a cache sent on.
    Gateway,
    /// What of them went on to MET is not known.
    Unknown,
}

impl Client {
    /// A client of which nothing is counted yet.
    pub(super) fn new(key: u64, name: String, standing: Standing) -> Self {
        Self {
            key,
            name,
            standing,
            minutes: vec![0; 60],
            seconds: vec![0; 60],
            tallies: vec![Tally::default(); Check::ALL.len()],
            gaps: [vec![0; GAPS], vec![0; GAPS]],
            ..Self::default()
        }
    }

    /// Counts what a request shows by itself and alone.
    #[inline]
    pub(super) fn count_one(&mut self, record: &Record) {
        self.bytes += record.bytes.unwrap_or_default();
        self.shown = self.shown.and(record.shown);
        self.browsers += u64::from(record.browser);
        if let Some(value) = record.busting {
            self.busting.insert(value);
        }
        if record.address > 0 {
            self.addresses.insert(record.address);
        }
        self.urls.insert(record.place);
    }

    /// Counts so many requests of one second with one status for one product.
    pub(super) fn count_run(&mut self, record: &Record, kind: ResponseKind, times: u32) {
        let all = u64::from(times);
        self.requests += all;
        if record.status != NO_STATUS {
            self.count_status(record.status, all);
        }
        self.count_product(record, all);
        if record.at == 0 {
            self.untimed += all;
            return;
        }
        let seen = self.seen.get_or_insert((record.at, record.at));
        *seen = (seen.0.min(record.at), seen.1.max(record.at));
        let (minute, second) = ((record.at / 60 % 60) as usize, (record.at % 60) as usize);
        if let (Some(minute), Some(second)) = (self.minutes.get_mut(minute), self.seconds.get_mut(second)) {
            *minute += all;
            *second += all;
        }
        self.by_second.count_times(record.at, times);
        self.by_minute.count_times(record.at / 60, times);
        self.timeline.count(record.at / 60, kind, times);
        if record.status == 429 {
            self.throttled.count_times(record.at / 60, times);
        }
    }

    /// Notes an application that it used.
    pub(super) fn note_application(&mut self, number: u32) {
        if self.applications.len() < MAX_APPLICATIONS && !self.applications.contains(&number) {
            self.applications.push(number);
        }
    }

    fn count_product(&mut self, record: &Record, times: u64) {
        let found = self.products.iter_mut().find(|(number, _)| *number == record.product);
        match found {
            Some((_, tally)) => tally.count(record, times),
            None => {
                let mut tally = ProductTally::default();
                tally.count(record, times);
                self.products.push((record.product, tally));
            }
        }
    }

    fn count_status(&mut self, status: u16, times: u64) {
        let room = self.statuses.len() < MAX_STATUSES;
        match self.statuses.iter_mut().find(|(known, _)| *known == status) {
            Some((_, count)) => *count += times,
            None if room => self.statuses.push((status, times)),
            None => {
                // Those that are kept depend on no order: of each the count is whole.
                if let Some(greatest) = self.statuses.iter_mut().max()
                    && greatest.0 > status
                {
                    *greatest = (status, times);
                }
            }
        }
    }

    /// Counts occasions and breaches. Most requests of a client give the same ones, so those are counted together.
    pub(super) fn tally(&mut self, occasions: Set, breaches: Set) {
        let (last_occasions, last_breaches, times) = &mut self.last;
        if (*last_occasions, *last_breaches) == (occasions, breaches) {
            *times += 1;
            return;
        }
        self.settle();
        self.last = (occasions, breaches, 1);
    }

    /// Counts what was counted together.
    pub(super) fn settle(&mut self) {
        let (occasions, breaches, times) = std::mem::take(&mut self.last);
        self.tally_times(occasions, breaches, times);
    }

    fn tally_times(&mut self, occasions: Set, breaches: Set, times: u64) {
        for at in occasions.indices() {
            if let Some(tally) = self.tallies.get_mut(at) {
                tally.occasions += times;
            }
        }
        for at in breaches.indices() {
            if let Some(tally) = self.tallies.get_mut(at) {
                tally.breaches += times;
            }
        }
    }

    /// Takes occasions and breaches back.
    pub(super) fn untally(&mut self, occasions: Set, breaches: Set) {
        self.settle();
        for at in occasions.indices() {
            if let Some(tally) = self.tallies.get_mut(at) {
                tally.occasions = tally.occasions.saturating_sub(1);
            }
        }
        for at in breaches.indices() {
            if let Some(tally) = self.tallies.get_mut(at) {
                tally.breaches = tally.breaches.saturating_sub(1);
            }
        }
    }

    /// The counts of a check.
    pub(super) fn tally_of(&self, check: Check) -> Tally {
        self.tallies.get(check.index()).copied().unwrap_or_default()
    }

    /// Counts how long after a good response a request came.
    pub(super) fn count_gap(&mut self, gap: u32, status: u16, share: Option<GapShare>, times: i64) {
        if let Some(share) = share {
            self.lifetimes.count(share, times);
        }
        let bucket = (u32::BITS - gap.leading_zeros()) as usize;
        let gaps = self.gaps.get_mut(usize::from(status == 203));
        if let Some(count) = gaps.and_then(|gaps| gaps.get_mut(bucket.min(GAPS - 1))) {
            *count = count.saturating_add_signed(times);
        }
    }

    /// Keeps a line that shows a breach, where it is one of those that are kept.
    pub(super) fn sample(&mut self, check: usize, hash: u64, make: impl FnOnce() -> Sample) {
        let check = u8::try_from(check).unwrap_or(u8::MAX);
        match self.samples.iter_mut().find(|(known, _)| *known == check) {
            Some((_, samples)) if samples.wants(hash) => samples.insert(make()),
            Some(_) => {}
            None => {
                let mut samples = Samples::default();
                samples.insert(make());
                self.samples.push((check, samples));
            }
        }
    }

    /// Appends what was counted of the same client later.
    pub(super) fn merge(&mut self, mut next: Self) {
        self.settle();
        next.settle();
        self.requests += next.requests;
        self.untimed += next.untimed;
        self.bytes += next.bytes;
        self.seen = match (self.seen, next.seen) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        next.applications.iter().for_each(|number| self.note_application(*number));
        next.statuses.iter().for_each(|(status, times)| self.count_status(*status, *times));
        add(&mut self.minutes, &next.minutes);
        add(&mut self.seconds, &next.seconds);
        self.by_second.merge(next.by_second);
        self.by_minute.merge(next.by_minute);
        self.timeline.merge(next.timeline);
        self.throttled.merge(next.throttled);
        self.addresses.merge(&next.addresses);
        self.urls.merge(&next.urls);
        self.busting.merge(&next.busting);
        self.browsers += next.browsers;
        for (mine, theirs) in self.tallies.iter_mut().zip(&next.tallies) {
            mine.occasions += theirs.occasions;
            mine.breaches += theirs.breaches;
        }
        for (check, samples) in next.samples {
            match self.samples.iter_mut().find(|(known, _)| *known == check) {
                Some((_, mine)) => mine.merge(samples),
                None => self.samples.push((check, samples)),
            }
        }
        self.shown = self.shown.and(next.shown);
        self.wasted = (self.wasted.0 + next.wasted.0, self.wasted.1 + next.wasted.1);
        self.parallel += next.parallel;
        for (mine, theirs) in self.gaps.iter_mut().zip(&next.gaps) {
            add(mine, theirs);
        }
        self.lifetimes.merge(&next.lifetimes);
        for (product, tally) in next.products {
            match self.products.iter_mut().find(|(known, _)| *known == product) {
                Some((_, mine)) => mine.merge(&tally),
                None => self.products.push((product, tally)),
            }
        }
    }

    /// Whether it has every count that it needs, as one that comes from outside may not.
    pub(super) fn is_whole(&self) -> bool {
        self.minutes.len() == 60
            && self.seconds.len() == 60
            && self.tallies.len() == Check::ALL.len()
            && self.gaps.iter().all(|gaps| gaps.len() == GAPS)
            && self.lifetimes.is_whole()
            && self.timeline.is_whole()
    }

    /// Gives up what takes most room: which addresses and URLs there were, and samples.
    pub(super) fn forget_sketches(&mut self) {
        self.addresses = Distinct::default();
        self.urls = Distinct::default();
        self.busting = Distinct::default();
        self.samples.clear();
    }

    /// The lines that show breaches of a check.
    pub(super) fn samples_of(&self, check: Check) -> Option<&Samples> {
        self.samples.iter().find(|(known, _)| usize::from(*known) == check.index()).map(|(_, samples)| samples)
    }
}

fn add(mine: &mut [u64], theirs: &[u64]) {
    mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
}
