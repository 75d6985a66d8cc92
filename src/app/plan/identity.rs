//! Who asks, and the header fields that the user sets.

use crate::error::UsageError;
use crate::http::syntax::message::is_token_byte;
use crate::met::identity::{self, Grade};
use crate::text::escape::{clip, escape};
/// Who sends the request: the User-Agent of the client under diagnosis, or a contact of the user of this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientIdentity {
    /// The User-Agent under diagnosis; an empty one means that the client sends none.
    pub user_agent: Option<String>,
    /// An e-mail address or URL.
    pub contact: Option<String>,
}

impl ClientIdentity {
    /// Checks both texts.
    ///
    /// # Errors
    /// When one has characters that may not stand in a field, or the contact reaches no one.
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
    let way_out = "use an e-mail address or website that you monitor, as --contact or METSTATUS_CONTACT";
    if let Grade::Placeholder(_) = identity::grade(Some(&format!("metstatus {contact}"))) {
        return Err(UsageError::new(format!("the contact \"{shown}\" is a placeholder")).help(way_out));
    }
    if contact.trim().contains(' ') || !identity::has_contact(&contact.to_ascii_lowercase()) {
        return Err(
            UsageError::new(format!("the contact \"{shown}\" is neither an e-mail address nor a URL")).help(way_out)
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
/// When there is no colon, the name is not a token or is one that this program sets, or the value cannot be sent.
pub(crate) fn parse_header(text: &str) -> Result<(String, String), UsageError> {
    let Some((name, value)) = text.split_once(':') else {
        // What follows the first word may be a secret, so it is not shown.
        let word = clip(&escape(text.split_whitespace().next().unwrap_or_default()), 40);
        return Err(UsageError::new(format!("the header \"{word}\" has no colon")).help("write -H 'Name: value'"));
    };
    if name.is_empty() || !name.bytes().all(is_token_byte) {
        let shown = clip(&escape(name), 40);
        return Err(UsageError::new(format!("the header \"{shown}\" has a name that HTTP does not allow")));
    }
    let reserved = ["connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "expect"];
    if reserved.contains(&name.to_ascii_lowercase().as_str()) {
        return Err(UsageError::new(format!("the header {name} is controlled by the connection and cannot be set")));
    }
    check_characters(&format!("the value of the header {name}"), value)?;
    Ok((name.to_owned(), value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn contact_without_a_recipient_is_refused() {
        for contact in ["post@acme.no", "https://acme.no/contact", "github.com/acme/weather"] {
            assert!(ClientIdentity::new(None, Some(contact.to_owned())).is_ok(), "{contact}");
        }
        for contact in ["me@example.com", "localhost", "nobody", "", "a b@acme.no", "x\ny@acme.no", "test@test.com"] {
            assert!(ClientIdentity::new(None, Some(contact.to_owned())).is_err(), "{contact}");
        }
        assert!(ClientIdentity::new(Some("a\nb".to_owned()), None).is_err());
    }

    #[test]
    fn user_agent_is_the_clients_or_our_own_with_contact() {
        let field = |agent: Option<&str>, contact: Option<&str>| {
            ClientIdentity::new(agent.map(str::to_owned), contact.map(str::to_owned)).unwrap().field()
        };
        assert_eq!(field(Some("okhttp/4"), Some("post@acme.no")).as_deref(), Some("okhttp/4"));
        assert_eq!(field(None, Some("post@acme.no")), Some(format!("{OWN_NAME} post@acme.no")));
        assert_eq!(field(None, None).as_deref(), Some(OWN_NAME));
        assert_eq!(field(Some(""), None), None);
    }
}
