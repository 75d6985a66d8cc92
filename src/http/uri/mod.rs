//! URLs, the addresses they name, and proxies.

pub(crate) mod address;
mod error;
pub(crate) mod proxy;
pub(crate) mod target;
