//! What a capture does not show, and how to find out.

use super::facts::Facts;
use crate::http::uri::target::Url;
use crate::met::hosts::Service;
use crate::text::secret::{REDACTED, customer_alias};
use crate::text::shell;

/// The User-Agent in a command that is offered: only its reader knows which one the program sends.
const AGENT: &str = "USER-AGENT OF YOUR APP";

/// The advice of a diagnosis with what to look at next: first what the capture leaves open, then the advice of the
/// rule, last the command that shows more.
pub(crate) fn with_advice(facts: &Facts, own: &mut Vec<String>) {
    let (open, commands): (Vec<String>, Vec<String>) =
        advice(facts).into_iter().partition(|advice| !advice.starts_with(MORE));
    own.splice(0..0, open);
    own.extend(commands);
}

/// How the advice begins that offers a command.
const MORE: &str = "to show more: ";

/// What to look at next for a diagnosis out of a capture, most useful first.
fn advice(facts: &Facts) -> Vec<String> {
    let evidence = &facts.evidence;
    let Some(answer) = facts.answer().filter(|_| evidence.form.is_some() && !evidence.dry_run) else {
        return Vec::new();
    };
    let mut advice = Vec::new();
    let failing = facts.status().is_some_and(|status| status >= 400);
    let from_elsewhere = facts.intermediary.is_some();
    let url = answer.url();
    if let (None, Some(status)) = (url, facts.status().filter(|_| !from_elsewhere)) {
        let who = match facts.service {
            Service::Met => "the input does not show the request: give its URL with --url for more".to_owned(),
            _ => format!(
                "the input does not show which service sent the response: find out before you change anything; if it \
                 was api.met.no, see metstatus {status}, and add --url URL for an exact report"
            ),
        };
        advice.push(who);
    }
    let agent_unknown = answer.request.as_ref().is_none_or(|request| request.sent("user-agent").is_unknown());
    if facts.service == Service::Met && matches!(facts.status(), Some(403 | 429)) && agent_unknown && !from_elsewhere {
        advice.push(
            "find out which User-Agent was sent; the input does not show it, and usually it is a library's default \
             (-A TEXT checks it)"
                .to_owned(),
        );
    }
    if answer.failure.is_some() && answer.may_lack_its_query() && facts.service == Service::Met {
        advice.push(
            "if you open the logged URL and get a 400, that is not the cause: the log omits the parameters".to_owned(),
        );
    }
    if facts.is_reported() && failing {
        advice.extend(capture_command(url));
    }
    advice
}

/// The command that captures all that there is to see of a request.
pub(crate) fn capture_command(url: Option<&Url>) -> Option<String> {
    let url = shell::quoted(&shown(url?)?)?;
    Some(format!("{MORE}curl -sSv -A '{AGENT}' {url} 2>&1 | metstatus read -"))
}

/// The advice to find out where on the way a request fails, with the command where the URL is known.
pub(crate) fn test_advice(url: Option<&Url>) -> String {
    let tests = "DNS, TCP and TLS one after the other";
    match url.and_then(shown).and_then(|url| shell::quoted(&url)) {
        Some(url) => format!("test it on the same machine ({tests}): metstatus -A '{AGENT}' {url}"),
        None => format!("run metstatus with the URL on the same machine: it tests {tests}"),
    }
}

/// The URL as it can be typed: without the alias of a customer, which is its owner's alone to use. None where it holds
/// a secret.
fn shown(url: &Url) -> Option<String> {
    let text = match customer_alias(&url.host()).is_some() {
        true => format!("https://api.met.no{}", url.request_target()),
        false => url.to_string(),
    };
    (!text.contains(REDACTED)).then_some(text)
}
