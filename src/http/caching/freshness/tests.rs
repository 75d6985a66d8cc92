use super::*;
use proptest::prelude::*;

const NOW: i64 = 1_795_334_400;
const DATE: (&str, &str) = ("Date", "Sun, 22 Nov 2026 08:00:00 GMT");

fn assess_at(status: u16, shared_cache: bool, delay: i64, arrived: i64, lines: &[(&str, &str)]) -> Freshness {
    let fields = lines.iter().copied().collect();
    let response_time = Timestamp::from_unix(arrived);
    let request_time = response_time.saturating_add(-delay);
    let received = Received { status, fields: &fields, request_time, response_time, shared_cache };
    assess(&received, Timestamp::from_unix(NOW))
}

fn fresh_now(lines: &[(&str, &str)]) -> Freshness {
    let lines: Vec<_> = [DATE].into_iter().chain(lines.iter().copied()).collect();
    assess_at(200, false, 0, NOW, &lines)
}

#[test]
fn lifetime_and_age_of_a_new_response_follow_its_fields() {
    use Basis::{Expires, ExpiresInvalid, Heuristic, MaxAge};
    type Row<'a> = (&'a [(&'a str, &'a str)], Basis, Option<i64>, i64, bool);
    let rows: [Row<'_>; 21] = [
        (
            &[("Expires", "Sun, 22 Nov 2026 08:30:00 GMT"), ("Last-Modified", "Sun, 22 Nov 2026 07:00:00 GMT")],
            Expires,
            Some(1800),
            0,
            true,
        ),
        (&[("Expires", "Sun, 22 Nov 2026 07:50:00 GMT")], Expires, Some(-600), 0, false),
        (&[("Expires", "Sun, 22 Nov 2026 08:00:00 GMT")], Expires, Some(0), 0, false),
        (&[("Expires", "-1")], ExpiresInvalid, Some(0), 0, false),
        (&[("Expires", "1795336200")], ExpiresInvalid, Some(0), 0, false),
        (&[("Expires", "THU, 18 Aug 2050 02:01:18 GMT")], Expires, Some(749_066_478), 0, true),
        (&[("Expires", "Thu Aug  8 02:01:18 2050")], Expires, Some(748_202_478), 0, true),
        (
            &[("Cache-Control", "max-age=3600"), ("Expires", "Sun, 22 Nov 2026 06:00:00 GMT")],
            MaxAge,
            Some(3600),
            0,
            true,
        ),
        (&[("Cache-Control", "max-age=3600"), ("Expires", "0")], MaxAge, Some(3600), 0, true),
        (&[("Cache-Control", "max-age=0"), ("Expires", "Sun, 22 Nov 2026 09:00:00 GMT")], MaxAge, Some(0), 0, false),
        (&[("Cache-Control", "max-age=1, max-age=1800")], MaxAge, Some(1), 0, true),
        (&[("Cache-Control", "max-age=\"3600\"")], MaxAge, Some(3600), 0, true),
        (&[("Cache-Control", "max-age='3600'")], MaxAge, Some(0), 0, false),
        (&[("Cache-Control", "max-age=foo"), ("Expires", "Sun, 22 Nov 2026 08:16:40 GMT")], MaxAge, Some(0), 0, false),
        (&[("Cache-Control", "max-age=3600"), ("Age", "7200")], MaxAge, Some(3600), 7200, false),
        (&[("Cache-Control", "max-age=3600"), ("Age", "3600")], MaxAge, Some(3600), 3600, false),
        (&[("Cache-Control", "max-age=3600"), ("Age", "7200.0")], MaxAge, Some(3600), 0, true),
        (&[("Cache-Control", "max-age=3600"), ("Age", "7200"), ("Age", "0")], MaxAge, Some(3600), 7200, false),
        (&[("Last-Modified", "Thu, 12 Nov 2026 08:00:00 GMT")], Heuristic, Some(86_400), 0, true),
        (&[("Last-Modified", "Sun, 22 Nov 2026 08:01:00 GMT")], Basis::None, None, 0, false),
        (
            &[("Expires", "Sun, 22 Nov 2026 08:30:00 GMT"), ("Expires", "Sun, 22 Nov 2026 09:30:00 GMT")],
            Expires,
            Some(1800),
            0,
            true,
        ),
    ];
    for (lines, basis, lifetime_s, age_s, fresh) in rows {
        let result = fresh_now(lines);
        assert_eq!((result.basis, result.lifetime_s, result.age_s), (basis, lifetime_s, age_s), "{lines:?}");
        assert_eq!(result.left_s, lifetime_s.map(|lifetime| lifetime - age_s), "{lines:?}");
        assert_eq!(result.fresh, fresh, "{lines:?}");
    }
}

