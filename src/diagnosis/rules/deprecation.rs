//! Deprecation: how long a version lives.

use super::wording::{line, status_line};
use crate::diagnosis::catalogue::deprecation::{
    BETA_VERSION, CHANGELOG_UNREADABLE, DEPRECATED_OR_BETA, DEPRECATED_VERSION, DEPRECATION_ANNOUNCED,
    END_DATE_UNKNOWN, END_DATES_DISAGREE, END_OF_LIFE_AHEAD, END_OF_LIFE_NEAR, END_OF_LIFE_PASSED,
    INVALID_DEPRECATION_FIELD, SUSPECT_END_DATE,
};
use crate::diagnosis::facts::Facts;
use crate::diagnosis::facts::lifecycle::{End, LifecycleSource, LifecycleStage};
use crate::diagnosis::finding::{EvidenceSource, Finding};
use crate::diagnosis::severity::{Certainty, Severity};
use crate::evidence::Exchange;
use crate::met::changelog::Kind;
use crate::met::hosts::Service;
use crate::text::count::counted;
use crate::text::escape::escape;

/// What the detectors of this file find.
pub(in crate::diagnosis::rules) fn detect(facts: &Facts) -> Vec<Finding> {
    let detectors = [end, marked, announced, undated, disagreement, suspect, invalid, unreadable];
    detectors.into_iter().filter_map(|detector| detector(facts)).collect()
}

/// The end date that counts, with its distance from now; none for a version that has ended.
fn end(facts: &Facts) -> Option<Finding> {
    let life = facts.lifecycle.as_ref().filter(|life| life.state == LifecycleStage::Ending)?;
    let (end, left) = (life.end.as_ref()?, life.days_left(facts.now)?);
    let days = |limit: std::time::Duration| i64::try_from(limit.as_secs() / 86_400).unwrap_or(i64::MAX);
    let passed = end.at <= facts.now;
    let (rule, severity) = match left {
        // The table may be old, and a server that answers is right: then it is not the target's error.
        _ if passed && end.source.is_known_before() && facts.status() == Some(203) => {
            (&END_OF_LIFE_PASSED, Severity::Warning)
        }
        _ if passed && end.source.is_known_before() => (&END_OF_LIFE_PASSED, Severity::Info),
        _ if passed => (&END_OF_LIFE_PASSED, Severity::Error),
        _ if left <= days(facts.thresholds.critical) => (&END_OF_LIFE_NEAR, Severity::Error),
        _ if left <= days(facts.thresholds.warning) => (&END_OF_LIFE_AHEAD, Severity::Warning),
        _ => (&END_OF_LIFE_AHEAD, Severity::Info),
    };
    let mut finding = quoted(Finding::of(rule).severity(severity).certainty(end.certainty), end);
    for earlier in life
        .notices
        .iter()
        .filter(|notice| notice.kind == Kind::End && !notice.suspect && end.source == LifecycleSource::Changelog)
    {
        if let Some(day) = earlier.day.filter(|day| *day != end.at) {
            finding = finding.quote(
                EvidenceSource::Changelog,
                format!("another entry gives {}: \"{}\"", day.date(), escape(&earlier.sentence)),
            );
        }
    }
    let day = end.at.date();
    let elapsed = facts.now.seconds_since(end.at) / 86_400;
    let answered = match (facts.evidence.last_run.is_some(), facts.status()) {
        (true, _) => "but responded to the last request",
        (false, Some(200..=299)) => "but still responds",
        // What was not asked may have ended.
        (false, _) => "and has most likely ended",
    };
    finding.message = match (passed, left) {
        (true, _) if elapsed == 0 => format!("This version was to end on {day}, today, {answered}"),
        (true, _) => format!("This version was to end on {day}, {} ago, {answered}", in_days(elapsed)),
        (false, 0) => format!("This version ends on {day}, within a day"),
        (false, _) => format!("This version ends on {day}, in {}", in_days(left)),
    };
    let when = if passed { "now" } else { "before that date" };
    finding.advice = vec![match &life.successor {
        Some(successor) => format!("move to {successor} {when}"),
        None => format!("look up the successor in the changelog or the documentation, and move {when}"),
    }];
    Some(finding)
}

