//! Which request comes next, and why: a state machine that touches no socket and no clock.
//!
//! It takes what came back ([`Inquiry::record`]) and answers what to do next ([`Inquiry::next`]). MET's terms
//! make every request count, so this is the one place that decides to send one.

pub(crate) mod check;
pub(crate) mod plan;
pub(crate) mod rate_limiter;
mod requests;
pub(crate) mod revalidate;
pub(crate) mod state;

use std::time::Duration;

use crate::diagnosis::catalogue::client::{NOT_FOUND, UNKNOWN_PRODUCT, UNKNOWN_VERSION, VERSION_ENDED};
use crate::diagnosis::cause::{self, CauseSignals, Known, Means};
use crate::diagnosis::lints;
use crate::diagnosis::severity::Certainty;
use crate::evidence::redirect::{Hop, next_hop, reach, wait_of};
use crate::evidence::{ControlVariant, Evidence, Exchange, NoReplay, RedirectStop, Request, Role};
use crate::http::caching::conditional::without_conditions;
use crate::http::intermediary;
use crate::http::syntax::body_text;
use crate::http::uri::address::{self, Reach};
use crate::http::uri::target::Url;
use crate::inquiry::plan::{ChangelogWhen, Plan};
use crate::inquiry::rate_limiter::RateLimiter;
use crate::inquiry::requests::{request, with_agent};
use crate::met::changelog::MAX_FEED;
use crate::met::hosts::Service;
use crate::met::identity::{self, Grade};
use crate::met::product_request::ProductRequest;
use crate::met::products::{self, VersionStatus};
use crate::world::Limits;

/// What to do next.
#[derive(Debug)]
pub enum Action {
    /// Send this request, and record what comes of it.
    Fetch(Role, Request, Limits),
    /// Wait, then ask again what to do.
    Wait(Duration),
    /// There is nothing more to ask.
    Done(Evidence),
}

/// The inquiry into one target.
#[derive(Debug)]
pub struct Inquiry {
    plan: Plan,
    upcoming: Option<(Role, Request)>,
    started: Option<Duration>,
    asked: Vec<String>,
    /// How long to wait before the next request: what a redirect asks for, or the space before a control.
    hold: Duration,
    /// The moment at which that wait is over.
    held_until: Option<Duration>,
    /// The time spent on waiting for the answer to expire, which does not count against the time for the target.
    waited: Duration,
    /// That time when it begins, until it has been reported.
    awaits_expiry: Option<Duration>,
    changelog: Option<Request>,
    evidence: Evidence,
}

impl Inquiry {
    /// Starts with the request for the target itself.
    pub fn new(plan: Plan) -> Self {
        let first = plan.first_request();
        Self {
            upcoming: Some((Role::First, first)),
            started: None,
            asked: Vec::new(),
            hold: Duration::ZERO,
            held_until: None,
            waited: Duration::ZERO,
            awaits_expiry: None,
            changelog: None,
            evidence: Evidence {
                previous_response: plan.stored.clone(),
                lacks_contact: plan.controls && !plan.has_contact,
                ..Evidence::default()
            },
            plan,
        }
    }

