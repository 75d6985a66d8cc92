//! Logs of servers and proxies: one line, one request. Each format has a file of its own, which reads a line into a
//! [`LogLine`] without copying what it shows.
//!
//! Who made the requests wrote part of every line, so nothing of it is trusted.

mod alb;
mod clf;
mod envoy;
mod haproxy;
mod json;
mod nginx_error;
mod scan;
mod squid;
mod w3c;

use std::borrow::Cow;

use super::transcript;
use crate::evidence::{FailureKind, Phase};
use crate::http::uri::target::Scheme;

/// The most bytes of a line that are looked at. Servers refuse request lines that are much shorter.
const MAX_LINE: usize = 64 * 1024;

/// How many lines are looked at to distinguish a log from other text.
const PROBED: usize = 50;

/// One request, as a line of a log shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogLine<'a> {
    /// When it was made or answered, in milliseconds of Unix time: most servers write a line when the response is done.
    pub at_ms: i64,
    /// The scheme, where the format shows it beside the target.
    pub scheme: Option<Scheme>,
    /// The host that was requested, with its port where it is written, in the formats that have one.
    pub host: Option<&'a [u8]>,
    /// The method.
    pub method: Cow<'a, [u8]>,
    /// The target: a path, a URL, or host and port after CONNECT.
    pub target: Cow<'a, [u8]>,
    /// The version, such as `HTTP/1.1`; empty where it is not shown.
    pub version: &'a [u8],
    /// The status; 0 where no response was sent.
    pub status: u16,
    /// Bytes of content, or of the whole response, as the format has it.
    pub bytes: Option<u64>,
    /// The Referer: `None` where the format does not show it, empty where none was sent.
    pub referer: Option<Cow<'a, [u8]>>,
    /// The User-Agent, in the same way.
    pub user_agent: Option<Cow<'a, [u8]>>,
    /// What failed between this server and its upstream, where the line is about that.
    pub failure: Option<(Phase, FailureKind, &'a [u8])>,
}

/// The formats, in the order in which a line is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LogFormat {
    Clf,
    Squid,
    Json,
    Haproxy,
    Alb,
    Envoy,
    W3c,
    NginxError,
}

const FORMATS: [LogFormat; 8] = [
    LogFormat::Clf,
    LogFormat::Squid,
    LogFormat::Json,
    LogFormat::Haproxy,
    LogFormat::Alb,
    LogFormat::Envoy,
    LogFormat::W3c,
    LogFormat::NginxError,
];

/// Reads the lines of one log, which may mix formats.
#[derive(Debug, Default)]
pub struct LogReader {
    /// The format of the last line that was read.
    last: Option<LogFormat>,
    /// What the columns of a W3C log are, by its last directive.
    columns: Option<w3c::Columns>,
}

/// What a line is.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "there is one at a time, and a box would cost an allocation a line")]
pub enum LogRow<'a> {
    /// A request.
    Request(LogLine<'a>),
    /// A directive or comment of the format.
    Directive,
    /// Nothing that is known.
    Unknown,
}

impl LogReader {
    /// Reads a line, without its end.
    pub fn read<'a>(&mut self, line: &'a [u8]) -> LogRow<'a> {
        let line = line.get(..line.len().min(MAX_LINE)).unwrap_or_default();
        if line.starts_with(b"#") {
            self.columns = w3c::Columns::of_directive(line).or(self.columns.take());
            return if w3c::is_directive(line) { LogRow::Directive } else { LogRow::Unknown };
        }
        let known = self.last.and_then(|format| self.parse(format, line));
        if let Some(found) = known {
            return LogRow::Request(found);
        }
        let others = FORMATS.into_iter().filter(|format| Some(*format) != self.last);
        let found = others.map(|format| (format, self.parse(format, line))).find(|(_, found)| found.is_some());
        match found {
            Some((format, Some(found))) => {
                self.last = Some(format);
                LogRow::Request(found)
            }
            _ => LogRow::Unknown,
        }
    }

    fn parse<'a>(&self, format: LogFormat, line: &'a [u8]) -> Option<LogLine<'a>> {
        match format {
            LogFormat::Clf => clf::parse(line),
            LogFormat::Squid => squid::parse(line),
            LogFormat::Json => json::parse(line),
            LogFormat::Haproxy => haproxy::parse(line),
            LogFormat::Alb => alb::parse(line),
            LogFormat::Envoy => envoy::parse(line),
            LogFormat::W3c => w3c::parse(line, self.columns.as_ref()),
            LogFormat::NginxError => nginx_error::parse(line),
        }
    }
}

/// Whether an input is a log: at least half of its first lines are of a known form.
pub(super) fn is_log(input: &[u8]) -> bool {
    let text = transcript::as_utf8(input.get(..input.len().min(4 * MAX_LINE)).unwrap_or_default());
    let lines = text.split(|&b| b == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let mut probed = lines.take(PROBED).peekable();
    // What begins as a message of HTTP is one, whatever its content quotes.
    let is_message = probed.peek().is_some_and(|line| {
        line.starts_with(b"HTTP/") || line.starts_with(b"* ") || line.starts_with(b"> ") || line.starts_with(b"< ")
    });
    let mut reader = LogReader::default();
    let (mut read, mut all) = (0_usize, 0_usize);
    for line in probed {
        match reader.read(line.strip_suffix(b"\r").unwrap_or(line)) {
            LogRow::Request(_) => read += 1,
            LogRow::Directive => continue,
            LogRow::Unknown => {}
        }
        all += 1;
    }
    !is_message && read > 0 && read * 2 >= all
}

#[cfg(test)]
mod tests;
