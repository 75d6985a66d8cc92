//! The requests of an access log, put together by what can be said of them.
//!
//! Of thousands of lines the report shows each kind once, with a count: product and version, status, method, client,
//! and what is wrong with the URL. A kind is represented by its first line.

mod counts;
mod exchange;
mod way;

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use counts::KindCounts;
use exchange::{at, client_of, exchange};
use way::{Destination, way};

use super::log::{LogLine, LogReader, LogRow};
use super::{Captured, Hints, IntakeError, Reading, group, transcript};
use crate::diagnosis::lints;
use crate::evidence::event::{Event, Vantage};
use crate::evidence::occurrences::Occurrences;
use crate::evidence::{Evidence, Exchange};
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::met::hosts::Service;
use crate::met::product_request::ProductRequest;
use crate::sort::sort_by_key;

/// The most kinds in a report. What a log holds is up to the senders of requests.
pub const MAX_KINDS: usize = 200;

/// The most kinds that are kept apart while reading.
const MAX_COUNTED: usize = 5_000;

/// The most clients whose names are kept at hand.
const MAX_CLIENTS: usize = 50_000;

/// Takes a request to MET, and the number of its kind.
type Watch<'w> = &'w mut dyn FnMut(usize, &Event<'_>);

/// Reads a log, and gives its requests to MET to `watch`.
///
/// # Errors
/// When no line shows a request to a host that is known.
pub(super) fn read(input: &[u8], hints: &Hints, watch: Watch<'_>) -> Result<Reading, IntakeError> {
    let text = transcript::as_utf8(input);
    let mut log = LogSummary { base: hints.url.as_ref(), ..LogSummary::default() };
    let mut reader = LogReader::default();
    for (number, line) in text.split(|&b| b == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !line.trim_ascii().is_empty() {
            log.read(&mut reader, number + 1, line, watch);
        }
    }
    log.finish()
}

#[derive(Default)]
struct LogSummary<'a> {
    /// Where the requests of a log went that shows paths alone, where the user says so.
    base: Option<&'a Url>,
    kinds: Vec<RequestKind>,
    by_key: HashMap<String, usize>,
    /// What can be said of each client.
    clients: HashMap<u64, String>,
    counts: KindCounts,
}

/// Requests of which the same can be said.
struct RequestKind {
    number: usize,
    line: usize,
    exchange: Exchange,
    visitors: bool,
    query_cut: bool,
    occurrences: Occurrences,
    urls: HashSet<u64>,
}

impl LogSummary<'_> {
    fn read(&mut self, reader: &mut LogReader, number: usize, raw: &[u8], watch: Watch<'_>) {
        self.counts.lines += 1;
        match reader.read(raw, &mut |line| self.add(number, raw, line, watch)) {
            LogRow::Request => {}
            LogRow::Directive => self.counts.lines -= 1,
            LogRow::Unknown => self.counts.pass_over(number, raw),
        }
    }

    fn add(&mut self, number: usize, raw: &[u8], line: &LogLine<'_>, watch: Watch<'_>) {
        let (url, visitors) = match way(line, self.base) {
            Destination::To(url) => (url, false),
            Destination::Through(url) => (url, true),
            Destination::Tunnel => return self.counts.tunnels += 1,
            Destination::Unnamed => return self.counts.unnamed += 1,
            Destination::Unreadable => return self.counts.pass_over(number, raw),
        };
        // What a cache or a relay logs of its own requests is what MET received.
        let visitors = visitors && line.event.vantage != Some(Vantage::Outbound);
        let mut line = line.clone();
        if visitors {
            // What visitors sent is not what went on to MET.
            (line.event.user_agent, line.referer) = (None, None);
            self.counts.visits += 1;
        }
        // Squid leaves out queries, and the question mark stays.
        let query_cut = line.event.query_cut || url.query() == Some("");
        self.counts.cut += usize::from(query_cut);
        let wire = url.wire();
        let is_met = Service::of(&url) == Service::Met && !visitors;
        let at = at(&line.event);
        let exchange = exchange(&line, url);
        let key = self.key(&exchange, visitors);
        let known = self.by_key.get(&key).copied();
        let kind = known.unwrap_or(self.kinds.len());
        if known.is_none() {
            if self.kinds.len() == MAX_COUNTED {
                return self.counts.uncounted += 1;
            }
            self.kinds.push(RequestKind {
                number: kind,
                line: number,
                exchange,
                visitors,
                query_cut,
                occurrences: Occurrences::of(at),
                urls: HashSet::new(),
            });
            self.by_key.insert(key, kind);
        }
        if let Some(found) = self.kinds.get_mut(kind) {
            found.urls.insert(hashed(&wire));
            if known.is_some() {
                found.occurrences.count(at);
            }
        }
        if is_met {
            watch(kind, &Event { target: wire.as_bytes(), host: None, scheme: None, query_cut, ..line.event });
        }
    }

    /// Everything on which what can be said of a request depends.
    fn key(&mut self, exchange: &Exchange, visitors: bool) -> String {
        let Some((request, url)) = exchange.request.as_ref().zip(exchange.url()) else { return String::new() };
        let asked = ProductRequest::of(url).filter(|_| Service::of(url) == Service::Met);
        let lints: Vec<&str> = lints::ids(url, asked.as_ref(), Timestamp::from_unix(1_771_243_200)).collect();
        let product = asked.map(|asked| format!("{}/{}", asked.product, asked.version)).unwrap_or_default();
        let status = exchange.status().unwrap_or_default();
        let fields = hashed(&(request.fields.get("user-agent"), request.fields.get("referer")));
        let client = match self.clients.get(&fields) {
            Some(client) => client.clone(),
            None => {
                let client = client_of(request);
                if self.clients.len() < MAX_CLIENTS {
                    self.clients.insert(fields, client.clone());
                }
                client
            }
        };
        let failure = exchange.failure.as_ref().map(|failure| (failure.phase, failure.kind.as_str()));
        let lints = lints.join(" ");
        format!("{} {} {product} {status} {failure:?} {visitors} {client} {lints}", request.method, url.origin())
    }

    fn finish(mut self) -> Result<Reading, IntakeError> {
        let hidden = self.keep_weightiest();
        let notes = self.counts.notes(self.kinds.len(), hidden);
        if self.kinds.is_empty() {
            let why = if notes.is_empty() { "it is empty".to_owned() } else { notes.join("; ") };
            let help = "a path without a host is known to be MET's only if it starts with /weatherapi/: name the host with \
                 --url";
            return Err(IntakeError::at_line(
                1,
                format!("the log contains no request that can be checked: {why} ({help})"),
            ));
        }
        let captured = self.kinds.into_iter().map(captured).collect();
        Ok(Reading { captured, notes })
    }

    /// Leaves the kinds that weigh most, refusals before others, and says how many lines the others have.
    fn keep_weightiest(&mut self) -> (usize, usize) {
        for kind in &mut self.kinds {
            kind.occurrences.urls = kind.urls.len();
        }
        sort_by_key(&mut self.kinds, |kind| {
            let good = kind.exchange.status().is_some_and(|status| status < 400);
            (good, std::cmp::Reverse(kind.occurrences.requests), kind.line)
        });
        let left = self.kinds.split_off(self.kinds.len().min(MAX_KINDS));
        sort_by_key(&mut self.kinds, |kind| kind.line);
        (left.len(), left.iter().map(|kind| kind.occurrences.requests).sum())
    }
}

