//! What the whole-binary tests share.

pub(crate) mod grammar;
mod link;
mod listener;
pub(crate) mod proxy;
mod reply;
mod request;
pub(crate) mod run;
pub(crate) mod server;
mod text;
pub(crate) mod tls;
mod wire;
