//! Reading MET's changelog for what it says of the products: `products --refresh`.

use std::time::Duration;

use crate::app::args::cli::{Cli, Command};
use crate::app::args::request::RequestOptions;
use crate::app::commands::list;
use crate::app::knowledge::{self, Unusable};
use crate::app::plan::planner::Planner;
use crate::app::plan::settings::net_settings;
use crate::app::report_sinks::ReportSinks;
use crate::error::UsageError;
use crate::evidence::{BodyCut, Phase, Reply, Request, Response};
use crate::exit::Exit;
use crate::http::caching::freshness::{Received, assess};
use crate::http::caching::next_poll::next_poll;
use crate::http::pacing::retry_after::retry_after;
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::met::changelog::{self, FeedError, MAX_FEED, MOST_ENTRIES};
use crate::met::knowledge::{FEED, FileError, Knowledge, learn};
use crate::text::count::counted;
use crate::text::escape::{clip, escape};
use crate::world::{Limits, Store, World};

/// Between two requests, where no response says how long it may be kept, and after a refusal.
const HOUR_S: i64 = 3600;
/// A response may not keep the next request away for longer.
const WEEK_S: i64 = 7 * 86_400;
/// How long another run that refreshes is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a signal is looked for while the response is awaited.
const TICK: Duration = Duration::from_millis(200);

/// What came of the request.
struct Outcome {
    /// What is to be kept.
    knowledge: Knowledge,
    /// What to say, in lines.
    notes: Vec<String>,
    exit: Exit,
}

/// Reads the changelog where that is allowed now, keeps what it says, and lists the products by it.
///
/// # Errors
/// When the request does not say who sends it, or there is no place for what is learned.
pub(crate) fn refresh(name: Option<&str>, cli: &Cli, world: &mut World<'_>) -> Result<Exit, UsageError> {
    // Nothing is sent for a list that cannot be written.
    ReportSinks::open(&cli.showing, world)?.require_list()?;
    let asking = asking(cli)?;
    let planner = Planner::new(&asking, world)?;
    let url = Url::parse(FEED).map_err(|error| UsageError::new(format!("{FEED}: {error}")))?;
    planner.permit(&url)?;
    let (mut store, before) = open(world)?;
    let now = world.clock.now();
    // A time further ahead than any that is kept was written under another clock.
    let wait = before.next_at.filter(|next| *next > now && next.seconds_since(now) <= WEEK_S);
    if let Some(next) = wait {
        say(&[format!("no request sent: the next one is allowed from {next} on")], cli, world);
        return list::products(name, &cli.showing, Exit::Healthy, world);
    }
    let request = conditional(planner.plan(url).first_request(), &before);
    let settings = net_settings(&asking.connecting, world)?;
    let network = (world.connect)(&settings, 1)
        .map_err(|reason| UsageError::new(format!("the network is unavailable: {reason}")))?;
    world.signals.watch();
    network.send(0, request, Limits { time: asking.timeout, body: MAX_FEED, start: None });
    let reply = loop {
        if let Some((_, reply)) = network.wait(TICK) {
            break reply;
        }
        if let Some(signal) = world.signals.caught() {
            return Ok(Exit::Signalled(signal));
        }
    };
    let outcome = outcome(reply, before, world.clock.now());
    store
        .replace(&crate::met::knowledge::write(&outcome.knowledge))
        .map_err(|error| UsageError::new(format!("what was learned cannot be kept: {error}")))?;
    say(&outcome.notes, cli, world);
    let _in_force = knowledge::in_force(&outcome.knowledge);
    list::products(name, &cli.showing, outcome.exit, world)
}

fn say(notes: &[String], cli: &Cli, world: &mut World<'_>) {
    for note in notes.iter().filter(|_| !cli.showing.quiet) {
        // A closed standard error takes nothing from the list.
        let _ = writeln!(world.stderr, "metstatus: {note}");
    }
}

/// How the request is sent: by the options after `products`, or else by those before it.
fn asking(cli: &Cli) -> Result<RequestOptions, UsageError> {
    let mut asking = cli.asking.clone();
    if asking.dry_run {
        return Err(UsageError::new("--refresh sends a request and cannot be combined with --dry-run"));
    }
    // Fields and credentials are for targets.
    asking.headers = Vec::new();
    if let Some(Command::Products { caller, timeout, connecting, .. }) = &cli.command {
        asking.caller.user_agent = caller.user_agent.clone().or(asking.caller.user_agent);
        asking.caller.contact = caller.contact.clone().or(asking.caller.contact);
        asking.timeout = *timeout;
        asking.connecting = connecting.clone();
    }
    Ok(asking)
}

/// Opens the file for this run alone, and reads it. What cannot be used is never overwritten.
fn open(world: &World<'_>) -> Result<(Box<dyn Store>, Knowledge), UsageError> {
    let file = knowledge::file(world).ok_or_else(|| {
        UsageError::new("there is no folder for what is learned").help("set METSTATUS_CACHE to a folder, or HOME")
    })?;
    let shown = knowledge::shown(&file);
    let way_out = "no request sent; move the file away, or set METSTATUS_CACHE to another folder";
    let failed = |error: std::io::Error| UsageError::new(format!("{shown}: {error}")).help(way_out);
    if let Some(folder) = file.parent() {
        (world.make_folder)(folder).map_err(|error| {
            UsageError::new(format!("the folder {} cannot be made: {error}", knowledge::shown(folder)))
                .help("no request sent; set METSTATUS_CACHE to a folder, or to a place where one can be made")
        })?;
    }
    let before = knowledge::read(&file, world);
    if let Err(why @ (Unusable::Distrusted(_) | Unusable::Content(FileError::Format(_)))) = &before {
        return Err(UsageError::new(format!("{shown}: {why}")).help(way_out));
    }
    let mut store = (world.store)(&file, PATIENCE).map_err(|error| match error.kind() {
        std::io::ErrorKind::WouldBlock => UsageError::new(format!("{shown}: another run is using it")),
        _ => failed(error),
    })?;
    // The run that held the lock may have written it.
    match knowledge::read(&file, world) {
        Ok(before) => Ok((store, before.unwrap_or_default())),
        Err(Unusable::Content(FileError::Damaged(_))) => {
            store.set_aside().map_err(failed)?;
            Ok((store, Knowledge::default()))
        }
        Err(why) => Err(UsageError::new(format!("{shown}: {why}")).help(way_out)),
    }
}

