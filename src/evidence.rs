//! What was observed: requests, responses, failures, times. Nothing in here is derived or judged.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use crate::escape::Text;
use crate::http::date::Timestamp;
use crate::http::message::{Fields, ResponseHead};
use crate::http::target::Url;
use crate::tally::Tally;

/// Everything that is known about one target.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The exchanges in the order in which they happened.
    pub exchanges: Vec<Exchange>,
    /// Why no replay was made, where none was.
    pub no_replay: Option<NoReplay>,
    /// Why a redirect was not followed, where one was not.
    pub redirect_stop: Option<RedirectStop>,
    /// Whether nothing was to be sent.
    pub dry_run: bool,
    /// The URL that was not asked, because its host had answered with this status before in the same run.
    pub not_asked: Option<(Url, u16)>,
    /// What an earlier run received, whose validators the first request of this one carried.
    pub stored: Option<Box<Exchange>>,
    /// The run whose verdict stands, where nothing was sent.
    pub remembered: Option<LastRun>,
    /// How often the same was asked, where the input shows more than one time.
    pub tally: Option<Box<Tally>>,
    /// Whether the source shows no fields of answers at all, as the log of a server or a proxy.
    pub status_only: bool,
}

impl Evidence {
    /// The exchange that answers the target: the last one of the first request and its redirects.
    pub fn answer(&self) -> Option<&Exchange> {
        self.exchanges.iter().rfind(|exchange| matches!(exchange.role, Role::First | Role::Redirect))
    }

    /// The last exchange that replayed the document with If-Modified-Since.
    /// A 304 to a condition of the user's own is the replay of something that was not seen.
    pub fn replay(&self) -> Option<&Exchange> {
        let own =
            || self.answer().filter(|answer| answer.status() == Some(304) && answer.asks_with("if-modified-since"));
        self.replayed().map(|(_, replay)| replay).or_else(own)
    }

    /// The last exchange that replayed the document with If-Modified-Since, behind the one whose document it was.
    /// A request that carried the validators of an earlier run replays what that run received.
    pub fn replayed(&self) -> Option<(&Exchange, &Exchange)> {
        if let Some(pair) = self.polled("if-modified-since") {
            return Some(pair);
        }
        // A second attempt that says nothing leaves what the first one showed.
        let telling = |exchange: &Exchange| match exchange.role {
            Role::Replay(Condition::ModifiedSince) => true,
            Role::Replay(Condition::Again) => {
                exchange.failure.is_none() && matches!(exchange.status(), Some(200..=299 | 304))
            }
            _ => false,
        };
        let at = self.exchanges.iter().rposition(telling)?;
        let (before, rest) = self.exchanges.split_at(at);
        Some((before.iter().rfind(|exchange| exchange.is_document())?, rest.first()?))
    }

    /// What an earlier run received, and the answer to the request with its validator.
    fn polled(&self, condition: &str) -> Option<(&Exchange, &Exchange)> {
        let answer = self.answer().filter(|answer| answer.live && answer.asks_with(condition))?;
        Some((self.stored.as_deref()?, answer))
    }

    /// Puts what an earlier run received before a 304 that says that it still holds, which is a replay of it then.
    pub fn settle_poll(&mut self) {
        let Some(stored) = &self.stored else { return };
        let at = self.exchanges.iter().rposition(|exchange| matches!(exchange.role, Role::First | Role::Redirect));
        let Some((at, answer)) = at.and_then(|at| Some((at, self.exchanges.get_mut(at)?))) else { return };
        let condition = if answer.asks_with("if-none-match") { Condition::EntityTag } else { Condition::ModifiedSince };
        if answer.status() != Some(304) || answer.failure.is_some() {
            return;
        }
        let document = Exchange { role: answer.role, ..(**stored).clone() };
        answer.role = Role::Replay(condition);
        self.exchanges.insert(at, document);
        self.no_replay = None;
    }

    /// The exchange that brought the document last: the answer, or a replay in which it had changed.
    pub fn document(&self) -> Option<&Exchange> {
        self.exchanges.iter().rfind(|exchange| exchange.is_document())
    }

    /// The exchange that asked with an entity tag, behind the one whose tag it was.
    pub fn tag_replayed(&self) -> Option<(&Exchange, &Exchange)> {
        if let Some(pair) = self.polled("if-none-match") {
            return Some(pair);
        }
        let at = self.exchanges.iter().rposition(|exchange| exchange.role == Role::Replay(Condition::EntityTag))?;
        let (before, rest) = self.exchanges.split_at(at);
        Some((before.iter().rfind(|exchange| exchange.is_document())?, rest.first()?))
    }

