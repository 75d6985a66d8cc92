//! Times as HTTP and MET write them: HTTP-dates, RFC 3339, civil calendar arithmetic.

pub(crate) mod civil;
pub(crate) mod date;
pub(crate) mod timestamp;
