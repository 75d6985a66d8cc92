//! What the entries of a changelog say of one version of one product.

use crate::http::time::timestamp::Timestamp;
use crate::text::escape::Text;

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The version, or its product as a whole, ends or has ended.
    End,
    /// An end that was announced no longer holds: it was called off, or put off without another day.
    Kept,
    /// The version is deprecated or replaced.
    Deprecated,
    /// The version is in beta.
    Beta,
    /// The version has left beta.
    OutOfBeta,
}

/// What one sentence of a changelog says of the version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is about.
    pub kind: Kind,
    /// The start of the day that it names, in UTC; `None` when it names no whole day.
    pub day: Option<Timestamp>,
    /// Whether the year of the day was taken from the day of writing.
    pub year_inferred: bool,
    /// Whether exactly one version and one date stand in the sentence, which leaves no doubt which belong together.
    pub is_alone: bool,
    /// Whether the day lies before the entry was written although the sentence speaks of the future.
    pub suspect: bool,
    /// The sentence. It is not escaped and must not be written to any output as it is.
    pub sentence: String,
    /// The title of the entry.
    pub title: Text,
    /// The address of the entry.
    pub link: Option<Text>,
    /// When the entry was written.
    pub written: Option<Timestamp>,
    /// What takes the place of the version, such as `textforecast/3.0`.
    pub successor: Option<String>,
}

/// The notice that says when the version ends: the newest end that is not suspect and has a day, or else the newest
/// without a day; `None` when there is none, or a newer entry says that it no longer holds.
pub fn end(notices: &[Notice]) -> Option<&Notice> {
    let standing = || {
        notices
            .iter()
            .take_while(|notice| notice.kind != Kind::Kept)
            .filter(|notice| notice.kind == Kind::End && !notice.suspect)
    };
    standing().find(|notice| notice.day.is_some()).or_else(|| standing().next())
}
