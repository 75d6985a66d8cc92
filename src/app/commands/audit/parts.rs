//! Parts of logs that were judged apart, put together.

use std::io::Read as _;
use std::path::Path;

use super::{finish, report, write_part};
use crate::app::args::audit::Audit;
use crate::app::args::showing::Showing;
use crate::app::inputs::name_of_input;
use crate::app::report_sinks::ReportSinks;
use crate::diagnosis::overrides::Overrides;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::sort::sort_by_key;
use crate::traffic::{Judge, JudgeSettings, LogSource, Partial};
use crate::world::World;

/// The most bytes of one file of parts.
const MAX_FILE: u64 = 1 << 30;

/// Merges the parts in the files, and reports on the whole.
pub(super) fn merge(
    options: &Audit,
    overrides: &Overrides,
    showing: &Showing,
    world: &mut World<'_>,
) -> Result<Exit, UsageError> {
    let outputs = if options.partial { None } else { Some(ReportSinks::open(showing, world)?) };
    if let Some(outputs) = &outputs {
        outputs.refuse_overwriting_inputs(options.files.iter().map(std::ffi::OsString::as_os_str), world)?;
    }
    let mut parts = Vec::new();
    for file in &options.files {
        let name = name_of_input(file);
        let mut text = Vec::new();
        let read = if file == "-" {
            (&mut *world.stdin).take(MAX_FILE).read_to_end(&mut text)
        } else {
            (world.open)(Path::new(file)).and_then(|opened| opened.reader.take(MAX_FILE).read_to_end(&mut text))
        };
        read.map_err(|error| UsageError::new(format!("{name}: {error}")))?;
        for (number, line) in (1..).zip(text.split(|b| *b == b'\n')).filter(|(_, line)| !line.trim_ascii().is_empty()) {
            let part = Partial::read(line).map_err(|why| UsageError::new(format!("{name}, line {number}: {why}")))?;
            parts.push(part);
        }
    }
    let (whole, overlaps) = join(parts)?;
    match outputs {
        None => write_part(whole, showing, world),
        Some(outputs) => {
            let read = super::Read { sources: LogSource::joined(whole.sources), ..super::Read::default() };
            let mut report = report(whole.judge, read, overrides, world);
            if overlaps > 0 {
                report.notes.push(format!("{overlaps} parts overlap in time: repeats between them are lower bounds"));
            }
            finish(&report, outputs, showing, world)
        }
    }
}

/// The whole of all parts, in the order of their times, and how many overlap.
fn join(mut parts: Vec<Partial>) -> Result<(Partial, usize), UsageError> {
    for (at, part) in parts.iter().enumerate() {
        for other in parts.get(at + 1..).unwrap_or_default() {
            part.fits(other).map_err(UsageError::new)?;
        }
    }
    sort_by_key(&mut parts, |part| part.judge.ends());
    let overlaps = parts.windows(2).filter(|pair| matches!(pair, [a, b] if a.judge.overlaps(&b.judge))).count();
    let mut parts = parts.into_iter();
    let Some(mut whole) = parts.next() else {
        return Ok((Partial { sources: Vec::new(), judge: Judge::new(JudgeSettings::default()) }, 0));
    };
    parts.for_each(|part| whole.merge(part));
    Ok((whole, overlaps))
}
