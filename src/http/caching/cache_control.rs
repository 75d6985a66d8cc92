//! The directives of Cache-Control (RFC 9111 §5.2).

use std::collections::HashSet;
use std::fmt;

use crate::http::syntax::delta_seconds::parse_delta_seconds;
use crate::http::syntax::message::{Fields, is_token_byte};
use crate::http::syntax::quoted::{split_outside_quotes, unquote};
use crate::text::escape::Text;

/// The directives whose argument is a span of time (RFC 9111 §5.2.2, RFC 5861 §3 and §4).
const SPANS: [&str; 4] = ["max-age", "s-maxage", "stale-while-revalidate", "stale-if-error"];

/// The directives of every Cache-Control line of a response (RFC 9111 §5.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheControl {
    directives: Vec<Directive>,
    warnings: Vec<CacheControlWarning>,
}

/// The argument of a directive whose argument is a span of time (RFC 9111 §1.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Seconds, clamped to 2^31.
    Seconds(i64),
    /// No number of seconds; best taken for none left (RFC 9111 §4.2.1).
    Invalid,
}

impl Span {
    /// The seconds, 0 in place of an invalid argument.
    pub fn seconds(self) -> i64 {
        match self {
            Self::Seconds(seconds) => seconds,
            Self::Invalid => 0,
        }
    }
}

/// What `no-cache` and `private` are about (RFC 9111 §5.2.2.4, §5.2.2.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CacheScope {
    /// The whole response.
    Response,
    /// Only the fields that the argument names.
    Fields(Vec<Text>),
}

/// Something about Cache-Control that deserves a remark (RFC 9111 §4.2.1, §5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CacheControlWarning {
    /// A directive that is given more than once; the first one counts.
    Duplicate(String),
    /// A number in quotes, which recipients ought to accept and senders ought not to write.
    Quoted(String),
    /// A directive that breaks the grammar or lacks a valid argument.
    Invalid(Text),
}

#[cfg(test)]
impl CacheControlWarning {
    /// The name in the tables of the tests.
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::Duplicate(_) => "duplicate",
            Self::Quoted(_) => "quoted",
            Self::Invalid(_) => "invalid",
        }
    }
}

impl fmt::Display for CacheControlWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate(name) => write!(f, "Cache-Control has {name} more than once"),
            Self::Quoted(name) => write!(f, "Cache-Control has the number of {name} in quotes"),
            Self::Invalid(member) => write!(f, "Cache-Control has an invalid directive: {}", member.clipped(80)),
        }
    }
}

impl CacheControl {
    /// Reads every line of the field `name`, which is Cache-Control or a field with its grammar.
    pub fn parse(fields: &Fields, name: &str) -> Self {
        let mut control = Self::default();
        let mut seen = HashSet::new();
        for line in fields.all(name) {
            for member in split_outside_quotes(line.as_bytes(), b',') {
                control.add(member, &mut seen);
            }
        }
        control
    }

    /// `max-age`, the lifetime in seconds (RFC 9111 §5.2.2.1).
    pub fn max_age(&self) -> Option<Span> {
        self.span("max-age")
    }

    /// `s-maxage`, the lifetime in a shared cache (RFC 9111 §5.2.2.10).
    pub fn s_maxage(&self) -> Option<Span> {
        self.span("s-maxage")
    }

    /// `stale-while-revalidate`, how long the response may be used while it is revalidated (RFC 5861 §3).
    pub fn stale_while_revalidate(&self) -> Option<Span> {
        self.span("stale-while-revalidate")
    }

    /// `stale-if-error`, how long the response may be used in place of an error (RFC 5861 §4).
    pub fn stale_if_error(&self) -> Option<Span> {
        self.span("stale-if-error")
    }

    /// `no-cache`: to be validated before every use (RFC 9111 §5.2.2.4).
    pub fn no_cache(&self) -> Option<CacheScope> {
        self.scope("no-cache")
    }

    /// `private`: not for shared caches (RFC 9111 §5.2.2.7).
    pub fn private(&self) -> Option<CacheScope> {
        self.scope("private")
    }

    /// `no-store`: not to be stored (RFC 9111 §5.2.2.5).
    pub fn no_store(&self) -> bool {
        self.has("no-store")
    }

    /// `public`: may be stored although otherwise it might not (RFC 9111 §5.2.2.9).
    pub fn public(&self) -> bool {
        self.has("public")
    }

