//! Where requests came from: a log, an archive, a part of one.

use serde::{Deserialize, Serialize};

/// One source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogSource {
    /// Its name as it was given, escaped.
    pub file: String,
    /// Its format.
    pub format: String,
    /// Whether its lines are stamped at the `start` or the `end` of a request.
    pub clock: String,
    /// Whether that is not known, and taken to be so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clock_assumed: bool,
    /// From where the requests were seen, where that was said.
    pub vantage: Option<String>,
    /// How many lines or entries it has.
    pub lines: u64,
    /// How many of them could not be read.
    pub unread: u64,
    /// The first of those.
    pub first_unread: Option<(u64, String)>,
    /// How many were in another format than the others.
    pub other_formats: u64,
    /// The bytes that were read, uncompressed.
    pub bytes: u64,
    /// The first and the last time.
    pub seen: Option<(i64, i64)>,
    /// A hash of what it begins and ends with.
    pub hash: u64,
    /// From when on its requests count, and until when, exclusive; none where all of them do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<(i64, i64)>,
}

impl LogSource {
    /// Notes a time.
    pub(crate) fn note(&mut self, at: i64) {
        let seen = self.seen.get_or_insert((at, at));
        *seen = (seen.0.min(at), seen.1.max(at));
    }

    /// Whether another one is the same: under the same name with the same content, or the same content of some length.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let content = |one: &Self| (one.lines, one.bytes, one.seen, one.hash);
        let is_named_so = self.file == other.file || self.lines > 64;
        content(self) == content(other) && self.lines > 0 && is_named_so && !self.is_apart_from(other)
    }

    /// Whether their requests are of times that do not overlap.
    fn is_apart_from(&self, other: &Self) -> bool {
        let windows = self.window.zip(other.window);
        windows.is_some_and(|(mine, theirs)| mine.1 <= theirs.0 || theirs.1 <= mine.0)
    }

    /// Sources with those that are parts of one log put together, in the order in which they came.
    pub(crate) fn joined(sources: Vec<Self>) -> Vec<Self> {
        let of = |one: &Self| (one.file.clone(), one.format.clone(), one.clock.clone(), one.vantage.clone());
        let mut joined: Vec<Self> = Vec::new();
        for source in sources {
            match joined.iter_mut().find(|known| of(known) == of(&source)) {
                Some(known) => known.join(source),
                None => joined.push(source),
            }
        }
        joined
    }

    fn join(&mut self, next: Self) {
        // A log that is read again for each hour has its lines once.
        let again = self.window.is_some() && next.window.is_some();
        let sum = |mine: u64, theirs: u64| if again { mine.max(theirs) } else { mine + theirs };
        self.lines = sum(self.lines, next.lines);
        self.unread = sum(self.unread, next.unread);
        self.other_formats = sum(self.other_formats, next.other_formats);
        self.bytes = sum(self.bytes, next.bytes);
        self.first_unread = self.first_unread.take().or(next.first_unread);
        self.seen = match (self.seen, next.seen) {
            (Some(mine), Some(theirs)) => Some((mine.0.min(theirs.0), mine.1.max(theirs.1))),
            (mine, theirs) => mine.or(theirs),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(file: &str, seen: (i64, i64), window: Option<(i64, i64)>) -> LogSource {
        LogSource { file: file.to_owned(), lines: 10, bytes: 900, seen: Some(seen), window, ..LogSource::default() }
    }

    #[test]
    fn windows_of_one_log_that_do_not_overlap_are_two() {
        let hour = |start: i64| piece("a.log", (0, 9000), Some((start, start + 3600)));
        assert!(hour(0).is_same(&hour(0)) && hour(0).is_same(&hour(1800)));
        assert!(!hour(0).is_same(&hour(3600)) && !hour(3600).is_same(&hour(0)));
        assert!(piece("a.log", (0, 9000), None).is_same(&hour(0)));
    }

    #[test]
    fn pieces_of_one_log_are_joined() {
        let pieces = vec![piece("a.log", (5, 9), None), piece("b.log", (0, 1), None), piece("a.log", (10, 20), None)];
        let joined = LogSource::joined(pieces);
        assert_eq!((joined.len(), joined[0].lines, joined[0].seen), (2, 20, Some((5, 20))));
        let again = LogSource::joined(vec![piece("a.log", (0, 9), Some((0, 5))), piece("a.log", (0, 9), Some((5, 9)))]);
        assert_eq!((again.len(), again[0].lines), (1, 10));
    }
}
