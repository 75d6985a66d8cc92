//! The clauses of a sentence, and which of its dates belongs to which act.

use std::ops::Range;

use super::act::{Act, Event, events};
use super::clause::{Sort, Token, is_mention};
use super::notice::Kind;

/// A clause of a sentence.
pub(super) struct Context<'a> {
    pub(super) tokens: &'a [Token],
    /// The sentence in small letters.
    pub(super) lower: &'a str,
}

/// Verbs that make a clause.
pub(super) const AUXILIARY: [&str; 38] = [
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "being",
    "will",
    "has",
    "have",
    "had",
    "can",
    "must",
    "should",
    "shall",
    "replaces",
    "replace",
    "adds",
    "added",
    "fixed",
    "launched",
    "released",
    "introduced",
    "use",
    "please",
    "see",
    "planned",
    "supports",
    "serves",
    "contains",
    "goes",
    "comes",
    "may",
    "might",
    "could",
    "would",
    "do",
    "does",
];
/// The clauses of a sentence, as ranges of its tokens.
pub(super) fn clauses(tokens: &[Token]) -> Vec<Range<usize>> {
    let acts = events(tokens);
    let is_predicate = |at: usize| {
        AUXILIARY.contains(&tokens[at].word.as_str()) || acts.iter().any(|event| (event.at..event.to).contains(&at))
    };
    let last_weight = (0..tokens.len()).rev().find(|at| is_predicate(*at) || matches!(tokens[*at].sort, Sort::Date(_)));
    let pairwise = tokens.iter().any(|token| token.word == "respectively");
    let mut out = Vec::new();
    let mut start = 0;
    let mut predicate = false;
    for at in 0..tokens.len() {
        let next_is_date = matches!(tokens.get(at + 1).map(|token| &token.sort), Some(Sort::Date(_)));
        let more = last_weight.is_some_and(|last| last > at);
        // "2026-03-16 and not 2026-03-01", "1 February or 1 March": a list of dates belongs to one act.
        let inside = acts.iter().any(|event| event.at < at && at < event.to);
        let splits = match tokens[at].word.as_str() {
            ";" | "–" | "—" => true,
            "-" | "," => predicate && more && !next_is_date && !pairwise,
            "and" | "or" => predicate && more && !next_is_date && !pairwise,
            "but" | "while" | "whereas" | "because" | "so" => predicate,
            "when" | "which" => at > start,
            _ => false,
        };
        if splits && !inside && at > start {
            out.push(start..at);
            start = at;
            predicate = false;
        }
        // The mark or the "and" itself is of no more use.
        if start == at
            && ["and", "or", "but", ",", ";", "-", "–", "—", "while", "whereas", "so", "because"]
                .contains(&tokens[at].word.as_str())
        {
            start = at + 1;
            continue;
        }
        predicate |= is_predicate(at);
    }
    out.push(start..tokens.len());
    out.retain(|range| !range.is_empty());
    out
}

/// The index of the token before which the sentence says of itself that it is wrong: "is no longer correct".
pub(super) fn denial(tokens: &[Token]) -> usize {
    let denies = |pair: &[Token]| {
        ["longer", "not", "isnt"].contains(&pair[0].word.as_str())
            && ["correct", "true", "valid", "right", "applicable", "relevant", "accurate"]
                .contains(&pair[1].word.as_str())
    };
    tokens.windows(2).position(denies).unwrap_or_default()
}

