//! What is sent back to a request: a function of the state, the request, and the time.

use super::body::Subject;
use super::cache::{self, Cache, Times};
use super::chance;
use super::encoding::{accepts_gzip, compressed, damaged, with_further_members};
use super::exchange::{Delivery, Reply, Request};
use super::offer::Offer;
use super::refusal::Refusal;
use super::scenario::{Act, Until};
use super::settings::Settings;
use super::wanted::{Wanted, offered, wanted};
use crate::http::time::date::{Timestamp, parse_http_date};
use crate::met::identity::{self, Grade};

/// The Server header: no client is to take the sandbox for MET.
pub(super) const SERVER: &str = "metstatus-sandbox";

/// The header that says the same.
pub(super) const MARK: (&str, &str) = ("X-Metstatus-Sandbox", "not api.met.no; the data are invented");

/// An empty reply to what could not be read as a request.
pub(super) fn marked(status: u16) -> Reply {
    Reply::new(status, "").field("Server", SERVER).field(MARK.0, MARK.1)
}

/// By how much the server's clock is wrong, where it is.
const SKEW_S: i64 = 600;

/// The requests a second that an application may send without an agreement.
const PER_SECOND: usize = 20;

/// The host that has the data after a redirect.
const ELSEWHERE: &str = "moved.api.met.no";

/// What the server knows.
#[derive(Debug)]
pub(crate) struct State {
    settings: Settings,
    cache: Cache,
    step: usize,
    /// When the step had its first request, in milliseconds.
    step_began: Option<i64>,
    step_requests: u32,
    /// Requests for data, in all.
    requests: u64,
    /// Of a throttled client: how many requests it has sent since it was quiet, and when it sent the last one.
    since_quiet: (u32, i64),
    /// The times of the requests of the last second.
    recent: std::collections::VecDeque<i64>,
}

