//! The requests of an access log, put together by what can be said of them.
//!
//! Of thousands of lines the report tells each kind once, with a count: product and version, status, method, client,
//! and what is wrong with the URL. A kind is represented by its first line.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

use super::accesslog::{self, Line};
use super::{Captured, IntakeError, Piece, Reading, group, transcript};
use crate::diagnosis::lints;
use crate::evidence::tally::{Peak, Repeated, SOON_S, Tally};
use crate::evidence::{Body, Evidence, Exchange, Failure, FailureKind, Phase, Request, Response, Role};
use crate::http::syntax::message::{Fields, ResponseHead, Version};
use crate::http::time::date::Timestamp;
use crate::http::uri::target::{Scheme, Url};
use crate::met::asked::Asked;
use crate::met::hosts::Service;
use crate::met::{identity, products};
use crate::text::escape::{Text, clip};

/// The most kinds that a report tells of. What a log holds is up to whoever sends requests.
pub const MAX_KINDS: usize = 200;

/// The most kinds that are told apart while reading.
const MAX_COUNTED: usize = 5_000;

/// The most clients, URLs and seconds that are kept apart. Those that come later count for their kinds alone.
const MAX_APART: usize = 50_000;

/// Reads a log.
///
/// # Errors
/// When no line shows a request to a host that is known.
pub(super) fn read(input: &[u8]) -> Result<Reading, IntakeError> {
    let text = transcript::as_utf8(input);
    let mut log = Log::default();
    for (number, line) in text.split(|&b| b == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !line.trim_ascii().is_empty() {
            log.add(number + 1, line);
        }
    }
    log.finish()
}

#[derive(Default)]
struct Log<'a> {
    lines: usize,
    kinds: Vec<Kind>,
    by_key: HashMap<String, usize>,
    /// What can be said of each client.
    clients: HashMap<u64, String>,
    /// How each client asked for each URL of MET.
    asked: HashMap<u64, Asking<'a>>,
    /// How many requests each client made to MET in each second.
    seconds: HashMap<(u64, i64), (usize, usize)>,
    unread: usize,
    first_unread: Option<(usize, String)>,
    tunnels: usize,
    unnamed: usize,
    uncounted: usize,
}

/// Requests of which the same can be said.
struct Kind {
    line: usize,
    exchange: Exchange,
    tally: Tally,
    urls: HashSet<u64>,
}

/// One client's requests for one URL.
struct Asking<'a> {
    kind: usize,
    line: &'a [u8],
    requests: usize,
    soon: usize,
    /// When the last good answer came.
    answered_at: Option<Timestamp>,
}

/// Where a line leads.
enum Way {
    To(Url),
    Tunnel,
    Unnamed,
    Unreadable,
}

impl<'a> Log<'a> {
    fn add(&mut self, number: usize, raw: &'a [u8]) {
        self.lines += 1;
        let Some(line) = accesslog::parse(raw) else { return self.pass_over(number, raw) };
        let url = match way(&line) {
            Way::To(url) => url,
            Way::Tunnel => return self.tunnels += 1,
            Way::Unnamed => return self.unnamed += 1,
            Way::Unreadable => return self.pass_over(number, raw),
        };
        let wire = hashed(&url.wire());
        let is_met = Service::of(&url) == Service::Met;
        let at = line.at;
        let good = matches!(line.status, 200 | 203 | 304);
        let client = hashed(&line.user_agent);
        let exchange = exchange(line, url);
        let key = self.key(&exchange);
        let known = self.by_key.get(&key).copied();
        let kind = known.unwrap_or(self.kinds.len());
        if known.is_none() {
            if self.kinds.len() == MAX_COUNTED {
                return self.uncounted += 1;
            }
            self.kinds.push(Kind { line: number, exchange, tally: Tally::of(at), urls: HashSet::new() });
            self.by_key.insert(key, kind);
        }
        if let Some(found) = self.kinds.get_mut(kind) {
            found.urls.insert(wire);
            if known.is_some() {
                found.tally.count(at);
            }
        }
        if is_met {
            self.time(hashed(&(client, wire)), client, kind, raw, at, good);
        }
    }

