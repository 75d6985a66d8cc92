//! What was asked, checked as far as it can be without asking anybody.

use std::time::Duration;

use base64::Engine as _;

use super::identity::ClientIdentity;
use crate::error::UsageError;
use crate::http::syntax::message::Fields;
use crate::http::uri::target::Url;
use crate::inquiry::plan::{ChangelogWhen, Plan};
use crate::inquiry::revalidate::ReplayWhen;
use crate::met::hosts::Service;

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

/// Whether a request says who asks.
fn is_identified(identity: &ClientIdentity, headers: &[(String, String)]) -> bool {
    identity.is_given() || headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("user-agent"))
}

/// Makes sure that a URL may be requested under an identity: MET's terms want to know who asks.
///
/// # Errors
/// When the URL is MET's and the request does not say who asks.
pub(crate) fn permit(url: &Url, identity: &ClientIdentity, headers: &[(String, String)]) -> Result<(), UsageError> {
    if Service::of(url) != Service::Met || is_identified(identity, headers) {
        return Ok(());
    }
    let error = UsageError::new(format!(
        "{url}: no request sent: MET Norway's Terms of Service require you to identify yourself"
    ));
    Err(error.help(format!("metstatus --contact YOUR-EMAIL-OR-SITE '{url}', or -A with the client's User-Agent")))
}

/// The plan for requesting a URL that [`permit`] lets through, or, for a dry run, any URL.
pub fn plan(url: Url, identity: &ClientIdentity, headers: &[(String, String)], bounds: Bounds, dry_run: bool) -> Plan {
    let identified = is_identified(identity, headers);
    let mut fields = fields(&url, identity, headers);
    if !identified && dry_run {
        // The user gave no User-Agent to judge.
        fields = Fields::default();
    }
    Plan {
        url,
        fields,
        identified,
        control_agent: identity.control(),
        has_contact: identity.contact.is_some(),
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
    }
}

/// The fields to send: our defaults, unless the user sets them. An empty value leaves a default out, as in curl.
fn fields(url: &Url, identity: &ClientIdentity, headers: &[(String, String)]) -> Fields {
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
