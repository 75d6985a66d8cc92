//! Why a text is not a URL.

use std::fmt;

use crate::text::escape::{clip, escape};

/// Why a text is not a URL that can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrlError {
    /// A control character, blank or other character that may not stand in a URL, with its place from 1.
    Character(String, usize),
    /// Something else about the form.
    Malformed(String),
    /// Another scheme than http and https.
    Scheme(String),
    /// No host.
    NoHost,
    /// A port that is not a number from 1 to 65535.
    Port(String),
    /// A host name with characters beyond ASCII that names cannot have.
    InternationalHost(String),
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character(c, at) => write!(f, "character {at}, {c}, is not allowed in a URL"),
            Self::Malformed(why) => f.write_str(why),
            Self::Scheme(scheme) => write!(f, "unsupported scheme {scheme}; only http and https are supported"),
            Self::NoHost => f.write_str("it has no host"),
            Self::Port(port) => write!(f, "port {port} is not a number from 1 to 65535"),
            Self::InternationalHost(host) => {
                write!(f, "the host {host} has characters that are not allowed in a host name")
            }
        }
    }
}

impl UrlError {
    /// What the parser says of a text, in words.
    pub(super) fn of(error: &fluent_uri::ParseError, input: &str) -> Self {
        let rest = input.get(error.index()..).unwrap_or_default();
        if let Some(port) = port_at_fault(input, error.index()) {
            return Self::Port(port);
        }
        match rest.chars().next() {
            Some(c) => Self::Character(escape(&c.to_string()), error.index() + 1),
            None => Self::Malformed("it is incomplete".to_owned()),
        }
    }
}

/// The port text, when the parser stopped inside the authority right after a colon.
fn port_at_fault(input: &str, index: usize) -> Option<String> {
    let start = input.find("://")? + 3;
    let end = input.get(start..)?.find(['/', '?', '#']).map_or(input.len(), |at| start + at);
    if index > end {
        return None;
    }
    let (_, port) = input.get(start..end)?.rsplit('@').next()?.rsplit_once(':')?;
    (!port.is_empty() && !port.contains(']') && !port.bytes().all(|b| b.is_ascii_digit()))
        .then(|| escape(&clip(port, 20)))
}
