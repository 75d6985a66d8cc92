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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_without_conditions_keeps_its_other_fields() {
        let kept = [("Accept", "*/*"), ("If", "x"), ("Accept-Ranges", "bytes"), ("If-Range-X", "x"), ("accept", "x")];
        let conditions =
            ["If-Modified-Since", "IF-NONE-MATCH", "if-match", "If-Unmodified-Since", "If-Range", "Range", "range"];
        let plain: Fields = kept.into_iter().collect();
        assert_eq!(without_conditions(&plain), plain);
        for condition in conditions {
            let fields: Fields = [kept[0], (condition, "x")].into_iter().chain(kept[1..].iter().copied()).collect();
            assert_eq!(without_conditions(&fields), plain, "{condition}");
        }
    }
}
