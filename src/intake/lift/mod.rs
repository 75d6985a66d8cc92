//! What people paste: lines in which a program says that a request was answered with a status, or that it failed.
//!
//! Each line is read for what it states: URLs, a status, a failure, a command, words of MET's, fields. Then
//! the statements are put together: the URL of one line with the status of another, and what is reported twice as one.

mod command;
mod console;
mod cues;
mod event;
mod events;
pub(crate) mod failure;
pub(crate) mod forms;
mod gather;
pub(super) mod json;
mod names;
mod remarks;
mod services;
pub(crate) mod status;
mod url;

pub(super) use event::{hinted, named};
pub(super) use gather::{Gathered, gather};

/// A line that is not a part of a message.
#[derive(Clone, Debug)]
pub(super) struct Loose<'a> {
    /// Its number in the input, from 1.
    pub(super) number: usize,
    /// Its text.
    pub(super) text: std::borrow::Cow<'a, str>,
}

/// The URLs of a line that are not documentation.
pub(super) fn urls(line: &str) -> Vec<crate::http::uri::target::Url> {
    url::urls(line).into_iter().map(|found| found.url).filter(|url| !events::is_documentation(url)).collect()
}

/// Lines between which statements are taken to be about the same request.
const NEAR: usize = 12;
