//! Status 3xx: where a response redirects to, and whether that can be followed.

use crate::diagnosis::catalogue::redirect::{
    FRONT_PAGE_REDIRECT, REDIRECT_DOWNGRADE, REDIRECT_INVALID, REDIRECT_LOOP, REDIRECT_PRIVATE, REDIRECTED,
};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::facts::answer::is_front_page;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::rules::wording::line;
use crate::diagnosis::severity::{Certainty, Severity};
use crate::evidence::redirect::{Hop, followed_target, next_hop};
use crate::evidence::{Exchange, FailureKind, LocationError, RedirectStop};
use crate::http::uri::target::{Scheme, Url};
use crate::text::escape::Text;

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let detectors = [front_page, stopped, private_address, redirected];
    detectors.into_iter().filter_map(|detector| detector(facts)).collect()
}

fn front_page(facts: &Facts) -> Option<Finding> {
    if !is_front_page(facts) {
        return None;
    }
    let first = facts.evidence.hops().next()?;
    let location = first.fields()?.line("location").map(ToString::to_string);
    let finding = Finding::of(&FRONT_PAGE_REDIRECT)
        .quote_if(EvidenceSource::In, first.url())
        .quote_if(EvidenceSource::Received, location);
    let mut finding = finding.quote_if(EvidenceSource::Received, line(facts, "content-type"));
    if let Some(corrected) = &facts.corrected {
        finding.advice = vec![corrected.advice()];
    }
    Some(finding)
}

fn stopped(facts: &Facts) -> Option<Finding> {
    let stop = facts.evidence.redirect_stop.as_ref()?;
    let (rule, message) = match stop {
        RedirectStop::TooMany(most) => (&REDIRECT_LOOP, Some(format!("Too many redirects: stopped after {most}"))),
        RedirectStop::Loop(to) => (&REDIRECT_LOOP, Some(format!("A redirect leads back to {to}"))),
        RedirectStop::Downgrade(_) => (&REDIRECT_DOWNGRADE, None),
        RedirectStop::Invalid(why) => (&REDIRECT_INVALID, Some(format!("A redirect cannot be followed: {why}"))),
        RedirectStop::Private(_) => (&REDIRECT_PRIVATE, None),
        RedirectStop::NoIdentity(_) | RedirectStop::OutOfTime(_) => return None,
    };
    let mut finding = Finding::of(rule);
    if let Some(message) = message {
        finding.message = message;
    }
    if matches!(stop, RedirectStop::TooMany(_)) {
        finding = finding.help("if the chain is intended, allow more with --max-redirects");
    }
    for hop in facts.evidence.hops().filter(|hop| hop.fields().is_some_and(|fields| fields.contains("location"))) {
        finding = finding.quote_if(EvidenceSource::Received, locations(hop));
    }
    if rule == &REDIRECT_LOOP && facts.evidence.hops().any(sets_cookie) {
        finding = asks_for_cookie(finding);
    }
    if let RedirectStop::Invalid(why) = stop
        && is_recoverable(facts)
    {
        finding = recoverable(finding, why);
    }
    Some(finding.quote_if(
        EvidenceSource::Received,
        facts.answer().filter(|answer| locations(answer).is_none()).and_then(Exchange::status),
    ))
}

fn sets_cookie(hop: &Exchange) -> bool {
    hop.fields().is_some_and(|fields| fields.contains("set-cookie"))
}

/// A server may send a client in a circle until it sends the cookie back (RFC 6265 §5.4).
fn asks_for_cookie(mut finding: Finding) -> Finding {
    finding.certainty = Certainty::Likely;
    finding.message.push_str("; the response sets a cookie, which metstatus does not send back");
    finding.advice.insert(0, "test with a client that keeps cookies, such as curl -L -b '' URL".to_owned());
    finding.see("RFC 6265 §5.4")
}

/// Whether the one Location is one that clients encode and follow (RFC 9110 §10.2.2).
fn is_recoverable(facts: &Facts) -> bool {
    let Some(answer) = facts.answer() else { return false };
    let fields = answer.fields().filter(|fields| fields.all("location").count() == 1);
    answer.url().zip(fields).is_some_and(|(url, fields)| followed_target(url, fields).is_some())
}

fn recoverable(mut finding: Finding, why: &LocationError) -> Finding {
    finding.severity = Severity::Warning;
    finding.message = format!("Location is not a URI reference: {why}");
    finding.help("curl and browsers encode such characters and follow the redirect; metstatus does not follow it")
}

fn locations(hop: &Exchange) -> Option<String> {
    let values: Vec<String> = hop.fields()?.all("location").map(Text::to_string).collect();
    (!values.is_empty()).then(|| format!("{} Location: {}", hop.status().unwrap_or(0), values.join(" | ")))
}

/// The target of a redirect turned out to have a private address.
fn private_address(facts: &Facts) -> Option<Finding> {
    let failure = facts.answer()?.failure.as_ref().filter(|_| facts.evidence.redirect_stop.is_none())?;
    (failure.kind == FailureKind::PrivateAddress).then(|| {
        Finding::of(&REDIRECT_PRIVATE)
            .quote_if(EvidenceSource::In, facts.answer().and_then(Exchange::url).map(Url::to_string))
    })
}

/// A redirect that metstatus did not follow for a reason of its own.
fn left(facts: &Facts) -> Option<Finding> {
    let finding = Finding::of(&REDIRECTED).quote_if(EvidenceSource::Received, facts.answer().and_then(locations));
    let (message, severity, help) = match facts.evidence.redirect_stop.as_ref()? {
        RedirectStop::NoIdentity(to) => (
            format!(
                "The response redirects to {to}; not followed, because MET requires clients to identify themselves"
            ),
            Severity::Warning,
            "add --contact with your e-mail address or website, or -A with the User-Agent of the client to diagnose",
        ),
        RedirectStop::OutOfTime(wait) if !wait.is_zero() => (
            format!(
                "The redirect asks the client to wait {}, longer than the time left for this target",
                humantime::format_duration(*wait)
            ),
            Severity::Error,
            "retry later, or allow more time with --timeout",
        ),
        RedirectStop::OutOfTime(_) => (
            "The time for this target ran out before the redirect was followed".to_owned(),
            Severity::Error,
            "allow more time with --timeout",
        ),
        _ => return None,
    };
    Some(Finding { message, ..finding.severity(severity).help_instead(help) })
}

fn redirected(facts: &Facts) -> Option<Finding> {
    if facts.evidence.redirect_stop.is_some() {
        return left(facts);
    }
    let mut finding = Finding::of(&REDIRECTED);
    if let Some(answer) = facts.answer()
        && let Hop::Follow(to) = next_hop(answer, &[], u32::MAX)
    {
        finding.message = format!("Redirects to {to}; the capture has no follow-up request");
        return Some(finding.quote_if(EvidenceSource::Received, locations(answer)));
    }
    let from = facts.evidence.hops().next()?.url()?;
    let to = facts.evidence.hops().skip(1).last()?.url()?;
    finding.message = format!("The request was redirected to {to}");
    for hop in facts.evidence.hops() {
        finding = finding.quote_if(EvidenceSource::Received, locations(hop));
    }
    let upgraded = from.scheme() == Scheme::Http && to.scheme() == Scheme::Https && from.host() == to.host();
    if from.origin() != to.origin() && !upgraded {
        finding.message = format!("The request was redirected to another origin, {to}");
        finding = finding
            .severity(Severity::Warning)
            .help("check that the server does not need your credentials and extra headers: they were not sent on");
    }
    Some(finding)
}
