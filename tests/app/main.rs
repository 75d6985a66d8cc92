//! The program as a function of its arguments, in a world that a test scripts: no process, no socket, no waiting.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod audit;
mod batches;
mod caching;
mod captures;
mod classes;
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
mod inquiry;
mod lifecycle;
mod limits;
mod lints;
mod live;
mod looks;
mod outputs;
mod page;
mod parallel;
mod pastes;
mod picture;
mod plugin;
mod polling;
mod recordings;
mod redirects;
mod refusals;
mod release;
mod requests;
mod secrets;
mod settings;
mod signals;
mod standards;
mod state;
mod support;
mod terminal;
mod thresholds;
mod transport;
mod usage;
mod world;
