//! The whole binary, put to scripted servers on the loopback interface and to files.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod captures;
mod controls;
mod edges;
mod faults;
mod limits;
mod lints;
mod live;
mod outputs;
mod pastes;
mod plugin;
mod recordings;
mod redirects;
mod refusals;
mod shells;
mod signals;
mod standards;
mod state;
mod support;
mod terminal;
mod transport;
mod usage;
