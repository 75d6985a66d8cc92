//! The program as a function of its arguments, in a world that a test scripts: no process, no socket, no waiting.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod batches;
mod caching;
mod cron;
mod freshness;
mod incidents;
mod lifecycle;
mod live;
mod redirects;
mod requests;
mod state;
mod support;
mod world;
