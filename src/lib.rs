//! metstatus explains HTTP statuses as MET Norway's Weather API means them, and diagnoses live and captured
//! responses.
//!
//! # How it is built
//!
//! ```text
//! argv ─ cli ─▶ Job ─ inquiry ─▶ Action::{Fetch, Wait, Done(Evidence)} ─ facts ─▶ rules ─▶ [Finding] ─▶ Diagnosis
//!                        ▲              │                                                                 │
//!                        └── Exchange ── net (ureq) │ intake (dumps, HAR, logs)                  report ─▶ bytes
//!                                                                                    worst Verdict ─▶ exit code
//! ```
//!
//! The core is pure: rules take evidence and return findings; time, network, files and environment come in
//! through a [`World`](world::World). Requests are decided by one state machine ([`inquiry`]) that touches no
//! socket, because each request counts under MET's terms. A request that failed is evidence like any other.

mod batch;
mod capture;
pub mod cause;
mod check;
pub mod cli;
pub mod conditions;
pub mod diagnosis;
pub mod disk;
pub mod escape;
pub mod evidence;
pub mod exit;
pub mod facts;
mod fetchers;
pub mod finding;
mod gather;
pub mod help;
pub mod http;
pub mod inquiry;
pub mod intake;
pub mod job;
mod kept;
pub mod lifecycle;
pub mod limits;
mod listing;
mod live;
pub mod lookup;
mod memory;
pub mod met;
mod near;
pub mod net;
pub mod outlet;
mod output;
pub mod pace;
mod planner;
mod plugin;
mod progress;
pub mod proof;
pub mod range;
mod redaction;
pub mod redirect;
pub mod report;
pub mod rules;
mod run;
mod settings;
mod splay;
pub mod state;
pub mod tally;
mod targets;
mod typed;
mod usage;
pub mod verdict;
pub mod world;

pub use run::run;
