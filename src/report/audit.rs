//! What an audit says of a client, for people: what is broken first, then a small chart, what could be saved, and what
//! was kept or could not be judged.

use super::human::whole;
use super::number::thousands;
use super::paint::Paint;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::lookup::phrase;
use crate::diagnosis::severity::Severity;
use crate::http::time::date::Timestamp;
use crate::sort::sort_by_key;
use crate::text::count::{one_or_many, requests};
use crate::traffic::{CheckOutcome, CheckResult, Judged, LogSource, Numbers, SandboxRun, Unjudged};

/// How many sample lines of a breach are shown, unless all are wanted.
const SAMPLES: usize = 2;

/// The report on one client.
pub(super) fn client(judged: &Judged, paint: Paint<'_>, verbose: bool) -> String {
    let mut out = headline(judged, paint);
    if let Some(run) = &judged.sandbox {
        out.push_str(&paint.labelled("sandbox", &sandbox(run)));
    }
    out.push_str(&numbers(&judged.numbers, judged.sandbox.is_some(), paint));
    let (shown, brief): (Vec<&Finding>, Vec<&Finding>) =
        judged.findings.iter().partition(|finding| finding.severity > Severity::Info);
    for finding in shown {
        out.push('\n');
        out.push_str(&whole(&shortened(finding, verbose), &judged.findings, paint));
    }
    if !brief.is_empty() {
        out.push('\n');
    }
    for finding in brief {
        let head = format!("info[{}]:", finding.rule.id);
        let text = paint.item(&head, &finding.message, 0);
        out.push_str(&text.replacen(&head, &Paint::styled(Paint::severity(Severity::Info), &head), 1));
    }
    out.push('\n');
    out.push_str(&kept(&judged.checks, paint));
    match (&judged.sandbox, verbose) {
        (Some(run), false) if run.requests > 0 => out.push_str(&not_exercised(&judged.checks, paint)),
        _ => out.push_str(&unjudged(&judged.checks, paint)),
    }
    out
}

/// The run of a sandbox in a line: what has to be typed to have it again.
fn sandbox(run: &SandboxRun) -> String {
    let ended = run.exit_code.map(|code| format!(", the command exited with {code}")).unwrap_or_default();
    format!("--scenario {} --seed {}, wire {}{ended}", run.scenario, run.seed, run.wire)
}

/// What a test gave no occasion to, in few words: most rules need more than one test shows.
fn not_exercised(checks: &[CheckResult], paint: Paint<'_>) -> String {
    let ids: Vec<&str> =
        checks.iter().filter(|check| check.outcome == CheckOutcome::NotJudged).map(|check| check.id).collect();
    match ids.is_empty() {
        true => String::new(),
        false => paint.labelled("not seen", &format!("{} (--verbose says why)", ids.join(", "))),
    }
}

fn headline(judged: &Judged, paint: Paint<'_>) -> String {
    let verdict = judged.verdict.as_str();
    let name = match &judged.sandbox {
        Some(run) => format!("{}: {}", run.scenario, judged.client),
        None => judged.client.clone(),
    };
    let left = format!("{}  {}", Paint::bold(&name), Paint::styled(Paint::verdict(judged.verdict), verdict));
    paint.line_with_right(
        &left,
        &format!("{} {}", thousands(judged.numbers.requests), requests(judged.numbers.requests)),
    )
}

fn shortened(finding: &Finding, verbose: bool) -> Finding {
    let mut finding = finding.clone();
    if !verbose && finding.evidence.len() > SAMPLES {
        finding.evidence.truncate(SAMPLES);
    }
    finding
}

fn numbers(numbers: &Numbers, of_sandbox: bool, paint: Paint<'_>) -> String {
    let mut out = String::new();
    let mut line = |label: &str, text: String| out.push_str(&paint.labelled(label, &text));
    if let Some((first, last)) = numbers.seen {
        line(
            "seen",
            format!("{} {} to {} UTC{}", first.date(), first.clock_time(), until(first, last), sources(numbers)),
        );
    }
    if !numbers.statuses.is_empty() {
        let statuses = numbers.statuses.iter().map(|(status, count)| format!("{status:03}: {}", thousands(*count)));
        line("status", statuses.collect::<Vec<_>>().join(", "));
    }
    if !of_sandbox && let Some(text) = failures(&numbers.statuses) {
        line("failed", text);
    }
    if let (Some(second), Some(minute)) = (numbers.peak_per_second, numbers.peak_per_minute) {
        let (fast, busy) = (thousands(second.requests), thousands(minute.requests));
        let (at, from) = (second.at.clock_time(), minute.at.clock_time());
        line(
            "busiest",
            format!("second {} {at}: {fast}; minute from {} {from}: {busy}", second.at.date(), minute.at.date()),
        );
    }
    if numbers.minute_of_hour.iter().sum::<u64>() >= 60 {
        line("minutes", bars(&numbers.minute_of_hour));
        line("", "requests by minute of the hour, :00 to :59".to_owned());
    }
    let (requests, bytes) = numbers.wasted;
    if requests > 0 && numbers.requests > 0 {
        let share = requests * 100 / numbers.requests;
        let share = if share == 0 { "less than 1".to_owned() } else { share.to_string() };
        let size =
            if numbers.sized && bytes > 0 { format!(", {} bytes in all", thousands(bytes)) } else { String::new() };
        line("saving", format!("{share} % of the requests were not needed ({}){size}", thousands(requests)));
    }
    out
}