    /// What to do at the time `elapsed`.
    pub fn next(&mut self, elapsed: Duration, pace: &mut RateLimiter) -> Action {
        let Some((role, request)) = self.upcoming.take() else {
            return Action::Done(std::mem::take(&mut self.evidence));
        };
        let Some(url) = request.url.clone() else {
            return Action::Done(std::mem::take(&mut self.evidence));
        };
        let spent = elapsed.saturating_sub(self.started.unwrap_or(elapsed));
        let left = (self.plan.time + self.waited).saturating_sub(spent);
        let host = url.host_without_dot();
        if let Some(status) = pace.refusal(&host).filter(|_| !matches!(role, Role::Control(_))) {
            // What was only a side question is not a loss to report.
            if matches!(role, Role::First | Role::Redirect) {
                self.evidence.not_asked = Some((url, status));
            }
            return Action::Done(std::mem::take(&mut self.evidence));
        }
        let met = Service::of(&url) == Service::Met;
        let held_until = *self.held_until.get_or_insert(elapsed.saturating_add(self.hold));
        let hold = held_until.saturating_sub(elapsed);
        let delay = pace.delay(&host, met, elapsed).max(hold);
        if self.started.is_some() && delay >= left {
            self.out_of_time(role, self.hold);
            return Action::Done(std::mem::take(&mut self.evidence));
        }
        if pace.is_under_way(&host) {
            // How long another target keeps the host is not known: this is asked again whenever something has ended.
            self.upcoming = Some((role, request));
            return Action::Wait(left);
        }
        if !delay.is_zero() {
            self.upcoming = Some((role, request));
            return Action::Wait(delay);
        }
        self.held_until = None;
        self.hold = Duration::ZERO;
        self.started.get_or_insert(elapsed);
        pace.sent(&host, met, elapsed);
        self.asked.push(url.wire());
        let start = (role != Role::First).then(|| self.start_reach());
        let body = if role == Role::Changelog { self.plan.max_body.min(MAX_FEED) } else { self.plan.max_body };
        Action::Fetch(role, request, Limits { time: left, body, start })
    }

    /// Takes in what came of the request that was sent last, and decides on the next.
    pub fn record(&mut self, exchange: Exchange, pace: &mut RateLimiter) {
        let role = exchange.role;
        if let Some(url) = exchange.url() {
            pace.ended(&url.host_without_dot());
        }
        self.evidence.exchanges.push(exchange);
        let Some(exchange) = self.evidence.exchanges.last() else { return };
        match role {
            Role::First | Role::Redirect => match next_hop(exchange, &self.asked, self.plan.max_redirects) {
                Hop::Follow(url) => self.follow(url),
                Hop::Stop(stop) => {
                    self.evidence.redirect_stop = Some(stop);
                    self.evidence.no_replay = Some(NoReplay::NotSuccess);
                }
                Hop::None => self.changelog = changelog(&self.evidence, self.plan.changelog),
            },
            Role::Control(_) | Role::Replay(_) | Role::Changelog => {}
        }
        self.replay();
        self.experiment();
        if self.upcoming.is_none() {
            self.upcoming = self.changelog.take().map(|request| (Role::Changelog, request));
        }
        self.note_refusal(pace);
    }

    /// The changelog to ask for, where that comes next.
    pub fn next_changelog(&self) -> Option<&Url> {
        self.upcoming
            .as_ref()
            .filter(|(role, _)| *role == Role::Changelog)
            .and_then(|(_, request)| request.url.as_ref())
    }

    /// Takes in the changelog as another target of the run got it, in place of asking for it again.
    pub fn share_changelog(&mut self, exchange: &Exchange) {
        self.upcoming = None;
        self.evidence.exchanges.push(Exchange { shared: true, ..exchange.clone() });
    }

    /// How long it waits for the answer to expire, reported once when that begins.
    pub fn begins_to_await_expiry(&mut self) -> Option<Duration> {
        self.awaits_expiry.take()
    }

    /// What is known when the run ends before this inquiry does, `under_way` being the request that has no answer yet.
    ///
    /// # Errors
    /// When the target has not answered, so nothing is known of it; with the number of requests that ended.
    pub fn interrupt(mut self, under_way: Option<Role>) -> Result<Evidence, usize> {
        let next = under_way.or(self.upcoming.as_ref().map(|(role, _)| *role));
        if self.evidence.exchanges.is_empty() || matches!(next, Some(Role::First | Role::Redirect)) {
            return Err(self.evidence.exchanges.len());
        }
        if matches!(next, Some(Role::Replay(_))) {
            self.evidence.no_replay = Some(NoReplay::Interrupted);
        }
        Ok(self.evidence)
    }

