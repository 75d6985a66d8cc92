//! The contacts in a User-Agent: what may reach a person, and what only looks like it.

use super::names::{COUNTRIES, OWNERS, PLACEHOLDERS, REPOSITORIES, SITES_OF_MAKERS, TOP_LEVEL, UNREAD, YOURS};

/// Whether text holds something that may reach a person: an e-mail address, a site, a repository.
pub(crate) fn has_contact(lower: &str) -> bool {
    contacts(lower).any(|contact| contact.kind() == ContactKind::Real)
}

/// Whether a word has the form of a contact, no matter whom it reaches.
pub(super) fn is_like_contact(word: &str) -> bool {
    contacts(word).next().is_some()
}

/// The placeholder that is where a contact belongs; `None` where there is none, and where a real one is beside a
/// template.
pub(super) fn placeholder(lower: &str) -> Option<String> {
    let known = PLACEHOLDERS.iter().find(|known| contains_name(lower, known)).copied();
    if let Some(known) = known.or_else(|| reserved_name(lower)) {
        return Some(known.to_owned());
    }
    let template = contacts(lower).find(|contact| contact.kind() == ContactKind::Template).map(|contact| contact.text);
    let own = words(lower).find(|word| is_yours(word.split('/').next().unwrap_or(word)));
    let hidden = lower.contains("email protected").then_some("[email protected]");
    template.or(own).or(hidden).filter(|_| !has_contact(lower)).map(str::to_owned)
}

/// A word that has the form of a contact.
struct Contact<'a> {
    /// Mailbox or host with its path, without a scheme.
    text: &'a str,
    /// What precedes the `@`.
    mailbox: Option<&'a str>,
    host: &'a str,
    path: &'a str,
}

/// What a contact is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ContactKind {
    /// It may reach a person.
    Real,
    /// It is in a document where a contact belongs, or no one reads it.
    Template,
    /// It belongs to those who made the library or the platform.
    Makers,
}

impl Contact<'_> {
    fn kind(&self) -> ContactKind {
        let mailbox = self.mailbox.unwrap_or_default();
        let segments: Vec<&str> =
            self.path.split(['/', '?', '#']).filter(|segment| !segment.is_empty()).take(2).collect();
        let is_repository = self.mailbox.is_none() && REPOSITORIES.contains(&self.host.trim_start_matches("www."));
        let is_owner = |owner: &&str| OWNERS.contains(owner) || is_yours(owner);
        let labels = self.host.split('.');
        let is_template = UNREAD.contains(&mailbox)
            || (self.mailbox.is_some() && is_yours(mailbox))
            || labels.clone().any(|label| label == "noreply" || is_yours(label) || is_mine(label))
            || (is_repository && segments.first().is_none_or(is_owner))
            || (is_repository && segments.get(1).is_some_and(|name| is_yours(name)));
        let rest = self.path.trim_end_matches('/');
        let is_makers = |site: &&str| match site.split_once('/') {
            Some((host, path)) => {
                let own = rest.trim_start_matches('/');
                self.host.trim_start_matches("www.") == host && (own == path || own.starts_with(&format!("{path}/")))
            }
            None => self.host == *site || self.host.strip_suffix(site).is_some_and(|before| before.ends_with('.')),
        };
        if is_template {
            ContactKind::Template
        } else if SITES_OF_MAKERS.iter().any(is_makers) {
            ContactKind::Makers
        } else {
            ContactKind::Real
        }
    }
}

/// Whether a word is what documents write for one of the reader's own: `yourdomain`, `your-email`, `your_contact`.
fn is_yours(word: &str) -> bool {
    word.strip_prefix("your").is_some_and(|rest| {
        let rest: String = rest.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        YOURS.contains(&rest.as_str())
    })
}

/// The same in the words of the reader: `mydomain`, `my-website`.
fn is_mine(label: &str) -> bool {
    label
        .strip_prefix("my")
        .is_some_and(|rest| ["domain", "site", "website", "email"].contains(&rest.trim_start_matches(['-', '_'])))
}

fn words(lower: &str) -> impl Iterator<Item = &str> {
    lower
        .split(|c: char| {
            c.is_whitespace()
                || matches!(c, '(' | ')' | ';' | ',' | '<' | '>' | '+' | '[' | ']' | '"' | '\'' | '{' | '}')
        })
        .filter(|word| !word.is_empty())
}

/// Everything in a text that has the form of a contact.
fn contacts(lower: &str) -> impl Iterator<Item = Contact<'_>> {
    words(lower)
        .flat_map(|word| {
            // `contact:acme.no`, `mailto:post@acme.no`, `https://acme.no/weather`: the part that is a host decides.
            word.split(':').scan(false, |stated, part| {
                let found = contact(part, *stated);
                *stated = matches!(part, "http" | "https" | "mailto");
                Some(found)
            })
        })
        .flatten()
}

/// The contact that a text is; `stated` says that a scheme precedes it.
fn contact(text: &str, stated: bool) -> Option<Contact<'_>> {
    let text = text.trim_start_matches('/').trim_end_matches(['.', '!']);
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let (authority, path) = text.split_at_checked(end)?;
    let (mailbox, host) = match authority.rsplit_once('@') {
        Some((mailbox, host)) => (Some(mailbox), host),
        None => (None, authority),
    };
    let host = host.trim_end_matches(['.', '!']);
    let is_host = is_domain(host) && (stated || mailbox.is_some() || has_top_level(host));
    is_host.then_some(Contact { text, mailbox, host, path })
}

/// Whether a word has the form of a domain name: labels, a dot, and letters at the end. `node.js` has it too,
/// and is not one.
fn is_domain(host: &str) -> bool {
    let mut labels = host.split('.');
    let top = labels.next_back().unwrap_or_default();
    let rest: Vec<&str> = labels.collect();
    let is_label =
        |label: &&str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    rest.iter().any(|label| label.bytes().any(|b| b.is_ascii_alphabetic()))
        && rest.iter().all(is_label)
        && ((top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic())) || top.starts_with("xn--"))
        && !["js", "py", "rb", "exe", "jar", "php"].contains(&top)
        && rest != ["asp"]
}

/// Whether a name ends as domains do, or begins as the reverse of one: `acme.no`, `no.acme.weather`. `iobroker.yr` does
/// neither.
fn has_top_level(host: &str) -> bool {
    let is_top = |label: &str| TOP_LEVEL.contains(&label) || COUNTRIES.split_whitespace().any(|code| code == label);
    let top = host.rsplit('.').next().unwrap_or_default();
    let first = host.split('.').next().unwrap_or_default();
    is_top(top) || top.starts_with("xn--") || (host.split('.').count() > 2 && is_top(first))
}

fn contains_name(lower: &str, name: &str) -> bool {
    lower.match_indices(name).any(|(at, _)| {
        let before = lower.get(..at).and_then(|text| text.chars().next_back());
        let after = lower.get(at + name.len()..).and_then(|text| text.chars().next());
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
        !joins(before) && !joins(after)
    })
}

/// A host below one of the names that are reserved and reach no one (RFC 2606 §2).
fn reserved_name(lower: &str) -> Option<&'static str> {
    [".example", ".invalid", ".test", ".localhost"].into_iter().find(|suffix| {
        lower.split([' ', '(', ')', ';', ',', '<', '>', '/']).any(|word| {
            word.strip_suffix(suffix).is_some_and(|rest| rest.bytes().last().is_some_and(|b| b.is_ascii_alphanumeric()))
        })
    })
}
