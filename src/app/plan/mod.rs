//! From arguments, lists and the environment to what is requested, checked before anything is sent.

pub mod identity;
pub mod planner;
pub mod request;
pub mod settings;
pub mod splay;
pub mod target;
pub mod targets;