    fn follow(&mut self, url: Url) {
        let Some(exchange) = self.evidence.exchanges.last() else { return };
        if Service::of(&url) == Service::Met && !self.plan.identified {
            self.evidence.redirect_stop = Some(RedirectStop::NoIdentity(url));
            return;
        }
        let same_origin = exchange.url().is_some_and(|from| from.origin() == url.origin());
        // What was dropped on one hop stays dropped on the next.
        let mut carried = exchange.request.as_ref().map(|request| request.fields.clone()).unwrap_or_default();
        if self.plan.stored.is_some() {
            // The validator is for one URL alone.
            carried = without_conditions(&carried);
        }
        let hop = request(&url, &carried, same_origin);
        let stored = self.plan.stored.as_ref().and_then(|stored| revalidate::of_stored(&hop, stored));
        let hop = stored.unwrap_or(hop);
        self.hold = wait_of(exchange);
        self.upcoming = Some((Role::Redirect, hop));
    }

    /// Takes up the next request with a condition.
    fn replay(&mut self) {
        let redirected = self.upcoming.is_some() || self.evidence.redirect_stop.is_some();
        let ended = self.evidence.exchanges.last().is_some_and(|last| last.role == Role::Changelog);
        if redirected || ended {
            return;
        }
        let most = revalidate::MAX_EXTRA_REQUESTS - usize::from(self.changelog.is_some());
        match revalidate::next(&self.evidence, self.plan.replay, self.plan.thorough, most) {
            Ok(Some(next)) => {
                if !next.expiry.is_zero() {
                    self.hold = next.expiry;
                    self.waited += next.expiry;
                    self.awaits_expiry = Some(next.expiry);
                }
                self.upcoming = Some((next.role, next.request));
            }
            Ok(None) => {}
            Err(reason) => self.evidence.no_replay = Some(reason),
        }
    }

    /// Takes up the next control request, after a pause.
    fn experiment(&mut self) {
        if self.upcoming.is_none()
            && let Some((change, request)) = control(&self.evidence, &self.plan)
        {
            self.hold = CONTROL_PAUSE;
            self.upcoming = Some((Role::Control(change), request));
        }
    }

    /// A host that answered 429 or 5xx gets no further request, but for the one that finds out why.
    fn note_refusal(&self, pace: &mut RateLimiter) {
        let last = self.evidence.exchanges.last();
        if let Some((url, status)) = last.and_then(|exchange| Some((exchange.url()?, exchange.status()?))) {
            pace.answered(&url.host_without_dot(), status);
        }
    }

    fn out_of_time(&mut self, role: Role, hold: Duration) {
        match role {
            Role::Replay(_) => self.evidence.no_replay = Some(NoReplay::OutOfTime),
            Role::Control(_) | Role::Changelog => {}
            Role::First | Role::Redirect => self.evidence.redirect_stop = Some(RedirectStop::OutOfTime(hold)),
        }
    }

    /// From where the address of the first request can be reached, as far as that is known.
    fn start_reach(&self) -> Reach {
        let first = self.evidence.exchanges.first();
        match first.and_then(|exchange| exchange.connection.peer.filter(|_| exchange.connection.proxy.is_none())) {
            Some(peer) => address::reach(peer.ip()),
            None => reach(&self.plan.url),
        }
    }
}

/// The pause before a control request, beyond what the rate asks for.
const CONTROL_PAUSE: Duration = Duration::from_millis(500);

/// The most control requests about a refusal.
const MOST_CONTROLS: usize = 2;

