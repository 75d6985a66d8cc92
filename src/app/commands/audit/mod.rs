//! Judging a client's traffic over time: the subcommand `audit`.

mod format;
mod input;
mod log;
mod parallel;
mod parts;

use std::io::Read as _;

use crate::app::args::audit::Audit;
use crate::app::args::options::overrides;
use crate::app::args::showing::Showing;
use crate::app::console::complain;
use crate::app::report_sinks::{ReportSinks, write_text};
use crate::diagnosis::overrides::Overrides;
use crate::diagnosis::verdict::Verdict;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::http::time::date::parse_user_time;
use crate::report::{Interruption, Report, RunError, TargetResult};
use crate::text::escape::{clip, escape, format_path};
use crate::traffic::{AddressKey, CheckResult, Judge, JudgeSettings, LogSource, Overview, Partial, Unjudged};
use crate::world::World;

/// What was read, and what is to be said of it.
#[derive(Default)]
struct Read {
    sources: Vec<LogSource>,
    /// What goes to standard error.
    notes: Vec<String>,
    /// What could not be read whole.
    failures: Vec<UsageError>,
    cut: Option<Interruption>,
}

/// Judges traffic.
///
/// # Errors
/// When the options do not go together, or nothing could be read.
pub(crate) fn audit(options: &Audit, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let overrides = overrides(showing)?;
    if options.merge {
        return parts::merge(options, &overrides, showing, world);
    }
    let settings = settings(options, world)?;
    let window = window(&settings);
    let shape = format::parse(&options.log_format)?;
    let outputs = if options.partial { None } else { Some(ReportSinks::open(showing, world)?) };
    if let Some(outputs) = &outputs {
        outputs.refuse_overwriting_inputs(options.files.iter().map(std::ffi::OsString::as_os_str), world)?;
    }
    world.signals.watch();
    let mut judge = Judge::new(settings);
    let read = input::read(&options.files, &shape, &mut judge, showing.quiet, world)?;
    say(&read.notes, showing, world);
    match outputs {
        None => {
            if let Some(error) = read.failures.into_iter().next() {
                return Err(error);
            }
            write_part(Partial { sources: kept(read.sources, window), judge }, showing, world)
        }
        Some(outputs) => {
            let report = report(judge, read, &overrides, world);
            finish(&report, outputs, showing, world)
        }
    }
}

/// Says what could not be read, and gives out the report.
fn finish(report: &Report, outputs: ReportSinks, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    for complaint in &report.complaints {
        complain(world, &complaint.error, showing.color);
    }
    outputs.finish(report, showing, world)
}

/// The sources that hold anything: an empty part adds nothing to others.
fn kept(sources: Vec<LogSource>, window: Option<(i64, i64)>) -> Vec<LogSource> {
    sources.into_iter().filter(|source| source.lines > 0).map(|source| LogSource { window, ..source }).collect()
}

/// The times that count, where not all do.
fn window(settings: &JudgeSettings) -> Option<(i64, i64)> {
    let is_open = settings.since.is_none() && settings.until.is_none();
    (!is_open).then(|| (settings.since.unwrap_or(i64::MIN), settings.until.unwrap_or(i64::MAX)))
}

/// Writes a part to standard output, or where `--output` says.
fn write_part(part: Partial, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let text = part.write().map_err(UsageError::new)?;
    write_text(&text, showing, world)
}

fn say(notes: &[String], showing: &Showing, world: &mut World<'_>) {
    if !showing.quiet {
        for note in notes {
            // A closed standard error takes nothing from the report.
            let _ = writeln!(world.stderr, "metstatus: {note}");
        }
    }
}

