//! Deprecation: how long a version lives.

use super::{Rule, STATUS_CODES, Topic, line, met_answer, status_line};
use crate::escape::escape;
use crate::evidence::Exchange;
use crate::facts::Facts;
use crate::finding::{Finding, Seen};
use crate::lifecycle::{End, Source, State};
use crate::met::changelog::Kind;
use crate::met::hosts::Service;
use crate::severity::{Certainty, Severity};

macro_rules! announced {
    ($fields:literal) => {
        concat!(
            "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
            $fields,
            "\n{}\n"
        )
    };
}

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "end-of-life-passed",
        topic: Topic::Deprecation,
        title: "the day on which this version was to end has passed",
        severity: Severity::Error,
        reference: "RFC 8594",
        explanation: "The version still answers, and may stop to at any moment: its announced end lies in the past.",
        advice: &["move to the successor now"],
        example: announced!("Sunset: Sun, 01 Mar 2026 00:00:00 GMT\n"),
        check: end,
    },
    Rule {
        id: "end-of-life-near",
        topic: Topic::Deprecation,
        title: "this version ends within days",
        severity: Severity::Error,
        reference: "RFC 8594",
        explanation: "The end is nearer than --eol-critical (14 days unless set). At MET a version that ended answers 404 from \
                      that day on, without a redirect.",
        advice: &["move to the successor before that day"],
        example: announced!("Sunset: Tue, 07 Apr 2026 00:00:00 GMT\n"),
        check: end,
    },
    Rule {
        id: "end-of-life-ahead",
        topic: Topic::Deprecation,
        title: "this version has an announced end",
        severity: Severity::Warning,
        reference: "RFC 8594",
        explanation: "The end is a warning when it is nearer than --eol-warning (60 days unless set), and an info before that.",
        advice: &["plan the move to the successor"],
        example: announced!("Sunset: Fri, 01 May 2026 00:00:00 GMT\n"),
        check: end,
    },
    Rule {
        id: "deprecated-version",
        topic: Topic::Deprecation,
        title: "this version is deprecated",
        severity: Severity::Warning,
        reference: STATUS_CODES,
        explanation: "203 marks it, and the changelog or the list of products says that it is the old version, not the new \
                      one. The data are complete; the version will answer 404 one day.",
        advice: &[
            "use the data: they are complete, and 203 is no error",
            "log every 203, and move to the current version",
        ],
        example: "GET https://api.met.no/weatherapi/textforecast/2.0/landoverview?x=1 HTTP/1.1\n\
                  User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
                  HTTP/1.1 203 Non-Authoritative Information\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\n<x/>\n",
        check: marked,
    },
    Rule {
        id: "beta-version",
        topic: Topic::Deprecation,
        title: "this version is in beta",
        severity: Severity::Warning,
        reference: STATUS_CODES,
        explanation: "203 marks it, and the changelog or the list of products says that it is the new version, not yet for \
                      production. It may change without notice.",
        advice: &[
            "use the data: they are complete, and 203 is no error",
            "expect changes, and use the current version in production",
        ],
        example: "GET https://api.met.no/weatherapi/iceberg/0.1/data?x=1 HTTP/1.1\n\
                  User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
                  HTTP/1.1 203 Non-Authoritative Information\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\n<x/>\n",
        check: marked,
    },
    Rule {
        id: "deprecated-or-beta",
        topic: Topic::Deprecation,
        title: "this version is deprecated or in beta",
        severity: Severity::Warning,
        reference: STATUS_CODES,
        explanation: "At MET 203 marks a version that is not for production: one that will end, or one that is not finished. \
                      The data are complete. No field says which of the two it is, nor when a deprecated version ends; the \
                      changelog of the product does. Everywhere else 203 means that a proxy changed the content.",
        advice: &["use the data: they are complete, and 203 is no error"],
        example: met_answer!("203 Non-Authoritative Information", "Expires: Mon, 30 Mar 2026 13:53:26 GMT\n\n{}\n"),
        check: marked,
    },
    Rule {
        id: "deprecation-announced",
        topic: Topic::Deprecation,
        title: "this version is announced as deprecated, though its status does not say so",
        severity: Severity::Warning,
        reference: "RFC 9745",
        explanation: "The status is a plain success. The Deprecation field, the changelog or the list of products says that the \
                      version is to be left.",
        advice: &["plan the move to the successor"],
        example: announced!("Deprecation: @1688169599\n"),
        check: announced,
    },
    Rule {
        id: "end-date-unknown",
        topic: Topic::Deprecation,
        title: "no day is known on which this version ends",
        severity: Severity::Info,
        reference: "https://api.met.no/changelog",
        explanation: "The version is deprecated, and no source names a day. MET gave between one day and nine months of notice.",
        advice: &["read the changelog now and then, or subscribe to it"],
        example: announced!("Deprecation: @1688169599\n"),
        check: undated,
    },
    Rule {
        id: "end-dates-disagree",
        topic: Topic::Deprecation,
        title: "sources name different days for the end of this version",
        severity: Severity::Info,
        reference: "https://api.met.no/changelog",
        explanation: "Announced ends slip, and announcements have misprints. The most cautious day counts here.",
        advice: &[],
        example: "",
        check: disagreement,
    },
    Rule {
        id: "suspect-end-date",
        topic: Topic::Deprecation,
        title: "an announcement names a day of the end that cannot be right",
        severity: Severity::Info,
        reference: "https://api.met.no/changelog",
        explanation: "The day lies before the announcement, which speaks of the future: a misprint, shown here and not believed.",
        advice: &["read the entry, and take the nearest sensible day for granted until it is corrected"],
        example: "",
        check: suspect,
    },
    Rule {
        id: "invalid-deprecation-field",
        topic: Topic::Deprecation,
        title: "a field that announces the end is not written as its RFC says",
        severity: Severity::Info,
        reference: "RFC 9745",
        explanation: "Deprecation is a date of structured fields (@1688169599), Sunset an HTTP date. Other programs may not \
                      understand what this one does.",
        advice: &["report it to whoever runs the server"],
        example: announced!("Deprecation: true\n"),
        check: invalid,
    },
    Rule {
        id: "changelog-unreadable",
        topic: Topic::Deprecation,
        title: "the changelog of the product could not be read",
        severity: Severity::Info,
        reference: "https://api.met.no/doc/RSS",
        explanation: "What the changelog would tell is missing from this report; the rest of it stands.",
        advice: &["read https://api.met.no/changelog"],
        example: "",
        check: unreadable,
    },
];

