//! What a replay with If-Modified-Since needs of the first response (RFC 9110 §13.1.3).

use super::outcome::{ReplayedResponse, RevalidationOutcome};
use crate::http::time::date::{DateForm, Timestamp, parse_http_date};
use crate::text::escape::Text;

/// The value for If-Modified-Since (RFC 9110 §13.1.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Validator {
    /// The date as a sender must write it: an IMF-fixdate (RFC 9110 §5.6.7).
    pub value: String,
    /// Last-Modified as it came, for servers that compare bytes.
    pub verbatim: String,
    /// Whether it came as a conformant IMF-fixdate; both values are then the same.
    pub conformant: bool,
    /// The time that it means.
    pub timestamp: Timestamp,
}

/// Why a response cannot be asked for with If-Modified-Since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoValidator {
    /// The status is not a success, and a precondition would be ignored (RFC 9110 §13.2.1).
    NotSuccess,
    /// There is no Last-Modified.
    NoLastModified,
    /// Last-Modified is not a date, and a server would ignore it.
    Invalid,
}

impl NoValidator {
    /// What a replay that could not be sent comes to.
    pub(crate) fn outcome(self) -> RevalidationOutcome {
        match self {
            Self::NotSuccess => RevalidationOutcome::Skipped,
            Self::NoLastModified | Self::Invalid => RevalidationOutcome::NotPossible,
        }
    }
}

/// The validator of the first response, when a replay can be sent at all (RFC 9110 §13.1.3, §13.2.1).
///
/// # Errors
/// When the response is not a success or has no Last-Modified that can be sent back.
pub(crate) fn validator(first: &ReplayedResponse<'_>, now: Timestamp) -> Result<Validator, NoValidator> {
    if !(200..=299).contains(&first.status) {
        return Err(NoValidator::NotSuccess);
    }
    let line = first.fields.get("last-modified").ok_or(NoValidator::NoLastModified)?;
    sendable(line, now).ok_or(NoValidator::Invalid)
}

fn sendable(line: &Text, now: Timestamp) -> Option<Validator> {
    let date = parse_http_date(line.as_bytes(), now);
    let timestamp = date.timestamp?;
    let verbatim = line.as_str()?.to_owned();
    let conformant = date.conformant && date.form == Some(DateForm::ImfFixdate);
    // Rewritten, a conformant value could only lose: a leap second, or a year before 1970.
    let value = if conformant { verbatim.clone() } else { timestamp.imf_fixdate()? };
    Some(Validator { value, verbatim, conformant, timestamp })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(1_795_334_400);

    fn of(status: u16, last_modified: Option<&str>) -> Result<Validator, NoValidator> {
        let fields = last_modified.map(|value| ("Last-Modified", value)).into_iter().collect();
        validator(&ReplayedResponse { status, fields: &fields, body: None }, NOW)
    }

    #[test]
    fn sender_writes_imf_fixdate() {
        let rows = [
            ("Sun, 22 Nov 2026 07:00:00 GMT", "Sun, 22 Nov 2026 07:00:00 GMT", true),
            ("Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", false),
            ("Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 GMT", false),
            ("Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", false),
            ("Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 GMT", false),
            ("Sat, 31 Dec 2016 23:59:60 GMT", "Sat, 31 Dec 2016 23:59:60 GMT", true),
            ("Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", true),
        ];
        for (came, sent, conformant) in rows {
            let validator = of(200, Some(came)).unwrap();
            assert_eq!((validator.value.as_str(), validator.verbatim.as_str()), (sent, came));
            assert_eq!(validator.conformant, conformant, "{came}");
        }
    }

    #[test]
    fn not_every_response_can_be_replayed() {
        let modified = Some("Sun, 22 Nov 2026 07:00:00 GMT");
        for status in [304, 403, 404, 429, 500] {
            let reason = of(status, modified).unwrap_err();
            assert_eq!(reason, NoValidator::NotSuccess);
            assert_eq!(reason.outcome(), RevalidationOutcome::Skipped);
        }
        assert_eq!(of(200, None), Err(NoValidator::NoLastModified));
        for value in ["0", "", "yesterday", "Sun Jan  4 00:00:00 1600"] {
            let reason = of(200, Some(value)).unwrap_err();
            assert_eq!(reason, NoValidator::Invalid);
            assert_eq!(reason.outcome(), RevalidationOutcome::NotPossible);
        }
    }
}
