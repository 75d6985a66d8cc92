//! Plays a scripted reply over a socket, within a limit of time.

#![allow(dead_code, reason = "support code: each test uses the part it needs")]

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::link::{BYTE_LIMIT, Source, TIME_LIMIT};
use super::request::SeenRequest;
use super::script::Reply;
use super::wire::{Fate, Wire};

impl Reply {
    pub(super) fn unscripted() -> Self {
        Self::text("HTTP/1.1 500 Not Scripted\n\n").close()
    }

    pub(super) fn play(&self, request: &SeenRequest, wire: &mut Wire) -> io::Result<Fate> {
        wire.link().pause(self.delay)?;
        let mut pen = Pen { deadline: Instant::now() + TIME_LIMIT, interval: self.interval, wire };
        pen.write(&self.bytes(request, request.method != "HEAD"))?;
        if let Some(chunk) = &self.endless {
            pen.write_endlessly(chunk)?;
        }
        if self.stall {
            wire.hold();
        }
        Ok(self.fate())
    }

    fn fate(&self) -> Fate {
        match (self.reset, self.unclean_end, self.keeps_open()) {
            (true, ..) => Fate::Reset,
            (false, true, _) => Fate::Cut,
            (false, false, true) => Fate::Open,
            (false, false, false) => Fate::Close,
        }
    }
}

/// Writes a reply's bytes at its pace, within the time limit.
struct Pen<'a> {
    wire: &'a mut Wire,
    deadline: Instant,
    interval: Option<Duration>,
}

impl Pen<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(interval) = self.interval else { return self.put(bytes) };
        for byte in bytes {
            self.put(std::slice::from_ref(byte))?;
            self.wire.link().pause(interval)?;
        }
        Ok(())
    }

    /// Ends with success at a limit and with an error when the peer is gone.
    fn write_endlessly(&mut self, chunk: &[u8]) -> io::Result<()> {
        let block =
            if self.interval.is_some() { chunk.to_vec() } else { chunk.repeat(16384_usize.div_ceil(chunk.len())) };
        let mut left = BYTE_LIMIT;
        while left > 0 && Instant::now() < self.deadline {
            let part = &block[..block.len().min(left)];
            self.write(part)?;
            left -= part.len();
        }
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.wire.link().stream().set_write_timeout(Some(left))?;
        self.wire.write_all(bytes)?;
        self.wire.flush()
    }
}
