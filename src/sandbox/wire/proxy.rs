//! A proxy on loopback for clients that read the variables of proxies: what is for MET goes to the sandbox, what is for
//! other hosts goes there untouched.
//!
//! `CONNECT` becomes a tunnel, of which not a byte is looked at. A request for a whole `http` URL is passed on to its host;
//! after its response the connection ends, since the next request may be for another one. The proxy is for the command
//! alone: its URL holds a random password. A JVM cannot be given one by an option; for it there is
//! a second port on Linux, which lets in processes of the user who started metstatus, and nothing else.

mod route;

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use route::{Route, route};

use super::hosts::is_met;
use super::peers::owner;
use super::upstream::Upstream;
use crate::http::syntax::message::{MAX_HEAD, RequestHead, split_head};

/// Connections at a time; more are closed at once.
const MAX_CONNECTIONS: usize = 600;
/// How long a client may take for the head of its request.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// How long a host may take to accept a connection.
const CONNECT_TIME: Duration = Duration::from_secs(30);
/// Bytes of a stack of a thread that copies.
const STACK: usize = 128 * 1024;
/// The name in the URL; the password is what counts.
const USER: &str = "metstatus";

/// A proxy that serves until the process ends.
pub(super) struct Proxy {
    address: SocketAddr,
    password: String,
    /// The port without a password.
    own: Option<u16>,
    counts: Arc<Counts>,
}

/// What lets a client in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    /// The password.
    Password,
    /// That its process belongs to this user.
    Owner(u32),
}

/// What went through a proxy.
#[derive(Debug, Default)]
struct Counts {
    refused: AtomicU64,
    elsewhere: AtomicU64,
}

/// Where the sandbox listens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sandbox {
    /// For https.
    pub https: SocketAddr,
    /// For http.
    pub http: SocketAddr,
}

/// What a connection needs to know.
struct Shared {
    sandbox: Sandbox,
    /// The proxy for other hosts.
    upstream: Option<Upstream>,
    /// The value of Proxy-Authorization that lets a client in.
    authorization: String,
    counts: Arc<Counts>,
    open: AtomicUsize,
}

impl Proxy {
    /// Starts a proxy on a free port. What is for other hosts goes through `upstream`, where there is one.
    ///
    /// # Errors
    /// When no port can be bound or no thread be started.
    pub(super) fn start(sandbox: Sandbox, password: String, upstream: Option<Upstream>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let counts = Arc::new(Counts::default());
        let authorization = format!("Basic {}", STANDARD.encode(format!("{USER}:{password}")));
        let (own_counts, open) = (Arc::clone(&counts), AtomicUsize::new(0));
        let shared = Shared { sandbox, upstream, authorization, counts: own_counts, open };
        let shared = Arc::new(shared);
        let own = match user() {
            Some(user) => {
                let (listener, shared) = (TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?, Arc::clone(&shared));
                let port = listener.local_addr()?.port();
                thread().spawn(move || accept(&listener, &shared, Door::Owner(user)))?;
                Some(port)
            }
            None => None,
        };
        thread().spawn(move || accept(&listener, &shared, Door::Password))?;
        Ok(Self { address, password, own, counts })
    }

    /// The port that needs no password of processes of this user, where there is one.
    pub(super) fn own_port(&self) -> Option<u16> {
        self.own
    }

    /// The URL, with the password.
    pub(super) fn url(&self) -> String {
        format!("http://{USER}:{}@{}", self.password, self.address)
    }

    /// How many requests came without the password.
    pub(super) fn refused(&self) -> u64 {
        self.counts.refused.load(Ordering::Relaxed)
    }

    /// How many requests were for other hosts.
    pub(super) fn elsewhere(&self) -> u64 {
        self.counts.elsewhere.load(Ordering::Relaxed)
    }
}

/// The number of this user, where the system says to whom a connection belongs.
#[cfg(target_os = "linux")]
fn user() -> Option<u32> {
    Some(rustix::process::geteuid().as_raw())
}

#[cfg(not(target_os = "linux"))]
fn user() -> Option<u32> {
    None
}

