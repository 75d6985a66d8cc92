//! Which of many exchanges in time belong together: a redirect and where it led, a document and its replay, and the
//! same request made again and again.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash, RandomState};

use super::group::{complete, exchange, is_replay};
use super::{Captured, Piece};
use crate::evidence::occurrences::{Early, Occurrences};
use crate::evidence::redirect::followed_target;
use crate::evidence::{Condition, Evidence, Exchange, Role};
use crate::http::status::is_redirect;
use crate::http::time::date::{Timestamp, parse_http_date};
use crate::http::uri::target::Url;
use crate::met::hosts::Service;
use crate::sort::sort_by_key;

/// Sorts pieces into targets, in the order of their first requests; and how many repeat another one and cannot be
/// counted with it, because nothing shows when they were made.
pub(super) fn group(mut pieces: Vec<Piece>) -> (Vec<Captured>, usize) {
    // A recording may list requests in the order of their ends. One without a time leaves the order as it is.
    if pieces.iter().all(|piece| piece.at.is_some()) {
        sort_by_key(&mut pieces, |piece| piece.at);
    }
    let mut groups = Groups::default();
    for piece in pieces {
        groups.add(piece);
    }
    for target in &mut groups.targets {
        complete(&mut target.evidence);
    }
    (groups.targets, groups.untimed)
}

#[derive(Default)]
struct Groups {
    targets: Vec<Captured>,
    untimed: usize,
    /// The target whose last redirect leads to this URL.
    awaited: HashMap<Key, usize>,
    /// The target that a request like this belongs to.
    known: HashMap<Key, usize>,
    /// When the last good answer to a request like this ends its life, by what its fields say.
    expires: HashMap<Key, Timestamp>,
    hasher: Hashers,
}

/// A key for a URL or a request: URLs may be long, and there are thousands. Two hashes by secret keys, which
/// nothing that is recorded can make equal for two texts.
type Key = (u64, u64);

#[derive(Default)]
struct Hashers(RandomState, RandomState);

impl Hashers {
    fn key(&self, value: impl Hash) -> Key {
        (self.0.hash_one(&value), self.1.hash_one(&value))
    }
}

impl Groups {
    fn add(&mut self, piece: Piece) {
        let url = self.hasher.key(piece.url().map(Url::wire).unwrap_or_default());
        let key = self.key(&piece, url);
        if let Some(target) = self.awaited.remove(&url) {
            self.known.entry(key).or_insert(target);
            return self.push(target, Role::Redirect, piece);
        }
        match self.known.get(&key) {
            Some(&target) => self.add_again(target, url, piece),
            None => {
                let target = self.targets.len();
                // Room for one: an exchange is large, and most of thousands of targets have no other.
                let exchanges = Vec::with_capacity(1);
                let occurrences = piece.at.map(|at| Box::new(Occurrences::of(at)));
                let evidence = Evidence { exchanges, occurrences, ..Evidence::default() };
                self.targets.push(Captured {
                    place: format!("entry {}", piece.line),
                    at: piece.at,
                    evidence,
                    kind: None,
                });
                self.known.insert(key, target);
                self.note_expiry(url, &piece);
                self.push(target, Role::First, piece);
            }
        }
    }

    /// A request like an earlier one: its replay, or one more to count.
    fn add_again(&mut self, target: usize, url: Key, piece: Piece) {
        self.count_early(target, url, piece.at);
        self.note_expiry(url, &piece);
        let Some(known) = self.targets.get_mut(target) else { return };
        if let (Some(occurrences), Some(at)) = (&mut known.evidence.occurrences, piece.at) {
            occurrences.count(at);
        } else {
            self.untimed += 1;
        }
        let answer = known.evidence.answer().filter(|answer| answer.status().is_some_and(|status| status / 100 == 2));
        if known.evidence.replay().is_none() && answer.is_some_and(|answer| is_replay(answer, &piece)) {
            self.push(target, Role::Replay(Condition::ModifiedSince), piece);
        }
    }

    /// What makes requests alike: method, URL, client and outcome. A 304 is the outcome of what it confirms.
    fn key(&self, piece: &Piece, url: Key) -> Key {
        let request = piece.request.as_ref();
        let method = request.map(|request| &request.method);
        let agent = request.and_then(|request| request.fields.get("user-agent"));
        let with = |outcome: u16| self.hasher.key((method, url, outcome, agent));
        let outcome = piece.status().unwrap_or_default();
        let confirmed = [200, 203].map(with).into_iter().find(|key| outcome == 304 && self.known.contains_key(key));
        confirmed.unwrap_or_else(|| with(outcome))
    }

    fn push(&mut self, target: usize, role: Role, piece: Piece) {
        let Some(known) = self.targets.get_mut(target) else { return };
        let exchange = exchange(role, piece);
        known.at = known.at.map(|at| at.max(exchange.received_at));
        if let Some(next) = led_to(&exchange) {
            self.awaited.insert(self.hasher.key(next), target);
        }
        known.evidence.exchanges.push(exchange);
    }

    /// Counts a request to MET that came before the answer before it had expired.
    fn count_early(&mut self, target: usize, url: Key, at: Option<Timestamp>) {
        let Some((at, &expires_at)) = at.zip(self.expires.get(&url)).filter(|(at, expires)| at < expires) else {
            return;
        };
        let Some(known) = self.targets.get_mut(target) else { return };
        let is_met = known.evidence.exchanges.first().and_then(Exchange::url).map(Service::of) == Some(Service::Met);
        if let Some(occurrences) = known.evidence.occurrences.as_mut().filter(|_| is_met) {
            occurrences.early.get_or_insert(Early { requests: 0, at, expires_at }).requests += 1;
        }
    }

    /// Remembers until when an answer may be used, on the clock of the recording: its Expires less its Date.
    fn note_expiry(&mut self, url: Key, piece: &Piece) {
        let Some((at, response)) = piece.at.zip(piece.response.as_ref()) else { return };
        let fields = &response.head.fields;
        let date = |name: &str| parse_http_date(fields.get(name)?.as_bytes(), at).usable();
        if matches!(response.head.status, 200 | 203 | 304)
            && let (Some(date), Some(expires)) = (date("date"), date("expires"))
        {
            self.expires.insert(url, at.saturating_add(expires.seconds_since(date)));
        }
    }
}

/// The URL that a redirect leads to, as it is sent.
fn led_to(exchange: &Exchange) -> Option<String> {
    let fields = exchange.fields().filter(|_| exchange.status().is_some_and(is_redirect))?;
    followed_target(exchange.url()?, fields).map(|url| url.wire())
}
