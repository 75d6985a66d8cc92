//! Merging the judges of parts into that of the whole.

use super::client::Client;
use super::judge::Judge;
use super::windows::Windows;

impl Judge {
    /// Appends what a judge saw of the requests that came after these.
    pub(crate) fn merge(&mut self, mut next: Self) {
        self.flush();
        next.flush();
        let latest = next.latest();
        let products: Vec<u16> = next.products.all().map(|(key, name)| self.products.number_of(key, name)).collect();
        let clients: Vec<u32> = std::mem::take(&mut next.clients)
            .into_iter()
            .map(|client| self.merge_client(client, &products, &next))
            .collect();
        let joined = self.join_seams(&mut next, &clients, &products);
        self.merge_states(&mut next, joined);
        self.merge_windows(&mut next, &clients);
        if next.seams.dropped > 0 {
            // One of the requests that found no room may have followed them.
            self.redirects.give_up();
        }
        self.expire_redirects(latest);
        let theirs = std::mem::take(&mut next.redirects.pending);
        self.redirects.append(theirs.into_iter().map(|mut pending| {
            pending.client = mapped(&clients, pending.client);
            pending
        }));
        self.add_counts(&mut next);
        self.bound_series();
    }

    /// The times of the first and the last request, by which parts are put in order; those without come first.
    pub(crate) fn ends(&self) -> Option<(u32, u32)> {
        self.ends
    }

    /// The time of the latest request of any client; 0 for none.
    pub(super) fn latest(&self) -> u32 {
        self.clients.iter().filter_map(|client| client.seen).map(|(_, last)| last).max().unwrap_or_default()
    }

    /// Whether another judge's requests begin before these end.
    pub(crate) fn overlaps(&self, next: &Self) -> bool {
        let pair = self.ends.zip(next.ends);
        pair.is_some_and(|((_, last), (first, _))| first.saturating_add(super::batch::BACKWARDS_S) < last)
    }

    fn merge_client(&mut self, mut client: Client, products: &[u16], next: &Self) -> u32 {
        for (product, _) in &mut client.products {
            *product = products.get(usize::from(*product)).copied().unwrap_or_default();
        }
        let theirs = std::mem::take(&mut client.applications);
        let theirs = theirs.iter().filter_map(|number| next.applications.get(*number as usize));
        client.applications = theirs
            .filter_map(|theirs| self.number_of_application(theirs.key, Some(theirs.name.clone())))
            .filter_map(|number| u32::try_from(number).ok())
            .collect();
        if let Some(number) = self.by_key.get(&client.key).copied() {
            if let Some(mine) = self.clients.get_mut(number as usize) {
                mine.merge(client);
            }
            return number;
        }
        if self.clients.len() >= self.limits.clients {
            self.crowded += 1;
            client.key = super::hash::join(2, client.standing as u64);
            client.name = super::name::REST.to_owned();
            if let Some(number) = self.by_key.get(&client.key).copied() {
                if let Some(mine) = self.clients.get_mut(number as usize) {
                    mine.merge(client);
                }
                return number;
            }
        }
        let number = u32::try_from(self.clients.len()).unwrap_or(u32::MAX);
        self.by_key.insert(client.key, number);
        self.clients.push(client);
        number
    }

    fn join_seams(
        &mut self,
        next: &mut Self,
        clients: &[u32],
        products: &[u16],
    ) -> Vec<(u64, super::stream::UrlState)> {
        let mut heads: Vec<_> = std::mem::take(&mut next.seams.heads).into_iter().collect();
        heads.sort_by_key(|(key, head)| (head.records.first().map(|record| record.at), *key));
        for record in heads.iter_mut().flat_map(|(_, head)| &mut head.records) {
            record.client = mapped(clients, record.client);
            record.product = products.get(usize::from(record.product)).copied().unwrap_or_default();
        }
        self.join_heads(heads, &next.table)
    }

    fn merge_states(&mut self, next: &mut Self, joined: Vec<(u64, super::stream::UrlState)>) {
        let states: Vec<_> = next.table.since(0).collect();
        let joined: super::hash::ByHash<_> = joined.into_iter().collect();
        for (key, state) in states {
            // What was not settled in the part that follows goes on from what was known before.
            let state = joined.get(&key).copied().unwrap_or(state);
            self.table.set(key, state.seen_at(), state);
        }
        self.table.dropped += next.table.dropped;
        self.seams.lost += next.seams.lost;
        if self.ends.is_some() {
            self.seams.lost += next.seams.dropped;
        }
        self.seams.dropped += next.seams.dropped;
    }

    fn merge_windows(&mut self, next: &mut Self, clients: &[u32]) {
        let theirs = std::mem::replace(&mut next.windows, Windows::all(false, 0));
        for (mine, theirs) in self.windows.iter_mut().zip(theirs) {
            mine.merge(theirs, clients);
        }
        self.judge_closed();
    }

    fn add_counts(&mut self, next: &mut Self) {
        self.timeline.merge(std::mem::take(&mut next.timeline));
        let room = self.limits.clients;
        for theirs in &next.applications {
            let is_full = self.applications.len() >= room;
            match self.applications.iter_mut().find(|mine| mine.key == theirs.key) {
                Some(mine) => {
                    mine.by_second.merge(theirs.by_second.clone());
                    mine.by_minute.merge(theirs.by_minute.clone());
                }
                None if is_full => {}
                None => self.applications.push(theirs.clone()),
            }
        }
        self.add_beside(&next.counts, next.ends);
        self.redirects.dropped += next.redirects.dropped;
        self.crowded += next.crowded;
        self.floor = self.floor.max(next.floor);
    }
}

fn mapped(clients: &[u32], client: u32) -> u32 {
    clients.get(client as usize).copied().unwrap_or_default()
}
