//! A scripted HTTP server on a loopback port, plain or TLS.

#![allow(dead_code, reason = "support code: each test uses the part it needs")]

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

pub(crate) use super::request::SeenRequest;
pub(crate) use super::script::Reply;
pub(crate) use super::text::{gzipped, http_date, wire};

use super::link::Link;
use super::listener::{Listener, complain, lock};
use super::request::Intake;
use super::tls::Identity;
use super::wire::{Fate, Wire};

/// A loopback server that gives scripted replies in the order in which requests arrive.
///
/// Dropping it panics (unless the thread is panicking already) when a reply was never asked for, when more requests
/// came than there were replies, or when one of its threads panicked.
pub(crate) struct Server {
    listener: Listener,
    script: Arc<Script>,
    scheme: &'static str,
    unasked_allowed: bool,
}

#[derive(Default)]
struct Script {
    state: Mutex<ScriptState>,
    handshakes: AtomicUsize,
    tls_errors: Mutex<Vec<String>>,
}

#[derive(Default)]
struct ScriptState {
    replies: VecDeque<Reply>,
    requests: Vec<SeenRequest>,
    unscripted: usize,
}

impl Server {
    /// Starts a plain HTTP server.
    pub(crate) fn http(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::start("http", None, replies)
    }

    /// Starts an HTTPS server that shows `tls` to its clients.
    pub(crate) fn https(tls: &Identity, replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::start("https", Some(tls.server_config()), replies)
    }

    fn start(scheme: &'static str, tls: Option<Arc<ServerConfig>>, replies: impl IntoIterator<Item = Reply>) -> Self {
        let script = Arc::new(Script::default());
        lock(&script.state).replies.extend(replies);
        let shared = Arc::clone(&script);
        let listener = Listener::start(move |link| serve(&shared, tls.as_ref(), link));
        Self { listener, script, scheme, unasked_allowed: false }
    }

    /// Makes it acceptable that some replies are never asked for.
    pub(crate) fn allow_unasked(mut self) -> Self {
        self.unasked_allowed = true;
        self
    }

    /// The address that is listened on.
    pub(crate) fn addr(&self) -> SocketAddr {
        self.listener.addr()
    }

    /// The port that is listened on.
    pub(crate) fn port(&self) -> u16 {
        self.addr().port()
    }

    /// The URL of `path` at 127.0.0.1.
    pub(crate) fn url(&self, path: &str) -> String {
        self.url_for("127.0.0.1", path)
    }

    /// The URL of `path` at `host` and this server's port; goes with [`Server::resolve`].
    pub(crate) fn url_for(&self, host: &str, path: &str) -> String {
        format!("{}://{host}:{}{path}", self.scheme, self.port())
    }

    /// The text of a `--resolve` option that leads `host` here.
    pub(crate) fn resolve(&self, host: &str) -> String {
        format!("{host}:{}:127.0.0.1", self.port())
    }

    /// The requests so far, in order of arrival.
    pub(crate) fn requests(&self) -> Vec<SeenRequest> {
        lock(&self.script.state).requests.clone()
    }

    /// How many TCP connections were accepted.
    pub(crate) fn connections(&self) -> usize {
        self.listener.connections()
    }

    /// How many TLS handshakes were completed.
    pub(crate) fn handshakes(&self) -> usize {
        self.script.handshakes.load(Ordering::SeqCst)
    }

    /// Why TLS handshakes failed, as seen from this side.
    pub(crate) fn tls_errors(&self) -> Vec<String> {
        lock(&self.script.tls_errors).clone()
    }

    fn script_faults(&self) -> Vec<String> {
        let state = lock(&self.script.state);
        let mut faults = Vec::new();
        if !state.replies.is_empty() && !self.unasked_allowed {
            faults.push(format!("{} scripted replies were never asked for", state.replies.len()));
        }
        if state.unscripted > 0 {
            let lines: Vec<&str> = state.requests.iter().map(|request| request.line.as_str()).collect();
            faults.push(format!("{} more requests came than replies were scripted: {lines:?}", state.unscripted));
        }
        faults
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut faults = self.listener.finish();
        faults.extend(self.script_faults());
        complain("scripted server", &faults);
    }
}

impl Script {
    /// Records a request and takes the reply that is next; none when the script has ended.
    fn take(&self, request: &SeenRequest) -> Option<Reply> {
        let mut state = lock(&self.state);
        state.requests.push(request.clone());
        let reply = state.replies.pop_front();
        if reply.is_none() {
            state.unscripted += 1;
        }
        reply
    }

    fn handshake(&self, config: &Arc<ServerConfig>, mut link: Link) -> Option<Wire> {
        let mut session = ServerConnection::new(Arc::clone(config)).expect("a usable TLS configuration");
        while session.is_handshaking() {
            if let Err(error) = session.complete_io(&mut link) {
                lock(&self.tls_errors).push(error.to_string());
                link.linger();
                return None;
            }
        }
        self.handshakes.fetch_add(1, Ordering::SeqCst);
        Some(Wire::Tls(Box::new(StreamOwned::new(session, link))))
    }
}

fn serve(script: &Script, tls: Option<&Arc<ServerConfig>>, link: Link) {
    let wire = match tls {
        None => Some(Wire::Plain(link)),
        Some(config) => script.handshake(config, link),
    };
    let Some(mut wire) = wire else { return };
    let fate = converse(script, &mut wire);
    wire.end(fate);
}

fn converse(script: &Script, wire: &mut Wire) -> Fate {
    let mut intake = Intake::default();
    while let Some(request) = intake.request(wire) {
        let reply = script.take(&request).unwrap_or_else(Reply::unscripted);
        match reply.play(&request, wire) {
            Ok(Fate::Open) => {}
            Ok(fate) => return fate,
            Err(_) => return Fate::Close,
        }
    }
    Fate::Close
}
