//! A command that runs against the sandbox.

use std::ffi::{OsStr, OsString};
use std::io;
use std::net::{SocketAddr, TcpListener};

use super::plan::Plan;
use super::report::{Played, report};
use crate::app::args::sandbox::Wire;
use crate::app::args::showing::Showing;
use crate::app::console::complain;
use crate::app::report_sinks::ReportSinks;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::report::{Interruption, Report};
use crate::sandbox::authority::Authority;
use crate::sandbox::server::{Listeners, Server};
use crate::sandbox::wire::{NotStarted, Ran, VariableChange, WireKind, Wiring};
use crate::text::escape::{clip, escape, format_path};
use crate::world::{Signal, World};

/// Runs a command against the sandbox, once for each scenario.
///
/// # Errors
/// When it cannot be wired up, or a report cannot be written.
pub(super) fn run(
    program: &OsStr,
    arguments: &[OsString],
    plan: &Plan,
    showing: &Showing,
    world: &mut World<'_>,
) -> Result<Exit, UsageError> {
    let outputs = ReportSinks::open(showing, world)?;
    outputs.leave_stdout()?;
    // Before any thread: see there.
    let mut wiring = Wiring::prepare(kind(plan.wire))?;
    let authority =
        Authority::new(world.clock.now(), (world.random)()).map_err(|error| UsageError::new(error.to_string()))?;
    let sockets = wiring.sockets(plan.listen).map_err(|error| unbound(plan.listen, &error))?;
    let password = format!("{:016x}{:016x}", (world.random)(), (world.random)());
    let changes =
        wiring.open(addresses(&sockets).map_err(failed)?, authority.pem(), password, world.env).map_err(failed)?;
    let command = Invocation { line: [&[program.to_owned()], arguments].concat(), changes };
    say(&wiring.take_notes(), showing, world);

    let mut runs = Runs::default();
    for scenario in &plan.scenarios {
        let settings = plan.settings(scenario, world);
        let running = Server::start(again(&sockets).map_err(failed)?, &authority, settings).map_err(failed)?;
        if wiring.kind() == WireKind::None {
            let (https, http) = running.urls();
            say(&[format!("the sandbox listens on {https} and {http}")], showing, world);
        }
        let ran = wiring.run(&command.line, &command.changes);
        let at_end = running.requests();
        let rest = wiring.end_rest();
        let after = running.requests() - at_end;
        let outcome = running.stop().map_err(failed)?;
        runs.note(scenario.name, after, &rest.iter().map(|one| one.name.as_str()).collect::<Vec<_>>());
        let exit_code = runs.take(ran, program);
        runs.played.push(Played { outcome, wire: wiring.kind().as_str(), exit_code: Some(exit_code.into()) });
        if runs.stops() {
            runs.left = plan.scenarios.len() - runs.played.len();
            break;
        }
    }
    runs.notes.extend(wiring.seen());
    drop(wiring);
    runs.finish(outputs, showing, world)
}

/// What is run, and the changes of its environment.
struct Invocation {
    line: Vec<OsString>,
    changes: Vec<VariableChange>,
}

/// What came of the runs of the command.
#[derive(Default)]
struct Runs {
    played: Vec<Played>,
    /// What else was seen.
    notes: Vec<String>,
    /// The first exit code that is not 0.
    code: u8,
    /// Why the command could not be started.
    not_started: Option<UsageError>,
    /// The signal that asked metstatus to end.
    interrupted: Option<Signal>,
    /// Whether that signal ended the command.
    ended_by_it: bool,
    /// How many scenarios were not played.
    left: usize,
}

impl Runs {
    /// Notes what went on after the command had ended.
    fn note(&mut self, scenario: &str, requests: u64, rest: &[&str]) {
        if requests > 0 {
            self.notes.push(format!(
                "{scenario}: {requests} {} came after the command had ended",
                crate::text::count::requests(requests)
            ));
        }
        if !rest.is_empty() {
            let names = clip(&escape(&rest.join(", ")), 100);
            let left = match rest.len() {
                1 => "1 process of the command was left running, and was ended".to_owned(),
                count => format!("{count} processes of the command were left running, and were ended"),
            };
            self.notes.push(format!("{scenario}: {left}: {names}"));
        }
    }

