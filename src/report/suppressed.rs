//! Findings that a project's file makes count for less: the reader of a report has to see that someone else chose so.

use super::TargetResult;
use crate::diagnosis::finding::Finding;
use crate::sort::sort_by_key;

/// Findings that a project's file makes count for less.
pub(crate) struct Suppressed<'a> {
    /// The file, safe to show.
    pub(crate) file: &'a str,
    /// How many findings.
    pub(crate) findings: usize,
    /// The ids of their rules, in order.
    pub(crate) ids: Vec<&'static str>,
}

/// Counts them; `None` where there are none.
pub(crate) fn suppressed(entries: &[TargetResult]) -> Option<Suppressed<'_>> {
    let lowered =
        || entries.iter().flat_map(findings).filter_map(|one| Some((one.rule.id, one.lowered_by.as_deref()?)));
    let (_, file) = lowered().next()?;
    let mut ids: Vec<&'static str> = lowered().map(|(id, _)| id).collect();
    let findings = ids.len();
    sort_by_key(&mut ids, |id| *id);
    ids.dedup();
    Some(Suppressed { file, findings, ids })
}

fn findings(entry: &TargetResult) -> &[Finding] {
    match entry {
        TargetResult::LookUp(_) => &[],
        TargetResult::Checked(diagnosis) => &diagnosis.findings,
        TargetResult::Audited(judged) => &judged.findings,
    }
}

impl Suppressed<'_> {
    /// The same in words.
    pub(crate) fn sentence(&self) -> String {
        let ids = self.ids.join(", ");
        match self.findings {
            1 => format!("{} lowers the severity of 1 finding: {ids}", self.file),
            count => format!("{} lowers the severity of {count} findings: {ids}", self.file),
        }
    }
}
