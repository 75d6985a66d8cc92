//! Reading one log by several threads.
//!
//! One thread reads the file and puts requests to the judge, in their order. Finding the fields of lines and reducing
//! requests to what is kept of them needs nothing of what came before, and takes most of the time: any thread does that,
//! piece by piece. What comes out is that of one thread, byte for byte.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::log::{AuditLog, Watch, note_ends, take_lines};
use crate::intake::weblog::Reader;
use crate::met::products;
use crate::report::Interruption;
use crate::traffic::{Digester, Judge, LogSource};

/// The most threads; more would wait for the one that judges.
const MOST_THREADS: usize = 4;

/// Some lines of a log, and what was made of them.
struct LogPiece {
    number: u64,
    bytes: Vec<u8>,
    lines: Range<usize>,
    reader: Reader,
    digester: Digester,
    source: LogSource,
}

/// What the threads share.
#[derive(Default)]
struct QueueState {
    waiting: VecDeque<LogPiece>,
    done: BTreeMap<u64, LogPiece>,
    over: bool,
}

/// The pieces on their way between the threads.
#[derive(Default)]
struct PieceQueue {
    shared: Mutex<QueueState>,
    changed: Condvar,
}

impl PieceQueue {
    fn lock(&self) -> MutexGuard<'_, QueueState> {
        // A thread that panicked has ended the program.
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at pieces until there are no more.
    fn work(&self) {
        loop {
            let mut shared = self.lock();
            let piece = loop {
                match shared.waiting.pop_front() {
                    Some(piece) => break piece,
                    None if shared.over => return,
                    None => shared = self.changed.wait(shared).unwrap_or_else(PoisonError::into_inner),
                }
            };
            drop(shared);
            self.finish(piece);
        }
    }

    fn finish(&self, mut piece: LogPiece) {
        piece.look();
        let mut shared = self.lock();
        shared.done.insert(piece.number, piece);
        drop(shared);
        self.changed.notify_all();
    }
}

impl LogPiece {
    /// Finds the requests in the lines.
    fn look(&mut self) {
        let Self { bytes, lines, reader, digester, source, .. } = self;
        let lines = bytes.get(lines.clone()).unwrap_or_default();
        take_lines(lines, reader, source, &mut |event| digester.push(event));
    }

    /// Puts the requests to the judge, and adds up what was read.
    fn settle(&mut self, log: &mut AuditLog<'_>, judge: &mut Judge) {
        judge.take(&mut self.digester);
        let read = std::mem::take(&mut self.source);
        let before = log.source.lines;
        log.source.lines += read.lines;
        log.source.unread += read.unread;
        if let Some((first, last)) = read.seen {
            log.source.note(first);
            log.source.note(last);
        }
        if log.source.first_unread.is_none() {
            log.source.first_unread = read.first_unread.map(|(line, text)| (before + line, text));
        }
        log.reader.others += std::mem::take(&mut self.reader.others);
    }
}

/// Reads the rest of a log.
pub(super) fn read_rest(
    log: &mut AuditLog<'_>,
    judge: &mut Judge,
    cores: usize,
    watch: &mut Watch<'_>,
) -> Option<Interruption> {
    let threads = cores.min(MOST_THREADS);
    let queue = PieceQueue::default();
    let in_force = products::shared();
    thread::scope(|scope| {
        // This thread is one of them. Where no other can be started, it does all of the work.
        for _ in 1..threads {
            let _ = thread::Builder::new().name("audit".to_owned()).spawn_scoped(scope, || {
                let _in_force = products::adopt(in_force);
                queue.work();
            });
        }
        let ended = drive(log, judge, threads, &queue, watch);
        queue.lock().over = true;
        queue.changed.notify_all();
        ended
    })
}

/// Reads pieces, hands them out, and puts them to the judge in their order.
fn drive(
    log: &mut AuditLog<'_>,
    judge: &mut Judge,
    threads: usize,
    queue: &PieceQueue,
    watch: &mut Watch<'_>,
) -> Option<Interruption> {
    let new = |log: &AuditLog<'_>, judge: &Judge| {
        let mut reader = log.reader.clone();
        reader.others = 0;
        LogPiece {
            number: 0,
            bytes: Vec::new(),
            lines: 0..0,
            reader,
            digester: judge.digester(),
            source: LogSource::default(),
        }
    };
    // With fewer the other threads wait for pieces while this one puts some to the judge: 1.6 times the speed of one core
    // in place of 1.8 on two.
    let mut spare: Vec<LogPiece> = (0..2 * threads + 4).map(|_| new(log, judge)).collect();
    let (mut next_read, mut next_settled, mut over) = (0_u64, 0_u64, false);
    loop {
        let done = queue.lock().done.remove(&next_settled);
        if let Some(mut piece) = done {
            piece.settle(log, judge);
            next_settled += 1;
            spare.push(piece);
            if let Some(cut) = watch.look(log.source.lines) {
                return Some(cut);
            }
        } else if let Some(mut piece) = spare.pop().filter(|_| !over) {
            match log.lines.exchange(std::mem::take(&mut piece.bytes)) {
                Ok((bytes, Some(lines))) => {
                    note_ends(&mut log.ends, bytes.get(lines.clone()).unwrap_or_default());
                    (piece.number, piece.bytes, piece.lines) = (next_read, bytes, lines);
                    next_read += 1;
                    queue.lock().waiting.push_back(piece);
                    queue.changed.notify_one();
                }
                Ok((_, None)) => over = true,
                Err(error) => (over, log.failed) = (true, Some(error)),
            }
        } else if next_settled == next_read {
            return None;
        } else {
            let mut shared = queue.lock();
            if let Some(piece) = shared.waiting.pop_front() {
                drop(shared);
                queue.finish(piece);
            } else if !shared.done.contains_key(&next_settled) {
                drop(queue.changed.wait(shared).unwrap_or_else(PoisonError::into_inner));
            }
        }
    }
}
