//! The changelog feed of a product, and what it says of the end of a version.
//!
//! MET announces the end of a version in prose: <https://api.met.no/changelog> for people, and the same entries as
//! a feed, <https://api.met.no/doc/RSS>. [`parse`] reads the feed, [`dates`] the dates in a sentence, [`notices()`]
//! scores the sentences and returns those about one version, and [`end`] says which of them counts.

mod day;
mod entry;
mod event;
mod feed;
mod markup;
mod notice;
mod notices;
mod place;
mod prose;
mod scorer;
mod sentence;
#[cfg(test)]
mod tests;
mod title;
mod words;

pub use entry::Entry;
pub(crate) use feed::{FeedError, MOST_ENTRIES};
pub use feed::{MAX_FEED, parse};
pub use notice::Kind;
pub(crate) use notice::Notice;
pub use notice::end;
pub use notices::notices;
pub(crate) use prose::ProseDate;
pub use prose::dates;
