//! Scores the statements of an entry: which of them speaks of the end of the version asked for, and which day it gives.
//!
//! A statement counts when its points reach [`ENOUGH`]. What cannot be assigned with confidence scores too little and
//! says nothing: an unknown end is better than a wrong one.

use super::entry::Entry;
use super::notice::{Kind, Notice};
use super::prose::{Nearest, ProseDate, dates, dates_near};
use super::sentence::sentences;
use super::statement::{date_of, denied_to, is_beside, is_elliptic, is_past, kind_of, speaks_of_future, statements};
use super::title::title_products;
use super::words::{Act, Number, OLD, Sort, Token, acts, same_product, tokens};
use crate::text::escape::clip;

/// The statement names the version, or the version that it goes on about was named before in the entry.
const NAMED: i32 = 3;
/// Nothing in the entry names a version: the whole product is meant.
const UNSAID: i32 = 2;
/// The statement has a word for an end, a deprecation or a beta.
const ACT: i32 = 2;
/// The title names the product, or the feed is that of the product.
const IN_TITLE: i32 = 1;
/// Another version or something else is next to the word.
const ANOTHER: i32 = -3;
/// The points from which on a statement counts.
const ENOUGH: i32 = 5;

/// The most characters of a sentence that are quoted.
const LONGEST: usize = 600;
/// The most statements of a sentence that are read, and the most acts of one.
const MOST: usize = 12;

/// The version asked for, and the versions of its product that the feed names.
pub(super) struct Scorer<'a> {
    product: &'a str,
    version: Option<Number>,
    known: Vec<Number>,
    /// Whether the feed is that of the product: no title names another.
    is_own: bool,
}

/// The reading of one entry; it remembers what the sentences so far were about.
pub(super) struct Reading<'a> {
    scorer: &'a Scorer<'a>,
    /// Whether the entry is about the product where it names none.
    ours: bool,
    /// Whether the title or a sentence so far names the product, or the whole feed is about it.
    in_title: bool,
    topic: Topic,
    /// The versions of the product that the entry has named.
    named: Vec<Number>,
    /// Whether the sentences before named the version asked for.
    named_before: bool,
}

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    /// The version asked for, or its product as a whole.
    Ours,
    /// Another version, another product, a part of a product, or several of which none is certain.
    Other,
    /// It does not say.
    Unsaid,
}

/// What the statement before left over.
#[derive(Clone, Copy)]
struct Previous {
    topic: Topic,
    /// The version or product named last, which "which" goes on about.
    last: Topic,
    kind: Option<Kind>,
    date: Option<usize>,
}

impl<'a> Scorer<'a> {
    pub(super) fn new(entries: &[Entry], product: &'a str, version: &str) -> Self {
        let mut scorer = Self { product, version: Number::read(version), known: Vec::new(), is_own: true };
        let mut known = Vec::new();
        for entry in entries {
            let title = String::from_utf8_lossy(entry.title.as_bytes()).into_owned();
            let products = title_products(&title, product);
            let ours = products.is_empty() || products.iter().any(|name| same_product(name, product));
            scorer.is_own &= ours;
            for sentence in std::iter::once(title.as_str()).chain(sentences(&entry.text)) {
                let tokens = tokens(sentence, &dates(sentence, None), product);
                known.extend(tokens.iter().filter_map(|token| scorer.number_of(token, ours).cloned()));
            }
        }
        known.sort();
        known.dedup();
        scorer.known = known;
        scorer
    }

    pub(super) fn open(&'a self, title: &str) -> Reading<'a> {
        let products = title_products(title, self.product);
        let in_title = products.iter().any(|name| same_product(name, self.product));
        let ours = in_title || products.is_empty();
        Reading {
            scorer: self,
            ours,
            in_title: in_title || self.is_own,
            topic: Topic::Unsaid,
            named: Vec::new(),
            named_before: false,
        }
    }

    /// The version of the product that a token names.
    fn number_of<'t>(&self, token: &'t Token, ours: bool) -> Option<&'t Number> {
        match &token.sort {
            Sort::Version(owner, number) => {
                owner.as_ref().map_or(ours, |owner| same_product(owner, self.product)).then_some(number)
            }
            _ => None,
        }
    }
}

