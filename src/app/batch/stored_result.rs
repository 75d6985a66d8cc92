//! What is kept of a result until it is its turn to go out: all of it, or, where nothing but lines is asked for, its line,
//! which is a small part of that.

use crate::diagnosis::verdict::Verdict;
use crate::report::TargetResult;

/// A result that waits for its turn.
pub(crate) enum StoredResult {
    /// All of it.
    Whole(Box<TargetResult>),
    /// The line on it, empty where none is asked for, and its verdict.
    Line(String, Verdict),
}

impl StoredResult {
    /// How many bytes of lines it holds.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Whole(_) => 0,
            Self::Line(text, _) => text.len(),
        }
    }
}