/// The request, which brings the feed only where it differs from the one that was read.
fn conditional(mut request: Request, before: &Knowledge) -> Request {
    if let Some(etag) = &before.etag {
        request.fields.push("If-None-Match", etag.as_str());
    }
    if let Some(modified) = &before.last_modified {
        request.fields.push("If-Modified-Since", modified.as_str());
    }
    request
}

fn outcome(reply: Reply, before: Knowledge, now: Timestamp) -> Outcome {
    let kept = before.learned_at.map_or_else(
        || "the built-in table is used".to_owned(),
        |at| format!("what was learned on {} is used", at.date()),
    );
    let later = |next_at: Timestamp, why: String, exit: Exit| Outcome {
        knowledge: Knowledge { next_at: Some(next_at), ..before.clone() },
        notes: vec![format!("MET's changelog was not read: {why}; {kept}")],
        exit,
    };
    let hour = now.saturating_add(HOUR_S);
    let response = match (reply.response, reply.failure) {
        (Some(response), None) => response,
        (_, failure) => {
            let sent = failure.as_ref().is_none_or(|failure| failure.phase >= Phase::Send);
            let why = failure.map_or_else(|| "there was no response".to_owned(), |failure| failure.detail.clipped(160));
            // What did not reach MET does not count.
            let next = if sent { hour } else { before.next_at.unwrap_or(now) };
            return later(next, why, Exit::Failing);
        }
    };
    let next_at = next_at(&response, now);
    let head = &response.head;
    let status = format!("the server returned {} {}", head.status, head.reason.clipped(40)).trim_end().to_owned();
    match head.status {
        200 => match read(&response, now) {
            Ok((versions, notes)) => {
                let field =
                    |name: &str| head.fields.get_str(name).filter(|value| is_sendable(value)).map(str::to_owned);
                let (etag, last_modified) = (field("etag"), field("last-modified"));
                let knowledge =
                    Knowledge { learned_at: Some(now), next_at: Some(next_at), etag, last_modified, versions };
                Outcome { knowledge, notes, exit: Exit::Healthy }
            }
            Err(why) => later(next_at, why.to_string(), Exit::Failing),
        },
        304 if before.learned_at.is_some() => Outcome {
            notes: vec![format!("MET's changelog has not changed; {kept}")],
            knowledge: Knowledge { learned_at: Some(now), next_at: Some(next_at), ..before },
            exit: Exit::Healthy,
        },
        403 | 429 | 500.. => {
            let after = retry_after(&head.fields, now).and_then(|after| after.not_before);
            let next = after.map_or(hour, |after| after.max(hour)).min(now.saturating_add(WEEK_S));
            later(next, format!("{status}; the next request is allowed from {next} on"), Exit::Failing)
        }
        300..=399 => later(next_at, format!("{status}, and redirects are not followed here"), Exit::Failing),
        _ => later(next_at, status, Exit::Failing),
    }
}

/// When the response has expired; in an hour where it does not say, and in a week at most.
fn next_at(response: &Response, now: Timestamp) -> Timestamp {
    let head = &response.head;
    let received = Received {
        status: head.status,
        fields: &head.fields,
        request_time: now,
        response_time: now,
        shared_cache: false,
    };
    let stated = next_poll(head.status, &head.fields, &assess(&received, now), now).not_before;
    stated.filter(|at| *at > now).unwrap_or(now.saturating_add(HOUR_S)).min(now.saturating_add(WEEK_S))
}

fn is_sendable(value: &str) -> bool {
    value.len() <= 200 && value.bytes().all(|b| b == b' ' || b.is_ascii_graphic())
}

/// What the feed says, with what there is to say of it.
fn read(
    response: &Response,
    now: Timestamp,
) -> Result<(Vec<crate::met::knowledge::LearnedVersion>, Vec<String>), FeedError> {
    let body = &response.body;
    if let Some(BodyCut::Wire(_) | BodyCut::Decoded(_)) = body.cut {
        return Err(FeedError::TooLarge);
    }
    let entries = changelog::parse(&body.bytes)?;
    let lesson = learn(&entries, now);
    let count = match lesson.versions.len() {
        0 => "nothing beyond the table".to_owned(),
        count => counted(count, "version beyond the table", "versions beyond the table"),
    };
    let number = counted(entries.len(), "entry", "entries");
    let mut notes = vec![format!("read MET's changelog, {number}: {count}")];
    if entries.len() >= MOST_ENTRIES {
        notes.push(format!("of the changelog only the first {MOST_ENTRIES} entries were read"));
    }
    notes.extend(lesson.left_out.iter().map(|what| format!("left out: {}", clip(&escape(what), 300))));
    Ok((lesson.versions, notes))
}
