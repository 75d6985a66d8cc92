//! Scores what a sentence says of the end of one version: what is nearest to the word for an end, and which day.
//!
//! A sentence counts when its points reach [`ENOUGH`]. What cannot be assigned with confidence scores too little and
//! says nothing: an unknown end is better than a wrong one.

use super::day::day_of;
use super::entry::Entry;
use super::event::{Event, events};
use super::notice::{Kind, Notice};
use super::place::{Place, is_foreign, is_list, is_subject, list_after, list_start, part_start, place};
use super::prose::{Nearest, dates, dates_near};
use super::title::title_products;
use super::words::{Number, Sort, Word, number, same_product, words};
use crate::met::products;
use crate::text::escape::clip;

/// The version is the nearest to the event, or the sentence goes on about it.
const NAMED: i32 = 3;
/// Nothing in the entry names a version: the whole product is meant.
const UNSAID: i32 = 2;
/// There is a word for an end, a deprecation or a beta.
const EVENT: i32 = 2;
/// The title names the product, or the feed is that of the product.
const IN_TITLE: i32 = 1;
/// Another version or something else is nearer to the word.
const ANOTHER: i32 = -3;
/// The points from which on a sentence counts.
const ENOUGH: i32 = 5;

/// The most characters of a sentence that are quoted.
const LONGEST: usize = 600;
/// The most events of a sentence that are read.
const MOST: usize = 12;

/// The reading of one entry; it remembers what the sentences so far were about.
pub(super) struct Reading<'a> {
    product: &'a str,
    asked: Number,
    /// The versions of the product that the entry names.
    named: Vec<Number>,
    /// Whether the entry is about the product where it names none.
    is_ours: bool,
    /// Whether the title names the product.
    in_title: bool,
    /// Whether no title of the feed names another product.
    is_own: bool,
    /// Whether the sentences so far were about the version asked for; `None` when they do not say.
    topic: Option<bool>,
    /// Whether the old version is that asked for, by a sentence that deprecated or ended it.
    old: Option<bool>,
    /// Whether the sentence before was about something else: "it" goes on about that.
    was_foreign: bool,
}

impl<'a> Reading<'a> {
    /// A reading of an entry with these sentences, the first of which is its title.
    pub(super) fn open(sentences: &[&str], product: &'a str, asked: Number, is_own: bool) -> Self {
        let products = title_products(sentences.first().unwrap_or(&""), product);
        let in_title = products.iter().any(|name| same_product(name, product));
        let is_ours = in_title || products.is_empty();
        let (named, topic, old, was_foreign) = (Vec::new(), None, None, false);
        let mut reading = Self { product, asked, named, is_ours, in_title, is_own, topic, old, was_foreign };
        let words: Vec<Word> = sentences.iter().flat_map(|sentence| reading.words(sentence)).collect();
        reading.named = words.iter().filter_map(|word| reading.number_of(word)).collect();
        reading
    }

    fn words(&self, sentence: &str) -> Vec<Word> {
        words(sentence, &dates(sentence, None), self.product)
    }

