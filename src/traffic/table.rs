//! What is known of each client and URL, in a place that does not grow with the log.
//!
//! Each key has a slot in one of two buckets that its hash names. When both are full, the key that was seen longest ago
//! gives way; those that may still be asked for are counted, because what they would have shown is lost.
//!
//! Every request of a large log reads both buckets of its key, and none of them is in the processor's cache by then: that
//! is most of what the judge waits for. A bucket is one line of that cache therefore. Most keys are seen once, and all
//! that is known of them fits into their slot; what does not is kept beside the buckets. With all of it in the buckets
//! each request touched three lines in place of two, which was a sixth of the time of a large log.

use super::record::{HORIZON_S, Record};
use super::stream::{Effects, UrlState};

/// Slots in a bucket.
const WAYS: usize = 4;

/// The most keys; with 16 bytes each they take 5 MiB, and up to 8 MiB more for what does not fit into those.
pub(super) const MOST: usize = 80 * 1024 * WAYS;

/// The slots that a table begins with.
const LEAST: usize = 320 * WAYS;

/// What is known of one key.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u64,
    /// When it was seen last; 0 for a free slot.
    seen: u32,
    /// The status of a plain state, or with [`BESIDE`] the place of one that is not.
    what: u32,
}

/// The most moves that make room for one key.
const MOVES: usize = 2;

/// How often a full table does not look for keys that could be moved, after it found none.
const SKIPS: u32 = 1023;

/// Marks a state that is kept beside the buckets.
const BESIDE: u32 = 1 << 31;

/// A bucket, in one line of the processor's cache.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Bucket([Slot; WAYS]);

/// A bucket by its number, and a slot in it.
type Place = (usize, usize);

/// The table.
#[derive(Debug)]
pub(super) struct Table {
    buckets: Vec<Bucket>,
    /// The states that do not fit into their slots, and which of those places are free.
    beside: Vec<UrlState>,
    free: Vec<u32>,
    used: usize,
    /// How often room is not made by moving a key, since that was tried in vain.
    skips: u32,
    /// The most buckets.
    most: usize,
    /// How many keys were dropped that may have been asked for again.
    pub(super) dropped: u64,
}

impl Bucket {
    /// When the slot that was seen longest ago was, and which it is; a free one comes before all others.
    #[inline]
    fn oldest(&self) -> (u32, usize) {
        // With its number below it, one minimum finds both, without branches that nothing could foresee.
        let numbered = |way: u64| self.0.get(way as usize).map_or(u64::MAX, |slot| u64::from(slot.seen) << 2 | way);
        let least = numbered(0).min(numbered(1)).min(numbered(2).min(numbered(3)));
        #[allow(clippy::cast_possible_truncation, reason = "34 bits, of which 32 and 2 are taken")]
        let both = ((least >> 2) as u32, (least & 3) as usize);
        both
    }

    fn free_slots(&self) -> usize {
        self.0.iter().filter(|slot| slot.seen == 0).count()
    }
}

impl Table {
    /// A table that takes at most so many keys.
    pub(super) fn with_most(most: usize) -> Self {
        let buckets = (LEAST.min(most) / WAYS).max(2);
        Self {
            buckets: vec![Bucket::default(); buckets],
            beside: Vec::new(),
            free: Vec::new(),
            used: 0,
            skips: 0,
            most: (most / WAYS).max(buckets),
            dropped: 0,
        }
    }

    /// The two buckets of a key.
    #[inline]
    fn homes(&self, key: u64) -> [usize; 2] {
        let buckets = self.buckets.len() as u64;
        let home = |hash: u64| usize::try_from(((hash >> 32) * buckets) >> 32).unwrap_or_default();
        [home(key), home(key.wrapping_mul(0x9e37_79b9_7f4a_7c15))]
    }

    /// Reads the buckets of a key, to have them near when it is looked up.
    #[inline]
    pub(super) fn touch(&self, key: u64) -> u32 {
        let [a, b] = self.homes(key).map(|home| self.buckets.get(home).map_or(0, |bucket| bucket.0[0].seen));
        a ^ b
    }

    /// Puts a request to what is known of its key, and notes it. Gives what it shows, and whether the key is new.
    #[inline]
    pub(super) fn step(&mut self, record: &Record) -> (Effects, bool) {
        let found = self.find(record.key);
        let place = found.unwrap_or_else(|| self.make_room(record.key, record.at));
        let mut state = found.map_or_else(UrlState::default, |place| self.state_at(place));
        let effects = state.step(record);
        self.put(place, record.at, state);
        (effects, found.is_none())
    }

    /// What is known of a key.
    pub(super) fn get(&self, key: u64) -> Option<UrlState> {
        self.find(key).map(|place| self.state_at(place))
    }

    /// Notes what is known of a key that was seen at a time.
    pub(super) fn set(&mut self, key: u64, at: u32, state: UrlState) {
        let place = self.find(key).unwrap_or_else(|| self.make_room(key, at));
        self.put(place, at, state);
    }