/// The end that counts, with its distance from now; none for a version that is gone already.
fn end(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let life = facts.lifecycle.as_ref().filter(|life| life.state == State::Ending)?;
    let (end, left) = (life.end.as_ref()?, life.days_left(facts.now)?);
    let days = |limit: std::time::Duration| i64::try_from(limit.as_secs() / 86_400).unwrap_or(i64::MAX);
    let passed = end.at <= facts.now;
    let (id, severity) = match left {
        // The table may be old, and a server that answers is right: then it is no error of the target's.
        _ if passed && end.source == Source::Table && facts.status() == Some(203) => {
            ("end-of-life-passed", Severity::Warning)
        }
        _ if passed && end.source == Source::Table => ("end-of-life-passed", Severity::Info),
        _ if passed => ("end-of-life-passed", Severity::Error),
        _ if left <= days(facts.thresholds.critical) => ("end-of-life-near", Severity::Error),
        _ if left <= days(facts.thresholds.warning) => ("end-of-life-ahead", Severity::Warning),
        _ => ("end-of-life-ahead", Severity::Info),
    };
    if id != rule.id {
        return None;
    }
    let mut finding = quoted(rule.found().severity(severity).certainty(end.certainty), end);
    for earlier in life
        .notices
        .iter()
        .filter(|notice| notice.kind == Kind::End && !notice.suspect && end.source == Source::Changelog)
    {
        if let Some(day) = earlier.day.filter(|day| *day != end.at) {
            finding = finding.quote(
                Seen::Changelog,
                format!("another entry named {}: \"{}\"", day.date(), escape(&earlier.sentence)),
            );
        }
    }
    let day = end.at.date();
    let elapsed = facts.now.seconds_since(end.at) / 86_400;
    finding.message = match (passed, left) {
        (true, _) if elapsed == 0 => format!("this version was to end on {day}, today, and still answers"),
        (true, _) => format!("this version was to end on {day}, {} ago, and still answers", counted(elapsed)),
        (false, 0) => format!("this version ends on {day}, within a day"),
        (false, _) => format!("this version ends on {day}, in {}", counted(left)),
    };
    let when = if passed { "now" } else { "before that day" };
    finding.advice = vec![match &life.successor {
        Some(successor) => format!("move to {successor} {when}"),
        None => format!("look for the successor in the changelog or the documentation, and move {when}"),
    }];
    Some(finding)
}

