//! Dates and times as servers, files and people write them.

use metstatus::internals::http::time::date::{DateForm, Timestamp, parse_http_date};

use super::{NOW, assert_line};

/// A date that follows the grammar is the one that is written back; one that may be computed with is one; a time that
/// was read from any form is shown as one that means the same.
pub(crate) fn holds(bytes: &[u8]) {
    for now in [NOW, Timestamp::from_unix(0), Timestamp::from_unix(i64::MIN), Timestamp::from_unix(i64::MAX)] {
        let date = parse_http_date(bytes, now);
        assert_eq!(date.timestamp.is_some(), date.form.is_some());
        assert!(!date.conformant || (date.usable_for_expires && date.timestamp.is_some()), "{date:?}");
        assert!(date.timestamp.is_some() || !date.warnings.is_empty(), "nothing is said of what is no date");
        for warning in &date.warnings {
            assert_line("warning", &warning.to_string());
        }
        let written = date.timestamp.and_then(Timestamp::imf_fixdate);
        // A leap second, which the grammar allows, is a second that the calendar here does not have.
        let is_plain = date.conformant && !bytes.windows(4).any(|part| part == b":60 ");
        if let Some(written) = written.filter(|_| is_plain && date.form == Some(DateForm::ImfFixdate)) {
            assert_eq!(written.as_bytes(), bytes.trim_ascii());
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(time) = Timestamp::parse_rfc3339(text) {
        assert_line("time", &time.to_string());
        assert_eq!(Timestamp::parse_rfc3339(&time.to_string()).map(Timestamp::unix), in_four_digits(time));
    }
}

/// A time whose year four digits hold, as RFC 3339 demands.
fn in_four_digits(time: Timestamp) -> Option<i64> {
    (-62_167_219_200..=253_402_300_799).contains(&time.unix()).then_some(time.unix())
}
