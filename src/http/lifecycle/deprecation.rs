//! Whether and since when a resource is deprecated (RFC 9745).

use sfv::{BareItem, Item, Parser};

use super::announced::{Epoch, LifecycleField, LifecycleWarning, WarningKind, iso_date};
use super::sunset::sunset;
use crate::http::syntax::message::Fields;
use crate::http::time::date::{DateWarning, Timestamp, parse_http_date};
use crate::text::escape::Text;

/// What Deprecation says (RFC 9745 §2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// Whether the resource is deprecated.
    pub state: DeprecationState,
    /// From when on; `None` when the field names no time.
    pub at: Option<Timestamp>,
    /// The notation; `None` when it is none that is known.
    form: Option<DeprecationForm>,
    /// Whether the field is one Date of RFC 9651 §3.3.7, as RFC 9745 §2.1 wants it.
    pub conformant: bool,
    /// What deserves a remark.
    pub warnings: Vec<LifecycleWarning>,
}

/// Whether the resource is deprecated (RFC 9745 §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeprecationState {
    /// It is.
    Deprecated,
    /// It will be, from the time on that the field names.
    WillBeDeprecated,
    /// The field denies it, which RFC 9745 gives it no means to do.
    NotDeprecated,
    /// The field must be ignored (RFC 9651 §4.2), and no older notation fits either.
    Unknown,
}

#[cfg(test)]
impl DeprecationState {
    /// The name in the tables of the tests.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Deprecated => "deprecated",
            Self::WillBeDeprecated => "will-be-deprecated",
            Self::NotDeprecated => "not-deprecated",
            Self::Unknown => "unknown",
        }
    }
}

/// The notations of Deprecation, before RFC 9745 and beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DeprecationForm {
    /// `@1688169599`, the only one of RFC 9745 §2.1.
    Rfc9745,
    /// `true`, of the drafts before it.
    DraftTrue,
    /// An HTTP date, of the drafts before it.
    DraftHttpDate,
    /// `?1` or `?0`, a Boolean (RFC 9651 §3.3.6) that no specification ever had here.
    SfBoolean,
}

#[cfg(test)]
impl DeprecationForm {
    /// The name in the tables of the tests.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Rfc9745 => "rfc9745",
            Self::DraftTrue => "draft-true",
            Self::DraftHttpDate => "draft-http-date",
            Self::SfBoolean => "sf-boolean",
        }
    }
}

/// Reads Deprecation of a response; `None` when there is none (RFC 9745 §2.1).
pub fn deprecation(fields: &Fields, now: Timestamp) -> Option<Deprecation> {
    let mut lines = fields.all("deprecation");
    let line = lines.next()?;
    // Several lines are one list (RFC 9651 §4.2), and a list is not a Date; which line to believe is not known.
    let DeprecationReading { form, meaning, mut warnings } = match lines.next() {
        Some(_) => DeprecationReading::unreadable(warning(WarningKind::Duplicate)),
        None => read_line(line, now),
    };
    let at = match meaning {
        DateMeaning::From(at) => Some(at),
        DateMeaning::Yes | DateMeaning::No | DateMeaning::Unknown => None,
    };
    let earlier = |at| sunset(fields, now).and_then(|sunset| sunset.at).filter(|end| *end < at);
    warnings.extend(at.and_then(earlier).map(|end| warning(WarningKind::SunsetBefore(end))));
    Some(Deprecation {
        state: meaning.state(now),
        at,
        form,
        conformant: form == Some(DeprecationForm::Rfc9745) && at.is_some(),
        warnings,
    })
}

fn warning(kind: WarningKind) -> LifecycleWarning {
    LifecycleField::Deprecation.warning(kind)
}

/// What a value says, before it is compared with the present.
#[derive(Clone, Copy)]
enum DateMeaning {
    From(Timestamp),
    Yes,
    No,
    Unknown,
}

