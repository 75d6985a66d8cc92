//! The recorder of what passes over a connection.
//!
//! ureq parses the head of a response and forgets it. The recorder keeps the bytes themselves, so order,
//! case, repetition and reason phrase survive, and there is evidence where ureq gives up.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport};

use super::failure::PrivateAddress;
use super::framing::{FramingFilter, Refused};
use super::record::{ConnectionRecord, SharedRecord};
use crate::evidence::Phase;
use crate::http::syntax::message::MAX_HEAD;
use crate::http::uri::address;

/// How many bytes of a response are kept: more than any head may have.
const KEPT: usize = 80 * 1024;

/// Room for a whole head, which ureq reads at once.
const ROOM_FOR_HEAD: usize = MAX_HEAD + 4 * 1024;

/// Room for the longest line of a request, which ureq writes at once.
const ROOM_FOR_LINE: usize = 64 * 1024;

/// Wraps a finished connection, so every byte that comes over it is recorded.
#[derive(Debug)]
pub(super) struct Recorder(pub(super) SharedRecord);

impl<In: Transport> Connector<In> for Recorder {
    type Out = Recording<In>;

    fn connect(&self, _: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        let mut record = self.0.lock();
        // On the way through a proxy two recordings are made, and the later one, inside the tunnel, counts.
        for outer in &record.made {
            outer.store(true, Ordering::Relaxed);
        }
        let muted = Arc::new(AtomicBool::new(false));
        record.made.push(Arc::clone(&muted));
        record.received = 0;
        record.bytes.clear();
        record.first_byte = None;
        record.phase = Some(Phase::Send);
        let peer = record.peer;
        drop(record);
        let buffers = LazyBuffers::new(ROOM_FOR_HEAD, ROOM_FOR_LINE);
        let record = self.0.clone();
        Ok(chained.map(|inner| Recording {
            inner,
            buffers,
            filter: FramingFilter::default(),
            filtered: Vec::new(),
            refused: None,
            record,
            muted,
            peer,
        }))
    }
}

/// A connection that is recorded.
#[derive(Debug)]
pub(super) struct Recording<T> {
    inner: T,
    buffers: LazyBuffers,
    filter: FramingFilter,
    /// What went through the sieve and found no room yet.
    filtered: Vec<u8>,
    /// Why nothing more goes through, once what did has been read.
    refused: Option<Refused>,
    record: SharedRecord,
    /// Whether another recording counts, inside the tunnel that this one is.
    muted: Arc<AtomicBool>,
    peer: Option<SocketAddr>,
}

impl<T: Transport> Recording<T> {
    fn counts(&self) -> bool {
        !self.muted.load(Ordering::Relaxed)
    }

    fn note(record: &mut ConnectionRecord, new: &[u8]) {
        if new.is_empty() {
            return;
        }
        if record.first_byte.is_none() {
            record.first_byte = record.elapsed();
        }
        record.received += new.len() as u64;
        let room = KEPT.saturating_sub(record.bytes.len());
        record.bytes.extend_from_slice(new.get(..room.min(new.len())).unwrap_or_default());
    }
}

impl<T: Transport> Recording<T> {
    /// Records what has come.
    fn observe(&mut self, progress: &Result<bool, Error>) {
        if self.counts() {
            let mut record = self.record.lock();
            record.unclean_end |=
                self.inner.is_tls() && matches!(progress, Err(Error::Io(io)) if io.kind() == ErrorKind::UnexpectedEof);
            Self::note(&mut record, self.inner.buffers().input());
        }
    }

    /// Passes what has come through the sieve.
    fn sift(&mut self) {
        let input = self.inner.buffers().input();
        let count = input.len();
        self.refused = self.filter.feed(input, &mut self.filtered).err();
        self.inner.buffers().input_consume(count);
    }

    /// Keeps what the sieve saw of the content's framing.
    fn keep_evidence(&self) {
        if self.counts() && !(self.filter.surplus.is_empty() && self.filter.offences.is_empty()) {
            let mut record = self.record.lock();
            record.surplus.clone_from(&self.filter.surplus);
            record.offences.clone_from(&self.filter.offences);
        }
    }

    /// The time for what comes next: ureq would give a proxy the whole of it again for each byte of its answer.
    fn within_opening(&self, timeout: NextTimeout) -> Result<NextTimeout, Error> {
        let until = self.record.lock().open_until.filter(|_| self.filter.is_connecting());
        let Some(until) = until else { return Ok(timeout) };
        match until.saturating_duration_since(Instant::now()) {
            Duration::ZERO => Err(Error::Timeout(timeout.reason)),
            time if timeout.not_zero().is_some_and(|whole| *whole <= time) => Ok(timeout),
            time => Ok(NextTimeout { after: time.into(), ..timeout }),
        }
    }

    /// Hands on as much as there is room for.
    fn hand_on(&mut self) {
        let room = self.buffers.input_append_buf();
        let count = room.len().min(self.filtered.len());
        if let (Some(room), Some(ready)) = (room.get_mut(..count), self.filtered.get(..count)) {
            room.copy_from_slice(ready);
        }
        self.buffers.input_appended(count);
        self.filtered.drain(..count);
        if self.filtered.is_empty() {
            // The connection may stay open unused for long.
            self.filtered = Vec::new();
        }
    }
}

