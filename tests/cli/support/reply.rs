//! The replies that a scripted server gives, and the pace at which they are written.

#![allow(dead_code, reason = "support code: each test uses the part it needs")]

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::link::{BYTE_LIMIT, Source, TIME_LIMIT};
use super::request::SeenRequest;
use super::text::Text;
use super::wire::{Fate, Wire};

type Answer = Box<dyn Fn(&SeenRequest) -> Vec<u8> + Send>;

/// One scripted reply.
pub(crate) struct Reply {
    content: Content,
    gzip: bool,
    keep: Option<bool>,
    delay: Duration,
    interval: Option<Duration>,
    endless: Option<Vec<u8>>,
    stall: bool,
    reset: bool,
    close_notify: bool,
}

enum Content {
    Text(Text),
    Raw(Vec<u8>),
    Dynamic(Answer),
}

impl Reply {
    fn new(content: Content) -> Self {
        Self {
            content,
            gzip: false,
            keep: None,
            delay: Duration::ZERO,
            interval: None,
            endless: None,
            stall: false,
            reset: false,
            close_notify: true,
        }
    }

    /// A response written as text: head, empty line, body.
    ///
    /// Line ends of the head become CR LF, the body is sent as given. Content-Length is added when the head has
    /// neither it nor Transfer-Encoding and the status allows a body (but not with [`Reply::then_endless`]). A HEAD
    /// request gets no body. The connection is closed afterwards when the head has `Connection: close`.
    pub(crate) fn text(text: impl AsRef<str>) -> Self {
        Self::new(Content::Text(Text::parse(text.as_ref())))
    }

    /// Exactly these bytes, then close.
    pub(crate) fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(Content::Raw(bytes.into()))
    }

    /// Exactly the bytes that `answer` makes of the request; see [`wire`](super::text::wire) for writing them as text.
    pub(crate) fn dynamic(answer: impl Fn(&SeenRequest) -> Vec<u8> + Send + 'static) -> Self {
        Self::new(Content::Dynamic(Box::new(answer)))
    }

    /// Closes the connection, once the request has come, without a byte.
    pub(crate) fn close_at_once() -> Self {
        Self::raw([])
    }

    pub(super) fn unscripted() -> Self {
        Self::text("HTTP/1.1 500 Not Scripted\n\n").close()
    }

    /// Replaces the body of a text reply by these bytes, for one that is not text.
    pub(crate) fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        let Content::Text(text) = &mut self.content else { panic!("only a text reply can be given a body") };
        text.body = body.into();
        self
    }

    /// Compresses the body of a text reply and sets Content-Encoding and Content-Length.
    pub(crate) fn with_gzip(mut self) -> Self {
        assert!(matches!(self.content, Content::Text(_)), "only a text reply can be compressed");
        self.gzip = true;
        self
    }

    /// Leaves the connection open afterwards.
    pub(crate) fn keep_alive(mut self) -> Self {
        self.keep = Some(true);
        self
    }

    /// Closes the connection afterwards; adds no field.
    pub(crate) fn close(mut self) -> Self {
        self.keep = Some(false);
        self
    }

    /// Waits before the first byte.
    pub(crate) fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// After the bytes, holds the connection open silently until the peer closes it, at most [`TIME_LIMIT`].
    pub(crate) fn stall(mut self) -> Self {
        self.stall = true;
        self
    }

    /// Sends one byte per interval, for at most [`TIME_LIMIT`]; the connection is closed when that has passed.
    pub(crate) fn dribble(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// Resets the connection (RST) after the bytes.
    pub(crate) fn reset(mut self) -> Self {
        self.reset = true;
        self
    }

    /// After the bytes, repeats `chunk` until the peer closes or [`BYTE_LIMIT`] or [`TIME_LIMIT`] is reached, then
    /// closes.
    pub(crate) fn then_endless(mut self, chunk: impl Into<Vec<u8>>) -> Self {
        let chunk = chunk.into();
        assert!(!chunk.is_empty(), "an endless answer needs bytes to repeat");
        self.endless = Some(chunk);
        self
    }

    /// Closes afterwards, and over TLS does so without the `close_notify` alert.
    pub(crate) fn without_close_notify(mut self) -> Self {
        self.close_notify = false;
        self
    }

    pub(super) fn play(&self, request: &SeenRequest, wire: &mut Wire) -> io::Result<Fate> {
        wire.link().pause(self.delay)?;
        let mut pen = Pen { deadline: Instant::now() + TIME_LIMIT, interval: self.interval, wire };
        pen.write(&self.bytes(request))?;
        if let Some(chunk) = &self.endless {
            pen.write_endlessly(chunk)?;
        }
        if self.stall {
            wire.hold();
        }
        Ok(self.fate())
    }

    fn bytes(&self, request: &SeenRequest) -> Vec<u8> {
        match &self.content {
            Content::Text(text) => text.render(self.gzip, self.endless.is_none(), request.method != "HEAD"),
            Content::Raw(bytes) => bytes.clone(),
            Content::Dynamic(answer) => answer(request),
        }
    }

    fn fate(&self) -> Fate {
        let ended = self.stall || self.endless.is_some();
        match (self.reset, self.close_notify) {
            (true, _) => Fate::Reset,
            (false, false) => Fate::Cut,
            (false, true) if !ended && self.keeps_open() => Fate::Open,
            (false, true) => Fate::Close,
        }
    }

    fn keeps_open(&self) -> bool {
        self.keep.unwrap_or_else(|| match &self.content {
            Content::Text(text) => !text.says_close(),
            Content::Raw(_) => false,
            Content::Dynamic(_) => true,
        })
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
