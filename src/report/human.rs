//! The report for people: the verdict line, then the findings, the most important first, each with what was
//! seen, what to do, and where it is written.

use super::paint::{INDENT, Paint, thousands};
use super::{Cut, Entry, Report, caching, codes, lookup};
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
use crate::diagnosis::facts::lifecycle::State;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::lookup::phrase;
use crate::diagnosis::severity::{Certainty, Severity};
use crate::diagnosis::verdict::Verdict;
use crate::evidence::tally::Tally;
use crate::evidence::{Change, Condition, Exchange, Role};
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::met::hosts::Service;
use crate::met::meanings::{OLD, is_old};
use crate::text::secret::{masked, shown_host, shown_value};

/// The report on every entry.
pub(crate) fn report(report: &Report, paint: &Paint, verbose: bool) -> String {
    let mut entries: Vec<String> = report
        .entries
        .iter()
        .map(|entry| match entry {
            Entry::LookUp(subject) => lookup::explain(*subject, *paint),
            Entry::Checked(diagnosis) => checked(diagnosis, *paint, verbose),
        })
        .collect();
    let missing = match (report.cut, report.unusable) {
        (Some(cut), _) => Some(cut_short(cut, report.entries.len())),
        (None, 0) => None,
        (None, 1) => Some("a line of the lists could not be read".to_owned()),
        (None, count) => Some(format!("{count} lines of the lists could not be read")),
    };
    entries.extend(missing.map(|missing| incomplete(&missing, *paint)));
    let checked = || {
        report.entries.iter().filter_map(|entry| match entry {
            Entry::LookUp(_) => None,
            Entry::Checked(diagnosis) => Some(&**diagnosis),
        })
    };
    let own = checked().any(is_own_success).then_some(OWN_SUCCESS);
    let old = (is_old(report.generated_at) && checked().any(rests_on_table)).then_some(OLD);
    let notes: Vec<String> = [own, old].into_iter().flatten().map(|note| format!("{note}\n")).collect();
    if !notes.is_empty() {
        entries.push(notes.concat());
    }
    entries.join("\n")
}

/// What a success under this program's own name does not show.
const OWN_SUCCESS: &str = "note: your own program may still be refused: check it with -A 'its User-Agent'";

/// Whether what is said of a target may rest on the table of products: a healthy one has answered for itself.
fn rests_on_table(diagnosis: &Diagnosis) -> bool {
    let told = diagnosis.facts.evidence.dry_run || diagnosis.verdict != Verdict::Healthy;
    diagnosis.facts.service == Service::Met && told
}

/// Whether a request to MET was answered that went out under this program's own name.
fn is_own_success(diagnosis: &Diagnosis) -> bool {
    let first = diagnosis.facts.evidence.hops().next().filter(|first| first.live);
    let agent = first.and_then(|first| first.request.as_ref()?.fields.get_str("user-agent"));
    let answered = matches!(diagnosis.facts.status(), Some(200..=299 | 304));
    answered && diagnosis.facts.service == Service::Met && agent.is_some_and(|agent| agent.starts_with("metstatus/"))
}

/// What is missing in a report that a signal cut short.
fn cut_short(cut: Cut, known: usize) -> String {
    let total = known + cut.unfinished;
    let missing = match (known, cut.unfinished) {
        (_, 0) => "all targets were checked, the last one only partly".to_owned(),
        (0, 1) => "the target had not responded".to_owned(),
        (0, _) => format!("none of {total} targets had responded"),
        _ => format!("{known} of {total} targets are shown above; the others were not checked"),
    };
    format!("ended by {}; {missing}", cut.signal.name())
}

fn incomplete(what: &str, paint: Paint) -> String {
    let head = "incomplete:";
    let text = paint.item(head, what, 0);
    text.replacen(head, &Paint::styled(Paint::severity(Severity::Warning), head), 1)
}

