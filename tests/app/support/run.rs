//! Runs the program in the world of a test, and keeps what it said.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use super::clock::{self, ManualClock};
use super::files;
use super::network::ScriptedNetwork;
pub(crate) use super::schema::schema_problems;
use crate::support::door::world::{Signal, StopSignals, World};

/// A contact of the tests: its host is not reserved, so it passes for one that reaches someone.
pub(crate) const CONTACT: &str = "ops@acme-weather.no";

/// What a run said, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
    /// How long it took, by the clock of the world.
    pub(crate) took: Duration,
    /// When, since the run began, each write to standard output came, with what was written.
    pub(crate) writes: Vec<(Duration, String)>,
}

impl Ran {
    /// The report of a run with `--format json`, not checked against the schema: for sweeps, in which that would take
    /// most of the time.
    pub(crate) fn report(&self) -> Value {
        let report: Value = serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"));
        report["results"].as_array().unwrap().iter().for_each(assert_weighed);
        report
    }

    /// The report of a run with `--format json`, checked against the schema.
    pub(crate) fn json(&self) -> Value {
        let report = self.report();
        let problems = schema_problems(&report);
        assert!(problems.is_empty(), "{problems:#?}\n{}", self.stdout);
        report
    }

    /// Standard output with every run of white space as one space, for phrases that the report may have wrapped.
    pub(crate) fn words(&self) -> String {
        self.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Asserts what holds for the findings of every result: the most severe comes first, of those the most certain, and the
/// verdict is that of the worst.
#[track_caller]
fn assert_weighed(result: &Value) {
    let weight = |finding: &Value| {
        let at = |name: &str, order: [&str; 3]| {
            order.iter().position(|known| finding[name] == *known).unwrap_or_else(|| panic!("{name} of {finding}"))
        };
        (at("severity", ["error", "warning", "info"]), at("certainty", ["certain", "likely", "possible"]))
    };
    // What says that a verdict was kept is not a part of it, and follows it.
    let findings = result["findings"].as_array().unwrap().iter().filter(|finding| finding["id"] != "not-asked-again");
    let weights: Vec<(usize, usize)> = findings.map(weight).collect();
    assert!(weights.is_sorted(), "findings out of order: {result:#}");
    let verdict = match weights.first() {
        Some((0, _)) => "failing",
        Some((1, _)) => "attention",
        _ => "healthy",
    };
    let verdicts = [verdict, "no verdict"];
    assert!(
        result["status"]["origin"].is_string() || verdicts.iter().any(|one| result["verdict"] == *one),
        "{result:#}"
    );
}

/// A run that is being prepared.
#[derive(Default)]
pub(crate) struct App {
    name: Option<OsString>,
    args: Vec<OsString>,
    env: BTreeMap<OsString, OsString>,
    folder: Option<PathBuf>,
    input: Vec<u8>,
    terminals: [bool; 3],
    shows_links: bool,
    cores: usize,
    random: u64,
    signal: Option<(Duration, Signal)>,
    stdout: Sink,
}

/// Prepares a run with an environment that holds nothing of this machine's.
pub(crate) fn app<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> App {
    let args = args.into_iter().map(|argument| argument.as_ref().to_owned()).collect();
    let mut app = App { args, ..App::default() };
    app.env("TERM", "xterm");
    app
}

/// Runs the program.
pub(crate) fn metstatus<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Ran {
    app(args).run()
}

/// Runs the program with something on its standard input.
pub(crate) fn metstatus_with_input<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>, input: &[u8]) -> Ran {
    app(args).input(input).run()
}

impl App {
    /// More arguments.
    pub(crate) fn args<S: AsRef<OsStr>>(&mut self, args: impl IntoIterator<Item = S>) -> &mut Self {
        self.args.extend(args.into_iter().map(|argument| argument.as_ref().to_owned()));
        self
    }

    /// One more argument.
    pub(crate) fn arg(&mut self, argument: impl AsRef<OsStr>) -> &mut Self {
        self.args([argument])
    }

    /// How many processors there are.
    pub(crate) fn cores(&mut self, cores: usize) -> &mut Self {
        self.cores = cores;
        self
    }

    /// The name under which the program is started.
    pub(crate) fn named(&mut self, name: &str) -> &mut Self {
        self.name = Some(name.into());
        self
    }

