//! Status: what the status of an answer says, by the side at fault.

pub(super) mod client;
pub(super) mod content;
pub(super) mod redirect;
pub(super) mod server;
