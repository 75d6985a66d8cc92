//! The words of a sentence as far as they matter to a changelog: versions, products, dates, and what happens to them.

use super::notice::Kind;
use super::prose::ProseDate;
use crate::met::products;

/// What a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Any word that is not known: most nouns.
    Plain,
    /// A word that names nothing: an article, a preposition, an adverb.
    Small,
    /// A verb in a form that makes a clause.
    Verb,
    /// A mark that separates.
    Stop,
    /// The date with this index.
    Date(usize),
    /// A version, with its product where one is named with it.
    Version(Option<String>, Number),
    /// The old version; the flag is set for several.
    Old(bool),
    /// The new version.
    New,
    /// All versions.
    All,
    /// A product as a whole; the name is empty for "the product".
    Product(String),
}

/// A word or mark of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) sort: Sort,
    /// The word in small letters.
    pub(super) word: String,
    capital: bool,
}

impl Token {
    /// Whether it names a version or a product.
    pub(super) fn is_mention(&self) -> bool {
        matches!(self.sort, Sort::Version(..) | Sort::Old(_) | Sort::New | Sort::All | Sort::Product(_))
    }

    pub(super) fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.word.as_str())
    }

    fn starts_with(&self, stems: &[&str]) -> bool {
        stems.iter().any(|stem| self.word.starts_with(stem))
    }
}

/// A version number; `2` equals `2.0`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number(Vec<u32>);

impl Number {
    pub(super) fn read(text: &str) -> Option<Self> {
        let parts: Option<Vec<u32>> = text
            .split('.')
            .map(|part| part.parse().ok().filter(|_| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit())))
            .collect();
        let mut parts = parts.filter(|parts| parts.len() <= 3)?;
        if parts.len() == 1 {
            parts.push(0);
        }
        Some(Self(parts))
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> = self.0.iter().map(u32::to_string).collect();
        f.write_str(&parts.join("."))
    }
}

/// Whether two names are of one product; an `s` at the end makes no difference.
pub(super) fn same_product(a: &str, b: &str) -> bool {
    a.trim_end_matches('s').eq_ignore_ascii_case(b.trim_end_matches('s'))
}

pub(super) fn known_product(word: &str, asked: &str) -> bool {
    same_product(word, asked) || products::products().any(|name| same_product(name, word))
}

const VERSION: &[&str] = &["version", "versions", "ver", "v", "release", "releases"];
/// Words that name nothing, and the nouns that stand for a version as a whole or for its users.
#[rustfmt::skip]
const SMALL: &[&str] = &[
    "a", "about", "access", "after", "against", "all", "also", "an", "and", "announced", "any", "api", "as", "at",
    "because", "before", "below", "beta", "both", "but", "by", "change", "changelog", "changes", "clients",
    "correction", "current", "date", "day", "due", "each", "earlier", "every", "existing", "expected", "favor",
    "favour", "final", "for", "former", "from", "further", "going", "have", "however", "if", "important", "in",
    "instead", "into", "it", "its", "latest", "likely", "longer", "most", "new", "newer", "news", "next", "no",
    "not", "note", "notice", "now", "of", "off", "old", "older", "on", "one", "or", "originally", "our", "out",
    "planned", "plans", "please", "previous", "rather", "reminder", "scheduled", "set", "since", "so", "soon",
    "still", "support", "than", "that", "the", "their", "then", "there", "therefore", "these", "they", "this",
    "those", "till", "time", "to", "until", "update", "use", "users", "using", "via", "we", "when", "which", "while",
    "with", "within", "without", "you",
];
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "are", "be", "been", "being", "can", "could", "had", "has", "have", "is", "may", "might", "must", "reach",
    "reaches", "replace", "replaced", "replaces", "shall", "should", "use", "was", "were", "will", "would",
];
const UNITS: &[&str] = &[
    "%", "km", "m", "s", "ms", "hours", "hour", "days", "degrees", "mb", "gb", "kb", "mm", "px", "times", "million",
    "billion", "seconds", "minutes", "percent",
];
pub(super) const OLD: &[&str] =
    &["old", "older", "previous", "former", "existing", "current", "present", "earlier", "deprecated", "outdated"];
const NEW: &[&str] = &["new", "newer", "latest", "newest"];

/// The tokens of a sentence whose dates are known.
pub(super) fn tokens(sentence: &str, dates: &[ProseDate], asked: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = 0;
    for (index, date) in dates.iter().enumerate() {
        split(sentence.get(at..date.start).unwrap_or_default(), &mut out);
        out.push(Token { sort: Sort::Date(index), word: String::new(), capital: false });
        at = date.end();
    }
    split(sentence.get(at..).unwrap_or_default(), &mut out);
    for at in 0..out.len() {
        if out[at].sort == Sort::Plain {
            out[at].sort = sort(&out, at, asked);
        }
    }
    attach(&mut out);
    out
}

