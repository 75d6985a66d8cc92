//! What is found about requests with a condition: whether they work, and what proves it.

use super::*;
use crate::evidence::{Condition, ControlVariant, NoReplay};

const MODIFIED: &str = "Last-Modified: Sun, 22 Nov 2026 07:00:00 GMT";
const LATER: &str = "Last-Modified: Sun, 22 Nov 2026 07:30:00 GMT";
const FRESH: &str = "Cache-Control: max-age=60";
const BY_DATE: Role = Role::Replay(Condition::ModifiedSince);
const BY_TAG: Role = Role::Replay(Condition::EntityTag);

/// A first response, and a later one without content unless it is a document.
fn pair(url: &str, lines: &[&str], role: Role, status: u16, later: &[&str]) -> Evidence {
    let mut evidence = evidence(url, &answer(200, &[&[FRESH], lines].concat()));
    let text = answer(status, later);
    let text = if status == 304 { text.replace("no", "") } else { text };
    let since = ("If-Modified-Since", "Sun, 22 Nov 2026 07:00:00 GMT");
    evidence.exchanges.push(Exchange { role, ..first(request(url, &[AGENT, since]), NOW, &text) });
    evidence
}

/// The findings about revalidation, in order.
fn about(findings: &[Finding]) -> Vec<&'static str> {
    let starts = ["revalidation", "changed-", "restamped", "not-modified", "no-validator", "entity-tag"];
    ids(findings).into_iter().filter(|id| starts.iter().any(|start| id.starts_with(start))).collect()
}

#[test]
fn outcome_by_date_has_one_finding_and_its_reference() {
    for (status, later, id) in [
        (304, &[FRESH][..], "revalidation-works"),
        (200, &[MODIFIED], "revalidation-ignored"),
        (200, &[LATER], "restamped"),
        (412, &[], "revalidation-inconclusive"),
        (403, &[], "revalidation-inconclusive"),
    ] {
        for (url, met) in [(MET, true), (OTHER, false)] {
            let findings = judged(pair(url, &[MODIFIED], BY_DATE, status, later));
            assert_eq!(about(&findings), [id], "{url} {status} {later:?}");
            let finding = found(&findings, id).unwrap();
            assert_eq!(finding.certainty, Certainty::Certain, "{url} {status}");
            assert_eq!(finding.message.contains("412 to If-Modified-Since"), status == 412, "{}", finding.message);
            assert_eq!(finding.reference == "RFC 9110 §13.2.2", status == 412, "{}", finding.reference);
            let at_met = finding.reference.contains("GettingStarted");
            assert!(
                at_met == (met && id == "revalidation-ignored") || id == "revalidation-works",
                "{url} {id}: {}",
                finding.reference
            );
            assert!(finding.evidence.iter().any(|quote| quote.text.starts_with(&status.to_string())), "{url} {id}");
        }
    }
}

#[test]
fn ignored_condition_is_likely_where_something_may_excuse_it() {
    let future = "Last-Modified: Sun, 22 Nov 2026 08:00:09 GMT";
    let certainty = |modified: &str, later: &[&str]| {
        let findings = judged(pair(OTHER, &[modified], BY_DATE, 200, later));
        found(&findings, "revalidation-ignored").map(|finding| finding.certainty)
    };
    assert_eq!(certainty(MODIFIED, &[MODIFIED]), Some(Certainty::Certain));
    assert_eq!(certainty(MODIFIED, &[MODIFIED, "Age: 30"]), Some(Certainty::Likely), "a cache responded");
    let cached = judged(pair(OTHER, &[MODIFIED], BY_DATE, 200, &[MODIFIED, "Age: 30"]));
    let quotes = &found(&cached, "revalidation-ignored").unwrap().evidence;
    assert!(quotes.iter().any(|quote| quote.text == "the response came from a cache, not the origin"), "{quotes:?}");
    assert_eq!(certainty(future, &[future]), Some(Certainty::Likely), "the date lies in the future");
    let works = judged(pair(OTHER, &[MODIFIED], BY_DATE, 304, &[FRESH, "Age: 30"]));
    assert_eq!(found(&works, "revalidation-works").map(|finding| finding.certainty), Some(Certainty::Certain));
}