    /// Everything that is known and was seen at a time or later.
    pub(super) fn since(&self, time: u32) -> impl Iterator<Item = (u64, UrlState)> {
        let all = self.buckets.iter().flat_map(|bucket| &bucket.0).filter(|slot| slot.seen > 0);
        all.map(|slot| (slot.key, self.state_of(slot))).filter(move |(_, state)| state.seen_at() >= time)
    }

    #[inline]
    fn find(&self, key: u64) -> Option<Place> {
        let find_in = |home: usize| {
            let slots = &self.buckets.get(home)?.0;
            Some((home, slots.iter().position(|slot| slot.key == key && slot.seen > 0)?))
        };
        let [a, b] = self.homes(key);
        find_in(a).or_else(|| find_in(b))
    }

    #[inline]
    fn state_of(&self, slot: &Slot) -> UrlState {
        match u16::try_from(slot.what) {
            Ok(status) => UrlState::plain(slot.seen, status),
            Err(_) => self.beside.get((slot.what & !BESIDE) as usize).copied().unwrap_or_default(),
        }
    }

    fn state_at(&self, place: Place) -> UrlState {
        self.slot(place).map_or_else(UrlState::default, |slot| self.state_of(slot))
    }

    /// Writes what is known into a slot: all of it where that fits, else the place where the rest is.
    #[inline]
    fn put(&mut self, (home, way): Place, now: u32, state: UrlState) {
        let Some(slot) = self.buckets.get_mut(home).and_then(|bucket| bucket.0.get_mut(way)) else { return };
        slot.seen = slot.seen.max(now).max(1);
        let before = slot.what;
        match state.plain_status().filter(|_| state.seen_at() == slot.seen) {
            Some(status) => {
                slot.what = status.into();
                self.release(before);
            }
            None => slot.what = keep_beside(&mut self.beside, &mut self.free, before, state),
        }
    }

    /// Gives back the place beside the buckets that a slot had, where it had one.
    #[inline]
    fn release(&mut self, what: u32) {
        if what & BESIDE != 0 {
            self.free.push(what & !BESIDE);
        }
    }

    /// A slot for a key that has none: a free one, or the one that was seen longest ago.
    #[inline]
    fn make_room(&mut self, key: u64, now: u32) -> Place {
        let may_grow = self.buckets.len() < self.most;
        if may_grow && self.used * 10 >= self.buckets.len() * WAYS * 8 {
            self.grow();
        }
        let [a, b] = self.homes(key);
        let (Some(in_a), Some(in_b)) = (self.buckets.get(a), self.buckets.get(b)) else { return (0, 0) };
        let (oldest_a, oldest_b) = (in_a.oldest(), in_b.oldest());
        // The emptier bucket takes it, which lets a table be half full before both of a key are.
        let is_b = match (oldest_a.0, oldest_b.0) {
            (0, _) | (_, 0) => in_b.free_slots() > in_a.free_slots(),
            (a, b) => b < a,
        };
        let (home, (seen, way)) = if is_b { (b, oldest_b) } else { (a, oldest_a) };
        if has_room(seen, now) {
            return self.claim((home, way), key);
        }
        if let Some(place) = self.move_one([a, b], now) {
            return self.claim(place, key);
        }
        if may_grow {
            self.grow();
            return self.make_room(key, now);
        }
        self.dropped += 1;
        self.claim((home, way), key)
    }

    /// Makes room in either bucket by moving keys to their other ones: that loses none before a table is nine tenths full.
    /// One that is fuller seldom tries.
    fn move_one(&mut self, homes: [usize; 2], now: u32) -> Option<Place> {
        if self.skips > 0 {
            self.skips -= 1;
            return None;
        }
        let found = homes.into_iter().find_map(|home| self.room_in(home, now, MOVES));
        let is_full = self.used * 10 > self.buckets.len() * WAYS * 9;
        self.skips = if found.is_none() && is_full { SKIPS } else { 0 };
        found
    }

    /// A slot of a bucket that has room, after so many moves at most.
    fn room_in(&mut self, home: usize, now: u32, moves: usize) -> Option<Place> {
        let (seen, way) = self.buckets.get(home)?.oldest();
        if has_room(seen, now) {
            return Some((home, way));
        }
        for from in (0..WAYS).map(|way| (home, way)).take(WAYS * moves.min(1)) {
            let slot = *self.slot(from)?;
            let [a, b] = self.homes(slot.key);
            let other = if a == home { b } else { a };
            let room = self.room_in(other, now, moves - 1);
            // A way of several moves may have led over this slot itself.
            if let Some(to) = room.filter(|_| other != home && self.slot(from).is_some_and(|now| now.key == slot.key)) {
                self.claim(to, slot.key);
                *self.slot_mut(to)? = slot;
                *self.slot_mut(from)? = Slot::default();
                self.used -= 1;
                return Some(from);
            }
        }
        None
    }

