//! A judge as one line of JSON: what a part of a log gives to be merged with others, on this machine or another.
//!
//! It holds counts, hashes and a few samples, no addresses. What is beyond its bound is left out, the parts that matter
//! least first, and counted.

use std::io::{Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};

use super::batch::BatchCounts;
use super::client::Client;
use super::heads::{SeamHead, Seams};
use super::judge::{Application, Judge, SLOTS};
use super::products::Products;
use super::record::HORIZON_S;
use super::redirects::Redirects;
use super::settings::{By, JudgeSettings};
use super::source::LogSource;
use super::stream::UrlState;
use super::timeline::Timeline;
use super::windows::Windows;
use crate::evidence::event::Vantage;
use crate::met::meanings::AS_OF;

/// The version of the form.
const VERSION: u32 = 2;

/// The most bytes of a line.
pub(crate) const LONGEST: usize = 1_000_000;

/// The most bytes that a line is unpacked to.
const UNPACKED: u64 = 64 * 1024 * 1024;

/// A part.
#[derive(Debug)]
pub(crate) struct Partial {
    /// What it comes from.
    pub sources: Vec<LogSource>,
    /// What was judged of it.
    pub judge: Judge,
}

/// What has to be the same in parts that are merged.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Options {
    by: By,
    vantage: Option<Vantage>,
    full_addresses: bool,
    since: Option<i64>,
    until: Option<i64>,
    /// By what the key of addresses can be known; none for the one that everyone has.
    key: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct PartialLine {
    metstatus_partial: u32,
    version: String,
    knowledge: String,
    options: Options,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    note: Option<String>,
    sources: Vec<LogSource>,
    state: String,
}

#[derive(Serialize, Deserialize)]
struct Content {
    counts: BatchCounts,
    clients: Vec<Client>,
    applications: Vec<Application>,
    timeline: Timeline<SLOTS>,
    products: Vec<(u64, String)>,
    heads: Vec<(u64, SeamHead)>,
    states: Vec<(u64, UrlState)>,
    windows: Vec<Windows>,
    redirects: Redirects,
    /// The bounds that were reached: floor, crowded, keys that the table dropped, seams dropped and lost.
    bounds: (u32, u64, u64, u64, u64),
    ends: Option<(u32, u32)>,
}

fn options(settings: &JudgeSettings) -> Options {
    let JudgeSettings { by, vantage, full_addresses, since, until, .. } = *settings;
    let key = (settings.key != super::AddressKey::default()).then(|| settings.key.id());
    Options { by, vantage, full_addresses, since, until, key }
}

/// What is said of addresses that anyone can recover.
const PERSONAL: &str = "without --key-file the hashed addresses can be recovered: handle this as personal data";

impl Partial {
    /// The part as one line, with its end.
    ///
    /// # Errors
    /// When it does not fit, whatever is left out.
    pub(crate) fn write(self) -> Result<String, String> {
        let settings = options(&self.judge.settings);
        let mut content = content(self.judge);
        for _ in 0..24 {
            let line = PartialLine {
                metstatus_partial: VERSION,
                version: env!("CARGO_PKG_VERSION").to_owned(),
                knowledge: AS_OF.to_owned(),
                note: settings.key.is_none().then(|| PERSONAL.to_owned()),
                options: Options { ..settings },
                sources: self.sources.clone(),
                state: pack(&content)?,
            };
            let mut text = serde_json::to_string(&line).map_err(|error| error.to_string())?;
            text.push('\n');
            if text.len() <= LONGEST {
                return Ok(text);
            }
            shrink(&mut content);
        }
        Err(format!("the part does not fit into {LONGEST} bytes: audit smaller pieces of the log"))
    }

    /// Reads a line.
    ///
    /// # Errors
    /// When it is not a part, or one of another version.
    pub(crate) fn read(line: &[u8]) -> Result<Self, String> {
        let line: PartialLine =
            serde_json::from_slice(line).map_err(|_| "it is not a partial result of metstatus audit".to_owned())?;
        if line.metstatus_partial != VERSION || line.version != env!("CARGO_PKG_VERSION") || line.knowledge != AS_OF {
            return Err(format!(
                "it was made by metstatus {}, and this is {}",
                crate::text::escape::clip(&crate::text::escape::escape(&line.version), 20),
                env!("CARGO_PKG_VERSION")
            ));
        }
        let content = unpack(&line.state).ok_or("its state is damaged")?;
        let Options { by, vantage, full_addresses, since, until, key } = line.options;
        let settings =
            JudgeSettings { by, vantage, full_addresses, since, until, mergeable: true, ..JudgeSettings::default() };
        let mut judge = Judge::new(settings);
        judge.foreign_key = key;
        restore(&mut judge, content).ok_or("its state is damaged")?;
        Ok(Self { sources: line.sources, judge })
    }

    /// Whether two parts can be merged; if not, why.
    ///
    /// # Errors
    /// When they were made with other options or another key, or have a source in common.
    pub(crate) fn fits(&self, other: &Self) -> Result<(), String> {
        let of = |part: &Self| Options { key: part.judge.foreign_key, ..options(&part.judge.settings) };
        let (mine, theirs) = (of(self), of(other));
        if mine.key != theirs.key {
            return Err("the parts were made with different keys (--key-file)".to_owned());
        }
        // Parts of different times are what is merged most often.
        let theirs = Options { since: mine.since, until: mine.until, ..theirs };
        if mine != theirs {
            return Err("the parts were made with different options".to_owned());
        }
        let twice = self.sources.iter().find(|mine| other.sources.iter().any(|theirs| mine.is_same(theirs)));
        match twice {
            Some(source) => Err(format!("{} is in two parts, and would count twice", source.file)),
            None => Ok(()),
        }
    }

