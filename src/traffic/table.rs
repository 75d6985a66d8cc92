//! What is known of each client and URL, in a place that does not grow with the log.
//!
//! Each key has a place in one of two groups that its hash names. When both are full, the one that was seen longest ago
//! gives way; those that may still be asked for are counted, because what they would have shown is lost.
//!
//! A group begins with the marks and the times of its places, in one line of the processor's cache: most keys of a
//! large log are new, and are known to be by that line alone.

use super::record::HORIZON_S;
use super::stream::State;

/// Places in a group.
const WAYS: usize = 8;

/// The most places; with 40 bytes each they take 13 MiB.
const MOST: usize = 40 * 1024 * WAYS;

/// The places that a table begins with.
const LEAST: usize = 160 * WAYS;

/// A group of places.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C, align(64))]
struct Group {
    /// A part of each key's hash; 0 for a free place.
    marks: [u32; WAYS],
    /// When each was seen last.
    seen: [u32; WAYS],
    keys: [u64; WAYS],
    states: [State; WAYS],
}

/// The table.
#[derive(Debug)]
pub(super) struct Table {
    groups: Vec<Group>,
    used: usize,
    most: usize,
    /// How many keys were dropped that may have been asked for again.
    pub(super) dropped: u64,
}

impl Default for Table {
    fn default() -> Self {
        Self::with_most(MOST)
    }
}

#[allow(clippy::cast_possible_truncation, reason = "a part of a hash")]
fn mark(key: u64) -> u32 {
    (key as u32).max(1)
}

impl Table {
    /// A table that takes at most so many keys.
    pub(super) fn with_most(most: usize) -> Self {
        let groups = (LEAST.min(most) / WAYS).max(2);
        Self { groups: vec![Group::default(); groups], used: 0, most: (most / WAYS).max(groups), dropped: 0 }
    }

    /// The two groups of a key.
    fn homes(&self, key: u64) -> [usize; 2] {
        let groups = self.groups.len() as u64;
        let home = |hash: u64| usize::try_from(((hash >> 32) * groups) >> 32).unwrap_or_default();
        [home(key), home(key.wrapping_mul(0x9e37_79b9_7f4a_7c15))]
    }

    /// Reads the marks of a key's groups, to have them near when it is looked up.
    pub(super) fn touch(&self, key: u64) -> u64 {
        let homes = self.homes(key);
        homes.iter().filter_map(|home| self.groups.get(*home)).fold(0, |sum, group| sum ^ u64::from(group.marks[0]))
    }

    fn find(&self, key: u64) -> Option<(usize, usize)> {
        let mark = mark(key);
        for home in self.homes(key) {
            let group = self.groups.get(home)?;
            // All are compared at once; which of them it is matters only where one fits.
            if group.marks.iter().fold(false, |any, known| any | (*known == mark)) {
                for (way, known) in group.keys.iter().enumerate() {
                    if *known == key && group.marks.get(way) == Some(&mark) {
                        return Some((home, way));
                    }
                }
            }
        }
        None
    }

    /// What is known of a key.
    pub(super) fn get(&self, key: u64) -> Option<&State> {
        let (home, way) = self.find(key)?;
        self.groups.get(home)?.states.get(way)
    }

    /// What is known of a key, which is seen now; nothing yet for a new one. Says whether it is new.
    pub(super) fn entry(&mut self, key: u64, now: u32) -> (&mut State, bool) {
        let (home, way, new) = match self.find(key) {
            Some((home, way)) => (home, way, false),
            None => {
                let (home, way) = self.place_for(key, now);
                (home, way, true)
            }
        };
        // Homes are below the number of groups, which is never 0.
        let last = self.groups.len() - 1;
        let group = &mut self.groups[home.min(last)];
        let way = way % WAYS;
        if new {
            (group.marks[way], group.seen[way]) = (mark(key), now);
            (group.keys[way], group.states[way]) = (key, State::default());
        }
        group.seen[way] = group.seen[way].max(now);
        (&mut group.states[way], new)
    }

