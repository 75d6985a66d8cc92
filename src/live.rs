//! A run over targets: what the options say becomes plans, a batch asks them, and its results become the report.

use std::cell::RefCell;
use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use crate::batch::{Batch, Item};
use crate::check::{Check, Judging, Label};
use crate::cli::{Cli, ColorWhen};
use crate::diagnosis::Diagnosis;
use crate::escape::{clip, escape};
use crate::exit::Exit;
use crate::fetchers::Fetchers;
use crate::gather::Gatherer;
use crate::job::{Target, UsageError};
use crate::kept::Keeper;
use crate::memory::{Memory, Recalled};
use crate::output::Outputs;
use crate::pace::Pace;
use crate::planner::Planner;
use crate::report::{Complaint, Entry, Report};
use crate::run::{complain, overrides, thresholds};
use crate::settings::net_settings;
use crate::splay;
use crate::targets::{LineOptions, List};
use crate::world::{Clock, World};

/// Explains and checks the operands and what the lists hold, in their order. All of it is read before anything is sent.
///
/// # Errors
/// When an operand, an option or a list cannot be used, when no target is left, or nobody says who asks MET.
pub(crate) fn check_targets(cli: &Cli, world: &mut World<'_>) -> Result<Exit, UsageError> {
    standard_input_once(cli)?;
    let operands = cli.targets.iter().map(|operand| Target::parse(operand)).collect::<Result<Vec<_>, _>>()?;
    let lists = cli.many.lists.iter().map(|file| List::read(file, world)).collect::<Result<Vec<_>, _>>()?;
    let is_asked = |target: &Target| matches!(target, Target::Ask(_));
    let listed = |list: &List| list.lines().any(|(_, found)| found.is_ok_and(|found| is_asked(&found.target)));
    let planner = match operands.iter().any(is_asked) || lists.iter().any(listed) {
        true => Some(Planner::new(&cli.asking, world)?),
        false => None,
    };
    if planner.is_none() && !cli.showing.quiet {
        note_unused(cli, world);
    }
    let mut outputs = Outputs::open(&cli.showing, world)?;
    let state = cli.asking.state.as_deref().map(Path::as_os_str);
    outputs.spare(cli.many.lists.iter().map(OsString::as_os_str).chain(state), world)?;
    let counts = look_through(&operands, &lists, planner.as_ref(), cli.showing.color, world)?;
    let judging = Judging { thresholds: thresholds(&cli.showing), overrides: overrides(&cli.showing)? };
    let memory = match &cli.asking.state {
        Some(file) if counts.asked > 0 => Some(Memory::open(file, world)?),
        _ => None,
    };
    let memory = RefCell::new(memory);
    let maker = Maker { planner, judging, memory: &memory, clock: world.clock };
    let operands =
        operands.into_iter().filter_map(|target| maker.item(target, Label::default(), LineOptions::default()));
    let listed = lists.iter().flat_map(|list| list.lines().map(move |(line, found)| (list, line, found)));
    let listed = listed.filter_map(|(list, line, found)| {
        // Those that cannot be read have been told of.
        let found = found.ok()?;
        let label = list.label(line, &found.options);
        maker.item(found.target, label, found.options)
    });
    let fetchers = if counts.asked > 0 { Some(connect(cli, world)?) } else { None };
    let begin =
        if counts.asked > 0 { world.clock.elapsed() + splay::delay(cli.many.splay, world)? } else { Duration::ZERO };
    let pace = Pace::new(cli.asking.rate);
    let keeper = Keeper {
        memory: &memory,
        clock: world.clock,
        whole: outputs.keeps(),
        lines: outputs.streams(),
        by_code: cli.exit_code,
    };
    let keep = |entry| keeper.keep(entry);
    let batch = Batch::new(operands.chain(listed), &keep, pace, fetchers, begin, world.clock, world.signals);
    let gatherer = Gatherer { cli, outputs: &mut outputs, total: counts.total, asked: counts.asked };
    let mut report =
        Report { unusable: counts.unusable, complaints: counts.complaints, ..gatherer.gather(batch, world)? };
    if let Err(error) = memory.into_inner().map_or(Ok(()), |memory| memory.save(world.clock.now())) {
        // What was found is said all the same, and outweighs this when it is worse.
        complain(world, &error, cli.showing.color);
        report.complaints.push(Complaint { place: None, error });
    }
    match outputs.streams() {
        true => outputs.finish_streamed(&report, &cli.showing, world),
        false => outputs.finish(&report, &cli.showing, world),
    }
}

/// Says which option has no effect where nothing is asked: it was meant to change the result.
fn note_unused(cli: &Cli, world: &mut World<'_>) {
    let options = [("-A", cli.asking.user_agent.is_some()), ("-H", !cli.asking.headers.is_empty())];
    if let Some((option, _)) = options.into_iter().find(|(_, given)| *given) {
        let error = UsageError::new(format!("{option} has no effect here: a look-up sends no request"));
        complain(world, &error, cli.showing.color);
    }
}

