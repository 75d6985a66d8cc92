//! The explanation of what was looked up, for people: one screen of it, and the rest where more is wanted.

use clap::builder::styling::Style;

use super::paint::Paint;
use super::{json, products, rules, subject};
use crate::diagnosis::lookup::{LikelyCause, Subject, likely_causes, phrase};
use crate::diagnosis::rule::Rule;
use crate::http::status::{self, StatusClass, StatusCode};
use crate::http::time::date::Timestamp;
use crate::met::error_class::ErrorClass;
use crate::met::meanings::{AS_OF, StatusMeaning, meaning};

/// The lines that a look-up takes at most: a terminal has 24, and two of them hold the command and the next prompt.
const SCREEN: usize = 22;

/// The explanation of a subject: all of it, or what fits a screen.
pub(crate) fn explain(subject: Subject, now: Timestamp, paint: Paint<'_>, verbose: bool) -> String {
    match subject {
        Subject::Code(code) => match meaning(code) {
            Some(meaning) => at_met(meaning, paint, verbose),
            None => elsewhere(code, paint),
        },
        Subject::StatusClass(class) => of_class(class, paint),
        Subject::ErrorClass(class) => of_error_class(class, paint),
        Subject::Product(product) => products::card(product, now, paint, verbose),
        Subject::Version(version) => products::explained(version, now, paint),
        Subject::Rule(rule) => rules::explain(rule, paint, verbose),
        Subject::Failure(rule) => of_failure(rule, paint),
    }
}

fn title(paint: Paint<'_>, look: Style, left: &str, right: &str) -> String {
    paint.line_with_right(&Paint::styled(look.bold(), left), right)
}

fn name(code: u16) -> String {
    format!("{code} {}", phrase(code).unwrap_or("(unassigned)"))
}

/// The parts of a page that may be left out where there is no room, the most useful first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LookupPart {
    Remedies,
    StatusMeaning,
    Avoid,
    Differs,
}

fn at_met(meaning: &StatusMeaning, paint: Paint<'_>, verbose: bool) -> String {
    let all = [LookupPart::Remedies, LookupPart::StatusMeaning, LookupPart::Avoid, LookupPart::Differs];
    let causes = likely_causes(meaning.code);
    let whole = page(meaning, &causes, causes.len(), &all, paint);
    if verbose || whole.lines().count() <= SCREEN {
        return whole;
    }
    let more = paint.labelled("more", &format!("metstatus -v {}", meaning.code));
    let room = SCREEN.saturating_sub(more.lines().count());
    let fits = |shown: usize, parts: &[LookupPart]| page(meaning, &causes, shown, parts, paint).lines().count() <= room;
    // Where even the causes are too many, the least likely ones are left out.
    let shown = (1..=causes.len()).rev().find(|shown| fits(*shown, &[])).unwrap_or(causes.len());
    let mut parts = Vec::new();
    for part in all {
        parts.push(part);
        if !fits(shown, &parts) {
            parts.pop();
        }
    }
    page(meaning, &causes, shown, &parts, paint) + &more
}

fn page(
    meaning: &StatusMeaning,
    causes: &[LikelyCause],
    most: usize,
    parts: &[LookupPart],
    paint: Paint<'_>,
) -> String {
    let shown = |part| parts.contains(&part);
    let right = format!("at MET Norway's Weather API, as of {AS_OF}");
    let mut out = title(paint, Paint::status(meaning.code), &name(meaning.code), &right);
    out.push('\n');
    out.push_str(&paint.paragraph(&format!("{}.", meaning.summary.trim_end_matches('.')), 0));
    if shown(LookupPart::StatusMeaning) {
        out.push('\n');
        out.push_str(&paint.paragraph(meaning.meaning, 0));
    }
    if !causes.is_empty() {
        let heading = if causes.len() == 1 { "Why" } else { "Likely causes, most likely first" };
        out.push_str(&format!("\n{}\n", Paint::bold(heading)));
        for (i, cause) in causes.iter().take(most).enumerate() {
            out.push_str(&paint.item(&format!("{}.", i + 1), cause.cause, 2));
            if i == 0 || shown(LookupPart::Remedies) {
                out.push_str(&paint.item("->", cause.remedy, 5));
            }
        }
        if most < causes.len() {
            out.push_str(&paint.paragraph(&format!("and {} more, less likely", causes.len() - most), 5));
        }
    }
    if !meaning.avoid.is_empty() && shown(LookupPart::Avoid) {
        out.push_str(&format!("\n{}\n", Paint::bold("Don't")));
        for avoid in meaning.avoid {
            out.push_str(&paint.item("-", avoid, 2));
        }
    }
    out.push('\n');
    if let Some(differs) = meaning.differs.filter(|_| shown(LookupPart::Differs)) {
        out.push_str(&paint.labelled("RFC says", differs));
    }
    out.push_str(&paint.source("see", meaning.source));
    if let Some(registered) = status::registered(meaning.code) {
        out.push_str(&paint.source("", registered.rfc));
    }
    out
}