impl DateMeaning {
    fn state(self, now: Timestamp) -> DeprecationState {
        match self {
            Self::From(at) if at > now => DeprecationState::WillBeDeprecated,
            Self::From(_) | Self::Yes => DeprecationState::Deprecated,
            Self::No => DeprecationState::NotDeprecated,
            Self::Unknown => DeprecationState::Unknown,
        }
    }
}

struct DeprecationReading {
    form: Option<DeprecationForm>,
    meaning: DateMeaning,
    warnings: Vec<LifecycleWarning>,
}

impl DeprecationReading {
    fn new(form: DeprecationForm, meaning: DateMeaning, warnings: Vec<LifecycleWarning>) -> Self {
        Self { form: Some(form), meaning, warnings }
    }

    fn unreadable(warning: LifecycleWarning) -> Self {
        Self { form: None, meaning: DateMeaning::Unknown, warnings: vec![warning] }
    }
}

fn read_line(line: &Text, now: Timestamp) -> DeprecationReading {
    let value = line.as_bytes().trim_ascii();
    let bad = |meant| warning(WarningKind::BadSyntax { value: line.clone(), meant });
    match Parser::new(value).parse::<Item>().map(|item| item.bare_item) {
        Ok(BareItem::Date(date)) => {
            let (meaning, warnings) = match Epoch::of(i64::from(date.unix_seconds())) {
                Epoch::Seconds(at) => (DateMeaning::From(at), vec![]),
                // Deprecated long since or not for thousands of years: the number alone does not say.
                Epoch::Milliseconds(at) => {
                    (DateMeaning::Unknown, vec![warning(WarningKind::LooksLikeMilliseconds(at))])
                }
            };
            DeprecationReading::new(DeprecationForm::Rfc9745, meaning, warnings)
        }
        Ok(BareItem::Boolean(yes)) => {
            let meaning = if yes { DateMeaning::Yes } else { DateMeaning::No };
            DeprecationReading::new(DeprecationForm::SfBoolean, meaning, vec![bad(None)])
        }
        // A literal in ABNF has no case (RFC 5234 §2.3).
        Ok(BareItem::Token(token)) if token.as_str().eq_ignore_ascii_case("true") => {
            DeprecationReading::new(DeprecationForm::DraftTrue, DateMeaning::Yes, vec![warning(WarningKind::DraftForm)])
        }
        Ok(BareItem::Integer(number)) => match Epoch::plausible(i64::from(number)) {
            Some(Epoch::Milliseconds(time)) => {
                let mut reading = DeprecationReading::unreadable(bad(None));
                reading.warnings.push(warning(WarningKind::LooksLikeMilliseconds(time)));
                reading
            }
            Some(Epoch::Seconds(time)) => DeprecationReading::unreadable(bad(Some(time))),
            None => DeprecationReading::unreadable(bad(None)),
        },
        _ => http_date(value, now).unwrap_or_else(|| DeprecationReading::unreadable(bad(iso_date(value)))),
    }
}

