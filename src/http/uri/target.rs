//! The URL that is asked, exactly as it was typed, with its parts.
//!
//! Nothing is rewritten but what the protocol demands: the fragment stays at home, user information becomes an
//! `Authorization` field, an empty path becomes `/`, and characters beyond ASCII are percent-encoded.

use std::fmt;
use std::net::IpAddr;

use fluent_uri::pct_enc::EStr;
use fluent_uri::{Uri, UriRef};

use super::address;
pub(crate) use super::error::UrlError;
use crate::text::escape::{Text, clip, escape};
use crate::text::percent;

/// The two schemes that this program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// Plain HTTP.
    Http,
    /// HTTP over TLS.
    Https,
}

impl Scheme {
    /// The name as written in a URL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// The port that is meant when none is given.
    pub fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// Scheme, host and port: the boundary that no secret crosses (RFC 6454).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// The scheme.
    pub scheme: Scheme,
    /// The host in lower case, without a trailing dot; IPv6 addresses in brackets.
    pub host: String,
    /// The port, the scheme's own where none was given.
    pub port: u16,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme.as_str(), self.host)?;
        if self.port != self.scheme.default_port() { write!(f, ":{}", self.port) } else { Ok(()) }
    }
}

/// An absolute http or https URL. `Display` never shows user information.
#[derive(Clone, PartialEq, Eq)]
pub struct Url {
    uri: Uri<String>,
    scheme: Scheme,
    port: u16,
    /// Path and query as they were written, where they have characters that a URI does not allow.
    written: Option<Box<str>>,
    /// Whether the scheme is only supposed, because what shows the URL does not show it.
    scheme_supposed: bool,
}

