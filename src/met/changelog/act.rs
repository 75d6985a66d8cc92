//! What a sentence says to happen: an end, a deprecation, a beta.

use super::clause::{Sort, Token};

/// What happens to a version or a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// It ends.
    End,
    /// It is deprecated, or something takes its place.
    Deprecate,
    /// It is in beta.
    Beta,
    /// It leaves beta.
    OutOfBeta,
}

/// On which side of the words that name an act stands what it happens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// "Version 1.6 expires".
    Before,
    /// "We remove version 1.6".
    After,
}

/// An act in a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) act: Act,
    /// The index of its first token.
    pub(super) at: usize,
    /// The index after its last token.
    pub(super) to: usize,
    pub(super) side: Side,
}

const ENDED: [&str; 20] = [
    "terminated",
    "removed",
    "retired",
    "discontinued",
    "decommissioned",
    "withdrawn",
    "deleted",
    "dropped",
    "disabled",
    "eoled",
    "eold",
    "end-of-lifed",
    "eol-ed",
    "killed",
    "closed",
    "sunsetted",
    "terminating",
    "ended",
    "stopped",
    "abandoned",
];
const ENDING: [&str; 30] = [
    "terminate",
    "terminates",
    "terminating",
    "remove",
    "removes",
    "removing",
    "retire",
    "retires",
    "retiring",
    "discontinue",
    "discontinues",
    "discontinuing",
    "decommission",
    "decommissioning",
    "withdraw",
    "withdrawing",
    "delete",
    "deleting",
    "drop",
    "dropping",
    "disable",
    "disabling",
    "termination",
    "removal",
    "retirement",
    "discontinuation",
    "eol",
    "end-of-life",
    "shutdown",
    "phase-out",
];
const EXPIRING: [&str; 10] = [
    "expire",
    "expires",
    "expiring",
    "expired",
    "expiry",
    "expiration",
    "disappear",
    "disappears",
    "terminates",
    "unavailable",
];
/// Words for being in service, which an "until" turns into an end.
pub(super) const ALIVE: [&str; 20] = [
    "available",
    "work",
    "works",
    "working",
    "active",
    "running",
    "online",
    "kept",
    "maintained",
    "remain",
    "remains",
    "operational",
    "accessible",
    "supported",
    "served",
    "live",
    "up",
    "stay",
    "continue",
    "usable",
];
const TURN: [&str; 19] = [
    "turned",
    "turn",
    "turning",
    "turns",
    "switched",
    "switch",
    "switching",
    "shut",
    "shutting",
    "taken",
    "closed",
    "close",
    "closing",
    "phased",
    "phase",
    "phasing",
    "take",
    "taking",
    "phases",
];

/// The acts in these tokens, in their order.
pub(super) fn events(tokens: &[Token]) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    for at in 0..tokens.len() {
        let taken = found.last().is_some_and(|last| at < last.to);
        if let Some((act, len, side)) = event(tokens, at).filter(|_| !taken) {
            found.push(Event { act, at, to: at + len, side });
        }
    }
    found
}