    /// Everything on which what can be said of a request depends.
    fn key(&mut self, exchange: &Exchange) -> String {
        let Some((request, url)) = exchange.request.as_ref().zip(exchange.url()) else { return String::new() };
        let asked = Asked::of(url).filter(|_| Service::of(url) == Service::Met);
        let product = asked.map(|asked| format!("{}/{}", asked.product, asked.version)).unwrap_or_default();
        let lints: Vec<&str> = lints::lint(url).iter().map(|lint| lint.rule.id).collect();
        let status = exchange.status().unwrap_or_default();
        let fields = hashed(&(request.fields.get("user-agent"), request.fields.get("referer")));
        let client = match self.clients.get(&fields) {
            Some(client) => client.clone(),
            None => {
                let client = client_of(request);
                if self.clients.len() < MAX_APART {
                    self.clients.insert(fields, client.clone());
                }
                client
            }
        };
        format!("{} {} {product} {status} {client} {}", request.method, url.origin(), lints.join(" "))
    }

    fn pass_over(&mut self, number: usize, raw: &[u8]) {
        self.unread += 1;
        self.first_unread.get_or_insert_with(|| {
            let start = Text::from(raw.get(..raw.len().min(200)).unwrap_or_default());
            (number, start.clipped(60))
        });
    }

    /// Notes when a URL was asked, and how many requests the second holds.
    fn time(&mut self, url: u64, client: u64, kind: usize, line: &'a [u8], at: Timestamp, good: bool) {
        let new = || Asking { kind, line, requests: 0, soon: 0, answered_at: None };
        if self.asked.len() < MAX_APART || self.asked.contains_key(&url) {
            let asking = self.asked.entry(url).or_insert_with(new);
            asking.requests += 1;
            if asking.answered_at.is_some_and(|before| (0..SOON_S).contains(&at.seconds_since(before))) {
                asking.soon += 1;
            }
            if good {
                asking.answered_at = Some(at);
            }
        }
        let second = (client, at.unix());
        if self.seconds.len() < MAX_APART || self.seconds.contains_key(&second) {
            self.seconds.entry(second).or_insert((0, kind)).0 += 1;
        }
    }

    fn finish(mut self) -> Result<Reading, IntakeError> {
        self.set_repeated();
        self.set_peaks();
        let hidden = self.keep_weightiest();
        let notes = self.notes(hidden);
        if self.kinds.is_empty() {
            let why = if notes.is_empty() { "it is empty".to_owned() } else { notes.join("; ") };
            let help = "a path without a host is known to be MET's only if it starts with /weatherapi/; log complete \
                        URLs for other hosts";
            return Err(IntakeError::at_line(
                1,
                format!("the log contains no request that can be checked: {why} ({help})"),
            ));
        }
        Ok(Reading { captured: self.kinds.into_iter().map(captured).collect(), notes })
    }

    fn set_repeated(&mut self) {
        for asking in self.asked.values().filter(|asking| asking.soon > 0) {
            let Some(kind) = self.kinds.get_mut(asking.kind) else { continue };
            let most = kind.tally.repeated.as_ref().map(|repeated| (repeated.soon, repeated.requests));
            // Of equals the one that stands first in the alphabet, so that two runs say the same.
            let url = accesslog::parse(asking.line).map(|line| line.target).unwrap_or_default();
            let first = kind.tally.repeated.as_ref().is_none_or(|repeated| url < repeated.url);
            if most.is_none_or(|most| (asking.soon, asking.requests) > most)
                || (most == Some((asking.soon, asking.requests)) && first)
            {
                kind.tally.repeated = Some(Repeated { url, requests: asking.requests, soon: asking.soon });
            }
        }
    }

    fn set_peaks(&mut self) {
        for (&(_, second), &(requests, kind)) in &self.seconds {
            let Some(kind) = self.kinds.get_mut(kind) else { continue };
            let at = Timestamp::from_unix(second);
            // Of equals the first, so that two runs say the same.
            let most = kind.tally.peak.as_ref().map(|peak| (peak.requests, std::cmp::Reverse(peak.at)));
            if most < Some((requests, std::cmp::Reverse(at))) {
                kind.tally.peak = Some(Peak { at, requests });
            }
        }
    }

    /// Leaves the kinds that weigh most, refusals before others, and tells how many lines the others have.
    fn keep_weightiest(&mut self) -> (usize, usize) {
        for kind in &mut self.kinds {
            kind.tally.urls = kind.urls.len();
        }
        self.kinds.sort_by_key(|kind| {
            let good = kind.exchange.status().is_some_and(|status| status < 400);
            (good, std::cmp::Reverse(kind.tally.requests), kind.line)
        });
        let left = self.kinds.split_off(self.kinds.len().min(MAX_KINDS));
        self.kinds.sort_by_key(|kind| kind.line);
        (left.len(), left.iter().map(|kind| kind.tally.requests).sum())
    }

