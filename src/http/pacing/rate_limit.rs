//! How many requests are left, and until when, by the fields RateLimit and its many relatives
//! (draft-ietf-httpapi-ratelimit-headers, in three generations that exclude each other, and the older X- fields).

use sfv::{BareItem, Dictionary, Item, List, ListEntry, Parser};

use crate::http::caching::cache_hit::is_cache_hit;
use crate::http::syntax::delta_seconds::parse_delta_seconds;
use crate::http::syntax::message::Fields;
use crate::http::time::date::{Timestamp, parse_http_date, parse_user_time};

/// What the fields say about the rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// The notation; `None` when it is none that is known.
    pub form: Option<RateLimitForm>,
    /// What is left, of one limit or of several.
    pub items: Vec<Quota>,
    /// The limits themselves, as RateLimit-Policy shows them.
    pub policies: Vec<Policy>,
    /// Whether a field could not be read, and was ignored as the draft demands.
    pub malformed: bool,
    /// Whether it is about this client: not when a cache answered, which repeats what was meant for another client.
    pub usable: bool,
}

/// The generations of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateLimitForm {
    /// `RateLimit: "default";r=50;t=30`, from draft 08 on.
    Draft08,
    /// `RateLimit: limit=100, remaining=50, reset=5`, of draft 07.
    Draft07,
    /// `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`, up to draft 06.
    Draft06,
    /// `X-RateLimit-Remaining` and the like, which every vendor fills in its own way.
    Legacy,
}

/// What is left of one limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quota {
    /// The name of the limit.
    pub policy: Option<String>,
    /// How many requests it allows in its window.
    pub limit: Option<i64>,
    /// How many are left.
    pub remaining: Option<i64>,
    /// Seconds until the window ends, never negative.
    pub reset_s: Option<i64>,
}

/// One limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Its name.
    pub policy: String,
    /// How many requests it allows in its window.
    pub quota: Option<i64>,
    /// The length of its window in seconds.
    pub window_s: Option<i64>,
}

impl RateLimit {
    /// Reads whatever there is of the fields in a response that came at `received_at`; `None` when there is nothing.
    pub fn parse(fields: &Fields, received_at: Timestamp) -> Option<Self> {
        let mut limit = Self {
            form: None,
            items: Vec::new(),
            policies: Vec::new(),
            malformed: false,
            usable: !is_cache_hit(fields),
        };
        let structured = fields.contains("ratelimit") || fields.contains("ratelimit-policy");
        if let Some(value) = fields.combined("ratelimit") {
            limit.read(structured_items(value.as_bytes()));
        }
        if let Some(value) = fields.combined("ratelimit-policy") {
            match policies(value.as_bytes()) {
                Some(policies) => {
                    limit.policies = policies;
                    limit.form = limit.form.or(Some(RateLimitForm::Draft08));
                }
                // Up to draft 06 the field had another structure, which goes with fields of its time.
                None => limit.malformed = !fields.contains("ratelimit-limit"),
            }
        }
        if limit.items.is_empty() {
            let found = separate_fields(fields, received_at);
            if found.is_none() && !structured {
                return None;
            }
            limit.read(found);
        }
        Some(limit)
    }

    fn read(&mut self, found: Option<(RateLimitForm, Vec<Quota>)>) {
        match found {
            Some((form, items)) => (self.form, self.items) = (Some(form), items),
            None => self.malformed = self.malformed || self.form.is_none(),
        }
    }

    /// How long a client has to wait because nothing is left of some limit, in seconds.
    pub fn wait_s(&self) -> Option<i64> {
        let spent = self.items.iter().filter(|item| item.remaining == Some(0));
        spent.filter_map(|item| item.reset_s).max().filter(|_| self.usable)
    }

    /// How long a client that was refused has to wait, in seconds: the answer shows that nothing is left, also
    /// where the fields do not.
    pub fn wait_after_refusal_s(&self) -> Option<i64> {
        let unstated = self.items.iter().filter(|item| item.remaining.is_none());
        self.wait_s().or_else(|| unstated.filter_map(|item| item.reset_s).max().filter(|_| self.usable))
    }
}