fn in_days(count: i64) -> String {
    counted(count, "day", "days")
}

fn quoted(finding: Finding, end: &End) -> Finding {
    let seen = match end.source {
        LifecycleSource::Sunset => EvidenceSource::Received,
        LifecycleSource::Changelog | LifecycleSource::Learned => EvidenceSource::Changelog,
        LifecycleSource::Table => EvidenceSource::Table,
    };
    let words = match end.source {
        LifecycleSource::Changelog | LifecycleSource::Learned => format!("\"{}\"", end.words),
        LifecycleSource::Sunset | LifecycleSource::Table => end.words.clone(),
    };
    finding.quote(seen, words).see(end.reference.clone())
}

/// A 203 from MET, as the sources explain it.
fn marked(facts: &Facts) -> Option<Finding> {
    let unknown = facts.answer().and_then(Exchange::url).is_none();
    if facts.status() != Some(203) || !(facts.service == Service::Met || unknown) {
        return None;
    }
    let life = facts.lifecycle.as_ref()?;
    let rule = match life.state {
        LifecycleStage::Beta => &BETA_VERSION,
        LifecycleStage::Deprecated | LifecycleStage::Ending => &DEPRECATED_VERSION,
        _ => &DEPRECATED_OR_BETA,
    };
    let mut finding =
        Finding::of(rule).certainty(life.certainty).quote_if(EvidenceSource::Received, status_line(facts));
    // What names the day is quoted by the finding about the day.
    if life.end.is_none() {
        finding = said(finding, facts);
    }
    if facts.service != Service::Met {
        finding = finding.certainty(Certainty::Possible).help("capture with curl -v, which shows the host");
        finding.message = "This version is deprecated or in beta, if api.met.no sent the response".to_owned();
    } else if !facts.service_known {
        finding = finding.certainty(Certainty::Likely).quote_if(EvidenceSource::Received, line(facts, "server"));
        finding.message =
            "This version is deprecated or in beta, if api.met.no sent the response, as its headers suggest".to_owned();
    }
    Some(match (life.state, &life.successor) {
        (LifecycleStage::Deprecated | LifecycleStage::Ending, Some(successor)) if life.end.is_none() => {
            finding.help(format!("its successor is {successor}"))
        }
        (LifecycleStage::Beta | LifecycleStage::Deprecated | LifecycleStage::Ending, _) => finding,
        _ => {
            let changelog = changelog_url(facts).unwrap_or_else(|| "https://api.met.no/changelog".to_owned());
            finding
                .help(format!("read {changelog}: it says which of the two it is, and when the version ends"))
                .help("log every 203, and move to the current version before the end date")
        }
    })
}

/// What the newest entry of the changelog says of the version.
fn said(finding: Finding, facts: &Facts) -> Finding {
    let notice = facts.lifecycle.as_ref().and_then(|life| life.notices.first());
    finding.quote_if(EvidenceSource::Changelog, notice.map(|notice| format!("\"{}\"", escape(&notice.sentence))))
}

fn announced(facts: &Facts) -> Option<Finding> {
    let life = facts.lifecycle.as_ref()?;
    let deprecated = matches!(life.state, LifecycleStage::Deprecated | LifecycleStage::Ending);
    let plain = facts.status().is_some_and(|status| (200..300).contains(&status) && status != 203);
    // A date of an end alone is reported by its own finding.
    let announced = life.deprecation.is_some() || !life.notices.is_empty() || life.end.is_none();
    if !(deprecated && plain && announced) {
        return None;
    }
    let mut finding = Finding::of(&DEPRECATION_ANNOUNCED)
        .certainty(life.certainty)
        .quote_if(EvidenceSource::Received, line(facts, "deprecation"));
    if let Some(at) = life.deprecation.as_ref().and_then(|field| field.at) {
        let will = if at > facts.now { "will be deprecated on" } else { "has been deprecated since" };
        finding.message = format!("This version {will} {}", at.date());
    }
    finding = said(finding, facts);
    if let Some(version) = facts.version.filter(|_| life.deprecation.is_none() && life.notices.is_empty()) {
        finding = finding.see(version.source);
    }
    for link in &life.links {
        finding = finding.quote(EvidenceSource::Received, format!("Link: {} ({})", escape(&link.target), link.rel));
    }
    if let Some(successor) = &life.successor {
        finding.advice = vec![format!("plan the move to {successor}")];
    }
    Some(finding)
}

