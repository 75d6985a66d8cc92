//! Moves this process into namespaces of its own: a network that has nothing but loopback, and mounts that only the
//! process and its children see.
//!
//! Nothing is re-executed. A process that makes a user namespace has all rights within it until it executes another
//! program, also where it is mapped to its own user: so the ports below 1024 and the mounts are for this process, and the
//! command that it starts runs as the user who started metstatus, without any of those rights. Root needs no user
//! namespace; without one its command may still use files of other users, as databases do.

use std::fmt;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rustix::mount::{MountPropagationFlags, mount_change};
use rustix::process::{getegid, geteuid};
use rustix::thread::UnshareFlags;

use super::refusal::{SetupStep, SystemLimits, explain};
use super::stage::Stage;
use super::{files, loopback};
use crate::error::UsageError;

/// The namespaces that this process is in.
pub(super) struct Namespace(Stage);

impl Namespace {
    /// Enters namespaces. There is no way back, and this must be the only thread.
    ///
    /// # Errors
    /// When the system does not allow it, with the cause and the way out. The process is of no use then.
    pub(super) fn enter() -> Result<Self, UsageError> {
        try_enter().map(Self).map_err(|failed| explain(&facts(failed.step, &failed.error)))
    }

    /// Puts the files of the sandbox over those of the machine, and returns a folder for others, which is in memory too.
    ///
    /// # Errors
    /// When something cannot be mounted or written.
    pub(super) fn set(&self, authority: &str, ipv6: bool) -> io::Result<PathBuf> {
        self.0.set(authority, ipv6)?;
        Ok(self.0.path().to_owned())
    }
}

/// Why another process could not enter namespaces.
#[derive(Debug)]
pub(super) enum NoNamespaces {
    /// It could not be started.
    NotTried(io::Error),
    /// What it said, where it said something.
    Refused(Option<String>),
}

impl fmt::Display for NoNamespaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotTried(error) => write!(f, "whether namespaces are allowed could not be tried: {error}"),
            Self::Refused(said) => f.write_str(said.as_deref().unwrap_or("namespaces could not be entered")),
        }
    }
}

/// Tries whether namespaces can be entered, in a process that ends after it: the try cannot be taken back, and systems
/// that forbid them may do so only after some of it has worked.
///
/// # Errors
/// Why they cannot be entered.
pub(super) fn try_in_another_process() -> Result<(), NoNamespaces> {
    let mut command = Command::new("/proc/self/exe");
    command.args(["sandbox", "--wire", "probe"]).stdin(Stdio::null()).stderr(Stdio::null());
    let done = command.output().map_err(NoNamespaces::NotTried)?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stdout);
    Err(NoNamespaces::Refused(said.lines().next().map(str::to_owned)))
}

/// Why namespaces cannot be used: the step that failed, and the error.
#[derive(Debug)]
struct Failed {
    /// The step.
    step: SetupStep,
    /// What the system said.
    error: io::Error,
}

impl Failed {
    /// For `map_err`.
    fn at<E: Into<io::Error>>(step: SetupStep) -> impl FnOnce(E) -> Self {
        move |error| Self { step, error: error.into() }
    }
}

fn try_enter() -> Result<Stage, Failed> {
    // Made before, so it is seen outside, where it is removed.
    let folder = files::folder().map_err(Failed::at(SetupStep::Folder))?;
    let (user, group) = (geteuid(), getegid());
    let kinds = UnshareFlags::NEWNET | UnshareFlags::NEWNS;
    if !(user.is_root() && unshare(kinds).is_ok()) {
        unshare(kinds | UnshareFlags::NEWUSER).map_err(Failed::at(SetupStep::Unshare))?;
        let (user, group) = (user.as_raw(), group.as_raw());
        // The group can be mapped only after the right to drop groups was given up.
        for (file, text) in [
            ("/proc/self/setgroups", "deny".to_owned()),
            ("/proc/self/uid_map", format!("{user} {user} 1")),
            ("/proc/self/gid_map", format!("{group} {group} 1")),
        ] {
            fs::write(file, text).map_err(Failed::at(SetupStep::Map))?;
        }
    }
    // What is mounted from here on must not appear outside.
    mount_change("/", MountPropagationFlags::REC | MountPropagationFlags::PRIVATE)
        .map_err(Failed::at(SetupStep::Mount))?;
    loopback::bring_up().map_err(Failed::at(SetupStep::Loopback))?;
    TcpListener::bind((Ipv4Addr::LOCALHOST, 443)).map_err(Failed::at(SetupStep::Ports))?;
    Stage::mount(folder).map_err(Failed::at(SetupStep::Mount))
}

#[allow(deprecated, reason = "its successor is unsafe for the sake of UnshareFlags::FILES, which is not used here")]
fn unshare(kinds: UnshareFlags) -> rustix::io::Result<()> {
    rustix::thread::unshare(kinds)
}

/// What the system says that bears on a refusal.
fn facts(step: SetupStep, error: &io::Error) -> SystemLimits {
    let number = |path: &str| fs::read_to_string(path).ok()?.trim().parse::<u64>().ok();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim);
    SystemLimits {
        step,
        error: error.to_string(),
        is_root: geteuid().is_root(),
        apparmor_restricts: number("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == Some(1),
        clone_forbidden: number("/proc/sys/kernel/unprivileged_userns_clone") == Some(0),
        most_namespaces: number("/proc/sys/user/max_user_namespaces"),
        has_seccomp: field("Seccomp") == Some("2"),
        is_container: ["/.dockerenv", "/run/.containerenv"].iter().any(|path| fs::exists(path).unwrap_or(false)),
    }
}
