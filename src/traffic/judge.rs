//! The judge: requests go in one after the other, and what a client kept and broke comes out at the end.
//!
//! It holds a bounded amount, however long a log is. What did not fit is counted: the report says what is a
//! lower bound.

use super::batch::{BACKWARDS_S, BatchCounts, ClientSeen, RecordBatch};
use super::client::Client;
use super::digest::Digester;
use super::formats::Formats;
use super::hash::{ByHash, join};
use super::heads::Seams;
use super::limits::JudgeLimits;
use super::live::Live;
use super::products::Products;
use super::record::Record;
use super::redirects::Redirects;
use super::series::Series;
use super::settings::JudgeSettings;
use super::table::Table;
use super::timeline::Timeline;
use super::windows::Windows;
use crate::evidence::event::Event;

/// How many requests are looked at together, to fetch their places in memory side by side.
pub(super) const BATCH: usize = 64;

/// The most clients and URLs that are known in a run of the sandbox.
const MOST_LIVE: usize = 1 << 14;

/// The most slots of the timeline of all requests.
pub(super) const SLOTS: usize = 240;

/// An application, where clients are something else.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Application {
    pub(super) key: u64,
    pub(super) name: String,
    pub(super) by_second: Series,
    pub(super) by_minute: Series,
}

/// Judges traffic.
#[derive(Debug)]
pub(crate) struct Judge {
    pub(super) settings: JudgeSettings,
    pub(super) limits: JudgeLimits,
    pub(super) counts: BatchCounts,
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
    /// What makes batches of the requests that are pushed; taken out while its batch is looked at.
    digester: Option<Box<Digester>>,
    /// Requests that wait until there are as many as are looked at together.
    pending: RecordBatch,
    /// The formats of the logs, which say how a log can show more.
    pub(super) formats: Formats,
    touched: u32,
    /// How many requests were put to what is known.
    settled: u64,
}

impl Judge {
    /// A judge that has seen nothing yet.
    pub(crate) fn new(settings: JudgeSettings) -> Self {
        // A test has few URLs, and there is a judge for each product.
        let table = settings.live.map(|_| MOST_LIVE);
        let most = JudgeLimits::default();
        Self::with_limits(settings, JudgeLimits { table: table.unwrap_or(most.table), ..most })
    }

    /// The same, which holds no more than it is allowed.
    pub(super) fn with_limits(settings: JudgeSettings, limits: JudgeLimits) -> Self {
        Self {
            settings,
            limits,
            table: Table::with_most(limits.table),
            windows: Windows::all(settings.mergeable, limits.windows),
            counts: BatchCounts::default(),
            clients: Vec::new(),
            by_key: ByHash::default(),
            applications: Vec::new(),
            timeline: Timeline::default(),
            products: Products::default(),
            redirects: Redirects::with_most(limits.redirects),
            seams: Seams::new(settings.mergeable, limits.heads),
            live: settings.live.map(Live::new),
            floor: 0,
            crowded: 0,
            ends: None,
            foreign_key: None,
            digester: Some(Box::new(Digester::new(settings))),
            pending: RecordBatch::default(),
            formats: Formats::default(),
            touched: 0,
            settled: 0,
        }
    }

    /// Notes the format of a log, as [`LogSource::format`](super::LogSource::format) names it.
    pub(crate) fn note_format(&mut self, format: &str) {
        self.formats.note(format);
    }

    /// Takes one request.
    pub(crate) fn push(&mut self, event: &Event<'_>) {
        let Some(digester) = &mut self.digester else { return };
        digester.push(event);
        if digester.batch.records.len() >= BATCH {
            self.take_own();
        }
    }

    /// The names of the clients that request again soon after good responses, in a run of the sandbox.
    pub(crate) fn repeaters(&mut self) -> Vec<String> {
        self.flush();
        let Some(live) = &self.live else { return Vec::new() };
        let numbered = (0..).zip(&self.clients);
        numbered.filter(|(number, _)| live.repeats(*number)).map(|(_, client)| client.name.clone()).collect()
    }

