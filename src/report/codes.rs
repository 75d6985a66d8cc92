//! The list of codes.

use serde_json::json;

use super::paint::Paint;
use super::subject;
use crate::diagnosis::lookup::{Subject, known_codes, phrase};
use crate::http::status::StatusClass;
use crate::met::meanings::{AS_OF, meaning};
use crate::sort::sort_by_key;

/// The list for people, MET's own codes first.
pub(crate) fn human(subject: Option<Subject>, paint: &Paint) -> String {
    let met = format!("Codes that MET Norway's Weather API documents or sends, as of {AS_OF}");
    let mut out = String::new();
    let chosen = chosen(subject);
    let (own, registered): (Vec<u16>, Vec<u16>) = chosen.into_iter().partition(|code| meaning(*code).is_some());
    if !own.is_empty() {
        out.push_str(&paint.list_heading(&met));
        out.push_str(&rows(&own, *paint));
    }
    if !registered.is_empty() {
        let gap = if own.is_empty() { "" } else { "\n" };
        out.push_str(&format!("{gap}{}", paint.list_heading("Other codes in the IANA registry")));
        out.push_str(&rows(&registered, *paint));
    }
    out
}

/// Whether there is a list of this: a class or a known code, but not a code that is not registered, nor anything else.
pub(crate) fn lists(subject: Subject) -> bool {
    match subject {
        Subject::Code(code) => known_codes().contains(&code),
        Subject::StatusClass(_) => true,
        _ => false,
    }
}

/// The rows alone, in the order of the numbers.
pub(crate) fn table(subject: Option<Subject>, paint: Paint) -> String {
    let mut codes = chosen(subject);
    sort_by_key(&mut codes, |code| *code);
    rows(&codes, paint)
}

pub(super) fn chosen(subject: Option<Subject>) -> Vec<u16> {
    let wanted = |code: &u16| match subject {
        Some(Subject::Code(only)) => *code == only,
        Some(Subject::StatusClass(class)) => StatusClass::of(*code) == Some(class),
        _ => true,
    };
    known_codes().into_iter().filter(wanted).collect()
}

fn rows(codes: &[u16], paint: Paint) -> String {
    let mut out = String::new();
    for &code in codes {
        let name = phrase(code).unwrap_or_default();
        let head = format!("{} {name}", Paint::styled(Paint::status(code), &format!("{code:>4}")));
        out.push_str(&paint.row(&head, 36, &subject::in_short(code, true).unwrap_or_default()));
    }
    out
}

/// The list as JSON.
pub(crate) fn json(subject: Option<Subject>) -> String {
    let codes: Vec<_> =
        chosen(subject).into_iter().map(|code| super::json::status::status_value(Subject::Code(code))).collect();
    format!("{}\n", json!({ "schema": "metstatus-codes/1", "as_of": AS_OF, "codes": codes }))
}
