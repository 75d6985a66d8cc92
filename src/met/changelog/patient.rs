//! What an act happens to: a version, a product, or something of no concern.

use super::act::ALIVE;
use super::clause::{Sort, Token, is_mention};
use super::phrase::AUXILIARY;

/// What an act happens to.
#[derive(Clone, Debug)]
pub(super) enum Patient<'a> {
    /// These versions or products.
    Named(Vec<&'a Token>),
    /// A part of a product, or something of no concern.
    SomethingElse,
}

/// Words that say nothing about what a clause is about.
const EMPTY: [&str; 83] = [
    "it",
    "they",
    "this",
    "that",
    "which",
    "these",
    "the",
    "a",
    "an",
    "its",
    "there",
    "we",
    "now",
    "then",
    "also",
    "and",
    "or",
    "but",
    "so",
    "as",
    "when",
    "while",
    "be",
    "been",
    "being",
    "is",
    "are",
    "was",
    "were",
    "will",
    "has",
    "have",
    "had",
    "shall",
    "to",
    "planned",
    "scheduled",
    "expected",
    "final",
    "finally",
    "soon",
    "therefore",
    "not",
    "no",
    "going",
    "however",
    "both",
    "date",
    "eol",
    "support",
    "access",
    "probably",
    "likely",
    "completely",
    "permanently",
    "already",
    "still",
    "next",
    "must",
    "can",
    "new",
    "of",
    "for",
    "after",
    "before",
    "until",
    "on",
    "at",
    "by",
    "with",
    "in",
    "about",
    "reminder",
    "note",
    "update",
    "you",
    "please",
    "until",
    "available",
    "longer",
    "announced",
    "officially",
    "old",
];
/// Words after which a version is only a place or a circumstance: "removed from version 2.0".
const BESIDE: [&str; 24] = [
    "in",
    "from",
    "with",
    "to",
    "by",
    "since",
    "after",
    "before",
    "when",
    "than",
    "via",
    "using",
    "like",
    "at",
    "until",
    "through",
    "into",
    "between",
    "replacing",
    "against",
    "favour",
    "favor",
    "including",
    "without",
];
/// Words that may stand between an act and what it happens to.
const BETWEEN: [&str; 22] = [
    "the", "our", "of", "for", "to", "support", "access", "all", "both", "a", "an", "this", "these", ":", "(", ")",
    "date", "old", "version", "versions", "new", "current",
];

/// The versions and products that a clause is about, in a list or alone.
pub(super) fn heads(tokens: &[Token]) -> Vec<&Token> {
    match subject(tokens) {
        Some(Patient::Named(heads)) => heads,
        _ => Vec::new(),
    }
}

/// What stands before an act and undergoes it; `None` when that is left out or a pronoun.
pub(super) fn subject(tokens: &[Token]) -> Option<Patient<'_>> {
    let mut heads = Vec::new();
    let mut beside = false;
    let mut listed = false;
    let mut unknown = false;
    for (at, token) in tokens.iter().enumerate() {
        let word = token.word.as_str();
        let after_beside = at > 0 && is_beside(tokens, at);
        match token.sort {
            Sort::Part if heads.is_empty() && !after_beside => return Some(Patient::SomethingElse),
            Sort::Part if !beside && !listed => return Some(Patient::SomethingElse),
            Sort::Part | Sort::Stop | Sort::Date(_) => {}
            Sort::Word if BESIDE.contains(&word) || ["of", "for", "that", "which", "as", "for"].contains(&word) => {
                beside |= !heads.is_empty();
            }
            // A verb ends what stands before it; what follows it is another matter.
            Sort::Word if AUXILIARY.contains(&word) => beside |= !heads.is_empty(),
            Sort::Word if ["and", "or"].contains(&word) => listed = !heads.is_empty(),
            Sort::Word => unknown |= !ALIVE.contains(&word) && !EMPTY.contains(&word) && !word.ends_with("ly"),
            _ if after_beside => {}
            _ if heads.is_empty() || !beside => heads.push(token),
            _ => {}
        }
    }
    match (heads.is_empty(), unknown) {
        (false, _) => Some(Patient::Named(heads)),
        (true, true) => Some(Patient::SomethingElse),
        (true, false) => None,
    }
}

/// Whether the mention at this index stands after a word such as "from".
fn is_beside(tokens: &[Token], at: usize) -> bool {
    let mut back = at;
    while back > 0
        && ["the", "our", "version", "versions", "old", "new", "a", "this"].contains(&tokens[back - 1].word.as_str())
    {
        back -= 1;
    }
    // "when the old version ends" opens a clause.
    back > 0 && !(back == 1 && tokens[0].word == "when") && BESIDE.contains(&tokens[back - 1].word.as_str())
}

/// What stands after an act and undergoes it; `None` when nothing does.
pub(super) fn object(tokens: &[Token]) -> Option<Patient<'_>> {
    let mut heads: Vec<&Token> = Vec::new();
    let mut unknown = 0;
    for token in tokens {
        let word = token.word.as_str();
        match token.sort {
            Sort::Part => return Some(Patient::SomethingElse),
            _ if is_mention(token) => heads.push(token),
            Sort::Date(_) => break,
            _ if !heads.is_empty() && [",", "and", "or", "(", "version", "versions"].contains(&word) => {}
            _ if BETWEEN.contains(&word) && heads.is_empty() => {}
            _ if BESIDE.contains(&word) || AUXILIARY.contains(&word) || EMPTY.contains(&word) => break,
            Sort::Stop => break,
            _ if unknown >= 4 || !heads.is_empty() => break,
            _ => unknown += 1,
        }
    }
    match (heads.is_empty(), unknown) {
        (false, _) => Some(Patient::Named(heads)),
        (true, 0) => None,
        (true, _) => Some(Patient::SomethingElse),
    }
}
