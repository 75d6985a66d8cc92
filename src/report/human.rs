//! The report for people: the verdict line, then the findings, the most important first, each with what was
//! seen, what to do, and where it is written.

use clap::builder::styling::Style;

use super::number::thousands;
use super::paint::{INDENT, Paint};
use super::wrap::columns;
use super::{brief, caching, subject, transcript};
use crate::diagnosis::Diagnosis;
use crate::diagnosis::catalogue::client::{NOT_FOUND, RESTRICTED};
use crate::diagnosis::catalogue::freshness::SHARED_CACHE;
use crate::diagnosis::catalogue::identity::FORBIDDEN;
use crate::diagnosis::catalogue::pacing::{RATE_LIMITED, RETRY_LATER};
use crate::diagnosis::catalogue::request::BAD_REQUEST;
use crate::diagnosis::catalogue::revalidation::{
    CHANGED_MEANWHILE, ENTITY_TAG_WORKS, RESTAMPED, REVALIDATION_INCONCLUSIVE, REVALIDATION_NOT_APPLICABLE,
    REVALIDATION_WORKS,
};
use crate::diagnosis::catalogue::server::UNEXPECTED_STATUS;
use crate::diagnosis::facts::lifecycle::LifecycleStage;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::lookup::phrase;
use crate::diagnosis::severity::{Certainty, Severity};
use crate::diagnosis::verdict::Verdict;
use crate::evidence::Exchange;
use crate::evidence::occurrences::Occurrences;
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::met::hosts::Service;
use crate::text::count::counted;
use crate::text::secret::redact_host;

/// Targets that fail in the same way, without the findings that are shown elsewhere.
pub(super) fn failing(diagnosis: &Diagnosis, targets: &[String], elsewhere: &[&Finding], paint: Paint<'_>) -> String {
    let text = checked(diagnosis, elsewhere, paint, false);
    // Below the headline, of which a narrow screen makes two lines.
    let headline = headline(diagnosis, paint);
    let rest = text.strip_prefix(&headline).unwrap_or(&text);
    let mut out = headline.clone();
    for (i, target) in targets.iter().enumerate() {
        let label = match (i, targets.len()) {
            (0, 1) => "target",
            (0, _) => "targets",
            _ => "",
        };
        out.push_str(&paint.labelled(label, target));
    }
    out + rest
}

/// What there is to say of one target, but for the findings that are shown elsewhere.
pub(super) fn checked(diagnosis: &Diagnosis, elsewhere: &[&Finding], paint: Paint<'_>, verbose: bool) -> String {
    let mut out = headline(diagnosis, paint);
    out.push_str(&summary(diagnosis, paint));
    let (shown, brief): (Vec<&Finding>, Vec<&Finding>) = diagnosis
        .findings
        .iter()
        .filter(|finding| !in_summary(finding, diagnosis.facts.service == Service::Met))
        .filter(|finding| !brief::is_among(finding, elsewhere))
        .partition(|finding| finding.severity > Severity::Info);
    for finding in shown {
        out.push('\n');
        out.push_str(&whole(finding, &diagnosis.findings, paint));
    }
    if !brief.is_empty() {
        out.push('\n');
    }
    for finding in brief {
        let head = format!("info[{}]:", finding.rule.id);
        out.push_str(&titled(&head, finding, None, paint));
    }
    if verbose {
        for (number, exchange) in diagnosis.facts.evidence.exchanges.iter().enumerate() {
            out.push('\n');
            out.push_str(&transcript::exchange(number + 1, exchange, paint));
        }
    }
    out
}

/// Whether a finding says no more than the lines below the headline.
fn in_summary(finding: &Finding, met: bool) -> bool {
    let told = [
        &REVALIDATION_WORKS,
        &REVALIDATION_NOT_APPLICABLE,
        &REVALIDATION_INCONCLUSIVE,
        &CHANGED_MEANWHILE,
        &RESTAMPED,
        &RETRY_LATER,
        &ENTITY_TAG_WORKS,
    ];
    finding.severity == Severity::Info && (told.contains(&finding.rule) || is_ordinary_cache(finding, met))
}

/// Whether it is about the cache that is in front of every product of MET's; the line about the age names it.
fn is_ordinary_cache(finding: &Finding, met: bool) -> bool {
    met && finding.rule == &SHARED_CACHE
}

