//! What the whole-binary tests share.

pub(crate) mod asserts;
pub(crate) mod documents;
pub(crate) mod grammar;
mod link;
mod listener;
pub(crate) mod proxy;
mod reply;
mod request;
pub(crate) mod run;
mod schema;
mod script;
pub(crate) mod server;
mod text;
pub(crate) mod tls;
mod wire;

use request::SeenRequest;

/// Over a socket nothing goes wrong but by bytes.
type Failing = std::convert::Infallible;
