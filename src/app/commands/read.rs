//! Judging what another client captured: the subcommand `read`.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::app::args::options::{overrides, thresholds};
use crate::app::args::showing::Showing;
use crate::app::console::print_line;
use crate::app::inputs::{STANDARD_INPUT, name_of_input};
use crate::app::report_sinks::ReportSinks;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::finding::Finding;
use crate::diagnosis::overrides::Overrides;
use crate::diagnosis::{Diagnosis, SourceLocation};
use crate::error::UsageError;
use crate::evidence::{Body, Evidence, Exchange, Reply, Response, Role};
use crate::exit::Exit;
use crate::http::syntax::message::ResponseHead;
use crate::http::time::date::{Timestamp, parse_http_date, parse_user_time};
use crate::intake::weblog::Plain;
use crate::intake::{self, Captured, Hints, IntakeError, transcript};
use crate::report::{Report, TargetResult, as_curl};
use crate::text::escape::{clip, escape};
use crate::traffic::Readings;
use crate::world::World;

/// What the files hold.
#[derive(Default)]
struct Files {
    /// The targets.
    captured: Vec<InFile>,
    /// What is to be said of the rest of the files.
    notes: Vec<String>,
    /// The changelog of a product.
    feed: Option<Vec<u8>>,
}

/// A target in a file.
struct InFile {
    captured: Captured,
    /// What was found over the requests of its client.
    findings: Vec<Finding>,
    /// The name of the file.
    name: String,
    /// When it was last changed.
    changed: Option<Timestamp>,
}

/// How captures are read.
pub(crate) struct ReadOptions<'a> {
    /// When the response was received, where the user says so.
    pub(crate) at: Option<&'a str>,
    /// Bytes of a file that are read.
    pub(crate) max_input: u64,
    /// What else the user says.
    pub(crate) hints: Hints,
    /// Whether to show the requests as commands, and to judge nothing.
    pub(crate) as_curl: bool,
}

/// What the options ask for, found usable before anything is read.
struct Ready {
    /// When the response was received, where the user says so.
    at: Option<Timestamp>,
    overrides: Overrides,
    outputs: ReportSinks,
}

impl Ready {
    fn new(reading: &ReadOptions<'_>, showing: &Showing, world: &mut World<'_>) -> Result<Self, UsageError> {
        let at = reading.at.map(time_of_receipt).transpose()?;
        Ok(Self { at, overrides: overrides(showing)?, outputs: ReportSinks::open(showing, world)? })
    }
}

/// Reads files with captured responses, and a saved changelog among them, and judges what they hold.
///
/// # Errors
/// When a file cannot be read or holds nothing that can be judged.
pub(crate) fn read(
    files: &[OsString],
    reading: &ReadOptions<'_>,
    showing: &Showing,
    world: &mut World<'_>,
) -> Result<Exit, UsageError> {
    let ready = Ready::new(reading, showing, world)?;
    ready.outputs.refuse_overwriting_inputs(files.iter().map(OsString::as_os_str), world)?;
    let mut found = Files::default();
    for file in files {
        add(file, reading, &mut found, world)?;
    }
    judge(found, ready, reading, showing, world)
}

/// Judges what was read from standard input already.
///
/// # Errors
/// When it holds nothing that can be judged.
pub(crate) fn read_input(
    input: &[u8],
    reading: &ReadOptions<'_>,
    showing: &Showing,
    world: &mut World<'_>,
) -> Result<Exit, UsageError> {
    let ready = Ready::new(reading, showing, world)?;
    let mut found = Files::default();
    add_input(STANDARD_INPUT, input, None, &reading.hints, &mut found)?;
    judge(found, ready, reading, showing, world)
}

/// The whole of standard input.
///
/// # Errors
/// When it cannot be read or is larger than the limit.
pub(crate) fn standard_input(limit: u64, world: &mut World<'_>) -> Result<Vec<u8>, UsageError> {
    let failed = |error: std::io::Error| UsageError::new(format!("{STANDARD_INPUT}: {error}"));
    let (input, _) = bytes_of("-".as_ref(), limit, world).map_err(failed)?;
    input.ok_or_else(|| too_large(STANDARD_INPUT, limit))
}

fn too_large(name: &str, limit: u64) -> UsageError {
    UsageError::new(format!("{name}: it is larger than {limit} bytes, the limit"))
        .help("raise the limit with --max-input")
}

fn judge(
    found: Files,
    ready: Ready,
    reading: &ReadOptions<'_>,
    showing: &Showing,
    world: &mut World<'_>,
) -> Result<Exit, UsageError> {
    if found.captured.is_empty() {
        return Err(
            UsageError::new("a changelog by itself contains no response").help("give the captured response as well")
        );
    }
    if !showing.quiet {
        for note in &found.notes {
            // A closed standard error takes nothing from the report.
            let _ = writeln!(world.stderr, "metstatus: {note}");
        }
    }
    if reading.as_curl {
        let exchanges = found.captured.iter().flat_map(|found| &found.captured.evidence.exchanges);
        let commands = as_curl::commands(exchanges.filter_map(|exchange| exchange.request.as_ref()), true);
        if commands.is_empty() {
            return Err(UsageError::new("the input shows no request with a URL").help("name it with --url"));
        }
        print_line(&commands, world)?;
        return Ok(Exit::Healthy);
    }
    let Ready { at, overrides, outputs } = ready;
    let now = world.clock.now();
    let feed = found.feed;
    let entries = found.captured.into_iter().map(|found| {
        let InFile { captured, findings, name, changed } = found;
        let line = captured.line();
        let mut evidence = captured.evidence;
        evidence.exchanges.extend(feed.as_deref().map(saved_changelog));
        let received = at.or(captured.at).or_else(|| date_of(&evidence, now)).or(changed).unwrap_or(now);
        if at.is_some() || captured.at.is_none() {
            intake::receive(&mut evidence, received);
        }
        let position = format!("{name}, {}", captured.place);
        let target = evidence.exchanges.first().and_then(Exchange::url).map_or(position, ToString::to_string);
        let facts = Facts::new(evidence, received, thresholds(showing));
        let mut diagnosis = Diagnosis::with(target, facts, findings, &overrides);
        // All is judged: of a thousand targets the contents, and as many copies of a changelog, would fill the memory.
        diagnosis.facts.evidence.drop_contents();
        diagnosis.line = Some(line);
        diagnosis.place = (name != STANDARD_INPUT).then_some(SourceLocation { file: name, line });
        TargetResult::Checked(Box::new(diagnosis))
    });
    let entries = entries.collect();
    outputs.finish(&Report::new(entries, now, false), showing, world)
}

