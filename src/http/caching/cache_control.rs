//! The directives of Cache-Control (RFC 9111 §5.2).

use std::collections::HashSet;

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
    invalid: Vec<Text>,
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

    /// The members that break the grammar or lack a valid argument, in order; of a directive that is given more than
    /// once the first one counts.
    pub fn invalid(&self) -> &[Text] {
        &self.invalid
    }

    fn add(&mut self, member: &[u8], seen: &mut HashSet<String>) {
        let Some(directive) = Directive::parse(member) else {
            self.invalid.push(Text::from(member));
            return;
        };
        let counts = seen.insert(directive.name.clone());
        if counts && SPANS.contains(&directive.name.as_str()) && directive.span() == Span::Invalid {
            self.invalid.push(Text::from(member));
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

    #[test]
    fn max_age_is_read_in_all_its_shapes() {
        let rows: [(&str, Option<Span>, usize); 18] = [
            ("max-age=3600", Some(Span::Seconds(3600)), 0),
            ("MaX-aGe=3600", Some(Span::Seconds(3600)), 0),
            ("foobar, max-age=3600", Some(Span::Seconds(3600)), 0),
            ("max-age=\"3600\"", Some(Span::Seconds(3600)), 0),
            ("max-age=99999999999", Some(Span::Seconds(1 << 31)), 0),
            ("max-age=1, max-age=1800", Some(Span::Seconds(1)), 0),
            ("max-age=x, max-age=1800", Some(Span::Invalid), 1),
            ("max-age='3600'", Some(Span::Invalid), 1),
            ("max-age=3600.0", Some(Span::Invalid), 1),
            ("max-age=-1", Some(Span::Invalid), 1),
            ("max-age=+1", Some(Span::Invalid), 1),
            ("max-age=foo", Some(Span::Invalid), 1),
            ("max-age=", Some(Span::Invalid), 1),
            ("max-age", Some(Span::Invalid), 1),
            ("max-age =60", Some(Span::Invalid), 1),
            ("max-age= 60", Some(Span::Invalid), 1),
            ("ext=\"max-age=3600\"", None, 0),
            ("ext=\"a, max-age=3600\"", None, 0),
        ];
        for (line, max_age, invalid) in rows {
            let control = parse(&[line]);
            assert_eq!(control.max_age(), max_age, "{line}");
            assert_eq!(control.invalid().len(), invalid, "{line}");
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
        assert!(control.invalid().is_empty());
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
        assert_eq!(control.invalid(), [Text::from("public; max-age=60")]);
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
