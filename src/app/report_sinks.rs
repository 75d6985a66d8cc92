//! Where the reports of a run go: standard output and files, known to be writable before anything is asked.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;

use super::args::showing::Showing;
use super::console::{print, print_error, print_line, print_report, style};
use crate::error::UsageError;
use crate::exit::Exit;
use crate::report::format::ReportFormat;
use crate::report::paint::Paint;
use crate::report::{self, Report};
use crate::store::without_links;
use crate::text::escape::{clip, escape, format_path};
use crate::world::{Placing, ReportFile, World};

/// A place for a report in addition to standard output.
struct ReportSink {
    format: ReportFormat,
    /// The option and the path, escaped, for messages.
    shown: String,
    output: Box<dyn ReportFile>,
    /// Why a line could not be written, where one could not: then there is no report.
    failed: Option<std::io::Error>,
}

/// Where the reports of a run go.
pub(crate) struct ReportSinks {
    places: Vec<ReportSink>,
    /// The format on standard output; `None` when nothing is to be written there.
    stdout: Option<ReportFormat>,
    /// Whether the reader of the lines on standard output has gone away.
    unread: bool,
}

/// The names of standard output.
const STDOUT: [&str; 4] = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

fn is_stdout(path: &Path) -> bool {
    STDOUT.iter().any(|name| path == Path::new(name))
}

impl ReportSinks {
    /// Opens what `--output` and `--report` name.
    ///
    /// # Errors
    /// When a path cannot be written, a format is unknown, or two reports have one path.
    pub(crate) fn open(showing: &Showing, world: &World<'_>) -> Result<Self, UsageError> {
        let stdout = (!showing.quiet).then_some(showing.format);
        let mut outputs = Self { places: Vec::new(), stdout, unread: false };
        if let Some(path) = showing.output.as_deref().filter(|path| !is_stdout(path)) {
            outputs.stdout = None;
            outputs.add("--output", showing.format, path, world)?;
        }
        for text in &showing.report {
            let (format, path) = format_and_path(text)?;
            outputs.add("--report", format, &path, world)?;
        }
        Ok(outputs)
    }

    fn add(&mut self, option: &str, format: ReportFormat, path: &Path, world: &World<'_>) -> Result<(), UsageError> {
        let shown = format!("{option} {}", format_path(path));
        let output = (world.output)(path, placing(format, path, world)).map_err(|error| unwritable(&shown, &error))?;
        let identity = output.identity();
        if let Some(other) = self.places.iter().find(|other| other.output.identity() == identity) {
            let error = UsageError::new(format!("{shown}: {} is the same file", other.shown));
            return Err(error.help("give each report its own file"));
        }
        // The shell may have opened the file for standard output, and replacing it would lose what is written there.
        let stdout = self.stdout.and_then(|_| (world.output)(Path::new("/dev/stdout"), Placing::Append).ok());
        if stdout.is_some_and(|stdout| stdout.identity() == identity) {
            let error = UsageError::new(format!("{shown}: standard output goes to the same file"));
            return Err(error.help("give each report its own file; -q omits the one on standard output"));
        }
        self.places.push(ReportSink { format, shown, output, failed: None });
        Ok(())
    }

