//! How a command is led to the sandbox, and the only part of the program that starts processes, sends signals or enters
//! namespaces (`tests/layers.rs` holds that).
//!
//! ```text
//! choose ─▶ namespace: hosts, resolver, certificates mounted; ports 80 and 443     nothing else can be reached
//!        └▶ env:       a proxy and certificates, by variables                      clients that read them
//!        └▶ url, none: METSTATUS_SANDBOX_URL; nothing
//! ```
//!
//! [`Wiring::prepare`] must come before any thread is started: only a process with a single one can make a user namespace.

#[cfg(unix)]
mod child;
#[cfg(not(unix))]
#[path = "child_elsewhere.rs"]
mod child;
mod command;
mod files;
mod hosts;
#[cfg(target_os = "linux")]
mod loopback;
#[cfg(target_os = "linux")]
mod namespace;
#[cfg(not(target_os = "linux"))]
#[path = "namespace_elsewhere.rs"]
mod namespace;
mod peers;
mod processes;
mod proxy;
#[cfg(target_os = "linux")]
mod refusal;
mod resolver;
#[cfg(target_os = "linux")]
mod stage;
mod trust;
mod upstream;
mod variables;

use std::ffi::{OsStr, OsString};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

pub(crate) use child::Ran;
pub(crate) use command::NotStarted;
pub(crate) use processes::Process;
pub(crate) use variables::{Environment, VariableChange};

use self::child::Supervisor;
use self::namespace::Namespace;
use self::proxy::{Proxy, Sandbox};
use self::resolver::OtherNames;
use super::server::Listeners;
use crate::error::UsageError;

/// How a command is led to the sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WireKind {
    /// By namespaces.
    Namespace,
    /// By variables for a proxy and for certificates.
    Env,
    /// By a variable with the URL.
    Url,
    /// Not at all.
    None,
}

impl WireKind {
    /// The name in options and reports.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Namespace => "namespace",
            Self::Env => "env",
            Self::Url => "url",
            Self::None => "none",
        }
    }
}

/// What clients of the matrix variables do not reach, as the manual lists them.
const NOT_REACHED: &str = "PHP streams, and other clients that do not read variables for proxies, go past the sandbox to the \
                           real api.met.no; metstatus-sandbox(1) lists what was tried";

/// The way to the sandbox, while it is open. Dropping it takes away all that was made for it.
pub(crate) struct Wiring {
    kind: WireKind,
    /// What the user has to know, in the order in which it was found.
    notes: Vec<String>,
    way: Way,
    supervisor: Supervisor,
    ipv6: bool,
}

/// What each way holds on to.
enum Way {
    Namespace(Namespace, Option<OtherNames>),
    Variables(tempfile::TempDir, Option<Proxy>),
    Nothing,
}

/// Tries whether this process can enter namespaces, for another one that cannot take such a try back.
///
/// # Errors
/// Why it cannot.
pub(crate) fn probe() -> Result<(), UsageError> {
    Namespace::enter().map(drop)
}

impl Wiring {
    /// Chooses the way: `None` is namespaces where they are allowed, else variables. Enters the namespaces; no thread may
    /// have been started before.
    ///
    /// # Errors
    /// When the way asked for is not possible here.
    pub(crate) fn prepare(wanted: Option<WireKind>) -> Result<Self, UsageError> {
        let mut notes = vec![];
        let kind = match wanted {
            Some(kind) => kind,
            None => match namespace::try_in_another_process() {
                Ok(()) => WireKind::Namespace,
                Err(reason) => {
                    notes.push(format!("{reason}; wired by variables instead (--wire env)"));
                    WireKind::Env
                }
            },
        };
        let failed = |error: io::Error| UsageError::new(format!("the sandbox could not be set up: {error}"));
        let no_folder = |error: io::Error| failed(error).help("set TMPDIR to a folder that can be written");
        let way = match kind {
            WireKind::Namespace => Way::Namespace(Namespace::enter()?, None),
            WireKind::Env | WireKind::Url => Way::Variables(files::folder().map_err(no_folder)?, None),
            WireKind::None => Way::Nothing,
        };
        if kind == WireKind::Env {
            notes.push(format!("wire env: {NOT_REACHED}"));
        }
        let supervisor = Supervisor::new().map_err(failed)?;
        Ok(Self { kind, notes, way, supervisor, ipv6: false })
    }

    /// How the command is led to the sandbox.
    pub(crate) fn kind(&self) -> WireKind {
        self.kind
    }

    /// Takes what the user has to know so far.
    pub(crate) fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    /// Binds the sockets that the server is to listen on: in a namespace the ports of the web, else `https` or free ones.
    ///
    /// # Errors
    /// When that fails.
    pub(crate) fn sockets(&mut self, https: Option<SocketAddr>) -> io::Result<Listeners> {
        if self.kind != WireKind::Namespace {
            let https = https.unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
            return Listeners::bind(SocketAddr::new(https.ip(), 0), https);
        }
        if https.is_some() {
            self.notes.push("--listen has no effect by namespaces: the sandbox is at https://api.met.no".to_owned());
        }
        let bind = |ip: IpAddr| Listeners::bind(SocketAddr::new(ip, 80), SocketAddr::new(ip, 443));
        let mut listeners = bind(Ipv4Addr::LOCALHOST.into())?;
        // A machine may have no IPv6.
        if let Ok(v6) = bind(Ipv6Addr::LOCALHOST.into()) {
            listeners.http.extend(v6.http);
            listeners.https.extend(v6.https);
            self.ipv6 = true;
        }
        Ok(listeners)
    }