/// The control request that says most about why MET refused; none where none would, and after one that says nothing.
fn control(evidence: &Evidence, plan: &Plan) -> Option<(ControlVariant, Request)> {
    let answer = evidence.answer().filter(|_| plan.controls && evidence.redirect_stop.is_none())?;
    let says_something =
        |exchange: &Exchange| matches!(exchange.status(), Some(200..=299)) || exchange.status() == answer.status();
    if evidence.controls().count() >= MOST_CONTROLS || !evidence.controls().all(|(_, control)| says_something(control))
    {
        return None;
    }
    let request = answer.request.as_ref()?;
    let sent = request.fields.get_str("user-agent");
    let agent = plan.control_agent.as_deref().filter(|agent| sent != Some(agent));
    let coarse = request.url.as_ref().and_then(lints::with_coarse_coordinates);
    let means = Means {
        identity: agent.is_some(),
        coordinates: coarse.is_some(),
        // A control never poses as a browser, nor gives a contact that reaches no one.
        own_agent: !matches!(identity::grade(sent), Grade::Browser | Grade::Placeholder(_)),
    };
    let change = cause::next_control(&signals(answer, evidence)?, means)?;
    let changed = match change {
        ControlVariant::Identity => with_agent(request, agent?),
        ControlVariant::Coordinates => Request { url: coarse, ..request.clone() },
        ControlVariant::IdentityAndCoordinates => with_agent(&Request { url: coarse, ..request.clone() }, agent?),
        ControlVariant::OlderDate => return None,
    };
    Some((change, changed))
}

/// What bears on the cause of an answer, as far as is known while asking.
fn signals(answer: &Exchange, evidence: &Evidence) -> Option<CauseSignals> {
    let service = answer.url().map_or(Service::Other, Service::of);
    let lints = answer.url().map(|url| lints::lint(url, answer.received_at)).unwrap_or_default();
    let text = answer.response.as_ref().map(|response| body_text::text(&response.body.bytes)).unwrap_or_default();
    let head = &answer.response.as_ref()?.head;
    let intermediary = intermediary::of(&head.fields, &text, service == Service::Met);
    let known = Known { service, lints: &lints, ended: false, intermediary: intermediary.as_ref() };
    CauseSignals::of(answer, evidence, known, &text)
}

/// The request for the changelog of the product that was asked, where it is wanted: it says what a 203 or a 404
/// leaves open. <https://api.met.no/doc/RSS>
fn changelog(evidence: &Evidence, when: ChangelogWhen) -> Option<Request> {
    let exchange = evidence.exchanges.last()?;
    let request = exchange.request.as_ref()?;
    let url = request.url.as_ref().filter(|url| Service::of(url) == Service::Met)?;
    let asked = ProductRequest::of(url).filter(ProductRequest::is_for_data).filter(|asked| asked.version != "_")?;
    let known = products::version(&asked.product, &asked.version);
    let unexplained =
        || known.is_none_or(|known| known.state != VersionStatus::Ended) && leaves_version_open(exchange, evidence);
    let wanted = match (when, exchange.status()?) {
        (ChangelogWhen::Never, _) | (_, 429 | 500..) => false,
        (ChangelogWhen::Always, _) | (ChangelogWhen::Auto, 203) => true,
        (ChangelogWhen::Auto, 404) => unexplained(),
        (ChangelogWhen::Auto, _) => false,
    };
    let path = format!("/weatherapi/{}/{}/changelog", asked.product, asked.version);
    let feed = wanted.then(|| url.join(&path.into()).ok()).flatten()?;
    let fields = without_conditions(&request.fields);
    Some(Request { url: Some(feed), fields, ..request.clone() })
}

/// Whether a 404 may be about the version: nothing names another reason.
fn leaves_version_open(exchange: &Exchange, evidence: &Evidence) -> bool {
    let verdict = signals(exchange, evidence).and_then(|signals| cause::weigh(&signals));
    verdict.is_some_and(|verdict| {
        let guessed = [&UNKNOWN_VERSION, &UNKNOWN_PRODUCT].contains(&verdict.first.rule);
        [&NOT_FOUND, &VERSION_ENDED].contains(&verdict.first.rule)
            || (guessed && verdict.certainty != Certainty::Certain)
    })
}

#[cfg(test)]
mod tests;