fn split(text: &str, out: &mut Vec<Token>) {
    let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '/' | '%' | '=');
    let marks = |text: &str, out: &mut Vec<Token>| {
        for c in text.chars().filter(|c| matches!(c, ',' | ';' | ':' | '(' | ')' | '-' | '–' | '—')) {
            out.push(Token { sort: Sort::Stop, word: c.to_string(), capital: false });
        }
    };
    for raw in text.split_whitespace() {
        let word = raw.trim_matches(is_mark);
        let (before, after) = if word.is_empty() { (raw, "") } else { raw.split_once(word).unwrap_or_default() };
        marks(before, out);
        let capital = word.starts_with(char::is_uppercase);
        let word = word.to_lowercase().replace(['\'', '’'], "");
        // `1.5/1.6` names two versions.
        let is_list = word.contains('/') && word.split('/').all(|part| Number::read(part).is_some());
        let words = word.split(|c| is_list && c == '/').filter(|word| !word.is_empty());
        out.extend(words.map(|word| Token { sort: Sort::Plain, word: word.to_owned(), capital }));
        marks(after, out);
    }
}

fn sort(tokens: &[Token], at: usize, asked: &str) -> Sort {
    let token = &tokens[at];
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    let after = tokens.get(at + 1);
    let name = token.word.as_str();
    let is_unit = after.is_some_and(|after| after.is(UNITS));
    let after_version = before.is_some_and(|before| before.is(VERSION));
    if let Some(number) = Number::read(name.strip_prefix('v').unwrap_or(name)) {
        // "CAP 2.0", "profile 2.0": another thing's version.
        let owner = before.filter(|before| before.sort == Sort::Plain && !is_act(before)).map(|b| b.word.clone());
        return match (after_version, name.contains('.') && !is_unit) {
            (true, _) if !is_unit => Sort::Version(None, number),
            (false, true) => Sort::Version(owner, number),
            _ => Sort::Small,
        };
    }
    if name.contains("://") || name.starts_with("www.") {
        return Sort::Plain;
    }
    let path: Vec<&str> = name.split('/').filter(|part| !part.is_empty() && *part != "weatherapi").collect();
    if let [product, number] = path.as_slice()
        && let Some(number) = Number::read(number.strip_prefix('v').unwrap_or(number))
    {
        return Sort::Version(Some((*product).to_owned()), number);
    }
    let versioned = after.is_some_and(|after| {
        after.is(VERSION) || after.is(&["product"]) || (Number::read(&after.word).is_some() && after.word.contains('.'))
    });
    match name {
        _ if same_product(name, asked) => Sort::Product(name.to_owned()),
        _ if known_product(name, asked) && (token.capital || versioned) => Sort::Product(name.to_owned()),
        "product" | "service" | "products" => Sort::Product(String::new()),
        _ if token.is(VERBS) => Sort::Verb,
        _ if token.is(SMALL) || token.is(VERSION) || token.is(ALIVE) || name.ends_with("ly") => Sort::Small,
        _ => Sort::Plain,
    }
}

/// Joins what belongs together: "the old version", "Textforecast 2.0", "version 1.5 of locationforecast".
fn attach(tokens: &mut [Token]) {
    let is_number = |token: Option<&Token>| token.is_some_and(|token| matches!(token.sort, Sort::Version(None, _)));
    for at in 0..tokens.len() {
        let noun = tokens.get(at + 1).filter(|noun| noun.is(VERSION) || noun.is(&["one", "ones"]));
        let Some(several) = noun.map(|noun| noun.word.ends_with('s')) else { continue };
        let marks = tokens.iter().skip(at + 2).take_while(|token| token.is(&[",", "("])).count();
        let numbered = tokens.get(at + 2 + marks).is_some_and(|token| matches!(token.sort, Sort::Version(..)));
        match &tokens[at] {
            _ if numbered => {}
            token if token.is(OLD) => tokens[at].sort = Sort::Old(several),
            token if token.is(NEW) => tokens[at].sort = Sort::New,
            token if token.is(&["all", "both", "every"]) => tokens[at].sort = Sort::All,
            _ => {}
        }
    }
    for at in 0..tokens.len() {
        let Sort::Product(name) = tokens[at].sort.clone() else { continue };
        if name.is_empty() {
            // "the Textforecast product" is named already.
            if at > 0 && matches!(tokens[at - 1].sort, Sort::Product(_)) {
                tokens[at].sort = Sort::Small;
            }
            continue;
        }
        let joins = |token: &&Token| token.is(VERSION) || token.is(&["old", "new", "product", ":", "("]);
        let next = at + 1 + tokens.iter().skip(at + 1).take_while(joins).count();
        let back = tokens.iter().take(at).rev().take_while(|token| token.is(&["the", "of"])).count();
        let of = at.checked_sub(back + 1).filter(|index| back > 0 && tokens[index + 1].word == "of");
        let target = if is_number(tokens.get(next)) { Some(next) } else { of.filter(|of| is_number(tokens.get(*of))) };
        let Some(first) = target else { continue };
        (tokens[at].sort, tokens[at].word) = (Sort::Small, "version".to_owned());
        // "Textforecast 1.5 and 1.6": the name holds for the whole list.
        for token in tokens.iter_mut().skip(first) {
            let joins = first == next && token.is(&[",", "and", "or", "(", ")", "version"]);
            match &mut token.sort {
                Sort::Version(owner @ None, _) => *owner = Some(name.clone()),
                _ if joins => {}
                _ => break,
            }
        }
    }
}

