//! What is known of each client and URL, in a place that does not grow with the log.
//!
//! Each key has a place in one of two groups that its hash names. When both are full, the one that was seen longest ago
//! gives way; those that may still be asked for are counted, because what they would have shown is lost.
//!
//! A group begins with the marks and the times of its places, in one line of the processor's cache: most keys of a
//! large log are new, and are known to be by that line alone. What is known of each is in half of a line.

use super::record::HORIZON_S;
use super::stream::State;

/// Places in a group.
const WAYS: usize = 8;

/// The most places; with 40 bytes each they take 13 MiB.
pub(super) const MOST: usize = 40 * 1024 * WAYS;

/// The places that a table begins with.
const LEAST: usize = 160 * WAYS;

/// What is known of one key.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    key: u64,
    state: State,
}

/// A group of places.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C, align(64))]
struct Group {
    /// A part of each key's hash, sixteen bits each; 0 for a free place.
    marks: u128,
    /// When each was seen last; 0 for a free place.
    seen: [u32; WAYS],
    entries: [Entry; WAYS],
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

/// Where a key is or will be, as long as nothing else takes that place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    home: usize,
    way: usize,
    /// Whether what is there has to give way.
    drops: bool,
    is_new: bool,
    /// What was there.
    mark: u128,
    seen: u32,
    /// How many groups there were.
    groups: usize,
}

/// One in each sixteen bits.
const ONES: u128 = u128::MAX / 0xffff;

#[inline]
fn mark(key: u64) -> u128 {
    u128::from((key & 0xffff).max(1))
}

/// Where sixteen bits are all zero, their upper one is set; now and then where they are 1 after such a place, too.
#[inline]
fn zeros(marks: u128) -> u128 {
    marks.wrapping_sub(ONES) & !marks & (ONES << 15)
}

/// Which of eight places the lowest bit is in.
#[inline]
fn first(found: u128) -> usize {
    (found.trailing_zeros() / 16) as usize
}

impl Group {
    #[inline]
    fn mark_of(&self, way: usize) -> u128 {
        self.marks >> (16 * way) & 0xffff
    }

    fn set_mark(&mut self, way: usize, mark: u128) {
        self.marks = self.marks & !(0xffff << (16 * way)) | mark << (16 * way);
    }

    /// The place that was seen longest ago, and when that was.
    #[inline]
    fn oldest(&self) -> (u32, usize) {
        let [a, b, c, d, e, f, g, h] = self.seen;
        let least = a.min(b).min(c.min(d)).min(e.min(f).min(g.min(h)));
        (least, self.seen.iter().position(|seen| *seen == least).unwrap_or_default())
    }
}

impl Table {
    /// A table that takes at most so many keys.
    pub(super) fn with_most(most: usize) -> Self {
        let groups = (LEAST.min(most) / WAYS).max(2);
        Self { groups: vec![Group::default(); groups], used: 0, most: (most / WAYS).max(groups), dropped: 0 }
    }

    /// The two groups of a key.
    #[inline]
    fn homes(&self, key: u64) -> [usize; 2] {
        let groups = self.groups.len() as u64;
        let home = |hash: u64| usize::try_from(((hash >> 32) * groups) >> 32).unwrap_or_default();
        [home(key), home(key.wrapping_mul(0x9e37_79b9_7f4a_7c15))]
    }

    /// Reads the marks of a key's groups, to have them near when it is looked up.
    #[inline]
    pub(super) fn touch(&self, key: u64) -> u32 {
        let [a, b] = self.homes(key).map(|home| self.groups.get(home).map_or(0, |group| group.seen[0]));
        a ^ b
    }

    /// What is at a place. Reading those of many keys one after the other has them near when they are written.
    #[inline]
    pub(super) fn touch_place(&self, place: &Slot) -> u64 {
        self.groups.get(place.home).and_then(|group| group.entries.get(place.way)).map_or(0, |entry| entry.key)
    }

    /// Finds the place that a key has or will get.
    #[inline]
    pub(super) fn plan(&self, key: u64, now: u32) -> Slot {
        let found = self.find(key);
        let ((home, way), drops) = found.map_or_else(|| self.choose(key, now), |place| (place, false));
        let Some(group) = self.groups.get(home) else { return Slot::default() };
        let seen = group.seen.get(way).copied().unwrap_or_default();
        let is_new = found.is_none();
        Slot { home, way, drops, is_new, mark: group.mark_of(way), seen, groups: self.groups.len() }
    }

