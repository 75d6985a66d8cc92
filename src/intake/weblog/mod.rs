//! Access logs of servers, proxies and caches, read as fast as they can be: every line becomes an event, or is counted
//! as one that cannot be read.
//!
//! The sender of the requests wrote part of every line: nothing of it is trusted.

mod clf;
mod draft;
mod json;
mod lines;
mod names;
mod prefix;
mod template;
mod time;
mod w3c;
mod words;

pub(crate) use draft::Draft;
pub(crate) use lines::{LogLines, Plain};
pub(crate) use template::Template;
use time::TimeReader;
pub(super) use time::iso as civil_time;

use crate::evidence::event::Vantage;

/// The most bytes of a line that are looked at. Servers refuse requests that are much shorter.
pub(crate) const MAX_LINE: usize = 64 * 1024;

/// How many lines are looked at to distinguish a log from other text.
pub(crate) const PROBED: usize = 50;

/// Whether an input begins as a message of HTTP, or as curl shows one: such is not a log, whatever its content quotes.
pub(crate) fn is_message(start: &[u8]) -> bool {
    [&b"HTTP/"[..], b"* ", b"> ", b"< "].iter().any(|mark| start.starts_with(mark))
}

/// The form of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// The Common Log Format and its children.
    Common,
    /// The access log of Squid.
    Squid,
    /// HAProxy's HTTP log.
    Haproxy,
    /// Envoy's default.
    Envoy,
    /// An AWS application load balancer.
    Alb,
    /// What the shipped format of varnishncsa -b writes.
    Varnish,
    /// A JSON object a line.
    Json,
    /// W3C, with a `#Fields` line.
    W3c,
    /// What the user says.
    Template,
}

impl Format {
    /// Those that are recognised, the more particular first.
    const ALL: [Self; 8] =
        [Self::Json, Self::Haproxy, Self::Envoy, Self::Common, Self::Squid, Self::Varnish, Self::Alb, Self::W3c];

    /// The name in reports.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Common => "common",
            Self::Squid => "squid",
            Self::Haproxy => "haproxy",
            Self::Envoy => "envoy",
            Self::Alb => "alb",
            Self::Varnish => "varnish",
            Self::Json => "json",
            Self::W3c => "w3c",
            Self::Template => "format string",
        }
    }

    /// Whether the time of a line is that of the end of its request, where the line does not say both.
    fn stamps_end(self) -> bool {
        matches!(self, Self::Common | Self::Json | Self::Squid | Self::W3c | Self::Alb | Self::Template)
    }
}

/// When a server stamps its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StampedAt {
    /// When the request begins, as Apache does.
    Start,
    /// When it ends, as nginx does.
    End,
}

impl StampedAt {
    /// The name in reports.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
        }
    }
}

/// What came of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineResult {
    /// It held a request.
    Request,
    /// It is well-formed and holds none: what a client sent was not HTTP, or the line is a comment.
    Empty,
    /// It could not be read.
    Unread,
}

/// Reads lines of one log.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    format: Option<Format>,
    fixed: bool,
    clock: Option<StampedAt>,
    template: Option<Template>,
    times: TimeReader,
    columns: w3c::Columns,
    common: clf::ClfScratch,
    words: words::WordScratch,
    json: json::JsonScratch,
    joined: Vec<u8>,
    /// What the format is called more closely.
    variety: Option<&'static str>,
    /// Lines that were read in another format than the first one.
    pub others: u64,
}

impl Reader {
    /// A reader that finds out the format by itself, or knows it, and the clock where that is known.
    pub(crate) fn new(format: Option<Format>, clock: Option<StampedAt>, template: Option<Template>) -> Self {
        Self {
            fixed: format.is_some(),
            format,
            clock,
            template,
            times: TimeReader::default(),
            columns: w3c::Columns::default(),
            common: clf::ClfScratch::default(),
            words: words::WordScratch::default(),
            json: json::JsonScratch::default(),
            joined: Vec::new(),
            variety: None,
            others: 0,
        }
    }

    /// The format, once it is known.
    #[cfg(test)]
    pub(crate) fn format(&self) -> Option<Format> {
        self.format
    }

    /// Whether a line can be read without those before it, by any copy of this reader.
    pub(crate) fn reads_lines_apart(&self) -> bool {
        self.format.is_some_and(|format| format != Format::W3c)
    }

