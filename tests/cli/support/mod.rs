//! What the whole-binary tests share.

pub(crate) mod proxy;
pub(crate) mod run;
pub(crate) mod server;
pub(crate) mod tls;
