//! The head of a response, as it comes over a connection.

use metstatus::internals::http::syntax::message::{HeadError, RequestHead, ResponseHead, is_token_byte, split_head};
use metstatus::internals::text::escape::Text;

use super::assert_line;

/// A head takes no more than its bytes and ends with its blank line; rewritten it is the same head; messages do not
/// act.
pub(crate) fn holds(bytes: &[u8]) {
    match ResponseHead::parse(bytes) {
        Ok((head, used)) => whole(bytes, &head, used),
        Err(error) => {
            assert_line("error", &error.to_string());
            let is_whole = split_head(bytes).is_some_and(|(lines, ..)| !lines.is_empty());
            assert_eq!(error == HeadError::Incomplete, !is_whole, "{error}");
        }
    }
    if let Some((lines, ..)) = split_head(bytes)
        && let Some(request) = RequestHead::from_lines(&lines)
    {
        assert!(!request.method.is_empty() && !request.target.is_empty());
        assert!(!request.target.as_bytes().contains(&b' '));
        assert!(request.fields.len() < lines.len());
    }
}

fn whole(bytes: &[u8], head: &ResponseHead, used: usize) {
    assert!(used <= bytes.len() && bytes[..used].ends_with(b"\n"));
    assert!((100..=999).contains(&head.status));
    assert!(matches!(ResponseHead::parse(&bytes[..used - 1]), Err(HeadError::Incomplete)), "it ends before its end");
    let kept = head.fields.iter().map(|field| field.name.as_bytes().len() + field.value.as_bytes().len());
    assert!(kept.sum::<usize>() + head.reason.as_bytes().len() <= used, "more is kept than came");
    for offence in &head.offences {
        let shown = offence.to_string();
        assert_line("offence", &shown);
        assert!(shown.chars().count() < 200, "{shown}");
    }
    for field in &head.fields {
        assert_line("field", &field.to_string());
        let wanted = head.fields.combined(&field.name.to_string().to_ascii_lowercase());
        let is_token = !field.name.is_empty() && field.name.as_bytes().iter().all(|byte| is_token_byte(*byte));
        assert!(!is_token || wanted.is_some(), "{field} is not found by its name");
    }
    let again = ResponseHead::parse(&written(head)).map(|(again, _)| again);
    let again = again.expect("what was written can be read");
    assert_eq!((again.version, again.status, &again.reason), (head.version, head.status, &head.reason));
    assert_eq!(again.fields, head.fields);
}

/// The head as a sender would write it.
pub(crate) fn written(head: &ResponseHead) -> Vec<u8> {
    let line = |text: &Text| text.as_bytes().to_vec();
    let mut out = format!("{} {} ", head.version, head.status).into_bytes();
    out.extend(line(&head.reason));
    out.extend(b"\r\n");
    for field in &head.fields {
        out.extend([&line(&field.name), b":".as_slice(), &line(&field.value), b"\r\n"].concat());
    }
    out.extend(b"\r\n");
    out
}
