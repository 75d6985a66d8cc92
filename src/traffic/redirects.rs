//! Redirects that are waited for: whether a client goes where it was sent.

use serde::{Deserialize, Serialize};

use super::batch::BACKWARDS_S;

/// How long a client may take, in seconds.
const PATIENCE_S: u32 = 10;

/// The most redirects that are waited for at a time.
pub(super) const MOST: usize = 512;

/// A redirect that no request has followed yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    /// The key of the request that would follow it.
    pub(super) key: u64,
    /// Until when it may come.
    pub(super) deadline: u32,
    /// The client.
    pub(super) client: u32,
    /// What is shown when it does not come.
    pub(super) hash: u64,
    /// In words.
    pub(super) text: String,
}

/// The redirects that are waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Redirects {
    #[serde(skip, default = "most")]
    most: usize,
    /// In the order of their deadlines, but for what came late.
    pub(super) pending: Vec<Pending>,
    /// How many found no room.
    pub(super) dropped: u64,
}

impl Default for Redirects {
    fn default() -> Self {
        Self::with_most(MOST)
    }
}

/// The most redirects of those that were read.
fn most() -> usize {
    MOST
}

impl Redirects {
    /// None yet, and so many at a time at most.
    pub(super) fn with_most(most: usize) -> Self {
        Self { most, pending: Vec::new(), dropped: 0 }
    }

    /// Waits for one more.
    pub(super) fn await_one(&mut self, at: u32, mut pending: Pending) {
        pending.deadline = at.saturating_add(PATIENCE_S);
        if self.pending.len() >= self.most {
            self.dropped += 1;
            return;
        }
        self.pending.push(pending);
    }

    /// Adds those that a later part waits for.
    pub(super) fn append(&mut self, next: impl IntoIterator<Item = Pending>) {
        for pending in next {
            match self.pending.len() >= self.most {
                true => self.dropped += 1,
                false => self.pending.push(pending),
            }
        }
    }

    /// Waits for none of them any longer: what followed them is not known.
    pub(super) fn give_up(&mut self) {
        self.dropped += self.pending.len() as u64;
        self.pending.clear();
    }

    /// Takes out the redirects that a request follows: all that lead to it, wherever a log is cut between them.
    pub(super) fn follow(&mut self, key: u64, at: u32) -> Vec<Pending> {
        self.take_if(|pending| pending.key == key && at <= pending.deadline)
    }

    /// Takes out those that no request followed in time. One that came in time may be logged a little later.
    pub(super) fn expire(&mut self, now: u32) -> Vec<Pending> {
        self.take_if(|pending| pending.deadline.saturating_add(BACKWARDS_S) < now)
    }

    fn take_if(&mut self, wanted: impl Fn(&Pending) -> bool) -> Vec<Pending> {
        if !self.pending.iter().any(&wanted) {
            return Vec::new();
        }
        let (taken, left) = std::mem::take(&mut self.pending).into_iter().partition(wanted);
        self.pending = left;
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(key: u64) -> Pending {
        Pending { key, deadline: 0, client: 0, hash: key, text: String::new() }
    }

    #[test]
    fn redirect_is_followed_in_time_or_expires() {
        let mut redirects = Redirects::default();
        redirects.await_one(100, pending(1));
        redirects.await_one(100, pending(2));
        assert_eq!(redirects.follow(1, 110).len(), 1);
        assert!(redirects.follow(2, 111).is_empty());
        assert!(redirects.expire(115).is_empty());
        assert_eq!(redirects.expire(116).len(), 1);
    }

    #[test]
    fn one_request_follows_all_redirects_that_lead_to_it() {
        let mut redirects = Redirects::default();
        redirects.await_one(100, pending(1));
        redirects.await_one(105, pending(1));
        assert_eq!((redirects.follow(1, 106).len(), redirects.pending.len()), (2, 0));
    }

    #[test]
    fn room_for_redirects_is_bounded() {
        let mut redirects = Redirects::default();
        (0..2000).for_each(|key| redirects.await_one(100, pending(key)));
        assert_eq!((redirects.pending.len(), redirects.dropped), (MOST, 2000 - MOST as u64));
    }
}
