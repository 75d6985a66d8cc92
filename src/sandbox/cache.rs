//! What is in the cache in front of the products, as at MET: a document keeps its Last-Modified and its Expires until it
//! expires, for all who request it.

use std::collections::HashMap;
use std::sync::Arc;

use super::chance;

/// The most URLs whose times are kept.
const MOST: usize = 4096;

/// The most bodies that are kept.
const MOST_BODIES: usize = 64;

/// The lifetime of a forecast at MET, in seconds.
pub(crate) const REAL_S: u32 = 1800;

/// HTTP dates have whole seconds: what lives shorter cannot be distinguished from what is stale.
const SHORTEST_S: u32 = 3;

/// How long a response of a product lives, with all lifetimes in proportion to that of a forecast.
pub(crate) fn scaled(lifetime_s: u32, forecast_s: u32) -> u32 {
    let scaled = u64::from(lifetime_s) * u64::from(forecast_s) / u64::from(REAL_S);
    u32::try_from(scaled).unwrap_or(u32::MAX).max(SHORTEST_S)
}

/// The most by which a lifetime is longer: MET's is up to 2 minutes on 30, and a short one up to 2 seconds.
fn most_jitter(lifetime_s: u32) -> u32 {
    (lifetime_s / 15).max((lifetime_s / 4).min(2))
}

/// The times of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Times {
    /// When it was made, in Unix time.
    pub modified: i64,
    /// When it was put into the cache: Age counts from here.
    pub stored: i64,
    /// When it expires.
    pub expires: i64,
    /// Whether it was in the cache already.
    pub is_hit: bool,
}

/// What is in the cache.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cache {
    times: HashMap<u64, Times>,
    bodies: Vec<(u64, Arc<[u8]>)>,
    next: usize,
}

impl Cache {
    /// The times of a document at a time. Once expired it is made again; where it is `unchanged` only its Expires moves.
    pub(crate) fn times(&mut self, key: u64, now: i64, lifetime_s: u32, unchanged: bool, seed: u64) -> Times {
        let known = self.times.get(&key).copied();
        if let Some(known) = known.filter(|known| now < known.expires) {
            return Times { is_hit: true, ..known };
        }
        let jitter = chance::up_to(seed, key ^ now.cast_unsigned(), u64::from(most_jitter(lifetime_s)));
        let expires = now + i64::from(lifetime_s) + i64::try_from(jitter).unwrap_or_default();
        let modified = known.filter(|_| unchanged).map_or(now, |known| known.modified);
        let times = Times { modified, stored: now, expires, is_hit: false };
        if self.times.len() >= MOST {
            self.times.retain(|_, times| now < times.expires);
            if self.times.len() >= MOST {
                self.times.clear();
            }
        }
        self.times.insert(key, times);
        times
    }

    /// A body by what makes it, from the cache or made now.
    pub(crate) fn body(&mut self, key: u64, make: impl FnOnce() -> Vec<u8>) -> Arc<[u8]> {
        if let Some((_, body)) = self.bodies.iter().find(|(known, _)| *known == key) {
            return Arc::clone(body);
        }
        let body: Arc<[u8]> = make().into();
        if self.bodies.len() < MOST_BODIES {
            self.bodies.push((key, Arc::clone(&body)));
        } else if let Some(place) = self.bodies.get_mut(self.next) {
            *place = (key, Arc::clone(&body));
            self.next = (self.next + 1) % MOST_BODIES;
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_keeps_its_times_until_it_expires() {
        let mut cache = Cache::default();
        let first = cache.times(1, 1000, 8, false, 7);
        assert_eq!((first.modified, first.is_hit), (1000, false));
        assert!((1008..=1010).contains(&first.expires), "{first:?}");
        let hit = cache.times(1, first.expires - 1, 8, false, 7);
        assert_eq!((hit.modified, hit.expires, hit.is_hit), (1000, first.expires, true));
        let next = cache.times(1, first.expires, 8, false, 7);
        assert_eq!((next.modified, next.is_hit), (first.expires, false));
    }

    #[test]
    fn unchanged_document_gets_a_new_expires_only() {
        let mut cache = Cache::default();
        let first = cache.times(1, 1000, 8, true, 7);
        let next = cache.times(1, first.expires + 5, 8, true, 7);
        assert_eq!(next.modified, first.modified);
        assert!(next.expires >= first.expires + 13);
    }

    #[test]
    fn lifetimes_keep_their_proportion_down_to_three_seconds() {
        assert_eq!(scaled(1800, 8), 8);
        assert_eq!(scaled(1800, 1800), 1800);
        assert_eq!(scaled(180, 1800), 180);
        assert_eq!(scaled(180, 8), 3);
        assert_eq!(scaled(86_400, 8), 384);
        assert_eq!((most_jitter(1800), most_jitter(8), most_jitter(3)), (120, 2, 0));
    }

    #[test]
    fn cache_of_many_urls_is_bounded() {
        let mut cache = Cache::default();
        for key in 0..20_000 {
            cache.times(key, 1000, 8, false, 7);
            cache.body(key, || vec![0; 10]);
        }
        assert!(cache.times.len() <= MOST && cache.bodies.len() <= MOST_BODIES);
        assert_eq!(cache.body(19_999, || vec![1]).len(), 10);
    }
}
