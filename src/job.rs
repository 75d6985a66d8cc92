//! What was asked, checked as far as it can be without asking anybody.

use std::ffi::OsStr;
use std::time::Duration;

use base64::Engine as _;

use crate::conditions::ReplayWhen;
use crate::escape::{Text, clip, escape};
use crate::http::message::{Fields, is_token_byte};
use crate::http::secret::{REDACTED, masked};
use crate::http::target::Url;
use crate::inquiry::{ChangelogWhen, Plan};
use crate::lookup::{self, Subject};
use crate::met::hosts::Service;
use crate::met::identity::{self, Grade};
use crate::met::products::{self, State};
use crate::typed;

/// Something to explain or to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To be looked up, without any request.
    LookUp(Subject),
    /// To be asked.
    Ask(Url),
}

/// Why an argument cannot be used: the argument, the reason, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageError {
    /// What cannot be used, escaped, and why.
    pub reason: String,
    /// What to type instead, where that is known.
    pub help: Option<String>,
}

impl UsageError {
    /// An error without a way out to show.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), help: None }
    }

    /// The same with what to type instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Target {
    /// Reads an operand: what can be looked up, a URL, a host of MET's without scheme, or a path below
    /// `https://api.met.no/weatherapi/`.
    ///
    /// # Errors
    /// When the operand is none of these.
    pub fn parse(operand: &OsStr) -> Result<Self, UsageError> {
        let Some(text) = operand.to_str() else {
            let shown = Text::new(operand.as_encoded_bytes()).clipped(80);
            return Err(UsageError::new(format!("\"{shown}\" is not UTF-8"))
                .help("percent-encode the bytes beyond ASCII of a URL"));
        };
        let shown = clip(&without_login(&masked(&escape(text))), 80);
        let text = typed::bare(text);
        let with_scheme = typed::with_scheme(text);
        let text = with_scheme.as_deref().unwrap_or(text);
        if let Some(subject) = Subject::parse(text) {
            return subject.map(Self::LookUp).map_err(|reason| UsageError::new(format!("\"{shown}\": {reason}")));
        }
        if (text.contains("://") || is_other_scheme(text)) && !is_prose(text) {
            return Url::parse(text).map(Self::Ask).map_err(|error| UsageError::new(format!("\"{shown}\": {error}")));
        }
        if let Some(path) = product_path(text) {
            let url = format!("https://api.met.no/weatherapi/{path}");
            return Url::parse(&url).map(Self::Ask).map_err(|error| UsageError::new(format!("\"{shown}\": {error}")));
        }
        Err(not_understood(text, &shown))
    }
}

/// A text that begins like a login, `NAME:PASSWORD@HOST`, without it.
fn without_login(text: &str) -> String {
    let first = text.split(['/', '?', ' ']).next().unwrap_or_default();
    match first.rfind('@') {
        Some(at) if first.contains(':') => format!("{REDACTED}{}", text.get(at..).unwrap_or_default()),
        _ => text.to_owned(),
    }
}

/// Whether text begins with a scheme without `//`, such as `data:` or `mailto:`; a host with a port does not.
fn is_other_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'-');
        is_scheme && !rest.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether text is a sentence or a line of a log and no URL with a blank too many.
fn is_prose(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|first| !first.contains("://")) && text.contains(' ')
}

