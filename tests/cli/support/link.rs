//! The TCP connections that the loopback listeners accept and open.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::listener::Hub;

/// The longest any single wait, stall or endless answer may last.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The most bytes an endless answer or a tunnel direction may carry.
pub(super) const BYTE_LIMIT: usize = 64 * 1024 * 1024;

/// How long a reset waits, so the peer can read what was sent before it.
const RESET_PAUSE: Duration = Duration::from_millis(50);

/// Something requests can be read from.
pub(super) trait Source: Read {
    /// The TCP connection beneath.
    fn link(&self) -> &Link;
}

/// One TCP connection of a [`Listener`](super::listener::Listener); closed when dropped.
pub(super) struct Link {
    stream: Arc<TcpStream>,
    number: usize,
    hub: Arc<Hub>,
}

impl Link {
    pub(super) fn new(stream: TcpStream, number: usize, hub: Arc<Hub>) -> io::Result<Self> {
        stream.set_nonblocking(false)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TIME_LIMIT))?;
        stream.set_write_timeout(Some(TIME_LIMIT))?;
        let stream = Arc::new(stream);
        hub.register(&stream);
        Ok(Self { stream, number, hub })
    }

    /// Opens a connection to a loopback address that ends with the listener, as this one does.
    pub(super) fn connect_onward(&self, address: SocketAddr) -> io::Result<Self> {
        assert!(address.ip().is_loopback(), "{address} is not a loopback address");
        let stream = TcpStream::connect_timeout(&address, TIME_LIMIT)?;
        Self::new(stream, self.number, Arc::clone(&self.hub))
    }

    /// The TCP stream.
    pub(super) fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// The number of the connection; the first is 1.
    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// Whether the listener is being dropped.
    pub(super) fn stopping(&self) -> bool {
        self.hub.stopping()
    }

    /// Sleeps; an error when the listener is dropped meanwhile.
    pub(super) fn pause(&self, duration: Duration) -> io::Result<()> {
        let stopped = self.hub.stops_within(duration);
        // A wait of nothing is not a reason to give up: the answer may still reach the peer.
        if stopped && !duration.is_zero() { Err(io::ErrorKind::Interrupted.into()) } else { Ok(()) }
    }

    /// Reads and forgets until the peer closes or the time limit has passed.
    pub(super) fn hold(&mut self) {
        self.discard_until(Instant::now() + TIME_LIMIT);
    }

    /// Ends this side's half, then reads and forgets for a moment, so no reset overtakes what was sent.
    pub(super) fn linger(&mut self) {
        let _gone = self.stream.shutdown(Shutdown::Write);
        self.discard_until(Instant::now() + Duration::from_secs(2));
    }

    fn discard_until(&mut self, deadline: Instant) {
        let mut sink = [0; 4096];
        while self.wait_until(deadline) && matches!(self.read(&mut sink), Ok(1..)) {}
    }

    /// Lets reads last until then; false when that has passed.
    pub(super) fn wait_until(&self, deadline: Instant) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        !left.is_zero() && self.stream.set_read_timeout(Some(left)).is_ok()
    }

    pub(super) fn reset_on_close(&self) {
        let _stopped = self.pause(RESET_PAUSE);
        socket2::SockRef::from(&*self.stream).set_linger(Some(Duration::ZERO)).expect("SO_LINGER can be set");
    }
}

impl Source for Link {
    fn link(&self) -> &Link {
        self
    }
}

impl Read for Link {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (&*self.stream).read(buffer)
    }
}

impl Write for Link {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self.stream).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self.stream).flush()
    }
}
