//! The connection side of ureq: opens connections, and keeps how far an exchange got and how long each part took.

use std::net::SocketAddr;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::unversioned::transport::{ConnectionDetails, Connector, TcpConnector, Transport};

use super::failure::detail;
use crate::evidence::{Phase, TlsSession};
use crate::http::address::Reach;
use crate::http::date::Timestamp;
use crate::http::message::Offence;

/// Bytes of a buffer of a connection in each direction. There is one below TLS and one above it, and a batch keeps many
/// connections open, so that the 128 KiB of ureq would be most of its memory.
pub(super) const BUFFER: usize = 16 * 1024;

/// What passed during one exchange.
#[derive(Debug, Default)]
pub(super) struct Record {
    began: Option<Instant>,
    /// To what addresses the exchange may lead.
    pub(super) start: Option<Reach>,
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
    /// Whether a connection was to be opened, and none that was kept could be used.
    pub(super) opened: bool,
    /// When opening the connection began.
    pub(super) connecting: Option<Instant>,
    /// Until when it has to be open, the tunnel of a proxy included.
    pub(super) open_until: Option<Instant>,
    /// When the certificate of the server ends, where that is soon.
    pub(super) certificate_ends: Option<Timestamp>,
    /// What TLS agreed on.
    pub(super) session: Option<TlsSession>,
    /// Whether the server asked for a certificate of the client.
    pub(super) certificate_wanted: bool,
    /// Addresses that did not answer.
    pub(super) skipped: Vec<(SocketAddr, String)>,
    /// Whether a proxy opened the way to the target.
    pub(super) tunnelled: bool,
    /// Whether the peer ended TLS without saying so, as whoever cuts a connection does.
    pub(super) unclean_end: bool,
    /// The first bytes that came behind the end of the response.
    pub(super) surplus: Vec<u8>,
    /// What in the framing of the content deviates from the grammar.
    pub(super) offences: Vec<Offence>,
    /// The recordings made during this exchange.
    pub(super) made: Vec<Arc<AtomicBool>>,
}

impl Record {
    /// Forgets the last exchange.
    pub(super) fn begin(&mut self, start: Option<Reach>) {
        *self = Self {
            began: Some(Instant::now()),
            start,
            phase: Some(Phase::Send),
            bytes: std::mem::take(&mut self.bytes),
            ..Self::default()
        };
        self.bytes.clear();
    }

    /// Whether the exchange used a connection of an earlier one.
    pub(super) fn reused(&self) -> bool {
        !self.opened && self.phase >= Some(Phase::Send)
    }

    /// Time since the exchange began.
    pub(super) fn elapsed(&self) -> Option<Duration> {
        self.began.map(|began| began.elapsed())
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

/// Notes that a connection is to be opened, before any other part of the chain.
#[derive(Debug)]
pub(super) struct Opening(pub(super) Shared);

impl<In: Transport> Connector<In> for Opening {
    type Out = In;

    fn connect(&self, _: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<In>, Error> {
        self.0.lock().opened = true;
        Ok(chained)
    }
}

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
        record.open_until = details.timeout.not_zero().map(|left| start + *left);
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
