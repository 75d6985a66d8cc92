//! A scripted HTTP server on a loopback port, plain or TLS, and the accept loop the other listeners share.

#![allow(dead_code, reason = "support code: each test uses the part it needs")]

use std::any::Any;
use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime};

use flate2::Compression;
use flate2::write::GzEncoder;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::tls::Identity;

/// The longest any single wait, stall or endless answer may last.
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The most bytes an endless answer or a tunnel direction may carry.
pub(crate) const BYTE_LIMIT: usize = 64 * 1024 * 1024;

/// The longest request head or body that is read.
const REQUEST_LIMIT: usize = 1024 * 1024;

/// How long a reset waits, so that the peer can read what was sent before it.
const RESET_PAUSE: Duration = Duration::from_millis(50);

/// The date as HTTP writes it (IMF-fixdate).
pub(crate) fn http_date(time: SystemTime) -> String {
    httpdate::fmt_http_date(time)
}

/// The bytes [`Reply::text`] would send for this text; for use in [`Reply::dynamic`].
pub(crate) fn wire(text: impl AsRef<str>) -> Vec<u8> {
    Text::parse(text.as_ref()).render(false, true, true)
}

/// Locks, also after a panic in another thread (that panic is reported on its own).
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

// ---------------------------------------------------------------------------------------------- Server

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

// ---------------------------------------------------------------------------------------------- requests

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct SeenRequest {
    /// The request line, without its line end.
    pub(crate) line: String,
    /// The method.
    pub(crate) method: String,
    /// The request target: a path with its query, or host and port for CONNECT.
    pub(crate) target: String,
    /// Names (as spelt) and values of the header fields, in order.
    pub(crate) fields: Vec<(String, String)>,
    /// The whole head, line ends and the empty line included.
    pub(crate) head: String,
    /// The body, as its Content-Length says.
    pub(crate) body: Vec<u8>,
    /// When the head was complete.
    pub(crate) arrived: Instant,
    /// The number of the connection it came on; the first is 1.
    pub(crate) connection: usize,
}

impl SeenRequest {
    /// The value of the first field of that name, in whatever case.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn parse(head: &[u8], connection: usize) -> Self {
        let head = String::from_utf8_lossy(head).into_owned();
        let mut lines = head.split("\r\n");
        let line = lines.next().unwrap_or_default().to_owned();
        let words: Vec<&str> = line.split(' ').collect();
        let [method, target, _version] = words[..] else { panic!("malformed request line {line:?}") };
        let (method, target) = (method.to_owned(), target.to_owned());
        let fields = lines.take_while(|line| !line.is_empty()).map(parse_field).collect();
        Self { line, method, target, fields, head, body: Vec::new(), arrived: Instant::now(), connection }
    }

    fn body_length(&self) -> usize {
        assert!(self.field("transfer-encoding").is_none(), "a request with Transfer-Encoding is not supported here");
        self.field("content-length").map_or(0, |value| value.parse().expect("a number in Content-Length"))
    }
}

fn parse_field(line: &str) -> (String, String) {
    let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("malformed field line {line:?}"));
    (name.to_owned(), value.trim_matches([' ', '\t']).to_owned())
}

/// Takes requests from a connection, keeping what came after them.
#[derive(Default)]
pub(crate) struct Intake {
    buffer: Vec<u8>,
}

impl Intake {
    /// The next request, or nothing when the peer is done or silent for too long.
    pub(crate) fn request(&mut self, source: &mut impl Source) -> Option<SeenRequest> {
        let head_length = self.fill(source, head_end)?;
        let head: Vec<u8> = self.buffer.drain(..head_length).collect();
        let mut request = SeenRequest::parse(&head, source.link().number());
        let body_length = request.body_length();
        assert!(body_length <= REQUEST_LIMIT, "too long a request body: {body_length} bytes");
        self.fill(source, |bytes| (bytes.len() >= body_length).then_some(body_length))?;
        request.body = self.buffer.drain(..body_length).collect();
        Some(request)
    }

    /// What was read past the last request.
    pub(crate) fn rest(self) -> Vec<u8> {
        self.buffer
    }

