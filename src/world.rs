//! Everything outside the program, as values and traits: the network, the clock, the environment, the streams.
//!
//! The program proper is a function of its arguments and a [`World`]; tests pass a world of their own.

use std::error::Error;
use std::ffi::OsString;
use std::fmt;
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::evidence::{Reply, Request};
use crate::http::time::date::Timestamp;
use crate::http::uri::address::Reach;
use crate::text::size::format_size;

/// Bytes of stack of a thread, whatever the environment says of stacks (`RUST_MIN_STACK`).
pub(crate) const STACK: usize = 2 * 1024 * 1024;

/// Sends requests and waits for each of them. One request is under way at a time; connections are kept for the next.
pub trait Web: Send {
    /// Sends a GET request and reads the response. Whatever goes wrong is part of the reply.
    fn fetch(&self, request: &Request, limits: Limits) -> Reply;
}

/// Sends requests side by side: one at a time on each of its channels, which are numbered from 0 and keep their
/// connections. It is also where a run waits, for a response or only for time to pass, so a test decides how fast.
pub trait Network {
    /// How many channels there are.
    fn channels(&self) -> usize;

    /// Opens one more channel and returns its number; `None` when there are as many as there may be.
    fn open_channel(&mut self) -> Option<usize>;

    /// Sends a request on a channel that has none under way.
    fn send(&self, channel: usize, request: Request, limits: Limits);

    /// Waits for one of the requests to end, at most so long.
    fn wait(&self, time: Duration) -> Option<(usize, Reply)>;
}

/// Bounds on one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The time for all of it.
    pub time: Duration,
    /// Bytes of content, both as received and decoded.
    pub body: u64,
    /// From where the address of the first request can be reached, on what follows it: to no other private address an
    /// answer may lead.
    pub start: Option<Reach>,
}

/// The time.
pub trait Clock {
    /// The time of day.
    fn now(&self) -> Timestamp;
    /// The same, in milliseconds of Unix time.
    fn now_ms(&self) -> i64 {
        self.now().unix().saturating_mul(1000)
    }
    /// Time since some fixed moment, never going back.
    fn elapsed(&self) -> Duration;
}

/// A signal that asks the program to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT: Ctrl-C at the terminal.
    Interrupt,
    /// SIGTERM: the program was asked to end.
    Terminate,
}

impl Signal {
    /// The name that manuals know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Interrupt => "SIGINT",
            Self::Terminate => "SIGTERM",
        }
    }
}

/// The signals that ask the program to end.
pub trait StopSignals {
    /// From now on the first of them is noted, and the next one ends the process at once. Until then each has its
    /// default action.
    fn watch(&self);
    /// The one that came first, where one came.
    fn caught(&self) -> Option<Signal>;
}

/// How requests are to be sent: everything about the network that the user can set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetSettings {
    /// The certificate authorities to trust.
    pub roots: Roots,
    /// The proxy for http targets.
    pub http_proxy: Option<ProxySetting>,
    /// The proxy for https targets.
    pub https_proxy: Option<ProxySetting>,
    /// Hosts to be asked without a proxy, separated by commas.
    pub no_proxy: Option<String>,
    /// The addresses allowed.
    pub family: Family,
    /// Addresses that stand in for names: host in lower case, port, address.
    pub resolve: Vec<(String, u16, SocketAddr)>,
}

/// A proxy, and who set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxySetting {
    /// Its URL, with its credentials.
    pub url: String,
    /// The option or variable that names it.
    pub set_by: String,
}

/// The certificate authorities to trust.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Roots {
    /// Those of the operating system.
    #[default]
    Platform,
    /// Those built into the program (Mozilla's).
    Bundled,
    /// Those of a file in PEM form, with its content.
    Pem(Vec<u8>),
}

/// The kinds of addresses to connect to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Family {
    /// Both.
    #[default]
    Any,
    /// IPv4 alone.
    V4,
    /// IPv6 alone.
    V6,
}

/// Why the network cannot be used with the settings.
#[derive(Debug)]
pub enum SetupError {
    /// What an option or a variable names is not the URL of a proxy; with its name.
    Proxy(String),
    /// The file of certificate authorities has none.
    NoCertificate,
    /// The certificate authorities cannot be used, for the reason that the library gives.
    Authorities(Box<dyn Error + Send + Sync>),
    /// The system gives no thread.
    NoThread(std::io::Error),
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Proxy(set_by) => write!(f, "{set_by}: it is not a proxy URL, such as http://proxy.local:3128"),
            Self::NoCertificate => f.write_str("it contains no PEM certificate"),
            Self::Authorities(error) => error.fmt(f),
            Self::NoThread(error) => write!(f, "no thread could be started: {error}"),
        }
    }
}

impl Error for SetupError {}

/// Makes the network side with at most so many channels, once the settings are known.
pub type Connect<'a> = &'a dyn Fn(&NetSettings, usize) -> Result<Box<dyn Network>, SetupError>;

/// A file that is open for reading.
pub struct Opened {
    /// Its content.
    pub reader: Box<dyn Read>,
    /// When it was last changed, where that is known.
    pub changed: Option<Timestamp>,
    /// Its size in bytes; 0 for what is not an ordinary file.
    pub size: u64,
}

/// Opens a file for reading.
pub type Open<'a> = &'a dyn Fn(&Path) -> std::io::Result<Opened>;

