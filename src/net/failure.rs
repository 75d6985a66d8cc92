//! What ureq's errors mean, judged by how far the exchange had got.

use std::io::ErrorKind;

use rustls::{CertificateError, Error as TlsError};
use ureq::Error;

use super::framing::Refused;
use crate::evidence::{Failure, FailureKind, Phase};
use crate::http::time::date::Timestamp;
use crate::text::escape::Text;

/// How much of an unreadable response is quoted, in bytes.
const EXCERPT: usize = 200;

/// The numbers by which every Unix shows that this process (EMFILE) or this machine (ENFILE) can open no more files.
const NO_DESCRIPTOR: [i32; 2] = [24, 23];

/// Makes a failure of an error that came in `phase`, after `received` bytes of response.
pub(super) fn failure(error: &Error, phase: Phase, received: u64, bytes: &[u8]) -> Failure {
    let kind = kind(error, phase, received);
    Failure { phase, kind, detail: Text::from(detail(error)), received, excerpt: excerpt(bytes) }
}

/// The first bytes of a response that could not be read.
pub(super) fn excerpt(bytes: &[u8]) -> Text {
    Text::from(bytes.get(..bytes.len().min(EXCERPT)).unwrap_or_default())
}

fn kind(error: &Error, phase: Phase, received: u64) -> FailureKind {
    match error {
        Error::Timeout(_) => FailureKind::TimedOut,
        Error::HostNotFound => FailureKind::NameNotFound,
        Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => FailureKind::Proxy,
        // Before anything was received it is the request that does not fit.
        Error::Protocol(_) if received == 0 && phase < Phase::Head => FailureKind::Other,
        Error::Protocol(_) | Error::BodyStalled => FailureKind::Malformed,
        Error::LargeResponseHeader(..) => FailureKind::ClientLimit,
        Error::Other(other) if other.is::<PrivateAddress>() => FailureKind::PrivateAddress,
        Error::Other(other) if other.is::<Refused>() => match other.downcast_ref() {
            Some(Refused::Grammar(_)) => FailureKind::Malformed,
            _ => FailureKind::ClientLimit,
        },
        Error::Io(io) => io_kind(io, phase, received),
        Error::Rustls(tls) => tls_kind(tls),
        Error::Tls(_) => FailureKind::Tls,
        _ => FailureKind::Other,
    }
}

fn io_kind(io: &std::io::Error, phase: Phase, received: u64) -> FailureKind {
    if let Some(tls) = io.get_ref().and_then(|inner| inner.downcast_ref::<TlsError>()) {
        return tls_kind(tls);
    }
    if let Some(inner) = io.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        return kind(inner, phase, received);
    }
    if io.raw_os_error().is_some_and(|number| cfg!(unix) && NO_DESCRIPTOR.contains(&number)) {
        return FailureKind::NoDescriptor;
    }
    match (phase, io.kind()) {
        (Phase::Resolve, _) => FailureKind::NameNotFound,
        (_, ErrorKind::TimedOut | ErrorKind::WouldBlock) => FailureKind::TimedOut,
        (Phase::Tls, ErrorKind::NotFound) => FailureKind::NoAuthorities,
        (Phase::Tls, _) => FailureKind::Tls,
        (_, ErrorKind::ConnectionRefused) => FailureKind::Refused,
        (Phase::Connect, _) => FailureKind::Unreachable,
        (_, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::ConnectionAborted) => FailureKind::Reset,
        (_, ErrorKind::UnexpectedEof) => FailureKind::Closed,
        _ => FailureKind::Other,
    }
}

fn tls_kind(error: &TlsError) -> FailureKind {
    let TlsError::InvalidCertificate(certificate) = error else { return FailureKind::Tls };
    let time = |time: &rustls::pki_types::UnixTime| {
        Some(Timestamp::from_unix(i64::try_from(time.as_secs()).unwrap_or(i64::MAX)))
    };
    match certificate {
        CertificateError::Expired => FailureKind::TlsExpired(None),
        CertificateError::ExpiredContext { not_after, .. } => FailureKind::TlsExpired(time(not_after)),
        CertificateError::NotValidYet => FailureKind::TlsNotYetValid(None),
        CertificateError::NotValidYetContext { not_before, .. } => FailureKind::TlsNotYetValid(time(not_before)),
        CertificateError::NotValidForName => FailureKind::TlsWrongHost(Vec::new()),
        CertificateError::NotValidForNameContext { presented, .. } => {
            FailureKind::TlsWrongHost(presented.iter().take(10).map(|name| Text::from(bare_name(name))).collect())
        }
        _ => FailureKind::TlsUntrusted,
    }
}

/// The name in rustls' rendering of a certificate's name, such as `DnsName("api.met.no")`.
fn bare_name(name: &str) -> &str {
    name.split('"').nth(1).unwrap_or(name)
}

/// The error in words, without what ureq puts around it.
pub(super) fn detail(error: &Error) -> String {
    match error {
        Error::Io(io) => io.to_string(),
        Error::Protocol(protocol) => protocol.to_string().trim_start_matches("http parse fail: ").to_owned(),
        Error::Timeout(_) => "timed out".to_owned(),
        Error::ConnectProxyFailed(reason) => reason.clone(),
        Error::BodyStalled => "no progress while reading the body".to_owned(),
        Error::HostNotFound => "the name has no address of the requested type".to_owned(),
        Error::Other(other) => other.to_string(),
        other => other.to_string(),
    }
}

/// A redirect led to a private address that it may not lead to.
#[derive(Debug)]
pub(super) struct PrivateAddress;

impl std::fmt::Display for PrivateAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the name has a private address")
    }
}

impl std::error::Error for PrivateAddress {}
