//! One connection: bytes in, replies out, never blocking. TLS is done in memory.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{IpAddr, Shutdown};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use rustls::{AlertDescription, ServerConfig, ServerConnection};

use super::exchange::{Delivery, Reply, Request};
use super::http::{self, Parsed};

/// How long a client may take for the handshake and the head of its first request.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a connection is kept between requests.
const IDLE: Duration = Duration::from_secs(60);
/// How long a reply may take to be read.
const STALLED: Duration = Duration::from_secs(30);
/// How long what a client still sends is read after the last reply, so the reply is not lost to a reset.
const DRAINING: Duration = Duration::from_secs(1);
/// How long a client is left without a reply.
const HANGING: Duration = Duration::from_secs(600);

/// What a connection has to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// A request is read.
    Reading,
    /// A reply is sent; then the next request is read, or the connection closed.
    Writing { then_close: bool },
    /// The client is given the time to read the last reply.
    Draining,
    /// The client gets no reply.
    Hanging,
}

/// What became of a connection without a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The client does not trust the authority of the sandbox.
    Untrusted,
    /// The client offers no protocol that the sandbox speaks (HTTP/2 only).
    NoProtocol,
    /// The TLS handshake failed for another reason.
    Handshake,
    /// What arrived is not a request; the text says what it is.
    NotHttp(&'static str),
    /// The client took too long to send its request.
    TooSlow,
}

/// Where requests go, and what goes wrong.
pub(super) trait Handler {
    /// Answers a request.
    fn request(&mut self, request: &Request) -> Reply;
    /// Notes a connection that brought no request.
    fn trouble(&mut self, trouble: Trouble);
}

/// One connection.
pub(super) struct Connection {
    stream: TcpStream,
    address: IpAddr,
    tls: Option<Box<ServerConnection>>,
    phase: Phase,
    input: Vec<u8>,
    output: Vec<u8>,
    written: usize,
    deadline: Instant,
    /// How many requests it brought.
    requests: u32,
    /// How many bytes it brought at all.
    received: u64,
}

impl Connection {
    /// A connection that was accepted just now.
    pub(super) fn new(
        stream: TcpStream,
        address: IpAddr,
        tls: Option<&Arc<ServerConfig>>,
        now: Instant,
    ) -> Result<Self, rustls::Error> {
        let tls = match tls {
            Some(config) => {
                let mut session = ServerConnection::new(Arc::clone(config))?;
                session.set_buffer_limit(None);
                Some(Box::new(session))
            }
            None => None,
        };
        Ok(Self {
            stream,
            address,
            tls,
            phase: Phase::Reading,
            input: Vec::new(),
            output: Vec::new(),
            written: 0,
            deadline: now + PATIENCE,
            requests: 0,
            received: 0,
        })
    }

    /// The socket, to be waited for.
    pub(super) fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// Whether it can be given up for a new one: no reply is under way.
    pub(super) fn is_idle(&self) -> bool {
        matches!(self.phase, Phase::Reading | Phase::Draining)
    }

    /// When it waits for too long.
    pub(super) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Notes that it was given up because it was too slow, where that is worth a note.
    pub(super) fn time_out(&self, handler: &mut dyn Handler) {
        if self.phase == Phase::Reading && self.received > 0 && self.requests == 0 {
            handler.trouble(Trouble::TooSlow);
        }
    }

    /// Does what can be done without waiting. Says whether the connection goes on.
    pub(super) fn advance(&mut self, scratch: &mut [u8], handler: &mut dyn Handler, now: Instant) -> bool {
        match self.try_advance(scratch, handler, now) {
            Ok(goes_on) => goes_on,
            Err(error) => error.kind() == ErrorKind::WouldBlock,
        }
    }

    fn try_advance(&mut self, scratch: &mut [u8], handler: &mut dyn Handler, now: Instant) -> io::Result<bool> {
        loop {
            match self.phase {
                Phase::Writing { then_close } => {
                    self.flush(now)?;
                    if then_close {
                        self.close_output()?;
                        (self.phase, self.deadline) = (Phase::Draining, now + DRAINING);
                    } else {
                        (self.phase, self.deadline) = (Phase::Reading, now + IDLE);
                    }
                }
                Phase::Reading => {
                    if self.take_request(handler, now)? {
                        if self.phase == Phase::Reading {
                            return Ok(false);
                        }
                        continue;
                    }
                    if !self.read(scratch, handler, now)? {
                        return Ok(false);
                    }
                }
                Phase::Draining | Phase::Hanging => {
                    if self.stream.read(scratch)? == 0 {
                        return Ok(false);
                    }
                }
            }
        }
    }

