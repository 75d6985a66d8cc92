//! The report on many targets for people: those that fail in full, a line for each other one, what is the same for all
//! of them once, and a total.

use std::collections::HashMap;

use super::paint::Paint;
use super::wrap::columns;
use super::{Report, TargetResult, brief, caching, human};
use crate::diagnosis::Diagnosis;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::severity::Severity;
use crate::diagnosis::verdict::Verdict;
use crate::text::count::{counted, one_or_many};

/// Targets above which a terminal gets the brief report.
pub(super) const MANY: usize = 10;

/// The brief report, but for what is missing in a run that was cut short.
pub(super) fn report(report: &Report, paint: Paint<'_>) -> Vec<String> {
    let shared = shared(report);
    let mut parts = Vec::new();
    let mut lines: Vec<(ResultGroup, &TargetResult)> = Vec::new();
    let mut failing: Vec<(&Diagnosis, Vec<String>)> = Vec::new();
    let mut places: HashMap<Words<'_>, usize> = HashMap::new();
    for entry in brief::worst_first(report) {
        match entry {
            TargetResult::Checked(diagnosis) if is_bad(diagnosis.verdict) && has_own(diagnosis, &shared) => {
                let place = *places.entry(words(diagnosis)).or_insert(failing.len());
                match failing.get_mut(place) {
                    Some((_, targets)) => targets.push(brief::title(entry)),
                    None => failing.push((diagnosis, vec![brief::title(entry)])),
                }
            }
            _ => lines.push((ResultGroup::of(entry, report), entry)),
        }
    }
    parts.extend(failing.into_iter().map(|(diagnosis, targets)| human::failing(diagnosis, &targets, &shared, paint)));
    let one_word = one_word_on_caching(report);
    let once = same_for_all(report, &shared, one_word, paint);
    let common = Common { shared: &shared, one_word };
    parts.extend((!once.is_empty()).then_some(once));
    for group in ResultGroup::ALL {
        let members: Vec<&TargetResult> =
            lines.iter().filter(|(of, _)| *of == group).map(|(_, entry)| *entry).collect();
        if !members.is_empty() {
            parts.push(table(group, &members, common, paint));
        }
    }
    parts.push(total(report, paint));
    parts
}

fn is_bad(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Failing | Verdict::NoVerdict)
}

/// Whether anything is to be said of a target that is not said of all; of one that fails for no known reason all is.
fn has_own(diagnosis: &Diagnosis, shared: &[&Finding]) -> bool {
    shared.is_empty() || weighty(diagnosis).any(|finding| !brief::is_among(finding, shared))
}

fn weighty(diagnosis: &Diagnosis) -> impl Iterator<Item = &Finding> {
    diagnosis.findings.iter().filter(|finding| finding.severity > Severity::Info)
}

/// What a target fails with: its status, and of each finding the id, the message and the advice.
type Words<'a> = (String, Vec<(&'static str, &'a str, &'a [String])>);

fn words(diagnosis: &Diagnosis) -> Words<'_> {
    let said = weighty(diagnosis).map(|finding| (finding.rule.id, finding.message.as_str(), finding.advice.as_slice()));
    (brief::status_of(diagnosis), said.collect())
}

/// What is said of all targets once, and not again in their lines.
#[derive(Clone, Copy)]
struct Common<'a> {
    shared: &'a [&'a Finding],
    /// Whether the same is to be said of caching at all that do not fail.
    one_word: bool,
}

/// Under which heading the line of an entry is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ResultGroup {
    Failing,
    Attention,
    Healthy,
    LookedUp,
}

impl ResultGroup {
    const ALL: [Self; 4] = [Self::Failing, Self::Attention, Self::Healthy, Self::LookedUp];

    fn of(entry: &TargetResult, report: &Report) -> Self {
        match report.verdict_of(entry) {
            _ if brief::is_explained(entry, report) => Self::LookedUp,
            Verdict::Failing | Verdict::NoVerdict => Self::Failing,
            Verdict::Attention => Self::Attention,
            Verdict::Healthy => Self::Healthy,
        }
    }