    /// A variable of the environment.
    pub(crate) fn env(&mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> &mut Self {
        self.env.insert(name.as_ref().to_owned(), value.as_ref().to_owned());
        self
    }

    /// Variables of the environment.
    pub(crate) fn envs<N: AsRef<OsStr>, V: AsRef<OsStr>>(
        &mut self,
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> &mut Self {
        for (name, value) in variables {
            self.env(name, value);
        }
        self
    }

    /// The working folder.
    pub(crate) fn folder(&mut self, folder: &str) -> &mut Self {
        self.folder = Some(folder.into());
        self
    }

    /// What is on standard input.
    pub(crate) fn input(&mut self, input: &[u8]) -> &mut Self {
        self.input = input.to_vec();
        self
    }

    /// Which of standard input, output and error are terminals.
    pub(crate) fn terminals(&mut self, terminals: [bool; 3]) -> &mut Self {
        self.terminals = terminals;
        self
    }

    /// What the generator of random numbers gives.
    pub(crate) fn random(&mut self, number: u64) -> &mut Self {
        self.random = number;
        self
    }

    /// A signal that comes so long after the run began.
    pub(crate) fn signal(&mut self, after: Duration, signal: Signal) -> &mut Self {
        self.signal = Some((after, signal));
        self
    }

    /// Standard output that takes so many bytes, and then fails.
    pub(crate) fn stdout_fails(&mut self, after: usize, kind: io::ErrorKind) -> &mut Self {
        self.stdout.fails = Some((after, kind));
        self
    }

    /// Runs the program.
    pub(crate) fn run(&mut self) -> Ran {
        let start = clock::elapsed();
        let signals = ScriptedSignals(self.signal.map(|(after, signal)| (start + after, signal)));
        let mut stdout = std::mem::take(&mut self.stdout);
        let mut stderr = Sink::default();
        let mut input = self.input.as_slice();
        let (env, random) = (&self.env, self.random);
        let folder = self.folder.clone();
        let env = |name: &str| env.get(OsStr::new(name)).cloned();
        let cores = self.cores;
        let mut world = World {
            connect: &|settings, most| Ok(Box::new(ScriptedNetwork::new(settings, most)?)),
            clock: &ManualClock,
            signals: &signals,
            env: &env,
            random: &move || random,
            open: &files::open,
            trusted: &files::read_trusted,
            is_there: &files::is_there,
            folder: &move || folder.clone(),
            make_folder: &files::make_folder,
            store: &files::open_store,
            output: &files::open_report_file,
            stdin: &mut input,
            stdin_is_terminal: self.terminals[0],
            stdout_is_terminal: self.terminals[1],
            stderr_is_terminal: self.terminals[2],
            stdout_shows_links: self.shows_links,
            stdout_columns: None,
            stderr_columns: None,
            utc_offset: &|_| None,
            cores: &|| cores,
            stdout: &mut stdout,
            stderr: &mut stderr,
        };
        let argv =
            std::iter::once(self.name.clone().unwrap_or_else(|| "metstatus".into())).chain(self.args.iter().cloned());
        let exit = metstatus::run(argv, &mut world);
        let writes = stdout.writes.iter().map(|(at, bytes)| (*at - start, text(bytes.clone()))).collect();
        let ran = Ran {
            code: exit.code().into(),
            stdout: text(stdout.bytes()),
            stderr: text(stderr.bytes()),
            took: clock::elapsed() - start,
            writes,
        };
        // What holds for every run, whatever it met. A terminal may be coloured.
        let sequences = ["always", "--color=always"].map(OsStr::new);
        let coloured = self.args.iter().any(|argument| sequences.contains(&argument.as_os_str()))
            || self.env.contains_key(OsStr::new("CLICOLOR_FORCE"));
        for (shown, is_terminal) in [(&ran.stdout, self.terminals[1]), (&ran.stderr, self.terminals[2])] {
            let allowed = |c: char| c == '\n' || (is_terminal && matches!(c, '\u{1b}' | '\r'));
            assert!(coloured || !shown.chars().any(|c| c.is_control() && !allowed(c)), "control characters: {ran:#?}");
        }
        ran
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("output is UTF-8")
}

/// A stream that keeps what was written and when.
#[derive(Default)]
struct Sink {
    writes: Vec<(Duration, Vec<u8>)>,
    fails: Option<(usize, io::ErrorKind)>,
}

impl Sink {
    fn bytes(&self) -> Vec<u8> {
        self.writes.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some((left, kind)) = &mut self.fails {
            if *left == 0 {
                return Err((*kind).into());
            }
            let taken = bytes.len().min(*left);
            *left -= taken;
            self.writes.push((clock::elapsed(), bytes[..taken].to_vec()));
            return Ok(taken);
        }
        self.writes.push((clock::elapsed(), bytes.to_vec()));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A signal that comes at a moment.
struct ScriptedSignals(Option<(Duration, Signal)>);

impl StopSignals for ScriptedSignals {
    fn watch(&self) {}

    fn caught(&self) -> Option<Signal> {
        self.0.filter(|(at, _)| *at <= clock::elapsed()).map(|(_, signal)| signal)
    }
}
