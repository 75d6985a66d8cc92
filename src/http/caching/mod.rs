//! RFC 9111: freshness, validation, and what a replayed request proves.

pub(crate) mod cache_control;
pub(crate) mod cache_hit;
pub(crate) mod cache_status;
pub(crate) mod conditional;
pub(crate) mod entity_tag;
pub(crate) mod etag_revalidation;
pub(crate) mod freshness;
pub(crate) mod lifetime;
pub(crate) mod next_poll;
pub(crate) mod outcome;
pub(crate) mod replay;
pub(crate) mod response_age;
pub(crate) mod update_stored;
pub(crate) mod validator;
