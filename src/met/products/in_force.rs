//! The rows that hold for a run: the table, or the table with what MET has announced since.
//!
//! They are the one thing that is not handed down as an argument: some forty places in five layers look a product up, all
//! of them for the same run. They belong to a thread, since tests run side by side in threads of their own; a thread that
//! works for a run adopts what holds there. Those of the network and of the sandbox judge nothing by them.

use std::cell::Cell;

use super::Version;
use super::table::VERSIONS;
use crate::http::time::timestamp::Timestamp;

/// What holds for a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InForce {
    /// The versions, ordered by product and then by version.
    rows: &'static [Version],
    /// When MET's changelog was last read; `None` where the table holds alone.
    learned_at: Option<Timestamp>,
}

thread_local! {
    static IN_FORCE: Cell<InForce> = const { Cell::new(InForce { rows: VERSIONS, learned_at: None }) };
}

/// Ends with the run: the table holds alone again.
#[derive(Debug)]
pub(crate) struct Guard(());

impl Drop for Guard {
    fn drop(&mut self) {
        IN_FORCE.set(InForce { rows: VERSIONS, learned_at: None });
    }
}

/// What holds on this thread, for a thread that works for it.
pub(crate) fn shared() -> InForce {
    IN_FORCE.get()
}

/// Puts in force here what holds on another thread.
pub(crate) fn adopt(other: InForce) -> Guard {
    IN_FORCE.set(other);
    Guard(())
}

/// Puts rows in place of the table's until the guard is dropped.
pub(crate) fn put_in_force(rows: &'static [Version], learned_at: Timestamp) -> Guard {
    IN_FORCE.set(InForce { rows, learned_at: Some(learned_at) });
    Guard(())
}

/// The versions, ordered by product and then by version.
pub(crate) fn rows() -> &'static [Version] {
    IN_FORCE.get().rows
}

/// When MET's changelog was last read, where what it says is in use.
pub(crate) fn learned_at() -> Option<Timestamp> {
    IN_FORCE.get().learned_at
}
