//! The clients: a table of all, and for each what was found, small charts, and its checks.

use super::Detail;
use super::chart::Chart;
use super::figures::table;
use super::markup::Markup;
use super::series;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::severity::{Certainty, Severity};
use crate::report::number::thousands;
use crate::report::{Report, TargetResult, brief};
use crate::traffic::{CheckOutcome, CheckResult, Judged, Numbers};

/// The table of all clients, which leads to each.
pub(super) fn summary(page: &mut Markup, entries: &[&TargetResult], report: &Report) {
    let heads = ["Client", "Verdict", "Requests", "Not needed", "Errors", "Warnings", "First finding"];
    table(page, "Clients", &heads, |page| {
        for (number, entry) in (1..).zip(entries) {
            let count = |severity: Severity| {
                brief::findings(entry).iter().filter(|finding| finding.severity == severity).count().to_string()
            };
            let (requests, wasted) = match entry {
                TargetResult::Audited(judged) => (thousands(judged.numbers.requests), wasted(&judged.numbers)),
                TargetResult::Checked(_) | TargetResult::LookUp(_) => (String::new(), None),
            };
            page.element("tr", &[], |page| {
                page.element("th", &[("scope", &"row"), ("class", &"long")], |page| {
                    page.text_element("a", &[("href", &format!("#client-{number}"))], brief::title(entry));
                });
                page.element("td", &[], |page| verdict(page, report, entry));
                page.text_element("td", &[("class", &"n")], requests);
                page.text_element("td", &[("class", &"n")], wasted.unwrap_or_else(|| "unknown".to_owned()));
                page.text_element("td", &[("class", &"n")], count(Severity::Error));
                page.text_element("td", &[("class", &"n")], count(Severity::Warning));
                let first = brief::findings(entry).first().map(|finding| finding.rule.id);
                page.text_element("td", &[], first.unwrap_or("none"));
            });
        }
    });
}

fn wasted(numbers: &Numbers) -> Option<String> {
    let share = (numbers.wasted.0 * 100).checked_div(numbers.requests)?;
    numbers.judged.then(|| format!("{} ({share} %)", thousands(numbers.wasted.0)))
}

/// The verdict on an entry, as a word with a frame of its colour.
pub(super) fn verdict(page: &mut Markup, report: &Report, entry: &TargetResult) {
    word_of_verdict(page, report.verdict_of(entry).as_str());
}

/// A verdict as a word.
pub(super) fn word_of_verdict(page: &mut Markup, verdict: &str) {
    let class = verdict.replace(' ', "-");
    page.text_element("span", &[("class", &format!("verdict {class}"))], verdict);
}

/// What is said of one client.
pub(super) fn client(page: &mut Markup, number: usize, entry: &TargetResult, report: &Report, detail: &Detail) {
    let id = format!("client-{number}");
    let heading = format!("{id}-name");
    page.element("article", &[("id", &id), ("aria-labelledby", &heading)], |page| {
        page.element("h3", &[("id", &heading)], |page| {
            page.text(brief::title(entry));
            page.text(" ");
            verdict(page, report, entry);
        });
        if let TargetResult::Audited(judged) = entry {
            numbers(page, &judged.numbers);
            if number <= detail.charts {
                sparks(page, &id, &judged.numbers);
            }
        }
        for finding in brief::findings(entry) {
            self::finding(page, finding, detail);
        }
        if let TargetResult::Audited(judged) = entry {
            checks(page, judged);
        }
    });
}

fn numbers(page: &mut Markup, numbers: &Numbers) {
    page.element("dl", &[], |page| {
        let mut pair = |name: &str, value: String| {
            page.text_element("dt", &[], name);
            page.text_element("dd", &[], value);
        };
        pair("requests", thousands(numbers.requests));
        if let Some((first, last)) = numbers.seen {
            pair("seen (UTC)", format!("{} to {}", series::minute(first), series::minute(last)));
        }
        let about = if numbers.exact { "" } else { "about " };
        if let Some(addresses) = numbers.addresses {
            pair("addresses", format!("{about}{}", thousands(addresses)));
        }
        pair("URLs", format!("{about}{}", thousands(numbers.urls)));
        let statuses = numbers.statuses.iter().map(|(status, count)| format!("{status:03}: {}", thousands(*count)));
        let statuses: Vec<String> = statuses.collect();
        if !statuses.is_empty() {
            pair("by status", statuses.join(", "));
        }
        if let Some(peak) = numbers.peak_per_second {
            let at = format!("{} {}", peak.at.date(), peak.at.clock_time());
            pair("busiest second", format!("{}, {at}", thousands(peak.requests)));
        }
        if let Some(peak) = numbers.peak_per_minute {
            pair("busiest minute", format!("{}, from {}", thousands(peak.requests), series::minute(peak.at)));
        }
        if let Some(share) = wasted(numbers) {
            pair("not needed", share);
        }
        if numbers.judged && numbers.sized && numbers.wasted.1 > 0 {
            pair("bytes not needed", size(numbers.wasted.1));
        }
    });
}

