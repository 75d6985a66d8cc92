//! Where a request to the proxy is to go.

use crate::http::syntax::message::{RequestHead, split_head};
use crate::http::uri::target::{Scheme, Url};

/// What a request asks of a proxy.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// A tunnel to a host and port.
    Tunnel(String, u16),
    /// A request to pass on to a host and port: the head to send there, and the one to send to another proxy.
    Forward(String, u16, Vec<u8>, Vec<u8>),
}

/// What a request asks for; `None` when it is for the proxy itself, or not understood.
pub(super) fn route(request: &RequestHead, head: &[u8]) -> Option<Route> {
    let target = std::str::from_utf8(request.target.as_bytes()).ok()?;
    if request.method.as_bytes() == b"CONNECT" {
        let (host, port) = target.rsplit_once(':')?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        return Some(Route::Tunnel(host.to_owned(), port.parse().ok()?)).filter(|_| !host.is_empty());
    }
    let url = Url::parse(target).ok().filter(|url| url.scheme() == Scheme::Http)?;
    let host = url.host_without_dot();
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let path = path_of(target)?;
    Some(Route::Forward(host, url.port(), forwarded(&path, head)?, forwarded(target, head)?))
}

/// The path and query of a whole URL, as they are written there.
fn path_of(target: &str) -> Option<String> {
    let after_scheme = target.find("://")? + 3;
    let path = target[after_scheme..].find(['/', '?']).map_or("/", |at| &target[after_scheme + at..]);
    Some(if path.starts_with('?') { format!("/{path}") } else { path.to_owned() })
}

/// The head as the next one is to get it: with another target, without what is for this proxy, and as the last of its
/// connection. Everything else keeps its bytes and its order.
fn forwarded(target: &str, head: &[u8]) -> Option<Vec<u8>> {
    let (lines, _, _) = split_head(head)?;
    let (first, fields) = lines.split_first()?;
    let method = first.split(|byte| *byte == b' ').next()?;
    let version = first.rsplit(|byte| *byte == b' ').next()?;
    let mut bytes = [method, b" ", target.as_bytes(), b" ", version, b"\r\n"].concat();
    for line in fields {
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        let is_ours = ["Proxy-Authorization", "Proxy-Connection", "Connection", "Keep-Alive"]
            .iter()
            .any(|ours| name.eq_ignore_ascii_case(ours.as_bytes()));
        if !is_ours && !line.is_empty() {
            bytes.extend_from_slice(line);
            bytes.extend_from_slice(b"\r\n");
        }
    }
    bytes.extend_from_slice(b"Connection: close\r\n\r\n");
    Some(bytes)
}
