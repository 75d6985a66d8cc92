//! The judge: requests go in one after the other, and what a client kept and broke comes out at the end.
//!
//! It holds a bounded amount, however long a log is. What did not fit is counted: the report says what is a
//! lower bound.

use super::agent::{Agent, Agents};
use super::client::{Client, Standing};
use super::date::Dates;
use super::hash::{ByHash, join, stable};
use super::heads::Seams;
use super::live::Live;
use super::record::Record;
use super::redirects::Redirects;
use super::series::Series;
use super::settings::{By, Settings};
use super::table::Table;
use super::target::Products;
use super::timeline::Timeline;
use super::windows::Windows;
use crate::evidence::event::Event;

/// The most clients that are counted apart; what others do is counted together.
pub(super) const MAX_CLIENTS: usize = 1024;

/// Seconds by which a line may be earlier than the one before it.
pub(super) const BACKWARDS_S: u32 = 5;

/// How many requests are looked at together, to fetch their places in memory side by side.
const BATCH: usize = 64;

/// The most seconds and minutes with requests that are kept, over all clients.
const MAX_SLOTS: usize = 1 << 18;

/// The most slots of the timeline of all requests.
pub(super) const SLOTS: usize = 240;

/// The times that a log can hold: after 1990, and as long as 32 bits last.
const TIMES: std::ops::RangeInclusive<i64> = 631_152_000..=4_294_000_000;

/// An application, where clients are something else.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Application {
    pub(super) key: u64,
    pub(super) name: String,
    pub(super) by_second: Series,
    pub(super) by_minute: Series,
}

/// What was counted beside the clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Counts {
    /// Every request that was pushed and lies within the time asked for.
    pub requests: u64,
    /// Those that a cache answered: MET did not see them.
    pub from_cache: u64,
    /// Those that were for something else than the Weather API.
    pub elsewhere: u64,
    /// Those outside `--since` and `--until`.
    pub outside: u64,
    /// Those whose time lies outside all that a log can hold.
    pub impossible_times: u64,
    /// Those that came earlier than the one before, by more than a few seconds.
    pub backwards: u64,
}

/// Judges traffic.
#[derive(Debug)]
pub(crate) struct Judge {
    pub(super) settings: Settings,
    pub(super) counts: Counts,
    pub(super) clients: Vec<Client>,
    pub(super) by_key: ByHash<u32>,
    pub(super) applications: Vec<Application>,
    /// All requests over time, by the kind of their responses.
    pub(super) timeline: Timeline<SLOTS>,
    pub(super) products: Products,
    pub(super) table: Table,
    pub(super) windows: [Windows; 3],
    pub(super) redirects: Redirects,
    pub(super) seams: Seams,
    /// What is known of a run of the sandbox, where it is one.
    pub(super) live: Option<Live>,
    /// The least count of a second or minute that is still kept, less one.
    pub(super) floor: u32,
    /// How many clients are counted together with others.
    pub(super) crowded: u64,
    /// The times of the first and the last request, in the order in which they came.
    pub(super) ends: Option<(u32, u32)>,
    /// By what the key is known under which the addresses of a part were hashed.
    pub(super) foreign_key: Option<u64>,
    pub(super) agents: Agents,
    pub(super) dates: Dates,
    batch: Vec<Record>,
    pub(super) texts: Vec<u8>,
    touched: u64,
}

impl Judge {
    /// A judge that has seen nothing yet.
    pub(crate) fn new(settings: Settings) -> Self {
        Self::with_table(settings, Table::default())
    }

    pub(super) fn with_table(settings: Settings, table: Table) -> Self {
        Self {
            settings,
            table,
            windows: Windows::all(settings.mergeable),
            counts: Counts::default(),
            clients: Vec::new(),
            by_key: ByHash::default(),
            applications: Vec::new(),
            timeline: Timeline::default(),
            products: Products::default(),
            redirects: Redirects::default(),
            seams: Seams::new(settings.mergeable),
            live: settings.live.map(Live::new),
            floor: 0,
            crowded: 0,
            ends: None,
            foreign_key: None,
            agents: Agents::default(),
            dates: Dates::default(),
            batch: Vec::with_capacity(BATCH),
            texts: Vec::new(),
            touched: 0,
        }
    }

    /// Takes one request.
    pub(crate) fn push(&mut self, event: &Event<'_>) {
        let second = event.at_ms.map(|ms| ms.div_euclid(1000));
        let outside = |at: i64| {
            self.settings.since.is_some_and(|since| at < since) || self.settings.until.is_some_and(|until| at >= until)
        };
        if second.is_some_and(outside) {
            self.counts.outside += 1;
            return;
        }
        self.counts.requests += 1;
        let at = second.filter(|at| TIMES.contains(at)).and_then(|at| u32::try_from(at).ok());
        self.counts.impossible_times += u64::from(second.is_some() && at.is_none());
        if let Some(at) = at {
            let before = self.ends.get_or_insert((at, at));
            self.counts.backwards += u64::from(at.saturating_add(BACKWARDS_S) < before.1);
            before.1 = at;
        }
        let Some(record) = self.digest(event, at.unwrap_or_default()) else { return };
        self.batch.push(record);
        if self.batch.len() >= BATCH {
            self.flush();
        }
    }

