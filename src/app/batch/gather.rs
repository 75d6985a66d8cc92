//! The results of a batch as they come: into the report, or out at once as lines, with a word on how far it is.

use std::time::Duration;

use super::kept::Kept;
use super::progress::Progress;
use crate::app::args::cli::Cli;
use crate::app::batch::{Batch, Item, Step};
use crate::app::output::Outputs;
use crate::error::UsageError;
use crate::report::{Cut, Entry, Report, jsonl};
use crate::text::escape::clip;
use crate::verdict::Verdict;
use crate::world::World;

/// Where the results of a run go as they come.
pub(crate) struct Gatherer<'a> {
    /// The options.
    pub(crate) cli: &'a Cli,
    /// Where the reports go.
    pub(crate) outputs: &'a mut Outputs,
    /// How many targets there are.
    pub(crate) total: usize,
    /// How many of them are asked.
    pub(crate) asked: usize,
}

/// What was taken so far.
#[derive(Default)]
struct Taken {
    entries: Vec<Entry>,
    count: usize,
    worst: Option<Verdict>,
}

impl Gatherer<'_> {
    /// Takes the results as they come, until all are there, a signal comes, or nobody reads them any more.
    ///
    /// # Errors
    /// When a line cannot be written.
    pub(crate) fn gather(
        mut self,
        mut batch: Batch<'_, impl Iterator<Item = Item>>,
        world: &mut World<'_>,
    ) -> Result<Report, UsageError> {
        let mut taken = Taken::default();
        let mut progress = Progress::new(self.asked, self.total, self.cli.showing.quiet, world);
        let mut told = false;
        let stopped = loop {
            match batch.next() {
                Step::Result(result) => {
                    if self.outputs.streams() {
                        progress.clear(world);
                    }
                    self.take(result, &mut taken, world)?;
                    if self.outputs.are_unread() {
                        break None;
                    }
                }
                Step::Tick => progress.show(batch.finished(), batch.hosts_under_way(), world),
                Step::AwaitsExpiry(target, time) => {
                    if !told {
                        progress.clear(world);
                        self.announce_wait(&target, time, world);
                    }
                    told = true;
                }
                Step::Done => break None,
                Step::Signalled(signal) => break Some(signal),
            }
        };
        progress.clear(world);
        let cut = match stopped {
            None => None,
            Some(signal) => {
                let stopped = batch.stop();
                for result in stopped.results {
                    self.take(result, &mut taken, world)?;
                }
                let unfinished = self.total.saturating_sub(taken.count);
                Some(Cut { signal, unfinished, requests_unused: stopped.requests_unused })
            }
        };
        let report = Report::new(taken.entries, world.clock.now(), self.cli.exit_code);
        Ok(Report { cut, worst_before: taken.worst.unwrap_or(Verdict::Healthy), ..report })
    }

    fn take(&mut self, result: Kept, taken: &mut Taken, world: &mut World<'_>) -> Result<(), UsageError> {
        taken.count += 1;
        match result {
            Kept::Line(line, verdict) => {
                self.outputs.stream(&line, world)?;
                taken.worst = Some(taken.worst.map_or(verdict, |worst| worst.worse(verdict)));
            }
            Kept::Whole(entry) => {
                if self.outputs.streams() {
                    self.outputs.stream(&jsonl::line(&entry, world.clock.now(), self.cli.exit_code), world)?;
                }
                taken.entries.push(*entry);
            }
        }
        Ok(())
    }

    /// Says that the program waits on purpose, and how to end that: of many targets for the first that does.
    fn announce_wait(&self, target: &str, time: Duration, world: &mut World<'_>) {
        if self.cli.showing.quiet {
            return;
        }
        let end = world.clock.now().saturating_add(i64::try_from(time.as_secs()).unwrap_or(i64::MAX));
        let time = humantime::format_duration(Duration::from_secs(time.as_secs()));
        let target = clip(target, 100);
        // Whoever closed this stream does not want to know.
        let _ = writeln!(
            world.stderr,
            "metstatus: waiting {time}, until {} UTC, for the answer of {target} to expire; Ctrl-C ends with what is known",
            end.clock_time()
        );
    }
}