    fn heading(self) -> String {
        match self {
            Self::Failing => Paint::styled(Paint::verdict(Verdict::Failing), "failing"),
            Self::Attention => Paint::styled(Paint::verdict(Verdict::Attention), "attention"),
            Self::Healthy => Paint::styled(Paint::verdict(Verdict::Healthy), "healthy"),
            Self::LookedUp => Paint::bold("looked up"),
        }
    }
}

/// A line for each entry: its status, its target, and the first that is to be said of it.
fn table(group: ResultGroup, members: &[&TargetResult], common: Common<'_>, paint: Paint<'_>) -> String {
    let prefix = common_prefix(members);
    let at = if prefix.is_empty() { String::new() } else { format!(" at {prefix}") };
    let mut out = format!("{}{}\n", group.heading(), Paint::dim(&at));
    let names: Vec<String> = members.iter().map(|entry| name(entry, &prefix)).collect();
    let longest = names.iter().map(|name| columns(name)).max().unwrap_or_default();
    let beside = (longest + 8).min(paint.width.saturating_sub(32)).max(20);
    for (entry, name) in members.iter().zip(names) {
        let code = match entry {
            TargetResult::Checked(diagnosis) => diagnosis.facts.status(),
            TargetResult::LookUp(_) | TargetResult::Audited(_) => None,
        };
        let status = match (code, entry) {
            (Some(code), _) => format!("{} ", Paint::styled(Paint::status(code), &code.to_string())),
            (None, TargetResult::Checked(_)) => "  - ".to_owned(),
            (None, TargetResult::LookUp(_) | TargetResult::Audited(_)) => String::new(),
        };
        let remark = remark(entry, common);
        let one = Paint { width: paint.width.max(beside + columns(&remark)), ..paint };
        // A line is cut and not wrapped: a target that is not well enough to be skimmed over is shown in full.
        let row = one.row(&format!("  {status}{name}"), beside, &remark);
        out.push_str(&clipped_rows(&row, paint.width));
    }
    out
}

/// The lines of a row, each cut to the width where its last words are beyond it; a name is never cut.
fn clipped_rows(row: &str, width: usize) -> String {
    row.lines()
        .map(|line| {
            let mut kept = String::new();
            for word in line.split_inclusive(' ') {
                if columns(&kept) + columns(word.trim_end()) > width && columns(&kept) > width / 2 {
                    while kept.ends_with(' ') || columns(&kept) >= width {
                        kept.pop();
                    }
                    kept.push('…');
                    break;
                }
                kept.push_str(word);
            }
            kept + "\n"
        })
        .collect()
}

/// What to call an entry: the name that the user gave it, else the target without what all have in common.
fn name(entry: &TargetResult, prefix: &str) -> String {
    match (brief::name(entry), entry) {
        (Some(name), _) => name.to_owned(),
        (None, TargetResult::LookUp(subject)) => subject.title(),
        (None, TargetResult::Checked(_) | TargetResult::Audited(_)) => {
            let target = brief::target(entry);
            target.strip_prefix(prefix).filter(|rest| !rest.is_empty()).map_or(target.clone(), str::to_owned)
        }
    }
}

/// What the addresses of all targets begin with, up to a slash; nothing unless they have at least the host in common.
fn common_prefix(entries: &[&TargetResult]) -> String {
    let mut targets = entries
        .iter()
        .copied()
        .filter(|entry| matches!(entry, TargetResult::Checked(_)) && brief::name(entry).is_none())
        .map(brief::target);
    let Some(first) = targets.next() else { return String::new() };
    let mut count = 1;
    let common = targets.fold(first, |common, target| {
        count += 1;
        let same = common.char_indices().zip(target.chars()).take_while(|((_, one), two)| one == two).last();
        let end = same.map_or(0, |((at, c), _)| at + c.len_utf8());
        common.get(..end).unwrap_or_default().to_owned()
    });
    let path = common.split(['?', '#']).next().unwrap_or_default();
    let end = path.rfind('/').map_or(0, |at| at + 1);
    let prefix = path.get(..end).unwrap_or_default();
    let has_host = prefix.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
    if count > 1 && has_host { prefix.to_owned() } else { String::new() }
}