    /// Takes in how the command ended, and returns its exit code.
    fn take(&mut self, ran: Result<Ran, NotStarted>, program: &OsStr) -> u8 {
        let code = match ran {
            Ok(ran) => {
                self.interrupted = self.interrupted.or(ran.interrupted);
                let signal = ran.interrupted.map(|signal| Exit::Signalled(signal).code());
                self.ended_by_it |= signal == Some(ran.ended.code());
                ran.ended.code()
            }
            Err(NotStarted { code, error }) => {
                let shown = format_path(program);
                let help = match code {
                    127 => "check its name and PATH",
                    _ => "it must be an executable program, or a script whose first line names one",
                };
                self.not_started = Some(UsageError::new(format!("{shown}: {error}")).help(help));
                code
            }
        };
        if self.code == 0 {
            self.code = code;
        }
        code
    }

    /// Whether the scenarios that are left are of no use.
    fn stops(&self) -> bool {
        self.interrupted.is_some() || self.not_started.is_some()
    }

    /// Writes the reports and says how all ended: the last line names the command's code and the verdict.
    fn finish(self, outputs: ReportSinks, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
        if let Some(error) = self.not_started {
            complain(world, &error, showing.color);
            return Ok(Exit::Command(self.code));
        }
        let mut report: Report = report(self.played, showing, world)?;
        report.notes.extend(self.notes);
        let verdict = report.verdict();
        if let Some(signal) = self.interrupted.filter(|_| self.ended_by_it || self.left > 0) {
            report.cut = Some(Interruption { signal, unfinished: self.left, requests_unused: 0 });
        }
        outputs.finish_beside_command(&report, showing, world)?;
        for complaint in &report.complaints {
            complain(world, &complaint.error, showing.color);
        }
        let exit = match (self.code, self.interrupted) {
            (_, Some(signal)) if self.ended_by_it => Exit::Signalled(signal),
            (0, _) => Exit::from(verdict),
            (code, _) => Exit::Command(code),
        };
        let line = format!(
            "the command exited with {}, the verdict is {}: exit code {}",
            self.code,
            verdict.as_str(),
            exit.code()
        );
        say(&[line], showing, world);
        Ok(exit)
    }
}

fn kind(wire: Wire) -> Option<WireKind> {
    match wire {
        Wire::Auto => None,
        Wire::Namespace => Some(WireKind::Namespace),
        Wire::Env => Some(WireKind::Env),
        Wire::Url => Some(WireKind::Url),
        Wire::None | Wire::Probe => Some(WireKind::None),
    }
}

/// Writes lines to standard error.
fn say(notes: &[String], showing: &Showing, world: &mut World<'_>) {
    if !showing.quiet {
        for note in notes {
            // A closed standard error takes nothing from the report.
            let _ = writeln!(world.stderr, "metstatus: {note}");
        }
    }
}

/// Where the first sockets listen, for http and https.
fn addresses(sockets: &Listeners) -> io::Result<(SocketAddr, SocketAddr)> {
    let first = |sockets: &[TcpListener]| sockets.first().ok_or(io::ErrorKind::AddrNotAvailable)?.local_addr();
    Ok((first(&sockets.http)?, first(&sockets.https)?))
}

/// The same sockets for one more server: the addresses stay from scenario to scenario.
fn again(sockets: &Listeners) -> io::Result<Listeners> {
    let clone = |sockets: &[TcpListener]| sockets.iter().map(TcpListener::try_clone).collect::<io::Result<_>>();
    Ok(Listeners { http: clone(&sockets.http)?, https: clone(&sockets.https)? })
}

fn failed(error: io::Error) -> UsageError {
    UsageError::new(format!("the sandbox could not start: {error}"))
}

fn unbound(listen: Option<SocketAddr>, error: &io::Error) -> UsageError {
    match listen {
        Some(address) => {
            UsageError::new(format!("cannot listen on {address}: {error}")).help("without --listen a free port is used")
        }
        None => UsageError::new(format!("the sandbox cannot listen: {error}")),
    }
}
