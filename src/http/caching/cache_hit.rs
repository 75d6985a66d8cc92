//! Whether a cache on the way answered in place of the origin (RFC 9111 §4, RFC 9211).

use super::cache_status::CacheStatus;
use super::response_age::age_field_seconds;
use crate::http::syntax::message::Fields;
use crate::http::syntax::quoted::split_outside_quotes;

/// Whether a field shows that a cache answered from its store.
///
/// Via alone proves nothing: it names every intermediary, also those that passed the request on.
pub(crate) fn is_cache_hit(fields: &Fields) -> bool {
    age_field_seconds(fields).is_some_and(|age| age > 0)
        || CacheStatus::parse(fields).from_cache()
        || members(fields, "x-cache").any(is_x_cache_hit)
        || fields.all("x-varnish").any(|line| is_varnish_hit(line.as_bytes()))
}

fn members<'a>(fields: &'a Fields, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
    fields.all(name).flat_map(|line| split_outside_quotes(line.as_bytes(), b','))
}

/// `HIT from x`, `TCP_HIT`; `RefreshHit` and `TCP_REFRESH_HIT` were validated at the origin.
fn is_x_cache_hit(member: &[u8]) -> bool {
    let word = member.split(|&byte| byte == b' ').next().unwrap_or_default();
    [b"hit".as_slice(), b"tcp_hit", b"tcp_mem_hit"].iter().any(|hit| word.eq_ignore_ascii_case(hit))
}

/// `40719125822 13132104109`: the second number is the request that brought the stored response.
fn is_varnish_hit(line: &[u8]) -> bool {
    line.split(|&byte| byte == b' ').filter(|word| !word.is_empty()).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_told_from_what_was_passed_on() {
        let rows = [
            ("Age", "300", true),
            ("Age", "0", false),
            ("Age", "x", false),
            ("Via", "1.1 varnish (Varnish/6.2)", false),
            ("X-Varnish", "13133808117 13132104109", true),
            ("X-Varnish", "40719125822", false),
            ("X-Cache", "HIT from proxy", true),
            ("X-Cache", "Miss from cloudfront, Hit from x", true),
            ("X-Cache", "RefreshHit from cloudfront", false),
            ("X-Cache", "MISS", false),
            ("Cache-Status", "A; hit; ttl=-1", true),
            ("Cache-Status", "A; hit=?0", false),
            ("Cache-Status", "A; fwd=stale; fwd-status=304", false),
            ("Cache-Status", "\"x; hit\"; fwd=miss", false),
            ("Cache-Status", "hit", false),
            ("Cache-Status", "1; hit", false),
            ("Cache-Status", "Example Cache; hit", false),
        ];
        for (name, value, hit) in rows {
            assert_eq!(is_cache_hit(&[(name, value)].into_iter().collect()), hit, "{name}: {value}");
        }
    }
}
