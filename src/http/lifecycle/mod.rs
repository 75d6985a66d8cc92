//! How long a resource lives: Deprecation (RFC 9745), Sunset (RFC 8594), Link (RFC 8288).

mod announced;
pub(crate) mod deprecation;
pub(crate) mod link;
pub(crate) mod sunset;