/// Standard input can be read by one option alone.
fn standard_input_once(cli: &Cli) -> Result<(), UsageError> {
    let lists = cli.many.lists.iter().filter(|file| *file == "-").count();
    let fields = cli.asking.headers.iter().filter(|header| *header == "@-").count();
    match lists + fields {
        0 | 1 => Ok(()),
        _ => Err(UsageError::new("standard input is to be read twice").help("give - to one option alone")),
    }
}

/// How many targets there are.
#[derive(Debug, Default)]
struct Counts {
    /// Those that will have a result.
    total: usize,
    /// Those of them that are asked.
    asked: usize,
    /// The lines of lists that cannot be read.
    unusable: usize,
    /// What is wrong with the first of them.
    complaints: Vec<Complaint>,
}

/// Goes through all targets once before anything is sent: tells of lines that cannot be read, and counts the others.
fn look_through(
    operands: &[Target],
    lists: &[List],
    planner: Option<&Planner>,
    when: ColorWhen,
    world: &mut World<'_>,
) -> Result<Counts, UsageError> {
    let mut counts = Counts::default();
    let mut count = |target: Target| -> Result<(), UsageError> {
        counts.total += 1;
        if let (Target::Ask(url), Some(planner)) = (target, planner) {
            planner.plan(url)?;
            counts.asked += usize::from(!planner.dry_run);
        }
        Ok(())
    };
    for target in operands {
        count(target.clone())?;
    }
    let (mut unusable, mut complaints) = (0, Vec::new());
    for list in lists {
        let mut empty = true;
        for (line, found) in list.lines() {
            empty = false;
            match found {
                Ok(listed) => count(listed.target)?,
                Err(error) => {
                    unusable += 1;
                    let reason = format!("{}, line {line}: {}", list.name(), error.reason);
                    let error = UsageError { reason, ..error };
                    complain(world, &error, when);
                    if complaints.len() < Complaint::MOST {
                        complaints.push(Complaint { place: list.place(line), error });
                    }
                }
            }
        }
        if empty {
            return Err(UsageError::new(format!("--targets {}: it holds no target", list.name())));
        }
    }
    match counts.total {
        0 => Err(UsageError::new("no target is left to explain or to check")),
        _ => Ok(Counts { unusable, complaints, ..counts }),
    }
}

/// Makes what a batch takes of targets.
struct Maker<'a> {
    planner: Option<Planner>,
    judging: Judging,
    memory: &'a RefCell<Option<Memory>>,
    clock: &'a dyn Clock,
}

impl Maker<'_> {
    fn item(&self, target: Target, label: Label, options: LineOptions) -> Option<Item> {
        let url = match target {
            Target::LookUp(subject) => return Some(Item::Known(Box::new(Entry::LookUp(subject)))),
            Target::Ask(url) => url,
        };
        // That there is a plan was found out when the targets were looked through.
        let planner = self.planner.as_ref()?;
        let plan = planner.plan(url).ok()?;
        let mut judging = self.judging.clone();
        judging.thresholds.warning = options.eol_warning.unwrap_or(judging.thresholds.warning);
        judging.thresholds.critical = options.eol_critical.unwrap_or(judging.thresholds.critical);
        for (rule, severity) in options.severities {
            judging.overrides.set(rule, severity);
        }
        let now = self.clock.now();
        if planner.dry_run {
            return Some(known(Check::unsent(&plan, label, &judging, now)));
        }
        let plan = match self.memory.borrow().as_ref().map(|memory| memory.recall(plan.clone(), now, &judging)) {
            Some(Recalled::Stands(diagnosis)) => return Some(known(label.put_on(*diagnosis))),
            Some(Recalled::Ask(plan)) => *plan,
            None => plan,
        };
        Some(Item::Ask(Box::new(Check::new(plan, label, judging))))
    }
}

fn known(diagnosis: Diagnosis) -> Item {
    Item::Known(Box::new(Entry::Checked(Box::new(diagnosis))))
}

/// Makes the network side.
fn connect<'a>(cli: &Cli, world: &World<'a>) -> Result<Fetchers<'a>, UsageError> {
    let settings = net_settings(&cli.asking, world)?;
    let connect = world.connect;
    let fetchers = Fetchers::new(cli.many.jobs, Box::new(move || connect(&settings))).map_err(|reason| {
        UsageError::new(match &cli.asking.cacert {
            Some(file) => format!("--cacert {}: {reason}", clip(&escape(&file.to_string_lossy()), 80)),
            None => format!("the network cannot be used: {reason}"),
        })
    })?;
    world.signals.watch();
    Ok(fetchers)
}