    /// Whether a replay with this condition was sent.
    pub fn has_sent(&self, condition: Condition) -> bool {
        self.exchanges.iter().any(|exchange| exchange.role == Role::Replay(condition))
    }

    /// Whether a control with this change was sent.
    pub fn has_control(&self, change: Change) -> bool {
        self.exchanges.iter().any(|exchange| exchange.role == Role::Control(change))
    }

    /// The control requests.
    pub fn controls(&self) -> impl Iterator<Item = (Change, &Exchange)> {
        self.exchanges.iter().filter_map(|exchange| match exchange.role {
            Role::Control(change) => Some((change, exchange)),
            _ => None,
        })
    }

    /// The exchange that fetched the changelog, or the captured one.
    pub fn changelog(&self) -> Option<&Exchange> {
        self.exchanges.iter().find(|exchange| exchange.role == Role::Changelog)
    }

    /// Forgets the contents of the responses, and keeps their sizes.
    pub fn drop_contents(&mut self) {
        for response in self.exchanges.iter_mut().filter_map(|exchange| exchange.response.as_mut()) {
            response.body.dropped += std::mem::take(&mut response.body.bytes).len();
        }
    }

    /// How long the answer took from the first request to its end, redirects included and the waits between them not;
    /// `None` where that is not known.
    pub fn response_time(&self) -> Option<Duration> {
        self.answer()?;
        self.hops().map(|exchange| exchange.timing.total).sum()
    }

    /// Every hop from the first request to the answer.
    pub fn hops(&self) -> impl Iterator<Item = &Exchange> {
        self.exchanges.iter().filter(|exchange| matches!(exchange.role, Role::First | Role::Redirect))
    }
}

/// An earlier run whose verdict stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastRun {
    /// When it asked.
    pub checked_at: Timestamp,
    /// Until when its verdict stands.
    pub stands_until: Timestamp,
}

/// Why an exchange took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The request for the target itself.
    First,
    /// The request for where a redirect pointed.
    Redirect,
    /// The same request again, with a condition.
    Replay(Condition),
    /// The same request again with one thing changed, to find out why it was refused.
    Control(Change),
    /// The request for the product's changelog.
    Changelog,
}

/// The condition of a replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// If-Modified-Since with the Last-Modified of the answer.
    ModifiedSince,
    /// If-Modified-Since with the Last-Modified of the replay before, because the document changed in between.
    Again,
    /// If-None-Match with the entity tag of the document.
    EntityTag,
}

/// The one thing that a control request changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// This program's own User-Agent with the user's contact, in place of the client's.
    Identity,
    /// Coordinates of four decimals.
    Coordinates,
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

/// Why there was no replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoReplay {
    /// The user asked for none.
    Declined,
    /// The first answer was no success, so that a condition on it means nothing (RFC 9110 §13.2.1).
    NotSuccess,
    /// MET Norway's beta and deprecated versions, answered with 203, have no conditional requests.
    MetNonAuthoritative,
    /// There was no valid Last-Modified to send.
    NoValidator,
    /// The time for the target was used up.
    OutOfTime,
    /// The answer was not received whole.
    Incomplete,
    /// The capture holds no second response.
    NotCaptured,
    /// The answer does not change while it is fresh, and says so.
    Immutable,
    /// The next run's ordinary request carries the condition.
    NextRun,
    /// It would take longer until the answer expires than this program waits.
    TooFarAway(Duration),
    /// The answer says that there are no requests left, or when to ask again.
    ToldToWait,
    /// A signal ended the run before the replay did.
    Interrupted,
}

impl NoReplay {
    /// The name in reports.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::NotSuccess => "not-a-success",
            Self::MetNonAuthoritative => "met-203",
            Self::NoValidator => "no-validator",
            Self::OutOfTime => "out-of-time",
            Self::Incomplete => "incomplete",
            Self::NotCaptured => "not-captured",
            Self::Immutable => "immutable",
            Self::NextRun => "next-run",
            Self::TooFarAway(_) => "too-far-away",
            Self::ToldToWait => "told-to-wait",
            Self::Interrupted => "interrupted",
        }
    }
}

/// Why a redirect was not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedirectStop {
    /// More hops than allowed.
    TooMany(u32),
    /// The URL was asked before.
    Loop(Url),
    /// From https to http.
    Downgrade(Url),
    /// No, several, or an unusable Location.
    Invalid(String),
    /// From a public host to a private address.
    Private(Url),
    /// To MET, which wants to know who asks, and nobody said so.
    NoIdentity(Url),
    /// The time for the target was used up, or would be by the wait that the redirect asks for.
    OutOfTime(Duration),
}