impl Url {
    /// Reads an absolute URL.
    ///
    /// # Errors
    /// When it has characters that may not stand in a URL, another scheme than http or https, no host, or a
    /// port outside 1 to 65535.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let encoded = encode(text)?;
        let uri = Uri::parse(encoded).map_err(|(error, input)| UrlError::of(&error, &input))?;
        Self::from_uri(uri)
    }

    /// Reads an absolute URL as a client wrote it that does not keep to the grammar: browsers send `|`, `[` or `{` as
    /// they are, and a bare `%`. Such characters are percent-encoded, and shown as they were written.
    ///
    /// # Errors
    /// As for [`Url::parse`], but for the characters of path and query.
    pub fn parse_as_sent(text: &str) -> Result<Self, UrlError> {
        Self::parse(text).or_else(|error| {
            let start = text.find("://").map_or(0, |at| at + "://".len());
            let (authority, target) = text.split_at(target_start(text, start));
            let mended = mend(target).ok_or(error)?;
            let url = Self::parse(&format!("{authority}{mended}"))?;
            let target = target.split('#').next().unwrap_or_default();
            let slash = if target.starts_with('/') { "" } else { "/" };
            Ok(Self { written: Some(format!("{slash}{target}").into()), ..url })
        })
    }

    /// Reads host, path and query where the scheme is not shown: https is supposed, and nothing may be concluded from
    /// it.
    ///
    /// # Errors
    /// As for [`Url::parse_as_sent`].
    pub fn parse_without_scheme(host_and_target: &str) -> Result<Self, UrlError> {
        let url = Self::parse_as_sent(&format!("https://{host_and_target}"))?;
        Ok(Self { scheme_supposed: true, ..url })
    }

    /// Resolves a reference as browsers and curl do that breaks the grammar of URIs (RFC 9110 §10.2.2 allows to
    /// recover).
    ///
    /// # Errors
    /// As for [`Url::parse`], but for the characters of path and query.
    pub fn join_as_sent(&self, reference: &Text) -> Result<Self, UrlError> {
        self.join(reference).or_else(|error| {
            let text = String::from_utf8_lossy(reference.as_bytes()).into_owned();
            let start = match text.find("://") {
                Some(at) if !text.get(..at).unwrap_or_default().contains(['/', '?', '#']) => {
                    target_start(&text, at + 3)
                }
                _ if text.starts_with("//") => target_start(&text, 2),
                _ => 0,
            };
            let (authority, target) = text.split_at(start);
            let mended = mend(target).ok_or(error)?;
            self.join(&Text::from(format!("{authority}{mended}")))
        })
    }

    /// Whether the scheme is one that was shown, and not supposed.
    pub fn is_scheme_known(&self) -> bool {
        !self.scheme_supposed
    }

    /// Resolves a reference, such as the value of `Location`, against this URL (RFC 3986 §5).
    ///
    /// # Errors
    /// As for [`Url::parse`].
    pub fn join(&self, reference: &Text) -> Result<Self, UrlError> {
        let text = String::from_utf8_lossy(reference.as_bytes()).into_owned();
        let encoded = encode(&text)?;
        let reference = UriRef::parse(encoded).map_err(|(error, input)| UrlError::of(&error, &input))?;
        let supposed = self.scheme_supposed && !reference.has_scheme();
        let base = self.uri.strip_fragment();
        let resolved = reference
            .resolve_against(&base)
            .map_err(|error| UrlError::Malformed(format!("it cannot be resolved: {error}")))?;
        Ok(Self { scheme_supposed: supposed, ..Self::from_uri(resolved)? })
    }

    fn from_uri(uri: Uri<String>) -> Result<Self, UrlError> {
        let scheme = match uri.scheme().as_str().to_ascii_lowercase().as_str() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            other => return Err(UrlError::Scheme(escape(other))),
        };
        let authority = uri.authority().ok_or(UrlError::NoHost)?;
        if authority.host().is_empty() {
            return Err(UrlError::NoHost);
        }
        if authority.host().contains('%') {
            return Self::from_international(&uri);
        }
        let port = match authority.port().map(EStr::as_str) {
            None | Some("") => scheme.default_port(),
            Some(digits) => match digits.parse() {
                Ok(port) if port != 0 => port,
                _ => return Err(UrlError::Port(clip(digits, 20))),
            },
        };
        Ok(Self { uri, scheme, port, written: None, scheme_supposed: false })
    }

    /// The same URL with its host in the form that names have on the network (RFC 5890, UTS #46).
    fn from_international(uri: &Uri<String>) -> Result<Self, UrlError> {
        let typed = uri.authority().map(|authority| authority.host().to_owned()).unwrap_or_default();
        let name = percent::decoded(&typed);
        let refused = || UrlError::InternationalHost(clip(&escape(&name), 80));
        let ascii = idna::domain_to_ascii_cow(name.as_bytes(), idna::AsciiDenyList::URL).map_err(|_| refused())?;
        if ascii.is_empty() || ascii.contains('%') || !ascii.is_ascii() {
            return Err(refused());
        }
        let userinfo =
            uri.authority().and_then(|authority| authority.userinfo()).map_or(0, |info| info.as_str().len() + 1);
        let start = uri.scheme().as_str().len() + "://".len() + userinfo;
        let (before, rest) = uri.as_str().split_at_checked(start).ok_or_else(refused)?;
        let after = rest.strip_prefix(typed.as_str()).ok_or_else(refused)?;
        let uri =
            Uri::parse(format!("{before}{ascii}{after}")).map_err(|(error, input)| UrlError::of(&error, &input))?;
        Self::from_uri(uri)
    }

    /// The host as people read it, where that is another form than the one on the network. Not escaped.
    pub fn international_host(&self) -> Option<String> {
        let host = self.host();
        let has_any = host.split('.').any(|label| label.starts_with("xn--"));
        has_any.then(|| idna::domain_to_unicode(&host).0).filter(|readable| *readable != host)
    }

    /// The scheme.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The host as typed, in lower case; IPv6 addresses in brackets.
    pub fn host(&self) -> String {
        self.uri.authority().map(|authority| authority.host().to_ascii_lowercase()).unwrap_or_default()
    }

    /// The host without the dot that marks a name as complete (`api.met.no.`).
    pub fn host_without_dot(&self) -> String {
        let host = self.host();
        host.strip_suffix('.').map(str::to_owned).unwrap_or(host)
    }

    /// The host where it is an address and not a name, in whatever notation.
    pub fn ip(&self) -> Option<IpAddr> {
        address::of_host(&self.host())
    }

    /// The port, the scheme's own where none was typed.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The path as typed, percent-encodings and all.
    pub fn path(&self) -> &str {
        self.uri.path().as_str()
    }

    /// The query as typed, without its question mark.
    pub fn query(&self) -> Option<&str> {
        self.uri.query().map(EStr::as_str)
    }

    /// What follows `#`, which is never sent.
    pub(crate) fn fragment(&self) -> Option<&str> {
        self.uri.fragment().map(EStr::as_str)
    }

    /// Path and query, as they stand in a request line.
    pub fn request_target(&self) -> String {
        let path = if self.path().is_empty() { "/" } else { self.path() };
        match self.query() {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        }
    }

    /// Path and query as they were written.
    pub fn written_target(&self) -> String {
        self.written.as_ref().map_or_else(|| self.request_target(), |written| written.to_string())
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> Origin {
        Origin { scheme: self.scheme, host: self.host_without_dot(), port: self.port }
    }

    /// The decoded user information `NAME:PASSWORD`, a secret.
    pub fn userinfo(&self) -> Option<String> {
        let userinfo = self.uri.authority()?.userinfo()?;
        Some(userinfo.decode().to_string_lossy().into_owned())
    }

    /// Host and port as a `Host` field wants them: the port only where it is not the scheme's own.
    pub fn host_field(&self) -> String {
        if self.port == self.scheme.default_port() { self.host() } else { format!("{}:{}", self.host(), self.port) }
    }

    /// The URL to connect to: without user information and fragment. Not redacted, so not for showing.
    pub fn wire(&self) -> String {
        format!("{}://{}{}", self.scheme.as_str(), self.host_field(), self.request_target())
    }
}

