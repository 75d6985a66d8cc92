//! What was looked up, in a few words that every format may use.

use super::products;
use crate::diagnosis::lookup::Subject;
use crate::http::status;
use crate::met::meanings;

/// One sentence on what a status means to the service it came from.
pub(crate) fn in_short(code: u16, met: bool) -> Option<String> {
    let own = if met { meanings::meaning(code).map(|meaning| meaning.summary) } else { None };
    let registered = || status::registered(code).map(|status| status.meaning.split(". ").next().unwrap_or_default());
    own.or_else(registered).map(|text| text.trim_end_matches('.').to_owned())
}

/// What a subject of a look-up means, in one sentence or a few.
pub(super) fn meaning(subject: Subject) -> Option<String> {
    match subject {
        Subject::Code(code) => in_short(code, true),
        Subject::StatusClass(class) => Some(class.meaning().to_owned()),
        Subject::ErrorClass(class) => Some(class.meaning.to_owned()),
        Subject::Product(product) => Some(products::in_short(product)),
        Subject::Version(version) => Some(products::state_of(version)),
        Subject::Rule(rule) | Subject::Failure(rule) => Some(rule.title.to_owned()),
    }
}

/// What an entry is and says first, where it was looked up: `looked up 403 Forbidden`.
pub(super) fn looked_up(subject: Subject) -> String {
    format!("looked up {}", subject.title())
}
