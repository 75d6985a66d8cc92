//! What Sunset and Deprecation have in common: each names a time in one value, and both are written wrongly in the same
//! ways.

use std::fmt;

use crate::http::time::date::{DateWarning, Timestamp, parse_user_time};
use crate::text::escape::Text;

/// The end of the year 9999, up to which the Dates of structured fields can be relied on (RFC 9651 §3.3.7).
const LAST_FOUR_DIGIT_SECOND: i64 = 253_402_300_799;
/// September 2001: fewer digits than this are not taken for seconds since 1970 where nothing says that they are.
const FIRST_TEN_DIGIT_SECOND: i64 = 1_000_000_000;

/// The fields that announce an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LifecycleField {
    Sunset,
    Deprecation,
}

/// Something about Sunset or Deprecation that deserves a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifecycleWarning {
    field: LifecycleField,
    pub(super) kind: WarningKind,
}

/// What deserves a remark (RFC 8594 §3, RFC 9745 §2.1, §4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WarningKind {
    /// There is more than one line. Of Sunset the earliest time counts; Deprecation must be ignored (RFC 9651 §4.2).
    Duplicate,
    /// The value is in the notation of a draft.
    DraftForm,
    /// About a value that is an HTTP date.
    Date(DateWarning),
    /// The value is in none of the notations that the field has had.
    BadSyntax {
        /// The value as it came.
        value: Text,
        /// The time that it probably means.
        meant: Option<Timestamp>,
    },
    /// The value is a number of seconds beyond the year 9999; the time is that of as many milliseconds.
    LooksLikeMilliseconds(Timestamp),
    /// Sunset, at this time, is earlier than Deprecation, which it must not be (RFC 9745 §4).
    SunsetBefore(Timestamp),
}

impl LifecycleField {
    pub(super) fn warning(self, kind: WarningKind) -> LifecycleWarning {
        LifecycleWarning { field: self, kind }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Sunset => "Sunset",
            Self::Deprecation => "Deprecation",
        }
    }
}

#[cfg(test)]
impl LifecycleWarning {
    /// The name in the tables of the tests.
    pub(super) fn as_str(&self) -> &'static str {
        match &self.kind {
            WarningKind::Duplicate => "duplicate",
            WarningKind::DraftForm => "draft-form",
            WarningKind::Date(warning) => warning.as_str(),
            WarningKind::BadSyntax { .. } => "bad-syntax",
            WarningKind::LooksLikeMilliseconds(_) => "looks-like-milliseconds",
            WarningKind::SunsetBefore(_) => "sunset-before-deprecation",
        }
    }
}

impl fmt::Display for LifecycleWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.field.name();
        match (&self.kind, self.field) {
            (WarningKind::Duplicate, LifecycleField::Sunset) => f.write_str("Sunset was sent more than once"),
            (WarningKind::Duplicate, _) => f.write_str("Deprecation was sent more than once; clients ignore it"),
            (WarningKind::DraftForm, _) => write!(f, "{name} follows a draft of RFC 9745, not the RFC"),
            (WarningKind::Date(warning), _) => write!(f, "in {name}, {warning}"),
            (WarningKind::BadSyntax { value, meant: Some(_) }, LifecycleField::Deprecation) if is_integer(value) => {
                write!(f, "Deprecation is an integer instead of a Date: write @{}", value.clipped(80))
            }
            (WarningKind::BadSyntax { value, meant }, field) => {
                let wanted =
                    if field == LifecycleField::Sunset { "an HTTP-date" } else { "a Date such as @1688169599" };
                write!(f, "{name} is not {wanted}: {}", value.clipped(80))?;
                meant.map_or(Ok(()), |time| write!(f, " (probably {time} is meant)"))
            }
            (WarningKind::LooksLikeMilliseconds(time), _) => {
                write!(f, "the number in {name} looks like milliseconds (probably {time} is meant)")
            }
            (WarningKind::SunsetBefore(time), _) => write!(f, "Sunset ({time}) is earlier than {name}"),
        }
    }
}

/// Whether a value is a number of seconds without the @ of a Date (RFC 9651 §3.3.7).
fn is_integer(value: &Text) -> bool {
    !value.is_empty() && value.as_bytes().iter().all(u8::is_ascii_digit)
}

/// A number that means a time, judged by its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Epoch {
    /// Seconds since 1970.
    Seconds(Timestamp),
    /// Milliseconds since 1970: in seconds it would lie beyond the year 9999.
    Milliseconds(Timestamp),
}

impl Epoch {
    /// Judges `number`.
    pub(super) fn of(number: i64) -> Self {
        if number > LAST_FOUR_DIGIT_SECOND {
            Self::Milliseconds(Timestamp::from_unix(number / 1000))
        } else {
            Self::Seconds(Timestamp::from_unix(number))
        }
    }

    /// The time that a number without any mark of a time probably means.
    pub(super) fn plausible(number: i64) -> Option<Self> {
        (number >= FIRST_TEN_DIGIT_SECOND).then(|| Self::of(number))
    }
}

/// The time that a value in the notation of RFC 3339, with or without a time of day, probably means.
pub(super) fn iso_date(value: &[u8]) -> Option<Timestamp> {
    std::str::from_utf8(value).ok().and_then(parse_user_time)
}
