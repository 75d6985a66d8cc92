//! Scripted servers of the world of a test. Their replies are given in the order in which requests arrive.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

pub(crate) use super::script::Reply;
pub(crate) use super::text::{gzipped, http_date, wire};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct SeenRequest {
    /// The request line.
    pub(crate) line: String,
    /// The method.
    pub(crate) method: String,
    /// The path with its query.
    pub(crate) target: String,
    /// Names (as spelt) and values of the header fields, in order.
    pub(crate) fields: Vec<(String, String)>,
    /// The whole head, line ends and the empty line included.
    pub(crate) head: String,
    /// When it was sent, by the clock of the world.
    pub(crate) arrived: Duration,
    /// The number of the connection it came on; the first is 1.
    pub(crate) connection: usize,
}

impl SeenRequest {
    /// The value of the first field of that name, in whatever case.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// What a server has still to say, and what it was asked.
pub(super) struct Script {
    pub(super) scheme: &'static str,
    /// The name that leads here without an option, at the port of the scheme.
    pub(super) name: Option<&'static str>,
    pub(super) address: SocketAddr,
    replies: RefCell<VecDeque<Reply>>,
    requests: RefCell<Vec<SeenRequest>>,
    unscripted: RefCell<usize>,
    /// The channels of the run with a connection to here.
    pub(super) connected: RefCell<Vec<(usize, usize)>>,
    connections: RefCell<usize>,
}

impl Script {
    /// The number of a new connection.
    pub(super) fn connect(&self) -> usize {
        *self.connections.borrow_mut() += 1;
        *self.connections.borrow()
    }

    /// Notes a request, and takes the reply that is next.
    pub(super) fn take(&self, request: SeenRequest) -> Reply {
        self.requests.borrow_mut().push(request);
        let reply = self.replies.borrow_mut().pop_front();
        reply.unwrap_or_else(|| {
            *self.unscripted.borrow_mut() += 1;
            Reply::text("HTTP/1.1 500 Not Scripted\n\n").close()
        })
    }
}

thread_local! {
    static SERVERS: RefCell<Vec<Rc<Script>>> = const { RefCell::new(Vec::new()) };
}

/// The servers of this world.
pub(super) fn servers() -> Vec<Rc<Script>> {
    SERVERS.with_borrow(Clone::clone)
}

/// A server that gives scripted replies in the order in which requests arrive.
///
/// Dropping it panics (unless the thread is panicking already) when a reply was never asked for, or when more requests
/// came than there were replies.
pub(crate) struct Server {
    script: Rc<Script>,
    unasked_allowed: bool,
}

impl Server {
    /// A plain HTTP server.
    pub(crate) fn http(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::start("http", None, replies)
    }

    /// A server over TLS, whose certificate fits.
    pub(crate) fn https(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::start("https", None, replies)
    }

    /// What is `https://NAME` without any option.
    pub(crate) fn named(name: &'static str, replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::start("https", Some(name), replies)
    }

    fn start(scheme: &'static str, name: Option<&'static str>, replies: impl IntoIterator<Item = Reply>) -> Self {
        let script = SERVERS.with_borrow_mut(|servers| {
            let port = servers.iter().map(|server| server.address.port()).max().unwrap_or(20_000) + 1;
            let script = Rc::new(Script {
                scheme,
                name,
                address: SocketAddr::from(([127, 0, 0, 1], port)),
                replies: RefCell::new(replies.into_iter().collect()),
                requests: RefCell::default(),
                unscripted: RefCell::default(),
                connected: RefCell::default(),
                connections: RefCell::default(),
            });
            servers.push(Rc::clone(&script));
            script
        });
        Self { script, unasked_allowed: false }
    }

    /// Makes it acceptable that some replies are never asked for.
    pub(crate) fn allow_unasked(mut self) -> Self {
        self.unasked_allowed = true;
        self
    }

    /// Adds replies after those that are left.
    pub(crate) fn then(&self, replies: impl IntoIterator<Item = Reply>) {
        self.script.replies.borrow_mut().extend(replies);
    }

    /// The port that is listened on.
    pub(crate) fn port(&self) -> u16 {
        self.script.address.port()
    }

    /// The URL of `path` at 127.0.0.1.
    pub(crate) fn url(&self, path: &str) -> String {
        self.url_for("127.0.0.1", path)
    }

    /// The URL of `path` at `host` and this server's port; goes with [`Server::resolve`].
    pub(crate) fn url_for(&self, host: &str, path: &str) -> String {
        format!("{}://{host}:{}{path}", self.script.scheme, self.port())
    }

    /// The text of a `--resolve` option that leads `host` here.
    pub(crate) fn resolve(&self, host: &str) -> String {
        format!("{host}:{}:127.0.0.1", self.port())
    }

    /// The requests so far, in order of arrival.
    pub(crate) fn requests(&self) -> Vec<SeenRequest> {
        self.script.requests.borrow().clone()
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        *self.script.connections.borrow()
    }

    /// The times between the requests, in order.
    pub(crate) fn gaps(&self) -> Vec<Duration> {
        self.requests().windows(2).map(|pair| pair[1].arrived - pair[0].arrived).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        SERVERS.with_borrow_mut(|servers| servers.retain(|script| !Rc::ptr_eq(script, &self.script)));
        if std::thread::panicking() {
            return;
        }
        let left = self.script.replies.borrow().len();
        assert!(left == 0 || self.unasked_allowed, "{left} scripted replies were never asked for");
        let lines: Vec<String> = self.script.requests.borrow().iter().map(|request| request.line.clone()).collect();
        let unscripted = *self.script.unscripted.borrow();
        assert!(unscripted == 0, "{unscripted} more requests came than replies were scripted: {lines:#?}");
    }
}
