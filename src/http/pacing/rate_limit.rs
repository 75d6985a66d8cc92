//! How long a client has to wait because it has used up its requests: RateLimit as the current draft has it and as
//! earlier ones had it (draft-ietf-httpapi-ratelimit-headers), and the X- fields, which vendors fill in their own ways.
//! What cannot be read is ignored, as the draft demands.

use sfv::{BareItem, Dictionary, List, ListEntry, Parser};

use crate::http::caching::cache_hit::is_cache_hit;
use crate::http::syntax::delta_seconds::parse_delta_seconds;
use crate::http::syntax::message::Fields;
use crate::http::time::date::{Timestamp, parse_http_date, parse_user_time};

/// What the fields say of the requests that are left, of one limit or of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit(Vec<Quota>);

/// What is left of one limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Quota {
    /// How many requests are left.
    remaining: Option<i64>,
    /// Seconds until the window ends, never negative.
    reset_s: Option<i64>,
}

impl RateLimit {
    /// Reads whatever there is of the fields in a response that came at `received_at`. A response from a cache repeats
    /// what another client was sent, so nothing in it counts.
    pub fn parse(fields: &Fields, received_at: Timestamp) -> Self {
        if is_cache_hit(fields) {
            return Self(Vec::new());
        }
        let structured = fields.combined("ratelimit").and_then(|value| quotas(value.as_bytes()));
        Self(structured.or_else(|| separate_fields(fields, received_at)).unwrap_or_default())
    }

    /// How long a client has to wait because nothing is left of some limit, in seconds.
    pub fn wait_s(&self) -> Option<i64> {
        self.longest(|quota| quota.remaining == Some(0))
    }

    /// How long a client that was refused has to wait, in seconds: the refusal says that nothing is left, also where the
    /// fields do not.
    pub fn wait_after_refusal_s(&self) -> Option<i64> {
        self.wait_s().or_else(|| self.longest(|quota| quota.remaining.is_none()))
    }

    fn longest(&self, counts: impl Fn(&Quota) -> bool) -> Option<i64> {
        self.0.iter().filter(|quota| counts(quota)).filter_map(|quota| quota.reset_s).max()
    }
}

/// RateLimit as a List of limits, `"default";r=50;t=30` (draft 08 on), or as a Dictionary, `remaining=50, reset=30`
/// (draft 07).
fn quotas(value: &[u8]) -> Option<Vec<Quota>> {
    if let Ok(list) = Parser::new(value).parse::<List>() {
        let quota = |entry: &ListEntry| match entry {
            ListEntry::Item(item) if matches!(item.bare_item, BareItem::String(_) | BareItem::Token(_)) => {
                let parameter = |name: &str| item.params.iter().find(|(key, _)| key.as_str() == name);
                let remaining = natural(parameter("r")?.1)?;
                let reset_s = match parameter("t") {
                    Some((_, value)) => Some(natural(value)?),
                    None => None,
                };
                Some(Quota { remaining: Some(remaining), reset_s })
            }
            _ => None,
        };
        return list.iter().map(quota).collect::<Option<Vec<_>>>().filter(|quotas| !quotas.is_empty());
    }
    let dictionary = Parser::new(value).parse::<Dictionary>().ok()?;
    let number = |name: &str| match dictionary.iter().find(|(key, _)| key.as_str() == name)?.1 {
        ListEntry::Item(item) => natural(&item.bare_item),
        ListEntry::InnerList(_) => None,
    };
    Some(vec![Quota { remaining: Some(number("remaining")?), reset_s: number("reset") }])
}

fn natural(item: &BareItem) -> Option<i64> {
    item.as_integer().map(i64::from).filter(|number| *number >= 0)
}

/// The fields that hold one number each, of the drafts up to 06 or of a vendor.
fn separate_fields(fields: &Fields, received_at: Timestamp) -> Option<Vec<Quota>> {
    ["ratelimit", "x-ratelimit", "x-rate-limit"].into_iter().find_map(|family| {
        let value = |name: &str| fields.get(&format!("{family}-{name}")).map(|value| value.as_bytes().trim_ascii());
        let reset_s = value("reset").and_then(|value| match family {
            "ratelimit" => parse_delta_seconds(value),
            _ => seconds_until(value, server_time(fields, received_at)),
        });
        let quota = Quota { remaining: value("remaining").and_then(parse_delta_seconds), reset_s };
        (quota != Quota::default()).then(|| vec![quota])
    })
}

/// The clock that a reset time goes by: the server's, where its Date is valid.
fn server_time(fields: &Fields, received_at: Timestamp) -> Timestamp {
    let date = fields.get("date").and_then(|date| parse_http_date(date.as_bytes(), received_at).usable());
    date.unwrap_or(received_at)
}

