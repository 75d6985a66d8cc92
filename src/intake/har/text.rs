//! Texts in the JSON of an archive.

use serde_json::Value;

/// The text at a pointer (RFC 6901), where there is one.
pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}
