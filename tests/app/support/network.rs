//! The network of the world of a test: requests reach the scripted servers, and waiting moves the clock.

use std::cell::{Cell, RefCell};
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;
use std::time::Duration;

use super::server::{Script, SeenRequest, servers};
use super::{clock, transfer};
use crate::support::door::evidence::{Connection, Failure, FailureKind, Phase, Reply, Request, Timing};
use crate::support::door::http::uri::address;
use crate::support::door::http::uri::target::Url;
use crate::support::door::net::UreqWeb;
use crate::support::door::text::escape::Text;
use crate::support::door::world::{Family, Limits, NetSettings, Network, Roots, SetupError};

/// The time that every exchange takes beyond what its script says.
pub(crate) const LATENCY: Duration = Duration::from_millis(10);

/// More waits in a row than this, none of which ends a request, are a run that does not end.
const PATIENCE: u32 = 2_000_000;

/// The scripted network. It knows what is under way, and ends what is to end first.
pub(super) struct ScriptedNetwork {
    settings: NetSettings,
    most: usize,
    channels: usize,
    run: usize,
    under_way: RefCell<Vec<UnderWay>>,
    idle_waits: Cell<u32>,
}

struct UnderWay {
    ends: Duration,
    channel: usize,
    reply: Reply,
}

thread_local! {
    static RUNS: Cell<usize> = const { Cell::new(0) };
}

impl ScriptedNetwork {
    /// # Errors
    /// When the network of the program could not use the settings either.
    pub(super) fn new(settings: &NetSettings, most: usize) -> Result<Self, SetupError> {
        let is_plain =
            settings.roots == Roots::Platform && settings.http_proxy.is_none() && settings.https_proxy.is_none();
        if !is_plain {
            UreqWeb::new(settings)?;
        }
        RUNS.set(RUNS.get() + 1);
        Ok(Self {
            settings: settings.clone(),
            most,
            channels: 1,
            run: RUNS.get(),
            under_way: RefCell::default(),
            idle_waits: Cell::new(0),
        })
    }

    fn exchange(&self, channel: usize, request: &Request, limits: Limits) -> (Reply, Duration) {
        let url = request.url.as_ref().expect("a request has a URL");
        let server = match self.find(url) {
            Ok(server) => server,
            Err((phase, kind, words)) => return (failed(phase, kind, words), LATENCY),
        };
        let leads_astray = limits.start.is_some_and(|start| !start.may_lead_to(address::reach(server.address.ip())));
        if leads_astray {
            let words = "the name has a private address";
            return (failed(Phase::Send, FailureKind::PrivateAddress, words), LATENCY);
        }
        let (connection, reused) = self.connection(channel, &server);
        let seen = seen(request, url, connection);
        let scripted = server.take(seen.clone());
        if let Some((phase, kind, words)) = scripted.failure() {
            let took = (scripted.delay + LATENCY).min(limits.time);
            let reply = failed(phase, kind, words);
            let peer = (phase >= Phase::Tls).then_some(server.address);
            self.disconnect(channel, &server);
            return (Reply { connection: Connection { peer, ..Connection::default() }, ..reply }, took);
        }
        let (mut reply, took, keeps) = transfer::transfer(&scripted, &seen, limits, server.scheme == "https");
        if !keeps {
            self.disconnect(channel, &server);
        }
        reply.connection = Connection { peer: Some(server.address), reused, ..Connection::default() };
        if !reused {
            let part = Some(Duration::from_millis(1));
            reply.timing = Timing { resolve: part, connect: part, ..reply.timing };
            reply.timing.tls = part.filter(|_| server.scheme == "https");
        }
        (reply, took)
    }