fn captured(kind: RequestKind) -> Captured {
    let at = kind.occurrences.last_at;
    let mut evidence = Evidence {
        exchanges: vec![kind.exchange],
        occurrences: Some(Box::new(kind.occurrences)),
        status_only: true,
        visitors: kind.visitors,
        query_cut: kind.query_cut,
        ..Evidence::default()
    };
    group::complete(&mut evidence);
    // A log shows no Location, which says nothing about the answer.
    evidence.redirect_stop = None;
    Captured { place: format!("line {}", kind.line), at: Some(at), evidence, kind: Some(kind.number) }
}

fn hashed(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Phase;

    /// The URL and the status of each kind, and the notes.
    fn told(log: &str, base: Option<&str>) -> (Vec<String>, String) {
        let url = base.map(|base| Url::parse(base).unwrap());
        let found = read(log.as_bytes(), &Hints { url, ..Hints::default() }, &mut |_, _| ()).unwrap();
        let of = |captured: &Captured| {
            let exchange = captured.evidence.exchanges.first().unwrap();
            let agent = exchange.request.as_ref().and_then(|request| request.fields.get("user-agent"));
            format!("{:?} {} {agent:?}", exchange.status(), exchange.url().unwrap())
        };
        (found.captured.iter().map(of).collect(), found.notes.join("; "))
    }

    #[test]
    fn host_of_a_log_of_paths_is_named_by_the_user() {
        let line = |target: &str| {
            format!("::1 - - [08/Jun/2020:08:04:43 +0000] \"GET {target} HTTP/1.1\" 500 803 \"-\" \"x/1\"\n")
        };
        let (found, notes) = told(&line("/solr/a|b"), Some("http://h.no:8080/ignored?x"));
        assert_eq!((found, notes.as_str()), (vec!["Some(500) http://h.no:8080/solr/a|b Some(\"x/1\")".to_owned()], ""));
        // A path that MET has is at the host that the user names, and the client is one of MET then.
        let (found, notes) = told(&line("/weatherapi/x/2.0/"), Some("https://api.met.no"));
        assert_eq!(found, ["Some(500) https://api.met.no/weatherapi/x/2.0/ Some(\"x/1\")"]);
        assert_eq!(notes, "");
        let (found, notes) = told(&line("/weatherapi/x/2.0/"), None);
        assert_eq!(found, ["Some(500) https://api.met.no/weatherapi/x/2.0/ None"]);
        assert!(notes.contains("1 lines show what visitors sent"), "{notes}");
        assert!(
            read(line("/solr").as_bytes(), &Hints::default(), &mut |_, _| ()).unwrap_err().reason.contains("--url")
        );
    }

    #[test]
    fn failure_of_the_way_to_met_is_no_refusal() {
        let log = "2025/11/14 09:13:20 [error] 29#29: *12 upstream timed out (110: x) while connecting to upstream, \
                   client: 192.0.2.1, server: _, request: \"GET /w HTTP/1.1\", \
                   upstream: \"https://157.249.81.141:443/weatherapi/x/2.0/\", host: \"localhost:8080\"\n";
        let found = read(log.as_bytes(), &Hints::default(), &mut |_, _| ()).unwrap().captured;
        let exchange = found[0].evidence.exchanges.first().unwrap();
        let failure = exchange.failure.as_ref().unwrap();
        assert_eq!((failure.phase, failure.kind.as_str(), exchange.status()), (Phase::Connect, "timed-out", None));
        assert_eq!(exchange.url().unwrap().to_string(), "https://api.met.no/weatherapi/x/2.0/");
    }
}
