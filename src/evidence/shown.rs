//! How much of a request a capture shows: a field that was not sent differs from one that is not shown.

use crate::evidence::Request;
use crate::text::escape::Text;

/// How much of a request is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Every field that was sent is here: one that is missing was not sent.
    #[default]
    Whole,
    /// Some fields are here: one that is missing may have been sent all the same.
    Partly,
    /// The URL alone, as in most log lines: nothing is known of the fields.
    UrlOnly,
}

/// What is known of one field of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent<'a> {
    /// It was sent with this value.
    Value(&'a Text),
    /// The whole request is known, and the field is not in it.
    Not,
    /// The capture does not show it.
    NotShown,
}

impl<'a> Sent<'a> {
    /// The value, where one is known.
    pub fn value(self) -> Option<&'a Text> {
        match self {
            Self::Value(value) => Some(value),
            Self::Not | Self::NotShown => None,
        }
    }

    /// Whether the capture does not show it.
    pub fn is_unknown(self) -> bool {
        self == Self::NotShown
    }
}

impl Request {
    /// What is known of a field: rules and causes ask this, and never take an unknown field for one that was not sent.
    pub fn sent(&self, name: &str) -> Sent<'_> {
        match (self.fields.get(name), self.shown) {
            (Some(value), _) => Sent::Value(value),
            (None, Shown::Whole) => Sent::Not,
            (None, Shown::Partly | Shown::UrlOnly) => Sent::NotShown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::syntax::message::Fields;

    #[test]
    fn missing_field_was_not_sent_only_where_all_is_shown() {
        let fields: Fields = [("User-Agent", "a/1")].into_iter().collect();
        let request = |shown| Request { method: "GET".into(), url: None, fields: fields.clone(), shown };
        for (shown, expected) in
            [(Shown::Whole, Sent::Not), (Shown::Partly, Sent::NotShown), (Shown::UrlOnly, Sent::NotShown)]
        {
            assert_eq!(request(shown).sent("if-modified-since"), expected, "{shown:?}");
            assert_eq!(request(shown).sent("user-agent").value().and_then(Text::as_str), Some("a/1"), "{shown:?}");
        }
    }
}