#[test]
fn contradiction_in_a_304_is_the_finding_about_it_alone() {
    for (lines, body, wanted) in [
        (&[FRESH][..], "", &["revalidation-works"][..]),
        (&[FRESH], "no", &["not-modified-with-body"]),
        (&[FRESH, LATER], "", &["not-modified-newer"]),
        (&[FRESH, "ETag: \"b\""], "", &["revalidation-inconsistent"]),
        (&[FRESH, "Content-Type: text/plain"], "", &["revalidation-works"]),
    ] {
        let mut evidence = pair(OTHER, &[MODIFIED], BY_DATE, 304, lines);
        let body = body.as_bytes().to_vec();
        evidence.exchanges[1].response.as_mut().unwrap().body.bytes = body;
        let findings = judged(evidence);
        assert_eq!(about(&findings), wanted, "{lines:?}");
        let quotes = &found(&findings, wanted[0]).unwrap().evidence;
        assert!(quotes.iter().all(|quote| !quote.text.contains("headers that belong to a body")), "{quotes:?}");
    }
}

#[test]
fn body_where_none_may_be_is_named_with_its_status() {
    for (status, body, reported) in
        [(204, "no", true), (304, "no", true), (204, "", false), (304, "", false), (200, "no", false)]
    {
        let findings = judged(evidence(OTHER, &answer(status, &[]).replace("no", body)));
        let message = found(&findings, "not-modified-with-body").map(|finding| finding.message.clone());
        assert_eq!(message.is_some(), reported, "{status} {body}");
        assert!(message.is_none_or(|message| message.starts_with(&format!("A {status} came with a body"))));
    }
}

#[test]
fn missing_validator_weighs_by_service_tag_and_reason() {
    use NoReplay::{Declined, MetNonAuthoritative, NextRun, NoValidator, NotCaptured};
    for (reason, known) in
        [(NoValidator, true), (NotCaptured, true), (NextRun, true), (Declined, false), (MetNonAuthoritative, false)]
    {
        for (line, has_tag) in [("X: y", false), ("ETag: \"a\"", true), ("ETag: a", false)] {
            for (url, severity) in [(MET, Severity::Warning), (OTHER, Severity::Info)] {
                let evidence = evidence(url, &answer(200, &[FRESH, line]));
                let findings = judged(Evidence { no_replay: Some(reason.clone()), ..evidence });
                let wanted = (known && !(has_tag && url == OTHER)).then_some(severity);
                let given = found(&findings, "no-validator").map(|finding| finding.severity);
                assert_eq!(given, wanted, "{reason:?} {line} {url}");
            }
        }
    }
}

#[test]
fn older_date_that_gets_a_304_is_quoted_with_its_status() {
    let control = Role::Control(ControlVariant::OlderDate);
    for (status, reported) in [(304, true), (200, false), (403, false)] {
        let mut evidence = pair(OTHER, &[MODIFIED], BY_DATE, 304, &[FRESH]);
        let other = Role::Control(ControlVariant::Identity);
        for (role, status) in [(other, 403), (control, status)] {
            let text = answer(status, &[FRESH]).replace("no", "");
            evidence.exchanges.push(Exchange { role, ..first(request(OTHER, &[AGENT]), NOW, &text) });
        }
        let findings = judged(evidence);
        let finding = found(&findings, "not-modified-always");
        assert_eq!(finding.is_some(), reported, "{status}");
        let quoted =
            |finding: &Finding| finding.evidence.iter().any(|quote| quote.text == "a date one day older returned 304");
        assert!(finding.is_none_or(quoted), "{status}");
    }
}

