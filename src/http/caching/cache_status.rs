//! Which caches on the way handled a request, by Cache-Status (RFC 9211).

use std::fmt;

use sfv::{BareItem, Item, List, ListEntry, Parser};

use crate::http::syntax::message::Fields;

/// What Cache-Status says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheStatus {
    /// The caches, the one nearest to the origin first, the one nearest to the client last (RFC 9211 §2).
    pub caches: Vec<CacheStep>,
    /// What deserves a remark.
    pub warnings: Vec<CacheStatusWarning>,
}

/// How one cache handled the request (RFC 9211 §2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheStep {
    /// The name that the cache gives itself.
    pub id: String,
    /// Whether it answered from its store without going forward.
    pub hit: bool,
    /// Why it went forward, such as `uri-miss` or `stale`.
    pub fwd: Option<String>,
    /// Seconds of freshness that are left; negative for a stale response.
    pub ttl: Option<i64>,
}

/// Something about Cache-Status that deserves a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CacheStatusWarning {
    /// It is not a List of RFC 9651, so all of it is ignored.
    BadSyntax,
    /// A member does not begin with the name of a cache and is ignored.
    BadMember,
    /// A cache says both that it hit and that it went forward, which exclude each other (RFC 9211 §2.2).
    HitAndForward(String),
    /// A cache answered with a response that was no longer fresh.
    StaleHit(String),
}

#[cfg(test)]
impl CacheStatusWarning {
    /// The name in the tables of the tests.
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::BadSyntax => "bad-syntax",
            Self::BadMember => "bad-member",
            Self::HitAndForward(_) => "hit-and-forward",
            Self::StaleHit(_) => "stale-hit",
        }
    }
}

impl fmt::Display for CacheStatusWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadSyntax => f.write_str("Cache-Status is not a list as RFC 9211 defines it"),
            Self::BadMember => f.write_str("a member of Cache-Status does not name its cache"),
            Self::HitAndForward(id) => write!(f, "the cache {id} reports both a hit and a forward"),
            Self::StaleHit(id) => write!(f, "the cache {id} sent a stale response"),
        }
    }
}

impl CacheStatus {
    /// Reads every line of Cache-Status; empty when there is none.
    pub fn parse(fields: &Fields) -> Self {
        let mut status = Self::default();
        let Some(value) = fields.combined("cache-status") else { return status };
        let Ok(list) = Parser::new(value.as_bytes()).parse::<List>() else {
            status.warnings.push(CacheStatusWarning::BadSyntax);
            return status;
        };
        for entry in list {
            match step(&entry) {
                Some(step) => {
                    status.warnings.extend(remarks(&step));
                    status.caches.push(step);
                }
                None => status.warnings.push(CacheStatusWarning::BadMember),
            }
        }
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
    let mut step = CacheStep { id: text(bare_item)?, ..CacheStep::default() };
    for (key, value) in params {
        match key.as_str() {
            "hit" => step.hit = value.as_boolean() == Some(true),
            "fwd" => step.fwd = value.as_token().map(|token| token.as_str().to_owned()),
            "ttl" => step.ttl = value.as_integer().map(i64::from),
            _ => {}
        }
    }
    Some(step)
}

fn text(item: &BareItem) -> Option<String> {
    match item {
        BareItem::String(text) => Some(text.as_str().to_owned()),
        BareItem::Token(text) => Some(text.as_str().to_owned()),
        _ => None,
    }
}

fn remarks(step: &CacheStep) -> Vec<CacheStatusWarning> {
    let mut remarks = Vec::new();
    if step.hit && step.fwd.is_some() {
        remarks.push(CacheStatusWarning::HitAndForward(step.id.clone()));
    }
    if step.hit && step.ttl.is_some_and(|ttl| ttl < 0) {
        remarks.push(CacheStatusWarning::StaleHit(step.id.clone()));
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(lines: &[&str]) -> CacheStatus {
        CacheStatus::parse(&lines.iter().map(|line| ("Cache-Status", *line)).collect())
    }

    fn names(status: &CacheStatus) -> Vec<&'static str> {
        status.warnings.iter().map(CacheStatusWarning::as_str).collect()
    }

    #[test]
    fn stale_hit_is_a_hit() {
        let status = read(&["ExampleCache; hit; ttl=-412"]);
        let wanted = CacheStep { id: "ExampleCache".into(), hit: true, ttl: Some(-412), ..CacheStep::default() };
        assert_eq!(status.caches, [wanted]);
        assert_eq!(names(&status), ["stale-hit"]);
    }

    #[test]
    fn hit_is_stale_only_below_zero_seconds() {
        for (member, warnings) in [
            ("A; hit; ttl=-1", vec!["stale-hit"]),
            ("A; hit; ttl=0", vec![]),
            ("A; hit; ttl=1", vec![]),
            ("A; hit", vec![]),
            ("A; fwd=stale; ttl=-1", vec![]),
            ("A; hit; fwd=stale; ttl=-1", vec!["hit-and-forward", "stale-hit"]),
        ] {
            assert_eq!(names(&read(&[member])), warnings, "{member}");
        }
    }

    #[test]
    fn parameters_of_another_type_are_ignored() {
        let step = |id: &str| CacheStep { id: id.to_owned(), ..CacheStep::default() };
        for (member, wanted) in [
            ("A; fwd=miss; fwd-status=304; ttl=5", CacheStep { fwd: Some("miss".into()), ttl: Some(5), ..step("A") }),
            ("\"A B\"; hit", CacheStep { hit: true, ..step("A B") }),
            ("A; hit=?0", step("A")),
            ("A; hit=1; fwd=\"miss\"; fwd-status=304.0; ttl=\"5\"", step("A")),
            ("A; hits; detail=x; key=\"k\"; stored; collapsed=?0", step("A")),
        ] {
            assert_eq!(read(&[member]).caches, [wanted], "{member}");
        }
    }

    #[test]
    fn revalidation_is_not_a_hit() {
        let status = read(&["ExampleCache; fwd=stale; fwd-status=304"]);
        assert!(!status.from_cache());
    }

    #[test]
    fn several_lines_are_one_list_from_the_origin_to_the_client() {
        let status =
            read(&["ReverseProxyCache; hit", "ForwardProxyCache; fwd=uri-miss; collapsed; stored", "Browser; fwd=x"]);
        assert_eq!(status.hit().map(|cache| cache.id.as_str()), Some("ReverseProxyCache"));
        assert_eq!(status.caches.last().map(|cache| cache.id.as_str()), Some("Browser"));
        assert!(status.warnings.is_empty());
    }

    #[test]
    fn member_that_names_no_cache_is_ignored() {
        assert_eq!(names(&read(&["1; hit"])), ["bad-member"]);
        assert_eq!(names(&read(&["(a b); hit, C; hit=?0"])), ["bad-member"]);
        assert!(read(&["1; hit"]).caches.is_empty());
        for value in ["Example Cache; hit", "a;;hit", "A; hit,", "\"x; hit"] {
            let status = read(&[value]);
            assert_eq!((names(&status), status.caches.len()), (vec!["bad-syntax"], 0), "{value}");
        }
        assert_eq!(names(&read(&["A; hit; fwd=stale"])), ["hit-and-forward"]);
        assert!(!read(&["\"x; hit\"; fwd=miss"]).from_cache());
        assert_eq!(read(&[]), CacheStatus::default());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(value in "[ -~]{0,60}") {
            let _ = read(&[&value]).warnings.iter().map(ToString::to_string).collect::<String>();
        }
    }
}
