//! Reads the sentences of an entry one after the other and tells which of them are about the version asked for.

use super::act::{Act, Event, Side, events};
use super::clause::{Number, Sort, Token, same_product, title_products, tokens};
use super::entry::Entry;
use super::notice::{Kind, Notice};
use super::patient::{Patient, heads, object, subject};
use super::phrase::{Context, clauses, denial, speaks_of_future};
use super::prose::{Nearest, dates, dates_near};
use super::sentence::sentences;
use crate::text::escape::clip;

/// The most characters of a sentence that are quoted.
const LONGEST: usize = 600;

/// The most clauses of a sentence that are read.
const MOST_CLAUSES: usize = 12;

/// The version asked for, and the versions of its product that the feed names.
pub(super) struct Reader<'a> {
    product: &'a str,
    version: Option<Number>,
    known: Vec<Number>,
}

/// The reading of one entry; it remembers what the sentences so far were about.
pub(super) struct Reading<'a> {
    reader: &'a Reader<'a>,
    /// Whether the entry is about the product where it names none.
    ours: bool,
    topic: Topic,
    /// The versions of the product that the entry has named.
    named: Vec<Number>,
}

/// What the clauses of a sentence so far have been about.
struct Clause {
    topic: Topic,
    /// What was named last.
    last: Topic,
    act: Option<Act>,
    date: Option<usize>,
}

/// What a clause is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    /// The version asked for, or its product as a whole.
    Ours,
    /// Another version, another product, or a part.
    Other,
    /// It does not say.
    Unsaid,
}

impl<'a> Reader<'a> {
    pub(super) fn new(entries: &[Entry], product: &'a str, version: &str) -> Self {
        let mut reader = Self { product, version: Number::read(version), known: Vec::new() };
        let mut known = Vec::new();
        for entry in entries {
            let title = String::from_utf8_lossy(entry.title.as_bytes()).into_owned();
            let ours = reader.is_about(&title);
            for sentence in std::iter::once(title.as_str()).chain(sentences(&entry.text)) {
                let tokens = tokens(sentence, &dates(sentence, None), product);
                known.extend(tokens.iter().filter_map(|token| reader.number_of(token, ours).cloned()));
            }
        }
        known.sort();
        known.dedup();
        reader.known = known;
        reader
    }

