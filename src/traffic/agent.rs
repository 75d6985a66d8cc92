//! What a User-Agent says, looked up once for each that occurs.

use super::check::{Check, Set};
use super::hash::{ByHash, shape, stable};
use crate::met::identity::{self, Grade};

/// How many shapes of User-Agents are kept. They differ in more than their digits.
const SHAPES: usize = 4096;

/// What a User-Agent says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Agent {
    /// A hash of all of it.
    pub(super) hash: u64,
    /// A hash of its product name.
    pub(super) token: u64,
    /// What it gives occasion to.
    pub(super) occasions: Set,
    /// What it breaks.
    pub(super) breaches: Set,
    /// Whether it looks like a browser's.
    pub(super) browser: bool,
}

/// What all User-Agents of one shape have in common, which differ in their digits alone.
#[derive(Clone, Copy, Debug)]
struct Shape {
    breaches: Set,
    browser: bool,
    /// The hash of the product name, where that has no digits.
    token: Option<u64>,
    occasions: Set,
}

/// The User-Agents that were looked at.
#[derive(Debug, Default)]
pub(super) struct Agents {
    shapes: ByHash<Shape>,
    /// The shape of the last one, which is mostly that of the next.
    last: Option<(u64, Shape)>,
}

impl Agents {
    /// What a User-Agent says. Names and grades do not depend on what the digits are, only on where they are.
    pub(super) fn of(&mut self, text: &[u8]) -> Agent {
        let Shape { occasions, breaches, browser, token: named } = self.shape_of(text);
        let token = named.unwrap_or_else(|| stable(token(text)));
        Agent { hash: stable(text), token, occasions, breaches, browser }
    }

    fn shape_of(&mut self, text: &[u8]) -> Shape {
        let text = text.get(..text.len().min(2048)).unwrap_or_default();
        let key = shape(text);
        if let Some((last, known)) = self.last
            && last == key
        {
            return known;
        }
        let known = self.shapes.get(&key).copied();
        let found = known.unwrap_or_else(|| look_at(text));
        if known.is_none() && self.shapes.len() < SHAPES {
            self.shapes.insert(key, found);
        }
        self.last = Some((key, found));
        found
    }
}

fn look_at(text: &[u8]) -> Shape {
    let (breaches, browser) = grade(text);
    let mut occasions = Check::UserAgentMissing.bit();
    if !text.trim_ascii().is_empty() {
        for check in [
            Check::UserAgentGeneric,
            Check::UserAgentBrowser,
            Check::UserAgentPlaceholder,
            Check::UserAgentNoContact,
            Check::UserAgentNoVersion,
            Check::UserAgentYr,
        ] {
            occasions.add(check);
        }
    }
    let name = token(text);
    let token = (!name.iter().any(u8::is_ascii_digit)).then(|| stable(name));
    Shape { breaches, browser, token, occasions }
}

fn grade(text: &[u8]) -> (Set, bool) {
    let text = String::from_utf8_lossy(text);
    let mut breaches = Set::default();
    let grade = identity::grade(Some(&text));
    match &grade {
        Grade::Missing => breaches.add(Check::UserAgentMissing),
        Grade::Generic(_) => breaches.add(Check::UserAgentGeneric),
        Grade::Browser => breaches.add(Check::UserAgentBrowser),
        Grade::Placeholder(_) => breaches.add(Check::UserAgentPlaceholder),
        Grade::Named => {
            breaches.add_if(Check::UserAgentNoContact, !identity::has_contact(&text.to_ascii_lowercase()));
            breaches.add_if(Check::UserAgentNoVersion, !identity::has_version(&text));
            breaches.add_if(Check::UserAgentYr, identity::is_named_yr(&text));
        }
    }
    (breaches, grade == Grade::Browser)
}

/// The product name at the start of a User-Agent.
pub(super) fn token(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii();
    let end = text
        .iter()
        .take(100)
        .position(|b| matches!(b, b'/' | b' ' | b'(' | b';' | b','))
        .unwrap_or(text.len().min(100));
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_share_a_token_and_a_grade() {
        let mut agents = Agents::default();
        let (a, b) = (agents.of(b"acme-weather/1.2 ops@acme.no"), agents.of(b"acme-weather/7.3 ops@acme.no"));
        assert_eq!((a.token, a.breaches), (b.token, b.breaches));
        assert_ne!(a.hash, b.hash);
        assert_eq!(agents.shapes.len(), 1);
        assert_eq!(a.breaches, Set::default());
    }

    #[test]
    fn grades_are_those_of_the_identity_rules() {
        let mut agents = Agents::default();
        for (text, check) in [
            ("", Check::UserAgentMissing),
            ("okhttp/4.12.0", Check::UserAgentGeneric),
            ("acme/1.0", Check::UserAgentNoContact),
            ("acme ops@acme.no", Check::UserAgentNoVersion),
            ("acme/1.0 me@example.com", Check::UserAgentPlaceholder),
            ("my-yr/1.0 ops@acme.no", Check::UserAgentYr),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", Check::UserAgentBrowser),
        ] {
            assert_eq!(agents.of(text.as_bytes()).breaches, check.bit(), "{text}");
            // The second time it comes from what is kept.
            assert_eq!(agents.of(text.as_bytes()).breaches, check.bit(), "{text}");
        }
    }
}
