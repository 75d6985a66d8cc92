//! The program as a function of its arguments, in a world that a test scripts: no process, no socket, no waiting.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cron;
mod support;
mod world;
