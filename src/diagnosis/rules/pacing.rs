//! Pacing: when to send the next request.

use super::wording::{by_cause, line, user_agent};
use crate::diagnosis::catalogue::identity::SAY_WHO;
use crate::diagnosis::catalogue::pacing::{RATE_LIMITED, RETRY_LATER};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::severity::Severity;
use crate::evidence::{Exchange, Role};
use crate::http::pacing::retry_after::{RetryAfterWarning, retry_after};
use crate::met::hosts::Service;

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let detectors = [rate_limited, throttled_later, retry_later];
    detectors.into_iter().filter_map(|detector| detector(facts)).collect()
}

fn rate_limited(facts: &Facts) -> Option<Finding> {
    let mut finding = by_cause(&RATE_LIMITED, facts)?.quote_if(EvidenceSource::Received, line(facts, "retry-after"));
    finding.advice.clear();
    let finding = match wait(facts) {
        Some(wait) => finding.help(format!("send no request for {wait}")),
        None => finding.help("stop sending requests for now; resume at a lower rate"),
    };
    if facts.service != Service::Met {
        return Some(finding);
    }
    let finding = finding
        .see("https://api.met.no/doc/StatusCodes")
        .help("keep all users and machines of your application below 20 requests a second, and cache until Expires")
        .help("spread your requests: avoid fixed minutes, and do not request data that has not expired");
    let Some(cause) = &facts.cause else { return Some(finding) };
    if cause.signals.agent.is_at_fault() {
        let mut finding = finding.quote_if(EvidenceSource::Sent, user_agent(facts));
        finding.message =
            "MET throttles this client: it sends too many requests or does not identify itself".to_owned();
        finding.advice.insert(0, SAY_WHO.to_owned());
        return Some(finding);
    }
    Some(match cause.class {
        Some(_) => finding,
        None => finding.help(
            "if you send far fewer, your address or application may be throttled permanently: e-mail \
             weatherapi-adm@met.no with your IP address and your User-Agent",
        ),
    })
}

/// A replay that was refused for the rate, although the answer before it was none: the client is being throttled.
fn throttled_later(facts: &Facts) -> Option<Finding> {
    let is_throttled =
        |exchange: &&Exchange| matches!(exchange.role, Role::Replay(_)) && exchange.status() == Some(429);
    let throttled = facts.evidence.exchanges.iter().find(is_throttled)?;
    if facts.is_caused_by(&RATE_LIMITED) {
        return None;
    }
    let response = throttled.response.as_ref()?;
    let field = |name: &str| response.head.fields.line(name).map(ToString::to_string);
    let mut finding = Finding::of(&RATE_LIMITED)
        .severity(Severity::Warning)
        .quote(EvidenceSource::Replay, format!("{} {}", response.head.status, response.head.reason))
        .quote_if(EvidenceSource::Replay, field("retry-after"));
    "This client is being throttled: the first request succeeded, and the next one got 429"
        .clone_into(&mut finding.message);
    let after = retry_after(&response.head.fields, throttled.received_at).and_then(|after| after.not_before);
    finding.advice = vec![match after {
        Some(at) => format!("send nothing before {at}"),
        None => "stop sending requests for now; resume at a lower rate".to_owned(),
    }];
    Some(match facts.service {
        Service::Met => finding.see("https://api.met.no/doc/StatusCodes").help(
            "look for other programs of yours that send requests: all of them together count, and 20 a second \
                   is the most",
        ),
        _ => finding,
    })
}

fn retry_later(facts: &Facts) -> Option<Finding> {
    if let Some((url, status)) = &facts.evidence.not_asked {
        let mut finding = Finding::of(&RETRY_LATER).severity(Severity::Warning).quote(EvidenceSource::In, url);
        finding.message = format!("Skipped: this host already returned {status} in this run");
        return Some(finding.help_instead("retry later, at your next scheduled poll").see("RFC 6585 §4"));
    }
    let received_at = facts.answer()?.received_at;
    let after = retry_after(facts.answer()?.fields()?, received_at)?;
    let at = after.not_before?;
    let mut finding = Finding::of(&RETRY_LATER).quote_if(EvidenceSource::Received, line(facts, "retry-after"));
    finding.message = match after.asked_s.filter(|_| after.warnings.contains(&RetryAfterWarning::TooLong)) {
        Some(asked) => {
            let asked = match asked.saturating_add(YEAR_S / 2) / YEAR_S {
                years @ 0..=9_999 => format!("about {} {}", years.max(1), if years <= 1 { "year" } else { "years" }),
                _ => "more than 9,999 years".to_owned(),
            };
            format!("The server asks clients to wait {asked}; metstatus uses a year at most, until {at}")
        }
        None => format!("The server asks clients to wait until {at}"),
    };
    finding = finding.help_instead(format!("send no request before {at}"));
    Some(finding)
}

/// The seconds of a year, as long as years are on average.
const YEAR_S: i64 = 31_556_952;

/// The requested wait, in words.
fn wait(facts: &Facts) -> Option<String> {
    let answer = facts.answer()?;
    let wait = retry_after(answer.fields()?, answer.received_at)?.wait_s?;
    if wait >= 365 * 86_400 {
        return Some("a year or more".to_owned());
    }
    Some(humantime::format_duration(std::time::Duration::from_secs(u64::try_from(wait).ok()?)).to_string())
}