    /// What a sentence says of the version; it is quoted as `quote`.
    pub(super) fn read(&mut self, sentence: &str, quote: &str, entry: &Entry) -> Vec<Notice> {
        let words = self.words(sentence);
        let events = events(&words);
        let (mut out, mut last) = (Vec::new(), None);
        for event in events.iter().take(MOST) {
            let found = self.object(&words, &events, event).or_else(|| self.subject(&words, &events, event));
            let (is_ours, points) = match found.or(self.topic) {
                Some(true) => (true, NAMED),
                None if self.is_ours && self.named.is_empty() => (true, UNSAID),
                _ => (false, ANOTHER),
            };
            let points = points + EVENT + if self.in_title || self.is_own { IN_TITLE } else { 0 };
            last = if matches!(event.kind, Kind::End | Kind::Deprecated) { Some(is_ours) } else { last };
            let day = day_of(&words, &events, event);
            let Some(kind) = kind_of(&words, event, sentence, day.is_some()).filter(|_| points >= ENOUGH) else {
                continue;
            };
            let is_past = is_past(&words, event);
            let nearest = if is_past { Nearest::Last } else { Nearest::Next };
            let date = day.and_then(|index| dates_near(sentence, entry.written, nearest).into_iter().nth(index));
            let date = date.filter(|date| kind != Kind::Kept && date.day.is_some());
            let day = date.as_ref().and_then(|date| date.day);
            let is_before = day.zip(entry.written).is_some_and(|(day, written)| day.date() < written.date());
            out.push(Notice {
                kind,
                day,
                year_inferred: date.is_some_and(|date| date.year_inferred),
                is_alone: self.is_alone(&words, quote),
                suspect: kind == Kind::End && is_before && !is_past && is_announced(&words),
                sentence: clip(&quote.trim().replace(":\n", ": ").replace('\n', ", "), LONGEST),
                title: entry.title.clone(),
                link: entry.link.clone(),
                written: entry.written,
                successor: None,
            });
        }
        self.follow(&words, last);
        out
    }

    /// What comes nearest before an event: a version or product, with those in a list with it, or something else;
    /// `None` when there is nothing, or only a pronoun.
    fn subject(&self, words: &[Word], events: &[Event], event: &Event) -> Option<bool> {
        let (mut at, mut goes_on, mut has_pronoun) = (event.at, false, false);
        let after = |at: usize| words[at + 1..].iter().find(|word| word.text != ",");
        let follows_list = |at: usize| after(at).is_some_and(|word| word.is("and but"));
        while let Some(word) = at.checked_sub(1).and_then(|at| words.get(at)) {
            at -= 1;
            if word.is_mention() {
                let first = list_start(words, at);
                match place(words, events, first, at) {
                    Place::Own => return Some(self.is_any(&words[first..=at])),
                    // "Please use version 3.0, and version 2.0 will be removed".
                    Place::Beside if first < at && !follows_list(at) => return Some(self.is_any(&words[at..=at])),
                    Place::Beside if first == at && !has_pronoun => {}
                    _ => return Some(false),
                }
            } else if word.text == ")" {
                // What is in brackets is not a noun of the sentence, unless it is the number of the version.
                let open = words[..at].iter().rposition(|word| word.text == "(").unwrap_or(at);
                at = if words[open..at].iter().any(Word::is_mention) { at } else { open };
            } else if is_foreign(words, events, at) {
                return Some(self.is_shared(words, at, goes_on));
            } else if (self.was_foreign && word.is("it they this these"))
                || (event.kind == Kind::End && word.text == "beta")
            {
                return Some(false);
            } else if word.text == ";" {
                break;
            }
            goes_on |= word.is("and but");
            has_pronoun |= word.is("it they");
        }
        (self.was_foreign && !event.is_noun).then_some(false)
    }

    /// Whether something else before an event shares it with the version asked for; `goes_on` after a word such as "and".
    fn is_shared(&self, words: &[Word], at: usize, goes_on: bool) -> bool {
        // "Version 2.0 has its faults, and will be removed", "version 2.0 with its endpoints will be removed".
        let start = part_start(words, at);
        let first = (start..at).find(|at| words[*at].sort != Sort::Light);
        let leads = |next: &Word| next.is("with including") || (goes_on && next.sort == Sort::Light);
        let name = first.filter(|first| words[*first].is_mention() && leads(&words[first + 1]));
        // "Version 2.0 and the msl parameter will be removed".
        let joint = start.checked_sub(1).filter(|and| *and > 0 && words[*and].text == "and");
        let list = joint.map(|and| &words[..and]).filter(|list| is_list(list)).unwrap_or_default();
        name.is_some_and(|name| self.is_meant(&words[name])) || self.is_any(list)
    }