    /// What the format is called in reports, once it is known.
    pub(crate) fn name(&self) -> Option<&'static str> {
        self.variety.or(self.format.map(Format::as_str))
    }

    /// Whether only the server knows when it stamps its lines, and that was not said: Apache does it at the start of a
    /// request, nginx at the end.
    pub(crate) fn assumes_clock(&self) -> bool {
        let is_open = matches!(self.variety, Some("common" | "combined" | "vhost combined"));
        self.clock.is_none() && is_open
    }

    /// When the lines are stamped.
    pub(crate) fn clock(&self) -> StampedAt {
        let by_format = self.format.is_none_or(Format::stamps_end);
        self.clock.unwrap_or(if by_format { StampedAt::End } else { StampedAt::Start })
    }

    /// Reads a line without its end, and gives what it shows of its request to `take`.
    pub(crate) fn read(&mut self, line: &[u8], number: u64, take: &mut dyn FnMut(&Draft<'_>)) -> LineResult {
        let line = line.get(..line.len().min(MAX_LINE)).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match line.first() {
            None => return LineResult::Empty,
            Some(b'#') => {
                self.columns.directive(line);
                return LineResult::Empty;
            }
            _ => {}
        }
        if let Some(format) = self.format
            && let Some(read) = self.read_as(format, line, number, take)
        {
            return read;
        }
        self.read_other(line, number, take)
    }

    /// Reads a line that is not of the format of those before as it is, or has a prefix.
    #[cold]
    fn read_other(&mut self, line: &[u8], number: u64, take: &mut dyn FnMut(&Draft<'_>)) -> LineResult {
        if let Some(read) = self.read_as_others(line, number, take) {
            return read;
        }
        let mut text = Vec::new();
        let Some(line) = prefix::without(line).or_else(|| json::collected(line, &mut text)) else {
            return LineResult::Unread;
        };
        let read = self.format.and_then(|format| self.read_as(format, line, number, take));
        read.or_else(|| self.read_as_others(line, number, take)).unwrap_or(LineResult::Unread)
    }

    /// Reads a line in the formats that those before do not have.
    fn read_as_others(&mut self, line: &[u8], number: u64, take: &mut dyn FnMut(&Draft<'_>)) -> Option<LineResult> {
        if self.fixed {
            return None;
        }
        let tried = self.format;
        for format in Format::ALL.into_iter().filter(|format| Some(*format) != tried) {
            if let Some(read) = self.read_as(format, line, number, take) {
                self.others += u64::from(self.format.is_some());
                self.format.get_or_insert(format);
                return Some(read);
            }
        }
        None
    }

    fn read_as(
        &mut self,
        format: Format,
        line: &[u8],
        number: u64,
        take: &mut dyn FnMut(&Draft<'_>),
    ) -> Option<LineResult> {
        let ends = match self.clock {
            Some(clock) => clock == StampedAt::End,
            None => format.stamps_end(),
        };
        let Self { times, columns, common, words, json, template, joined, variety, .. } = self;
        let mut draft = Draft::default();
        let into = &mut draft;
        match format {
            Format::Common => clf::read(line, into, times, common),
            Format::Squid => words::squid(line, into, times),
            Format::Haproxy => words::haproxy(line, into, times, words),
            Format::Envoy => words::envoy(line, into, times, words),
            Format::Alb => words::alb(line, into, times, words),
            Format::Varnish => words::varnish(line, into, times),
            Format::Json => json::read(line, into, times, json),
            Format::W3c => {
                columns.suppose(line);
                columns.read(line, into, times)
            }
            Format::Template => template.as_ref().and_then(|template| template.read(line, into, times)),
        }?;
        if variety.is_none() {
            *variety = Some(variety_of(format, into));
        }
        Some(finish(into, ends, number, joined, take))
    }
}

/// What a format is called more closely, by what a line of it shows.
fn variety_of(format: Format, draft: &Draft<'_>) -> &'static str {
    let event = &draft.event;
    match format {
        Format::Common if event.forwarded.is_some() => "squid combined",
        Format::Common if event.vantage.is_some() => "traefik",
        Format::Common if event.host.is_some() => "vhost combined",
        Format::Common if event.user_agent.is_some() => "combined",
        Format::Json if event.vantage == Some(Vantage::Inbound) => "caddy",
        format => format.as_str(),
    }
}

fn finish<'a>(
    draft: &mut Draft<'a>,
    ends: bool,
    number: u64,
    joined: &'a mut Vec<u8>,
    take: &mut dyn FnMut(&Draft<'_>),
) -> LineResult {
    if !draft.is_request() {
        return LineResult::Empty;
    }
    let query = draft.query.filter(|query| !query.is_empty());
    draft.complete(ends);
    let event = &mut draft.event;
    // Some formats log path and query apart.
    if let Some(query) = query.filter(|_| memchr::memchr(b'?', event.target).is_none()) {
        joined.clear();
        joined.extend_from_slice(event.target);
        joined.push(b'?');
        joined.extend_from_slice(query.strip_prefix(b"?").unwrap_or(query));
        event.target = joined;
    }
    event.line = number;
    // Without a word of its own a log is one of visitors.
    event.vantage = event.vantage.or(Some(Vantage::Inbound));
    take(draft);
    LineResult::Request
}

#[cfg(test)]
mod tests;
