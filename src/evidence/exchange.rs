//! One request and what came of it.

use super::shown::Shown;
use super::{Duration, Failure, SocketAddr};
use crate::http::syntax::message::{Fields, ResponseHead};
use crate::http::time::timestamp::Timestamp;
use crate::http::uri::target::Url;
use crate::text::escape::Text;
/// Why an exchange took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The request for the target itself.
    First,
    /// The request for where a redirect pointed.
    Redirect,
    /// The same request again, with a condition.
    Replay(Condition),
    /// The same request again with what is in doubt changed, to find out why it was refused.
    Control(ControlVariant),
    /// The request for the product's changelog.
    Changelog,
}

/// The condition of a replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// If-Modified-Since with the Last-Modified of the answer.
    ModifiedSince,
    /// If-Modified-Since with the Last-Modified of the replay before, because the document changed in between.
    RepeatAfterChange,
    /// If-None-Match with the entity tag of the document.
    EntityTag,
}

/// What a control request changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlVariant {
    /// This program's own User-Agent with the user's contact, in place of the client's.
    Identity,
    /// Coordinates of four decimals.
    Coordinates,
    /// Both at once, where both are in doubt.
    IdentityAndCoordinates,
    /// If-Modified-Since with a date one day before that of the document.
    OlderDate,
}

impl Role {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Redirect => "redirect",
            Self::Replay(_) => "replay",
            Self::Control(_) => "control",
            Self::Changelog => "changelog",
        }
    }
}

/// One request and what came of it.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Why it took place.
    pub role: Role,
    /// Whether this program sent it; a captured one was sent by another client.
    pub live: bool,
    /// Whether it took place for another target of the run, and counts there.
    pub shared: bool,
    /// What was sent; `None` where a capture does not show it.
    pub request: Option<Request>,
    /// What came back, as far as it could be read.
    pub response: Option<Response>,
    /// What went wrong on the way, where something did. A response may stand beside it.
    pub failure: Option<Failure>,
    /// When the request was sent, on the local clock.
    pub sent_at: Timestamp,
    /// When the head of the response was received, on the local clock.
    pub received_at: Timestamp,
    /// How long each part took.
    pub timing: Timing,
    /// The peer.
    pub connection: Connection,
}

impl Exchange {
    /// Puts what came back beside what was sent, and when.
    pub fn new(role: Role, request: Option<Request>, sent_at: Timestamp, reply: Reply) -> Self {
        let until_head = reply.timing.first_byte.map_or(0, |wait| i64::try_from(wait.as_secs()).unwrap_or(i64::MAX));
        let Reply { response, failure, timing, connection } = reply;
        let received_at = sent_at.saturating_add(until_head);
        Self { role, live: true, shared: false, request, response, failure, sent_at, received_at, timing, connection }
    }

    /// Whether it is the answer to the target or to one of its replays, and brought a whole success.
    pub(super) fn is_document(&self) -> bool {
        let role = matches!(self.role, Role::First | Role::Redirect | Role::Replay(_));
        role && self.failure.is_none() && matches!(self.status(), Some(200..=299))
    }

    /// Whether it was asked for with a certain field.
    pub fn asks_with(&self, name: &str) -> bool {
        self.request.as_ref().is_some_and(|request| request.fields.contains(name))
    }

    /// Whether the URL may have had parameters that the source does not show.
    pub fn may_lack_its_query(&self) -> bool {
        self.url().is_some_and(|url| url.query().is_none() && url.path().len() > 1)
    }

    /// The URL that was asked, where it is known.
    pub fn url(&self) -> Option<&Url> {
        self.request.as_ref()?.url.as_ref()
    }

    /// The status code that came back, where one did.
    pub fn status(&self) -> Option<u16> {
        self.response.as_ref().map(|response| response.head.status)
    }

    /// The fields of the response, where there is one.
    pub fn fields(&self) -> Option<&Fields> {
        self.response.as_ref().map(|response| &response.head.fields)
    }
}

/// What came back for a request.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// The response, as far as it could be read.
    pub response: Option<Response>,
    /// What went wrong on the way, where something did.
    pub failure: Option<Failure>,
    /// How long each part took.
    pub timing: Timing,
    /// The peer.
    pub connection: Connection,
}

/// A request as it was sent.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: Text,
    /// The URL, where it is known whole.
    pub url: Option<Url>,
    /// The fields, in order.
    pub fields: Fields,
    /// How much of it is known.
    pub shown: Shown,
}

/// A response as it came.
#[derive(Clone, Debug)]
pub struct Response {
    /// Status line and fields.
    pub head: ResponseHead,
    /// How many interim responses (1xx) came before it.
    pub interim: usize,
    /// The content.
    pub body: Body,
}

/// The content of a response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The content without its content coding, as far as it was read.
    pub bytes: Vec<u8>,
    /// Bytes of content received, still encoded; `None` where a capture does not show.
    pub wire_bytes: Option<u64>,
    /// The limit that ended the reading, where one did.
    pub cut: Option<BodyCut>,
    /// Whether there was content to see at all: a capture may hold the head alone.
    pub captured: bool,
    /// Whether the end of the connection is the end of the content, and TLS was not ended before it.
    pub unclean_end: bool,
    /// How many decoded bytes were here and are not kept any more.
    pub dropped: usize,
    /// The first bytes that came after the end of the content, which belong to no answer.
    pub surplus: Vec<u8>,
    /// How many bytes follow the end of the content within its content coding.
    pub beyond_coding: usize,
    /// The CRC-32 of the decoded content, of a body that an earlier run received.
    pub checksum: Option<u32>,
}

impl Body {
    /// How many decoded bytes were read, also when they are not kept any more.
    pub fn decoded_len(&self) -> usize {
        self.bytes.len() + self.dropped
    }
}

/// The limit at which a body was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyCut {
    /// The limit for content as received, in bytes.
    Wire(u64),
    /// The limit for decoded content, in bytes.
    Decoded(u64),
}

/// How long the parts of an exchange took, each `None` where it did not happen or is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// Finding the address of the host.
    pub resolve: Option<Duration>,
    /// Opening the TCP connection, or the tunnel through a proxy.
    pub connect: Option<Duration>,
    /// The TLS handshake.
    pub tls: Option<Duration>,
    /// From the start of the exchange to the first byte of the response.
    pub first_byte: Option<Duration>,
    /// The whole exchange.
    pub total: Option<Duration>,
}

/// The connection that an exchange used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// The address connected to: the proxy's where there is one.
    pub peer: Option<SocketAddr>,
    /// Whether the connection of an earlier exchange was used again.
    pub reused: bool,
    /// The proxy, without credentials.
    pub proxy: Option<String>,
    /// The option or variable that names the proxy.
    pub proxy_set_by: Option<String>,
    /// When the certificate of the server ends, where that is soon.
    pub certificate_ends: Option<Timestamp>,
    /// What TLS agreed on, where the connection was opened for this exchange.
    pub tls: Option<TlsSession>,
    /// Addresses of the host that did not answer before one did, with the reason.
    pub skipped: Vec<(SocketAddr, String)>,
}

/// What a TLS handshake agreed on, and the certificate that the server showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsSession {
    /// The version, as `TLS 1.3`.
    pub version: String,
    /// The cipher suite by its registered name.
    pub cipher: String,
    /// Who issued the certificate, where it could be read.
    pub issuer: Option<Text>,
    /// The last moment at which the certificate is valid, where it could be read.
    pub valid_until: Option<Timestamp>,
}