fn elsewhere(code: u16, paint: Paint<'_>) -> String {
    let Some(class) = StatusClass::of(code) else { return String::new() };
    let Some(registered) = status::registered(code) else { return unassigned(code, class, paint) };
    let right = format!("{}; not documented by MET", class.name());
    let mut out = title(paint, Paint::status(code), &name(code), &right);
    out.push('\n');
    out.push_str(&paint.paragraph(registered.meaning, 0));
    out.push_str(&advice(registered, paint));
    out.push('\n');
    out.push_str(&paint.source("see", registered.rfc));
    out
}

fn advice(registered: &StatusCode, paint: Paint<'_>) -> String {
    if registered.advice.is_empty() {
        return String::new();
    }
    let items: String = registered.advice.iter().map(|advice| paint.item("-", advice, 2)).collect();
    format!("\n{}\n{items}", Paint::bold("What to do"))
}

fn unassigned(code: u16, class: StatusClass, paint: Paint<'_>) -> String {
    let mut out = title(paint, Paint::status(code), &name(code), class.name());
    out.push('\n');
    let text = format!(
        "{code} is not registered; the server gives it a private meaning. By its class it is a {}.",
        class.name()
    );
    out.push_str(&paint.paragraph(&text, 0));
    out.push('\n');
    out.push_str(&paint.paragraph(class.meaning(), 0));
    out.push_str(&format!("\n{}\n", Paint::bold("What to do")));
    out.push_str(&paint.item("-", class.advice(), 2));
    out.push('\n');
    out.push_str(&paint.source("see", "RFC 9110 §15"));
    out
}

fn of_class(class: StatusClass, paint: Paint<'_>) -> String {
    let look = Paint::status(class.digit() * 100);
    let mut out = title(paint, look, &format!("{}xx {}", class.digit(), class.name()), "");
    out.push('\n');
    out.push_str(&paint.paragraph(class.meaning(), 0));
    out.push('\n');
    out.push_str(&super::codes::table(Some(Subject::StatusClass(class)), paint));
    out.push('\n');
    out.push_str(&paint.source("see", class.rfc()));
    out
}

fn of_error_class(class: &ErrorClass, paint: Paint<'_>) -> String {
    let look = class.statuses.first().map_or_else(Style::new, |code| Paint::status(*code));
    let right = format!("at MET Norway's Weather API, as of {AS_OF}");
    let mut out = title(paint, look, &format!("X-ErrorClass: {}", class.name), &right);
    out.push('\n');
    out.push_str(&paint.paragraph(class.meaning, 0));
    out.push_str(&format!("\n{}\n", Paint::bold("What to do")));
    out.push_str(&paint.item("-", class.advice, 2));
    out.push('\n');
    let statuses: Vec<String> = class.statuses.iter().map(|code| name(*code)).collect();
    out.push_str(&paint.labelled("status", &format!("usually {}", statuses.join(" or "))));
    out.push_str(&paint.source("see", "https://api.met.no/weatherapi/documentation"));
    out
}

/// The explanation of a subject in plain lines: what it means, what to do, and where it is written.
pub(super) fn lines(subject: Subject) -> Vec<String> {
    let value = json::status::status_value(subject);
    let advice = value.advice().iter().map(|advice| format!("  help: {advice}"));
    let see = value.source().map(|source| format!("  see: {source}"));
    subject::meaning(subject).into_iter().chain(advice).chain(see).collect()
}

/// A failure without a status: what it means, and how to find out more.
fn of_failure(rule: &Rule, paint: Paint<'_>) -> String {
    let mut out = title(paint, Paint::severity(rule.severity), rule.id, "no status: there was no response");
    out.push('\n');
    out.push_str(&paint.paragraph(&format!("{}.", rule.title), 0));
    out.push('\n');
    out.push_str(&paint.paragraph(rule.explanation, 0));
    out.push_str(&format!("\n{}\n", Paint::bold("What to do")));
    let test = "run metstatus with the URL on the same machine: it tests DNS, TCP and TLS in turn";
    let own = rule.advice.iter().copied().filter(|advice| !advice.starts_with("run metstatus"));
    for advice in std::iter::once(test).chain(own) {
        out.push_str(&paint.item("-", advice, 2));
    }
    out.push('\n');
    out.push_str(&paint.source("see", rule.reference));
    out
}
