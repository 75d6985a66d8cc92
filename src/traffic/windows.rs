//! Things that are counted together within a stretch of time: places near each other, names of one address.
//!
//! The stretches begin at fixed times, wherever a log was cut.

use serde::{Deserialize, Serialize};

use super::hash::{ByHash, join};

/// The most groups that are open.
pub(super) const MOST: usize = 8192;

/// The most members of a group that are counted apart.
pub(super) const MEMBERS: usize = 10;

/// What is grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum GroupKind {
    /// Coordinates of one client in a square of 0.01 degrees, in half an hour.
    Places,
    /// Product names of one address, in an hour.
    Names,
    /// Product names of one address for one URL around a refusal, in two minutes.
    Refused,
}

impl GroupKind {
    const ALL: [Self; 3] = [Self::Places, Self::Names, Self::Refused];

    /// The length of its stretches of time.
    pub(super) fn length_s(self) -> u32 {
        match self {
            Self::Places => 1800,
            Self::Names => 3600,
            Self::Refused => 120,
        }
    }
}

/// What was counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Group {
    /// The client that was refused first, else that of the first member.
    pub(super) client: u32,
    /// When its stretch of time begins.
    pub(super) begins: u32,
    /// How many requests.
    pub(super) requests: u32,
    /// What its members have in common, for showing.
    pub(super) shown: (i32, i32),
    /// The member that was refused first.
    refused: Option<u32>,
    /// Whether another one came after that.
    pub(super) changed: bool,
    /// Hashes of its members, in order.
    members: [u32; MEMBERS],
    count: u8,
}

impl Group {
    fn insert(&mut self, member: u32) {
        let count = usize::from(self.count);
        let known = self.members.get(..count).unwrap_or_default();
        let Err(at) = known.binary_search(&member) else { return };
        // Of more than fit the smallest are kept, whatever their order.
        let end = (count + 1).min(MEMBERS);
        if at < end
            && let Some(tail) = self.members.get_mut(at..end)
        {
            tail.rotate_right(1);
            if let Some(first) = tail.first_mut() {
                *first = member;
            }
            self.count = u8::try_from(end).unwrap_or(u8::MAX);
        }
    }

    /// How many different members, [`MEMBERS`] for that many or more.
    pub(super) fn members(&self) -> usize {
        usize::from(self.count)
    }

    /// Whether a member was refused.
    pub(super) fn refused(&self) -> bool {
        self.refused.is_some()
    }

    fn count(&mut self, new: &Member) {
        self.requests += 1;
        match self.refused {
            Some(refused) => self.changed |= refused != new.member,
            None if new.refused => (self.refused, self.client) = (Some(new.member), new.client),
            None => {}
        }
        self.insert(new.member);
    }

    /// Appends what was counted later.
    fn merge(&mut self, other: &Self) {
        self.requests += other.requests;
        match self.refused {
            Some(refused) => {
                self.changed |= other.members.iter().take(other.members()).any(|member| *member != refused);
            }
            None if other.refused() => {
                (self.refused, self.changed, self.client) = (other.refused, other.changed, other.client);
            }
            None => {}
        }
        other.members.iter().take(other.members()).for_each(|member| self.insert(*member));
    }
}

/// A member that is about to be counted.
pub(super) struct Member {
    /// What it has in common with others of its group.
    pub(super) group: u64,
    /// What makes it different from others.
    pub(super) member: u32,
    /// Its client.
    pub(super) client: u32,
    /// When.
    pub(super) at: u32,
    /// For showing.
    pub(super) shown: (i32, i32),
    /// Whether it was refused.
    pub(super) refused: bool,
}

/// Where the open groups are.
#[derive(Clone, Debug, Default)]
struct Places {
    by_key: ByHash<u32>,
    /// Three bits of one word for each key that is there; of other keys one in thirty has its bits set by chance. Most
    /// requests of a large log are of no group that is open: 8 KiB show that of them, where the map would be half a
    /// megabyte that caches have no room for (a tenth of the time of a large log).
    bits: Vec<u64>,
}

