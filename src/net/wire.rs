//! The connection side of ureq: opens connections, and records what passes over them.
//!
//! ureq parses the head of a response and forgets it. The recorder keeps the bytes themselves, so that order,
//! case, repetition and reason phrase survive, and so that there is evidence where ureq gives up. It also
//! keeps how far an exchange got and how long each part took.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, TcpConnector, Transport,
};

use super::failure::detail;
use super::sieve::{MAX_HEAD, Sieve};
use crate::evidence::Phase;
use crate::http::date::Timestamp;
use crate::inquiry::is_public;

/// How many bytes of a response are kept: more than any head may have.
const KEPT: usize = 80 * 1024;

/// Bytes of a buffer of a connection in each direction. There is one below TLS and one above it, and a batch keeps many
/// connections open, so that the 128 KiB of ureq would be most of its memory.
pub(super) const BUFFER: usize = 16 * 1024;

/// Room for a whole head, which ureq reads at once.
const ROOM_FOR_HEAD: usize = MAX_HEAD + 4 * 1024;

/// Room for the longest line of a request, which ureq writes at once.
const ROOM_FOR_LINE: usize = 64 * 1024;

/// What passed during one exchange.
#[derive(Debug, Default)]
pub(super) struct Record {
    start: Option<Instant>,
    /// How far the exchange got.
    pub(super) phase: Option<Phase>,
    /// Time for the address look-up.
    pub(super) resolve: Option<Duration>,
    /// Time for the TCP connection or the tunnel.
    pub(super) connect: Option<Duration>,
    /// Time for the TLS handshake.
    pub(super) tls: Option<Duration>,
    /// Time from the start to the first byte of the response.
    pub(super) first_byte: Option<Duration>,
    /// Bytes of the response, without TLS.
    pub(super) received: u64,
    /// The first bytes of the response.
    pub(super) bytes: Vec<u8>,
    /// The address connected to, also by an earlier exchange over the same connection.
    pub(super) peer: Option<SocketAddr>,
    /// When opening the connection began.
    pub(super) connecting: Option<Instant>,
    /// When the certificate of the server ends, where that is soon.
    pub(super) certificate_ends: Option<Timestamp>,
    /// Addresses that did not answer.
    pub(super) skipped: Vec<(SocketAddr, String)>,
    /// Whether a proxy opened the way to the target.
    pub(super) tunnelled: bool,
    /// Whether the peer ended TLS without saying so, as whoever cuts a connection does.
    pub(super) unclean_end: bool,
    /// The first bytes that came behind the end of the response.
    pub(super) surplus: Vec<u8>,
    /// The recordings made during this exchange.
    pub(super) made: Vec<Arc<AtomicBool>>,
}

impl Record {
    /// Forgets the last exchange.
    pub(super) fn begin(&mut self) {
        *self = Self {
            start: Some(Instant::now()),
            phase: Some(Phase::Send),
            bytes: std::mem::take(&mut self.bytes),
            ..Self::default()
        };
        self.bytes.clear();
    }

    /// Whether the exchange used a connection of an earlier one.
    pub(super) fn reused(&self) -> bool {
        self.made.is_empty() && self.phase >= Some(Phase::Head)
    }

    /// Time since the exchange began.
    pub(super) fn elapsed(&self) -> Option<Duration> {
        self.start.map(|start| start.elapsed())
    }
}

/// A record shared between the parts of the connection chain.
#[derive(Clone, Debug, Default)]
pub(super) struct Shared(Arc<Mutex<Record>>);

impl Shared {
    /// The record. A panic elsewhere does not make it unusable.
    pub(super) fn lock(&self) -> MutexGuard<'_, Record> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Finds addresses: given ones first, then those of the operating system.
#[derive(Debug)]
pub(super) struct Addresses {
    pub(super) record: Shared,
    pub(super) overrides: Vec<(String, u16, SocketAddr)>,
    pub(super) system: DefaultResolver,
    /// Whether private addresses are refused for the exchange under way.
    pub(super) public_only: Arc<AtomicBool>,
}

impl Addresses {
    fn lookup(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_owned();
        let default_port = if uri.scheme_str() == Some("https") { 443 } else { 80 };
        let port = uri.port_u16().unwrap_or(default_port);
        let known = self.overrides.iter().find(|(name, at, _)| *name == host && *at == port).map(|(_, _, addr)| *addr);
        match known.or_else(|| host.parse().ok().map(|ip| SocketAddr::new(ip, port))) {
            Some(addr) => {
                let wanted = config.ip_family().keep_wanted(std::iter::once(addr)).next().is_some();
                let mut found = self.empty();
                if !wanted {
                    return Err(Error::HostNotFound);
                }
                found.push(addr);
                Ok(found)
            }
            None => self.system.resolve(uri, config, timeout),
        }
    }
}

impl Resolver for Addresses {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        self.record.lock().phase = Some(Phase::Resolve);
        let start = Instant::now();
        let found = self.lookup(uri, config, timeout)?;
        let mut record = self.record.lock();
        record.resolve = Some(start.elapsed());
        record.phase = Some(Phase::Send);
        let public_only = self.public_only.load(Ordering::Relaxed);
        if public_only && found.iter().any(|addr| !is_public(addr.ip())) {
            return Err(Error::Other(Box::new(PrivateAddress)));
        }
        Ok(found)
    }
}

/// A public host's redirect led to a private address.
#[derive(Debug)]
pub(super) struct PrivateAddress;

impl std::fmt::Display for PrivateAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the name has a private address")
    }
}

impl std::error::Error for PrivateAddress {}

/// Opens TCP connections, one address after the other, and remembers which did not answer.
#[derive(Debug)]
pub(super) struct Dial {
    pub(super) record: Shared,
    pub(super) tcp: TcpConnector,
}

