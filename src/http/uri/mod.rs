//! URLs, the addresses they name, and proxies.

pub mod address;
pub mod proxy;
pub mod target;