/// The first that is to be said of an entry and is not said of all.
fn remark(entry: &TargetResult, common: Common<'_>) -> String {
    let TargetResult::Checked(diagnosis) = entry else { return brief::diagnosis(entry).unwrap_or_default() };
    let own: Vec<&Finding> =
        brief::weighty(entry).into_iter().filter(|finding| !brief::is_among(finding, common.shared)).collect();
    match own.as_slice() {
        [] if common.shared.is_empty() && !common.one_word => caching::in_short(diagnosis).unwrap_or_default(),
        [] => String::new(),
        [only] => format!("{}: {}", only.rule.id, only.message),
        [first, more @ ..] => format!("{} (+{} more): {}", first.rule.id, more.len(), first.message),
    }
}

/// The findings that every checked target has in the same words.
fn shared(report: &Report) -> Vec<&Finding> {
    let mut checked = report.entries.iter().filter(|entry| matches!(entry, TargetResult::Checked(_)));
    let Some(first) = checked.next() else { return Vec::new() };
    let others: Vec<Vec<&Finding>> = checked.map(brief::weighty).collect();
    let everywhere = |finding: &&Finding| others.iter().all(|findings| brief::is_among(finding, findings));
    if others.is_empty() { Vec::new() } else { brief::weighty(first).into_iter().filter(everywhere).collect() }
}

/// What is the same for all: findings in full, what is known of caching, and from when on to ask again.
fn same_for_all(report: &Report, shared: &[&Finding], one_word: bool, paint: Paint<'_>) -> String {
    let mut out: String = shared.iter().map(|finding| human::whole(finding, &[], paint)).collect();
    let well: Vec<&Diagnosis> = report
        .entries
        .iter()
        .filter_map(|entry| match entry {
            TargetResult::Checked(diagnosis) if !is_bad(diagnosis.verdict) => Some(&**diagnosis),
            _ => None,
        })
        .collect();
    if let Some(first) = well.first().filter(|_| one_word)
        && let Some(text) = caching::in_short(first)
    {
        out.push_str(&paint.labelled("caching", &text));
    }
    if let Some(text) = caching::next_polls(&well, paint) {
        out.push_str(&paint.labelled("next poll", &text));
    }
    if out.is_empty() {
        return out;
    }
    let heading = if shared.is_empty() { "All that do not fail" } else { "All" };
    format!("{}\n{out}", Paint::bold(heading))
}

/// Whether the same is to be said of caching at every target that does not fail.
fn one_word_on_caching(report: &Report) -> bool {
    let mut words = report.entries.iter().filter_map(|entry| match entry {
        TargetResult::Checked(diagnosis) if !is_bad(diagnosis.verdict) => Some(caching::in_short(diagnosis)),
        _ => None,
    });
    words.next().is_some_and(|first| words.all(|word| word == first))
}

/// `40 targets: 2 failing, 3 need attention, 35 healthy`.
pub(super) fn total(report: &Report, paint: Paint<'_>) -> String {
    let count = |group| report.entries.iter().filter(|entry| ResultGroup::of(entry, report) == group).count();
    let unknown = brief::count(report, Verdict::NoVerdict);
    let attention = count(ResultGroup::Attention);
    let parts = [
        (brief::count(report, Verdict::Failing), Paint::verdict(Verdict::Failing), "failing"),
        (unknown, Paint::verdict(Verdict::NoVerdict), "without a verdict"),
        (attention, Paint::verdict(Verdict::Attention), one_or_many(attention, "needs attention", "need attention")),
        (count(ResultGroup::Healthy), Paint::verdict(Verdict::Healthy), "healthy"),
        (count(ResultGroup::LookedUp), Paint::neutral(), "looked up"),
        (brief::missing(report), Paint::verdict(Verdict::NoVerdict), "unknown"),
    ];
    let shown: Vec<String> = parts
        .into_iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, look, words)| Paint::styled(look, &format!("{count} {words}")))
        .collect();
    let total = report.entries.len() + brief::missing(report);
    let head = format!("{}:", counted(total, "target", "targets"));
    let requests = match report.requests_sent() {
        0 => String::new(),
        requests => format!("; {}", counted(requests, "request", "requests")),
    };
    paint.item(&Paint::bold(&head), &format!("{}{requests}", shown.join(", ")), 0)
}
