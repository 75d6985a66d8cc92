//! When a server allows the next request: Retry-After and the RateLimit fields.

pub mod rate_limit;
pub mod retry_after;
