//! Quoted strings (RFC 9110 §5.6.4), and lists whose members may hold them.

/// The members of a list (RFC 9110 §5.6.1) that `separator` divides outside quoted strings, without the white
/// space around them; empty members are left out, as §5.6.1.2 asks of a recipient.
pub(crate) fn split_outside_quotes(value: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    let mut quoted = false;
    let mut escaped = false;
    let members = value.split(move |&byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ => return !quoted && byte == separator,
        }
        false
    });
    members.map(<[u8]>::trim_ascii).filter(|member| !member.is_empty())
}

/// What a quoted string means, its escapes resolved (RFC 9110 §5.6.4); `None` when `value` is not one
/// quoted string from end to end.
pub(crate) fn unquote(value: &[u8]) -> Option<Vec<u8>> {
    let mut rest = value.strip_prefix(b"\"")?.iter();
    let mut content = Vec::with_capacity(value.len());
    loop {
        match rest.next()? {
            b'"' => return rest.as_slice().is_empty().then_some(content),
            b'\\' => content.push(*rest.next()?),
            byte => content.push(*byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(value: &str) -> Vec<&[u8]> {
        split_outside_quotes(value.as_bytes(), b',').collect()
    }

    #[test]
    fn separators_in_quotes_do_not_divide() {
        assert_eq!(split(r#"a="x,y", b ,, c"#), [br#"a="x,y""#.as_slice(), b"b", b"c"]);
        assert_eq!(split(r#"a="x\",y",b"#), [br#"a="x\",y""#.as_slice(), b"b"]);
        assert_eq!(split(r#"a="never ends, b"#), [br#"a="never ends, b"#]);
        assert!(split(" , ").is_empty());
    }

    #[test]
    fn quoted_strings_are_resolved() {
        assert_eq!(unquote(br#""6\0""#).as_deref(), Some(b"60".as_slice()));
        assert_eq!(unquote(br#""""#).as_deref(), Some(b"".as_slice()));
        for value in [r#"60"#, r#""60"#, r#""60"1"#, r#"""#, r#""\"#, ""] {
            assert_eq!(unquote(value.as_bytes()), None, "{value}");
        }
    }
}