#[test]
fn tag_is_judged_beside_the_date() {
    let of = |by_date: (u16, &[&str]), by_tag: (u16, &[&str])| {
        let mut evidence = pair(OTHER, &[MODIFIED, "ETag: \"a\""], BY_DATE, by_date.0, by_date.1);
        let text = answer(by_tag.0, by_tag.1);
        let text = if by_tag.0 == 304 { text.replace("no", "") } else { text };
        let fields = [AGENT, ("If-None-Match", "\"a\"")];
        evidence.exchanges.push(Exchange { role: BY_TAG, ..first(request(OTHER, &fields), NOW, &text) });
        let findings = judged(evidence);
        findings.into_iter().find(|finding| {
            finding.rule.id.starts_with("entity-tag") || finding.message.starts_with("A 304 to If-None-Match")
        })
    };
    let (works, ignored) = ((304, &[FRESH][..]), (200, &[MODIFIED, "ETag: \"a\""][..]));
    for (by_date, by_tag, id, is_info) in [
        (works, (304, &[FRESH, "ETag: \"a\""][..]), "entity-tag-works", true),
        (ignored, (304, &[FRESH, "ETag: \"a\""]), "entity-tag-works", true),
        (works, ignored, "entity-tag-ignored", true),
        (ignored, ignored, "entity-tag-ignored", false),
        (works, (304, &[FRESH, "ETag: \"b\""]), "revalidation-inconsistent", true),
        (ignored, (304, &[FRESH, "ETag: \"b\""]), "revalidation-inconsistent", false),
    ] {
        let finding = of(by_date, by_tag).unwrap();
        assert_eq!((finding.rule.id, finding.severity == Severity::Info), (id, is_info), "{by_date:?} {by_tag:?}");
        assert!(finding.evidence.iter().any(|quote| quote.text == "If-None-Match: \"a\""), "{:?}", finding.evidence);
    }
    assert!(of(works, (403, &[])).is_none());
}

#[test]
fn fields_that_a_304_lacks_are_named() {
    let lacks = |later: &[&str]| {
        let findings = judged(pair(OTHER, &[MODIFIED, "Vary: Accept"], BY_DATE, 304, later));
        found(&findings, "not-modified-incomplete").map(|finding| finding.message.clone())
    };
    assert_eq!(lacks(&[FRESH, "Vary: Accept"]), None);
    let message = lacks(&["X: y"]).unwrap();
    assert!(message.ends_with(": cache-control, vary") || message.ends_with(": vary, cache-control"), "{message}");
}

#[test]
fn source_of_a_wrong_condition_is_mets_at_met() {
    for (url, met) in [(MET, true), (OTHER, false)] {
        let fields = [AGENT, ("If-Modified-Since", "yesterday")];
        let exchange = first(request(url, &fields), NOW, &answer(200, &[MODIFIED]));
        let findings = judged(Evidence { exchanges: vec![exchange], ..Evidence::default() });
        let reference = &found(&findings, "invalid-condition").unwrap().reference;
        assert_eq!(reference.contains("GettingStarted"), met, "{reference}");
    }
}

#[test]
fn contradiction_by_both_conditions_is_one_finding() {
    let other = [FRESH, "ETag: \"b\""];
    let mut evidence = pair(OTHER, &[MODIFIED, "ETag: \"a\""], BY_DATE, 304, &other);
    let text = answer(304, &other).replace("no", "");
    let fields = [AGENT, ("If-None-Match", "\"a\"")];
    evidence.exchanges.push(Exchange { role: BY_TAG, ..first(request(OTHER, &fields), NOW, &text) });
    assert_eq!(about(&judged(evidence)), ["revalidation-inconsistent"]);
}

#[test]
fn validator_is_not_missed_where_a_condition_was_sent() {
    let captured = pair(MET, &[], BY_DATE, 200, &[]);
    assert_eq!(facts(captured.clone()).replay.unwrap().reason, None);
    assert!(found(&judged(captured), "no-validator").is_none());
}

#[test]
fn own_condition_that_is_contradicted_is_a_finding() {
    let since = ("If-Modified-Since", "Sun, 22 Nov 2026 07:00:00 GMT");
    for (line, wanted) in [(FRESH, "revalidation-works"), (LATER, "not-modified-newer")] {
        let exchange = first(request(OTHER, &[since]), NOW, &answer(304, &[line]).replace("no", ""));
        let findings = judged(Evidence { exchanges: vec![exchange], ..Evidence::default() });
        assert_eq!(about(&findings), [wanted], "{line}");
    }
}
