//! One trial: a scenario is played to a client, and what the client sends is noted for the judge.

use super::exchange::{Delivery, Reply, Request};
use super::respond::State;
use super::settings::Settings;
use crate::evidence::event::{Event, Vantage};
use crate::http::time::date::{Timestamp, parse_http_date};
use crate::text::escape::{clip, escape};
use crate::traffic::{Judge, JudgeSettings};

/// The most requests that are listed.
const MOST_LISTED: usize = 1000;

/// The most products that are judged apart.
const MOST_PRODUCTS: usize = 32;

/// A request that arrived, for showing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// The client, as the judge calls it.
    pub client: String,
    /// When, in milliseconds of Unix time.
    pub at_ms: i64,
    /// The method, and the URL without its host, escaped.
    pub request: String,
    /// The whole URL as it would be at MET, for the lints.
    pub url: String,
    /// The status of the reply; 0 where there was none.
    pub status: u16,
}

/// A scenario that is played.
#[derive(Debug)]
pub(crate) struct Trial {
    state: State,
    judge: Judge,
    /// The same requests, by their products.
    products: Vec<(String, Judge)>,
    arrivals: Vec<Arrival>,
    requests: u64,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Record {
    /// What was played, and how.
    pub settings: Settings,
    /// The judge of all requests, not yet finished.
    pub judge: Judge,
    /// Those of each product, in the order in which they were requested first.
    pub products: Vec<(String, Judge)>,
    /// The first requests, in the order of their arrival.
    pub arrivals: Vec<Arrival>,
    /// How many requests arrived.
    pub requests: u64,
}

impl Record {
    /// Lets the judges separate what a client does in any trial from what it does after a 203.
    pub(crate) fn compare(records: &mut [&mut Self]) {
        let names: Vec<String> = records.iter_mut().flat_map(|record| record.judge.repeaters()).collect();
        for record in records {
            let judges = record.products.iter_mut().map(|(_, judge)| judge);
            judges.chain([&mut record.judge]).for_each(|judge| judge.note_repeaters(&names));
        }
    }
}

impl Trial {
    /// A trial that begins.
    pub(crate) fn new(settings: Settings) -> Self {
        let state = State::new(settings);
        let judge = judge(&state);
        Self { state, judge, products: Vec::new(), arrivals: Vec::new(), requests: 0 }
    }

    /// Answers a request that arrived at a time, in milliseconds of Unix time, and notes both.
    pub(crate) fn receive(&mut self, request: &Request, now_ms: i64) -> Reply {
        let reply = self.state.respond(request, now_ms);
        self.note(request, &reply, now_ms);
        reply
    }

    fn note(&mut self, request: &Request, reply: &Reply, now_ms: i64) {
        self.requests += 1;
        // What is not whole cannot be used: to the client it is like no response.
        let status = match reply.delivery {
            Delivery::Whole if reply.is_damaged => 0,
            Delivery::Whole => reply.status,
            Delivery::Cut(_) | Delivery::Reset | Delivery::Hang => 0,
        };
        let sent = |name: &str| request.fields.get_str(name).unwrap_or_default();
        let host = if request.is_local() { "api.met.no" } else { &request.host };
        // Where a client was given the sandbox's own address for plain HTTP, its scheme says nothing.
        let scheme = if request.secure || request.is_local() { "https" } else { "http" };
        let address = request.address.to_string();
        let dates = ["Expires", "Last-Modified", "Date"].map(|name| self.unskewed(reply.get(name), now_ms));
        let condition = self.unskewed(request.fields.get_str("If-Modified-Since"), now_ms);
        let origin = if sent("Origin").is_empty() { sent("Referer") } else { sent("Origin") };
        let caching = if sent("Cache-Control").is_empty() { sent("Pragma") } else { sent("Cache-Control") };
        // What port 80 says is not a way to the data, so a client need not follow it.
        let location = reply.get("Location").filter(|_| scheme == "https").unwrap_or_default();
        let event = Event {
            at_ms: Some(now_ms),
            address: Some(address.as_bytes()),
            user_agent: Some(sent("User-Agent").as_bytes()),
            method: Some(request.method.as_bytes()),
            host: Some(host.as_bytes()),
            target: request.target.as_bytes(),
            scheme: Some(scheme.as_bytes()),
            status: Some(status),
            bytes: Some(reply.body.len() as u64),
            if_modified_since: Some(condition.as_bytes()),
            expires: Some(dates[0].as_bytes()),
            last_modified: Some(dates[1].as_bytes()),
            date: Some(dates[2].as_bytes()),
            accept_encoding: Some(sent("Accept-Encoding").as_bytes()),
            origin: Some(origin.as_bytes()),
            cache_control: Some(caching.as_bytes()),
            location: Some(location.as_bytes()),
            vantage: Some(Vantage::Outbound),
            line: self.requests,
            ..Event::default()
        };
        self.put(&event, request.path());
        if self.arrivals.len() < MOST_LISTED {
            let line = format!("{} {}", request.method, request.target);
            let url = format!("{scheme}://{host}{}", clip(&request.target, 2000));
            let client = crate::traffic::application_name(&event);
            self.arrivals.push(Arrival { client, at_ms: now_ms, request: clip(&escape(&line), 200), url, status });
        }
    }

    /// Puts a request to the judge of all, and to that of its product.
    fn put(&mut self, event: &Event<'_>, path: &str) {
        self.judge.push(event);
        let Some(product) = product(path) else { return };
        if let Some((_, judge)) = self.products.iter_mut().find(|(name, _)| *name == product) {
            judge.push(event);
        } else if self.products.len() < MOST_PRODUCTS {
            let mut judge = judge(&self.state);
            judge.push(event);
            self.products.push((product, judge));
        }
    }

    /// A date by the true clock, as text; the judge is not to take the scenario's wrong clock for the client's.
    fn unskewed(&self, value: Option<&str>, now_ms: i64) -> String {
        let value = value.unwrap_or_default();
        let skew = self.state.skew_s();
        if skew == 0 {
            return value.to_owned();
        }
        let now = Timestamp::from_unix(now_ms.div_euclid(1000));
        let at = parse_http_date(value.as_bytes(), now).usable();
        at.and_then(|at| at.saturating_add(-skew).imf_fixdate()).unwrap_or_else(|| value.to_owned())
    }

    /// Ends.
    pub(crate) fn end(self) -> Record {
        Record {
            settings: self.state.settings(),
            judge: self.judge,
            products: self.products,
            arrivals: self.arrivals,
            requests: self.requests,
        }
    }
}

/// A judge of what arrives.
fn judge(state: &State) -> Judge {
    let settings =
        JudgeSettings { vantage: Some(Vantage::Outbound), live: Some(state.forecast_s()), ..JudgeSettings::default() };
    Judge::new(settings)
}

/// The product and version that a path names, as reports show them.
fn product(path: &str) -> Option<String> {
    let mut parts = path.strip_prefix("/weatherapi/")?.split('/');
    let (name, version) = (parts.next()?, parts.next()?);
    let plain = |text: &str| {
        !text.is_empty() && text.len() <= 40 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
    };
    (plain(name) && plain(version)).then(|| format!("{name}/{version}"))
}
