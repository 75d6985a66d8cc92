//! Which date of a sentence is the day of an event.

use super::event::Event;
use super::place::{PARTS, is_subject, list_after, part_start};
use super::words::{Sort, Word};

/// The index of the day of an event: the first after it, or after a word such as "moved"; or else one that opens its
/// part of the sentence or leads to it by "when". What held once, or is the day of something else, is not a candidate.
pub(super) fn day_of(words: &[Word], events: &[Event], event: &Event) -> Option<usize> {
    if words.iter().any(|word| word.text == "respectively") {
        return None;
    }
    let index = |at: usize| match words[at].sort {
        Sort::Date(index) if is_candidate(words, at) => Some(index),
        _ => None,
    };
    let is_moved = |at: &usize| words[*at].is("moved postponed changed extended delayed rescheduled but");
    let until_noun = |at: usize| (at..words.len()).take_while(|at| words[*at].sort != Sort::Foreign);
    let is_own = |at: &usize| !is_subject(words, events, *at);
    let moved = until_noun(event.to).find(is_moved);
    let moved = moved.and_then(|moved| until_noun(moved).take_while(is_own).find_map(index));
    let is_end = |at: &usize| {
        let is_other = events.iter().any(|other| other.at == *at && other.at > event.at);
        is_other || is_subject(words, events, *at) || (words[*at].is(PARTS) && words[*at].text != ":")
    };
    let object = if event.is_passive { event.to } else { list_after(words, event.to).end };
    let end = (object..words.len()).find(is_end).unwrap_or(words.len());
    let leads = |at: &usize| {
        let mut rest = words[*at + 1..event.at].iter().skip_while(|word| word.is(", at on from after"));
        let is_opening = words[part_start(words, *at)..*at].iter().all(|word| word.sort == Sort::Light);
        let is_apart = words[*at + 1..event.at].iter().any(|word| word.is(PARTS) && word.text != ":");
        rest.next().is_some_and(|word| word.is("when which")) || (is_opening && !is_apart)
    };
    let before = || (0..event.at).rev().filter(leads).find_map(index);
    moved.or_else(|| (event.to..end).find_map(index)).or_else(before)
}

/// Whether a date can be the day of an event by the words before it.
fn is_candidate(words: &[Word], at: usize) -> bool {
    let ahead: Vec<&Word> = words[at.saturating_sub(3)..at]
        .iter()
        .rev()
        .take_while(|word| !word.text.is_empty() && !word.is(", to"))
        .collect();
    let has = |from: usize, to: usize, list: &str| ahead.iter().take(to).skip(from).any(|word| word.is(list));
    let is_limit = has(0, 1, "until till before after") || (has(0, 1, "than") && has(1, 2, "earlier"));
    let is_others = has(0, 2, "was were originally previously formerly earlier than announced not launched released");
    let is_left = has(0, 1, "from") && words.get(at + 1).is_some_and(|word| word.text == "to");
    !is_left && !has(0, 3, "instead rather") && (is_limit || !is_others)
}
