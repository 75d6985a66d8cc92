//! The whole binary, put to scripted servers on the loopback interface and to files.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod batches;
mod caching;
mod captures;
mod codes;
mod contrib;
mod controls;
mod cron;
mod edges;
mod faults;
mod formats;
mod freshness;
mod hostile;
mod incidents;
mod lifecycle;
mod limits;
mod lints;
mod live;
mod looks;
mod outputs;
mod picture;
mod plugin;
mod recordings;
mod redirects;
mod refusals;
mod requests;
mod screens;
mod shells;
mod signals;
mod state;
mod support;
mod terminal;
mod transport;
mod typed;
mod usage;
