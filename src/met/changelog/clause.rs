//! The words of a sentence as far as they matter to a changelog: versions, products, parts of a product, dates.

use super::prose::ProseDate;
use crate::met::products;

/// What a token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Any other word.
    Word,
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
    /// A product as a whole.
    Product(String),
    /// A part of a product, such as a parameter.
    Part,
}

/// A word or mark of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) sort: Sort,
    /// The word in small letters.
    pub(super) word: String,
    capital: bool,
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

fn known_product(word: &str, asked: &str) -> bool {
    same_product(word, asked) || products::products().any(|name| same_product(name, word))
}

/// The products named before the first colon of a title, as in `Textforecast: Version 3.0 out of beta`; none when
/// it names no product.
pub(super) fn title_products(title: &str, asked: &str) -> Vec<String> {
    const HEADINGS: [&str; 22] = [
        "deprecated",
        "deprecation",
        "eol",
        "note",
        "notice",
        "beta",
        "new",
        "change",
        "changes",
        "changelog",
        "bugfix",
        "news",
        "update",
        "updates",
        "removed",
        "removal",
        "important",
        "reminder",
        "correction",
        "termination",
        "version",
        "warning",
    ];
    let Some((head, _)) = title.split_once(':') else { return Vec::new() };
    let words = head.split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '&' | '+'));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    let known: Vec<String> = words.iter().filter(|word| known_product(word, asked)).cloned().collect();
    match words.as_slice() {
        _ if !known.is_empty() => known,
        [only] if !HEADINGS.contains(&only.as_str()) && !only.starts_with(|c: char| c.is_ascii_digit()) => {
            vec![only.clone()]
        }
        _ => Vec::new(),
    }
}

/// The tokens of a sentence whose dates are known.
pub(super) fn tokens(sentence: &str, dates: &[ProseDate], asked: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = 0;
    for (index, date) in dates.iter().enumerate() {
        words(sentence.get(at..date.start).unwrap_or_default(), &mut out);
        out.push(Token { sort: Sort::Date(index), word: String::new(), capital: false });
        at = date.end();
    }
    words(sentence.get(at..).unwrap_or_default(), &mut out);
    sort(&mut out, asked);
    attach(&mut out);
    out
}

fn words(text: &str, out: &mut Vec<Token>) {
    let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '/' | '%' | '=');
    let mark = |text: &str, out: &mut Vec<Token>| {
        for c in text.chars().filter(|c| matches!(c, ',' | ';' | ':' | '(' | ')' | '-' | '–' | '—')) {
            out.push(Token { sort: Sort::Stop, word: c.to_string(), capital: false });
        }
    };
    for raw in text.split_whitespace() {
        let word = raw.trim_matches(is_mark);
        if word.is_empty() {
            mark(raw, out);
            continue;
        }
        let (before, after) = raw.split_once(word).unwrap_or_default();
        mark(before, out);
        let capital = word.starts_with(char::is_uppercase);
        let word = word.to_lowercase().replace(['\'', '’'], "");
        // `1.5/1.6` names two versions.
        let numbers: Option<Vec<_>> = word.split('/').map(|part| Number::read(part).map(|_| part)).collect();
        match numbers.filter(|numbers| numbers.len() > 1) {
            Some(numbers) => out.extend(numbers.iter().map(|part| plain((*part).to_owned(), false))),
            None => out.push(plain(word, capital)),
        }
        mark(after, out);
    }
}

fn plain(word: String, capital: bool) -> Token {
    Token { sort: Sort::Word, word, capital }
}

const VERSION: [&str; 6] = ["version", "versions", "ver", "v", "release", "releases"];
const OLD: [&str; 10] =
    ["old", "older", "previous", "former", "existing", "current", "present", "earlier", "deprecated", "outdated"];
