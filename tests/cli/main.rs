//! The whole binary, put to scripted servers on the loopback interface and to files.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod audit;
mod controls;
mod edges;
mod faults;
mod limits;
mod live;
mod outputs;
mod plugin;
mod redirects;
mod sandbox;
mod sandbox_reports;
mod screens;
mod shells;
mod signals;
mod state;
mod support;
mod terminal;
mod transport;
mod typed;
mod usage;