    /// What is known of a key at the place that was planned for it, unless others have changed that since.
    #[inline]
    pub(super) fn entry_at(&mut self, key: u64, now: u32, place: &Slot) -> (&mut State, bool) {
        let may_grow = self.groups.len() < self.most;
        let (home, way) = (place.home.min(self.groups.len() - 1), place.way % WAYS);
        let group = &self.groups[home];
        let as_planned = match place.is_new {
            true => !may_grow && group.mark_of(way) == place.mark && group.seen[way] == place.seen,
            false => group.mark_of(way) == mark(key) && group.entries[way].key == key,
        };
        if !as_planned || place.groups != self.groups.len() {
            return self.entry(key, now);
        }
        if place.is_new {
            self.dropped += u64::from(place.drops);
            self.used += usize::from(place.mark == 0);
        }
        self.put((home, way), key, now, place.is_new)
    }

    #[inline]
    fn find(&self, key: u64) -> Option<(usize, usize)> {
        let marks = mark(key) * ONES;
        for home in self.homes(key) {
            let group = self.groups.get(home)?;
            let mut equal = zeros(group.marks ^ marks);
            while equal != 0 {
                let way = first(equal);
                if group.entries.get(way).is_some_and(|entry| entry.key == key) && group.mark_of(way) != 0 {
                    return Some((home, way));
                }
                equal &= equal - 1;
            }
        }
        None
    }

    /// What is known of a key.
    pub(super) fn get(&self, key: u64) -> Option<&State> {
        let (home, way) = self.find(key)?;
        self.groups.get(home)?.entries.get(way).map(|entry| &entry.state)
    }

    /// What is known of a key, which is seen now; nothing yet for a new one. Says whether it is new.
    pub(super) fn entry(&mut self, key: u64, now: u32) -> (&mut State, bool) {
        let found = self.find(key);
        let place = found.unwrap_or_else(|| self.place_for(key, now));
        self.put(place, key, now, found.is_none())
    }

    #[inline]
    fn put(&mut self, (home, way): (usize, usize), key: u64, now: u32, is_new: bool) -> (&mut State, bool) {
        // Homes are below the number of groups, which is never 0.
        let last = self.groups.len() - 1;
        let group = &mut self.groups[home.min(last)];
        let way = way % WAYS;
        if is_new {
            group.set_mark(way, mark(key));
            group.seen[way] = now;
            group.entries[way] = Entry { key, state: State::default() };
        }
        group.seen[way] = group.seen[way].max(now);
        (&mut group.entries[way].state, is_new)
    }

    /// The place that a new key gets, and whether something is dropped for it that may be asked for again.
    #[inline]
    fn choose(&self, key: u64, now: u32) -> ((usize, usize), bool) {
        let [a, b] = self.homes(key);
        let (Some(in_a), Some(in_b)) = (self.groups.get(a), self.groups.get(b)) else { return ((0, 0), true) };
        let (free_a, free_b) = (zeros(in_a.marks), zeros(in_b.marks));
        if free_a | free_b != 0 {
            // The emptier group takes it, which lets a table be nearly full before any group is.
            let in_b = free_b.count_ones() > free_a.count_ones();
            let (home, free) = if in_b { (b, free_b) } else { (a, free_a) };
            return ((home, first(free)), false);
        }
        let (oldest_a, oldest_b) = (in_a.oldest(), in_b.oldest());
        let (home, (seen, way)) = if oldest_b.0 < oldest_a.0 { (b, oldest_b) } else { (a, oldest_a) };
        ((home, way), now.saturating_sub(seen) <= HORIZON_S)
    }

    fn place_for(&mut self, key: u64, now: u32) -> (usize, usize) {
        let may_grow = self.groups.len() < self.most;
        if may_grow && self.used * 10 >= self.groups.len() * WAYS * 8 {
            self.grow();
        }
        let (place, drops) = self.choose(key, now);
        if drops && self.groups.len() < self.most {
            self.grow();
            return self.place_for(key, now);
        }
        if drops {
            self.dropped += 1;
        } else {
            let (home, way) = place;
            let is_empty = self.groups.get(home).is_some_and(|group| group.mark_of(way) == 0);
            self.used += usize::from(is_empty);
        }
        place
    }

    fn grow(&mut self) {
        let larger = (self.groups.len() * 4).min(self.most);
        let old = std::mem::replace(&mut self.groups, vec![Group::default(); larger]);
        self.used = 0;
        for group in old {
            for (way, (seen, entry)) in group.seen.iter().zip(&group.entries).enumerate() {
                if group.mark_of(way) != 0 {
                    *self.entry(entry.key, *seen).0 = entry.state;
                }
            }
        }
    }

    /// Everything that is known and was seen at a time or later.
    pub(super) fn since(&self, time: u32) -> impl Iterator<Item = (u64, &State)> {
        self.groups.iter().flat_map(move |group| {
            let known = group.entries.iter().enumerate();
            known
                .filter(move |(way, entry)| group.mark_of(*way) != 0 && entry.state.seen_at() >= time)
                .map(|(_, entry)| (entry.key, &entry.state))
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
