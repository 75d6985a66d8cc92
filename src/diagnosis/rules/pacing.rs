//! Pacing: when to send the next request.

use crate::diagnosis::catalogue::identity::SAY_WHO;
use crate::diagnosis::catalogue::pacing::{RATE_LIMITED, RETRY_LATER};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::{Finding, Seen};
use crate::diagnosis::rules::wording::{by_cause, line, user_agent};
use crate::diagnosis::severity::{Certainty, Severity};
use crate::http::pacing::retry_after::retry_after;
use crate::met::error_class::error_class;
use crate::met::hosts::Service;
use crate::met::identity::{self, Grade};

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let detectors = [rate_limited, retry_later];
    detectors.into_iter().filter_map(|detector| detector(facts)).collect()
}

fn rate_limited(facts: &Facts) -> Option<Finding> {
    let mut finding = by_cause(&RATE_LIMITED, facts)?.quote_if(Seen::Received, line(facts, "retry-after"));
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
    Some(match doubtful_identity(facts) {
        Some(finding_text) => {
            let mut finding = finding.certainty(Certainty::Possible).quote(Seen::Sent, finding_text);
            finding.message =
                "MET throttles this client: it sends too many requests or does not identify itself".to_owned();
            finding.advice.insert(0, SAY_WHO.to_owned());
            finding
        }
        None if facts.cause.as_ref().is_some_and(|cause| cause.class.is_some()) => finding,
        None => finding.certainty(Certainty::Likely).help(
            "if you send far fewer, your address or application may be throttled permanently: e-mail \
             weatherapi-adm@met.no with your IP address and your User-Agent",
        ),
    })
}

/// The User-Agent, when it would be a reason to throttle by itself and the response does not name the rate.
fn doubtful_identity(facts: &Facts) -> Option<String> {
    let answer = facts.answer()?;
    let named = answer
        .fields()?
        .get_str("x-errorclass")
        .and_then(error_class)
        .is_some_and(|class| class.name == "Ratelimitation");
    let agent = answer.request.as_ref()?.fields.get_str("user-agent");
    let doubtful = !matches!(identity::grade(agent), Grade::Named);
    (doubtful && !named).then(|| user_agent(facts)).flatten()
}

fn retry_later(facts: &Facts) -> Option<Finding> {
    if let Some((url, status)) = &facts.evidence.not_asked {
        let mut finding = Finding::of(&RETRY_LATER).severity(Severity::Warning).quote(Seen::In, url);
        finding.message = format!("Skipped: this host already returned {status} in this run");
        return Some(finding.help_instead("retry later, at your next scheduled poll").see("RFC 6585 §4"));
    }
    let received_at = facts.answer()?.received_at;
    let after = retry_after(facts.answer()?.fields()?, received_at)?;
    let at = after.not_before?;
    let mut finding = Finding::of(&RETRY_LATER).quote_if(Seen::Received, line(facts, "retry-after"));
    finding.message = format!("The server asks clients to wait until {at}");
    finding = finding.help_instead(format!("send no request before {at}"));
    Some(finding)
}

/// The requested wait, in words.
fn wait(facts: &Facts) -> Option<String> {
    let answer = facts.answer()?;
    let wait = retry_after(answer.fields()?, answer.received_at)?.wait_s?;
    if wait >= 365 * 86_400 {
        return Some("a year or more".to_owned());
    }
    Some(humantime::format_duration(std::time::Duration::from_secs(u64::try_from(wait).ok()?)).to_string())
}
