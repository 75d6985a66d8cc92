//! Hashes of keys. They have to be the same on every machine, because parts of a log are judged apart and merged.

use siphasher::sip::SipHasher13;
use std::hash::Hasher;

/// The key under which addresses are hashed. Who has it can recover them; who has not cannot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct AddressKey(pub [u8; 16]);

impl AddressKey {
    /// The key made of a secret of any length.
    pub(crate) fn of(secret: &[u8]) -> Self {
        let half = |salt: u8| {
            let mut hasher = SipHasher13::new_with_key(&[salt; 16]);
            hasher.write(secret);
            hasher.finish().to_le_bytes()
        };
        let mut key = [0; 16];
        key.iter_mut().zip(half(1).into_iter().chain(half(2))).for_each(|(to, from)| *to = from);
        Self(key)
    }

    /// The number in place of an address.
    pub(super) fn hash(&self, address: &[u8]) -> u64 {
        // The key that everyone has protects nothing, so a faster hash will do.
        if self.0 == [0; 16] { join(stable(address), K1) } else { SipHasher13::new_with_key(&self.0).hash(address) }
    }

    /// A number by which two keys can be compared without showing either.
    pub(crate) fn id(&self) -> u64 {
        self.hash(b"metstatus address key")
    }
}

const K0: u64 = 0x9e37_79b9_7f4a_7c15;
const K1: u64 = 0xd6e8_feb8_6659_fd93;
const K2: u64 = 0xa076_1d64_78bd_642f;

#[inline]
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    #[allow(clippy::cast_possible_truncation, reason = "both halves are taken")]
    let folded = (product as u64) ^ ((product >> 64) as u64);
    folded
}

#[inline]
#[allow(clippy::cast_possible_truncation, reason = "both halves are taken")]
fn halves(block: [u8; 16]) -> (u64, u64) {
    let both = u128::from_le_bytes(block);
    (both as u64, (both >> 64) as u64)
}

/// What is left of some bytes after all whole blocks of sixteen, filled up with zeros.
#[inline]
fn rest(bytes: &[u8]) -> (u64, u64) {
    let length = bytes.len() % 16;
    if length == 0 {
        return (0, 0);
    }
    // Reading the last sixteen bytes, and shifting out those that are not wanted, needs no loop.
    if let Some(last) = bytes.last_chunk::<16>() {
        let (low, high) = halves((u128::from_le_bytes(*last) >> (8 * (16 - length))).to_le_bytes());
        return (low, high);
    }
    // The same with both ends of fewer, which overlap: addresses have 8 to 15 bytes, and coordinates 4 to 7.
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        // In two steps, as all of it goes where there are 8.
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last) >> 8 >> (8 * (15 - length)));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return (u64::from(first) | u64::from(last) << (8 * (length - 4)), 0);
    }
    (bytes.iter().rev().fold(0, |low, byte| low << 8 | u64::from(*byte)), 0)
}

/// A hash of bytes that is the same everywhere and in every version (folded multiplication over 16 bytes a step).
pub(crate) fn stable(bytes: &[u8]) -> u64 {
    let mut state = K0 ^ (bytes.len() as u64).wrapping_mul(K1);
    for block in bytes.as_chunks::<16>().0 {
        let (low, high) = halves(*block);
        state = mix(low ^ K1, high ^ state);
    }
    let (low, high) = rest(bytes);
    mix(mix(low ^ K2, high ^ state), K0)
}

