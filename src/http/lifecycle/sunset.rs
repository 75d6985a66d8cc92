//! When a resource is expected to become unavailable (RFC 8594 §3).

use sfv::{BareItem, Item, Parser};

use super::announced::{Epoch, LifecycleField, LifecycleWarning, WarningKind, iso_date};
use crate::http::syntax::message::Fields;
use crate::http::time::date::{DateWarning, Timestamp, parse_http_date};
use crate::text::escape::Text;

/// What Sunset announces (RFC 8594 §3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sunset {
    /// From when on the resource may be gone, the earliest of all lines; `None` when no line names a time.
    pub at: Option<Timestamp>,
    /// Whether the field is one line that holds an HTTP date in a legal form (RFC 8594 §3, RFC 9110 §5.6.7).
    pub conformant: bool,
    /// What deserves a remark.
    pub warnings: Vec<LifecycleWarning>,
}

/// Reads Sunset of a response; `None` when there is none (RFC 8594 §3).
pub fn sunset(fields: &Fields, now: Timestamp) -> Option<Sunset> {
    let lines: Vec<_> = fields.all("sunset").map(|line| read_line(line, now)).collect();
    let single = lines.len() == 1;
    let conformant = single && lines.iter().all(|line| line.conformant);
    let at = lines.iter().filter_map(|line| line.at).min();
    let duplicate = (!single).then(|| warning(WarningKind::Duplicate));
    let found = !lines.is_empty();
    let warnings = duplicate.into_iter().chain(lines.into_iter().flat_map(|line| line.warnings)).collect();
    found.then_some(Sunset { at, conformant, warnings })
}

fn warning(kind: WarningKind) -> LifecycleWarning {
    LifecycleField::Sunset.warning(kind)
}

/// What one line says.
struct SunsetLine {
    at: Option<Timestamp>,
    conformant: bool,
    warnings: Vec<LifecycleWarning>,
}

