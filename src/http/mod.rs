//! The vocabulary of HTTP: pure reading of what was sent and received, with no I/O and no MET in it.

pub mod cache_control;
pub mod cache_hit;
pub mod civil;
pub mod date;
pub mod delta_seconds;
pub mod deprecation;
pub mod entity_tag;
pub mod excerpt;
pub mod freshness;
pub mod lifetime;
pub mod link;
pub mod message;
pub mod next_poll;
pub mod proxy;
pub mod quoted;
pub mod receipt;
pub mod replay;
pub mod retry_after;
mod scanner;
pub mod secret;
pub mod status;
pub mod stored_fields;
pub mod sunset;
pub mod target;
pub mod timestamp;
pub mod validator;