/// The words of bits, as a power of two: one for eight groups.
const WORDS: u32 = (MOST / 8).ilog2();

impl Places {
    /// The word of a key, and its bits in that.
    #[inline]
    fn bits_of(key: u64) -> (usize, u64) {
        let bit = |from: u32| 1_u64 << (key >> from & 63);
        ((key >> (u64::BITS - WORDS)) as usize, bit(0) | bit(6) | bit(12))
    }

    #[inline]
    fn get(&self, key: u64) -> Option<usize> {
        let (word, bits) = Self::bits_of(key);
        if self.bits.get(word).is_none_or(|word| word & bits != bits) {
            return None;
        }
        self.by_key.get(&key).map(|at| *at as usize)
    }

    fn insert(&mut self, key: u64, place: usize) {
        self.bits.resize(1 << WORDS, 0);
        let (word, bits) = Self::bits_of(key);
        if let Some(word) = self.bits.get_mut(word) {
            *word |= bits;
        }
        self.by_key.insert(key, u32::try_from(place).unwrap_or(u32::MAX));
    }

    fn clear(&mut self) {
        self.bits.fill(0);
        self.by_key.clear();
    }
}

/// The open groups of one sort.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Windows {
    sort: GroupKind,
    #[serde(skip, default = "most")]
    most: usize,
    open: Vec<(u64, Group)>,
    #[serde(skip)]
    places: Places,
    /// The first stretch, which an earlier part may share.
    first: Option<u32>,
    /// The latest stretch.
    latest: u32,
    /// How many requests found no room.
    pub(super) dropped: u64,
    /// Whether the groups at both ends are kept for those of neighbouring parts.
    keeps_ends: bool,
    /// Those whose time is over, until they are taken.
    #[serde(skip)]
    closed: Vec<Group>,
}

/// The most groups of one that was read.
fn most() -> usize {
    MOST
}

impl Windows {
    /// One of each sort, of so many groups at most.
    pub(super) fn all(keeps_ends: bool, most: usize) -> [Self; 3] {
        GroupKind::ALL.map(|sort| Self {
            sort,
            most,
            open: Vec::new(),
            places: Places::default(),
            first: None,
            latest: 0,
            dropped: 0,
            keeps_ends,
            closed: Vec::new(),
        })
    }

    /// What it groups.
    pub(super) fn sort(&self) -> GroupKind {
        self.sort
    }

    /// The clients of the open groups.
    pub(super) fn clients(&self) -> impl Iterator<Item = u32> {
        self.open.iter().map(|(_, group)| group.client)
    }

    /// Whether there are no groups.
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Counts one. A group that does not exist is made where that is wanted, or where an earlier part may have it.
    pub(super) fn count(&mut self, new: &Member, makes: bool) {
        let length = self.sort.length_s();
        let begins = if new.at.wrapping_sub(self.latest) < length { self.latest } else { new.at - new.at % length };
        if begins > self.latest {
            self.close_before(begins);
            self.latest = begins;
        }
        let first = *self.first.get_or_insert(begins);
        let key = join(new.group, u64::from(begins));
        let found = self.places.get(key).and_then(|at| self.open.get_mut(at));
        if let Some((_, group)) = found {
            return group.count(new);
        }
        // What comes after its time was over cannot be counted with the others.
        let late = begins.saturating_add(length) < self.latest;
        if !(makes || (self.keeps_ends && begins == first)) || late {
            return;
        }
        if self.open.len() >= self.most {
            self.dropped += 1;
            return;
        }
        let mut group = Group {
            client: new.client,
            begins,
            requests: 0,
            shown: new.shown,
            refused: None,
            changed: false,
            members: [0; MEMBERS],
            count: 0,
        };
        group.count(new);
        self.push(key, group);
    }

    fn push(&mut self, key: u64, group: Group) {
        self.places.insert(key, self.open.len());
        self.open.push((key, group));
    }

