//! Requests over time by kind of status, in a place that does not grow with the log.
//!
//! Where there are more slots than fit, they get wider: from minutes to years. Only slots with requests count, so
//! one line with a wrong clock costs one slot, and not the resolution of all others. The width depends on the requests
//! alone and on no order, which makes the timeline of merged parts that of the whole.

use serde::{Deserialize, Serialize};

/// The widths of slots in minutes; each is a multiple of the one before it.
const WIDTHS: [u32; 10] = [1, 5, 15, 60, 180, 720, 1440, 10_080, 100_800, 1_008_000];

/// What kind of response a request got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum ResponseKind {
    /// Any 2xx but 203, and 1xx.
    Successful,
    /// 203: a deprecated or beta version.
    Deprecated,
    /// 304.
    NotModified,
    /// Any other 3xx.
    Redirected,
    /// 401 and 403.
    Refused,
    /// 429.
    Throttled,
    /// Any other 4xx.
    ClientError,
    /// 5xx, and no response at all.
    ServerError,
    /// A status that the source does not show, or one outside of 100 to 599.
    Unknown,
}

impl ResponseKind {
    /// Every kind, in the order of reports.
    pub(crate) const ALL: [Self; 9] = [
        Self::Successful,
        Self::NotModified,
        Self::Deprecated,
        Self::Redirected,
        Self::ClientError,
        Self::Refused,
        Self::Throttled,
        Self::ServerError,
        Self::Unknown,
    ];

    /// The kind of a status.
    pub(super) fn of(status: u16) -> Self {
        match status {
            203 => Self::Deprecated,
            100..=299 => Self::Successful,
            304 => Self::NotModified,
            300..=399 => Self::Redirected,
            401 | 403 => Self::Refused,
            429 => Self::Throttled,
            400..=499 => Self::ClientError,
            0 | 500..=599 => Self::ServerError,
            _ => Self::Unknown,
        }
    }
}

/// The requests of one slot, by the kind of their responses.
type Counts = [u32; ResponseKind::ALL.len()];

/// Requests over time, in at most `MOST` slots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Timeline<const MOST: usize> {
    /// Which of [`WIDTHS`] the slots have.
    width: u8,
    /// The slots with requests, in order.
    slots: Vec<(u32, Counts)>,
    /// Where the last request was counted, which is mostly where the next one is: the first minute of its slot, and the
    /// place of that.
    #[serde(skip)]
    open: Option<(u32, usize)>,
}

impl<const MOST: usize> Timeline<MOST> {
    /// Counts so many requests in a minute since 1970.
    pub(super) fn count(&mut self, minute: u32, kind: ResponseKind, times: u32) {
        let minutes = self.minutes();
        let at = match self.open {
            Some((begins, at)) if minute.wrapping_sub(begins) < minutes => at,
            _ => self.open(minute),
        };
        if let Some((_, counts)) = self.slots.get_mut(at)
            && let Some(count) = counts.get_mut(kind as usize)
        {
            *count = count.saturating_add(times);
        }
    }

    /// Opens the slot of a minute, in wider slots where there is no room for it.
    fn open(&mut self, minute: u32) -> usize {
        self.place(minute / self.minutes());
        self.bound();
        let slot = minute / self.minutes();
        let at = self.place(slot);
        self.open = Some((slot * self.minutes(), at));
        at
    }

    /// Adds another one.
    pub(super) fn merge(&mut self, mut other: Self) {
        while self.width < other.width {
            self.widen();
        }
        while other.width < self.width {
            other.widen();
        }
        for (slot, theirs) in other.slots {
            let at = self.place(slot);
            if let Some((_, mine)) = self.slots.get_mut(at) {
                add(mine, &theirs);
            }
        }
        self.bound();
        self.open = None;
    }

    /// How wide a slot is, in minutes.
    pub(super) fn minutes(&self) -> u32 {
        WIDTHS.get(usize::from(self.width)).copied().unwrap_or(WIDTHS[WIDTHS.len() - 1])
    }

    /// The slots with requests, in order: the minute since 1970 in which each begins, and its requests.
    pub(super) fn slots(&self) -> impl Iterator<Item = (u32, &Counts)> {
        self.slots.iter().map(|(slot, counts)| (slot.saturating_mul(self.minutes()), counts))
    }

