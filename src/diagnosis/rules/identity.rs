//! Identity: whether the client identifies itself, and whether the server accepts it.

use super::wording::{and_coordinates, as_clause, by_cause, line, user_agent};
use crate::diagnosis::catalogue::common::STATUS_CODES;
use crate::diagnosis::catalogue::identity::{
    BLOCKED_CLIENT, BLOCKED_USER_AGENT, CUSTOMER_ALIAS, FORBIDDEN, SAY_WHO, UNIDENTIFIED, USER_AGENT_GENERIC,
    USER_AGENT_MISSING, USER_AGENT_NO_CONTACT, USER_AGENT_NO_VERSION, USER_AGENT_YR,
};
use crate::diagnosis::catalogue::libraries;
use crate::diagnosis::catalogue::pacing::RATE_LIMITED;
use crate::diagnosis::cause::{self, Tried};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::{Certainty, Severity};
use crate::met::hosts::Service;
use crate::met::identity::{self, Grade};
use crate::text::secret::redact_host;

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let detectors = [refused, poor, no_contact, named_yr, no_version, customer_alias, forbidden];
    let blocked = [&BLOCKED_USER_AGENT, &BLOCKED_CLIENT].into_iter().filter_map(|rule| blocked(rule, facts));
    detectors.into_iter().filter_map(|detector| detector(facts)).chain(blocked).collect()
}

/// A User-Agent that was refused for what it does not say.
fn refused(facts: &Facts) -> Option<Finding> {
    let cause = facts.cause.as_ref().filter(|cause| UNIDENTIFIED.contains(&cause.rule))?;
    let mut finding = by_cause(cause.rule, facts)?.quote_if(EvidenceSource::Sent, user_agent(facts));
    if facts.status() == Some(429) {
        finding.message = finding.message.replacen("MET refuses", "MET throttles", 1);
    }
    Some(with_experiment(and_coordinates(with_code(finding, facts), facts), facts))
}

/// The same shortcoming where the request was not refused for it: it violates the Terms of Service anyway.
fn poor(facts: &Facts) -> Option<Finding> {
    let first = facts.evidence.hops().next().filter(|_| facts.service == Service::Met)?;
    // What a capture does not show may have been sent.
    let request = first.request.as_ref().filter(|request| !request.sent("user-agent").is_unknown())?;
    let grade = identity::at_fault(&request.fields)?;
    let rule = cause::of_identity(&grade)?;
    // A refusal whose cause lies elsewhere is not the moment; one whose cause is open names the User-Agent itself.
    if facts.is_caused_by(rule) || facts.is_caused_by(&RATE_LIMITED) {
        return None;
    }
    let mut finding = Finding::of(rule).severity(Severity::Warning).quote_if(EvidenceSource::Sent, user_agent(facts));
    finding.message = match grade {
        Grade::Missing => "The request has no User-Agent, which MET's Terms of Service require",
        Grade::Generic(_) => "The User-Agent is a library's default and has no contact",
        Grade::Browser => "The User-Agent imitates a browser, which MET's Terms of Service forbid",
        Grade::Placeholder(_) | Grade::Named => rule.title,
    }
    .to_owned();
    Some(with_code(finding, facts))
}

/// The finding with the line of code that sets the User-Agent, in the library that the one sent names.
fn with_code(finding: Finding, facts: &Facts) -> Finding {
    let first = facts.evidence.hops().next().and_then(|hop| hop.request.as_ref());
    let agent = first.and_then(|request| request.fields.get_str("user-agent")).unwrap_or_default();
    if ![&USER_AGENT_MISSING, &USER_AGENT_GENERIC].contains(&finding.rule) {
        return finding;
    }
    let lines: Vec<String> = libraries::of_user_agent(agent)
        .map(|library| format!("in {}: {} ({})", library.name, library.code, library.source))
        .collect();
    if lines.is_empty() {
        return finding.help("for the line of code in common libraries, see: metstatus rules user-agent-generic");
    }
    lines.into_iter().fold(finding, Finding::help)
}

/// A refusal that leaves the cause open, with what would settle it: one more request under a name with a contact.
fn with_experiment(finding: Finding, facts: &Facts) -> Finding {
    let open = finding.certainty != Certainty::Certain && facts.evidence.lacks_contact;
    let refused = facts.status() == Some(403) || facts.status() == Some(429);
    match open && refused && facts.service == Service::Met && facts.evidence.controls().count() == 0 {
        true => finding.help(
            "add --contact YOUR-MAIL-OR-SITE: metstatus then sends the request once more under its own name, which shows \
             whether the User-Agent is what MET refuses",
        ),
        false => finding,
    }
}

