//! What formats of few words have in common: a target, its status and its diagnosis, each in one line.

use std::time::Duration;

use fluent_uri::UriRef;

use super::{Report, TargetResult, subject};
use crate::diagnosis::finding::Finding;
use crate::diagnosis::lookup::phrase;
use crate::diagnosis::severity::Severity;
use crate::diagnosis::verdict::Verdict;
use crate::diagnosis::{Diagnosis, SourceLocation};
use crate::sort::sort_by_key;
use crate::text::count::{counted, requests};
use crate::text::percent;
use crate::text::secret::redact_urls;

/// The name of what an entry is about.
pub(super) fn target(entry: &TargetResult) -> String {
    match entry {
        TargetResult::LookUp(subject) => subject.name(),
        TargetResult::Checked(diagnosis) => redact_urls(&diagnosis.target),
        TargetResult::Audited(judged) => judged.client.clone(),
    }
}

/// What to call an entry: the target, and before it the name that the user gave it.
pub(super) fn title(entry: &TargetResult) -> String {
    match name(entry) {
        Some(name) => format!("{name}: {}", target(entry)),
        None => target(entry),
    }
}

/// The name that the user gave an entry.
pub(super) fn name(entry: &TargetResult) -> Option<&str> {
    match entry {
        TargetResult::LookUp(_) => None,
        TargetResult::Audited(judged) => judged.sandbox.as_ref().map(|run| run.scenario),
        TargetResult::Checked(diagnosis) => diagnosis.name.as_deref(),
    }
}

/// The status in words: `403 Forbidden`, `no answer`.
pub(super) fn status(entry: &TargetResult) -> String {
    match entry {
        TargetResult::LookUp(subject) => subject.title(),
        TargetResult::Checked(diagnosis) => status_of(diagnosis),
        TargetResult::Audited(judged) => {
            format!("{} {}", super::number::thousands(judged.numbers.requests), requests(judged.numbers.requests))
        }
    }
}

/// The status that answers a target, in words.
pub(super) fn status_of(diagnosis: &Diagnosis) -> String {
    let answer = diagnosis.facts.answer();
    match answer.and_then(|answer| answer.response.as_ref()) {
        Some(response) => {
            let came = response.head.reason.clipped(40);
            let reason = if came.is_empty() { phrase(response.head.status).unwrap_or_default() } else { &came };
            format!("{} {reason}", response.head.status).trim_end().to_owned()
        }
        None if answer.is_none() => "skipped".to_owned(),
        None if diagnosis.facts.evidence.dry_run => "not sent".to_owned(),
        None => "no response".to_owned(),
    }
}

/// The findings of an entry that weigh: warnings and errors, the most important first.
pub(super) fn weighty(entry: &TargetResult) -> Vec<&Finding> {
    findings(entry).iter().filter(|finding| finding.severity > Severity::Info).collect()
}

/// All findings of an entry.
pub(super) fn findings(entry: &TargetResult) -> &[Finding] {
    match entry {
        TargetResult::LookUp(_) => &[],
        TargetResult::Checked(diagnosis) => &diagnosis.findings,
        TargetResult::Audited(judged) => &judged.findings,
    }
}

/// What to say first of an entry: the diagnosis, or what a code means.
pub(super) fn diagnosis(entry: &TargetResult) -> Option<String> {
    match entry {
        TargetResult::LookUp(subject) => subject::meaning(*subject),
        TargetResult::Checked(_) | TargetResult::Audited(_) => {
            weighty(entry).first().map(|finding| finding.message.clone())
        }
    }
}

/// Whether a finding says the same as one of others.
pub(super) fn is_among(finding: &Finding, others: &[&Finding]) -> bool {
    others.iter().any(|other| {
        (other.rule.id, &other.message, &other.advice) == (finding.rule.id, &finding.message, &finding.advice)
    })
}

