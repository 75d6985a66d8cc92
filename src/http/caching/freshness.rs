//! Whether a response is still fresh, and what may be done with it meanwhile (RFC 9111 §3, §4.2).

use std::fmt;

pub(crate) use super::lifetime::Basis;

use super::cache_control::{CacheControl, CacheControlWarning, CacheScope};
use super::lifetime::{Lifetime, expires_warnings, last_modified};
use super::response_age::{AgeWarning, ResponseAge};
use crate::http::status::is_heuristically_cacheable;
use crate::http::syntax::message::Fields;
use crate::http::syntax::quoted::split_outside_quotes;
use crate::http::time::date::{DateWarning, Timestamp};

/// A response and the circumstances of its arrival, by the local clock.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    /// The status code.
    pub status: u16,
    /// The field lines.
    pub fields: &'a Fields,
    /// When the request was sent.
    pub request_time: Timestamp,
    /// When the head of the response had come.
    pub response_time: Timestamp,
    /// Whether to judge as a cache that serves many users, not just one.
    pub shared_cache: bool,
}

/// What a cache may do with a response at a certain time (RFC 9111 §4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// What the lifetime is taken from.
    pub basis: Basis,
    /// The freshness lifetime in seconds, negative when Expires lies before Date; `None` without a basis.
    pub lifetime_s: Option<i64>,
    /// The current age in seconds (RFC 9111 §4.2.3).
    pub age_s: i64,
    /// The age on arrival, in seconds.
    pub age_at_receipt_s: i64,
    /// Lifetime less age.
    pub left_s: Option<i64>,
    /// Whether the lifetime exceeds the age; equal is stale (RFC 9111 §4.2).
    pub fresh: bool,
    /// When freshness ends, by the local clock even where the server's is wrong.
    pub expires_at: Option<Timestamp>,
    /// Whether it may be stored at all (RFC 9111 §3).
    pub storable: bool,
    /// Whether it must not be used without asking the server, be it fresh or stale (RFC 9111 §4.2.4, §5.2.2).
    pub must_validate: bool,
    /// Whether a conditional request has a use: not for what is `immutable` and fresh (RFC 8246 §2).
    pub conditional_request_useful: bool,
    /// Seconds for which it may still be used while it is revalidated (RFC 5861 §3).
    pub stale_while_revalidate_left_s: Option<i64>,
    /// Whether it may be used in place of an error (RFC 5861 §4).
    pub stale_if_error_usable: bool,
    /// How far the server's clock is ahead of the local one, negative when behind; only when that is certain.
    pub skew_s: Option<i64>,
    /// What deserves a remark.
    pub warnings: Vec<FreshnessWarning>,
}

/// Something about the caching fields that deserves a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FreshnessWarning {
    /// About Cache-Control.
    CacheControl(CacheControlWarning),
    /// About Date and Age.
    ResponseAge(AgeWarning),
    /// About the date in Expires.
    Expires(DateWarning),
    /// A field that may occur once occurs more than once; the first line counts (RFC 9111 §4.2.1).
    Duplicate(&'static str),
    /// Last-Modified is this many seconds later than Date, which RFC 9110 §8.8.2.1 forbids.
    LastModifiedInFuture(i64),
}

#[cfg(test)]
impl FreshnessWarning {
    /// The name in the tables of the tests.
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::CacheControl(warning) => warning.as_str(),
            Self::ResponseAge(warning) => warning.as_str(),
            Self::Expires(warning) => warning.as_str(),
            Self::Duplicate(_) => "duplicate",
            Self::LastModifiedInFuture(_) => "last-modified-in-future",
        }
    }
}

impl fmt::Display for FreshnessWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CacheControl(warning) => warning.fmt(f),
            Self::ResponseAge(warning) => warning.fmt(f),
            Self::Expires(warning) => write!(f, "in Expires, {warning}"),
            Self::Duplicate(name) => write!(f, "{name} was sent more than once"),
            Self::LastModifiedInFuture(seconds) => write!(f, "Last-Modified is {seconds} s later than Date"),
        }
    }
}

