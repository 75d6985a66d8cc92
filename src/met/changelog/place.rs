//! How versions and products stand in a sentence: what it is about, and what is only mentioned beside that.

use std::ops::Range;

use super::event::Event;
use super::words::{IN_LIST, OLD, Sort, Word};

/// How a list of versions stands in its sentence.
#[derive(PartialEq, Eq)]
pub(super) enum Place {
    /// It is what the sentence is about.
    Own,
    /// It is what a part belongs to: "the size parameter of version 2.0".
    Part,
    /// It is a circumstance: "from version 2.0".
    Beside,
}

/// Where one part of a sentence ends and another may begin.
pub(super) const PARTS: &str = "and but while when which ; – — :";

/// Where the part of the sentence begins that this index is in.
pub(super) fn part_start(words: &[Word], at: usize) -> usize {
    words[..at].iter().rposition(|word| word.is(PARTS)).map_or(0, |part| part + 1)
}

/// Whether a version or product is what a part of a sentence is about.
pub(super) fn is_subject(words: &[Word], events: &[Event], at: usize) -> bool {
    words[at].is_mention() && place(words, events, at, at) == Place::Own
}

/// Whether a word names something else and is not part of an event.
pub(super) fn is_foreign(words: &[Word], events: &[Event], at: usize) -> bool {
    words[at].sort == Sort::Foreign && !events.iter().any(|event| (event.at..event.to).contains(&at))
}

/// The list of versions that begins right after this index but for words such as "of the"; empty when there is none.
pub(super) fn list_after(words: &[Word], at: usize) -> Range<usize> {
    const BETWEEN: &str = "the our of for support access all both a an this these : ( ) date version versions new \
        planned to initial product";
    let is_between = |word: &Word| !word.is_mention() && (word.is(BETWEEN) || word.is(OLD));
    let start = (at..words.len()).find(|at| !is_between(&words[*at])).unwrap_or(words.len());
    let is_listed = |word: &Word| word.is_mention() || word.is(IN_LIST);
    let len = words[start..].iter().take_while(|word| is_listed(word)).count();
    let is_list = words.get(start).is_some_and(Word::is_mention);
    start..if is_list { start + len } else { start }
}

/// Whether there are only versions and products, the last word is one of them, and nothing is said of them.
pub(super) fn is_list(words: &[Word]) -> bool {
    let is_listed = |word: &Word| word.is_mention() || word.is(IN_LIST) || word.is("please note that both also our");
    words.last().is_some_and(Word::is_mention) && words.iter().all(is_listed)
}

/// The first version or product of the list that ends at this index.
pub(super) fn list_start(words: &[Word], last: usize) -> usize {
    let rest = words[..last].iter().rposition(|word| !word.is_mention() && !word.is(IN_LIST)).map_or(0, |at| at + 1);
    // "We launched version 3.0 and version 2.0 will be removed": who can say whether this is a list?
    let is_doubtful = rest > 0 && words[rest - 1].sort == Sort::Foreign;
    (rest..last).find(|at| !is_doubtful && words[*at].is_mention()).unwrap_or(last)
}

/// How the list of versions between these indexes stands in its sentence.
pub(super) fn place(words: &[Word], events: &[Event], first: usize, last: usize) -> Place {
    const BESIDE: &str = "in from with to by since after before than via using like at until through into between as \
        replacing replaces replace replaced against without use";
    // "It replaces version 1.6, which will be removed".
    let relative = words[last + 1..].iter().find(|word| !word.is(", )"));
    let ahead =
        words[..first].iter().rposition(|word| !word.is("the our version versions old new a this both all , ("));
    let Some(ahead) = ahead.filter(|_| !relative.is_some_and(|word| word.is("which that ("))) else {
        return Place::Own;
    };
    // "Since version 1.1 is deprecated".
    let is_clause = words[ahead].is("since as after before until")
        && relative.is_some_and(|word| word.is("is are was were will has have"));
    let head = ahead.checked_sub(1).filter(|_| words[ahead].is("of for"));
    match head.map(|head| &words[head]) {
        Some(head) if head.is("favour favor instead place") => Place::Beside,
        Some(name) if name.text == "beta" || matches!(name.sort, Sort::Version(..)) => Place::Part,
        Some(_) if head.is_some_and(|head| is_foreign(words, events, head)) => Place::Part,
        _ if words[ahead].is(BESIDE) && !is_clause => Place::Beside,
        _ => Place::Own,
    }
}
