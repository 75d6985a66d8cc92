//! Many targets side by side: never two requests to one host at a time, and the results in the order of the targets.
//!
//! All decisions are made in one thread, so one pace counts every request; other threads only wait for the
//! network. A host that hangs keeps one of them, and no other host.

pub(crate) mod collect;
pub(crate) mod progress;
pub(crate) mod state_file;
pub(crate) mod stored_result;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::time::Duration;

use crate::app::batch::stored_result::StoredResult;
use crate::evidence::{Exchange, Reply, Request, Role};
use crate::http::time::date::Timestamp;
use crate::inquiry::Action;
use crate::inquiry::check::{Conclusion, TargetCheck};
use crate::inquiry::rate_limiter::RateLimiter;
use crate::inquiry::state::TargetState;
use crate::report::TargetResult;
use crate::world::{Clock, Network, Signal, StopSignals};

/// The longest wait without a look at the signals.
const TICK: Duration = Duration::from_millis(50);

/// How many targets may be taken in before the one that is next in order has its result. It bounds the memory, and is
/// wide enough that a slow host seldom holds up the others.
const WINDOW: usize = 1000;

/// How many bytes of lines may wait for the result that is next in order. Servers decide how long lines are.
const MAX_BUFFERED_BYTES: usize = 4 * 1024 * 1024;

/// How many hosts are remembered for each thread: as many as it may have connections to.
const KNOWN_HOSTS: usize = 4;

/// Takes in a result as soon as it is known, and says what is kept of it until its turn.
pub(crate) type Keep<'a> = &'a dyn Fn(TargetResult, Option<Box<TargetState>>) -> StoredResult;

/// A target as a batch takes it.
pub(crate) enum Item {
    /// One whose result is known without asking.
    Known(Box<TargetResult>),
    /// One to ask.
    Ask(Box<TargetCheck>),
}

/// What happened next in a batch.
pub(crate) enum Step {
    /// The result of the next target in order.
    Result(StoredResult),
    /// Some time has passed.
    Tick,
    /// A target begins to wait so long until its answer has expired.
    AwaitsExpiry(String, Duration),
    /// A signal came: only [`Batch::stop`] makes sense now.
    Signalled(Signal),
    /// Every target has its result.
    Done,
}

/// What a batch leaves unfinished when it is stopped.
pub(crate) struct Stopped {
    /// The results that were known and not yet handed out, in the order of the targets.
    pub(crate) results: Vec<StoredResult>,
    /// How many requests were sent whose answers are in no result.
    pub(crate) requests_unused: usize,
}

/// The targets of a run, being asked.
pub(crate) struct Batch<'a, I> {
    clock: &'a dyn Clock,
    signals: &'a dyn StopSignals,
    /// Absent where nothing is to be asked.
    network: Option<Box<dyn Network>>,
    pace: RateLimiter,
    keep: Keep<'a>,
    items: std::iter::Fuse<I>,
    taken: usize,
    queue: VecDeque<(usize, Box<TargetCheck>)>,
    running: Vec<Running>,
    /// The targets that wait for their answer to expire, which keeps neither a thread nor a host.
    parked: Vec<Parked>,
    /// The changelogs that were asked for, by URL: one product in a hundred places is one product.
    changelogs: HashMap<String, Exchange>,
    /// The threads that asked hosts of late, whose connections can be used again, the latest last.
    served_by: VecDeque<(String, usize)>,
    ready: BTreeMap<usize, StoredResult>,
    /// The bytes of lines in those.
    held: usize,
    given: usize,
    /// Nothing is asked before this moment.
    begin: Duration,
    last_tick: Duration,
}

/// A target that has one of the threads.
struct Running {
    number: usize,
    check: Box<TargetCheck>,
    host: String,
    fetcher: usize,
    state: TaskState,
}

/// A target that waits for long.
struct Parked {
    number: usize,
    check: Box<TargetCheck>,
    until: Duration,
}

enum TaskState {
    /// A request is under way.
    Fetching(Role, Box<Request>, Timestamp),
    /// Nothing is to be done before this moment, or before something else has ended.
    Waiting(Duration),
}

impl<'a, I: Iterator<Item = Item>> Batch<'a, I> {
    /// A batch of which nothing is asked yet.
    pub(crate) fn new(
        items: I,
        keep: Keep<'a>,
        pace: RateLimiter,
        network: Option<Box<dyn Network>>,
        clock: &'a dyn Clock,
        signals: &'a dyn StopSignals,
    ) -> Self {
        Self {
            clock,
            signals,
            network,
            pace,
            keep,
            items: items.fuse(),
            taken: 0,
            queue: VecDeque::new(),
            running: Vec::new(),
            parked: Vec::new(),
            changelogs: HashMap::new(),
            served_by: VecDeque::new(),
            ready: BTreeMap::new(),
            held: 0,
            given: 0,
            begin: Duration::ZERO,
            last_tick: Duration::ZERO,
        }
    }