    /// What comes right after an event and undergoes it, as in "we remove version 1.6" and "EOL of version 1.6".
    fn object(&self, words: &[Word], events: &[Event], event: &Event) -> Option<bool> {
        // "The following will be removed on 1 July: version 1.0 and version 2.0".
        let is_following = words[..event.at].iter().any(|word| word.text == "following");
        let colon = (event.to..words.len()).find(|at| is_following && words[*at].text == ":");
        if event.is_passive && !is_following {
            return None;
        }
        let list = list_after(words, colon.unwrap_or(event.to));
        let is_part = list.end < words.len() && is_foreign(words, events, list.end);
        match list.is_empty() {
            true => (is_following || is_part).then_some(false),
            false if is_part && words[list.end - 1].is_mention() => Some(false),
            false => Some(self.is_any(&words[list])),
        }
    }

    fn is_any(&self, list: &[Word]) -> bool {
        list.iter().any(|word| self.is_meant(word))
    }

    /// The version of the product that a word names.
    fn number_of(&self, word: &Word) -> Option<Number> {
        match &word.sort {
            Sort::Version(None, number) if self.is_ours => Some(*number),
            Sort::Version(Some(owner), number) if same_product(owner, self.product) => Some(*number),
            _ => None,
        }
    }

    /// Whether "the product" is meant: an entry about another version may call that so.
    fn is_whole(&self) -> bool {
        self.named.iter().all(|named| *named == self.asked)
    }

    /// Whether a word names the version asked for or its whole product.
    fn is_meant(&self, word: &Word) -> bool {
        match &word.sort {
            Sort::Version(..) => self.number_of(word) == Some(self.asked),
            Sort::Old(false) if self.old.is_some() => self.old == Some(true),
            Sort::Old(several) => self.is_ours && self.is_older(*several),
            Sort::Product(name) if name.is_empty() => self.is_ours && self.is_whole(),
            Sort::Product(name) => same_product(name, self.product) && self.is_whole(),
            _ => false,
        }
    }

    /// Whether the version asked for is older than the newest, and the last before it unless `several` are: the only
    /// older one that the entry names, or else the last as far as is known.
    fn is_older(&self, several: bool) -> bool {
        let listed: Vec<Number> = products::versions(self.product).filter_map(|row| number(row.version)).collect();
        let Some(newest) = self.named.iter().max().or_else(|| listed.iter().max()) else { return false };
        let is_last = match self.named.iter().any(|named| named < newest) {
            true => self.named.contains(&self.asked),
            false => !listed.iter().any(|number| self.asked < *number && number < newest),
        };
        let is_known = !self.named.is_empty() || (self.in_title && !several);
        is_known && self.asked < *newest && (several || is_last)
    }

    /// Remembers what a sentence was about: what it deprecates or ends, or else the only version that it names. One
    /// that it leads on to changes nothing.
    fn follow(&mut self, words: &[Word], last: Option<bool>) {
        let ahead = |at: usize| words[..at].iter().rfind(|word| !word.is("version the new"));
        let is_led_to = |at: &usize| ahead(*at).is_some_and(|word| word.is("to use"));
        let named = (0..words.len()).filter(|at| words[*at].is_version() && !is_led_to(at)).collect::<Vec<_>>();
        self.was_foreign = !words.iter().any(Word::is_version) && words.iter().any(|word| word.sort == Sort::Foreign);
        match (last, named.as_slice()) {
            (Some(true) | None, []) => {}
            (Some(false), []) => self.topic = last,
            (Some(_), _) => (self.topic, self.old) = (last, last),
            (None, [at]) if is_subject(words, &[], *at) => self.topic = Some(self.is_meant(&words[*at])),
            _ => self.topic = Some(false),
        }
    }