impl Reading<'_> {
    /// What a sentence says of the version; it is quoted as `quote`.
    pub(super) fn read(&mut self, sentence: &str, quote: &str, entry: &Entry) -> Vec<Notice> {
        let found = dates(sentence, entry.written);
        let all = tokens(sentence, &found, self.scorer.product);
        self.named_before = self.scorer.version.as_ref().is_some_and(|asked| self.named.contains(asked));
        self.named.extend(all.iter().filter_map(|token| self.scorer.number_of(token, self.ours).cloned()));
        let alone = is_alone(&all, quote);
        let lower = sentence.to_lowercase();
        let denied = denied_to(&all);
        let mut out = Vec::new();
        let mut previous = Previous { topic: Topic::Unsaid, last: Topic::Unsaid, kind: None, date: None };
        for range in statements(&all).into_iter().take(MOST) {
            let start = range.start;
            let part = all.get(range).unwrap_or_default();
            let mut happens: Vec<Act> = acts(part).into_iter().filter(|act| start + act.at >= denied).collect();
            happens.truncate(MOST);
            // "… and Textforecast 2.0 on 1 April": the act of the statement before.
            if let Some(kind) = previous.kind.filter(|_| happens.is_empty() && is_elliptic(part)) {
                happens.push(Act { kind, at: part.len(), to: part.len() });
            }
            let mut now = Previous { kind: None, date: date_of(part, None), ..previous };
            now.last = self.last_mention(part, now.last);
            now.topic = self.subject(part).unwrap_or(now.topic);
            for act in &happens {
                let (topic, points) = self.score(part, act, &previous);
                let in_that_time = part.first().is_some_and(|word| word.is(&["when", "then", "which"]))
                    && (part[0].word != "which" || part.get(1).is_some_and(|word| word.word == "time"));
                let date = date_of(part, Some(act)).or(previous.date.filter(|_| in_that_time));
                let kind = kind_of(part, act, &lower, date.is_some());
                now = Previous {
                    topic,
                    last: self.last_mention(part, topic),
                    kind: Some(act.kind),
                    date: date.or(now.date),
                };
                if points >= ENOUGH
                    && let Some(kind) = kind
                {
                    let is_past = is_past(part, &lower);
                    let nearest = if is_past { Nearest::Last } else { Nearest::Next };
                    let date =
                        date.and_then(|index| dates_near(sentence, entry.written, nearest).into_iter().nth(index));
                    out.push(notice(kind, date, sentence, quote, is_past, alone, entry));
                }
            }
            let whole = now.topic == Topic::Ours && !part.iter().any(is_version);
            self.in_title |= whole && part.iter().any(Token::is_mention);
            if now.topic != Topic::Unsaid {
                self.topic = if whole && self.topic == Topic::Unsaid { Topic::Unsaid } else { now.topic };
            }
            previous = now;
        }
        out
    }

    /// What an act happens to, and the points of the statement.
    fn score(&self, part: &[Token], act: &Act, previous: &Previous) -> (Topic, i32) {
        let (before, after) = (part.get(..act.at).unwrap_or_default(), part.get(act.to..).unwrap_or_default());
        let named =
            self.object(part, act, after).or_else(|| self.subject(before)).or_else(|| self.object_of_beta(act, after));
        let relative = part.first().is_some_and(|word| word.is(&["which", "that"]));
        let (topic, named) = match named {
            Some(topic) => (topic, NAMED),
            None if relative && previous.last != Topic::Unsaid => (previous.last, NAMED),
            None if previous.topic != Topic::Unsaid => (previous.topic, NAMED),
            None if self.topic != Topic::Unsaid => (self.topic, NAMED),
            None if self.is_whole() => (Topic::Ours, UNSAID),
            None => (Topic::Other, UNSAID),
        };
        // "The beta of version 3.0 ends": its version goes on.
        let of_beta = act.kind == Kind::End && acts(before).iter().any(|act| act.kind == Kind::Beta);
        let named = if topic == Topic::Ours && !of_beta { named } else { ANOTHER };
        (topic, named + ACT + if self.in_title { IN_TITLE } else { 0 })
    }

    /// What precedes an act: the last version or product named, with those in a list with it; `None` when nothing
    /// is named, or only by a pronoun.
    fn subject(&self, before: &[Token]) -> Option<Topic> {
        let is_head = |at: &usize| before[*at].is_mention() && !is_beside(before, *at);
        let heads: Vec<usize> = (0..before.len()).filter(is_head).collect();
        let Some(last) = heads.last() else {
            // "It was launched on 1 July", "at the same time it will be removed".
            let is_pronoun = |token: &Token| token.is(&["it", "they", "this", "these", "that", "which"]);
            let of_act = before.iter().rev().find(|token| token.sort != Sort::Verb && !token.word.ends_with("ly"));
            let of_verb = before.iter().take_while(|token| token.sort != Sort::Verb).last();
            let is_foreign = before.iter().any(|token| token.sort == Sort::Plain);
            return (is_foreign && !of_act.or(of_verb).is_some_and(is_pronoun) && !of_verb.is_some_and(is_pronoun))
                .then_some(Topic::Other);
        };
        const IN_LIST: [&str; 11] = [",", "and", "or", "(", ")", "version", "versions", "the", "old", "new", "both"];
        let lists = |at: &usize| before[*at..*last].iter().all(|token| token.is_mention() || token.is(&IN_LIST));
        let first = heads.iter().copied().find(lists).unwrap_or(*last);
        let is_ours = |at: &usize| self.is_ours(&before[*at]);
        let ours = heads.iter().any(|at| *at >= first && is_ours(at));
        // "Version 3.0 was launched and version 2.0 goes": who can say which of them goes?
        let is_doubtful = heads.iter().any(|at| *at < first && is_ours(at) != ours);
        // "The size parameter of version 2.0".
        let opening = before[..first].iter().rev().take_while(|token| !token.is(&["that", "when", ":", ","]));
        let mut owner =
            opening.skip_while(|token| !token.is(&["of", "for"])).skip_while(|token| token.sort == Sort::Small);
        // What is between a name and its verb: "Textforecast size=small".
        let apposed = before[last + 1..].iter();
        let mut apposed =
            apposed.take_while(|token| token.sort != Sort::Verb && !token.is(&["with", "including", "and", "(", ","]));
        let is_foreign = owner.next().is_some_and(|token| token.sort == Sort::Plain)
            || apposed.any(|token| token.sort == Sort::Plain);
        Some(if ours && !is_doubtful && !is_foreign { Topic::Ours } else { Topic::Other })
    }

    /// What is after an act and undergoes it, as in "we remove version 1.6" and "EOL of version 1.6".
    fn object(&self, part: &[Token], act: &Act, after: &[Token]) -> Option<Topic> {
        let word = part.get(act.at).map_or("", |token| token.word.as_str());
        let ahead = part.get(..act.at).unwrap_or_default().iter().rev();
        let ahead = ahead.clone().find(|token| !token.is(&["now", "also", "finally", "just", "already"]));
        let is_active = ahead.is_none_or(|token| token.is(&["have", "has", "had", "we", "weve"]));
        if word.ends_with("ed") && !is_active || matches!(word, "until" | "till" | "longer") {
            return None;
        }
        let between = [
            "the", "our", "of", "for", "to", "support", "access", "all", "both", "a", "an", "this", "these", ":", "(",
            ")", "date", "old", "version", "versions", "new", "current", "planned",
        ];
        let at = after.iter().position(|token| token.is_mention() || !(token.is(&between) || token.is(OLD)))?;
        match &after[at].sort {
            _ if after[at].is_mention() => {
                let list = after
                    .iter()
                    .skip(at)
                    .take_while(|token| token.is_mention() || token.is(&[",", "and", "or", "version", "("]));
                let (mut is_ours, mut count) = (false, 0);
                for token in list.filter(|token| token.is_mention()) {
                    is_ours |= self.is_ours(token);
                    count += 1;
                }
                let foreign = after.get(at + count).is_some_and(|token| token.sort == Sort::Plain);
                Some(if is_ours && !foreign { Topic::Ours } else { Topic::Other })
            }
            Sort::Plain => Some(Topic::Other),
            _ => None,
        }
    }

    /// "Beta of version 2.0", "out of beta: version 2.0".
    fn object_of_beta(&self, act: &Act, after: &[Token]) -> Option<Topic> {
        let is_beta = matches!(act.kind, Kind::Beta | Kind::OutOfBeta);
        let named = after.iter().find(|token| token.is_mention()).filter(|_| is_beta)?;
        Some(if self.is_ours(named) { Topic::Ours } else { Topic::Other })
    }

    /// What the last version or product named in a statement is.
    fn last_mention(&self, part: &[Token], topic: Topic) -> Topic {
        let last = part.iter().rev().find(|token| token.is_mention());
        last.map_or(topic, |token| if self.is_ours(token) { Topic::Ours } else { Topic::Other })
    }

    /// Whether this is the version asked for or its whole product.
    fn is_ours(&self, token: &Token) -> bool {
        let Some(asked) = self.scorer.version.as_ref() else { return false };
        let newest = self.named.iter().max().or_else(|| self.scorer.known.iter().max());
        match &token.sort {
            Sort::Version(..) => self.scorer.number_of(token, self.ours) == Some(asked),
            // Of several older versions it is the newest, as far as the feed shows.
            Sort::Old(several) => {
                self.ours
                    && newest.is_some_and(|newest| {
                        let between = self.scorer.known.iter().any(|known| known > asked && known < newest);
                        asked < newest && (*several || !between)
                    })
            }
            Sort::New => self.ours && newest == Some(asked),
            Sort::All => self.ours && (self.named.is_empty() || self.named.contains(asked)),
            // An entry about another version may call that "the product".
            Sort::Product(name) => {
                (name.is_empty() && self.is_whole())
                    || (same_product(name, self.scorer.product)
                        && (self.named.is_empty() || self.named.contains(asked)))
            }
            _ => false,
        }
    }

    /// Whether what is left unsaid is the product: the entry has named no version of it, or the one asked for before.
    fn is_whole(&self) -> bool {
        self.ours && (self.named.is_empty() || self.named_before)
    }

    /// What these sentences name as the better choice: in so many words, or else as a newer version.
    pub(super) fn successor(&self, sentences: &[&str]) -> Option<String> {
        let asked = self.scorer.version.as_ref()?;
        let read = |sentence: &&str| tokens(sentence, &dates(sentence, None), self.scorer.product);
        let all: Vec<Vec<Token>> = sentences.iter().map(read).collect();
        let newer = |tokens: &Vec<Token>| {
            let numbers = tokens.iter().filter_map(|token| self.scorer.number_of(token, self.ours));
            let number = numbers.filter(|number| *number > asked).max()?;
            Some(format!("{}/{number}", self.scorer.product.to_lowercase()))
        };
        all.iter().find_map(|tokens| self.named_successor(tokens, asked)).or_else(|| all.iter().find_map(newer))
    }

    fn named_successor(&self, tokens: &[Token], asked: &Number) -> Option<String> {
        const LEADS_ON: [&str; 9] =
            ["migrate", "upgrade", "switch", "move", "change", "migrating", "upgrading", "moving", "switching"];
        let leads_on = |pair: &[Token]| match pair[0].word.as_str() {
            "use" | "using" => true,
            "replaced" | "superseded" => pair[1].is(&["by", "with"]),
            "favour" | "favor" => pair[1].word == "of",
            word => LEADS_ON.contains(&word) && pair[1].word == "to",
        };
        let at = tokens.windows(2).position(leads_on)?;
        let is_named = |token: &&Token| match &token.sort {
            Sort::Version(..) => true,
            Sort::Product(name) => !name.is_empty(),
            _ => false,
        };
        match &tokens.iter().skip(at + 1).take(6).find(is_named)?.sort {
            Sort::Version(owner, number) => {
                let owner = owner.as_deref().unwrap_or(self.scorer.product).to_lowercase();
                let ours = same_product(&owner, self.scorer.product);
                (!ours || number > asked).then(|| format!("{owner}/{number}"))
            }
            Sort::Product(name) if !same_product(name, self.scorer.product) => Some(name.clone()),
            _ => None,
        }
    }
}

