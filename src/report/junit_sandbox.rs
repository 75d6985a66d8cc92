//! The tests of a run of the sandbox: one for each rule and product. What was not exercised is skipped.

use std::collections::BTreeSet;
use std::time::Duration;

use super::junit_case::{Case, lines};
use crate::diagnosis::finding::Finding;
use crate::diagnosis::severity::Severity;
use crate::diagnosis::verdict::Verdict;
use crate::traffic::{CheckOutcome, CheckResult, Judged, SandboxRun};

/// What counts for all products together is under this name.
const ALL: &str = "all products";

/// The tests of a client.
pub(super) fn cases(judged: &Judged, run: &SandboxRun) -> Vec<Case> {
    let group = format!("metstatus.{}", run.scenario);
    let mut cases = Vec::new();
    let mut named = BTreeSet::new();
    for product in &run.products {
        for check in &product.checks {
            if check.outcome == CheckOutcome::Breach {
                named.insert(check.id);
            }
            cases.push(case(&group, &product.product, check, judged));
        }
    }
    // The rate of an application is that of all its requests, and a URL may belong to no product.
    for check in judged.checks.iter().filter(|check| check.outcome == CheckOutcome::Breach && !named.contains(check.id))
    {
        cases.push(case(&group, ALL, check, judged));
    }
    let is_check = |finding: &&Finding| judged.checks.iter().any(|check| check.id == finding.rule.id);
    for finding in judged.findings.iter().filter(|finding| !is_check(finding)) {
        cases.push(failed(&group, ALL, finding.rule.id, judged, Some(finding), &finding.message));
    }
    if judged.verdict == Verdict::NoVerdict {
        let reason = judged.checks.first().and_then(|check| check.reason.clone()).unwrap_or_default();
        let name = "a request reaches the sandbox".to_owned();
        let time = Duration::ZERO;
        let (text, out) = (String::new(), String::new());
        cases.push(Case { group, name, element: Some("error"), kind: "no-verdict", message: reason, text, out, time });
    }
    cases
}

fn case(group: &str, product: &str, check: &CheckResult, judged: &Judged) -> Case {
    let finding = judged.findings.iter().find(|finding| finding.rule.id == check.id);
    let times = format!("{} of {} occasions broke the rule\n", check.breaches, check.occasions);
    match check.outcome {
        CheckOutcome::Breach => failed(group, product, check.id, judged, finding, times.trim_end()),
        CheckOutcome::Kept => {
            Case { out: format!("kept, {} occasions\n", check.occasions), ..passed(group, product, check.id, judged) }
        }
        CheckOutcome::NotJudged => Case {
            element: Some("skipped"),
            kind: check.id,
            message: check.reason.clone().unwrap_or_default(),
            ..passed(group, product, check.id, judged)
        },
    }
}

/// A test of a rule that was broken. What is only worth knowing does not fail.
fn failed(
    group: &str,
    product: &str,
    id: &'static str,
    judged: &Judged,
    finding: Option<&Finding>,
    otherwise: &str,
) -> Case {
    let text = finding.map(lines).unwrap_or_default();
    let message = finding.map_or_else(|| otherwise.to_owned(), |finding| finding.message.clone());
    // Where another rule names the cause, that one fails.
    let fails = finding.is_some_and(|finding| finding.severity > Severity::Info);
    match fails {
        true => Case { element: Some("failure"), kind: id, message, text, ..passed(group, product, id, judged) },
        false => Case { out: format!("{message}\n{text}"), ..passed(group, product, id, judged) },
    }
}

fn passed(group: &str, product: &str, id: &'static str, judged: &Judged) -> Case {
    Case {
        group: group.to_owned(),
        name: format!("{product}: {id} ({})", judged.client),
        element: None,
        kind: id,
        message: String::new(),
        text: String::new(),
        out: String::new(),
        time: Duration::ZERO,
    }
}