fn undated(facts: &Facts) -> Option<Finding> {
    let life =
        facts.lifecycle.as_ref().filter(|life| life.state == LifecycleStage::Deprecated && life.end.is_none())?;
    Some(said(Finding::of(&END_DATE_UNKNOWN).certainty(life.certainty), facts))
}

fn disagreement(facts: &Facts) -> Option<Finding> {
    let life = facts.lifecycle.as_ref().filter(|life| life.disagrees())?;
    let days: Vec<String> =
        life.ends.iter().map(|end| format!("{} ({})", end.at.date(), end.source.as_str())).collect();
    let mut finding = life.ends.iter().fold(Finding::of(&END_DATES_DISAGREE), quoted);
    finding.message = format!("Sources give different end dates for this version: {}", days.join(", "));
    Some(finding)
}

fn suspect(facts: &Facts) -> Option<Finding> {
    let life = facts.lifecycle.as_ref()?;
    let notice = life.notices.iter().find(|notice| notice.suspect)?;
    let written = notice.written.map(|at| format!(", written {}", at.date())).unwrap_or_default();
    let mut finding = Finding::of(&SUSPECT_END_DATE)
        .quote(EvidenceSource::Changelog, format!("\"{}\"{written}", escape(&notice.sentence)));
    if let Some(day) = notice.day {
        finding.message =
            format!("An announcement gives {} as the end date, which cannot be right{written}", day.date());
    }
    if let Some(link) = &notice.link {
        finding = finding.see(link.clipped(200));
    }
    Some(finding)
}

fn invalid(facts: &Facts) -> Option<Finding> {
    let life = facts.lifecycle.as_ref().filter(|life| life.conformant() == Some(false))?;
    let deprecation = life.deprecation.as_ref().filter(|field| !field.conformant);
    let sunset = life.sunset.as_ref().filter(|field| !field.conformant);
    let why =
        |warnings: Vec<String>| if warnings.is_empty() { String::new() } else { format!(" ({})", warnings.join(", ")) };
    let mut finding = Finding::of(&INVALID_DEPRECATION_FIELD);
    if let Some(field) = deprecation {
        let reasons = why(field.warnings.iter().map(ToString::to_string).collect());
        finding = finding
            .quote_if(EvidenceSource::Received, line(facts, "deprecation").map(|line| format!("{line}{reasons}")));
    }
    if let Some(field) = sunset {
        let reasons = why(field.warnings.iter().map(ToString::to_string).collect());
        finding =
            finding.quote_if(EvidenceSource::Received, line(facts, "sunset").map(|line| format!("{line}{reasons}")));
    }
    if let Some(quote) = finding.evidence.first() {
        finding.message = format!("A header does not follow its RFC: {}", quote.text);
    }
    Some(finding)
}

fn unreadable(facts: &Facts) -> Option<Finding> {
    let reason = facts.lifecycle.as_ref()?.unread.as_ref()?;
    let mut finding = Finding::of(&CHANGELOG_UNREADABLE);
    finding.message = format!("The product's changelog could not be read: {reason}");
    Some(finding)
}

/// The changelog of the product in the URL.
fn changelog_url(facts: &Facts) -> Option<String> {
    let asked = crate::met::product_request::ProductRequest::of(facts.answer()?.url()?)?;
    let is_name =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_');
    let named = is_name(&asked.product) && is_name(&asked.version);
    named.then(|| format!("https://api.met.no/weatherapi/{}/{}/changelog", asked.product, asked.version))
}
