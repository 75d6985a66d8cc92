//! From an event to a record: what a request is about, how it reached MET, and what it shows by itself.

use super::agent::{Agent, Agents};
use super::batch::{ClientSeen, RecordBatch, TIMES};
use super::check::{Check, Set, ShownFields};
use super::client::Standing;
use super::date::Dates;
use super::hash::{ByHash, join, short, stable};
use super::host::KnownHost;
use super::memo::Memo;
use super::record::{Method, NO_STATUS, NOT_SENT, NOT_SHOWN, Record, SENT};
use super::settings::{By, JudgeSettings};
use super::target::{self, RequestTarget, TargetReader, Traits};
use crate::evidence::event::{Event, Forwarded, Vantage};
use crate::http::status::is_redirect;

/// Reduces requests to what is kept of them, without those before: any number of threads can do it side by side.
#[derive(Debug)]
pub(crate) struct Digester {
    settings: JudgeSettings,
    /// What was made, until the judge takes it.
    pub(super) batch: RecordBatch,
    pub(super) targets: TargetReader,
    agents: Agents,
    dates: Dates,
    texts_seen: TextsSeen,
    /// The clients of the batch by their keys.
    clients: ByHash<u32>,
    /// The client of the last request.
    last: Option<(u64, u32)>,
    /// The clients and applications whose names an earlier batch has.
    named: ByHash<()>,
}

/// What makes the key of an application, where that of a client has its standing.
const APPLICATION: u64 = 1 << 32;

/// How many clients and products are remembered at a time.
const REMEMBERED: usize = 4096;

impl Digester {
    pub(super) fn new(settings: JudgeSettings) -> Self {
        Self {
            settings,
            batch: RecordBatch::default(),
            targets: TargetReader::with_most(usize::from(u16::MAX)),
            agents: Agents::default(),
            dates: Dates::default(),
            texts_seen: TextsSeen::default(),
            clients: ByHash::default(),
            last: None,
            named: ByHash::default(),
        }
    }

    /// Takes one request.
    pub(crate) fn push(&mut self, event: &Event<'_>) {
        let second = event.at_ms.map(|ms| ms.div_euclid(1000));
        let JudgeSettings { since, until, .. } = self.settings;
        let outside = |at: i64| since.is_some_and(|since| at < since) || until.is_some_and(|until| at >= until);
        if self.batch.is_empty() {
            self.begin();
        }
        let counts = &mut self.batch.counts;
        if second.is_some_and(outside) {
            counts.outside += 1;
            return;
        }
        counts.requests += 1;
        let at = second.filter(|at| TIMES.contains(at)).and_then(|at| u32::try_from(at).ok());
        counts.impossible_times += u64::from(second.is_some() && at.is_none());
        if let Some(at) = at {
            self.batch.note_time(at);
        }
        self.digest(event, at.unwrap_or_default());
    }

    /// Begins a batch: what numbers the places of the last one have is forgotten.
    fn begin(&mut self) {
        self.clients.clear();
        self.last = None;
        if self.named.len() > REMEMBERED {
            self.named.clear();
        }
        if self.targets.products.len() > REMEMBERED {
            self.targets = TargetReader::with_most(usize::from(u16::MAX));
        }
    }

    /// Reduces a request to what is kept of it. What is none of MET's is only counted.
    fn digest(&mut self, event: &Event<'_>, at: u32) {
        let (url, path) = target::split(event.target);
        let host = url.map(|(_, host)| host).or(event.host);
        let named = host.map(|host| self.texts_seen.host.of(host, KnownHost::of)).unwrap_or_default();
        let Some(target) = self.targets.read(path, named.is_met) else {
            self.batch.counts.elsewhere += 1;
            return;
        };
        let Some(standing) = self.standing(event, named.is_met) else {
            self.batch.counts.from_cache += 1;
            return;
        };
        let agent = event.user_agent.filter(|_| is_own(event, standing)).map(|text| self.agents.of(text));
        let address = event.address.map_or(0, |address| self.settings.key.hash(address).max(1));
        let mut record = Record {
            at,
            address,
            place: target.place,
            product: target.product,
            traits: target.traits,
            cell: target.cell,
            spot: target.spot,
            token: agent.map_or(0, |agent| agent.token),
            bytes: event.bytes,
            status: event.status.unwrap_or(NO_STATUS),
            method: method(event.method),
            lifetime_s: self.targets.products.get(target.product).lifetime_s,
            ..Record::default()
        };
        let is_cut = event.query_cut;
        record.key = match standing {
            Standing::Gateway => join(1, target.place),
            _ => join(join(address, agent.map_or(0, |agent| agent.hash)), target.place),
        };
        // Without addresses a relay's clients look like one that repeats itself.
        let mixed = standing == Standing::Relayed && event.address.is_none_or(|address| matches!(address, b"" | b"-"));
        if is_cut || standing == Standing::Unknown || mixed {
            record.key = 0;
        }
        self.read_fields(event, standing, &mut record);
        note_location(event, &mut record, agent.map_or(0, |agent| agent.hash));
        record.client = self.client(event, host, standing, agent.as_ref(), address);
        let scheme = url.map(|(scheme, _)| scheme).or(event.scheme);
        self.weigh(event, standing, &target, agent.as_ref(), host.map(|_| named), scheme, &mut record);
        record.text = self.batch.keep_text(path, event.address);
        self.batch.records.push(record);
    }

