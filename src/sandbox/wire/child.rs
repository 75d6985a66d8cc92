//! The command: started as it was given, in the process group of this process, with its streams. Signals go on to it, and
//! nothing of it is left running.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{self, Read as _};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitOptions, WaitStatus, getpgrp, kill_process, wait};
use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};

use super::command::{NotStarted, prepare};
use super::processes::{Process, descendants};
use super::variables::VariableChange;
use crate::world::Signal as Interruption;

/// How long what the command left running may go on, for its requests to be seen.
const GRACE: Duration = Duration::from_secs(1);
/// How long it may take to end after it was asked to.
const PATIENCE: Duration = Duration::from_secs(2);

/// The signals that go on to the command.
const FORWARDED: [(i32, Signal); 6] = [
    (SIGINT, Signal::INT),
    (SIGTERM, Signal::TERM),
    (SIGHUP, Signal::HUP),
    (SIGQUIT, Signal::QUIT),
    (SIGUSR1, Signal::USR1),
    (SIGUSR2, Signal::USR2),
];

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// With an exit code.
    Exited(u8),
    /// By a signal, given by its number.
    Signalled(u8),
}

impl Ended {
    /// The exit code, as a shell shows it.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Exited(code) => code,
            Self::Signalled(signal) => 128_u8.saturating_add(signal),
        }
    }

    fn of(status: WaitStatus) -> Self {
        match (status.exit_status(), status.terminating_signal()) {
            (Some(code), _) => Self::Exited(u8::try_from(code).unwrap_or(u8::MAX)),
            (None, Some(signal)) => Self::Signalled(u8::try_from(signal).unwrap_or(127)),
            (None, None) => Self::Exited(u8::MAX),
        }
    }
}

/// A command that has run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ran {
    /// How it ended.
    pub ended: Ended,
    /// The first signal that asked this process to end meanwhile.
    pub interrupted: Option<Interruption>,
}

/// Starts commands and waits for them. From its making on, signals do not end this process.
pub(super) struct Supervisor {
    /// Written to by each signal.
    wake: UnixStream,
    arrived: Vec<(Signal, Arc<AtomicBool>)>,
    /// Processes that are children of this one already: of the shell that this process took the place of.
    strangers: BTreeSet<i32>,
}

impl Supervisor {
    /// Catches the signals that are to go on, but for those that are ignored, which the command has to inherit (`nohup`).
    ///
    /// # Errors
    /// When a signal cannot be caught.
    pub(super) fn new() -> io::Result<Self> {
        let strangers = match has_children() {
            true => descendants(&BTreeSet::new()).into_iter().map(|process| process.id).collect(),
            false => BTreeSet::new(),
        };
        adopt_orphans();
        let (wake, waker) = UnixStream::pair()?;
        let ignored = ignored_signals();
        let mut arrived = vec![];
        for (number, signal) in FORWARDED {
            if ignored & (1 << (number - 1)) == 0 {
                let flag = Arc::new(AtomicBool::new(false));
                // The flag first: who is woken reads it.
                signal_hook::flag::register(number, Arc::clone(&flag))?;
                signal_hook::low_level::pipe::register(number, waker.try_clone()?)?;
                arrived.push((signal, flag));
            }
        }
        signal_hook::low_level::pipe::register(SIGCHLD, waker)?;
        Ok(Self { wake, arrived, strangers })
    }

    /// Runs a command and waits until it has ended.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(super) fn run(&self, command: &[OsString], changes: &[VariableChange]) -> Result<Ran, NotStarted> {
        let child = prepare(command, changes)?.spawn().map_err(NotStarted::by)?;
        Ok(self.wait(Pid::from_child(&child)))
    }

    /// Waits for the command, passes signals on to it, and collects what else ends.
    fn wait(&self, child: Pid) -> Ran {
        let mut interrupted = None;
        loop {
            while let Ok(Some((process, status))) = wait(WaitOptions::NOHANG) {
                if process == child {
                    return Ran { ended: Ended::of(status), interrupted };
                }
            }
            for signal in self.taken() {
                if !(is_from_terminal(signal) && in_foreground()) {
                    let _ = kill_process(child, signal);
                }
                interrupted = interrupted.or(match signal {
                    Signal::INT => Some(Interruption::Interrupt),
                    Signal::TERM => Some(Interruption::Terminate),
                    _ => None,
                });
            }
            self.sleep(None);
        }
    }

    /// The signals that came since the last call.
    fn taken(&self) -> Vec<Signal> {
        let arrived = self.arrived.iter().filter(|(_, flag)| flag.swap(false, Ordering::Relaxed));
        arrived.map(|(signal, _)| *signal).collect()
    }

    /// Waits for a signal, at most so long.
    fn sleep(&self, time: Option<Duration>) {
        let _ = self.wake.set_read_timeout(time);
        // More than one may have come; all of them are looked at after this.
        let _ = (&self.wake).read(&mut [0; 64]);
    }

    /// Waits a moment for what the command has left running, then ends it. Returns what had to be ended: its requests were
    /// seen, and outside of the sandbox it would only hold addresses and certificates that lead nowhere.
    pub(super) fn end_rest(&self) -> Vec<Process> {
        self.wait_for_rest(GRACE);
        let left = self.rest();
        self.signal_rest(Signal::TERM);
        self.wait_for_rest(PATIENCE);
        self.signal_rest(Signal::KILL);
        self.wait_for_rest(PATIENCE);
        left
    }

    fn wait_for_rest(&self, time: Duration) {
        let start = Instant::now();
        loop {
            let left = time.saturating_sub(start.elapsed());
            // A signal says that the user does not want to wait.
            if left.is_zero() || self.rest().is_empty() || !self.taken().is_empty() {
                return;
            }
            self.sleep(Some(left));
        }
    }

    fn signal_rest(&self, signal: Signal) {
        for process in self.rest() {
            if let Some(process) = Pid::from_raw(process.id) {
                let _ = kill_process(process, signal);
            }
        }
    }

    fn rest(&self) -> Vec<Process> {
        // Orphans become children of this process: without a child there is no descendant, and no table to read.
        if has_children() { descendants(&self.strangers) } else { vec![] }
    }
}

/// Collects the children of this process that have ended, and says whether there are others.
fn has_children() -> bool {
    loop {
        match wait(WaitOptions::NOHANG) {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

/// Makes processes whose parent has ended children of this one, and not of the first process of the system.
#[cfg(target_os = "linux")]
fn adopt_orphans() {
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
}

#[cfg(not(target_os = "linux"))]
fn adopt_orphans() {}

/// The signals that are ignored, one bit each.
fn ignored_signals() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

/// Whether a terminal sends a signal, by keys or when it closes. It sends it to all processes of the group, so the command
/// has it already; a second one would make many programs end at once.
fn is_from_terminal(signal: Signal) -> bool {
    signal == Signal::INT || signal == Signal::QUIT
}

/// Whether this process is of the group that the keys of its terminal go to.
fn in_foreground() -> bool {
    let terminal = std::fs::File::open("/dev/tty");
    terminal.is_ok_and(|terminal| rustix::termios::tcgetpgrp(&terminal).is_ok_and(|group| group == getpgrp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_a_shell() {
        assert_eq!(Ended::Exited(7).code(), 7);
        assert_eq!(Ended::Signalled(9).code(), 137);
        assert_eq!(Ended::Signalled(15).code(), 143);
    }
}
