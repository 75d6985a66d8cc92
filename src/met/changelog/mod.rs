//! The changelog feed of a product, and what it says of the end of a version.
//!
//! MET announces the end of a version in prose: <https://api.met.no/changelog> for people, and the same entries as
//! a feed, <https://api.met.no/doc/RSS>. [`parse`] reads the feed, [`dates`] the dates in a sentence, [`notices`]
//! finds the sentences about one version, and [`end`] says which of them counts.

mod act;
mod clause;
mod feed;
mod markup;
mod notice;
mod phrase;
mod prose;
mod reader;
mod sentence;
#[cfg(test)]
mod tests;

pub use feed::{Entry, FeedError, parse};
pub use notice::{Kind, Notice, end, notices};
pub use prose::{ProseDate, dates};

/// Whether bytes look like a feed, and not like a captured response.
pub fn looks_like_feed(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(2000)).unwrap_or_default()).to_ascii_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    start.starts_with('<') && ["<rdf:rdf", "<rdf", "<rss", "<feed"].iter().any(|root| start.contains(root))
}
