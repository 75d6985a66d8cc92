//! A world in which a run can do no harm: what it reads is given, what it writes is kept, and there is no network.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use super::{NOW, assert_painted, assert_shown};
use metstatus::internals::exit::Exit;
use metstatus::internals::http::time::date::Timestamp;
use metstatus::internals::world::{Clock, FileId, ReportFile, SetupError, Signal, StopSignals, World};

/// The clock of that world does not move.
struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        NOW
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
}

impl StopSignals for Still {
    fn watch(&self) {}

    fn caught(&self) -> Option<Signal> {
        None
    }
}

type Files = Rc<RefCell<BTreeMap<PathBuf, Vec<u8>>>>;

/// A file that is kept in memory.
struct Kept {
    path: PathBuf,
    files: Files,
}

impl ReportFile for Kept {
    fn add(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.files.borrow_mut().entry(self.path.clone()).or_default().extend(bytes);
        Ok(())
    }

    fn finish(&mut self) -> std::io::Result<()> {
        Ok(())
    }

    fn identity(&self) -> FileId {
        FileId::Path(self.path.clone())
    }
}

/// What a run said, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    /// How it ended.
    pub(crate) exit: Exit,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
    /// The files that it wrote.
    pub(crate) files: Vec<(PathBuf, String)>,
}

/// Runs the program with something on standard input, and sees to it that nothing of what it says acts.
pub(crate) fn run(args: &[&str], mut input: &[u8]) -> Ran {
    let files = Files::default();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let written = Rc::clone(&files);
    let output = move |path: &Path, _| {
        Ok(Box::new(Kept { path: path.to_owned(), files: Rc::clone(&written) }) as Box<dyn ReportFile>)
    };
    let mut world = World {
        connect: &|_, _| Err(SetupError::NoThread(std::io::Error::other("there is no network here"))),
        clock: &Still,
        signals: &Still,
        env: &|_| None,
        random: &|| 4,
        open: &|_| Err(ErrorKind::NotFound.into()),
        trusted: &|_, _| Ok(None),
        is_there: &|_| false,
        folder: &|| None,
        make_folder: &|_| Err(ErrorKind::NotFound.into()),
        store: &|_, _| Err(ErrorKind::NotFound.into()),
        output: &output,
        stdin: &mut input as &mut dyn Read,
        stdin_is_terminal: false,
        stdout_is_terminal: false,
        stderr_is_terminal: false,
        stdout_shows_links: false,
        stdout_columns: None,
        stderr_columns: None,
        utc_offset: &|_| None,
        cores: &|| 1,
        stdout: &mut stdout,
        stderr: &mut stderr,
    };
    let exit = metstatus::run(std::iter::once("metstatus").chain(args.iter().copied()).map(OsString::from), &mut world);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    let files = files.take().into_iter().map(|(path, bytes)| (path, text(bytes))).collect();
    let ran = Ran { exit, stdout: text(stdout), stderr: text(stderr), files };
    assert_painted("standard output", &ran.stdout);
    assert_painted("standard error", &ran.stderr);
    for (path, text) in &ran.files {
        assert_shown(&path.to_string_lossy(), text);
    }
    ran
}
