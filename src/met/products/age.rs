//! As of when the products are known, in words.

use super::in_force::learned_at;
use crate::http::time::timestamp::Timestamp;
use crate::met::meanings::{AS_OF, OLD, OVERTAKEN_S, is_old};

/// The day on which MET's changelog was last read, or the month of the table.
pub(crate) fn as_of() -> String {
    learned_at().map_or_else(|| AS_OF.to_owned(), |at| at.date())
}

/// What is to be said of the age, where it is to be said, as one line.
pub(crate) fn age(now: Timestamp) -> Option<String> {
    match learned_at() {
        None => is_old(now).then(|| OLD.to_owned()),
        Some(at) if now.seconds_since(at) > OVERTAKEN_S => Some(format!(
            "products as of {}, over 180 days old: metstatus products --refresh reads MET's changelog again",
            at.date()
        )),
        Some(_) => None,
    }
}

/// The same where a result rests on what was learned: that is said, however new it is.
pub(crate) fn age_of_result(now: Timestamp) -> Option<String> {
    age(now).or_else(|| Some(format!("products as of {}, by MET's changelog", learned_at()?.date())))
}
