//! What MET sends, as it is sent at a time.

use std::time::{Duration, SystemTime};

use super::server::http_date;

pub(crate) fn minutes(count: u64) -> Duration {
    Duration::from_secs(60 * count)
}

/// A document as MET serves it.
pub(crate) fn document_at(now: SystemTime, modified: SystemTime, body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\nServer: nginx/1.18.0 (Ubuntu)\nDate: {}\nContent-Type: application/json\nExpires: {}\n\
         Last-Modified: {}\nVary: Accept, Accept-Encoding\nAge: 0\n\n{body}",
        http_date(now),
        http_date(now + minutes(31)),
        http_date(modified)
    )
}

/// A 304 with everything that it has to repeat, and these lines besides.
pub(crate) fn not_modified_at(now: SystemTime, lines: &str) -> String {
    format!(
        "HTTP/1.1 304 Not Modified\nDate: {}\nExpires: {}\nVary: Accept, Accept-Encoding\n{lines}\n",
        http_date(now),
        http_date(now + minutes(31))
    )
}
