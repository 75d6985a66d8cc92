//! A run over targets: what the options say becomes plans, a batch asks them, and its results become the report.

use std::cell::RefCell;
use std::ffi::OsString;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use crate::app::args::cli::Cli;
use crate::app::args::options::{overrides, thresholds};
use crate::app::args::showing::Showing;
use crate::app::batch::collect::{Totals, collect};
use crate::app::batch::state_file::{Recalled, StateFile};
use crate::app::batch::stored_result::StoredResult;
use crate::app::batch::{Batch, Item};
use crate::app::console::{complain, print_line};
use crate::app::plan::pasted::{self, OperandTarget};
use crate::app::plan::planner::Planner;
use crate::app::plan::settings::net_settings;
use crate::app::plan::splay;
use crate::app::plan::target::Target;
use crate::app::plan::targets::{LineOptions, Listed, TargetList};
use crate::app::report_sinks::ReportSinks;
use crate::diagnosis::Diagnosis;
use crate::diagnosis::facts::Facts;
use crate::diagnosis::lookup::Subject;
use crate::error::UsageError;
use crate::evidence::Exchange;
use crate::exit::Exit;
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::inquiry::check::{Judging, Label, TargetCheck};
use crate::inquiry::rate_limiter::RateLimiter;
use crate::inquiry::state::TargetState;
use crate::intake::command::{self, Word};
use crate::intake::{self, Captured};
use crate::report::{Report, RunError, TargetResult, as_curl, jsonl};
use crate::text::escape::format_path;
use crate::world::{Clock, Network, World};

/// Explains and checks the operands and what the lists hold, in their order. All of it is read before anything is sent.
///
/// # Errors
/// When an operand, an option or a list cannot be used, when no target is left, or a request to MET has no
/// identification.
pub(crate) fn check_targets(cli: &Cli, world: &mut World<'_>) -> Result<Exit, UsageError> {
    standard_input_once(cli)?;
    let operands = cli.targets.iter().map(|text| pasted::operand(text)).collect::<Result<Vec<_>, _>>()?;
    let mut targets = Vec::new();
    for operand in operands {
        say(&operand.notes, &cli.showing, world);
        targets.extend(operand.targets);
    }
    check(targets, cli, world)
}

/// What of the targets was not understood, on standard error.
fn say(notes: &[String], showing: &Showing, world: &mut World<'_>) {
    for note in notes.iter().filter(|_| !showing.quiet) {
        // A closed standard error takes nothing from the report.
        let _ = writeln!(world.stderr, "metstatus: {note}");
    }
}

/// Judges the request of a curl command, given as its arguments.
///
/// # Errors
/// When it names no URL.
pub(crate) fn curl(arguments: &[OsString], cli: &Cli, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let word = |text: &OsString| Word { text: text.to_string_lossy().into_owned(), unexpanded: false };
    let words: Vec<Word> = arguments.iter().map(word).collect();
    let operand = pasted::of_command(command::of_words(&words));
    say(&operand.notes, &cli.showing, world);
    if operand.targets.is_empty() {
        let error = UsageError::new("the curl command has no URL that can be checked");
        return Err(error.help(
            "write the command as you would run it: metstatus curl -A 'YOUR-APP/1.2 YOUR-CONTACT' \
                               'URL'",
        ));
    }
    check(operand.targets, cli, world)
}

