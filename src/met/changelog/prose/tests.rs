use super::*;
use proptest::prelude::*;

/// 2026-01-12, at ten o'clock.
const WRITTEN: Timestamp = Timestamp::from_unix(1_768_212_000);

fn read(sentence: &str) -> Vec<(String, String)> {
    let show = |date: &ProseDate| {
        let day = date.day.map_or_else(|| "-".to_owned(), Timestamp::date);
        (date.text.clone(), if date.year_inferred { format!("{day}?") } else { day })
    };
    dates(sentence, Some(WRITTEN)).iter().map(show).collect()
}

#[test]
fn every_shape_is_read() {
    let rows = [
        ("will be terminated on 2026-03-16.", "2026-03-16", "2026-03-16"),
        ("EOL:2026-03-16", "2026-03-16", "2026-03-16"),
        ("(2026-03-16)", "2026-03-16", "2026-03-16"),
        ("on 2026-03-16 10:00 UTC", "2026-03-16", "2026-03-16"),
        ("removed 1 Feb 2022", "1 Feb 2022", "2022-02-01"),
        ("removed 1 February 2022, as", "1 February 2022", "2022-02-01"),
        ("on 16 March 2026.", "16 March 2026", "2026-03-16"),
        ("on Monday 16 March 2026", "16 March 2026", "2026-03-16"),
        ("after March 1st, 2021 it", "March 1st, 2021", "2021-03-01"),
        ("from July 1st", "July 1st", "2026-07-01?"),
        ("on February 1st.", "February 1st", "2026-02-01?"),
        ("EOL on 2 Sept.", "2 Sept", "2026-09-02?"),
        ("on September 2, 2024.", "September 2, 2024", "2024-09-02"),
        ("until (August 2020)", "August 2020", "-"),
        ("until 1. July", "1. July", "2026-07-01?"),
        ("until Sept 1st", "Sept 1st", "2026-09-01?"),
        ("on Sept. 1st, 2024", "Sept. 1st, 2024", "2024-09-01"),
        ("on the 1st of July 2026", "1st of July 2026", "2026-07-01"),
        ("on 16th March", "16th March", "2026-03-16?"),
        ("on 16-Mar-2026", "16-Mar-2026", "2026-03-16"),
        ("on 16. mars or 16.03.2026", "16.03.2026", "2026-03-16"),
        ("on 2026 March 16", "2026 March 16", "2026-03-16"),
        ("on 12 January", "12 January", "2026-01-12?"),
        ("on 11 January", "11 January", "2027-01-11?"),
        ("on 29 Feb", "29 Feb", "2028-02-29?"),
        ("by 1 july", "1 july", "2026-07-01?"),
        ("at 1 July 2000 UTC", "1 July", "2026-07-01?"),
        ("on 1 May 2026", "1 May 2026", "2026-05-01"),
        ("on May 1", "May 1", "2026-05-01?"),
    ];
    for (sentence, text, day) in rows {
        assert_eq!(read(sentence), [(text.to_owned(), day.to_owned())], "{sentence}");
    }
}

#[test]
fn prose_close_to_a_date_is_left_out() {
    let rows = [
        "version 2.0 will replace 1.9",
        "version 1.6.2026",
        "version 1 may be removed, and 2 march on",
        "2026-03-16T00:00:00Z",
        "time=2026-03-16",
        "image-2026-03-16.png and 2026-03-16.png",
        "/archive/2026-03-16/x",
        "2026-02-30",
        "2026-13-01",
        "31 June",
        "30 February 2026",
        "2026",
        "in 2026",
        "in March",
        "12:30",
        "1.2.3.2020",
        "RFC 2026-1",
        "120 July",
        "0 July",
        "32 July",
        "1.5 July",
        "March 2.0",
        "March 16:00",
        "Mayday 1",
        "sometime this summer, before xmas, within the next six months, until further notice",
        "1-2 July",
        "20260316",
        "12026-03-16",
        "2026-03-160",
        "١٦ March",
        "[% webroot %]",
    ];
    for sentence in rows {
        assert_eq!(read(sentence), [], "{sentence}");
    }
}

#[test]
fn several_dates_keep_their_order() {
    let found = dates("moved from 1 Feb 2022 to March 1st, 2022", None);
    let texts: Vec<_> = found.iter().map(|date| (date.start, date.text.as_str())).collect();
    assert_eq!(texts, [(11, "1 Feb 2022"), (25, "March 1st, 2022")]);
}

#[test]
fn year_is_completed_only_from_the_day_of_writing() {
    let found = dates("on July 1st", None);
    assert_eq!((found[0].day, found[0].year_inferred), (None, false));
    let past = dates_near("was removed 11 January and 12 January", Some(WRITTEN), Nearest::Last);
    let days: Vec<_> = past.iter().filter_map(|date| date.day).map(Timestamp::date).collect();
    assert_eq!(days, ["2026-01-11", "2026-01-12"]);
    let past = dates_near("on 13 January", Some(WRITTEN), Nearest::Last);
    assert_eq!(past[0].day.map(Timestamp::date).as_deref(), Some("2025-01-13"));
}

fn check(text: &str, written: Option<Timestamp>) -> Result<(), TestCaseError> {
    for nearest in [Nearest::Next, Nearest::Last] {
        let mut before = 0;
        for date in dates_near(text, written, nearest) {
            prop_assert!(date.start >= before);
            prop_assert_eq!(text.get(date.start..date.end()), Some(date.text.as_str()));
            prop_assert!(date.text.contains(|c: char| c.is_ascii_digit()));
            before = date.end();
            let Some(day) = date.day else { continue };
            let civil = CivilTime::from_unix(day.unix());
            prop_assert!(date.text.contains(&civil.day.to_string()));
            prop_assert!(date.year_inferred || date.text.contains(&civil.year.to_string()));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_or_invent_a_date(text in any::<String>(), unix in any::<i64>(), some in any::<bool>()) {
        check(&text, some.then(|| Timestamp::from_unix(unix)))?;
    }

    #[test]
    fn no_near_date_does_either(
        text in "(([0-9]{1,4})|(st|nd|th|of|the|Jan|March|july|Sept|May|December)|[-., :/TZæ]){0,16}",
        unix in 0..4_000_000_000_i64,
    ) {
        check(&text, Some(Timestamp::from_unix(unix)))?;
    }

    #[test]
    fn every_day_is_found_in_each_shape(unix in 631_152_000..4_102_444_800_i64) {
        let day = Timestamp::from_unix(unix - unix.rem_euclid(86_400));
        let civil = CivilTime::from_unix(day.unix());
        let month = MONTHS.split(' ').nth(usize::try_from(civil.month - 1).unwrap()).unwrap();
        let month = format!("{}{}", month[..1].to_ascii_uppercase(), &month[1..]);
        let (y, d) = (civil.year, civil.day);
        for text in [day.date(), format!("{d} {month} {y}"), format!("{month} {d}, {y}"), format!("{d}. {} {y}", &month[..3])] {
            let found = dates(&format!("It ends on {text}."), None);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!((found[0].day, &found[0].text), (Some(day), &text));
        }
    }
}