/// A finding in plain lines: what it is and says, its evidence, help and source below.
pub(super) fn lines(finding: &Finding) -> Vec<String> {
    let head = format!(
        "{}[{}] {}: {}",
        finding.severity.as_str(),
        finding.rule.id,
        finding.certainty_in_words(),
        finding.message
    );
    let quotes = finding.evidence.iter().map(|quote| format!("  {}: {}", quote.label.as_str(), quote.text));
    let advice = finding.advice.iter().map(|advice| format!("  help: {advice}"));
    let see = format!("  see: {}", finding.reference);
    std::iter::once(head).chain(quotes).chain(advice).chain([see]).collect()
}

/// Where in a file the target is, when a file names it.
pub(super) fn place(entry: &TargetResult) -> Option<&SourceLocation> {
    match entry {
        TargetResult::LookUp(_) | TargetResult::Audited(_) => None,
        TargetResult::Checked(diagnosis) => diagnosis.place.as_ref(),
    }
}

/// How long all exchanges of an entry took, the waits between them left out.
pub(super) fn duration(entry: &TargetResult) -> Duration {
    match entry {
        TargetResult::LookUp(_) | TargetResult::Audited(_) => Duration::ZERO,
        TargetResult::Checked(diagnosis) => {
            let exchanges = &diagnosis.facts.evidence.exchanges;
            exchanges.iter().filter_map(|exchange| exchange.timing.total).sum()
        }
    }
}

/// The entries of a report, the worst first, those of equal weight in the order of the targets.
pub(super) fn worst_first(report: &Report) -> Vec<&TargetResult> {
    let mut entries: Vec<&TargetResult> = report.entries.iter().collect();
    sort_by_key(&mut entries, |entry| std::cmp::Reverse(report.verdict_of(entry).weight()));
    entries
}

/// How many entries have a verdict.
pub(super) fn count(report: &Report, verdict: Verdict) -> usize {
    report.entries.iter().filter(|entry| report.verdict_of(entry) == verdict).count()
}

/// The verdicts of a report in numbers: `2 targets: 1 failing, 1 healthy`.
pub(super) fn tally(report: &Report) -> String {
    let total = report.entries.len() + missing(report);
    // What was only explained is neither well nor ill.
    let explained = report.entries.iter().filter(|entry| is_explained(entry, report)).count();
    let verdicts = [Verdict::Failing, Verdict::NoVerdict, Verdict::Attention, Verdict::Healthy];
    let checked = |verdict| count(report, verdict) - if verdict == Verdict::Healthy { explained } else { 0 };
    let mut parts: Vec<String> = verdicts
        .into_iter()
        .map(|verdict| (checked(verdict), verdict))
        .filter(|(count, _)| *count > 0)
        .map(|(count, verdict)| format!("{count} {}", verdict.as_str()))
        .collect();
    parts.extend(Some(explained).filter(|count| *count > 0).map(|count| format!("{count} looked up")));
    parts.extend(Some(missing(report)).filter(|count| *count > 0).map(|count| format!("{count} unknown")));
    let total = counted(total, "target", "targets");
    format!("{total}: {}", if parts.is_empty() { "none checked".to_owned() } else { parts.join(", ") })
}

/// Whether an entry was looked up, and says nothing about a target.
pub(super) fn is_explained(entry: &TargetResult, report: &Report) -> bool {
    matches!(entry, TargetResult::LookUp(_)) && !report.by_code
}

/// How many targets have no result.
pub(super) fn missing(report: &Report) -> usize {
    report.cut.map_or(0, |cut| cut.unfinished) + report.unusable
}

/// Why targets have no result, where some have none.
pub(super) fn incomplete(report: &Report) -> Option<String> {
    match (report.cut, report.unusable) {
        (Some(cut), _) => Some(format!("ended by {} before all targets were checked", cut.signal.name())),
        (None, 0) => None,
        (None, 1) => Some("a target could not be read".to_owned()),
        (None, count) => Some(format!("{count} targets could not be read")),
    }
}

