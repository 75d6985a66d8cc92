//! The vocabulary of HTTP: pure reading of what was sent and received, with no I/O and no MET in it.

pub(crate) mod caching;
pub(crate) mod intermediary;
pub(crate) mod lifecycle;
pub(crate) mod pacing;
pub(crate) mod status;
pub(crate) mod syntax;
pub(crate) mod time;
pub(crate) mod uri;
