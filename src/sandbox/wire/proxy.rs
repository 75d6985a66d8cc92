//! A proxy on loopback for clients that read the variables of proxies: what is for MET goes to the sandbox, what is for
//! other hosts goes there untouched.
//!
//! `CONNECT` becomes a tunnel, of which not a byte is looked at. A request for a whole `http` URL is passed on to its host;
//! after its response the connection ends, since the next request may be for another one. The proxy is for the command
//! alone: its URL holds a random password. A JVM cannot be given one by an option; for it there is
//! a second port on Linux, which lets in processes of the user who started metstatus, and nothing else.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::hosts::is_met;
use super::peers::owner;
use super::upstream::Upstream;
use crate::http::syntax::message::{MAX_HEAD, RequestHead, split_head};
use crate::http::uri::target::{Scheme, Url};

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

/// What a request asks of a proxy.
#[derive(Debug, PartialEq, Eq)]
enum Route {
    /// A tunnel to a host and port.
    Tunnel(String, u16),
    /// A request to pass on to a host and port: the head to send there, and the one to send to another proxy.
    Forward(String, u16, Vec<u8>, Vec<u8>),
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

/// What a request asks for; `None` when it is for the proxy itself, or not understood.
fn route(request: &RequestHead, head: &[u8]) -> Option<Route> {
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
mod tests {
    use super::*;

    /// A server on loopback that answers each connection with its name and what came.
    fn echo(name: &'static str) -> SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                std::thread::spawn(move || {
                    let mut bytes = vec![0; 4096];
                    let length = stream.read(&mut bytes).unwrap_or(0);
                    let _ = stream.write_all(&[name.as_bytes(), b"|", &bytes[..length]].concat());
                });
            }
        });
        address
    }

    fn proxy() -> Proxy {
        let sandbox = Sandbox { https: echo("https"), http: echo("http") };
        Proxy::start(sandbox, "secret".into(), None).unwrap()
    }

    const AUTHORIZATION: &str = "Proxy-Authorization: Basic bWV0c3RhdHVzOnNlY3JldA==\r\n";

    /// Sends a head, then, after a 200, some bytes; returns all that came.
    fn exchange(proxy: &Proxy, head: &str, then: &str) -> String {
        let mut client = TcpStream::connect(proxy.address).unwrap();
        client.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        client.write_all(head.as_bytes()).unwrap();
        let mut text = String::new();
        let mut bytes = [0; 4096];
        if !then.is_empty() {
            let length = client.read(&mut bytes).unwrap();
            text += std::str::from_utf8(&bytes[..length]).unwrap();
            client.write_all(then.as_bytes()).unwrap();
        }
        client.shutdown(Shutdown::Write).unwrap();
        client.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn without_the_password_nothing_is_reached() {
        let proxy = proxy();
        for given in ["", "Proxy-Authorization: Basic bWV0c3RhdHVzOnNlY3JldB==\r\n", "Proxy-Authorization: x\r\n"] {
            for line in ["CONNECT api.met.no:443", "GET http://api.met.no/", "CONNECT 127.0.0.1:1", "GET /"] {
                let text = exchange(&proxy, &format!("{line} HTTP/1.1\r\n{given}\r\n"), "");
                assert!(text.starts_with("HTTP/1.1 407 "), "{line}: {text}");
                assert!(text.contains("Proxy-Authenticate: Basic"), "{text}");
            }
        }
        assert_eq!(proxy.refused(), 12);
    }

    #[test]
    fn password_may_follow_on_the_same_connection() {
        let proxy = proxy();
        let head = "CONNECT api.met.no:443 HTTP/1.1\r\n\r\n";
        let text = exchange(&proxy, head, &format!("CONNECT api.met.no:443 HTTP/1.1\r\n{AUTHORIZATION}\r\nhello"));
        assert!(text.starts_with("HTTP/1.1 407 ") && text.ends_with("https|hello"), "{text}");
    }

    #[test]
    fn tunnels_to_met_and_its_aliases_end_in_the_sandbox() {
        let proxy = proxy();
        for (target, wanted) in
            [("api.met.no:443", "https"), ("AA01.api.met.no:443", "https"), ("api.met.no:80", "http")]
        {
            let text = exchange(&proxy, &format!("CONNECT {target} HTTP/1.1\r\n{AUTHORIZATION}\r\n"), "hello");
            assert!(
                text.starts_with("HTTP/1.1 200 ") && text.ends_with(&format!("{wanted}|hello")),
                "{target}: {text}"
            );
        }
        assert_eq!(proxy.elsewhere(), 0);
    }

    #[test]
    fn tunnels_to_other_hosts_are_left_alone() {
        let (proxy, other) = (proxy(), echo("other"));
        let text = exchange(&proxy, &format!("CONNECT {other} HTTP/1.1\r\n{AUTHORIZATION}\r\n"), "hello");
        assert!(text.ends_with("other|hello"), "{text}");
        assert_eq!(proxy.elsewhere(), 1);
    }

    #[test]
    fn whole_url_is_forwarded_as_the_path_without_the_password() {
        let proxy = proxy();
        let head = format!(
            "GET http://api.met.no/weatherapi/x?lat=1 HTTP/1.1\r\nHost: api.met.no\r\nuser-AGENT:  x y\r\n{AUTHORIZATION}\
             Proxy-Connection: keep-alive\r\n\r\n"
        );
        let wanted = "http|GET /weatherapi/x?lat=1 HTTP/1.1\r\nHost: api.met.no\r\nuser-AGENT:  x y\r\n\
                      Connection: close\r\n\r\n";
        assert_eq!(exchange(&proxy, &head, ""), wanted);
        let other = echo("other");
        let text = exchange(&proxy, &format!("GET http://{other}?q HTTP/1.1\r\n{AUTHORIZATION}\r\n"), "");
        assert!(text.starts_with("other|GET /?q HTTP/1.1\r\n") && !text.contains("Basic"), "{text}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn own_port_lets_own_processes_in_without_the_password() {
        let mut proxy = proxy();
        proxy.address.set_port(proxy.own_port().unwrap());
        let text = exchange(&proxy, "CONNECT api.met.no:443 HTTP/1.1\r\n\r\n", "hello");
        assert!(text.ends_with("https|hello"), "{text}");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let counts = Arc::new(Counts::default());
        let sandbox = Sandbox { https: proxy.address, http: proxy.address };
        let open = AtomicUsize::new(0);
        let shared = Shared { sandbox, upstream: None, authorization: "x".into(), counts, open };
        let nobody_else = Door::Owner(rustix::process::geteuid().as_raw() + 1);
        serve(listener.accept().unwrap().0, &shared, nobody_else).unwrap();
        let mut text = String::new();
        client.read_to_string(&mut text).unwrap();
        assert!(text.starts_with("HTTP/1.1 403 "), "{text}");
    }

    #[test]
    fn other_hosts_are_asked_through_the_proxy_of_the_environment() {
        let sandbox = Sandbox { https: echo("https"), http: echo("http") };
        let upstream = Upstream::parse(&format!("http://u:p@{}", echo("upstream")));
        let proxy = Proxy::start(sandbox, "secret".into(), upstream).unwrap();
        let text = exchange(&proxy, &format!("CONNECT example.org:443 HTTP/1.1\r\n{AUTHORIZATION}\r\n"), "");
        assert_eq!(
            text,
            "upstream|CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\
             Proxy-Authorization: Basic dTpw\r\n\r\n"
        );
        let text = exchange(&proxy, &format!("GET http://example.org/x HTTP/1.1\r\nA: b\r\n{AUTHORIZATION}\r\n"), "");
        assert_eq!(
            text,
            "upstream|GET http://example.org/x HTTP/1.1\r\nA: b\r\nConnection: close\r\n\
             Proxy-Authorization: Basic dTpw\r\n\r\n"
        );
        let text = exchange(&proxy, &format!("CONNECT api.met.no:443 HTTP/1.1\r\n{AUTHORIZATION}\r\n"), "hello");
        assert!(text.ends_with("https|hello"), "{text}");
    }

    #[test]
    fn garbage_gets_a_400_or_is_dropped() {
        let proxy = proxy();
        for head in ["\r\n\r\n", "x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u{16}\u{3}\u{1}"] {
            let text = exchange(&proxy, head, "");
            assert!(text.is_empty() || text.starts_with("HTTP/1.1 4"), "{head:?}: {text}");
        }
        let long = format!("GET http://api.met.no/{} HTTP/1.1\r\n", "a".repeat(MAX_HEAD + 10));
        assert!(exchange(&proxy, &long, "").starts_with("HTTP/1.1 400 "));
        let asked = ["GET / ", "GET https://api.met.no/ ", "CONNECT api.met.no ", "CONNECT :443 "];
        for line in asked {
            let text = exchange(&proxy, &format!("{line}HTTP/1.1\r\n{AUTHORIZATION}\r\n"), "");
            assert!(text.starts_with("HTTP/1.1 400 "), "{line}: {text}");
        }
    }
}