    fn place_for(&mut self, key: u64, now: u32) -> (usize, usize) {
        if self.used * 10 >= self.groups.len() * WAYS * 8 && self.groups.len() < self.most {
            self.grow();
        }
        let mut oldest = (u32::MAX, 0, 0);
        let mut free = (0, 0, 0);
        for home in self.homes(key) {
            let Some(group) = self.groups.get(home) else { continue };
            let (mut empty, mut place) = (0, 0);
            for (way, seen) in group.seen.iter().enumerate() {
                let is_free = group.marks.get(way) == Some(&0) || now.saturating_sub(*seen) > HORIZON_S;
                (empty, place) = if is_free { (empty + 1, way) } else { (empty, place) };
                oldest = oldest.min((*seen, home, way));
            }
            // The emptier group takes it, which lets a table be nearly full before any group is.
            free = if empty > free.0 { (empty, home, place) } else { free };
        }
        if free.0 > 0 {
            let (_, home, way) = free;
            self.used += usize::from(self.groups.get(home).is_some_and(|group| group.marks.get(way) == Some(&0)));
            return (home, way);
        }
        if self.groups.len() < self.most {
            self.grow();
            return self.place_for(key, now);
        }
        let (seen, home, way) = oldest;
        self.dropped += u64::from(now.saturating_sub(seen) <= HORIZON_S);
        (home, way)
    }

    fn grow(&mut self) {
        let larger = (self.groups.len() * 4).min(self.most);
        let old = std::mem::replace(&mut self.groups, vec![Group::default(); larger]);
        self.used = 0;
        for group in old {
            for way in 0..WAYS {
                if let (Some(mark), Some(key), Some(seen), Some(state)) =
                    (group.marks.get(way), group.keys.get(way), group.seen.get(way), group.states.get(way))
                    && *mark != 0
                {
                    *self.entry(*key, *seen).0 = *state;
                }
            }
        }
    }

    /// Everything that is known and was seen at a time or later.
    pub(super) fn since(&self, time: u32) -> impl Iterator<Item = (u64, &State)> {
        self.groups.iter().flat_map(move |group| {
            let known = group.marks.iter().zip(&group.keys).zip(&group.states);
            known
                .filter(move |((mark, _), state)| **mark != 0 && state.seen_at() >= time)
                .map(|((_, key), state)| (*key, state))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::hash::stable;
    use crate::traffic::record::Record;

    fn key(number: u32) -> u64 {
        stable(&number.to_le_bytes())
    }

    fn note(table: &mut Table, number: u32, at: u32) {
        table.entry(key(number), at).0.step(&Record { at, status: 200, ..Record::default() });
    }

    #[test]
    fn table_grows_and_forgets_none_while_there_is_room() {
        let mut table = Table::with_most(1 << 14);
        (0..12_000).for_each(|number| note(&mut table, number, 1000 + number));
        assert_eq!(table.dropped, 0);
        assert!((0..12_000).all(|number| table.get(key(number)).is_some_and(|state| state.seen_at() == 1000 + number)));
    }

    #[test]
    fn full_table_drops_the_oldest_and_counts_it() {
        let mut table = Table::with_most(1 << 10);
        (0..10_000).for_each(|number| note(&mut table, number, 1000 + number));
        assert!(table.dropped >= 10_000 - 1024, "{}", table.dropped);
        assert_eq!(table.groups.len() * WAYS, 1 << 10);
        let late = (9_900..10_000).filter(|number| table.get(key(*number)).is_some()).count();
        assert!(late >= 95, "{late}");
    }

    #[test]
    fn keys_of_one_group_cost_no_more_than_others() {
        // All of them want the same places; none is looked for anywhere else.
        let mut table = Table::with_most(1 << 10);
        for number in 0..5_000_u64 {
            table.entry(number, 1000).0.step(&Record { at: 1000, status: 200, ..Record::default() });
        }
        assert!(table.groups.len() * WAYS <= 1 << 10 && table.dropped > 0);
    }

    #[test]
    fn keys_long_past_are_no_loss() {
        let mut table = Table::with_most(1 << 10);
        (0..600).for_each(|number| note(&mut table, number, 1000));
        (1000..1600).for_each(|number| note(&mut table, number, 1000 + 2 * HORIZON_S));
        assert_eq!(table.dropped, 0);
    }
}