/// The report on what was judged.
fn report(mut judge: Judge, read: Read, overrides: &Overrides, world: &World<'_>) -> Report {
    read.sources.iter().for_each(|source| judge.note_format(&source.format));
    let verdicts = judge.finish(overrides);
    let entries = verdicts.clients.into_iter().map(|client| TargetResult::Audited(Box::new(client))).collect();
    let mut report = Report::new(entries, world.clock.now(), false);
    report.notes = verdicts.bounds;
    report.notes.splice(0..0, counted(&verdicts.counts));
    report.notes.extend(format_note(&report.entries, &verdicts.overview));
    report.overview = Some(Box::new(verdicts.overview));
    report.sources = read.sources;
    report.cut = read.cut;
    report.complaints = read.failures.into_iter().map(|error| RunError { place: None, error }).collect();
    let unread: u64 = report.sources.iter().map(|source| source.unread).sum();
    let lines: u64 = report.sources.iter().map(|source| source.lines).sum();
    if unread * 2 > lines {
        let error = UsageError::new(format!("{unread} of {lines} lines could not be read: is --log-format right?"));
        report.complaints.push(RunError { place: None, error });
    } else if unread * 100 > lines {
        report.notes.push(format!("warning: more than 1 % of the lines could not be read ({unread} of {lines})"));
        report.worst_before = Verdict::Attention;
    }
    if report.entries.is_empty() && report.complaints.is_empty() {
        let error = UsageError::new("no request to MET's Weather API was found");
        report.complaints.push(RunError { place: None, error });
    }
    report
}

/// Which log formats show more, where a rule was not judged because of what the log lacks.
fn format_note(clients: &[TargetResult], overview: &Overview) -> Option<String> {
    let lacks = |check: &CheckResult| {
        matches!(check.unjudged, Some(Unjudged::Inbound | Unjudged::Relayed | Unjudged::NotShown))
    };
    let any = clients.iter().any(|client| match client {
        TargetResult::Audited(judged) => judged.checks.iter().any(lacks),
        TargetResult::Checked(_) | TargetResult::LookUp(_) => false,
    });
    let files: Vec<&str> = overview.servers.iter().map(|server| server.file()).collect();
    let text = format!("log formats that show more (see metstatus-audit(1)): {}", files.join(", "));
    (any && !files.is_empty()).then_some(text)
}

/// What was counted beside the clients, in words.
fn counted(counts: &crate::traffic::BatchCounts) -> Vec<String> {
    let say = |count: u64, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 request {one}")),
        _ => Some(format!("{count} requests {many}")),
    };
    [
        say(
            counts.from_cache,
            "was served by the cache, and did not reach MET",
            "were served by the cache, and did not reach MET",
        ),
        say(
            counts.elsewhere,
            "was for something other than MET's Weather API",
            "were for something other than MET's Weather API",
        ),
        say(counts.outside, "was outside --since and --until", "were outside --since and --until"),
        say(
            counts.impossible_times,
            "has a time before 1990 or after 2106, and was not compared with others",
            "have a time before 1990 or after 2106, and were not compared with others",
        ),
        say(counts.backwards, "has a time before that of the line above", "have a time before that of the line above"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn settings(options: &Audit, world: &mut World<'_>) -> Result<JudgeSettings, UsageError> {
    let time = |option: &str, text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => parse_user_time(text).map(|at| Some(at.unix())).ok_or_else(|| {
            UsageError::new(format!("{option} \"{}\" is not a time", clip(&escape(text), 40)))
                .help("write it as 2026-03-30T13:22:46Z")
        }),
    };
    let (since, until) = (time("--since", &options.since)?, time("--until", &options.until)?);
    if since.zip(until).is_some_and(|(since, until)| since >= until) {
        return Err(UsageError::new("--since is not before --until"));
    }
    Ok(JudgeSettings {
        by: options.by,
        vantage: options.vantage,
        key: key(options, world)?,
        full_addresses: options.full_addresses,
        mergeable: options.partial,
        since,
        until,
        live: None,
    })
}

/// The key that a file holds: its bytes, folded to the length that is needed.
fn key(options: &Audit, world: &World<'_>) -> Result<AddressKey, UsageError> {
    const MOST: u64 = 4096;
    let Some(path) = &options.key_file else { return Ok(AddressKey::default()) };
    let name = format_path(path);
    let failed = |error: std::io::Error| UsageError::new(format!("--key-file {name}: {error}"));
    let mut bytes = Vec::new();
    let opened = (world.open)(path).map_err(failed)?;
    opened.reader.take(MOST).read_to_end(&mut bytes).map_err(failed)?;
    let bytes = bytes.trim_ascii();
    match bytes.len() {
        16.. => Ok(AddressKey::of(bytes)),
        length => Err(UsageError::new(format!("--key-file {name}: it has {length} bytes, and a key needs 16"))
            .help("write one with: head -c 32 /dev/urandom | base64")),
    }
}
