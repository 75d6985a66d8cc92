//! The fields of a stored response after a 304 (RFC 9111 §3.2, §4.3.4).

use std::collections::HashSet;

use crate::http::syntax::message::{Field, Fields};
use crate::http::syntax::quoted::split_outside_quotes;
use crate::text::escape::Text;

/// Fields that a 304 does not bring up to date: those about the connection, which are not stored at all
/// (RFC 9111 §3.1), and Content-Length (§3.2), since that of the 304 is not about the stored content.
const NOT_UPDATED: [&str; 10] = [
    "connection",
    "content-length",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authentication-info",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// The stored fields, updated from a 304 (RFC 9111 §3.2).
///
/// Every field of the 304 takes the place of all stored lines of its name; fields that it does not have stay. Only
/// a stored Age goes in any case: it counts from before the validation (§5.1).
pub(crate) fn updated_fields(stored: &Fields, not_modified: &Fields) -> Fields {
    let nominated: HashSet<Vec<u8>> = not_modified
        .all("connection")
        .flat_map(|line| split_outside_quotes(line.as_bytes(), b','))
        .map(<[u8]>::to_ascii_lowercase)
        .collect();
    let is_updated = |name: &Text| {
        !NOT_UPDATED.iter().any(|excepted| name.eq_ignore_case(excepted)) && !nominated.contains(&folded(name))
    };
    let updates: Vec<&Field> = not_modified.iter().filter(|field| is_updated(&field.name)).collect();
    let names: HashSet<Vec<u8>> = updates.iter().map(|update| folded(&update.name)).collect();
    let replaced = |name: &Text| name.eq_ignore_case("age") || names.contains(&folded(name));
    let kept = stored.iter().filter(|field| !replaced(&field.name));
    kept.chain(updates.iter().copied()).map(|field| (field.name.clone(), field.value.clone())).collect()
}

/// The name in lower case.
fn folded(name: &Text) -> Vec<u8> {
    name.as_bytes().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: (&str, &str) = ("Date", "Sun, 22 Nov 2026 08:00:00 GMT");

    fn updated(stored: &[(&str, &str)], not_modified: &[(&str, &str)]) -> Vec<String> {
        let fields = updated_fields(&stored.iter().copied().collect(), &not_modified.iter().copied().collect());
        fields.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn field_that_the_304_omits_is_kept() {
        let stored = [("X-Test", "A"), ("Last-Modified", "Sun, 22 Nov 2026 07:00:00 GMT")];
        let expected =
            ["X-Test: A", "Last-Modified: Sun, 22 Nov 2026 07:00:00 GMT", "Date: Sun, 22 Nov 2026 08:00:00 GMT"];
        assert_eq!(updated(&stored, &[DATE]), expected);
    }

    #[test]
    fn fields_are_replaced_whole() {
        assert_eq!(
            updated(&[("cache-control", "max-age=60")], &[("Cache-Control", "max-age=600")]),
            ["Cache-Control: max-age=600"]
        );
        let stored = [("Link", "</a>; rel=sunset"), ("Link", "</b>; rel=x")];
        assert_eq!(updated(&stored, &[("Link", "</c>; rel=sunset")]), ["Link: </c>; rel=sunset"]);
    }

    #[test]
    fn length_and_connection_are_not_updated() {
        assert_eq!(updated(&[("Content-Length", "8079")], &[("Content-Length", "0")]), ["Content-Length: 8079"]);
        let not_modified = [("Connection", "close, X-Hop"), ("X-Hop", "2"), ("Keep-Alive", "timeout=5")];
        assert_eq!(updated(&[("X-Hop", "1")], &not_modified), ["X-Hop: 1"]);
    }

    #[test]
    fn stored_age_is_not_that_of_the_validated_response() {
        assert!(updated(&[("Age", "7200")], &[]).is_empty());
        assert_eq!(updated(&[("Age", "7200")], &[("Age", "5")]), ["Age: 5"]);
    }
}
