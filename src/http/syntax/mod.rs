//! The grammar of messages: heads, fields, quoted strings, codings, and bodies as documents.

pub(crate) mod body_text;
pub(crate) mod content_coding;
pub(crate) mod delta_seconds;
pub(crate) mod document;
mod fields;
mod json_grammar;
pub(crate) mod message;
mod offence;
pub(crate) mod quoted;
pub(crate) mod scanner;
