//! How long a resource lives: Deprecation (RFC 9745), Sunset (RFC 8594), Link (RFC 8288).

pub mod deprecation;
pub mod link;
pub mod sunset;