/// The User-Agent that was sent to MET, when it names an application.
fn naming(facts: &Facts) -> Option<&str> {
    let first = facts.evidence.hops().next().filter(|_| facts.service == Service::Met)?;
    let agent = first.request.as_ref()?.fields.get_str("user-agent")?;
    (identity::grade(Some(agent)) == Grade::Named).then_some(agent)
}

/// What a User-Agent lacks that names an application: the diagnosis where a control shows it, a warning elsewhere.
fn no_contact(facts: &Facts) -> Option<Finding> {
    if let Some(finding) = by_cause(&USER_AGENT_NO_CONTACT, facts) {
        let message = "MET refuses a User-Agent without contact information".to_owned();
        let mut advice = vec![SAY_WHO.to_owned()];
        advice.push("if it is refused even with a contact, the application is blocked: update it".to_owned());
        let finding = Finding { message, advice, ..finding.severity(Severity::Error) };
        let finding = finding.quote_if(EvidenceSource::Sent, user_agent(facts));
        return Some(with_experiment(and_coordinates(finding, facts), facts));
    }
    let lacks = !identity::has_contact(&naming(facts)?.to_ascii_lowercase());
    lacks.then(|| Finding::of(&USER_AGENT_NO_CONTACT).quote_if(EvidenceSource::Sent, user_agent(facts)))
}

fn named_yr(facts: &Facts) -> Option<Finding> {
    identity::is_named_yr(naming(facts)?)
        .then(|| Finding::of(&USER_AGENT_YR).quote_if(EvidenceSource::Sent, user_agent(facts)))
}

/// Without a contact, the contact is what to add first.
fn no_version(facts: &Facts) -> Option<Finding> {
    let agent = naming(facts)?;
    let lacks = identity::has_contact(&agent.to_ascii_lowercase()) && !identity::has_version(agent);
    lacks.then(|| Finding::of(&USER_AGENT_NO_VERSION).quote_if(EvidenceSource::Sent, user_agent(facts)))
}

fn blocked(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let mut finding = by_cause(rule, facts)?.quote_if(EvidenceSource::Sent, user_agent(facts));
    let tried = facts.cause.as_ref().map(|cause| cause.signals.tried).unwrap_or_default();
    if rule == &BLOCKED_CLIENT {
        if tried == Tried::default() {
            finding.message = "MET says that this client is blocked".to_owned();
        }
        return Some(finding);
    }
    if !tried.is_answered() {
        finding.message = "MET refuses this User-Agent, although it names an application and a contact".to_owned();
    }
    Some(with_experiment(and_coordinates(finding, facts), facts))
}

fn customer_alias(facts: &Facts) -> Option<Finding> {
    let url = facts.evidence.hops().next()?.url()?;
    let host = url.host_without_dot();
    let shown = redact_host(&host);
    (shown != host).then(|| Finding::of(&CUSTOMER_ALIAS).quote(EvidenceSource::In, shown))
}

fn forbidden(facts: &Facts) -> Option<Finding> {
    let finding = by_cause(&FORBIDDEN, facts)?.quote_if(EvidenceSource::Sent, user_agent(facts));
    if facts.service != Service::Met {
        return Some(
            finding.help_instead("do not repeat the request unchanged: ask the server operator why it is refused"),
        );
    }
    if facts.evidence.visitors {
        return Some(refused_through_gateway(finding));
    }
    let mut finding = finding.see(STATUS_CODES);
    finding.advice.clear();
    if line(facts, "x-errorclass").is_none() && !facts.evidence.status_only {
        finding = finding.quote(EvidenceSource::Received, "no X-ErrorClass: probably sent by a front-end proxy");
    }
    finding.message = "MET refuses this request; the response does not say why".to_owned();
    if let Some(class) = facts.cause.as_ref().and_then(|cause| cause.class) {
        finding.message = format!("MET refuses this request: {}", as_clause(class.meaning));
        finding.advice = vec![as_clause(class.advice)];
    }
    Some(
        with_experiment(finding, facts)
            .help(
                "compare your client with the Terms of Service: identification, request rate, caching, at most 4 \
                   decimals",
            )
            .help("if it complies, e-mail weatherapi-adm@met.no with your IP address and your User-Agent"),
    )
}

/// A refusal in the log of a server in front of MET, which does not show what that server sent.
fn refused_through_gateway(mut finding: Finding) -> Finding {
    finding.message =
        "Visitors of a server in front of MET got 403; its log does not show what it sent to MET".to_owned();
    finding
        .certainty(Certainty::Possible)
        .see(STATUS_CODES)
        .help("check the User-Agent that the server sends to MET: it must name your application and a contact")
        .help("log the forwarded requests and their responses, or run metstatus on the server")
}
