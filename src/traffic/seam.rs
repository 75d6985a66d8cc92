//! The seams between parts of a log: what the beginning of one has to do with the end of the one before.
//!
//! Of each client and URL the requests up to the first good response are kept. When parts are merged they are put once
//! more to what the earlier part knows, and the difference is counted.

use super::heads::SeamHead;
use super::judge::Judge;
use super::name;
use super::record::{HORIZON_S, Record};
use super::settle::{PAIRS, sample_hash};
use super::sketch::Sample;
use super::stream::UrlState;
use super::table::Table;

impl Judge {
    /// Keeps a request where an earlier part may have to do with it.
    pub(super) fn note_seam(&mut self, record: &Record, is_new: bool, texts: &[u8]) {
        if !self.seams.kept || record.key == 0 || self.seams.add(record) || !is_new {
            return;
        }
        let first = self.ends.map_or(record.at, |(first, _)| first);
        if record.at > first.saturating_add(HORIZON_S) {
            return;
        }
        let (path, from) = record.texts_of(texts);
        let (path, from) = (super::target::masked(path), name::address(from, self.settings.full_addresses));
        if self.seams.open(record.key, path, from) {
            self.seams.add(record);
        }
    }

    /// Puts the beginnings of the part that follows to what is known here. Returns the keys whose state is known only
    /// now, with that state.
    pub(super) fn join_heads(&mut self, heads: Vec<(u64, SeamHead)>, next: &Table) -> Vec<(u64, UrlState)> {
        let first = self.ends.map(|(first, _)| first);
        let mut known_now = Vec::new();
        for (key, head) in heads {
            let Some(at) = head.records.first().map(|record| record.at) else { continue };
            let known = self.table.get(key);
            if let Some(mut state) = known {
                let mut alone = UrlState::default();
                for record in &head.records {
                    self.count_again(record, &head, &mut state, &mut alone);
                }
                if !head.settled {
                    self.seams.lost += u64::from(head.cut);
                    let theirs = next.get(key).filter(|_| head.cut);
                    known_now.push((key, theirs.map_or(state, |theirs| theirs.after(&state))));
                }
            }
            head.records.iter().for_each(|record| self.follow_redirects(key, record.at));
            self.extend_heads(
                key,
                head,
                known.is_some(),
                first.is_none_or(|first| at <= first.saturating_add(HORIZON_S)),
            );
        }
        known_now
    }

    /// Counts what a request shows with what is known of those before, less what it showed by itself.
    fn count_again(&mut self, record: &Record, head: &SeamHead, state: &mut UrlState, alone: &mut UrlState) {
        let (with, without) = (state.step(record), alone.step(record));
        if with == without {
            return;
        }
        self.apply(record, &without, -1);
        self.apply(record, &with, 1);
        let full = head.from.as_str();
        let Some(client) = self.clients.get_mut(record.client as usize) else { return };
        client.untally(without.occasions, without.breaches);
        client.tally(with.occasions, with.breaches);
        let hash = sample_hash(record);
        for at in with.breaches.without(without.breaches).indices() {
            let after = with.gap.filter(|_| PAIRS.0 >> at & 1 == 1).map(|(gap, _)| gap);
            client.sample(at, hash, || {
                Sample::new(hash, record.at, name::masked_request(record, &head.path, full, after))
            });
        }
    }

    fn extend_heads(&mut self, key: u64, head: SeamHead, known: bool, within: bool) {
        if self.seams.heads.contains_key(&key) {
            for record in &head.records {
                self.seams.add(record);
            }
            if head.cut
                && let Some(mine) = self.seams.heads.get_mut(&key)
                && !mine.settled
            {
                mine.cut = true;
            }
        } else if !known && within {
            if self.seams.heads.len() >= self.seams.most {
                self.seams.dropped += 1;
            } else {
                self.seams.heads.insert(key, head);
            }
        }
    }
}