    fn fill(&mut self, source: &mut impl Source, found: impl Fn(&[u8]) -> Option<usize>) -> Option<usize> {
        let mut chunk = [0; 4096];
        loop {
            if let Some(length) = found(&self.buffer) {
                return Some(length);
            }
            assert!(self.buffer.len() <= 2 * REQUEST_LIMIT, "too long a request");
            match source.read(&mut chunk) {
                Ok(count @ 1..) => self.buffer.extend_from_slice(&chunk[..count]),
                Ok(0) | Err(_) => return self.ended(source.link()),
            }
            self.check_start();
        }
    }

    /// An end between requests is fine; one within a request is a fault, unless this side is shutting down.
    fn ended(&self, link: &Link) -> Option<usize> {
        let partial = String::from_utf8_lossy(&self.buffer);
        assert!(partial.is_empty() || link.stopping(), "the connection ended within a request: {partial:?}");
        None
    }

    fn check_start(&self) {
        let plausible = self.buffer.first().is_none_or(|byte| byte.is_ascii_graphic() || *byte == b'\r');
        assert!(plausible, "not an HTTP request: {:?}", self.buffer.escape_ascii().to_string());
    }
}

fn head_end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"\r\n\r\n").map(|start| start + 4)
}

// ---------------------------------------------------------------------------------------------- replies

type Answer = Box<dyn Fn(&SeenRequest) -> Vec<u8> + Send>;

/// One scripted reply.
pub(crate) struct Reply {
    content: Content,
    gzip: bool,
    keep: Option<bool>,
    delay: Duration,
    interval: Option<Duration>,
    endless: Option<Vec<u8>>,
    stall: bool,
    reset: bool,
    close_notify: bool,
}

enum Content {
    Text(Text),
    Raw(Vec<u8>),
    Dynamic(Answer),
}

impl Reply {
    fn new(content: Content) -> Self {
        Self {
            content,
            gzip: false,
            keep: None,
            delay: Duration::ZERO,
            interval: None,
            endless: None,
            stall: false,
            reset: false,
            close_notify: true,
        }
    }

    /// A response written as text: head, empty line, body.
    ///
    /// Line ends of the head become CR LF, the body is sent as given. Content-Length is added when the head has
    /// neither it nor Transfer-Encoding and the status allows a body (but not with [`Reply::then_endless`]). A HEAD
    /// request gets no body. The connection is closed afterwards when the head has `Connection: close`.
    pub(crate) fn text(text: impl AsRef<str>) -> Self {
        Self::new(Content::Text(Text::parse(text.as_ref())))
    }