/// One request and what came of it.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Why it took place.
    pub role: Role,
    /// Whether this program sent it; a captured one was sent by somebody else.
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
    fn is_document(&self) -> bool {
        let role = matches!(self.role, Role::First | Role::Redirect | Role::Replay(_));
        role && self.failure.is_none() && matches!(self.status(), Some(200..=299))
    }

    /// Whether it was asked for with a certain field.
    pub fn asks_with(&self, name: &str) -> bool {
        self.request.as_ref().is_some_and(|request| request.fields.contains(name))
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
    /// Bytes of content received, still encoded; `None` where a capture does not tell.
    pub wire_bytes: Option<u64>,
    /// The limit that ended the reading, where one did.
    pub cut: Option<BodyCut>,
    /// Whether there was content to see at all: a capture may hold the head alone.
    pub captured: bool,
    /// Whether the end of the connection is the end of the content, and TLS was not ended before it.
    pub unclean_end: bool,
    /// How many decoded bytes were here and are not kept any more.
    pub dropped: usize,
    /// The first bytes that came behind the end of the content, which belong to no answer.
    pub surplus: Vec<u8>,
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

/// A request that did not get a whole, readable response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// How far it got.
    pub phase: Phase,
    /// What happened.
    pub kind: FailureKind,
    /// The words of whoever noticed it.
    pub detail: Text,
    /// How many bytes of the response had come.
    pub received: u64,
    /// The first bytes that came, where they could not be read as a response.
    pub excerpt: Text,
}

/// The parts of an exchange, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Finding the address of the host.
    Resolve,
    /// Opening the connection.
    Connect,
    /// The TLS handshake.
    Tls,
    /// Sending the request.
    Send,
    /// Waiting for and reading the response's head.
    Head,
    /// Reading the response's content.
    Body,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Resolve => "resolve",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Send => "send",
            Self::Head => "head",
            Self::Body => "body",
        })
    }
}

/// What happened to a request that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The host name has no address.
    NameNotFound,
    /// Nothing listens at the address.
    Refused,
    /// The address cannot be reached.
    Unreachable,
    /// The time limit was reached.
    TimedOut,
    /// The peer closed the connection before the response was whole.
    Closed,
    /// The peer reset the connection.
    Reset,
    /// The certificate's issuer is not trusted.
    TlsUntrusted,
    /// This machine has no list of authorities to trust.
    NoAuthorities,
    /// This process or this machine can open no more files, of which a connection is one.
    NoDescriptor,
    /// The certificate has expired; when, where that is known.
    TlsExpired(Option<Timestamp>),
    /// The certificate is not valid yet; from when on, where that is known.
    TlsNotYetValid(Option<Timestamp>),
    /// The certificate is for other names, listed where they are known.
    TlsWrongHost(Vec<Text>),
    /// The server asked for a certificate of the client, and would not go on without.
    TlsClientCertificate,
    /// Any other failure of the handshake.
    Tls,
    /// The proxy did not open the way.
    Proxy,
    /// What came is no HTTP response.
    Malformed,
    /// The content does not fit its content coding.
    Decode,
    /// A redirect away from a public host led to a private address, which was not connected to.
    PrivateAddress,
    /// The browser that made the request does not show what came of it.
    Hidden,
    /// A limit of this program, not a fault of the server.
    ClientLimit,
    /// Anything else.
    Other,
}

impl FailureKind {
    /// Whether it says something of this machine, and nothing of the target.
    pub fn is_local(&self) -> bool {
        matches!(self, Self::NoAuthorities | Self::NoDescriptor)
    }

    /// The name in reports.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NameNotFound => "name-not-found",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed-out",
            Self::Closed => "closed",
            Self::Reset => "reset",
            Self::TlsUntrusted => "tls-untrusted",
            Self::NoAuthorities => "no-authorities",
            Self::NoDescriptor => "no-descriptor",
            Self::TlsExpired(_) => "tls-expired",
            Self::TlsNotYetValid(_) => "tls-not-yet-valid",
            Self::TlsWrongHost(_) => "tls-wrong-host",
            Self::TlsClientCertificate => "tls-client-certificate",
            Self::Tls => "tls",
            Self::Proxy => "proxy",
            Self::Malformed => "malformed",
            Self::Decode => "decode",
            Self::PrivateAddress => "private-address",
            Self::Hidden => "hidden",
            Self::ClientLimit => "client-limit",
            Self::Other => "other",
        }
    }
}
