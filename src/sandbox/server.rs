//! The server: one thread that waits for all sockets.
//!
//! A thread for each connection would take more memory than the sandbox may, and a client that opens hundreds of
//! connections is one of the things it is for. The order in which requests arrive is that in which they are judged.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener as StdListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use mio::net::TcpListener;
use mio::{Events, Interest, Poll, Token, Waker};
use rustls::ServerConfig;

use super::authority::Authority;
use super::connection::{Connection, Handler, Trouble};
use super::exchange::{Reply, Request};
use super::settings::Settings;
use super::trial::{Record, Trial};

/// The most connections at a time. One more takes the place of the one that has been idle longest.
const MOST_CONNECTIONS: usize = 512;

/// How often connections that wait for too long are looked for.
const SWEEP: Duration = Duration::from_millis(250);

/// Bytes of the buffer that sockets are read into.
const SCRATCH: usize = 64 * 1024;

const WAKER: Token = Token(0);
/// The first token of a connection; those below are the listeners'.
const FIRST_CONNECTION: usize = 64;

/// Where the server listens: sockets that are bound already, all on loopback addresses.
#[derive(Debug)]
pub(crate) struct Listeners {
    /// For plain HTTP.
    pub http: Vec<StdListener>,
    /// For HTTPS.
    pub https: Vec<StdListener>,
}

impl Listeners {
    /// Binds one address for each; port 0 takes a free one.
    ///
    /// # Errors
    /// When an address is not a loopback address, or cannot be bound.
    pub(crate) fn bind(http: SocketAddr, https: SocketAddr) -> io::Result<Self> {
        Ok(Self { http: vec![bind(http)?], https: vec![bind(https)?] })
    }
}

/// Binds an address of this machine that no other machine reaches.
fn bind(address: SocketAddr) -> io::Result<StdListener> {
    if !address.ip().is_loopback() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is not a loopback address"));
    }
    StdListener::bind(address)
}

/// The server, while it runs.
pub(crate) struct Running {
    http: SocketAddr,
    https: SocketAddr,
    requests: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    waker: Waker,
    thread: JoinHandle<Outcome>,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What arrived, and the judges of it.
    pub record: Record,
    /// What connections that brought no request did, with how many of them.
    pub troubles: Vec<(&'static str, u64)>,
}

/// Starts servers.
pub(crate) struct Server;

impl Server {
    /// Serves on the listeners, in a thread of its own.
    ///
    /// # Errors
    /// When a listener is not on a loopback address, or the operating system refuses.
    pub(crate) fn start(listeners: Listeners, authority: &Authority, settings: Settings) -> io::Result<Running> {
        let poll = Poll::new()?;
        let waker = Waker::new(poll.registry(), WAKER)?;
        let (stop, requests) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let mut loop_ = Loop {
            poll,
            listeners: Vec::new(),
            connections: HashMap::new(),
            next: FIRST_CONNECTION,
            tls: authority.tls(),
            player: Player {
                trial: Trial::new(settings),
                start: Instant::now(),
                start_ms: settings.now_ms,
                troubles: Vec::new(),
                requests: Arc::clone(&requests),
            },
            stop: Arc::clone(&stop),
        };
        let http = loop_.listen(listeners.http, false)?;
        let https = loop_.listen(listeners.https, true)?;
        let thread = std::thread::Builder::new()
            .name("sandbox".to_owned())
            .stack_size(crate::world::STACK)
            .spawn(move || loop_.run())?;
        Ok(Running { http, https, requests, stop, waker, thread })
    }
}

impl Running {
    /// The base of URLs over HTTPS, and over plain HTTP, without a slash at the end.
    pub(crate) fn urls(&self) -> (String, String) {
        (format!("https://{}", self.https), format!("http://{}", self.http))
    }

