//! Numbers for charts.

use super::timeline::{ResponseKind, Timeline};
use crate::http::time::date::Timestamp;

/// Requests over time, by the kind of their responses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OverTime {
    /// How long a slot is, in minutes.
    pub minutes: u32,
    /// The slots with requests, in order: when each begins, and its requests by [`ResponseKind`] as a number.
    pub slots: Vec<(Timestamp, [u32; ResponseKind::ALL.len()])>,
}

impl OverTime {
    pub(super) fn of<const MOST: usize>(timeline: &Timeline<MOST>) -> Self {
        let time = |minute: u32| Timestamp::from_unix(i64::from(minute) * 60);
        let slots = timeline.slots().map(|(minute, counts)| (time(minute), *counts)).collect();
        Self { minutes: timeline.minutes(), slots }
    }
}
