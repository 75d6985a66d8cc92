//! What a scripted server sends, and at which pace. The tests of the binary play it over a socket, those of the library
//! within the process.

#![allow(dead_code, reason = "support code: each test uses the part it needs")]

use std::time::Duration;

use super::text::Text;
use super::{Failing, SeenRequest};

type Answer = Box<dyn Fn(&SeenRequest) -> Vec<u8> + Send>;

/// One scripted reply.
pub(crate) struct Reply {
    pub(super) content: Content,
    pub(super) gzip: bool,
    pub(super) keep: Option<bool>,
    pub(super) delay: Duration,
    pub(super) interval: Option<Duration>,
    pub(super) endless: Option<Vec<u8>>,
    pub(super) stall: bool,
    pub(super) reset: bool,
    pub(super) unclean_end: bool,
}

/// What a reply consists of.
pub(super) enum Content {
    Text(Text),
    Raw(Vec<u8>),
    Dynamic(Answer),
    /// What goes wrong in place of an HTTP exchange.
    Fails(Failing),
}

impl Reply {
    pub(super) fn new(content: Content) -> Self {
        Self {
            content,
            gzip: false,
            keep: None,
            delay: Duration::ZERO,
            interval: None,
            endless: None,
            stall: false,
            reset: false,
            unclean_end: false,
        }
    }

    /// A response written as text: head, empty line, body.
    ///
    /// Line ends of the head become CR LF, the body is sent as given. Content-Length is added when the head has
    /// neither it nor Transfer-Encoding and the status allows a body (but not with [`Reply::then_endless`]). The
    /// connection is closed afterwards when the head has `Connection: close`.
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

    /// After the bytes, holds the connection open silently until the peer closes it.
    pub(crate) fn stall(mut self) -> Self {
        self.stall = true;
        self
    }

    /// Sends one byte per interval.
    pub(crate) fn dribble(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// Resets the connection (RST) after the bytes.
    pub(crate) fn reset(mut self) -> Self {
        self.reset = true;
        self
    }

    /// After the bytes, repeats `chunk` until the peer closes, or a limit is reached.
    pub(crate) fn then_endless(mut self, chunk: impl Into<Vec<u8>>) -> Self {
        let chunk = chunk.into();
        assert!(!chunk.is_empty(), "an endless answer needs bytes to repeat");
        self.endless = Some(chunk);
        self
    }

    /// Closes afterwards, and over TLS does so without the `close_notify` alert.
    pub(crate) fn without_close_notify(mut self) -> Self {
        self.unclean_end = true;
        self
    }

    /// The bytes; the body of a text only where the request is to get one.
    pub(super) fn bytes(&self, request: &SeenRequest, with_body: bool) -> Vec<u8> {
        match &self.content {
            Content::Text(text) => text.render(self.gzip, self.endless.is_none(), with_body),
            Content::Raw(bytes) => bytes.clone(),
            Content::Dynamic(answer) => answer(request),
            Content::Fails(..) => Vec::new(),
        }
    }

    /// Whether the connection stays open for the next request.
    pub(super) fn keeps_open(&self) -> bool {
        let keeps = self.keep.unwrap_or_else(|| match &self.content {
            Content::Text(text) => !text.says_close(),
            Content::Raw(_) | Content::Fails(..) => false,
            Content::Dynamic(_) => true,
        });
        keeps && !self.unclean_end && self.endless.is_none() && !self.stall
    }
}
