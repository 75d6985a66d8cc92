//! How a request failed: the phase, the kind, and what the system said.

use crate::evidence::fmt;
use crate::http::time::timestamp::Timestamp;
use crate::text::escape::Text;
/// A request that did not get a whole, readable response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// How far it got.
    pub phase: Phase,
    /// What happened.
    pub kind: FailureKind,
    /// The words of the one who noticed it.
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
    /// What came is not an HTTP response.
    Malformed,
    /// The content does not fit its content coding.
    Decode,
    /// A redirect away from a public host led to a private address, which was not connected to.
    PrivateAddress,
    /// The browser that made the request does not show what came of it.
    Hidden,
    /// The browser did not send the request, because the preflight before it was not allowed.
    Preflight,
    /// Something on the network failed, and the report does not say where.
    Network,
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
            Self::Preflight => "preflight",
            Self::Network => "network",
            Self::ClientLimit => "client-limit",
            Self::Other => "other",
        }
    }
}