/// The part below `/weatherapi/` when text is a product with version: `locationforecast/2.0/compact?lat=60.1`.
fn product_path(text: &str) -> Option<&str> {
    let path = text.strip_prefix('/').unwrap_or(text);
    let path = path.strip_prefix("weatherapi/").unwrap_or(path);
    let (product, rest) = path.split_once('/')?;
    let version = rest.split(['/', '?', '#']).next()?;
    let is_product = product.starts_with(|c: char| c.is_ascii_alphabetic())
        && product.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let is_version =
        version == "_" || (version.contains('.') && version.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    (is_product && is_version).then_some(path)
}

fn not_understood(text: &str, shown: &str) -> UsageError {
    let error = UsageError::new(format!("\"{shown}\" is not a status code, URL or product path"));
    let first = text.split(['/', '?']).next().unwrap_or_default();
    let port = first.rsplit_once(':').map(|(_, port)| port);
    if port.is_some_and(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())) {
        return error.help(format!("a URL begins with its scheme: http://{shown} or https://{shown}"));
    }
    if products::versions(first).next().is_some() {
        let version = products::versions(first).filter(|version| version.state == State::Current).last();
        let example = version.map_or_else(|| "VERSION".to_owned(), |version| version.version.to_owned());
        return error.help(format!(
            "a product needs a version and an endpoint: '{}/{example}/...'",
            first.to_ascii_lowercase()
        ));
    }
    let is_number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if first.contains('.') && !first.starts_with('.') && !text.contains(' ') && !is_number {
        return error.help(format!("a URL begins with its scheme: https://{shown}"));
    }
    if let Some(suggestion) = lookup::suggestion(text) {
        return error.help(suggestion);
    }
    if let Some(near) = products::nearest(first) {
        return error.help(format!("did you mean {near}?"));
    }
    error.help("try metstatus 403, or metstatus 'locationforecast/2.0/compact?lat=60.1&lon=9.58'")
}

/// Who asks: the User-Agent of the client under diagnosis, or a contact of whoever runs this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The User-Agent under diagnosis; an empty one means that the client sends none.
    pub user_agent: Option<String>,
    /// A mail address or URL.
    pub contact: Option<String>,
}

impl Identity {
    /// Checks both texts.
    ///
    /// # Errors
    /// When one has characters that may not stand in a field, or the contact reaches nobody.
    pub fn new(user_agent: Option<String>, contact: Option<String>) -> Result<Self, UsageError> {
        if let Some(agent) = &user_agent {
            check_value("the User-Agent", agent)?;
        }
        if let Some(contact) = &contact {
            check_contact(contact)?;
        }
        Ok(Self { user_agent, contact })
    }

    /// Whether it says who asks, as requests to MET must.
    pub fn is_given(&self) -> bool {
        self.user_agent.is_some() || self.contact.is_some()
    }

    /// The User-Agent for a control request: our own with the contact, where another one is under diagnosis.
    pub fn control(&self) -> Option<String> {
        self.user_agent.as_ref()?;
        self.contact.as_ref().map(|contact| format!("{OWN_NAME} {contact}"))
    }

    /// The User-Agent to send; none when the client under diagnosis sends none.
    pub fn field(&self) -> Option<String> {
        match (&self.user_agent, &self.contact) {
            (Some(agent), _) => (!agent.trim().is_empty()).then(|| agent.trim().to_owned()),
            (None, Some(contact)) => Some(format!("{OWN_NAME} {contact}")),
            (None, None) => Some(OWN_NAME.to_owned()),
        }
    }
}

/// The product and version of this program as a User-Agent names it.
const OWN_NAME: &str = concat!("metstatus/", env!("CARGO_PKG_VERSION"));

fn check_contact(contact: &str) -> Result<(), UsageError> {
    check_value("the contact", contact)?;
    let shown = clip(&escape(contact), 60);
    let way_out = "give a mail address or a site that somebody of yours reads, as --contact or METSTATUS_CONTACT";
    if let Grade::Placeholder(_) = identity::grade(Some(&format!("metstatus {contact}"))) {
        return Err(
            UsageError::new(format!("the contact \"{shown}\" is a placeholder and reaches nobody")).help(way_out)
        );
    }
    if contact.trim().contains(' ') || !identity::has_contact(&contact.to_ascii_lowercase()) {
        return Err(
            UsageError::new(format!("the contact \"{shown}\" is neither a mail address nor a URL")).help(way_out)
        );
    }
    Ok(())
}

fn check_value(what: &str, value: &str) -> Result<(), UsageError> {
    check_characters(&format!("{what} \"{}\"", clip(&escape(value), 60)), value)
}

