//! Numbers that seem random and are the same for the same seed.

/// A number for a seed and what it is about (SplitMix64's finisher over both).
pub(crate) fn mix(seed: u64, about: u64) -> u64 {
    let hash = seed.wrapping_add(about.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// A number from 0 to `most`.
pub(crate) fn up_to(seed: u64, about: u64, most: u64) -> u64 {
    match most.checked_add(1) {
        Some(count) => mix(seed, about) % count,
        None => mix(seed, about),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_differ_by_seed_and_subject_and_stay_in_range() {
        assert_eq!(mix(1, 2), mix(1, 2));
        assert_ne!(mix(1, 2), mix(2, 1));
        assert_ne!(mix(1, 2), mix(1, 3));
        for about in 0..200 {
            assert!(up_to(7, about, 3) <= 3);
        }
        assert!((0..200).any(|about| up_to(7, about, 3) == 3));
        assert_eq!(up_to(7, 1, 0), 0);
    }
}
