//! Stable sorting by one piece of code for all types. The standard library's is compiled once more for every type and
//! key, at five kilobytes each; lists that are sorted once a report need not be that fast.

use std::cmp::Ordering;

/// Sorts by a key; items with equal keys keep their order.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// Sorts by a comparison; items that compare as equal keep their order.
pub(crate) fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order = sorted(items.len(), &|one, other| compare(&items[one], &items[other]));
    arrange(&mut order, &mut |one, other| items.swap(one, other));
}

/// The places of so many items in their order.
fn sorted(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|one, other| compare(*one, *other));
    order
}

/// Puts to each place the item that `order` has there, round each circle of items that change places.
fn arrange(order: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut place = start;
        loop {
            let from = std::mem::replace(&mut order[place], place);
            if from == start {
                break;
            }
            swap(place, from);
            place = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn order_is_that_of_the_standard_library(mut items: Vec<(u8, u16)>, modulus in 1_u8..20) {
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| key % modulus);
            sort_by_key(&mut items, |(key, _)| key % modulus);
            prop_assert_eq!(&items, &expected);
            expected.sort_by(|one, other| other.cmp(one));
            sort_by(&mut items, |one, other| other.cmp(one));
            prop_assert_eq!(&items, &expected);
        }
    }
}
