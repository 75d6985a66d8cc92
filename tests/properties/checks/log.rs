//! Lines of the logs of servers and proxies.

use metstatus::internals::intake::log::{LogLine, LogReader, LogRow};

/// What a line is read as is no longer than the line, and the same line is read as the same again, whatever came between.
pub(crate) fn holds(bytes: &[u8]) {
    let mut reader = LogReader::default();
    for line in bytes.split(|byte| *byte == b'\n') {
        let Some(found) = read(&mut reader, line) else { continue };
        assert_eq!(read(&mut reader, line).as_deref(), Some(&*found));
    }
}

/// What a line is read as, as a text.
fn read(reader: &mut LogReader, line: &[u8]) -> Option<String> {
    let mut found = None;
    let row = reader.read(line, &mut |read| {
        is_within(line, read);
        found = Some(format!("{read:?}"));
    });
    assert_eq!(row == LogRow::Request, found.is_some());
    found
}

/// Asserts that nothing of what was read is longer than the line, and that the status is one.
fn is_within(line: &[u8], found: &LogLine<'_>) {
    let event = &found.event;
    // Between path and query there may be one byte more than in the line.
    assert!(event.target.len() <= line.len() + 1 && !event.target.is_empty(), "{found:?}");
    for text in [event.method, event.user_agent, event.host, event.address, found.referer].into_iter().flatten() {
        assert!(text.len() <= line.len(), "{text:?} of {line:?}");
    }
    assert!(event.status.is_none_or(|status| status < 1000), "{found:?}");
}