    /// Appends a later part.
    pub(crate) fn merge(&mut self, next: Self) {
        self.sources.extend(next.sources);
        self.judge.merge(next.judge);
    }
}

fn content(mut judge: Judge) -> Content {
    judge.flush();
    for client in &mut judge.clients {
        client.settle();
        client.by_second.settle();
        client.by_minute.settle();
        client.throttled.settle();
    }
    for application in &mut judge.applications {
        application.by_second.settle();
        application.by_minute.settle();
    }
    let last = judge.ends.map_or(0, |(_, last)| last);
    let mut heads: Vec<_> = std::mem::take(&mut judge.seams.heads).into_iter().collect();
    heads.sort_unstable_by_key(|(key, _)| *key);
    let mut states: Vec<_> = judge.table.since(last.saturating_sub(HORIZON_S)).collect();
    states.sort_unstable_by_key(|(key, _)| *key);
    Content {
        counts: judge.counts,
        products: judge.products.all().map(|(key, name)| (key, name.to_owned())).collect(),
        heads,
        states,
        windows: judge.windows.into(),
        redirects: judge.redirects,
        bounds: (judge.floor, judge.crowded, judge.table.dropped, judge.seams.dropped, judge.seams.lost),
        ends: judge.ends,
        clients: judge.clients,
        applications: judge.applications,
        timeline: judge.timeline,
    }
}

fn restore(judge: &mut Judge, content: Content) -> Option<()> {
    let mut products = Products::default();
    for (number, (key, name)) in content.products.iter().enumerate() {
        // The numbers are those of the list, and hold for the records too.
        (usize::from(products.number_of(*key, name)) == number).then_some(())?;
    }
    judge.products = products;
    let known = |client: u32| (client as usize) < content.clients.len();
    let heads = content.heads.iter().flat_map(|(_, head)| &head.records).all(|record| known(record.client));
    let windows = content.windows.iter().all(|windows| windows.clients().all(known));
    let pending = content.redirects.pending.iter().all(|pending| known(pending.client));
    let whole = content.clients.iter().all(Client::is_whole) && content.timeline.is_whole();
    (heads && windows && pending && whole).then_some(())?;
    judge.counts = content.counts;
    judge.by_key = (0..).zip(&content.clients).map(|(number, client)| (client.key, number)).collect();
    judge.clients = content.clients;
    judge.applications = content.applications;
    judge.timeline = content.timeline;
    judge.windows = content.windows.try_into().ok()?;
    judge.redirects = content.redirects;
    for (key, state) in content.states {
        judge.table.set(key, state.seen_at(), state);
    }
    let (floor, crowded, table, dropped, lost) = content.bounds;
    let heads = content.heads.into_iter().collect();
    judge.seams = Seams { heads, dropped, lost, ..Seams::new(true, judge.limits.heads) };
    (judge.floor, judge.crowded, judge.table.dropped, judge.ends) = (floor, crowded, table, content.ends);
    Some(())
}

/// Leaves out what matters least: half of the seams, then seconds with few requests, then half of the samples' room.
fn shrink(content: &mut Content) {
    let (heads, states) = (content.heads.len(), content.states.len());
    if heads + states > 400 {
        content.heads.truncate(heads / 2);
        content.states.truncate(states / 2);
        content.bounds.3 += (heads - heads / 2) as u64;
        content.bounds.4 += (states - states / 2) as u64;
        return;
    }
    content.bounds.0 = content.bounds.0 * 2 + 1;
    for client in &mut content.clients {
        client.by_second.drop_small(content.bounds.0);
        client.by_minute.drop_small(content.bounds.0);
        client.timeline.shrink();
    }
    for application in &mut content.applications {
        application.by_second.drop_small(content.bounds.0);
        application.by_minute.drop_small(content.bounds.0);
    }
    // The clients with the fewest requests are counted together, those that nothing else refers to.
    let named = |client: u32| {
        content.heads.iter().flat_map(|(_, head)| &head.records).any(|record| record.client == client)
            || content.windows.iter().any(|windows| windows.clients().any(|known| known == client))
    };
    let mut order: Vec<u32> = (0..).take(content.clients.len()).filter(|client| !named(*client)).collect();
    order.sort_by_key(|client| content.clients.get(*client as usize).map_or(0, |client| client.requests));
    for client in order.iter().take(order.len() / 2) {
        if let Some(client) = content.clients.get_mut(*client as usize) {
            client.forget_sketches();
        }
    }
    content.bounds.1 += (order.len() / 2) as u64;
}

fn pack(content: &Content) -> Result<String, String> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(6));
    let json = serde_json::to_vec(content).map_err(|error| error.to_string())?;
    let packed = encoder.write_all(&json).and_then(|()| encoder.finish()).map_err(|error| error.to_string())?;
    Ok(STANDARD_NO_PAD.encode(packed))
}

fn unpack(state: &str) -> Option<Content> {
    let packed = STANDARD_NO_PAD.decode(state).ok()?;
    let mut json = Vec::new();
    let read = DeflateDecoder::new(packed.as_slice()).take(UNPACKED).read_to_end(&mut json).ok()?;
    ((read as u64) < UNPACKED).then(|| serde_json::from_slice(&json).ok()).flatten()
}