fn check(operands: Vec<OperandTarget>, cli: &Cli, world: &mut World<'_>) -> Result<Exit, UsageError> {
    if cli.asking.as_curl {
        return as_curl(&operands, cli, world);
    }
    let lists = cli.many.lists.iter().map(|file| TargetList::read(file, world)).collect::<Result<Vec<_>, _>>()?;
    let mut outputs = ReportSinks::open(&cli.showing, world)?;
    let state = cli.asking.state.as_deref().map(Path::as_os_str);
    outputs.refuse_overwriting_inputs(cli.many.lists.iter().map(OsString::as_os_str).chain(state), world)?;
    let Agenda { tasks, totals, unusable, complaints, .. } = agenda(operands, &lists, cli, world)?;
    drop(lists);
    if tasks.iter().all(|task| matches!(task, Task::LookUp(_))) && !cli.showing.quiet {
        note_unused(cli, world);
    }
    let judging = Judging { thresholds: thresholds(&cli.showing), overrides: overrides(&cli.showing)? };
    let memory = match &cli.asking.state {
        Some(file) if totals.asked > 0 => Some(StateFile::open(file, world)?),
        _ => None,
    };
    let memory = RefCell::new(memory);
    let clock = world.clock;
    let items = tasks.into_iter().map(|task| item(task, &judging, &memory, clock));
    let network = if totals.asked > 0 { Some(connect(cli, world)?) } else { None };
    let begin =
        if totals.asked > 0 { world.clock.elapsed() + splay::delay(cli.many.splay, world)? } else { Duration::ZERO };
    let pace = RateLimiter::new(cli.asking.rate);
    let (whole, lines) = (outputs.keeps(), outputs.streams());
    let keep = |entry: TargetResult, remembered: Option<Box<TargetState>>| {
        if let (Some(memory), Some(target)) = (memory.borrow_mut().as_mut(), remembered) {
            memory.take_in(*target);
        }
        if whole {
            return StoredResult::Whole(Box::new(entry));
        }
        let line = lines.then(|| jsonl::line(&entry, clock.now(), cli.exit_code));
        StoredResult::Line(line.unwrap_or_default(), entry.verdict(cli.exit_code))
    };
    let batch = Batch::new(items, &keep, pace, network, clock, world.signals).not_before(begin);
    let mut report = Report { unusable, complaints, ..collect(batch, totals, &mut outputs, cli, world)? };
    if let Err(error) = memory.into_inner().map_or(Ok(()), |memory| memory.save(world.clock.now())) {
        // What was found is said all the same, and outweighs this when it is worse.
        complain(world, &error, cli.showing.color);
        report.complaints.push(RunError { place: None, error });
    }
    match outputs.streams() {
        true => outputs.finish_streamed(&report, &cli.showing, world),
        false => outputs.finish(&report, &cli.showing, world),
    }
}

/// Says which option has no effect where nothing is asked: it was meant to change the result.
fn note_unused(cli: &Cli, world: &mut World<'_>) {
    let options = [("-A", cli.given.has("user_agent")), ("-H", cli.given.has("headers"))];
    if let Some((option, _)) = options.into_iter().find(|(_, given)| *given) {
        let error = UsageError::new(format!("{option} has no effect here: a look-up sends no request"));
        complain(world, &error, cli.showing.color);
    }
}

/// Shows the requests for the operands as curl commands, and sends nothing.
fn as_curl(operands: &[OperandTarget], cli: &Cli, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let mut requests = Vec::new();
    let mut planner = None;
    for operand in operands {
        match operand {
            OperandTarget::Target(Target::Ask(url)) => {
                let planner = match &planner {
                    Some(planner) => planner,
                    None => planner.insert(Planner::new(&cli.asking, world)?),
                };
                planner.permit(url)?;
                requests.push(planner.plan(url.clone()).first_request());
            }
            OperandTarget::Captured(captured) => {
                requests.extend(captured.evidence.exchanges.iter().filter_map(|exchange| exchange.request.clone()));
            }
            OperandTarget::Target(Target::LookUp(_)) => {}
        }
    }
    // The User-Agent of a command that was pasted belongs to another client; the one of an option is for this run.
    let pasted = operands.iter().any(|operand| matches!(operand, OperandTarget::Captured(_)));
    let commands = as_curl::commands(requests.iter(), pasted);
    if commands.is_empty() {
        return Err(UsageError::new("--as-curl needs a target that is a request").help("give a URL or a product path"));
    }
    print_line(&commands, world)?;
    Ok(Exit::Healthy)
}

/// Standard input can be read by one option alone.
fn standard_input_once(cli: &Cli) -> Result<(), UsageError> {
    let lists = cli.many.lists.iter().filter(|file| *file == "-").count();
    let fields = cli.asking.headers.iter().filter(|header| *header == "@-").count();
    match lists + fields {
        0 | 1 => Ok(()),
        _ => Err(UsageError::new("standard input cannot be read twice").help("use - for only one option")),
    }
}

/// Everything that a run has to do, known before anything is sent.
#[derive(Default)]
struct Agenda {
    tasks: Vec<Task>,
    /// Absent as long as no target is a URL.
    planner: Option<Rc<Planner>>,
    totals: Totals,
    /// The lines of lists that cannot be read.
    unusable: usize,
    /// What is wrong with the first of them.
    complaints: Vec<RunError>,
}

/// One target of a run.
enum Task {
    LookUp(Subject),
    /// What a text reports.
    OperandTarget(Box<Captured>),
    Request(Url, Rc<Planner>, Label, LineOptions),
}