    /// Exactly these bytes, then close.
    pub(crate) fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(Content::Raw(bytes.into()))
    }

    /// Exactly the bytes that `answer` makes of the request; see [`wire`] for writing them as text.
    pub(crate) fn dynamic(answer: impl Fn(&SeenRequest) -> Vec<u8> + Send + 'static) -> Self {
        Self::new(Content::Dynamic(Box::new(answer)))
    }

    /// Closes the connection, once the request has come, without a byte.
    pub(crate) fn close_at_once() -> Self {
        Self::raw([])
    }

    fn unscripted() -> Self {
        Self::text("HTTP/1.1 500 Not Scripted\n\n").close()
    }

    /// Replaces the body of a text reply by these bytes, for one that is not text.
    pub(crate) fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        let Content::Text(text) = &mut self.content else { panic!("only a text reply can be given a body") };
        text.body = body.into();
        self
    }

    /// Compresses the body of a text reply and sets Content-Encoding and Content-Length.
    pub(crate) fn with_gzip(mut self) -> Self {
        assert!(matches!(self.content, Content::Text(_)), "only a text reply can be compressed");
        self.gzip = true;
        self
    }

    /// Leaves the connection open afterwards.
    pub(crate) fn keep_alive(mut self) -> Self {
        self.keep = Some(true);
        self
    }

    /// Closes the connection afterwards; adds no field.
    pub(crate) fn close(mut self) -> Self {
        self.keep = Some(false);
        self
    }

    /// Waits before the first byte.
    pub(crate) fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// After the bytes, holds the connection open silently until the peer closes it, at most [`TIME_LIMIT`].
    pub(crate) fn stall(mut self) -> Self {
        self.stall = true;
        self
    }

    /// Sends one byte per interval, for at most [`TIME_LIMIT`]; the connection is closed when that has passed.
    pub(crate) fn dribble(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// Resets the connection (RST) after the bytes.
    pub(crate) fn reset(mut self) -> Self {
        self.reset = true;
        self
    }

    /// After the bytes, repeats `chunk` until the peer closes or [`BYTE_LIMIT`] or [`TIME_LIMIT`] is reached, then
    /// closes.
    pub(crate) fn then_endless(mut self, chunk: impl Into<Vec<u8>>) -> Self {
        let chunk = chunk.into();
        assert!(!chunk.is_empty(), "an endless answer needs bytes to repeat");
        self.endless = Some(chunk);
        self
    }

    /// Closes afterwards, and over TLS does so without the `close_notify` alert.
    pub(crate) fn without_close_notify(mut self) -> Self {
        self.close_notify = false;
        self
    }

    fn play(&self, request: &SeenRequest, wire: &mut Wire) -> io::Result<Fate> {
        wire.link().pause(self.delay)?;
        let mut pen = Pen { deadline: Instant::now() + TIME_LIMIT, interval: self.interval, wire };
        pen.write(&self.bytes(request))?;
        if let Some(chunk) = &self.endless {
            pen.write_endlessly(chunk)?;
        }
        if self.stall {
            wire.hold();
        }
        Ok(self.fate())
    }

    fn bytes(&self, request: &SeenRequest) -> Vec<u8> {
        match &self.content {
            Content::Text(text) => text.render(self.gzip, self.endless.is_none(), request.method != "HEAD"),
            Content::Raw(bytes) => bytes.clone(),
            Content::Dynamic(answer) => answer(request),
        }
    }

    fn fate(&self) -> Fate {
        let ended = self.stall || self.endless.is_some();
        match (self.reset, self.close_notify) {
            (true, _) => Fate::Reset,
            (false, false) => Fate::Cut,
            (false, true) if !ended && self.keeps_open() => Fate::Open,
            (false, true) => Fate::Close,
        }
    }

    fn keeps_open(&self) -> bool {
        self.keep.unwrap_or_else(|| match &self.content {
            Content::Text(text) => !text.says_close(),
            Content::Raw(_) => false,
            Content::Dynamic(_) => true,
        })
    }
}

/// A response taken apart: status and field lines, and the body.
struct Text {
    lines: Vec<String>,
    body: Vec<u8>,
}

impl Text {
    fn parse(text: &str) -> Self {
        let (head, body) = split_head(text);
        Self { lines: head.lines().map(str::to_owned).collect(), body: body.as_bytes().to_vec() }
    }

    fn render(&self, gzip: bool, sized: bool, with_body: bool) -> Vec<u8> {
        let mut lines = self.lines.clone();
        let body = if gzip { gzipped(&self.body) } else { self.body.clone() };
        if gzip {
            lines.retain(|line| !is_field(line, "content-length") && !is_field(line, "content-encoding"));
            lines.push("Content-Encoding: gzip".to_owned());
        }
        let framed = lines.iter().any(|line| is_field(line, "content-length") || is_field(line, "transfer-encoding"));
        if sized && !framed && self.allows_body() {
            lines.push(format!("Content-Length: {}", body.len()));
        }
        let mut bytes = format!("{}\r\n\r\n", lines.join("\r\n")).into_bytes();
        if with_body {
            bytes.extend(body);
        }
        bytes
    }

    fn allows_body(&self) -> bool {
        let status = self.lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
        !(status.starts_with('1') || matches!(status, "204" | "304"))
    }

    fn says_close(&self) -> bool {
        let mut connection = self.lines.iter().filter(|line| is_field(line, "connection"));
        connection.any(|line| line.to_ascii_lowercase().contains("close"))
    }
}