#[test]
fn shared_cache_goes_by_its_own_directive() {
    let lines = [DATE, ("Cache-Control", "max-age=3600"), ("Cache-Control", "s-maxage=1")];
    let result = assess_at(200, true, 0, NOW, &lines);
    assert_eq!((result.basis, result.lifetime_s, result.fresh), (Basis::SMaxage, Some(1), true));
}

#[test]
fn age_counts_the_way_from_the_server() {
    let lines = [("Date", "Sun, 22 Nov 2026 07:59:56 GMT"), ("Cache-Control", "max-age=60"), ("Age", "10")];
    let result = assess_at(200, false, 4, NOW, &lines);
    assert_eq!((result.age_s, result.left_s), (14, Some(46)));
    assert_eq!(result.expires_at, Some(Timestamp::from_unix(NOW + 46)));

    let slow_date =
        [("Date", "Sun, 22 Nov 2026 07:59:50 GMT"), ("Expires", "Sun, 22 Nov 2026 08:00:10 GMT"), ("Age", "25")];
    let result = assess_at(200, false, 0, NOW, &slow_date);
    assert_eq!((result.lifetime_s, result.age_s, result.fresh), (Some(20), 25, false));
}

#[test]
fn without_a_date_the_arrival_counts() {
    let result = assess_at(200, false, 0, NOW, &[("Expires", "Sun, 22 Nov 2026 08:01:00 GMT")]);
    assert_eq!((result.lifetime_s, result.age_s, result.fresh), (Some(60), 0, true));
}

#[test]
fn wrong_clock_is_neither_age_nor_expiry() {
    for (date, expires, skew_s) in [
        ("Sun, 22 Nov 2026 07:00:00 GMT", "Sun, 22 Nov 2026 07:30:00 GMT", -3600),
        ("Sun, 22 Nov 2026 09:00:00 GMT", "Sun, 22 Nov 2026 09:30:00 GMT", 3600),
    ] {
        let result = assess_at(200, false, 0, NOW, &[("Date", date), ("Expires", expires)]);
        assert_eq!((result.lifetime_s, result.age_s, result.fresh), (Some(1800), 0, true));
        assert_eq!(result.expires_at, Some(Timestamp::from_unix(NOW + 1800)));
        assert_eq!((result.skew_s, result.renewed_age_s), (Some(skew_s), None));
    }
}

#[test]
fn last_modified_may_be_as_late_as_date_and_no_later() {
    for (modified, ahead_s) in [
        ("Sun, 22 Nov 2026 07:59:59 GMT", None),
        ("Sun, 22 Nov 2026 08:00:00 GMT", None),
        ("Sun, 22 Nov 2026 08:00:01 GMT", Some(1)),
    ] {
        assert_eq!(fresh_now(&[("Last-Modified", modified)]).modified_ahead_s, ahead_s, "{modified}");
    }
}

#[test]
fn response_is_storable_by_status_and_directives() {
    let rows = [
        (200, false, "no-store, max-age=3600", false),
        (200, false, "max-age=3600, no-store, must-understand", true),
        (599, false, "max-age=3600, no-store, must-understand", false),
        (599, false, "max-age=3600", true),
        (200, true, "private, max-age=60", false),
        (200, false, "private, max-age=60", true),
        (200, true, "private=\"X-A\", max-age=60", true),
        (429, false, "max-age=60", false),
        (428, false, "max-age=60", false),
        (404, false, "", true),
        (403, false, "", false),
        (403, false, "s-maxage=5", false),
        (403, true, "s-maxage=5", true),
        (403, false, "private", true),
        (403, true, "private", false),
        (403, false, "private=\"X-A\"", false),
        (403, false, "public", true),
        (403, true, "public", true),
        (403, true, "public, private", false),
        (403, false, "max-age=0", true),
        (403, false, "immutable", false),
        (304, false, "max-age=60", false),
        (103, false, "max-age=60", false),
    ];
    for (status, shared_cache, control, storable) in rows {
        let result = assess_at(status, shared_cache, 0, NOW, &[DATE, ("Cache-Control", control)]);
        assert_eq!(result.storable, storable, "{status} {control}");
    }
    assert!(assess_at(403, false, 0, NOW, &[DATE, ("Expires", "0")]).storable);
    assert!(!assess_at(403, false, 0, NOW, &[DATE, ("Expires", "0"), ("Cache-Control", "no-store")]).storable);
}

