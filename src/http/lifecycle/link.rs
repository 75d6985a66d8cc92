//! What the links of a response point to (RFC 8288).

use crate::http::syntax::message::Fields;
use crate::http::uri::target::Url;
use crate::text::escape::Text;
use crate::text::secret::redact_urls;

/// The relation types of one link that are reported; the target is repeated for each, and a field may hold thousands.
const MOST_RELATIONS: usize = 32;

/// One relation to one target (RFC 8288 §2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The target, resolved and fit for showing: escaped, without user information and other secrets. What cannot
    /// be resolved to an http or https URL is as it was written.
    pub target: String,
    /// The relation type in lower case, since its case has no meaning (RFC 8288 §2.1), and fit for showing.
    pub rel: String,
    /// Whether an `anchor` makes the link speak of something else than the whole resource (RFC 8288 §3.2).
    pub anchor_elsewhere: bool,
}

/// The links of every Link line of a response to `base`, the URL that was asked last (RFC 8288 §3, Appendix B).
pub fn links(fields: &Fields, base: &Url) -> Vec<Link> {
    let mut links = Vec::new();
    for line in fields.all("link") {
        let mut cursor = LinkCursor { rest: line.as_bytes() };
        while let Some(link) = cursor.link_value() {
            link.add_to(&mut links, base);
        }
    }
    links
}

/// A link as it is written, before it is resolved.
struct LinkValue<'a> {
    target: &'a [u8],
    rel: Option<Vec<u8>>,
    anchor: Option<Vec<u8>>,
}

impl LinkValue<'_> {
    fn add_to(self, links: &mut Vec<Link>, base: &Url) {
        let relations = Text::new(self.rel.unwrap_or_default()).to_string().to_ascii_lowercase();
        let mut relations = relations.split_ascii_whitespace().take(MOST_RELATIONS).peekable();
        if relations.peek().is_none() {
            return;
        }
        let target = resolve(self.target, base);
        let anchor_elsewhere = self.anchor.is_some_and(|anchor| !is_about(&anchor, base));
        links.extend(relations.map(|rel| Link { target: target.clone(), rel: rel.to_owned(), anchor_elsewhere }));
    }
}

/// The target as it may be shown.
fn resolve(target: &[u8], base: &Url) -> String {
    let target = target.trim_ascii();
    redact_urls(&match base.join(&Text::from(target)) {
        // The fragment is never sent, so a URL does not show it; in a page of documentation it is where to look.
        Ok(url) => match fragment(target) {
            Some(fragment) => format!("{url}#{}", Text::from(fragment)),
            None => url.to_string(),
        },
        Err(_) => Text::from(target).to_string(),
    })
}

/// Whether an anchor means the resource at `base`, and that as a whole (RFC 8288 §3.2).
fn is_about(anchor: &[u8], base: &Url) -> bool {
    let anchor = anchor.trim_ascii();
    let whole = fragment(anchor).is_none_or(<[u8]>::is_empty);
    whole && base.join(&Text::from(anchor)).is_ok_and(|context| context.wire() == base.wire())
}

fn fragment(reference: &[u8]) -> Option<&[u8]> {
    reference.splitn(2, |&byte| byte == b'#').nth(1)
}

/// What is still unread of a line.
struct LinkCursor<'a> {
    rest: &'a [u8],
}