    /// The same, in which nothing is asked before a moment.
    pub(crate) fn not_before(self, begin: Duration) -> Self {
        Self { begin, ..self }
    }

    /// Goes on until there is something to say.
    pub(crate) fn next(&mut self) -> Step {
        loop {
            if let Some(result) = self.ready.remove(&self.given) {
                self.given += 1;
                self.held -= result.bytes();
                return Step::Result(result);
            }
            if let Some(signal) = self.signals.caught() {
                return Step::Signalled(signal);
            }
            self.take_in();
            self.start();
            if let Some((target, time)) = self.advance() {
                return Step::AwaitsExpiry(target, time);
            }
            if self.ready.contains_key(&self.given) {
                continue;
            }
            if self.running.is_empty() && self.queue.is_empty() && self.parked.is_empty() {
                return Step::Done;
            }
            self.wait();
            let elapsed = self.clock.elapsed();
            if elapsed.saturating_sub(self.last_tick) >= TICK {
                self.last_tick = elapsed;
                return Step::Tick;
            }
        }
    }

    /// Ends the batch where it is. Requests under way are left to themselves.
    pub(crate) fn stop(mut self) -> Stopped {
        let now = self.clock.now();
        let mut requests_unused = 0;
        let running = std::mem::take(&mut self.running).into_iter().map(|running| match running.state {
            TaskState::Fetching(role, ..) => (running.number, running.check, Some(role)),
            TaskState::Waiting(_) => (running.number, running.check, None),
        });
        let parked = std::mem::take(&mut self.parked).into_iter().map(|parked| (parked.number, parked.check, None));
        for (number, check, under_way) in running.chain(parked) {
            requests_unused += usize::from(under_way.is_some());
            match check.interrupt(under_way, now) {
                Ok(conclusion) => self.conclude(number, conclusion),
                Err(unused) => requests_unused += unused,
            }
        }
        Stopped { results: self.ready.into_values().collect(), requests_unused }
    }

    fn conclude(&mut self, number: usize, (diagnosis, remembered): Conclusion) {
        self.put(number, TargetResult::Checked(Box::new(diagnosis)), remembered);
    }

    /// Puts a result in its place.
    fn put(&mut self, number: usize, entry: TargetResult, remembered: Option<Box<TargetState>>) {
        let result = (self.keep)(entry, remembered);
        self.held += result.bytes();
        self.ready.insert(number, result);
    }

    /// Whether so much waits for the result that is next that no other target is to begin before it.
    fn is_full(&self) -> bool {
        self.held >= MAX_BUFFERED_BYTES
    }

    /// How many targets have a result, handed out or not.
    pub(crate) fn finished(&self) -> usize {
        self.given + self.ready.len()
    }

    /// The hosts that are being asked.
    pub(crate) fn hosts_under_way(&self) -> impl Iterator<Item = &str> {
        self.running.iter().map(|running| running.host.as_str())
    }

    /// Takes targets in, as many as the window allows.
    fn take_in(&mut self) {
        while self.taken < self.given + WINDOW && !self.is_full() {
            let Some(item) = self.items.next() else { return };
            match item {
                Item::Known(entry) => self.put(self.taken, *entry, None),
                Item::Ask(check) => self.queue.push_back((self.taken, check)),
            }
            self.taken += 1;
        }
    }

    /// Gives threads to targets whose host no one asks and whose pace allows it, in their order.
    fn start(&mut self) {
        let elapsed = self.clock.elapsed();
        if elapsed < self.begin {
            return;
        }
        let mut busy: HashSet<String> = self.running.iter().map(|running| running.host.clone()).collect();
        while let Some(at) = self.parked.iter().position(|p| p.until <= elapsed && !busy.contains(p.check.host())) {
            let host = self.parked.get(at).map(|parked| parked.check.host().to_owned()).unwrap_or_default();
            let Some(fetcher) = self.free_fetcher(&host) else { return };
            let Parked { number, check, .. } = self.parked.swap_remove(at);
            busy.insert(host.clone());
            self.running.push(Running { number, check, host, fetcher, state: TaskState::Waiting(elapsed) });
        }
        let mut at = 0;
        while let Some((number, check)) = self.queue.get(at) {
            if self.is_full() && *number != self.given {
                return;
            }
            if busy.contains(check.host()) {
                at += 1;
                continue;
            }
            // Those after it at the same host wait as well.
            let host = check.host().to_owned();
            busy.insert(host.clone());
            if !check.delay(&self.pace, elapsed).is_zero() {
                at += 1;
                continue;
            }
            let Some(fetcher) = self.free_fetcher(&host) else { return };
            let Some((number, check)) = self.queue.remove(at) else { return };
            self.note_server(&host, fetcher);
            self.running.push(Running { number, check, host, fetcher, state: TaskState::Waiting(elapsed) });
        }
    }