fn time_of_receipt(text: &str) -> Result<Timestamp, UsageError> {
    parse_user_time(text).ok_or_else(|| {
        UsageError::new(format!("--at \"{}\" is not a time", clip(&escape(text), 40)))
            .help("write it as 2026-03-30T13:22:46Z")
    })
}

/// Reads one file: a capture, or a changelog.
fn add(file: &OsStr, reading: &ReadOptions<'_>, found: &mut Files, world: &mut World<'_>) -> Result<(), UsageError> {
    let name = name_of_input(file);
    let (input, changed) = bytes_of(file, reading.max_input, world).map_err(|error| unreadable(&name, &error))?;
    let input = input.ok_or_else(|| too_large(&name, reading.max_input))?;
    add_input(&name, &input, changed, &reading.hints, found)
}

fn add_input(
    name: &str,
    input: &[u8],
    changed: Option<Timestamp>,
    hints: &Hints,
    found: &mut Files,
) -> Result<(), UsageError> {
    let input = transcript::as_utf8(input);
    if is_feed(&input) {
        found.feed = Some(input.into_owned());
        return Ok(());
    }
    let mut readings = Readings::default();
    let read = intake::read_watched(&input, hints, &mut |kind, event| readings.push(kind, event));
    let reading = read.map_err(|error| refused(name, error))?;
    let findings = readings.finish(&reading.captured);
    let targets = reading.captured.into_iter().zip(findings);
    found.captured.extend(targets.map(|(captured, findings)| InFile {
        captured,
        findings,
        name: name.to_owned(),
        changed,
    }));
    found.notes.extend(reading.notes.into_iter().map(|note| format!("{name}: {note}")));
    Ok(())
}

/// Why a file cannot be read, with what to do where a URL was given for one.
fn unreadable(name: &str, error: &std::io::Error) -> UsageError {
    match name.starts_with("http://") || name.starts_with("https://") {
        true => UsageError::new(format!("{name}: read takes files")).help("leave out read to request a URL"),
        false => UsageError::new(format!("{name}: {error}")),
    }
}

fn refused(name: &str, error: IntakeError) -> UsageError {
    let refused = UsageError::new(format!("{name}: {error}"));
    match error.help {
        Some(help) => refused.help(help.replace('\n', "\n        ")),
        None => refused,
    }
}

/// Whether an input is a document of XML or HTML, as a saved changelog is, or what was saved in its place.
fn is_feed(input: &[u8]) -> bool {
    let start = input.trim_ascii_start();
    let start = start.get(..start.len().min(16)).unwrap_or_default().to_ascii_lowercase();
    let openings: [&[u8]; 7] = [b"<?xml", b"<rss", b"<feed", b"<rdf", b"<!doctype", b"<html", b"<!--"];
    openings.iter().any(|opening| start.starts_with(opening))
}

/// A saved changelog as the exchange that would have fetched it.
fn saved_changelog(feed: &[u8]) -> Exchange {
    let head = ResponseHead::from_lines(&[b"HTTP/1.1 200 OK"]).ok();
    let body = Body { bytes: feed.to_vec(), captured: true, ..Body::default() };
    let response = head.map(|head| Response { head, interim: 0, body });
    let reply = Reply { response, ..Reply::default() };
    Exchange { live: false, ..Exchange::new(Role::Changelog, None, Timestamp::from_unix(0), reply) }
}

/// The Date of the answer.
fn date_of(evidence: &Evidence, now: Timestamp) -> Option<Timestamp> {
    parse_http_date(evidence.answer()?.fields()?.get("date")?.as_bytes(), now).timestamp
}

/// The content of a file, unpacked where it is compressed, where it is within the limit.
fn bytes_of(file: &OsStr, limit: u64, world: &mut World<'_>) -> std::io::Result<(Option<Vec<u8>>, Option<Timestamp>)> {
    let most = limit.saturating_add(1);
    let mut input = Vec::new();
    let changed = if file == "-" {
        Plain::new(&mut *world.stdin)?.read_whole(most, &mut input)?;
        None
    } else {
        let opened = (world.open)(Path::new(file))?;
        if opened.size > limit {
            return Ok((None, None));
        }
        input.reserve_exact(usize::try_from(opened.size).unwrap_or_default());
        Plain::new(opened.reader)?.read_whole(most, &mut input)?;
        opened.changed
    };
    Ok(((input.len() as u64 <= limit).then_some(input), changed))
}
