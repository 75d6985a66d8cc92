//! The report as metrics in the text format of Prometheus, for the textfile collector of node_exporter and the like.
//! <https://prometheus.io/docs/instrumenting/exposition_formats/>
//!
//! No series is there twice: of a target that was given twice the worse result counts, of equal ones the later.
//! There are no timestamps, which the textfile collector refuses.

use std::collections::BTreeSet;

use super::{Report, TargetResult, brief};
use crate::diagnosis::Diagnosis;
use crate::diagnosis::severity::Severity;
use crate::diagnosis::verdict::Verdict;
use crate::exit::Exit;
use crate::http::caching::outcome::RevalidationOutcome;
use crate::http::time::date::Timestamp;

/// A metric: its name, what it says, and its samples, each labels and value.
struct Metric {
    name: &'static str,
    help: &'static str,
    samples: Vec<(String, String)>,
}

/// The report on every entry.
pub(crate) fn report(report: &Report) -> String {
    let entries = one_for_each_target(report);
    let mut out = String::new();
    for metric in metrics(report, &entries) {
        if metric.samples.is_empty() {
            continue;
        }
        out.push_str(&format!("# HELP {0} {1}\n# TYPE {0} gauge\n", metric.name, metric.help));
        for (labels, value) in metric.samples {
            let labels = if labels.is_empty() { labels } else { format!("{{{labels}}}") };
            out.push_str(&format!("{}{labels} {value}\n", metric.name));
        }
    }
    out
}

/// Every metric that there may be, by its name, and what it says.
pub fn described() -> Vec<(&'static str, &'static str)> {
    let nothing = Report::new(Vec::new(), Timestamp::from_unix(0), false);
    metrics(&nothing, &[]).into_iter().map(|metric| (metric.name, metric.help)).collect()
}

/// The worst entry of each target, in the order of the targets.
fn one_for_each_target(report: &Report) -> Vec<&TargetResult> {
    let mut chosen: Vec<(String, &TargetResult)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for entry in &report.entries {
        let target = of_entry(entry);
        match places.get(&target).and_then(|at: &usize| chosen.get_mut(*at)) {
            Some((_, known)) if report.verdict_of(entry).weight() >= report.verdict_of(known).weight() => {
                *known = entry
            }
            Some(_) => {}
            None => {
                places.insert(target.clone(), chosen.len());
                chosen.push((target, entry));
            }
        }
    }
    chosen.into_iter().map(|(_, entry)| entry).collect()
}

/// A label with its value escaped.
fn label(name: &str, value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("{name}=\"{value}\"")
}

/// The labels of an entry: its target, and the name that the user gave it.
fn of_entry(entry: &TargetResult) -> String {
    let name = brief::name(entry).map(|name| format!(",{}", label("name", name)));
    label("target", &brief::target(entry)) + &name.unwrap_or_default()
}

/// The samples of a metric: one for each entry that has a value.
fn each(entries: &[&TargetResult], value: impl Fn(&TargetResult) -> Option<String>) -> Vec<(String, String)> {
    let sample = |entry: &&TargetResult| Some((of_entry(entry), value(entry)?));
    entries.iter().filter_map(sample).collect()
}

/// The same of what was asked or read.
fn each_checked(entries: &[&TargetResult], value: impl Fn(&Diagnosis) -> Option<String>) -> Vec<(String, String)> {
    each(entries, |entry| match entry {
        TargetResult::Checked(diagnosis) => value(diagnosis),
        TargetResult::LookUp(_) | TargetResult::Audited(_) => None,
    })
}

fn metrics(report: &Report, entries: &[&TargetResult]) -> Vec<Metric> {
    let verdict = |entry: &TargetResult| entry.verdict(report.by_code);
    let metric = |name, help, samples| Metric { name, help, samples };
    let one = |value: String| vec![(String::new(), value)];
    let mut metrics = vec![
        metric(
            "metstatus_info",
            "Version of metstatus.",
            vec![(label("version", env!("CARGO_PKG_VERSION")), "1".to_owned())],
        ),
        metric(
            "metstatus_last_run_timestamp_seconds",
            "When the last run ended, in seconds since 1970.",
            one(report.generated_at.unix().to_string()),
        ),
        metric(
            "metstatus_last_run_complete",
            "Whether the last run checked all its targets (1) or was interrupted (0).",
            one(u8::from(report.complete()).to_string()),
        ),
        metric(
            "metstatus_check_success",
            "Whether the target is healthy or needs attention (1), or is failing or has no verdict (0).",
            each(entries, |entry| {
                let success = matches!(verdict(entry), Verdict::Healthy | Verdict::Attention);
                Some(u8::from(success).to_string())
            }),
        ),
        metric(
            "metstatus_verdict",
            "The verdict as the exit code: 0 healthy, 1 attention, 2 failing, 3 no verdict.",
            each(entries, |entry| Some(Exit::from(verdict(entry)).code().to_string())),
        ),
        metric("metstatus_findings", "Findings by severity.", by_severity(entries)),
        metric("metstatus_finding", "A warning or error, by its id.", by_id(entries)),
    ];
    metrics.extend(figures(entries));
    metrics.extend(lifetimes(entries));
    metrics
}

