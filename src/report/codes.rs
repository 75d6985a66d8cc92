//! The list of codes.

use serde_json::json;

use super::paint::Paint;
use crate::diagnosis::lookup::{Subject, known_codes, phrase};
use crate::http::status::{self, Class};
use crate::met::meanings::{self, AS_OF, meaning};

/// The list for people, MET's own codes first.
pub(crate) fn human(subject: Option<Subject>, paint: &Paint) -> String {
    let met = format!("Codes that MET Norway's Weather API documents or sends, as of {AS_OF}");
    let mut out = String::new();
    let chosen = chosen(subject);
    let (own, registered): (Vec<u16>, Vec<u16>) = chosen.into_iter().partition(|code| meaning(*code).is_some());
    if !own.is_empty() {
        out.push_str(&format!("{}\n", Paint::bold(&met)));
        out.push_str(&rows(&own, *paint));
    }
    if !registered.is_empty() {
        let gap = if own.is_empty() { "" } else { "\n" };
        out.push_str(&format!("{gap}{}\n", Paint::bold("Other codes in the IANA registry")));
        out.push_str(&rows(&registered, *paint));
    }
    out
}

/// Whether there is a list of this: a class or a known code, but no code that is not registered, and no X-ErrorClass.
pub(crate) fn lists(subject: Subject) -> bool {
    match subject {
        Subject::Code(code) => known_codes().contains(&code),
        Subject::Class(_) => true,
        Subject::ErrorClass(_) | Subject::Failure(_) => false,
    }
}

/// The rows alone, in the order of the numbers.
pub(crate) fn table(subject: Option<Subject>, paint: Paint) -> String {
    let mut codes = chosen(subject);
    codes.sort_unstable();
    rows(&codes, paint)
}

fn chosen(subject: Option<Subject>) -> Vec<u16> {
    let wanted = |code: &u16| match subject {
        None | Some(Subject::ErrorClass(_) | Subject::Failure(_)) => true,
        Some(Subject::Code(only)) => *code == only,
        Some(Subject::Class(class)) => Class::of(*code) == Some(class),
    };
    known_codes().into_iter().filter(wanted).collect()
}

fn rows(codes: &[u16], paint: Paint) -> String {
    let mut out = String::new();
    for &code in codes {
        let name = phrase(code).unwrap_or_default();
        let text = in_short(code, true).unwrap_or_default();
        for (i, line) in paint.wrapped(&text, 36).iter().enumerate() {
            match i {
                0 if name.chars().count() <= 29 => {
                    out.push_str(&format!("{} {name:<30} {line}\n", Paint::bold(&format!("{code:>4}"))))
                }
                0 => out.push_str(&format!("{} {name}\n{:36}{line}\n", Paint::bold(&format!("{code:>4}")), "")),
                _ => out.push_str(&format!("{:36}{line}\n", "")),
            }
        }
    }
    out
}

/// The list as JSON.
pub(crate) fn json(subject: Option<Subject>) -> String {
    let codes: Vec<_> =
        chosen(subject).into_iter().map(|code| super::json::status_value(Subject::Code(code))).collect();
    format!("{}\n", json!({ "schema": "metstatus-codes/1", "as_of": AS_OF, "codes": codes }))
}

/// One sentence on what a status means to the service it came from.
pub(crate) fn in_short(code: u16, met: bool) -> Option<String> {
    let own = if met { meanings::meaning(code).map(|meaning| meaning.summary) } else { None };
    let registered = || status::registered(code).map(|status| status.meaning.split(". ").next().unwrap_or_default());
    own.or_else(registered).map(|text| text.trim_end_matches('.').to_owned())
}