    /// `must-revalidate`: not to be used when stale (RFC 9111 §5.2.2.2).
    pub fn must_revalidate(&self) -> bool {
        self.has("must-revalidate")
    }

    /// `proxy-revalidate`: not to be used by a shared cache when stale (RFC 9111 §5.2.2.8).
    pub fn proxy_revalidate(&self) -> bool {
        self.has("proxy-revalidate")
    }

    /// `must-understand`: to be stored by caches that know the status code, in spite of `no-store` (RFC 9111 §5.2.2.3).
    pub fn must_understand(&self) -> bool {
        self.has("must-understand")
    }

    /// `immutable`: will not change while it is fresh (RFC 8246 §2).
    pub fn immutable(&self) -> bool {
        self.has("immutable")
    }

    /// What deserves a remark, in order.
    pub fn warnings(&self) -> &[CacheControlWarning] {
        &self.warnings
    }

    fn add(&mut self, member: &[u8], seen: &mut HashSet<String>) {
        let Some(directive) = Directive::parse(member) else {
            self.warnings.push(CacheControlWarning::Invalid(Text::from(member)));
            return;
        };
        if !seen.insert(directive.name.clone()) {
            self.warnings.push(CacheControlWarning::Duplicate(directive.name.clone()));
        } else if SPANS.contains(&directive.name.as_str()) {
            self.warnings.extend(directive.span_warning(member));
        }
        self.directives.push(directive);
    }

    fn first(&self, name: &str) -> Option<&Directive> {
        self.directives.iter().find(|directive| directive.name == name)
    }

    fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    fn span(&self, name: &str) -> Option<Span> {
        self.first(name).map(Directive::span)
    }

    /// Where a directive is both with and without names of fields, the wider meaning is the safe one.
    fn scope(&self, name: &str) -> Option<CacheScope> {
        let mut names = Vec::new();
        let mut found = false;
        for directive in self.directives.iter().filter(|directive| directive.name == name) {
            match directive.field_names() {
                named if named.is_empty() => return Some(CacheScope::Response),
                named => names.extend(named),
            }
            found = true;
        }
        found.then_some(CacheScope::Fields(names))
    }
}

/// One directive, its name in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Directive {
    name: String,
    argument: Argument,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Argument {
    None,
    Token(Text),
    Quoted(Text),
    Malformed,
}

impl Directive {
    fn parse(member: &[u8]) -> Option<Self> {
        let mut parts = member.splitn(2, |&byte| byte == b'=');
        let (before, after) = (parts.next()?, parts.next());
        let name = token(before.trim_ascii_end())?.to_ascii_lowercase();
        // White space around the equals sign is not grammar, but what is meant is clear enough not to be ignored.
        let adjacent = name.len() == before.len();
        let argument =
            after.map_or(Argument::None, |value| if adjacent { Argument::parse(value) } else { Argument::Malformed });
        Some(Self { name, argument })
    }

    fn span(&self) -> Span {
        match &self.argument {
            Argument::Token(value) | Argument::Quoted(value) => {
                parse_delta_seconds(value.as_bytes()).map_or(Span::Invalid, Span::Seconds)
            }
            Argument::None | Argument::Malformed => Span::Invalid,
        }
    }

    fn span_warning(&self, member: &[u8]) -> Option<CacheControlWarning> {
        match (self.span(), &self.argument) {
            (Span::Invalid, _) => Some(CacheControlWarning::Invalid(Text::from(member))),
            (Span::Seconds(_), Argument::Quoted(_)) => Some(CacheControlWarning::Quoted(self.name.clone())),
            (Span::Seconds(_), _) => None,
        }
    }

    fn field_names(&self) -> Vec<Text> {
        match &self.argument {
            Argument::Token(names) | Argument::Quoted(names) => {
                split_outside_quotes(names.as_bytes(), b',').map(Text::from).collect()
            }
            Argument::None | Argument::Malformed => Vec::new(),
        }
    }
}

impl Argument {
    fn parse(value: &[u8]) -> Self {
        match (token(value), unquote(value)) {
            (Some(token), _) => Self::Token(Text::from(token)),
            (None, Some(content)) => Self::Quoted(Text::new(content)),
            (None, None) => Self::Malformed,
        }
    }
}