    /// The place of a request's client in the list of the batch.
    fn client(
        &mut self,
        event: &Event<'_>,
        host: Option<&[u8]>,
        standing: Standing,
        agent: Option<&Agent>,
        address: u64,
    ) -> u32 {
        let token = agent.map_or(0, |agent| agent.token);
        let by = self.settings.by;
        let key = match (standing, by) {
            (Standing::Gateway, _) => 1,
            (_, By::UserAgent) => token,
            (_, By::Address) => address,
            (_, By::Both) => join(token, address),
            (_, By::Host) => host.map_or(0, stable),
        };
        let key = join(key, standing as u64);
        let has_application = by != By::UserAgent && standing != Standing::Gateway;
        // A client may use several applications: each pair is one entry.
        let place = if has_application { join(key, token) } else { key };
        if let Some((last, number)) = self.last
            && last == place
        {
            return number;
        }
        let known = self.clients.get(&place).copied();
        let number = known.unwrap_or_else(|| {
            let number = u32::try_from(self.batch.clients.len()).unwrap_or(u32::MAX);
            let is_new = self.named.insert(key, ()).is_none();
            let mut seen = ClientSeen { key, standing, ..ClientSeen::default() };
            seen.name = is_new.then(|| super::name::client(event, host, standing, &self.settings));
            if has_application {
                seen.application = Some(token);
                let is_new = self.named.insert(join(token, APPLICATION), ()).is_none();
                seen.application_name = is_new.then(|| super::name::application(event));
            }
            self.batch.clients.push(seen);
            self.clients.insert(place, number);
            number
        });
        self.last = Some((place, number));
        number
    }

