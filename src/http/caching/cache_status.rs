//! Which caches on the way handled a request, by Cache-Status (RFC 9211).

use sfv::{BareItem, Item, List, ListEntry, Parser};

use crate::http::syntax::message::Fields;

/// What Cache-Status says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheStatus {
    /// The caches, the one nearest to the origin first, the one nearest to the client last (RFC 9211 §2).
    pub caches: Vec<CacheStep>,
}

/// How one cache handled the request (RFC 9211 §2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheStep {
    /// The name that the cache gives itself.
    pub id: String,
    /// Whether it answered from its store without going forward.
    pub hit: bool,
}

impl CacheStatus {
    /// Reads every line of Cache-Status; empty when there is none.
    pub fn parse(fields: &Fields) -> Self {
        let mut status = Self::default();
        let Some(value) = fields.combined("cache-status") else { return status };
        // What is not a List of RFC 9651 is ignored, and so is a member that does not begin with the name of a cache.
        let list = Parser::new(value.as_bytes()).parse::<List>().unwrap_or_default();
        status.caches.extend(list.iter().filter_map(step));
        status
    }

    /// The cache that answered from its store, where one did.
    pub fn hit(&self) -> Option<&CacheStep> {
        self.caches.iter().find(|cache| cache.hit)
    }

    /// Whether a cache answered from its store.
    pub fn from_cache(&self) -> bool {
        self.hit().is_some()
    }
}

/// One member: a String or Token with parameters. Parameters of another type than RFC 9211 gives them are ignored.
fn step(entry: &ListEntry) -> Option<CacheStep> {
    let ListEntry::Item(Item { bare_item, params }) = entry else { return None };
    let hit = params.get("hit").is_some_and(|hit| hit.as_boolean() == Some(true));
    Some(CacheStep { id: text(bare_item)?, hit })
}

fn text(item: &BareItem) -> Option<String> {
    match item {
        BareItem::String(text) => Some(text.as_str().to_owned()),
        BareItem::Token(text) => Some(text.as_str().to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(lines: &[&str]) -> CacheStatus {
        CacheStatus::parse(&lines.iter().map(|line| ("Cache-Status", *line)).collect())
    }

    /// The caches by name, each with whether it hit.
    fn caches(lines: &[&str]) -> Vec<(String, bool)> {
        read(lines).caches.into_iter().map(|cache| (cache.id, cache.hit)).collect()
    }

    #[test]
    fn parameters_of_another_type_are_ignored() {
        for (member, id, hit) in [
            ("ExampleCache; hit; ttl=-412", "ExampleCache", true),
            ("A; hit; fwd=stale", "A", true),
            ("A; fwd=stale; fwd-status=304", "A", false),
            ("\"A B\"; hit", "A B", true),
            ("A; hit=?1", "A", true),
            ("A; hit=?0", "A", false),
            ("A; hit=1; fwd=\"miss\"; ttl=\"5\"", "A", false),
            ("A; hits; detail=x; key=\"k\"; stored; collapsed=?0", "A", false),
            ("A", "A", false),
        ] {
            assert_eq!(caches(&[member]), [(id.to_owned(), hit)], "{member}");
            assert_eq!(read(&[member]).from_cache(), hit, "{member}");
        }
    }

    #[test]
    fn several_lines_are_one_list_from_the_origin_to_the_client() {
        let status =
            read(&["ReverseProxyCache; hit", "ForwardProxyCache; fwd=uri-miss; collapsed; stored", "Browser; fwd=x"]);
        assert_eq!(status.hit().map(|cache| cache.id.as_str()), Some("ReverseProxyCache"));
        assert_eq!(status.caches.last().map(|cache| cache.id.as_str()), Some("Browser"));
        assert_eq!(status.caches.len(), 3);
    }

    #[test]
    fn member_that_names_no_cache_is_ignored() {
        assert_eq!(caches(&["1; hit"]), []);
        assert_eq!(caches(&["(a b); hit, C; hit"]), [("C".to_owned(), true)]);
        for value in ["Example Cache; hit", "a;;hit", "A; hit,", "\"x; hit", ""] {
            assert_eq!(caches(&[value]), [], "{value}");
        }
        assert!(!read(&["\"x; hit\"; fwd=miss"]).from_cache());
        assert_eq!(read(&[]), CacheStatus::default());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(value in "[ -~]{0,60}") {
            let _ = read(&[&value]).from_cache();
        }
    }
}