/// From this number on, a reset is taken for a time and not for a wait: September 2001, or a wait of 31 years.
const EPOCH_SECONDS: i64 = 1_000_000_000;
/// From this number on, a reset is taken for milliseconds.
const EPOCH_MILLISECONDS: i64 = 1_000_000_000_000;

/// Seconds until a vendor's reset: a wait, a time in seconds or milliseconds since 1970, a date of HTTP or RFC 3339.
fn seconds_until(value: &[u8], now: Timestamp) -> Option<i64> {
    let at = match std::str::from_utf8(value).ok()? {
        text if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => match text.parse::<i64>().ok()? {
            wait @ ..EPOCH_SECONDS => return Some(wait),
            seconds @ EPOCH_SECONDS..EPOCH_MILLISECONDS => Timestamp::from_unix(seconds),
            milliseconds => Timestamp::from_unix(milliseconds / 1000),
        },
        text => match parse_user_time(text) {
            Some(at) => at,
            None => parse_http_date(value, now).usable()?,
        },
    };
    Some(at.seconds_since(now).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: i64 = 1_795_334_400;

    fn read(lines: &[(&str, &str)]) -> RateLimit {
        RateLimit::parse(&lines.iter().copied().collect(), Timestamp::from_unix(NOW))
    }

    #[test]
    fn each_notation_is_read_by_its_own_structure() {
        type Row<'a> = (&'a [(&'a str, &'a str)], Option<i64>, Option<i64>);
        let rows: [Row<'_>; 12] = [
            (&[("RateLimit", "\"default\";r=50;t=30")], Some(50), Some(30)),
            (&[("RateLimit", "default;r=0")], Some(0), None),
            (&[("RateLimit", "limit=100, remaining=50, reset=5")], Some(50), Some(5)),
            (
                &[("RateLimit-Limit", "100, 100;w=10"), ("RateLimit-Remaining", "0"), ("RateLimit-Reset", "7")],
                Some(0),
                Some(7),
            ),
            (&[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1795334460")], Some(0), Some(60)),
            (&[("X-RateLimit-Reset", "1795334460000")], None, Some(60)),
            (&[("X-RateLimit-Reset", "Sun, 22 Nov 2026 08:01:00 GMT")], None, Some(60)),
            (&[("X-RateLimit-Reset", "2026-11-22T08:01:00Z")], None, Some(60)),
            (&[("X-RateLimit-Reset", "2026-11-22T07:01:00Z")], None, Some(0)),
            (&[("X-Rate-Limit-Remaining", "3"), ("X-Rate-Limit-Reset", "10")], Some(3), Some(10)),
            // What cannot be read leaves the word to the fields beside it.
            (&[("RateLimit", "50"), ("X-RateLimit-Remaining", "3")], Some(3), None),
            (&[("RateLimit", "\"a\";r=1"), ("X-RateLimit-Remaining", "3")], Some(1), None),
        ];
        for (lines, remaining, reset_s) in rows {
            assert_eq!(read(lines).0, [Quota { remaining, reset_s }], "{lines:?}");
        }
    }

    #[test]
    fn malformed_rate_limit_is_ignored() {
        for value in [
            "\"default\";r=-1;t=30",
            "\"default\";r=1;t=x",
            "\"default\";t=30",
            "50",
            "remaining=x",
            "remaining=-1",
            "limit=5",
            "\"d\";r=1.5",
            ",",
            "\"burst\";q=100;w=60",
        ] {
            assert_eq!(read(&[("RateLimit", value)]).0, [], "{value}");
        }
        assert_eq!(read(&[("X-Other", "1"), ("RateLimit-Policy", "\"burst\";q=100;w=60")]).0, []);
    }

    #[test]
    fn only_what_is_spent_has_to_be_waited_for() {
        assert_eq!(read(&[("RateLimit", "\"a\";r=0;t=10, \"b\";r=5;t=99, \"c\";r=0;t=30")]).wait_s(), Some(30));
        assert_eq!(read(&[("RateLimit", "\"a\";r=1;t=10")]).wait_s(), None);
        assert_eq!(read(&[("X-RateLimit-Reset", "10")]).wait_s(), None);
        assert_eq!(read(&[("X-RateLimit-Reset", "10")]).wait_after_refusal_s(), Some(10));
        assert_eq!(read(&[("RateLimit", "\"a\";r=0;t=10"), ("Age", "300")]).wait_s(), None, "from a cache");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_no_wait_is_negative(value in "[ -~]{0,60}", reset in "[0-9 a-z:+-]{0,30}") {
            let limit = read(&[("RateLimit", value.as_str()), ("X-RateLimit-Reset", reset.as_str())]);
            prop_assert!(limit.0.iter().all(|quota| quota.reset_s.is_none_or(|reset| reset >= 0)));
        }
    }
}