fn headline(diagnosis: &Diagnosis, paint: Paint) -> String {
    let answer = diagnosis.facts.answer();
    let status = match answer.and_then(|answer| answer.response.as_ref()) {
        Some(response) => {
            let reason = response.head.reason.clipped(40);
            let reason =
                if reason.is_empty() { phrase(response.head.status).unwrap_or_default().to_owned() } else { reason };
            format!("{} {reason}", response.head.status).trim_end().to_owned()
        }
        None if answer.is_none() => "skipped".to_owned(),
        None if diagnosis.facts.evidence.dry_run => "not sent".to_owned(),
        None if diagnosis.facts.evidence.unanswered => "no response shown".to_owned(),
        None => "no response".to_owned(),
    };
    let verdict = match diagnosis.verdict {
        verdict if !diagnosis.facts.evidence.dry_run => verdict.as_str(),
        // What was not sent says nothing about the service.
        Verdict::Healthy => "no fault in the request",
        Verdict::Attention => "attention, by the request alone",
        Verdict::Failing => "failing, by the request alone",
        Verdict::NoVerdict => "no verdict",
    };
    let look = diagnosis.facts.status().map_or_else(Style::new, Paint::status).bold();
    let left =
        format!("{}  {}", Paint::styled(look, &status), Paint::styled(Paint::verdict(diagnosis.verdict), verdict));
    paint.line_with_right(&left, &subject(diagnosis))
}

/// What was judged, in a few words: `locationforecast/2.0 at api.met.no, 2 requests`.
fn subject(diagnosis: &Diagnosis) -> String {
    let exchanges = &diagnosis.facts.evidence.exchanges;
    let first = exchanges.first().and_then(Exchange::url);
    let name = first.map_or_else(|| diagnosis.target.clone(), short_name);
    let name = diagnosis.name.iter().fold(name, |name, label| format!("{label}: {name}"));
    let sent = exchanges.iter().filter(|exchange| exchange.live && !exchange.shared).count();
    match (exchanges.iter().any(|exchange| exchange.live), sent) {
        (false, _) if diagnosis.facts.evidence.dry_run => name,
        (false, _) if diagnosis.facts.evidence.last_run.is_some() => format!("{name}, no request sent"),
        (false, _) if first.is_none() => name,
        (false, _) if diagnosis.facts.is_reported() => {
            format!("{name}, from {}", diagnosis.facts.evidence.form.map(|form| form.name).unwrap_or_default())
        }
        (false, _) if diagnosis.facts.evidence.status_only => format!("{name}, from a log"),
        (false, _) => format!("{name}, from a capture"),
        (true, 1) => format!("{name}, 1 request"),
        (true, count) => format!("{name}, {count} requests"),
    }
}

fn short_name(url: &Url) -> String {
    let host = redact_host(&url.host_without_dot());
    let port = if url.port() == url.scheme().default_port() { String::new() } else { format!(":{}", url.port()) };
    let product =
        url.path().strip_prefix("/weatherapi/").filter(|_| Service::of(url) == Service::Met).and_then(|path| {
            let mut parts = path.split('/');
            Some(format!("{}/{}", parts.next()?, parts.next()?))
        });
    match product {
        Some(product) => format!("{} at {host}{port}", crate::text::escape::escape(&product)),
        None => format!("{host}{port}{}", crate::text::escape::clip(url.path(), 40)),
    }
}

/// The lines below the headline: what the status means, whether caching works, when to ask again.
fn summary(diagnosis: &Diagnosis, paint: Paint) -> String {
    let facts = &diagnosis.facts;
    let mut out = String::new();
    // Where the cause is known, the general meaning of the status would only distract from it.
    let general = [&FORBIDDEN, &NOT_FOUND, &BAD_REQUEST, &RATE_LIMITED, &UNEXPECTED_STATUS, &RESTRICTED];
    let told = facts.lifecycle.as_ref().is_some_and(|life| life.state != LifecycleStage::Unknown)
        && facts.status() == Some(203);
    let open =
        !told && facts.cause.as_ref().is_none_or(|cause| general.contains(&cause.rule) || facts.status() >= Some(500));
    if let Some(status) = facts.status().filter(|status| *status != 200 && open)
        && let Some(meaning) = subject::in_short(status, facts.service == Service::Met)
    {
        out.push_str(&paint.labelled("means", &meaning));
    }
    if let Some(occurrences) = &facts.evidence.occurrences
        && let Some(seen) = seen(occurrences)
    {
        out.push_str(&paint.labelled("seen", &seen));
    }
    if let Some(caching) = caching::caching(diagnosis) {
        out.push_str(&paint.labelled("caching", &caching));
    }
    if let Some(age) = caching::age(diagnosis) {
        out.push_str(&paint.labelled("age", &age));
    }
    if let Some(line) = time_line(diagnosis) {
        out.push_str(&paint.labelled("end", &line));
    }
    if let Some(next) = caching::next_poll(diagnosis, paint) {
        out.push_str(&paint.labelled("next poll", &next));
    }
    out
}