/// Judges the freshness of a response as it is `now` (RFC 9111 §4.2).
pub fn assess(received: &Received<'_>, now: Timestamp) -> Freshness {
    let Received { status, fields, response_time, shared_cache, .. } = *received;
    let receipt = ResponseAge::of(fields, received.request_time, response_time);
    let control = CacheControl::parse(fields, "cache-control");
    let lifetime = Lifetime::of(status, fields, &control, receipt.date, shared_cache);

    let resident_s = now.seconds_since(response_time).max(0);
    let age_s = receipt.age_s.saturating_add(resident_s);
    let left_s = lifetime.seconds.map(|seconds| seconds.saturating_sub(age_s));
    let fresh = left_s.is_some_and(|left| left > 0);
    let left_at_receipt = lifetime.seconds.map(|seconds| seconds.saturating_sub(receipt.age_s));
    let stale_use = StaleUse { control: &control, left_s, forbidden: forbids_stale_use(&control, shared_cache) };

    Freshness {
        basis: lifetime.basis,
        lifetime_s: lifetime.seconds,
        age_s,
        age_at_receipt_s: receipt.age_s,
        left_s,
        fresh,
        expires_at: left_at_receipt.map(|left| response_time.saturating_add(left)),
        storable: is_storable(status, fields, &control, shared_cache),
        must_validate: validates_always(fields, &control) || (!fresh && stale_use.forbidden),
        conditional_request_useful: !(fresh && control.immutable()),
        stale_while_revalidate_left_s: stale_use.while_revalidate_left(),
        stale_if_error_usable: stale_use.usable_if_error(),
        skew_s: receipt.skew_s,
        warnings: warnings(fields, &control, receipt),
    }
}

/// Whether a response may be stored (RFC 9111 §3), as far as that does not depend on the request.
fn is_storable(status: u16, fields: &Fields, control: &CacheControl, shared_cache: bool) -> bool {
    let private = control.private() == Some(CacheScope::Response);
    // must-understand takes the place of no-store in caches that know it (RFC 9111 §5.2.2.3).
    let allowed = if control.must_understand() { is_understood(status) } else { !control.no_store() };
    let worthwhile = control.public()
        || (!shared_cache && private)
        || fields.contains("expires")
        || control.max_age().is_some()
        || (shared_cache && control.s_maxage().is_some())
        || is_heuristically_cacheable(status);
    !is_never_stored(status) && allowed && worthwhile && !(shared_cache && private)
}

/// Interim answers and 304 are not answers to store; RFC 6585 forbids it for 428, 429, 431 and 511 (§3 to §6).
fn is_never_stored(status: u16) -> bool {
    matches!(status, 0..=199 | 304 | 428 | 429 | 431 | 511)
}

/// Whether the status is one whose meaning for caches RFC 9110 §15 lays down.
fn is_understood(status: u16) -> bool {
    matches!(status, 200..=206 | 300..=305 | 307 | 308 | 400..=417 | 421 | 422 | 426 | 500..=505)
}

/// Whether even a fresh response may not be used unasked: `no-cache`, or a Vary that no request matches.
fn validates_always(fields: &Fields, control: &CacheControl) -> bool {
    let varies_on_everything =
        fields.all("vary").any(|line| split_outside_quotes(line.as_bytes(), b',').any(|name| name == b"*"));
    control.no_cache() == Some(CacheScope::Response) || varies_on_everything
}

/// Whether a directive rules out the use of a stale response (RFC 9111 §4.2.4).
fn forbids_stale_use(control: &CacheControl, shared_cache: bool) -> bool {
    control.must_revalidate()
        || control.no_cache() == Some(CacheScope::Response)
        || (shared_cache && (control.proxy_revalidate() || control.s_maxage().is_some()))
}

/// The use of a response beyond its lifetime (RFC 5861).
struct StaleUse<'a> {
    control: &'a CacheControl,
    left_s: Option<i64>,
    forbidden: bool,
}

impl StaleUse<'_> {
    /// What is left of `window` seconds that begin when freshness ends; negative when the window has passed.
    fn left_of(&self, window: i64) -> Option<i64> {
        self.left_s.filter(|_| !self.forbidden).map(|left| left.min(0).saturating_add(window))
    }

    fn while_revalidate_left(&self) -> Option<i64> {
        let window = self.control.stale_while_revalidate()?.seconds();
        self.left_of(window).map(|left| left.max(0))
    }

    /// The last second counts here: RFC 5861 §4 lets the response be used until the window is exceeded.
    fn usable_if_error(&self) -> bool {
        let window = self.control.stale_if_error();
        window.and_then(|window| self.left_of(window.seconds())).is_some_and(|left| left >= 0)
    }
}