fn read_line(line: &Text, now: Timestamp) -> SunsetLine {
    let value = line.as_bytes().trim_ascii();
    let date = parse_http_date(value, now);
    if !date.warnings.contains(&DateWarning::NotADate) {
        // The day of an end is worth knowing, also where a cache would have to refuse the value.
        let warnings = date.warnings.into_iter().map(|date| warning(WarningKind::Date(date))).collect();
        return SunsetLine { at: date.timestamp, conformant: date.conformant, warnings };
    }
    let bad = |at, meant| SunsetLine {
        at,
        conformant: false,
        warnings: vec![warning(WarningKind::BadSyntax { value: line.clone(), meant })],
    };
    let epoch = match Parser::new(value).parse::<Item>().map(|item| item.bare_item) {
        // The notation of Deprecation (RFC 9745 §2.1), so there is no doubt what the number is.
        Ok(BareItem::Date(date)) => match Epoch::of(i64::from(date.unix_seconds())) {
            Epoch::Seconds(time) => return bad(Some(time), None),
            milliseconds @ Epoch::Milliseconds(_) => Some(milliseconds),
        },
        Ok(BareItem::Integer(number)) => Epoch::plausible(i64::from(number)),
        _ => None,
    };
    match epoch {
        Some(Epoch::Milliseconds(time)) => {
            let mut line = bad(None, None);
            line.warnings.push(warning(WarningKind::LooksLikeMilliseconds(time)));
            line
        }
        Some(Epoch::Seconds(time)) => bad(None, Some(time)),
        None => bad(None, iso_date(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A value, its time, whether it conforms, and the warnings.
    type Row = (&'static str, i64, bool, &'static [&'static str]);

    const NOW: i64 = 1_795_334_400;

    fn read(lines: &[&str]) -> Sunset {
        let fields = lines.iter().map(|line| ("Sunset", *line)).collect();
        sunset(&fields, Timestamp::from_unix(NOW)).unwrap()
    }

    fn names(sunset: &Sunset) -> Vec<&'static str> {
        sunset.warnings.iter().map(LifecycleWarning::as_str).collect()
    }

    #[test]
    fn http_dates_are_read_in_every_form() {
        let rows: [Row; 12] = [
            ("Tue, 22 Dec 2026 08:00:00 GMT", 1_797_926_400, true, &[]),
            ("Tue, 22 Dec 2026 07:59:59 GMT", 1_797_926_399, true, &[]),
            ("Sun, 22 Nov 2026 08:00:00 GMT", NOW, true, &[]),
            ("Sun, 22 Nov 2026 08:00:01 GMT", NOW + 1, true, &[]),
            ("Sun, 30 Jun 2024 23:59:59 GMT", 1_719_791_999, true, &[]),
            ("Sun, 30 Jun 2024 23:59:59 UTC", 1_719_791_999, false, &["zone-not-gmt"]),
            ("Sat, 31 Dec 2018 23:59:59 GMT", 1_546_300_799, false, &["weekday-mismatch"]),
            ("Thursday, 31-Dec-26 23:59:59 GMT", 1_798_761_599, true, &["obsolete-format"]),
            ("Thu Dec 31 23:59:59 2026", 1_798_761_599, true, &["obsolete-format"]),
            ("thu, 31 dec 2026 23:59:59 gmt", 1_798_761_599, false, &["wrong-case"]),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0, true, &[]),
            ("Wed, 31 Dec 1969 23:59:59 GMT", -1, true, &[]),
        ];
        for (value, unix, conformant, warnings) in rows {
            let sunset = read(&[value]);
            assert_eq!(sunset.at, Some(Timestamp::from_unix(unix)), "{value}");
            assert_eq!(sunset.conformant, conformant, "{value}");
            assert_eq!(names(&sunset), warnings, "{value}");
        }
    }

    #[test]
    fn notation_of_deprecation_is_recognised() {
        for (value, unix) in
            [("@1719791999", 1_719_791_999), ("@1719791999;a=b", 1_719_791_999), ("@0", 0), ("@-1", -1)]
        {
            let sunset = read(&[value]);
            assert_eq!(sunset.at, Some(Timestamp::from_unix(unix)), "{value}");
            assert!(!sunset.conformant, "{value}");
            assert_eq!(names(&sunset), ["bad-syntax"], "{value}");
        }
    }

    #[test]
    fn sunset_that_names_no_time_is_unknown() {
        let rows: [(&str, &[&str]); 16] = [
            ("2027-01-01T00:00:00Z", &["bad-syntax"]),
            ("2027-01-01", &["bad-syntax"]),
            ("1798761599", &["bad-syntax"]),
            ("1798761599000", &["bad-syntax", "looks-like-milliseconds"]),
            ("@1719791999000", &["bad-syntax", "looks-like-milliseconds"]),
            ("@1719791999.5", &["bad-syntax"]),
            ("@17197919990000000", &["bad-syntax"]),
            ("@", &["bad-syntax"]),
            ("not a date", &["bad-syntax"]),
            ("true", &["bad-syntax"]),
            ("", &["bad-syntax"]),
            ("\"Tue, 22 Dec 2026 08:00:00 GMT\"", &["bad-syntax"]),
            ("Tue, 22 Dec 2026 08:00:00 GMT, Tue, 22 Dec 2026 08:00:00 GMT", &["zone-not-gmt"]),
            ("Tue, 22 Dec 2026 08:00:00 EST", &["zone-not-gmt"]),
            ("Tue, 22 Dec 2026 08:00 GMT", &["bad-syntax"]),
            ("Tue, 31 Nov 2026 08:00:00 GMT", &["impossible"]),
        ];
        for (value, warnings) in rows {
            let sunset = read(&[value]);
            assert_eq!(sunset.at, None, "{value}");
            assert!(!sunset.conformant, "{value}");
            assert_eq!(names(&sunset), warnings, "{value}");
        }
    }

    #[test]
    fn earliest_of_several_lines_counts() {
        let early = "Mon, 23 Nov 2026 08:00:00 GMT";
        let late = "Wed, 02 Dec 2026 08:00:00 GMT";
        let rows: [(&[&str], &[&str]); 4] = [
            (&[early, late], &["duplicate"]),
            (&[late, early], &["duplicate"]),
            (&[early, early], &["duplicate"]),
            (&["soon", early], &["duplicate", "bad-syntax"]),
        ];
        for (lines, warnings) in rows {
            let sunset = read(lines);
            assert_eq!(sunset.at, Some(Timestamp::from_unix(1_795_420_800)), "{lines:?}");
            assert!(!sunset.conformant, "{lines:?}");
            assert_eq!(names(&sunset), warnings, "{lines:?}");
        }
    }

    #[test]
    fn without_the_field_there_is_nothing() {
        assert_eq!(sunset(&[("X-Sunset", "@0")].into_iter().collect(), Timestamp::from_unix(NOW)), None);
    }

    #[test]
    fn warnings_speak_to_a_person() {
        let rows = [
            ("2027-01-01", "Sunset is not an HTTP-date: 2027-01-01 (probably 2027-01-01T00:00:00Z is meant)"),
            ("1798761599", "Sunset is not an HTTP-date: 1798761599 (probably 2026-12-31T23:59:59Z is meant)"),
            ("@1798761599", "Sunset is not an HTTP-date: @1798761599"),
            ("20270101", "Sunset is not an HTTP-date: 20270101"),
            ("\u{1b}[31m", "Sunset is not an HTTP-date: \\x1b[31m"),
            ("Thu, 31 Dec 2026 23:59:59 UTC", "in Sunset, the zone is not GMT"),
        ];
        for (value, shown) in rows {
            assert_eq!(read(&[value]).warnings.first().unwrap().to_string(), shown);
        }
        assert_eq!(
            read(&["@1798761599000"]).warnings.last().unwrap().to_string(),
            "the number in Sunset looks like milliseconds (probably 2026-12-31T23:59:59Z is meant)"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..40),
            near in "@?-?[0-9]{0,20}[;.a-z]{0,4}",
            now in any::<i64>(),
        ) {
            for value in [bytes.as_slice(), near.as_bytes()] {
                let fields = [("Sunset", value)].into_iter().collect();
                let sunset = sunset(&fields, Timestamp::from_unix(now)).unwrap();
                prop_assert!(!sunset.conformant || sunset.at.is_some());
                for warning in sunset.warnings {
                    prop_assert!(!warning.to_string().is_empty());
                }
            }
        }
    }
}
