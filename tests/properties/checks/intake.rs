//! Captured input of every kind.

use metstatus::internals::intake::{self, Reading};

use super::{NOW, assert_line};

/// What was read is no more than what was there, and has its place; what could not be read is reported in a line.
pub(crate) fn holds(bytes: &[u8]) {
    match intake::read(bytes) {
        Ok(reading) => whole(bytes, reading),
        Err(error) => {
            let shown = error.to_string();
            assert_line("error", &shown);
            assert!(shown.chars().count() < 400, "{shown}");
            let lines = bytes.split(|byte| *byte == b'\n').count();
            assert!((1..=lines.max(1)).contains(&error.line), "line {} of {lines}: {shown}", error.line);
        }
    }
}

/// What holds for a reading of an input.
pub(crate) fn whole(bytes: &[u8], reading: Reading) {
    assert!(!reading.captured.is_empty(), "nothing was read, and nothing said of it");
    let mut content = 0;
    let mut exchanges = 0;
    for note in &reading.notes {
        assert_line("note", note);
    }
    for mut captured in reading.captured {
        assert_line("place", &captured.place);
        assert!(!captured.evidence.exchanges.is_empty(), "{}", captured.place);
        intake::receive(&mut captured.evidence, captured.at.unwrap_or(NOW));
        for exchange in &captured.evidence.exchanges {
            assert!(!exchange.live && exchange.received_at >= exchange.sent_at);
            assert!(exchange.response.is_some() || exchange.failure.is_some() || exchange.request.is_some());
            content += exchange.response.as_ref().map_or(0, |response| response.body.bytes.len());
            exchanges += 1;
        }
    }
    // What is not UTF-8 is read as U+FFFD, which has three bytes, where lines are read as text.
    let most = String::from_utf8_lossy(bytes).len();
    assert!(content <= most, "{content} bytes of content out of {most}");
    assert!(exchanges <= bytes.len() / 8 + 1, "{exchanges} exchanges out of {} bytes", bytes.len());
}
