//! The grammar of messages: heads, fields, quoted strings, codings, and bodies as documents.

pub mod content_coding;
pub mod delta_seconds;
pub mod document;
pub mod excerpt;
pub mod message;
pub mod quoted;
pub mod scanner;
