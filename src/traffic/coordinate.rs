//! A coordinate as a query has it.

use memchr::memchr2;

use super::hash::no_digits;

/// A decimal number in hundredths, cut, and how many decimals it has; `None` for what MET does not read as a number.
/// It goes on to the next separator of parameters; where that is comes with it.
#[inline]
pub(super) fn hundredths(text: &[u8]) -> (Option<(i32, usize)>, usize) {
    match usual_hundredths(text) {
        Some((number, decimals, end)) => (Some((number, decimals)), end),
        None => any_hundredths(text),
    }
}

/// The same of a number as most are, `59.9127&`, by looking at eight bytes at once.
#[inline]
fn usual_hundredths(text: &[u8]) -> Option<(i32, usize, usize)> {
    let chunk = text.first_chunk::<8>()?;
    let others = no_digits(u64::from_le_bytes(*chunk));
    // Where the first two are that are not digits.
    let point = (others.trailing_zeros() / 8) as usize;
    let end = ((others & others.wrapping_sub(1)).trailing_zeros() / 8) as usize;
    let decimals = end.checked_sub(point + 2)? + 1;
    let (whole, [b'.', tenths, ..]) = chunk.split_at_checked(point)? else { return None };
    if !matches!(text.get(end), None | Some(b'&' | b';')) {
        return None;
    }
    let digit = |byte: &u8| i32::from(byte & 0x0f);
    let number = match whole {
        [a, b] => digit(a) * 10 + digit(b),
        [a] => digit(a),
        [a, b, c] => digit(a) * 100 + digit(b) * 10 + digit(c),
        _ => return None,
    };
    let hundredths = if decimals > 1 { digit(chunk.get(point + 2)?) } else { 0 };
    Some((number * 100 + digit(tenths) * 10 + hundredths, decimals, end))
}

fn any_hundredths(text: &[u8]) -> (Option<(i32, usize)>, usize) {
    let (negative, first) = match text {
        [b'-', ..] => (true, 1),
        [b'+', ..] => (false, 1),
        _ => (false, 0),
    };
    let (mut number, mut rest) = digits(0, text.get(first..).unwrap_or_default(), usize::MAX);
    let whole = text.len() - first - rest.len();
    let mut decimals = 0;
    let has_point = matches!(rest, [b'.', ..]);
    if has_point {
        let fraction = rest.get(1..).unwrap_or_default();
        (number, rest) = digits(number, fraction, 2);
        decimals = fraction.len() - rest.len();
    }
    let end = text.len() - rest.len();
    if !matches!(rest, [] | [b'&' | b';', ..]) {
        return (None, end + memchr2(b'&', b';', rest).unwrap_or(rest.len()));
    }
    if !(1..=4).contains(&whole) || (has_point && decimals == 0) {
        return (None, end);
    }
    number *= match decimals {
        0 => 100,
        1 => 10,
        _ => 1,
    };
    (Some((if negative { -number } else { number }, decimals)), end)
}

/// Appends the digits at the start of a text to a number, so many of them at most; the rest of them is passed over.
#[inline]
fn digits(mut number: i32, mut text: &[u8], most: usize) -> (i32, &[u8]) {
    let mut left = most;
    while let [byte, after @ ..] = text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        if left > 0 {
            number = number.wrapping_mul(10).wrapping_add(i32::from(digit));
            left -= 1;
        }
        text = after;
    }
    (number, text)
}

/// A coordinate as reports show it: cut to two decimals, and the rest of its digits as `x`.
pub(super) fn masked_number(value: &str) -> String {
    let Some((whole, fraction)) = value.split_once('.') else { return value.to_owned() };
    let kept = fraction.char_indices().nth(2).map_or(fraction.len(), |(at, _)| at);
    let (shown, hidden) = fraction.split_at(kept);
    let hidden: String = hidden.chars().map(|c| if c.is_ascii_digit() { 'x' } else { c }).collect();
    format!("{whole}.{shown}{hidden}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_met_reads_them() {
        for (text, number) in [
            ("59.91273", Some((5991, 5))),
            ("-0.5", Some((-50, 1))),
            ("+10", Some((1000, 0))),
            ("1e5", None),
            ("", None),
            (".5", None),
            ("5.", None),
            ("nan", None),
            ("99999999999", None),
            ("9.1", Some((910, 1))),
            ("119.123", Some((11912, 3))),
            ("59.9127", Some((5991, 4))),
            ("59.91271", Some((5991, 5))),
            ("1234.567", Some((123_456, 3))),
            ("5.1.2345", None),
            ("59.", None),
            ("5x.91234", None),
        ] {
            assert_eq!(hundredths(text.as_bytes()), (number, text.len()), "{text}");
            // The fast way and the other one agree, whatever follows.
            for rest in ["", "&lon=10.75", ";a", "&", "&&&&&&&&&"] {
                let text = format!("{text}{rest}");
                assert_eq!(hundredths(text.as_bytes()), any_hundredths(text.as_bytes()), "{text}");
            }
        }
    }
}