/// The date of the drafts; it has a comma, so it is read whole.
fn http_date(value: &[u8], now: Timestamp) -> Option<DeprecationReading> {
    let date = parse_http_date(value, now);
    (!date.warnings.contains(&DateWarning::NotADate)).then(|| {
        let remarks = date.warnings.into_iter().map(|date| warning(WarningKind::Date(date)));
        let warnings = std::iter::once(warning(WarningKind::DraftForm)).chain(remarks).collect();
        let meaning = date.timestamp.map_or(DateMeaning::Unknown, DateMeaning::From);
        DeprecationReading::new(DeprecationForm::DraftHttpDate, meaning, warnings)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A value, its time, state, form, and the warnings.
    type Row = (&'static str, Option<i64>, &'static str, &'static str, &'static [&'static str]);

    const NOW: i64 = 1_795_334_400;

    fn read(lines: &[(&str, &str)]) -> Deprecation {
        deprecation(&lines.iter().copied().collect(), Timestamp::from_unix(NOW)).unwrap()
    }

    fn one(value: &str) -> Deprecation {
        read(&[("Deprecation", value)])
    }

    fn names(deprecation: &Deprecation) -> Vec<&'static str> {
        deprecation.warnings.iter().map(LifecycleWarning::as_str).collect()
    }

    #[test]
    fn deprecation_date_is_what_the_rfc_wants() {
        let rows = [
            ("@1688169599", 1_688_169_599, "deprecated"),
            ("@0", 0, "deprecated"),
            ("@-1", -1, "deprecated"),
            ("@1795334400", NOW, "deprecated"),
            ("@1795334401", NOW + 1, "will-be-deprecated"),
            ("@1796198400", 1_796_198_400, "will-be-deprecated"),
            ("@1796198399", 1_796_198_399, "will-be-deprecated"),
            ("@253402300799", 253_402_300_799, "will-be-deprecated"),
            ("@1688169599;a=b;c", 1_688_169_599, "deprecated"),
            ("@1688169599; note=\"x, y\"", 1_688_169_599, "deprecated"),
        ];
        for (value, unix, state) in rows {
            let result = one(value);
            assert_eq!((result.state.as_str(), result.at), (state, Some(Timestamp::from_unix(unix))), "{value}");
            assert_eq!(result.form, Some(DeprecationForm::Rfc9745), "{value}");
            assert!(result.conformant && result.warnings.is_empty(), "{value}");
        }
    }

    #[test]
    fn forms_of_the_drafts_are_understood() {
        let rows: [Row; 9] = [
            ("true", None, "deprecated", "draft-true", &["draft-form"]),
            ("True", None, "deprecated", "draft-true", &["draft-form"]),
            ("Sun, 11 Nov 2018 23:59:59 GMT", Some(1_541_980_799), "deprecated", "draft-http-date", &["draft-form"]),
            (
                "Wed, 02 Dec 2026 08:00:00 GMT",
                Some(1_796_198_400),
                "will-be-deprecated",
                "draft-http-date",
                &["draft-form"],
            ),
            (
                "Sun, 11 Nov 2018 23:59:59 UTC",
                Some(1_541_980_799),
                "deprecated",
                "draft-http-date",
                &["draft-form", "zone-not-gmt"],
            ),
            (
                "Sat, 11 Nov 2018 23:59:59 GMT",
                Some(1_541_980_799),
                "deprecated",
                "draft-http-date",
                &["draft-form", "weekday-mismatch"],
            ),
            ("Sun, 31 Nov 2018 23:59:59 GMT", None, "unknown", "draft-http-date", &["draft-form", "impossible"]),
            ("?1", None, "deprecated", "sf-boolean", &["bad-syntax"]),
            ("?0", None, "not-deprecated", "sf-boolean", &["bad-syntax"]),
        ];
        for (value, unix, state, form, warnings) in rows {
            let result = one(value);
            assert_eq!((result.state.as_str(), result.at), (state, unix.map(Timestamp::from_unix)), "{value}");
            assert_eq!(result.form.map(DeprecationForm::as_str), Some(form), "{value}");
            assert!(!result.conformant, "{value}");
            assert_eq!(names(&result), warnings, "{value}");
        }
    }

    #[test]
    fn deprecation_close_to_a_date_is_unknown() {
        let rows = [
            "2026-01-31",
            "2026-01-31T00:00:00Z",
            "1688169599",
            "1",
            "20260131",
            "@1688169599.5",
            "@ 1688169599",
            "@",
            "@+1",
            "@1688169599000000",
            "@1688169599, @1688169600",
            "@1688169599,",
            "@1688169599;",
            "\"@1688169599\"",
            "\"true\"",
            "?2",
            "truely",
            "version=\"1\"",
            "",
            "deprecated",
            "١٦٨٨",
        ];
        for value in rows {
            let result = one(value);
            assert_eq!((result.state.as_str(), result.at), ("unknown", None), "{value}");
            assert!(result.form.is_none() && !result.conformant, "{value}");
            assert_eq!(names(&result), ["bad-syntax"], "{value}");
        }
    }

    #[test]
    fn milliseconds_are_neither_believed_nor_lost() {
        let meant = warning(WarningKind::LooksLikeMilliseconds(Timestamp::from_unix(1_688_169_599)));
        let result = one("@1688169599000");
        assert_eq!((result.state, result.at, result.conformant), (DeprecationState::Unknown, None, false));
        assert_eq!(result.warnings.as_slice(), std::slice::from_ref(&meant));
        let bare = one("1688169599000");
        assert_eq!((bare.state, bare.warnings.last()), (DeprecationState::Unknown, Some(&meant)));
        assert_eq!(names(&one("@999999999999999")), ["looks-like-milliseconds"]);
        assert_eq!(names(&one("@253402300800")), ["looks-like-milliseconds"]);
    }

    #[test]
    fn several_lines_are_no_date() {
        let lines = [("Deprecation", "@1688169599"), ("deprecation", "@1688169600")];
        let result = read(&lines);
        assert_eq!((result.state, result.at, result.form), (DeprecationState::Unknown, None, None));
        assert!(!result.conformant);
        assert_eq!(names(&result), ["duplicate"]);
    }

    #[test]
    fn without_the_field_there_is_nothing() {
        let link = ("Link", "<https://developer.example.com/deprecation>; rel=\"deprecation\"; type=\"text/html\"");
        assert_eq!(deprecation(&[link].into_iter().collect(), Timestamp::from_unix(NOW)), None);
    }

    #[test]
    fn end_does_not_come_before_the_deprecation() {
        let rows = [
            ("@1893456000", "Sun, 30 Jun 2024 23:59:59 GMT", true),
            ("@1719792000", "Sun, 30 Jun 2024 23:59:59 GMT", true),
            ("@1719791999", "Sun, 30 Jun 2024 23:59:59 GMT", false),
            ("@1688169599", "Sun, 30 Jun 2024 23:59:59 UTC", false),
            ("Mon, 01 Jul 2024 00:00:00 GMT", "Sun, 30 Jun 2024 23:59:59 GMT", true),
            ("true", "Sun, 30 Jun 2024 23:59:59 GMT", false),
            ("@1893456000", "soon", false),
        ];
        for (value, end, warned) in rows {
            let result = read(&[("Deprecation", value), ("Sunset", end)]);
            let warning = warning(WarningKind::SunsetBefore(Timestamp::from_unix(1_719_791_999)));
            assert_eq!(result.warnings.contains(&warning), warned, "{value} {end}");
        }
    }

    #[test]
    fn warnings_speak_to_a_person() {
        let rows = [
            (
                "2026-01-31",
                "Deprecation is not a Date such as @1688169599: 2026-01-31 (probably 2026-01-31T00:00:00Z is meant)",
            ),
            ("1688169599", "Deprecation is an integer instead of a Date: write @1688169599"),
            ("20260131", "Deprecation is not a Date such as @1688169599: 20260131"),
            ("?1", "Deprecation is not a Date such as @1688169599: ?1"),
            (
                "@1688169599000",
                "the number in Deprecation looks like milliseconds (probably 2023-06-30T23:59:59Z is meant)",
            ),
            ("true", "Deprecation follows a draft of RFC 9745, not the RFC"),
        ];
        for (value, shown) in rows {
            assert_eq!(one(value).warnings.first().unwrap().to_string(), shown);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..40),
            near in "[@?]?-?[0-9]{0,20}[;.a-z=]{0,4}",
            now in any::<i64>(),
        ) {
            for value in [bytes.as_slice(), near.as_bytes()] {
                let fields = [("Deprecation", value), ("Sunset", value)].into_iter().collect();
                let result = deprecation(&fields, Timestamp::from_unix(now)).unwrap();
                prop_assert!(!result.conformant || result.form == Some(DeprecationForm::Rfc9745));
                for warning in result.warnings {
                    prop_assert!(!warning.to_string().is_empty());
                }
            }
        }
    }
}
