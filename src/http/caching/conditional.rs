//! The fields that make a request conditional (RFC 9110 §13.1).

use crate::http::syntax::message::Fields;
/// Fields without those that make a request conditional (RFC 9110 §13.1, §14.2).
pub(crate) fn without_conditions(fields: &Fields) -> Fields {
    let kept = fields.iter().filter(|field| field.name.as_str().is_none_or(|name| !is_condition(name)));
    kept.map(|field| (field.name.clone(), field.value.clone())).collect()
}

/// Whether a field of this name makes a request conditional.
pub(crate) fn is_condition(name: &str) -> bool {
    ["if-modified-since", "if-none-match", "if-match", "if-unmodified-since", "if-range", "range"]
        .iter()
        .any(|condition| name.eq_ignore_ascii_case(condition))
}
