//! The vocabulary of HTTP: pure reading of what was sent and received, with no I/O and no MET in it.

pub mod caching;
pub mod lifecycle;
pub mod pacing;
pub mod status;
pub mod syntax;
pub mod time;
pub mod uri;
