//! The changelog feed of a product, and what it says of the end of a version.
//!
//! MET announces the end of a version in prose: <https://api.met.no/changelog> for people, and the same entries as
//! a feed, <https://api.met.no/doc/RSS>. [`parse`] reads the feed, [`dates`] the dates in a sentence, [`notices()`]
//! finds the sentences about one version, and [`end`] says which of them counts.

mod act;
mod clause;
mod entry;
mod feed;
mod markup;
mod notice;
mod notices;
mod patient;
mod phrase;
mod prose;
mod reader;
mod sentence;
#[cfg(test)]
mod tests;
mod title;

pub use entry::Entry;
pub(crate) use feed::MOST_ENTRIES;
pub use feed::{MAX_FEED, parse};
pub use notice::Kind;
pub(crate) use notice::Notice;
pub use notice::end;
pub use notices::notices;
pub(crate) use prose::ProseDate;
pub use prose::dates;