/// RateLimit as a List of named limits (draft 08 on) or as a Dictionary (draft 07). Malformed means ignored.
fn structured_items(value: &[u8]) -> Option<(RateLimitForm, Vec<Quota>)> {
    if let Ok(list) = Parser::new(value).parse::<List>() {
        let items: Option<Vec<Quota>> = list.iter().map(named_quota).collect();
        return items.filter(|items| !items.is_empty()).map(|items| (RateLimitForm::Draft08, items));
    }
    let dictionary = Parser::new(value).parse::<Dictionary>().ok()?;
    let member = |name: &str| match dictionary.iter().find(|(key, _)| key.as_str() == name) {
        Some((_, ListEntry::Item(item))) => natural(&item.bare_item).map(Some),
        Some(_) => None,
        None => Some(None),
    };
    let item =
        Quota { policy: None, limit: member("limit")?, remaining: member("remaining")?, reset_s: member("reset")? };
    (item.remaining.is_some() || item.limit.is_some()).then(|| (RateLimitForm::Draft07, vec![item]))
}

/// `"default";r=50;t=30`
fn named_quota(entry: &ListEntry) -> Option<Quota> {
    let ListEntry::Item(item) = entry else { return None };
    let remaining = parameter(item, "r")??;
    Some(Quota { policy: Some(name(item)?), limit: None, remaining: Some(remaining), reset_s: parameter(item, "t")? })
}

/// `"burst";q=100;w=60`
fn policies(value: &[u8]) -> Option<Vec<Policy>> {
    let list = Parser::new(value).parse::<List>().ok()?;
    let policy = |entry: &ListEntry| {
        let ListEntry::Item(item) = entry else { return None };
        let quota = Some(parameter(item, "q")??);
        Some(Policy { policy: name(item)?, quota, window_s: parameter(item, "w")? })
    };
    list.iter().map(policy).collect::<Option<Vec<_>>>().filter(|policies| !policies.is_empty())
}

fn name(item: &Item) -> Option<String> {
    match &item.bare_item {
        BareItem::String(text) => Some(text.as_str().to_owned()),
        BareItem::Token(text) => Some(text.as_str().to_owned()),
        _ => None,
    }
}

/// A parameter: `Some(None)` when it is missing, `None` when it is not a natural number.
fn parameter(item: &Item, name: &str) -> Option<Option<i64>> {
    match item.params.iter().find(|(key, _)| key.as_str() == name) {
        Some((_, value)) => natural(value).map(Some),
        None => Some(None),
    }
}

fn natural(item: &BareItem) -> Option<i64> {
    item.as_integer().map(i64::from).filter(|number| *number >= 0)
}

/// The fields that hold one number each, of draft 06 or of a vendor.
fn separate_fields(fields: &Fields, received_at: Timestamp) -> Option<(RateLimitForm, Vec<Quota>)> {
    let families = [
        ("ratelimit", RateLimitForm::Draft06),
        ("x-ratelimit", RateLimitForm::Legacy),
        ("x-rate-limit", RateLimitForm::Legacy),
    ];
    families.into_iter().find_map(|(family, form)| {
        let value = |name: &str| fields.get(&format!("{family}-{name}")).map(|value| value.as_bytes().trim_ascii());
        let number = |name: &str| value(name).and_then(leading_number);
        let reset_s = value("reset").and_then(|value| match form {
            RateLimitForm::Draft06 => parse_delta_seconds(value),
            _ => seconds_until(value, server_time(fields, received_at)),
        });
        let item = Quota { policy: None, limit: number("limit"), remaining: number("remaining"), reset_s };
        (item != Quota::default()).then(|| (form, vec![item]))
    })
}