fn notice(
    kind: Kind,
    date: Option<ProseDate>,
    sentence: &str,
    quote: &str,
    is_past: bool,
    is_alone: bool,
    entry: &Entry,
) -> Notice {
    let date = date.filter(|date| kind != Kind::Kept && date.day.is_some());
    let day = date.as_ref().and_then(|date| date.day);
    let before = day.zip(entry.written).is_some_and(|(day, written)| day.date() < written.date());
    Notice {
        kind,
        day,
        year_inferred: date.is_some_and(|date| date.year_inferred),
        is_alone,
        suspect: before && !is_past && speaks_of_future(sentence),
        sentence: clip(quote.trim(), LONGEST),
        title: entry.title.clone(),
        link: entry.link.clone(),
        written: entry.written,
        successor: None,
    }
}

fn is_version(token: &Token) -> bool {
    matches!(token.sort, Sort::Version(..) | Sort::Old(_) | Sort::New)
}

/// Whether exactly one version and one date stand in a sentence.
fn is_alone(tokens: &[Token], quote: &str) -> bool {
    let mut versions = tokens.iter().filter(|token| is_version(token));
    let is_number = |token: &Token| matches!(token.sort, Sort::Version(..));
    versions.next().is_some_and(is_number) && versions.next().is_none() && dates(quote, None).len() == 1
}