#[rustfmt::skip]
const ENDING: &[&str] = &[
    "terminat", "remov", "retir", "discontinu", "decommission", "withdraw", "delet", "disabl", "eol", "end-of-life",
    "expir", "abandon", "disappear", "dropp", "kill", "phase-out", "sunsetted", "shutdown",
];
#[rustfmt::skip]
const ALIVE: &[&str] = &[
    "available", "work", "works", "working", "active", "running", "online", "kept", "maintained", "remain",
    "remains", "operational", "accessible", "supported", "served", "live", "up", "stay", "usable", "function",
    "exist",
];

/// Something that happens, by the words for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    pub(super) kind: Kind,
    /// The index of its first token.
    pub(super) at: usize,
    /// The index after its last token.
    pub(super) to: usize,
}

/// What happens in these tokens, in their order.
pub(super) fn acts(tokens: &[Token]) -> Vec<Act> {
    let mut found: Vec<Act> = Vec::new();
    for at in 0..tokens.len() {
        let taken = found.last().is_some_and(|last| at < last.to);
        if let Some((kind, len)) = act(tokens, at).filter(|_| !taken) {
            found.push(Act { kind, at, to: at + len });
        }
    }
    found
}

fn is_act(token: &Token) -> bool {
    act(std::slice::from_ref(token), 0).is_some()
}

fn act(tokens: &[Token], at: usize) -> Option<(Kind, usize)> {
    let token = tokens.get(at)?;
    let word = |index: usize| tokens.get(index).map_or("", |token| token.word.as_str());
    let back = |steps: usize| at.checked_sub(steps).map_or("", word);
    let near = |words: &[&str], steps: usize| (1..=steps).any(|steps| words.contains(&back(steps)));
    if !matches!(token.sort, Sort::Plain | Sort::Small | Sort::Verb) {
        return None;
    }
    // "The deprecated parameter" says what is, not what happens.
    let describes = ["the", "a", "an", "our", "all", "these", "those", "any", "some", "other"].contains(&back(1));
    let noun_follows = tokens.get(at + 1).is_some_and(|next| next.sort == Sort::Plain);
    match token.word.as_str() {
        name if name.ends_with("ed") && describes => None,
        "end" if word(at + 1) == "of" && word(at + 2).starts_with("life") => Some((Kind::End, 3)),
        "end" | "cease" => {
            let of_several = at > 0 && tokens[at - 1].is_mention();
            (of_several || matches!(back(1), "will" | "to")).then_some((Kind::End, 1))
        }
        "ends" | "ended" | "ceases" | "drop" | "drops" | "closed" | "stopped" | "unavailable" => Some((Kind::End, 1)),
        "go" | "goes" | "going" | "gone" => (word(at + 1) == "away").then_some((Kind::End, 2)),
        "last" => (word(at + 1) == "day").then_some((Kind::End, 2)),
        "stop" | "stops" => matches!(word(at + 1), "working" | "functioning" | "responding").then_some((Kind::End, 2)),
        "longer" if back(1) == "no" => {
            let len = 1 + usize::from(word(at + 1) == "be");
            ALIVE.contains(&word(at + len)).then_some((Kind::End, len + 1))
        }
        "available" | "accessible" if near(&["not"], 2) => {
            matches!(word(at + 1), "after" | "from" | "as").then_some((Kind::End, 2))
        }
        "until" | "till" => (near(ALIVE, 6) && !matches!(word(at + 1), "then" | "now")).then_some((Kind::End, 1)),
        "obsolete" => Some((Kind::Deprecated, 1)),
        "superseded" | "replaced" => (matches!(word(at + 1), "by" | "with") || near(&["be", "been", "is", "are"], 2))
            .then_some((Kind::Deprecated, 1)),
        "beta" if noun_follows => None,
        "beta" if near(&["out", "left", "leaves", "leaving", "leave", "longer", "exits", "exited"], 3) => {
            Some((Kind::OutOfBeta, 1))
        }
        "beta" => Some((Kind::Beta, 1)),
        "production" => matches!(back(1), "in" | "into" | "to").then_some((Kind::OutOfBeta, 1)),
        _ if token.starts_with(&["deprecat"]) => Some((Kind::Deprecated, 1)),
        _ if token.starts_with(ENDING) => Some((Kind::End, 1)),
        _ if token.starts_with(&["turn", "switch", "shut", "tak", "clos", "phas"]) => {
            let gap = 1 + usize::from(word(at + 1).ends_with("ly"));
            ["off", "down", "out", "offline"].contains(&word(at + gap)).then_some((Kind::End, gap + 1))
        }
        _ => None,
    }
}