    /// Notes which clients did so in another run: what they do after a 203 says nothing of that status then.
    pub(crate) fn note_repeaters(&mut self, names: &[String]) {
        self.flush();
        let Some(live) = &mut self.live else { return };
        for (number, client) in (0..).zip(&self.clients) {
            if names.contains(&client.name) {
                live.note_repeats(number);
            }
        }
    }

    /// What makes batches for this judge, for another thread.
    pub(crate) fn digester(&self) -> Digester {
        Digester::new(self.settings)
    }

    /// Takes the requests that a digester made batches of, which is emptied. What comes out is the same however requests
    /// are cut into batches.
    pub(crate) fn take(&mut self, from: &mut Digester) {
        // What was pushed before comes first.
        self.take_own();
        let mut batch = std::mem::take(&mut from.batch);
        self.add_beside(&batch.counts, batch.ends);
        self.number(&mut batch, &from.targets.products);
        let records = std::mem::take(&mut batch.records);
        let mut rest = records.as_slice();
        if !self.pending.records.is_empty() {
            let (first, others) = rest.split_at(rest.len().min(BATCH - self.pending.records.len()));
            self.wait(first, &batch);
            rest = others;
            if self.pending.records.len() == BATCH {
                self.settle_pending();
            }
        }
        let mut whole = rest.chunks_exact(BATCH);
        for chunk in &mut whole {
            self.settle_all(chunk, &batch.texts);
        }
        self.wait(whole.remainder(), &batch);
        batch.records = records;
        batch.clear();
        from.batch = batch;
    }

    fn take_own(&mut self) {
        if let Some(mut digester) = self.digester.take() {
            self.take(&mut digester);
            self.digester = Some(digester);
        }
    }

    /// Keeps requests until there are more, with their texts.
    fn wait(&mut self, records: &[Record], batch: &RecordBatch) {
        let (Some(first), Some(last)) = (records.first(), records.last()) else { return };
        let all = batch.texts.get(first.text.0 as usize..last.text.2 as usize).unwrap_or_default();
        let before = u32::try_from(self.pending.texts.len()).unwrap_or_default();
        let moved = |text: u32| text - first.text.0 + before;
        self.pending.records.extend(records.iter().map(|record| {
            let (start, middle, end) = record.text;
            Record { text: (moved(start), moved(middle), moved(end)), ..record.clone() }
        }));
        self.pending.texts.extend_from_slice(all);
    }

    fn settle_pending(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        self.settle_all(&pending.records, &pending.texts);
        self.pending = pending;
        self.pending.clear();
    }

    /// Puts every request to what is known that waits for it.
    pub(super) fn flush(&mut self) {
        self.take_own();
        self.settle_pending();
    }

    /// Puts the clients and products of a batch into the lists of this judge.
    fn number(&mut self, batch: &mut RecordBatch, products: &Products) {
        let numbers: Vec<(u32, Option<usize>)> =
            batch.clients.iter_mut().map(|seen| self.number_of_client(seen)).collect();
        let mut last = (u16::MAX, 0);
        for record in &mut batch.records {
            if record.product != last.0 {
                let product = products.get(record.product);
                last = (record.product, self.products.number_of(product.key, &product.name));
            }
            record.product = last.1;
            let (client, application) = numbers.get(record.client as usize).copied().unwrap_or_default();
            record.client = client;
            if let Some(application) = application {
                self.note_application(client, application, record.at);
            }
        }
    }

    fn number_of_client(&mut self, seen: &mut ClientSeen) -> (u32, Option<usize>) {
        let number = match self.by_key.get(&seen.key) {
            Some(known) => *known,
            None => self.add_client(seen),
        };
        (number, seen.application.and_then(|key| self.number_of_application(key, seen.application_name.take())))
    }