/// The URL as a report may show it: never with user information or a parameter that is a secret by its name, and with
/// the secret part of a customer's host alias at MET Norway hidden.
impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://", self.scheme.as_str())?;
        if self.uri.authority().is_some_and(|authority| authority.has_userinfo()) {
            f.write_str("[redacted]@")?;
        }
        f.write_str(&crate::text::secret::redact_host(&self.host()))?;
        if self.port != self.scheme.default_port() {
            write!(f, ":{}", self.port)?;
        }
        f.write_str(&crate::text::secret::redact_urls(&escape(&self.written_target())))
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{self}>")
    }
}

/// Where path and query begin, in a text whose authority begins at `start`.
fn target_start(text: &str, start: usize) -> usize {
    text.get(start..).and_then(|rest| rest.find(['/', '?', '#'])).map_or(text.len(), |at| start + at)
}

/// Path, query and fragment with the characters encoded that a URI does not allow there (RFC 3986 §3.3, §3.4), which
/// are blanks, `" < > [ \\ ] ^ ` { | }` and a `%` that begins no encoding. `None` for control characters, which no
/// client sends.
fn mend(target: &str) -> Option<String> {
    let bytes = target.as_bytes();
    let mut out = String::with_capacity(target.len() + 16);
    for (at, c) in target.char_indices() {
        let is_encoding = || {
            let digits = bytes.get(at + 1..at + 3);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        match c {
            c if c.is_ascii_control() => return None,
            '%' if is_encoding() => out.push('%'),
            ' ' | '"' | '<' | '>' | '[' | '\\' | ']' | '^' | '`' | '{' | '|' | '}' | '%' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    Some(out)
}

/// Percent-encodes characters beyond ASCII and refuses control characters and blanks.
fn encode(text: &str) -> Result<String, UrlError> {
    let mut out = String::with_capacity(text.len());
    for (place, c) in text.chars().enumerate() {
        if c.is_ascii_control() || c == ' ' {
            let shown = if c == ' ' {
                "a space".to_owned()
            } else {
                match c {
                    '\r' | '\n' | '\t' => c.escape_default().to_string(),
                    _ => escape(&c.to_string()),
                }
            };
            return Err(UrlError::Character(shown, place + 1));
        }
        if c.is_ascii() {
            out.push(c);
        } else {
            let mut utf8 = [0; 4];
            for byte in c.encode_utf8(&mut utf8).bytes() {
                out.push_str(EStr::<fluent_uri::pct_enc::encoder::Path>::encode_byte(byte).as_str());
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
