//! An entry of the changelog.

use crate::http::time::timestamp::Timestamp;
use crate::text::escape::Text;

/// One entry of a changelog feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The title, without markup; empty when there is none.
    pub title: Text,
    /// The address of the entry, when it is a web address.
    pub link: Option<Text>,
    /// When the entry was written, by its own date, or else by the date at the end of its title.
    pub written: Option<Timestamp>,
    /// The text without markup and without what is struck out, a line per paragraph. It is not escaped and must
    /// not be written to any output as it is.
    pub text: String,
}