/// Field values are visible ASCII and blanks here; what else HTTP allows is read differently by different servers.
fn check_characters(what: &str, value: &str) -> Result<(), UsageError> {
    match value.chars().find(|c| !(c.is_ascii_graphic() || *c == ' ' || *c == '\t')) {
        None => Ok(()),
        Some(c) => {
            let shown = if c.is_control() { c.escape_default().to_string() } else { escape(&c.to_string()) };
            Err(UsageError::new(format!("{what} has a character that cannot be sent: {shown}")))
        }
    }
}

/// Reads a `Name: value` of the option `--header`.
///
/// # Errors
/// When there is no colon, the name is no token or is one that this program sets, or the value cannot be sent.
pub fn parse_header(text: &str) -> Result<(String, String), UsageError> {
    let Some((name, value)) = text.split_once(':') else {
        // What stands behind the first word may be a secret, so it is not shown.
        let word = clip(&escape(text.split_whitespace().next().unwrap_or_default()), 40);
        return Err(UsageError::new(format!("the header \"{word}\" has no colon")).help("write -H 'Name: value'"));
    };
    if name.is_empty() || !name.bytes().all(is_token_byte) {
        let shown = clip(&escape(name), 40);
        return Err(UsageError::new(format!("the header \"{shown}\" has a name that HTTP does not allow")));
    }
    let reserved = ["connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "expect"];
    if reserved.contains(&name.to_ascii_lowercase().as_str()) {
        return Err(UsageError::new(format!("the header {name} belongs to the connection and cannot be set")));
    }
    check_characters(&format!("the value of the header {name}"), value)?;
    Ok((name.to_owned(), value.trim().to_owned()))
}

/// The bounds of a check, as the options set them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Whether to find out by control requests why MET refused.
    pub controls: bool,
    /// When to ask for the changelog.
    pub changelog: ChangelogWhen,
    /// When to replay a success.
    pub replay: ReplayWhen,
    /// Whether to find out also that an older date is answered with the document.
    pub thorough: bool,
    /// How many redirects to follow.
    pub max_redirects: u32,
    /// Bytes of content to read at most.
    pub max_body: u64,
    /// The time for the whole target.
    pub time: Duration,
}

/// The plan for asking a URL.
///
/// # Errors
/// When the URL is MET's and nobody says who asks.
pub fn plan(
    url: Url,
    identity: &Identity,
    headers: &[(String, String)],
    bounds: Bounds,
    dry_run: bool,
) -> Result<Plan, UsageError> {
    let own_agent = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("user-agent"));
    let identified = identity.is_given() || own_agent;
    if Service::of(&url) == Service::Met && !identified && !dry_run {
        let error = UsageError::new(format!("{url}: MET Norway wants to know who asks, so nothing was sent"));
        return Err(
            error.help(format!("metstatus --contact YOUR-MAIL-OR-SITE '{url}', or -A with the client's User-Agent"))
        );
    }
    let mut fields = fields(&url, identity, headers);
    if !identified && dry_run {
        // Nobody said which User-Agent to judge.
        fields = Fields::default();
    }
    Ok(Plan {
        url,
        fields,
        identified,
        control_agent: identity.control(),
        controls: bounds.controls,
        changelog: bounds.changelog,
        replay: bounds.replay,
        thorough: bounds.thorough,
        stored: None,
        keeps_state: false,
        last: None,
        max_redirects: bounds.max_redirects,
        max_body: bounds.max_body,
        time: bounds.time,
    })
}