fn warnings(fields: &Fields, control: &CacheControl, receipt: ResponseAge) -> Vec<FreshnessWarning> {
    let date = receipt.date;
    let modified_later = last_modified(fields, date).map(|modified| modified.seconds_since(date));
    let duplicates = ["Expires", "Date", "Last-Modified"].into_iter().filter(|name| fields.all(name).count() > 1);
    let mut warnings: Vec<_> = control.warnings().iter().cloned().map(FreshnessWarning::CacheControl).collect();
    warnings.extend(receipt.warnings.into_iter().map(FreshnessWarning::ResponseAge));
    warnings.extend(expires_warnings(fields, date).into_iter().map(FreshnessWarning::Expires));
    warnings.extend(duplicates.map(FreshnessWarning::Duplicate));
    warnings.extend(modified_later.filter(|seconds| *seconds > 0).map(FreshnessWarning::LastModifiedInFuture));
    warnings
}

#[cfg(test)]
mod tests {
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

    fn names(freshness: &Freshness) -> Vec<&'static str> {
        freshness.warnings.iter().map(FreshnessWarning::as_str).collect()
    }

    const RENEWED: &[&str] = &["date-rewritten-by-intermediary"];

    #[test]
    fn lifetime_and_age_of_a_response_that_has_just_come() {
        use Basis::{Expires, ExpiresInvalid, Heuristic, MaxAge};
        type Row<'a> = (&'a [(&'a str, &'a str)], Basis, Option<i64>, i64, bool, &'a [&'a str]);
        let rows: [Row<'_>; 21] = [
            (
                &[("Expires", "Sun, 22 Nov 2026 08:30:00 GMT"), ("Last-Modified", "Sun, 22 Nov 2026 07:00:00 GMT")],
                Expires,
                Some(1800),
                0,
                true,
                &[],
            ),
            (&[("Expires", "Sun, 22 Nov 2026 07:50:00 GMT")], Expires, Some(-600), 0, false, &[]),
            (&[("Expires", "Sun, 22 Nov 2026 08:00:00 GMT")], Expires, Some(0), 0, false, &[]),
            (&[("Expires", "-1")], ExpiresInvalid, Some(0), 0, false, &["bad-syntax"]),
            (&[("Expires", "1795336200")], ExpiresInvalid, Some(0), 0, false, &["bad-syntax"]),
            (&[("Expires", "THU, 18 Aug 2050 02:01:18 GMT")], Expires, Some(749_066_478), 0, true, &["wrong-case"]),
            (
                &[("Expires", "Thu Aug  8 02:01:18 2050")],
                Expires,
                Some(748_202_478),
                0,
                true,
                &["obsolete-format", "weekday-mismatch"],
            ),
            (
                &[("Cache-Control", "max-age=3600"), ("Expires", "Sun, 22 Nov 2026 06:00:00 GMT")],
                MaxAge,
                Some(3600),
                0,
                true,
                &[],
            ),
            (&[("Cache-Control", "max-age=3600"), ("Expires", "0")], MaxAge, Some(3600), 0, true, &["bad-syntax"]),
            (
                &[("Cache-Control", "max-age=0"), ("Expires", "Sun, 22 Nov 2026 09:00:00 GMT")],
                MaxAge,
                Some(0),
                0,
                false,
                &[],
            ),
            (&[("Cache-Control", "max-age=1, max-age=1800")], MaxAge, Some(1), 0, true, &["duplicate"]),
            (&[("Cache-Control", "max-age=\"3600\"")], MaxAge, Some(3600), 0, true, &["quoted"]),
            (&[("Cache-Control", "max-age='3600'")], MaxAge, Some(0), 0, false, &["invalid"]),
            (
                &[("Cache-Control", "max-age=foo"), ("Expires", "Sun, 22 Nov 2026 08:16:40 GMT")],
                MaxAge,
                Some(0),
                0,
                false,
                &["invalid"],
            ),
            (&[("Cache-Control", "max-age=3600"), ("Age", "7200")], MaxAge, Some(3600), 7200, false, RENEWED),
            (&[("Cache-Control", "max-age=3600"), ("Age", "3600")], MaxAge, Some(3600), 3600, false, RENEWED),
            (&[("Cache-Control", "max-age=3600"), ("Age", "7200.0")], MaxAge, Some(3600), 0, true, &["bad-age"]),
            (
                &[("Cache-Control", "max-age=3600"), ("Age", "7200"), ("Age", "0")],
                MaxAge,
                Some(3600),
                7200,
                false,
                &["duplicate", "date-rewritten-by-intermediary"],
            ),
            (&[("Last-Modified", "Thu, 12 Nov 2026 08:00:00 GMT")], Heuristic, Some(86_400), 0, true, &[]),
            (
                &[("Last-Modified", "Sun, 22 Nov 2026 08:01:00 GMT")],
                Basis::None,
                None,
                0,
                false,
                &["last-modified-in-future"],
            ),
            (
                &[("Expires", "Sun, 22 Nov 2026 08:30:00 GMT"), ("Expires", "Sun, 22 Nov 2026 09:30:00 GMT")],
                Expires,
                Some(1800),
                0,
                true,
                &["duplicate"],
            ),
        ];
        for (lines, basis, lifetime_s, age_s, fresh, warnings) in rows {
            let result = fresh_now(lines);
            assert_eq!((result.basis, result.lifetime_s, result.age_s), (basis, lifetime_s, age_s), "{lines:?}");
            assert_eq!(result.left_s, lifetime_s.map(|lifetime| lifetime - age_s), "{lines:?}");
            assert_eq!(result.fresh, fresh, "{lines:?}");
            assert_eq!(names(&result), warnings, "{lines:?}");
        }
    }

    #[test]
    fn a_shared_cache_goes_by_its_own_directive() {
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
        assert_eq!(names(&result), ["no-date"]);
    }

    #[test]
    fn a_wrong_clock_is_neither_age_nor_expiry() {
        for (date, expires, skew_s) in [
            ("Sun, 22 Nov 2026 07:00:00 GMT", "Sun, 22 Nov 2026 07:30:00 GMT", -3600),
            ("Sun, 22 Nov 2026 09:00:00 GMT", "Sun, 22 Nov 2026 09:30:00 GMT", 3600),
        ] {
            let result = assess_at(200, false, 0, NOW, &[("Date", date), ("Expires", expires)]);
            assert_eq!((result.lifetime_s, result.age_s, result.fresh), (Some(1800), 0, true));
            assert_eq!(result.expires_at, Some(Timestamp::from_unix(NOW + 1800)));
            assert_eq!((result.skew_s, names(&result)), (Some(skew_s), vec!["clock-skew"]));
        }
    }

    #[test]
    fn what_may_be_stored() {
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
            (304, false, "max-age=60", false),
            (103, false, "max-age=60", false),
        ];
        for (status, shared_cache, control, storable) in rows {
            let result = assess_at(status, shared_cache, 0, NOW, &[DATE, ("Cache-Control", control)]);
            assert_eq!(result.storable, storable, "{status} {control}");
        }
    }

    #[test]
    fn when_the_server_must_be_asked() {
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
    fn use_beyond_the_lifetime() {
        let after = |elapsed: i64, control: &str| {
            let date = Timestamp::from_unix(NOW - elapsed).imf_fixdate().unwrap();
            assess_at(200, false, 0, NOW - elapsed, &[("Date", &date), ("Cache-Control", control)])
        };
        let revalidate = "max-age=600, stale-while-revalidate=30";
        for (elapsed, left) in [(100, 30), (600, 30), (610, 20), (629, 1), (630, 0), (900, 0)] {
            assert_eq!(after(elapsed, revalidate).stale_while_revalidate_left_s, Some(left), "{elapsed}");
        }
        let on_error = "max-age=600, stale-if-error=1200";
        assert!(after(1800, on_error).stale_if_error_usable);
        assert!(!after(1801, on_error).stale_if_error_usable);
        let strict = after(601, "max-age=600, stale-if-error=1200, stale-while-revalidate=30, must-revalidate");
        assert_eq!((strict.stale_if_error_usable, strict.stale_while_revalidate_left_s), (false, None));
        assert!(after(61, "max-age=60, immutable").conditional_request_useful);
        assert!(!after(59, "max-age=60, immutable").conditional_request_useful);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic_and_fresh_means_time_is_left(
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
                let _ = assess(&received, time).warnings.iter().map(ToString::to_string).collect::<String>();
            }
        }
    }
}
