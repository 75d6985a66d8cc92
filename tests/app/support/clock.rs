//! The time in the world of a test: it passes when the program waits, or when the test says so.

use std::cell::Cell;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::support::door::http::time::date::Timestamp;
use crate::support::door::world::Clock;

/// When every test begins: 2026-11-22T08:00:00Z, in seconds since 1970.
pub(crate) const START: i64 = 1_795_334_400;

thread_local! {
    static ELAPSED: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// The time since the test began.
pub(crate) fn elapsed() -> Duration {
    ELAPSED.get()
}

/// The time of day.
pub(crate) fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(START.unsigned_abs()) + elapsed()
}

/// The time of day in whole seconds since 1970.
pub(crate) fn unix() -> i64 {
    START + i64::try_from(elapsed().as_secs()).unwrap()
}

/// Lets time pass.
pub(crate) fn pass(time: Duration) {
    ELAPSED.set(elapsed() + time);
}

/// What the program sees of it.
pub(super) struct ManualClock;

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix(unix())
    }

    fn elapsed(&self) -> Duration {
        elapsed()
    }
}