fn split_head(text: &str) -> (&str, &str) {
    let lf = text.find("\n\n").map(|at| (at, at + 2));
    let crlf = text.find("\n\r\n").map(|at| (at, at + 3));
    let cut = [lf, crlf].into_iter().flatten().min();
    cut.map_or((text, ""), |(head, body)| (&text[..head], &text[body..]))
}

fn is_field(line: &str, name: &str) -> bool {
    line.split_once(':').is_some_and(|(known, _)| known.trim().eq_ignore_ascii_case(name))
}

fn gzipped(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).and_then(|()| encoder.finish()).expect("compression in memory")
}

/// Writes a reply's bytes at its pace, within the time limit.
struct Pen<'a> {
    wire: &'a mut Wire,
    deadline: Instant,
    interval: Option<Duration>,
}

impl Pen<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(interval) = self.interval else { return self.put(bytes) };
        for byte in bytes {
            self.put(std::slice::from_ref(byte))?;
            self.wire.link().pause(interval)?;
        }
        Ok(())
    }

    /// Ends with success at a limit and with an error when the peer is gone.
    fn write_endlessly(&mut self, chunk: &[u8]) -> io::Result<()> {
        let block =
            if self.interval.is_some() { chunk.to_vec() } else { chunk.repeat(16384_usize.div_ceil(chunk.len())) };
        let mut left = BYTE_LIMIT;
        while left > 0 && Instant::now() < self.deadline {
            let part = &block[..block.len().min(left)];
            self.write(part)?;
            left -= part.len();
        }
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.wire.link().stream().set_write_timeout(Some(left))?;
        self.wire.write_all(bytes)?;
        self.wire.flush()
    }
}

// ---------------------------------------------------------------------------------------------- connections

/// What becomes of a connection after a reply.
enum Fate {
    Open,
    Close,
    Cut,
    Reset,
}

/// Something requests can be read from.
pub(crate) trait Source: Read {
    /// The TCP connection beneath.
    fn link(&self) -> &Link;
}

/// A connection on which HTTP is spoken, directly or within TLS.
enum Wire {
    Plain(Link),
    Tls(Box<StreamOwned<ServerConnection, Link>>),
}

impl Wire {
    /// Reads and forgets until the peer closes or the time limit has passed.
    fn hold(&mut self) {
        let deadline = Instant::now() + TIME_LIMIT;
        let mut sink = [0; 4096];
        while self.link().wait_until(deadline) && matches!(self.read(&mut sink), Ok(1..)) {}
    }

    fn end(mut self, fate: Fate) {
        match fate {
            Fate::Open | Fate::Close => self.notify_close(),
            Fate::Cut => {}
            Fate::Reset => self.link().reset_on_close(),
        }
    }

    /// Sends the TLS alert as far as the peer still takes it.
    fn notify_close(&mut self) {
        if let Self::Tls(stream) = self {
            stream.conn.send_close_notify();
            let _gone = stream.flush();
        }
    }
}

impl Source for Wire {
    fn link(&self) -> &Link {
        match self {
            Self::Plain(link) => link,
            Self::Tls(stream) => &stream.sock,
        }
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(link) => link.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(link) => link.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(link) => link.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

/// One TCP connection of a [`Listener`]; closed when dropped.
pub(crate) struct Link {
    stream: Arc<TcpStream>,
    number: usize,
    hub: Arc<Hub>,
}

impl Link {
    fn new(stream: TcpStream, number: usize, hub: Arc<Hub>) -> io::Result<Self> {
        stream.set_nonblocking(false)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TIME_LIMIT))?;
        stream.set_write_timeout(Some(TIME_LIMIT))?;
        let stream = Arc::new(stream);
        hub.register(&stream);
        Ok(Self { stream, number, hub })
    }

    /// Opens a connection to a loopback address that ends with the listener, as this one does.
    pub(crate) fn connect_onward(&self, address: SocketAddr) -> io::Result<Self> {
        assert!(address.ip().is_loopback(), "{address} is not a loopback address");
        let stream = TcpStream::connect_timeout(&address, TIME_LIMIT)?;
        Self::new(stream, self.number, Arc::clone(&self.hub))
    }

    /// The TCP stream.
    pub(crate) fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// The number of the connection; the first is 1.
    pub(crate) fn number(&self) -> usize {
        self.number
    }

