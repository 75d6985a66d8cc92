//! When a finding is due, as the user sets it.

use std::time::Duration;

use crate::diagnosis::range::Range;

/// How near the end of a version has to be to be reported, and how long an answer may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Nearer than this it is a warning.
    pub warning: Duration,
    /// Nearer than this it is an error.
    pub critical: Duration,
    /// Where the time of an answer in seconds raises a warning.
    pub time_warning: Option<Range>,
    /// Where it raises an error.
    pub time_critical: Option<Range>,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            warning: Duration::from_secs(60 * 86_400),
            critical: Duration::from_secs(14 * 86_400),
            time_warning: None,
            time_critical: None,
        }
    }
}
