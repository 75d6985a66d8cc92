//! The process around the program: arguments, environment, streams, exit code.

use std::fs::File;
use std::io::IsTerminal as _;

use metstatus::internals::net::fetchers::Fetchers;
use metstatus::internals::world::Network;
#[cfg(unix)]
use std::os::fd::AsFd as AsTerminal;
#[cfg(windows)]
use std::os::windows::io::AsHandle as AsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use metstatus::internals::exit::Exit;
use metstatus::internals::http::time::date::Timestamp;
use metstatus::internals::net::UreqWeb;
use metstatus::internals::store::{self, report_file, trusted};
use metstatus::internals::world::{Clock, NetSettings, Opened, SetupError, Signal, StopSignals, Web, World};
use signal_hook::consts::{SIGINT, SIGTERM};

/// The first process of a container, which no signal ends unless it is caught: what is to die by it would crash
/// instead.
const FIRST_PROCESS: u32 = 1;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(give_up));
    let exit = run();
    if let Exit::Signalled(signal) = exit
        && std::process::id() != FIRST_PROCESS
    {
        // The process that started the program has to see that the signal ended it, as a shell in a loop needs to know.
        // Should that fail, the exit code says the same.
        let _ = signal_hook::low_level::emulate_default_handler(number_of(signal));
    }
    ExitCode::from(exit.code())
}

/// Ends the process after an error of the program itself, in whatever thread: nothing can be said of any target then. A
/// release has no code for unwinding, which would be a tenth of it.
#[allow(clippy::exit, reason = "an exit code is all that is left to give")]
fn give_up(panic: &std::panic::PanicHookInfo<'_>) {
    // A closed standard error must not turn this into a second panic.
    let _ = std::io::Write::write_fmt(
        &mut std::io::stderr(),
        format_args!("metstatus: internal error, please report it: {panic}\n"),
    );
    std::process::exit(Exit::NoVerdict.code().into());
}

fn run() -> Exit {
    let (stdout, stderr) = (std::io::stdout(), std::io::stderr());
    let mut world = World {
        connect: &connect,
        clock: &SystemClock { start: Instant::now() },
        signals: &ProcessSignals::default(),
        env: &environment,
        random: &random,
        open: &open,
        trusted: &trusted::read_trusted,
        is_there: &|path| path.symlink_metadata().is_ok(),
        folder: &|| std::env::current_dir().ok(),
        make_folder: &trusted::make_folder,
        store: &store::open_store,
        output: &report_file::open_report_file,
        stdin: &mut std::io::stdin(),
        stdin_is_terminal: std::io::stdin().is_terminal(),
        stdout_is_terminal: stdout.is_terminal(),
        stderr_is_terminal: stderr.is_terminal(),
        stdout_shows_links: supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
        stdout_columns: columns(&stdout),
        stderr_columns: columns(&stderr),
        utc_offset: &utc_offset,
        cores: &|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        stdout: &mut stdout.lock(),
        stderr: &mut stderr.lock(),
    };
    metstatus::run(std::env::args_os(), &mut world)
}

fn connect(settings: &NetSettings, most: usize) -> Result<Box<dyn Network>, SetupError> {
    let settings = settings.clone();
    let new_web = move || Ok(Box::new(UreqWeb::new(&settings)?) as Box<dyn Web>);
    Ok(Box::new(Fetchers::new(most, Box::new(new_web))?))
}

#[allow(clippy::disallowed_methods, reason = "the process edge is where the environment is read")]
fn environment(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name)
}

/// The columns of a terminal.
fn columns(stream: impl AsTerminal) -> Option<usize> {
    terminal_size::terminal_size_of(stream).map(|(width, _)| usize::from(width.0))
}

/// The offset of local time, by TZ and the time zone files of the system.
fn utc_offset(at: Timestamp) -> Option<i32> {
    static ZONE: std::sync::OnceLock<Option<jiff::tz::TimeZone>> = std::sync::OnceLock::new();
    let zone = ZONE.get_or_init(|| jiff::tz::TimeZone::try_system().ok()).as_ref()?;
    let at = jiff::Timestamp::from_second(at.unix()).ok()?;
    Some(zone.to_offset(at).seconds())
}

/// The standard library seeds its hashers from the operating system.
fn random() -> u64 {
    use std::hash::BuildHasher as _;
    std::hash::RandomState::new().hash_one(0_u8)
}

fn open(path: &Path) -> std::io::Result<Opened> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(std::io::Error::from(std::io::ErrorKind::IsADirectory));
    }
    let changed = metadata.modified().ok().map(Timestamp::from);
    Ok(Opened { reader: Box::new(file), changed, size: metadata.len() })
}

/// The clock of the machine.
struct SystemClock {
    start: Instant,
}

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the clock that everything else takes the time from")]
    fn now(&self) -> Timestamp {
        Timestamp::from(SystemTime::now())
    }

    #[allow(clippy::disallowed_methods, reason = "this is the clock that everything else takes the time from")]
    fn now_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

/// The signals that reach this process.
#[derive(Default)]
struct ProcessSignals {
    any: Arc<AtomicBool>,
    first: Arc<AtomicUsize>,
}

fn number_of(signal: Signal) -> std::ffi::c_int {
    match signal {
        Signal::Interrupt => SIGINT,
        Signal::Terminate => SIGTERM,
    }
}

impl StopSignals for ProcessSignals {
    fn watch(&self) {
        for (number, value) in [(SIGINT, 1), (SIGTERM, 2)] {
            // In this order: the action that ends the process looks whether a signal came before this one. Where a
            // handler cannot be installed the signal keeps its default action, which is what is needed then.
            let _ = signal_hook::flag::register_conditional_default(number, Arc::clone(&self.any))
                .and_then(|_| signal_hook::flag::register(number, Arc::clone(&self.any)))
                .and_then(|_| signal_hook::flag::register_usize(number, Arc::clone(&self.first), value));
        }
    }

    fn caught(&self) -> Option<Signal> {
        match self.first.load(Ordering::Relaxed) {
            1 => Some(Signal::Interrupt),
            2 => Some(Signal::Terminate),
            _ => None,
        }
    }
}
