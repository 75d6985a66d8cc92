//! How long a response is fresh, and which of its fields says so (RFC 9111 §4.2.1, §4.2.2).

use super::cache_control::{CacheControl, Span};
use crate::http::status::is_heuristically_cacheable;
use crate::http::syntax::message::Fields;
use crate::http::time::date::{HttpDate, Timestamp, parse_http_date};

/// What the freshness lifetime is taken from, the first that applies (RFC 9111 §4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// `s-maxage`, in a shared cache.
    SMaxage,
    /// `max-age`.
    MaxAge,
    /// Expires, measured against Date.
    Expires,
    /// An Expires that is not a date and so lies in the past (RFC 9111 §5.3).
    ExpiresInvalid,
    /// A tenth of the time since the last modification (RFC 9111 §4.2.2).
    Heuristic,
    /// Nothing.
    None,
}

impl Basis {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SMaxage => "s-maxage",
            Self::MaxAge => "max-age",
            Self::Expires | Self::ExpiresInvalid => "expires",
            Self::Heuristic => "heuristic",
            Self::None => "none",
        }
    }
}

/// The freshness lifetime of a response (RFC 9111 §4.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lifetime {
    /// What it is taken from.
    pub basis: Basis,
    /// The lifetime in seconds: 0 where its basis is invalid, negative where Expires lies before Date.
    pub seconds: Option<i64>,
}

impl Lifetime {
    /// The lifetime of a response with `status` and `fields` that was generated at `date`.
    pub(crate) fn of(
        status: u16,
        fields: &Fields,
        control: &CacheControl,
        date: Timestamp,
        shared_cache: bool,
    ) -> Self {
        let s_maxage = control.s_maxage().filter(|_| shared_cache);
        if let Some(span) = s_maxage {
            return Self::from_span(Basis::SMaxage, span);
        }
        if let Some(span) = control.max_age() {
            return Self::from_span(Basis::MaxAge, span);
        }
        if let Some(expires) = expires(fields, date) {
            return Self::from_expires(&expires, date);
        }
        let heuristic = is_heuristically_cacheable(status) || control.public();
        match last_modified(fields, date).filter(|modified| heuristic && *modified <= date) {
            Some(modified) => Self { basis: Basis::Heuristic, seconds: Some(date.seconds_since(modified) / 10) },
            None => Self { basis: Basis::None, seconds: None },
        }
    }

    fn from_span(basis: Basis, span: Span) -> Self {
        Self { basis, seconds: Some(span.seconds()) }
    }

    // An invalid Expires ends the search: were the heuristic to follow, the `0` of a server that wants no caching
    // would bring some about.
    fn from_expires(expires: &HttpDate, date: Timestamp) -> Self {
        match expires.usable() {
            Some(expires) => Self { basis: Basis::Expires, seconds: Some(expires.seconds_since(date)) },
            None => Self { basis: Basis::ExpiresInvalid, seconds: Some(0) },
        }
    }
}

/// Last-Modified, where it is valid (RFC 9110 §8.8.2).
pub(crate) fn last_modified(fields: &Fields, now: Timestamp) -> Option<Timestamp> {
    parse_http_date(fields.get("last-modified")?.as_bytes(), now).usable()
}

fn expires(fields: &Fields, date: Timestamp) -> Option<HttpDate> {
    Some(parse_http_date(fields.get("expires")?.as_bytes(), date))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: Timestamp = Timestamp::from_unix(1_795_334_400);

    fn lifetime(status: u16, lines: &[(&str, &str)], shared_cache: bool) -> (Basis, Option<i64>) {
        let fields = lines.iter().copied().collect();
        let control = CacheControl::parse(&fields, "cache-control");
        let lifetime = Lifetime::of(status, &fields, &control, DATE, shared_cache);
        (lifetime.basis, lifetime.seconds)
    }

    const TEN_DAYS_OLD: (&str, &str) = ("Last-Modified", "Thu, 12 Nov 2026 08:00:00 GMT");
    const IN_HALF_AN_HOUR: (&str, &str) = ("Expires", "Sun, 22 Nov 2026 08:30:00 GMT");

    #[test]
    fn first_basis_that_applies_is_taken() {
        let both = ("Cache-Control", "max-age=60, s-maxage=5");
        assert_eq!(lifetime(200, &[both, IN_HALF_AN_HOUR], true), (Basis::SMaxage, Some(5)));
        assert_eq!(lifetime(200, &[both, IN_HALF_AN_HOUR], false), (Basis::MaxAge, Some(60)));
        assert_eq!(lifetime(200, &[IN_HALF_AN_HOUR, TEN_DAYS_OLD], false), (Basis::Expires, Some(1800)));
        assert_eq!(lifetime(200, &[TEN_DAYS_OLD], false), (Basis::Heuristic, Some(86_400)));
        assert_eq!(lifetime(200, &[], false), (Basis::None, None));
    }

    #[test]
    fn invalid_basis_is_stale_and_ends_the_search() {
        let max_age = ("Cache-Control", "max-age=foo");
        assert_eq!(lifetime(200, &[max_age, IN_HALF_AN_HOUR], false), (Basis::MaxAge, Some(0)));
        for value in ["0", "-1", "", "1795336200", "Thu, 18 Aug 2050 02:01:18 UTC"] {
            let stale = lifetime(200, &[("Expires", value), TEN_DAYS_OLD], false);
            assert_eq!(stale, (Basis::ExpiresInvalid, Some(0)), "{value}");
        }
    }

    #[test]
    fn heuristic_is_for_some_statuses_or_public_responses() {
        for (status, control, basis) in [
            (404, "", Basis::Heuristic),
            (501, "", Basis::Heuristic),
            (302, "", Basis::None),
            (503, "", Basis::None),
            (599, "public", Basis::Heuristic),
        ] {
            assert_eq!(lifetime(status, &[("Cache-Control", control), TEN_DAYS_OLD], false).0, basis, "{status}");
        }
    }

    #[test]
    fn modification_after_the_date_proves_nothing() {
        assert_eq!(lifetime(200, &[("Last-Modified", "Sun, 22 Nov 2026 08:01:00 GMT")], false).0, Basis::None);
        let now = ("Last-Modified", "Sun, 22 Nov 2026 08:00:00 GMT");
        assert_eq!(lifetime(200, &[now], false), (Basis::Heuristic, Some(0)));
    }
}
