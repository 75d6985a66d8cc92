//! When a server allows the next request: Retry-After and the RateLimit fields.

pub(crate) mod rate_limit;
pub(crate) mod retry_after;