    /// Gives a slot to a key, whatever was there.
    #[inline]
    fn claim(&mut self, place: Place, key: u64) -> Place {
        if let Some(slot) = self.slot_mut(place) {
            let before = std::mem::replace(slot, Slot { key, ..Slot::default() });
            self.used += usize::from(before.seen == 0);
            self.release(before.what);
        }
        place
    }

    #[inline]
    fn slot(&self, (home, way): Place) -> Option<&Slot> {
        self.buckets.get(home)?.0.get(way)
    }

    #[inline]
    fn slot_mut(&mut self, (home, way): Place) -> Option<&mut Slot> {
        self.buckets.get_mut(home)?.0.get_mut(way)
    }

    fn grow(&mut self) {
        let larger = (self.buckets.len() * 4).min(self.most);
        let old = std::mem::replace(&mut self.buckets, vec![Bucket::default(); larger]);
        self.used = 0;
        for slot in old.iter().flat_map(|bucket| &bucket.0).filter(|slot| slot.seen > 0) {
            let place = self.make_room(slot.key, slot.seen);
            if let Some(place) = self.slot_mut(place) {
                *place = *slot;
            }
        }
    }
}

/// Whether a slot that was last seen at a time is free, or holds what is too old to be compared with others.
#[inline]
fn has_room(seen: u32, now: u32) -> bool {
    seen == 0 || now.saturating_sub(seen) > HORIZON_S
}

/// Keeps a state beside the buckets, at the place that its slot had or at a new one. Gives what its slot says of that.
fn keep_beside(beside: &mut Vec<UrlState>, free: &mut Vec<u32>, before: u32, state: UrlState) -> u32 {
    let known = (before & BESIDE != 0).then_some(before & !BESIDE).or_else(|| free.pop());
    let at = known.unwrap_or_else(|| {
        beside.push(UrlState::default());
        u32::try_from(beside.len() - 1).unwrap_or_default()
    });
    if let Some(place) = beside.get_mut(at as usize) {
        *place = state;
    }
    at | BESIDE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::hash::stable;

    fn key(number: u32) -> u64 {
        stable(&number.to_le_bytes())
    }

    fn note(table: &mut Table, number: u32, at: u32) {
        table.step(&Record { key: key(number), at, status: 200, ..Record::default() });
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
        assert_eq!(table.buckets.len() * WAYS, 1 << 10);
        let late = (9_900..10_000).filter(|number| table.get(key(*number)).is_some()).count();
        assert!(late >= 95, "{late}");
    }

    #[test]
    fn table_is_nearly_full_before_it_drops_any() {
        let mut table = Table::with_most(1 << 14);
        (0..(1 << 14) / 100 * 88).for_each(|number| note(&mut table, number, 1000));
        assert_eq!(table.dropped, 0);
    }

    #[test]
    fn keys_of_one_group_cost_no_more_than_others() {
        // All of them want the same places; none is looked for anywhere else.
        let mut table = Table::with_most(1 << 10);
        for number in 0..5_000_u64 {
            table.step(&Record { key: number, at: 1000, status: 200, ..Record::default() });
        }
        assert!(table.buckets.len() * WAYS <= 1 << 10 && table.dropped > 0);
    }

    #[test]
    fn keys_long_past_are_no_loss() {
        let mut table = Table::with_most(1 << 10);
        (0..600).for_each(|number| note(&mut table, number, 1000));
        (1000..1600).for_each(|number| note(&mut table, number, 1000 + 2 * HORIZON_S));
        assert_eq!(table.dropped, 0);
    }

    #[test]
    fn states_that_do_not_fit_into_their_slots_are_kept_beside() {
        let mut table = Table::with_most(1 << 10);
        let mut known = std::collections::HashMap::new();
        for at in 0..20_000_u32 {
            // Good and bad responses, with an Expires and without: keys go from the one kind to the other.
            let number = at * 7919 % 300;
            let status = if at % 3 == 0 { 503 } else { 200 };
            let expires = if at % 5 == 0 { 2000 + at } else { 0 };
            let record = Record { key: key(number), at: 1000 + at, status, expires, ..Record::default() };
            let state: &mut UrlState = known.entry(number).or_default();
            assert_eq!(table.step(&record).0, state.step(&record), "{at}");
        }
        assert!((0..300).all(|number| table.get(key(number)).as_ref() == known.get(&number)));
        assert!(table.dropped == 0 && table.beside.len() <= 300);
    }

    #[test]
    fn dropped_keys_give_their_places_beside_back() {
        let mut table = Table::with_most(1 << 10);
        for number in 0..10_000 {
            let at = 1000 + number;
            table.step(&Record { key: key(number), at, status: 200, expires: at + 60, ..Record::default() });
        }
        assert!(table.beside.len() <= 1 << 10 && table.dropped > 0);
        assert_eq!(table.since(0).count() + table.free.len(), table.beside.len());
    }
}
