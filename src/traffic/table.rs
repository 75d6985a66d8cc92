//! What is known of each client and URL, in a place that does not grow with the log.
//!
//! Each key has eight places, in two groups that its hash names. When all are taken, the one that was seen longest ago
//! gives way; those that may still be asked for are counted, because what they would have shown is lost.

use super::record::HORIZON_S;
use super::stream::State;

/// Places in a group.
const WAYS: usize = 4;

/// The most places; with 32 bytes each they take 16 MiB.
const MOST: usize = 1 << 19;

/// The places that a table begins with.
const LEAST: usize = 1 << 10;

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u64,
    state: State,
}

/// The table.
#[derive(Debug)]
pub(super) struct Table {
    slots: Vec<Slot>,
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

impl Table {
    /// A table that takes at most so many keys.
    pub(super) fn with_most(most: usize) -> Self {
        let least = LEAST.min(most).max(2 * WAYS);
        Self { slots: vec![Slot::default(); least], used: 0, most: most.max(least), dropped: 0 }
    }

    fn groups(&self, key: u64) -> [usize; 2] {
        let groups = self.slots.len() / WAYS;
        let group = |hash: u64| usize::try_from(hash).unwrap_or_default() & (groups - 1);
        [group(key) * WAYS, group(key.rotate_right(32) ^ (key >> 7)) * WAYS]
    }

    /// Reads the places of a key, so that they are near when it is looked up.
    pub(super) fn touch(&self, key: u64) -> u64 {
        self.groups(key).iter().filter_map(|at| self.slots.get(*at)).fold(0, |sum, slot| sum ^ slot.key)
    }

    fn find(&self, key: u64) -> Option<usize> {
        self.groups(key).into_iter().find_map(|at| {
            let group = self.slots.get(at..at + WAYS)?;
            group.iter().position(|slot| slot.key == key).map(|way| at + way)
        })
    }

    /// What is known of a key.
    pub(super) fn get(&self, key: u64) -> Option<&State> {
        self.find(key.max(1)).and_then(|at| self.slots.get(at)).map(|slot| &slot.state)
    }

    /// What is known of a key, at a time; nothing yet for a new one. Says whether it is new.
    pub(super) fn entry(&mut self, key: u64, now: u32) -> (&mut State, bool) {
        // A place without a key has 0 for one.
        let key = key.max(1);
        let (at, new) = match self.find(key) {
            Some(at) => (at, false),
            None => (self.place_for(key, now), true),
        };
        let Some(slot) = self.slots.get_mut(at) else { unreachable_slot() };
        if new {
            *slot = Slot { key, state: State::default() };
        }
        (&mut slot.state, new)
    }

    fn place_for(&mut self, key: u64, now: u32) -> usize {
        if self.used * 4 >= self.slots.len() * 3 && self.slots.len() < self.most {
            self.grow();
        }
        let (mut at, mut oldest) = (0, u32::MAX);
        let (mut free, mut most_free) = (None, 0);
        for start in self.groups(key) {
            let Some(group) = self.slots.get(start..start + WAYS) else { continue };
            // The emptier group takes it, which lets a table be three quarters full before any group is.
            let is_free = |slot: &Slot| slot.key == 0 || now.saturating_sub(slot.state.seen_at()) > HORIZON_S;
            let empty = group.iter().filter(|slot| is_free(slot)).count();
            if empty > most_free {
                (free, most_free) = (group.iter().position(is_free).map(|way| start + way), empty);
            }
            for (way, slot) in group.iter().enumerate() {
                if slot.state.seen_at() < oldest {
                    (at, oldest) = (start + way, slot.state.seen_at());
                }
            }
        }
        if let Some(free) = free {
            self.used += usize::from(self.slots.get(free).is_some_and(|slot| slot.key == 0));
            return free;
        }
        if let Some(freed) = self.make_room(key) {
            self.used += 1;
            return freed;
        }
        if self.slots.len() < self.most {
            self.grow();
            return self.place_for(key, now);
        }
        self.dropped += u64::from(now.saturating_sub(oldest) <= HORIZON_S);
        at
    }

    /// Frees a place by moving what is in it to the other group of its key. In a table that is nearly full that would
    /// be looked for in vain.
    fn make_room(&mut self, key: u64) -> Option<usize> {
        if self.used * 10 >= self.slots.len() * 9 {
            return None;
        }
        for start in self.groups(key) {
            for way in start..start + WAYS {
                let slot = *self.slots.get(way)?;
                let Some(other) = self.groups(slot.key).into_iter().find(|other| *other != start) else { continue };
                let group = self.slots.get_mut(other..other + WAYS)?;
                if let Some(free) = group.iter_mut().find(|free| free.key == 0) {
                    *free = slot;
                    return Some(way);
                }
            }
        }
        None
    }

    fn grow(&mut self) {
        let larger = (self.slots.len() * 4).min(self.most);
        let old = std::mem::replace(&mut self.slots, vec![Slot::default(); larger]);
        self.used = 0;
        for slot in old.into_iter().filter(|slot| slot.key != 0) {
            let at = self.place_for(slot.key, slot.state.seen_at());
            if let Some(place) = self.slots.get_mut(at) {
                *place = slot;
            }
        }
    }

    /// Everything that is known and was seen at a time or later.
    pub(super) fn since(&self, time: u32) -> impl Iterator<Item = (u64, &State)> {
        let known = self.slots.iter().filter(move |slot| slot.key != 0 && slot.state.seen_at() >= time);
        known.map(|slot| (slot.key, &slot.state))
    }
}

/// Groups are parts of the table by their construction, so that this is never reached.
fn unreachable_slot() -> ! {
    unreachable!("a place of the table is in the table")
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
        assert_eq!(table.slots.len(), 1 << 10);
        let late = (9_900..10_000).filter(|number| table.get(key(*number)).is_some()).count();
        assert!(late >= 95, "{late}");
    }

    #[test]
    fn keys_of_one_group_cost_no_more_than_others() {
        // All of them want the same places; none is looked for anywhere else.
        let mut table = Table::with_most(1 << 10);
        for number in 0..5_000_u64 {
            table.entry(number << 40 | number << 8, 1000).0.step(&Record {
                at: 1000,
                status: 200,
                ..Record::default()
            });
        }
        assert!(table.slots.len() <= 1 << 10 && table.dropped > 0);
    }

    #[test]
    fn keys_long_past_are_no_loss() {
        let mut table = Table::with_most(1 << 10);
        (0..600).for_each(|number| note(&mut table, number, 1000));
        (1000..1600).for_each(|number| note(&mut table, number, 1000 + 2 * HORIZON_S));
        assert_eq!(table.dropped, 0);
    }
}
