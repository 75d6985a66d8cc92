//! Which captured pieces belong to one target: a redirect and where it led, a response and its replay.

use super::{Captured, Piece};
use crate::evidence::redirect::{Hop, followed_target, next_hop};
use crate::evidence::{Condition, Evidence, Exchange, NoReplay, RedirectStop, Reply, Role};
use crate::http::status::is_redirect;
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;

/// Sorts pieces, in their order, into targets.
pub(super) fn group(pieces: Vec<Piece>) -> Vec<Captured> {
    let mut targets: Vec<Captured> = Vec::new();
    for piece in pieces {
        let role = targets.last().map_or(Role::First, |target| role_after(&target.evidence, &piece));
        let place = format!("line {}", piece.line);
        let form = piece.form;
        let exchange = exchange(role, piece);
        match targets.last_mut() {
            Some(target) if role != Role::First => target.evidence.exchanges.push(exchange),
            _ => {
                let evidence = Evidence { exchanges: vec![exchange], form, ..Evidence::default() };
                targets.push(Captured { place, at: None, evidence, kind: None });
            }
        }
    }
    for target in &mut targets {
        complete(&mut target.evidence);
    }
    targets
}

/// Sets what follows from the exchanges of a target once all of them are there.
pub(super) fn complete(evidence: &mut Evidence) {
    evidence.no_replay = no_replay(evidence);
    evidence.redirect_stop = redirect_stop(evidence);
    evidence.unanswered = evidence.answer().is_some_and(|answer| answer.response.is_none() && answer.failure.is_none());
}

/// What a piece is to the target before it.
fn role_after(evidence: &Evidence, piece: &Piece) -> Role {
    let Some(before) = evidence.exchanges.last().filter(|exchange| !matches!(exchange.role, Role::Replay(_))) else {
        return Role::First;
    };
    let Some(status) = before.status() else { return Role::First };
    if is_redirect(status) && continues(before, piece) {
        return Role::Redirect;
    }
    let success = (200..300).contains(&status);
    if success && is_replay(before, piece) { Role::Replay(Condition::ModifiedSince) } else { Role::First }
}

/// Whether a piece is the request for where a redirect led. Without a request to compare, it is.
fn continues(before: &Exchange, piece: &Piece) -> bool {
    let Some(url) = piece.request.as_ref().and_then(|request| request.url.as_ref()) else { return true };
    match (before.url(), before.fields()) {
        (Some(from), Some(fields)) => followed_target(from, fields).is_some_and(|to| {
            to.request_target() == url.request_target() && to.host_without_dot() == url.host_without_dot()
        }),
        _ => true,
    }
}

/// Whether a piece is the same request again with a condition. A 304 without its request was one.
pub(super) fn is_replay(before: &Exchange, piece: &Piece) -> bool {
    match &piece.request {
        Some(request) => {
            let same = match (before.url(), &request.url) {
                (Some(a), Some(b)) => a.wire() == b.wire(),
                _ => true,
            };
            same && request.fields.contains("if-modified-since")
        }
        None => piece.response.as_ref().is_some_and(|response| response.head.status == 304),
    }
}

pub(super) fn exchange(role: Role, piece: Piece) -> Exchange {
    let reply = Reply { response: piece.response, failure: piece.failure, timing: piece.timing, ..Reply::default() };
    let sent_at = piece.at.unwrap_or(Timestamp::from_unix(0));
    Exchange { live: false, ..Exchange::new(role, piece.request, sent_at, reply) }
}

/// Why the last redirect of a capture could not be followed, where it could not.
fn redirect_stop(evidence: &Evidence) -> Option<RedirectStop> {
    let asked: Vec<String> = evidence.hops().filter_map(Exchange::url).map(Url::wire).collect();
    match next_hop(evidence.answer()?, &asked, u32::MAX) {
        Hop::Stop(stop) => Some(stop),
        Hop::Follow(_) | Hop::None => None,
    }
}

fn no_replay(evidence: &Evidence) -> Option<NoReplay> {
    if evidence.replay().is_some() {
        return None;
    }
    match evidence.answer().and_then(Exchange::status) {
        Some(200..=299) => Some(NoReplay::NotCaptured),
        _ => Some(NoReplay::NotSuccess),
    }
}
