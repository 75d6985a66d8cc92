//! What ureq's errors mean, judged by how far the exchange had got.

use std::io::ErrorKind;

use rustls::{CertificateError, Error as TlsError};
use ureq::Error;

use super::wire::PrivateAddress;
use crate::escape::Text;
use crate::evidence::{Failure, FailureKind, Phase};
use crate::http::date::Timestamp;

/// How much of an unreadable response is quoted, in bytes.
const EXCERPT: usize = 200;

/// Makes a failure of an error that came in `phase`, after `received` bytes of response.
pub(super) fn failure(error: &Error, phase: Phase, received: u64, bytes: &[u8]) -> Failure {
    let kind = kind(error, phase);
    let excerpt = bytes.get(..bytes.len().min(EXCERPT)).unwrap_or_default();
    Failure { phase, kind, detail: Text::from(detail(error)), received, excerpt: Text::from(excerpt) }
}

fn kind(error: &Error, phase: Phase) -> FailureKind {
    match error {
        Error::Timeout(_) => FailureKind::TimedOut,
        Error::HostNotFound => FailureKind::NameNotFound,
        Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => FailureKind::Proxy,
        // A hard limit of the parser, 128 fields, which is no fault of the server.
        Error::Protocol(protocol) if format!("{protocol:?}") == "HttpParseTooManyHeaders" => FailureKind::ClientLimit,
        Error::Protocol(_) | Error::BodyStalled => FailureKind::Malformed,
        Error::LargeResponseHeader(..) => FailureKind::ClientLimit,
        Error::Other(other) if other.is::<PrivateAddress>() => FailureKind::PrivateAddress,
        Error::Io(io) => io_kind(io, phase),
        Error::Rustls(tls) => tls_kind(tls),
        Error::Tls(_) => FailureKind::Tls,
        _ => FailureKind::Other,
    }
}

fn io_kind(io: &std::io::Error, phase: Phase) -> FailureKind {
    if let Some(tls) = io.get_ref().and_then(|inner| inner.downcast_ref::<TlsError>()) {
        return tls_kind(tls);
    }
    if let Some(inner) = io.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        return kind(inner, phase);
    }
    match (phase, io.kind()) {
        (Phase::Resolve, _) => FailureKind::NameNotFound,
        (_, ErrorKind::TimedOut | ErrorKind::WouldBlock) => FailureKind::TimedOut,
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
            FailureKind::TlsWrongHost(presented.iter().take(10).map(|name| Text::from(name.as_str())).collect())
        }
        _ => FailureKind::TlsUntrusted,
    }
}

/// The error in words, without what ureq puts around it.
pub(super) fn detail(error: &Error) -> String {
    match error {
        Error::Io(io) => io.to_string(),
        Error::Protocol(protocol) => protocol.to_string(),
        Error::ConnectProxyFailed(reason) => reason.clone(),
        Error::BodyStalled => "the body makes no progress".to_owned(),
        Error::HostNotFound => "the name has no address of the wanted kind".to_owned(),
        other => other.to_string(),
    }
}