    /// Sets up what leads the command to the server, and returns the changes of its environment. `http` and `https` are
    /// where the server listens, `authority` its certificate in PEM form, `password` is unpredictable.
    ///
    /// # Errors
    /// When files cannot be written, or a port not be bound.
    pub(crate) fn open(
        &mut self,
        (http, https): (SocketAddr, SocketAddr),
        authority: &str,
        password: String,
        environment: Environment<'_>,
    ) -> io::Result<Vec<VariableChange>> {
        self.say_what_is_set(environment);
        match &mut self.way {
            Way::Nothing => Ok(vec![]),
            Way::Namespace(namespace, names) => {
                let folder = namespace.set(authority, self.ipv6)?;
                *names = Some(resolver::start(self.ipv6)?);
                files::write(&folder, authority, environment)?;
                let mut changes = variables::trust(&folder, vec![], environment);
                changes.extend(variables::without_proxy(environment));
                changes.extend(own("https://api.met.no/weatherapi", &folder));
                Ok(changes)
            }
            Way::Variables(folder, proxy) => {
                let folder = folder.path();
                files::write(folder, authority, environment)?;
                let url = format!("http://{http}/weatherapi");
                if self.kind == WireKind::Url {
                    return Ok(own(&url, folder));
                }
                let running = Proxy::start(Sandbox { http, https }, password, variables::upstream(environment))?;
                let way = variables::ProxyWay {
                    url: running.url(),
                    own_port: running.own_port(),
                    http: http.port(),
                    https: https.port(),
                };
                let mut changes = variables::trust(folder, way.java_options(), environment);
                changes.extend(variables::proxy(&way, folder, environment));
                changes.extend(own(&url, folder));
                *proxy = Some(running);
                Ok(changes)
            }
        }
    }

    /// Says which variables of the environment bear on the way.
    fn say_what_is_set(&mut self, environment: Environment<'_>) {
        let proxies = variables::proxies_set(environment).join(", ");
        if !proxies.is_empty() && self.kind == WireKind::Namespace {
            self.notes.push(format!("{proxies} set: taken away, since no proxy can be reached in the sandbox"));
        }
        if !proxies.is_empty() && self.kind == WireKind::Env {
            self.notes.push(match variables::upstream(environment) {
                Some(_) => format!("{proxies} set: replaced; other hosts are still asked through that proxy"),
                None => format!(
                    "{proxies} set: replaced; it is not a proxy of plain http, and other hosts are asked directly"
                ),
            });
        }
        if self.kind != WireKind::Env {
            return;
        }
        for (name, covers_met) in variables::exceptions_set(environment) {
            self.notes.push(match covers_met {
                true => {
                    format!("{name} covers api.met.no: the command reaches the real MET past the sandbox; unset it")
                }
                false => format!("{name} is set and left as it is"),
            });
        }
    }

    /// Runs the command, and waits until it has ended.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(crate) fn run(&self, command: &[OsString], changes: &[VariableChange]) -> Result<Ran, NotStarted> {
        self.supervisor.run(command, changes)
    }

    /// Waits a moment for what the command has left running, ends it, and returns what had to be ended.
    pub(crate) fn end_rest(&self) -> Vec<Process> {
        self.supervisor.end_rest()
    }

    /// What was seen of the command beyond its requests to MET.
    pub(crate) fn seen(&self) -> Vec<String> {
        let mut notes = vec![];
        match &self.way {
            Way::Namespace(_, Some(names)) => {
                let names = names.list();
                if !names.is_empty() {
                    notes.push(format!(
                        "other hosts were looked up, which cannot be reached in the sandbox (--wire env lets them be \
                         reached): {}",
                        names.join(", ")
                    ));
                }
            }
            Way::Variables(_, Some(proxy)) => {
                if proxy.elsewhere() > 0 {
                    notes.push(format!("{} connections went on to other hosts, untouched", proxy.elsewhere()));
                }
                if proxy.refused() > 0 {
                    let count = proxy.refused();
                    notes.push(match count {
                        1 => "1 request came to the proxy without its password, and was refused".to_owned(),
                        _ => format!("{count} requests came to the proxy without its password, and were refused"),
                    });
                }
            }
            _ => {}
        }
        notes
    }
}

/// The variables of the sandbox itself.
fn own(url: &str, folder: &Path) -> Vec<VariableChange> {
    let bundle: PathBuf = folder.join(variables::BUNDLE);
    [("METSTATUS_SANDBOX_URL", OsStr::new(url)), ("METSTATUS_SANDBOX_CA", bundle.as_os_str())]
        .map(|(name, value)| (name, Some(value.to_owned())))
        .into()
}
