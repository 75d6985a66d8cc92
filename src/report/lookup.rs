//! The explanation of a code, a class or an X-ErrorClass, for people.

use super::paint::Paint;
use crate::diagnosis::lookup::{Subject, likely_causes, phrase};
use crate::diagnosis::rule::Rule;
use crate::diagnosis::rules;
use crate::http::status::{self, Class, StatusCode};
use crate::met::error_class::ErrorClass;
use crate::met::meanings::{AS_OF, Meaning, meaning};

/// The explanation of a subject.
pub(crate) fn explain(subject: Subject, paint: Paint) -> String {
    match subject {
        Subject::Code(code) => match meaning(code) {
            Some(meaning) => at_met(meaning, paint),
            None => elsewhere(code, paint),
        },
        Subject::Class(class) => of_class(class, paint),
        Subject::ErrorClass(class) => of_error_class(class, paint),
        Subject::Failure(id) => rules::find(id).map(|rule| of_failure(rule, paint)).unwrap_or_default(),
    }
}

fn title(paint: Paint, left: &str, right: &str) -> String {
    paint.line_with_right(&Paint::bold(left), left.chars().count(), right)
}

fn name(code: u16) -> String {
    format!("{code} {}", phrase(code).unwrap_or("(unassigned)"))
}

fn at_met(meaning: &Meaning, paint: Paint) -> String {
    let mut out = title(paint, &name(meaning.code), &format!("at MET Norway's Weather API, as of {AS_OF}"));
    out.push('\n');
    out.push_str(&paint.paragraph(&format!("{}.", meaning.summary.trim_end_matches('.')), 0));
    out.push('\n');
    out.push_str(&paint.paragraph(meaning.meaning, 0));
    let causes = likely_causes(meaning.code);
    if !causes.is_empty() {
        let heading = if causes.len() == 1 { "Why" } else { "Likely causes, most likely first" };
        out.push_str(&format!("\n{}\n", Paint::bold(heading)));
        for (i, cause) in causes.iter().enumerate() {
            out.push_str(&paint.item(&format!("{}.", i + 1), cause.cause, 2));
            out.push_str(&paint.item("->", cause.remedy, 5));
        }
    }
    if !meaning.avoid.is_empty() {
        out.push_str(&format!("\n{}\n", Paint::bold("Don't")));
        for avoid in meaning.avoid {
            out.push_str(&paint.item("-", avoid, 2));
        }
    }
    out.push('\n');
    if let Some(differs) = meaning.differs {
        out.push_str(&paint.labelled("RFC says", differs));
    }
    out.push_str(&paint.source("see", meaning.source));
    if let Some(registered) = status::registered(meaning.code) {
        out.push_str(&paint.source("", registered.rfc));
    }
    out
}

fn elsewhere(code: u16, paint: Paint) -> String {
    let Some(class) = Class::of(code) else { return String::new() };
    let Some(registered) = status::registered(code) else { return unassigned(code, class, paint) };
    let mut out = title(paint, &name(code), &format!("{}; not documented by MET", class.name()));
    out.push('\n');
    out.push_str(&paint.paragraph(registered.meaning, 0));
    out.push_str(&advice(registered, paint));
    out.push('\n');
    out.push_str(&paint.source("see", registered.rfc));
    out
}

fn advice(registered: &StatusCode, paint: Paint) -> String {
    if registered.advice.is_empty() {
        return String::new();
    }
    let items: String = registered.advice.iter().map(|advice| paint.item("-", advice, 2)).collect();
    format!("\n{}\n{items}", Paint::bold("What to do"))
}

fn unassigned(code: u16, class: Class, paint: Paint) -> String {
    let mut out = title(paint, &name(code), class.name());
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

fn of_class(class: Class, paint: Paint) -> String {
    let mut out = title(paint, &format!("{}xx {}", class.digit(), class.name()), "");
    out.push('\n');
    out.push_str(&paint.paragraph(class.meaning(), 0));
    out.push('\n');
    out.push_str(&super::codes::table(Some(Subject::Class(class)), paint));
    out.push('\n');
    out.push_str(&paint.source("see", class.rfc()));
    out
}

fn of_error_class(class: &ErrorClass, paint: Paint) -> String {
    let mut out =
        title(paint, &format!("X-ErrorClass: {}", class.name), &format!("at MET Norway's Weather API, as of {AS_OF}"));
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

/// A failure without a status: what it means, and how to find out more.
fn of_failure(rule: &Rule, paint: Paint) -> String {
    let mut out = title(paint, rule.id, "no status: there was no response");
    out.push('\n');
    out.push_str(&paint.paragraph(&format!("Usually {}.", rule.title), 0));
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