impl State {
    /// The state at the start.
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            settings,
            cache: Cache::default(),
            step: 0,
            step_began: None,
            step_requests: 0,
            requests: 0,
            since_quiet: (0, i64::MIN),
            recent: std::collections::VecDeque::new(),
        }
    }

    /// What is played, and how.
    pub(crate) fn settings(&self) -> Settings {
        self.settings
    }

    /// By how many seconds the clock of the server is ahead of the time.
    pub(crate) fn skew_s(&self) -> i64 {
        match (self.settings.scenario.serve.skewed, chance::mix(self.settings.seed, 5) % 2) {
            (false, _) => 0,
            (true, 0) => SKEW_S,
            (true, _) => -SKEW_S,
        }
    }

    /// How long a forecast lives, in seconds.
    pub(crate) fn forecast_s(&self) -> u32 {
        self.settings.lifetime.map_or(cache::REAL_S, |time| u32::try_from(time.as_secs()).unwrap_or(u32::MAX))
    }

    /// Responds to a request at a time, in milliseconds of Unix time.
    pub(crate) fn respond(&mut self, request: &Request, now_ms: i64) -> Reply {
        let reply = self.decide(request, now_ms);
        self.finish(reply, now_ms)
    }

    fn decide(&mut self, request: &Request, now_ms: i64) -> Reply {
        if !is_served(&request.host) {
            return Refusal::new(421, "", "The metstatus sandbox stands in for api.met.no only").reply(request);
        }
        // A client that uses the address of the sandbox itself was given it for plain HTTP too.
        if !request.secure && !request.is_local() {
            return front_page_redirect();
        }
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return Refusal::new(405, "", "Method not allowed").reply(request);
        }
        match wanted(request) {
            Ok(wanted) => self.decide_data(request, &wanted, now_ms),
            Err(None) => front_page(),
            Err(Some(refusal)) => refusal.reply(request),
        }
    }

    /// What happens to a request for data.
    fn decide_data(&mut self, request: &Request, wanted: &Wanted, now_ms: i64) -> Reply {
        self.requests += 1;
        let act = self.advance(now_ms);
        match act {
            Act::Block => {
                Refusal::new(403, "Accesscontrol", "You have been blocked for violating the Terms of Service")
                    .reply(request)
            }
            Act::Ended => Refusal::ended().reply(request),
            Act::Fail(status) => Refusal::failure(status).reply(request),
            Act::Reset => Reply { delivery: Delivery::Reset, ..Reply::new(0, "") },
            Act::Hang => Reply { delivery: Delivery::Hang, ..Reply::new(0, "") },
            Act::Html => Reply { is_damaged: true, ..front_page() },
            Act::Moved if request.host != ELSEWHERE && !(request.is_local() && request.host == "localhost") => {
                self.moved(request)
            }
            Act::Throttle if self.is_throttled(now_ms) => {
                Refusal::new(429, "Ratelimitation", "Too many requests").reply(request)
            }
            Act::Outside if wanted.product != "nowcast" => Refusal::outside().reply(request),
            Act::Enforce => match self.enforced(request, wanted, now_ms) {
                Some(refusal) => refusal.reply(request),
                None => self.serve(request, wanted, act, now_ms),
            },
            _ => self.serve(request, wanted, act, now_ms),
        }
    }

    /// The step that a request falls into.
    fn advance(&mut self, now_ms: i64) -> Act {
        let steps = self.settings.scenario.steps;
        let lifetime_ms = i64::from(self.forecast_s()) * 1000;
        loop {
            let Some(step) = steps.get(self.step) else { return Act::Serve };
            let began = *self.step_began.get_or_insert(now_ms);
            let over = match step.until {
                Until::End => false,
                Until::Lifetimes(count) => now_ms >= began.saturating_add(lifetime_ms * i64::from(count)),
                Until::Requests(count) => self.step_requests >= count,
            };
            if !over || self.step + 1 >= steps.len() {
                self.step_requests = self.step_requests.saturating_add(1);
                return step.act;
            }
            (self.step, self.step_began, self.step_requests) = (self.step + 1, None, 0);
        }
    }

    /// Whether a request is throttled: after a few, until none came for one lifetime.
    fn is_throttled(&mut self, now_ms: i64) -> bool {
        let few = 3 + u32::try_from(chance::up_to(self.settings.seed, 6, 3)).unwrap_or_default();
        let (count, last) = self.since_quiet;
        let quiet = now_ms >= last.saturating_add(i64::from(self.forecast_s()) * 1000);
        // A client that takes its time after each response is never throttled.
        let count = if quiet { 1 } else { count.saturating_add(1) };
        self.since_quiet = (count, now_ms);
        count > few
    }

    /// What MET's terms refuse. <https://api.met.no/doc/TermsOfService>
    fn enforced(&mut self, request: &Request, wanted: &Wanted, now_ms: i64) -> Option<Refusal> {
        while self.recent.front().is_some_and(|first| now_ms - first >= 1000) {
            self.recent.pop_front();
        }
        if self.recent.len() >= PER_SECOND {
            return Some(Refusal::new(429, "Ratelimitation", "More than 20 requests per second"));
        }
        self.recent.push_back(now_ms);
        let grade = identity::grade(request.fields.get_str("User-Agent"));
        let unnamed = match grade {
            // A website is known by its Origin or Referer.
            _ if identity::says_where_it_is_from(&request.fields) => None,
            Grade::Missing => Some("Missing User-Agent"),
            Grade::Generic(_) => Some("Prohibited User-Agent"),
            Grade::Placeholder(_) => Some("Prohibited User-Agent: the contact is a placeholder"),
            Grade::Browser | Grade::Named => None,
        };
        if let Some(text) = unnamed {
            return Some(Refusal::new(403, "IllegalUserAgent", text));
        }
        let decimals = |value: &str| value.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let precise = |(name, value): &&(String, String)| matches!(name.as_str(), "lat" | "lon") && decimals(value) > 4;
        if wanted.parameters.iter().any(|parameter| precise(&parameter)) {
            let status = if chance::mix(self.settings.seed, 7).is_multiple_of(2) { 403 } else { 400 };
            return Some(Refusal::new(status, "Parameter", "Coordinates have more than 4 decimals"));
        }
        None
    }

    fn moved(&self, request: &Request) -> Reply {
        let status = if chance::mix(self.settings.seed, 8).is_multiple_of(2) { 301 } else { 303 };
        let scheme = if request.secure { "https" } else { "http" };
        let host = match request.is_local() {
            true => format!("localhost{}", request.port()),
            false => ELSEWHERE.to_owned(),
        };
        Reply::new(status, "<html><head><title>Moved</title></head></html>\n")
            .field("Content-Type", "text/html; charset=UTF-8")
            .field("Location", format!("{scheme}://{host}{}", request.target))
    }

    /// Serves the document, where there is one.
    fn serve(&mut self, request: &Request, wanted: &Wanted, act: Act, now_ms: i64) -> Reply {
        let now = now_ms.div_euclid(1000);
        let offer = match offered(wanted, now) {
            Ok(offer) => offer,
            Err(refusal) => return refusal.reply(request),
        };
        let serve = self.settings.scenario.serve;
        let lifetime_s = cache::scaled(offer.lifetime_s, self.forecast_s());
        let key = crate::traffic::stable_hash(request.target.as_bytes());
        let seed = self.settings.seed;
        let times = if serve.expired {
            Times { modified: now, stored: now, expires: now, is_hit: false }
        } else {
            self.cache.times(key, now, lifetime_s, serve.unchanged, seed)
        };
        if serve.status == 200 && !serve.expired && self.is_unmodified(request, times) {
            return self.not_modified(offer, times, key, now);
        }
        let gzip = offer.document.is_text() && accepts_gzip(request);
        let body_key = chance::mix(key ^ times.modified.cast_unsigned(), u64::from(gzip));
        let varies = serve.varies;
        let uncovered = act == Act::Outside;
        let document = offer.document;
        let body = self.cache.body(body_key, || {
            let at = Timestamp::from_unix(times.modified);
            let plain = document.write(&Subject { parameters: wanted.parameters.clone(), at, seed, uncovered });
            let plain = if varies { with_further_members(plain, document, seed) } else { plain };
            if gzip { compressed(&plain) } else { plain }
        });
        let reply = Reply::new(serve.status, body.to_vec()).field("Content-Type", document.media_type());
        let reply = if gzip { reply.field("Content-Encoding", "gzip") } else { reply };
        let mut reply = self.with_times(reply, times, now);
        match act {
            Act::Cut => reply.delivery = Delivery::Cut(reply.body.len() / 2),
            Act::BadGzip => reply = damaged(reply),
            _ => {}
        }
        reply
    }

    /// Whether a client has the document already: by the Last-Modified it sends back, or a later time.
    fn is_unmodified(&self, request: &Request, times: Times) -> bool {
        let Some(value) = request.fields.get("If-Modified-Since") else { return false };
        let now = Timestamp::from_unix(times.stored);
        let since = parse_http_date(value.as_bytes(), now).usable();
        since.is_some_and(|since| since.unix() - self.skew_s() >= times.modified)
    }

    fn not_modified(&self, offer: &Offer, times: Times, key: u64, now: i64) -> Reply {
        let reply = Reply::new(304, "").field("Content-Type", offer.document.media_type());
        let mut reply = self.with_times(reply, times, now);
        let bare = self.settings.scenario.serve.unchanged && chance::mix(self.settings.seed, key).is_multiple_of(3);
        if bare {
            reply.fields.retain(|(name, _)| name != "Last-Modified");
        }
        reply
    }

    /// The headers of a document in the cache, as they were captured from MET.
    fn with_times(&self, reply: Reply, times: Times, now: i64) -> Reply {
        let date = |at: i64| Timestamp::from_unix(at + self.skew_s()).imf_fixdate().unwrap_or_default();
        let id = 40_000_000_000 + self.requests * 3;
        let ids = if times.is_hit { format!("{id} {}", id - 2) } else { id.to_string() };
        reply
            .field("Last-Modified", date(times.modified))
            .field("Expires", date(times.expires))
            .field("Access-Control-Allow-Origin", "*")
            .field("Access-Control-Allow-Methods", "GET")
            .field("Access-Control-Allow-Headers", "Origin")
            .field("Vary", "Accept, Accept-Encoding")
            .field("X-Varnish", ids)
            .field("Age", (now - times.stored).max(0).to_string())
            .field("Via", format!("1.1 {SERVER}"))
            .field("Accept-Ranges", "bytes")
    }

    /// Adds what every response has, and varies what may vary.
    fn finish(&self, mut reply: Reply, now_ms: i64) -> Reply {
        let now = Timestamp::from_unix(now_ms.div_euclid(1000) + self.skew_s());
        let mut fields = vec![
            ("Server".to_owned(), SERVER.to_owned()),
            ("Date".to_owned(), now.imf_fixdate().unwrap_or_default()),
            (MARK.0.to_owned(), MARK.1.to_owned()),
        ];
        fields.append(&mut reply.fields);
        reply.fields = fields;
        if self.settings.scenario.serve.varies {
            self.vary(&mut reply);
        }
        reply
    }

    /// Changes what HTTP and MET leave open: the order and the case of headers, and those of the caches.
    fn vary(&self, reply: &mut Reply) {
        let number = |about: u64| chance::mix(self.settings.seed ^ self.requests, about);
        if number(1).is_multiple_of(2) {
            reply.fields.retain(|(name, _)| !matches!(name.as_str(), "Age" | "X-Varnish" | "Via"));
        }
        for (name, _) in &mut reply.fields {
            match number(2) % 3 {
                0 => name.make_ascii_lowercase(),
                1 => name.make_ascii_uppercase(),
                _ => {}
            }
        }
        reply.fields.sort_by_key(|(name, _)| number(crate::traffic::stable_hash(name.as_bytes())));
    }
}

/// Whether a host is one that the sandbox stands in for.
fn is_served(host: &str) -> bool {
    host == "api.met.no" || host.ends_with(".api.met.no") || is_local(host)
}

/// Whether a host is this machine.
fn is_local(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

impl Request {
    /// Whether it went to the address of the sandbox itself.
    pub(crate) fn is_local(&self) -> bool {
        is_local(&self.host)
    }
}

/// The front page in place of data.
fn front_page() -> Reply {
    Reply::new(200, "<!DOCTYPE html>\n<html><head><title>metstatus sandbox</title></head>\n<body>The front page of a stand-in for the MET Weather API.</body></html>\n")
        .field("Content-Type", "text/html; charset=UTF-8")
}

/// What port 80 does with everything.
fn front_page_redirect() -> Reply {
    Reply::new(301, "<html>\n<head><title>301 Moved Permanently</title></head>\n<body><hr></body>\n</html>\n")
        .field("Content-Type", "text/html")
        .field("Location", "https://api.met.no/")
}
