//! Caching: whether a client that caches as it should gets anything out of it.

pub(super) mod condition;
pub(super) mod freshness;
pub(super) mod revalidation;

use super::status::redirect::is_front_page;
use crate::evidence::Exchange;
use crate::facts::Facts;

const GETTING_STARTED: &str = "https://api.met.no/doc/GettingStarted";

/// Whether there is a document whose caching matters: a web page in place of the data is none.
fn is_success(facts: &Facts) -> bool {
    !is_front_page(facts)
        && facts.answer().and_then(Exchange::status).is_some_and(|status| (200..300).contains(&status))
}
