//! The words of a sentence as far as they matter to a changelog: versions, products and dates. Any other word says
//! nothing of its own, or names something that is not a version.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::prose::ProseDate;
use crate::met::products;

/// What a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Any word that is not known: most nouns.
    Foreign,
    /// A word or a mark that names nothing.
    Light,
    /// The date with this index.
    Date(usize),
    /// A version, with its product where one is named with it.
    Version(Option<String>, Number),
    /// The old version; the flag is set for several.
    Old(bool),
    /// A product as a whole; the name is empty for "the product".
    Product(String),
}

/// A word or mark of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) sort: Sort,
    /// The word in small letters.
    pub(super) text: String,
    has_capital: bool,
}

impl Word {
    /// Whether it names a version or a product.
    pub(super) fn is_mention(&self) -> bool {
        self.is_version() || matches!(self.sort, Sort::Product(_))
    }

    /// Whether it names a version.
    pub(super) fn is_version(&self) -> bool {
        matches!(self.sort, Sort::Version(..) | Sort::Old(_))
    }

    /// Whether it is one of these, which blanks separate.
    pub(super) fn is(&self, words: &str) -> bool {
        words.split_ascii_whitespace().any(|word| word == self.text)
    }

    /// Whether it begins with one of these, which blanks separate.
    pub(super) fn begins(&self, stems: &str) -> bool {
        stems.split_ascii_whitespace().any(|stem| self.text.starts_with(stem))
    }
}

/// A version number; `2` equals `2.0`.
pub(super) type Number = (u32, u32);

pub(super) fn number(text: &str) -> Option<Number> {
    let part = |part: &str| part.parse().ok().filter(|_| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()));
    let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
    Some((part(major)?, part(minor)?))
}

/// Whether two names are of one product; an `s` at the end makes no difference.
pub(super) fn same_product(a: &str, b: &str) -> bool {
    a.trim_end_matches('s').eq_ignore_ascii_case(b.trim_end_matches('s'))
}

pub(super) fn known_product(word: &str, asked: &str) -> bool {
    same_product(word, asked) || products::products().any(|name| same_product(name, word))
}

const VERSION: &str = "version versions ver v release releases";
const UNITS: &str = "% km m s ms mm hours hour days degrees mb gb kb px times million billion seconds minutes percent";
/// What says that a version is not the newest.
pub(super) const OLD: &str = "old older previous former existing current present earlier deprecated outdated";
/// What a version is while it can be used.
pub(super) const ALIVE: &str = "available work working active running online kept maintained remain remains operational \
    accessible supported served live up usable function functioning exist";
/// How the words begin that mean an end.
pub(super) const ENDING: &str = "terminat remov retir discontinu decommission withdr delet disabl eol end-of-life expir \
    abandon disappear drop kill phase-out sunsetted shutdown stop ceas closed";
/// What comes between the versions of a list.
pub(super) const IN_LIST: &str = ", and or ( ) the old new version versions";
/// Words that name nothing, and the nouns that mean a version as a whole, its users or a time.
static LIGHT: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let words = "a about access after against all also an and announced any api are as at be because been before \
    being below beta both but by can change changed changelog changes clients continue continues correction could date \
    day delayed due each every expected extended favor favour final following for from further go goes going had has \
    have having how however if important in initial instead into is it its launched latest life lifetime likely longer \
    marked may might migrate month months most moved must new newer newest news next no not note notice now of off on \
    or originally our out planned plans please postponed product rather reach reaches released reminder replace \
    replaced replaces same scheduled service set shall should since so sometime soon still summer support than that \
    the their then there therefore these they this those till time to tomorrow until update upgrade use users using \
    via was we were when which while will with within without would xmas year years you";
    [words, OLD, ALIVE, VERSION].into_iter().flat_map(str::split_ascii_whitespace).collect()
});

/// The words of a sentence whose dates are known.
pub(super) fn words(sentence: &str, dates: &[ProseDate], asked: &str) -> Vec<Word> {
    let mut out = Vec::new();
    let mut at = 0;
    for (index, date) in dates.iter().enumerate() {
        split(sentence.get(at..date.start).unwrap_or_default(), &mut out);
        out.push(Word { sort: Sort::Date(index), text: String::new(), has_capital: false });
        at = date.end();
    }
    split(sentence.get(at..).unwrap_or_default(), &mut out);
    for at in 0..out.len() {
        if out[at].sort == Sort::Foreign {
            out[at].sort = sort(&out, at, asked);
        }
        join_product(&mut out, at, asked);
    }
    out
}