    /// Whether exactly one version, the one asked for, and one date stand in a sentence.
    fn is_alone(&self, words: &[Word], quote: &str) -> bool {
        let mut versions = words.iter().filter(|word| word.is_version());
        let only = versions.next().filter(|_| versions.next().is_none());
        only.is_some_and(|word| self.number_of(word) == Some(self.asked)) && dates(quote, None).len() == 1
    }

    /// What these sentences name as the better choice: in so many words, or else as a newer version.
    pub(super) fn successor(&self, sentences: &[&str]) -> Option<String> {
        let all: Vec<Vec<Word>> = sentences.iter().map(|sentence| self.words(sentence)).collect();
        let newer = all.iter().flatten().filter_map(|word| self.number_of(word)).filter(|number| *number > self.asked);
        let newest = || newer.max().map(|(major, minor)| format!("{}/{major}.{minor}", self.product.to_lowercase()));
        all.iter().find_map(|words| self.named_successor(words)).or_else(newest)
    }

    fn named_successor(&self, words: &[Word]) -> Option<String> {
        const LEADING: &str = "replaced superseded favour favor migrate upgrade switch move change migrating \
            upgrading moving switching";
        let leads_on = |pair: &[Word]| pair[0].is("use using") || (pair[0].is(LEADING) && pair[1].is("by with of to"));
        let at = words.windows(2).position(leads_on)?;
        words.iter().skip(at + 1).take(6).find_map(|word| match &word.sort {
            Sort::Version(owner, number) => {
                let owner = owner.as_deref().unwrap_or(self.product).to_lowercase();
                let is_newer = !same_product(&owner, self.product) || *number > self.asked;
                Some(is_newer.then(|| format!("{owner}/{}.{}", number.0, number.1)))
            }
            Sort::Product(name) if name.is_empty() => None,
            Sort::Product(name) => Some((!same_product(name, self.product)).then(|| name.clone())),
            _ => None,
        })?
    }
}

/// What kind of notice an event makes; `None` when it is only a possibility or an interruption.
fn kind_of(words: &[Word], event: &Event, sentence: &str, dated: bool) -> Option<Kind> {
    let lower = sentence.to_lowercase();
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
    let ahead = words.get(event.at.saturating_sub(5)..event.at).unwrap_or_default();
    let has = |list: &str| ahead.iter().any(|word| word.is(list));
    let is_state = words[event.at.min(words.len() - 1)].is("longer available accessible");
    let negated = !is_state && (has("not never wont isnt arent") || (has("no") && has("plan plans planned")));
    if event.kind != Kind::End {
        let is_condition = event.kind == Kind::OutOfBeta && !dated && has("when once until before will");
        return (!negated && !is_condition).then_some(event.kind);
    }
    let held = dated && words[event.to..].iter().any(|word| word.is("before until earlier but"));
    let off = says(&["cancelled", "canceled", "called off", "until further notice", "indefinitely"])
        || (!dated && says(&["postponed", "delayed", "put off", "on hold", "suspended"]));
    match dated {
        // "Was to be removed", "was to end": it was not.
        _ if says(&["temporar", "maintenance", "was to ", "were to "]) => None,
        _ if (negated && !held) || off => Some(Kind::Kept),
        false if has("may might could would can") => None,
        _ => Some(Kind::End),
    }
}

/// Whether an event has happened by the words before it.
fn is_past(words: &[Word], event: &Event) -> bool {
    let ahead = words.get(event.at.saturating_sub(4)..event.at).unwrap_or_default();
    let has = |list: &str| ahead.iter().any(|word| word.is(list));
    (has("was were had") || (has("has have") && has("been"))) && !has("will going planned shall scheduled set")
}

/// Whether a sentence speaks of the future.
fn is_announced(words: &[Word]) -> bool {
    let to_be = words.windows(2).any(|pair| pair[0].text == "to" && pair[1].text == "be");
    to_be
        || words.iter().any(|word| word.is("will planned plan going scheduled shall expires terminates expected until"))
}
