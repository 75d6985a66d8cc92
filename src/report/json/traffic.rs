//! What an audit says, as JSON.

use super::values::{CheckValue, PeakValue, SandboxValue, SourceValue, TrafficValue, WastedValue};
use crate::http::time::date::Timestamp;
use crate::traffic::{CheckResult, Judged, LogSource, Peak, SandboxRun};

/// A time as RFC 3339 writes it, which knows four digits of a year.
fn time(at: Timestamp) -> Option<String> {
    let text = at.to_string();
    text.starts_with(|c: char| c.is_ascii_digit()).then_some(text)
}

/// The numbers and checks of one client.
pub(super) fn value(judged: &Judged) -> TrafficValue<'_> {
    let numbers = &judged.numbers;
    let peak = |peak: Peak| PeakValue { requests: peak.requests, at: time(peak.at) };
    TrafficValue {
        client: &judged.client,
        requests: numbers.requests,
        first_at: numbers.seen.and_then(|(first, _)| time(first)),
        last_at: numbers.seen.and_then(|(_, last)| time(last)),
        statuses: numbers.statuses.iter().map(|(status, count)| (format!("{status:03}"), *count)).collect(),
        peak_per_second: numbers.peak_per_second.map(peak),
        peak_per_minute: numbers.peak_per_minute.map(peak),
        addresses: numbers.addresses,
        urls: numbers.urls,
        estimated: !numbers.exact,
        minute_of_hour: &numbers.minute_of_hour,
        wasted: WastedValue {
            requests: numbers.judged.then_some(numbers.wasted.0),
            bytes: (numbers.judged && numbers.sized).then_some(numbers.wasted.1),
        },
        checks: judged.checks.iter().map(check).collect(),
    }
}

fn check(check: &CheckResult) -> CheckValue<'_> {
    CheckValue {
        id: check.id,
        outcome: check.outcome.as_str(),
        occasions: check.occasions,
        breaches: check.breaches,
        reason: check.reason.as_deref(),
    }
}

/// What was read.
pub(super) fn source(source: &LogSource) -> SourceValue<'_> {
    let time = |at: i64| time(Timestamp::from_unix(at));
    SourceValue {
        file: &source.file,
        format: &source.format,
        clock: Some(source.clock.as_str()).filter(|clock| !clock.is_empty()),
        vantage: source.vantage.as_deref(),
        lines: source.lines,
        unread: source.unread,
        first_at: source.seen.and_then(|(first, _)| time(first)),
        last_at: source.seen.and_then(|(_, last)| time(last)),
    }
}

/// The run of a sandbox.
pub(super) fn sandbox(run: &SandboxRun) -> SandboxValue {
    SandboxValue {
        scenario: run.scenario,
        seed: run.seed,
        wire: run.wire,
        requests: run.requests,
        exit_code: run.exit_code,
    }
}