/// The most statuses of failures that are put into words.
const FAILURES: usize = 3;

/// Refusals and failures in words, the most frequent first: by themselves they are not a breach.
fn failures(statuses: &[(u16, u64)]) -> Option<String> {
    let mut failed: Vec<_> = statuses.iter().filter(|(status, _)| *status >= 400).collect();
    sort_by_key(&mut failed, |(status, count)| (std::cmp::Reverse(*count), *status));
    let words = failed.iter().enumerate().take(FAILURES).map(|(at, (status, count))| {
        let name = phrase(*status).map(|name| format!(" {name}")).unwrap_or_default();
        let noun = if at == 0 { one_or_many(*count, " response", " responses") } else { "" };
        format!("{}{noun} {} {status}{name}", thousands(*count), one_or_many(*count, "was", "were"))
    });
    let words = words.collect::<Vec<_>>().join(", ");
    let (first, _) = failed.first()?;
    Some(format!("{words} (metstatus {first} says what to do)"))
}

fn until(first: Timestamp, last: Timestamp) -> String {
    match first.date() == last.date() {
        true => last.clock_time(),
        false => format!("{} {}", last.date(), last.clock_time()),
    }
}

fn sources(numbers: &Numbers) -> String {
    let about = if numbers.exact { "" } else { "about " };
    let many = |count, one, more| {
        let what = one_or_many(count, one, more);
        format!(", {}{} {what}", if count == 1 { "" } else { about }, thousands(count))
    };
    let addresses = numbers.addresses.map(|count| many(count, "address", "addresses")).unwrap_or_default();
    format!("{}{addresses}", many(numbers.urls, "URL", "URLs"))
}

/// Eight heights of blocks, one for each count.
fn bars(counts: &[u64]) -> String {
    const BLOCKS: [char; 9] = ['\u{b7}', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = counts.iter().copied().max().unwrap_or_default().max(1);
    let height = |count: u64| usize::try_from((count * 8).div_ceil(most)).unwrap_or_default().min(8);
    counts.iter().map(|count| BLOCKS.get(height(*count)).copied().unwrap_or('█')).collect()
}

/// What was kept.
fn kept(checks: &[CheckResult], paint: Paint<'_>) -> String {
    let kept: Vec<String> = checks
        .iter()
        .filter(|check| check.outcome == CheckOutcome::Kept)
        .map(|check| format!("{} ({})", check.id, thousands(check.occasions)))
        .collect();
    if kept.is_empty() { String::new() } else { paint.labelled("kept", &kept.join(", ")) }
}

/// What could not be judged, by the reason.
fn unjudged(checks: &[CheckResult], paint: Paint<'_>) -> String {
    let mut out = String::new();
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for check in checks.iter().filter(|check| check.outcome == CheckOutcome::NotJudged) {
        // How many occasions are needed differs from rule to rule: they share a line.
        let (reason, id) = match check.unjudged {
            Some(Unjudged::TooFew) if check.occasions > 0 => {
                ("fewer occasions than are needed", format!("{} ({})", check.id, thousands(check.occasions)))
            }
            _ => (check.reason.as_deref().unwrap_or_default(), check.id.to_owned()),
        };
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, ids)) => ids.push(id),
            None => reasons.push((reason, vec![id])),
        }
    }
    for (at, (reason, ids)) in reasons.iter().enumerate() {
        let ids = if ids.len() == checks.len() { "all rules".to_owned() } else { ids.join(", ") };
        let label = if at == 0 { "unjudged" } else { "" };
        out.push_str(&paint.labelled(label, &format!("{ids}: {reason}")));
    }
    out
}

/// What was read, and what is a lower bound.
pub(super) fn summary(sources: &[LogSource], notes: &[String], paint: Paint<'_>) -> String {
    let mut out = String::new();
    for source in sources.iter().take(20) {
        out.push_str(&paint.labelled("read", &described(source)));
    }
    if sources.len() > 20 {
        out.push_str(&paint.labelled("", &format!("and {} more", sources.len() - 20)));
    }
    for (at, note) in notes.iter().enumerate() {
        out.push_str(&paint.labelled(if at == 0 { "note" } else { "" }, note));
    }
    out
}

fn described(source: &LogSource) -> String {
    let unread = match source.unread {
        0 => String::new(),
        count => format!(", {} could not be read", thousands(count)),
    };
    let clock = match source.clock.as_str() {
        "" => String::new(),
        clock if source.clock_assumed => format!(", times assumed to be the {clock} of each request (--log-format)"),
        clock => format!(", times are the {clock} of each request"),
    };
    let noun = one_or_many(source.lines, "line", "lines");
    format!("{}: {}, {} {noun}{clock}{unread}", source.file, source.format, thousands(source.lines))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_show_small_counts_and_none() {
        let bars = bars(&[0, 1, 400, 800]);
        assert_eq!(bars, "\u{b7}▁▄█");
    }
}