    /// Whether the listener is being dropped.
    pub(crate) fn stopping(&self) -> bool {
        lock(&self.hub.state).stop
    }

    /// Sleeps; an error when the listener is dropped meanwhile.
    pub(crate) fn pause(&self, duration: Duration) -> io::Result<()> {
        let state = lock(&self.hub.state);
        let waited = self.hub.bell.wait_timeout_while(state, duration, |state| !state.stop);
        let stopped = waited.unwrap_or_else(PoisonError::into_inner).0.stop;
        // A wait of nothing is no reason to give up: the answer may still reach the peer.
        if stopped && !duration.is_zero() { Err(io::ErrorKind::Interrupted.into()) } else { Ok(()) }
    }

    /// Reads and forgets until the peer closes or the time limit has passed.
    pub(crate) fn hold(&mut self) {
        self.discard_until(Instant::now() + TIME_LIMIT);
    }

    /// Ends this side's half, then reads and forgets for a moment, so that no reset overtakes what was sent.
    pub(crate) fn linger(&mut self) {
        let _gone = self.stream.shutdown(Shutdown::Write);
        self.discard_until(Instant::now() + Duration::from_secs(2));
    }

    fn discard_until(&mut self, deadline: Instant) {
        let mut sink = [0; 4096];
        while self.wait_until(deadline) && matches!(self.read(&mut sink), Ok(1..)) {}
    }

    /// Lets reads last until then; false when that has passed.
    fn wait_until(&self, deadline: Instant) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        !left.is_zero() && self.stream.set_read_timeout(Some(left)).is_ok()
    }

    fn reset_on_close(&self) {
        let _stopped = self.pause(RESET_PAUSE);
        socket2::SockRef::from(&*self.stream).set_linger(Some(Duration::ZERO)).expect("SO_LINGER can be set");
    }
}

impl Source for Link {
    fn link(&self) -> &Link {
        self
    }
}

impl Read for Link {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (&*self.stream).read(buffer)
    }
}

impl Write for Link {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self.stream).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self.stream).flush()
    }
}

// ---------------------------------------------------------------------------------------------- Listener

/// An accept loop on a loopback port with one thread per connection.
///
/// Dropping it ends every connection, waits for the threads, and panics (unless the thread is panicking already) when
/// one of them panicked.
pub(crate) struct Listener {
    address: SocketAddr,
    hub: Arc<Hub>,
    acceptor: Option<JoinHandle<()>>,
}

/// What the threads of a listener share.
#[derive(Default)]
struct Hub {
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
    pub(crate) fn start(handler: impl Fn(Link) + Send + Sync + 'static) -> Self {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free loopback port");
        let address = socket.local_addr().expect("the address of a bound socket");
        let hub = Arc::new(Hub::default());
        let shared = Arc::clone(&hub);
        let acceptor = thread::spawn(move || shared.accept_all(&socket, &(Arc::new(handler) as Handler)));
        Self { address, hub, acceptor: Some(acceptor) }
    }

    /// The address that is listened on.
    pub(crate) fn addr(&self) -> SocketAddr {
        self.address
    }

    /// How many connections were accepted.
    pub(crate) fn connections(&self) -> usize {
        self.hub.accepted.load(Ordering::SeqCst)
    }

    /// Stops everything and returns the messages of the threads that panicked; a second call returns nothing.
    pub(crate) fn finish(&mut self) -> Vec<String> {
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
                // Connections made before the end are still taken, so that no request goes unseen.
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

    fn register(&self, stream: &Arc<TcpStream>) {
        let mut state = lock(&self.state);
        state.streams.push(Arc::downgrade(stream));
        if state.stop {
            shut(stream);
        }
    }

    fn stop(&self) {
        let mut state = lock(&self.state);
        state.stop = true;
        state.streams.iter().filter_map(Weak::upgrade).for_each(|stream| shut(&stream));
        self.bell.notify_all();
    }
}

/// Wakes whoever reads or writes; fails only when the connection is gone already.
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
fn complain(who: &str, faults: &[String]) {
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
