//! URLs, the addresses they name, and proxies.

pub(crate) mod address;
pub(crate) mod proxy;
pub(crate) mod target;