/// The metrics of what was asked or read.
fn figures(entries: &[&TargetResult]) -> Vec<Metric> {
    let metric = |name, help, samples| Metric { name, help, samples };
    vec![
        metric(
            "metstatus_http_status_code",
            "Status code of the response, 0 if there was none.",
            each_checked(entries, |diagnosis| Some(diagnosis.facts.status().unwrap_or(0).to_string())),
        ),
        metric(
            "metstatus_response_duration_seconds",
            "Time from the request to the end of the response, including redirects.",
            each_checked(entries, |diagnosis| {
                Some(diagnosis.facts.evidence.response_time()?.as_secs_f64().to_string())
            }),
        ),
        metric(
            "metstatus_check_duration_seconds",
            "Time of all exchanges of the check.",
            each(entries, |entry| {
                let live = matches!(entry, TargetResult::Checked(_)) && entry.requests_sent() > 0;
                live.then(|| brief::duration(entry).as_secs_f64().to_string())
            }),
        ),
        metric(
            "metstatus_response_size_bytes",
            "Size of the response body as received.",
            each_checked(entries, |diagnosis| {
                Some(diagnosis.facts.answer()?.response.as_ref()?.body.wire_bytes?.to_string())
            }),
        ),
        metric(
            "metstatus_requests",
            "Requests sent by the check.",
            each(entries, |entry| matches!(entry, TargetResult::Checked(_)).then(|| entry.requests_sent().to_string())),
        ),
    ]
}

/// The metrics of how long the response and the version are good for.
fn lifetimes(entries: &[&TargetResult]) -> Vec<Metric> {
    let metric = |name, help, samples| Metric { name, help, samples };
    vec![
        metric(
            "metstatus_freshness_left_seconds",
            "How much longer the response is fresh; negative when it is stale.",
            each_checked(entries, |diagnosis| Some(diagnosis.facts.freshness.as_ref()?.left_s?.to_string())),
        ),
        metric(
            "metstatus_next_poll_timestamp_seconds",
            "Earliest time of the next poll, in seconds since 1970.",
            each_checked(entries, |diagnosis| Some(diagnosis.facts.next_poll.as_ref()?.not_before?.unix().to_string())),
        ),
        metric(
            "metstatus_revalidation_success",
            "Whether If-Modified-Since returned 304 (1) or was ignored (0).",
            each_checked(entries, |diagnosis| match diagnosis.facts.replay.as_ref()?.outcome {
                RevalidationOutcome::Revalidated => Some("1".to_owned()),
                RevalidationOutcome::Ignored => Some("0".to_owned()),
                _ => None,
            }),
        ),
        metric(
            "metstatus_end_of_life_timestamp_seconds",
            "When the product version ends, in seconds since 1970.",
            each_checked(entries, |diagnosis| {
                Some(diagnosis.facts.lifecycle.as_ref()?.end.as_ref()?.at.unix().to_string())
            }),
        ),
    ]
}

fn by_severity(entries: &[&TargetResult]) -> Vec<(String, String)> {
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let samples = |entry: &&TargetResult| {
        let target = of_entry(entry);
        let findings = brief::findings(entry);
        severities.map(|severity| {
            let count = findings.iter().filter(|finding| finding.severity == severity).count();
            (format!("{target},{}", label("severity", severity.as_str())), count.to_string())
        })
    };
    entries.iter().flat_map(samples).collect()
}

fn by_id(entries: &[&TargetResult]) -> Vec<(String, String)> {
    let mut seen = BTreeSet::new();
    let mut samples = Vec::new();
    for entry in entries {
        for finding in brief::weighty(entry) {
            let id = label("id", finding.rule.id);
            let severity = label("severity", finding.severity.as_str());
            let labels = format!("{},{id},{severity}", of_entry(entry));
            if seen.insert(labels.clone()) {
                samples.push((labels, "1".to_owned()));
            }
        }
    }
    samples
}