    /// Reads what has come. Says whether the connection goes on.
    fn read(&mut self, scratch: &mut [u8], handler: &mut dyn Handler, now: Instant) -> io::Result<bool> {
        let was_empty = self.input.is_empty();
        let Some(tls) = &mut self.tls else {
            let count = self.stream.read(scratch)?;
            self.received += count as u64;
            self.input.extend_from_slice(scratch.get(..count).unwrap_or_default());
            self.begin_head(was_empty, now);
            return Ok(count > 0);
        };
        let count = match tls.read_tls(&mut self.stream) {
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                send_records(tls, &mut self.stream)?;
                return Err(error);
            }
            Err(error) => return Err(error),
        };
        self.received += count as u64;
        if let Err(error) = tls.process_new_packets() {
            handler.trouble(trouble_of(&error));
            send_records(tls, &mut self.stream)?;
            return Ok(false);
        }
        send_records(tls, &mut self.stream)?;
        loop {
            match tls.reader().read(scratch) {
                Ok(0) => return Ok(false),
                Ok(count) => self.input.extend_from_slice(scratch.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        if count == 0 && tls.is_handshaking() {
            // Some clients close without a word when they do not trust a certificate.
            if self.received > 0 {
                handler.trouble(Trouble::Handshake);
            }
            return Ok(false);
        }
        self.begin_head(was_empty, now);
        Ok(count > 0)
    }

    /// The time for a head begins with its first byte.
    fn begin_head(&mut self, was_empty: bool, now: Instant) {
        if was_empty && !self.input.is_empty() {
            self.deadline = now + PATIENCE;
        }
    }

    /// Answers the request that has come whole, where one has.
    fn take_request(&mut self, handler: &mut dyn Handler, now: Instant) -> io::Result<bool> {
        if self.input.is_empty() {
            return Ok(false);
        }
        match http::parse(&self.input, self.tls.is_some(), self.address) {
            Parsed::Partial => Ok(false),
            Parsed::Refused(status, why) => {
                handler.trouble(Trouble::NotHttp(why));
                self.input.clear();
                let reply = super::respond::marked(status);
                self.send(&reply, false, false, now)?;
                Ok(true)
            }
            Parsed::Request(incoming) => {
                let reply = handler.request(&incoming.request);
                self.requests += 1;
                self.input.drain(..incoming.length);
                let keep_alive = incoming.keep_alive && !matches!(reply.delivery, Delivery::Cut(_));
                self.send(&reply, incoming.request.method == "HEAD", keep_alive, now)?;
                Ok(true)
            }
        }
    }

    fn send(&mut self, reply: &Reply, is_head: bool, keep_alive: bool, now: Instant) -> io::Result<()> {
        self.deadline = now + STALLED;
        match reply.delivery {
            Delivery::Reset => {
                socket2::SockRef::from(&self.stream).set_linger(Some(Duration::ZERO))?;
                return Err(ErrorKind::ConnectionReset.into());
            }
            Delivery::Hang => {
                (self.phase, self.deadline) = (Phase::Hanging, now + HANGING);
                return Ok(());
            }
            Delivery::Whole | Delivery::Cut(_) => {}
        }
        let bytes = http::write(reply, is_head, keep_alive);
        match &mut self.tls {
            Some(tls) => tls.writer().write_all(&bytes)?,
            None => (self.output, self.written) = (bytes, 0),
        }
        self.phase = Phase::Writing { then_close: !keep_alive };
        Ok(())
    }

    fn flush(&mut self, now: Instant) -> io::Result<()> {
        if let Some(tls) = &mut self.tls {
            while tls.wants_write() {
                tls.write_tls(&mut self.stream)?;
                self.deadline = now + STALLED;
            }
            return Ok(());
        }
        while let Some(rest) = self.output.get(self.written..).filter(|rest| !rest.is_empty()) {
            match self.stream.write(rest)? {
                0 => return Err(ErrorKind::WriteZero.into()),
                count => self.written += count,
            }
            self.deadline = now + STALLED;
        }
        (self.output, self.written) = (Vec::new(), 0);
        Ok(())
    }

    /// Says that nothing more will be sent.
    fn close_output(&mut self) -> io::Result<()> {
        if let Some(tls) = &mut self.tls {
            tls.send_close_notify();
            send_records(tls, &mut self.stream)?;
        }
        self.stream.shutdown(Shutdown::Write)
    }
}

/// Sends what TLS has ready.
fn send_records(tls: &mut ServerConnection, stream: &mut TcpStream) -> io::Result<()> {
    while tls.wants_write() {
        tls.write_tls(stream)?;
    }
    Ok(())
}

fn trouble_of(error: &rustls::Error) -> Trouble {
    use AlertDescription as Alert;
    match error {
        rustls::Error::AlertReceived(
            Alert::UnknownCA | Alert::BadCertificate | Alert::CertificateUnknown | Alert::UnsupportedCertificate,
        ) => Trouble::Untrusted,
        rustls::Error::NoApplicationProtocol => Trouble::NoProtocol,
        rustls::Error::InvalidMessage(_) => Trouble::NotHttp("it does not speak TLS to the port for HTTPS"),
        _ => Trouble::Handshake,
    }
}
