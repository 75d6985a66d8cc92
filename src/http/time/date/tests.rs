use super::*;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_unix(1_795_334_400);

fn parse(value: &str) -> HttpDate {
    parse_http_date(value.as_bytes(), NOW)
}

fn names(date: &HttpDate) -> Vec<&'static str> {
    date.warnings.iter().map(|warning| warning.as_str()).collect()
}

#[test]
fn legal_forms_are_read() {
    let rows = [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777, "imf-fixdate"),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777, "rfc850"),
        ("Sun Nov  6 08:49:37 1994", 784_111_777, "asctime"),
        ("Wed Nov 16 08:49:37 1994", 784_975_777, "asctime"),
        ("Thursday, 18-Aug-50 02:01:18 GMT", 2_544_400_878, "rfc850"),
        ("Wednesday, 01-Jan-70 00:00:00 GMT", 3_155_760_000, "rfc850"),
        ("Sunday, 22-Nov-76 08:00:00 GMT", 3_373_257_600, "rfc850"),
        ("Monday, 22-Nov-76 08:00:01 GMT", 217_497_601, "rfc850"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0, "imf-fixdate"),
        ("Wed, 31 Dec 1969 23:59:59 GMT", -1, "imf-fixdate"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799, "imf-fixdate"),
        ("Tue, 29 Feb 2028 00:00:00 GMT", 1_835_395_200, "imf-fixdate"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_800, "imf-fixdate"),
    ];
    for (value, unix, form) in rows {
        let date = parse(value);
        assert_eq!(date.timestamp, Some(Timestamp::from_unix(unix)), "{value}");
        assert_eq!(date.form.map(DateForm::as_str), Some(form), "{value}");
        assert!(date.conformant && date.usable_for_expires, "{value}");
        let expected: &[&str] = if form == "imf-fixdate" { &[] } else { &["obsolete-format"] };
        assert_eq!(names(&date), expected, "{value}");
    }
}

#[test]
fn cache_overlooks_case_and_day_name() {
    let rows: [(&str, i64, DateForm, &[&str]); 5] = [
        ("THU, 18 Aug 2050 02:01:18 GMT", 2_544_400_878, DateForm::ImfFixdate, &["wrong-case"]),
        ("Thu, 18 Aug 2050 02:01:18 gMT", 2_544_400_878, DateForm::ImfFixdate, &["wrong-case"]),
        ("sat, 29 oct 1994 19:43:31 gmt", 783_459_811, DateForm::ImfFixdate, &["wrong-case"]),
        ("Thu Aug  8 02:01:18 2050", 2_543_536_878, DateForm::Asctime, &["obsolete-format", "weekday-mismatch"]),
        ("Mon, 06 Nov 1994 08:49:37 GMT", 784_111_777, DateForm::ImfFixdate, &["weekday-mismatch"]),
    ];
    for (value, unix, form, warnings) in rows {
        let date = parse(value);
        assert_eq!(date.usable(), Some(Timestamp::from_unix(unix)), "{value}");
        assert_eq!(date.form, Some(form), "{value}");
        assert!(!date.conformant, "{value}");
        assert_eq!(names(&date), warnings, "{value}");
    }
}

#[test]
fn time_may_be_shown_that_must_not_be_acted_on() {
    let rows = [
        ("Thu, 18 Aug 2050 02:01:18 UTC", 2_544_400_878, "zone-not-gmt"),
        ("Sun, 06 Nov 1994 08:49:37 +0000", 784_111_777, "zone-not-gmt"),
        ("Wed, 17 Jul 2024 03:39:18 -0000", 1_721_187_558, "zone-not-gmt"),
        ("Sun, 06 Nov 1994 09:49:37 +0100", 784_111_777, "zone-not-gmt"),
        ("Sun, 6 Nov 1994 08:49:37 GMT", 784_111_777, "bad-syntax"),
    ];
    for (value, unix, warning) in rows {
        let date = parse(value);
        assert_eq!(date.timestamp, Some(Timestamp::from_unix(unix)), "{value}");
        assert_eq!(date.form, Some(DateForm::Other), "{value}");
        assert!(!date.conformant && date.usable().is_none(), "{value}");
        assert_eq!(names(&date), [warning], "{value}");
    }
}

