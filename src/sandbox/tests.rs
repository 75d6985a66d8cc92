//! Scripted clients against the pure part of the sandbox, by a clock that is set by hand.

mod incidents;
mod replies;
mod sockets;

use super::exchange::{Delivery, Reply, Request};
use super::scenario::find;
use super::settings::Settings;
use super::trial::{Record, Trial};
use super::verdict::{Part, conclude};
use crate::diagnosis::overrides::Overrides;
use crate::http::syntax::message::Fields;
use crate::traffic::Judged;

/// When a trial begins.
const START_MS: i64 = 1_795_700_000_000;

/// A User-Agent that says all that MET wants.
const GOOD: &str = "acme-weather/1.2 https://github.com/acme/weather";

const COMPACT: &str = "/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";

/// A client at the beginning of a trial, with its own clock.
struct Script {
    trial: Trial,
    now_ms: i64,
    headers: Vec<(&'static str, String)>,
}

impl Script {
    fn new(scenario: &str, seed: u64) -> Self {
        let scenario = find(scenario).unwrap();
        let lifetime = Some(std::time::Duration::from_secs(8));
        let trial = Trial::new(Settings { scenario, seed, lifetime, now_ms: START_MS });
        let headers = vec![("User-Agent", GOOD.to_owned()), ("Accept-Encoding", "gzip".to_owned())];
        Self { trial, now_ms: START_MS, headers }
    }

    /// The same with a header set or, where the value is empty, not sent.
    fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        if !value.is_empty() {
            self.headers.push((name, value.to_owned()));
        }
        self
    }

    fn wait(&mut self, ms: i64) {
        self.now_ms += ms;
    }

    fn send(&mut self, method: &str, url: &str, further: &[(&str, &str)]) -> Reply {
        let (secure, rest) = match url.strip_prefix("http://") {
            Some(rest) => (false, rest),
            None => (true, url.strip_prefix("https://").unwrap_or(url)),
        };
        let (host, target) = match rest.find('/') {
            Some(at) if at > 0 => rest.split_at(at),
            _ => ("api.met.no", rest),
        };
        let mut fields = Fields::default();
        fields.push("Host", host);
        for (name, value) in &self.headers {
            fields.push(*name, value.as_str());
        }
        for (name, value) in further {
            fields.push(*name, *value);
        }
        let request = Request {
            method: method.to_owned(),
            target: target.to_owned(),
            host: host.to_owned(),
            authority: host.to_owned(),
            fields,
            secure,
            address: std::net::Ipv4Addr::LOCALHOST.into(),
        };
        self.trial.receive(&request, self.now_ms)
    }

    fn get(&mut self, url: &str) -> Reply {
        self.send("GET", url, &[])
    }

    fn get_if_modified(&mut self, url: &str, since: &str) -> Reply {
        self.send("GET", url, &[("If-Modified-Since", since)])
    }

    /// What is said of the one client in the end.
    fn judged(self) -> Judged {
        judged(self.trial.end())
    }
    /// The ids of what was found, the diagnosis first.
    fn found(self) -> Vec<&'static str> {
        self.judged().findings.iter().map(|finding| finding.rule.id).collect()
    }
}

/// What is said of the one client of a trial.
fn judged(record: Record) -> Judged {
    let part = Part { wire: "none", exit_code: None };
    let (mut clients, _) = conclude(record, part, &Overrides::default());
    assert_eq!(clients.len(), 1, "one client");
    clients.remove(0)
}

/// The seconds between two dates of a reply.
fn seconds_between(reply: &Reply, from: &str, to: &str) -> i64 {
    let at = |name: &str| httpdate::parse_http_date(reply.get(name).unwrap()).unwrap();
    let (from, to) = (at(from), at(to));
    let whole = |time: std::time::Duration| i64::try_from(time.as_secs()).unwrap();
    to.duration_since(from).map_or_else(|error| -whole(error.duration()), whole)
}

/// Whether a client can use what came.
fn is_usable(reply: &Reply) -> bool {
    reply.delivery == Delivery::Whole && !reply.is_damaged
}
