//! The words for what happens to a version: that it ends, is deprecated, is in beta or leaves it.

use super::notice::Kind;
use super::words::{ALIVE, ENDING, Sort, Word};

/// How the words begin that mean an end with a word such as "off".
const OFF: &str = "turn switch shut tak clos phas";
/// How the words begin that need no subject of their own.
const NOUNS: &str = "eol end-of termination removal expiry shutdown phase-out retirement";

/// Something that happens, by the words for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) kind: Kind,
    /// The index of its first word.
    pub(super) at: usize,
    /// The index after its last word.
    pub(super) to: usize,
    /// Whether it happens to what comes before it, never to what follows: "is removed", "available until".
    pub(super) is_passive: bool,
    /// Whether it needs no subject of its own: "EOL: 2026-03-16".
    pub(super) is_noun: bool,
}

/// What happens in these words, in their order.
pub(super) fn events(words: &[Word]) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    for at in 0..words.len() {
        let is_taken = found.last().is_some_and(|last| at < last.to);
        let event = event(words, at).or_else(|| repeated(words, at, found.last()));
        found.extend(event.filter(|_| !is_taken));
    }
    found
}

/// The event before, where it goes on with another name and another day: "and version 2.0 on 1 April".
fn repeated(words: &[Word], at: usize, last: Option<&Event>) -> Option<Event> {
    let is_date = |word: &Word| matches!(word.sort, Sort::Date(_));
    let name = at.checked_sub(1).filter(|name| words[*name].is_mention())?;
    let joint = words[..name].iter().rfind(|word| !word.is("version the that of"))?;
    let date = (at..words.len()).find(|at| !words[*at].is("on at by from until"))?;
    let is_whole = words.get(date + 1).is_none_or(|next| next.is(", and ; )"));
    let last = last.filter(|last| words.get(last.to..name).is_some_and(|between| between.iter().any(is_date)))?;
    let repeats = is_date(&words[date]) && is_whole && joint.is(", and");
    repeats.then_some(Event { at, to: at, is_passive: true, ..*last })
}

fn event(words: &[Word], at: usize) -> Option<Event> {
    let is = |index: usize, list: &str| words.get(index).is_some_and(|word| word.is(list));
    let near = |list: &str, steps: usize| (at.saturating_sub(steps)..at).any(|at| is(at, list));
    let is_known = |word: &Word| !matches!(word.sort, Sort::Foreign | Sort::Light);
    let word = words.get(at).filter(|word| !is_known(word))?;
    let follows_name = at > 0 && words[at - 1].is_mention();
    let verb = || words[..at].iter().rfind(|word| !word.text.ends_with("ly") && !word.is("now not also"));
    let is_done = word.text.ends_with("ed") && verb().is_some_and(|verb| verb.is("be been being is are was were"));
    let goes_on = |at: &usize| words.get(*at).is_some_and(|word| !word.is_mention());
    let until = || (at + 1..at + 7).take_while(goes_on).find(|at| is(*at, "until till") && !is(at + 1, "then now"));
    // "The deprecated parameter" says what is, not what happens.
    let describes = word.text.ends_with("ed") && near("the a an our all these those any some other", 1);
    let gap = at + 1 + usize::from(words.get(at + 1).is_some_and(|next| next.text.ends_with("ly")));
    let (kind, to, is_state) = match word.text.as_str() {
        _ if describes => return None,
        "end" if is(at + 1, "of") && words.get(at + 2).is_some_and(|word| word.text.starts_with("life")) => {
            (Kind::End, at + 3, false)
        }
        "end" if follows_name || near("will to", 1) => (Kind::End, at + 1, false),
        "ends" | "ended" => (Kind::End, at + 1, false),
        "go" | "goes" | "going" if is(at + 1, "away") => (Kind::End, at + 2, true),
        "last" if is(at + 1, "day") => (Kind::End, at + 2, false),
        "longer" if near("no", 1) && is(at + 1, ALIVE) => (Kind::End, at + 2, true),
        "longer" if near("no", 1) && is(at + 1, "be") && is(at + 2, ALIVE) => (Kind::End, at + 3, true),
        _ if word.is(ALIVE) && near("not", 2) && is(at + 1, "after from as") => (Kind::End, at + 2, true),
        _ if word.is(ALIVE) => (Kind::End, until()? + 1, true),
        "obsolete" => (Kind::Deprecated, at + 1, true),
        "superseded" | "replaced" if is_done || is(at + 1, "by with") => (Kind::Deprecated, at + 1, true),
        "beta" if words[at..].iter().any(|word| word.is("end ends ended over")) => return None,
        "beta" if words.get(at + 1).is_some_and(|next| next.sort == Sort::Foreign) => return None,
        "beta" if near("out left leaves leaving leave longer exits exited", 3) => (Kind::OutOfBeta, at + 1, false),
        "beta" => (Kind::Beta, at + 1, false),
        "production" if near("in into to", 2) => (Kind::OutOfBeta, at + 1, true),
        _ if word.begins("deprecat") => (Kind::Deprecated, at + 1, false),
        _ if word.begins(ENDING) => (Kind::End, at + 1, false),
        _ if word.begins(OFF) && is(gap, "off down out offline") => (Kind::End, gap + 1, false),
        _ => return None,
    };
    let is_named = follows_name && !word.text.ends_with('s') && !is(at + 1, "of for");
    let is_noun = (to == at + 3 && !is_state) || word.begins(NOUNS);
    Some(Event { kind, at, to, is_passive: is_state || is_done || is_named || is(to, "("), is_noun })
}
