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
mod batch;
mod check;
mod check_result;
mod client;
mod coordinate;
mod date;
mod digest;
mod formats;
mod hash;
mod heads;
mod host;
mod judge;
mod lifetimes;
mod limits;
mod live;
mod live_words;
mod memo;
mod merge;
mod name;
mod outcome;
mod overview;
mod partial;
mod peak;
mod product_tally;
mod products;
mod readings;
mod record;
mod redirects;
mod sandbox_run;
mod seam;
mod series;
mod settings;
mod settle;
mod sketch;
mod source;
mod stream;
mod table;
mod target;
mod timeline;
mod weigh;
mod windows;
mod words;

pub(crate) use batch::BatchCounts;
pub(crate) use check::is_check;
pub(crate) use check_result::{CheckOutcome, CheckResult, Unjudged};
pub(crate) use digest::Digester;
pub(crate) use hash::{AddressKey, stable as stable_hash};
pub(crate) use judge::Judge;
pub(crate) use lifetimes::{EXPIRED, Lifetimes, begins as share_of_bucket};
pub(crate) use name::application as application_name;
pub(crate) use outcome::{Judged, Numbers};
pub(crate) use overview::{OverTime, Overview};
pub(crate) use partial::Partial;
pub(crate) use peak::Peak;
pub(crate) use readings::Readings;
pub(crate) use sandbox_run::{ProductChecks, SandboxRun};
pub(crate) use settings::{By, JudgeSettings};
pub(crate) use source::LogSource;
pub(crate) use timeline::ResponseKind;

#[cfg(test)]
mod accusation_tests;
#[cfg(test)]
mod ground_tests;
#[cfg(test)]
mod law_tests;
#[cfg(test)]
mod log_forms;
#[cfg(test)]
mod log_tests;
#[cfg(test)]
mod merge_tests;
#[cfg(test)]
mod tests;
