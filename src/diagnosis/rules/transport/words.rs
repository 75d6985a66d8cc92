//! What a failure tells beyond the words of its rule.

use crate::evidence::{Connection, Exchange, Failure, FailureKind, Phase};
use crate::http::syntax::message::{Fields, MAX_FIELDS, MAX_HEAD};
use crate::text::size::shown_size;

/// More than the rule's own words, where the failure tells more.
pub(super) fn message(failure: &Failure, answer: &Exchange) -> Option<String> {
    Some(match &failure.kind {
        FailureKind::TlsExpired(Some(at)) => format!("the certificate of the server expired on {at}"),
        FailureKind::TlsNotYetValid(Some(at)) => format!("the certificate of the server is valid only from {at} on"),
        FailureKind::TlsWrongHost(names) if !names.is_empty() => {
            let names: Vec<String> = names.iter().map(|name| name.clipped(60)).collect();
            format!("the certificate of the server is for {}", names.join(", "))
        }
        FailureKind::NoAuthorities => {
            "this machine has no list of certificate authorities, so that no server can be trusted".to_owned()
        }
        FailureKind::TimedOut => {
            // A recorder may write a time that is none.
            let total = answer.timing.total.filter(|total| answer.live || total.as_millis() >= 50);
            let waited = total.map(|total| format!(" within {:.1} s", total.as_secs_f64())).unwrap_or_default();
            match failure.phase {
                Phase::Resolve => format!("the host name was not resolved{waited}"),
                Phase::Connect => format!("no connection was made{waited}"),
                Phase::Tls => format!("the TLS handshake was not completed{waited}"),
                Phase::Send => format!("the request could not be sent{waited}"),
                Phase::Head => format!("no whole head of an answer came{waited}"),
                Phase::Body => format!("the content did not come whole{waited}"),
            }
        }
        FailureKind::NameNotFound if is_resolver_silent(failure) => {
            "the resolver of this machine does not answer, so that the host name is not known".to_owned()
        }
        FailureKind::Unreachable => "the address cannot be reached from here".to_owned(),
        FailureKind::Reset if failure.received == 0 => {
            "the server reset the connection without a byte of an answer".to_owned()
        }
        FailureKind::Closed | FailureKind::Reset if failure.phase == Phase::Head && failure.received > 0 => {
            format!("the answer ended within its head, after {} bytes", failure.received)
        }
        FailureKind::ClientLimit if failure.detail.as_str().is_some_and(|detail| detail.contains("this program")) => {
            failure.detail.to_string()
        }
        FailureKind::ClientLimit => match answer.fields().map(Fields::len) {
            Some(count) => format!("the answer has {count} fields, and this program takes {MAX_FIELDS} at most"),
            None => format!(
                "the head of the answer exceeds what this program takes, {} and {MAX_FIELDS} fields",
                shown_size(MAX_HEAD as u64)
            ),
        },
        FailureKind::TlsClientCertificate => {
            "the server wants a certificate of the client, and ended the handshake without one".to_owned()
        }
        FailureKind::Hidden if says(failure, "BLOCKED_BY_CLIENT") => {
            "an extension of the browser blocked the request".to_owned()
        }
        FailureKind::Hidden if says(failure, "ABORTED") => {
            "the request was given up before a response came: the page was left, or a script cancelled it".to_owned()
        }
        FailureKind::Tls if says(failure, "INSECURE_RESPONSE") || says(failure, "CERT_") => {
            "the browser refused the server's certificate".to_owned()
        }
        FailureKind::Tls if is_plain_http(failure) => {
            "the port does not speak TLS: something else answers there, perhaps plain http".to_owned()
        }
        // What is wrong within the content is told by whoever read it.
        FailureKind::Malformed if failure.phase == Phase::Body && answer.live => failure.detail.to_string(),
        FailureKind::Malformed if is_tls(failure) => {
            "the port speaks TLS, and was asked in plain http: write https://".to_owned()
        }
        FailureKind::Malformed if is_http2(failure) => {
            "the server speaks HTTP/2 only, and this program HTTP/1.1".to_owned()
        }
        _ => return None,
    })
}

/// What to do, where the failure tells more than its rule.
pub(super) fn advice(failure: &Failure) -> Option<Vec<String>> {
    let advice: &[&str] = match failure.kind {
        FailureKind::Tls if is_plain_http(failure) => {
            &["if the port is meant, try the URL with http:// in place of https://"]
        }
        FailureKind::Hidden if says(failure, "BLOCKED_BY_CLIENT") => {
            &["allow the host in the extension, or record again without extensions; the server never saw the request"]
        }
        FailureKind::Hidden if says(failure, "ABORTED") => &["record again, and wait until the request has ended"],
        FailureKind::Tls if says(failure, "INSECURE_RESPONSE") || says(failure, "CERT_") => {
            &["open the URL in the browser: it shows what is wrong with the certificate"]
        }
        FailureKind::NoAuthorities => &[
            "install the list, the package ca-certificates on most systems, or name one with SSL_CERT_FILE",
            "or use the list that is part of this program, with --roots bundled",
        ],
        FailureKind::TlsClientCertificate => {
            &["ask with a client that has a certificate the server knows; this program has none to show"]
        }
        FailureKind::ClientLimit => &["ask with another client, such as curl: the limit is that of this program"],
        _ => return None,
    };
    Some(advice.iter().map(|&advice| advice.to_owned()).collect())
}

/// Whether the words of a failure have a name in them.
fn says(failure: &Failure, name: &str) -> bool {
    failure.detail.as_str().is_some_and(|detail| detail.contains(name))
}

/// Whether the bytes are the SETTINGS frame with which a server of HTTP/2 begins (RFC 9113 §3.4).
fn is_http2(failure: &Failure) -> bool {
    matches!(failure.excerpt.as_bytes(), [0, 0, _, 4, 0, 0, 0, 0, 0, ..])
}

/// The proxy, and who says that it is to be used.
pub(super) fn through(connection: &Connection) -> Option<String> {
    let proxy = connection.proxy.as_ref()?;
    let set_by = connection.proxy_set_by.as_ref().map(|name| format!(", set by {name}")).unwrap_or_default();
    Some(format!("through the proxy {proxy}{set_by}"))
}

/// Whether the failure is that of the resolver, and says nothing about the name.
fn is_resolver_silent(failure: &Failure) -> bool {
    says(failure, "emporary failure")
}

/// Whether the answer to the handshake is no record of TLS at all.
fn is_plain_http(failure: &Failure) -> bool {
    says(failure, "InvalidContentType")
}

/// Whether the bytes are an alert of TLS, which answers what is not TLS (RFC 8446 §5.1, §6).
fn is_tls(failure: &Failure) -> bool {
    matches!(failure.excerpt.as_bytes(), [0x15, 3, 0..=4, ..])
}