impl Agenda {
    fn add(&mut self, listed: Listed, cli: &Cli, world: &mut World<'_>) -> Result<(), UsageError> {
        let Listed { target, label, options } = listed;
        self.tasks.push(match target {
            Target::LookUp(subject) => Task::LookUp(subject),
            Target::Ask(url) => {
                let planner = match &self.planner {
                    Some(planner) => Rc::clone(planner),
                    None => Rc::new(Planner::new(&cli.asking, world)?),
                };
                planner.permit(&url)?;
                self.totals.asked += usize::from(!planner.dry_run);
                self.planner = Some(Rc::clone(&planner));
                Task::Request(url, planner, label, options)
            }
        });
        self.totals.all += 1;
        Ok(())
    }
}

/// Reads every list once, says which lines cannot be read, and makes sure that the others may be requested.
fn agenda(
    operands: Vec<OperandTarget>,
    lists: &[TargetList],
    cli: &Cli,
    world: &mut World<'_>,
) -> Result<Agenda, UsageError> {
    let mut agenda = Agenda::default();
    for operand in operands {
        match operand {
            OperandTarget::Target(target) => {
                let listed = Listed { target, label: Label::default(), options: LineOptions::default() };
                agenda.add(listed, cli, world)?;
            }
            OperandTarget::Captured(captured) => {
                agenda.tasks.push(Task::OperandTarget(captured));
                agenda.totals.all += 1;
            }
        }
    }
    for list in lists {
        let mut empty = true;
        for (line, found) in list.lines() {
            empty = false;
            match found {
                Ok(listed) => agenda.add(listed, cli, world)?,
                Err(error) => {
                    agenda.unusable += 1;
                    let reason = format!("{}, line {line}: {}", list.name(), error.reason);
                    let error = UsageError { reason, ..error };
                    complain(world, &error, cli.showing.color);
                    if agenda.complaints.len() < RunError::MOST {
                        agenda.complaints.push(RunError { place: list.place(line), error });
                    }
                }
            }
        }
        if empty {
            return Err(UsageError::new(format!("--targets {}: it contains no targets", list.name())));
        }
    }
    match agenda.totals.all {
        0 => Err(UsageError::new("no targets left to explain or check")),
        _ => Ok(agenda),
    }
}

/// What a batch takes of a target: a plan to ask it by, or what is known of it already.
fn item(task: Task, judging: &Judging, memory: &RefCell<Option<StateFile>>, clock: &dyn Clock) -> Item {
    let (url, planner, label, options) = match task {
        Task::LookUp(subject) => return Item::Known(Box::new(TargetResult::LookUp(subject))),
        Task::OperandTarget(captured) => return known(told(*captured, judging, clock.now())),
        Task::Request(url, planner, label, options) => (url, planner, label, options),
    };
    let plan = planner.plan(url);
    let mut judging = judging.clone();
    judging.thresholds.warning = options.eol_warning.unwrap_or(judging.thresholds.warning);
    judging.thresholds.critical = options.eol_critical.unwrap_or(judging.thresholds.critical);
    for (rule, severity) in options.severities {
        judging.overrides.set(rule, severity);
    }
    let now = clock.now();
    if planner.dry_run {
        return known(TargetCheck::unsent(&plan, label, &judging, now));
    }
    let plan = match memory.borrow().as_ref().map(|memory| memory.recall(plan.clone(), now, &judging)) {
        Some(Recalled::Stands(diagnosis)) => return known(label.apply_to(*diagnosis)),
        Some(Recalled::Ask(plan)) => *plan,
        None => plan,
    };
    Item::Ask(Box::new(TargetCheck::new(plan, label, judging)))
}

/// Judges what a text reports.
fn told(captured: Captured, judging: &Judging, now: Timestamp) -> Diagnosis {
    let line = captured.line();
    let mut evidence = captured.evidence;
    intake::receive(&mut evidence, captured.at.unwrap_or(now));
    let target = evidence.exchanges.first().and_then(Exchange::url).map_or_else(|| captured.place, ToString::to_string);
    let facts = Facts::new(evidence, now, judging.thresholds);
    Diagnosis { line: Some(line), ..Diagnosis::new(target, facts, &judging.overrides) }
}

fn known(diagnosis: Diagnosis) -> Item {
    Item::Known(Box::new(TargetResult::Checked(Box::new(diagnosis))))
}

/// Makes the network side.
fn connect(cli: &Cli, world: &World<'_>) -> Result<Box<dyn Network>, UsageError> {
    let settings = net_settings(&cli.asking.connecting, world)?;
    let network = (world.connect)(&settings, cli.many.jobs).map_err(|reason| {
        UsageError::new(match &cli.asking.connecting.cacert {
            Some(file) => format!("--cacert {}: {reason}", format_path(file)),
            None => format!("the network is unavailable: {reason}"),
        })
    })?;
    world.signals.watch();
    Ok(network)
}
