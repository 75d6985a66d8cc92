//! How long after a good response the same is requested again, as a share of the lifetime of that response.

use serde::{Deserialize, Serialize};

/// Steps of the share for each doubling.
const STEPS: u32 = 2;

/// The least share that is counted apart is 2 to the power of minus this, which is a second of half an hour.
const HALVINGS: u32 = 11;

/// The largest share that is counted apart is 2 to the power of this.
const DOUBLINGS: u32 = 6;

/// How many buckets there are: those between the two, one below and one above.
pub(super) const BUCKETS: usize = (STEPS * (HALVINGS + DOUBLINGS) + 2) as usize;

/// The bucket from which on requests came after the end of the lifetime.
pub(crate) const EXPIRED: usize = (STEPS * HALVINGS + 1) as usize;

/// Gaps between a good response and the next request for the same, by their share of its lifetime in steps of the
/// square root of two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lifetimes {
    /// Where Expires is shown.
    pub shown: Vec<u64>,
    /// Where the lifetime is what is usual for the product.
    pub usual: Vec<u64>,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self { shown: vec![0; BUCKETS], usual: vec![0; BUCKETS] }
    }
}

/// A gap as it is counted: its bucket, and whether the lifetime was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GapShare {
    bucket: u8,
    shown: bool,
}

impl GapShare {
    /// The share of a gap of a lifetime, both in seconds; one without length has always ended.
    pub(super) fn of(gap_s: u32, lifetime_s: u32, shown: bool) -> Self {
        Self { bucket: bucket(gap_s, lifetime_s), shown }
    }
}

/// The bucket of a share: 0 for less than the least, then two for each doubling, then one for all above.
fn bucket(gap_s: u32, lifetime_s: u32) -> u8 {
    let last = u8::try_from(BUCKETS - 1).unwrap_or(u8::MAX);
    // The share with 32 bits after the point, which is exact where it matters: at the end of the lifetime.
    let Some(share) = (u64::from(gap_s) << 32).checked_div(u64::from(lifetime_s)) else { return last };
    if share >> (32 - HALVINGS) == 0 {
        return 0;
    }
    let power = u64::BITS - 1 - share.leading_zeros();
    // The square root of two, with 15 bits after the point.
    let above_half = (share << (u64::BITS - 1 - power)) >> 48 >= 0xb505;
    let step = STEPS * (power + HALVINGS - 32) + u32::from(above_half);
    u8::try_from(step + 1).unwrap_or(last).min(last)
}

/// The share at which a bucket begins, in lifetimes; 0 for the first one.
pub(crate) fn begins(bucket: usize) -> f64 {
    match u32::try_from(bucket).unwrap_or(u32::MAX) {
        0 => 0.0,
        step => 2_f64.powf((f64::from(step) - 1.0) / f64::from(STEPS) - f64::from(HALVINGS)),
    }
}

impl Lifetimes {
    /// Counts a gap so many times, or takes it back.
    pub(super) fn count(&mut self, gap: GapShare, times: i64) {
        let counts = if gap.shown { &mut self.shown } else { &mut self.usual };
        if let Some(count) = counts.get_mut(usize::from(gap.bucket)) {
            *count = count.saturating_add_signed(times);
        }
    }

    /// Adds another one.
    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in [(&mut self.shown, &other.shown), (&mut self.usual, &other.usual)] {
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        }
    }

    /// Whether it has every count, as one that comes from outside may not.
    pub(super) fn is_whole(&self) -> bool {
        self.shown.len() == BUCKETS && self.usual.len() == BUCKETS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_of_lifetime_is_a_bound_of_buckets() {
        for lifetime in [1, 7, 300, 1800, 86_400] {
            assert_eq!(usize::from(bucket(lifetime, lifetime)), EXPIRED, "{lifetime}");
            assert!(usize::from(bucket(lifetime - 1, lifetime)) < EXPIRED, "{lifetime}");
        }
        assert!((begins(EXPIRED) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn buckets_are_in_order_and_hold_what_their_bounds_say() {
        let lifetime = 1800;
        let mut before = 0;
        for gap in 0..lifetime * 100 {
            let bucket = usize::from(bucket(gap, lifetime));
            assert!(bucket >= before && bucket < BUCKETS);
            before = bucket;
            let share = f64::from(gap) / f64::from(lifetime);
            assert!(share >= begins(bucket) * 0.999 && share <= begins(bucket + 1) * 1.001 || bucket + 1 == BUCKETS);
        }
        assert_eq!(before, BUCKETS - 1);
    }

    #[test]
    fn lifetime_without_length_has_ended() {
        assert_eq!(usize::from(bucket(0, 0)), BUCKETS - 1);
        assert_eq!(bucket(0, 1800), 0);
        assert_eq!(usize::from(bucket(u32::MAX, 1)), BUCKETS - 1);
    }

    #[test]
    fn request_taken_back_was_not_counted() {
        let mut lifetimes = Lifetimes::default();
        lifetimes.count(GapShare::of(5, 300, true), 1);
        lifetimes.count(GapShare::of(5, 300, false), 1);
        lifetimes.count(GapShare::of(5, 300, true), -1);
        assert_eq!(lifetimes.shown.iter().sum::<u64>(), 0);
        assert_eq!(lifetimes.usual.iter().sum::<u64>(), 1);
    }
}