fn checked(diagnosis: &Diagnosis, paint: Paint, verbose: bool) -> String {
    let mut out = headline(diagnosis, paint);
    out.push_str(&summary(diagnosis, paint));
    let (shown, brief): (Vec<&Finding>, Vec<&Finding>) = diagnosis
        .findings
        .iter()
        .filter(|finding| !in_summary(finding, diagnosis.facts.service == Service::Met))
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
        let text = paint.item(&head, &finding.message, 0);
        out.push_str(&text.replacen(&head, &Paint::styled(Paint::severity(Severity::Info), &head), 1));
    }
    if verbose {
        for (number, exchange) in diagnosis.facts.evidence.exchanges.iter().enumerate() {
            out.push('\n');
            out.push_str(&transcript(number + 1, exchange));
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

/// Whether it is about the cache that stands in front of every product of MET's; the line about the age names it.
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
        Verdict::Healthy => "request in order",
        Verdict::Attention => "request needs attention",
        Verdict::Failing => "request likely to fail",
        Verdict::NoVerdict => "no verdict",
    };
    let left = format!("{}  {}", Paint::bold(&status), Paint::styled(Paint::verdict(diagnosis.verdict), verdict));
    let columns = status.chars().count() + 2 + verdict.len();
    paint.line_with_right(&left, columns, &subject(diagnosis))
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
        (false, _) if diagnosis.facts.evidence.remembered.is_some() => format!("{name}, no request sent"),
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
    let host = shown_host(&url.host_without_dot());
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
    let told = facts.lifecycle.as_ref().is_some_and(|life| life.state != State::Unknown) && facts.status() == Some(203);
    let open =
        !told && facts.cause.as_ref().is_none_or(|cause| general.contains(&cause.rule) || facts.status() >= Some(500));
    if let Some(status) = facts.status().filter(|status| *status != 200 && open)
        && let Some(meaning) = codes::in_short(status, facts.service == Service::Met)
    {
        out.push_str(&paint.labelled("means", &meaning));
    }
    if let Some(tally) = &facts.evidence.tally
        && let Some(seen) = seen(tally)
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
    if let Some(next) = caching::next_poll(diagnosis) {
        out.push_str(&paint.labelled("next poll", &next));
    }
    out
}

/// How often it was asked, and when, where that is more than once.
fn seen(tally: &Tally) -> Option<String> {
    let (first, last) = (tally.first_at, tally.last_at);
    let times = |at: Timestamp| format!("{} {}", at.date(), at.clock_time());
    let urls = match tally.urls {
        1 => String::new(),
        urls => format!(", {} URLs", thousands(urls as u64)),
    };
    let until = match (first.date() == last.date(), first == last) {
        (_, true) => String::new(),
        (true, _) => format!(" to {}", last.clock_time()),
        (false, _) => format!(" to {}", times(last)),
    };
    let requests = thousands(tally.requests as u64);
    (tally.requests > 1).then(|| format!("{requests} requests{urls}, {}{until} UTC", times(first)))
}

/// Announced, today, end: on one line, for a version whose end is known.
fn time_line(diagnosis: &Diagnosis) -> Option<String> {
    let facts = &diagnosis.facts;
    let life = facts.lifecycle.as_ref().filter(|life| life.state == State::Ending)?;
    let (end, left) = (life.end.as_ref()?, life.days_left(facts.now)?);
    let announced = end.announced.map(|at| format!("announced {} -- ", at.date())).unwrap_or_default();
    let elapsed = facts.now.seconds_since(end.at).div_euclid(86_400);
    let days = if left.abs() == 1 { "day" } else { "days" };
    Some(match left {
        ..0 => format!("{announced}end {} -- {elapsed} days -- today", end.at.date()),
        _ => format!("{announced}today -- {left} {days} -- ends {}", end.at.date()),
    })
}

