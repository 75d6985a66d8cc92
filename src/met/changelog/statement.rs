//! The statements of a sentence, and what one says: when, whether it holds, whether it is past.

use std::ops::Range;

use super::notice::Kind;
use super::words::{Act, Sort, Token, acts};

/// The statements of a sentence, as ranges of its tokens: each has a verb or an act, or leans on the one before.
pub(super) fn statements(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut is_predicate: Vec<bool> = tokens.iter().map(|token| token.sort == Sort::Verb).collect();
    let mut is_inside = vec![false; tokens.len()];
    for act in acts(tokens) {
        is_predicate[act.at..act.to].fill(true);
        is_inside[act.at + 1..act.to].fill(true);
    }
    let is_date = |at: usize| matches!(tokens[at].sort, Sort::Date(_));
    let is_mention = |at: usize| tokens[at].is_mention();
    let joins = |at: usize| tokens[at].is(&["and", "or", ",", "-", "but", "while", "whereas", "because", "so"]);
    let closes = |at: usize| tokens[at].is(&[";", "–", "—", "when", "which"]);
    let mut out = Vec::new();
    let mut start = 0;
    // Whether the statement so far has a predicate, a date, and more than a date.
    let (mut predicate, mut date, mut more) = (false, false, false);
    for at in 0..tokens.len() {
        let splits = closes(at)
            || (joins(at) && (predicate || date) && more && {
                let to_next = || (at + 1..tokens.len()).take_while(|at| !joins(*at) && !closes(*at));
                let article = |at: &usize| tokens[*at].is(&["the", "version", "versions", "old", "new"]);
                let next = (at + 1..tokens.len()).find(|at| !article(at));
                // "1.5 and 1.6" is a list, and so is "1 February or 1 March".
                let lists = |is: &dyn Fn(usize) -> bool| at > start && is(at - 1) && next.is_some_and(is);
                let goes_on = to_next().any(|at| is_predicate[at]) || (date && to_next().any(is_mention));
                goes_on && !lists(&is_mention) && !lists(&is_date)
            });
        if splits && !is_inside[at] {
            out.push(start..at);
            // "when" and "which" say how the statement leans on the one before; the other words are of no more use.
            start = if tokens[at].is(&["when", "which"]) { at } else { at + 1 };
            (predicate, date, more) = (false, false, false);
        } else {
            predicate |= is_predicate[at];
            date |= is_date(at);
            more |= !is_date(at) && tokens[at].word != "on";
        }
    }
    out.push(start..tokens.len());
    out.retain(|range| !range.is_empty());
    out
}

/// Whether there is only a name and a date, as in "and Textforecast 2.0 on 1 April".
pub(super) fn is_elliptic(part: &[Token]) -> bool {
    part.iter().any(Token::is_mention)
        && part.iter().any(|token| matches!(token.sort, Sort::Date(_)))
        && part.iter().all(|token| !matches!(token.sort, Sort::Plain | Sort::Verb))
}

/// Whether the mention at this index is after a word such as "from", which makes it a circumstance.
pub(super) fn is_beside(tokens: &[Token], at: usize) -> bool {
    #[rustfmt::skip]
    const BESIDE: &[&str] = &[
        "in", "from", "with", "to", "by", "since", "after", "before", "than", "via", "using", "like",
        "at", "until", "through", "into", "between", "replacing", "replaces", "replace", "replaced", "against", "favour", "favor",
        "including", "without", "use",
    ];
    let skipped = ["the", "our", "version", "versions", "old", "new", "a", "this", "of"];
    let back = tokens.iter().take(at).rev().find(|token| !token.is(&skipped));
    back.is_some_and(|token| token.is(BESIDE))
}

