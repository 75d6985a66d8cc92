//! How one run of the sandbox behaves.

use std::time::Duration;

use super::scenario::Scenario;

/// How the sandbox behaves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// What is played.
    pub scenario: &'static Scenario,
    /// What decides what is left to chance.
    pub seed: u64,
    /// How long a forecast is fresh; `None` for as long as at MET.
    pub lifetime: Option<Duration>,
    /// The time of day at the start, in milliseconds of Unix time.
    pub now_ms: i64,
}
