//! The accept loop that the loopback listeners share.

use std::any::Any;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::link::{Link, TIME_LIMIT};

/// Locks, also after a panic in another thread (that panic is reported on its own).
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An accept loop on a loopback port with one thread per connection.
///
/// Dropping it ends every connection, waits for the threads, and panics (unless the thread is panicking already) when
/// one of them panicked.
pub(super) struct Listener {
    address: SocketAddr,
    hub: Arc<Hub>,
    acceptor: Option<JoinHandle<()>>,
}

/// What the threads of a listener share.
#[derive(Default)]
pub(super) struct Hub {
    state: Mutex<HubState>,
    bell: Condvar,
    accepted: AtomicUsize,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Default)]
struct HubState {
    stop: bool,
    streams: Vec<Weak<TcpStream>>,
}

type Handler = Arc<dyn Fn(Link) + Send + Sync>;

impl Listener {
    /// Listens on a free port of 127.0.0.1 and calls `handler` for each connection, in a thread of its own.
    pub(super) fn start(handler: impl Fn(Link) + Send + Sync + 'static) -> Self {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free loopback port");
        let address = socket.local_addr().expect("the address of a bound socket");
        let hub = Arc::new(Hub::default());
        let shared = Arc::clone(&hub);
        let acceptor = thread::spawn(move || shared.accept_all(&socket, &(Arc::new(handler) as Handler)));
        Self { address, hub, acceptor: Some(acceptor) }
    }

    /// The address that is listened on.
    pub(super) fn addr(&self) -> SocketAddr {
        self.address
    }

    /// How many connections were accepted.
    pub(super) fn connections(&self) -> usize {
        self.hub.accepted.load(Ordering::SeqCst)
    }

    /// Stops everything and returns the messages of the threads that panicked; a second call returns nothing.
    pub(super) fn finish(&mut self) -> Vec<String> {
        let Some(acceptor) = self.acceptor.take() else { return Vec::new() };
        self.hub.stop();
        // The accept loop notices the end at the next connection. It fails only if that loop is gone already.
        let _wake = TcpStream::connect_timeout(&self.address, TIME_LIMIT);
        let mut outcomes = vec![acceptor.join()];
        let workers = std::mem::take(&mut *lock(&self.hub.workers));
        outcomes.extend(workers.into_iter().map(JoinHandle::join));
        outcomes.into_iter().filter_map(Result::err).map(|panic| panic_message(&*panic)).collect()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let faults = self.finish();
        complain("loopback listener", &faults);
    }
}

impl Hub {
    fn accept_all(self: &Arc<Self>, socket: &TcpListener, handler: &Handler) {
        loop {
            match socket.accept() {
                Ok((stream, _)) => self.spawn(stream, handler),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) if is_passing(&error) => {}
                Err(error) => panic!("accept failed: {error}"),
            }
            if lock(&self.state).stop {
                // Connections made before the end are still taken, so no request goes unseen.
                socket.set_nonblocking(true).expect("a socket that does not block");
            }
        }
    }

    fn spawn(self: &Arc<Self>, stream: TcpStream, handler: &Handler) {
        let number = self.accepted.fetch_add(1, Ordering::SeqCst) + 1;
        // A peer that reset the connection already has left nothing to serve.
        let Ok(link) = Link::new(stream, number, Arc::clone(self)) else { return };
        let handler = Arc::clone(handler);
        lock(&self.workers).push(thread::spawn(move || handler(link)));
    }

    pub(super) fn register(&self, stream: &Arc<TcpStream>) {
        let mut state = lock(&self.state);
        state.streams.push(Arc::downgrade(stream));
        if state.stop {
            shut(stream);
        }
    }

    /// Whether the listener is being dropped.
    pub(super) fn stopping(&self) -> bool {
        lock(&self.state).stop
    }

    /// Sleeps, at most until the listener is dropped; whether it was.
    pub(super) fn stops_within(&self, duration: Duration) -> bool {
        let waited = self.bell.wait_timeout_while(lock(&self.state), duration, |state| !state.stop);
        waited.unwrap_or_else(PoisonError::into_inner).0.stop
    }

    fn stop(&self) {
        let mut state = lock(&self.state);
        state.stop = true;
        state.streams.iter().filter_map(Weak::upgrade).for_each(|stream| shut(&stream));
        self.bell.notify_all();
    }
}

/// Wakes the one who reads or writes; fails only when the connection is gone already.
fn shut(stream: &TcpStream) {
    let _gone = stream.shutdown(Shutdown::Both);
}

fn is_passing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::ConnectionAborted)
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    format!("a server thread panicked: {}", text.unwrap_or("(no message)"))
}

/// Panics with the faults, or prints them when the thread is panicking already.
pub(super) fn complain(who: &str, faults: &[String]) {
    if faults.is_empty() {
        return;
    }
    let text = format!("{who}: {}", faults.join("; "));
    #[allow(clippy::print_stderr, reason = "a second panic would end the run without a word")]
    if thread::panicking() {
        eprintln!("{text}");
    } else {
        panic!("{text}");
    }
}
