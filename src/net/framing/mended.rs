//! Heads that ureq cannot read and a client has to.

use crate::http::syntax::message::{Offence, ResponseHead, split_head};

/// A head that ureq refuses and a user agent has to read, as ureq reads it: folded lines put together (RFC 9112 §5.2),
/// and a Content-Length beyond what a number of 64 bits holds (RFC 9110 §8.6) as the greatest that one holds.
pub(super) fn mended(bytes: &[u8], head: &ResponseHead) -> Option<Vec<u8>> {
    let is_folded = head.offences.iter().any(|offence| matches!(offence, Offence::ObsFold(_)));
    let is_huge = content_length(head) == Some(u64::MAX);
    if !is_folded && !is_huge {
        return None;
    }
    let (lines, _, _) = split_head(bytes)?;
    let mut out = lines.first()?.to_vec();
    for (number, line) in lines.iter().enumerate().skip(1) {
        let is_length = || line.get(..14).is_some_and(|name| name.eq_ignore_ascii_case(b"content-length"));
        match line {
            // A fold of the status line is not a field, and is left out (RFC 9112 §2.2).
            [b' ' | b'\t', ..] if number == 1 => {}
            [b' ' | b'\t', ..] => {
                out.push(b' ');
                out.extend_from_slice(line.trim_ascii());
            }
            _ => {
                out.extend_from_slice(b"\r\n");
                let greatest = format!("Content-Length: {}", u64::MAX);
                out.extend_from_slice(if is_huge && is_length() { greatest.as_bytes() } else { line });
            }
        }
    }
    out.extend_from_slice(b"\r\n\r\n");
    Some(out)
}

/// The Content-Length: of digits alone, and of any size (RFC 9110 §8.6).
pub(super) fn content_length(head: &ResponseHead) -> Option<u64> {
    let length = head.fields.combined("content-length")?;
    let digits = length.as_str().filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(digits.parse().unwrap_or(u64::MAX))
}