    fn add_client(&mut self, seen: &mut ClientSeen) -> u32 {
        let room = self.clients.len() < self.limits.clients;
        let (key, name) = match seen.name.take().filter(|_| room) {
            Some(name) => (seen.key, name),
            None => {
                self.crowded += 1;
                (join(2, seen.standing as u64), super::name::REST.to_owned())
            }
        };
        if let Some(known) = self.by_key.get(&key) {
            return *known;
        }
        let number = u32::try_from(self.clients.len()).unwrap_or(u32::MAX);
        self.clients.push(Client::new(key, name, seen.standing));
        self.by_key.insert(key, number);
        number
    }

    /// The number of an application, where clients are something else; none where there is no room.
    pub(super) fn number_of_application(&mut self, key: u64, name: Option<String>) -> Option<usize> {
        if let Some(known) = self.applications.iter().position(|application| application.key == key) {
            return Some(known);
        }
        let name = name.filter(|_| self.applications.len() < self.limits.clients)?;
        self.applications.push(Application { key, name, ..Application::default() });
        Some(self.applications.len() - 1)
    }

    /// Counts a request for its application: MET counts by application.
    fn note_application(&mut self, client: u32, number: usize, at: u32) {
        if at == 0 {
            return;
        }
        if let Some(application) = self.applications.get_mut(number) {
            application.by_second.count(at);
            application.by_minute.count(at / 60);
        }
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        if let Some(client) = self.clients.get_mut(client as usize) {
            client.note_application(number);
        }
    }

    /// Puts requests to what is known, at most as many as are looked at together.
    fn settle_all(&mut self, records: &[Record], texts: &[u8]) {
        // Reading from all places one after the other lets the processor wait for all at once.
        self.touched ^= records.iter().fold(0, |sum, record| sum ^ self.table.touch(record.key));
        self.count(records);
        records.iter().for_each(|record| self.settle(record, texts));
        self.settled += records.len() as u64;
        if self.settled % (64 * BATCH as u64) < records.len() as u64 {
            self.bound_series();
        }
    }

    /// Adds what was counted beside the clients of requests that came after these.
    pub(super) fn add_beside(&mut self, counts: &BatchCounts, ends: Option<(u32, u32)>) {
        let mine = &mut self.counts;
        mine.requests += counts.requests;
        mine.from_cache += counts.from_cache;
        mine.elsewhere += counts.elsewhere;
        mine.outside += counts.outside;
        mine.impossible_times += counts.impossible_times;
        mine.backwards += counts.backwards;
        if let (Some((_, last)), Some((first, _))) = (self.ends, ends) {
            mine.backwards += u64::from(first.saturating_add(BACKWARDS_S) < last);
        }
        self.ends = match (self.ends, ends) {
            (Some((first, _)), Some((_, last))) => Some((first, last)),
            (mine, theirs) => mine.or(theirs),
        };
    }

    /// Keeps the seconds and minutes within their bound.
    pub(super) fn bound_series(&mut self) {
        let all = |judge: &Self| -> usize {
            let clients = judge.clients.iter().map(|client| client.by_second.len() + client.by_minute.len());
            let applications = judge.applications.iter().map(|one| one.by_second.len() + one.by_minute.len());
            clients.chain(applications).sum()
        };
        if all(self) <= self.limits.slots {
            return;
        }
        while all(self) > self.limits.slots / 2 {
            for client in &mut self.clients {
                client.by_second.drop_small(self.floor);
                client.by_minute.drop_small(self.floor);
            }
            for application in &mut self.applications {
                application.by_second.drop_small(self.floor);
                application.by_minute.drop_small(self.floor);
            }
            if self.floor == u32::MAX {
                // The ends of each series are left, of which a part from outside may have any number.
                return;
            }
            if all(self) > self.limits.slots / 2 {
                self.floor = self.floor.saturating_mul(2).saturating_add(1);
            }
        }
    }
}