    /// How many requests have arrived.
    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Stops at once; replies under way are not finished.
    ///
    /// # Errors
    /// When the server had ended by an error of its own.
    pub(crate) fn stop(self) -> io::Result<Outcome> {
        self.stop.store(true, Ordering::Release);
        self.waker.wake()?;
        self.thread.join().map_err(|_| io::Error::other("the sandbox's server has failed"))
    }
}

/// What answers, and what it needs for that.
struct Player {
    trial: Trial,
    start: Instant,
    start_ms: i64,
    troubles: Vec<(&'static str, u64)>,
    requests: Arc<AtomicU64>,
}

impl Handler for Player {
    fn request(&mut self, request: &Request) -> Reply {
        let elapsed = i64::try_from(self.start.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.trial.receive(request, self.start_ms.saturating_add(elapsed))
    }

    fn trouble(&mut self, trouble: Trouble) {
        let text = match trouble {
            Trouble::Untrusted => "the client does not trust the sandbox's certificate authority",
            Trouble::NoProtocol => "the client offers HTTP/2 only, and the sandbox speaks HTTP/1.1",
            Trouble::Handshake => "the client ended the TLS handshake",
            Trouble::NotHttp(text) => text,
            Trouble::TooSlow => "the client did not complete its request header in time",
        };
        match self.troubles.iter_mut().find(|(known, _)| *known == text) {
            Some((_, count)) => *count += 1,
            None => self.troubles.push((text, 1)),
        }
    }
}

/// The sockets, and what is known of each.
struct Loop {
    poll: Poll,
    listeners: Vec<(TcpListener, bool)>,
    connections: HashMap<usize, Connection>,
    next: usize,
    tls: Arc<ServerConfig>,
    player: Player,
    stop: Arc<AtomicBool>,
}

impl Loop {
    /// Takes listeners over, and says the address of the first.
    fn listen(&mut self, listeners: Vec<StdListener>, secure: bool) -> io::Result<SocketAddr> {
        let mut first = None;
        for listener in listeners {
            let address = listener.local_addr()?;
            if !address.ip().is_loopback() {
                return Err(io::Error::new(ErrorKind::InvalidInput, format!("{address} is not a loopback address")));
            }
            first = first.or(Some(address));
            listener.set_nonblocking(true)?;
            let mut listener = TcpListener::from_std(listener);
            let token = Token(1 + self.listeners.len());
            self.poll.registry().register(&mut listener, token, Interest::READABLE)?;
            self.listeners.push((listener, secure));
        }
        first.ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "there is nothing to listen on"))
    }

    fn run(mut self) -> Outcome {
        let mut events = Events::with_capacity(256);
        let mut scratch = vec![0; SCRATCH];
        let mut swept = Instant::now();
        while !self.stop.load(Ordering::Acquire) {
            let wait = (!self.connections.is_empty()).then_some(SWEEP);
            // An interrupted wait is like one without events.
            let _ = self.poll.poll(&mut events, wait);
            let now = Instant::now();
            for event in &events {
                match event.token().0 {
                    0 => {}
                    number if number < FIRST_CONNECTION => self.accept(number - 1, &mut scratch, now),
                    number => self.advance(number, &mut scratch, now),
                }
            }
            if now.duration_since(swept) >= SWEEP {
                swept = now;
                self.sweep(now);
            }
        }
        Outcome { record: self.player.trial.end(), troubles: self.player.troubles }
    }

    /// Accepts what is waiting.
    fn accept(&mut self, listener: usize, scratch: &mut [u8], now: Instant) {
        loop {
            let Some((socket, secure)) = self.listeners.get(listener) else { return };
            let secure = *secure;
            match socket.accept() {
                Ok((stream, from)) => self.open(stream, from, secure, scratch, now),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                // Most likely there are no file descriptors left: an idle connection has one.
                Err(_) if self.drop_idle() => {}
                Err(_) => return,
            }
        }
    }

    fn open(&mut self, stream: mio::net::TcpStream, from: SocketAddr, secure: bool, scratch: &mut [u8], now: Instant) {
        if self.connections.len() >= MOST_CONNECTIONS && !self.drop_idle() {
            return;
        }
        // What is small is to be sent at once; where that cannot be set it is only slower.
        let _ = stream.set_nodelay(true);
        let tls = secure.then_some(&self.tls);
        let Ok(mut connection) = Connection::new(stream, from.ip(), tls, now) else { return };
        let number = self.next;
        self.next += 1;
        let interest = Interest::READABLE | Interest::WRITABLE;
        if self.poll.registry().register(connection.stream(), Token(number), interest).is_ok() {
            self.connections.insert(number, connection);
            self.advance(number, scratch, now);
        }
    }

    fn advance(&mut self, number: usize, scratch: &mut [u8], now: Instant) {
        let Some(connection) = self.connections.get_mut(&number) else { return };
        if !connection.advance(scratch, &mut self.player, now) {
            self.close(number);
        }
    }

    fn close(&mut self, number: usize) {
        if let Some(mut connection) = self.connections.remove(&number) {
            // It is closed anyhow.
            let _ = self.poll.registry().deregister(connection.stream());
        }
    }

    /// Gives up the connection that has been idle longest. Says whether there was one.
    fn drop_idle(&mut self) -> bool {
        let idle = self.connections.iter().filter(|(_, connection)| connection.is_idle());
        let Some(oldest) = idle.min_by_key(|(number, connection)| (connection.deadline(), **number)) else {
            return false;
        };
        let number = *oldest.0;
        self.close(number);
        true
    }

    /// Closes what waits for too long.
    fn sweep(&mut self, now: Instant) {
        let late: Vec<usize> =
            self.connections.iter().filter(|(_, one)| one.deadline() <= now).map(|(number, _)| *number).collect();
        for number in late {
            if let Some(connection) = self.connections.get(&number) {
                connection.time_out(&mut self.player);
            }
            self.close(number);
        }
    }
}