    pub(super) fn open(&'a self, title: &str) -> Reading<'a> {
        Reading { reader: self, ours: self.is_about(title), topic: Topic::Unsaid, named: Vec::new() }
    }

    fn is_about(&self, title: &str) -> bool {
        let products = title_products(title, self.product);
        products.is_empty() || products.iter().any(|name| same_product(name, self.product))
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
        let found_dates = dates(sentence, entry.written);
        let all = tokens(sentence, &found_dates, self.reader.product);
        self.named.extend(all.iter().filter_map(|token| self.reader.number_of(token, self.ours).cloned()));
        let denied = denial(&all);
        let lower = sentence.to_lowercase();
        let mut out = Vec::new();
        let mut previous = Clause { topic: Topic::Unsaid, last: Topic::Unsaid, act: None, date: None };
        for range in clauses(&all).into_iter().take(MOST_CLAUSES) {
            let start = range.start;
            let part = all.get(range).unwrap_or_default();
            let clause = Context { tokens: part, lower: &lower };
            let acts: Vec<Event> = events(part).into_iter().filter(|event| start + event.at >= denied).collect();
            let mut now = self.clause_without_act(part, &previous);
            for event in acts.iter().take(MOST_CLAUSES) {
                let topic = self.topic_of(part, event, &previous);
                now = Clause { topic, last: self.last_mention(part, topic), act: Some(event.act), date: None };
                let date = clause.date_for(event).or_else(|| {
                    let first = part.first().map_or("", |token| &token.word);
                    previous.date.filter(|_| ["when", "then", "whereupon"].contains(&first))
                });
                now.date = date.or_else(|| clause.last_date());
                if topic != Topic::Ours {
                    continue;
                }
                let Some(kind) = clause.kind(event, date.is_some()) else { continue };
                out.push(self.notice(kind, date, sentence, quote, clause.is_past(), entry));
            }
            if acts.is_empty() {
                now.date = clause.last_date();
                let elliptic = clause.is_elliptic() && previous.act.is_some();
                let bare = now.topic == Topic::Unsaid && !clause.has_mention() && clause.tokens.len() < 8;
                let undated = out.last().is_some_and(|notice: &Notice| notice.day.is_none());
                let date = clause.last_date();
                if elliptic && now.topic == Topic::Ours && date.is_some() {
                    let kind = previous.act.map_or(Kind::End, kind_of);
                    out.push(self.notice(kind, date, sentence, quote, clause.is_past(), entry));
                }
                // "We terminate 1.5 and 1.6 on 1 July", "… will be removed soon, most likely on 1 July".
                if undated
                    && date.is_some()
                    && previous.topic == Topic::Ours
                    && (bare || (elliptic && previous.date.is_none()))
                {
                    let last = out.iter_mut().rev().find(|notice| notice.day.is_none());
                    if let (Some(last), Some(day)) = (last, date.and_then(|index| found_dates.get(index))) {
                        (last.day, last.year_inferred) = (day.day, day.year_inferred);
                        // "It will not be removed on 10 July but on 1 August."
                        last.kind = if last.kind == Kind::Kept { Kind::End } else { last.kind };
                    }
                }
                now.act = if elliptic { previous.act } else { None };
                if now.topic == Topic::Unsaid {
                    now.topic = previous.topic;
                    now.last = previous.last;
                }
            }
            if now.topic != Topic::Unsaid {
                self.topic = now.topic;
            }
            previous = now;
        }
        out
    }

    fn notice(
        &self,
        kind: Kind,
        date: Option<usize>,
        sentence: &str,
        quote: &str,
        past: bool,
        entry: &Entry,
    ) -> Notice {
        let nearest = if past { Nearest::Last } else { Nearest::Next };
        let found = dates_near(sentence, entry.written, nearest);
        let date = date.and_then(|index| found.get(index));
        let day = date.and_then(|date| date.day).filter(|_| kind != Kind::Kept);
        let before = day.zip(entry.written).is_some_and(|(day, written)| day.date() < written.date());
        Notice {
            kind,
            day,
            year_inferred: day.is_some() && date.is_some_and(|date| date.year_inferred),
            suspect: before && !past && speaks_of_future(sentence),
            sentence: clip(quote.trim(), LONGEST),
            title: entry.title.clone(),
            link: entry.link.clone(),
            written: entry.written,
            successor: None,
        }
    }

    /// What a clause in which nothing happens is about.
    fn clause_without_act(&self, part: &[Token], previous: &Clause) -> Clause {
        let heads = heads(part);
        let topic = if heads.is_empty() { Topic::Unsaid } else { self.judge(&heads) };
        let last = if heads.is_empty() { previous.last } else { self.last_mention(part, topic) };
        Clause { topic, last, act: None, date: None }
    }

    /// What the last version or product named in a clause is; it is what "which" goes on about.
    fn last_mention(&self, part: &[Token], topic: Topic) -> Topic {
        let is_mention = |token: &&Token| !matches!(token.sort, Sort::Word | Sort::Stop | Sort::Date(_));
        part.iter().rev().find(is_mention).map_or(topic, |token| self.judge(&[token]))
    }

    /// What an act happens to.
    fn topic_of(&self, part: &[Token], event: &Event, previous: &Clause) -> Topic {
        let (before, after) = (part.get(..event.at).unwrap_or_default(), part.get(event.to..).unwrap_or_default());
        let patient = match event.side {
            Side::After => object(after).or_else(|| subject(before)),
            Side::Before => subject(before)
                .or_else(|| object(after).filter(|_| event.act == Act::Beta || event.act == Act::OutOfBeta)),
        };
        match patient {
            Some(Patient::Named(heads)) => self.judge(&heads),
            Some(Patient::SomethingElse) => Topic::Other,
            None => {
                let first = part.first().map_or("", |token| &token.word);
                let relative = ["which", "that"].contains(&first);
                match (relative, previous.last, previous.topic) {
                    (true, last, _) if last != Topic::Unsaid => last,
                    (_, _, topic) if topic != Topic::Unsaid => topic,
                    _ if self.topic != Topic::Unsaid => self.topic,
                    _ if self.ours => Topic::Ours,
                    _ => Topic::Other,
                }
            }
        }
    }

    /// Whether one of these is the version asked for or its whole product.
    fn judge(&self, heads: &[&Token]) -> Topic {
        let newest = self.named.iter().max().or_else(|| self.reader.known.iter().max());
        let asked = self.reader.version.as_ref();
        let is_ours = |token: &&Token| match &token.sort {
            Sort::Version(..) => self.reader.number_of(token, self.ours).is_some_and(|number| Some(number) == asked),
            Sort::Old(several) => {
                self.ours
                    && asked.zip(newest).is_some_and(|(asked, newest)| {
                        let between = self.reader.known.iter().any(|known| known > asked && known < newest);
                        asked < newest && (*several || !between)
                    })
            }
            Sort::New => self.ours && asked.is_some() && asked == newest,
            // An entry about another version may call that "the product".
            Sort::Product(name) => {
                let product = if name.is_empty() { self.ours } else { same_product(name, self.reader.product) };
                product && (self.named.is_empty() || asked.is_some_and(|asked| self.named.contains(asked)))
            }
            _ => false,
        };
        if heads.iter().any(is_ours) { Topic::Ours } else { Topic::Other }
    }

    /// What these sentences name as the better choice: in so many words, or else as a newer version.
    pub(super) fn successor(&self, sentences: &[&str]) -> Option<String> {
        let asked = self.reader.version.as_ref()?;
        let read = |sentence: &&str| tokens(sentence, &dates(sentence, None), self.reader.product);
        let all: Vec<Vec<Token>> = sentences.iter().map(read).collect();
        let newer = |tokens: &Vec<Token>| {
            let numbers = tokens.iter().filter_map(|token| self.reader.number_of(token, self.ours));
            let number = numbers.filter(|number| *number > asked).max()?;
            Some(format!("{}/{number}", self.reader.product.to_lowercase()))
        };
        all.iter().find_map(|tokens| self.named_successor(tokens, asked)).or_else(|| all.iter().find_map(newer))
    }

    fn named_successor(&self, tokens: &[Token], asked: &Number) -> Option<String> {
        let at = (0..tokens.len()).find(|at| leads_on(tokens, *at))?;
        let is_named = |token: &&Token| match &token.sort {
            Sort::Version(..) | Sort::Part => true,
            Sort::Product(name) => !name.is_empty(),
            _ => false,
        };
        match &tokens.iter().skip(at + 1).take(6).find(is_named)?.sort {
            Sort::Version(owner, number) => {
                let owner = owner.as_deref().unwrap_or(self.reader.product).to_lowercase();
                let ours = same_product(&owner, self.reader.product);
                (!ours || number > asked).then(|| format!("{owner}/{number}"))
            }
            Sort::Product(name) if !same_product(name, self.reader.product) => Some(name.clone()),
            _ => None,
        }
    }
}

/// Whether a token leads on to what takes another's place.
fn leads_on(tokens: &[Token], at: usize) -> bool {
    let next = |steps: usize| tokens.get(at + steps).map_or("", |token| token.word.as_str());
    match next(0) {
        "use" | "using" => true,
        "replaced" | "superseded" => next(1) == "by" || next(1) == "with",
        "favour" | "favor" => next(1) == "of",
        "migrate" | "upgrade" | "switch" | "move" | "change" | "migrating" | "upgrading" | "moving" | "switching" => {
            next(1) == "to"
        }
        _ => false,
    }
}

fn kind_of(act: Act) -> Kind {
    match act {
        Act::End => Kind::End,
        Act::Deprecate => Kind::Deprecated,
        Act::Beta => Kind::Beta,
        Act::OutOfBeta => Kind::OutOfBeta,
    }
}