/// What is left of a time that began at `start`.
fn left(timeout: NextTimeout, start: Instant) -> Result<NextTimeout, Error> {
    let Some(whole) = timeout.not_zero() else { return Ok(timeout) };
    match whole.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) {
        Some(left) => Ok(NextTimeout { after: left.into(), ..timeout }),
        None => Err(Error::Timeout(timeout.reason)),
    }
}

impl<T: Transport> Transport for Recording<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        // The addresses that were found for this request are checked; a kept connection may go to one that the name had
        // before.
        let start = self.record.lock().start;
        if start.zip(self.peer).is_some_and(|(start, peer)| !start.may_lead_to(address::reach(peer.ip()))) {
            return Err(Error::Other(Box::new(PrivateAddress)));
        }
        let is_connect = self.buffers.output().starts_with(b"CONNECT ");
        match self.filter.is_used() {
            // What comes out of a tunnel is not this connection's HTTP.
            _ if is_connect => self.filter = FramingFilter::connect(),
            true if !self.filter.is_for_proxy() => self.filter = FramingFilter::default(),
            _ => {}
        }
        let mut sent = 0;
        while sent < amount {
            let room = self.inner.buffers().output();
            let count = room.len().min(amount - sent);
            if let (Some(room), Some(ready)) = (room.get_mut(..count), self.buffers.output().get(sent..sent + count)) {
                room.copy_from_slice(ready);
            }
            self.inner.transmit_output(count, timeout)?;
            sent += count;
        }
        if self.counts() {
            let mut record = self.record.lock();
            // Whatever goes into a tunnel has phases of its own.
            record.phase = if self.filter.is_for_proxy() { record.phase } else { Some(Phase::Head) };
            record.peer = self.peer;
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        if !self.filtered.is_empty() {
            self.hand_on();
            return Ok(true);
        }
        if let Some(refused) = self.refused {
            return Err(Error::Other(Box::new(refused)));
        }
        let timeout = self.within_opening(timeout)?;
        let start = Instant::now();
        loop {
            // ureq takes progress without input for the end, and what was taken out is not input.
            let progress = self.inner.await_input(left(timeout, start)?);
            self.observe(&progress);
            self.sift();
            if matches!(progress, Ok(false)) {
                self.filter.end();
            }
            self.keep_evidence();
            self.hand_on();
            let has_more = progress?;
            if !self.buffers.input().is_empty() {
                return Ok(has_more);
            }
            if let Some(refused) = self.refused {
                return Err(Error::Other(Box::new(refused)));
            }
            if !has_more {
                return Ok(false);
            }
        }
    }

    fn is_open(&mut self) -> bool {
        // Whatever follows the end of one answer would be taken for the next.
        self.filter.surplus.is_empty()
            && !self.filter.is_amid_content()
            && self.refused.is_none()
            && self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::uri::address::Reach;

    /// A connection that takes everything, and counts it.
    #[derive(Debug)]
    struct Sink {
        buffers: LazyBuffers,
        sent: usize,
    }

    impl Transport for Sink {
        fn buffers(&mut self) -> &mut dyn Buffers {
            &mut self.buffers
        }

        fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), Error> {
            self.sent += amount;
            Ok(())
        }

        fn await_input(&mut self, _: NextTimeout) -> Result<bool, Error> {
            Ok(false)
        }

        fn is_open(&mut self) -> bool {
            true
        }
    }

    /// How much of a request of five bytes goes over a kept connection to `peer`, where the first one went to `start`.
    fn sent(peer: &str, start: Option<Reach>) -> Result<usize, Error> {
        let record = SharedRecord::default();
        record.lock().begin(start);
        let mut kept = Recording {
            inner: Sink { buffers: LazyBuffers::new(100, 100), sent: 0 },
            buffers: LazyBuffers::new(100, 100),
            filter: FramingFilter::default(),
            filtered: Vec::new(),
            refused: None,
            record,
            muted: Arc::default(),
            peer: peer.parse().ok(),
        };
        kept.buffers.output()[..5].copy_from_slice(b"GET /");
        kept.transmit_output(5, NextTimeout::default())?;
        Ok(kept.inner.sent)
    }

    #[test]
    fn connection_to_an_old_address_of_a_name_is_not_used() {
        for (peer, start) in
            [("10.0.0.1:80", Reach::Public), ("127.0.0.1:80", Reach::Site), ("[::1]:80", Reach::Public)]
        {
            let refused = sent(peer, Some(start)).unwrap_err();
            assert!(matches!(refused, Error::Other(other) if other.is::<PrivateAddress>()), "{peer}");
        }
        for (peer, start) in
            [("10.0.0.1:80", Some(Reach::Site)), ("8.8.8.8:80", Some(Reach::Public)), ("10.0.0.1:80", None)]
        {
            assert_eq!(sent(peer, start).unwrap(), 5, "{peer}");
        }
    }
}