#[test]
fn text_close_to_a_date_names_no_time() {
    let rows = [
        ("Mon, 29 Feb 2027 00:00:00 GMT", "impossible"),
        ("Mon, 31 Feb 2011 25:61:61 GMT", "impossible"),
        ("Sun, 00 Nov 1994 08:49:37 GMT", "impossible"),
        ("Sun, 06 Nov 1994 24:00:00 GMT", "impossible"),
        ("Thu, 18 Aug 2050 02:01:18 AEST", "zone-not-gmt"),
        ("Thu, 18 Aug 2050 02:01:18 GMT+1", "zone-not-gmt"),
        ("Thu, 18 Aug 2050 02:01:18 +01:00", "zone-not-gmt"),
        ("Thu, 18 Aug 50 02:01:18 GMT", "bad-syntax"),
        ("Thu 18 Aug 2050 02:01:18 GMT", "bad-syntax"),
        ("Thu, 18-Aug-2050 02:01:18 GMT", "bad-syntax"),
        ("Thu, 18 Aug 2050 02.01.18 GMT", "bad-syntax"),
        ("Thu, 18  Aug 2050 02:01:18 GMT", "bad-syntax"),
        ("Thu, 18 Aug 2050 2:01:18 GMT", "bad-syntax"),
        ("Thu, 18 Aug 2050 02:01 GMT", "bad-syntax"),
        ("Thu, 18 Aug 2050 02:01:18", "bad-syntax"),
        ("18 Aug 2050 02:01:18 GMT", "bad-syntax"),
        ("Thursday, 18 Aug 2050 02:01:18 GMT", "bad-syntax"),
        ("Sun, 06-Nov-94 08:49:37 GMT", "bad-syntax"),
        ("Sun Nov 6 08:49:37 1994", "bad-syntax"),
        ("Sun Nov  6 08:49:37 1994 GMT", "bad-syntax"),
        ("Sun, 06 Nov +994 08:49:37 GMT", "bad-syntax"),
        (" Sun, 06 Nov 1994 08:49:37 GMT", "bad-syntax"),
        ("1795334400", "bad-syntax"),
        ("0", "bad-syntax"),
        ("-1", "bad-syntax"),
        ("", "bad-syntax"),
    ];
    for (value, warning) in rows {
        let date = parse(value);
        assert_eq!((date.timestamp, date.form), (None, None), "{value}");
        assert!(!date.conformant && !date.usable_for_expires, "{value}");
        assert_eq!(names(&date), [warning], "{value}");
    }
}

#[test]
fn century_follows_the_present() {
    let year = |digits: &str, now: &str| {
        let now = Timestamp::parse_rfc3339(now).unwrap();
        let date = parse_http_date(format!("Monday, 01-Mar-{digits} 00:00:00 GMT").as_bytes(), now);
        date.timestamp.unwrap().date()
    };
    assert_eq!(year("05", "2090-01-01"), "2105-03-01");
    assert_eq!(year("05", "2026-01-01"), "2005-03-01");
    assert_eq!(year("26", "2026-11-22"), "2026-03-01");
    assert_eq!(year("30", "1980-03-01"), "2030-03-01");
    assert_eq!(year("30", "1980-02-29"), "1930-03-01");
}

#[test]
fn warnings_speak_to_a_person() {
    let warnings = parse("Thu Aug  8 02:01:18 2050").warnings;
    let shown: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["the date format is obsolete", "the day name is wrong: 8 Aug 2050 is a Monday"]);
}

#[test]
fn user_time_is_rfc_3339_a_bare_date_or_an_imf_fixdate() {
    let at = Timestamp::parse_rfc3339("2026-11-22T08:00:00Z");
    for text in ["2026-11-22T09:00:00+01:00", "Sun, 22 Nov 2026 08:00:00 GMT"] {
        assert_eq!(parse_user_time(text), at, "{text}");
    }
    for text in ["Sunday, 22-Nov-26 08:00:00 GMT", "Sun Nov 22 08:00:00 2026", "2026-11-22T08:00Z", ""] {
        assert_eq!(parse_user_time(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..40),
        near in "[A-Za-z]{3,9},? [0-9A-Za-z :+-]{0,30}",
        now in any::<i64>(),
    ) {
        let _ = parse_http_date(&bytes, Timestamp::from_unix(now));
        let _ = parse_http_date(near.as_bytes(), Timestamp::from_unix(now));
    }

    #[test]
    fn no_present_makes_a_two_digit_year_panic(now in any::<i64>(), year in 0..100_u8) {
        let value = format!("Sunday, 06-Nov-{year:02} 08:49:37 GMT");
        let _ = parse_http_date(value.as_bytes(), Timestamp::from_unix(now));
    }

    #[test]
    fn date_that_httpdate_writes_is_read(unix in 0..=253_402_300_799_i64) {
        let written = Timestamp::from_unix(unix).imf_fixdate().unwrap();
        let date = parse(&written);
        prop_assert!(date.conformant && date.warnings.is_empty());
        prop_assert_eq!(date.timestamp, Some(Timestamp::from_unix(unix)));
    }
}