    /// Makes sure that no report takes the place of a file that the run reads, or keeps its state in.
    ///
    /// # Errors
    /// When one would.
    pub(crate) fn refuse_overwriting_inputs<'a>(
        &self,
        inputs: impl IntoIterator<Item = &'a OsStr>,
        world: &World<'_>,
    ) -> Result<(), UsageError> {
        if self.places.is_empty() {
            return Ok(());
        }
        for input in inputs.into_iter().filter(|input| *input != "-") {
            // What cannot be written to cannot be the place of a report.
            let Ok(same) = (world.output)(Path::new(input), Placing::Append) else { continue };
            if let Some(place) = self.places.iter().find(|place| place.output.identity() == same.identity()) {
                let input = format_path(input);
                let error = UsageError::new(format!("{}: it would overwrite the input {input}", place.shown));
                return Err(error.help("give the report its own file"));
            }
        }
        Ok(())
    }

    /// Whether each result goes out as a line as soon as it is there.
    pub(crate) fn streams(&self) -> bool {
        self.places.iter().map(|place| place.format).chain(self.stdout).any(|format| format == ReportFormat::Jsonl)
    }

    /// Whether a report needs the results when all are there.
    pub(crate) fn keeps(&self) -> bool {
        self.places.iter().map(|place| place.format).chain(self.stdout).any(|format| format != ReportFormat::Jsonl)
    }

    /// Whether no one reads what else there is to say.
    pub(crate) fn stdout_closed(&self) -> bool {
        self.unread && self.places.is_empty()
    }

    /// Writes the line on one result wherever lines are wanted.
    ///
    /// # Errors
    /// When it cannot be written to standard output. Where it cannot be written to a file, the others are.
    pub(crate) fn stream(&mut self, line: &str, world: &mut World<'_>) -> Result<(), UsageError> {
        if self.stdout == Some(ReportFormat::Jsonl) && !self.unread {
            self.unread = !print_line(line, world)?;
        }
        let places =
            self.places.iter_mut().filter(|place| place.format == ReportFormat::Jsonl && place.failed.is_none());
        for place in places {
            place.failed = place.output.add(line.as_bytes()).err();
        }
        Ok(())
    }

    /// Writes the reports, and says how the run ends.
    ///
    /// # Errors
    /// When one cannot be written; the others are.
    pub(crate) fn finish(self, report: &Report, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
        let paint = style(world, showing);
        let render = |format| report::render(format, report, &paint, showing.verbose);
        self.write(&render, report.exit(), showing, world)
    }

    /// Writes the reports, the one for people to standard error: standard output is a command's. Says how the run ends.
    ///
    /// # Errors
    /// When one cannot be written; the others are.
    pub(crate) fn finish_beside_command(
        mut self,
        report: &Report,
        showing: &Showing,
        world: &mut World<'_>,
    ) -> Result<Exit, UsageError> {
        if self.stdout.take() == Some(ReportFormat::Human) {
            let paint = Paint { links: false, ..style(world, showing) };
            print_error(&report::render(ReportFormat::Human, report, &paint, showing.verbose), showing.color, world);
        }
        self.finish(report, showing, world)
    }

    /// Refuses a format that would go to standard output, where that is a command's.
    ///
    /// # Errors
    /// When another report than the one for people would go there.
    pub(crate) fn leave_stdout(&self) -> Result<(), UsageError> {
        match self.stdout {
            None | Some(ReportFormat::Human) => Ok(()),
            Some(format) => {
                Err(UsageError::new(format!("--format {format} would be mixed with the command's own output"))
                    .help(format!("write it to a file: --report {format}=FILE")))
            }
        }
    }

    /// Writes what is left to be written after [`ReportSinks::stream`] wrote the results.
    ///
    /// # Errors
    /// When a report cannot be written; the others are.
    pub(crate) fn finish_streamed(
        mut self,
        report: &Report,
        showing: &Showing,
        world: &mut World<'_>,
    ) -> Result<Exit, UsageError> {
        let printed = match report::jsonl::last_line(report) {
            Some(line) => self.stream(&line, world),
            None => Ok(()),
        };
        let (lines, others): (Vec<ReportSink>, Vec<ReportSink>) =
            std::mem::take(&mut self.places).into_iter().partition(|place| place.format == ReportFormat::Jsonl);
        let mut failed = None;
        for mut place in lines {
            if let Err(error) = place.failed.take().map_or_else(|| place.output.finish(), Err) {
                failed = failed.or(failure(&place.shown, &error));
            }
        }
        let stdout = self.stdout.filter(|format| *format != ReportFormat::Jsonl);
        let exit = Self { places: others, stdout, ..self }.finish(report, showing, world)?;
        failed.map_or(printed.map(|()| exit), Err)
    }

    /// Refuses formats that a list does not have.
    ///
    /// # Errors
    /// When one of them is requested.
    pub(crate) fn require_list(&self) -> Result<(), UsageError> {
        let is_list = |format: ReportFormat| {
            matches!(format, ReportFormat::Human | ReportFormat::Json | ReportFormat::Jsonl | ReportFormat::Markdown)
        };
        let asked = self.places.iter().map(|place| place.format).chain(self.stdout);
        if let Some(other) = asked.into_iter().find(|format| !is_list(*format)) {
            let error = UsageError::new(format!("--format {other} is for results, not for a list"));
            return Err(error.help("choose human, json or markdown"));
        }
        Ok(())
    }

    /// Writes a list, which is for people, JSON or Markdown.
    ///
    /// # Errors
    /// When another format is requested, or it cannot be written.
    pub(crate) fn list(
        self,
        render: &dyn Fn(ReportFormat, &Paint) -> String,
        showing: &Showing,
        world: &mut World<'_>,
    ) -> Result<Exit, UsageError> {
        self.require_list()?;
        let paint = style(world, showing);
        self.write(&|format| render(format, &paint), Exit::Healthy, showing, world)
    }

    fn write(
        self,
        render: &dyn Fn(ReportFormat) -> String,
        exit: Exit,
        showing: &Showing,
        world: &mut World<'_>,
    ) -> Result<Exit, UsageError> {
        let mut failed = None;
        for mut place in self.places {
            let text = anstream::adapter::strip_str(&render(place.format)).to_string();
            if let Err(error) = place.output.write(text.as_bytes()) {
                failed = failed.or(failure(&place.shown, &error));
            }
        }
        let printed = match self.stdout.map(render) {
            Some(text) => print_report(&text, exit, showing, world),
            None => Ok(exit),
        };
        failed.map_or(printed, Err)
    }
}