/// Bytes in the unit that fits them.
fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{} bytes", thousands(bytes)),
        10_000..10_000_000 => format!("{} kB", thousands(bytes / 1000)),
        _ => format!("{} MB", thousands(bytes / 1_000_000)),
    }
}

/// Small charts of one client, each with its words.
fn sparks(page: &mut Markup, id: &str, numbers: &Numbers) {
    let over_time = series::visible(&numbers.over_time);
    let layout = series::layout(&over_time);
    let mut charts: Vec<Chart> = Vec::new();
    if !over_time.slots.is_empty() {
        charts.push(series::over_time(format!("{id}-t"), &over_time, &layout));
        charts.push(series::minutes(format!("{id}-m"), &numbers.minute_of_hour));
    }
    if series::gaps(&numbers.lifetimes) > 0 {
        charts.push(series::lifetimes(format!("{id}-l"), &numbers.lifetimes));
    }
    if charts.is_empty() {
        return;
    }
    page.element("div", &[("class", &"sparks")], |page| {
        for chart in &charts {
            page.element("div", &[], |page| {
                page.text_element("p", &[("aria-hidden", &"true")], &chart.title);
                chart.draw(page);
            });
        }
    });
}

fn finding(page: &mut Markup, finding: &Finding, detail: &Detail) {
    let severity = finding.severity.as_str();
    page.element("div", &[("class", &"finding")], |page| {
        page.element("h4", &[], |page| {
            page.text_element("span", &[("class", &format!("severity {severity}"))], severity);
            page.text(" ");
            page.text_element("a", &[("href", &format!("#rule-{}", finding.rule.id))], finding.rule.id);
        });
        page.element("p", &[], |page| {
            page.text(&finding.message);
            if finding.certainty != Certainty::Certain {
                page.text(format_args!(" ({})", finding.certainty.as_str()));
            }
        });
        let samples = finding.evidence.iter().take(detail.samples);
        if samples.len() > 0 {
            page.element("ul", &[], |page| {
                for sample in samples {
                    page.element("li", &[], |page| page.text_element("code", &[], &sample.text));
                }
            });
        }
    });
}

/// Every check of a client with its outcome. Why some were not judged is said once for all clients.
fn checks(page: &mut Markup, judged: &Judged) {
    let count = |outcome: CheckOutcome| judged.checks.iter().filter(|check| check.outcome == outcome).count();
    page.element("details", &[], |page| {
        page.element("summary", &[], |page| {
            page.text(format_args!(
                "Checks: {} broken, {} kept, {} not judged",
                count(CheckOutcome::Breach),
                count(CheckOutcome::Kept),
                count(CheckOutcome::NotJudged)
            ));
        });
        let label = format!("Checks of {}", judged.client);
        table(page, &label, &["Rule", "Outcome", "Occasions", "Breaches"], |page| {
            let shown = |check: &&CheckResult| check.outcome != CheckOutcome::NotJudged;
            for check in judged.checks.iter().filter(shown) {
                page.element("tr", &[], |page| {
                    page.text_element("th", &[("scope", &"row")], check.id);
                    let (class, word) = match check.outcome {
                        CheckOutcome::Breach => ("error", "broken"),
                        CheckOutcome::Kept => ("healthy", "kept"),
                        CheckOutcome::NotJudged => ("info", "not judged"),
                    };
                    page.text_element("td", &[("class", &class)], word);
                    page.text_element("td", &[("class", &"n")], thousands(check.occasions));
                    page.text_element("td", &[("class", &"n")], thousands(check.breaches));
                });
            }
        });
        let unjudged: Vec<&str> = judged
            .checks
            .iter()
            .filter(|check| check.outcome == CheckOutcome::NotJudged)
            .map(|check| check.id)
            .collect();
        if !unjudged.is_empty() {
            page.element("p", &[], |page| {
                page.text_element("a", &[("href", &"#not-judged")], "Not judged");
                page.text(format_args!(": {}.", unjudged.join(", ")));
            });
        }
    });
}