    /// Whether it is one that could have been counted, as one that comes from outside may not be.
    pub(super) fn is_whole(&self) -> bool {
        usize::from(self.width) < WIDTHS.len()
            && self.slots.len() <= MOST
            && self.slots.is_sorted_by(|(one, _), (next, _)| one < next)
    }

    /// The place of a slot, which is made where there is none.
    fn place(&mut self, slot: u32) -> usize {
        match self.slots.binary_search_by_key(&slot, |(known, _)| *known) {
            Ok(at) => at,
            Err(at) => {
                self.slots.insert(at, (slot, Counts::default()));
                at
            }
        }
    }

    fn bound(&mut self) {
        while self.slots.len() > MOST && usize::from(self.width) + 1 < WIDTHS.len() {
            self.widen();
        }
    }

    /// Gives up resolution, where there are more than a few slots.
    pub(super) fn shrink(&mut self) {
        if self.slots.len() > MOST / 4 && usize::from(self.width) + 1 < WIDTHS.len() {
            self.widen();
            self.open = None;
        }
    }

    fn widen(&mut self) {
        let before = self.minutes();
        self.width += 1;
        let times = self.minutes() / before;
        self.slots.iter_mut().for_each(|(slot, _)| *slot /= times);
        self.slots.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                add(&mut kept.1, &next.1);
            }
            same
        });
    }
}

fn add(mine: &mut Counts, theirs: &Counts) {
    mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine = mine.saturating_add(*theirs));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The last minute of the times that a log can hold.
    const LAST: u32 = 71_566_666;

    fn of(requests: &[(u32, u16)]) -> Timeline<8> {
        let mut timeline = Timeline::default();
        requests.iter().for_each(|(minute, status)| timeline.count(*minute, ResponseKind::of(*status), 1));
        timeline.open = None;
        timeline
    }

    #[test]
    fn slots_widen_until_they_fit() {
        let hour: Vec<(u32, u16)> = (0..60).map(|minute| (600 + minute, 200)).collect();
        let timeline = of(&hour);
        assert_eq!((timeline.minutes(), timeline.slots().count()), (15, 4));
        assert_eq!(timeline.slots().map(|(minute, counts)| (minute, counts[0])).next(), Some((600, 15)));
        assert_eq!(of(&hour[..8]).minutes(), 1);
    }

    #[test]
    fn wrong_clock_costs_one_slot_and_no_resolution() {
        let timeline = of(&[(27_000_000, 200), (27_000_001, 200), (0, 200), (LAST, 200)]);
        assert_eq!((timeline.minutes(), timeline.slots().count()), (1, 4));
    }

    #[test]
    fn all_times_of_logs_fit_into_the_widest_slots() {
        let timeline = of(&(0..=LAST).step_by(9_999).map(|minute| (minute, 200)).collect::<Vec<_>>());
        assert!(timeline.slots().count() <= 80, "{}", timeline.slots().count());
    }

    #[test]
    fn every_status_has_its_kind() {
        for (status, kind) in [
            (0, ResponseKind::ServerError),
            (99, ResponseKind::Unknown),
            (200, ResponseKind::Successful),
            (203, ResponseKind::Deprecated),
            (301, ResponseKind::Redirected),
            (304, ResponseKind::NotModified),
            (403, ResponseKind::Refused),
            (404, ResponseKind::ClientError),
            (429, ResponseKind::Throttled),
            (599, ResponseKind::ServerError),
            (u16::MAX, ResponseKind::Unknown),
        ] {
            assert_eq!(ResponseKind::of(status), kind, "{status}");
        }
    }

    proptest! {
        #[test]
        fn parts_in_any_order_give_the_whole(
            requests in proptest::collection::vec((prop_oneof![0_u32..40, 0_u32..40_000, 0..LAST], prop_oneof![Just(200), Just(429), 0_u16..700]), 0..80),
            cut in 0_usize..80,
        ) {
            let whole = of(&requests);
            let (left, right) = requests.split_at(cut.min(requests.len()));
            let mut merged = of(right);
            merged.merge(of(left));
            prop_assert_eq!(&merged, &whole);
            prop_assert!(whole.is_whole() || usize::from(whole.width) + 1 == WIDTHS.len());
            let total: u32 = whole.slots().flat_map(|(_, counts)| counts).sum();
            prop_assert_eq!(total as usize, requests.len());
        }
    }
}
