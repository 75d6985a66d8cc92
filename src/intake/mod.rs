//! Captured input, turned into the same evidence that a live check makes.

pub(crate) mod command;
mod curl;
mod dumps;
#[cfg(test)]
mod examples;
mod group;
pub(crate) mod har;
pub(crate) mod kinds;
pub(crate) mod lift;
mod lines;
pub(crate) mod log;
mod log_escape;
mod nothing;
mod paste;
#[cfg(test)]
mod refusals;
mod sheet;
mod timeline;
pub(crate) mod transcript;
mod unwrap;
pub(crate) mod weblog;

use std::borrow::Cow;
use std::fmt;

use crate::evidence::event::Event;
use crate::evidence::form::Form;
use crate::evidence::{Body, Evidence, Exchange, Failure, Request, Response, Role, Timing, checksum};
use crate::http::time::date::{Timestamp, parse_http_date};
use crate::http::uri::target::Url;

/// One captured target: its evidence, and where in the input it begins.
#[derive(Clone, Debug)]
pub struct Captured {
    /// Where in the input it begins, such as `line 3` or `entry 7`.
    pub place: String,
    /// When its last answer was received, where the input shows; its exchanges have their own times then.
    pub at: Option<Timestamp>,
    /// What was captured.
    pub evidence: Evidence,
    /// The number of its kind, where it is one of the kinds of requests of a log.
    pub kind: Option<usize>,
}

impl Captured {
    /// The line where it begins; of what has no lines, such as an archive, the first.
    pub fn line(&self) -> usize {
        self.place.strip_prefix("line ").and_then(|line| line.parse().ok()).unwrap_or(1)
    }
}

/// What an input holds.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The targets, in the order of the input.
    pub captured: Vec<Captured>,
    /// What the reader of a report has to know of the rest of the input, safe to show.
    pub notes: Vec<String>,
}

/// One captured request and what came back, before it is known what they are to each other.
#[derive(Clone, Debug, Default)]
struct Piece {
    /// The number of the line or entry, from 1.
    line: usize,
    at: Option<Timestamp>,
    request: Option<Request>,
    response: Option<Response>,
    failure: Option<Failure>,
    timing: Timing,
    form: Option<&'static Form>,
    several_services: bool,
}

impl Piece {
    fn url(&self) -> Option<&Url> {
        self.request.as_ref()?.url.as_ref()
    }

    fn status(&self) -> Option<u16> {
        self.response.as_ref().map(|response| response.head.status)
    }
}

/// Bytes of a captured content that are kept: to report more needs only its length and its checksum.
const KEPT_CONTENT: usize = 256 * 1024;

/// Content as evidence, the end of a long one left out.
fn kept<'a>(content: impl Into<Cow<'a, [u8]>>) -> Body {
    let content = content.into();
    match content.len().checked_sub(KEPT_CONTENT) {
        None | Some(0) => Body { bytes: content.into_owned(), ..Body::default() },
        Some(dropped) => Body {
            bytes: content.get(..KEPT_CONTENT).unwrap_or_default().to_vec(),
            dropped,
            checksum: Some(checksum(&content)),
            ..Body::default()
        },
    }
}

/// Why an input could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, where it is known.
    pub column: Option<usize>,
    /// What is wrong there.
    pub reason: String,
    /// What to do, safe to show; a second line is set off below the first.
    pub help: Option<String>,
}

impl IntakeError {
    fn at_line(line: usize, reason: impl Into<String>) -> Self {
        Self { line, column: None, reason: reason.into(), help: None }
    }
}

impl fmt::Display for IntakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "line {}, column {column}: {}", self.line, self.reason),
            None => write!(f, "line {}: {}", self.line, self.reason),
        }
    }
}

/// What the user says of an input beyond the input itself.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// The URL that was requested, for what shows none; of a log that shows paths alone, the scheme and the host.
    pub url: Option<Url>,
    /// The User-Agent that was sent, for what does not show it.
    pub user_agent: Option<String>,
}

/// The failure of this name, such as `ENOTFOUND` or `java.net.SocketTimeoutException`.
pub(crate) fn failure_named(name: &str) -> Option<Failure> {
    lift::failure::named(name).map(|failure| failure.failure(name))
}

/// Reads an input without any hints.
///
/// # Errors
/// When it holds nothing that can be judged, or breaks off; with the place.
pub fn read(input: &[u8]) -> Result<Reading, IntakeError> {
    read_with(input, &Hints::default())
}

/// Reads an input of any kind known, recognised by its content: a HAR, an access log, or HTTP messages as curl and
/// people write them.
///
/// # Errors
/// When it holds nothing that can be judged, or breaks off; with the place.
pub fn read_with(input: &[u8], hints: &Hints) -> Result<Reading, IntakeError> {
    read_watched(input, hints, &mut |_, _| ())
}

/// The same, and gives every request of a log to MET to `watch`, as MET received it, with the number of its kind.
///
/// # Errors
/// When it holds nothing that can be judged, or breaks off; with the place.
pub(crate) fn read_watched(
    input: &[u8],
    hints: &Hints,
    watch: &mut dyn FnMut(usize, &Event<'_>),
) -> Result<Reading, IntakeError> {
    if har::is_json_object(input) {
        return match har::read(input) {
            Ok(read) => read,
            Err(error) if har::is_named(input) => Err(error),
            Err(_) if log::is_log(input) => kinds::read(input, hints, watch),
            // What is not a recording may be a log line in JSON.
            Err(error) => paste::read(input, hints).map_err(|_| error),
        };
    }
    if log::is_log(input) {
        return kinds::read(input, hints, watch);
    }
    paste::read(input, hints)
}

/// An exchange with its time, where it has one.
pub(crate) type Timed = (Option<Timestamp>, Exchange);

/// Every exchange of an archive or a capture, with its time where it has one, and what is to be said of the rest.
///
/// # Errors
/// When it holds nothing that can be judged, or breaks off; with the place.
pub(crate) fn exchanges(input: &[u8]) -> Result<(Vec<Timed>, Vec<String>), IntakeError> {
    if har::is_json_object(input) {
        let (pieces, _, notes) = har::requests(input)??;
        let with_time = |piece: Piece| (piece.at, group::exchange(Role::First, piece));
        return Ok((pieces.into_iter().map(with_time).collect(), notes));
    }
    let captured = paste::read(input, &Hints::default())?.captured;
    let timed = captured.into_iter().flat_map(|captured| {
        let at = captured.at;
        captured.evidence.exchanges.into_iter().map(move |exchange| {
            let date = exchange.fields().and_then(|fields| fields.get("date"));
            let date = date.and_then(|date| parse_http_date(date.as_bytes(), Timestamp::from_unix(0)).usable());
            (at.map(|_| exchange.sent_at).or(date), exchange)
        })
    });
    Ok((timed.collect(), Vec::new()))
}

/// Sets when the captured exchanges took place: the answer at the moment `at`, later ones by their Date as much later.
pub fn receive(evidence: &mut Evidence, at: Timestamp) {
    let date = |exchange: &Exchange| parse_http_date(exchange.fields()?.get("date")?.as_bytes(), at).usable();
    let answered = evidence.answer().and_then(date);
    for exchange in &mut evidence.exchanges {
        // A cache may send an older Date; nothing was received before it was asked for.
        let later = answered.zip(date(exchange)).map_or(0, |(first, date)| date.seconds_since(first).max(0));
        let at = if matches!(exchange.role, Role::Replay(_)) { at.saturating_add(later) } else { at };
        exchange.sent_at = at;
        exchange.received_at = at;
    }
}
