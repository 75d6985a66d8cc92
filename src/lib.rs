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

pub mod app;
pub mod diagnosis;
pub mod error;
pub mod evidence;
pub mod exit;
pub mod http;
pub mod inquiry;
pub mod intake;
pub mod met;
pub mod net;
pub mod report;
pub mod store;
pub mod text;
pub mod world;

pub use app::run::run;