fn counted(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

fn quoted(finding: Finding, end: &End) -> Finding {
    let seen = match end.source {
        Source::Sunset => Seen::Received,
        Source::Changelog => Seen::Changelog,
        Source::Table => Seen::Table,
    };
    let words = match end.source {
        Source::Changelog => format!("\"{}\"", end.words),
        Source::Sunset | Source::Table => end.words.clone(),
    };
    finding.quote(seen, words).see(end.reference.clone())
}

/// A 203 of MET, as what the sources make of it.
fn marked(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let unknown = facts.answer().and_then(Exchange::url).is_none();
    if facts.status() != Some(203) || !(facts.service == Service::Met || unknown) {
        return None;
    }
    let life = facts.lifecycle.as_ref()?;
    let id = match life.state {
        State::Beta => "beta-version",
        State::Deprecated | State::Ending => "deprecated-version",
        _ => "deprecated-or-beta",
    };
    if id != rule.id {
        return None;
    }
    let mut finding = rule.found().certainty(life.certainty).quote_if(Seen::Received, status_line(facts));
    // What names the day is quoted by the finding about the day.
    if life.end.is_none() {
        finding = said(finding, facts);
    }
    if facts.service != Service::Met {
        finding = finding.certainty(Certainty::Possible).help("capture with curl -v, so that the host is known");
        finding.message = "this version is deprecated or in beta, if the answer is from api.met.no".to_owned();
    } else if !facts.service_known {
        finding = finding.certainty(Certainty::Likely).quote_if(Seen::Received, line(facts, "server"));
        finding.message =
            "this version is deprecated or in beta, if the answer is from api.met.no, as its fields suggest".to_owned();
    }
    if id == "deprecated-or-beta" {
        let changelog = changelog_url(facts).unwrap_or_else(|| "https://api.met.no/changelog".to_owned());
        finding = finding
            .help(format!("read {changelog} for which it is, and for the day it ends"))
            .help("log every 203, and move to the current version before that day");
    }
    if let Some(successor) = life.successor.as_ref().filter(|_| id == "deprecated-version" && life.end.is_none()) {
        finding = finding.help(format!("its successor is {successor}"));
    }
    Some(finding)
}

/// What the newest entry of the changelog says of the version.
fn said(finding: Finding, facts: &Facts) -> Finding {
    let notice = facts.lifecycle.as_ref().and_then(|life| life.notices.first());
    finding.quote_if(Seen::Changelog, notice.map(|notice| format!("\"{}\"", escape(&notice.sentence))))
}

fn announced(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let life = facts.lifecycle.as_ref()?;
    let deprecated = matches!(life.state, State::Deprecated | State::Ending);
    let plain = facts.status().is_some_and(|status| (200..300).contains(&status) && status != 203);
    // A date of an end alone is told by its own finding.
    let announced = life.deprecation.is_some() || !life.notices.is_empty() || life.end.is_none();
    if !(deprecated && plain && announced) {
        return None;
    }
    let mut finding = rule.found().certainty(life.certainty).quote_if(Seen::Received, line(facts, "deprecation"));
    if let Some(at) = life.deprecation.as_ref().and_then(|field| field.at) {
        let will = if at > facts.now { "will be deprecated on" } else { "has been deprecated since" };
        finding.message = format!("this version {will} {}", at.date());
    }
    finding = said(finding, facts);
    if let Some(version) = facts.version.filter(|_| life.deprecation.is_none() && life.notices.is_empty()) {
        finding = finding.see(version.source);
    }
    for link in &life.links {
        finding = finding.quote(Seen::Received, format!("Link: {} ({})", escape(&link.target), link.rel));
    }
    if let Some(successor) = &life.successor {
        finding.advice = vec![format!("plan the move to {successor}")];
    }
    Some(finding)
}

fn undated(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let life = facts.lifecycle.as_ref().filter(|life| life.state == State::Deprecated && life.end.is_none())?;
    Some(said(rule.found().certainty(life.certainty), facts))
}

fn disagreement(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let life = facts.lifecycle.as_ref().filter(|life| life.disagrees())?;
    let days: Vec<String> =
        life.ends.iter().map(|end| format!("{} ({})", end.at.date(), end.source.as_str())).collect();
    let mut finding = life.ends.iter().fold(rule.found(), quoted);
    finding.message = format!("sources name different days for the end of this version: {}", days.join(", "));
    Some(finding)
}

fn suspect(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let life = facts.lifecycle.as_ref()?;
    let notice = life.notices.iter().find(|notice| notice.suspect)?;
    let written = notice.written.map(|at| format!(", written {}", at.date())).unwrap_or_default();
    let mut finding = rule.found().quote(Seen::Changelog, format!("\"{}\"{written}", escape(&notice.sentence)));
    if let Some(day) = notice.day {
        finding.message = format!("an announcement names {} as the end, which cannot be right{written}", day.date());
    }
    if let Some(link) = &notice.link {
        finding = finding.see(link.clipped(200));
    }
    Some(finding)
}

fn invalid(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let life = facts.lifecycle.as_ref().filter(|life| life.conformant() == Some(false))?;
    let deprecation = life.deprecation.as_ref().filter(|field| !field.conformant);
    let sunset = life.sunset.as_ref().filter(|field| !field.conformant);
    let why =
        |warnings: Vec<String>| if warnings.is_empty() { String::new() } else { format!(" ({})", warnings.join(", ")) };
    let mut finding = rule.found();
    if let Some(field) = deprecation {
        let reasons = why(field.warnings.iter().map(ToString::to_string).collect());
        finding = finding.quote_if(Seen::Received, line(facts, "deprecation").map(|line| format!("{line}{reasons}")));
    }
    if let Some(field) = sunset {
        let reasons = why(field.warnings.iter().map(ToString::to_string).collect());
        finding = finding.quote_if(Seen::Received, line(facts, "sunset").map(|line| format!("{line}{reasons}")));
    }
    if let Some(quote) = finding.evidence.first() {
        finding.message = format!("a field is not written as its RFC says: {}", quote.text);
    }
    Some(finding)
}

fn unreadable(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let reason = facts.lifecycle.as_ref()?.unread.as_ref()?;
    let mut finding = rule.found();
    finding.message = format!("the changelog of the product could not be read: {reason}");
    Some(finding)
}

/// The changelog of the product in the URL.
fn changelog_url(facts: &Facts) -> Option<String> {
    let asked = crate::met::asked::Asked::of(facts.answer()?.url()?)?;
    let is_name =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_');
    let named = is_name(&asked.product) && is_name(&asked.version);
    named.then(|| format!("https://api.met.no/weatherapi/{}/{}/changelog", asked.product, asked.version))
}
