//! RFC 9111: freshness, validation, and what a replayed request proves.

pub mod cache_control;
pub mod cache_hit;
pub mod cache_status;
pub mod conditional;
pub mod entity_tag;
pub mod freshness;
pub mod lifetime;
pub mod next_poll;
pub mod outcome;
pub mod receipt;
pub mod replay;
pub mod stored_fields;
pub mod tag_replay;
pub mod validator;
