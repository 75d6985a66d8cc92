//! Pacing: when to ask again.

use super::identity::SAY_WHO;
use super::{Rule, Topic, by_cause, line, met_answer};
use crate::facts::Facts;
use crate::finding::{Certainty, Finding, Seen, Severity};
use crate::http::retry_after::{RetryAfterWarning, retry_after};
use crate::met::error_class::error_class;
use crate::met::hosts::Service;
use crate::met::identity::{self, Grade};

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "rate-limited",
        topic: Topic::Pacing,
        title: "the server refuses because of too many requests",
        severity: Severity::Error,
        reference: "RFC 6585 §4",
        explanation: "429 limits the rate of requests. MET counts them per application over all of its users and machines, \
                      and more than 20 a second need an agreement. It also throttles clients that do not identify \
                      themselves, whatever their rate.",
        advice: &[],
        example: met_answer!("429 Too Many Requests", "X-ErrorClass: Ratelimitation\nRetry-After: 60\n\nslow down\n"),
        check: rate_limited,
    },
    Rule {
        id: "retry-later",
        topic: Topic::Pacing,
        title: "the server says when to ask again",
        severity: Severity::Info,
        reference: "RFC 9110 §10.2.3",
        explanation: "Retry-After is the earliest moment at which another request makes sense.",
        advice: &[],
        example: met_answer!("503 Service Unavailable", "Retry-After: 120\n\nlater\n"),
        check: retry_later,
    },
];

fn rate_limited(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let mut finding = by_cause(rule, facts)?.quote_if(Seen::Received, line(facts, "retry-after"));
    finding.advice.clear();
    let finding = match wait(facts) {
        Some(wait) => finding.help(format!("send nothing for {wait}")),
        None => finding.help("send nothing for now, and less after that"),
    };
    if facts.service != Service::Met {
        return Some(finding);
    }
    let finding = finding
        .see("https://api.met.no/doc/StatusCodes")
        .help("keep all users and machines of your application below 20 requests a second, and cache until Expires")
        .help("spread your requests: no fixed minute, no request for data that have not expired");
    Some(match doubtful_identity(facts) {
        Some(finding_text) => {
            let mut finding = finding.certainty(Certainty::Possible).quote(Seen::Sent, finding_text);
            finding.message =
                "MET throttles this client: for too many requests, or because it does not say who it is".to_owned();
            finding.advice.insert(0, SAY_WHO.to_owned());
            finding
        }
        None if facts.cause.as_ref().is_some_and(|cause| cause.class.is_some()) => finding,
        None => finding.certainty(Certainty::Likely).help(
            "if you are far below that, your address or application may be throttled for good: write to \
             weatherapi-adm@met.no with your IP address and your User-Agent",
        ),
    })
}

/// The User-Agent, when it alone would be a reason to be throttled and the answer does not name the rate.
fn doubtful_identity(facts: &Facts) -> Option<String> {
    let answer = facts.answer()?;
    let named = answer
        .fields()?
        .get_str("x-errorclass")
        .and_then(error_class)
        .is_some_and(|class| class.name == "Ratelimitation");
    let agent = answer.request.as_ref()?.fields.get_str("user-agent");
    let doubtful = !matches!(identity::grade(agent), Grade::Named);
    (doubtful && !named).then(|| super::user_agent(facts)).flatten()
}

fn retry_later(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    if let Some((url, status)) = &facts.evidence.not_asked {
        let mut finding = rule.found().severity(Severity::Warning).quote(Seen::In, url);
        finding.message =
            format!("not asked: the host answered {status} before in this run, and gets no further request");
        return Some(finding.help("ask again later, at your ordinary time").see("RFC 6585 §4"));
    }
    let received_at = facts.answer()?.received_at;
    let after = retry_after(facts.answer()?.fields()?, received_at)?;
    let at = after.not_before?;
    let mut finding = rule.found().quote_if(Seen::Received, line(facts, "retry-after"));
    finding.message = match after.asked_s.filter(|_| after.warnings.contains(&RetryAfterWarning::TooLong)) {
        Some(asked) => {
            let asked = match asked.saturating_add(YEAR_S / 2) / YEAR_S {
                years @ 0..=9_999 => format!("about {} {}", years.max(1), if years <= 1 { "year" } else { "years" }),
                _ => "more than 9,999 years".to_owned(),
            };
            format!("the server asks for a wait of {asked}; metstatus counts a year at most, until {at}")
        }
        None => format!("the server asks to wait until {at}"),
    };
    finding = finding.help(format!("ask no earlier than {at}"));
    Some(finding)
}

/// The seconds of a year, as long as years are on average.
const YEAR_S: i64 = 31_556_952;

/// The wait that was asked for, in words.
fn wait(facts: &Facts) -> Option<String> {
    let answer = facts.answer()?;
    let wait = retry_after(answer.fields()?, answer.received_at)?.wait_s?;
    if wait >= 365 * 86_400 {
        return Some("a year or more".to_owned());
    }
    Some(humantime::format_duration(std::time::Duration::from_secs(u64::try_from(wait).ok()?)).to_string())
}