fn event(tokens: &[Token], at: usize) -> Option<(Act, usize, Side)> {
    let word = |index: usize| tokens.get(index).map_or("", |token| token.word.as_str());
    let back = |steps: usize| at.checked_sub(steps).map_or("", word);
    if tokens.get(at)?.sort != Sort::Word {
        return None;
    }
    // "The deprecated parameter" tells what is, not what happens.
    let describes = ["the", "a", "an", "our", "all", "these", "those", "any", "some", "other"].contains(&back(1));
    let passive =
        |act, len| (!describes).then_some((act, len, if is_active(tokens, at) { Side::After } else { Side::Before }));
    let this = word(at);
    let is_described = tokens.get(at + 1).is_some_and(|next| {
        next.sort == Sort::Part || ["period", "phase", "testing", "users", "testers"].contains(&next.word.as_str())
    });
    match this {
        "end" if word(at + 1) == "of" && word(at + 2).starts_with("life") => {
            let passive = word(at + 2).starts_with("lifed");
            Some((Act::End, 3, if passive { Side::Before } else { Side::After }))
        }
        "end" | "ends" | "cease" | "ceases" if matches!(back(1), "will" | "to") || this != "end" => {
            Some((Act::End, 1, Side::Before))
        }
        "going" | "go" | "goes" | "gone" if word(at + 1) == "away" => Some((Act::End, 2, Side::Before)),
        "last" if word(at + 1) == "day" => Some((Act::End, 2, Side::After)),
        "stop" | "stops" if matches!(word(at + 1), "working" | "functioning" | "responding") => {
            Some((Act::End, 2, Side::Before))
        }
        "longer" if back(1) == "no" => {
            let be = usize::from(word(at + 1) == "be");
            let ends =
                ALIVE.contains(&word(at + 1 + be)) || matches!(word(at + 1 + be), "function" | "exist" | "exists");
            ends.then_some((Act::End, 2 + be, Side::Before))
        }
        "available" | "accessible" if back(1) == "not" || (back(1) == "be" && back(2) == "not") => {
            matches!(word(at + 1), "after" | "from" | "as").then_some((Act::End, 2, Side::Before))
        }
        "until" | "till" if !matches!(word(at + 1), "further" | "then" | "now") => {
            let alive = (1..=4).take_while(|steps| *steps <= at).any(|steps| ALIVE.contains(&back(steps)));
            alive.then_some((Act::End, 1, Side::Before))
        }
        "until" if word(at + 1) == "further" => {
            let alive = (1..=4).take_while(|steps| *steps <= at).any(|steps| ALIVE.contains(&back(steps)));
            alive.then_some((Act::End, 1, Side::Before))
        }
        turn if TURN.contains(&turn) => {
            let gap = usize::from(matches!(word(at + 1), "completely" | "permanently" | "finally"));
            let off = ["off", "down", "out", "offline"].contains(&word(at + 1 + gap));
            let participle = ["turned", "switched", "shut", "taken", "closed", "phased"].contains(&turn);
            match (off, participle) {
                (true, true) => passive(Act::End, 2 + gap),
                (true, false) => Some((Act::End, 2 + gap, Side::After)),
                (false, _) => None,
            }
        }
        "deprecated" | "superseded" | "obsoleted" | "replaced" => passive(Act::Deprecate, 1),
        "obsolete" => Some((Act::Deprecate, 1, Side::Before)),
        "deprecate" | "deprecates" | "deprecating" | "deprecation" => Some((Act::Deprecate, 1, Side::After)),
        "beta" if is_described => None,
        "beta" => {
            let left = (1..=3).take_while(|steps| *steps <= at).any(|steps| {
                matches!(back(steps), "out" | "left" | "leaves" | "leaving" | "leave" | "longer" | "exits" | "exited")
            });
            Some((if left { Act::OutOfBeta } else { Act::Beta }, 1, Side::Before))
        }
        "production" if matches!(back(1), "in" | "into" | "to") => Some((Act::OutOfBeta, 1, Side::Before)),
        word if ENDED.contains(&word) => passive(Act::End, 1),
        word if ENDING.contains(&word) => Some((Act::End, 1, Side::After)),
        word if EXPIRING.contains(&word) => Some((Act::End, 1, Side::Before)),
        _ => None,
    }
}

/// Whether a participle belongs to somebody who acts: "we have removed", or a heading such as "Removed size=small".
fn is_active(tokens: &[Token], at: usize) -> bool {
    let mut back = at;
    while back > 0 && ["now", "also", "finally", "just", "already"].contains(&tokens[back - 1].word.as_str()) {
        back -= 1;
    }
    let Some(before) = back.checked_sub(1).and_then(|index| tokens.get(index)) else { return true };
    ["have", "has", "had", "we", "weve"].contains(&before.word.as_str())
}
