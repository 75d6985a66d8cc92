//! A connection on which HTTP is spoken, and what becomes of it.

use std::io::{self, Read, Write};
use std::time::Instant;

use rustls::{ServerConnection, StreamOwned};

use super::link::{Link, Source, TIME_LIMIT};

/// What becomes of a connection after a reply.
pub(super) enum Fate {
    Open,
    Close,
    Cut,
    Reset,
}

/// A connection on which HTTP is spoken, directly or within TLS.
pub(super) enum Wire {
    Plain(Link),
    Tls(Box<StreamOwned<ServerConnection, Link>>),
}

impl Wire {
    /// Reads and forgets until the peer closes or the time limit has passed.
    pub(super) fn hold(&mut self) {
        let deadline = Instant::now() + TIME_LIMIT;
        let mut sink = [0; 4096];
        while self.link().wait_until(deadline) && matches!(self.read(&mut sink), Ok(1..)) {}
    }

    pub(super) fn end(mut self, fate: Fate) {
        match fate {
            Fate::Open | Fate::Close => self.notify_close(),
            Fate::Cut => {}
            Fate::Reset => self.link().reset_on_close(),
        }
    }

    /// Sends the TLS alert as far as the peer still takes it.
    fn notify_close(&mut self) {
        if let Self::Tls(stream) = self {
            stream.conn.send_close_notify();
            let _gone = stream.flush();
        }
    }
}

impl Source for Wire {
    fn link(&self) -> &Link {
        match self {
            Self::Plain(link) => link,
            Self::Tls(stream) => &stream.sock,
        }
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(link) => link.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(link) => link.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(link) => link.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}
