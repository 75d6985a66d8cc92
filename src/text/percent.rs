//! Percent-encoding (RFC 3986 §2.1).

/// A text with every byte encoded that is not an ASCII letter or digit, nor among those `kept`.
pub(crate) fn encoded(text: &str, kept: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            true => out.push(char::from(byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A text without its encoding; what is not UTF-8 then is replaced.
pub(crate) fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut out = Vec::with_capacity(text.len());
    decode(text.as_bytes(), &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// Undoes the encoding of bytes, once. A `%` without two hexadecimal digits stays as it is.
pub(crate) fn decode(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let byte = after.first_chunk().filter(|_| *first == b'%').and_then(byte_of_hex);
        out.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
}

/// The byte that two hexadecimal digits write.
pub(crate) fn byte_of_hex(digits: &[u8; 2]) -> Option<u8> {
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok()));
    Some(high? * 16 + low?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_encoded_is_decoded_again() {
        for text in ["", "a b", "60,1", "æøå", "100%", "%41", "a+b"] {
            assert_eq!(decoded(&encoded(text, b"-._~")), text);
        }
    }

    #[test]
    fn only_two_hexadecimal_digits_are_an_encoded_byte() {
        for (text, shown) in
            [("%41%6a%4A", "AjJ"), ("%", "%"), ("%4", "%4"), ("%zz%+1%4g", "%zz%+1%4g"), ("%2541", "%41")]
        {
            assert_eq!(decoded(text), shown);
        }
        assert_eq!(decoded("%ff"), "\u{fffd}");
    }
}
