//! What captures and pasted texts show that a live check never sees: a request without an answer.

use crate::diagnosis::catalogue::pasted::ANSWER_NOT_SHOWN;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::missing::capture_command;

/// What the detectors of this file find.
pub(super) fn detect(facts: &Facts) -> Vec<Finding> {
    not_shown(facts).into_iter().collect()
}

fn not_shown(facts: &Facts) -> Option<Finding> {
    let answer = facts.answer().filter(|_| facts.evidence.unanswered && !facts.evidence.dry_run)?;
    let mut finding = Finding::of(&ANSWER_NOT_SHOWN);
    if let Some(command) = capture_command(answer.url()) {
        finding.message = format!("{}; {command}", finding.rule.title);
    }
    Some(finding)
}
