//! A log while it is read: its lines, what was read of it, and how far it is.

use std::io;
use std::time::Duration;

use super::format::LogShape;
use crate::error::UsageError;
use crate::evidence::event::Event;
use crate::intake::weblog::{LineResult, LogLines, Plain, Reader};
use crate::report::Interruption;
use crate::text::escape::{Text, clip};
use crate::text::secret::redact_urls;
use crate::traffic::{LogSource, stable_hash};

/// What a log is read from.
pub(super) type Input<'a> = Box<dyn io::Read + 'a>;

/// A log that is being read.
pub(super) struct AuditLog<'a> {
    pub(super) lines: LogLines<Plain<Input<'a>>>,
    pub(super) reader: Reader,
    pub(super) source: LogSource,
    pub(super) ends: [u64; 2],
    pub(super) failed: Option<io::Error>,
}

impl<'a> AuditLog<'a> {
    pub(super) fn new(file: String, lines: LogLines<Plain<Input<'a>>>, shape: &LogShape) -> Self {
        Self {
            lines,
            reader: shape.reader(),
            source: LogSource { file, ..LogSource::default() },
            ends: [0; 2],
            failed: None,
        }
    }

    /// Says what was read.
    pub(super) fn close(mut self, read: &mut super::Read) {
        let source = &mut self.source;
        source.format = self.reader.name().unwrap_or("empty").to_owned();
        source.clock = self.reader.clock().as_str().to_owned();
        source.clock_assumed = self.reader.assumes_clock();
        source.bytes = self.lines.bytes;
        source.hash = self.ends[0] ^ self.ends[1].rotate_left(1);
        source.other_formats = self.reader.others;
        if let Some((line, text)) = &source.first_unread {
            read.notes.push(format!(
                "{}: {} of {} lines could not be read; the first is line {line}: {text}",
                source.file, source.unread, source.lines
            ));
        }
        if source.other_formats > 0 {
            read.notes
                .push(format!("{}: {} lines are in another format than the first", source.file, source.other_formats));
        }
        if let Some(error) = self.failed {
            let at = format!("{}: after {} lines: {error}", source.file, source.lines);
            read.failures.push(UsageError::new(at));
        }
        read.sources.push(self.source);
    }
}

/// What two logs with the same content have in common: their first and their last bytes.
pub(super) fn note_ends(ends: &mut [u64; 2], piece: &[u8]) {
    let some = 4096.min(piece.len());
    if ends[0] == 0 {
        ends[0] = stable_hash(piece.get(..some).unwrap_or_default());
    }
    ends[1] = stable_hash(piece.get(piece.len() - some..).unwrap_or_default());
}

/// Reads all lines of a piece, and gives their requests to `sink`.
pub(super) fn take_lines(piece: &[u8], reader: &mut Reader, source: &mut LogSource, sink: &mut dyn FnMut(&Event<'_>)) {
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', piece).chain([piece.len()]) {
        take_line(piece.get(start..end).unwrap_or_default(), reader, source, sink);
        start = end + 1;
    }
}

/// Reads one line, and gives its request to `sink`.
pub(super) fn take_line(line: &[u8], reader: &mut Reader, source: &mut LogSource, sink: &mut dyn FnMut(&Event<'_>)) {
    source.lines += 1;
    let seen = &mut source.seen;
    let read = reader.read(line, source.lines, &mut |read| {
        let event = read.event();
        if let Some(at) = event.at_ms {
            let at = at.div_euclid(1000);
            let both = seen.get_or_insert((at, at));
            *both = (both.0.min(at), both.1.max(at));
        }
        sink(event);
    });
    match read {
        LineResult::Request => {}
        LineResult::Empty if line.trim_ascii().is_empty() => source.lines -= 1,
        LineResult::Empty => {}
        LineResult::Unread => {
            source.unread += 1;
            if source.first_unread.is_none() {
                let start = line.get(..line.len().min(200)).unwrap_or_default();
                source.first_unread = Some((source.lines, clip(&redact_urls(&Text::from(start).to_string()), 60)));
            }
        }
    }
}

/// Looks after the terminal and the signals while a log is read.
pub(super) struct Watch<'w> {
    pub(super) stderr: &'w mut (dyn io::Write + 'static),
    pub(super) clock: &'w dyn crate::world::Clock,
    pub(super) signals: &'w dyn crate::world::StopSignals,
    /// When progress was shown last, where it is to be.
    pub(super) shown: Option<Duration>,
}

impl Watch<'_> {
    /// Shows how far it is, once a second, and says whether to end.
    pub(super) fn look(&mut self, lines: u64) -> Option<Interruption> {
        if let Some(signal) = self.signals.caught() {
            return Some(Interruption { signal, unfinished: 0, requests_unused: 0 });
        }
        if let Some(shown) = self.shown {
            let now = self.clock.elapsed();
            if now.saturating_sub(shown) >= Duration::from_secs(1) {
                self.shown = Some(now);
                // A closed standard error takes nothing from the report.
                let _ = write!(self.stderr, "\r{lines} lines\x1b[K");
            }
        }
        None
    }

    pub(super) fn clear(&mut self) {
        if self.shown.is_some_and(|shown| shown > Duration::ZERO) {
            let _ = write!(self.stderr, "\r\x1b[K");
        }
    }
}
