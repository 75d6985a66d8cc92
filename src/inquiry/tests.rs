//! The inquiry against a server that is a function: what is requested, in which order, and when.

mod bounds;
mod check;
mod order;

use std::time::Duration;

use super::plan::{ChangelogWhen, Plan};
use super::rate_limiter::{Rate, RateLimiter};
use super::revalidate::ReplayWhen;
use super::{Action, Inquiry};
pub(super) use crate::evidence::samples::reply;
use crate::evidence::{Evidence, Exchange, Request, Role};
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::world::Limits;

/// 22 November 2026, 08:00:00 UTC: when an inquiry begins.
pub(super) const NOW: Timestamp = Timestamp::from_unix(1_795_334_400);
/// A document that expires after half an hour.
pub(super) const DOCUMENT: &str = "HTTP/1.1 200 OK\nDate: Sun, 22 Nov 2026 08:00:00 GMT\n\
    Expires: Sun, 22 Nov 2026 08:30:00 GMT\nLast-Modified: Sun, 22 Nov 2026 07:00:00 GMT\n\nA";
pub(super) const NOT_MODIFIED: &str = "HTTP/1.1 304 Not Modified\nDate: Sun, 22 Nov 2026 08:00:00 GMT\n\n";
pub(super) const MET: &str = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
pub(super) const AGENT: &str = "acme-weather/1.2 https://github.com/acme/weather";

pub(super) fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

/// A plan with the defaults of the command line and a User-Agent that names its sender.
pub(super) fn plan(target: &str) -> Plan {
    Plan {
        url: url(target),
        fields: [("User-Agent", AGENT), ("Accept", "*/*")].into_iter().collect(),
        identified: true,
        control_agent: Some("metstatus/0.1 ops@acme.no".to_owned()),
        has_contact: true,
        controls: true,
        changelog: ChangelogWhen::Auto,
        replay: ReplayWhen::Now,
        thorough: false,
        stored: None,
        keeps_state: false,
        last: None,
        max_redirects: 5,
        max_body: 1 << 30,
        time: Duration::from_secs(30),
    }
}

/// A document with more fields in its head.
pub(super) fn document_with(lines: &str) -> String {
    DOCUMENT.replacen("\n\n", &format!("\n{lines}\n\n"), 1)
}

/// The exchange for the first request of the plan.
pub(super) fn answered(plan: &Plan, text: &str) -> Exchange {
    Exchange::new(Role::First, Some(plan.first_request()), NOW, reply(text))
}

/// What an inquiry did.
pub(super) struct Course {
    pub(super) sent: Vec<(Role, Request, Limits)>,
    /// When each request was sent, and how long the inquiry took.
    pub(super) times: Vec<Duration>,
    pub(super) evidence: Evidence,
}

impl Course {
    pub(super) fn roles(&self) -> Vec<Role> {
        self.sent.iter().map(|(role, ..)| *role).collect()
    }

    pub(super) fn field(&self, at: usize, name: &str) -> Option<&str> {
        self.sent[at].1.fields.get_str(name)
    }

    pub(super) fn urls(&self) -> Vec<String> {
        self.sent.iter().map(|(_, request, _)| request.url.as_ref().unwrap().to_string()).collect()
    }
}

/// Runs an inquiry to its end; the server is given the role and the number of each request.
pub(super) fn run<S: AsRef<str>>(plan: Plan, server: impl Fn(Role, usize) -> S) -> Course {
    run_at(plan, &mut RateLimiter::new(Rate::DEFAULT), server)
}

/// The same at a pace that has seen other requests; each response takes ten milliseconds.
pub(super) fn run_at<S: AsRef<str>>(plan: Plan, pace: &mut RateLimiter, server: impl Fn(Role, usize) -> S) -> Course {
    let mut inquiry = Inquiry::new(plan);
    let (mut sent, mut times, mut elapsed) = (Vec::new(), Vec::new(), Duration::ZERO);
    for _ in 0..100 {
        match inquiry.next(elapsed, pace) {
            Action::Fetch(role, request, limits) => {
                let at = NOW.saturating_add(i64::try_from(elapsed.as_secs()).unwrap());
                let came = reply(server(role, sent.len()).as_ref());
                times.push(elapsed);
                elapsed += Duration::from_millis(10);
                inquiry.record(Exchange::new(role, Some(request.clone()), at, came), pace);
                sent.push((role, request, limits));
            }
            Action::Wait(delay) => {
                assert!(!delay.is_zero(), "a wait for nothing");
                elapsed += delay;
            }
            Action::Done(evidence) => return Course { sent, times, evidence },
        }
    }
    panic!("the inquiry does not end: {} requests", sent.len());
}
