//! What is kept of a result until it is its turn to go out: all of it, or, where nothing but lines is asked for, its line,
//! which is a small part of that.

use std::cell::RefCell;

use crate::app::batch::memory::Memory;
use crate::report::{Entry, jsonl};
use crate::verdict::Verdict;
use crate::world::Clock;

/// A result that waits for its turn.
pub(crate) enum Kept {
    /// All of it.
    Whole(Box<Entry>),
    /// The line on it, empty where none is asked for, and its verdict.
    Line(String, Verdict),
}

impl Kept {
    /// How many bytes of lines it holds.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Whole(_) => 0,
            Self::Line(text, _) => text.len(),
        }
    }
}

/// Makes of results what is kept of them.
pub(crate) struct Keeper<'a> {
    /// What is remembered for the next run.
    pub(crate) memory: &'a RefCell<Option<Memory>>,
    /// The time.
    pub(crate) clock: &'a dyn Clock,
    /// Whether a report needs all of the results.
    pub(crate) whole: bool,
    /// Whether the results go out as lines.
    pub(crate) lines: bool,
    /// Whether a look-up counts by the severity of its code.
    pub(crate) by_code: bool,
}

impl Keeper<'_> {
    /// Takes in a result as soon as it is known.
    pub(crate) fn keep(&self, mut entry: Entry) -> Kept {
        if let Some(memory) = self.memory.borrow_mut().as_mut() {
            memory.take_in(&mut entry);
        }
        if self.whole {
            return Kept::Whole(Box::new(entry));
        }
        let line = self.lines.then(|| jsonl::line(&entry, self.clock.now(), self.by_code));
        Kept::Line(line.unwrap_or_default(), entry.verdict(self.by_code))
    }
}
