//! Severities, their order, and what is quoted.

use super::*;
use crate::diagnosis::catalogue::client::NOT_FOUND;
use crate::diagnosis::catalogue::transport::TIMEOUTS;
use crate::diagnosis::finding::EvidenceSource;
use crate::diagnosis::overrides::TimeoutResult;
use crate::diagnosis::verdict::Verdict;
use crate::evidence::{Failure, FailureKind, Phase};

fn failed(kind: FailureKind) -> Evidence {
    let mut evidence = evidence(OTHER, "");
    let failure = Failure { phase: Phase::Head, kind, detail: "".into(), received: 0, excerpt: "".into() };
    evidence.exchanges[0].failure = Some(failure);
    evidence
}

#[test]
fn timeout_weighs_as_the_user_says_and_nothing_else_does() {
    use FailureKind::{Refused, TimedOut};
    for (timeout, severity, verdict) in [
        (TimeoutResult::Ok, Severity::Info, Verdict::Healthy),
        (TimeoutResult::Warning, Severity::Warning, Verdict::Attention),
        (TimeoutResult::Critical, Severity::Error, Verdict::Failing),
        (TimeoutResult::Unknown, Severity::Error, Verdict::NoVerdict),
    ] {
        let mut overrides = Overrides::default();
        overrides.timeout = timeout;
        let late = Diagnosis::new(OTHER.to_owned(), facts(failed(TimedOut)), &overrides);
        assert!(TIMEOUTS.contains(&late.findings[0].rule), "{:?}", ids(&late.findings));
        assert_eq!((late.findings[0].severity, late.verdict), (severity, verdict), "{timeout:?}");
        let refused = Diagnosis::new(OTHER.to_owned(), facts(failed(Refused)), &overrides);
        assert_eq!((refused.findings[0].severity, refused.verdict), (Severity::Error, Verdict::Failing), "{timeout:?}");
    }
}

#[test]
fn result_of_a_timeout_changes_no_finding_beside_it() {
    let mut evidence = failed(FailureKind::TimedOut);
    let url = MET.replace("https", "http");
    evidence.exchanges[0].request = Some(request(&url, &[AGENT]));
    let mut overrides = Overrides::default();
    overrides.timeout = TimeoutResult::Ok;
    let findings = rules::judge(&facts(evidence), &overrides);
    assert_eq!(
        found(&findings, "plain-http").map(|one| one.severity),
        found(&findings, "plain-http").map(|one| one.rule.severity)
    );
    assert!(findings.iter().any(|one| TIMEOUTS.contains(&one.rule) && one.severity == Severity::Info));
}

#[test]
fn user_information_is_masked_also_where_the_quote_is_cut() {
    let text = format!("https://{}:pw@h/", "u".repeat(400));
    let quote = Finding::of(&NOT_FOUND).quote(EvidenceSource::In, &text);
    assert_eq!(quote.evidence[0].text, "https://[redacted]@h/");
}

#[test]
fn severity_that_was_set_last_holds() {
    use Severity::{Error, Info, Warning};
    let apply = |set: &[(Severity, Option<&str>)]| {
        let mut overrides = Overrides::default();
        for (severity, project) in set {
            overrides.set_by(&NOT_FOUND, *severity, project.map(str::to_owned));
        }
        let other = Finding::of(TIMEOUTS[0]);
        let found = overrides.applied(vec![Finding::of(&NOT_FOUND).severity(Warning), other.clone()]);
        assert!(found.iter().any(|finding| finding.rule == other.rule && finding.severity == other.severity));
        let finding = found.into_iter().find(|finding| finding.rule == &NOT_FOUND).unwrap();
        (finding.severity, finding.lowered_by)
    };
    let file = Some(".metstatus.toml".to_owned());
    assert_eq!(apply(&[]), (Warning, None));
    assert_eq!(apply(&[(Info, None), (Error, None)]), (Error, None));
    assert_eq!(apply(&[(Info, file.as_deref())]), (Info, file.clone()));
    assert_eq!(apply(&[(Warning, file.as_deref())]), (Warning, None), "what stays as it is was not lowered");
    assert_eq!(apply(&[(Error, file.as_deref())]), (Error, None));
    let mut overrides = Overrides::default();
    overrides.set(&NOT_FOUND, Info);
    assert_eq!(overrides.applied(vec![Finding::of(&NOT_FOUND)])[0].severity, Info);
}

#[test]
fn findings_come_by_severity_then_by_certainty() {
    let finding = |severity, certainty| Finding::of(&NOT_FOUND).severity(severity).certainty(certainty);
    let mut all = Vec::new();
    for severity in [Severity::Info, Severity::Warning, Severity::Error] {
        for certainty in [Certainty::Possible, Certainty::Likely, Certainty::Certain] {
            all.push(finding(severity, certainty));
        }
    }
    let sorted = Overrides::default().applied(all.clone());
    let order = |findings: &[Finding]| -> Vec<_> { findings.iter().map(|one| (one.severity, one.certainty)).collect() };
    let reversed: Vec<_> = order(&all).into_iter().rev().collect();
    assert_eq!(order(&sorted), reversed);
}

