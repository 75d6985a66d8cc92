//! Judging what somebody else captured: the subcommand `read`.

use std::ffi::{OsStr, OsString};
use std::io::Read as _;
use std::path::Path;

use crate::app::args::cli::Showing;
use crate::app::args::options::{overrides, thresholds};
use crate::app::output::Outputs;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::{Diagnosis, Place};
use crate::error::UsageError;
use crate::evidence::{Body, Evidence, Exchange, Reply, Response, Role};
use crate::exit::Exit;
use crate::http::syntax::message::ResponseHead;
use crate::http::time::date::{Timestamp, parse_http_date, parse_user_time};
use crate::intake::{self, Captured, transcript};
use crate::report::{Entry, Report};
use crate::text::escape::{clip, escape};
use crate::world::World;

/// What standard input is called in messages.
const STANDARD_INPUT: &str = "standard input";

/// What the files hold.
#[derive(Default)]
struct Files {
    /// The targets, with the name of their file and when it was last changed.
    captured: Vec<(Captured, String, Option<Timestamp>)>,
    /// What is to be said of the rest of the files.
    notes: Vec<String>,
    /// The changelog of a product.
    feed: Option<Vec<u8>>,
}

/// Reads files with captured responses, and a saved changelog among them, and judges what they hold.
///
/// # Errors
/// When a file cannot be read or holds nothing that can be judged.
pub(crate) fn read(
    files: &[OsString],
    at: Option<&str>,
    max_input: u64,
    showing: &Showing,
    world: &mut World<'_>,
) -> Result<Exit, UsageError> {
    let at = at.map(time_of_receipt).transpose()?;
    let overrides = overrides(showing)?;
    let outputs = Outputs::open(showing, world)?;
    outputs.spare(files.iter().map(OsString::as_os_str), world)?;
    let mut found = Files::default();
    for file in files {
        add(file, max_input, &mut found, world)?;
    }
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
    let now = world.clock.now();
    let feed = found.feed;
    let entries = found.captured.into_iter().map(|(captured, name, changed)| {
        let mut evidence = captured.evidence;
        evidence.exchanges.extend(feed.as_deref().map(saved_changelog));
        let received = at.or(captured.at).or_else(|| date_of(&evidence, now)).or(changed).unwrap_or(now);
        if at.is_some() || captured.at.is_none() {
            intake::receive(&mut evidence, received);
        }
        let position = format!("{name}, {}", captured.place);
        let target = evidence.exchanges.first().and_then(Exchange::url).map_or(position, ToString::to_string);
        let facts = Facts::new(evidence, received, thresholds(showing));
        let mut diagnosis = Diagnosis::new(target, facts, &overrides);
        // All is judged: of a thousand targets the contents, and as many copies of a changelog, would fill the memory.
        diagnosis.facts.evidence.drop_contents();
        diagnosis.place = (name != STANDARD_INPUT).then_some(Place { file: name, line: line_of(&captured.place) });
        Entry::Checked(Box::new(diagnosis))
    });
    let entries = entries.collect();
    outputs.finish(&Report::new(entries, now, false), showing, world)
}

/// The line of a place in a capture; of what has no lines, such as an archive, the first.
fn line_of(place: &str) -> usize {
    place.strip_prefix("line ").and_then(|line| line.parse().ok()).unwrap_or(1)
}

fn time_of_receipt(text: &str) -> Result<Timestamp, UsageError> {
    parse_user_time(text).ok_or_else(|| {
        UsageError::new(format!("--at \"{}\" is not a time", clip(&escape(text), 40)))
            .help("write it as 2026-03-30T13:22:46Z")
    })
}

/// Reads one file: a capture, or a changelog.
fn add(file: &OsStr, max_input: u64, found: &mut Files, world: &mut World<'_>) -> Result<(), UsageError> {
    let name = if file == "-" { STANDARD_INPUT.to_owned() } else { clip(&escape(&file.to_string_lossy()), 80) };
    let (input, changed) =
        read_input(file, max_input, world).map_err(|error| UsageError::new(format!("{name}: {error}")))?;
    let Some(input) = input else {
        return Err(UsageError::new(format!("{name}: it is larger than {max_input} bytes, the limit"))
            .help("raise the limit with --max-input"));
    };
    // A capture does not begin with a tag: what does is the changelog, or what was saved in its place.
    let input = transcript::as_utf8(&input);
    if input.trim_ascii_start().starts_with(b"<") && !transcript::begins_with_mark(&input) {
        found.feed = Some(input.into_owned());
        return Ok(());
    }
    let reading = intake::read(&input).map_err(|error| UsageError::new(format!("{name}: {error}")))?;
    found.captured.extend(reading.captured.into_iter().map(|captured| (captured, name.clone(), changed)));
    found.notes.extend(reading.notes.into_iter().map(|note| format!("{name}: {note}")));
    Ok(())
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

/// The content of a file, where it is within the limit.
fn read_input(
    file: &OsStr,
    limit: u64,
    world: &mut World<'_>,
) -> std::io::Result<(Option<Vec<u8>>, Option<Timestamp>)> {
    let mut input = Vec::new();
    let most = limit.saturating_add(1);
    let changed = if file == "-" {
        world.stdin.take(most).read_to_end(&mut input)?;
        None
    } else {
        let opened = (world.open)(Path::new(file))?;
        if opened.size > limit {
            return Ok((None, None));
        }
        opened.reader.take(most).read_to_end(&mut input)?;
        opened.changed
    };
    Ok(((input.len() as u64 <= limit).then_some(input), changed))
}