fn thread() -> std::thread::Builder {
    std::thread::Builder::new().stack_size(STACK)
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>, door: Door) {
    for client in listener.incoming().flatten() {
        if shared.open.fetch_add(1, Ordering::Relaxed) >= MAX_CONNECTIONS {
            shared.open.fetch_sub(1, Ordering::Relaxed);
            continue;
        }
        let own = Arc::clone(shared);
        let serve = move || {
            // A client that goes away is not an error of anybody's.
            let _ = serve(client, &own, door);
            own.open.fetch_sub(1, Ordering::Relaxed);
        };
        if thread().spawn(serve).is_err() {
            shared.open.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

fn serve(mut client: TcpStream, shared: &Shared, door: Door) -> io::Result<()> {
    let mut bytes = vec![];
    if let Door::Owner(user) = door
        && owner(client.peer_addr()?, client.local_addr()?) != Some(user)
    {
        shared.counts.refused.fetch_add(1, Ordering::Relaxed);
        return refuse(&mut client, "403 Forbidden", "", "this port is for the user who runs the sandbox\n");
    }
    // Clients send the password only after they were asked for it, often on the same connection.
    loop {
        let Some(length) = read_head(&mut client, &mut bytes)? else { return Ok(()) };
        let rest = bytes.split_off(length);
        let head = std::mem::replace(&mut bytes, rest);
        let Some(request) = parse(&head) else {
            return refuse(&mut client, "400 Bad Request", "", "this is the proxy of the metstatus sandbox\n");
        };
        let given = request.fields.get_str("Proxy-Authorization").map(str::trim);
        let is_right = given.is_some_and(|given| same(given.as_bytes(), shared.authorization.as_bytes()));
        if is_right || door != Door::Password {
            return match route(&request, &head) {
                Some(route) => connect(client, route, &bytes, shared),
                None => refuse(&mut client, "400 Bad Request", "", "neither CONNECT nor a whole http URL\n"),
            };
        }
        shared.counts.refused.fetch_add(1, Ordering::Relaxed);
        let has_body = request.fields.contains("Content-Length") || request.fields.contains("Transfer-Encoding");
        let (close, text) = ("Proxy-Authenticate: Basic realm=\"metstatus sandbox\"\r\n", "the password is missing\n");
        refuse(&mut client, "407 Proxy Authentication Required", close, text)?;
        if has_body || given.is_some() {
            return client.shutdown(Shutdown::Both);
        }
    }
}

/// Reads until the head of a request is there, and returns its length; `None` when the client leaves before.
fn read_head(client: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<Option<usize>> {
    let start = Instant::now();
    loop {
        if let Some((_, _, length)) = split_head(bytes) {
            return Ok(Some(length));
        }
        let left = HEAD_TIME.saturating_sub(start.elapsed());
        if bytes.len() > MAX_HEAD || left.is_zero() {
            refuse(client, "400 Bad Request", "", "the head of the request is too long or too slow\n")?;
            return Ok(None);
        }
        client.set_read_timeout(Some(left))?;
        let mut part = [0; 8192];
        match client.read(&mut part)? {
            0 => return Ok(None),
            length => bytes.extend_from_slice(&part[..length]),
        }
    }
}

fn parse(head: &[u8]) -> Option<RequestHead> {
    let (lines, _, _) = split_head(head)?;
    RequestHead::from_lines(&lines)
}

/// Compares without a hint at how many bytes were right.
fn same(given: &[u8], wanted: &[u8]) -> bool {
    let difference = given.iter().zip(wanted).fold(0, |all, (one, other)| all | (one ^ other));
    given.len() == wanted.len() && difference == 0
}

fn refuse(client: &mut TcpStream, status: &str, fields: &str, text: &str) -> io::Result<()> {
    let length = text.len();
    let head = format!("HTTP/1.1 {status}\r\n{fields}Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\n");
    client.write_all((head + text).as_bytes())
}

/// Connects to where a request is for, and copies both ways until both sides are done.
fn connect(mut client: TcpStream, route: Route, early: &[u8], shared: &Shared) -> io::Result<()> {
    let (host, port, head) = match route {
        Route::Tunnel(host, port) => (host, port, None),
        Route::Forward(host, port, own, whole) => (host, port, Some((own, whole))),
    };
    let target = match (is_met(&host), head.is_some()) {
        (true, false) if port != 80 => Some(shared.sandbox.https),
        (true, _) => Some(shared.sandbox.http),
        (false, _) => {
            shared.counts.elsewhere.fetch_add(1, Ordering::Relaxed);
            None
        }
    };
    let upstream = shared.upstream.as_ref().filter(|_| target.is_none());
    let opened = match (target, upstream) {
        (Some(address), _) => TcpStream::connect_timeout(&address, CONNECT_TIME),
        (None, Some(upstream)) => open(&upstream.host, upstream.port),
        (None, None) => open(&host, port),
    };
    let mut server = match opened {
        Ok(server) => server,
        Err(error) => {
            return refuse(&mut client, "502 Bad Gateway", "", &format!("no connection to that host: {error}\n"));
        }
    };
    match (head, upstream) {
        (Some((own, _)), None) => server.write_all(&own)?,
        (Some((_, whole)), Some(upstream)) => {
            let end = whole.len() - 2;
            server.write_all(&[&whole[..end], upstream.field().as_bytes(), b"\r\n"].concat())?;
        }
        (None, None) => client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?,
        (None, Some(upstream)) => {
            // What that proxy says of the tunnel goes to the client.
            let name = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
            let head = format!("CONNECT {name} HTTP/1.1\r\nHost: {name}\r\n{}\r\n", upstream.field());
            server.write_all(head.as_bytes())?;
        }
    }
    server.write_all(early)?;
    client.set_read_timeout(None)?;
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    let up = thread().spawn(move || {
        let _ = io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(Shutdown::Write);
    })?;
    let copied = io::copy(&mut server, &mut client);
    let _ = client.shutdown(Shutdown::Write);
    if copied.is_err() {
        let _ = client.shutdown(Shutdown::Both);
        let _ = server.shutdown(Shutdown::Both);
    }
    let _ = up.join();
    Ok(())
}

/// Connects to the first address of a host that accepts.
fn open(host: &str, port: u16) -> io::Result<TcpStream> {
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, CONNECT_TIME) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

#[cfg(test)]
mod tests;
