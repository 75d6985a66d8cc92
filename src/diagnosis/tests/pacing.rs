//! What is said of rates and of the waits that servers ask for.

use super::*;
use crate::evidence::Condition;

const BY_DATE: Role = Role::Replay(Condition::ModifiedSince);

/// The finding by a rule on a response with this status and these lines, asked under a User-Agent.
fn of(id: &str, url: &str, agent: &str, status: u16, lines: &[&str]) -> Option<Finding> {
    let exchange = first(request(url, &[("User-Agent", agent)]), NOW, &answer(status, lines));
    let findings = judged(Evidence { exchanges: vec![exchange], ..Evidence::default() });
    found(&findings, id).cloned()
}

#[test]
fn throttled_client_is_advised_by_wait_service_and_agent() {
    let mail = "weatherapi-adm@met.no";
    for (url, met) in [(MET, true), (OTHER, false)] {
        for (line, start) in [
            ("X: y", "stop sending requests for now"),
            ("Retry-After: 90", "send no request for 1m 30s"),
            ("Retry-After: 31535999", "send no request for 11months "),
            ("Retry-After: 31536000", "send no request for a year or more"),
            ("Retry-After: soon", "stop sending requests for now"),
        ] {
            for (agent, at_fault) in [(AGENT.1, false), ("okhttp/4.12.0", met)] {
                let finding = of("rate-limited", url, agent, 429, &[line]).unwrap();
                let advice = finding.advice.join("\n");
                assert_eq!(
                    finding.advice.iter().position(|advice| advice.starts_with(start)),
                    Some(usize::from(at_fault)),
                    "{url} {agent} {line}: {advice}"
                );
                assert_eq!(advice.contains("below 20 requests a second"), met, "{url} {agent}");
                assert_eq!(finding.message.contains("does not identify itself"), at_fault, "{url} {agent}");
                assert_eq!(
                    finding.evidence.iter().any(|quote| quote.text == format!("User-Agent: {agent}")),
                    at_fault,
                    "{url} {agent}"
                );
                assert_eq!(advice.contains(mail), met && !at_fault, "{url} {agent}");
            }
        }
    }
    let named = of("rate-limited", MET, AGENT.1, 429, &["X-ErrorClass: Ratelimitation"]);
    assert!(named.is_some_and(|finding| !finding.advice.join("\n").contains(mail)), "the class says why");
}

#[test]
fn replay_that_is_throttled_is_a_warning_of_its_own() {
    let of = |url: &str, role: Role, statuses: (u16, u16), lines: &[&str]| {
        let mut evidence = evidence(url, &answer(statuses.0, &["Last-Modified: Sun, 22 Nov 2026 07:00:00 GMT"]));
        evidence.exchanges.push(Exchange { role, ..first(request(url, &[AGENT]), NOW, &answer(statuses.1, lines)) });
        let findings = judged(evidence);
        findings.into_iter().find(|finding| finding.message.contains("the next one got 429"))
    };
    for (url, met) in [(MET, true), (OTHER, false)] {
        let finding = of(url, BY_DATE, (200, 429), &["Retry-After: 60"]).unwrap();
        assert_eq!((finding.rule.id, finding.severity), ("rate-limited", Severity::Warning));
        assert!(
            finding.advice[0].contains("send nothing before ") && finding.advice[0].contains("08:01:00"),
            "{:?}",
            finding.advice
        );
        assert_eq!(finding.advice.join("\n").contains("other programs of yours"), met);
        assert_eq!(finding.reference == "https://api.met.no/doc/StatusCodes", met);
        assert!(of(url, BY_DATE, (200, 429), &[]).unwrap().advice[0].starts_with("stop sending requests for now"));
        assert!(of(url, BY_DATE, (429, 429), &[]).is_none(), "the first one has a finding about that");
        for status in [200, 304, 403, 503] {
            assert!(of(url, BY_DATE, (200, status), &[]).is_none(), "{status}");
        }
        assert!(of(url, Role::Changelog, (200, 429), &[]).is_none());
    }
}

#[test]
fn wait_longer_than_a_year_is_said_in_years() {
    const YEAR: i64 = 31_556_952;
    for (seconds, part) in [
        (60, "wait until "),
        (YEAR - 86_400, "wait until "),
        (YEAR + 86_400, "wait about 1 year;"),
        (YEAR + YEAR / 2 - 1, "wait about 1 year;"),
        (YEAR + YEAR / 2, "wait about 2 years;"),
        (10 * YEAR, "wait about 10 years;"),
        (9_999 * YEAR, "wait about 9999 years;"),
        (10_000 * YEAR, "wait more than 9,999 years;"),
    ] {
        let finding = of("retry-later", OTHER, AGENT.1, 503, &[&format!("Retry-After: {seconds}")]).unwrap();
        assert!(finding.message.contains(part), "{seconds}: {}", finding.message);
        assert_eq!(finding.message.contains("a year at most"), seconds > YEAR, "{seconds}: {}", finding.message);
    }
    assert!(of("retry-later", OTHER, AGENT.1, 503, &["Retry-After: soon"]).is_none());
    assert!(of("retry-later", OTHER, AGENT.1, 503, &[]).is_none());
}
