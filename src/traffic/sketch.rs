//! Summaries that need a bounded place, whatever they are put to, and can be merged in any order.

use crate::sort::sort_by_key;
use serde::{Deserialize, Serialize};

/// How many different things there were: exact up to [`Distinct::EXACT`], estimated beyond.
///
/// Only the smallest hashes are kept. The union of two such sets is the set of the union.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Distinct(Vec<u64>);

impl Distinct {
    /// Up to how many the number is exact.
    pub(super) const EXACT: usize = 256;

    /// Notes one thing by its hash.
    #[inline]
    pub(super) fn insert(&mut self, hash: u64) {
        // Of many things nearly all end here.
        if self.0.len() < Self::EXACT || self.0.last().is_none_or(|last| *last > hash) {
            self.insert_small(hash);
        }
    }

    fn insert_small(&mut self, hash: u64) {
        if let Err(at) = self.0.binary_search(&hash) {
            self.0.insert(at, hash);
            self.0.truncate(Self::EXACT);
        }
    }

    /// Adds what another one noted.
    pub(super) fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|hash| self.insert(*hash));
    }

    /// How many different things.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate"
    )]
    pub(super) fn count(&self) -> u64 {
        match self.0.last() {
            Some(last) if self.0.len() >= Self::EXACT => {
                let share = (*last as f64 / u64::MAX as f64).max(f64::MIN_POSITIVE);
                ((Self::EXACT - 1) as f64 / share) as u64
            }
            _ => self.0.len() as u64,
        }
    }

    /// Whether the number is exact.
    pub(super) fn is_exact(&self) -> bool {
        self.0.len() < Self::EXACT
    }
}

/// A few of many lines: those with the smallest hashes, whatever the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Samples(Vec<Sample>);

/// One line that shows what a check found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Sample {
    /// Decides which lines are kept.
    hash: u64,
    /// When it was, in Unix seconds.
    pub(super) at: u32,
    /// What is shown of it.
    pub(super) text: String,
}

impl Sample {
    /// A sample; of several those with the smallest hashes are kept.
    pub(super) fn new(hash: u64, at: u32, text: String) -> Self {
        Self { hash, at, text }
    }
}

impl Samples {
    /// How many are kept.
    pub(super) const MOST: usize = 8;

    /// Whether a sample of this hash may be kept.
    pub(super) fn wants(&self, hash: u64) -> bool {
        self.0.len() < Self::MOST || self.0.last().is_some_and(|last| hash <= last.hash)
    }

    /// Keeps a sample, where it is among the smallest.
    pub(super) fn insert(&mut self, sample: Sample) {
        if self.wants(sample.hash)
            && let Err(at) = self.0.binary_search(&sample)
        {
            self.0.insert(at, sample);
            self.0.truncate(Self::MOST);
        }
    }

    /// Adds those of another one.
    pub(super) fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|sample| self.insert(sample));
    }

    /// The samples in the order of time.
    pub(super) fn in_time(&self) -> Vec<&Sample> {
        let mut all: Vec<&Sample> = self.0.iter().collect();
        sort_by_key(&mut all, |sample| (sample.at, sample.hash));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample(number: u32) -> Sample {
        Sample::new(u64::from(number % 31), number % 97, format!("line {number}"))
    }

    proptest! {
        #[test]
        fn samples_are_the_same_in_any_order(numbers in proptest::collection::vec(0_u32..500, 0..60), cut in 0_usize..60) {
            let mut whole = Samples::default();
            numbers.iter().for_each(|number| whole.insert(sample(*number)));
            let (left, right) = numbers.split_at(cut.min(numbers.len()));
            let mut parts = Samples::default();
            right.iter().rev().for_each(|number| parts.insert(sample(*number)));
            let mut other = Samples::default();
            left.iter().for_each(|number| other.insert(sample(*number)));
            parts.merge(other);
            prop_assert_eq!(parts, whole);
        }

        #[test]
        fn distinct_counts_merge_to_those_of_the_whole(numbers in proptest::collection::vec(any::<u64>(), 0..800), cut in 0_usize..800) {
            let mut whole = Distinct::default();
            numbers.iter().for_each(|number| whole.insert(*number));
            let (left, right) = numbers.split_at(cut.min(numbers.len()));
            let (mut a, mut b) = (Distinct::default(), Distinct::default());
            left.iter().for_each(|number| a.insert(*number));
            right.iter().for_each(|number| b.insert(*number));
            b.merge(&a);
            prop_assert_eq!(b, whole);
        }
    }

    #[test]
    fn distinct_is_exact_below_its_bound_and_near_beyond() {
        let mut few = Distinct::default();
        (0..200_u64).chain(0..200).for_each(|i| few.insert(crate::traffic::hash::stable(&i.to_le_bytes())));
        assert_eq!((few.count(), few.is_exact()), (200, true));
        let mut many = Distinct::default();
        (0..100_000_u64).for_each(|i| many.insert(crate::traffic::hash::stable(&i.to_le_bytes())));
        assert!((80_000..125_000).contains(&many.count()), "{}", many.count());
    }
}
