//! What a client's traffic shows over time: what of MET's terms it keeps, what it breaks, and what its source cannot
//! show.
//!
//! ```text
//! Event ─ digest ─▶ Record ─ settle ─▶ counts by client ─ outcome ─▶ Judged { checks, findings, numbers }
//!                              ▲ │
//!                              │ ▼  what is known of each client and URL (bounded)
//! ```
//!
//! The judge is pure: time and addresses come with the events. It holds a bounded amount, and two judges of parts of a
//! log can be merged into that of the whole.

mod agent;
mod check;
mod client;
mod date;
mod event;
mod hash;
mod judge;
mod merge;
mod name;
mod outcome;
mod record;
mod redirects;
mod seam;
mod series;
mod settle;
mod sketch;
mod stream;
mod table;
mod target;
mod windows;
mod words;

pub use check::{Check, Fields};
pub use event::{Event, Forwarded, Shown, Vantage};
pub use hash::AddressKey;
pub use judge::{By, Counts, Judge, Settings};
pub use outcome::{CheckResult, Judged, Numbers, Outcome, Peak, Verdicts};

/// Seconds by which a line may be earlier than the one before it.
const BACKWARDS_S: u32 = 5;

#[cfg(test)]
mod tests;