const NEW: [&str; 4] = ["new", "newer", "latest", "newest"];
/// Words after which a bare number is a version of the product in question.
const BEFORE_NUMBER: [&str; 44] = [
    "and",
    "or",
    "to",
    "by",
    "of",
    "with",
    "from",
    "than",
    "for",
    "is",
    "are",
    "use",
    "using",
    "both",
    "the",
    "since",
    "in",
    "replaces",
    "replace",
    "replacing",
    "start",
    "see",
    "that",
    "new",
    "old",
    "older",
    "newer",
    "previous",
    "current",
    "deprecate",
    "deprecating",
    "terminate",
    "terminating",
    "remove",
    "removing",
    "retire",
    "retiring",
    "when",
    "while",
    "but",
    "as",
    "eol",
    "until",
    "beta",
];
const UNITS: [&str; 20] = [
    "%", "km", "m", "s", "ms", "hours", "hour", "days", "degrees", "mb", "gb", "kb", "mm", "px", "times", "million",
    "billion", "seconds", "minutes", "percent",
];
const PARTS: [&str; 62] = [
    "parameter",
    "param",
    "element",
    "attribute",
    "value",
    "field",
    "format",
    "image",
    "picture",
    "size",
    "endpoint",
    "method",
    "option",
    "station",
    "route",
    "airport",
    "area",
    "symbol",
    "icon",
    "layer",
    "message",
    "warning",
    "data",
    "header",
    "schema",
    "redirect",
    "alias",
    "file",
    "map",
    "unit",
    "variable",
    "dataset",
    "model",
    "key",
    "property",
    "tag",
    "link",
    "url",
    "page",
    "documentation",
    "feature",
    "limit",
    "argument",
    "location",
    "region",
    "id",
    "category",
    "categories",
    "type",
    "chart",
    "animation",
    "code",
    "protocol",
    "certificate",
    "domain",
    "host",
    "server",
    "namespace",
    "column",
    "node",
    "xml",
    "json",
];
const WHOLE: [&str; 3] = ["product", "service", "products"];

fn sort(tokens: &mut [Token], asked: &str) {
    for at in 0..tokens.len() {
        let word = |index: Option<usize>| index.and_then(|index| tokens.get(index)).map_or("", |token| &token.word);
        let token = &tokens[at];
        let (before, after) = (word(at.checked_sub(1)).to_owned(), word(Some(at + 1)).to_owned());
        if token.sort != Sort::Word {
            continue;
        }
        let name = token.word.clone();
        let follows_product =
            at > 0 && matches!(tokens[at - 1].sort, Sort::Product(_) | Sort::Version(..) | Sort::Stop);
        let first = at == 0;
        let number = Number::read(name.strip_prefix('v').unwrap_or(&name));
        let sorted = match number {
            Some(_) if UNITS.contains(&after.as_str()) => Sort::Word,
            Some(number)
                if VERSION.contains(&before.as_str())
                    || (name.contains('.')
                        && (first
                            || follows_product
                            || name.starts_with('v')
                            || BEFORE_NUMBER.contains(&before.as_str()))) =>
            {
                Sort::Version(None, number)
            }
            Some(number) if name.contains('.') && tokens[at - 1].capital => Sort::Version(Some(before.clone()), number),
            Some(_) => Sort::Word,
            None => by_name(&name, token.capital, &after, asked),
        };
        tokens[at].sort = sorted;
    }
}

fn by_name(word: &str, capital: bool, after: &str, asked: &str) -> Sort {
    if word.contains("://") || word.starts_with("www.") {
        return Sort::Word;
    }
    let path: Vec<&str> = word.split('/').filter(|part| !part.is_empty() && *part != "weatherapi").collect();
    if let [product, number] = path.as_slice()
        && let Some(number) = Number::read(number.strip_prefix('v').unwrap_or(number))
    {
        return Sort::Version(Some((*product).to_owned()), number);
    }
    let is_number = Number::read(after).is_some() && after.contains('.');
    let versioned = is_number || VERSION.contains(&after);
    let single = word.strip_suffix('s').unwrap_or(word);
    match word {
        _ if same_product(word, asked) => Sort::Product(word.to_owned()),
        _ if known_product(word, asked) && (capital || versioned) => Sort::Product(word.to_owned()),
        _ if word.starts_with('/') || word.contains('=') || PARTS.contains(&single) || PARTS.contains(&word) => {
            Sort::Part
        }
        _ if WHOLE.contains(&word) => Sort::Product(String::new()),
        _ => Sort::Word,
    }
}

