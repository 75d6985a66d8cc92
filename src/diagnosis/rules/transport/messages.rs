//! What a failure says in addition to its rule.

use crate::diagnosis::rules::wording::as_sentence;
use crate::evidence::{Connection, Exchange, Failure, FailureKind, Phase};
use crate::http::syntax::message::{Fields, MAX_FIELDS, MAX_HEAD};
use crate::text::size::format_size;

/// More than the rule's own words, where the failure says more.
pub(super) fn message(failure: &Failure, answer: &Exchange) -> Option<String> {
    Some(match &failure.kind {
        FailureKind::TlsExpired(Some(at)) => format!("The server's certificate expired on {at}"),
        FailureKind::TlsNotYetValid(Some(at)) => format!("The server's certificate is not valid before {at}"),
        FailureKind::TlsWrongHost(names) if !names.is_empty() => {
            let names: Vec<String> = names.iter().map(|name| name.clipped(60)).collect();
            format!("The server's certificate is for {}", names.join(", "))
        }
        FailureKind::NoAuthorities => {
            "This machine has no list of certificate authorities, so it cannot trust any server".to_owned()
        }
        FailureKind::TimedOut => timed_out(failure, answer),
        FailureKind::NameNotFound if is_resolver_silent(failure) => {
            "This machine's resolver does not respond, so the host name is unknown".to_owned()
        }
        FailureKind::Unreachable => "The address is unreachable from here".to_owned(),
        FailureKind::Reset if failure.received == 0 => "The server reset the connection without a response".to_owned(),
        FailureKind::Closed | FailureKind::Reset if failure.phase == Phase::Head && failure.received > 0 => {
            format!("The response ended within its header, after {} bytes", failure.received)
        }
        FailureKind::ClientLimit
            if failure.detail.as_str().is_some_and(|detail| detail.contains("the limit of metstatus")) =>
        {
            as_sentence(&failure.detail.to_string())
        }
        FailureKind::ClientLimit => match answer.fields().map(Fields::len) {
            Some(count) => format!("The response has {count} header fields; metstatus accepts at most {MAX_FIELDS}"),
            None => format!(
                "The response header exceeds what metstatus accepts, {} and {MAX_FIELDS} fields",
                format_size(MAX_HEAD as u64)
            ),
        },
        FailureKind::TlsClientCertificate => {
            "The server requires a client certificate and ended the handshake without one".to_owned()
        }
        FailureKind::Hidden if says(failure, "BLOCKED_BY_CLIENT") => {
            "A browser extension blocked the request".to_owned()
        }
        FailureKind::Hidden if says(failure, "ABORTED") => {
            "The request was cancelled before a response: the page was left, or a script aborted it".to_owned()
        }
        FailureKind::Tls if says(failure, "INSECURE_RESPONSE") || says(failure, "CERT_") => {
            "The browser refused the server's certificate".to_owned()
        }
        FailureKind::Tls if is_plain_http(failure) => "The port does not speak TLS; it may be plain http".to_owned(),
        FailureKind::Malformed if is_tls(failure) => {
            "The port speaks TLS, but the request was plain http: write https://".to_owned()
        }
        FailureKind::Malformed if is_http2(failure) => {
            "The server speaks only HTTP/2, metstatus only HTTP/1.1".to_owned()
        }
        _ => return None,
    })
}

/// What had not come yet when the time was up.
fn timed_out(failure: &Failure, answer: &Exchange) -> String {
    // A recorder may write a time that is none.
    let total = answer.timing.total.filter(|total| answer.live || total.as_millis() >= 50);
    let waited = total.map(|total| format!(" within {:.1} s", total.as_secs_f64())).unwrap_or_default();
    match failure.phase {
        Phase::Resolve => format!("The host name was not resolved{waited}"),
        Phase::Connect => format!("No connection{waited}"),
        Phase::Tls => format!("The TLS handshake was not completed{waited}"),
        Phase::Send => format!("The request could not be sent{waited}"),
        Phase::Head => format!("No complete response header{waited}"),
        Phase::Body => format!("No complete response body{waited}"),
    }
}

/// What to do, where the failure says more than its rule.
pub(super) fn advice(failure: &Failure) -> Option<Vec<String>> {
    let advice: &[&str] = match failure.kind {
        FailureKind::Tls if is_plain_http(failure) => {
            &["if the port is right, try the URL with http:// instead of https://"]
        }
        FailureKind::Hidden if says(failure, "BLOCKED_BY_CLIENT") => {
            &["allow the host in the extension, or record again without extensions; the server never saw the request"]
        }
        FailureKind::Hidden if says(failure, "ABORTED") => &["record again, and wait until the request has ended"],
        FailureKind::Tls if says(failure, "INSECURE_RESPONSE") || says(failure, "CERT_") => {
            &["open the URL in the browser: it shows what is wrong with the certificate"]
        }
        FailureKind::NoAuthorities => &[
            "install the list (on most systems the package ca-certificates), or name one with SSL_CERT_FILE",
            "or use the list bundled with metstatus: --roots bundled",
        ],
        FailureKind::TlsClientCertificate => {
            &["use a client with a certificate that the server knows; metstatus does not support client certificates"]
        }
        FailureKind::ClientLimit => &["use another client, such as curl: the limit is that of metstatus"],
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

/// The proxy, and what selected it.
pub(super) fn through(connection: &Connection) -> Option<String> {
    let proxy = connection.proxy.as_ref()?;
    let set_by = connection.proxy_set_by.as_ref().map(|name| format!(", set by {name}")).unwrap_or_default();
    Some(format!("through the proxy {proxy}{set_by}"))
}

/// Whether the resolver failed, which says nothing about the name.
fn is_resolver_silent(failure: &Failure) -> bool {
    says(failure, "emporary failure")
}

/// Whether the response to the handshake is not a TLS record at all.
fn is_plain_http(failure: &Failure) -> bool {
    says(failure, "InvalidContentType")
}

/// Whether the bytes are a TLS alert, the response to what is not TLS (RFC 8446 §5.1, §6).
fn is_tls(failure: &Failure) -> bool {
    matches!(failure.excerpt.as_bytes(), [0x15, 3, 0..=4, ..])
}