impl Context<'_> {
    fn word(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.tokens.get(at)).map_or("", |token| &token.word)
    }

    /// Whether a version or product is named.
    pub(super) fn has_mention(&self) -> bool {
        self.tokens.iter().any(|token| is_mention(token) || token.sort == Sort::Part)
    }

    /// Whether there is only a name and perhaps a date, as in "and Textforecast 2.0 on 1 April".
    pub(super) fn is_elliptic(&self) -> bool {
        let small = ["on", "the", "version", "product", "at", "by", "from", "in", "until", "and", "for", "from", "old"];
        let fits = |token: &Token| {
            is_mention(token)
                || matches!(token.sort, Sort::Date(_) | Sort::Stop)
                || small.contains(&token.word.as_str())
        };
        self.tokens.iter().any(is_mention) && self.tokens.iter().all(fits)
    }

    /// The index of the last date that is not one that held once.
    pub(super) fn last_date(&self) -> Option<usize> {
        self.dates_here(None).next_back().map(|(_, date)| date)
    }

    /// The index of the date of an act: the new one where it is moved, or the first one after the act, or
    /// else the last one before it.
    pub(super) fn date_for(&self, event: &Event) -> Option<usize> {
        const MOVED: [&str; 10] = [
            "moved",
            "postponed",
            "changed",
            "extended",
            "delayed",
            "pushed",
            "rescheduled",
            "deferred",
            "shifted",
            "brought",
        ];
        let moved = self.tokens.iter().position(|token| MOVED.contains(&token.word.as_str()));
        let new = moved.and_then(|moved| self.dates_here(Some(event)).find(|(at, _)| *at > moved));
        let after = new.or_else(|| self.dates_here(Some(event)).find(|(at, _)| *at >= event.to));
        let before = self.dates_here(Some(event)).rfind(|(at, _)| *at < event.at);
        after.or(before).map(|(_, date)| date)
    }

    fn dates_here(&self, event: Option<&Event>) -> impl DoubleEndedIterator<Item = (usize, usize)> {
        self.tokens.iter().enumerate().filter_map(move |(at, token)| match token.sort {
            Sort::Date(date) if !self.is_of_another(at, event) => Some((at, date)),
            _ => None,
        })
    }

    /// Whether the date at this token is one that no longer holds, or the day of something other than the act.
    fn is_of_another(&self, at: usize, event: Option<&Event>) -> bool {
        const OTHER: [&str; 22] = [
            "was",
            "were",
            "originally",
            "previously",
            "formerly",
            "earlier",
            "since",
            "instead",
            "than",
            "announced",
            "not",
            "launched",
            "released",
            "introduced",
            "written",
            "posted",
            "deprecated",
            "available",
            "beta",
            "published",
            "old",
            "initially",
        ];
        let ahead = (1..=3).filter_map(|steps| at.checked_sub(steps)).map(|at| self.word(Some(at)));
        let near: Vec<&str> = ahead.take_while(|word| !word.is_empty() && !matches!(*word, "," | "to")).collect();
        let other = near.iter().take(2).any(|word| OTHER.contains(word));
        let until = near.first().is_some_and(|word| ["until", "till", "through", "before", "after"].contains(word));
        let from = near.first() == Some(&"from")
            && self.word(Some(at + 1)) == "to"
            && matches!(self.tokens.get(at + 2).map(|token| &token.sort), Some(Sort::Date(_)));
        from || near.iter().any(|word| ["instead", "rather"].contains(word))
            || (other && !until && !event.is_some_and(|event| self.is_right_after(at, event)))
    }

    /// Whether the act is named right before the date, as in "was removed on 1 July".
    fn is_right_after(&self, at: usize, event: &Event) -> bool {
        event.to <= at && at - event.to <= 2 && !["not", "than", "instead"].contains(&self.word(at.checked_sub(1)))
    }

    /// Whether the clause tells of the past.
    pub(super) fn is_past(&self) -> bool {
        let has = |words: &[&str]| self.tokens.iter().any(|token| words.contains(&token.word.as_str()));
        let past = has(&["was", "were", "had"]) || (has(&["has", "have"]) && has(&["been"]));
        let moved = ["postpone", "planned", " moved", "extended", "delayed", "scheduled", "set to", "changed"];
        past && !has(&["will", "going", "planned", "shall"]) && !moved.iter().any(|word| self.lower.contains(word))
    }

    /// What kind of notice an act makes; `None` when it is only a possibility or an interruption.
    pub(super) fn kind(&self, event: &Event, dated: bool) -> Option<Kind> {
        let act = match event.act {
            Act::End => Kind::End,
            Act::Deprecate => Kind::Deprecated,
            Act::Beta => Kind::Beta,
            Act::OutOfBeta => Kind::OutOfBeta,
        };
        let words = |range: Range<usize>| range.filter_map(|at| self.tokens.get(at)).map(|token| token.word.as_str());
        let start = event.at.saturating_sub(5);
        let negated = words(start..event.at).any(|word| ["not", "never", "wont", "isnt", "arent"].contains(&word))
            || (words(start..event.at).any(|word| word == "no")
                && words(start..event.at).any(|word| word.starts_with("plan")));
        let own = words(event.at..event.to).any(|word| ["longer", "available", "accessible"].contains(&word));
        let held = words(event.to..self.tokens.len()).any(|word| ["before", "until", "earlier"].contains(&word));
        if event.act != Act::End {
            return (!negated).then_some(act);
        }
        let lower = self.lower;
        if lower.contains("temporar") || lower.contains("maintenance") {
            return None;
        }
        let off = ["cancelled", "canceled", "called off", "until further notice", "indefinitely"];
        let later = ["postponed", "delayed", "put off", "on hold", "suspended"];
        let is_off = off.iter().any(|words| lower.contains(words))
            || (!dated && later.iter().any(|words| lower.contains(words)));
        let perhaps = words(start..event.at).any(|word| ["may", "might", "could", "would", "can"].contains(&word));
        match (negated && !own, held && dated) {
            (true, false) => Some(Kind::Kept),
            _ if is_off => Some(Kind::Kept),
            _ if perhaps && !dated => None,
            _ => Some(act),
        }
    }
}

/// Whether a sentence announces something.
pub(super) fn speaks_of_future(sentence: &str) -> bool {
    let sentence = sentence.to_lowercase();
    let words =
        ["will", "planned", "plan", "going", "scheduled", "shall", "expires", "terminates", "expected", "until"];
    sentence.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word)) || sentence.contains("to be ")
}