/// The fields to send: our defaults, unless the user sets them. An empty value leaves a default out, as in curl.
fn fields(url: &Url, identity: &Identity, headers: &[(String, String)]) -> Fields {
    let set = |name: &str| headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
    let mut fields = Fields::default();
    if !set("user-agent")
        && let Some(agent) = identity.field()
    {
        fields.push("User-Agent", agent);
    }
    if !set("accept") {
        fields.push("Accept", "*/*");
    }
    if !set("accept-encoding") {
        fields.push("Accept-Encoding", "gzip");
    }
    if !set("authorization")
        && let Some(userinfo) = url.userinfo()
    {
        let credentials = if userinfo.contains(':') { userinfo } else { format!("{userinfo}:") };
        let encoded = base64::engine::general_purpose::STANDARD.encode(credentials);
        fields.push("Authorization", format!("Basic {encoded}"));
    }
    for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
        fields.push(name.as_str(), value.as_str());
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(text: &str) -> Target {
        Target::parse(OsStr::new(text)).unwrap()
    }

    fn refused(text: &str) -> UsageError {
        Target::parse(OsStr::new(text)).unwrap_err()
    }

    fn asked(text: &str) -> String {
        match target(text) {
            Target::Ask(url) => url.wire(),
            Target::LookUp(subject) => panic!("{subject:?}"),
        }
    }

    #[test]
    fn a_product_path_means_the_weather_api() {
        let wanted = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
        for text in [
            "locationforecast/2.0/compact?lat=60.1&lon=9.58",
            "/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58",
            "weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58",
        ] {
            assert_eq!(asked(text), wanted);
        }
        assert_eq!(asked("sunrise/3.0?x=1"), "https://api.met.no/weatherapi/sunrise/3.0?x=1");
    }

    #[test]
    fn what_is_not_understood_says_so_with_a_way_out() {
        assert_eq!(refused("abc").reason, "\"abc\" is not a status code, URL or product path");
        assert_eq!(refused("api.acme.no/x").help.unwrap(), "a URL begins with its scheme: https://api.acme.no/x");
        assert_eq!(asked(" <api.met.no/x> "), "https://api.met.no/x");
        assert_eq!(refused("forbiden").help.unwrap(), "did you mean \"Forbidden\"?");
        assert!(refused("-x").reason.contains("\"-x\""));
        assert!(refused("").reason.contains("\"\""));
        assert!(refused("２０３").reason.contains("not a status code"));
        assert!(refused("ftp://h/").reason.contains("only http and https"));
        assert!(refused("data:text/plain,x").reason.contains("only http and https"));
        assert!(refused("http://h:99999/").reason.contains("port 99999"));
        assert!(refused("\x1b[31m").reason.contains("\\x1b[31m"));
    }

    #[test]
    #[cfg(unix)]
    fn bytes_that_are_no_utf8_are_named() {
        use std::os::unix::ffi::OsStrExt as _;
        let error = Target::parse(OsStr::from_bytes(b"http://h/\xff")).unwrap_err();
        assert_eq!(error.reason, "\"http://h/\\xff\" is not UTF-8");
    }

    #[test]
    fn headers_are_checked_before_anything_is_sent() {
        assert_eq!(parse_header("X-A:  b ").unwrap(), ("X-A".to_owned(), "b".to_owned()));
        for text in
            ["X-A", ": b", "X A: b", "X: a\r\nY: b", "X: \u{e6}", "Content-Length: 3", "Transfer-Encoding: chunked"]
        {
            assert!(parse_header(text).is_err(), "{text}");
        }
    }

    #[test]
    fn contacts_must_reach_somebody() {
        for contact in ["post@acme.no", "https://acme.no/contact", "github.com/acme/weather"] {
            assert!(Identity::new(None, Some(contact.to_owned())).is_ok(), "{contact}");
        }
        for contact in ["me@example.com", "localhost", "nobody", "", "a b@acme.no", "x\ny@acme.no", "test@test.com"] {
            assert!(Identity::new(None, Some(contact.to_owned())).is_err(), "{contact}");
        }
        assert!(Identity::new(Some("a\nb".to_owned()), None).is_err());
    }

    #[test]
    fn the_user_agent_is_the_clients_or_our_own_with_the_contact() {
        let field = |agent: Option<&str>, contact: Option<&str>| {
            Identity::new(agent.map(str::to_owned), contact.map(str::to_owned)).unwrap().field()
        };
        assert_eq!(field(Some("okhttp/4"), Some("post@acme.no")).as_deref(), Some("okhttp/4"));
        assert_eq!(field(None, Some("post@acme.no")), Some(format!("{OWN_NAME} post@acme.no")));
        assert_eq!(field(None, None).as_deref(), Some(OWN_NAME));
        assert_eq!(field(Some(""), None), None);
    }
}