impl<In: Transport> Connector<In> for Dial {
    type Out = <TcpConnector as Connector<In>>::Out;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        if chained.is_some() {
            self.record.lock().tunnelled = true;
            return self.tcp.connect(details, chained);
        }
        let start = Instant::now();
        let mut record = self.record.lock();
        record.phase = Some(Phase::Connect);
        record.connecting = Some(start);
        drop(record);
        let opened = self.dial::<In>(details)?;
        let mut record = self.record.lock();
        record.connect = Some(start.elapsed());
        record.phase = Some(Phase::Send);
        Ok(opened)
    }
}

impl Dial {
    /// Shares the time left evenly among the addresses left, so that a dead one leaves time for the next.
    fn dial<In: Transport>(
        &self,
        details: &ConnectionDetails<'_>,
    ) -> Result<Option<<TcpConnector as Connector<In>>::Out>, Error> {
        let deadline = details.timeout.not_zero().map(|left| Instant::now() + *left);
        let mut last = Error::HostNotFound;
        let count = details.addrs.len();
        for (tried, addr) in details.addrs.iter().enumerate() {
            let share = u32::try_from(count - tried).unwrap_or(1);
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()) / share);
            self.record.lock().peer = Some(*addr);
            match <TcpConnector as Connector<In>>::connect(&self.tcp, &only(details, *addr, left), None) {
                Ok(opened) => return Ok(opened),
                Err(error) => {
                    self.record.lock().skipped.push((*addr, detail(&error)));
                    last = error;
                }
            }
        }
        Err(last)
    }
}

/// The same connection, to one of its addresses.
fn only<'a>(details: &ConnectionDetails<'a>, addr: SocketAddr, time: Option<Duration>) -> ConnectionDetails<'a> {
    let mut addrs = details.resolver.empty();
    addrs.push(addr);
    let mut timeout = details.timeout;
    if let Some(time) = time {
        timeout.after = time.max(Duration::from_millis(10)).into();
    }
    ConnectionDetails {
        uri: details.uri,
        addrs,
        config: details.config,
        request_level: details.request_level,
        resolver: details.resolver,
        now: details.now,
        timeout,
        current_time: details.current_time.clone(),
        run_connector: details.run_connector.clone(),
        register_shutdown: details.register_shutdown.clone(),
    }
}

/// Measures the TLS handshake of the connector inside.
#[derive(Debug)]
pub(super) struct Handshake<C> {
    pub(super) record: Shared,
    pub(super) inner: C,
}

impl<In: Transport, C: Connector<In>> Connector<In> for Handshake<C> {
    type Out = C::Out;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        if !details.needs_tls() {
            return self.inner.connect(details, chained);
        }
        self.record.lock().phase = Some(Phase::Tls);
        let start = Instant::now();
        let out = self.inner.connect(details, chained)?;
        let mut record = self.record.lock();
        record.tls = Some(start.elapsed());
        record.phase = Some(Phase::Send);
        Ok(out)
    }
}

/// Wraps a finished connection, so that every byte that comes over it is recorded.
#[derive(Debug)]
pub(super) struct Recorder(pub(super) Shared);

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
            sieve: Sieve::default(),
            sieved: Vec::new(),
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
    sieve: Sieve,
    /// What went through the sieve and found no room yet.
    sieved: Vec<u8>,
    record: Shared,
    /// Whether another recording counts, inside the tunnel that this one is.
    muted: Arc<AtomicBool>,
    peer: Option<SocketAddr>,
}

impl<T: Transport> Recording<T> {
    fn counts(&self) -> bool {
        !self.muted.load(Ordering::Relaxed)
    }

    fn note(record: &mut Record, new: &[u8]) {
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
    fn sift(&mut self) -> Result<(), Error> {
        let input = self.inner.buffers().input();
        let count = input.len();
        let result = self.sieve.feed(input, &mut self.sieved);
        self.inner.buffers().input_consume(count);
        result.map_err(|exceeded| Error::Other(Box::new(exceeded)))
    }

    /// Hands on as much as there is room for.
    fn hand_on(&mut self) {
        let room = self.buffers.input_append_buf();
        let count = room.len().min(self.sieved.len());
        if let (Some(room), Some(ready)) = (room.get_mut(..count), self.sieved.get(..count)) {
            room.copy_from_slice(ready);
        }
        self.buffers.input_appended(count);
        self.sieved.drain(..count);
        if self.sieved.is_empty() {
            // The connection may stay open unused for long.
            self.sieved = Vec::new();
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
        let is_connect = self.buffers.output().starts_with(b"CONNECT ");
        match self.sieve.is_used() {
            // What comes out of a tunnel is not this connection's HTTP.
            _ if is_connect => self.sieve = Sieve::tunnel(),
            true if !self.sieve.is_tunnel() => self.sieve = Sieve::default(),
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
            record.phase = Some(Phase::Head);
            record.peer = self.peer;
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        if !self.sieved.is_empty() {
            self.hand_on();
            return Ok(true);
        }
        let start = Instant::now();
        loop {
            // ureq takes progress without input for the end, and what was taken out is no input.
            let progress = self.inner.await_input(left(timeout, start)?);
            self.observe(&progress);
            let sifted = self.sift();
            if self.counts() && !self.sieve.surplus.is_empty() {
                self.record.lock().surplus.clone_from(&self.sieve.surplus);
            }
            self.hand_on();
            sifted?;
            if !progress? {
                return Ok(false);
            }
            if !self.buffers.input().is_empty() {
                return Ok(true);
            }
        }
    }

    fn is_open(&mut self) -> bool {
        // Whatever stands behind the end of one answer would be taken for the next.
        self.sieve.surplus.is_empty() && self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}
