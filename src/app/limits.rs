//! The bounds on everything that comes from outside. Each stands where it is kept; here they can be seen together.

pub use crate::app::plan::planner::MAX_HEADERS;
pub use crate::app::plan::settings::MAX_CERTIFICATES;
pub use crate::app::plan::targets::MAX_LIST;
pub use crate::http::syntax::document::MAX_XML;
pub use crate::inquiry::MAX_FEED;
pub use crate::inquiry::conditions::{LONGEST_WAIT, MOST_BESIDES};
pub use crate::intake::har::MOST_REQUESTS;
pub use crate::intake::kinds::MAX_KINDS;
pub use crate::intake::transcript::{MOST_LINES, MOST_MESSAGES};
pub use crate::net::MAX_CONNECT;
pub use crate::net::sieve::{MAX_CHUNK_LINE, MAX_FIELDS, MAX_HEAD, MAX_INTERIM};
pub use crate::store::MAX_STATE;

/// A size as people write it.
pub fn shown_size(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
        _ => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::shown_size;

    #[test]
    fn sizes_are_shown_in_the_largest_unit_that_fits() {
        assert_eq!([0, 1000, 4096, 64 << 20].map(shown_size), ["0 bytes", "1000 bytes", "4 KiB", "64 MiB"]);
    }
}