    /// A thread that has nothing to do: the one that knows the host, a new one, or any.
    fn free_fetcher(&mut self, host: &str) -> Option<usize> {
        let taken: HashSet<usize> = self.running.iter().map(|running| running.fetcher).collect();
        let network = self.network.as_mut()?;
        let known = self.served_by.iter().find(|(known, number)| known == host && !taken.contains(number));
        if let Some((_, number)) = known {
            return Some(*number);
        }
        let idle: Vec<usize> = (0..network.channels()).filter(|number| !taken.contains(number)).collect();
        let unused = idle.iter().find(|number| !self.served_by.iter().any(|(_, known)| known == *number));
        unused.copied().or_else(|| network.open_channel()).or_else(|| idle.first().copied())
    }

    /// Remembers which thread asks a host.
    fn note_server(&mut self, host: &str, fetcher: usize) {
        self.served_by.retain(|(known, _)| known != host);
        self.served_by.push_back((host.to_owned(), fetcher));
        let most = self.network.as_ref().map_or(0, |network| network.channels()) * KNOWN_HOSTS;
        while self.served_by.len() > most {
            self.served_by.pop_front();
        }
    }

    /// Lets every inquiry that is due decide, until one of them begins to wait for its answer to expire.
    fn advance(&mut self) -> Option<(String, Duration)> {
        let mut at = 0;
        while let Some(running) = self.running.get_mut(at) {
            let elapsed = self.clock.elapsed();
            if !matches!(running.state, TaskState::Waiting(until) if until <= elapsed) {
                at += 1;
                continue;
            }
            running.check.use_known(&self.changelogs);
            match running.check.next(elapsed, &mut self.pace) {
                Action::Fetch(role, request, limits) => {
                    let sent_at = self.clock.now();
                    if let Some(network) = &self.network {
                        network.send(running.fetcher, request.clone(), limits);
                    }
                    running.state = TaskState::Fetching(role, Box::new(request), sent_at);
                    at += 1;
                }
                Action::Wait(time) => {
                    let until = elapsed.saturating_add(time);
                    running.state = TaskState::Waiting(until);
                    if let Some((time, url)) = running.check.begins_to_await_expiry() {
                        let told = (url.to_string(), time);
                        let Running { number, check, .. } = self.running.swap_remove(at);
                        self.parked.push(Parked { number, check, until });
                        return Some(told);
                    }
                    at += 1;
                }
                Action::Done(evidence) => {
                    let Running { number, check, .. } = self.running.swap_remove(at);
                    let conclusion = check.conclude(evidence, self.clock.now());
                    self.conclude(number, conclusion);
                }
            }
        }
        None
    }

    /// Waits until a request has ended or something is due, at most a tick.
    fn wait(&mut self) {
        let Some(network) = &self.network else { return };
        let elapsed = self.clock.elapsed();
        let inquiries = self.running.iter().filter_map(|running| match running.state {
            TaskState::Waiting(until) => Some(until.saturating_sub(elapsed)),
            TaskState::Fetching(..) => None,
        });
        let queued = self.queue.iter().map(|(_, check)| check.delay(&self.pace, elapsed));
        let parked = self.parked.iter().map(|parked| parked.until.saturating_sub(elapsed));
        let soonest = inquiries
            .chain(parked.filter(|left| !left.is_zero()))
            .chain(queued.filter(|delay| !delay.is_zero()))
            .min()
            .unwrap_or(TICK)
            .min(TICK);
        if let Some((fetcher, reply)) = network.wait(soonest) {
            self.record(fetcher, reply);
        }
    }

    fn record(&mut self, fetcher: usize, reply: Reply) {
        let elapsed = self.clock.elapsed();
        let fetching = |running: &&mut Running| running.fetcher == fetcher;
        if let Some(running) = self.running.iter_mut().find(fetching)
            && let TaskState::Fetching(role, request, sent_at) =
                std::mem::replace(&mut running.state, TaskState::Waiting(elapsed))
        {
            let exchange = Exchange::new(role, Some(*request), sent_at, reply);
            if let (Role::Changelog, Some(url)) = (role, exchange.url()) {
                self.changelogs.insert(url.wire(), exchange.clone());
            }
            running.check.record(exchange, &mut self.pace);
        }
        // The host may be what another inquiry waits for.
        for running in &mut self.running {
            if matches!(running.state, TaskState::Waiting(_)) {
                running.state = TaskState::Waiting(elapsed);
            }
        }
    }
}