/// The bytes as text, when they are a token (RFC 9110 §5.6.2).
fn token(bytes: &[u8]) -> Option<&str> {
    let valid = !bytes.is_empty() && bytes.iter().all(|&byte| is_token_byte(byte));
    std::str::from_utf8(bytes).ok().filter(|_| valid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(lines: &[&str]) -> CacheControl {
        CacheControl::parse(&lines.iter().map(|line| ("Cache-Control", *line)).collect(), "cache-control")
    }

    fn names(control: &CacheControl) -> Vec<&'static str> {
        control.warnings().iter().map(CacheControlWarning::as_str).collect()
    }

    #[test]
    fn max_age_is_read_in_all_its_shapes() {
        let rows: [(&str, Option<Span>, &[&str]); 18] = [
            ("max-age=3600", Some(Span::Seconds(3600)), &[]),
            ("MaX-aGe=3600", Some(Span::Seconds(3600)), &[]),
            ("foobar, max-age=3600", Some(Span::Seconds(3600)), &[]),
            ("max-age=\"3600\"", Some(Span::Seconds(3600)), &["quoted"]),
            ("max-age=99999999999", Some(Span::Seconds(1 << 31)), &[]),
            ("max-age=1, max-age=1800", Some(Span::Seconds(1)), &["duplicate"]),
            ("max-age=x, max-age=1800", Some(Span::Invalid), &["invalid", "duplicate"]),
            ("max-age='3600'", Some(Span::Invalid), &["invalid"]),
            ("max-age=3600.0", Some(Span::Invalid), &["invalid"]),
            ("max-age=-1", Some(Span::Invalid), &["invalid"]),
            ("max-age=+1", Some(Span::Invalid), &["invalid"]),
            ("max-age=foo", Some(Span::Invalid), &["invalid"]),
            ("max-age=", Some(Span::Invalid), &["invalid"]),
            ("max-age", Some(Span::Invalid), &["invalid"]),
            ("max-age =60", Some(Span::Invalid), &["invalid"]),
            ("max-age= 60", Some(Span::Invalid), &["invalid"]),
            ("ext=\"max-age=3600\"", None, &[]),
            ("ext=\"a, max-age=3600\"", None, &[]),
        ];
        for (line, max_age, warnings) in rows {
            let control = parse(&[line]);
            assert_eq!(control.max_age(), max_age, "{line}");
            assert_eq!(names(&control), warnings, "{line}");
        }
    }

    #[test]
    fn directives_of_all_lines_count() {
        let control = parse(&["public, s-maxage=1", "max-age=3600, immutable, stale-if-error=5"]);
        assert_eq!(control.s_maxage(), Some(Span::Seconds(1)));
        assert_eq!(control.max_age(), Some(Span::Seconds(3600)));
        assert_eq!(control.stale_if_error(), Some(Span::Seconds(5)));
        assert_eq!(control.stale_while_revalidate(), None);
        assert!(control.public() && control.immutable());
        assert!(!control.no_store() && !control.must_revalidate());
        assert!(control.warnings().is_empty());
    }

    #[test]
    fn qualified_forms_are_told_from_plain_ones() {
        let fields = |names: &[&str]| Some(CacheScope::Fields(names.iter().map(|name| Text::from(*name)).collect()));
        let rows = [
            ("no-cache", Some(CacheScope::Response)),
            ("no-cache=\"Set-Cookie, X-A\"", fields(&["Set-Cookie", "X-A"])),
            ("no-cache=Set-Cookie", fields(&["Set-Cookie"])),
            ("no-cache=\"Set-Cookie\", no-cache", Some(CacheScope::Response)),
            ("no-cache=\"\"", Some(CacheScope::Response)),
            ("x=\"no-cache\"", None),
        ];
        for (line, scope) in rows {
            assert_eq!(parse(&[line]).no_cache(), scope, "{line}");
        }
        assert_eq!(parse(&["private=\"X-A\""]).private(), fields(&["X-A"]));
    }

    #[test]
    fn members_that_are_no_directive_are_named() {
        let control = parse(&["public; max-age=60, , no-store"]);
        assert_eq!(control.max_age(), None);
        assert!(control.no_store());
        let shown: Vec<String> = control.warnings().iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["Cache-Control has an invalid directive: public; max-age=60"]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_parser_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..60),
            near in "[a-z=\", \\\\0-9;-]{0,40}",
        ) {
            for line in [bytes.as_slice(), near.as_bytes()] {
                let control = CacheControl::parse(&[("Cache-Control", line)].into_iter().collect(), "cache-control");
                let _ = (control.max_age(), control.no_cache(), control.private());
            }
        }
    }
}