impl<'a> LinkCursor<'a> {
    /// The next link; `None` at the end, and where no link begins (RFC 8288 Appendix B.2).
    fn link_value(&mut self) -> Option<LinkValue<'a>> {
        // Unlike the algorithm of Appendix B.2, RFC 9110 §5.6.1.2 lets a list have empty members anywhere.
        self.until(|byte| !is_blank(byte) && byte != b',');
        self.take(b'<')?;
        let target = self.until(|byte| byte == b'>');
        self.take(b'>')?;
        let mut link = LinkValue { target, rel: None, anchor: None };
        while let Some((name, value)) = self.parameter() {
            // Only the first of each counts (RFC 8288 §3.3, Appendix B.2).
            if name.eq_ignore_ascii_case(b"rel") {
                link.rel.get_or_insert(value);
            } else if name.eq_ignore_ascii_case(b"anchor") {
                link.anchor.get_or_insert(value);
            }
        }
        Some(link)
    }

    /// The next parameter of a link (RFC 8288 Appendix B.3).
    fn parameter(&mut self) -> Option<(&'a [u8], Vec<u8>)> {
        self.skip_blanks();
        self.take(b';')?;
        self.skip_blanks();
        let name = self.until(|byte| is_blank(byte) || matches!(byte, b'=' | b';' | b','));
        self.skip_blanks();
        let value = match self.take(b'=') {
            Some(()) => self.value(),
            None => Vec::new(),
        };
        Some((name, value))
    }

    fn value(&mut self) -> Vec<u8> {
        self.skip_blanks();
        match self.take(b'"') {
            Some(()) => self.quoted(),
            None => self.until(|byte| matches!(byte, b';' | b',')).to_vec(),
        }
    }

    /// The rest of a quoted string, of which the closing quote may be missing (RFC 8288 Appendix B.4).
    fn quoted(&mut self) -> Vec<u8> {
        let mut content = Vec::new();
        while let Some(byte) = self.next() {
            match byte {
                b'"' => break,
                b'\\' => content.extend(self.next()),
                _ => content.push(byte),
            }
        }
        content
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, expected: u8) -> Option<()> {
        self.rest = self.rest.strip_prefix(&[expected])?;
        Some(())
    }

    /// Takes everything before the first byte that `ends`, or all of it.
    fn until(&mut self, ends: impl Fn(u8) -> bool) -> &'a [u8] {
        let at = self.rest.iter().position(|&byte| ends(byte)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(at);
        self.rest = rest;
        taken
    }

    fn skip_blanks(&mut self) {
        self.until(|byte| !is_blank(byte));
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The lines of Link, and the targets with their relations.
    type Row = (&'static [&'static str], &'static [(&'static str, &'static str)]);

    const BASE: &str = "https://api.example/v2/items";

    fn read(base: &str, lines: &[&str]) -> Vec<Link> {
        links(&lines.iter().map(|line| ("Link", *line)).collect(), &Url::parse(base).unwrap())
    }

    fn pairs(lines: &[&str]) -> Vec<(String, String)> {
        read(BASE, lines).into_iter().map(|link| (link.target, link.rel)).collect()
    }

    #[test]
    fn links_are_found_in_every_shape() {
        let rows: [Row; 22] = [
            (&[r#"</v3/items>; rel="successor-version""#], &[("https://api.example/v3/items", "successor-version")]),
            (
                &[r#"</old>; rel="sunset deprecation""#],
                &[("https://api.example/old", "sunset"), ("https://api.example/old", "deprecation")],
            ),
            (&[r#"</x>; REL="Successor-Version""#], &[("https://api.example/x", "successor-version")]),
            (&[r#"</foo>; rel="example"; rel="sunset""#], &[("https://api.example/foo", "example")]),
            (&["<https://e.example/a;b>; rel=sunset"], &[("https://e.example/a;b", "sunset")]),
            (&["<https://e.example/a,b?c=\"d>; rel=sunset"], &[("https://e.example/a,b?c=\"d", "sunset")]),
            (&["<https://e.example/a,b>; rel=sunset"], &[("https://e.example/a,b", "sunset")]),
            (
                &[r#"<https://e.example/p>; title="a, b; c <d>"; rel="deprecation", </q>; rel="sunset""#],
                &[("https://e.example/p", "deprecation"), ("https://api.example/q", "sunset")],
            ),
            (&[r#"</p>; title="a\", b"; rel="sun\set""#], &[("https://api.example/p", "sunset")]),
            (&[r#"</x> ; rel = "sunset""#], &[("https://api.example/x", "sunset")]),
            (&["</x>\t;\trel\t=\tsunset\t"], &[("https://api.example/x", "sunset")]),
            (
                &["</a>; rel=sunset", "</b>; rel=deprecation"],
                &[("https://api.example/a", "sunset"), ("https://api.example/b", "deprecation")],
            ),
            (
                &[", ,</a>;rel=sunset,,</b>;rel=deprecation,"],
                &[("https://api.example/a", "sunset"), ("https://api.example/b", "deprecation")],
            ),
            (&["</a>; crossorigin; ; rel=sunset"], &[("https://api.example/a", "sunset")]),
            (&["</a>; title=x, </b>; rel=sunset"], &[("https://api.example/b", "sunset")]),
            (&["</a>; rel=\"sunset"], &[("https://api.example/a", "sunset")]),
            (
                &["</a>; rel=\"\tsunset  next \""],
                &[("https://api.example/a", "sunset"), ("https://api.example/a", "next")],
            ),
            (&["<>; rel=sunset"], &[(BASE, "sunset")]),
            (&["<?page=2>; rel=next"], &[("https://api.example/v2/items?page=2", "next")]),
            (&["<../docs#End>; rel=sunset"], &[("https://api.example/docs#End", "sunset")]),
            (&["<//e.example:8443/x>; rel=sunset"], &[("https://e.example:8443/x", "sunset")]),
            (&["</x>; rel=\"HTTPS://E.example/Rel\""], &[("https://api.example/x", "https://e.example/rel")]),
        ];
        for (lines, expected) in rows {
            let expected: Vec<_> = expected.iter().map(|(target, rel)| (target.to_string(), rel.to_string())).collect();
            assert_eq!(pairs(lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn value_that_is_not_a_link_is_left_out() {
        let rows = [
            "</a>; title=\"x\"",
            "</a>; rel=\"\"",
            "</a>; rel=\" \"",
            "</a>; rel; rel=sunset",
            "</a>; rel*=UTF-8''sunset",
            "</a>; rev=sunset",
            "</a>; title=\"; rel=sunset\"",
            "</a>",
            "</a> rel=sunset",
            "</a; rel=sunset",
            "/a; rel=sunset",
            "https://e.example/a; rel=sunset",
            "",
            ",",
        ];
        for line in rows {
            assert!(pairs(&[line]).is_empty(), "{line}");
        }
        assert_eq!(pairs(&["junk", "</a>; rel=sunset"]).len(), 1);
    }

    #[test]
    fn link_that_no_browser_should_open_is_shown_as_text() {
        let rows = [
            ("<mailto:api@e.example>; rel=sunset", "mailto:api@e.example"),
            ("<urn:x:y>; rel=sunset", "urn:x:y"),
            ("<javascript:alert(1)>; rel=sunset", "javascript:alert(1)"),
            ("<http://e.example:99999/>; rel=sunset", "http://e.example:99999/"),
            ("</a\u{1b}[31m>; rel=sunset", "/a\\x1b[31m"),
            ("<https://me:pw@e.example/>; rel=sunset", "https://[redacted]@e.example/"),
            ("<ftp://me:pw@e.example/>; rel=sunset", "ftp://[redacted]@e.example/"),
            ("<https://e.example/?api_key=abc#x>; rel=sunset", "https://e.example/?api_key=[redacted]"),
        ];
        for (line, target) in rows {
            assert_eq!(pairs(&[line]), [(target.to_owned(), "sunset".to_owned())]);
        }
    }

    #[test]
    fn anchor_may_turn_a_link_away_from_the_resource() {
        let base = "https://api.example/v2/items?a=1#top";
        let rows = [
            ("", false),
            ("; anchor=\"\"", false),
            ("; anchor=\"#\"", false),
            ("; anchor=\"?a=1\"", false),
            ("; anchor=\"/v2/items?a=1\"", false),
            ("; ANCHOR=\"https://API.example:443/v2/items?a=1\"", false),
            ("; anchor=\"\"; anchor=\"/other\"", false),
            ("; anchor=\"/v2/items\"", true),
            ("; anchor=\"/other\"", true),
            ("; anchor=\"#part\"", true),
            ("; anchor=\"https://e.example/v2/items?a=1\"", true),
            ("; anchor=\"http://api.example/v2/items?a=1\"", true),
            ("; anchor=\"urn:x:y\"", true),
            ("; anchor=\"not a reference\"", true),
        ];
        for (anchor, elsewhere) in rows {
            let line = format!("</end>; rel=sunset{anchor}");
            let found = read(base, &[&line]);
            assert_eq!(found.iter().map(|link| link.anchor_elsewhere).collect::<Vec<_>>(), [elsewhere], "{line}");
        }
    }

    #[test]
    fn field_of_many_relations_stays_small() {
        let line = format!("</a>; rel=\"{}\"", "x ".repeat(10_000));
        assert_eq!(pairs(&[&line]).len(), MOST_RELATIONS);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_act_on_a_terminal(
            bytes in proptest::collection::vec(any::<u8>(), 0..60),
            near in "[<>;,=\"\\\\ a-c#?/:]{0,40}",
            target in proptest::collection::vec(any::<u8>(), 0..20),
        ) {
            let base = Url::parse(BASE).unwrap();
            let linked = [b"<", target.as_slice(), b">; rel=\"", &target, b" x\"; anchor=\"", &target, b"\""].concat();
            for line in [bytes.as_slice(), near.as_bytes(), linked.as_slice()] {
                for link in links(&[("Link", line)].into_iter().collect(), &base) {
                    prop_assert!(!link.rel.is_empty() && !link.rel.contains(char::is_control));
                    prop_assert!(!link.target.contains(char::is_control));
                }
            }
        }
    }
}