/// Why a file that the program finds by itself is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Distrust {
    /// It belongs to another user, with this number, or a link on the way to it does.
    OtherOwner(u32),
    /// Every user of the machine may change it.
    WritableByAll,
    /// It is a symbolic link, where none is followed.
    Link,
    /// It is a folder, a pipe or a device.
    NotAFile,
    /// It is larger than the limit, in bytes.
    TooLarge(u64),
    /// It cannot be read, for the reason that the system gives.
    Unreadable(String),
}

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherOwner(user) => write!(f, "it belongs to another user (uid {user})"),
            Self::WritableByAll => f.write_str("every user may write to it; chmod o-w makes it usable"),
            Self::Link => f.write_str("it is a symbolic link"),
            Self::NotAFile => f.write_str("it is not a regular file"),
            Self::TooLarge(limit) => write!(f, "it is larger than {}, the limit", format_size(*limit)),
            Self::Unreadable(reason) => f.write_str(reason),
        }
    }
}

/// What a file that the program finds by itself may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trust {
    /// Bytes at most.
    pub limit: u64,
    /// Whether it may be reached by a symbolic link.
    pub links: bool,
}

/// Reads a file that the program finds by itself: `None` where there is none.
pub type ReadTrusted<'a> = &'a dyn Fn(&Path, Trust) -> Result<Option<Vec<u8>>, Distrust>;

/// A file in which one run at a time keeps what the next one needs to know.
pub trait Store {
    /// What is stored; `None` when there is nothing yet.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&mut self) -> std::io::Result<Option<Vec<u8>>>;

    /// Stores something in its place, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    fn replace(&mut self, bytes: &[u8]) -> std::io::Result<()>;

    /// Moves what is stored out of the way, to the same name with `.bad` appended.
    ///
    /// # Errors
    /// When it cannot be moved.
    fn set_aside(&mut self) -> std::io::Result<()>;
}

/// Opens a store for this run alone, and waits at most so long for another run to end.
pub type OpenStore<'a> = &'a dyn Fn(&Path, Duration) -> std::io::Result<Box<dyn Store>>;

/// Where a report goes in addition to standard output.
pub trait ReportFile {
    /// Writes the report: to a file whole or not at all, to a device or pipe as it is.
    ///
    /// # Errors
    /// When it cannot be written; a file is then what it was before.
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.add(bytes)?;
        self.finish()
    }

    /// Writes a part of the report, of which a file shows nothing before [`ReportFile::finish`].
    ///
    /// # Errors
    /// When it cannot be written.
    fn add(&mut self, bytes: &[u8]) -> std::io::Result<()>;

    /// Ends the report that was written in parts.
    ///
    /// # Errors
    /// When it cannot be written; a file is then what it was before.
    fn finish(&mut self) -> std::io::Result<()>;

    /// What distinguishes it from others.
    fn identity(&self) -> FileId;
}

/// What two names of one output have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileId {
    /// The path without links.
    Path(PathBuf),
    /// The numbers of the device and on it, of something that holds what is written until someone reads it: a file, a
    /// pipe.
    Number(u64, u64),
}

/// How an output is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placing {
    /// In place of what was there.
    Replace,
    /// After what is there.
    Append,
}

/// Makes sure that something can be written at a path, and changes nothing there yet.
pub type OpenReportFile<'a> = &'a dyn Fn(&Path, Placing) -> std::io::Result<Box<dyn ReportFile>>;

/// By how many seconds local time is ahead of UTC at a time, where the time zone is known.
pub type UtcOffset<'a> = &'a dyn Fn(Timestamp) -> Option<i32>;

/// What the program may touch.
pub struct World<'a> {
    /// Makes the network side.
    pub connect: Connect<'a>,
    /// The time.
    pub clock: &'a dyn Clock,
    /// The signals that ask the program to end.
    pub signals: &'a dyn StopSignals,
    /// Reads a variable of the environment.
    pub env: &'a dyn Fn(&str) -> Option<OsString>,
    /// A number that no one can foresee.
    pub random: &'a dyn Fn() -> u64,
    /// Opens a file for reading.
    pub open: Open<'a>,
    /// Reads a file that the program finds by itself.
    pub trusted: ReadTrusted<'a>,
    /// Whether there is something at a path.
    pub is_there: &'a dyn Fn(&Path) -> bool,
    /// The working folder, where it is known.
    pub folder: &'a dyn Fn() -> Option<PathBuf>,
    /// Makes a folder that only its owner may use, and those above it.
    pub make_folder: &'a dyn Fn(&Path) -> std::io::Result<()>,
    /// Opens a store.
    pub store: OpenStore<'a>,
    /// Opens where a report goes.
    pub output: OpenReportFile<'a>,
    /// Standard input.
    pub stdin: &'a mut dyn Read,
    /// Standard output.
    pub stdout: &'a mut (dyn Write + 'static),
    /// Standard error.
    pub stderr: &'a mut (dyn Write + 'static),
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// Whether standard output is a terminal that is known to show hyperlinks.
    pub stdout_shows_links: bool,
    /// The columns of the terminal that standard output is, where it is one.
    pub stdout_columns: Option<usize>,
    /// The columns of the terminal that standard error is, where it is one.
    pub stderr_columns: Option<usize>,
    /// How many processors there are to work on; a dozen system calls that only an audit needs.
    pub cores: &'a dyn Fn() -> usize,
    /// By how many seconds local time is ahead of UTC at a time, where the time zone is known.
    pub utc_offset: UtcOffset<'a>,
}
