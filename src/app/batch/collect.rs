//! The results of a batch as they come: into the report, or out at once as lines, with a word on how far it is.

use std::time::Duration;

use super::progress::Progress;
use super::stored_result::StoredResult;
use super::{Batch, Item, Step};
use crate::app::args::cli::Cli;
use crate::app::report_sinks::ReportSinks;
use crate::diagnosis::verdict::Verdict;
use crate::error::UsageError;
use crate::report::{Interruption, Report, TargetResult, jsonl};
use crate::text::escape::clip;
use crate::world::World;

/// How many targets a run has.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    /// Those that will have a result.
    pub(crate) all: usize,
    /// Those of them that are asked.
    pub(crate) asked: usize,
}

/// What was taken so far.
#[derive(Default)]
struct Taken {
    entries: Vec<TargetResult>,
    count: usize,
    worst: Option<Verdict>,
}

/// Takes the results as they come, until all are there, a signal comes, or no one reads them any more.
///
/// # Errors
/// When a line cannot be written.
pub(crate) fn collect(
    mut batch: Batch<'_, impl Iterator<Item = Item>>,
    totals: Totals,
    outputs: &mut ReportSinks,
    cli: &Cli,
    world: &mut World<'_>,
) -> Result<Report, UsageError> {
    let mut taken = Taken::default();
    let mut progress = Progress::new(totals.asked, totals.all, cli.showing.quiet, world);
    let mut is_announced = false;
    let stopped = loop {
        match batch.next() {
            Step::Result(result) => {
                if outputs.streams() {
                    progress.clear(world);
                }
                take(result, &mut taken, outputs, cli, world)?;
                if outputs.stdout_closed() {
                    break None;
                }
            }
            Step::Tick => progress.show(batch.finished(), batch.hosts_under_way(), world),
            Step::AwaitsExpiry(target, time) => {
                if !is_announced && !cli.showing.quiet {
                    progress.clear(world);
                    announce_wait(&target, time, world);
                }
                is_announced = true;
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
                take(result, &mut taken, outputs, cli, world)?;
            }
            let unfinished = totals.all.saturating_sub(taken.count);
            Some(Interruption { signal, unfinished, requests_unused: stopped.requests_unused })
        }
    };
    let report = Report::new(taken.entries, world.clock.now(), cli.exit_code);
    Ok(Report { cut, worst_before: taken.worst.unwrap_or(Verdict::Healthy), ..report })
}

fn take(
    result: StoredResult,
    taken: &mut Taken,
    outputs: &mut ReportSinks,
    cli: &Cli,
    world: &mut World<'_>,
) -> Result<(), UsageError> {
    taken.count += 1;
    match result {
        StoredResult::Line(line, verdict) => {
            outputs.stream(&line, world)?;
            taken.worst = Some(taken.worst.map_or(verdict, |worst| worst.worse(verdict)));
        }
        StoredResult::Whole(entry) => {
            if outputs.streams() {
                outputs.stream(&jsonl::line(&entry, world.clock.now(), cli.exit_code), world)?;
            }
            taken.entries.push(*entry);
        }
    }
    Ok(())
}

/// Says that the program waits on purpose, and how to end that: of many targets for the first that does.
fn announce_wait(target: &str, time: Duration, world: &mut World<'_>) {
    let end = world.clock.now().saturating_add(i64::try_from(time.as_secs()).unwrap_or(i64::MAX));
    let time = humantime::format_duration(Duration::from_secs(time.as_secs()));
    let target = clip(target, 100);
    // The reader who closed this stream does not want to know.
    let _ = writeln!(
        world.stderr,
        "metstatus: waiting {time}, until {} UTC, for the response of {target} to expire; Ctrl-C stops and reports \
         what is known",
        end.clock_time()
    );
}