    /// The number of the client that a request is of.
    pub(super) fn client(
        &mut self,
        event: &Event<'_>,
        host: Option<&[u8]>,
        standing: Standing,
        agent: Option<&Agent>,
        address: u64,
    ) -> u32 {
        let token = agent.map_or(0, |agent| agent.token);
        let key = match (standing, self.settings.by) {
            (Standing::Gateway, _) => 1,
            (_, By::UserAgent) => token,
            (_, By::Address) => address,
            (_, By::Both) => join(token, address),
            (_, By::Host) => host.map_or(0, stable),
        };
        let key = join(key, standing as u64);
        let number = match self.by_key.get(&key) {
            Some(number) => *number,
            None => self.add_client(key, event, host, standing),
        };
        if self.settings.by != By::UserAgent && standing != Standing::Gateway {
            self.note_application(number, token, event);
        }
        number
    }

    fn add_client(&mut self, key: u64, event: &Event<'_>, host: Option<&[u8]>, standing: Standing) -> u32 {
        let (key, name) = if self.clients.len() >= MAX_CLIENTS {
            self.crowded += 1;
            (join(2, standing as u64), super::name::REST.to_owned())
        } else {
            (key, super::name::client(event, host, standing, &self.settings))
        };
        if let Some(known) = self.by_key.get(&key) {
            return *known;
        }
        let number = u32::try_from(self.clients.len()).unwrap_or(u32::MAX);
        self.clients.push(Client::new(key, name, standing));
        self.by_key.insert(key, number);
        number
    }

    /// Counts a request for its application, where clients are something else: MET counts by application.
    fn note_application(&mut self, client: u32, token: u64, event: &Event<'_>) {
        let at = event.at_ms.map(|ms| ms.div_euclid(1000)).filter(|at| TIMES.contains(at));
        let Some(at) = at.and_then(|at| u32::try_from(at).ok()) else { return };
        let found = self.applications.iter().position(|application| application.key == token);
        let number = match found {
            Some(number) => number,
            None if self.applications.len() >= MAX_CLIENTS => return,
            None => {
                let name = super::name::application(event);
                self.applications.push(Application { key: token, name, ..Application::default() });
                self.applications.len() - 1
            }
        };
        if let Some(application) = self.applications.get_mut(number) {
            application.by_second.count(at);
            application.by_minute.count(at / 60);
        }
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        if let Some(client) = self.clients.get_mut(client as usize)
            && client.applications.len() < 16
            && !client.applications.contains(&number)
        {
            client.applications.push(number);
        }
    }

    pub(super) fn keep_text(&mut self, path: &[u8], address: Option<&[u8]>) -> (u32, u32) {
        let start = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.extend_from_slice(path.get(..path.len().min(super::name::LONGEST)).unwrap_or_default());
        let middle = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let address = address.unwrap_or_default();
        self.texts.extend_from_slice(address.get(..address.len().min(64)).unwrap_or_default());
        (start, middle)
    }

    /// Puts the requests of the batch to what is known.
    pub(super) fn flush(&mut self) {
        let batch = std::mem::take(&mut self.batch);
        self.touched ^= batch.iter().fold(0, |sum, record| sum ^ self.table.touch(record.key));
        for (at, record) in batch.iter().enumerate() {
            let end = batch.get(at + 1).map_or(self.texts.len(), |next| next.text.0 as usize);
            self.settle(record, end);
        }
        self.batch = batch;
        self.batch.clear();
        self.texts.clear();
        self.bound_series();
    }

    /// Keeps the seconds and minutes within their bound.
    pub(super) fn bound_series(&mut self) {
        let all = |judge: &Self| -> usize {
            let clients = judge.clients.iter().map(|client| client.by_second.len() + client.by_minute.len());
            let applications = judge.applications.iter().map(|one| one.by_second.len() + one.by_minute.len());
            clients.chain(applications).sum()
        };
        if self.counts.requests % 4096 >= BATCH as u64 || all(self) <= MAX_SLOTS {
            return;
        }
        while all(self) > MAX_SLOTS / 2 {
            for client in &mut self.clients {
                client.by_second.drop_small(self.floor);
                client.by_minute.drop_small(self.floor);
            }
            for application in &mut self.applications {
                application.by_second.drop_small(self.floor);
                application.by_minute.drop_small(self.floor);
            }
            if all(self) > MAX_SLOTS / 2 {
                self.floor = self.floor * 2 + 1;
            }
        }
    }

    /// What is kept of the texts of a request: its path, and its address.
    pub(super) fn texts_of(&self, record: &Record, end: usize) -> (&[u8], &[u8]) {
        let (start, middle) = (record.text.0 as usize, record.text.1 as usize);
        (self.texts.get(start..middle).unwrap_or_default(), self.texts.get(middle..end).unwrap_or_default())
    }
}