/// A number that identifies texts and stays the same from run to run and from version to version, in hexadecimal
/// digits (FNV-1a, 64 bits). It distinguishes findings, and protects nothing.
pub(super) fn fingerprint(texts: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for text in texts {
        // A byte that is in no UTF-8 keeps the texts apart.
        for byte in text.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

/// A target as a URI reference: a URL as it is, and of anything else, or where something is hidden in it, what may not
/// stand in one percent-encoded.
pub(super) fn as_uri(text: &str) -> String {
    let is_url = text.starts_with("http://") || text.starts_with("https://");
    if is_url && UriRef::parse(text).is_ok() {
        return text.to_owned();
    }
    let (scheme, rest) = text.split_once("://").filter(|_| is_url).unwrap_or(("", text));
    let encoded = percent::encoded(rest, if is_url { b"-._~/?&=:@,;" } else { b"-._~/" });
    match UriRef::parse(format!("{scheme}://{encoded}")) {
        Ok(uri) if is_url => uri.into_string(),
        // A path that begins with two slashes would name a host.
        _ => percent::encoded(text.trim_start_matches('/'), b"-._~/"),
    }
}

/// The path of a file as a URI reference: relative as it is, absolute with its scheme.
pub(super) fn file_uri(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    match path.strip_prefix('/') {
        Some(path) => format!("file:///{}", percent::encoded(path.trim_start_matches('/'), b"-._~/")),
        None => percent::encoded(path, b"-._~/"),
    }
}

/// How many other causes are named.
const NAMED: usize = 4;

/// The ids of the other causes that the evidence allows, most likely first.
pub(super) fn rivals(finding: &Finding) -> Vec<&'static str> {
    finding.alternatives.iter().map(|other| other.rule.id).collect()
}

/// Other causes on one line of so many columns, by their ids: as many as have room, at most four, and how many more
/// there are. The page of each rule has the words.
pub(super) fn also_fits(ids: &[&str], room: usize) -> Option<String> {
    let line = |named: &[&str]| match ids.len() - named.len() {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    };
    let most = ids.len().min(NAMED);
    let mut lines = (1..=most).filter_map(|count| ids.get(..count)).map(line);
    let least = lines.next()?;
    Some(lines.rev().find(|text| text.len() <= room).unwrap_or(least))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_stable_and_tell_texts_apart() {
        // The number of the empty text and of "a" under FNV-1a with the separator; a change would reopen every alert.
        assert_eq!(fingerprint(&["a", "b"]), fingerprint(&["a", "b"]));
        assert_ne!(fingerprint(&["ab", ""]), fingerprint(&["a", "b"]));
        assert_eq!(fingerprint(&["no-lifetime", "https://api.met.no/"]).len(), 16);
        assert_eq!(fingerprint(&[]), "cbf29ce484222325");
    }

    #[test]
    fn paths_and_targets_become_uri_references() {
        assert_eq!(file_uri("./urls.txt"), "urls.txt");
        assert_eq!(file_uri("a b/100%#1?.txt"), "a%20b/100%25%231%3F.txt");
        assert_eq!(file_uri("c:d/e"), "c%3Ad/e");
        assert_eq!(file_uri("/etc/urls"), "file:///etc/urls");
        assert_eq!(as_uri("https://h/\\x1b[31m|\u{e6}"), "https://h/%5Cx1b%5B31m%7C%C3%A6");
        assert_eq!(as_uri("http://[::1]:80/a%20b?q=%7C"), "http://[::1]:80/a%20b?q=%7C");
        assert_eq!(as_uri("http://[redacted]@h/x?y"), "http://%5Bredacted%5D@h/x?y");
        assert_eq!(as_uri("standard input, line 3"), "standard%20input%2C%20line%203");
        assert_eq!(as_uri("//x:1|"), "x%3A1%7C");
    }

    #[test]
    fn other_causes_fit_on_one_line_and_are_counted() {
        let ids = ["no-data", "version-ended", "forbidden", "not-found", "server-error", "restricted"];
        for (count, room, expected) in [
            (0, 80, None),
            (1, 80, Some("no-data")),
            (4, 80, Some("no-data, version-ended, forbidden, not-found")),
            (6, 80, Some("no-data, version-ended, forbidden, not-found and 2 more")),
            (6, 40, Some("no-data, version-ended and 4 more")),
            (2, 5, Some("no-data and 1 more")),
        ] {
            assert_eq!(also_fits(&ids[..count], room).as_deref(), expected, "{count} in {room}");
        }
    }
}
