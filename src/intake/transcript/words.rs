//! What a line of a dump is by its words.

use std::borrow::Cow;

/// Bytes of a line that are looked at for the words of curl and of a shell.
const LOOKED_AT: usize = 4096;

/// The start of a line as text.
pub(super) fn words(line: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(line.get(..line.len().min(LOOKED_AT)).unwrap_or_default())
}

/// Whether a line is meant as a status line, and not prose about HTTP/3.
pub(super) fn is_meant_as_status_line(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"HTTP/") else { return false };
    let mut parts = rest.splitn(2, |&byte| byte == b' ');
    let is_version = parts.next().is_some_and(|version| version.iter().all(|b| b.is_ascii_digit() || *b == b'.'));
    is_version && parts.next().is_some_and(|code| code.trim_ascii_start().first().is_some_and(u8::is_ascii_digit))
}

/// Whether a reporter wrote a line in place of what was left out.
pub(super) fn is_ellipsis(line: &[u8]) -> bool {
    const WORDS: [&str; 7] = ["...", "…", "snip", "snipped", "truncated", "omitted", "redacted"];
    let text = String::from_utf8_lossy(line.get(..line.len().min(32)).unwrap_or_default());
    let inner = text.trim().trim_matches(['[', ']', '(', ')', '<', '>', '*', ' ']);
    line.len() <= 32 && (WORDS.contains(&inner) || (inner.len() > 3 && inner.bytes().all(|byte| byte == b'.')))
}

/// Whether a line begins content and not a field: the blank line before it was lost on the way.
pub(super) fn begins_content(line: &[u8]) -> bool {
    matches!(line.first(), Some(b'{' | b'[' | b'<')) && !is_ellipsis(line)
}