#[test]
fn only_a_shared_cache_minds_the_directives_for_it() {
    for (control, shared, own) in [
        ("max-age=60", false, false),
        ("max-age=60, proxy-revalidate", true, false),
        ("max-age=60, s-maxage=60", true, false),
        ("max-age=60, s-maxage=60, proxy-revalidate", true, false),
        ("max-age=60, must-revalidate", true, true),
        ("max-age=60, no-cache", true, true),
    ] {
        let lines = [DATE, ("Cache-Control", control)];
        for (shared_cache, must_validate) in [(true, shared), (false, own)] {
            let stale = assess_at(200, shared_cache, 0, NOW - 60, &lines);
            assert_eq!((stale.fresh, stale.must_validate), (false, must_validate), "{control}, shared {shared_cache}");
        }
    }
}

#[test]
fn response_is_validated_by_directives_and_age() {
    let rows = [
        ("no-cache, max-age=3600", 0, true, false),
        ("no-cache=\"X-A\", max-age=3600", 0, false, true),
        ("must-revalidate, max-age=3600", 0, false, true),
        ("must-revalidate, max-age=60", 60, true, false),
        ("max-age=60", 60, false, false),
        ("max-age=60", 59, false, true),
    ];
    for (control, elapsed, must_validate, reusable) in rows {
        let date = Timestamp::from_unix(NOW - elapsed).imf_fixdate().unwrap();
        let result = assess_at(200, false, 0, NOW - elapsed, &[("Date", &date), ("Cache-Control", control)]);
        assert_eq!(result.must_validate, must_validate, "{control}");
        assert_eq!(result.storable && result.fresh && !result.must_validate, reusable, "{control}");
    }
    assert!(fresh_now(&[("Cache-Control", "max-age=60"), ("Vary", "*")]).must_validate);
    assert!(!fresh_now(&[("Cache-Control", "max-age=60"), ("Pragma", "no-cache")]).must_validate);
}

#[test]
fn fresh_response_that_never_changes_needs_no_condition() {
    let after = |elapsed: i64, control: &str| {
        let date = Timestamp::from_unix(NOW - elapsed).imf_fixdate().unwrap();
        assess_at(200, false, 0, NOW - elapsed, &[("Date", &date), ("Cache-Control", control)])
    };
    assert!(after(61, "max-age=60, immutable").conditional_request_useful);
    assert!(after(59, "max-age=60").conditional_request_useful);
    assert!(!after(59, "max-age=60, immutable").conditional_request_useful);
}

proptest! {
    #[test]
    fn freshness_never_panics_and_fresh_means_time_is_left(
        status in any::<u16>(),
        shared_cache in any::<bool>(),
        control in "(max-age|s-maxage|stale-if-error|stale-while-revalidate)=[0-9\"+-]{0,22}(, [a-z-]{0,15})?",
        age in "[0-9,]{0,22}",
        dates in proptest::collection::vec(0..253_402_300_800_i64, 3),
        times in proptest::collection::vec(any::<i64>(), 3),
    ) {
        let written: Vec<String> =
            dates.iter().filter_map(|unix| Timestamp::from_unix(*unix).imf_fixdate()).collect();
        let names = ["Date", "Expires", "Last-Modified"];
        let dates = names.into_iter().zip(written.iter().map(String::as_str));
        let fields = dates.chain([("Cache-Control", control.as_str()), ("Age", age.as_str())]).collect();
        let times: Vec<_> = times.into_iter().map(Timestamp::from_unix).collect();
        let received =
            Received { status, fields: &fields, request_time: times[0], response_time: times[1], shared_cache };
        let result = assess(&received, times[2]);
        prop_assert!(result.age_s >= 0);
        prop_assert!(!result.fresh || result.lifetime_s.is_some_and(|lifetime| lifetime > result.age_s));
    }

    #[test]
    fn no_bytes_in_any_field_make_it_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..30),
        now in any::<i64>(),
    ) {
        for name in ["Date", "Expires", "Last-Modified", "Cache-Control", "Age", "Vary"] {
            let fields = [(name, bytes.as_slice())].into_iter().collect();
            let time = Timestamp::from_unix(now);
            let (request_time, response_time) = (time, time);
            let received = Received { status: 200, fields: &fields, request_time, response_time, shared_cache: true };
            let _ = assess(&received, time);
        }
    }
}
