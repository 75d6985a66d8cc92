//! From arguments, lists and the environment to what is requested, checked before anything is sent.

pub(crate) mod identity;
pub(crate) mod pasted;
pub(crate) mod planner;
pub(crate) mod request;
pub(crate) mod settings;
pub(crate) mod splay;
pub(crate) mod target;
pub(crate) mod targets;
mod typed;
