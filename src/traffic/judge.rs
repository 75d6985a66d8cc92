//! The judge: requests go in one after the other, and what a client kept and broke comes out at the end.
//!
//! It holds a bounded amount, however long a log is. What did not fit is counted, so that the report can say what is a
//! lower bound.

use super::agent::{Agent, Agents};
use super::check::{Check, Fields, Set};
use super::client::{Client, Standing};
use super::date::Dates;
use super::hash::{ByHash, join, short, stable};
use super::heads::Seams;
use super::record::{Method, NO_STATUS, NOT_SENT, NOT_SHOWN, Record, SENT};
use super::redirects::Redirects;
use super::series::Series;
use super::settings::{By, Settings};
use super::table::Table;
use super::target::{self, Kind, Products, Target};
use super::windows::Windows;
use crate::evidence::event::{Event, Forwarded, Vantage};
use crate::met::hosts::Service;
use crate::text::secret::is_customer_alias;

/// The most clients that are told apart; what others do is counted together.
pub(super) const MAX_CLIENTS: usize = 1024;

/// Seconds by which a line may be earlier than the one before it.
pub(super) const BACKWARDS_S: u32 = 5;

/// How many requests are looked at together, so that their places in memory are fetched side by side.
const BATCH: usize = 64;

/// The most seconds and minutes with requests that are kept, over all clients.
const MAX_SLOTS: usize = 1 << 18;

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
    /// Those that a cache answered, so that MET did not see them.
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
    pub(super) products: Products,
    pub(super) table: Table,
    pub(super) windows: [Windows; 3],
    pub(super) redirects: Redirects,
    pub(super) seams: Seams,
    /// The least count of a second or minute that is still kept, less one.
    pub(super) floor: u32,
    /// How many clients are counted together with others.
    pub(super) crowded: u64,
    /// The times of the first and the last request, in the order in which they came.
    pub(super) ends: Option<(u32, u32)>,
    /// By what the key is known under which the addresses of a part were hashed.
    pub(super) foreign_key: Option<u64>,
    agents: Agents,
    dates: Dates,
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
            products: Products::default(),
            redirects: Redirects::default(),
            seams: Seams::new(settings.mergeable),
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

    /// Reduces a request to what is kept of it. `None` for what is none of MET's.
    fn digest(&mut self, event: &Event<'_>, at: u32) -> Option<Record> {
        let (url, path) = target::split(event.target);
        let host = url.map(|(_, host)| host).or(event.host);
        let at_met = host.is_some_and(is_met);
        let Some(target) = target::read(path, at_met, &mut self.products) else {
            self.counts.elsewhere += 1;
            return None;
        };
        let Some(standing) = self.standing(event, at_met) else {
            self.counts.from_cache += 1;
            return None;
        };
        let agent = event.user_agent.filter(|_| standing != Standing::Gateway).map(|text| self.agents.of(text));
        let address = event.address.map_or(0, |address| self.settings.key.hash(address).max(1));
        let mut record = Record {
            at,
            address,
            place: target.place,
            product: target.product,
            kind: target.kind,
            cell: target.cell,
            token: agent.map_or(0, |agent| agent.token),
            bytes: event.bytes,
            status: event.status.unwrap_or(NO_STATUS),
            method: method(event.method),
            lifetime_s: self.products.get(target.product).lifetime_s,
            ..Record::default()
        };
        let is_cut = event.query_cut;
        record.key = match standing {
            Standing::Gateway => join(1, target.place),
            _ => join(join(address, agent.map_or(0, |agent| agent.hash)), target.place),
        };
        if is_cut || standing == Standing::Unknown {
            record.key = 0;
        }
        self.read_fields(event, standing, &mut record);
        self.note_location(event, &mut record, agent.map_or(0, |agent| agent.hash));
        record.client = self.client(event, host, standing, agent.as_ref(), address);
        self.weigh(event, standing, &target, agent.as_ref(), host, url.map(|(scheme, _)| scheme), &mut record);
        record.text = self.keep_text(path, event.address);
        Some(record)
    }

    /// How a request reached MET; `None` where it did not.
    fn standing(&self, event: &Event<'_>, at_met: bool) -> Option<Standing> {
        let told = self.settings.vantage;
        match event.forwarded {
            Some(Forwarded::No) => return None,
            Some(_) if told.is_none_or(|told| told == Vantage::Inbound) => return Some(Standing::Gateway),
            _ => {}
        }
        let guess = if at_met { Some(Vantage::Outbound) } else { event.vantage };
        Some(match (told, guess.unwrap_or(Vantage::Inbound)) {
            (Some(Vantage::Outbound | Vantage::Relay), _) | (None, Vantage::Outbound) => Standing::Direct,
            (None, Vantage::Relay) => Standing::Relayed,
            (Some(Vantage::Inbound), _) | (None, Vantage::Inbound) => Standing::Unknown,
        })
    }

    /// What the header fields say, as far as they are those that MET saw.
    fn read_fields(&mut self, event: &Event<'_>, standing: Standing, record: &mut Record) {
        let compared = |value: Option<&[u8]>| match value {
            None => NOT_SHOWN,
            Some(b"" | b"-") => NOT_SENT,
            Some(value) => short(value),
        };
        record.modified = compared(event.last_modified).max(if event.last_modified.is_some() { NOT_SENT } else { 0 });
        record.condition = match (standing, event.forwarded) {
            (Standing::Gateway, Some(Forwarded::Conditional)) => SENT,
            (Standing::Gateway, _) => NOT_SHOWN,
            _ => compared(event.if_modified_since),
        };
        // The Expires that a cache logs with a 304 is that of the stored response, not the new one.
        let renewed = standing == Standing::Gateway && record.status == 304;
        if let Some(expires) = event.expires.filter(|_| !renewed).and_then(|text| self.dates.read(text)) {
            let date = event.date.and_then(|text| self.dates.read(text));
            // On a clock that is wrong the time of the response is that of the source, and the lifetime is what counts.
            let skewed = date.filter(|date| (date - i64::from(record.at)).abs() > 30 && record.at > 0);
            let expires = skewed.map_or(expires, |date| i64::from(record.at) + expires - date);
            record.expires = u32::try_from(expires).unwrap_or(1).max(1);
        }
        if let Some(date) =
            event.if_modified_since.filter(|_| record.condition > SENT).and_then(|text| self.dates.read(text))
        {
            let now = event.date.and_then(|text| self.dates.read(text)).unwrap_or(i64::from(record.at));
            record.occasions.add(Check::ValidatorFuture);
            record.breaches.add_if(Check::ValidatorFuture, now > 0 && date > now + 5);
        }
    }

    /// What a request shows by itself.
    #[allow(clippy::too_many_arguments, reason = "each is a part of the one request")]
    fn weigh(
        &mut self,
        event: &Event<'_>,
        standing: Standing,
        target: &Target,
        agent: Option<&Agent>,
        host: Option<&[u8]>,
        scheme: Option<&[u8]>,
        record: &mut Record,
    ) {
        let is_cut = event.query_cut;
        let scheme = scheme.or(event.scheme);
        let client = self.clients.get_mut(record.client as usize);
        if let Some(client) = client {
            client.shown = client.shown.and(shown(event, standing, is_cut, scheme.is_some()));
            client.browsers += u64::from(agent.is_some_and(|agent| agent.browser));
            if let Some(value) = target.busting.filter(|_| standing != Standing::Unknown) {
                client.busting.insert(value);
            }
        }
        if standing == Standing::Unknown {
            record.occasions = Set::default();
            record.breaches = Set::default();
            return;
        }
        let (occasions, breaches) = (&mut record.occasions, &mut record.breaches);
        *occasions = occasions.or(target.occasions);
        *breaches = breaches.or(target.breaches);
        if let Some(agent) = agent {
            *occasions = occasions.or(agent.occasions);
            *breaches = breaches.or(agent.breaches);
        }
        weigh_origin(event, occasions, breaches);
        breaches.add_if(Check::CacheBusting, target.busting.is_some());
        occasions.add(Check::Preflight);
        breaches.add_if(Check::Preflight, event.method == Some(b"OPTIONS"));
        occasions.add(Check::MethodNotAllowed);
        let other = record.method == Method::Other && event.method != Some(b"OPTIONS");
        breaches.add_if(Check::MethodNotAllowed, other);
        occasions.add_if(Check::HeadThenGet, record.method == Method::Head);
        occasions.add_if(Check::DeprecatedVersion, record.status != NO_STATUS);
        breaches.add_if(Check::DeprecatedVersion, record.status == 203);
        if let Some(host) = host {
            occasions.add(Check::CustomerAlias);
            breaches.add_if(Check::CustomerAlias, is_alias(host));
            // Caches log http for what went out by https, which MET answers with a redirect and nothing else.
            let known = scheme.is_some() && is_met(host);
            occasions.add_if(Check::PlainHttp, known);
            breaches.add_if(Check::PlainHttp, known && scheme == Some(b"http") && record.status / 100 == 3);
        }
        weigh_coding(event, standing, target, record);
        if standing != Standing::Direct {
            record.occasions = record.occasions.without(Check::IDENTITY);
            record.breaches = record.breaches.without(Check::IDENTITY);
        }
        if is_cut {
            record.occasions =
                record.occasions.without(Set(Check::CacheBusting.bit().0 | Check::UnfilteredList.bit().0));
            record.breaches = record.breaches.without(Set(Check::CacheBusting.bit().0 | Check::UnfilteredList.bit().0));
        }
    }

    /// The number of the client that a request is of.
    fn client(
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

    fn keep_text(&mut self, path: &[u8], address: Option<&[u8]>) -> (u32, u32) {
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

fn method(method: Option<&[u8]>) -> Method {
    match method {
        None | Some(b"GET") => Method::Get,
        Some(b"HEAD") => Method::Head,
        Some(_) => Method::Other,
    }
}

/// Whether a host is MET's.
fn is_met(host: &[u8]) -> bool {
    let host = without_port(host);
    // Hosts of MET are at least so long, which spares the others the rest.
    host.len() >= 10
        && host.get(host.len() - 10..).is_some_and(|end| end.eq_ignore_ascii_case(b"api.met.no"))
        && std::str::from_utf8(host).is_ok_and(|host| Service::of_host(&host.to_ascii_lowercase()) == Service::Met)
}

fn without_port(host: &[u8]) -> &[u8] {
    let end = memchr::memchr(b':', host).unwrap_or(host.len());
    host.get(..end).unwrap_or(host)
}

fn is_alias(host: &[u8]) -> bool {
    let host = String::from_utf8_lossy(without_port(host)).to_ascii_lowercase();
    host.strip_suffix(".api.met.no").is_some_and(is_customer_alias)
}

/// The fields that an event shows as MET saw them.
fn shown(event: &Event<'_>, standing: Standing, is_cut: bool, scheme: bool) -> Fields {
    let own = standing != Standing::Gateway;
    let host = event.host.is_some() || event.target.first() != Some(&b'/');
    let condition =
        if own { event.if_modified_since.is_some() } else { event.forwarded == Some(Forwarded::Conditional) };
    let mut shown = Fields::NONE;
    let mut add = |holds: bool, field: Fields| shown.0 |= if holds { field.0 } else { 0 };
    add(event.at_ms.is_some(), Fields::TIME);
    add(event.status.is_some(), Fields::STATUS);
    add(!is_cut, Fields::QUERY);
    add(event.user_agent.is_some() && standing == Standing::Direct, Fields::AGENT);
    add(event.address.is_some(), Fields::ADDRESS);
    add(condition, Fields::CONDITION);
    add(event.expires.is_some(), Fields::EXPIRES);
    add(event.last_modified.is_some(), Fields::MODIFIED);
    add(event.accept_encoding.is_some() && own, Fields::CODING);
    add(event.origin.is_some() && own, Fields::ORIGIN);
    add(event.location.is_some(), Fields::LOCATION);
    add(event.bytes.is_some(), Fields::BYTES);
    add(scheme && host, Fields::SCHEME);
    add(host, Fields::HOST);
    shown
}

fn weigh_origin(event: &Event<'_>, occasions: &mut Set, breaches: &mut Set) {
    match event.origin {
        // Without it a browser and a program that takes its name cannot be told apart.
        None => {
            *occasions = occasions.without(Check::UserAgentBrowser.bit());
            *breaches = breaches.without(Check::UserAgentBrowser.bit());
        }
        Some(b"" | b"-") => {}
        Some(origin) => {
            *breaches = breaches.without(Check::UserAgentBrowser.bit());
            occasions.add(Check::OriginNotIdentifying);
            breaches.add_if(Check::OriginNotIdentifying, !super::name::identifies(origin));
        }
    }
}

/// Whether compression was requested, or by the size of the response, was likely not.
fn weigh_coding(event: &Event<'_>, standing: Standing, target: &Target, record: &mut Record) {
    if record.status != 200 || record.method != Method::Get || !target.kind.is(Kind::TEXT) {
        return;
    }
    match (event.accept_encoding.filter(|_| standing != Standing::Gateway), event.bytes) {
        (Some(codings), _) => {
            let lower = codings.to_ascii_lowercase();
            let compressed = [&b"gzip"[..], b"deflate", b"br", b"zstd", b"*"];
            let wanted = compressed.iter().any(|coding| memchr::memmem::find(&lower, coding).is_some());
            record.occasions.add(Check::CompressionNotRequested);
            record.breaches.add_if(Check::CompressionNotRequested, !wanted);
        }
        // A compact forecast has 3 kB compressed and 38 kB as it is.
        (None, Some(bytes)) if target.kind.is(Kind::COMPACT) && standing == Standing::Direct => {
            record.occasions.add_if(Check::CompressionNotRequested, !(10_000..=20_000).contains(&bytes));
            record.breaches.add_if(Check::CompressionNotRequested, bytes > 20_000);
        }
        _ => {}
    }
}
