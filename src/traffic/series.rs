//! Requests per second and per minute: sparse, and summed before a maximum is taken.

use serde::{Deserialize, Serialize};

/// How many of the latest slots are open, for requests that come a little late.
const OPEN: u32 = 16;

/// How many requests each second, or each minute, has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Series {
    /// The closed slots; after [`Series::settle`] in order and each once.
    closed: Vec<(u32, u32)>,
    /// The first open slot.
    base: u32,
    /// The counts of the open slots, by their number modulo [`OPEN`].
    open: [u32; OPEN as usize],
}

impl Series {
    /// Counts one request.
    pub(super) fn count(&mut self, slot: u32) {
        self.count_times(slot, 1);
    }

    /// Counts so many requests.
    pub(super) fn count_times(&mut self, slot: u32, times: u32) {
        if slot >= self.base.saturating_add(OPEN) {
            self.advance(slot - (OPEN - 1));
        }
        match (slot >= self.base).then(|| self.open.get_mut((slot % OPEN) as usize)).flatten() {
            Some(count) => *count += times,
            None => self.closed.push((slot, times)),
        }
    }

    fn advance(&mut self, base: u32) {
        let end = base.min(self.base.saturating_add(OPEN));
        for slot in self.base..end {
            if let Some(count) = self.open.get_mut((slot % OPEN) as usize)
                && *count > 0
            {
                self.closed.push((slot, *count));
                *count = 0;
            }
        }
        self.base = base;
    }

    /// How many slots are closed, some perhaps twice.
    pub(super) fn len(&self) -> usize {
        self.closed.len()
    }

    /// Brings every slot into order, each once.
    pub(super) fn settle(&mut self) {
        let base = self.base;
        self.advance(base.saturating_add(OPEN));
        self.base = base;
        self.compact();
    }

    fn compact(&mut self) {
        self.closed.sort_unstable_by_key(|(slot, _)| *slot);
        self.closed.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = kept.1.saturating_add(next.1);
            }
            same
        });
    }

    /// Forgets slots with no more than so many requests, but for the first and the last, where parts meet.
    pub(super) fn drop_small(&mut self, floor: u32) {
        self.compact();
        let edges = (self.closed.first().map(|(slot, _)| *slot), self.closed.last().map(|(slot, _)| *slot));
        self.closed.retain(|(slot, count)| *count > floor || Some(*slot) == edges.0 || Some(*slot) == edges.1);
    }

    /// Adds another one.
    pub(super) fn merge(&mut self, mut other: Self) {
        self.settle();
        other.settle();
        self.closed.append(&mut other.closed);
        self.base = self.base.max(other.base);
        self.compact();
    }

    /// Every slot with its requests, in order. The series has to be settled.
    pub(super) fn slots(&self) -> &[(u32, u32)] {
        &self.closed
    }

    /// The requests of a slot.
    pub(super) fn at(&self, slot: u32) -> u32 {
        self.closed
            .binary_search_by_key(&slot, |(known, _)| *known)
            .ok()
            .and_then(|at| self.closed.get(at))
            .map_or(0, |(_, count)| *count)
    }

    /// The first of the slots with the most requests.
    pub(super) fn peak(&self) -> Option<(u32, u32)> {
        self.closed.iter().copied().max_by_key(|(slot, count)| (*count, std::cmp::Reverse(*slot)))
    }

    /// The longest run of neighbouring slots that have each more than `limit` requests.
    pub(super) fn longest_above(&self, limit: u32) -> u32 {
        let (mut longest, mut run, mut before) = (0, 0, None);
        for (slot, _) in self.closed.iter().filter(|(_, count)| *count > limit) {
            run = if before == slot.checked_sub(1) && before.is_some() { run + 1 } else { 1 };
            longest = longest.max(run);
            before = Some(*slot);
        }
        longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(slots: &[u32]) -> Series {
        let mut series = Series::default();
        slots.iter().for_each(|slot| series.count(*slot));
        series.settle();
        series
    }

    #[test]
    fn peak_of_sum_is_not_the_greater_peak() {
        let mut a = of(&[100, 100, 100, 105, 105]);
        a.merge(of(&[100, 105, 105, 105, 105]));
        assert_eq!(a.peak(), Some((105, 6)));
        assert_eq!(a.at(100), 4);
    }

    #[test]
    fn runs_end_where_a_second_is_quiet() {
        let series = of(&[1, 1, 2, 2, 3, 5, 5, 6, 6, 7, 7]);
        assert_eq!(series.longest_above(1), 3);
        assert_eq!(of(&[0, 0]).longest_above(1), 1);
        assert_eq!(of(&[]).longest_above(1), 0);
    }

    proptest! {
        #[test]
        fn order_and_cuts_make_no_difference(slots in proptest::collection::vec(0_u32..200, 0..120), cut in 0_usize..120) {
            let whole = of(&slots);
            let (left, right) = slots.split_at(cut.min(slots.len()));
            let mut merged = of(right);
            merged.merge(of(left));
            prop_assert_eq!(whole.slots(), merged.slots());
            prop_assert_eq!(whole.slots().iter().map(|(_, n)| *n as usize).sum::<usize>(), slots.len());
        }
    }
}