/// A hash of bytes in which one digit is as good as another.
pub(super) fn shape(bytes: &[u8]) -> u64 {
    let mut state = K2 ^ (bytes.len() as u64).wrapping_mul(K1);
    for block in bytes.as_chunks::<16>().0 {
        let (low, high) = halves(*block);
        state = mix(state ^ without_digits(low), K1 ^ without_digits(high));
    }
    let (low, high) = rest(bytes);
    mix(mix(state ^ without_digits(low), K1 ^ without_digits(high)), K0)
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// Which of eight bytes are not digits: the upper bit of each.
#[inline]
pub(super) fn no_digits(eight: u64) -> u64 {
    // It is set where a byte is not below ten, less the digit zero, or is not ASCII.
    let from_zero = eight ^ (ONES * 0x30);
    (((from_zero & (ONES * 0x7f)) + ONES * 0x76) | from_zero) & (ONES * 0x80)
}

/// Where either byte is first. Parameters are too short for memchr to be worth its call, and one byte at a time costs
/// four times as much.
#[inline]
pub(super) fn find_either(text: &[u8], a: u8, b: u8) -> Option<usize> {
    // Where a byte is zero its upper bit is set, and no other below it.
    let zeros = |eight: u64| eight.wrapping_sub(ONES) & !eight & (ONES * 0x80);
    let find = |eight: u64| {
        let found = zeros(eight ^ (ONES * u64::from(a))) | zeros(eight ^ (ONES * u64::from(b)));
        (found != 0).then(|| (found.trailing_zeros() / 8) as usize)
    };
    let mut at = 0;
    while let Some((eight, _)) = text.get(at..).and_then(<[u8]>::split_first_chunk::<8>) {
        if let Some(found) = find(u64::from_le_bytes(*eight)) {
            return Some(at + found);
        }
        at += 8;
    }
    text.get(at..)?.iter().position(|byte| *byte == a || *byte == b).map(|found| at + found)
}

/// Eight bytes, in which every digit is made the same.
#[inline]
fn without_digits(eight: u64) -> u64 {
    let digits = (!no_digits(eight) & (ONES * 0x80)) >> 7;
    eight & !(digits * 0x0f)
}

/// Joins two hashes; the order counts.
#[inline]
pub(super) fn join(a: u64, b: u64) -> u64 {
    mix(a ^ K1, b.wrapping_add(K2) ^ K0)
}

/// A hash of 32 bits that is none of 0 and 1, which the tables use for "not shown" and "not sent".
pub(super) fn short(bytes: &[u8]) -> u32 {
    #[allow(clippy::cast_possible_truncation, reason = "the upper half is as good as all of it")]
    let half = (stable(bytes) >> 32) as u32;
    half.max(2)
}

/// A hasher for keys that are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = join(self.0, stable(bytes));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value.wrapping_mul(K0) ^ (value >> 29);
    }
}

/// A map whose keys are hashes already.
pub(super) type ByHash<V> = std::collections::HashMap<u64, V, std::hash::BuildHasherDefault<AsIs>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stable_hash_never_changes() {
        // Parts that were written by an earlier version have to fit those of this one.
        assert_eq!(stable(b""), stable(b""));
        let known = [stable(b"a"), stable(b"GET /weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58")];
        assert_eq!(known, [KNOWN_SHORT, KNOWN_LONG]);
        assert_ne!(join(1, 2), join(2, 1));
    }

    #[test]
    fn shape_sees_no_difference_between_digits() {
        assert_eq!(shape(b"app/1.25 (build 999999)"), shape(b"app/7.03 (build 000001)"));
        for other in
            ["app/1.2 (build 999999)", "apq/1.25 (build 999999)", "app/1.2: (build 999999)", "app/1./5 (build 999999)"]
        {
            assert_ne!(shape(b"app/1.25 (build 999999)"), shape(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn stable_hash_tells_neighbours_apart() {
        let mut seen = std::collections::HashSet::new();
        for i in 0..20_000_u32 {
            assert!(seen.insert(stable(format!("lat={}.{:04}&lon=10.{:04}", i % 90, i, i * 7 % 10_000).as_bytes())));
        }
        for length in 0..64 {
            assert!(seen.insert(stable(&vec![0; length])), "{length} zeros");
        }
    }

    #[test]
    fn rest_of_any_length_is_filled_up_with_zeros() {
        let text: Vec<u8> = (1..=40).collect();
        for length in 0..40 {
            let mut block = [0; 16];
            let rest = &text[length / 16 * 16..length];
            block[..rest.len()].copy_from_slice(rest);
            assert_eq!(super::rest(&text[..length]), halves(block), "{length}");
        }
    }

    #[test]
    fn either_byte_is_found_wherever_it_is() {
        for length in 0..40 {
            let mut text = vec![b'x'; length];
            assert_eq!(find_either(&text, b'&', b';'), None, "{length}");
            for at in (0..length).rev() {
                text[at] = if at % 2 == 0 { b'&' } else { b';' };
                assert_eq!(find_either(&text, b'&', b';'), Some(at), "{length} {at}");
            }
        }
    }

    #[test]
    fn address_hash_depends_on_key() {
        let other = AddressKey([7; 16]);
        assert_ne!(AddressKey::default().hash(b"192.0.2.1"), other.hash(b"192.0.2.1"));
        assert_ne!(AddressKey::default().id(), other.id());
    }

    const KNOWN_SHORT: u64 = 11_101_507_738_968_921_194;
    const KNOWN_LONG: u64 = 7_068_008_473_737_826_763;
}