    /// Closes the groups of stretches that ended one whole stretch ago: requests may come a little late.
    fn close_before(&mut self, begins: u32) {
        let limit = begins.saturating_sub(self.sort.length_s());
        let kept_first = self.first.filter(|_| self.keeps_ends);
        if !self.open.iter().any(|(_, group)| group.begins < limit && Some(group.begins) != kept_first) {
            return;
        }
        let open = std::mem::take(&mut self.open);
        self.places.clear();
        for (key, group) in open {
            match group.begins < limit && Some(group.begins) != kept_first {
                true => self.closed.push(group),
                false => self.push(key, group),
            }
        }
    }

    /// Adds the groups of the part that follows.
    pub(super) fn merge(&mut self, other: Self, clients: &[u32]) {
        if self.places.by_key.len() != self.open.len() {
            self.places.clear();
            self.open.iter().enumerate().for_each(|(at, (key, _))| self.places.insert(*key, at));
        }
        for (key, mut group) in other.open {
            group.client = clients.get(group.client as usize).copied().unwrap_or_default();
            let full = self.open.len() >= self.most;
            match self.places.get(key).and_then(|at| self.open.get_mut(at)) {
                Some((_, known)) => known.merge(&group),
                None if full => self.dropped += 1,
                None => self.push(key, group),
            }
        }
        self.dropped += other.dropped;
        self.first = match (self.first, other.first) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.latest = self.latest.max(other.latest);
        self.close_before(self.latest);
    }

    /// Whether the time of some groups is over.
    pub(super) fn has_closed(&self) -> bool {
        !self.closed.is_empty()
    }

    /// Gives up the groups whose time is over.
    pub(super) fn take_closed(&mut self) -> Vec<Group> {
        std::mem::take(&mut self.closed)
    }

    /// Gives up all groups.
    pub(super) fn close(&mut self) -> Vec<Group> {
        self.places.clear();
        std::mem::take(&mut self.open).into_iter().map(|(_, group)| group).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(group: u64, member: u32, at: u32) -> Member {
        Member { group, member, client: 0, at, shown: (0, 0), refused: false }
    }

    fn places(keeps_ends: bool) -> Windows {
        let [places, ..] = Windows::all(keeps_ends, MOST);
        places
    }

    #[test]
    fn members_are_counted_once_up_to_the_bound() {
        let mut windows = places(false);
        for i in (0..30).rev() {
            windows.count(&member(1, i % 15, 5000 + i), true);
        }
        let groups = windows.close();
        assert_eq!((groups.len(), groups[0].members(), groups[0].requests), (1, MEMBERS, 30));
    }

    #[test]
    fn groups_close_when_their_time_is_over() {
        let mut windows = places(false);
        windows.count(&member(1, 1, 1800), true);
        windows.count(&member(1, 2, 3600), true);
        assert!(!windows.has_closed());
        windows.count(&member(1, 3, 5400), true);
        assert_eq!(windows.take_closed().len(), 1);
        assert_eq!(windows.close().len(), 2);
    }

    #[test]
    fn parts_count_as_the_whole_does() {
        let members: Vec<Member> = (0..40).map(|i| member(u64::from(i % 3), i % 7, 1700 + i * 90)).collect();
        let count = |members: &[Member]| {
            let mut windows = places(true);
            members.iter().for_each(|member| windows.count(member, true));
            let closed = windows.take_closed();
            (windows, closed)
        };
        let sorted = |mut windows: Windows, mut closed: Vec<Group>| {
            closed.extend(windows.close());
            closed.sort_by_key(|group| (group.begins, group.members, group.requests));
            closed
        };
        let (whole, whole_closed) = count(&members);
        let whole = sorted(whole, whole_closed);
        for cut in 0..40 {
            let (left, right) = members.split_at(cut);
            let ((mut a, mut closed), (b, b_closed)) = (count(left), count(right));
            closed.extend(b_closed);
            a.merge(b, &[0]);
            closed.extend(a.take_closed());
            assert_eq!(sorted(a, closed), whole, "{cut}");
        }
    }
}
