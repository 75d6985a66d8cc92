//! Caching: whether a client that caches as it should gets anything out of it.

pub(super) mod condition;
pub(super) mod freshness;
pub(super) mod revalidation;