/// Writes a text that is not a report to standard output, or where `--output` says.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write_text(text: &str, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let Some(path) = showing.output.as_deref().filter(|path| !is_stdout(path)) else {
        return print(text, Exit::Healthy, world);
    };
    let shown = format!("--output {}", format_path(path));
    let failed = |error: std::io::Error| unwritable(&shown, &error);
    let mut output = (world.output)(path, Placing::Replace).map_err(failed)?;
    output.write(text.as_bytes()).map_err(failed)?;
    Ok(Exit::Healthy)
}

/// The summary of a step of GitHub Actions is shared with what others say of the step.
fn placing(format: ReportFormat, path: &Path, world: &World<'_>) -> Placing {
    let summary = (world.env)("GITHUB_STEP_SUMMARY").filter(|summary| !summary.is_empty());
    let is_summary = |summary| without_links(Path::new(&summary)) == without_links(path);
    match format == ReportFormat::Markdown && summary.is_some_and(is_summary) {
        true => Placing::Append,
        false => Placing::Replace,
    }
}

/// What is wrong when a report could not be written: nothing, where the reader of a pipe has gone away.
fn failure(shown: &str, error: &std::io::Error) -> Option<UsageError> {
    (error.kind() != std::io::ErrorKind::BrokenPipe).then(|| unwritable(shown, error))
}

fn unwritable(shown: &str, error: &std::io::Error) -> UsageError {
    // The path that a temporary file was to have is nothing that the user named.
    let text = error.to_string();
    UsageError::new(format!("{shown}: {}", text.split(" at path \"").next().unwrap_or(&text)))
}

fn format_and_path(text: &OsStr) -> Result<(ReportFormat, PathBuf), UsageError> {
    let shown = format_path(text);
    let wrong = |why: String| {
        let names: Vec<String> = ReportFormat::value_variants().iter().map(|format| format.to_string()).collect();
        let help = format!("write FORMAT=FILE, such as junit=report.xml; the formats are {}", names.join(", "));
        UsageError::new(format!("--report \"{shown}\": {why}")).help(help)
    };
    let bytes = text.as_encoded_bytes();
    let Some(at) = bytes.iter().position(|byte| *byte == b'=') else {
        return Err(wrong("expected FORMAT=FILE".to_owned()));
    };
    let name = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
    let format = ReportFormat::from_str(&name, false)
        .map_err(|_| wrong(format!("unknown format \"{}\"", clip(&escape(&name), 40))))?;
    let path = path_after(text, at).filter(|path| !path.as_os_str().is_empty());
    let path = path.ok_or_else(|| wrong("the file name is missing".to_owned()))?;
    if path == Path::new("-") {
        let error = UsageError::new(format!("--report \"{shown}\": a report cannot go to standard output"));
        return Err(error.help("use --format for standard output"));
    }
    Ok((format, path))
}

/// The path after the `=`, which need not be UTF-8.
#[cfg(unix)]
fn path_after(text: &OsStr, at: usize) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt as _;
    text.as_bytes().get(at + 1..).map(|path| PathBuf::from(OsStr::from_bytes(path)))
}

#[cfg(not(unix))]
fn path_after(text: &OsStr, at: usize) -> Option<PathBuf> {
    text.to_str()?.get(at + 1..).map(PathBuf::from)
}
