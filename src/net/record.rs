//! What is recorded of a connection while it is made and used.

use std::net::SocketAddr;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::evidence::TlsSession;
use crate::http::syntax::message::Offence;
use crate::http::time::timestamp::Timestamp;
use crate::http::uri::address::Reach;
use crate::net::{Duration, Instant, Phase};
/// What passed during one exchange.
#[derive(Debug, Default)]
pub(super) struct ConnectionRecord {
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
    /// Whether the peer ended TLS without saying so, as something that cuts a connection does.
    pub(super) unclean_end: bool,
    /// The first bytes that came after the end of the response.
    pub(super) surplus: Vec<u8>,
    /// What in the framing of the content deviates from the grammar.
    pub(super) offences: Vec<Offence>,
    /// The recordings made during this exchange.
    pub(super) made: Vec<Arc<AtomicBool>>,
}

impl ConnectionRecord {
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
pub(super) struct SharedRecord(Arc<Mutex<ConnectionRecord>>);

impl SharedRecord {
    /// The record. A panic elsewhere does not make it unusable.
    pub(super) fn lock(&self) -> MutexGuard<'_, ConnectionRecord> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
