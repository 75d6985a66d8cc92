//! The connection side of ureq: opens connections, and keeps how far an exchange got and how long each part took.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::unversioned::transport::{ConnectionDetails, Connector, TcpConnector, Transport};

use super::failure::detail;
use super::record::SharedRecord;
use crate::evidence::Phase;

/// Bytes of a buffer of a connection in each direction. There is one below TLS and one above it, and a batch keeps many
/// connections open, so the 128 KiB of ureq would be most of its memory.
pub(super) const BUFFER: usize = 16 * 1024;

/// Notes that a connection is to be opened, before any other part of the chain.
#[derive(Debug)]
pub(super) struct ConnectStart(pub(super) SharedRecord);

impl<In: Transport> Connector<In> for ConnectStart {
    type Out = In;

    fn connect(&self, _: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<In>, Error> {
        self.0.lock().opened = true;
        Ok(chained)
    }
}

/// Opens TCP connections, one address after the other, and remembers which did not answer.
#[derive(Debug)]
pub(super) struct TcpDialer {
    pub(super) record: SharedRecord,
    pub(super) tcp: TcpConnector,
}

impl<In: Transport> Connector<In> for TcpDialer {
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

impl TcpDialer {
    /// Shares the time left evenly among the addresses left, so a dead one leaves time for the next.
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
    pub(super) record: SharedRecord,
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
