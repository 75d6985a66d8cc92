//! What is put to the judge: logs line by line, several by their times, archives and captures as they are.

use std::ffi::OsString;
use std::io::{self, Read as _};
use std::path::Path;
use std::time::Duration;

use super::format::LogShape;
use super::log::{AuditLog, Input, Watch, note_ends, take_line, take_lines};
use super::parallel;
use crate::app::inputs::name_of_input;
use crate::error::UsageError;
use crate::evidence::Exchange;
use crate::evidence::event::{Event, Vantage};
use crate::http::time::date::Timestamp;
use crate::intake;
use crate::intake::weblog::{LineResult, LogLines, PROBED, Plain, is_message};
use crate::report::Interruption;
use crate::sort::sort_by_key;
use crate::text::escape::Text;
use crate::traffic::{Judge, LogSource, stable_hash};
use crate::world::World;

/// The most bytes of an archive or a capture.
const MAX_ARCHIVE: u64 = 48 * 1024 * 1024;

/// How many pieces of a log are read before other threads help: less is read before they have begun.
const PIECES_ALONE: usize = 4;

/// Reads all files into the judge.
///
/// # Errors
/// When one cannot be opened, or is nothing that can be judged.
pub(super) fn read(
    files: &[OsString],
    shape: &LogShape,
    judge: &mut Judge,
    quiet: bool,
    world: &mut World<'_>,
) -> Result<super::Read, UsageError> {
    let mut read = super::Read::default();
    let mut logs = Vec::new();
    let mut stdin = Some(&mut *world.stdin);
    for file in files {
        let name = name_of_input(file);
        let failed = |error: &io::Error| UsageError::new(format!("{name}: {error}"));
        let input: Input<'_> = if file == "-" {
            Box::new(stdin.take().ok_or_else(|| UsageError::new("standard input is named twice"))?)
        } else {
            let opened = (world.open)(Path::new(file)).map_err(|error| failed(&error))?;
            // A pipe has no size.
            match opened.size {
                0 => opened.reader,
                size => Box::new(AsOpened { reader: opened.reader, left: size }),
            }
        };
        let plain = Plain::new(input).map_err(|error| failed(&error))?;
        match probe(plain, shape).map_err(|error| failed(&error))? {
            Probed::AuditLog(start, plain) => logs.push(AuditLog::new(name, LogLines::new(*plain, &start), shape)),
            Probed::Archive(input) => archive(name, &input, judge, &mut read)?,
        }
    }
    let mut watch = Watch { stderr: &mut *world.stderr, clock: world.clock, signals: world.signals, shown: None };
    watch.shown = (world.stderr_is_terminal && !quiet).then_some(Duration::ZERO);
    let cut = match logs.as_mut_slice() {
        [] => None,
        [one] => read_all(one, judge, (world.cores)(), &mut watch),
        several => by_time(several, judge, &mut watch),
    };
    watch.clear();
    read.cut = cut;
    for log in logs {
        log.close(&mut read);
    }
    Ok(read)
}

/// A file as it was when it was opened: what grows while it is read ends where it ended, and what has become shorter is
/// an error.
struct AsOpened<R> {
    reader: R,
    left: u64,
}

impl<R: io::Read> io::Read for AsOpened<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        let read = self.reader.read(into.get_mut(..most).unwrap_or_default())?;
        if read == 0 && most > 0 {
            let error = format!("the file became shorter while it was read: {} bytes are missing", self.left);
            self.left = 0;
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, error));
        }
        self.left -= read as u64;
        Ok(read)
    }
}

enum Probed<'a> {
    AuditLog(Vec<u8>, Box<Plain<Input<'a>>>),
    Archive(Vec<u8>),
}

/// Looks at the beginning of an input for what it is.
fn probe<'a>(mut plain: Plain<Input<'a>>, shape: &LogShape) -> io::Result<Probed<'a>> {
    if shape.is_log {
        return Ok(Probed::AuditLog(Vec::new(), Box::new(plain)));
    }
    let mut start = Vec::new();
    let mut failed = false;
    while start.len() < 64 * 1024 && !failed {
        let mut piece = vec![0; 64 * 1024];
        match plain.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => start.extend_from_slice(piece.get(..read).unwrap_or_default()),
            // It comes up again, and is reported, where the rest is read.
            Err(_) if !start.is_empty() => failed = true,
            Err(error) => return Err(error),
        }
        if is_log(&start, shape) {
            break;
        }
    }
    if !shape.is_archive
        && (start.trim_ascii().is_empty() || is_log(&start, shape) || start.len() < 64 * 1024 && failed)
    {
        return Ok(Probed::AuditLog(start, Box::new(plain)));
    }
    plain.read_whole(MAX_ARCHIVE + 1, &mut start)?;
    if start.len() as u64 > MAX_ARCHIVE {
        let error = format!("neither a log nor an archive of less than {MAX_ARCHIVE} bytes");
        return Err(io::Error::new(io::ErrorKind::InvalidData, error));
    }
    Ok(Probed::Archive(start))
}

/// Whether one of the first lines is that of a log, and the input does not begin as a message of HTTP.
fn is_log(start: &[u8], shape: &LogShape) -> bool {
    let mut reader = shape.reader();
    let lines = start.split(|b| *b == b'\n').filter(|line| !line.is_empty()).take(PROBED);
    !is_message(start.trim_ascii_start())
        && lines.into_iter().any(|line| reader.read(line, 1, &mut |_| ()) == LineResult::Request)
}

