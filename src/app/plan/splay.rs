//! A random delay before a run, so machines whose timers fire at the same time do not ask at the same time. MET's
//! terms ask for it: <https://api.met.no/doc/TermsOfService>

use std::time::Duration;

use super::settings::into_utf8;
use crate::error::UsageError;
use crate::world::World;

/// The variable that makes the delay the same every time; the name of the machine gives each its own.
pub(crate) const SEED: &str = "METSTATUS_SPLAY_SEED";

/// The delay for this run: from 0 to `splay`, each as likely.
///
/// # Errors
/// When the seed is not UTF-8.
pub(crate) fn delay(splay: Duration, world: &World<'_>) -> Result<Duration, UsageError> {
    if splay.is_zero() {
        return Ok(splay);
    }
    let number = match (world.env)(SEED).filter(|seed| !seed.is_empty()) {
        Some(seed) => spread(&into_utf8(seed, SEED)?),
        None => (world.random)(),
    };
    Ok(share(splay, number))
}

/// The share of a time that a number means: 0 for none of it, the largest number for all.
fn share(time: Duration, number: u64) -> Duration {
    let nanos = time.as_nanos() * u128::from(number) / u128::from(u64::MAX);
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

/// A number that seems random, the same for the same text everywhere: FNV-1a, and the finisher of SplitMix64, since
/// names that differ in the last letter alone are to be far apart.
fn spread(text: &str) -> u64 {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn share_lies_between_nothing_and_all() {
        let hour = Duration::from_secs(3600);
        assert_eq!(share(hour, 0), Duration::ZERO);
        assert_eq!(share(hour, u64::MAX), hour);
        assert_eq!(share(hour, u64::MAX / 2).as_secs(), 1799);
    }

    #[test]
    fn machines_with_similar_names_begin_far_apart() {
        let hour = Duration::from_secs(3600);
        let mut delays: Vec<Duration> = (0..60).map(|n| share(hour, spread(&format!("node{n:02}")))).collect();
        assert_eq!(spread("node01"), spread("node01"));
        delays.sort();
        let tenths: Vec<usize> =
            (0..10).map(|tenth| delays.iter().filter(|delay| delay.as_secs() / 360 == tenth).count()).collect();
        assert!(tenths.iter().all(|count| *count >= 1), "{tenths:?}");
    }
}
