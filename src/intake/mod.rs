//! Captured input, turned into the same evidence that a live check makes.

mod curl;
mod group;
mod lines;
pub mod transcript;

use std::fmt;

use crate::evidence::{Evidence, Failure, Request, Response};
use crate::http::date::Timestamp;

/// One captured target: its evidence, and where in the input it begins.
#[derive(Clone, Debug)]
pub struct Captured {
    /// The line of the input, from 1, in which it begins.
    pub line: usize,
    /// What was captured. Its times are not set yet.
    pub evidence: Evidence,
}

/// One captured request and what came back, before it is known what they are to each other.
#[derive(Clone, Debug, Default)]
struct Piece {
    line: usize,
    request: Option<Request>,
    response: Option<Response>,
    failure: Option<Failure>,
}

/// Why an input could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

impl fmt::Display for IntakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

/// Sets when the captured exchanges took place: all of them at the moment `at`.
pub fn receive(evidence: &mut Evidence, at: Timestamp) {
    for exchange in &mut evidence.exchanges {
        exchange.sent_at = at;
        exchange.received_at = at;
    }
}
