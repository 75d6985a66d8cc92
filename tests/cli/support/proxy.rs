//! An HTTP CONNECT proxy on a loopback port.

#![allow(dead_code, reason = "support code: each test uses the part it needs")]

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::link::{BYTE_LIMIT, Link};
use super::listener::{Listener, lock};
use super::request::{Intake, SeenRequest};

/// A CONNECT proxy that never leaves the loopback interface, whatever host it is asked for.
pub(crate) struct Proxy {
    listener: Listener,
    requests: Arc<Mutex<Vec<SeenRequest>>>,
}

/// What the proxy does when asked for a tunnel.
#[derive(Clone, Copy)]
enum Policy {
    SamePort,
    Fixed(SocketAddr),
    Refuse(u16),
}

impl Proxy {
    /// Tunnels to 127.0.0.1, at the port that is asked for.
    pub(crate) fn tunnel() -> Self {
        Self::start(Policy::SamePort)
    }

    /// Tunnels to this loopback address, whatever host and port are asked for.
    pub(crate) fn tunnel_to(address: SocketAddr) -> Self {
        assert!(address.ip().is_loopback(), "{address} is not a loopback address");
        Self::start(Policy::Fixed(address))
    }

    /// Answers each CONNECT with this status and closes.
    pub(crate) fn refusing(status: u16) -> Self {
        Self::start(Policy::Refuse(status))
    }

    fn start(policy: Policy) -> Self {
        let requests = Arc::default();
        let seen = Arc::clone(&requests);
        Self { listener: Listener::start(move |link| relay(policy, &seen, link)), requests }
    }

    /// The address that is listened on.
    pub(crate) fn addr(&self) -> SocketAddr {
        self.listener.addr()
    }

    /// The port that is listened on.
    pub(crate) fn port(&self) -> u16 {
        self.addr().port()
    }

    /// The proxy's URL, as a `--proxy` option or an environment variable names it.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port())
    }

    /// The requests made to the proxy itself so far, in order of arrival.
    pub(crate) fn requests(&self) -> Vec<SeenRequest> {
        lock(&self.requests).clone()
    }

    /// How many connections were accepted.
    pub(crate) fn connections(&self) -> usize {
        self.listener.connections()
    }
}

fn relay(policy: Policy, seen: &Mutex<Vec<SeenRequest>>, mut link: Link) {
    let mut intake = Intake::default();
    let Some(request) = intake.request(&mut link) else { return };
    lock(seen).push(request.clone());
    match destination(policy, &request) {
        Ok(address) => open_tunnel(link, address, &intake.rest()),
        Err(status) => refuse(link, status),
    }
}

/// Where the tunnel leads, or the status to answer instead.
fn destination(policy: Policy, request: &SeenRequest) -> Result<SocketAddr, u16> {
    match policy {
        _ if request.method != "CONNECT" => Err(405),
        Policy::Refuse(status) => Err(status),
        Policy::Fixed(address) => Ok(address),
        Policy::SamePort => asked_port(&request.target).map(|port| (Ipv4Addr::LOCALHOST, port).into()).ok_or(400),
    }
}

fn asked_port(target: &str) -> Option<u16> {
    target.rsplit_once(':')?.1.parse().ok()
}

fn refuse(mut link: Link, status: u16) {
    let challenge = if status == 407 { "Proxy-Authenticate: Basic realm=\"test\"\r\n" } else { "" };
    let head =
        format!("HTTP/1.1 {status} Refused By Proxy\r\n{challenge}Content-Length: 0\r\nConnection: close\r\n\r\n");
    // A client that is gone cannot be refused anything.
    let _gone = link.write_all(head.as_bytes());
    link.linger();
}

fn open_tunnel(mut link: Link, address: SocketAddr, early: &[u8]) {
    let Ok(mut onward) = link.connect_onward(address) else { return refuse(link, 502) };
    let opened = link.write_all(b"HTTP/1.1 200 Connection Established\r\n\r\n").and_then(|()| onward.write_all(early));
    if opened.is_ok() {
        thread::scope(|scope| {
            scope.spawn(|| carry(onward.stream(), link.stream()));
            carry(link.stream(), onward.stream());
        });
    }
}

/// Carries one direction to its end; an error ends the other direction too.
fn carry(from: &TcpStream, to: &TcpStream) {
    let how = if copy(from, to).is_ok() { Shutdown::Write } else { Shutdown::Both };
    // Either end may be gone already.
    let _gone = to.shutdown(how);
    if how == Shutdown::Both {
        let _gone = from.shutdown(how);
    }
}

fn copy(mut from: &TcpStream, mut to: &TcpStream) -> io::Result<()> {
    let mut buffer = [0; 16384];
    let mut left = BYTE_LIMIT;
    while left > 0 {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        to.write_all(&buffer[..count])?;
        left = left.saturating_sub(count);
    }
    Err(io::ErrorKind::FileTooLarge.into())
}
