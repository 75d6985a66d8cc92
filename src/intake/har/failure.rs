//! What the recorder of an archive says of a request that got no response.

use serde_json::Value;

use crate::evidence::{Failure, FailureKind, Phase};
use crate::intake::lift;
use crate::text::escape::Text;

/// A text at a place of an entry.
pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

/// Why there is no response, as far as the recorder says so.
pub(super) fn failure(entry: &Value) -> Failure {
    let words = ["/response/_error", "/response/_errorMessage", "/_error", "/response/statusText"]
        .iter()
        .find_map(|pointer| text(entry, pointer).filter(|words| !words.is_empty()));
    let Some(words) = words else {
        let status = entry.pointer("/response/status").and_then(Value::as_i64).unwrap_or_default();
        let detail = format!("the recorder shows no response (status {status}) and no reason");
        return of(Phase::Send, FailureKind::Hidden, &detail);
    };
    match of_browser(words) {
        Some((phase, kind)) => of(phase, kind, words),
        // Proxies such as mitmproxy write the words of their library.
        None => match lift::failure::find(words, || true) {
            Some(outcome) => outcome.failure(words),
            None => of(Phase::Send, FailureKind::Hidden, words),
        },
    }
}

fn of(phase: Phase, kind: FailureKind, detail: &str) -> Failure {
    Failure { phase, kind, detail: Text::from(detail), received: 0, excerpt: Text::default() }
}

/// What the name of an error of a browser's network stack means.
/// <https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h>
fn of_browser(words: &str) -> Option<(Phase, FailureKind)> {
    let name = words.trim_start_matches("net::").trim_start_matches("ERR_");
    Some(match name {
        "NAME_NOT_RESOLVED" | "NS_ERROR_UNKNOWN_HOST" => (Phase::Resolve, FailureKind::NameNotFound),
        "NAME_RESOLUTION_FAILED" | "DNS_TIMED_OUT" => (Phase::Resolve, FailureKind::Other),
        "CONNECTION_REFUSED" | "NS_ERROR_CONNECTION_REFUSED" => (Phase::Connect, FailureKind::Refused),
        "ADDRESS_UNREACHABLE"
        | "INTERNET_DISCONNECTED"
        | "NETWORK_CHANGED"
        | "CONNECTION_FAILED"
        | "NS_ERROR_OFFLINE" => (Phase::Connect, FailureKind::Unreachable),
        "CONNECTION_TIMED_OUT" => (Phase::Connect, FailureKind::TimedOut),
        "TIMED_OUT" | "NS_ERROR_NET_TIMEOUT" => (Phase::Head, FailureKind::TimedOut),
        "CONNECTION_RESET" | "NS_ERROR_NET_RESET" => (Phase::Head, FailureKind::Reset),
        "CONNECTION_CLOSED" | "EMPTY_RESPONSE" | "NS_ERROR_NET_INTERRUPT" => (Phase::Head, FailureKind::Closed),
        "CERT_AUTHORITY_INVALID" => (Phase::Tls, FailureKind::TlsUntrusted),
        "CERT_COMMON_NAME_INVALID" => (Phase::Tls, FailureKind::TlsWrongHost(Vec::new())),
        "INVALID_HTTP_RESPONSE" | "INVALID_RESPONSE" | "INVALID_CHUNKED_ENCODING" => {
            (Phase::Head, FailureKind::Malformed)
        }
        _ if name.starts_with("CERT_") || name.starts_with("SSL_") || name.starts_with("BAD_SSL") => {
            (Phase::Tls, FailureKind::Tls)
        }
        _ if name.starts_with("PROXY_") || name.starts_with("TUNNEL_") || name.starts_with("SOCKS_") => {
            (Phase::Connect, FailureKind::Proxy)
        }
        // Chrome's name until 2020 for a certificate that it refused.
        "INSECURE_RESPONSE" => (Phase::Tls, FailureKind::Tls),
        "CERT_DATE_INVALID" => (Phase::Tls, FailureKind::Tls),
        // A page that was left, an extension that blocks, an answer withheld for want of CORS.
        _ if words.starts_with("net::ERR_") || words.starts_with("NS_") => (Phase::Send, FailureKind::Hidden),
        _ => return None,
    })
}
