//! A run over targets: what the options say becomes plans, a batch asks them, and its results become the report.

use std::ffi::OsString;
use std::time::Duration;

use crate::batch::{Batch, Item, Step};
use crate::check::{Check, Judging};
use crate::cli::{Asking, ChangelogChoice, Cli, ControlsWhen, ReplayChoice};
use crate::conditions::{ReplayWhen, is_condition};
use crate::escape::{clip, escape};
use crate::exit::Exit;
use crate::fetchers::Fetchers;
use crate::http::date::Timestamp;
use crate::http::target::Url;
use crate::inquiry::{ChangelogWhen, Plan};
use crate::job::{self, Bounds, Identity, Target, UsageError};
use crate::memory::{Memory, Recalled};
use crate::output::Outputs;
use crate::pace::Pace;
use crate::report::{Cut, Entry, Report};
use crate::run::{complain, overrides, thresholds};
use crate::settings::{net_settings, utf8};
use crate::world::World;

/// Explains and checks the operands, in their order. Every one of them is read before anything is sent.
///
/// # Errors
/// When an operand or an option cannot be used, or nobody says who asks MET.
pub(crate) fn check_targets(cli: &Cli, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let targets = cli.targets.iter().map(|operand| Target::parse(operand)).collect::<Result<Vec<_>, _>>()?;
    let judging = Judging { thresholds: thresholds(&cli.showing), overrides: overrides(&cli.showing)? };
    let planner = match targets.iter().any(|target| matches!(target, Target::Ask(_))) {
        true => Some(Planner::new(&cli.asking, world)?),
        false => None,
    };
    let outputs = Outputs::open(&cli.showing, world)?;
    let total = targets.len();
    let mut memory = match &cli.asking.state {
        Some(file) if planner.as_ref().is_some_and(|planner| !planner.dry_run) => Some(Memory::open(file, world)?),
        _ => None,
    };
    let mut items = Vec::with_capacity(total);
    for target in targets {
        items.push(item(target, planner.as_ref(), memory.as_ref(), &judging, world.clock.now())?);
    }
    let asks = items.iter().any(|item| matches!(item, Item::Ask(_)));
    let fetchers = if asks { Some(connect(&cli.asking, world)?) } else { None };
    let pace = Pace::new(cli.asking.rate);
    let batch = Batch::new(items.into_iter(), pace, fetchers, world.clock, world.signals);
    let report = collect(batch, total, memory.as_mut(), cli, world);
    let saved = memory.map_or(Ok(()), |memory| memory.save(world.clock.now()));
    let exit = outputs.finish(&report, &cli.showing, world)?;
    match saved {
        Ok(()) => Ok(exit),
        // What was found is said all the same, and outweighs this when it is worse.
        Err(error) => {
            complain(world, &error);
            Ok(exit.worse(Exit::NoVerdict))
        }
    }
}

/// What a batch makes of a target.
fn item(
    target: Target,
    planner: Option<&Planner>,
    memory: Option<&Memory>,
    judging: &Judging,
    now: Timestamp,
) -> Result<Item, UsageError> {
    Ok(match (target, planner) {
        (Target::LookUp(subject), _) => Item::Known(Box::new(Entry::LookUp(subject))),
        (Target::Ask(url), Some(planner)) => {
            let plan = planner.plan(url)?;
            match planner.dry_run {
                true => {
                    let diagnosis = Check::unsent(&plan, judging.clone(), now);
                    Item::Known(Box::new(Entry::Checked(Box::new(diagnosis))))
                }
                false => match memory.map(|memory| memory.recall(plan.clone(), now, judging)) {
                    Some(Recalled::Stands(diagnosis)) => Item::Known(Box::new(Entry::Checked(diagnosis))),
                    Some(Recalled::Ask(plan)) => Item::Ask(Box::new(Check::new(*plan, judging.clone()))),
                    None => Item::Ask(Box::new(Check::new(plan, judging.clone()))),
                },
            }
        }
        (Target::Ask(url), None) => return Err(UsageError::new(format!("{url}: nothing is known of how to ask it"))),
    })
}

