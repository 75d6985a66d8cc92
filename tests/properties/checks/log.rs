//! Lines of the logs of servers and proxies.

use std::borrow::Cow;

use metstatus::internals::intake::log::{LogLine, LogReader, LogRow};

/// What a line is read as occurs in it, and the same line is read as the same again, whatever came between.
pub(crate) fn holds(bytes: &[u8]) {
    let mut reader = LogReader::default();
    for line in bytes.split(|byte| *byte == b'\n') {
        let LogRow::Request(found) = reader.read(line) else { continue };
        stands_in(line, &found);
        match reader.read(line) {
            LogRow::Request(again) => assert_eq!(again, found),
            other => panic!("{other:?} after {found:?}"),
        }
    }
}

/// Asserts that a line holds what was read of it, or more where escapes were replaced.
fn stands_in(line: &[u8], found: &LogLine<'_>) {
    let within =
        |part: &[u8]| line.as_ptr_range().start <= part.as_ptr() && part.as_ptr_range().end <= line.as_ptr_range().end;
    let texts = [Some(&found.method), Some(&found.target), found.referer.as_ref(), found.user_agent.as_ref()];
    for text in texts.into_iter().flatten() {
        assert!(text.len() <= line.len(), "{text:?} of {line:?}");
        let borrowed = matches!(text, Cow::Borrowed(part) if !part.is_empty() && !within(part));
        assert!(!borrowed || line.windows(text.len()).any(|part| part == &**text), "{text:?} of {line:?}");
    }
    assert!(found.host.is_none_or(|host| host.is_empty() || within(host)), "{found:?}");
    assert!(found.status < 1000, "{found:?}");
}