/// The index of the date of an act, or without one the last of the statement: after a word such as "moved" the next, or
/// else the first after the act, or else the last before it. What held once, or is the day of something else, is no
/// candidate.
pub(super) fn date_of(part: &[Token], act: Option<&Act>) -> Option<usize> {
    const MOVED: [&str; 10] =
        ["moved", "postponed", "changed", "extended", "delayed", "pushed", "rescheduled", "deferred", "brought", "but"];
    #[rustfmt::skip]
    const OTHER: &[&str] = &[
        "was", "were", "originally", "previously", "formerly", "earlier", "since", "instead", "than", "announced", "not", "launched",
        "released", "introduced", "written", "posted", "deprecated", "available", "beta", "published", "old",
    ];
    let word = |at: Option<usize>| at.and_then(|at| part.get(at)).map_or("", |token| token.word.as_str());
    let is_date = |at: usize| part.get(at).is_some_and(|token| matches!(token.sort, Sort::Date(_)));
    let is_candidate = |at: &usize| {
        let at = *at;
        let ahead = (1..=3).map(|steps| word(at.checked_sub(steps)));
        let near: Vec<&str> = ahead.take_while(|word| !word.is_empty() && !matches!(*word, "," | "to")).collect();
        let until = near.first().is_some_and(|word| ["until", "till", "through", "before", "after"].contains(word));
        let from = near.first() == Some(&"from") && word(Some(at + 1)) == "to" && is_date(at + 2);
        let right_after = act.is_some_and(|act| {
            act.to <= at && at - act.to <= 2 && !["not", "than", "instead"].contains(&word(at.checked_sub(1)))
        });
        let other = near.iter().take(2).any(|word| OTHER.contains(word)) && !until && !right_after;
        is_date(at) && !from && !other && !near.iter().any(|word| ["instead", "rather"].contains(word))
    };
    // "On 1 July and 1 August, respectively".
    let pairwise = part.iter().any(|token| token.word == "respectively");
    let candidates: Vec<usize> = (0..part.len()).filter(|at| !pairwise && is_candidate(at)).collect();
    let moved = part.iter().position(|token| token.is(&MOVED));
    let new = moved.and_then(|moved| candidates.iter().find(|at| **at > moved));
    let after = act.and_then(|act| candidates.iter().find(|at| **at >= act.to));
    let found = part.get(*new.or(after).or(candidates.last())?)?;
    if let Sort::Date(index) = found.sort { Some(index) } else { None }
}

/// What kind of notice an act makes; `None` when it is only a possibility or an interruption.
pub(super) fn kind_of(part: &[Token], act: &Act, lower: &str, dated: bool) -> Option<Kind> {
    let ahead = part.get(act.at.saturating_sub(5)..act.at).unwrap_or_default();
    let has = |words: &[&str]| ahead.iter().any(|token| token.is(words));
    let own = part.get(act.at..act.to).unwrap_or_default().iter().any(|t| t.is(&["longer", "available", "accessible"]));
    let negated =
        has(&["not", "never", "wont", "isnt", "arent"]) || (has(&["no"]) && has(&["plan", "plans", "planned"]));
    let negated = negated && !own;
    if act.kind != Kind::End {
        return (!negated).then_some(act.kind);
    }
    let says = |words: &[&str]| words.iter().any(|words| lower.contains(words));
    let rest = part.get(act.to..).unwrap_or_default();
    let to_another =
        rest.iter().skip_while(|token| token.word != "but").any(|token| matches!(token.sort, Sort::Date(_)));
    let held = dated && (to_another || rest.iter().any(|token| token.is(&["before", "until", "earlier"])));
    let off = says(&["cancelled", "canceled", "called off", "until further notice", "indefinitely"])
        || (!dated && says(&["postponed", "delayed", "put off", "on hold", "suspended"]));
    match dated {
        // "Was to be removed", "was to end": it was not.
        _ if says(&["temporar", "maintenance", "was to ", "were to "]) => None,
        _ if (negated && !held) || off => Some(Kind::Kept),
        false if has(&["may", "might", "could", "would", "can"]) => None,
        _ => Some(Kind::End),
    }
}

/// Whether a statement is about the past.
pub(super) fn is_past(part: &[Token], lower: &str) -> bool {
    let has = |words: &[&str]| part.iter().any(|token| token.is(words));
    let past = has(&["was", "were", "had"]) || (has(&["has", "have"]) && has(&["been"]));
    let moved = ["postpone", "planned", " moved", "extended", "delayed", "scheduled", "set to", "changed"];
    past && !has(&["will", "going", "planned", "shall"]) && !moved.iter().any(|word| lower.contains(word))
}

/// Whether a sentence announces something.
pub(super) fn speaks_of_future(sentence: &str) -> bool {
    let sentence = sentence.to_lowercase();
    let words =
        ["will", "planned", "plan", "going", "scheduled", "shall", "expires", "terminates", "expected", "until"];
    sentence.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word)) || sentence.contains("to be ")
}

/// The index of the token before which the sentence says of itself that it is wrong: "is no longer correct".
pub(super) fn denied_to(tokens: &[Token]) -> usize {
    const RIGHT: [&str; 7] = ["correct", "true", "valid", "right", "applicable", "relevant", "accurate"];
    let denies = |pair: &[Token]| pair[0].is(&["longer", "not", "isnt"]) && pair[1].is(&RIGHT);
    tokens.windows(2).position(denies).unwrap_or_default()
}