    /// How a request reached MET; `None` where it did not.
    fn standing(&self, event: &Event<'_>, at_met: bool) -> Option<Standing> {
        let said = self.settings.vantage;
        match event.forwarded {
            Some(Forwarded::No) => return None,
            Some(_) if said.is_none_or(|said| said == Vantage::Inbound) => return Some(Standing::Gateway),
            _ => {}
        }
        let guess = if at_met { Some(Vantage::Outbound) } else { event.vantage };
        Some(match (said, guess.unwrap_or(Vantage::Inbound)) {
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
        target: &RequestTarget,
        agent: Option<&Agent>,
        host: Option<KnownHost>,
        scheme: Option<&[u8]>,
        record: &mut Record,
    ) {
        let is_cut = event.query_cut;
        record.shown = shown(event, standing, is_cut, scheme.is_some());
        record.browser = agent.is_some_and(|agent| agent.browser);
        record.busting = target.busting.filter(|_| standing != Standing::Unknown);
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
        weigh_origin(event, occasions, breaches, &mut self.texts_seen.origin);
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
            breaches.add_if(Check::CustomerAlias, host.is_alias);
            // Caches log http for what went out by https, which MET answers with a redirect and nothing else.
            let known = scheme.is_some() && host.is_met;
            occasions.add_if(Check::PlainHttp, known);
            breaches.add_if(Check::PlainHttp, known && scheme == Some(b"http") && record.status / 100 == 3);
        }
        weigh_coding(event, standing, target, record, &mut self.texts_seen.coding);
        if !(standing == Standing::Direct || standing == Standing::Gateway && is_own(event, standing)) {
            record.occasions = record.occasions.without(Check::IDENTITY);
            record.breaches = record.breaches.without(Check::IDENTITY);
        }
        if is_cut {
            record.occasions =
                record.occasions.without(Set(Check::CacheBusting.bit().0 | Check::UnfilteredList.bit().0));
            record.breaches = record.breaches.without(Set(Check::CacheBusting.bit().0 | Check::UnfilteredList.bit().0));
        }
    }
}

/// Texts that are mostly the same from one request to the next, with what they say.
#[derive(Debug, Default)]
struct TextsSeen {
    host: Memo<KnownHost>,
    /// Whether an Origin or Referer identifies a site.
    origin: Memo<bool>,
    /// Whether an Accept-Encoding wants compression.
    coding: Memo<bool>,
}

/// Notes the redirect that an event brought.
fn note_location(event: &Event<'_>, record: &mut Record, agent: u64) {
    if let Some(location) = event.location.filter(|location| !matches!(*location, b"" | b"-"))
        && is_redirect(record.status)
        && record.key != 0
    {
        let (_, path) = target::split(location);
        record.leads_to = join(join(record.address, agent), stable(path)).max(1);
    }
}

fn method(method: Option<&[u8]>) -> Method {
    match method {
        None | Some(b"GET") => Method::Get,
        Some(b"HEAD") => Method::Head,
        Some(_) => Method::Other,
    }
}

/// Whether the headers in a line are those of its own requests: a cache may log what its visitors sent, unless its log
/// says that they are those that went out.
fn is_own(event: &Event<'_>, standing: Standing) -> bool {
    standing != Standing::Gateway || event.vantage == Some(Vantage::Outbound)
}

/// The fields that an event shows as MET saw them.
fn shown(event: &Event<'_>, standing: Standing, is_cut: bool, scheme: bool) -> ShownFields {
    let own = is_own(event, standing);
    let as_sent = standing == Standing::Direct || own && standing == Standing::Gateway;
    let host = event.host.is_some() || event.target.first() != Some(&b'/');
    let condition = if standing == Standing::Gateway {
        event.forwarded == Some(Forwarded::Conditional)
    } else {
        event.if_modified_since.is_some()
    };
    let mut shown = ShownFields::NONE;
    let mut add = |holds: bool, field: ShownFields| shown.0 |= if holds { field.0 } else { 0 };
    add(event.at_ms.is_some(), ShownFields::TIME);
    add(event.status.is_some(), ShownFields::STATUS);
    add(!is_cut, ShownFields::QUERY);
    add(event.user_agent.is_some() && as_sent, ShownFields::AGENT);
    add(event.address.is_some(), ShownFields::ADDRESS);
    add(condition, ShownFields::CONDITION);
    add(event.expires.is_some(), ShownFields::EXPIRES);
    add(event.last_modified.is_some(), ShownFields::MODIFIED);
    add(event.accept_encoding.is_some() && own, ShownFields::CODING);
    add(event.origin.is_some() && own, ShownFields::ORIGIN);
    add(event.location.is_some(), ShownFields::LOCATION);
    add(event.bytes.is_some(), ShownFields::BYTES);
    add(scheme && host, ShownFields::SCHEME);
    add(host, ShownFields::HOST);
    shown
}

fn weigh_origin(event: &Event<'_>, occasions: &mut Set, breaches: &mut Set, seen: &mut Memo<bool>) {
    match event.origin {
        // Without it a browser and a program that takes its name look the same.
        None => {
            *occasions = occasions.without(Check::UserAgentBrowser.bit());
            *breaches = breaches.without(Check::UserAgentBrowser.bit());
        }
        Some(b"" | b"-") => {}
        Some(origin) => {
            *breaches = breaches.without(Check::UserAgentBrowser.bit());
            occasions.add(Check::OriginNotIdentifying);
            breaches.add_if(Check::OriginNotIdentifying, !seen.of(origin, super::name::identifies));
        }
    }
}

/// Whether compression was requested, or by the size of the response, was likely not.
fn weigh_coding(
    event: &Event<'_>,
    standing: Standing,
    target: &RequestTarget,
    record: &mut Record,
    seen: &mut Memo<bool>,
) {
    if record.status != 200 || record.method != Method::Get || !target.traits.is(Traits::TEXT) {
        return;
    }
    match (event.accept_encoding.filter(|_| is_own(event, standing)), event.bytes) {
        (Some(codings), _) => {
            let wanted = seen.of(codings, wants_compression);
            record.occasions.add(Check::CompressionNotRequested);
            record.breaches.add_if(Check::CompressionNotRequested, !wanted);
        }
        // A compact forecast has 3 kB compressed and 38 kB as it is.
        (None, Some(bytes)) if target.traits.is(Traits::COMPACT) && standing == Standing::Direct => {
            record.occasions.add_if(Check::CompressionNotRequested, !(10_000..=20_000).contains(&bytes));
            record.breaches.add_if(Check::CompressionNotRequested, bytes > 20_000);
        }
        _ => {}
    }
}

fn wants_compression(codings: &[u8]) -> bool {
    let lower = codings.to_ascii_lowercase();
    let compressed = [&b"gzip"[..], b"deflate", b"br", b"zstd", b"*"];
    compressed.iter().any(|coding| memchr::memmem::find(&lower, coding).is_some())
}