/// A finding with everything it has.
fn whole(finding: &Finding, all: &[Finding], paint: Paint) -> String {
    let head = format!("{}[{}]:", finding.severity.as_str(), finding.rule.id);
    let certainty = (finding.severity == Severity::Error || finding.certainty != Certainty::Certain)
        .then(|| finding.certainty_in_words());
    let text = format!("{head} {}", finding.message);
    let mut lines = paint.wrapped(&text, 3);
    let mut out = String::new();
    if let Some(first) = lines.first_mut() {
        *first = first.replacen(&head, &Paint::styled(Paint::severity(finding.severity), &head), 1);
    }
    let last = lines.len().saturating_sub(1);
    for (i, line) in lines.iter().enumerate() {
        let columns = if i == 0 { text.chars().count().min(line.chars().count()) } else { line.chars().count() + 3 };
        let line = if i == 0 { line.clone() } else { format!("   {line}") };
        match certainty {
            Some(certainty) if i == last => {
                let columns = if i == 0 { text.chars().count() } else { columns };
                out.push_str(&paint.line_with_right(&line, columns, certainty));
            }
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    let mut before = None;
    for quote in &finding.evidence {
        let label = if before == Some(quote.label) { "" } else { quote.label.as_str() };
        out.push_str(&paint.marked(label, &quote.text, quote.mark.as_ref()));
        before = Some(quote.label);
    }
    for (i, advice) in finding.advice.iter().enumerate() {
        out.push_str(&paint.labelled(if i == 0 { "help" } else { "" }, advice));
    }
    out.push_str(&also_fits(finding, all, paint));
    out.push_str(&paint.source("see", &finding.reference));
    out
}

/// How many other causes are told in words.
const TOLD: usize = 4;

/// The other causes that the evidence allows, but for those that have a finding of their own in the report.
fn also_fits(finding: &Finding, all: &[Finding], paint: Paint) -> String {
    let mut told: Vec<&str> = Vec::new();
    for other in finding.alternatives.iter().filter(|other| !all.iter().any(|found| found.rule == other.rule)) {
        if !told.contains(&other.message.as_str()) {
            told.push(&other.message);
        }
    }
    let mut out = String::new();
    for (i, words) in told.iter().take(TOLD).enumerate() {
        out.push_str(&paint.item(if i == 0 { "also fits:" } else { "          " }, words, INDENT));
    }
    out
}

/// A request and its response, field by field, in the manner of curl -v.
fn transcript(number: usize, exchange: &Exchange) -> String {
    let mut out = format!("{}\n", Paint::bold(&format!("request {number}, {}", purpose(exchange))));
    if let Some(request) = &exchange.request {
        let target = request.url.as_ref().map_or_else(String::new, Url::to_string);
        out.push_str(&format!("> {} {target}\n", request.method));
        for field in &request.fields {
            out.push_str(&format!("> {}: {}\n", field.name, shown_value(&field.name, &field.value)));
        }
    }
    if let Some(response) = &exchange.response {
        out.push_str(&format!("< {} {} {}\n", response.head.version, response.head.status, response.head.reason));
        for field in &response.head.fields {
            out.push_str(&format!("< {}: {}\n", field.name, shown_value(&field.name, &field.value)));
        }
    }
    if let Some(failure) = &exchange.failure {
        out.push_str(&format!("* failed in phase {}: {}\n", failure.phase, masked(&failure.detail.clipped(300))));
    }
    if exchange.live {
        out.push_str(&format!("* {}\n", connection(exchange)));
    }
    out
}

fn purpose(exchange: &Exchange) -> &'static str {
    match exchange.role {
        Role::First => "the target",
        Role::Redirect => "the redirect's target",
        Role::Replay(Condition::ModifiedSince) => "again with If-Modified-Since, to check caching",
        Role::Replay(Condition::Again) => "once more, because the data had changed in between",
        Role::Replay(Condition::EntityTag) => "again with If-None-Match, to check the entity tag",
        Role::Changelog if exchange.shared => "the product's changelog, as fetched for another target of this run",
        Role::Changelog => "the product's changelog, for what the status does not say",
        Role::Control(Change::Identity) => {
            "again with metstatus's own User-Agent, to find out whether the client's is refused"
        }
        Role::Control(Change::OlderDate) => "again with a date one day older, which must return the full body",
        Role::Control(Change::IdentityAndCoordinates) => {
            "again with metstatus's own User-Agent and four decimals, to find out whether either is refused"
        }
        Role::Control(Change::Coordinates) => "again with four decimals, to find out whether more are refused",
    }
}

fn connection(exchange: &Exchange) -> String {
    let mut parts = Vec::new();
    if let Some(peer) = exchange.connection.peer {
        parts.push(match exchange.connection.reused {
            true => format!("same connection to {peer}"),
            false => format!("connection to {peer}"),
        });
    }
    if let Some(proxy) = &exchange.connection.proxy {
        parts.push(format!("through the proxy {proxy}"));
    }
    let timing = &exchange.timing;
    let phases = [
        ("resolve", timing.resolve),
        ("connect", timing.connect),
        ("tls", timing.tls),
        ("first byte", timing.first_byte),
        ("total", timing.total),
    ];
    parts.extend(
        phases
            .into_iter()
            .filter_map(|(name, time)| time.map(|time| format!("{name} {:.1} ms", time.as_secs_f64() * 1000.0))),
    );
    if let Some(response) = &exchange.response {
        let wire = response.body.wire_bytes.map(thousands).unwrap_or_default();
        parts.push(format!("{wire} bytes of content, {} decoded", thousands(response.body.decoded_len() as u64)));
    }
    parts.join(", ")
}