/// Takes the results as they come, until all are there or a signal comes.
fn collect(
    mut batch: Batch<'_, impl Iterator<Item = Item>>,
    total: usize,
    memory: Option<&mut Memory>,
    cli: &Cli,
    world: &mut World<'_>,
) -> Report {
    let mut entries = Vec::new();
    let cut = loop {
        match batch.next() {
            Step::Result(entry) => entries.push(*entry),
            Step::Tick => {}
            Step::AwaitsExpiry(target, time) => announce_wait(&target, time, cli, world),
            Step::Done => break None,
            Step::Signalled(signal) => {
                let stopped = batch.stop();
                entries.extend(stopped.entries);
                let unfinished = total.saturating_sub(entries.len());
                break Some(Cut { signal, unfinished, requests_unused: stopped.requests_unused });
            }
        }
    };
    if let Some(memory) = memory {
        entries.iter_mut().for_each(|entry| memory.take_in(entry));
    }
    Report { cut, ..Report::new(entries, world.clock.now(), cli.exit_code) }
}

/// Says that the program waits on purpose, and how to end that.
fn announce_wait(target: &str, time: Duration, cli: &Cli, world: &mut World<'_>) {
    if cli.showing.quiet {
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

/// Makes the network side.
fn connect<'a>(asking: &Asking, world: &World<'a>) -> Result<Fetchers<'a>, UsageError> {
    let settings = net_settings(asking, world)?;
    let connect = world.connect;
    let fetchers = Fetchers::new(asking.jobs, Box::new(move || connect(&settings))).map_err(|reason| {
        UsageError::new(match &asking.cacert {
            Some(file) => format!("--cacert {}: {reason}", clip(&escape(&file.to_string_lossy()), 80)),
            None => format!("the network cannot be used: {reason}"),
        })
    })?;
    world.signals.watch();
    Ok(fetchers)
}

/// Makes plans for URLs, all with the same identity, fields and bounds.
struct Planner {
    identity: Identity,
    headers: Vec<(String, String)>,
    bounds: Bounds,
    dry_run: bool,
}

impl Planner {
    fn new(asking: &Asking, world: &World<'_>) -> Result<Self, UsageError> {
        let (identity, headers) = identity_and_headers(asking, world)?;
        let condition = headers.iter().find(|(name, _)| is_condition(name));
        if let Some((name, _)) = condition.filter(|_| asking.state.is_some()) {
            return Err(UsageError::new(format!("--state sends conditions of its own, and -H {name} is another one"))
                .help("leave one of them out"));
        }
        if asking.state.is_some() && asking.replay == ReplayChoice::Wait {
            return Err(UsageError::new("--state and --replay wait exclude each other")
                .help("with --state the first run after the expiry is the replay"));
        }
        let bounds = Bounds {
            controls: asking.controls == ControlsWhen::Auto,
            changelog: match asking.changelog {
                ChangelogChoice::Auto => ChangelogWhen::Auto,
                ChangelogChoice::Always => ChangelogWhen::Always,
                ChangelogChoice::Never => ChangelogWhen::Never,
            },
            replay: match asking.replay {
                ReplayChoice::Now => ReplayWhen::Now,
                ReplayChoice::Wait => ReplayWhen::AfterExpiry,
                ReplayChoice::Never => ReplayWhen::Never,
            },
            thorough: asking.thorough,
            max_redirects: asking.max_redirects,
            max_body: asking.max_body,
            time: asking.timeout,
        };
        Ok(Self { identity, headers, bounds, dry_run: asking.dry_run })
    }

    fn plan(&self, url: Url) -> Result<Plan, UsageError> {
        job::plan(url, &self.identity, &self.headers, self.bounds, self.dry_run)
    }
}

fn identity_and_headers(asking: &Asking, world: &World<'_>) -> Result<(Identity, Vec<(String, String)>), UsageError> {
    let user_agent = option_or_env(asking.user_agent.clone(), "METSTATUS_USER_AGENT", "--user-agent", world)?;
    let contact = option_or_env(asking.contact.clone(), "METSTATUS_CONTACT", "--contact", world)?;
    let headers = asking
        .headers
        .iter()
        .map(|header| utf8(header.clone(), "--header").and_then(|text| job::parse_header(&text)))
        .collect::<Result<Vec<_>, _>>()?;
    let count = |name: &str| headers.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name)).count();
    if count("user-agent") + usize::from(asking.user_agent.is_some()) > 1 || count("host") > 1 {
        return Err(UsageError::new("User-Agent or Host is given twice, by --user-agent or --header"));
    }
    Ok((Identity::new(user_agent, contact)?, headers))
}

/// The value of an option, or of a variable that is set and not empty.
fn option_or_env(
    option: Option<OsString>,
    variable: &str,
    name: &str,
    world: &World<'_>,
) -> Result<Option<String>, UsageError> {
    match option {
        Some(value) => utf8(value, name).map(Some),
        None => match (world.env)(variable).filter(|value| !value.is_empty()) {
            Some(value) => utf8(value, variable).map(Some),
            None => Ok(None),
        },
    }
}