#[test]
fn mark_is_kept_only_where_the_quote_is_the_text() {
    let mark = |text: &str, mark: std::ops::Range<usize>| {
        let finding = Finding::of(&NOT_FOUND).quote_part(EvidenceSource::In, text, Some(mark));
        finding.evidence[0].mark.clone()
    };
    assert_eq!(mark("lat=å1", 4..6), Some(4..6));
    assert_eq!(mark("lat=å1", 4..7), None, "counted in characters");
    assert_eq!(mark("?api_key=abc", 0..3), None, "something is masked");
    assert_eq!(mark(&"x".repeat(300), 0..300), Some(0..300));
    assert_eq!(mark(&"x".repeat(301), 0..3), None, "it is cut");
    assert_eq!(Finding::of(&NOT_FOUND).quote_part(EvidenceSource::In, "a", None).evidence[0].mark, None);
}

#[test]
fn secrets_of_the_request_are_hidden_in_all_that_is_shown() {
    let key = "s3cr3tk3y";
    let url = format!("https://example.org/a?api_key={key}");
    let exchange = first(request(&url, &[("X-Api-Key", key)]), NOW, &answer(404, &[&format!("X-Echo: {key}")]));
    let facts = facts(Evidence { exchanges: vec![exchange], ..Evidence::default() });
    let secrets = crate::evidence::redaction::Secrets::of(&facts.evidence);
    let mut finding = Finding::new(&NOT_FOUND, format!("said {key}")).help(format!("remove {key}"));
    for text in [format!("X-Echo: {key}"), "nothing".to_owned()] {
        finding = finding.quote_part(EvidenceSource::Received, &text, Some(0..3));
    }
    finding.hide(&secrets);
    let shown = format!("{} {:?} {:?}", finding.message, finding.advice, finding.evidence);
    assert!(!shown.contains(key), "{shown}");
    assert_eq!(finding.evidence[0].mark, None, "the mark would point elsewhere");
    assert_eq!(finding.evidence[1].mark, Some(0..3));
}

#[test]
fn unknown_cause_is_said_in_place_of_its_certainty() {
    let mut finding = Finding::of(&NOT_FOUND).certainty(Certainty::Possible);
    assert_eq!(finding.certainty_in_words(), "possible");
    assert_eq!(finding.advice, NOT_FOUND.advice);
    finding.cause_unknown = true;
    assert_eq!(finding.certainty_in_words(), "cause unknown");
}

#[test]
fn names_in_reports_are_the_documented_ones() {
    use crate::diagnosis::facts::lifecycle::{LifecycleSource, LifecycleStage};
    use crate::http::caching::etag_revalidation::TagOutcome;
    use crate::http::caching::lifetime::Basis;
    use crate::http::caching::outcome::RevalidationOutcome;
    use EvidenceSource::{Body, Changelog, Control, Error, In, Received, Replay, Sent, Table};
    let quotes = [In, Sent, Received, Body, Changelog, Table, Replay, Control, Error].map(EvidenceSource::as_str);
    assert_eq!(quotes, ["in", "sent", "received", "body", "changelog", "table", "replay", "control", "error"]);
    let bases = [Basis::SMaxage, Basis::MaxAge, Basis::Expires, Basis::ExpiresInvalid, Basis::Heuristic, Basis::None];
    let names = ["s-maxage", "max-age", "expires", "expires", "heuristic", "none"];
    assert_eq!(bases.map(Basis::as_str), names);
    use TagOutcome::{Changed, Ignored, Inconclusive, Inconsistent, Revalidated};
    let tags = [Revalidated, Ignored, Changed, Inconsistent, Inconclusive].map(TagOutcome::as_str);
    assert_eq!(tags, ["revalidated", "ignored", "changed", "inconsistent", "inconclusive"]);
    let more = [
        (RevalidationOutcome::Revalidated, "revalidated"),
        (RevalidationOutcome::Ignored, "ignored"),
        (RevalidationOutcome::Changed, "changed"),
        (RevalidationOutcome::Restamped, "restamped"),
        (RevalidationOutcome::Inconsistent, "inconsistent"),
        (RevalidationOutcome::NotApplicable, "not-applicable"),
        (RevalidationOutcome::NotPossible, "not-possible"),
        (RevalidationOutcome::Inconclusive, "inconclusive"),
        (RevalidationOutcome::Skipped, "skipped"),
    ];
    assert!(more.iter().all(|(outcome, name)| outcome.as_str() == *name));
    use LifecycleStage::{Beta, Deprecated, Ended, Ending, None, Unknown};
    let stages = [None, Beta, Deprecated, Ending, Ended, Unknown].map(LifecycleStage::as_str);
    assert_eq!(stages, ["none", "beta", "deprecated", "ending", "ended", "unknown"]);
    let sources =
        [LifecycleSource::Sunset, LifecycleSource::Changelog, LifecycleSource::Table, LifecycleSource::Learned];
    let names = ["Sunset field", "changelog", "product table", "changelog, learned"];
    assert_eq!(sources.map(LifecycleSource::as_str), names);
}