/// Joins what belongs together: "the old version", "Textforecast 2.0", "version 1.5 of locationforecast".
fn attach(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let is = |index: usize, words: &[&str]| tokens.get(index).is_some_and(|t| words.contains(&t.word.as_str()));
        let (relative, noun) = (tokens[at].word.clone(), at + 1);
        let one = is(noun, &VERSION) || is(noun, &["one", "ones"]);
        if tokens[at].sort == Sort::Word && one {
            let mut next = noun + 1;
            while is(next, &[",", "("]) {
                next += 1;
            }
            let numbered = matches!(tokens.get(next).map(|token| &token.sort), Some(Sort::Version(..)));
            let several = tokens[noun].word.ends_with('s');
            if OLD.contains(&relative.as_str()) && !numbered {
                tokens[at].sort = Sort::Old(several);
            } else if NEW.contains(&relative.as_str()) && !numbered {
                tokens[at].sort = Sort::New;
            } else if ["all", "both", "every"].contains(&relative.as_str()) && !numbered {
                tokens[at].sort = Sort::Product(String::new());
            }
        }
    }
    // A name goes to the number after it, also through "version", and to the one before "of" and the name.
    for at in 0..tokens.len() {
        let Sort::Product(name) = tokens[at].sort.clone() else { continue };
        if name.is_empty() {
            // "the Textforecast product" is named already.
            if at > 0 && matches!(tokens[at - 1].sort, Sort::Product(_)) {
                tokens[at].sort = Sort::Word;
            }
            continue;
        }
        let mut next = at + 1;
        while tokens.get(next).is_some_and(|t| {
            VERSION.contains(&t.word.as_str()) || ["old", "new", "product", ":", "("].contains(&t.word.as_str())
        }) {
            next += 1;
        }
        let mut back = at;
        while back > 0 && ["the", "of"].contains(&tokens[back - 1].word.as_str()) {
            back -= 1;
        }
        let numbered = matches!(tokens.get(next).map(|token| &token.sort), Some(Sort::Version(None, _)));
        let of = !numbered && tokens.get(back).is_some_and(|token| token.word == "of");
        let target = if of { back.checked_sub(1) } else { Some(next) };
        if let Some(Sort::Version(owner @ None, _)) =
            target.and_then(|index| tokens.get_mut(index)).map(|t| &mut t.sort)
        {
            *owner = Some(name);
            tokens[at].sort = Sort::Word;
            "product".clone_into(&mut tokens[at].word);
            // "Textforecast 1.5 and 1.6": the name holds for the whole list.
            let Some(index) = target.filter(|_| !of) else { continue };
            share(tokens, index);
        }
    }
}

fn share(tokens: &mut [Token], first: usize) {
    let Some(Sort::Version(owner, _)) = tokens.get(first).map(|token| token.sort.clone()) else { return };
    for token in tokens.iter_mut().skip(first + 1) {
        match &mut token.sort {
            Sort::Version(other @ None, _) => other.clone_from(&owner),
            _ if [",", "and", "or", "(", ")"].contains(&token.word.as_str()) => {}
            _ => return,
        }
    }
}

/// Whether a token names a version or a product.
pub(super) fn is_mention(token: &Token) -> bool {
    !matches!(token.sort, Sort::Word | Sort::Stop | Sort::Date(_) | Sort::Part)
}
