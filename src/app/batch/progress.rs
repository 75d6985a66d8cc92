//! How far a run is, as one line on a terminal that is written over and disappears.

use std::fmt::Write as _;
use std::time::Duration;

use crate::text::escape::clip;
use crate::world::World;

/// Nothing is shown of a run over many targets that is shorter than this.
const SOON: Duration = Duration::from_millis(500);

/// Nor of a single check that is shorter than this.
const LATE: Duration = Duration::from_secs(2);

/// The time between two lines.
const PERIOD: Duration = Duration::from_millis(100);

/// Takes the cursor to the start of the line and clears it (ECMA-48: EL).
const CLEAR: &str = "\r\x1b[K";

/// The line, or nothing where standard error is not a terminal that can write over a line.
pub(crate) struct Progress {
    total: usize,
    next: Option<Duration>,
    shown: String,
}

impl Progress {
    /// A line that is not shown yet.
    pub(crate) fn new(asked: usize, total: usize, quiet: bool, world: &World<'_>) -> Self {
        let able = (world.env)("TERM").is_some_and(|term| !term.is_empty() && term != "dumb");
        let wanted = world.stderr_is_terminal && able && !quiet && asked > 0;
        let first = if asked > 1 { SOON } else { LATE };
        Self { total, next: wanted.then(|| world.clock.elapsed() + first), shown: String::new() }
    }

    /// Shows how many targets are finished and which hosts are asked.
    pub(crate) fn show<'a>(&mut self, finished: usize, hosts: impl Iterator<Item = &'a str>, world: &mut World<'_>) {
        let elapsed = world.clock.elapsed();
        if self.next.is_none_or(|next| elapsed < next) {
            return;
        }
        self.next = Some(elapsed + PERIOD);
        let line = line(finished, self.total, hosts, world.stderr_columns.unwrap_or(80));
        if line != self.shown {
            let _ = write!(world.stderr, "{CLEAR}{line}").and_then(|()| world.stderr.flush());
            self.shown = line;
        }
    }

    /// Takes the line away, for something else to be written.
    pub(crate) fn clear(&mut self, world: &mut World<'_>) {
        if !self.shown.is_empty() {
            self.shown.clear();
            let _ = world.stderr.write_all(CLEAR.as_bytes()).and_then(|()| world.stderr.flush());
        }
    }
}

fn line<'a>(finished: usize, total: usize, hosts: impl Iterator<Item = &'a str>, columns: usize) -> String {
    let mut line = format!("{finished} of {total} checked");
    for (number, host) in hosts.enumerate() {
        let _ = write!(line, "{}{host}", if number == 0 { ", waiting for " } else { ", " });
    }
    // One column is left free, since some terminals begin a new line in the last one.
    clip(&line, columns.saturating_sub(1).max(20))
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn progress_fits_one_line() {
        assert_eq!(
            line(3, 10, ["api.met.no", "b.test"].into_iter(), 80),
            "3 of 10 checked, waiting for api.met.no, b.test"
        );
        assert_eq!(line(0, 1, [].into_iter(), 80), "0 of 1 checked");
        assert!(line(0, 99, std::iter::repeat_n("frost.met.no", 20), 60).chars().count() <= 59);
    }
}
