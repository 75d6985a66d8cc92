//! What one product answered a client.

use serde::{Deserialize, Serialize};

use super::record::Record;

/// The counts of one product's responses to a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ProductTally {
    pub(super) requests: u64,
    pub(super) not_found: u64,
    /// The first and the last 404.
    pub(super) not_found_at: (u32, u32),
    pub(super) deprecated: u64,
    pub(super) refused: Run,
}

impl ProductTally {
    /// Appends what was counted later.
    pub(super) fn merge(&mut self, next: &Self) {
        self.requests += next.requests;
        if next.not_found > 0 {
            self.not_found_at = match self.not_found {
                0 => next.not_found_at,
                _ => (self.not_found_at.0.min(next.not_found_at.0), self.not_found_at.1.max(next.not_found_at.1)),
            };
        }
        self.not_found += next.not_found;
        self.deprecated += next.deprecated;
        self.refused.merge(&next.refused);
    }

    /// Counts so many responses like this one.
    pub(super) fn count(&mut self, record: &Record, times: u64) {
        self.requests += times;
        self.refused.count(record.status == 403, times);
        self.deprecated += if record.status == 203 { times } else { 0 };
        if matches!(record.status, 404 | 410) && record.at > 0 {
            self.not_found_at = match self.not_found {
                0 => (record.at, record.at),
                _ => (self.not_found_at.0.min(record.at), self.not_found_at.1.max(record.at)),
            };
            self.not_found += times;
        }
    }
}

/// The longest run of something in a row, which can be put together from runs of parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Run {
    all: u64,
    head: u64,
    /// The one at the end, which may go on.
    pub(super) tail: u64,
    /// The longest.
    pub(super) longest: u64,
}

impl Run {
    /// Counts so many more, which are of the kind or not.
    pub(super) fn count(&mut self, holds: bool, times: u64) {
        self.tail = if holds { self.tail + times } else { 0 };
        if holds && self.head == self.all {
            self.head += times;
        }
        self.all += times;
        self.longest = self.longest.max(self.tail);
    }

    /// Appends another run.
    fn merge(&mut self, next: &Self) {
        self.longest = self.longest.max(next.longest).max(self.tail + next.head);
        self.head = if self.head == self.all { self.head + next.head } else { self.head };
        self.tail = if next.tail == next.all { self.tail + next.tail } else { next.tail };
        self.all += next.all;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_of_parts_are_those_of_the_whole(steps in proptest::collection::vec(any::<bool>(), 0..40), cut in 0_usize..40) {
            let of = |steps: &[bool]| {
                let mut run = Run::default();
                steps.iter().for_each(|holds| run.count(*holds, 1));
                run
            };
            let (left, right) = steps.split_at(cut.min(steps.len()));
            let mut merged = of(left);
            merged.merge(&of(right));
            prop_assert_eq!(merged, of(&steps));
            let longest = steps.split(|holds| !holds).map(<[bool]>::len).max().unwrap_or_default();
            prop_assert_eq!(merged.longest, longest as u64);
        }
    }
}
