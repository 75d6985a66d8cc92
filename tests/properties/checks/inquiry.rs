//! A live check against a server that answers whatever it likes: which requests are sent, and what is said of it.

use std::time::Duration;

use super::NOW;
use super::report::every_format;
use metstatus::internals::app::plan::identity::ClientIdentity;
use metstatus::internals::app::plan::request::Bounds;
use metstatus::internals::diagnosis::Diagnosis;
use metstatus::internals::diagnosis::facts::Facts;
use metstatus::internals::diagnosis::overrides::Overrides;
use metstatus::internals::diagnosis::thresholds::Thresholds;
use metstatus::internals::evidence::{
    Body, Evidence, Exchange, Failure, FailureKind, Phase, Reply, Request, Response, Role, Timing,
};
use metstatus::internals::http::syntax::message::ResponseHead;
use metstatus::internals::http::uri::address::{Reach, is_local_name, is_public};
use metstatus::internals::http::uri::target::{Scheme, Url};
use metstatus::internals::inquiry::plan::ChangelogWhen;
use metstatus::internals::inquiry::rate_limiter::{Rate, RateLimiter};
use metstatus::internals::inquiry::revalidate::ReplayWhen;
use metstatus::internals::inquiry::state::{SavedState, TargetState};
use metstatus::internals::inquiry::{Action, Inquiry};
use metstatus::internals::report::{Report, TargetResult};
use metstatus::internals::text::escape::Text;
use metstatus::internals::world::Limits;

/// What is between two answers of an input.
pub(crate) const BETWEEN: &[u8] = b"\n%%\n";
/// How many redirects are followed.
const MOST_REDIRECTS: u32 = 5;
/// How many requests there may be beside the first and its redirects.
const MAX_EXTRA_REQUESTS: usize = 4;

/// The requests keep to what is promised of them, secrets go to one origin alone, and the report on it does not act.
/// The first part of an input is the URL, the others are the answers in turn: heads with contents, or failures.
pub(crate) fn holds(bytes: &[u8]) {
    let mut parts = split(bytes).into_iter();
    let url = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let url = Url::parse(&url).or_else(|_| Url::parse(&format!("https://api.met.no/weatherapi/{url}")));
    let Ok(url) = url else { return };
    let identity =
        ClientIdentity::new(Some("okhttp/4.12.0".to_owned()), Some("ops@acme-weather.no".to_owned())).unwrap();
    let secret = [("X-Api-Key".to_owned(), "hush".to_owned())];
    let bounds = Bounds {
        controls: true,
        changelog: ChangelogWhen::Auto,
        replay: ReplayWhen::Now,
        thorough: true,
        max_redirects: MOST_REDIRECTS,
        max_body: 8 << 20,
        time: Duration::from_secs(10),
    };
    let plan = metstatus::internals::app::plan::request::plan(url.clone(), &identity, &secret, bounds, false);
    let first = plan.first_request();
    let mut evidence = asked(Inquiry::new(plan), &url, parts);
    evidence.merge_stored_response();
    let facts = Facts::new(evidence, NOW, Thresholds::default());
    let diagnosis = Diagnosis::new(url.to_string(), facts, &Overrides::default());
    remembered(&diagnosis, &first);
    let secret = (!bytes.windows(4).any(|window| window == b"hush")).then_some("hush");
    every_format(&Report::new(vec![TargetResult::Checked(Box::new(diagnosis))], NOW, false), secret);
}

/// The parts of an input.
fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(BETWEEN.len()).position(|window| window == BETWEEN) {
        parts.push(&rest[..at]);
        rest = &rest[at + BETWEEN.len()..];
        if parts.len() > 20 {
            break;
        }
    }
    parts.push(rest);
    parts
}

/// Carries out what an inquiry wants, and watches over it.
fn asked<'a>(mut inquiry: Inquiry, url: &Url, mut answers: impl Iterator<Item = &'a [u8]>) -> Evidence {
    let mut pace = RateLimiter::new(Rate::parse("2/s").expect("a rate"));
    let mut elapsed = Duration::ZERO;
    let mut sent: Vec<(Role, Option<u16>)> = Vec::new();
    for _ in 0..200 {
        match inquiry.next(elapsed, &mut pace) {
            Action::Done(evidence) => return evidence,
            Action::Wait(time) => elapsed += time.max(Duration::from_millis(1)),
            Action::Fetch(role, request, limits) => {
                watch(role, &request, limits, &sent, url);
                let reply = answers.next().map_or_else(silence, reply);
                sent.push((role, reply.response.as_ref().map(|response| response.head.status)));
                elapsed += Duration::from_millis(20);
                inquiry.record(Exchange::new(role, Some(request), NOW, reply), &mut pace);
            }
        }
    }
    panic!("it does not end: {sent:?}");
}