/// How often it was asked, and when, where that is more than once.
fn seen(of: &Occurrences) -> Option<String> {
    let (first, last) = (of.first_at, of.last_at);
    let times = |at: Timestamp| format!("{} {}", at.date(), at.clock_time());
    let urls = match of.urls {
        1 => String::new(),
        urls => format!(", {} URLs", thousands(urls as u64)),
    };
    let until = match (first.date() == last.date(), first == last) {
        (_, true) => String::new(),
        (true, _) => format!(" to {}", last.clock_time()),
        (false, _) => format!(" to {}", times(last)),
    };
    let requests = thousands(of.requests as u64);
    (of.requests > 1).then(|| format!("{requests} requests{urls}, {}{until} UTC", times(first)))
}

/// Announced, today, end: on one line, for a version whose end is known.
fn time_line(diagnosis: &Diagnosis) -> Option<String> {
    let facts = &diagnosis.facts;
    let life = facts.lifecycle.as_ref().filter(|life| life.state == LifecycleStage::Ending)?;
    let (end, left) = (life.end.as_ref()?, life.days_left(facts.now)?);
    let announced = end.announced.map(|at| format!("announced {} -- ", at.date())).unwrap_or_default();
    let elapsed = facts.now.seconds_since(end.at).div_euclid(86_400);
    let days = |count| counted(count, "day", "days");
    Some(match left {
        ..0 => format!("{announced}end {} -- {} -- today", end.at.date(), days(elapsed)),
        _ => format!("{announced}today -- {} -- ends {}", days(left), end.at.date()),
    })
}

/// A finding with everything it has.
pub(super) fn whole(finding: &Finding, all: &[Finding], paint: Paint<'_>) -> String {
    let head = format!("{}[{}]:", finding.severity.as_str(), finding.rule.id);
    let certainty = (finding.severity == Severity::Error || finding.certainty != Certainty::Certain)
        .then(|| finding.certainty_in_words());
    let mut out = titled(&head, finding, certainty, paint);
    let mut before = None;
    for quote in &finding.evidence {
        let label = if before == Some(quote.label) { "" } else { quote.label.as_str() };
        out.push_str(&paint.marked(label, &quote.text, quote.mark.as_ref()));
        before = Some(quote.label);
    }
    out.push_str(&paint.labelled_list("help", &finding.advice));
    out.push_str(&also_fits(finding, all, paint));
    out.push_str(&paint.source("see", &finding.reference));
    out
}

/// The other causes that the evidence allows, on one line, but for those that have a finding of their own in the
/// report.
fn also_fits(finding: &Finding, all: &[Finding], paint: Paint<'_>) -> String {
    let label = format!("{:INDENT$}{ALSO_FITS} ", "");
    let is_new = |id: &&str| !all.iter().any(|found| found.rule.id == *id);
    let ids: Vec<&str> = brief::rivals(finding).into_iter().filter(is_new).collect();
    match brief::also_fits(&ids, paint.width.saturating_sub(columns(&label))) {
        Some(fits) => format!("{:INDENT$}{} {fits}\n", "", Paint::dim(ALSO_FITS)),
        None => String::new(),
    }
}

const ALSO_FITS: &str = "also fits:";

/// The first lines of a finding: its message, and how certain it is at the right edge. Where that has no room it
/// follows the message, since on a line of its own it would belong to nothing.
fn titled(head: &str, finding: &Finding, certainty: Option<&str>, paint: Paint) -> String {
    let text = format!("{head} {}", finding.message);
    let mut lines = paint.wrapped(&text, 3);
    let room = lines.last().map_or(0, |last| paint.width.saturating_sub(columns(last) + 3));
    let (right, beside) = match certainty {
        Some(certainty) if room >= columns(certainty) + 2 => (certainty, None),
        other => ("", other),
    };
    if let Some(certainty) = beside {
        lines = paint.wrapped(&format!("{text} ({certainty})"), 3);
    }
    let last = lines.len().saturating_sub(1);
    let mut out = String::new();
    for (i, line) in lines.iter().enumerate() {
        let line = match i {
            0 => line.replacen(head, &Paint::styled(Paint::severity(finding.severity), head), 1),
            _ => format!("   {line}"),
        };
        out.push_str(&paint.line_with_right(&line, if i == last { right } else { "" }));
    }
    out
}