/// The first member of `100, 100;w=10`, which is the limit that counts (draft 03).
fn leading_number(value: &[u8]) -> Option<i64> {
    let first = value.split(|&byte| byte == b',' || byte == b';').next().unwrap_or_default();
    parse_delta_seconds(first.trim_ascii())
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
        RateLimit::parse(&lines.iter().copied().collect(), Timestamp::from_unix(NOW)).unwrap()
    }

    fn quota(policy: Option<&str>, limit: Option<i64>, remaining: Option<i64>, reset_s: Option<i64>) -> Quota {
        Quota { policy: policy.map(str::to_owned), limit, remaining, reset_s }
    }

    #[test]
    fn each_generation_is_read_by_its_own_structure() {
        use RateLimitForm::{Draft06, Draft07, Draft08, Legacy};
        type Row<'a> = (&'a [(&'a str, &'a str)], RateLimitForm, Quota);
        let rows: [Row<'_>; 10] = [
            (&[("RateLimit", "\"default\";r=50;t=30")], Draft08, quota(Some("default"), None, Some(50), Some(30))),
            (&[("RateLimit", "default;r=0")], Draft08, quota(Some("default"), None, Some(0), None)),
            (&[("RateLimit", "limit=100, remaining=50, reset=5")], Draft07, quota(None, Some(100), Some(50), Some(5))),
            (
                &[("RateLimit-Limit", "100, 100;w=10"), ("RateLimit-Remaining", "0"), ("RateLimit-Reset", "7")],
                Draft06,
                quota(None, Some(100), Some(0), Some(7)),
            ),
            (
                &[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1795334460")],
                Legacy,
                quota(None, None, Some(0), Some(60)),
            ),
            (&[("X-RateLimit-Reset", "1795334460000")], Legacy, quota(None, None, None, Some(60))),
            (&[("X-RateLimit-Reset", "Sun, 22 Nov 2026 08:01:00 GMT")], Legacy, quota(None, None, None, Some(60))),
            (&[("X-RateLimit-Reset", "2026-11-22T08:01:00Z")], Legacy, quota(None, None, None, Some(60))),
            (&[("X-RateLimit-Reset", "2026-11-22T07:01:00Z")], Legacy, quota(None, None, None, Some(0))),
            (
                &[("X-Rate-Limit-Remaining", "3"), ("X-Rate-Limit-Reset", "10")],
                Legacy,
                quota(None, None, Some(3), Some(10)),
            ),
        ];
        for (lines, form, item) in rows {
            let limit = read(lines);
            assert_eq!((limit.form, limit.items.as_slice()), (Some(form), [item].as_slice()), "{lines:?}");
            assert!(!limit.malformed && limit.usable);
        }
    }

    #[test]
    fn policies_are_read_beside_what_is_left() {
        let limit = read(&[("RateLimit-Policy", "\"burst\";q=100;w=60,\"daily\";q=1000;w=86400")]);
        let policy =
            |name: &str, quota, window| Policy { policy: name.to_owned(), quota: Some(quota), window_s: Some(window) };
        assert_eq!(limit.policies, [policy("burst", 100, 60), policy("daily", 1000, 86_400)]);
        assert_eq!((limit.form, limit.malformed), (Some(RateLimitForm::Draft08), false));
        let old = read(&[("RateLimit-Limit", "100"), ("RateLimit-Policy", "100;w=10")]);
        assert_eq!((old.form, old.malformed), (Some(RateLimitForm::Draft06), false));
    }

    #[test]
    fn what_is_malformed_is_ignored() {
        for value in
            ["\"default\";r=-1;t=30", "\"default\";t=30", "50", "remaining=x", "remaining=-1", "\"d\";r=1.5", ","]
        {
            let limit = read(&[("RateLimit", value)]);
            assert!(limit.malformed && limit.items.is_empty(), "{value}");
        }
        let none = RateLimit::parse(&[("X-Other", "1")].into_iter().collect(), Timestamp::from_unix(NOW));
        assert_eq!(none, None);
    }

    #[test]
    fn only_what_is_spent_has_to_be_waited_for() {
        assert_eq!(read(&[("RateLimit", "\"a\";r=0;t=10, \"b\";r=5;t=99, \"c\";r=0;t=30")]).wait_s(), Some(30));
        assert_eq!(read(&[("RateLimit", "\"a\";r=1;t=10")]).wait_s(), None);
        assert_eq!(read(&[("X-RateLimit-Reset", "10")]).wait_s(), None);
        assert_eq!(read(&[("X-RateLimit-Reset", "10")]).wait_after_refusal_s(), Some(10));
        let cached = read(&[("RateLimit", "\"a\";r=0;t=10"), ("Age", "300")]);
        assert_eq!((cached.usable, cached.wait_s()), (false, None));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_no_wait_is_negative(value in "[ -~]{0,60}", reset in "[0-9 a-z:+-]{0,30}") {
            let lines = [("RateLimit", value.as_str()), ("X-RateLimit-Reset", reset.as_str())];
            let limit = read(&lines);
            prop_assert!(limit.items.iter().all(|item| item.reset_s.is_none_or(|reset| reset >= 0)));
        }
    }
}
