//! One trial: a scenario is played to a client, and what the client sends is noted for the judge.

use super::exchange::{Reply, Request};
use super::settings::Settings;
use crate::evidence::event::{Event, Vantage};
use crate::http::time::date::Timestamp;
use crate::traffic::{Judge, Settings as JudgeSettings};

/// The Server header: no client is to take the sandbox for MET.
pub(super) const SERVER: &str = "metstatus-sandbox";

/// The most requests that are listed.
const MOST_LISTED: usize = 1000;

/// A request that arrived, for showing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// When, in milliseconds of Unix time.
    pub at_ms: i64,
    /// The method, and the URL without its host.
    pub request: String,
    /// The host that was asked.
    pub host: String,
    /// The status of the reply; 0 where there was none.
    pub status: u16,
}

/// A scenario that is played.
#[derive(Debug)]
pub(crate) struct Trial {
    settings: Settings,
    judge: Judge,
    arrivals: Vec<Arrival>,
    requests: u64,
}

impl Trial {
    /// A trial that begins.
    pub(crate) fn new(settings: Settings) -> Self {
        let judge = Judge::new(JudgeSettings { vantage: Some(Vantage::Outbound), ..JudgeSettings::default() });
        Self { settings, judge, arrivals: Vec::new(), requests: 0 }
    }

    /// Answers a request, and notes both.
    pub(crate) fn receive(&mut self, request: &Request, now_ms: i64) -> Reply {
        let now = Timestamp::from_unix(now_ms.div_euclid(1000));
        let date = now.imf_fixdate().unwrap_or_default();
        let reply = Reply::new(200, "{}\n")
            .field("Server", SERVER)
            .field("Date", date.clone())
            .field("Content-Type", "application/json")
            .field("X-Metstatus-Sandbox", "not api.met.no");
        self.note(request, &reply, now_ms);
        reply
    }

    fn note(&mut self, request: &Request, reply: &Reply, now_ms: i64) {
        self.requests += 1;
        let value = |name: &str| request.fields.get_str(name).unwrap_or_default().as_bytes();
        self.judge.push(&Event {
            at_ms: Some(now_ms),
            address: Some(request.address.to_string().as_bytes()),
            user_agent: Some(value("User-Agent")),
            method: Some(request.method.as_bytes()),
            host: Some(request.host.as_bytes()),
            target: request.target.as_bytes(),
            scheme: Some(if request.secure { b"https" } else { b"http" }),
            status: Some(reply.status),
            bytes: Some(reply.body.len() as u64),
            if_modified_since: Some(value("If-Modified-Since")),
            accept_encoding: Some(value("Accept-Encoding")),
            vantage: Some(Vantage::Outbound),
            line: self.requests,
            ..Event::default()
        });
        if self.arrivals.len() < MOST_LISTED {
            let request_line = format!("{} {}", request.method, request.target);
            self.arrivals.push(Arrival {
                at_ms: now_ms,
                request: crate::text::escape::clip(&crate::text::escape::escape(&request_line), 200),
                host: request.host.clone(),
                status: reply.status,
            });
        }
    }

    /// What is played, and how.
    pub(crate) fn settings(&self) -> Settings {
        self.settings
    }

    /// How many requests arrived.
    pub(crate) fn requests(&self) -> u64 {
        self.requests
    }

    /// The judge, and the first requests.
    pub(crate) fn end(self) -> (Judge, Vec<Arrival>) {
        (self.judge, self.arrivals)
    }
}
