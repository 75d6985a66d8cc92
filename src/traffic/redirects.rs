//! Redirects that are waited for: whether a client goes where it was sent.

use serde::{Deserialize, Serialize};

/// How long a client may take, in seconds.
const PATIENCE_S: u32 = 10;

/// The most redirects that are waited for at a time.
const MOST: usize = 512;

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Redirects {
    /// In the order of their deadlines, but for what came late.
    pub(super) pending: Vec<Pending>,
    /// How many found no room.
    pub(super) dropped: u64,
}

impl Redirects {
    /// Waits for one more.
    pub(super) fn await_one(&mut self, at: u32, mut pending: Pending) {
        pending.deadline = at.saturating_add(PATIENCE_S);
        if self.pending.len() >= MOST {
            self.dropped += 1;
            return;
        }
        self.pending.push(pending);
    }

    /// Takes out the redirect that a request follows.
    pub(super) fn follow(&mut self, key: u64, at: u32) -> Option<Pending> {
        let found = self.pending.iter().position(|pending| pending.key == key && at <= pending.deadline)?;
        Some(self.pending.remove(found))
    }

    /// Takes out those that no request followed in time.
    pub(super) fn expire(&mut self, now: u32) -> Vec<Pending> {
        if !self.pending.iter().any(|pending| pending.deadline < now) {
            return Vec::new();
        }
        let (late, open) = std::mem::take(&mut self.pending).into_iter().partition(|pending| pending.deadline < now);
        self.pending = open;
        late
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
        assert!(redirects.follow(1, 110).is_some());
        assert!(redirects.follow(2, 111).is_none());
        assert!(redirects.expire(110).is_empty());
        assert_eq!(redirects.expire(111).len(), 1);
    }

    #[test]
    fn room_for_redirects_is_bounded() {
        let mut redirects = Redirects::default();
        (0..2000).for_each(|key| redirects.await_one(100, pending(key)));
        assert_eq!((redirects.pending.len(), redirects.dropped), (MOST, 2000 - MOST as u64));
    }
}
