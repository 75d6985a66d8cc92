//! What holds for every rule, its example read as a capture is.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::diagnosis::catalogue::common::met_answer;
use crate::diagnosis::catalogue::{self, all};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::overrides::Overrides;
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::rules::judge;
use crate::diagnosis::severity::Severity;
use crate::diagnosis::thresholds::Thresholds;
use crate::http::time::date::Timestamp;
use crate::intake;

/// 2026-03-30T13:22:46Z, the time of the examples.
const NOW: i64 = 1_774_876_966;

/// The findings on a transcript, received at the time of the examples.
pub(super) fn judged(text: &str) -> Vec<Finding> {
    let now = Timestamp::from_unix(NOW);
    let mut captured = intake::read(text.as_bytes()).unwrap().captured;
    assert_eq!(captured.len(), 1, "one target: {text}");
    let mut evidence = captured.remove(0).evidence;
    intake::receive(&mut evidence, now);
    judge(&Facts::new(evidence, now, Thresholds::default()), &Overrides::default())
}

/// The rules whose examples are captures. Those of traffic have logs.
fn with_captures() -> impl Iterator<Item = &'static Rule> {
    all().filter(|rule| !rule.example.is_empty() && rule.topic != Topic::Traffic)
}

#[test]
fn every_example_makes_its_rule_fire() {
    for rule in with_captures() {
        let ids: Vec<&str> = judged(rule.example).iter().map(|finding| finding.rule.id).collect();
        assert!(ids.contains(&rule.id), "{}: found {ids:?}", rule.id);
    }
}

#[test]
fn ids_are_unique_and_kebab_case() {
    let mut seen = HashSet::new();
    for rule in all() {
        assert!(seen.insert(rule.id), "{} twice", rule.id);
        assert!(rule.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", rule.id);
    }
}

#[test]
fn every_rule_has_its_words_and_its_source() {
    for rule in all() {
        assert!(!rule.title.is_empty() && !rule.title.ends_with('.'), "{}", rule.id);
        assert!(rule.explanation.ends_with('.'), "{}", rule.id);
        assert!(rule.reference.starts_with("https://") || rule.reference.starts_with("RFC "), "{}", rule.id);
        let words = [rule.title, rule.explanation, &rule.advice.concat()].concat();
        assert!(!words.contains("example.com") && !words.contains("example.org"), "{}", rule.id);
        assert!(!words.contains("  "), "{}: double blank", rule.id);
    }
}

/// The sentences of a text.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(". ").map(str::trim)
}

#[test]
fn titles_are_short_and_sentences_have_one_idea() {
    for rule in all() {
        let title = rule.title;
        assert!(title.chars().count() <= 60, "{}: {title}", rule.id);
        assert!(title.starts_with(|c: char| !c.is_lowercase()), "{}: {title}", rule.id);
        for sentence in sentences(rule.explanation) {
            assert!(sentence.split_whitespace().count() <= 25, "{}: {sentence}", rule.id);
        }
        assert!(rule.severity == Severity::Info || !rule.advice.is_empty(), "{}: what to do?", rule.id);
    }
}

#[test]
fn healthy_response_of_met_finds_nothing_above_info() {
    let text = met_answer!(
        "200 OK",
        "Expires: Mon, 30 Mar 2026 13:53:26 GMT\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\nAge: 1\n\n{}\n"
    );
    let findings = judged(text);
    assert!(findings.iter().all(|finding| finding.severity == Severity::Info), "{findings:#?}");
}

#[test]
fn findings_come_in_order_of_weight() {
    let findings = judged(met_answer!("403 Forbidden", "Expires: 0\nRetry-After: 60\n\nno\n"));
    let weights: Vec<_> = findings.iter().map(|f| (f.severity, f.certainty)).collect();
    let mut sorted = weights.clone();
    sorted.sort_by_key(|&weight| Reverse(weight));
    assert_eq!(weights, sorted);
    assert_eq!(findings[0].rule.id, "forbidden");
}

#[test]
fn findings_equal_in_weight_come_in_the_order_of_the_rules() {
    let mut pairs = 0;
    for rule in with_captures() {
        for pair in judged(rule.example).windows(2) {
            if pair[0].severity == pair[1].severity && pair[0].certainty == pair[1].certainty {
                let [first, second] = [0, 1].map(|at| catalogue::position(pair[at].rule));
                assert!(first < second, "{} before {}", pair[0].rule.id, pair[1].rule.id);
                pairs += 1;
            }
        }
    }
    assert!(pairs > 20, "{pairs} pairs compared");
}

#[test]
fn positions_are_those_of_the_list() {
    for (at, rule) in all().enumerate() {
        assert_eq!(catalogue::position(rule), at, "{}", rule.id);
    }
}
