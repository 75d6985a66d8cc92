//! Times as HTTP and MET write them: HTTP-dates, RFC 3339, civil calendar arithmetic.

pub mod civil;
pub mod date;
pub mod timestamp;
