//! Requests from bytes, and replies as bytes: HTTP/1.0 and 1.1.

use std::net::IpAddr;

use super::exchange::{Delivery, Reply, Request};
use crate::http::status::registered;
use crate::http::syntax::message::{Fields, MAX_FIELDS, MAX_HEAD};

/// What the bytes of a connection hold.
#[derive(Debug)]
pub(super) enum Parsed {
    /// Not yet a whole head.
    Partial,
    /// A request.
    Request(Box<Incoming>),
    /// Something that is not a request of HTTP/1.1, with the status that says so.
    Refused(u16, &'static str),
}

/// A request, and what its connection has to know of it.
#[derive(Debug)]
pub(super) struct Incoming {
    pub(super) request: Request,
    /// The bytes of its head.
    pub(super) length: usize,
    /// Whether the client wants to send further requests on the connection.
    pub(super) keep_alive: bool,
}

/// Reads the head of a request.
pub(super) fn parse(bytes: &[u8], secure: bool, address: IpAddr) -> Parsed {
    if bytes.starts_with(b"PRI * HTTP/2") {
        return Parsed::Refused(505, "it speaks HTTP/2 without having negotiated it");
    }
    if !secure && bytes.starts_with(&[0x16, 0x03]) {
        return Parsed::Refused(400, "it speaks TLS to the port for plain HTTP");
    }
    let mut lines = [httparse::EMPTY_HEADER; MAX_FIELDS];
    let mut head = httparse::Request::new(&mut lines);
    match head.parse(bytes.get(..bytes.len().min(MAX_HEAD)).unwrap_or_default()) {
        Ok(httparse::Status::Complete(length)) => request(&head, length, secure, address),
        Ok(httparse::Status::Partial) if bytes.len() >= MAX_HEAD => {
            Parsed::Refused(431, "its request header is larger than 64 KiB")
        }
        Ok(httparse::Status::Partial) => Parsed::Partial,
        Err(httparse::Error::TooManyHeaders) => Parsed::Refused(431, "its request has more than 128 headers"),
        Err(httparse::Error::Version) => Parsed::Refused(505, "it does not speak HTTP/1.1"),
        Err(_) => Parsed::Refused(400, "what it sends is not an HTTP request"),
    }
}

fn request(head: &httparse::Request<'_, '_>, length: usize, secure: bool, address: IpAddr) -> Parsed {
    let mut fields = Fields::default();
    for line in head.headers.iter() {
        fields.push(line.name, line.value);
    }
    let target = head.path.unwrap_or_default();
    let absolute = target
        .split_once("://")
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"));
    let (host, target) = match absolute {
        Some((_, rest)) => {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
            (authority.to_owned(), path)
        }
        None => (fields.get_str("Host").unwrap_or_default().to_owned(), target.to_owned()),
    };
    if fields.all("Host").count() != 1 && head.version == Some(1) {
        return Parsed::Refused(400, "its request has no Host header, or several");
    }
    let connection = fields.combined("Connection").map(|value| value.to_string().to_ascii_lowercase());
    let says = |token: &str| connection.as_deref().is_some_and(|value| value.split(',').any(|one| one.trim() == token));
    let length_field = fields.get_str("Content-Length").map(|value| value.trim().to_owned());
    let has_body = fields.contains("Transfer-Encoding") || length_field.is_some_and(|value| value != "0");
    let keep_alive = if head.version == Some(1) { !says("close") } else { says("keep-alive") };
    let method = head.method.unwrap_or_default().to_owned();
    let request = Request { method, target, host: without_port(&host), authority: host, fields, secure, address };
    Parsed::Request(Box::new(Incoming { request, length, keep_alive: keep_alive && !has_body }))
}

/// The host of an authority in lower case, without its port and without the dot of a full name.
fn without_port(authority: &str) -> String {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !host.ends_with(':') => host,
        _ => authority,
    };
    host.trim_end_matches('.').to_ascii_lowercase()
}

/// The bytes of a reply. A HEAD request gets the headers of the body that it does not get.
pub(super) fn write(reply: &Reply, is_head: bool, keep_alive: bool) -> Vec<u8> {
    let phrase = registered(reply.status).map_or("", |status| status.phrase);
    let mut out = format!("HTTP/1.1 {} {phrase}\r\n", reply.status).into_bytes();
    let mut line = |name: &str, value: &str| {
        for part in [name, ": ", value, "\r\n"] {
            out.extend_from_slice(part.as_bytes());
        }
    };
    for (name, value) in &reply.fields {
        line(name, value);
    }
    if !matches!(reply.status, 100..=199 | 204 | 304) {
        line("Content-Length", &reply.body.len().to_string());
    }
    line("Connection", if keep_alive { "keep-alive" } else { "close" });
    out.extend_from_slice(b"\r\n");
    if !is_head && reply.status != 304 {
        let end = match reply.delivery {
            Delivery::Cut(end) => end.min(reply.body.len()),
            _ => reply.body.len(),
        };
        out.extend_from_slice(reply.body.get(..end).unwrap_or_default());
    }
    out
}