/// Puts an archive or a capture to the judge.
fn archive(name: String, input: &[u8], judge: &mut Judge, read: &mut super::Read) -> Result<(), UsageError> {
    let (mut exchanges, notes) =
        intake::exchanges(input).map_err(|error| UsageError::new(format!("{name}: {error}")))?;
    if exchanges.iter().all(|(at, _)| at.is_some()) {
        sort_by_key(&mut exchanges, |(at, _)| *at);
    }
    let mut source = LogSource {
        format: "capture".to_owned(),
        lines: exchanges.len() as u64,
        bytes: input.len() as u64,
        hash: stable_hash(input),
        ..LogSource::default()
    };
    for (number, (at, exchange)) in (1..).zip(&exchanges) {
        at.iter().for_each(|at| source.note(at.unix()));
        push(*at, exchange, number, judge);
    }
    read.notes.extend(notes.into_iter().map(|note| format!("{name}: {note}")));
    source.file = name;
    read.sources.push(source);
    Ok(())
}

/// Puts one exchange to the judge: what a program itself sent.
fn push(at: Option<Timestamp>, exchange: &Exchange, line: u64, judge: &mut Judge) {
    let Some(request) = &exchange.request else { return };
    let Some(url) = &request.url else { return };
    let target = url.to_string();
    let sent = |name: &str| Some(request.fields.get(name).map_or(&b""[..], Text::as_bytes));
    let response = exchange.fields();
    let received = |name: &str| response.map(|fields| fields.get(name).map_or(&b""[..], Text::as_bytes));
    judge.push(&Event {
        at_ms: at.map(|at| at.unix().saturating_mul(1000)),
        address: None,
        user_agent: sent("user-agent"),
        method: Some(request.method.as_bytes()),
        target: target.as_bytes(),
        status: Some(exchange.status().unwrap_or(0)),
        bytes: exchange.response.as_ref().and_then(|response| response.body.wire_bytes),
        if_modified_since: sent("if-modified-since"),
        accept_encoding: sent("accept-encoding"),
        origin: sent("origin").filter(|origin| !origin.is_empty()).or_else(|| sent("referer")),
        cache_control: sent("cache-control"),
        expires: received("expires"),
        last_modified: received("last-modified"),
        date: received("date"),
        location: received("location"),
        vantage: Some(Vantage::Outbound),
        line,
        ..Event::default()
    });
}

/// Reads all of a log, on so many cores.
fn read_all(log: &mut AuditLog<'_>, judge: &mut Judge, cores: usize, watch: &mut Watch<'_>) -> Option<Interruption> {
    let mut pieces = 0;
    while let Some(piece) = log.lines.piece().unwrap_or_else(|error| {
        log.failed = Some(error);
        None
    }) {
        note_ends(&mut log.ends, piece);
        take_lines(piece, &mut log.reader, &mut log.source, &mut |event| judge.push(event));
        if let Some(cut) = watch.look(log.source.lines) {
            return Some(cut);
        }
        pieces += 1;
        if cores > 1 && pieces >= PIECES_ALONE && log.reader.reads_lines_apart() {
            return parallel::read_rest(log, judge, cores, watch);
        }
    }
    None
}

/// A line that waits for its turn.
struct Waiting {
    at: i64,
    log: usize,
    line: Vec<u8>,
}

/// Reads several logs side by side, always the line that is next in time.
fn by_time(logs: &mut [AuditLog<'_>], judge: &mut Judge, watch: &mut Watch<'_>) -> Option<Interruption> {
    let mut queues: Vec<std::collections::VecDeque<Waiting>> = Vec::new();
    for (number, log) in logs.iter_mut().enumerate() {
        queues.push(log.next_piece(number, i64::MIN));
    }
    loop {
        let next = queues.iter().enumerate().filter_map(|(log, queue)| Some((queue.front()?.at, log))).min();
        let (_, number) = next?;
        let (Some(queue), Some(log)) = (queues.get_mut(number), logs.get_mut(number)) else { return None };
        if let Some(waiting) = queue.pop_front() {
            take_line(&waiting.line, &mut log.reader, &mut log.source, &mut |event| judge.push(event));
            if queue.is_empty() {
                *queue = log.next_piece(waiting.log, waiting.at);
                if let Some(cut) = watch.look(log.source.lines) {
                    return Some(cut);
                }
            }
        }
    }
}

impl AuditLog<'_> {
    /// The next lines with their times; a line without one comes right after the one before it.
    fn next_piece(&mut self, number: usize, before: i64) -> std::collections::VecDeque<Waiting> {
        let piece = match self.lines.piece() {
            Ok(piece) => piece.unwrap_or_default(),
            Err(error) => {
                self.failed = Some(error);
                return std::collections::VecDeque::new();
            }
        };
        if piece.is_empty() {
            return std::collections::VecDeque::new();
        }
        note_ends(&mut self.ends, piece);
        let mut latest = before;
        let lines = piece.split(|b| *b == b'\n');
        lines
            .map(|line| {
                self.reader.read(line, 0, &mut |read| latest = latest.max(read.event().at_ms.unwrap_or(latest)));
                Waiting { at: latest, log: number, line: line.to_vec() }
            })
            .collect()
    }
}