    fn notes(&self, (kinds, lines): (usize, usize)) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some((number, text)) = &self.first_unread {
            let first = format!("the first is line {number}: {text}");
            notes.push(format!("{} of {} lines could not be read; {first}", self.unread, self.lines));
        }
        if self.tunnels > 0 {
            notes.push(format!("{} lines are tunnels (CONNECT), which do not show the request", self.tunnels));
        }
        if self.unnamed > 0 {
            notes.push(format!("{} lines are requests to a host that the log does not name", self.unnamed));
        }
        if kinds > 0 {
            let told = format!("{kinds} more kinds of requests, {} lines,", lines + self.uncounted);
            notes.push(format!("{told} are not shown; the {MAX_KINDS} most important ones are"));
        }
        notes
    }
}

fn captured(kind: Kind) -> Captured {
    let at = kind.tally.last_at;
    let mut evidence = Evidence {
        exchanges: vec![kind.exchange],
        tally: Some(Box::new(kind.tally)),
        status_only: true,
        ..Evidence::default()
    };
    group::complete(&mut evidence);
    // A log shows no Location, which says nothing about the answer.
    evidence.redirect_stop = None;
    Captured { place: format!("line {}", kind.line), at: Some(at), evidence }
}

fn hashed(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The URL that was asked.
fn way(line: &Line) -> Way {
    if line.method.eq_ignore_case("connect") {
        return Way::Tunnel;
    }
    let Some(target) = line.target.as_str() else { return Way::Unreadable };
    if target.contains("://") && !target.starts_with('/') {
        return match Url::parse(target) {
            Ok(url) => Way::To(as_sent(url, line.status)),
            Err(_) => Way::Unreadable,
        };
    }
    if !target.starts_with('/') {
        return Way::Unreadable;
    }
    let product = target.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default();
    let url = if target.starts_with("/weatherapi/") {
        format!("https://api.met.no{target}")
    } else if products::versions(product).next().is_some() {
        format!("https://api.met.no/weatherapi{target}")
    } else if let Some(host) = &line.host {
        format!("https://{host}{target}")
    } else {
        return Way::Unnamed;
    };
    Url::parse(&url).map_or(Way::Unreadable, Way::To)
}

/// The URL of a line as it went to MET. Caches such as Varnish log `http://` and the name that they go by themselves in
/// each line. MET answers plain http with a redirect and nothing else, so that any other status shows https.
fn as_sent(url: Url, status: u16) -> Url {
    let host = url.host_without_dot();
    let is_local = url.ip().is_some_and(|ip| !crate::http::uri::address::is_public(ip)) || !host.contains('.');
    let at_met = if is_local && url.path().starts_with("/weatherapi/") {
        format!("https://api.met.no{}", url.request_target())
    } else if Service::of(&url) == Service::Met && url.scheme() == Scheme::Http && status / 100 != 3 {
        format!("https://{host}{}", url.request_target())
    } else {
        return url;
    };
    Url::parse(&at_met).unwrap_or(url)
}

fn exchange(line: Line, url: Url) -> Exchange {
    let mut fields = Fields::default();
    if let Some(agent) = line.user_agent {
        fields.push("User-Agent", agent);
    }
    if let Some(referer) = line.referer.filter(|referer| !referer.is_empty()) {
        fields.push("Referer", referer);
    }
    let version = Version::parse(line.version.as_bytes()).unwrap_or(Version::Http11);
    let head = ResponseHead {
        version,
        status: line.status,
        reason: Text::default(),
        fields: Fields::default(),
        offences: Vec::new(),
    };
    let body = Body { wire_bytes: line.bytes, ..Body::default() };
    let answered = line.status > 0;
    let failure = (!answered).then(|| Failure {
        phase: Phase::Head,
        kind: FailureKind::Closed,
        detail: "the log has status 000: no response".into(),
        received: 0,
        excerpt: Text::default(),
    });
    let piece = Piece {
        at: Some(line.at),
        request: Some(Request { method: line.method, url: Some(url), fields }),
        response: answered.then_some(Response { head, interim: 0, body }),
        failure,
        ..Piece::default()
    };
    group::exchange(Role::First, piece)
}

/// What can be said of a client: the name of its application, how it says who it is, and what is at fault with that.
fn client_of(request: &Request) -> String {
    let agent = request.fields.get_str("user-agent");
    let name = agent.and_then(|agent| agent.split(['/', ' ', '(']).next()).unwrap_or_default();
    let lower = agent.unwrap_or_default().to_ascii_lowercase();
    let shape = (agent.is_some(), identity::has_contact(&lower), identity::has_version(&lower));
    let fault = identity::at_fault(&request.fields).map(|grade| discriminant(&grade));
    format!("{} {shape:?} {fault:?}", clip(name, 60))
}