    /// The server that a URL leads to.
    fn find(&self, url: &Url) -> Result<Rc<Script>, (Phase, FailureKind, &'static str)> {
        let (host, port) = (url.host_without_dot().to_ascii_lowercase(), url.port());
        let given = self.settings.resolve.iter().find(|(name, at, _)| *name == host && *at == port);
        let address = given.map(|(.., address)| *address).or_else(|| Some(SocketAddr::new(url.ip()?, port)));
        let is_loopback = host == "localhost" || host.ends_with(".localhost");
        let address = address.or_else(|| is_loopback.then(|| SocketAddr::from(([127, 0, 0, 1], port))));
        let named = |server: &&Rc<Script>| server.name == Some(host.as_str()) && url.scheme().default_port() == port;
        let wanted = |server: &&Rc<Script>| match address {
            Some(address) => server.address == address,
            None => named(server),
        };
        let found = servers().iter().find(wanted).cloned();
        let address = found.as_ref().map(|server| server.address).or(address);
        let Some(address) = address else {
            return Err((Phase::Resolve, FailureKind::NameNotFound, "Name or service not known"));
        };
        let is_wanted = match self.settings.family {
            Family::Any => true,
            Family::V4 => matches!(address.ip(), IpAddr::V4(_)),
            Family::V6 => matches!(address.ip(), IpAddr::V6(_)),
        };
        if !is_wanted {
            return Err((Phase::Resolve, FailureKind::NameNotFound, "the name has no address of the requested type"));
        }
        found.ok_or((Phase::Connect, FailureKind::Refused, "Connection refused"))
    }

    /// The number of the connection on which a request goes out, and whether it is one of before.
    fn connection(&self, channel: usize, server: &Script) -> (usize, bool) {
        let key = self.run * 1000 + channel;
        let known = server.connected.borrow().iter().find(|(known, _)| *known == key).map(|(_, number)| *number);
        if let Some(number) = known {
            return (number, true);
        }
        let number = server.connect();
        server.connected.borrow_mut().push((key, number));
        (number, false)
    }

    fn disconnect(&self, channel: usize, server: &Script) {
        let key = self.run * 1000 + channel;
        server.connected.borrow_mut().retain(|(known, _)| *known != key);
    }
}

impl Network for ScriptedNetwork {
    fn channels(&self) -> usize {
        self.channels
    }

    fn open_channel(&mut self) -> Option<usize> {
        if self.channels >= self.most {
            return None;
        }
        self.channels += 1;
        Some(self.channels - 1)
    }

    fn send(&self, channel: usize, request: Request, limits: Limits) {
        assert!(channel < self.channels, "no channel {channel}");
        let mut under_way = self.under_way.borrow_mut();
        assert!(under_way.iter().all(|other| other.channel != channel), "two requests on channel {channel}");
        let (reply, took) = self.exchange(channel, &request, limits);
        let timing = Timing { total: Some(took), ..reply.timing };
        under_way.push(UnderWay { ends: clock::elapsed() + took, channel, reply: Reply { timing, ..reply } });
    }

    fn wait(&self, time: Duration) -> Option<(usize, Reply)> {
        let mut under_way = self.under_way.borrow_mut();
        let until = clock::elapsed() + time;
        let soonest = (0..under_way.len()).min_by_key(|at| under_way[*at].ends);
        if let Some(at) = soonest.filter(|at| under_way[*at].ends <= until) {
            let UnderWay { ends, channel, reply } = under_way.remove(at);
            clock::pass(ends.saturating_sub(clock::elapsed()));
            self.idle_waits.set(0);
            return Some((channel, reply));
        }
        self.idle_waits.set(self.idle_waits.get() + 1);
        assert!(self.idle_waits.get() < PATIENCE, "the run waits for ever");
        clock::pass(time);
        None
    }
}

/// A request as the server sees it.
fn seen(request: &Request, url: &Url, connection: usize) -> SeenRequest {
    let method = request.method.to_string();
    let target = url.request_target();
    let line = format!("{method} {target} HTTP/1.1");
    let text = |text: &Text| String::from_utf8_lossy(text.as_bytes()).into_owned();
    let fields: Vec<(String, String)> =
        request.fields.iter().map(|field| (text(&field.name), text(&field.value))).collect();
    let lines: String = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("{line}\r\n{lines}\r\n");
    SeenRequest { line, method, target, fields, head, arrived: clock::elapsed(), connection }
}

fn failed(phase: Phase, kind: FailureKind, words: &str) -> Reply {
    let failure = Failure { phase, kind, detail: Text::from(words), received: 0, excerpt: Text::default() };
    Reply { failure: Some(failure), ..Reply::default() }
}
