//! The bounds on everything that comes from outside. Each is defined where it is kept; here they can be seen together.

pub use crate::app::config::places::MAX_CONFIG;
pub use crate::app::plan::planner::MAX_HEADERS;
pub use crate::app::plan::settings::MAX_CERTIFICATES;
pub use crate::app::plan::targets::MAX_LIST;
pub use crate::http::syntax::document::MAX_XML;
pub use crate::http::syntax::message::{MAX_FIELDS, MAX_HEAD};
pub use crate::inquiry::revalidate::{LONGEST_WAIT, MAX_EXTRA_REQUESTS};
pub use crate::intake::har::MOST_REQUESTS;
pub use crate::intake::kinds::MAX_KINDS;
pub use crate::intake::transcript::{MOST_LINES, MOST_MESSAGES};
pub use crate::met::changelog::MAX_FEED;
pub use crate::met::knowledge::MAX_KNOWLEDGE;
pub use crate::net::MAX_CONNECT;
pub use crate::net::framing::{MAX_CHUNK_LINE, MAX_INTERIM};
pub use crate::store::MAX_STATE;
