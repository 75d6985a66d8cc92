//! A local api.met.no for tests: it answers like MET, and notes what arrives for the judge of `traffic`.
//!
//! ```text
//! bytes ─ connection ─▶ Request ─ trial ─▶ Reply ─ connection ─▶ bytes
//!                                 │  scenario: what is answered (pure; the time is an argument)
//!                                 └▶ judge: what the client keeps and breaks
//! ```
//!
//! One thread waits for all sockets. Only the sockets and the clock are outside the pure part.

pub(crate) mod authority;
mod body;
mod cache;
mod chance;
mod connection;
mod encoding;
mod exchange;
mod http;
mod offer;
mod refusal;
mod respond;
pub(crate) mod scenario;
pub(crate) mod server;
pub(crate) mod settings;
pub(crate) mod trial;
pub(crate) mod verdict;
mod wanted;
pub(crate) mod wire;

#[cfg(test)]
mod tests;