/// What holds for every request.
fn watch(role: Role, request: &Request, limits: Limits, sent: &[(Role, Option<u16>)], url: &Url) {
    let is_hop = |role: &Role| matches!(role, Role::First | Role::Redirect);
    let hops = sent.iter().filter(|(role, _)| is_hop(role)).count();
    assert!(hops <= MOST_REDIRECTS as usize || !is_hop(&role), "redirects without end");
    assert!(
        sent.len() - hops < MAX_EXTRA_REQUESTS || is_hop(&role),
        "more than {MAX_EXTRA_REQUESTS} requests beside: {sent:?}"
    );
    let asked = request.url.as_ref().expect("a request has a URL");
    let doubtful = |(role, status): &(Role, Option<u16>)| matches!((role, status), (_, Some(500..)));
    assert!(!sent.iter().any(doubtful) || asked.origin() != url.origin() || is_hop(&role), "after a 5xx: {sent:?}");
    assert!(asked.origin() == url.origin() || !request.fields.contains("x-api-key"), "a secret goes to {asked}");
    assert!(!request.fields.contains("authorization") || asked.origin() == url.origin(), "credentials go to {asked}");
    assert!(url.scheme() != Scheme::Https || asked.scheme() == Scheme::Https, "from https to http");
    assert!(limits.time <= Duration::from_secs(10) && limits.body <= 8 << 20);
    let public = url.ip().is_none_or(is_public) && !is_local_name(&url.host());
    assert!(role == Role::First || !public || limits.start == Some(Reach::Public), "a private address may be asked");
    assert_eq!(request.method.as_str(), Some("GET"));
}

/// An answer: a head and content, or after an exclamation mark the kind of a failure and its words.
fn reply(bytes: &[u8]) -> Reply {
    let timing = Timing { total: Some(Duration::from_millis(20)), ..Timing::default() };
    if let Some(failure) = bytes.strip_prefix(b"!") {
        return Reply { failure: Some(failed(failure)), timing, ..Reply::default() };
    }
    match ResponseHead::parse(bytes) {
        Ok((head, used)) => {
            let content = bytes[used..].to_vec();
            let wire_bytes = Some(content.len() as u64);
            let body = Body { bytes: content, wire_bytes, captured: true, ..Body::default() };
            Reply { response: Some(Response { head, interim: 0, body }), timing, ..Reply::default() }
        }
        Err(_) => Reply { failure: Some(failed(bytes)), timing, ..Reply::default() },
    }
}

fn failed(bytes: &[u8]) -> Failure {
    let phases = [Phase::Send, Phase::Resolve, Phase::Connect, Phase::Tls, Phase::Head, Phase::Body];
    let kinds = [
        FailureKind::TimedOut,
        FailureKind::NameNotFound,
        FailureKind::Refused,
        FailureKind::Reset,
        FailureKind::Closed,
        FailureKind::Tls,
        FailureKind::TlsUntrusted,
        FailureKind::TlsExpired(Some(NOW)),
        FailureKind::TlsWrongHost(vec![Text::from(bytes)]),
        FailureKind::Proxy,
        FailureKind::Malformed,
        FailureKind::Decode,
        FailureKind::ClientLimit,
        FailureKind::Other,
    ];
    let pick = |at: usize, count: usize| usize::from(bytes.get(at).copied().unwrap_or_default()) % count;
    Failure {
        phase: phases[pick(0, phases.len())],
        kind: kinds[pick(1, kinds.len())].clone(),
        detail: Text::from(bytes),
        received: bytes.len() as u64,
        excerpt: Text::from(bytes),
    }
}

fn silence() -> Reply {
    Reply { failure: Some(failed(b"\x02\x02")), ..Reply::default() }
}

/// What the next run is to know can be written and read.
fn remembered(diagnosis: &Diagnosis, request: &Request) {
    let Some(remembered) = TargetState::of(diagnosis, request, None) else { return };
    let mut state = SavedState::default();
    state.remember(remembered);
    let written = state.render(NOW);
    assert!(!String::from_utf8_lossy(&written).contains("hush"), "a secret is stored");
    let again = SavedState::parse(&written).expect("what was written can be read");
    assert_eq!(again.render(NOW), written);
    assert!(again.recall(request).is_some(), "it is not found again");
}