fn split(text: &str, out: &mut Vec<Word>) {
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        match c {
            '\'' | '’' => {}
            c if c.is_alphanumeric() || "./%=-_".contains(c) => word.push(c),
            c => {
                let whole = word.trim_matches(['.', '-']);
                let has_capital = whole.starts_with(char::is_uppercase);
                if !whole.is_empty() {
                    out.push(Word { sort: Sort::Foreign, text: whole.to_lowercase(), has_capital });
                }
                word.clear();
                if ",;:()–—".contains(c) {
                    out.push(Word { sort: Sort::Light, text: c.to_string(), has_capital: false });
                }
            }
        }
    }
}

/// What a word means beside its neighbours; those before it have their meaning already.
fn sort(words: &[Word], at: usize, asked: &str) -> Sort {
    let (word, before, after) = (&words[at], at.checked_sub(1).map(|at| &words[at]), words.get(at + 1));
    let name = word.text.as_str();
    let read = |name: &str| number(name.strip_prefix('v').unwrap_or(name));
    if let Some(number) = read(name) {
        let is_called = before.is_some_and(|before| before.is(VERSION));
        // "CAP 2.0", "profile 2.0": another thing's version.
        let owner = before
            .filter(|before| before.sort == Sort::Foreign && !before.begins(ENDING) && !before.begins("deprecat"));
        return match after.is_some_and(|after| after.is(UNITS)) {
            false if is_called || name.contains('.') => Sort::Version(owner.map(|owner| owner.text.clone()), number),
            _ if name.starts_with('v') => Sort::Foreign,
            _ => Sort::Light,
        };
    }
    let mut path = name.split('/').filter(|part| !part.is_empty() && *part != "weatherapi");
    if let (Some(product), Some(Some(number)), None) = (path.next(), path.next().map(read), path.next()) {
        return Sort::Version(Some(product.to_owned()), number);
    }
    let is_of_version = after.is_some_and(|after| after.is(VERSION));
    let numbered =
        || words.iter().skip(at + 2).find(|word| !word.is(", (")).is_some_and(|word| read(&word.text).is_some());
    let is_named = || is_of_version || after.is_some_and(|after| after.text == "product" || after.text.contains('.'));
    match name {
        _ if same_product(name, asked) => Sort::Product(name.to_owned()),
        _ if (word.has_capital || is_named()) && known_product(name, asked) => Sort::Product(name.to_owned()),
        "product" | "service" | "products" if !before.is_some_and(|before| matches!(before.sort, Sort::Product(_))) => {
            Sort::Product(String::new())
        }
        _ if is_of_version && !numbered() && word.is(OLD) => {
            let is_other = |word: &Word| matches!(&word.sort, Sort::Version(Some(of), _) if !same_product(of, asked));
            let old = Sort::Old(after.is_some_and(|after| after.text.ends_with('s')));
            if words[..at].iter().any(is_other) { Sort::Foreign } else { old }
        }
        // "The new version" may be any.
        "new" | "newer" | "latest" if is_of_version && !numbered() => Sort::Foreign,
        _ if LIGHT.contains(name) || name.ends_with("ly") => Sort::Light,
        _ => Sort::Foreign,
    }
}

/// Gives a version the product named with it: "Textforecast 2.0 and 3.0", "the old version of Textforecast".
fn join_product(words: &mut [Word], at: usize, asked: &str) {
    if !matches!(words[at].sort, Sort::Version(None, _) | Sort::Product(_)) {
        return;
    }
    let back = |words: &[Word], skipped: &str| words.iter().rposition(|word| !word.is(skipped));
    let list = back(&words[..at], ", and or ( ) the old new version versions product :");
    let of = back(&words[..at], "the").filter(|of| words[*of].text == "of");
    let owned = of.and_then(|of| back(&words[..of], VERSION));
    let sort_of = |at: Option<usize>, words: &[Word]| at.map(|at| words[at].sort.clone());
    let (version, owner, product) = match (words[at].sort.clone(), sort_of(list, words), sort_of(owned, words)) {
        (Sort::Version(None, _), Some(Sort::Product(name)), _) if !name.is_empty() => (Some(at), name, list),
        (Sort::Version(None, _), Some(Sort::Version(Some(name), _)), _) => (Some(at), name, None),
        (Sort::Product(name), _, Some(Sort::Version(owner, _)))
            if owner.as_ref().is_none_or(|owner| *owner == name) =>
        {
            (owned, name, Some(at))
        }
        (Sort::Product(name), _, Some(Sort::Old(_))) if same_product(&name, asked) => (None, name, Some(at)),
        _ => return,
    };
    if let Some(Sort::Version(of, _)) = version.map(|at| &mut words[at].sort) {
        *of = Some(owner);
    }
    if let Some(product) = product {
        (words[product].sort, words[product].text) = (Sort::Light, "version".to_owned());
    }
}
