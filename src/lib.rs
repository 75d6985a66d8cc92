//! metstatus explains HTTP statuses as MET Norway's Weather API means them, and diagnoses live and captured
//! responses.
//!
//! # How it is built
//!
//! ```text
//! argv ─ args ─▶ plan ─ inquiry ─▶ Action::{Fetch, Wait, Done(Evidence)} ─ facts ─▶ rules ─▶ [Finding] ─▶ Diagnosis
//!                          ▲              │                                                                 │
//!                          └── Exchange ── net (ureq) │ intake (dumps, HAR, logs)                  report ─▶ bytes
//!                                                                                      worst Verdict ─▶ exit code
//! ```
//!
//! The core is pure: rules take evidence and return findings; time, network, files and environment come in
//! through a `World`. Requests are decided by one state machine (`inquiry`) that touches no
//! socket, because each request counts under MET's terms. A request that failed is evidence like any other.
//!
//! # Its floors
//!
//! The folders are layers. An import runs downwards or stays in its folder, and no two files import each other in a
//! circle; `tests/layers.rs` holds both.
//!
//! ```text
//! main.rs  lib.rs                   the process
//! app/                              args (the command line) · plan · batch · commands · console, output, run
//! report/                           one file a format
//! sandbox/                          a local api.met.no: what it answers, and what it notes of each request
//! traffic/                          what many requests of a client show: judged while they stream by
//! inquiry/    intake/    exit.rs    which request is next · what others captured · what the exit code says
//! diagnosis/                        catalogue (rules as data) · lints · cause · facts · rules (what looks for them)
//! net/        store/                the only user of ureq · files
//! met/        world.rs              what MET says, as data · traits for everything outside
//! evidence/                         exchanges, failures, secrets in them: only what was observed
//! http/                             syntax · time · uri · status · caching · lifecycle · pacing: no I/O, no MET
//! text/  error.rs  sort.rs           escaping, secrets, sizes · an error that a user can act on · sorting
//! ```

#![allow(rustdoc::private_intra_doc_links, reason = "the documentation is for those who change the program")]

mod app;
mod diagnosis;
mod error;
mod evidence;
mod exit;
mod http;
mod inquiry;
mod intake;
#[doc(hidden)]
pub mod internals;
mod met;
mod net;
mod report;
mod sandbox;
mod sort;
mod store;
mod text;
mod traffic;
mod world;

pub use app::run::run;
